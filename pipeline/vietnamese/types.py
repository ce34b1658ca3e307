"""The types of administrative documents and their abbreviations.

Nghị định 30/2020/NĐ-CP, Điều 7 names 29 types; Phụ lục III, Mục I abbreviates 27 of them and three kinds of
copy. Some abbreviations hold small letters (``QyĐ``, ``CTr``, ``TTr``, ``TrS``): never put them in capitals.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

from pipeline.vietnamese.syllables import split_tone

_Key: TypeAlias = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class DocumentType:
    """A type by its name (``Báo cáo``) and its abbreviation (``BC``), None for công văn and thư công."""

    name: str
    abbreviation: str | None


DOCUMENT_TYPES: Final[tuple[DocumentType, ...]] = (
    DocumentType("Nghị quyết", "NQ"),
    DocumentType("Quyết định", "QĐ"),
    DocumentType("Chỉ thị", "CT"),
    DocumentType("Quy chế", "QC"),
    DocumentType("Quy định", "QyĐ"),
    DocumentType("Thông cáo", "TC"),
    DocumentType("Thông báo", "TB"),
    DocumentType("Hướng dẫn", "HD"),
    DocumentType("Chương trình", "CTr"),
    DocumentType("Kế hoạch", "KH"),
    DocumentType("Phương án", "PA"),
    DocumentType("Đề án", "ĐA"),
    DocumentType("Dự án", "DA"),
    DocumentType("Báo cáo", "BC"),
    DocumentType("Biên bản", "BB"),
    DocumentType("Tờ trình", "TTr"),
    DocumentType("Hợp đồng", "HĐ"),
    DocumentType("Công văn", None),
    DocumentType("Công điện", "CĐ"),
    DocumentType("Bản ghi nhớ", "BGN"),
    DocumentType("Bản thỏa thuận", "BTT"),
    DocumentType("Giấy uỷ quyền", "GUQ"),
    DocumentType("Giấy mời", "GM"),
    DocumentType("Giấy giới thiệu", "GGT"),
    DocumentType("Giấy nghỉ phép", "GNP"),
    DocumentType("Phiếu gửi", "PG"),
    DocumentType("Phiếu chuyển", "PC"),
    DocumentType("Phiếu báo", "PB"),
    DocumentType("Thư công", None),
)
"""The 29 types of Điều 7."""

COPY_TYPES: Final[tuple[DocumentType, ...]] = (
    DocumentType("Bản sao y", "SY"),
    DocumentType("Bản trích sao", "TrS"),
    DocumentType("Bản sao lục", "SL"),
)
"""The three kinds of copy of Phụ lục III, Mục I."""


def abbreviation(name: str) -> str | None:
    """The abbreviation of a type or of a kind of copy; None for công văn and thư công, which have none.

    Capitals and the place of the tone mark do not matter (``Giấy ủy quyền`` is ``Giấy uỷ quyền``).
    ValueError for a name that is not in the Decree.
    """
    key = _key(name)
    if key not in _ABBREVIATIONS:
        raise ValueError(f"{name!r} is no type of administrative document (Nghị định 30/2020/NĐ-CP, Điều 7)")
    return _ABBREVIATIONS[key]


def _key(name: str) -> _Key:
    return tuple(split_tone(syllable) for syllable in name.lower().split())


_ABBREVIATIONS: Final[dict[_Key, str | None]] = {
    _key(kind.name): kind.abbreviation for kind in DOCUMENT_TYPES + COPY_TYPES
}
