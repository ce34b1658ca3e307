"""Paper, margins, fonts and colours are measured for the whole document."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from layout_samples import Sheet, cell, faults, findings, look, numbered, strip

from pipeline.decree.model import Page

A4 = {"width": 210, "height": 297, "tolerance": 1}


def paper(**changes: float | bool | None) -> Sheet:
    sheet = Sheet()
    sheet.sections = [replace(sheet.sections[0], **changes)]  # type: ignore[arg-type]
    return sheet


@pytest.mark.parametrize(("width", "height"), [(210.0, 297.0), (297.0, 210.0), (210.009, 297.004), (209.9, 297.9)])
def test_a4_either_way_up_is_right(width: float, height: float) -> None:
    assert faults(paper(width_mm=width, height_mm=height), "page-size", **A4) == []


def test_letter_paper_is_told_with_its_size() -> None:
    sheet = paper(width_mm=215.9, height_mm=279.4)
    assert faults(sheet, "page-size", **A4) == [("215.9 × 279.4 mm", "210 × 297 mm")]


def test_paper_of_unknown_size_is_not_judged() -> None:
    assert faults(paper(width_mm=None), "page-size", **A4) == []


def test_each_page_of_a_pdf_has_its_size() -> None:
    sheet = Sheet("pdf")
    sheet.pages = [Page(210.0, 297.0), Page(215.9, 279.4)]
    assert faults(sheet, "page-size", **A4) == [("215.9 × 279.4 mm", "210 × 297 mm")]


def test_a_turned_page_needs_a_table_of_figures() -> None:
    sheet = paper(landscape=True, width_mm=297.0, height_mm=210.0)
    sheet.add("body", "Sở Nội vụ báo cáo kết quả công tác năm 2025 như sau, gồm các nội dung chủ yếu dưới đây.")
    assert faults(sheet, "orientation") == [("landscape", "portrait")]
    sheet.add("other", "Người ký", region="cell", cell=cell(0, 0))
    assert faults(sheet, "orientation") == [("landscape", "portrait")]
    sheet.add("table", "25", region="cell", cell=cell(0, 0, ruled=True))
    assert faults(sheet, "orientation") == []


def test_a_turned_page_may_hold_a_chart() -> None:
    sheet = paper(landscape=True, width_mm=297.0, height_mm=210.0)
    sheet.add("other", "Biểu đồ 1. Kết quả khen thưởng")
    assert faults(sheet, "orientation") == []


@given(st.floats(0, 60))
def test_a_margin_is_right_within_its_range_and_wrong_outside(margin: float) -> None:
    got = faults(paper(left_mm=margin), "margin", edge="left", range=[30, 35])
    assert bool(got) == (not 29.7 <= margin <= 35.3)


def test_the_gutter_belongs_to_the_left_margin() -> None:
    assert faults(paper(left_mm=25.0, gutter_mm=7.0), "margin", edge="left", range=[30, 35]) == []
    assert faults(paper(right_mm=15.0, gutter_mm=9.0), "margin", edge="right", range=[15, 20]) == []


def test_margins_of_a_turned_page_are_not_judged() -> None:
    sheet = paper(left_mm=20.0, landscape=True)
    assert faults(sheet, "margin", edge="left", range=[30, 35]) == []


def test_sections_of_one_wrong_margin_are_one_finding() -> None:
    sheet = paper(bottom_mm=15.0)
    sheet.sections *= 3
    (finding,) = findings(sheet, "page.margin.bottom")
    assert (finding.count, finding.found.in_("vi")) == (3, "15 mm")
    assert [place.section for place in finding.places] == [1, 2, 3]


@pytest.mark.parametrize(("edge", "wrong"), [("top", False), ("bottom", False), ("left", True), ("right", True)])
def test_ink_cannot_prove_that_a_margin_above_or_below_is_too_large(edge: str, wrong: bool) -> None:
    sheet = Sheet("pdf")
    sheet.sections = [replace(sheet.sections[0], **{f"{edge}_mm": 60.0})]  # type: ignore[arg-type]
    assert bool(faults(sheet, "margin", edge=edge, range=[20, 30])) == wrong


# --- fonts -------------------------------------------------------------------------------------------------------
FAMILIES = {"families": ["Times New Roman"], "pdf_families": ["Tinos"]}


def test_a_document_in_another_font_is_one_finding() -> None:
    sheet = Sheet()
    for _ in range(500):
        sheet.add("body", "Nội dung", like=look(font="Arial"))
    (finding,) = findings(sheet, "font.family")
    assert (finding.count, finding.found.in_("en"), len(finding.places)) == (500, "Arial", 200)


def test_words_in_another_font_are_named() -> None:
    sheet = Sheet()
    sheet.add("body", "Chữ thường và ", ("chữ lạ", look(font="Calibri")), " trong câu.")
    (finding,) = findings(sheet, "font.family")
    assert (finding.found.in_("en"), finding.where.words) == ("Calibri", "chữ lạ")


def test_signs_without_letters_may_have_a_font_of_signs() -> None:
    sheet = Sheet()
    sheet.add("body", ("\uf0b7 ", look(font="Symbol")), "Nội dung", (" ☑", look(font="Wingdings")))
    assert faults(sheet, "font-family", **FAMILIES) == []


@pytest.mark.parametrize(
    ("label", "wrong"), [("o", False), ("\uf0b7", False), ("-", False), ("1.", True), ("a)", True)]
)
def test_a_number_that_word_writes_counts_and_a_bullet_does_not(label: str, wrong: bool) -> None:
    sheet = Sheet()
    sheet.add("body", "Nội dung", label=label, label_look=look(font="Courier New"))
    assert bool(faults(sheet, "font-family", **FAMILIES)) == wrong


def test_an_unknown_font_is_not_judged() -> None:
    sheet = Sheet()
    sheet.add("body", "Nội dung", like=look(font=None))
    assert faults(sheet, "font-family", **FAMILIES) == []


@pytest.mark.parametrize("font", ["ABCDEF+TimesNewRomanPS-BoldMT", "Times New Roman", "Tinos-Italic", "TINOS"])
def test_a_pdf_may_use_a_face_of_the_font_or_one_that_looks_the_same(font: str) -> None:
    sheet = Sheet("pdf")
    sheet.add("body", "Nội dung", like=look(font=font))
    assert faults(sheet, "font-family", **FAMILIES) == []


def test_a_docx_may_not_use_a_font_that_looks_the_same() -> None:
    sheet = Sheet()
    sheet.add("body", "Nội dung", like=look(font="Tinos"))
    assert faults(sheet, "font-family", **FAMILIES) == [("Tinos", "Times New Roman")]


def test_headers_count_and_are_told_once_though_sections_share_them() -> None:
    sheet = Sheet()
    sheet.add("body", "Nội dung")
    shared = strip(numbered(like=look(font="Arial")))
    sheet.sections = [replace(sheet.sections[0], strips=(shared,))] * 2
    assert faults(sheet, "font-family", **FAMILIES) == [("Arial", "Times New Roman")]


# --- colours -----------------------------------------------------------------------------------------------------
def test_letters_are_black_except_those_of_stamps() -> None:
    sheet = Sheet()
    sheet.add("khan", "HỎA TỐC", like=look(colour="FF0000"))
    sheet.add("body", "Gần như đen", like=look(colour="0D0D0D"))
    assert findings(sheet, "font.colour") == []
    sheet.add("body", "Chữ ", ("đỏ", look(colour="FF0000")), " và ", ("xám", look(colour="7f7f7f")))
    told = [(f.found.in_("en"), f.expected.in_("en"), f.where.words) for f in findings(sheet, "font.colour")]
    assert told == [("red", "black", "đỏ"), ("colour #7F7F7F", "black", "xám")]


def test_a_stamp_of_urgency_is_bright_red() -> None:
    sheet = Sheet()
    sheet.add("khan", "KHẨN", like=look(colour="E60000"))
    sheet.add("body", "Nội dung")
    assert findings(sheet, "khan.colour") == []
    sheet.add("khan", "KHẨN", like=look(colour="000000"))
    assert [f.found.in_("vi") for f in findings(sheet, "khan.colour")] != []


def test_a_colour_that_cannot_be_read_is_not_judged() -> None:
    sheet = Sheet()
    sheet.add("body", "Nội dung", like=look(colour="xyz"))
    assert findings(sheet, "font.colour") == []
