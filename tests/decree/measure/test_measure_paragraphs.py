"""Indents, gaps, line spacing, tab stops, and the numbers that Word puts before paragraphs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from measure_builder import (
    cell,
    defaults,
    labels,
    layout,
    level,
    measured,
    numbered,
    numbering,
    of_style,
    p,
    row,
    run,
    style,
    table,
    texts,
)

from pipeline.decree.measure.numbering import numeral
from pipeline.decree.model import Layout

PLAIN = Layout("left", 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, None)


def ind(**values: int) -> str:
    return f"<w:ind {' '.join(f'w:{name}={chr(34)}{value}{chr(34)}' for name, value in values.items())}/>"


def spacing(**values: object) -> str:
    return f"<w:spacing {' '.join(f'w:{name}={chr(34)}{value}{chr(34)}' for name, value in values.items())}/>"


def test_a_paragraph_that_says_nothing_is_plain() -> None:
    assert layout(p("a")) == PLAIN


LAYOUTS = [
    ('<w:jc w:val="both"/>', {"align": "both"}),
    ('<w:jc w:val="end"/>', {"align": "right"}),
    ('<w:jc w:val="start"/>', {"align": "left"}),
    ('<w:jc w:val="distribute"/>', {"align": "both"}),
    ('<w:jc w:val="sideways"/>', {"align": "left"}),
    (ind(firstLine=567), {"first_mm": 10.001}),
    (ind(firstLine=720), {"first_mm": 12.7}),
    (ind(left=720, hanging=360), {"left_mm": 12.7, "first_mm": -6.35}),
    (ind(start=720, end=360), {"left_mm": 12.7, "right_mm": 6.35}),
    (ind(left=-142), {"left_mm": -2.505}),
    ('<w:ind w:firstLine="1cm"/>', {"first_mm": 10.0}),
    (spacing(before=120, after=60), {"before_pt": 6.0, "after_pt": 3.0}),
    (spacing(before=120, beforeAutospacing=1), {"before_pt": 14.0}),
    (spacing(line=360), {"line": 1.5}),
    (spacing(line=276, lineRule="auto"), {"line": 1.15}),
    (spacing(line=340, lineRule="exact"), {"line": None, "line_pt": 17.0}),
    (spacing(line=340, lineRule="atLeast"), {"line": None, "line_pt": 17.0}),
    (spacing(before="many", line="wide", after=-5), {}),
    (ind(left=99_999_999), {}),
]


@pytest.mark.parametrize(("said", "shown"), LAYOUTS, ids=[said for said, _ in LAYOUTS])
def test_direct_layout(said: str, shown: dict[str, object]) -> None:
    found = layout(p("a", said))
    assert {name: getattr(found, name) for name in shown} == shown
    assert {name for name in Layout.__slots__ if getattr(found, name) != getattr(PLAIN, name)} <= set(shown)


def test_what_is_not_said_comes_from_the_style_and_its_base_and_the_defaults() -> None:
    styles = (
        defaults(ppr=spacing(after=160, line=259))
        + style("Normal", ppr='<w:jc w:val="both"/>')
        + style("Base", ppr=ind(firstLine=567, left=100), based="Normal")
        + style("Heir", ppr=ind(left=0), based="Base")
    )
    found = layout(p("a", of_style("Heir") + spacing(before=120)), styles=styles)
    assert found == Layout("both", 0.0, 0.0, 10.001, 6.0, 8.0, 1.0792, None)


def test_a_first_line_indent_takes_the_place_of_a_hanging_one() -> None:
    styles = style("Normal", ppr=ind(left=720, hanging=720))
    assert layout(p("a", ind(firstLine=567)), styles=styles).first_mm == 10.001


def test_attributes_of_line_spacing_are_inherited_one_by_one() -> None:
    styles = style("Normal", ppr=spacing(line=340, lineRule="exact"))
    assert layout(p("a", spacing(line=360)), styles=styles).line_pt == 18.0
    assert layout(p("a", spacing(line=360, lineRule="auto")), styles=styles).line == 1.5


def test_an_automatic_gap_of_a_style_lasts_until_it_is_unset() -> None:
    styles = style("Web", ppr=spacing(before=100, beforeAutospacing=1))
    assert layout(p("a", of_style("Web") + spacing(before=120)), styles=styles).before_pt == 14.0
    unset = spacing(before=120, beforeAutospacing=0)
    assert layout(p("a", of_style("Web") + unset), styles=styles).before_pt == 6.0


def test_paragraphs_of_one_style_that_wish_no_gap_between_them_have_none() -> None:
    close = of_style("List") + "<w:contextualSpacing/>"
    body = p("a", close) + p("b", close) + p("c")
    styles = style("List", ppr=spacing(before=120, after=120))
    found = [(q.layout.before_pt, q.layout.after_pt) for q in measured(body, styles=styles).paragraphs]
    assert found == [(6.0, 0.0), (0.0, 6.0), (0.0, 0.0)]


def test_paragraphs_in_a_table_take_the_gaps_of_its_style() -> None:
    styles = (
        defaults(ppr=spacing(after=160, line=259))
        + style("Normal")
        + style("Grid", kind="table", ppr=spacing(after=0, line=240))
    )
    body = p("a") + table(row(cell("b")), tblpr='<w:tblStyle w:val="Grid"/>', grid=(4000,))
    found = [(q.layout.after_pt, q.layout.line) for q in measured(body, styles=styles).paragraphs]
    assert found == [(8.0, 1.0792), (0.0, 1.0)]


# --- tab stops ---------------------------------------------------------------------------------------------------


def tabs(**stops: int) -> str:
    """``tabs(left_1=1000)``: a stop of the kind before the underscore."""
    made = "".join(f'<w:tab w:val="{name.partition("_")[0]}" w:pos="{place}"/>' for name, place in stops.items())
    return f"<w:tabs>{made}</w:tabs>"


def test_tab_stops_add_up_and_are_told_from_the_edge_of_the_paper() -> None:
    styles = style("Tabbed", ppr=tabs(center_1=1134, left_2=2268, bar_3=3000))
    body = p("a", of_style("Tabbed") + tabs(right_1=9000, clear_2=2268))
    (paragraph,) = measured(body, styles=styles).paragraphs
    assert paragraph.stops_mm == (50.006, 188.754)


# --- numbers -----------------------------------------------------------------------------------------------------

LIST = numbering(
    level(0, "%1.", "upperRoman", ppr=ind(left=1134, hanging=567), rpr="<w:b/>"),
    level(1, "%2.", ppr=ind(firstLine=567)),
    level(2, "%3)", "lowerLetter"),
    level(3, "%2.%4.", more="<w:isLgl/>"),
    level(4, "-", "bullet"),
)


def steps(*levels: int) -> str:
    return "".join(p("x", numbered(1, at)) for at in levels)


def test_levels_are_counted_and_begin_again_under_a_higher_one() -> None:
    found = labels(steps(0, 1, 1, 2, 2, 1, 2, 0, 1, 4, 4), numbering=LIST)
    assert found == ["I.", "1.", "2.", "a)", "b)", "3.", "a)", "II.", "1.", "-", "-"]


def test_a_level_may_show_those_above_it() -> None:
    assert labels(steps(0, 1, 3, 3, 1, 3), numbering=LIST) == ["I.", "1.", "1.1.", "1.2.", "2.", "2.1."]


def test_a_level_that_shall_not_begin_again_goes_on() -> None:
    list_ = numbering(level(0, "%1."), level(1, "%2)", more='<w:lvlRestart w:val="0"/>'))
    assert labels(steps(0, 1, 1, 0, 1), numbering=list_) == ["1.", "1)", "2)", "2.", "3)"]


def test_two_lists_of_one_kind_share_their_count_unless_one_begins_anew() -> None:
    other = '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
    anew = (
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
    )
    body = p("x", numbered(1)) + p("x", numbered(2)) + p("x", numbered(3)) + p("x", numbered(3))
    assert labels(body, numbering=numbering(level(0, "%1."), more=other + anew)) == ["1.", "2.", "7.", "8."]


def test_numbers_from_a_style_with_the_level_that_is_bound_to_it() -> None:
    list_ = numbering(level(0, "%1."), level(1, "%2)", "lowerLetter", more='<w:pStyle w:val="Point"/>'))
    styles = style("Point", ppr='<w:numPr><w:numId w:val="1"/></w:numPr>')
    body = p("x", of_style("Point")) + p("x", of_style("Point") + numbered(0))
    assert labels(body, styles=styles, numbering=list_) == ["a)", ""]


def test_indents_of_a_list_stand_between_the_style_and_the_paragraph() -> None:
    styles = style("Normal", ppr=ind(left=100, firstLine=100))
    assert layout(p("x", numbered(1)), styles=styles, numbering=LIST).left_mm == 20.002
    assert layout(p("x", numbered(1)), styles=styles, numbering=LIST).first_mm == -10.001
    assert layout(p("x", numbered(1) + ind(left=0, firstLine=0)), numbering=LIST).first_mm == 0.0


def test_a_style_that_names_a_list_wins_over_the_indents_of_the_list() -> None:
    styles = style("Own", ppr=numbered(1) + ind(left=0, firstLine=720)) + style("Taken", ppr=numbered(1))
    assert layout(p("x", of_style("Own")), styles=styles, numbering=LIST).first_mm == 12.7
    assert layout(p("x", of_style("Taken")), styles=styles, numbering=LIST).first_mm == -10.001


def test_the_label_has_the_look_of_its_paragraph_and_of_its_level() -> None:
    mark = '<w:rPr><w:i/><w:sz w:val="28"/></w:rPr>'
    (paragraph,) = measured(p(run("x"), numbered(1) + mark), numbering=LIST).paragraphs
    found = paragraph.label_look
    assert found is not None
    assert (found.size, found.bold, found.italic) == (14.0, True, True)
    assert paragraph.shown == "I. x"


@pytest.mark.parametrize(
    ("sign", "shown"), [("\uf0b7", "•"), ("\uf02d", "-"), ("\uf123", "•"), ("–", "–"), ("+", "+")]
)
def test_bullets_of_symbol_fonts_are_shown_as_letters(sign: str, shown: str) -> None:
    assert labels(p("x", numbered(1)), numbering=numbering(level(0, sign, "bullet"))) == [shown]


def test_a_list_that_borrows_its_levels_from_a_numbering_style() -> None:
    part = (
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="L"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="L"/>{level(0, "%1/")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    )
    styles = style("L", kind="numbering", ppr='<w:numPr><w:numId w:val="2"/></w:numPr>')
    assert labels(p("x", numbered(1)), numbering=part, styles=styles) == ["1/"]


@pytest.mark.parametrize("list_", [0, 9, 2**40])
def test_lists_that_do_not_exist_number_nothing(list_: int) -> None:
    assert labels(p("x", numbered(list_)), numbering=LIST) == [""]


@pytest.mark.parametrize(
    ("value", "format_", "shown"),
    [
        (4, "decimal", "4"),
        (4, "decimalZero", "04"),
        (4, "upperRoman", "IV"),
        (1994, "lowerRoman", "mcmxciv"),
        (27, "lowerLetter", "aa"),
        (3, "upperLetter", "C"),
        (0, "lowerRoman", "0"),
        (1_000_000, "upperRoman", "1000000"),
        (1_000_000, "lowerLetter", "1000000"),
        (5, "never heard of", "5"),
    ],
)
def test_numerals(value: int, format_: str, shown: str) -> None:
    assert numeral(value, format_) == shown


@given(st.integers(1, 3999))
def test_roman_numerals_add_up(value: int) -> None:
    worth = dict(zip("IVXLCDM", (1, 5, 10, 50, 100, 500, 1000), strict=True))
    signs = [worth[sign] for sign in numeral(value, "upperRoman")]
    assert sum(-one if one < two else one for one, two in zip(signs, [*signs[1:], 0], strict=True)) == value


def test_numbers_are_not_part_of_the_text() -> None:
    assert texts(p("x", numbered(1)), numbering=LIST) == ["x"]
