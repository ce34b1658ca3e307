"""Numbers in words, and back: ``1005`` is ``một nghìn không trăm linh năm``.

No clause of the Decree governs this; the rules are those of Vietnamese schools and of accounting:

- ``mốt``, ``tư`` after ``mươi`` for 1, 4; ``lăm`` after ``mười`` and ``mươi`` for 5;
- ``linh`` (southern ``lẻ``) for tens of nought after a hundred;
- a group of three after the first is read with its hundreds, ``không trăm`` included; a group of nought is
  skipped;
- above a billion the same words repeat: ``nghìn tỷ`` 10^12, ``triệu tỷ`` 10^15, ``tỷ tỷ`` 10^18;
- decimals are read digit by digit after ``phẩy``, zeros included, with the plain digit words:
  12,05 is ``mười hai phẩy không năm``. (Reading them as a number is also heard, but cannot be read back:
  ``phẩy năm`` would be 5 and 05.)
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, TypeAlias

ZeroTens: TypeAlias = Literal["linh", "lẻ"]
Thousand: TypeAlias = Literal["nghìn", "ngàn"]
Four: TypeAlias = Literal["tư", "bốn"]

_DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_ONES_AFTER_TENS: Final = {"mốt": 1, "tư": 4, "lăm": 5}
_BILLION: Final = 10**9
_LIMIT: Final = 10**36
_SAME: Final = {"lẻ": "linh", "ngàn": "nghìn", "tỉ": "tỷ", "bẩy": "bảy"}


@dataclass(frozen=True)
class _Style:
    zero_tens: str = "linh"
    thousand: str = "nghìn"
    four: str = "tư"

    def __post_init__(self) -> None:
        choices = (("zero_tens", ("linh", "lẻ")), ("thousand", ("nghìn", "ngàn")), ("four", ("tư", "bốn")))
        for name, allowed in choices:
            if getattr(self, name) not in allowed:
                raise ValueError(f"{name} is {allowed[0]!r} or {allowed[1]!r}, not {getattr(self, name)!r}")


def number_to_words(
    n: int | Decimal, *, zero_tens: ZeroTens = "linh", thousand: Thousand = "nghìn", four: Four = "tư"
) -> str:
    """The number in words, in small letters: ``âm năm``, ``hai mươi mốt``, ``hai phẩy không năm``.

    The three options choose between northern and southern words; keep one choice in a document. A Decimal is
    read with just the digits it has. ValueError from 10^36 on, for a Decimal that is not finite and for an
    unknown option; TypeError for bool and float.
    """
    style = _Style(zero_tens, thousand, four)
    whole, decimals = _split(n)
    words = ["âm"] if n < 0 else []
    words += _integer(whole, style)
    if decimals:
        words += ["phẩy", *(_DIGITS[int(digit)] for digit in decimals)]
    return " ".join(words)


def words_to_number(text: str) -> int | Decimal:
    """The number that the words stand for: the inverse of :func:`number_to_words` in any of its styles.

    Also read: a capital first letter, the spellings ``tỉ`` and ``bẩy``, decomposed letters (NFD). A Decimal
    if ``phẩy`` occurs, with just the digits read. ValueError for unknown words and for words in an order that
    the rules do not give; the message then shows the right reading.
    """
    words = unicodedata.normalize("NFC", text[:1].lower() + text[1:]).split(" ")
    words = _canonical(words)
    negative = words[0] == "âm"
    whole, _, decimals = " ".join(words[negative:]).partition(" phẩy ")
    digits = "".join(str(_value(word, text)) for word in decimals.split(" ") if decimals)
    value = ("-" if negative else "") + str(_total(whole.split(" "), text))
    result = Decimal(f"{value}.{digits}") if digits else int(value)
    expected = number_to_words(result)
    if expected != " ".join(words):
        raise ValueError(f"{text!r} is not how a number is read; {result} is {expected!r}")
    return result


def money_in_words(
    n: int | Decimal,
    unit: str = "đồng",
    *,
    zero_tens: ZeroTens = "linh",
    thousand: Thousand = "nghìn",
    four: Four = "tư",
) -> str:
    """``Một triệu năm trăm nghìn đồng``: the words for ``(Bằng chữ: …)``. Errors as in number_to_words."""
    words = number_to_words(n, zero_tens=zero_tens, thousand=thousand, four=four)
    return f"{words[0].upper()}{words[1:]} {unit}"


def ordinal(n: int) -> str:
    """``thứ nhất``, ``thứ hai``, ``thứ ba``, ``thứ tư``, ``thứ năm``, … ``thứ mười một``.

    ValueError for n below 1.
    """
    if n < 1:
        raise ValueError(f"an ordinal number starts at 1, not {n}")
    return "thứ " + {1: "nhất", 4: "tư"}.get(n, number_to_words(n))


def _split(n: int | Decimal) -> tuple[int, str]:
    """The whole part without sign, and the digits after the comma."""
    if isinstance(n, bool) or not isinstance(n, int | Decimal):
        raise TypeError(f"an int or a Decimal is needed, not {type(n).__name__} {n!r}")
    if isinstance(n, Decimal) and (not n.is_finite() or abs(n.adjusted()) > 100):
        raise ValueError(f"{n} is not finite, or its exponent is beyond 100")
    if not -_LIMIT < n < _LIMIT:
        raise ValueError("numbers from 10^36 on are not read out")
    if isinstance(n, int):
        return abs(n), ""
    whole, _, decimals = f"{n.copy_abs():f}".partition(".")
    return int(whole), decimals


def _integer(n: int, style: _Style) -> list[str]:
    if n == 0:
        return ["không"]
    billions, rest = divmod(n, _BILLION)
    words = [*_integer(billions, style), "tỷ"] if billions else []
    for size, name in ((10**6, "triệu"), (10**3, style.thousand), (1, "")):
        group, rest = divmod(rest, size)
        if group:
            words += _group(group, style, full=bool(words))
            words += [name] if name else []
    return words


def _group(n: int, style: _Style, *, full: bool) -> list[str]:
    """A group of up to three digits; ``full`` reads hundreds of nought too."""
    hundreds, rest = divmod(n, 100)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or full else []
    return words + _below_hundred(rest, style, after_hundreds=bool(words))


def _below_hundred(n: int, style: _Style, *, after_hundreds: bool) -> list[str]:
    tens, ones = divmod(n, 10)
    if n == 0:
        return []
    if tens == 0:
        return [style.zero_tens, _DIGITS[ones]] if after_hundreds else [_DIGITS[ones]]
    words = ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    special = {5: "lăm"} if tens == 1 else {1: "mốt", 4: style.four, 5: "lăm"}
    return words + ([special.get(ones, _DIGITS[ones])] if ones else [])


def _canonical(words: list[str]) -> list[str]:
    """The same words in the style that number_to_words takes unasked."""
    words = [_SAME.get(word, word) for word in words]
    pairs = zip(["", *words], words, strict=False)
    return ["tư" if (before, word) == ("mươi", "bốn") else word for before, word in pairs]


def _value(word: str, text: str) -> int:
    if word in _ONES_AFTER_TENS:
        return _ONES_AFTER_TENS[word]
    if word not in _DIGITS:
        raise ValueError(f"{text!r} is not a number in words: unknown word {word!r}")
    return _DIGITS.index(word)


def _total(words: list[str], text: str) -> int:
    """The sum of the words, whatever their order; the caller checks that by reading it out again."""
    total = below_billion = group = digit = 0
    for word in words:
        if word == "tỷ":
            total = (total + below_billion + group + digit) * _BILLION
            below_billion = group = digit = 0
            if total >= _LIMIT:
                raise ValueError("numbers from 10^36 on are not read out")
        elif word in {"triệu", "nghìn"}:
            below_billion += (group + digit) * (10**6 if word == "triệu" else 1000)
            group = digit = 0
        elif word in {"trăm", "mươi"}:
            group, digit = group + digit * (100 if word == "trăm" else 10), 0
        elif word == "mười":
            group += 10
        elif word != "linh":
            digit = _value(word, text)
    return total + below_billion + group + digit
