"""Capital letters that leave official symbols as they are."""

from __future__ import annotations

import re
from typing import Final

_SLASHED_LETTERS: Final = re.compile(r"[^\w/]*[^\W\d_](?:/[^\W\d_])+[^\w/]*")
_NUMBERED: Final = re.compile(r"\W*[0-9]+[/-]\S*")


def upper(text: str) -> str:
    """The text in capitals, word by word, except words that are official mixed-case symbols.

    A word (what stands between spaces) is left as it is when

    1. a part of it has two or more capitals and a small letter: ``QyĐ``, ``CTr``, ``TTr``, ``TrS``,
       ``QĐ-TTg``, ``ThS`` (no ordinary Vietnamese syllable has two capitals);
    2. it consists of single letters with ``/`` between them, at least one a capital: ``V/v``, ``Đ/c``;
    3. it begins with a number and ``/`` or ``-`` and holds ``/`` and a capital: ``34-CT/TW``, ``12/UBND-Vx``.

    So ``Nam/Nữ`` becomes ``NAM/NỮ``. Nghị định 30/2020/NĐ-CP, Phụ lục III, Mục I has the abbreviations.
    The text should be NFC.
    """
    return re.sub(r"\S+", lambda word: word[0] if _is_symbol(word[0]) else word[0].upper(), text)


def sentence_start(text: str) -> str:
    """The text with a capital first letter and nothing else changed (Phụ lục II, Mục I).

    Quotation marks, brackets and the like before the letter are passed over; a text that begins with a
    number stays as it is.
    """
    for index, char in enumerate(text):
        if char.isalnum():
            return text[:index] + char.upper() + text[index + 1 :]
    return text


def _is_symbol(word: str) -> bool:
    if word[1:].islower() and "/" not in word:  # as most words are
        return False
    if any(_is_mixed(part) for part in re.split(r"[\W_]+", word)):
        return True
    has_capital = any(char.isupper() for char in word)
    numbered = _NUMBERED.fullmatch(word) is not None and "/" in word
    return has_capital and (numbered or _SLASHED_LETTERS.fullmatch(word) is not None)


def _is_mixed(part: str) -> bool:
    return sum(char.isupper() for char in part) >= 2 and any(char.islower() for char in part)
