"""Headers and footers of pages: page numbers, and lines that come again on every page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from pipeline.decree.pdf.rows import Row

BAND: Final = 30.0
"""A page number stands so near (mm) to the upper or lower edge."""
HEAD: Final = 19.5
"""A header stands above the text area, whose upper margin has 20 mm: what comes again below is a letterhead."""
FOOT: Final = 20.0
"""What stands alone and so near to the lower edge is no text of the page."""
STEP: Final = 0.2
"""By how much (mm) the distances of lines of one paragraph differ."""
LOOKED_AT: Final = 3

_ROMAN = re.compile(r"[-–—\s]*(x{0,3}(?:ix|iv|v?i{0,3}))[-–—\s]*", re.I)
_VALUES: Final = {"i": 1, "v": 5, "x": 10}
_NUMBER = re.compile(r"^[-–—\s]*(?:trang\s*)?(\d{1,4})(?:\s*(?:/|trên)\s*\d{1,4})?[-–—\s.]*$", re.I)


@dataclass
class Strips:
    """Lines of the margins of a page. ``number``: that with the page number, ``value`` the number itself."""

    number: Row | None = None
    value: int | None = None
    head: list[Row] = field(default_factory=list)
    foot: list[Row] = field(default_factory=list)


def take_strips(pages: Sequence[list[Row]], heights: Sequence[float]) -> list[Strips]:
    """Take the lines of headers and footers out of the lines of each page (from top to bottom)."""
    taken = []
    for rows, height in zip(pages, heights, strict=True):
        strips = Strips()
        _take_number(rows, height, strips)
        taken.append(strips)
    again = _repeated(pages, heights)
    for rows, height, strips in zip(pages, heights, taken, strict=True):
        while rows and (rows[0].base < HEAD and _key(rows[0], height) in again):
            strips.head.append(rows.pop(0))
        while rows and _is_foot(rows, height, again):
            strips.foot.insert(0, rows.pop())
    return taken


def _take_number(rows: list[Row], height: float, strips: Strips) -> None:
    top = [row for row in rows[:LOOKED_AT] if row.base < BAND]
    bottom = [row for row in rows[-LOOKED_AT:][::-1] if row.base > height - BAND]
    for row in (*top, *bottom):
        if match := _NUMBER.match(row.text.strip()):
            strips.number, strips.value = row, int(match[1])
        elif (row.base < HEAD or row.base > height - FOOT) and (value := _roman(row.text)):
            strips.number, strips.value = row, value
        else:
            continue
        rows.remove(row)
        return


def _roman(text: str) -> int:
    """The value of a Roman number that stands alone; 0 if there is none."""
    match = _ROMAN.fullmatch(text)
    digits = [_VALUES[letter] for letter in match[1].lower()] if match else []
    return sum(-one if one < then else one for one, then in pairwise([*digits, 0]))


def _is_foot(rows: list[Row], height: float, again: set[tuple[str, int]]) -> bool:
    row = rows[-1]
    if row.base < height - BAND:
        return False
    alone = len(rows) > 1 and row.top - rows[-2].bottom > 1.5 * row.size_mm
    return (_key(row, height) in again and not _in_step(rows)) or (row.base > height - FOOT and alone)


def _in_step(rows: list[Row]) -> bool:
    """Whether the last line follows the one above it as that follows its own: then it is text that comes again."""
    if len(rows) < 3:
        return False
    one, other, last = rows[-3:]
    return abs((last.base - other.base) - (other.base - one.base)) < STEP and last.main.look == other.main.look


def _repeated(pages: Sequence[list[Row]], heights: Sequence[float]) -> set[tuple[str, int]]:
    """Texts that stand at the same place near an edge of several pages."""
    counted: Counter[tuple[str, int]] = Counter()
    for rows, height in zip(pages, heights, strict=True):
        near = [row for row in (*rows[:LOOKED_AT], *rows[-LOOKED_AT:]) if not BAND < row.base < height - BAND]
        counted.update({_key(row, height) for row in near})
    return {key for key, count in counted.items() if count >= max(2, len(pages) / 3)}


def _key(row: Row, height: float) -> tuple[str, int]:
    """A text, and how far from its edge it stands."""
    place = row.base if row.base < height / 2 else row.base - height
    return row.text, round(place)
