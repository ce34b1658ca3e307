"""What the parts of a document say: patterns over folded text, forgiving of what the rules then complain about.

Folded text has small letters without marks, one kind of dash and one kind of blank (:func:`fold`), so that a
Quốc hiệu is known by its words whatever its capitals, tones, dashes or typing mistakes.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from typing import Final, Literal

from pipeline.vietnamese.types import COPY_TYPES, DOCUMENT_TYPES

FOLDED = 200
"""Signs from the start of a text that are folded: what a component begins with."""


def _bare() -> dict[int, str | None]:
    table: dict[int, str | None] = {ord("đ"): "d", ord("ð"): "d", ord("\u0256"): "d", ord("\u01ce"): "a"}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        letters = unicodedata.normalize("NFD", chr(code).lower())
        if len(letters) > 1:
            table[code] = letters[0]
    table |= dict.fromkeys((*range(0x300, 0x370), 0xAD, 0x200B, 0x200C, 0x200D, 0xFEFF))
    table |= dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0x1E, 0xAC), "-")
    return table


_BARE: Final = _bare()


def fold(text: str) -> str:
    """The start of a text in small letters without marks."""
    return text[:FOLDED].lower().translate(_BARE).strip()


def _letters(key: str) -> str:
    return "".join(char for char in key if "a" <= char <= "z")


_NATION: Final = "conghoaxahoichunghiavietnam"
_MOTTO: Final = "doclaptudohanhphuc"
_LIKENESS: Final = 0.84
"""How much of a Quốc hiệu or Tiêu ngữ must be there to know what was meant: some three wrong letters."""


def _is_like(key: str, meant: str) -> bool:
    if abs(len(key) - len(meant)) > 2 * len(meant) or len(key) > 60:
        return False
    letters = _letters(key)
    if letters == meant:
        return True
    if abs(len(letters) - len(meant)) > 4:
        return False
    return SequenceMatcher(None, letters, meant, autojunk=False).ratio() >= _LIKENESS


def is_nation(key: str) -> bool:
    """Whether this is the Quốc hiệu, or the first line of one that wraps."""
    return _is_like(key, _NATION) or _letters(key) in ("conghoaxahoichunghia", "conghoaxahoichu")


def is_motto(key: str) -> bool:
    """Whether this is the Tiêu ngữ."""
    return _is_like(key, _MOTTO)


_NUMBER: Final = re.compile(
    r"so\s*[:;.]?\s*(?:[\d\s._…x*]|\{\{[^{}]*\}\}|\[[^\[\]]*\])*[a-z&-]{0,12}\s*/\s*\S"  # Số: 15/QĐ-BNV, 15-QĐ/TU
    r"|so\s*[:;.]\s*(?:\d{1,5}[a-z]{0,8}|[._…\s]*|\{\{[^{}]*\}\})$"  # Số: 15
)
"""Số, ký hiệu: the word and a stroke, or the word and a colon with a number or blanks."""
_DATE: Final = re.compile(
    r"([^,;:/(]{0,45}?)\s*[,.;]?\s*ngay(?![a-z])(.{0,20}?)thang(?![a-z])(.{0,20}?)nam(?![a-z])\s*(.{0,14})$"
    r"|([a-z][a-z .\d-]{1,40}),\s*(?:ngay\s*)?(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})$"
)
"""Địa danh, thời gian: place, day, month, year, whatever stands for them."""
SUBJECT: Final = re.compile(r"(v\s*/\s*v|v\s*\.\s*v|ve viec)\b")
ADDRESSEE: Final = re.compile(r"(dong )?kinh\s+(gui|trinh)\b")
WIRES: Final = re.compile(r"\sdien\s*:$")
"""The line of a công điện that says who wires."""
GROUND: Final = re.compile(r"(can cu|theo de nghi|xet|thuc hien (nghi quyet|quyet dinh))\b")
DECIDES: Final = re.compile(r"(quyet dinh|quyet nghi|nghi quyet|chi thi|dieu lenh)\s*:?\s*$")
RECIPIENTS: Final = re.compile(r"noi\s+nhan\b")
ATTACHED: Final = re.compile(r"[(\[]?\s*((ban hanh )?(dinh )?kem theo|ban hanh theo|phu luc kem theo)\b")
ANNEX: Final = re.compile(r"phu luc\s*(?:(?:so|s[oố])\s*)?([ivxlc]+|\d{1,3}[a-z]?|[a-d])?\s*[.:]?\s*$")
ANNEX_TITLED: Final = re.compile(r"phu luc\s+(?:so\s+)?([ivxlc]+|\d{1,3}[a-z]?|[a-d])?\s*[.:\-]\s*\S")
SIGNS_FOR: Final = re.compile(
    r"(tm|kt|tl|tuq|ktl|kt/tl|q|t/m|k/t|t/l|p)\s*[.,:/]{0,2}\s+\S|(tm|kt|tl|tuq)\s*[.,]\s*\S"
)
SPEED: Final = frozenset({"khan", "thuong khan", "hoa toc", "hoa toc hen gio"})
SECRET: Final = frozenset({"mat", "toi mat", "tuyet mat"})
SCOPE: Final = frozenset({"xem xong tra lai", "luu hanh noi bo", "tai lieu thu hoi"})
WRITER: Final = re.compile(r"[A-ZĐ]{1,6}(?:[-.][A-ZĐ]{1,6})?\s*[.,]?\s*\(\d{1,4}\)\.?")
_CONTACT: Final = re.compile(
    r"\b(dia chi|tru so|dien thoai|dt|tel|fax|e-?mail|thu dien tu|website|cong thong tin|trang thong tin)\b"
)
RULE: Final = re.compile(r"[\s_\-–—=*.~─━]+")
"""A line that somebody typed, or three stars, and nothing else."""

_ORGANS: Final = (
    "ubnd|hdnd|uy ban|hoi dong|so|bo|cuc|chi cuc|tong cuc|vu|van phong|phong|ban|truong|trung tam|vien"
    "|hoc vien|thanh tra|chinh phu|thu tuong|chu tich|quoc hoi|toa an|kiem toan|cong an|bo chi huy"
    "|kho bac|ngan hang|bao hiem|dai hoc|cong ty|tong cong ty|tap doan|benh vien|dai|khoa|doan|hoi|lien"
    "|mat tran|dang uy|thu vien|bao tang|nha|cong doan|xi nghiep|to(?! khai)|ban quan ly|quy|tram|hat|chi nhanh"
    "|dang bo|chi bo|huyen uy|tinh uy|thanh uy|lien doan|bch|bql|bcd|ttyt|ttgdtx|thcs|thpt|dtnt|mam non"
    "|don vi"
)
_ORGAN_WORDS: Final = re.compile(rf"({_ORGANS})\b")
_POSTS: Final = (
    "giam doc|chu tich|truong|pho|bo truong|thu truong|thu tuong|chanh|hieu truong|vien truong|cuc truong"
    "|vu truong|chi cuc|tong|uy vien|thu ky|chu toa|chu tri|chu nhiem|bi thu|tham phan|kiem sat|thanh tra"
    "|ke toan|thu quy|nguoi|dai dien|ben [ab]|chi huy|tu lenh|thu kho|chuyen vien|can bo|cong chuc"
    r"|hoi dong|uy ban|thu linh|thay mat|quyen(?= \w)|lanh dao|thu lenh|xac nhan|y kien|tham muu|giam sat"
    "|to truong|phu trach|dai su|lanh su|quan doc|giam thi"
)
_TITLE_WORDS: Final = re.compile(rf"\b({_POSTS})\b")
_RANKS: Final = (
    "GS|PGS|TS|ThS|BS|BSCKI{0,2}|CKI{0,2}|KS|CN|LS|NGND|NGƯT|TTND|TTƯT|Đại tướng|(?:Thượng|Trung|Thiếu) tướng"
    "|(?:Đại|Thượng|Trung|Thiếu) tá|(?:Đại|Thượng|Trung|Thiếu) úy|Ông|Bà|Tiến sĩ|Thạc sĩ|Giáo sư|Bác sĩ|Kỹ sư"
)
_PERSON: Final = re.compile(rf"(?:(?:{_RANKS})(?:\.\s*|\s+))*((?:[^\W\d_]['’]?[^\W\d_]*(?:[- ]+|$)){{1,8}})$")


def is_number(text: str, key: str) -> bool:
    """Whether this is the line of số, ký hiệu (and not of a ``Sở``)."""
    return key.startswith("so") and len(key) <= 90 and text[1:2] not in "ởỞ" and _NUMBER.match(key) is not None


_NO_PLACE: Final = re.compile(r"^(can cu|theo|xet|luat|trong)\b|\bso\s*\d")
_NO_END: Final = re.compile(r"\b(ngay|tu|den|vao|hoi)$")
"""Words before a day in a sentence; with a comma between they end a name such as ``Măng Đen`` or ``Tân Hội``."""


def date_parts(key: str) -> tuple[str, str, str, str] | None:
    """Place, day, month and year of the line of địa danh, thời gian, as they stand there; None for others."""
    match = _DATE.match(key) if len(key) <= 110 else None
    if match is None:
        return None
    place, day, month, year = match.groups()[:4] if match[2] is not None else match.groups()[4:]
    place, part_of_name = place.strip(), key[match.start() + len(place) :].lstrip().startswith(",")
    if key.endswith((";", ":")) or _NO_PLACE.search(place) or (not part_of_name and _NO_END.search(place)):
        return None
    return place, day.strip(), month.strip(), year.strip()


def stamp(key: str) -> Literal["khan", "mat", "luuhanh"] | None:
    """The stamp that a text is, if it is one."""
    key = key.strip(" .:*")
    if key in SPEED:
        return "khan"
    if key in SECRET:
        return "mat"
    return "luuhanh" if key in SCOPE else None


def is_contact(key: str) -> bool:
    """Whether this is a line of address, telephone, e-mail: at least two of them, or one that it begins with."""
    found = _CONTACT.findall(key)
    return len(found) >= 2 or (bool(found) and _CONTACT.match(key) is not None)


def is_capital(text: str) -> bool:
    """Whether the letters of a text are capitals (at least two, tags left out)."""
    if "{" in text:
        text = _TAG.sub("", text)
    small = sum(map(str.islower, text))
    if small > 2:
        return False
    letters = sum(map(str.isalpha, text))
    return letters >= 2 and (small == 0 or letters > 12)


def is_authority(text: str, key: str) -> bool:
    """Whether this is a line that says for whom somebody signs: ``KT. GIÁM ĐỐC``."""
    return len(text) < 130 and SIGNS_FOR.match(key) is not None and is_capital(text)


_PEOPLES: Final = re.compile(r"(uy ban|hoi dong) nhan dan$")
_PLACE: Final = re.compile(r"(tinh|thanh pho|tp|quan|huyen|thi xa|thi tran|xa|phuong|dac khu)\b")


def goes_on(before: str, key: str) -> bool:
    """Whether the name of an organ goes on in the next line: ``ỦY BAN NHÂN DÂN`` / ``XÃ A``."""
    if before.endswith((" va", ",", "-", " cua", " thuoc", "&", "(")) or key.startswith(("va ", "(")):
        return True
    return _PEOPLES.search(before) is not None and _PLACE.match(key) is not None


def begins_organ(key: str) -> bool:
    """Whether a line begins as the name of an organ does."""
    return _ORGAN_WORDS.match(key) is not None


def names_post(key: str) -> bool:
    """Whether words of a post, or of what signers are called, are in it."""
    return _TITLE_WORDS.search(key) is not None


def is_person(text: str) -> bool:
    """Whether a text may be the name of a person, in small letters or in capitals, with a degree or a rank."""
    match = _PERSON.match(text) if len(text) <= 70 else None
    if match is None:
        return False
    words = re.split(r"[-'’ ]+", match[1].strip("-'’ "))  # K'Ré is a whole name
    return len(words) >= 2 and all(word[0].isupper() for word in words)


def may_be_person(text: str) -> bool:
    """Whether a text where a name is due may be one that is written wrong: a few words, most with a capital."""
    match = _PERSON.match(text)  # without a degree or a rank
    words = (match[1] if match else text).split()
    name = "".join(words)
    if not (2 <= len(words) <= 5 and len(name) <= 36 and name.isalpha()):
        return False
    return words[0][0].isupper() and 2 * sum(word[0].isupper() for word in words) > len(words)


_TAG: Final = re.compile(r"\{\{[^{}]*\}\}|\{%(?:[^%{]|%(?!\}))*%\}|\{#[^#{]*#\}")
_CONTROL: Final = re.compile(r"(?:\{%(?:[^%{]|%(?!\}))*%\}|\{#[^#{]*#\}|\s)+")


def has_tag(text: str) -> bool:
    """Whether a text holds a tag of a template."""
    return "{{" in text and _TAG.search(text) is not None


def is_control(text: str) -> bool:
    """Whether a text is nothing but control tags of a template (``{%p if … %}``), which leave nothing behind."""
    return "{%" in text and _CONTROL.fullmatch(text) is not None


def without_tags(text: str) -> str:
    """What a template says itself."""
    return _TAG.sub("", text)


KINDS: Final[dict[str, str]] = {
    fold(kind.name): kind.abbreviation or {"Công văn": "CV", "Thư công": "TCg"}[kind.name]
    for kind in DOCUMENT_TYPES
}
"""Folded names of the types and their abbreviations."""
COPIES: Final[dict[str, str]] = {
    **{fold(kind.name).removeprefix("ban "): kind.abbreviation or "" for kind in COPY_TYPES},
    **{fold(kind.name): kind.abbreviation or "" for kind in COPY_TYPES},
}
_OTHERS: Final = (
    "thong tu|nghi dinh|luat|phap lenh|phieu trinh|phieu de xuat|don xin|don de nghi|don dang ky"
    "|giay xac nhan|giay chung nhan|giay de nghi|thu moi|thu cam on|ket luan|quy trinh|de cuong"
    "|ban cam ket|giay khen|bang khen|ban thoa thuan|ban nhan xet|noi quy|dieu le|phu luc hop dong"
    "|lich cong tac|to khai"
)
OTHER_TITLES: Final = frozenset(_OTHERS.split("|"))
"""Titles of documents that the Decree has no type for."""
_BY_LENGTH: Final = sorted((*KINDS, *COPIES, *OTHER_TITLES), key=len, reverse=True)
_TITLE: Final = re.compile("(" + "|".join(map(re.escape, _BY_LENGTH)) + r")(?![a-z])")


def title_of(key: str) -> str:
    """The name of a type (folded) that a line begins with, or ""."""
    match = _TITLE.match(key)
    return match[1] if match else ""
