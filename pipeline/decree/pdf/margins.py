"""Margins of pages as far as ink tells them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from pipeline.decree.pdf.rows import Row, goes_on

SEVERAL: Final = 3
"""An edge is one where as many lines end."""
NEAR: Final = 0.4
LOWEST: Final = 25.0
"""Ink can prove that a lower margin is too small, never that it is too large: pages break early. Beyond this it
tells nothing."""


def left_of(rows: Sequence[Row]) -> float | None:
    """The left edge of the text: the leftmost place where several lines go on with a sentence."""
    return _edge([row.x0 for row in rows if goes_on(row)])


def right_of(rows: Sequence[Row], width: float) -> float | None:
    """The room right of justified lines whose sentence goes on; None if lines are ragged."""
    full = ((row, below) for row, below in pairwise(rows) if row.width > width / 2)  # others end where they end
    edge = _edge([-row.x1 for row, below in full if goes_on(below) and row.page == below.page])
    return None if edge is None else round(width + edge, 2)


def _edge(ends: Sequence[float]) -> float | None:
    """The outermost of the places where several ends lie near to each other."""
    ordered = sorted(ends)
    enough = max(SEVERAL, len(ordered) // 10)
    for index, end in enumerate(ordered[: len(ordered) - enough + 1]):
        if ordered[index + enough - 1] - end < NEAR:
            return round(end, 2)
    return None


def top_of(pages: Sequence[Sequence[Row]]) -> float | None:
    """The room above the first line of the page whose text begins highest."""
    tops = [rows[0].top for rows in pages if rows]
    return round(min(tops), 2) if tops else None


def bottom_of(pages: Sequence[Sequence[Row]], height: float) -> float | None:
    """The room below the last line of the page whose text ends lowest, if several pages are filled so far."""
    rooms = sorted(height - max(row.bottom for row in rows) for rows in pages if rows)
    if len(rooms) < SEVERAL or rooms[0] > LOWEST:
        return None
    return round(rooms[0], 2)
