"""What is wrong on the pages themselves: letters without codes, foreign letters inside of words, covered texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from pipeline.decree.model import Box, Paragraph, Trouble
from pipeline.decree.pdf.fonts import ASCENT, DESCENT
from pipeline.decree.pdf.letters import BLANK, Run
from pipeline.decree.pdf.rows import Row

CORE: Final = 0.45
"""Part of the size above the baseline that every letter fills: where two such parts meet, texts are covered."""
COVERED: Final = 0.8
"""Letters side by side cover each other a little; from this part of the size on it is a trouble."""
HUGE_MM: Final = 10.0
"""Larger letters (mm) are a watermark."""
COMPARED: Final = 1_000_000
"""Pairs of a page that are looked at: enough for any text, not for a page made of dots."""
MOST: Final = 50
"""Troubles of one kind that are told of one page."""


def of_lines(paragraphs: Sequence[Paragraph], rows: Sequence[Sequence[Row]]) -> Iterator[Trouble]:
    """Troubles inside of lines. ``rows``: the lines of each paragraph."""
    for paragraph, lines in zip(paragraphs, rows, strict=True):
        for row in lines:
            for run in row.runs:
                if run.lacks:
                    yield Trouble("missing-glyphs", run.text, paragraph.index, row.page, _box(run))
            for word in _mixed(row):
                box = Box(word[0].x0, row.top, word[-1].x1, row.bottom)
                families = dict.fromkeys(run.look.font for run in word)
                found = f"{''.join(run.text for run in word)} ({', '.join(str(family) for family in families)})"
                yield Trouble("mixed-families", found, paragraph.index, row.page, box)


def _mixed(row: Row) -> Iterator[tuple[Run, Run]]:
    """Neighbours that make one word in two families."""
    for run, then in pairwise(row.runs):
        joined = not run.blanks and then.x0 - run.x1 < BLANK * run.size_mm
        named = run.look.font and then.look.font and run.look.font != then.look.font
        if joined and named and run.text[-1].isalpha() and then.text[0].isalpha():
            yield _word(run, -1), _word(then, 1)


def _word(run: Run, way: int) -> Run:
    """The word at the end, or at the begin, of a run."""
    words = run.text.split()
    return replace(run, text=words[-1] if way < 0 else words[0])


def covered(runs: Sequence[Run], page: int) -> Iterator[Trouble]:
    """Texts of a page that are printed on each other."""
    ordered = sorted((run for run in runs if run.size_mm < HUGE_MM), key=lambda run: run.base)
    told = compared = 0
    for index, run in enumerate(ordered):
        low = run.base + CORE * run.size_mm
        for place in range(index + 1, len(ordered)):
            other = ordered[place]
            compared += 1
            if other.base > low or compared > COMPARED:
                break
            if other.x0 >= run.x1 or run.x0 >= other.x1:
                continue
            shared = min(run.x1, other.x1) - max(run.x0, other.x0)
            if shared > COVERED * max(run.size_mm, other.size_mm) and run.text.strip() != other.text.strip():
                told += 1
                if told <= MOST:
                    yield Trouble("overlap", f"{run.text} / {other.text}", None, page, _box(other))


def _box(run: Run) -> Box:
    return Box(run.x0, run.base - ASCENT * run.size_mm, run.x1, run.base + DESCENT * run.size_mm)
