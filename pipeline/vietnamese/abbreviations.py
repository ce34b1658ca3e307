"""Abbreviations that a text brings in: ``Ủy ban nhân dân (UBND)``, ``(sau đây gọi tắt là Văn phòng)``."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from pipeline.vietnamese.syllables import split_tone

_CALLED: Final = r"(?:sau đây\s)?(?:được\s)?(?:viết|gọi)\s(?:tắt\s|chung\s)?(?:là|:)\s*:?\s*"
_BRACKETS: Final = re.compile(
    rf"\((?P<called>{_CALLED})?[“\"*]?(?P<short>[^\W\d_][^()\n“”\"*;:,]{{0,59}})[”\"*]?\)", re.IGNORECASE
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_LOOK_BACK: Final = 160
_MOST_WORDS: Final = 5


class Introduction(NamedTuple):
    """A short form that is brought in: itself, and where its bracket begins and ends."""

    short: str
    start: int
    end: int


def introductions(text: str) -> list[Introduction]:
    """The short forms that the text brings in, in its order.

    They are in brackets: after ``sau đây gọi là`` or the like; as the first letters of the words before; or as the
    first words of a name that stands right before (``Văn phòng UBND tỉnh (Văn phòng)``). Any other bracket is a
    remark. The text should be NFC.
    """
    found = []
    for match in _BRACKETS.finditer(text):
        short = match["short"].strip()
        before = text[max(0, match.start() - _LOOK_BACK) : match.start()].rpartition("\n")[2].rstrip()
        if match["called"] or _are_initials(short, before) or _begins_name(short, before):
            found.append(Introduction(short, *match.span()))
    return found


def _are_initials(short: str, before: str) -> bool:
    """Whether the words right before begin with these letters: Ủy ban nhân dân, UBND."""
    letters = [char for char in short if char.isalpha()]
    if len(letters) < 2 or not short.isupper() or " " in short:
        return False
    words = _WORD.findall(before)[-len(letters) :]
    return [_initial(word) for word in words] == [_initial(letter) for letter in letters]


def _initial(word: str) -> str:
    return split_tone(word[0].lower())[0]


def _begins_name(short: str, before: str) -> bool:
    """Whether a name that stands right before, no mark between, begins with these words."""
    words = short.split()
    if not short[0].isupper() or short.isupper() or len(words) > _MOST_WORDS:
        return False
    clause = re.split(r"[.;:,()]", before)[-1]
    at = clause.rfind(short)
    return at >= 0 and clause[at + len(short) :][:1] in ("", " ") and len(clause[at:].split()) > len(words)
