"""What the decree leaves to those who write: changes that keep a right document right.

    @allowance(corners=(12, 13))
    def sizes_of_the_head(document: Document, size: float) -> None: ...

An allowance that a document has no place for raises LookupError. They are made in the order in which they stand
here and in the files beside: what changes the length of a text comes before what draws the line under it anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from editing import Document, Element, Q, W, text
from hypothesis import strategies as st
from lxml import etree

from pipeline.decree.scaffold.pieces import p
from pipeline.docx.metrics import longest_line_mm

Change = Callable[[Document, Any], None]
RUNNING = ("LoiVan", "Muc", "KhoanCoTieuDe", "Khoan", "Diem", "GachDauDong", "DauCong", "Dieu", "DieuVaLoi")
LEVELS = ("Phan", "TenPhan", "Chuong", "TenChuong")
HEAD_SIZES = {12: (12, 13, 13), 13: (13, 14, 14)}
"""Quốc hiệu -> Quốc hiệu, Tiêu ngữ, địa danh."""


@dataclass(frozen=True)
class Allowance:
    """A change with the values that it may take: all or the outermost, and how to draw others."""

    name: str
    change: Change
    corners: tuple[Any, ...]
    values: st.SearchStrategy[Any]


ALLOWANCES: list[Allowance] = []


def allowance(
    corners: tuple[Any, ...], values: st.SearchStrategy[Any] | None = None
) -> Callable[[Change], Change]:
    def register(change: Change) -> Change:
        ALLOWANCES.append(
            Allowance(change.__name__, change, corners, st.sampled_from(corners) if values is None else values)
        )
        return change

    return register


def halves(low: float, high: float) -> st.SearchStrategy[float]:
    """Sizes as Word offers them."""
    return st.integers(round(low * 2), round(high * 2)).map(lambda half: half / 2)


def style(document: Document, id: str) -> Element:
    try:
        return document.style(id)
    except StopIteration:
        raise LookupError(id) from None


def styles(document: Document, ids: tuple[str, ...]) -> list[Element]:
    """Those of these styles that the document has."""
    found = []
    for id in ids:
        try:
            found.append(document.style(id))
        except StopIteration:
            continue
    return found


def size_of(document: Document, id: str) -> float:
    size = style(document, id).find(f"{Q}rPr/{Q}sz")
    assert size is not None
    return int(size.get(f"{Q}val", "0")) / 2


def refit(document: Document) -> None:
    """Draw the lines under organ, Tiêu ngữ and trích yếu as long as their texts are now."""
    for id, share in (("CoQuanBanHanh", 0.42), ("TieuNgu", 1.0), ("TrichYeu", 0.42)):
        pieces = document.paragraphs(id)
        for piece in pieces if pieces and text(pieces[0]) != id else ():
            following = piece.getnext()
            if following is None or following.find(f"{Q}pPr/{Q}pBdr") is None:
                continue
            above = [piece]
            while (before := above[-1].getprevious()) is not None and before in pieces:
                above.append(before)
            room, size = document.room(piece), size_of(document, id)
            document.line_length(
                piece, share * max(longest_line_mm(text(one), room, size, bold=True) for one in above)
            )


# --- page and letters --------------------------------------------------------------------------------------------


@allowance(
    corners=((20, 20, 30, 15), (25, 25, 35, 20), (20, 25, 30, 20), (25, 20, 35, 15)),
    values=st.tuples(st.floats(20, 25), st.floats(20, 25), st.floats(30, 35), st.floats(15, 20)),
)
def margins(document: Document, sides: tuple[float, float, float, float]) -> None:
    document.margins(*sides)
    refit(document)


@allowance(corners=(12, 13))
def sizes_of_the_head(document: Document, size: int) -> None:
    for id, points in zip(("QuocHieu", "TieuNgu", "DiaDanhThoiGian"), HEAD_SIZES[size], strict=True):
        if text(document.paragraph("QuocHieu", -1)) == "SAO Y":
            raise LookupError("the kind of a copy stands in the style of the Quốc hiệu")
        document.size(style(document, id), points)
    refit(document)


@allowance(corners=(12, 13), values=halves(12, 13))
def size_of_the_organs(document: Document, size: float) -> None:
    for id in ("CoQuanChuQuan", "CoQuanBanHanh"):
        document.size(style(document, id), size)
    refit(document)


@allowance(corners=(13, 14), values=halves(13, 14))
def size_of_the_text(document: Document, size: float) -> None:
    for found in styles(document, (*RUNNING, *LEVELS)):
        document.size(found, size)


@allowance(corners=(13, 14), values=halves(13, 14))
def size_of_the_title(document: Document, size: float) -> None:
    for id in ("TenLoai", "TrichYeu"):
        document.size(style(document, id), size)
    refit(document)


def _size(ids: tuple[str, ...], low: float, high: float, name: str) -> None:
    def change(document: Document, size: float) -> None:
        found = styles(document, ids)
        if not found:
            raise LookupError(ids)
        for one in found:
            document.size(one, size)

    change.__name__ = f"size_of_{name}"
    allowance((low, high), halves(low, high))(change)


_size(("TrichYeuCongVan",), 12, 13, "the_subject_of_a_letter")
_size(("CanCu",), 13, 14, "the_grounds")
_size(("KinhGui", "KinhGuiNhieu", "NoiKinhGui"), 13, 14, "the_addressees")
_size(("ChucVu", "HoTen"), 13, 14, "the_signer")
_size(("TenPhuLuc", "KemTheo"), 13, 14, "the_title_of_an_annex")
_size(("ChuTrongBang",), 11, 14, "figures")


@allowance(corners=(13, 14))
def size_of_page_numbers(document: Document, size: float) -> None:
    if document.paragraphs("PL.(300)"):  # its headers hold more than numbers
        raise LookupError("headers")
    document.size(style(document, "SoTrang"), size)


# --- running text ------------------------------------------------------------------------------------------------


@allowance(corners=(10, 12.5, 12.7))
def first_line(document: Document, indent: float) -> None:
    for found in styles(document, RUNNING):
        document.indent(found, first=indent)


@allowance(
    corners=((6, 0), (0, 6), (3, 3), (12, 12)),
    values=st.tuples(st.integers(0, 12), st.integers(0, 12)).filter(lambda gaps: sum(gaps) >= 6),
)
def gap_of_paragraphs(document: Document, gaps: tuple[int, int]) -> None:
    for found in styles(document, RUNNING):
        document.spacing(found, *gaps)


@allowance(corners=(1, 1.15, 1.5), values=st.integers(100, 150).map(lambda hundredths: hundredths / 100))
def line_spacing(document: Document, lines: float) -> None:
    for found in styles(document, RUNNING):
        document.spacing(found, line=lines)


@allowance(corners=((17, "exact"), (22, "exact"), (16, "atLeast"), (22, "atLeast")))
def line_height(document: Document, height: tuple[float, str]) -> None:
    for found in styles(document, RUNNING):
        document.spacing(found, exact=height[0])
        spacing = found.find(f"{Q}pPr/{Q}spacing")
        assert spacing is not None
        spacing.set(f"{Q}lineRule", height[1])


@allowance(corners=("bold", "italic", "underline"))
def words_set_off(document: Document, look: str) -> None:
    for id in ("LoiVan", "Khoan", "Diem"):
        for paragraph in document.paragraphs(id)[:1]:
            words = text(paragraph).split()
            if len(words) > 5:
                getattr(document, look)(paragraph, words=" ".join(words[3:5]))


SENTENCES = (
    "Thực hiện Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư, các cơ quan "
    "rà soát văn bản; sau đó thực hiện Nghị định số 30/2020/NĐ-CP.",
    "Theo Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022, các cơ quan tổ chức thực hiện.",
    "Thực hiện Chỉ thị số 34-CT/TW ngày 07 tháng 4 năm 2014 của Bộ Chính trị về tiếp tục đổi mới công tác thi "
    "đua, khen thưởng và Chỉ thị số 34-CT/TW của Bộ Chính trị.",
    "Theo đề nghị của Sở Nội vụ tại Công văn số 309/SNV-TĐKT ngày 15/9/2025, các đơn vị thống nhất.",
    "Theo điểm a khoản 2 Điều 103 Mục 5 Chương XII Phần I của Bộ luật Hình sự.",
    "Có 02 tập thể, 05 cá nhân, 1.234 lượt người, đạt 12,5% kế hoạch, tăng 1/3; kinh phí 1.500.000 đồng.",
    "Giai đoạn 2021 - 2025, năm học 2024 - 2025; ngày Quốc khánh 2-9; tháng 6 năm 2025; tháng 02 năm 2025.",
    "Từ ngày 07/4/2014 đến ngày 05/9/2026, nhiệt độ 15 °C, dài 22 m, khổ 245,12 mm, rộng 1,27 cm.",
    "Thủ đô Hà Nội, Thành phố Hồ Chí Minh, tỉnh Quảng Ngãi, Quận 1, Phường Điện Biên Phủ, xã Măng Đen.",
    "Huân chương Lao động hạng Nhất, Bằng khen của Thủ tướng Chính phủ, Chiến sĩ thi đua toàn quốc.",
    "Liên hợp quốc (UN), Tổ chức Y tế thế giới (WHO), ông Vla-đi-mia I-lích Lê-nin, Mát-xcơ-va.",
    "Ủy ban nhân dân (UBND) các xã báo cáo trước ngày 25 hằng tháng; UBND các phường gửi qua thư điện tử.",
    "“Thi đua là yêu nước, yêu nước thì phải thi đua” - Chủ tịch Hồ Chí Minh.",
    "Tỷ lệ (%) tham gia của công chức là 95,5%: a) 05 tập thể, b) 03 cá nhân.",
)


@allowance(corners=SENTENCES)
def a_sentence(document: Document, sentence: str) -> None:
    document.insert_after(document.paragraph("LoiVan"), p("LoiVan", sentence))


@allowance(corners=(9, 11, 12, 14))
def a_table(document: Document, size: float) -> None:
    """A table of figures with its title and its unit in the text."""
    cell = '<w:tc><w:tcPr><w:tcW w:w="4677" w:type="dxa"/></w:tcPr>{}</w:tc>'.format
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    rows = "".join(
        f"<w:tr>{cell(p('ChuTrongBang', name))}{cell(p('ChuTrongBang', number))}</w:tr>"
        for name, number in (("ĐƠN VỊ", "SỐ LƯỢNG"), ("Xã Trà Bồng", "12"), ("Tổng số", "12"))
    )
    grid = '<w:tblGrid><w:gridCol w:w="4677"/><w:gridCol w:w="4677"/></w:tblGrid>'
    table = (
        f'<w:tbl><w:tblPr><w:tblW w:w="9354" w:type="dxa"/><w:tblBorders>{lines}</w:tblBorders></w:tblPr>{grid}'
    )
    above = document.paragraph("LoiVan")
    document.insert_after(above, f"{table}{rows}</w:tbl>")
    made = above.getnext()
    assert made is not None
    for paragraph in made.iter(f"{Q}p"):
        document.size(paragraph, size)
    document.insert_after(
        above, p("TenBang", "Bảng 1. Kết quả khen thưởng") + p("DonViTinh", "Đơn vị tính: người")
    )


@allowance(corners=("Theo báo cáo của các đơn vị.",))
def a_footnote(document: Document, note: str) -> None:
    raised = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
    document.paragraph("LoiVan").append(
        etree.fromstring(f'<w:r xmlns:w="{W}">{raised}<w:footnoteReference w:id="2"/></w:r>')
    )
    small = '<w:rPr><w:sz w:val="20"/></w:rPr>'
    document.add_part(
        "word/footnotes.xml",
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2"><w:p><w:r>{raised}<w:footnoteRef/></w:r>'
        f'<w:r>{small}<w:t xml:space="preserve"> {note}</w:t></w:r></w:p></w:footnote></w:footnotes>',
        "footnotes",
    )


LISTS = (
    ("Muc", "upperRoman", "%1."),
    ("Khoan", "decimal", "%1."),
    ("KhoanCoTieuDe", "decimal", "%1."),
    ("Diem", "lowerLetter", "%1)"),
    ("GachDauDong", "bullet", "-"),
)


@allowance(corners=LISTS)
def numbers_by_word(document: Document, list_: tuple[str, str, str]) -> None:
    """Word counts instead of the writer; where a list begins anew in the document, numbers stay typed."""
    id, format_, label = list_
    items = [one for one in document.paragraphs(id) if text(one)[:1] in "I1a-"]
    counted = document.paragraphs(id)
    firsts = [one for one in counted if text(one).split(" ")[0] in ("I.", "1.", "a)")]
    if not items or len(firsts) > 1 or text(counted[0]) == id:
        raise LookupError(id)
    for item in counted:
        number = text(item).split(" ")[0]
        if not number.endswith((".", ")", "-")):
            raise LookupError("no number")
        document.replace(item, f"{number} ", "")
        properties = item.find(f"{Q}pPr")
        assert properties is not None
        numbering = f'<w:numPr xmlns:w="{W}"><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>'
        properties.insert(1, etree.fromstring(numbering))
    level = f'<w:start w:val="1"/><w:numFmt w:val="{format_}"/><w:suff w:val="space"/><w:lvlText w:val="{label}"/>'
    document.add_part(
        "word/numbering.xml",
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0">{level}</w:lvl>'
        '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="7"/></w:num></w:numbering>',
        "numbering",
    )


@allowance(corners=(True,))
def a_turned_page_with_a_table(document: Document, _on: bool) -> None:
    tables = document.body.findall(f"{Q}tbl")
    table = next((one for one in tables if one.find(f"{Q}tblPr/{Q}tblStyle") is not None), None)
    above = None if table is None else table.getprevious()
    if table is None or above is None or above.find(f"{Q}pPr") is None or len(document.sections()) < 3:
        raise LookupError("no table in the text")
    document.end_section(above)
    document.insert_after(table, p("KhoangCach"))
    below = table.getnext()
    assert below is not None
    document.end_section(below)
    document.page(landscape=True, section=1)
    for properties in document.sections()[1:3]:  # the pages go on counting
        for name in ("pgNumType", "titlePg"):
            for found in properties.findall(f"{Q}{name}"):
                properties.remove(found)
