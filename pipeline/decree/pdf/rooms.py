"""The room that lines of a column can fill, by all that shows it: short documents have few long lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Final

from pipeline.decree.pdf.columns import Column
from pipeline.decree.pdf.rows import Row, goes_on

EDGE: Final = 0.7
"""Ends of justified lines differ by less (mm): the writer of a PDF rounds its blanks."""
INDENT: Final = 4.0
"""A line that begins farther right (mm) is indented."""
FIRST_LINE: Final = (10.0, 12.7)
"""The usual first-line indents (mm): a line that begins there and is centred too is so by chance."""
CENTRED: Final = 1.2
SEVERAL: Final = 3
PADDING: Final = 1.9
"""Between the edge of a cell and its text (mm) unless it is set otherwise."""
LONG: Final = 0.6
"""Lines longer than this part of the page fill the room."""
MARGIN: Final = 20.0
"""The usual right margin (mm), where nothing tells."""


@dataclass(frozen=True)
class Room:
    """Left and right edge of what lines of a column can fill, and the distance of lines by their size.

    ``around``: whether most lines stand around the middle. ``indents``: where several indented lines begin, in
    quarters of a millimetre. ``head``: whether this is a column of the head, whose lines of one look make one
    component.
    """

    left: float
    right: float
    pitch: dict[int, float] = field(default_factory=dict)
    around: bool = False
    indents: frozenset[int] = frozenset()
    head: bool = False

    @property
    def width(self) -> float:
        return self.right - self.left

    def centred(self, row: Row) -> bool:
        """In the middle, and not because it fills the room or is indented."""
        aside = abs(row.middle - (self.left + self.right) / 2)
        inner = row.x0 - self.left
        if self.around or aside >= CENTRED:
            return aside < CENTRED
        clear = inner > min(1.5, self.width / 20) or (inner > 0.6 and aside < CENTRED / 3)
        return clear and not self.indented(row)

    def indented(self, row: Row) -> bool:
        """Whether a line begins where first lines of paragraphs do."""
        inner = row.x0 - self.left
        return round(row.x0 * 4) in self.indents or any(abs(inner - usual) < 0.3 for usual in FIRST_LINE)

    def step(self, row: Row) -> float | None:
        """The distance from a line to the next of its paragraph, if any paragraph tells it."""
        return self.pitch.get(round(row.size_mm * 20))


def room_of(
    columns: Sequence[Column], edges: Iterable[tuple[float, float]], middles: Sequence[float], page: float
) -> Room:
    """The room of the text of pages of one size.

    ``edges``: left and right edge of text in tables; ``middles``: of lines under titles; ``page``: its width.
    """
    rows = [row for column in columns if column.side == "full" for row in column.rows]
    every = [row for column in columns if column.side not in ("cell", "box") for row in column.rows]
    tables = list(edges)
    if not every and not tables:
        return Room(page / 2, page / 2)
    long = [row for row in rows if row.width > LONG * page]
    lefts = [row.x0 for row in every if not _of_head(row, columns)]
    left = min((*lefts, *(edge for edge, _ in tables)), default=page)
    if left > page / 4:  # nothing but titles
        left = min((left, *(row.x0 for row in every)))
    ends = [row.x1 for row in long]
    right = -_edge(sorted(-end for end in ends)) if len(ends) >= SEVERAL else None
    if right is None:
        right = _mirrored(rows, middles, left, page) or max((page - MARGIN, *(row.x1 for row in every)))
    if sum(abs(end - right) < EDGE for end in ends) < SEVERAL:  # else a table may reach into the margin
        right = max((right, *(edge for _, edge in tables)))
    begun = Counter(round(row.x0 * 4) for row in rows if row.x0 > left + INDENT)
    indents = {place + near for place, count in begun.items() if count >= SEVERAL for near in (-1, 0, 1)}
    return Room(left, right, _pitch(rows, left, right), indents=frozenset(indents))


def _of_head(row: Row, columns: Sequence[Column]) -> bool:
    """Whether a line stands in the head, whose table may reach into the margin."""
    return any(row in column.rows for column in columns if column.head)


def _mirrored(rows: Sequence[Row], middles: Sequence[float], left: float, page: float) -> float | None:
    """The right edge by what is centred: the left one, mirrored at the middle of several titles."""
    found = [*middles, *(row.middle for row in rows if row.x0 > left + 1.5 * FIRST_LINE[-1])]
    for middle in found:
        right = 2 * middle - left
        if sum(abs(other - middle) < CENTRED / 2 for other in found) > 1 and page - 40 < right < page - 5:
            return right
    return None


def _pitch(rows: Sequence[Row], left: float, right: float) -> dict[int, float]:
    distances: dict[int, Counter[float]] = {}
    for row, below in pairwise(rows):
        full = row.x1 > right - EDGE or goes_on(below)
        if row.page == below.page and full and abs(below.x0 - left) < 1.0 and row.width > (right - left) / 2:
            key = round(row.size_mm * 20)
            if key == round(below.size_mm * 20):
                distances.setdefault(key, Counter())[round(below.base - row.base, 1)] += 1
    return {key: min(counted, key=lambda step: (-counted[step], step)) for key, counted in distances.items()}


def _edge(ends: Sequence[float]) -> float:
    """The outermost end that is not alone."""
    enough = max(2, len(ends) // 12)
    for index, end in enumerate(ends):
        if sum(other - end <= EDGE for other in ends[index : index + enough]) >= enough:
            return end
    return ends[0]


def room_in(column: Column, page: Room) -> Room:
    """The room of a column of a head or foot, or of a cell, by its lines."""
    left = min(row.x0 for row in column.rows)
    right = max(row.x1 for row in column.rows)
    if column.side == "full":
        return page
    if column.side in ("cell", "box") and column.edges is not None:
        padding = min(PADDING, max(0.0, left - column.edges[0]))
        return Room(column.edges[0] + padding, column.edges[1] - padding)
    middles = [row.middle for row in column.rows]
    middle = median(middles)
    lefts = sum(abs(row.x0 - left) < 0.5 for row in column.rows)
    around = sum(abs(other - middle) < CENTRED for other in middles)
    if around * 2 > len(middles) and around > lefts - column.head:
        half = min(abs(edge - middle) for edge in (page.left, page.right))
        half = max(half, (right - left) / 2)
        return Room(middle - half, middle + half, around=True, head=column.head)
    return Room(left, right, head=column.head)
