"""Who decides how letters look: defaults, table style, paragraph style, character style, direct formatting."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from measure_builder import (
    OFFICE,
    attributes,
    cell,
    defaults,
    look,
    measured,
    of_style,
    p,
    row,
    run,
    style,
    table,
    texts,
    vml,
    vml_box,
)

BOLD, NOT_BOLD = "<w:b/>", '<w:b w:val="0"/>'


def size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/>'


def fonts(**families: str) -> str:
    return f"<w:rFonts {attributes(families)}/>"


def letters(id_: str) -> str:
    return f'<w:rStyle w:val="{id_}"/>'


def test_a_document_that_says_nothing_is_set_in_ten_point_times() -> None:
    assert (look(p("a")).font, look(p("a")).size) == ("Times New Roman", 10.0)


CASCADE = [
    ("defaults", p("a"), 11.0),
    ("the default paragraph style over the defaults", p("a"), 12.0),
    ("a style over the one it is based on", p("a", of_style("Child")), 13.5),
    ("a style that says nothing takes what its base says", p("a", of_style("Heir")), 13.5),
    ("a character style over the paragraph style", p(run("a", letters("Big"))), 15.0),
    ("direct formatting over everything", p(run("a", letters("Big") + size(16)), of_style("Child")), 16.0),
]


@pytest.mark.parametrize(("name", "body", "points"), CASCADE, ids=[name for name, *_ in CASCADE])
def test_the_nearest_word_on_size_wins(name: str, body: str, points: float) -> None:
    normal = "" if name == "defaults" else size(12)
    styles = (
        defaults(size(11))
        + style("Normal", rpr=normal)
        + style("Child", rpr=size(13.5), based="Normal")
        + style("Heir", based="Child")
        + style("Big", rpr=size(15), kind="character")
    )
    assert look(body, styles=styles).size == points


@pytest.mark.parametrize(
    ("paragraph", "character", "direct", "shown"),
    [
        ("", "", "", False),
        (BOLD, "", "", True),
        ("", BOLD, "", True),
        (BOLD, BOLD, "", False),  # toggled twice
        (BOLD, BOLD, BOLD, True),  # direct formatting sets, it does not toggle
        (BOLD, "", NOT_BOLD, False),
        (BOLD, NOT_BOLD, "", True),
        (NOT_BOLD, BOLD, "", True),
    ],
)
def test_bold_of_paragraph_and_character_style_toggle(
    paragraph: str, character: str, direct: str, shown: bool
) -> None:
    styles = style("P", rpr=paragraph) + style("C", rpr=character, kind="character")
    assert look(p(run("a", letters("C") + direct), of_style("P")), styles=styles).bold is shown


def test_styles_based_on_each_other_replace_a_toggle_instead_of_toggling_it() -> None:
    styles = (
        style("Base", rpr=BOLD)
        + style("Heir", rpr=BOLD, based="Base")
        + style("Plain", rpr=NOT_BOLD, based="Base")
    )
    assert look(p("a", of_style("Heir")), styles=styles).bold
    assert not look(p("a", of_style("Plain")), styles=styles).bold


def test_bold_of_the_defaults_is_not_toggled_away_by_a_style() -> None:
    assert look(p("a", of_style("P")), styles=defaults(BOLD) + style("P", rpr=BOLD)).bold


def test_styles_based_on_themselves_in_a_circle_are_read_once() -> None:
    styles = style("A", rpr=size(14), based="B") + style("B", rpr=BOLD, based="A")
    found = look(p("a", of_style("A")), styles=styles)
    assert (found.size, found.bold) == (14.0, True)


def test_unknown_styles_fall_back_to_the_default_style() -> None:
    assert look(p("a", of_style("Lost")), styles=style("Normal", rpr=size(13))).size == 13.0


def test_a_character_style_named_as_paragraph_style_has_no_say() -> None:
    assert look(p("a", of_style("C")), styles=style("C", rpr=size(20), kind="character")).size == 10.0


def test_the_style_is_told_by_its_name_and_the_default_one_is_not() -> None:
    heading = style("u1").replace('<w:name w:val="u1"/>', '<w:name w:val="heading 1"/>')
    found = measured(p("a", of_style("u1")) + p("b"), styles=style("Normal") + heading).paragraphs
    assert [paragraph.style for paragraph in found] == ["heading 1", ""]


# --- fonts -------------------------------------------------------------------------------------------------------

THEME = (
    f'<a:theme xmlns:a="{OFFICE}/drawingml/2006/main"><a:themeElements>'
    '<a:clrScheme name="x"><a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1>'
    '<a:accent1><a:srgbClr val="4472c4"/></a:accent1></a:clrScheme>'
    '<a:fontScheme name="x"><a:majorFont><a:latin typeface="Calibri Light"/></a:majorFont>'
    '<a:minorFont><a:latin typeface="Calibri"/><a:ea typeface=""/></a:minorFont></a:fontScheme>'
    "</a:themeElements></a:theme>"
)


def test_fonts_of_the_theme_win_over_a_family_beside_them() -> None:
    said = fonts(ascii="Arial", hAnsi="Arial", asciiTheme="minorHAnsi", hAnsiTheme="majorHAnsi")
    paragraph = measured(p("aế", rpr=said), theme=THEME).paragraphs[0]
    assert [(span.text, span.look.font) for span in paragraph.spans] == [("a", "Calibri"), ("ế", "Calibri Light")]


def test_a_family_in_a_nearer_place_wins_over_the_theme_font_of_a_style() -> None:
    styles = style("Normal", rpr=fonts(asciiTheme="minorHAnsi", hAnsiTheme="minorHAnsi"))
    direct = fonts(ascii="Times New Roman", hAnsi="Times New Roman")
    assert look(p("a", rpr=direct), styles=styles, theme=THEME).font == "Times New Roman"


def test_without_a_theme_the_family_beside_counts() -> None:
    assert look(p("a", rpr=fonts(ascii="Arial", asciiTheme="minorHAnsi"))).font == "Arial"


def test_vietnamese_letters_take_the_font_for_other_letters() -> None:
    said = fonts(ascii="Times New Roman", hAnsi=".VnTime")
    spans = measured(p("Hà Nội", rpr=said)).paragraphs[0].spans
    assert [(span.text, span.look.font) for span in spans] == [
        ("H", "Times New Roman"),
        ("à", ".VnTime"),
        (" N", "Times New Roman"),
        ("ộ", ".VnTime"),
        ("i", "Times New Roman"),
    ]


def test_a_combining_mark_stays_with_its_letter() -> None:
    spans = measured(p("e\u0301a", rpr=fonts(ascii="A", hAnsi="B"))).paragraphs[0].spans
    assert [(span.text, span.look.font) for span in spans] == [("e\u0301a", "A")]


def test_chinese_letters_take_the_east_asian_font() -> None:
    spans = measured(p("a中", rpr=fonts(ascii="A", hAnsi="A", eastAsia="SimSun"))).paragraphs[0].spans
    assert [(span.text, span.look.font) for span in spans] == [("a", "A"), ("中", "SimSun")]


def test_fonts_lists_the_families_of_visible_text_only() -> None:
    hidden = run("x", fonts(ascii="Hidden") + "<w:vanish/>")
    blank = run("  ", fonts(ascii="Blank"))
    assert measured(p(run("a", fonts(ascii="Arial")) + blank + hidden)).fonts == ("Arial",)


# --- colour, underline, capitals ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "colour"),
    [
        ("", "000000"),
        ('<w:color w:val="auto"/>', "000000"),
        ('<w:color w:val="ff0000"/>', "FF0000"),
        ('<w:color w:val="C00000" w:themeColor="accent1"/>', "C00000"),  # Word keeps what it looks like
        ('<w:color w:themeColor="accent1"/>', "4472C4"),
        ('<w:color w:val="auto" w:themeColor="text1"/>', "000000"),
        ('<w:color w:val="bright red"/>', "000000"),
    ],
)
def test_colours(said: str, colour: str) -> None:
    assert look(p("a", rpr=said), theme=THEME).colour == colour


@pytest.mark.parametrize(
    ("said", "underlined"), [("single", True), ("words", True), ("dotted", True), ("none", False)]
)
def test_underlines(said: str, underlined: bool) -> None:
    assert look(p("a", rpr=f'<w:u w:val="{said}"/>')).underline is underlined


@pytest.mark.parametrize("said", ["<w:caps/>", "<w:smallCaps/>"])
def test_text_set_in_capitals_is_read_as_capitals(said: str) -> None:
    assert texts(p("Ủy ban", rpr=said)) == ["ỦY BAN"]


def test_capitals_of_two_styles_toggle_back() -> None:
    styles = style("P", rpr="<w:caps/>") + style("C", rpr="<w:caps/>", kind="character")
    assert texts(p(run("a", letters("C")) + run("b"), of_style("P")), styles=styles) == ["aB"]


def test_neighbours_of_one_look_are_one_span() -> None:
    spans = measured(p(run("a", BOLD) + run("b", "<w:b/><w:lang w:val='vi-VN'/>") + run("c"))).paragraphs[0].spans
    assert [(span.text, span.look.bold) for span in spans] == [("ab", True), ("c", False)]


# --- table styles ------------------------------------------------------------------------------------------------


def in_table(
    content: str, table_style: str, styles: str, settings: str = "", look_: str = "04A0"
) -> list[tuple[float | None, bool]]:
    tblpr = f'<w:tblStyle w:val="{table_style}"/><w:tblLook w:val="{look_}"/>'
    body = table(row(cell(content), cell(content)), row(cell(content), cell(content)), tblpr=tblpr)
    found = measured(body, styles=styles, **({"settings": settings} if settings else {}))
    return [(q.spans[0].look.size, q.spans[0].look.bold) for q in found.paragraphs]


def test_a_table_style_stands_between_the_defaults_and_the_paragraph_style() -> None:
    styles = defaults(size(11)) + style("T", rpr=size(9) + BOLD, kind="table")
    assert in_table("a", "T", styles)[0] == (9.0, True)
    assert in_table(p("a", of_style("P")), "T", styles + style("P", rpr=size(13)))[0] == (13.0, True)


def test_a_size_of_the_paragraph_style_that_equals_the_default_yields_to_the_table_style() -> None:
    styles = defaults(size(11)) + style("Normal", rpr=size(11)) + style("T", rpr=size(9), kind="table")
    override = (
        '<w:compat><w:compatSetting w:name="overrideTableStyleFontSizeAndJustification" w:val="1"/></w:compat>'
    )
    assert in_table("a", "T", styles)[0][0] == 9.0
    assert in_table("a", "T", styles, override)[0][0] == 11.0


def test_the_first_row_of_a_table_style_is_told_by_the_table_look() -> None:
    styles = style("T", kind="table", more=f'<w:tblStylePr w:type="firstRow"><w:rPr>{BOLD}</w:rPr></w:tblStylePr>')
    assert [bold for _, bold in in_table("a", "T", styles, look_="0020")] == [True, True, False, False]
    assert not any(bold for _, bold in in_table("a", "T", styles, look_="0000"))


def test_bold_of_a_table_style_and_of_a_paragraph_style_toggle() -> None:
    styles = style("T", rpr=BOLD, kind="table") + style("P", rpr=BOLD)
    assert in_table(p("a", of_style("P")), "T", styles)[0][1] is False


def test_a_text_box_in_a_cell_does_not_take_the_look_of_the_table() -> None:
    found = in_table(p(run("a") + vml(vml_box(p("box")))), "T", style("T", rpr=size(9), kind="table"))
    assert found[:2] == [(9.0, False), (10.0, False)]


# --- what no document means --------------------------------------------------------------------------------------


@pytest.mark.parametrize("absurd", ["0", "-26", "999999999", "1e400", "nan", "inf", "big", "", "9" * 5000])
def test_absurd_sizes_count_as_not_said(absurd: str) -> None:
    assert look(p("a", rpr=f'<w:sz w:val="{absurd}"/>'), styles=defaults(size(13))).size == 13.0


@given(st.lists(st.sampled_from(["", BOLD, NOT_BOLD]), min_size=1, max_size=6))
def test_in_a_chain_of_styles_the_last_word_counts(said: list[str]) -> None:
    styles = "".join(style(f"S{n}", rpr=word, based=f"S{n - 1}" if n else "") for n, word in enumerate(said))
    last = next((word for word in reversed(said) if word), NOT_BOLD)
    assert look(p("a", of_style(f"S{len(said) - 1}")), styles=styles).bold is (last == BOLD)
