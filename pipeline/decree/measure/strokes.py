"""Lines that are drawn for the eye: borders, drawings, underlined text, typed characters.

Found after the pass over the document, when what stands above and beside each line is known.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.decree.measure.properties import SOLID
from pipeline.decree.measure.room import Room
from pipeline.decree.measure.surroundings import Surroundings
from pipeline.decree.measure.tables import Cell, Grid
from pipeline.decree.measure.typed import typed_strokes, underlined_strokes
from pipeline.decree.measure.walk import Drawn, Walker
from pipeline.decree.model import Stroke

_TOUCH = 0.3
"""Borders of neighbouring cells this near (mm) are one line."""


def strokes(walker: Walker, count: int) -> tuple[Stroke, ...]:
    """The level lines of a text whose first ``count`` paragraphs are its body, in reading order."""
    around = Surroundings(walker, count)
    found: list[Stroke] = []
    for at in range(count):
        values = walker.reads[at].format.values
        if "border bottom" in values or "border top" in values:
            found += _paragraph_borders(at, around)
        found += typed_strokes(at, around) or underlined_strokes(at, around)
    for drawn in walker.drawn:
        if drawn.anchor < count:
            found.append(_shape(drawn, around))
    for grid, rooms in walker.grids:
        if not grid.ruled:
            found += _cell_borders(grid, rooms, around, count)
    return tuple(sorted(found, key=lambda stroke: (stroke.after, stroke.x_mm or (0.0, 0.0), stroke.form)))


# --- paragraph borders -------------------------------------------------------------------------------------------


def _paragraph_borders(at: int, around: Surroundings) -> Iterator[Stroke]:
    values = around.values(at)
    top, bottom = values.get("border top", ""), values.get("border bottom", "")
    if values.get("border left") and values.get("border right"):
        return  # a box around the text
    extent = around.bordered(at)
    length = None if extent is None else round(extent[1] - extent[0], 3)
    left = around.room(at).left
    ends = None if extent is None or left is None else (round(left + extent[0], 3), round(left + extent[1], 3))
    has_text = around.has_text(at)
    if bottom and not _joined(at, at + 1, around):
        after = at if has_text else around.above(at, ends)
        yield Stroke("border", after, length, ends, bottom in SOLID)
    if top and not _joined(at - 1, at, around) and (has_text or not bottom):
        yield Stroke("border", around.above(at, ends), length, ends, top in SOLID)


def _joined(first: int, second: int, around: Surroundings) -> bool:
    """Whether two paragraphs with the same borders stand in one frame, without a line between them."""
    if first < 0 or second >= around.count or around.members(first) is not around.members(second):
        return False
    one, other = around.values(first), around.values(second)
    names = ("border top", "border bottom", "border left", "border right", "left", "right")
    return all(one.get(name) == other.get(name) for name in names)


# --- drawings ----------------------------------------------------------------------------------------------------


def _shape(drawn: Drawn, around: Surroundings) -> Stroke:
    shape, anchor = drawn.shape, drawn.anchor
    ends = None
    if shape.left is not None and shape.width is not None:
        ends = (round(shape.left, 3), round(shape.left + shape.width, 3))
    length = None if shape.width is None else round(shape.width, 3)
    return Stroke("shape", around.over(anchor, shape.down, ends), length, ends, shape.solid)


# --- cell borders ------------------------------------------------------------------------------------------------


def _cell_borders(grid: Grid, rooms: dict[int, Room], around: Surroundings, count: int) -> Iterator[Stroke]:
    """Lines between the rows of a table that shows no lines otherwise, neighbours joined."""
    if not any(cell.own for cells in grid.rows for cell in cells) and not any(grid.outer.values()):
        return
    for row in range(len(grid.rows) + 1):
        above = grid.rows[row - 1] if row else []
        below = grid.rows[row] if row < len(grid.rows) else []
        pieces = [(cell, kind) for cell in above if (kind := _edge(grid, cell, "bottom", row))]
        drawn = [(cell.x0, cell.x1) for cell, _ in pieces]
        for cell in below:
            kind = _edge(grid, cell, "top", row)
            if kind and not any(x0 <= (cell.x0 + cell.x1) / 2 <= x1 for x0, x1 in drawn):
                pieces.append((cell, kind))
        for line in _together(pieces):
            x0, x1 = line[0][0].x0, line[-1][0].x1
            after = _over_border(line, above, below, rooms, around)
            if after is not None and after < count and x1 - x0 >= 1:
                ends = (round(x0, 3), round(x1, 3))
                solid = all(kind in SOLID for _, kind in line)
                yield Stroke("border", after, round(x1 - x0, 3), ends if grid.known else None, solid)


def _edge(grid: Grid, cell: Cell, side: str, row: int) -> str:
    """Kind of the line that a cell draws above or below; "" for none, and for a cell framed all round."""
    outer = row in (0, len(grid.rows))
    own = cell.own.get(side)
    kind = own if own is not None else grid.outer.get(side if outer else "insideH", "")
    sides = [cell.own.get(name, grid.outer.get(name)) for name in ("left", "right")]
    return "" if all(sides) else str(kind or "")


def _together(pieces: list[tuple[Cell, str]]) -> list[list[tuple[Cell, str]]]:
    lines: list[list[tuple[Cell, str]]] = []
    for piece in sorted(pieces, key=lambda piece: piece[0].x0):
        if lines and piece[0].x0 - lines[-1][-1][0].x1 < _TOUCH:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return lines


def _over_border(
    line: list[tuple[Cell, str]],
    above: list[Cell],
    below: list[Cell],
    rooms: dict[int, Room],
    around: Surroundings,
) -> int | None:
    """The paragraph that a border between two rows stands under."""
    x0, x1 = line[0][0].x0, line[-1][0].x1
    over = [cell for cell in above if min(cell.x1, x1) - max(cell.x0, x0) > _TOUCH]
    for cell in over:
        room = rooms.get(id(cell))
        last = None if room is None else around.last_text(room)
        if last is not None:
            return last
    for cell in [*over, *below]:
        room = rooms.get(id(cell))
        if room is not None and room.members:
            return around.above(room.members[0], None)
    return None
