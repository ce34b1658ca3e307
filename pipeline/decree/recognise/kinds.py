"""What kind of document it is, whether it is a draft, and whether it goes up."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Literal

from pipeline.decree.model import Family, Measured
from pipeline.decree.recognise import words
from pipeline.decree.recognise.atoms import Atom

_SYMBOL: Final = re.compile(r"/\s*([A-Za-zĐđ]{1,4})\s*[-–—]\s*[^\W\d_]")
_ABBREVIATIONS: Final = frozenset({*words.KINDS.values(), *words.COPIES.values()} - {"CV", "TCg"})
_DRAFTS: Final = ("draft", "dự thảo", "nháp", "du thao")
_ISSUED: Final = ("final", "issued", "ban hành", "đã ban hành", "chính thức")
_DIGIT: Final = re.compile(r"\d")


def kind_of(main: Iterable[Atom]) -> str:
    """The abbreviation of the type: told by tên loại, else by the symbol, else by V/v; "" if none tells."""
    named: dict[str, list[Atom]] = {}
    for atom in main:
        named.setdefault(atom.name, []).append(atom)
    for atom in named.get("tenloai", ()):
        title = words.title_of(atom.key)
        if kind := words.KINDS.get(title) or words.COPIES.get(title):
            return kind
    numbers = named.get("so", [])
    if "tenloai" not in named and "trichyeu.cv" in named and (numbers or "kinhgui" in named):
        return "CV"
    for atom in numbers:
        if kind := kind_of_number(atom.text):
            return kind
    return "CV" if {"kinhgui", "so", "quochieu"} <= named.keys() and "tenloai" not in named else ""


def kind_of_number(text: str) -> str:
    """The type that a số, ký hiệu names, "" for that of a công văn."""
    match = _SYMBOL.search(text)
    return match[1] if match and match[1] in _ABBREVIATIONS else ""


def state_of(measured: Measured, main: list[Atom]) -> Literal["draft", "issued"]:
    """Told by the document's state property, else by blanks for the number or the day."""
    told = measured.state.strip().casefold()
    if told.startswith(_DRAFTS):
        return "draft"
    if told.startswith(_ISSUED):
        return "issued"
    return "draft" if any(_is_blank(atom) for atom in main) else "issued"


def _is_blank(atom: Atom) -> bool:
    if atom.annex is not None or words.has_tag(atom.text):
        return False
    if atom.name == "so":
        return _DIGIT.search(atom.key.partition("/")[0]) is None
    if atom.name == "diadanh":
        parts = words.date_parts(atom.key)
        return parts is not None and _DIGIT.search(parts[1]) is None
    return False


def family_of(main: Iterable[Atom]) -> Family:
    """Whether the text is divided into điều, into mục and khoản, or not at all."""
    found = {atom.name for atom in main}
    if "h.dieu" in found:
        return "ART"
    levels = {"h.phan", "h.muc.roman", "h.khoan.titled", "h.khoan.plain", "h.diem", "h.decimal"}
    return "REP" if found & levels else "PLAIN"


def direction_of(kind: str, main: Iterable[Atom]) -> Literal["up", "level", "down", ""]:
    """A báo cáo or tờ trình with Kính gửi, or with ``Như trên`` that says as much, goes up.

    So does a công văn to the organ above the issuer; of others nothing tells for certain.
    """
    atoms = list(main)
    addressed = [atom for atom in atoms if atom.name in ("kinhgui", "kinhgui.item")]
    if kind in ("BC", "TTr"):
        above = any(atom.name == "noinhan.item" and _ABOVE.match(atom.key) for atom in atoms)
        return "up" if addressed or above else ""
    parent = _plain(" ".join(atom.key for atom in atoms if atom.name == "organ.parent"))
    return "up" if kind == "CV" and parent and any(parent in _plain(atom.key) for atom in addressed) else ""


_ABOVE: Final = re.compile(r"[-+\s]*nhu tren\b")


def _plain(key: str) -> str:
    return key.replace("ubnd", "uy ban nhan dan").replace("hdnd", "hoi dong nhan dan")
