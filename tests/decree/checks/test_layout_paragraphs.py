"""Alignment, indents, gaps and line spacing of paragraphs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from layout_samples import CENTRED, RUNNING, TEXT_MM, Sheet, cell, faults, findings, look

from pipeline.decree.model import Layout

LONG = "Thực hiện Kế hoạch về công tác thi đua, khen thưởng, Sở Nội vụ báo cáo kết quả thực hiện trong năm " * 3
LEFT = Layout("left", 0.0, 0.0, 0.0, 0.0, 0.0, 1.0)


def running(text: str = LONG, **changes: object) -> Sheet:
    sheet = Sheet()
    sheet.add("body", text, layout=replace(RUNNING, **changes))  # type: ignore[arg-type]
    return sheet


# --- alignment ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("align", "found"), [("left", "aligned left"), ("center", "centred"), ("right", "aligned right")]
)
def test_text_of_several_lines_is_justified(align: str, found: str) -> None:
    assert faults(running(align=align), "align", "body", align="both") == [(found, "justified")]


def test_text_of_one_line_looks_the_same_justified_or_not() -> None:
    assert faults(running("Kính báo cáo.", align="left"), "align", "body", align="both") == []


def test_text_that_may_fill_one_line_or_two_is_not_judged() -> None:
    nearly = "Sở Nội vụ báo cáo kết quả thực hiện công tác thi đua, khen thưởng trong năm 2025"
    assert faults(running(nearly, align="left"), "align", "body", align="both") == []


def test_unknown_alignment_is_not_judged() -> None:
    assert faults(running(align=None), "align", "body", align="both") == []


def test_a_title_at_the_left_is_not_centred() -> None:
    sheet = Sheet()
    sheet.add("tenloai", "BÁO CÁO", layout=LEFT)
    assert faults(sheet, "align", "tenloai", align="center") == [("aligned left", "centred")]


@pytest.mark.parametrize(
    "layout",
    [replace(LEFT, left_mm=70.0), replace(LEFT, first_mm=70.0), replace(LEFT, align="both", left_mm=70.0)],
)
def test_a_title_brought_to_the_middle_by_an_indent_is_centred(layout: Layout) -> None:
    sheet = Sheet()
    sheet.add("tenloai", "BÁO CÁO", layout=layout)
    assert faults(sheet, "align", "tenloai", align="center") == []


def test_a_title_moved_by_tabs_is_not_judged() -> None:
    sheet = Sheet()
    sheet.add("tenloai", "\t\t\tBÁO CÁO", layout=LEFT)
    assert faults(sheet, "align", "tenloai", align="center") == []


def test_two_components_on_one_line_have_no_alignment_of_their_own() -> None:
    sheet = Sheet()
    sheet.add("so", "Số: 05/BC-SNV", layout=LEFT)
    sheet.add("diadanh", "\tHà Nội, ngày 05 tháng 12 năm 2025", same=True)
    assert faults(sheet, "align", "so", align="center") == []


# --- indent ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("first", [10.0, 9.8, 10.2, 12.5, 12.7, 12.9])
def test_both_indents_of_the_decree_are_right(first: float) -> None:
    assert faults(running(first_mm=first), "indent", "body", values=[10, 12.7]) == []


@given(st.floats(0, 30))
def test_an_indent_between_or_beyond_them_is_wrong(first: float) -> None:
    near = any(abs(first - value) < 0.29 for value in (10, 12.7))
    far = all(abs(first - value) > 0.31 for value in (10, 12.7))
    got = faults(running(first_mm=first), "indent", "body", values=[10, 12.7])
    assert (not near or got == []) and (not far or len(got) == 1)


def test_a_list_with_a_hanging_number_begins_where_its_number_stands() -> None:
    assert faults(running(left_mm=19.0, first_mm=-6.3), "indent", "body", values=[10, 12.7]) == []


def test_a_tab_indents_as_far_as_its_stop() -> None:
    assert faults(running("\t" + LONG, first_mm=0.0), "indent", "body", values=[10, 12.7]) == []
    sheet = Sheet()
    sheet.add("body", "\t" + LONG, layout=replace(RUNNING, first_mm=0.0), stops_mm=(50.0,))
    assert faults(sheet, "indent", "body", values=[10, 12.7]) == [("20 mm", "10 mm or 12.7 mm")]


def test_a_row_of_dots_has_no_indent() -> None:
    sheet = Sheet()
    sheet.add("body", "\t" + "." * 80, layout=replace(RUNNING, first_mm=0.0), stops_mm=(190.0,))
    assert faults(sheet, "indent", values=[10, 12.7]) == []


def test_missing_indents_are_one_finding() -> None:
    sheet = Sheet()
    for _ in range(40):
        sheet.add("body", LONG, layout=replace(RUNNING, first_mm=0.0))
    (finding,) = findings(sheet, "body.indent")
    assert (finding.count, finding.found.in_("vi"), finding.expected.in_("en")) == (40, "0 mm", "10 mm or 12.7 mm")


@pytest.mark.parametrize("where", [{"annex": 0}, {"region": "cell", "cell": cell(0, 0)}, {"layout": CENTRED}])
def test_only_running_text_is_indented(where: dict[str, object]) -> None:
    sheet = Sheet()
    sheet.add("body", LONG, **{"layout": replace(RUNNING, first_mm=0.0), **where})  # type: ignore[arg-type]
    assert faults(sheet, "indent", "body", values=[10, 12.7]) == []


# --- gaps --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("after", "before", "wrong"),
    [(0, 6, 0), (6, 0, 0), (3, 3, 0), (0, 0, 1), (2, 3, 1), (None, None, 0), (None, 6, 0)],
)
def test_gaps_after_and_before_add_up(after: float | None, before: float | None, wrong: int) -> None:
    sheet = Sheet()
    sheet.add("body", LONG, layout=replace(RUNNING, after_pt=after, before_pt=0.0))
    sheet.add("body", LONG, layout=replace(RUNNING, before_pt=before))
    assert len(faults(sheet, "para-gap", "body", min=6)) == wrong


def test_an_empty_paragraph_is_gap_enough() -> None:
    sheet = Sheet()
    sheet.add("body", LONG, layout=replace(RUNNING, before_pt=0.0))
    sheet.add("body", LONG, layout=replace(RUNNING, before_pt=0.0), skip=1)
    assert faults(sheet, "para-gap", "body", min=6) == []


def test_a_heading_between_paragraphs_is_not_held_to_the_gap_of_the_text() -> None:
    sheet = Sheet()
    sheet.add("body", LONG, layout=replace(RUNNING, before_pt=0.0))
    sheet.add("h.muc.roman", "II. PHƯƠNG HƯỚNG", layout=replace(RUNNING, before_pt=0.0))
    assert faults(sheet, "para-gap", "body", min=6) == []


@pytest.mark.parametrize(
    ("gap", "wrong"), [(6.0, []), (6.05, []), (0.0, [("0 pt", "6 pt")]), (12.0, [("12 pt", "6 pt")])]
)
def test_the_subject_of_a_letter_has_its_gap(gap: float, wrong: list[tuple[str, str]]) -> None:
    sheet = Sheet()
    sheet.add("so", "Số: 05/SNV-TĐKT", layout=CENTRED, region="cell", cell=cell(1, 0))
    sheet.add("trichyeu.cv", "V/v báo cáo", layout=replace(CENTRED, before_pt=gap), region="cell", cell=cell(1, 0))
    assert faults(sheet, "gap-between", "trichyeu.cv", above="so", gap=6) == wrong


def test_a_gap_between_two_rows_of_a_table_is_not_known() -> None:
    sheet = Sheet()
    sheet.add("so", "Số: 05/SNV-TĐKT", layout=CENTRED, region="cell", cell=cell(1, 0))
    sheet.add("trichyeu.cv", "V/v báo cáo", layout=CENTRED, region="cell", cell=cell(2, 0))
    assert faults(sheet, "gap-between", "trichyeu.cv", above="so", gap=6) == []


# --- line spacing ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("line", "wrong"), [(1.0, 0), (1.15, 0), (1.5, 0), (2.0, 1), (0.8, 1), (None, 0)])
def test_line_spacing_is_single_to_one_and_a_half(line: float | None, wrong: int) -> None:
    assert len(faults(running(line=line), "line-spacing", "body", min=1, max=1.5)) == wrong


@pytest.mark.parametrize(("points", "wrong"), [(17.0, 0), (18.0, 0), (24.0, 0), (30.0, 1), (12.0, 0)])
def test_a_height_in_points_counts_by_the_size_of_the_letters(points: float, wrong: int) -> None:
    sheet = Sheet()
    sheet.add("body", LONG, like=look(14.0), layout=replace(RUNNING, line=None, line_pt=points))
    assert len(faults(sheet, "line-spacing", "body", min=1, max=1.5)) == wrong


def test_lines_of_the_head_are_single() -> None:
    sheet = Sheet()
    for name in ("quochieu", "tieungu"):
        sheet.add(name, "Chữ", layout=replace(CENTRED, line=1.5), column=TEXT_MM)
    (finding,) = findings(sheet, "quochieu.spacing")
    assert (finding.count, finding.found.in_("vi"), finding.expected.in_("en")) == (2, "1.5 lines", "1 lines") or (
        finding.found.in_("en"),
        finding.expected.in_("en"),
    ) == ("1.5 lines", "1 lines")
