"""Templates: where a text is a tag, the house style of its paragraph tells what will stand there."""

from __future__ import annotations

from typing import Final

from pipeline.decree.model import Name
from pipeline.decree.recognise import words
from pipeline.decree.recognise.atoms import Atom
from pipeline.docx.styles import NAMES
from pipeline.vietnamese import nfc

_BY_ID: Final[dict[str, Name]] = {
    "CoQuanChuQuan": "organ.parent",
    "CoQuanBanHanh": "organ.issuer",
    "QuocHieu": "quochieu",
    "TieuNgu": "tieungu",
    "SoKyHieu": "so",
    "DiaDanhThoiGian": "diadanh",
    "TenLoai": "tenloai",
    "TrichYeu": "trichyeu",
    "TrichYeuCongVan": "trichyeu.cv",
    "ThamQuyen": "authority",
    "CanCu": "cancu",
    "LoiQuyetDinh": "decides",
    "KinhGui": "kinhgui",
    "KinhGuiNhieu": "kinhgui",
    "NoiKinhGui": "kinhgui.item",
    "LoiVan": "body",
    "Phan": "h.phan",
    "TenPhan": "h.phan.title",
    "Chuong": "h.chuong",
    "TenChuong": "h.chuong.title",
    "Dieu": "h.dieu",
    "Muc": "h.muc.roman",
    "KhoanCoTieuDe": "h.khoan.titled",
    "Khoan": "h.khoan.plain",
    "Diem": "h.diem",
    "GachDauDong": "h.dash",
    "DauCong": "h.plus",
    "TenBang": "other",
    "DonViTinh": "other",
    "NoiNhan": "noinhan.label",
    "DanhSachNoiNhan": "noinhan.item",
    "ChucVu": "sign.title",
    "HoTen": "sign.name",
    "NhanPhuLuc": "annex.label",
    "TenPhuLuc": "annex.title",
    "KemTheo": "annex.kemtheo",
}


def _fold_style(style: str) -> str:
    return nfc(style).casefold().strip()


_STYLES: Final[dict[str, Name]] = {_fold_style(id): name for id, name in _BY_ID.items()} | {
    _fold_style(NAMES[id]): name for id, name in _BY_ID.items() if id in NAMES
}
_BLOCKS: Final = ("{{p", "{{ p")


def hint(atom: Atom) -> Name | None:
    """What the style of a paragraph says, if its text is left to tags: they hold more than half of the letters."""
    text = atom.text
    if "{{" not in text or not words.has_tag(text):
        return None
    said = words.without_tags(text)
    if sum(char.isalpha() for char in said) > 12 or text.startswith(_BLOCKS):
        return None
    return _STYLES.get(_fold_style(atom.paragraph.style))


def is_block(atom: Atom) -> bool:
    """Whether a paragraph stands for whole paragraphs that a template makes (``{{p body | blocks }}``)."""
    return atom.text.startswith(_BLOCKS) and atom.text.endswith("}}")
