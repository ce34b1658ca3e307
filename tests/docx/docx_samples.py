"""Contexts for the two templates, long and short, with everything a document can hold."""

from __future__ import annotations

from datetime import date
from typing import Any

from pipeline.model import Annex, Block, Cell, Column, Paragraph, ParagraphStyle, Properties, Row, Run, Table

PROPERTIES = Properties("Báo cáo năm 2024", "Văn phòng", "thi đua; khen thưởng", date(2024, 6, 5))
TEXT = (
    "Thực hiện Công văn số 309/SNV-TĐKT ngày 05 tháng 3 năm 2025 của Sở Nội vụ về việc báo cáo kết quả công tác "
    "thi đua, khen thưởng, Văn phòng báo cáo kết quả thực hiện như sau, với các số liệu tính đến ngày 31 tháng 12."
)
DUNG_QUAT = "BAN QUẢN LÝ KHU KINH TẾ DUNG QUẤT VÀ CÁC KHU CÔNG NGHIỆP QUẢNG NGÃI"


def paragraph(style: ParagraphStyle, text: str) -> Paragraph:
    return Paragraph(style, (Run(text),))


def cell(text: str, span: int = 1) -> Cell:
    return Cell((Run(text),), span)


def table(rows: int = 4) -> Table:
    head = Row((cell("TT"), cell("Danh hiệu thi đua"), cell("Năm 2023"), cell("Năm 2024")), "head")
    group = Row((cell("I"), cell("Cá nhân", 3)), "group")
    plain = tuple(
        Row((cell(str(n)), cell("Lao động tiên tiến"), cell("1.234"), cell("1.240"))) for n in range(1, rows + 1)
    )
    total = Row((cell("Tổng cộng", 2), cell("4.936"), cell("4.960")), "total")
    columns = (Column(1, "center"), Column(6), Column(2, "right"), Column(2, "right"))
    return Table(columns, (head, group, *plain, total))


def body(
    paragraphs: int, end: str = "Trên đây là báo cáo kết quả công tác năm 2024 của Văn phòng./."
) -> tuple[Block, ...]:
    return (
        paragraph("body", TEXT),
        paragraph("section", "I. KẾT QUẢ THỰC HIỆN"),
        paragraph("titled-clause", "1. Công tác chỉ đạo"),
        *(paragraph("clause", f"{n}. {TEXT}") for n in range(1, paragraphs + 1)),
        paragraph("point", f"a) {TEXT}"),
        paragraph("dash", "- Cờ thi đua: 02 tập thể;"),
        paragraph("plus", "+ Tập thể lao động xuất sắc."),
        paragraph("body", end),
    )


def long_body() -> tuple[Block, ...]:
    return (
        *body(6)[:-1],
        paragraph("caption", "Bảng 1. Kết quả xét danh hiệu thi đua"),
        paragraph("unit-note", "Đơn vị tính: người"),
        table(30),
        paragraph("section", "II. PHƯƠNG HƯỚNG"),
        *body(5)[2:],
    )


def annexes() -> tuple[Annex, ...]:
    attached = "(Kèm theo Báo cáo số 506/BC-VP ngày 05 tháng 6 năm 2024 của Văn phòng)"
    first = (paragraph("unit-note", "Đơn vị tính: người"), table(45))
    second = (table(20), paragraph("body", "Ghi chú: số liệu tính đến ngày 31 tháng 12 năm 2024./."))
    return (
        Annex("Phụ lục I", "Danh hiệu thi đua", attached, False, first),
        Annex("Phụ lục II", "Hình thức khen thưởng", attached, True, second),
    )


def context(**changes: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "doc": {
            "type_name": "BÁO CÁO",
            "number_line": "Số: 506/BC-VP",
            "date_line": "Quảng Ngãi, ngày 05 tháng 6 năm 2024",
            "subject": "Kết quả công tác thi đua, khen thưởng năm 2024",
            "note": "",
            "addressees": (),
            "recipients": ("- Như trên;", "- Ban Thi đua - Khen thưởng;", "- Lưu: VT, HCQT(b)."),
        },
        "organ": {"superior": "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI", "name": "VĂN PHÒNG"},
        "signer": {"lines": ("KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"), "name": "Nguyễn Văn A"},
        "body": body(3),
        "annexes": (),
    }
    for name, change in changes.items():
        made[name] = {**made[name], **change} if isinstance(change, dict) else change
    return made
