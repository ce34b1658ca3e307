"""Letters, lines and looks of a PDF as a reader sees them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_paper import Paper, stream, write_pdf
from pdf_samples import NATION, ORGAN, head, report

from pipeline.decree.model import Measured, Paragraph
from pipeline.decree.pdf import measure_pdf
from pipeline.decree.pdf.fonts import face_of
from pipeline.docx.metrics import text_width_mm


def measured(paper: Paper) -> Measured:
    return measure_pdf(paper.bytes(), "thu.pdf")


def texts(document: Measured) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def the(document: Measured, start: str) -> Paragraph:
    return next(paragraph for paragraph in document.paragraphs if paragraph.text.startswith(start))


@pytest.mark.parametrize(
    ("name", "family", "bold", "italic"),
    [
        ("TimesNewRomanPSMT", "Times New Roman", False, False),
        ("ABCDEF+TimesNewRomanPS-BoldItalicMT", "Times New Roman", True, True),
        ("ABCDEE+Times New Roman,Bold", "Times New Roman", True, False),
        ("Times#20New#20Roman", "Times New Roman", False, False),
        ("BAAAAA+Tinos-Italic", "Times New Roman", False, True),
        ("LiberationSerif-Bold", "Times New Roman", True, False),
        ("NimbusRomNo9L-MediItal", "Times New Roman", True, True),
        ("Times-Roman", "Times New Roman", False, False),
        ("Arial-BoldMT", "Arial", True, False),
        ("Calibri,Italic", "Calibri", False, True),
        (".VnTime", ".VnTime", False, False),
        ("CIDFont+F2", None, False, False),
        ("F1", None, False, False),
        ("", None, False, False),
    ],
)
def test_a_font_is_named_as_a_reader_would(name: str, family: str | None, bold: bool, italic: bool) -> None:
    face = face_of(name)
    assert (face.family, face.bold, face.italic) == (family, bold, italic)


def test_letters_have_their_look_and_their_place() -> None:
    paper = Paper().text(40, 50, "Kính gửi: ", 14).text(60, 50, "Bộ Nội vụ", 13, bold=True, colour="1 0 0")
    [paragraph] = measured(paper).paragraphs
    first, second = paragraph.spans
    assert (first.text, second.text) == ("Kính gửi: ", "Bộ Nội vụ")
    assert (first.look.font, first.look.size, first.look.bold, first.look.colour) == (
        "Times New Roman",
        14,
        False,
        "000000",
    )
    assert (second.look.size, second.look.bold, second.look.colour) == (13, True, "FF0000")
    [line] = paragraph.lines
    assert line.box.x0 == pytest.approx(40, abs=0.1)
    assert line.box.y0 < 50 < line.box.y1


@pytest.mark.parametrize(("written", "meant"), [(14.04, 14), (12.96, 13), (11.04, 11), (13.5, 13.5), (13.2, 13.2)])
def test_sizes_that_a_printer_rounded_are_those_that_were_meant(written: float, meant: float) -> None:
    [paragraph] = measured(Paper().text(30, 50, "Một dòng chữ", written)).paragraphs
    assert paragraph.spans[0].look.size == meant


def test_the_text_matrix_enlarges_letters() -> None:
    paper = Paper().text(30, 50, "Chữ", 7)
    enlarged = paper.pages[0][2][0].replace("1 0 0 1 ", "2 0 0 2 ")
    paper.pages[0][2][0] = enlarged
    [paragraph] = measured(paper).paragraphs
    assert paragraph.spans[0].look.size == 14


def test_letters_that_are_stroked_too_are_bold_and_those_not_shown_are_no_text() -> None:
    paper = Paper().text(30, 50, "Đậm", mode=2).text(30, 80, "Giấu", mode=3)
    [paragraph] = measured(paper).paragraphs
    assert paragraph.text == "Đậm"
    assert paragraph.spans[0].look.bold


def test_words_set_one_by_one_make_one_line_with_its_blanks() -> None:
    paper, x = Paper(), 30.0
    for word in ("Sở", "Nội", "vụ", "báo", "cáo"):
        paper.text(x, 50, word)
        x += 3.5 * len(word)
    assert texts(measured(paper)) == ["Sở Nội vụ báo cáo"]


def test_a_superscript_stays_in_its_line() -> None:
    paper = Paper().text(30, 50, "Diện tích 500 m").text(66.5, 48.3, "2", 8)
    [paragraph] = measured(paper).paragraphs
    assert "".join(paragraph.text.split()) == "Diệntích500m2"


def test_text_that_stands_aslant_or_is_printed_twice_counts_once() -> None:
    paper = Paper().text(30, 50, "Quyết định").text(30.1, 50, "Quyết định").text(60, 150, "DỰ THẢO", 60)
    paper.pages[0][2][-1] = paper.pages[0][2][-1].replace("1 0 0 1 ", "0.7 0.7 -0.7 0.7 ")
    document = measured(paper)
    assert texts(document) == ["Quyết định"]
    assert not document.troubles


def test_the_head_is_read_column_by_column() -> None:
    document = measured(head(Paper().page()))
    assert texts(document) == [
        "UBND TỈNH QUẢNG NGÃI",
        "SỞ NỘI VỤ",
        "Số: 15/BC-SNV",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Quảng Ngãi, ngày 05 tháng 12 năm 2025",
    ]
    assert {paragraph.layout.align for paragraph in document.paragraphs} == {"center"}
    middles = [(box.x0 + box.x1) / 2 for box in (paragraph.box for paragraph in document.paragraphs) if box]
    assert middles == pytest.approx([ORGAN] * 3 + [NATION] * 3, abs=0.2)


def test_a_head_of_one_text_with_wide_gaps_is_two_columns() -> None:
    paper = Paper().page()
    for base, left, right in (
        (24, "UBND TỈNH QUẢNG NGÃI", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (30, "SỞ NỘI VỤ", "Độc lập - Tự do - Hạnh phúc"),
    ):
        blanks = " " * round((62 - text_width_mm(left, 12)) / text_width_mm(" ", 12))
        paper.text(35, base, left + blanks + right, 12)
    assert texts(measured(paper)) == [
        "UBND TỈNH QUẢNG NGÃI SỞ NỘI VỤ",  # of one look: one component
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    ]


def test_a_wrapped_organ_is_one_paragraph_and_others_are_their_own() -> None:
    paper = Paper().page()
    paper.centred(ORGAN, 24, "UBND TỈNH QUẢNG NGÃI", 13)
    paper.centred(ORGAN, 29.3, "BAN QUẢN LÝ DỰ ÁN ĐẦU TƯ", 13, bold=True)
    paper.centred(ORGAN, 34.6, "XÂY DỰNG CÁC CÔNG TRÌNH", 13, bold=True)
    paper.centred(NATION, 24, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, bold=True)
    paper.centred(NATION, 29.3, "Độc lập - Tự do - Hạnh phúc", 13, bold=True)
    found = texts(measured(paper))
    assert found[:2] == ["UBND TỈNH QUẢNG NGÃI", "BAN QUẢN LÝ DỰ ÁN ĐẦU TƯ XÂY DỰNG CÁC CÔNG TRÌNH"]
    assert found[2:] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]


def test_the_foot_is_read_column_by_column() -> None:
    assert texts(measured(report()))[-7:] == [
        "Nơi nhận:",
        "- Như trên;",
        "- Các phòng, đơn vị thuộc Sở;",
        "- Lưu: VT, TĐKT.",
        "KT. GIÁM ĐỐC",
        "PHÓ GIÁM ĐỐC",
        "Trần Văn Bình",
    ]


@pytest.mark.parametrize("size", [12.0, 13.0, 14.0])
@settings(max_examples=40, deadline=None)
@given(
    words=st.lists(
        st.text(st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyáếộẫ"), min_size=1, max_size=9),
        min_size=1,
        max_size=12,
    )
)
def test_every_text_is_read_as_it_was_set(size: float, words: list[str]) -> None:
    text = " ".join(("x", *words))
    [paragraph] = measured(Paper().text(30, 50, text, size)).paragraphs
    assert paragraph.text == text
    assert paragraph.spans[0].look.size == size


CODELESS = (
    b"<</Type/Font/Subtype/Type0/BaseFont/TimesNewRomanPSMT/Encoding/Identity-H/DescendantFonts[<</Type/Font"
    b"/Subtype/CIDFontType2/BaseFont/TimesNewRomanPSMT/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
    b"/Supplement 0>>/DW 500/FontDescriptor<</Type/FontDescriptor/FontName/TimesNewRomanPSMT/Flags 4/Ascent 891"
    b"/Descent -216/CapHeight 662/StemV 80/ItalicAngle 0/FontBBox[-568 -307 2046 1039]>>>>]>>"
)


def test_letters_without_codes_are_a_trouble_where_they_stand() -> None:
    data = write_pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
            stream(b"BT /F 14 Tf 100 700 Td <004100420043> Tj ET"),
            CODELESS,
        ]
    )
    [trouble] = measure_pdf(data, "thu.pdf").troubles
    assert (trouble.kind, trouble.paragraph, trouble.page) == ("missing-glyphs", 0, 0)
    assert trouble.box is not None
    assert trouble.box.x0 == pytest.approx(100 * 25.4 / 72, abs=0.1)
