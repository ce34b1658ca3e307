"""Tables before their text is read: where each cell stands, which lines show, which conditions of a style hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.decree.measure.cascade import Cascade, TableKey
from pipeline.decree.measure.properties import Values, borders
from pipeline.decree.measure.room import Room
from pipeline.decree.measure.units import MM_PER_TWIP, QW, VAL, Element, integer, mm, number, twips, value_of

_WRAPPERS = frozenset(f"{QW}{name}" for name in ("sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_PADDING = 115.0
"""Twips left and right in a cell where nothing tells (17.4.42)."""
_MOST_COLUMNS = 63
"""Columns that Word takes in a table."""


@dataclass(slots=True)
class Cell:
    """A cell: its edges on the page (mm; from the table's left edge if that is unknown), padding, own borders."""

    element: Element
    grid: int
    span: int
    own: Values = field(default_factory=dict)
    continued: bool = False
    properties: Element | None = None
    x0: float = 0.0
    x1: float = 0.0
    padding: tuple[float, float] = (0.0, 0.0)
    conditions: tuple[str, ...] = ()


@dataclass(slots=True)
class Grid:
    """A table: rows of cells; ``known``: whether the edges are those on the page."""

    rows: list[list[Cell]]
    style: str
    outer: Values
    known: bool
    ruled: bool = False

    def key(self, cell: Cell) -> TableKey:
        return self.style, cell.conditions


def children(parent: Element, name: str) -> Iterator[Element]:
    """The rows of a table, or cells of a row, out of the controls and marks that may wrap them."""
    wanted, control = f"{QW}{name}", f"{QW}sdt"
    for child in parent:
        if child.tag == wanted:
            yield child
        elif child.tag == control:
            for content in child.iterchildren(f"{QW}sdtContent"):
                yield from children(content, name)
        elif child.tag in _WRAPPERS:
            yield from children(child, name)


def read_grid(table: Element, room: Room, cascade: Cascade, shifted: bool) -> Grid:
    """The cells of a table that stands in ``room``. ``shifted``: text, not border, aligns with the margin, as it
    does in documents of Word 2010 and older."""
    properties = table.find(f"{QW}tblPr")
    style = cascade.table_style(value_of(properties, "tblStyle") or "")
    of_style = cascade.table_values(style)
    own = None if properties is None else properties.find(f"{QW}tblBorders")
    outer = {**of_style["borders"], **({} if own is None else borders(own))}
    rows = [cells for row in children(table, "tr") if (cells := _row(row)) is not None]
    widths = _grid_widths(table, properties, room)
    padding = _padding(
        [*of_style["margins"], *(() if properties is None else properties.iterfind(f"{QW}tblCellMar"))]
    )
    total = max((_place(cells, widths) for cells in rows), default=0.0)
    left = _left(properties, room, total, padding[0] if shifted and not room.table[0] else 0.0)
    for cells in rows:
        for cell in cells:
            cell.x0, cell.x1 = left + mm(cell.x0), left + mm(cell.x1)
            own_padding = None if cell.properties is None else cell.properties.find(f"{QW}tcMar")
            cell.padding = padding if own_padding is None else _padding([own_padding], padding)
    grid = Grid(rows, style, outer, room.left is not None)
    grid.ruled = _is_ruled(grid)
    if of_style["conditions"]:
        _find_conditions(grid, properties, of_style["conditions"])
    return grid


def _row(row: Element) -> list[Cell] | None:
    """The cells of a row that is not deleted."""
    properties = row.find(f"{QW}trPr")
    if properties is not None and properties.find(f"{QW}del") is not None:
        return None
    at = 0
    if properties is not None:
        at = integer(value_of(properties, "gridBefore"), 0, _MOST_COLUMNS) or 0
    cells = []
    for element in children(row, "tc"):
        own = element.find(f"{QW}tcPr")
        span = integer(value_of(own, "gridSpan"), 1, _MOST_COLUMNS) or 1
        cell = Cell(element, at, span, properties=own)
        if own is not None:
            drawn = own.find(f"{QW}tcBorders")
            cell.own = {} if drawn is None else borders(drawn)
            merged = own.find(f"{QW}vMerge")
            cell.continued = merged is not None and merged.get(VAL, "continue") == "continue"
        cells.append(cell)
        at += span
    return cells


def _grid_widths(table: Element, properties: Element | None, room: Room) -> list[float]:
    """Widths of the grid columns in twips, stretched to a table width given in per cent."""
    grid = table.find(f"{QW}tblGrid")
    columns = [] if grid is None else [twips(c.get(f"{QW}w"), 0) or 0.0 for c in grid.iterfind(f"{QW}gridCol")]
    columns = columns[: _MOST_COLUMNS * 4]
    wish = None if properties is None else properties.find(f"{QW}tblW")
    share = _share(wish)
    if share and room.width and sum(columns):
        factor = share * room.width / (sum(columns) * MM_PER_TWIP)
        columns = [column * factor for column in columns]
    return columns


def _share(element: Element | None) -> float | None:
    """A width in per cent as a fraction."""
    if element is None or element.get(f"{QW}type") != "pct":
        return None
    text = element.get(f"{QW}w", "")
    value = number(text.rstrip("%"), 0, 50_000)
    return None if value is None else value / (100 if text.endswith("%") else 5000)


def _place(cells: list[Cell], widths: list[float]) -> float:
    """Set the edges of a row's cells from the table's left edge, in twips; the right edge of the last."""
    at = sum(widths[: cells[0].grid]) if cells else 0.0
    wishes = [_wish(cell) for cell in cells]
    by_wish = all(wishes)
    for cell, wish in zip(cells, wishes, strict=True):
        of_grid = sum(widths[cell.grid : cell.grid + cell.span])
        width = wish if wish and (by_wish or not of_grid) else of_grid
        cell.x0, cell.x1 = at, at + width
        at += width
    return at


def _wish(cell: Cell) -> float | None:
    width = None if cell.properties is None else cell.properties.find(f"{QW}tcW")
    if width is None or width.get(f"{QW}type", "dxa") != "dxa":
        return None
    return twips(width.get(f"{QW}w"), 0)


def _padding(elements: list[Element], start: tuple[float, float] | None = None) -> tuple[float, float]:
    left, right = start or (mm(_PADDING), mm(_PADDING))
    for element in elements:
        for side in element:
            value = twips(side.get(f"{QW}w"), 0) if isinstance(side.tag, str) else None
            if value is None:
                continue
            name = side.tag[len(QW) :]
            if name in ("left", "start"):
                left = mm(value)
            elif name in ("right", "end"):
                right = mm(value)
    return left, right


def _left(properties: Element | None, room: Room, total: float, shift: float) -> float:
    """The left edge of the table on the page; from the room's edge if that is not known."""
    start, width = room.left or 0.0, mm(total)
    floating = None if properties is None else properties.find(f"{QW}tblpPr")
    if floating is not None and floating.get(f"{QW}tblpXSpec") is None:
        anchor, x = floating.get(f"{QW}horzAnchor", "text"), twips(floating.get(f"{QW}tblpX"))
        return (0.0 if anchor == "page" else start) + mm(x or 0)
    align = value_of(properties, "jc") or ""
    if floating is not None:
        align = floating.get(f"{QW}tblpXSpec", "")
    if room.width is not None and align == "center":
        return start + (room.width - width) / 2
    if room.width is not None and align in ("right", "end"):
        return start + room.width - width
    indent = None if properties is None else properties.find(f"{QW}tblInd")
    given = None if indent is None else twips(indent.get(f"{QW}w"))
    return start + mm(given or 0) - shift


# --- lines -------------------------------------------------------------------------------------------------------


def _is_ruled(grid: Grid) -> bool:
    """Whether inner lines show as those of a table of figures do: most of the upright ones, or most of the level
    ones of three rows and more."""
    upright = upright_drawn = level = level_drawn = 0.0
    for at, cells in enumerate(grid.rows):
        for left, right in pairwise(cells):
            upright += 1
            upright_drawn += shows(grid, left, "right", "insideV") or shows(grid, right, "left", "insideV")
        above = grid.rows[at - 1] if at else []
        by_column = {cell.grid: cell for cell in above}
        for cell in cells if at else ():
            over = by_column.get(cell.grid)
            level += cell.span
            drawn = shows(grid, cell, "top", "insideH") or (
                over is not None and shows(grid, over, "bottom", "insideH")
            )
            level_drawn += cell.span * (drawn and not cell.continued)
    if upright:
        return upright_drawn >= upright / 2 or (len(grid.rows) > 2 and level_drawn >= level / 2)
    return len(grid.rows) > 2 and level_drawn >= level / 2


def shows(grid: Grid, cell: Cell, side: str, inner: str) -> bool:
    """Whether a cell draws a line at this side; what it says itself wins over the table."""
    kind = cell.own.get(side)
    return bool(grid.outer.get(inner)) if kind is None else bool(kind)


# --- conditional formats of a table style ------------------------------------------------------------------------

_BITS = {
    "firstRow": 0x20, "lastRow": 0x40, "firstColumn": 0x80, "lastColumn": 0x100, "noHBand": 0x200, "noVBand": 0x400
}  # fmt: skip


def _find_conditions(grid: Grid, properties: Element | None, existing: frozenset[str]) -> None:
    look = None if properties is None else properties.find(f"{QW}tblLook")
    on = {name: _look_bit(look, name, bit) for name, bit in _BITS.items()}
    last = len(grid.rows) - 1
    for row, cells in enumerate(grid.rows):
        for column, cell in enumerate(cells):
            found = ["wholeTable"]
            if not on["noVBand"]:
                found.append("band1Vert" if (column - on["firstColumn"]) % 2 == 0 else "band2Vert")
            if not on["noHBand"]:
                found.append("band1Horz" if (row - on["firstRow"]) % 2 == 0 else "band2Horz")
            ends = (
                (on["firstColumn"] and column == 0, "firstCol"),
                (on["lastColumn"] and column == len(cells) - 1, "lastCol"),
                (on["firstRow"] and row == 0, "firstRow"),
                (on["lastRow"] and row == last, "lastRow"),
            )
            found += [name for holds, name in ends if holds]
            cell.conditions = tuple(name for name in found if name in existing)


def _look_bit(look: Element | None, name: str, bit: int) -> bool:
    if look is None:
        return name == "noVBand"
    given = look.get(f"{QW}{name}")
    if given is not None:
        return given in ("1", "true", "on")
    value = look.get(VAL, "")
    try:
        return bool(int(value[:8], 16) & bit)
    except ValueError:
        return False
