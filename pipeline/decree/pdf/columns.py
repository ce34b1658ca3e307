"""Which lines of a page follow each other: head and foot of a document stand in two columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from pipeline.decree.model import CellPlace
from pipeline.decree.pdf.rows import Row, goes_on

Side = Literal["full", "left", "right", "cell", "box"]

MIDDLE: Final = (0.25, 0.75)
"""Between these parts of the width of a page two columns meet."""
NARROW: Final = 1.0
"""Two columns are at least so far apart (mm) …"""
APART: Final = 15.0
"""… and this far where there is but one line to tell."""
LABEL: Final = 12.0
"""A column is wider than the number of an item in a list (mm)."""
SIGNATURE: Final = 50.0
"""Room for a signature (mm): lines of a column are not farther apart."""

ASIDE: Final = 0.45
"""In a foot, what begins right of this part of the width, or ends left of the other, stands in a column."""

_FOOT = "Nơi nhận"
_NATION = re.compile(r"C[ỘO]NG H\w+ X[ÃA] H[ỘO]I|X[ÃA] H[ỘO]I CH[ỦU] NGH[ĨI]A|[Đđ]ộc lập", re.IGNORECASE)


@dataclass
class Column:
    """Lines below each other. ``edges``: the room that they stand in, None if not known. ``head``: beside or below
    the Quốc hiệu, where components of several lines stand."""

    side: Side
    rows: list[Row] = field(default_factory=list)
    edges: tuple[float, float] | None = None
    cell: CellPlace | None = None
    head: bool = False


def columns_of(rows: Sequence[Row], width: float) -> list[Column]:
    """The columns of a page, or of the part above or below a table, in reading order."""
    columns: list[Column] = []
    index = 0
    while index < len(rows):
        zone = _Zone.at(rows, index, width)
        if zone is not None and zone.certain:
            columns += [column for column in zone.columns() if column.rows]
            index += zone.count
            continue
        if not columns or columns[-1].side != "full":
            columns.append(Column("full"))
        columns[-1].rows.append(rows[index])
        index += 1
    return columns


@dataclass
class _Zone:
    """Lines in two columns; ``gutter``: the room between them that no line enters."""

    gutter: tuple[float, float]
    left: list[Row]
    right: list[Row]
    width: float
    both: int = 1
    count: int = 1

    @classmethod
    def at(cls, rows: Sequence[Row], start: int, width: float) -> _Zone | None:
        """The zone that begins with a line, if this has two parts on both sides of the middle."""
        row = rows[start]
        halves = [row.cut(index) for index in row.gaps()]
        low, high = (part * width for part in MIDDLE)
        fitting = [(a, b) for a, b in halves if a.x1 < high and b.x0 > low and a.width > LABEL / 2]
        if not fitting:
            return None
        left, right = max(fitting, key=lambda half: half[1].x0 - half[0].x1)
        zone = cls((left.x1, right.x0), [left], [right], width)
        for below in rows[start + 1 :]:
            if below.base - rows[start + zone.count - 1].base > SIGNATURE or not zone._takes(below):
                break
            zone.count += 1
        return zone

    def _takes(self, row: Row) -> bool:
        """Add a line to the column, or the columns, that it belongs to; False if it belongs to none."""
        if row.text.startswith(_FOOT):
            return False  # a foot right below a head, as on a copy
        halves = [row.cut(index) for index in row.gaps()]
        fitting = [half for half in halves if self._narrowed(half[0].x1, half[1].x0) is not None]
        if fitting:
            left, right = max(fitting, key=lambda half: half[1].x0 - half[0].x1)
            self.gutter = self._narrowed(left.x1, right.x0) or self.gutter
            self.left.append(left)
            self.right.append(right)
            self.both += 1
            return True
        for side, room in ((self.left, (row.x1, self.gutter[1])), (self.right, (self.gutter[0], row.x0))):
            narrowed = self._narrowed(*room)
            if narrowed is not None and (_aligned(row, side) or self._of_foot(row, side)):
                self.gutter = narrowed
                side.append(row)
                return True
        return False

    def _of_foot(self, row: Row, side: Sequence[Row]) -> bool:
        """Whether a line of a foot stands in its half of the page: nothing but columns is in a foot."""
        aside = row.x0 > ASIDE * self.width if side is self.right else row.x1 < (1 - ASIDE) * self.width
        aside = aside or (side is self.left and abs(row.x0 - side[0].x0) < 0.5)
        return aside and (self.left[0].text.startswith(_FOOT) or self.right[0].text.startswith(_FOOT))

    def _narrowed(self, left: float, right: float) -> tuple[float, float] | None:
        low, high = max(self.gutter[0], left), min(self.gutter[1], right)
        return (low, high) if high - low >= NARROW else None

    @property
    def certain(self) -> bool:
        wide = all(max(row.width for row in side) > LABEL for side in (self.left, self.right))
        apart = self.right[0].x0 - self.left[0].x1 >= APART
        return wide and (self.both > 1 or apart or min(len(self.left), len(self.right)) > 1)

    def columns(self) -> Iterable[Column]:
        middle = sum(self.gutter) / 2
        head = any(_NATION.search(row.text) for row in self.right)
        yield Column("left", self.left, (0.0, middle), head=head)
        yield Column("right", self.right, (middle, 1e9), head=head)


def _aligned(row: Row, side: Sequence[Row]) -> bool:
    """Whether a line is centred where those of a column are, begins where all do, or goes on with the last."""
    if goes_on(row) and abs(row.x0 - side[-1].x0) < 0.5:
        return True
    flush = all(abs(other.x0 - side[0].x0) < 0.5 for other in side)
    return any(abs(row.middle - other.middle) < 2.0 for other in side) or (
        flush and abs(row.x0 - side[0].x0) < 1.0
    )
