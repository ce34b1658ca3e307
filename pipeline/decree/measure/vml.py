"""Text boxes and level lines in VML (``w:pict``), the drawings of Word 2007 and older."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.decree.measure.room import Room
from pipeline.decree.measure.sections import SetUp
from pipeline.decree.measure.shapes import (
    CONTENT,
    FLAT,
    INSET,
    SHORTEST,
    Frame,
    Point,
    Shape,
    across_from,
    aligned,
    box_shape,
    plus,
)
from pipeline.decree.measure.units import Element, number

VML = "{urn:schemas-microsoft-com:vml}"
_O = "{urn:schemas-microsoft-com:office:office}"
_LENGTHS = {"pt": 25.4 / 72, "in": 25.4, "cm": 10.0, "mm": 1.0, "pc": 25.4 / 6, "pi": 25.4 / 6, "px": 25.4 / 96}
_NO_SHAPES = frozenset(f"{VML}{name}" for name in ("shapetype", "image", "background"))
_CONNECTORS = ("#_x0000_t20", "#_x0000_t32")


def _length(text: str | None, bare: float = 25.4 / 96) -> float | None:
    """A VML length in millimetres; a bare number counts ``bare`` millimetres."""
    if text is None:
        return None
    text = text.strip()
    unit = _LENGTHS.get(text[-2:])
    value = number(text if unit is None else text[:-2], -1e7, 1e7)
    return None if value is None else round(value * (bare if unit is None else unit), 3)


def _style(element: Element) -> dict[str, str]:
    pairs = (part.partition(":") for part in element.get("style", "")[:4000].split(";"))
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def vml_shapes(
    element: Element, frame: Frame | None, room: Room, set_up: SetUp, depth: int = 0
) -> Iterator[Shape]:
    """A VML shape, or those of a group. ``frame``: that of the group it stands in, None outside of groups."""
    if element.tag in _NO_SHAPES or depth > 10:
        return
    style = _style(element)
    if element.get(f"{_O}hr") in ("t", "true", "1"):
        yield _rule(element, style, room)
        return
    if element.tag == f"{VML}line" and "from" in element.attrib:
        yield from _vml_line(element, style, frame, room, set_up)
        return
    at, size = _vml_place(style, frame, room, set_up)
    if element.tag == f"{VML}group":
        inner = _vml_group(element, at, size)
        for child in element:
            if isinstance(child.tag, str) and child.tag.startswith(VML):
                yield from vml_shapes(child, inner, room, set_up, depth + 1)
        return
    textbox = element.find(f"{VML}textbox")
    content = None if textbox is None else textbox.find(CONTENT)
    if textbox is not None and content is not None:
        yield box_shape(content, at, size[0], _vml_insets(textbox))
    elif _is_flat(element, size):
        yield Shape(None, at[0], size[0], at[1], _vml_is_solid(element))


def _vml_place(style: dict[str, str], frame: Frame | None, room: Room, set_up: SetUp) -> tuple[Point, Point]:
    """Upper left corner and size of a shape."""
    if frame is not None:
        x, y, wide, high = (_length(style.get(name), 1.0) or 0.0 for name in ("left", "top", "width", "height"))
        return frame.at(x, y), (wide * frame.scale[0], high * frame.scale[1])
    width, height = _length(style.get("width")), _length(style.get("height"))
    if style.get("position") != "absolute":
        return (None, None), (width, height)
    start, space = across_from(style.get("mso-position-horizontal-relative", "text"), room, set_up)
    align = style.get("mso-position-horizontal", "absolute")
    offset = _length(style.get("margin-left", style.get("left", "0")))
    x_ = plus(start, offset) if align == "absolute" else aligned(align, start, space, width)
    by_text = style.get("mso-position-vertical-relative", "text") in ("text", "line")
    placed = style.get("mso-position-vertical", "absolute") == "absolute"
    y_ = _length(style.get("margin-top", style.get("top", "0"))) if by_text and placed else None
    return (x_, y_), (width, height)


def _vml_group(element: Element, at: Point, size: Point) -> Frame:
    origin, extent = (
        _pair(element.get("coordorigin"), (0.0, 0.0)),
        _pair(element.get("coordsize"), (1000.0, 1000.0)),
    )
    across = (size[0] or 0.0) / extent[0] if extent[0] > 0 else 0.0
    down = (size[1] or 0.0) / extent[1] if extent[1] > 0 else 0.0
    return Frame(at[0], at[1], origin, (across, down))


def _pair(text: str | None, default: tuple[float, float]) -> tuple[float, float]:
    parts = (text or "").split(",")
    values = [number(part, -1e8, 1e8) for part in parts]
    return (values[0] or 0.0, values[1] or 0.0) if len(values) == 2 and None not in values else default


def _vml_line(
    element: Element, style: dict[str, str], frame: Frame | None, room: Room, set_up: SetUp
) -> Iterator[Shape]:
    bare = 1.0 if frame is not None else 25.4 / 96
    ends = [[_length(part, bare) for part in element.get(name, "")[:100].split(",")] for name in ("from", "to")]
    if any(len(end) != 2 or None in end for end in ends):
        return
    (x0, y0), (x1, y1) = ((end[0] or 0.0, end[1] or 0.0) for end in ends)
    if frame is not None:
        left, upper = frame.at(min(x0, x1), min(y0, y1))
        width, height = abs(x1 - x0) * frame.scale[0], abs(y1 - y0) * frame.scale[1]
    else:
        start, _ = across_from(style.get("mso-position-horizontal-relative", "text"), room, set_up)
        by_text = style.get("mso-position-vertical-relative", "text") in ("text", "line")
        left, upper = plus(start, min(x0, x1)), min(y0, y1) if by_text else None
        width, height = abs(x1 - x0), abs(y1 - y0)
    if width >= SHORTEST and height <= FLAT and element.get("stroked") not in ("f", "false", "0"):
        yield Shape(None, left, width, upper, _vml_is_solid(element))


def _is_flat(element: Element, size: Point) -> bool:
    width, height = size
    if width is None or width < SHORTEST or (height or 0) > min(FLAT, width / 8):
        return False
    if element.find(f"{VML}imagedata") is not None or element.get("stroked") in ("f", "false", "0"):
        return False
    return (
        element.tag == f"{VML}rect"
        or element.get("type") in _CONNECTORS
        or element.get(f"{_O}connectortype") == "straight"
    )


def _vml_is_solid(element: Element) -> bool:
    stroke = element.find(f"{VML}stroke")
    if stroke is None:
        return True
    return stroke.get("dashstyle", "solid") == "solid" and stroke.get("linestyle", "single") == "single"


def _vml_insets(textbox: Element) -> tuple[float, float]:
    parts = textbox.get("inset", "")[:200].split(",")
    left = _length(parts[0]) if parts[0].strip() else None
    right = _length(parts[2]) if len(parts) > 2 and parts[2].strip() else None
    return INSET if left is None else left, INSET if right is None else right


def _rule(element: Element, style: dict[str, str], room: Room) -> Shape:
    """A horizontal rule that stands in the text as a letter does (``o:hr``)."""
    share = number(element.get(f"{_O}hrpct"), 0, 1000)
    width = _length(style.get("width")) or None
    if share and room.width is not None:
        width = room.width * share / 1000
    elif width is None:
        width = room.width
    left = aligned(element.get(f"{_O}hralign", "left"), room.left, room.width, width)
    return Shape(None, left, width)
