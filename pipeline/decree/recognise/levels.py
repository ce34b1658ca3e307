"""The levels of the text, known by their numbers, typed or automatic (Phụ lục I, Phần I, Mục II.6)."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from pipeline.decree.model import Name
from pipeline.decree.recognise import hints, words
from pipeline.decree.recognise.atoms import Atom, Sheet, centred

_UPPER: Final = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_PART: Final = re.compile(
    r"(?P<word>phần|chương|tiểu mục|mục)\s+(?P<number>(?:thứ\s+)?(?:[IVXLC]+|\d{1,3}|nhất|hai|ba|tư|năm))(?![\w/])"
    r"\s*(?P<rest>[.:–—-]?\s*.*)",
    re.IGNORECASE | re.DOTALL,
)
_ARTICLE: Final = re.compile(
    r"điều\s+(?P<number>\d{1,4}[a-zđ]?|[IVXLC]+)(?!\w)\s*(?P<sign>[.:]?)\s*(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)
_ROMAN: Final = re.compile(r"(?P<number>[IVX]+|[LC][IVXLC]*)(?:\s*[.)]\s*|\s+[–—-]\s+|\s*/\s+)(?=[^\s\d])")
_LETTERED: Final = re.compile(r"[A-HK]\s*[.)/]\s+\S")
_DECIMAL: Final = re.compile(rf"(?P<number>\d{{1,2}}(?:\.\d{{1,2}}){{1,4}})\s*[.)]?\s*(?=[{_UPPER}“\"(]|\{{\{{)")
_CLAUSE: Final = re.compile(r"(?P<number>\d{1,3})(?:\s*\.\s*|\s*/\s+)(?=[^\W\d]|[“\"({\[])")
_POINT: Final = re.compile(rf"(?P<number>[a-zđ])(?:\s*\)\s*(?=\S)|\s*[./]\s+(?=[{_UPPER}]))")
_DASH: Final = re.compile(r"[-–—−‑]\s*(?=[^\s\-–—_])")
_PLUS: Final = re.compile(r"\+\s*(?=\S)")
_CONTENTS: Final = re.compile(r"(toc|contents|mục lục) ?(\d|heading)", re.IGNORECASE)
"""Styles of a table of contents in Word and LibreOffice."""
_BULLETS: Final = "•·●▪■◦○–—-−\uf0b7\uf0a7\uf0d8*"
_WORDS: Final[dict[str, Name]] = {
    "phần": "h.phan",
    "chương": "h.chuong",
    "mục": "h.muc.arabic",
    "tiểu mục": "h.tieumuc",
}
_TITLES: Final[dict[str, Name]] = {
    "h.phan": "h.phan.title",
    "h.chuong": "h.chuong.title",
    "h.muc.arabic": "h.muc.arabic.title",
    "h.tieumuc": "h.tieumuc.title",
}
TITLED_ENDS: Final = (".", ";", ":", ",")
"""Signs that end a khoản which is run into its text."""
_CAPTION: Final = re.compile(
    r"(bang|bieu|bieu do|hinh|so do)\s+(so\s+)?[\divx]+(\.\d+)*\b|\(?\s*(don vi( tinh)?|dvt|nguon|ghi chu)\s*[:(]"
)


class Level(NamedTuple):
    """A level and its number."""

    name: Name
    number: str


def level_of(atom: Atom) -> Level | None:
    """The level that a paragraph opens, None for plain text."""
    label, text = atom.paragraph.label, atom.text
    if label:
        if label in _BULLETS or ord(label[0]) >= 0xF000:
            return Level("h.plus" if label == "+" else "h.dash", "")
        if label in ("o", "+"):
            return Level("h.plus", "")
        text = f"{label} {text}"
    first = text[:1]
    if not first or not (first in _SIGNS or first.isdigit() or first.isascii()):
        return None
    return _by_word(atom, text) if first in "PpCcMmTtĐđ" and text[1:2].isalpha() else _by_sign(text)


_SIGNS: Final = frozenset("-–—−‑+đĐ")


def _by_word(atom: Atom, text: str) -> Level | None:
    match = _PART.match(text)
    if match is not None:
        rest = match["rest"].strip()
        if len(text) > 200 or (rest and not (atom.bold or words.is_capital(rest))) or (rest and rest[0] in ",;)"):
            return None
        return Level(_WORDS[match["word"].lower()], match["number"])
    article = _ARTICLE.match(text)
    if article is not None and text[0] in "Đđ":
        rest = article["rest"]
        if article["sign"] or not rest or (atom.bold and rest[:1].isupper()):
            return Level("h.dieu", article["number"])
    return _by_sign(text) if text[:2].isupper() or text[1:2] in ")./" else None


def _by_sign(text: str) -> Level | None:
    for pattern, name in _PATTERNS:
        match = pattern.match(text)
        if match is not None:
            number = match["number"] if "number" in match.groupdict() else ""
            titled = name == "h.khoan.plain" and not text.rstrip(" ”\"'").endswith(TITLED_ENDS)
            return Level("h.khoan.titled" if titled else name, number)
    return None


_PATTERNS: Final[tuple[tuple[re.Pattern[str], Name], ...]] = (
    (_DASH, "h.dash"),
    (_PLUS, "h.plus"),
    (_ROMAN, "h.muc.roman"),
    (_DECIMAL, "h.decimal"),
    (_CLAUSE, "h.khoan.plain"),
    (_POINT, "h.diem"),
)


def begins(atom: Atom) -> bool:
    """Whether a paragraph opens a level that is no item of a list."""
    level = level_of(atom)
    return level is not None and level.name not in ("h.dash", "h.plus")


def name_levels(atoms: list[Atom], sheet: Sheet) -> None:
    """Name the paragraphs of a text: its levels, their titles, tables, and lời văn."""
    titles: Name | None = None
    lettered = ""
    for at, atom in enumerate(atoms):
        if atom.named:
            titles = None
            continue
        if (special := _special(atom)) is not None:
            atom.call(special)
            titles = None
            continue
        if _is_tabular(atom):
            atom.call("table")
            titles = None
            continue
        level = level_of(atom)
        if level is not None and level.name == "h.muc.roman" and level.number in ("C", "D", "L") and lettered:
            level = None
        if level is not None:
            _call(atom, level)
            titles = _TITLES.get(level.name)
        elif titles and _may_be_title(atom, sheet):
            atom.call(titles)
        else:
            titles = None
            if _LETTERED.match(atom.text):
                lettered = atom.text[0]
            following = atoms[at + 1] if at + 1 < len(atoms) else None
            atom.call("other" if _is_aside(atom, following, sheet) else "body")


def _special(atom: Atom) -> Name | None:
    """A stamp, a line of a table of contents, or the address in small letters at the foot of page 1."""
    if len(atom.text) > 300 or atom.in_figures:
        return None
    if _CONTENTS.match(atom.paragraph.style):
        return "other"
    stamp = words.stamp(atom.key)
    if stamp is not None and words.is_capital(atom.text):
        return stamp
    small = all((span.look.size or 14) <= 12 for span in atom.spans)
    return "diachi" if small and words.is_contact(atom.key) else None


def _call(atom: Atom, level: Level) -> None:
    hinted = hints.hint(atom)
    if level.name == "h.khoan.titled" and _ANSWER.search(atom.text) and not atom.bold:
        level = Level("h.khoan.plain", level.number)
    name = (
        hinted
        if hinted in ("h.khoan.titled", "h.khoan.plain") and level.name.startswith("h.khoan")
        else level.name
    )
    atom.call(name, level.number)


_ANSWER: Final = re.compile(r":\s+\S")
"""What is no title but a text without its stop: ``1. Thời gian: tháng 12``."""


def _is_tabular(atom: Atom) -> bool:
    cell = atom.paragraph.cell
    return cell is not None and (cell.ruled or cell.columns > 1)


def _may_be_title(atom: Atom, sheet: Sheet) -> bool:
    return len(atom.text) <= 250 and (words.is_capital(atom.text) or centred(atom, sheet))


def _is_aside(atom: Atom, following: Atom | None, sheet: Sheet) -> bool:
    """Whether this is no lời văn: the caption of a table or picture, its unit, a heading without a number, a place
    with a day over a signature."""
    text = atom.text
    if hints.hint(atom) == "other" or hints.is_block(atom) or words.RULE.fullmatch(text):
        return True
    if (_CAPTION.match(atom.key) and len(text) < 200) or _LETTERED.match(text):
        return True
    if words.date_parts(atom.key) and (atom.italic or atom.side == "right" or centred(atom, sheet)):
        return True
    if len(text) > 180 or text.endswith((".", ";", ":", ",")):
        return False
    if following is not None and _is_tabular(following) and following.in_figures:
        return True
    return atom.bold or centred(atom, sheet) or atom.side == "right" or (text[:1] == "(" and text[-1:] == ")")
