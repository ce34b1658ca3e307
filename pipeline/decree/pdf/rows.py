"""Lines of a page: runs on one baseline, side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
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


class Row:
    """Runs on one line, from left to right. All that is asked of it again and again is reckoned once."""

    __slots__ = ("_spans", "base", "box", "main", "page", "runs", "size_mm", "text", "width", "x0", "x1")

    def __init__(self, page: int, runs: tuple[Run, ...]) -> None:
        self.page = page
        self.runs = runs
        self.main = main = _main(runs)
        """The run that gives the line its height and look: the longest of the tall ones."""
        self.base = main.base
        self.size_mm = main.size_mm
        self.x0 = runs[0].x0
        self.x1 = runs[0].x1 if len(runs) == 1 else max(run.x1 for run in runs)
        self.width = self.x1 - self.x0
        self.box = Box(self.x0, self.base - ASCENT * self.size_mm, self.x1, self.base + DESCENT * self.size_mm)
        self._spans = _spans(runs)
        self.text = "".join(span.text for span in self._spans)

    @property
    def top(self) -> float:
        return self.box.y0

    @property
    def bottom(self) -> float:
        return self.box.y1

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2

    def spans(self, after: str = "") -> tuple[Span, ...]:
        """The text with its looks; ``after`` is put at its end."""
        if not after:
            return self._spans
        *others, last = self._spans
        return (*others, Span(last.text + after, last.look))

    def line(self) -> Line:
        return Line(self.box, self._spans, self.page)

    def gaps(self) -> list[int]:
        """Indices of the runs before which another column may begin."""
        if len(self.runs) == 1:
            return []
        pairs = zip(self.runs, self.runs[1:], strict=False)
        return [
            index
            for index, (run, then) in enumerate(pairs, start=1)
            if parts(run.blanks, then.x0 - run.x1, min(run.size_mm, then.size_mm))
        ]

    def cut(self, index: int) -> tuple[Row, Row]:
        return Row(self.page, self.runs[:index]), Row(self.page, self.runs[index:])


def _main(runs: tuple[Run, ...]) -> Run:
    if len(runs) == 1:
        return runs[0]
    tallest = max(run.size_mm for run in runs)
    return max((run for run in runs if run.size_mm > 0.8 * tallest), key=lambda run: len(run.text))


def _spans(runs: tuple[Run, ...]) -> tuple[Span, ...]:
    """Neighbours of one look make one span."""
    if len(runs) == 1:
        return (Span(runs[0].text, runs[0].look),)
    pieces: list[tuple[str, Look]] = []
    for index, run in enumerate(runs):
        text = run.text + (_between(run, runs[index + 1]) if index + 1 < len(runs) else "")
        if pieces and pieces[-1][1] == run.look:
            pieces[-1] = (pieces[-1][0] + text, run.look)
        else:
            pieces.append((text, run.look))
    return tuple(Span(text, look) for text, look in pieces)


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
    runs = list(runs)
    if len(runs) == 1:  # most cells of tables
        return [Row(page, (runs[0],))]
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
