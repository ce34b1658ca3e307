"""Vietnamese alphabetical order.

Letters: a ă â b c d đ e ê … o ô ơ … u ư …, with f, j, w, z in their Latin places. Texts are compared syllable
by syllable, a syllable first by its letters and then by its tone in the order of dictionaries: ngang, huyền,
hỏi, ngã, sắc, nặng. So ``ba bà`` comes before ``bà ba``, and ``mã`` before ``má``.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, TypeAlias

from pipeline.vietnamese.syllables import split_tone

SyllableKey: TypeAlias = tuple[int, tuple[int, ...], int]
AlphabeticalKey: TypeAlias = tuple[tuple[SyllableKey, ...], str]
NameKey: TypeAlias = tuple[tuple[SyllableKey, ...], tuple[SyllableKey, ...], str]

_ALPHABET: Final = {letter: rank for rank, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_SYLLABLE: Final = re.compile(r"[0-9]+|[^\W\d_]+")


def alphabetical_key(text: str) -> AlphabeticalKey:
    """A sort key for words, names of organs and places.

    Capitals, spaces and punctuation do not count; whole numbers come before letters and by their value
    (``Phường 2`` before ``Phường 10``); letters of other alphabets come last. Texts that differ in nothing
    else are ordered by their characters, so that only equal texts have equal keys.
    """
    return _syllables(text), text


def given_name_key(full_name: str) -> NameKey:
    """A sort key for people: by the given name (the last syllable), then by family and middle names."""
    syllables = _syllables(full_name)
    return syllables[-1:], syllables[:-1], full_name


def _syllables(text: str) -> tuple[SyllableKey, ...]:
    return tuple(map(_syllable_key, _SYLLABLE.findall(unicodedata.normalize("NFC", text.lower()))))


def _syllable_key(syllable: str) -> SyllableKey:
    if syllable[0] in "0123456789":
        digits = syllable.lstrip("0")
        return 0, (len(digits), *map(int, digits)), 0
    bare, tone = split_tone(syllable)
    return 1, tuple(_ALPHABET.get(letter, len(_ALPHABET) + ord(letter)) for letter in bare), tone
