"""Level lines that are drawn for the eye, however they are made, and the text that they stand under."""

from __future__ import annotations

import pytest
from measure_builder import (
    aligned,
    anchored,
    at,
    borders,
    box,
    cell,
    measured,
    numbered,
    only_stroke,
    p,
    row,
    run,
    table,
    twice,
    vml,
)

from pipeline.docx.blocks import line_xml
from pipeline.docx.metrics import text_width_mm

CENTRED = '<w:jc w:val="center"/>'
SIZE = '<w:sz w:val="28"/>'
WIDTH = 164.994
"""Of the text area."""
NO_PADDING = '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
MOTTO = "Độc lập - Tự do - Hạnh phúc"


def ruled(side: str, kind: str = "single", more: str = "") -> str:
    return borders("pBdr", **{side: kind}) + more


def head(*lines: str) -> str:
    return "".join(p(line, CENTRED, SIZE) for line in lines)


# --- paragraph borders -------------------------------------------------------------------------------------------


def test_the_line_of_the_house_is_measured_as_it_was_drawn() -> None:
    stroke = only_stroke(head("a", MOTTO) + line_xml(60.5, WIDTH))
    assert (stroke.form, stroke.after, stroke.solid) == ("border", 1, True)
    assert stroke.length_mm == pytest.approx(60.5, abs=0.05)
    assert stroke.x_mm == pytest.approx((82.25, 142.75), abs=0.05)


def test_a_border_under_a_text_belongs_to_it() -> None:
    stroke = only_stroke(p("a") + p("b", ruled("bottom")))
    assert (stroke.after, stroke.length_mm) == (1, pytest.approx(WIDTH, abs=0.01))


def test_a_border_over_a_text_belongs_to_the_text_above() -> None:
    assert only_stroke(p("a") + p("") + p("b", ruled("top"))).after == 0


def test_empty_paragraphs_between_a_text_and_its_line_do_not_part_them() -> None:
    assert only_stroke(p("a") + p("") + p("") + p("", ruled("bottom"))).after == 0


@pytest.mark.parametrize(
    ("kind", "solid"),
    [("single", True), ("thick", True), ("dashed", False), ("dotted", False), ("double", False), ("wave", False)],
)
def test_only_one_line_without_gaps_is_solid(kind: str, solid: bool) -> None:
    assert only_stroke(p("a", ruled("bottom", kind))).solid is solid


@pytest.mark.parametrize(
    "ppr",
    [
        ruled("bottom", "nil"),
        ruled("bottom", "none"),
        borders("pBdr", top="single", left="single", bottom="single", right="single"),
    ],
)
def test_no_border_and_a_frame_are_no_stroke(ppr: str) -> None:
    assert measured(p("a", ppr)).strokes == ()


def test_a_border_around_several_paragraphs_is_one_line_under_the_last() -> None:
    assert only_stroke(p("a", ruled("bottom")) + p("b", ruled("bottom")) + p("c")).after == 1


def test_a_hanging_first_line_lengthens_the_border() -> None:
    stroke = only_stroke(p("a", ruled("bottom", more='<w:ind w:left="1134" w:hanging="567"/>')))
    assert stroke.x_mm == pytest.approx((40.005, 194.998), abs=0.01)


# --- lines of tables ---------------------------------------------------------------------------------------------


def letterhead(*rows: str, tblpr: str = "", grid: tuple[int, ...] = (3798, 5556)) -> str:
    return table(*rows, tblpr=tblpr + NO_PADDING, grid=grid)


def test_lines_in_cells_belong_to_the_text_over_them() -> None:
    left = cell(head("UBND", "SỞ") + line_xml(12, 67))
    right = cell(head("CỘNG HÒA", MOTTO) + line_xml(60, 98))
    found = measured(letterhead(row(left, right))).strokes
    assert [stroke.after for stroke in found] == [1, 4]
    assert found[1].x_mm == pytest.approx((116, 176), abs=0.1)


def test_a_line_in_a_row_of_its_own_belongs_to_the_cell_above() -> None:
    body = letterhead(row(cell("SỞ"), cell(MOTTO)), row(cell(line_xml(12, 67)), cell(line_xml(60, 98))))
    assert [stroke.after for stroke in measured(body).strokes] == [0, 1]


def test_the_lower_border_of_a_cell_is_a_line_under_its_text() -> None:
    body = letterhead(row(cell("SỞ"), cell(MOTTO, borders("tcBorders", bottom="single"))))
    stroke = only_stroke(body)
    assert (stroke.form, stroke.after) == ("border", 1)
    assert stroke.x_mm == pytest.approx((96.996, 194.998), abs=0.01)


