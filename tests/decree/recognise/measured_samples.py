"""Measured documents written by hand: a paragraph is a text with its place and look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from pipeline.decree.model import CellPlace, Layout, Look, Measured, Paragraph, Section, Span, Stroke
from pipeline.decree.recognise import recognise

PAGE = Section(210.0, 297.0, 20.0, 20.0, 30.0, 15.0)


@dataclass(frozen=True)
class Text:
    """A paragraph to be: where it stands and how it looks."""

    text: str
    bold: bool = False
    italic: bool = False
    align: str = "both"
    cell: CellPlace | None = None
    region: str = "body"
    more: tuple[tuple[str, Any], ...] = ()


def body(text: str, **more: Any) -> Text:
    return Text(text, more=tuple(more.items()))


def bold(text: str, **more: Any) -> Text:
    return Text(text, bold=True, more=tuple(more.items()))


def middle(text: str, bold: bool = False, italic: bool = False) -> Text:
    """A centred paragraph."""
    return Text(text, bold, italic, "center")


def left(text: str, bold: bool = False, table: int = 0, row: int = 0) -> Text:
    """A paragraph in the left cell of a table without lines."""
    return Text(text, bold, False, "center", CellPlace(table, row, 0, 2, False), "cell")


def right(text: str, bold: bool = False, italic: bool = False, table: int = 0, row: int = 0) -> Text:
    return Text(text, bold, italic, "center", CellPlace(table, row, 1, 2, False), "cell")


def figure(text: str, row: int = 0, column: int = 0, table: int = 5) -> Text:
    """A paragraph in a cell of a table of figures."""
    return Text(text, cell=CellPlace(table, row, column, 4, True), region="cell")


def measured(*texts: Text, strokes: Iterable[Stroke] = (), **more: Any) -> Measured:
    """A document of these paragraphs; an empty text is an empty paragraph."""
    paragraphs = tuple(_paragraph(index, text) for index, text in enumerate(texts))
    section = replace(PAGE, first=0, last=len(paragraphs) - 1)
    return Measured("docx", "sample.docx", paragraphs, (section,), tuple(strokes), **more)


def _paragraph(index: int, text: Text) -> Paragraph:
    more = dict(text.more)
    font = more.pop("font", "Times New Roman")
    layout = replace(Layout(align=text.align), **more.pop("layout", {}))  # type: ignore[arg-type]
    spans = (Span(text.text, Look(font, 14, text.bold, text.italic)),) if text.text else ()
    return Paragraph(index, spans, layout, text.region, cell=text.cell, **more)  # type: ignore[arg-type]


def found(*texts: Text, **more: Any) -> list[tuple[str, str]]:
    """Name and text of every piece of these paragraphs."""
    return [(piece.name, piece.text) for piece in recognise(measured(*texts, **more)).pieces]


def names(*texts: Text, **more: Any) -> list[str]:
    return [name for name, _ in found(*texts, **more)]


NATION = right("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", True)
MOTTO = right("Độc lập - Tự do - Hạnh phúc", True)
ORGANS = (left("UBND TỈNH A"), left("SỞ NỘI VỤ", True))
NUMBER = left("Số: 15/BC-SNV", row=1)
DATE = right("Quảng Ngãi, ngày 05 tháng 12 năm 2025", italic=True, row=1)
HEAD = (*ORGANS, NATION, MOTTO, NUMBER, DATE)
TITLE = (middle("BÁO CÁO", True), middle("Kết quả công tác năm 2025", True))
FOOT = (
    left("Nơi nhận:", True, table=9),
    left("- Như trên;", table=9),
    left("- Lưu: VT.", table=9),
    right("GIÁM ĐỐC", True, table=9),
    right("", table=9),
    right("", table=9),
    right("Trần Văn B", True, table=9),
)
SENTENCE = body("Sở Nội vụ báo cáo kết quả công tác năm 2025 như sau, gồm các nội dung chủ yếu dưới đây./.")
