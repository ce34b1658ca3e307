"""Fixed style ids that generated paragraphs refer to; every template defines them (names are Vietnamese).

The ids are what a file stores, the names what Word shows. A clerk may change how a style looks, not its id.
"""

from __future__ import annotations

from typing import Final

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
