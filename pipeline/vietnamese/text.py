"""Clean Vietnamese text: composed letters, lists in a sentence, characters that only look right."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final, NamedTuple

from pipeline.vietnamese.legacy import legacy_encoding

__all__ = ["LookAlike", "join_list", "legacy_encoding", "look_alikes", "nfc"]

_LETTERS: Final = dict(
    zip(
        "\u00d0\u0189\u00f0\u0256\u01cd\u01ce"  # Eth, African D, their small letters; a with caron
        "АВЕЗІЈКМНОРСТУХЅаеіјорсухѕһԁԛԝ",  # Cyrillic
        "ĐĐđđĂăABE3IJKMHOPCTYXSaeijopcyxshdqw",
        strict=True,
    )
)


class LookAlike(NamedTuple):
    """A character that only looks right: its index, itself, and what was meant (maybe nothing)."""

    position: int
    char: str
    meant: str


def nfc(text: str) -> str:
    """The text with every letter composed (Unicode Normalization Form C), as all output must be."""
    return unicodedata.normalize("NFC", text)


def join_list(items: Iterable[str]) -> str:
    """``A, B và C``; ``A và B``; one item alone; nothing for no items."""
    *most, last = [*items] or [""]
    return f"{', '.join(most)} và {last}" if most else last


def look_alikes(text: str) -> list[LookAlike]:
    """The characters that stand for another one, or should not be there, in the order of the text.

    Found are: ``Ð`` U+00D0 and the like for ``Đ``, ``ǎ`` for ``ă``, Cyrillic letters that look Latin, spaces
    other than the ordinary one (the no-break space included: right in ``5 m``, wrong inside a name),
    combining marks, and invisible signs (zero-width characters, marks of writing direction, soft hyphens).
    Expects the text in NFC: then a combining mark belongs to no Vietnamese letter.
    """
    found = ((index, char, _meant(char)) for index, char in enumerate(text))
    return [LookAlike(index, char, meant) for index, char, meant in found if meant is not None]


def _meant(char: str) -> str | None:
    if char in _LETTERS:
        return _LETTERS[char]
    category = unicodedata.category(char)
    if category == "Zs" and char != " ":
        return " "
    return "" if category in {"Cf", "Mn", "Me"} else None
