"""Lines, tables and frames of a PDF, and what is wrong on its pages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_paper import Paper
from pdf_samples import LEFT, MIDDLE, NATION, ORGAN, STEP, TEXT, foot, head, pages, report, title
from test_pdf_lines import measured, texts, the

from pipeline.decree.model import Measured, Stroke
from pipeline.docx.metrics import text_width_mm


def stroke_under(document: Measured, start: str) -> Stroke:
    [stroke] = document.strokes_after[the(document, start).index]
    return stroke


def grid(paper: Paper, xs: tuple[float, ...], ys: tuple[float, ...]) -> Paper:
    for y in ys:
        paper.line(xs[0], xs[-1], y)
    for x in xs:
        paper.upright(x, ys[0], ys[-1])
    return paper


def test_lines_of_the_head_stand_under_their_texts() -> None:
    document = measured(title(head(Paper().page())))
    motto, organ, subject = (stroke_under(document, start) for start in ("Độc lập", "SỞ NỘI VỤ", "Kết quả"))
    assert motto.length_mm == pytest.approx(text_width_mm("Độc lập - Tự do - Hạnh phúc", 14, bold=True), abs=0.1)
    assert (organ.length_mm, subject.length_mm) == (pytest.approx(10, abs=0.1), pytest.approx(50, abs=0.1))
    assert organ.x_mm == (pytest.approx(ORGAN - 5, abs=0.1), pytest.approx(ORGAN + 5, abs=0.1))
    assert (motto.form, motto.solid, motto.page) == ("drawn", True, 0)


@settings(max_examples=30, deadline=None)
@given(length=st.floats(4, 160), thick=st.floats(0.05, 1.0), x=st.floats(20, 40))
def test_a_line_has_its_length_whatever_its_thickness(length: float, thick: float, x: float) -> None:
    [stroke] = measured(Paper().text(30, 50, "Một dòng chữ").line(x, x + length, 53, thick)).strokes
    assert stroke.length_mm == pytest.approx(length, abs=0.05)
    assert stroke.y_mm == pytest.approx(53, abs=0.05)


def test_dashed_and_double_lines_are_not_solid() -> None:
    paper = Paper().text(30, 50, "Một dòng chữ").line(30, 60, 53, dash="[3 2] 0 d")
    paper.text(30, 90, "Dòng khác").line(30, 60, 93).line(30, 60, 93.9)
    assert [stroke.solid for stroke in measured(paper).strokes] == [False, False]


def test_a_line_at_the_baseline_underlines_the_text() -> None:
    width = text_width_mm("Độc lập - Tự do - Hạnh phúc", 14)
    paper = Paper().text(60, 50, "Độc lập - Tự do - Hạnh phúc").line(60, 60 + width, 50.6)
    document = measured(paper)
    assert document.paragraphs[0].spans[0].look.underline
    [stroke] = document.strokes
    assert (stroke.form, stroke.after) == ("underline", 0)


def test_a_table_of_figures_has_cells_and_no_strokes() -> None:
    paper = Paper().text(LEFT, 30, "Bảng số liệu")
    grid(paper, (30, 60, 120, 195), (40, 48, 56, 64))
    for row, base in enumerate((45.5, 53.5, 61.5)):
        for column, x in enumerate((32, 62, 122)):
            paper.text(x, base, f"Ô {row}{column}", 12)
    paper.text(LEFT, 75, "Đoạn sau bảng.")
    document = measured(paper)
    assert document.has_tables
    assert not document.strokes
    assert texts(document) == [
        "Bảng số liệu",
        *(f"Ô {row}{column}" for row in range(3) for column in range(3)),
        "Đoạn sau bảng.",
    ]
    cells = [paragraph.cell for paragraph in document.paragraphs if paragraph.cell]
    assert [(cell.row, cell.column, cell.columns, cell.ruled) for cell in cells] == [
        (row, column, 3, True) for row in range(3) for column in range(3)
    ]
    assert document.paragraphs[1].column_mm == (pytest.approx(30, abs=0.2), pytest.approx(60, abs=0.2))


def test_a_frame_around_a_word_is_a_box() -> None:
    paper = grid(title(head(Paper().page())), (45, 75), (44, 52))
    document = measured(paper.centred(60, 49.5, "KHẨN", 13, bold=True))
    urgent = the(document, "KHẨN")
    assert urgent.region == "box"
    assert urgent.cell is None


def test_a_border_around_the_page_changes_nothing() -> None:
    document = measured(grid(report(), (15, 200), (12, 285)))
    assert {paragraph.region for paragraph in document.paragraphs} == {"body"}
    assert texts(document) == texts(measured(report()))


def test_a_line_across_the_page_parts_what_is_above_and_below() -> None:
    paper = foot(foot(Paper().page(), 100).line(30, 195, 145), 155)
    found = texts(measured(paper))
    assert found[:7] == found[7:]


def test_two_fonts_in_one_word_are_a_trouble() -> None:
    width = text_width_mm("tr", 14)
    paper = (
        Paper()
        .text(30, 50, "tr")
        .text(30 + width, 50, "ình", family="DejaVuSans")
        .text(30, 80, "Bảng: ")
        .text(45, 80, "a", family="Arial")
    )
    [trouble] = measured(paper).troubles
    assert (trouble.kind, trouble.found) == ("mixed-families", "trình (Times New Roman, DejaVuSans)")


def test_texts_on_each_other_are_a_trouble() -> None:
    paper = Paper().text(30, 50, "Nội dung của đoạn thứ nhất").text(40, 51, "Đoạn thứ hai in đè lên")
    [trouble] = measured(paper).troubles
    assert (trouble.kind, trouble.page) == ("overlap", 0)


def test_pages_without_text_are_a_trouble() -> None:
    paper = report().page().page().picture(5, 5, 205, 290)
    assert [(trouble.kind, trouble.page) for trouble in measured(paper).troubles] == [
        ("blank-page", 1),
        ("scanned", 2),
    ]


def test_a_page_of_a_picture_and_a_page_that_holds_only_its_number_differ() -> None:
    paper = pages(2).page().centred(MIDDLE, 14, "3")
    assert [(trouble.kind, trouble.page) for trouble in measured(paper).troubles] == [("blank-page", 2)]


def test_a_right_document_has_no_trouble() -> None:
    for paper in (report(), pages(3), title(head(Paper().page()))):
        assert not measured(paper).troubles


def test_the_ink_of_a_page_leaves_out_its_number() -> None:
    document = measured(pages(2))
    for page in document.pages:
        assert page.ink is not None
        assert page.ink.y0 > 19
        assert page.has_text


def test_what_comes_again_on_every_page_is_its_footer() -> None:
    paper = pages(3)
    for width, height, content, extra in paper.pages:
        one = Paper([(width, height, content, extra)], paper.fonts)
        one.text(LEFT, 285, "Trung tâm Lưu trữ", 11)
    document = measured(paper)
    [section] = document.sections
    assert [strip.place for strip in section.strips] == ["header", "footer"]
    assert "Trung tâm Lưu trữ" not in texts(document)


def test_a_letterhead_that_comes_again_is_no_header() -> None:
    paper = title(head(Paper().page()))
    paper.paragraph(TEXT, 80, step=STEP)
    head(paper.page())
    paper.paragraph(TEXT, 80, step=STEP)
    assert texts(measured(paper)).count("SỞ NỘI VỤ") == 2
    assert NATION > ORGAN


def test_typed_lines_are_strokes_under_the_text_above() -> None:
    paper = Paper().page()
    paper.centred(ORGAN, 24, "SỞ NỘI VỤ", 13, bold=True).centred(ORGAN, 29, "_______", 13)
    paper.centred(NATION, 24, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, bold=True)
    paper.centred(NATION, 29, "--------------", 13)
    document = measured(paper)
    organ, nation = stroke_under(document, "SỞ NỘI VỤ"), stroke_under(document, "CỘNG HÒA")
    assert (organ.form, organ.solid) == ("typed", True)
    assert organ.length_mm == pytest.approx(text_width_mm("_______", 13), abs=0.1)
    assert (nation.form, nation.solid) == ("typed", False)
