"""Style ids that generated paragraphs refer to, and the names under which Word shows them.

Word keeps the names of styles but makes new ids from them when it saves ("Lời văn" becomes "Livn"). So the name is
what identifies a style of the house: :func:`restore_ids` gives each style of a template its fixed id again, and
everything downstream can rely on the ids. A clerk may change how a style looks, not its name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Final

from lxml import etree

from pipeline.docx.package import parse_xml, part_types, part_xml
from pipeline.docx.source import QW
from pipeline.model import ParagraphStyle

PARAGRAPH: Final[dict[ParagraphStyle, str]] = {
    "body": "LoiVan",
    "section": "Muc",
    "titled-clause": "KhoanCoTieuDe",
    "clause": "Khoan",
    "point": "Diem",
    "dash": "GachDauDong",
    "plus": "DauCong",
    "caption": "TenBang",
    "unit-note": "DonViTinh",
}
CELL = "ChuTrongBang"
TABLE = "BangSoLieu"
GAP = "KhoangCach"
LINE = "DuongKe"
ANNEX_LABEL = "NhanPhuLuc"
ANNEX_TITLE = "TenPhuLuc"
ANNEX_ATTACHED = "KemTheo"
END = "KetThuc"

NAMES: Final[dict[str, str]] = {
    "CoQuanChuQuan": "Cơ quan chủ quản",
    "CoQuanBanHanh": "Cơ quan ban hành",
    "QuocHieu": "Quốc hiệu",
    "TieuNgu": "Tiêu ngữ",
    LINE: "Đường kẻ dưới chữ",
    "SoKyHieu": "Số và ký hiệu",
    "DiaDanhThoiGian": "Địa danh và thời gian",
    "TenLoai": "Tên loại văn bản",
    "TrichYeu": "Trích yếu",
    "TrichYeuCongVan": "Trích yếu công văn",
    "KinhGui": "Kính gửi một nơi",
    "KinhGuiNhieu": "Kính gửi nhiều nơi",
    "NoiKinhGui": "Nơi được kính gửi",
    "LoiVan": "Lời văn",
    "Muc": "Mục (I.)",
    "KhoanCoTieuDe": "Khoản có tiêu đề (1.)",
    "Khoan": "Khoản (1.)",
    "Diem": "Điểm a)",
    "GachDauDong": "Gạch đầu dòng (-)",
    "DauCong": "Dấu cộng đầu dòng (+)",
    "TenBang": "Tên bảng",
    "DonViTinh": "Đơn vị tính",
    CELL: "Chữ trong bảng",
    TABLE: "Bảng số liệu",
    GAP: "Khoảng cách",
    "NoiNhan": "Nơi nhận",
    "DanhSachNoiNhan": "Danh sách nơi nhận",
    "ChucVu": "Quyền hạn và chức vụ",
    "ChoKy": "Chỗ ký và đóng dấu",
    "HoTen": "Họ và tên người ký",
    ANNEX_LABEL: "Phụ lục",
    ANNEX_TITLE: "Tên phụ lục",
    ANNEX_ATTACHED: "Kèm theo văn bản",
    "SoTrang": "Số trang",
    "GhiChuChanTrang": "Ghi chú chân trang",
    END: "Kết thúc phần",
}
"""Id -> name; no name holds a comma, because Word would split it there."""

BLOCKS: Final = frozenset({*PARAGRAPH.values(), CELL, TABLE, GAP})
NEEDED: Final[dict[str, frozenset[str]]] = {
    "blocks": BLOCKS,
    "line": frozenset({LINE}),
    "annexes": BLOCKS | {LINE, ANNEX_LABEL, ANNEX_TITLE, ANNEX_ATTACHED, END},
}
"""Filter -> the styles that it refers to."""

_IDS = {unicodedata.normalize("NFC", name).casefold(): id for id, name in NAMES.items()}
_LINKS = ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link", "numStyleLink", "styleLink")
_REFERENCES = tuple(f"{QW}{name}" for name in _LINKS)
_STYLES_TYPE = "wordprocessingml.styles+xml"


def restore_ids(package: dict[str, bytes], file: str) -> frozenset[str]:
    """Give the styles of a template (changed in place) their fixed ids; return the ids that it then has."""
    found = fixed_ids(package, file)
    changes = {id: fixed for id, fixed in found.items() if id != fixed}
    if changes:
        types = part_types(package, file)
        for name in [name for name, kind in types.items() if "wordprocessingml" in kind and name in package]:
            package[name] = _renamed(parse_xml(package[name], name, file), changes)
    return frozenset(found.values())


def fixed_ids(package: Mapping[str, bytes], file: str) -> dict[str, str]:
    """The ids of the styles of a document with the fixed ids, by their names; other styles keep theirs."""
    part = styles_part(package, file)
    styles = parse_xml(package[part], part, file).iter(f"{QW}style") if part else ()
    return {style.get(f"{QW}styleId", ""): _fixed_id(style) for style in styles}


def styles_part(package: Mapping[str, bytes], file: str) -> str:
    """The name of the part with the styles, or ""."""
    types = part_types(package, file)
    return next((name for name, kind in types.items() if kind.endswith(_STYLES_TYPE) and name in package), "")


def _fixed_id(style: etree._Element) -> str:
    name = style.find(f"{QW}name")
    shown = "" if name is None else unicodedata.normalize("NFC", name.get(f"{QW}val", "")).casefold()
    return _IDS.get(shown, style.get(f"{QW}styleId", ""))


def _renamed(root: etree._Element, changes: dict[str, str]) -> bytes:
    for style in root.iter(f"{QW}style"):
        style.set(f"{QW}styleId", changes.get(style.get(f"{QW}styleId", ""), style.get(f"{QW}styleId", "")))
    for reference in root.iter(*_REFERENCES):
        value = reference.get(f"{QW}val", "")
        reference.set(f"{QW}val", changes.get(value, value))
    return part_xml(root)
