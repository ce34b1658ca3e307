"""Lines for the eye: underlined text, and lines under a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from pipeline.decree.model import Paragraph, Stroke
from pipeline.decree.pdf.drawn import Bar
from pipeline.decree.pdf.letters import Run
from pipeline.decree.pdf.rows import Row

SHORTEST: Final = 3.0
UNDER: Final = 0.2
"""A line nearer to the baseline than this part of the size underlines the text."""
DOUBLE: Final = 1.5
"""Two lines as near (mm) are one double line."""

_TYPED = re.compile("^(?:[_\u00af\u2500\u2501]{3,}|[-\u2010-\u2015\u2212]{3,}|[=\u2550]{3,})$")
_BROKEN = frozenset("-\u2010\u2011\u2013\u2212=\u2550")


def underlined(runs: Sequence[Run], bars: Sequence[Bar]) -> tuple[list[Run], list[Bar], list[Bar]]:
    """The runs with what is underlined marked, the bars that underline, and the others."""
    low = sorted(bars, key=lambda bar: bar.at)
    used: set[Bar] = set()
    marked = list(runs)
    if low:
        for index, run in enumerate(marked):
            for bar in low:
                if bar.at > run.base + UNDER * run.size_mm:
                    break
                if bar.at <= run.base or bar.a > run.x1 or bar.b < run.x0:
                    continue
                if min(bar.b, run.x1) - max(bar.a, run.x0) > 0.8 * (run.x1 - run.x0):
                    marked[index] = replace(run, look=replace(run.look, underline=True))
                    used.add(bar)
    return marked, [bar for bar in bars if bar in used], [bar for bar in bars if bar not in used]


def strokes_of(
    paragraphs: Sequence[Paragraph],
    rows: Iterable[Row],
    under: Sequence[tuple[int, Bar]],
    free: Sequence[tuple[int, Bar]],
) -> list[Stroke]:
    """The strokes of a document. ``rows``: all its lines, some of which are typed strokes; ``under`` and ``free``:
    the drawn lines that underline, and the others, by page."""
    strokes = []
    lines: dict[int, list[tuple[float, float, float, int]]] = {}
    for paragraph in paragraphs:
        for line in paragraph.lines:
            base = line.box.y1 - 0.2 * (line.box.y1 - line.box.y0)
            left, right = paragraph.column_mm or (line.box.x0, line.box.x1)
            lines.setdefault(line.page, []).append((base, left, right, paragraph.index))
    for row in rows:
        if all(_TYPED.match(run.text) for run in row.runs):
            for run in row.runs:
                bar = Bar(run.x0, run.x1, run.base, not set(run.text) & _BROKEN)
                owner = _above(lines.get(row.page, []), replace(bar, at=row.top))
                after = -1 if owner is None else owner
                strokes.append(Stroke("typed", after, bar.length, (bar.a, bar.b), bar.solid, row.page, bar.at))
    for page, bar in under:
        owner = _above(lines.get(page, []), bar)
        if owner is not None:
            strokes.append(Stroke("underline", owner, bar.length, (bar.a, bar.b), bar.solid, page, bar.at))
    for page, bar in _without_doubles(free):
        if bar.length >= SHORTEST:
            owner = _above(lines.get(page, []), bar)
            after = -1 if owner is None else owner
            strokes.append(Stroke("drawn", after, bar.length, (bar.a, bar.b), bar.solid, page, bar.at))
    return sorted(strokes, key=lambda stroke: (stroke.page or 0, stroke.y_mm or 0, stroke.x_mm or (0, 0)))


def _above(lines: Sequence[tuple[float, float, float, int]], bar: Bar) -> int | None:
    """Index of the paragraph of the nearest line above a bar; first of those in whose column it stands."""
    higher = [line for line in lines if line[0] < bar.at]
    middle = (bar.a + bar.b) / 2
    near = [line for line in higher if line[1] <= middle <= line[2]]
    found = max(near or higher, default=None)
    return None if found is None else found[3]


def _without_doubles(bars: Sequence[tuple[int, Bar]]) -> list[tuple[int, Bar]]:
    """Two lines of the same ends close to each other become one that is not solid."""
    kept: list[tuple[int, Bar]] = []
    for page, bar in sorted(bars, key=lambda item: (item[0], item[1].a, item[1].at)):
        if kept and kept[-1][0] == page:
            last = kept[-1][1]
            same = abs(last.a - bar.a) < 0.5 and abs(last.b - bar.b) < 0.5
            if same and bar.at - last.at < DOUBLE:
                kept[-1] = (page, replace(last, solid=False))
                continue
        kept.append((page, bar))
    return kept
