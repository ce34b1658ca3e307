"""Lines of a page: runs on one baseline, side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pipeline.decree.model import Box, Line, Look, Span
from pipeline.decree.pdf.fonts import ASCENT, DESCENT
from pipeline.decree.pdf.letters import BLANK, GAP, SPACE, WIDE, Run, parts

RAISED: Final = 0.35
"""Baselines that differ by less than this part of the size belong to one line: superscripts, table cells."""
TAB: Final = 4.0
"""A gap wider than so many sizes is a tab, a narrower one the room for a day or a number."""
NEIGHBOURS: Final = 8
SHARED: Final = 0.35
"""So do those of texts side by side that share this part of their height."""

_SMALL = re.compile(r"[^\W\d_A-ZĐ]")
_ITEM = re.compile(r"[a-zđ]\)|[a-zđ]{1,3}\.")


@dataclass(frozen=True)
class Row:
    """Runs on one line, from left to right."""

    page: int
    runs: tuple[Run, ...]

    @cached_property
    def main(self) -> Run:
        """The run that gives the line its height and look: the longest of the tall ones."""
        tallest = max(run.size_mm for run in self.runs)
        return max((run for run in self.runs if run.size_mm > 0.8 * tallest), key=lambda run: len(run.text))

    @cached_property
    def x0(self) -> float:
        return self.runs[0].x0

    @cached_property
    def x1(self) -> float:
        return max(run.x1 for run in self.runs)

    @property
    def base(self) -> float:
        return self.main.base

    @property
    def size_mm(self) -> float:
        return self.main.size_mm

    @property
    def top(self) -> float:
        return self.base - ASCENT * self.size_mm

    @property
    def bottom(self) -> float:
        return self.base + DESCENT * self.size_mm

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2

    @cached_property
    def text(self) -> str:
        return "".join(span.text for span in self.spans())

    def spans(self, after: str = "") -> tuple[Span, ...]:
        """The text with its looks; ``after`` is put at its end."""
        pieces: list[tuple[str, Look]] = []
        for index, run in enumerate(self.runs):
            text = run.text + (_between(run, self.runs[index + 1]) if index + 1 < len(self.runs) else after)
            if pieces and pieces[-1][1] == run.look:
                pieces[-1] = (pieces[-1][0] + text, run.look)
            else:
                pieces.append((text, run.look))
        return tuple(Span(text, look) for text, look in pieces)

    def line(self) -> Line:
        return Line(self.box, self.spans(), self.page)

    @property
    def box(self) -> Box:
        return Box(self.x0, self.top, self.x1, self.bottom)

    def gaps(self) -> list[int]:
        """Indices of the runs before which another column may begin."""
        pairs = zip(self.runs, self.runs[1:], strict=False)
        return [
            index
            for index, (run, then) in enumerate(pairs, start=1)
            if parts(run.blanks, then.x0 - run.x1, min(run.size_mm, then.size_mm))
        ]

    def cut(self, index: int) -> tuple[Row, Row]:
        return Row(self.page, self.runs[:index]), Row(self.page, self.runs[index:])


def _between(run: Run, then: Run) -> str:
    """What stands between two runs of a line."""
    gap = then.x0 - run.x1
    size = min(run.size_mm, then.size_mm)
    if gap > TAB * size:
        return "\t"
    if gap > (WIDE if run.blanks else GAP) * size:
        return " " * round(gap / (SPACE * size))
    if run.blanks:
        return " " * run.blanks
    return " " if gap > BLANK * size else ""


def goes_on(row: Row) -> bool:
    """Whether a line begins with a small letter, as the middle of a sentence does."""
    return bool(_SMALL.match(row.text)) and not _ITEM.match(row.text)


def rows_of(runs: Iterable[Run], page: int) -> list[Row]:
    """The lines of a page, or of a part of it, from top to bottom."""
    groups: list[list[Run]] = []
    base = size = 0.0
    for run in sorted(runs, key=lambda run: (run.base, run.x0)):
        if groups and run.base - base <= RAISED * max(size, run.size_mm):
            if any(_same(run, other) for other in groups[-1][-NEIGHBOURS:]):
                continue
            groups[-1].append(run)
            if run.size_mm > size:
                base, size = run.base, run.size_mm
        else:
            groups.append([run])
            base, size = run.base, run.size_mm
    rows = [Row(page, tuple(sorted(group, key=lambda run: run.x0))) for group in groups]
    return _side_by_side(rows)


def _same(run: Run, other: Run) -> bool:
    """Whether a text is printed twice at its place, as some writers of PDF make letters bold."""
    return run.text == other.text and abs(run.x0 - other.x0) < 0.5


def _side_by_side(rows: Sequence[Row]) -> list[Row]:
    """Join lines that overlap in height and stand beside each other, as cells of a table do."""
    joined: list[Row] = []
    for row in rows:
        above = joined[-1] if joined else None
        if above is not None and _beside(above, row):
            joined[-1] = Row(row.page, tuple(sorted((*above.runs, *row.runs), key=lambda run: run.x0)))
        else:
            joined.append(row)
    return joined


def _beside(above: Row, row: Row) -> bool:
    shared = min(above.bottom, row.bottom) - max(above.top, row.top)
    apart = max(row.x0 - above.x1, above.x0 - row.x1)
    size = min(above.size_mm, row.size_mm)
    return shared > SHARED * size and apart > GAP * size and not above.gaps()
