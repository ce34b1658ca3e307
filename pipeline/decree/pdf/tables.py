"""Tables of a page by the lines that are drawn between their cells, and frames around a text."""

from __future__ import annotations

from bisect import bisect, bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from pipeline.decree.model import CellPlace
from pipeline.decree.pdf.columns import Column
from pipeline.decree.pdf.drawn import Bar, Drawn
from pipeline.decree.pdf.letters import Run
from pipeline.decree.pdf.rows import rows_of

MAX_BARS: Final = 600
"""A page with more lines is a drawing."""
TOUCH: Final = 0.8
"""Lines that come as near (mm) meet."""
PAGE_BORDER: Final = 0.6
"""A single frame higher than this part of the page is its border."""


Edges = tuple[float, float, float, float]


@dataclass
class Table:
    """A table of one page. ``xs``: its upright lines, by which the same table is known on the next page."""

    top: float
    bottom: float
    xs: tuple[float, ...]
    columns: list[Column] = field(default_factory=list)
    rows: int = 0


@dataclass
class _Grid:
    """Lines that meet each other."""

    level: list[Bar] = field(default_factory=list)
    upright: list[Bar] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.xs = _merged(bar.at for bar in self.upright)
        self.ys = _merged(bar.at for bar in self.level)
        self._cells: dict[tuple[int, int], Edges | None] = {}
        self._across: dict[float, list[float]] = {}
        self._uprights: dict[int, list[float]] = {}
        self._levels: dict[int, list[float]] = {}

    @property
    def cells(self) -> int:
        return (len(self.xs) - 1) * (len(self.ys) - 1)

    def edges(self, x: float, y: float) -> Edges | None:
        """Left, right, upper and lower edge of the cell at a point."""
        column, row = bisect(self.xs, x), bisect(self.ys, y)
        if not (0 < column < len(self.xs) and 0 < row < len(self.ys)):
            return None
        if (column, row) not in self._cells:
            self._cells[column, row] = self._edges(column, row)
        return self._cells[column, row]

    def _edges(self, column: int, row: int) -> Edges | None:
        """Edges of the cell that holds the middle of the field between two neighbouring lines each way."""
        x, y = sum(self.xs[column - 1 : column + 1]) / 2, sum(self.ys[row - 1 : row + 1]) / 2
        if row not in self._uprights:
            self._uprights[row] = sorted(bar.at for bar in self.upright if bar.a - TOUCH <= y <= bar.b + TOUCH)
        if column not in self._levels:
            self._levels[column] = sorted(bar.at for bar in self.level if bar.a - TOUCH <= x <= bar.b + TOUCH)
        across, along = self._uprights[row], self._levels[column]
        right, below = bisect(across, x), bisect(along, y)
        if not (0 < right < len(across) and 0 < below < len(along)):
            return None
        return across[right - 1], across[right], along[below - 1], along[below]

    def place(self, left: float, top: float, y: float, table: int) -> CellPlace:
        if y not in self._across:
            self._across[y] = _merged(bar.at for bar in self.upright if bar.a - TOUCH <= y <= bar.b + TOUCH)
        across = self._across[y]
        column, row = bisect_left(across, left - TOUCH), bisect_left(self.ys, top - TOUCH)
        return CellPlace(table, row, column, max(1, len(across) - 1), ruled=True)


def tables_on(
    drawn: Drawn, runs: Sequence[Run], page: int, height: float, first: int
) -> tuple[list[Table], list[Run], list[Bar]]:
    """Tables and frames of a page from top to bottom, the runs outside of them, and the level lines that are left.

    ``first``: the number of the first table. A frame has one column without a cell.
    """
    if len(drawn.level) + len(drawn.upright) > MAX_BARS:
        return [], list(runs), []
    grids = [grid for grid in _grids(drawn) if grid.cells > 1 or grid.ys[-1] - grid.ys[0] < PAGE_BORDER * height]
    inside: dict[int, dict[tuple[float, ...], list[Run]]] = defaultdict(lambda: defaultdict(list))
    outside: list[Run] = []
    for run in runs:
        x, y = run.x0 + min(1.0, (run.x1 - run.x0) / 2), run.base - 0.3 * run.size_mm
        for index, grid in enumerate(grids):
            if grid.ys[0] < y < grid.ys[-1] and (edges := grid.edges(x, y)) is not None:
                inside[index][edges].append(run)
                break
        else:
            outside.append(run)
    tables: list[Table] = []
    for index, grid in enumerate(grids):
        if index in inside:
            tables.append(_table(grid, inside[index], page, first + len(tables)))
    used = {bar for index in inside for bar in grids[index].level}
    return tables, outside, [bar for bar in drawn.level if bar not in used]


def _table(grid: _Grid, cells: dict[tuple[float, ...], list[Run]], page: int, number: int) -> Table:
    table = Table(grid.ys[0], grid.ys[-1], tuple(grid.xs), rows=len(grid.ys) - 1)
    for (left, right, top, bottom), runs in sorted(cells.items(), key=lambda item: (item[0][2], item[0][0])):
        place = grid.place(left, top, (top + bottom) / 2, number) if grid.cells > 1 else None
        table.columns.append(Column("cell" if place else "box", rows_of(runs, page), (left, right), place))
    return table


def _grids(drawn: Drawn) -> list[_Grid]:
    """Groups of at least two level and two upright lines that meet, from top to bottom."""
    group = list(range(len(drawn.level) + len(drawn.upright)))

    def root(index: int) -> int:
        while group[index] != index:
            group[index] = group[group[index]]
            index = group[index]
        return index

    for i, level in enumerate(drawn.level):
        for j, upright in enumerate(drawn.upright, start=len(drawn.level)):
            meets_x = level.a - TOUCH <= upright.at <= level.b + TOUCH
            if meets_x and upright.a - TOUCH <= level.at <= upright.b + TOUCH:
                group[root(j)] = root(i)
    bars: dict[int, tuple[list[Bar], list[Bar]]] = defaultdict(lambda: ([], []))
    for index, bar in enumerate((*drawn.level, *drawn.upright)):
        bars[root(index)][index >= len(drawn.level)].append(bar)
    grids = [_Grid(level, upright) for level, upright in bars.values()]
    found = [grid for grid in grids if len(grid.xs) > 1 and len(grid.ys) > 1]
    return sorted(found, key=lambda grid: (grid.ys[0], grid.xs[0]))


def _merged(values: Iterable[float]) -> list[float]:
    merged: list[float] = []
    for value in sorted(values):
        if not merged or value - merged[-1] > TOUCH:
            merged.append(value)
    return merged
