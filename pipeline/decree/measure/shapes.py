"""What a drawing holds that a reader cares for: text boxes and level lines, and how their places are told."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.decree.measure.room import Room
from pipeline.decree.measure.sections import SetUp
from pipeline.decree.measure.units import QW, Element

CONTENT = f"{QW}txbxContent"

FLAT = 1.5
"""A shape at most this high (mm) and much longer than high is a line to the eye."""
SHORTEST = 3.0
INSET = 2.54
"""Millimetres left and right in a text box where nothing tells."""
Point = tuple[float | None, float | None]
"""A place or a size in millimetres, None where unknown."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A text box (``content``) or a level line. Millimetres; ``left`` from the edge of the paper; ``down``: how
    far its upper edge is under that of the paragraph that it is anchored in; None where unknown, as for one that
    stands in the text like a letter. ``text_left`` and ``text_width``: of a text box, inside its padding."""

    content: Element | None
    left: float | None
    width: float | None
    down: float | None = None
    solid: bool = True
    text_left: float | None = None
    text_width: float | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """Where coordinates of a drawing (or of a group in it) begin on the page, and how they are scaled to mm."""

    x: float | None
    y: float | None
    origin: tuple[float, float] = (0.0, 0.0)
    scale: tuple[float, float] = (1.0, 1.0)

    def at(self, x: float, y: float) -> Point:
        return (
            None if self.x is None else self.x + (x - self.origin[0]) * self.scale[0],
            None if self.y is None else self.y + (y - self.origin[1]) * self.scale[1],
        )


_SHARES = {"left": 0.0, "inside": 0.0, "center": 0.5, "right": 1.0, "outside": 1.0}


def aligned(align: str, start: float | None, space: float | None, width: float | None) -> float | None:
    """The left edge of something ``width`` wide that is aligned in ``space``."""
    share = _SHARES.get(align)
    if share is None or start is None or (share and (space is None or width is None)):
        return None
    return start + ((space or 0.0) - (width or 0.0)) * share if share else start


def across_from(relative: str, room: Room, set_up: SetUp) -> Point:
    """Left edge and width of what a place across the page is measured from."""
    if relative == "page":
        return 0.0, set_up.width
    if relative == "margin":
        return set_up.area or (None, None)
    if relative in ("leftMargin", "insideMargin", "left-margin-area", "inner-margin-area"):
        return 0.0, set_up.left
    if relative in ("rightMargin", "outsideMargin", "right-margin-area", "outer-margin-area"):
        left = None if set_up.width is None or set_up.right is None else set_up.width - set_up.right
        return left, set_up.right
    if relative in ("column", "text"):
        return room.left, room.width
    return None, None


def plus(start: float | None, offset: float | None) -> float | None:
    return None if start is None or offset is None else start + offset


def box_shape(content: Element, at: Point, width: float | None, insets: tuple[float, float]) -> Shape:
    left, right = insets
    inner = None if width is None or width <= left + right else width - left - right
    text_left = None if at[0] is None else at[0] + left
    return Shape(content, at[0], width, at[1], True, text_left, inner)
