"""Text boxes and level lines in a drawing, with their places: DrawingML here, the older VML in :mod:`.vml`."""

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
from pipeline.decree.measure.units import ALTERNATE, Element, chosen, emu_mm
from pipeline.decree.measure.vml import VML, vml_shapes

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SHAPE_FOLDER = "{http://schemas.microsoft.com/office/word/2010/wordprocessing"
_WPS, _WPG, _WPC = f"{_SHAPE_FOLDER}Shape}}", f"{_SHAPE_FOLDER}Group}}", f"{_SHAPE_FOLDER}Canvas}}"
_MOST_SHAPES = 2_000
"""Shapes of one drawing that are looked at."""
_LINES = frozenset({"line", "straightConnector1"})


def shapes(drawing: Element, room: Room, set_up: SetUp) -> list[Shape]:
    """The text boxes and lines of a ``w:drawing``, ``w:pict`` or ``w:object`` that is anchored in ``room``."""
    found: list[Shape] = []
    for child in drawing:
        if child.tag in (f"{_WP}anchor", f"{_WP}inline"):
            found += _drawing_ml(child, room, set_up)
        elif isinstance(child.tag, str) and child.tag.startswith(VML):
            found += vml_shapes(child, None, room, set_up)
    return found[:_MOST_SHAPES]


def _drawing_ml(anchor: Element, room: Room, set_up: SetUp) -> Iterator[Shape]:
    extent = anchor.find(f"{_WP}extent")
    width = None if extent is None else emu_mm(extent.get("cx"))
    height = None if extent is None else emu_mm(extent.get("cy"))
    x: float | None = None
    y: float | None = None
    if anchor.tag == f"{_WP}anchor":
        across, down = _position(anchor, "positionH"), _position(anchor, "positionV")
        start, space = across_from(across[0], room, set_up)
        x = aligned(across[1], start, space, width) if across[1] else plus(start, across[2])
        y = down[2] if down[0] in ("paragraph", "line") and not down[1] else None
    data = anchor.find(f"{_A}graphic/{_A}graphicData")
    for shape in () if data is None else data:
        yield from _shape(shape, Frame(x, y), (width, height), 0)


def _position(anchor: Element, name: str) -> tuple[str, str, float | None]:
    """What a place is measured from, how it is aligned ("" if it has an offset), and the offset."""
    for element in anchor.iter(f"{_WP}{name}"):
        align, offset = element.find(f"{_WP}align"), element.find(f".//{_WP}posOffset")
        relative = element.get("relativeFrom", "")
        if align is not None:
            return relative, (align.text or "").strip(), None
        return relative, "", None if offset is None else emu_mm(offset.text)
    return "", "", None


def _shape(element: Element, frame: Frame, size: Point, depth: int) -> Iterator[Shape]:
    """A shape, or those of a group; ``size``: width and height in mm (of the whole drawing)."""
    tag = element.tag
    if tag == f"{_WPS}wsp":
        yield from _single(element, frame.at(*frame.origin), size)
    elif tag in (f"{_WPG}wgp", f"{_WPG}grpSp", f"{_WPC}wpc") and depth < 10:
        inner = _group(element, frame, size)
        for child in element:
            if child.tag in (f"{_WPS}wsp", f"{_WPG}grpSp", f"{_WPG}wgp"):
                transform = _transform(child)
                if transform is None:
                    yield from _shape(child, Frame(None, None), (None, None), depth + 1)
                    continue
                x, y, wide, high = transform
                left, upper = inner.at(x, y)
                scaled = wide * inner.scale[0], high * inner.scale[1]
                yield from _shape(child, Frame(left, upper), scaled, depth + 1)
    elif tag == ALTERNATE:
        for child in chosen(element):
            for shape in child:
                yield from _shape(shape, frame, size, depth + 1)


def _transform(element: Element, child: bool = False) -> tuple[float, float, float, float] | None:
    """Offset and extent of a shape in the coordinates around it (``child``: those that it gives its members)."""
    transform = element.find(f"*/{_A}xfrm")
    offset = None if transform is None else transform.find(f"{_A}{'chOff' if child else 'off'}")
    extent = None if transform is None else transform.find(f"{_A}{'chExt' if child else 'ext'}")
    if offset is None or extent is None:
        return None
    values = [emu_mm(part.get(name)) for part, names in ((offset, "xy"), (extent, ("cx", "cy"))) for name in names]
    x, y, wide, high = (0.0 if value is None else value for value in values)
    return x, y, wide, high


def _group(element: Element, frame: Frame, size: Point) -> Frame:
    members = _transform(element, child=True)
    if members is None:
        return frame
    x, y, wide, high = members
    across = size[0] / wide if size[0] and wide > 0 else 1.0
    down = size[1] / high if size[1] and high > 0 else 1.0
    return Frame(frame.x, frame.y, (x, y), (across, down))


def _single(element: Element, at: Point, size: Point) -> Iterator[Shape]:
    content = element.find(f"{_WPS}txbx/{CONTENT}")
    width, height = size
    if content is not None:
        yield box_shape(content, at, width, _insets(element.find(f"{_WPS}bodyPr")))
    elif width is not None and width >= SHORTEST and (height or 0) <= min(FLAT, width / 8) and _is_inked(element):
        yield Shape(None, at[0], width, at[1], _is_solid(element.find(f"{_WPS}spPr/{_A}ln")))


def _is_inked(element: Element) -> bool:
    """Whether a flat shape is a line to the eye: a line or connector with ink, or a filled or framed bar."""
    geometry = element.find(f"{_WPS}spPr/{_A}prstGeom")
    free = element.find(f"{_WPS}spPr/{_A}custGeom") is not None
    kind = "" if geometry is None else geometry.get("prst", "")
    line = element.find(f"{_WPS}spPr/{_A}ln")
    inked = line is None or line.find(f"{_A}noFill") is None
    if kind in _LINES or free:
        return inked
    return kind in ("rect", "flowChartProcess") and (inked or element.find(f"{_WPS}spPr/{_A}noFill") is None)


def _is_solid(line: Element | None) -> bool:
    if line is None:
        return True
    dash = line.find(f"{_A}prstDash")
    dashed = dash is not None and dash.get("val", "solid") != "solid"
    return not dashed and line.find(f"{_A}custDash") is None and line.get("cmpd", "sng") == "sng"


def _insets(body: Element | None) -> tuple[float, float]:
    given = [None if body is None else emu_mm(body.get(name)) for name in ("lIns", "rIns")]
    left, right = (INSET if value is None else value for value in given)
    return left, right
