"""Roman numerals of parts, chapters, annexes and sections, and the letters of điểm.

Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II.6.đ: phần, chương and the first level of a report carry
Roman numerals, điểm the letters of the Vietnamese alphabet in order.
"""

from __future__ import annotations

import re
from typing import Final

POINT_LETTERS: Final[tuple[str, ...]] = tuple("abcdđeghiklmnopqrstuvxy")
"""The 23 letters of điểm in order: no f, j, w, z, and none of ă, â, ê, ô, ơ, ư; ``d`` and ``đ`` are two."""

_ROMAN: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_CANONICAL: Final = re.compile(r"(?=.)M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")


def roman(n: int) -> str:
    """The canonical Roman numeral in capitals: 4 is ``IV``, 9 is ``IX``. ValueError outside 1 to 3999."""
    if not 1 <= n <= 3999:
        raise ValueError(f"Roman numerals run from 1 to 3999, not {n}")
    result = ""
    for value, sign in _ROMAN:
        count, n = divmod(n, value)
        result += sign * count
    return result


def parse_roman(text: str) -> int:
    """The number that a canonical Roman numeral in capitals stands for.

    ValueError for anything else: ``IIII``, ``iv``, ``IC``, the empty text.
    """
    if _CANONICAL.fullmatch(text) is None:
        raise ValueError(f"{text!r} is not a canonical Roman numeral in capitals")
    total, rest = 0, text
    for value, sign in _ROMAN:
        while rest.startswith(sign):
            total, rest = total + value, rest.removeprefix(sign)
    return total


def point_letter(index: int) -> str:
    """The letter of the điểm with this number, counted from 1: 5 is ``đ``.

    ValueError below 1 and beyond 23: after ``y`` the Decree has no rule, so the khoản must be divided.
    """
    if not 1 <= index <= len(POINT_LETTERS):
        raise ValueError(
            f"điểm number {index} has no letter: there are {len(POINT_LETTERS)}, a to y; divide the khoản"
        )
    return POINT_LETTERS[index - 1]


def point_index(letter: str) -> int:
    """The number of the điểm with this letter, counted from 1. ValueError for a letter that marks no điểm."""
    if letter not in POINT_LETTERS:
        raise ValueError(f"{letter!r} marks no điểm; the letters are {' '.join(POINT_LETTERS)}")
    return POINT_LETTERS.index(letter) + 1
