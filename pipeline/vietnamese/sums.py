"""Sums that a sentence states: ``89; trong đó gồm: 61 công chức, 14 lao động hợp đồng và 14 viên chức``."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_WORDS: Final = re.compile(
    r"(?P<opening>\s?\(|[;,:]\s|\s)"
    r"(?P<word>trong đó gồm|trong đó bao gồm|bao gồm(?: cả)?|gồm(?: có)?|trong đó)\s?(?P<colon>:)?\s"
)
_TOTAL: Final = re.compile(
    r"(?<![\d.,/%-])(?P<total>\d{1,3}(?:\.\d{3})+|\d{1,6})(?![\d/%]|[.,]\d)(?P<of>(?:\s[^\W\d_]+){0,8})\Z"
)
_BRACKETS: Final = re.compile(r"\([^()\n]*\)")
_NESTED: Final = re.compile(r"\s(?:bao gồm|gồm|trong đó)\b")
_JOINTS: Final = re.compile(r",(?=\s?\d)|\svà(?=\s\d)|,?\svà(?=\s(?:các|một)\b)")
_NUMBER: Final = re.compile(r"\d[\d.,/%]*")
_COUNT: Final = re.compile(r"\d{1,3}(?:\.\d{3})+|\d{1,6}")
_POST: Final = re.compile(
    r"(?:và )?(?:Phó )?(?:Chủ tịch|Chủ nhiệm|Trưởng|Giám đốc|Chánh|Bí thư|Thư ký|Tổng|Hiệu trưởng|Viện trưởng)\b"
)
_NO_COUNT: Final = re.compile(
    r"\s(?:năm|tháng|ngày|giờ|quý|kỳ|tuần|đồng|triệu|tỷ|nghìn|km|ha|m|tấn)\b", re.IGNORECASE
)
_MORE: Final = re.compile(r",|\s(?:và|cùng|các|những)\s")
_NO_TOTAL: Final = re.compile(
    r"\b(?:năm|tháng|ngày|quý|(?<!tổng )số|điều|khoản|điểm|mục|phần|chương|lục|lần|thứ)\s$", re.IGNORECASE
)
_LOOK_BACK: Final = 90
_LONGEST: Final = 600


class Sum(NamedTuple):
    """A total with its parts, and where the whole stands in the text."""

    total: int
    parts: tuple[int, ...]
    start: int
    end: int


def stated_sums(text: str) -> list[Sum]:
    """The totals of which the text tells all parts, right or wrong.

    A part is a number of something, or a single post by its name, which counts one. Where a part is neither, or
    holds two numbers, or where "trong đó" may name some of the whole only, nothing is said to be a sum: after
    "trong đó" alone a single post among the parts shows that the whole is listed. The text should be NFC.
    """
    found = []
    for words in _WORDS.finditer(text):
        from_ = max(0, words.start() - _LOOK_BACK)
        total = _TOTAL.search(text, from_, words.start())
        if total is None or _NO_COUNT.match(total["of"]) or _NO_TOTAL.search(text[from_ : total.start()]):
            continue
        rest = _listed(text[words.end() : words.end() + _LONGEST], bracketed="(" in words["opening"])
        parts = _split(rest)
        counts = _counts(parts)
        is_whole = "gồm" in words["word"] or (words["colon"] and any(map(_POST.match, parts)))
        if counts is not None and len(counts) > 1 and is_whole and "cả" not in words["word"]:
            found.append(Sum(_value(total["total"]), tuple(counts), total.start(), words.end() + len(rest)))
    return found


def _listed(text: str, *, bracketed: bool) -> str:
    """The words of the list: to the end of the bracket or of the sentence, or to a list within it."""
    bare = _BRACKETS.sub(lambda inner: " " * len(inner[0]), text)
    end = re.search(r"\)|\n|\.(?=\s|$|/)" if bracketed else r"\n|\.(?=\s|$|/)|\)|:", bare)
    bare = bare[: end.start()] if end else bare
    nested = _NESTED.search(bare)
    return bare[: nested.start()] if nested else bare


def _split(rest: str) -> list[str]:
    """The parts; a semicolon ends the list unless its parts are joined by semicolons."""
    first, *others = (_JOINTS.split(clause) for clause in rest.split(";"))
    parts = first if len(first) > 1 else [*first, *(part for clause in others for part in clause)]
    return [part for part in (piece.strip(" ,") for piece in parts) if part]


def _counts(parts: list[str]) -> list[int] | None:
    """What each part counts, None if one of them cannot be counted."""
    counts = []
    for part in parts:
        numbers = _NUMBER.findall(part)
        if not numbers and _POST.match(part) and not _MORE.search(part):
            counts.append(1)
        elif len(numbers) == 1 and _COUNT.fullmatch(number := numbers[0].rstrip(".,")):
            before, _, after = part.partition(number)
            if _NO_COUNT.match(after) or _NO_TOTAL.search(before):
                return None
            counts.append(_value(number))
        else:
            return None
    return counts


def _value(number: str) -> int:
    return int(number.replace(".", ""))
