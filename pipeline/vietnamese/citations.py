"""Citing a document: Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II.6.a and b.

The first time in full - type, number and symbol, date, organ, subject -, later by type, number and symbol.
Laws and ordinances are cited by type and name only. Documents of the Party, cited in state documents too,
join number and symbol another way: ``34-CT/TW``, not ``34/CT-TW``.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from pipeline.vietnamese.dates import BLANK, blank_date, long_date, short_date
from pipeline.vietnamese.numerals import roman
from pipeline.vietnamese.types import DOCUMENT_TYPES

System: TypeAlias = Literal["state", "party"]
DateStyle: TypeAlias = Literal["long", "short"]
Part: TypeAlias = Literal["date", "organ", "subject"]

ALL_PARTS: Final[frozenset[Part]] = frozenset({"date", "organ", "subject"})
_TYPES: Final = frozenset(kind.abbreviation for kind in DOCUMENT_TYPES if kind.abbreviation)
_NUMBER: Final = re.compile(r"(0*[1-9][0-9]*)([^\W\d_]?)")
_STATE_CODE: Final = re.compile(r"(?:Số: ?)?(?:0[1-9]|[1-9][0-9]+)/(\S+)")
_PARTY_CODE: Final = re.compile(r"(?:Số:?\s?)?\s*[0-9]*-([^\s/]+)/([^\s/]+)")


@dataclass(frozen=True)
class Citation:
    """A document to be cited.

    ``type`` with its capital (``Nghị định``); ``number`` in Arabic digits, None while a draft has none;
    ``symbol`` without the number (``BC-VP``, ``NĐ-CP``, Party ``CT/TW``); ``organ`` as it follows "của";
    ``subject`` as it follows the organ, its first words included (``về công tác văn thư``);
    ``year_in_number`` for legal normative documents (``30/2020/NĐ-CP``), the year being that of ``date``;
    ``title`` only for laws and ordinances: the name without the type (``Thi đua, khen thưởng``).

    ValueError for a number that is not digits (one letter may follow: ``12a``), a space in the symbol, a year
    in the number of a Party document, and a title that repeats the type.
    """

    type: str
    number: str | None = None
    symbol: str | None = None
    date: dt.date | None = None
    organ: str | None = None
    subject: str | None = None
    year_in_number: bool = False
    system: System = "state"
    title: str | None = None

    def __post_init__(self) -> None:
        if self.number is not None and _NUMBER.fullmatch(self.number) is None:
            raise ValueError(f"the number of a document is written in digits, not {self.number!r}")
        if self.symbol is not None and (not self.symbol or re.search(r"\s", self.symbol)):
            raise ValueError(f"the symbol {self.symbol!r} is empty or holds a space")
        if self.year_in_number and self.system == "party":
            raise ValueError("the number of a Party document holds no year")
        title = self.title or ""
        # Luật Luật sư is the one law whose name begins like its type.
        if title.startswith(f"{self.type} ") and title != "Luật sư":
            raise ValueError(f"the title {self.title!r} must not repeat the type {self.type!r}")


def code(c: Citation, year: int | None = None) -> str:
    """Number and symbol: ``506/BC-VP``, ``05/BC-SNV``, ``30/2020/NĐ-CP``, Party ``34-CT/TW``.

    A number below ten takes a leading zero (Phụ lục I, Phần I, Mục II.3.c); a draft without number gets
    no-break spaces in its place. ``year`` stands in for the date of a draft whose number holds the year.
    ValueError when there is neither number nor symbol, or the year of the number is unknown.
    """
    if c.number is None and c.symbol is None:
        raise ValueError(f"the {c.type} has neither number nor symbol")
    number = BLANK if c.number is None else _padded(c.number)
    if c.year_in_number:
        number = f"{number}/{_year(c, year)}"
    joint = "-" if c.system == "party" else "/"
    return number if c.symbol is None else f"{number}{joint}{c.symbol}"


def cite(
    c: Citation, parts: Collection[Part] = ALL_PARTS, dates: DateStyle = "long", year: int | None = None
) -> str:
    """Type, number and symbol, followed by those of date, organ and subject that are asked for and known.

    ``Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư``. An unknown date
    is left blank, with ``year`` if given. A law has its type and name, and of the parts only a known date, as
    usual in căn cứ: ``Luật Tổ chức Chính phủ ngày 19 tháng 6 năm 2015``. ValueError for an unknown part, and
    as in :func:`code`.
    """
    unknown = set(parts) - ALL_PARTS
    if unknown:
        raise ValueError(f"a citation has no {', '.join(sorted(unknown))}; it has date, organ, subject")
    text = following(c, year)
    is_law = c.title is not None
    if "date" in parts and not (is_law and c.date is None):
        text += f" {_date(c.date, dates, year)}"
    if "organ" in parts and c.organ and not is_law:
        text += f" của {c.organ}"
    if "subject" in parts and c.subject and not is_law:
        text += f" {c.subject}"
    return text


def first(c: Citation, dates: DateStyle = "long", year: int | None = None) -> str:
    """The first citation in a text: everything; for laws and ordinances type and name (Mục II.6.b)."""
    return following(c) if c.title is not None else cite(c, ALL_PARTS, dates, year)


def following(c: Citation, year: int | None = None) -> str:
    """Every later citation: type, number and symbol; for laws and ordinances type and name (Mục II.6.b).

    Of a document without number and symbol the type alone is left. ``year`` as in :func:`code`.
    """
    if c.title is not None:
        return f"{c.type} {c.title}"
    if c.number is None and c.symbol is None:
        return c.type
    return f"{c.type} số{'' if c.number is None else ' '}{code(c, year)}"


def article(
    point: str | None = None,
    clause: int | str | None = None,
    article: int | str | None = None,
    *,
    subsection: int | str | None = None,
    section: int | str | None = None,
    chapter: int | str | None = None,
    part: int | str | None = None,
) -> str:
    """A place in a document, from small to large: ``điểm a khoản 2 Điều 103 Mục 5 Chương XII Phần I``.

    ``điểm`` and ``khoản`` small, the rest with capitals (Phụ lục II, Mục V.7). Chapters and parts given as
    int become Roman numerals; a str (``2a``, ``thứ nhất``) stays as it is. ValueError when all are None.
    """
    names = (
        ("điểm", point), ("khoản", clause), ("Điều", article), ("Tiểu mục", subsection), ("Mục", section),
        ("Chương", _roman(chapter)), ("Phần", _roman(part)),
    )  # fmt: skip
    if all(value is None for _, value in names):
        raise ValueError("a place in a document needs at least one of điểm, khoản, Điều, Mục, Chương, Phần")
    return " ".join(f"{name} {value}" for name, value in names if value is not None)


def is_party(code_text: str) -> bool:
    """Whether number and symbol are joined as in documents of the Party: ``34-CT/TW``, a hyphen first."""
    match = _PARTY_CODE.fullmatch(code_text)
    return match is not None and all(_are_groups(half.split("-")) for half in match.groups())


def is_named_code(text: str) -> bool:
    """Whether the text is right as number and symbol of a document with a type: ``05/BC-SNV``.

    NFC, with or without ``Số:`` before it. A number from 01 on, the abbreviation of a type (Phụ lục III,
    Mục I), then the organ, each group beginning with a capital (Phụ lục I, Phần I, Mục II.3.b and c).
    """
    groups = _groups(text)
    return len(groups) >= 2 and groups[0] in _TYPES


def is_letter_code(text: str) -> bool:
    """Whether the text is right as number and symbol of a công văn: ``1826/BNV-CVT&LTNN``.

    As :func:`is_named_code`, but with organ and drafting unit; ``CV`` is no group and a type is not the first
    one (Phụ lục I, Phần I, Mục II.3.b).
    """
    groups = _groups(text)
    return len(groups) >= 2 and groups[0] not in _TYPES and "CV" not in groups


def _groups(text: str) -> list[str]:
    """The groups of the symbol of a state document, none if the text is not one."""
    match = _STATE_CODE.fullmatch(text)
    groups = match[1].split("-") if match else []
    return groups if _are_groups(groups) else []


def _are_groups(groups: list[str]) -> bool:
    return all(group and unicodedata.category(group[0]) == "Lu" and _is_plain(group) for group in groups)


def _is_plain(group: str) -> bool:
    return all(char == "&" or unicodedata.category(char) in {"Lu", "Ll", "Nd"} for char in group)


def _padded(number: str) -> str:
    digits, letter = re.sub(r"\D+$", "", number), re.sub(r"^\d+", "", number)
    return digits.zfill(2) + letter


def _year(c: Citation, year: int | None) -> int:
    known = c.date.year if c.date else year
    if known is None:
        raise ValueError(f"the number of the {c.type} {c.symbol or ''} holds its year, so a date is needed")
    return known


def _date(date: dt.date | None, dates: DateStyle, year: int | None) -> str:
    if date is None:
        return blank_date(year)
    return long_date(date) if dates == "long" else f"ngày {short_date(date)}"


def _roman(value: int | str | None) -> str | None:
    return roman(value) if isinstance(value, int) else value
