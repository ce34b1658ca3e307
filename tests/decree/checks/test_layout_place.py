"""Where components stand, and the lines under them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from layout_samples import CENTRED, LEFT_MM, RIGHT_MM, Sheet, cell, faults, findings, look

from pipeline.decree.model import Box, Layout
from pipeline.docx.metrics import longest_line_mm, text_width_mm

LEFT = Layout("left", 0.0, 0.0, 0.0, 0.0, 0.0, 1.0)
MOTTO = "Độc lập - Tự do - Hạnh phúc"


def head(so_row: int = 1, date_row: int = 1) -> Sheet:
    """A letterhead in a table of two columns."""
    sheet = Sheet()
    for name, text, column, row in (
        ("organ.parent", "UBND TỈNH A", 0, 0),
        ("organ.issuer", "SỞ NỘI VỤ", 0, 0),
        ("quochieu", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 1, 0),
        ("tieungu", MOTTO, 1, 0),
        ("so", "Số: 05/BC-SNV", 0, so_row),
        ("diadanh", "A, ngày 05 tháng 12 năm 2025", 1, date_row),
    ):
        sheet.add(
            name,  # type: ignore[arg-type]
            text,
            like=look(13.0, bold=name != "so"),
            layout=CENTRED,
            column=(LEFT_MM, RIGHT_MM)[column],
            region="cell",
            cell=cell(row, column),
            side=("left", "right")[column],
        )
    return sheet


PLACES = (
    "quochieu.position", "tieungu.centred", "organ.position", "organ.level",
    "organ.issuer.centred",
    "so.position", "so.centred", "diadanh.position", "diadanh.level", "diadanh.centred",
)  # fmt: skip


def test_a_head_in_a_table_of_two_columns_is_right() -> None:
    assert findings(head(), *PLACES) == []


def test_number_and_date_in_different_rows_are_not_level() -> None:
    assert [f.rule for f in findings(head(so_row=1, date_row=2), *PLACES)] == ["diadanh.level"]


def test_components_in_the_wrong_half_are_told() -> None:
    sheet = Sheet()
    sheet.add("quochieu", "CỘNG HÒA", side="left")
    assert [(f.found.in_("en"), f.expected.in_("en")) for f in findings(sheet, "quochieu.position")] == [
        ("in the left half of the page", "in the right half of the page")
    ]


def test_a_place_that_nobody_knows_is_not_judged() -> None:
    sheet = Sheet()
    sheet.add("quochieu", "CỘNG HÒA", side=None)
    assert findings(sheet, *PLACES) == []


@pytest.mark.parametrize(("shift", "wrong"), [(0.0, False), (2.5, False), (8.0, True)])
def test_lines_of_a_pdf_are_level_within_the_height_of_letters(shift: float, wrong: bool) -> None:
    sheet = Sheet("pdf")
    sheet.add("so", "Số: 05", page=0, box=Box(40, 40, 70, 45))
    sheet.add("diadanh", "A, ngày", page=0, box=Box(120, 40 + shift, 180, 45 + shift))
    assert bool(faults(sheet, "level", "diadanh", beside=["so"])) == wrong


@given(st.floats(-20, 20))
def test_the_middle_of_a_pdf_line_is_that_of_its_ink(shift: float) -> None:
    sheet = Sheet("pdf")
    sheet.add("sign.title", "GIÁM ĐỐC", page=0, box=Box(120, 200, 160, 205), side="right")
    sheet.add("sign.name", "Trần Văn B", page=0, box=Box(125 + shift, 230, 155 + shift, 235), side="right")
    wrong = faults(sheet, "centred-under", "sign.name", above=["sign.title"], tolerance=5)
    assert bool(wrong) == (abs(shift) > 5)


def test_a_name_at_the_left_of_its_cell_is_not_centred_under_the_post() -> None:
    sheet = Sheet()
    sheet.add("sign.title", "GIÁM ĐỐC", layout=CENTRED, column=RIGHT_MM, side="right")
    sheet.add("sign.name", "Trần Văn B", layout=LEFT, column=RIGHT_MM, side="right")
    assert [f.rule for f in findings(sheet, "sign.name.centred")] == ["sign.name.centred"]


def test_dashes_line_up_under_the_colon() -> None:
    begin = 45.0
    colon = begin + text_width_mm("Kính gửi", 14.0) - 30.0
    sheet = Sheet()
    sheet.add("kinhgui", "Kính gửi:", layout=replace(LEFT, left_mm=begin - 30.0))
    for _ in range(2):
        sheet.add("kinhgui.item", "- Sở Tài chính;", layout=replace(LEFT, left_mm=colon))
    assert findings(sheet, "kinhgui.many.align") == []
    sheet.add("kinhgui.item", "- Sở Tài chính.", layout=replace(LEFT, left_mm=0.0))
    assert [f.where.paragraph for f in findings(sheet, "kinhgui.many.align")] == [4]


# --- lines -------------------------------------------------------------------------------------------------------
def motto(length: float | None = None, **more: object) -> Sheet:
    sheet = Sheet()
    sheet.add("tieungu", MOTTO, like=look(14.0, bold=True), layout=CENTRED, column=RIGHT_MM)
    if length is not None:
        sheet.stroke("tieungu", length, **more)
    return sheet


LINE = ("tieungu.line", "tieungu.line.solid", "tieungu.line.length", "tieungu.line.middle")
WIDTH = text_width_mm(MOTTO, 14.0, bold=True)


def test_a_missing_line_is_told() -> None:
    assert [(f.rule, f.found.in_("en")) for f in findings(motto(), *LINE)] == [("tieungu.line", "nothing there")]


def test_no_component_no_line() -> None:
    assert findings(Sheet(), *LINE) == []


@pytest.mark.parametrize(("factor", "wrong"), [(1.0, 0), (0.97, 0), (1.04, 0), (0.9, 1), (1.2, 1), (0.5, 1)])
def test_the_line_is_as_long_as_the_motto(factor: float, wrong: int) -> None:
    assert len(findings(motto(WIDTH * factor), *LINE)) == wrong


def test_widths_of_letters_of_another_font_are_not_known() -> None:
    sheet = Sheet()
    sheet.add("tieungu", MOTTO, like=look(14.0, bold=True, font="Arial"), layout=CENTRED, column=RIGHT_MM)
    sheet.stroke("tieungu", 2 * WIDTH)
    assert findings(sheet, *LINE) == []


def test_a_line_of_unknown_length_is_a_line() -> None:
    sheet = motto()
    sheet.stroke("tieungu", None)
    assert findings(sheet, *LINE) == []


def test_a_broken_line_is_told() -> None:
    assert [f.rule for f in findings(motto(WIDTH, solid=False), *LINE)] == ["tieungu.line.solid"]


def test_a_line_aside_is_told() -> None:
    middle = sum(RIGHT_MM) / 2
    right = motto(WIDTH, x_mm=(middle - WIDTH / 2, middle + WIDTH / 2))
    assert findings(right, *LINE) == []
    aside = motto(WIDTH, x_mm=(middle - WIDTH / 2 + 12, middle + WIDTH / 2 + 12))
    assert [f.rule for f in findings(aside, *LINE)] == ["tieungu.line.middle"]


@pytest.mark.parametrize(("share", "wrong"), [(1 / 3, 0), (0.4, 0), (0.5, 0), (0.2, 1), (0.8, 1)])
def test_the_line_under_the_issuer_is_a_third_to_a_half_of_its_longest_line(share: float, wrong: int) -> None:
    sheet = Sheet()
    texts = ("HỘI ĐỒNG NHÂN DÂN", "XÃ B")
    for text in texts:
        sheet.add("organ.issuer", text, like=look(13.0, bold=True), layout=CENTRED, column=LEFT_MM)
    sheet.stroke("organ.issuer", share * text_width_mm(texts[0], 13.0, bold=True))
    assert len(findings(sheet, "organ.line", "organ.line.length")) == wrong


def test_a_wrapped_subject_counts_by_its_longest_line() -> None:
    text = "Kết quả công tác thi đua, khen thưởng năm 2025 và phương hướng, nhiệm vụ công tác thi đua năm 2026"
    sheet = Sheet()
    sheet.add("trichyeu", text, like=look(14.0, bold=True), layout=CENTRED)
    longest = longest_line_mm(text, 165.0, 14.0, bold=True)
    assert longest < 0.8 * text_width_mm(text, 14.0, bold=True)
    sheet.stroke("trichyeu", longest / 2)
    assert findings(sheet, "trichyeu.line.length") == []
    sheet.stroke("trichyeu", text_width_mm(text, 14.0, bold=True) / 2)
    sheet.strokes["trichyeu"] = sheet.strokes["trichyeu"][1:]
    assert len(findings(sheet, "trichyeu.line.length")) == 1


def test_a_line_that_a_template_draws_later_is_not_missed() -> None:
    sheet = Sheet()
    sheet.add("trichyeu", "{{ doc.subject }}", like=look(bold=True), layout=CENTRED)
    assert findings(sheet, "trichyeu.line") == []
    titled = Sheet()
    titled.add("trichyeu", "Về việc khen thưởng", like=look(bold=True), layout=CENTRED)
    titled.add("other", "{{p doc.subject | line }}")
    assert findings(titled, "trichyeu.line") == []


def test_the_subject_of_a_letter_has_no_line() -> None:
    sheet = Sheet()
    sheet.add("trichyeu.cv", "V/v báo cáo", like=look(12.0))
    assert findings(sheet, "trichyeu.cv.noline", kind="CV") == []
    sheet.stroke("trichyeu.cv", 20.0)
    assert [f.severity for f in findings(sheet, "trichyeu.cv.noline", kind="CV")] == ["warning"]
    assert findings(sheet, "trichyeu.cv.noline", kind="BC") == []


def test_blanks_before_a_component_bring_it_to_the_middle() -> None:
    sheet = Sheet()
    bold = look(14.0, bold=True)
    nation = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    sheet.add("quochieu", nation, like=look(13.0, bold=True), layout=LEFT, column=RIGHT_MM, side="right")
    blanks = round((text_width_mm(nation, 13.0, True) - text_width_mm(MOTTO, 14.0, True)) / 2 / 1.235)
    motto = sheet.add("tieungu", " " * blanks + MOTTO, like=bold, layout=LEFT, column=RIGHT_MM, side="right")
    cut = replace(motto, spans=(replace(motto.spans[0], text=MOTTO),))  # as the recogniser cuts it
    sheet.pieces[-1] = cut
    assert faults(sheet, "centred-under", "tieungu", above=["quochieu"], tolerance=2) == []