def test_the_upper_border_of_a_narrow_empty_cell_is_a_line_under_the_text_above() -> None:
    line = borders("tcBorders", top="single")
    body = letterhead(
        row(cell("x", '<w:gridSpan w:val="3"/>'), cell(MOTTO)),
        row(cell(), cell("", line), cell(), cell()),
        grid=(1000, 1798, 1000, 5556),
    )
    stroke = only_stroke(body)
    assert (stroke.after, stroke.length_mm) == (0, pytest.approx(31.7, abs=0.02))


def test_borders_of_neighbours_are_one_line() -> None:
    line = borders("tcBorders", bottom="single")
    stroke = only_stroke(letterhead(row(cell("a", line), cell("b", line))))
    assert stroke.length_mm == pytest.approx(165, abs=0.01)


def test_a_cell_framed_all_round_is_a_stamp_and_no_line() -> None:
    frame = borders("tcBorders", top="single", left="single", bottom="single", right="single")
    assert measured(letterhead(row(cell("KHẨN", frame), cell("b")))).strokes == ()


FRAME = dict.fromkeys(("top", "left", "bottom", "right"), "single")
GRID = borders("tblBorders", **FRAME, insideH="single", insideV="single")
RULED = {
    "all lines": (table(row(cell("a"), cell("b")), tblpr=GRID), True),
    "no lines": (table(row(cell("a"), cell("b"))), False),
    "a frame only": (
        table(row(cell("a"), cell("b")), tblpr=borders("tblBorders", **FRAME)),
        False,
    ),
    "lines of the table that every cell takes away": (
        table(row(*[cell(t, borders("tcBorders", **dict.fromkeys(FRAME, "nil"))) for t in "ab"]), tblpr=GRID),
        False,
    ),
    "lines of every cell": (
        table(row(*[cell(t, borders("tcBorders", left="single", right="single")) for t in "ab"])),
        True,
    ),
    "one stamp": (table(row(cell("a")), tblpr=GRID, grid=(2000,)), False),
    "level lines of three rows": (
        table(*[row(cell("a"), cell("b"))] * 3, tblpr=borders("tblBorders", insideH="single")),
        True,
    ),
    "a line under one cell": (
        table(row(cell("a"), cell("b", borders("tcBorders", bottom="single"))), row(cell("c"), cell("d"))),
        False,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", RULED)
def test_tables_of_figures_are_those_that_show_inner_lines(name: str) -> None:
    body, is_ruled = RULED[name]
    found = measured(body)
    assert {q.cell.ruled for q in found.paragraphs if q.cell} == {is_ruled}
    assert found.has_tables is is_ruled


def test_lines_of_a_table_of_figures_are_no_strokes() -> None:
    assert measured(table(*[row(cell("a"), cell("b"))] * 3, tblpr=GRID)).strokes == ()


# --- drawings ----------------------------------------------------------------------------------------------------


def line(properties: str = "", kind: str = "line") -> str:
    shape = f'<a:prstGeom prst="{kind}"/>{properties}'
    return f"<wps:wsp><wps:cNvCnPr/><wps:spPr>{shape}</wps:spPr><wps:bodyPr/></wps:wsp>"


def drawn(mm: float, down: float = 0, across: str = "", properties: str = "", kind: str = "line") -> str:
    return anchored(line(properties, kind), across or at("column", 50), mm, 0, down)


def test_a_drawn_line_has_a_length_and_a_place() -> None:
    stroke = only_stroke(p(run(MOTTO, SIZE) + drawn(60, down=7)))
    assert (stroke.form, stroke.after, stroke.length_mm, stroke.solid) == ("shape", 0, 60.0, True)
    assert stroke.x_mm == pytest.approx((80.004, 140.004), abs=0.01)


@pytest.mark.parametrize(
    ("down", "after"),
    [(0, 0), (6, 1), (12, 2), (-2, 0)],
)
def test_a_line_stands_under_the_paragraph_that_it_reaches_down_to(down: float, after: int) -> None:
    body = head("a") + p(run("b", SIZE) + drawn(30, down), CENTRED) + head("c", "d")
    assert only_stroke(body).after == after


def test_a_line_in_an_empty_paragraph_stands_under_the_text_before() -> None:
    assert only_stroke(head("a", MOTTO) + p(drawn(60, down=1)) + head("c")).after == 1


def test_a_line_that_is_anchored_in_one_cell_may_stand_in_another() -> None:
    left = cell(p(run("SỞ", SIZE) + drawn(60, down=12, across=at("page", 116)), CENTRED))
    body = letterhead(row(left, cell(head("CỘNG HÒA", MOTTO))))
    assert only_stroke(body).after == 2


@pytest.mark.parametrize(
    ("properties", "solid"),
    [
        ("<a:ln/>", True),
        ('<a:ln><a:prstDash val="solid"/></a:ln>', True),
        ('<a:ln><a:prstDash val="dash"/></a:ln>', False),
        ('<a:ln cmpd="dbl"/>', False),
    ],
)
def test_dashes_and_double_lines_are_told(properties: str, solid: bool) -> None:
    assert only_stroke(p(run("a") + drawn(60, 6, properties=properties))).solid is solid


def test_a_flat_bar_is_a_line_too() -> None:
    assert only_stroke(p(run("a") + drawn(60, 6, kind="rect"))).length_mm == 60.0


@pytest.mark.parametrize(
    "drawing",
    [
        anchored(line(), at("column", 0), 0, 60),  # upright
        anchored(line(), at("column", 0), 60, 30),  # across the page
        drawn(60, properties="<a:ln><a:noFill/></a:ln>"),  # without ink
        drawn(2),  # a dot
        anchored(line(kind="rect"), at("column", 0), 60, 30),
        anchored(box(p("x")), at("column", 0), 60, 1),
    ],
)
def test_other_drawings_are_no_lines(drawing: str) -> None:
    assert measured(p(run("a") + drawing)).strokes == ()


def test_a_centred_line() -> None:
    stroke = only_stroke(p(run("a") + drawn(60, 6, across=aligned("margin", "center"))))
    assert stroke.x_mm == pytest.approx((82.5, 142.5), abs=0.01)


def test_a_line_that_is_stored_twice_is_one_line() -> None:
    new = drawn(60, 6).removeprefix("<w:r>").removesuffix("</w:r>")
    old = '<w:pict><v:line from="0,10pt" to="100pt,10pt"/></w:pict>'
    assert only_stroke(p(run("a") + twice(new, old))).length_mm == 60.0


ABSOLUTE = 'style="position:absolute;margin-left:60mm;margin-top:7mm;width:50mm;height:0"'
VML = {
    "a line": ('<v:line from="60mm,7mm" to="110mm,7mm"/>', (90.004, 140.004), True),
    "a line drawn from right to left": ('<v:line from="110mm,7mm" to="60mm,7mm"/>', (90.004, 140.004), True),
    "a connector": (f'<v:shape type="#_x0000_t32" {ABSOLUTE}/>', (90.004, 140.004), True),
    "a dashed one": (
        f'<v:shape type="#_x0000_t32" {ABSOLUTE}><v:stroke dashstyle="dash"/></v:shape>', (90.004, 140.004), False
    ),
    "a flat rectangle": (f"<v:rect {ABSOLUTE}/>", (90.004, 140.004), True),
    "a horizontal rule": ('<v:rect style="width:0;height:1.5pt" o:hr="t"/>', (30.004, 194.998), True),
    "half a horizontal rule": (
        '<v:rect style="width:0;height:1.5pt" o:hr="t" o:hrpct="500" o:hralign="center"/>', (71.25, 153.75), True
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", VML)
def test_lines_in_vml(name: str) -> None:
    shape, ends, solid = VML[name]
    stroke = only_stroke(p(run("a", SIZE) + vml(shape)))
    assert (stroke.form, stroke.after, stroke.solid) == ("shape", 0, solid)
    assert stroke.x_mm == pytest.approx(ends, abs=0.01)


@pytest.mark.parametrize(
    "shape",
    [
        '<v:line from="0,0" to="0,50pt"/>',
        '<v:line from="0,0" to="50pt,0" stroked="f"/>',
        '<v:line from="0,0" to="many,0"/>',
        '<v:shape type="#_x0000_t75" style="width:60mm;height:0"/>',
    ],
)
def test_other_vml_is_no_line(shape: str) -> None:
    assert measured(p(run("a") + vml(shape))).strokes == ()


# --- underlined --------------------------------------------------------------------------------------------------

UNDER = '<w:u w:val="single"/>'
BOLD = "<w:b/>"


def test_underlined_text_is_a_line_as_long_as_the_text() -> None:
    stroke = only_stroke(p(MOTTO, CENTRED, BOLD + SIZE + UNDER))
    width = text_width_mm(MOTTO, 14, bold=True)
    assert (stroke.form, stroke.after, stroke.length_mm) == ("underline", 0, pytest.approx(width, abs=0.01))
    assert stroke.x_mm == pytest.approx((112.5 - width / 2, 112.5 + width / 2), abs=0.01)


def test_the_middle_of_a_short_text_underlined_is_a_line() -> None:
    stroke = only_stroke(p(run("VĂN", SIZE) + run(" PHÒNG ", SIZE + UNDER) + run("SỞ", SIZE), CENTRED))
    assert stroke.length_mm == pytest.approx(text_width_mm("PHÒNG", 14), abs=0.01)


def test_underlined_text_of_two_lines_is_as_long_as_its_longer_line() -> None:
    text = " ".join(["chữ"] * 60)
    stroke = only_stroke(p(text, CENTRED, SIZE + UNDER))
    assert stroke.length_mm == pytest.approx(WIDTH, abs=8)
    assert stroke.x_mm is None


@pytest.mark.parametrize(
    "body",
    [
        p(f"<w:hyperlink>{run('a@b.vn', UNDER)}</w:hyperlink>"),
        p(run("một ", UNDER) + run("hai ") + run("ba", UNDER)),
        p(run("Theo đề nghị của Sở Nội vụ " * 8) + run("báo cáo", UNDER)),
        p("x" * 5000, rpr=UNDER),
    ],
    ids=["a link", "words here and there", "a word in a text", "a whole page"],
)
def test_other_underlined_words_are_no_lines(body: str) -> None:
    assert measured(body).strokes == ()


def test_underlined_blanks_are_a_line_under_the_text_above() -> None:
    stroke = only_stroke(p("a") + p(" " * 20, CENTRED, SIZE + UNDER))
    assert (stroke.after, stroke.length_mm) == (0, pytest.approx(text_width_mm(" " * 20, 14), abs=0.01))


# --- typed -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "solid"),
    [
        ("______", True),
        ("———", True),
        ("–––––", True),
        ("──────", True),
        ("------", False),
        ("- - - - -", False),
        ("=====", False),
        ("-----***-----", False),
        ("-----o0o-----", False),
    ],
)
def test_rows_of_signs_are_lines_under_the_text_above(text: str, solid: bool) -> None:
    stroke = only_stroke(head("a") + p(text, CENTRED, SIZE))
    assert (stroke.form, stroke.after, stroke.solid) == ("typed", 0, solid)
    assert stroke.length_mm == pytest.approx(text_width_mm(text, 14), abs=0.01)
    assert stroke.x_mm is not None
    assert sum(stroke.x_mm) / 2 == pytest.approx(112.5, abs=0.01)


@pytest.mark.parametrize("text", ["-", "--", "- a", "___ a ___", "........", "* * *", "Số: ____/BC"])
def test_other_signs_are_no_lines(text: str) -> None:
    assert measured(head("a") + p(text, CENTRED, SIZE)).strokes == ()


def test_a_typed_line_after_a_line_break_belongs_to_its_own_paragraph() -> None:
    body = head("x") + p(f"<w:r><w:rPr>{SIZE}</w:rPr><w:t>{MOTTO}</w:t><w:br/><w:t>______</w:t></w:r>", CENTRED)
    assert only_stroke(body).after == 1


def test_raised_signs_are_smaller_than_their_size_says() -> None:
    stroke = only_stroke(p("a") + p("_" * 20, CENTRED, SIZE + '<w:vertAlign w:val="superscript"/>'))
    assert stroke.length_mm == pytest.approx(0.65 * text_width_mm("_" * 20, 14), abs=0.01)


def test_lines_parted_by_tabs_stand_at_the_tab_stops() -> None:
    stops = '<w:tabs><w:tab w:val="center" w:pos="1701"/><w:tab w:val="center" w:pos="6804"/></w:tabs>'
    body = (
        p("\u00a0") + p("SỞ", stops) + p("<w:r><w:tab/><w:t>_____</w:t><w:tab/><w:t>__________</w:t></w:r>", stops)
    )
    found = measured(body).strokes
    assert [stroke.after for stroke in found] == [1, 1]
    middles = [sum(stroke.x_mm) / 2 for stroke in found if stroke.x_mm]
    assert middles == pytest.approx([60.008, 150.02], abs=0.02)


def test_lines_parted_by_many_blanks_are_several() -> None:
    found = measured(p("a") + p("   _____          ________", rpr=SIZE)).strokes
    assert [stroke.length_mm for stroke in found] == [
        pytest.approx(text_width_mm("_" * count, 14), abs=0.01) for count in (5, 8)
    ]
    assert found[0].x_mm is not None
    assert found[0].x_mm[0] == pytest.approx(30.004 + text_width_mm("   ", 14), abs=0.01)


# --- order -------------------------------------------------------------------------------------------------------


def test_strokes_come_in_the_order_of_the_text() -> None:
    body = head("a") + p("_____") + head("b") + p("", ruled("bottom")) + p(run("c") + drawn(30, 6))
    assert [(stroke.after, stroke.form) for stroke in measured(body).strokes] == [
        (0, "typed"), (2, "border"), (4, "shape")
    ]  # fmt: skip


def test_lines_of_headers_are_not_among_them() -> None:
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>'
    found = measured(p("a"), section, header1=p("x", ruled("bottom")) + p(run("y") + drawn(30, 6)))
    assert found.strokes == ()


def test_an_automatic_number_is_text_to_stand_under() -> None:
    list_ = '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:lvlText w:val="I."/></w:lvl></w:abstractNum>'
    number = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    body = p("a") + p("", numbered()) + p("____")
    assert only_stroke(body, numbering=list_ + number).after == 1
