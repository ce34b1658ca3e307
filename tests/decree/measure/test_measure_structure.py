"""What is read, in which order, and where it stands."""

from __future__ import annotations

import pytest
from measure_builder import (
    A4,
    SECTION,
    aligned,
    anchored,
    at,
    box,
    cell,
    measured,
    p,
    row,
    run,
    style,
    table,
    texts,
    twice,
    vml,
    vml_box,
)

from pipeline.decree.model import Paragraph

TEXT_AREA = (30.004, 194.998)


def sdt(content: str) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def sign(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def instruction(text: str) -> str:
    return f"<w:r><w:instrText> {text} </w:instrText></w:r>"


def field(text: str, result: str | None) -> str:
    shown = "" if result is None else sign("separate") + run(result)
    return sign("begin") + instruction(text) + shown + sign("end")


def change(tag: str, content: str) -> str:
    return f'<w:{tag} w:id="1" w:author="x">{content}</w:{tag}>'


DELETED = "<w:r><w:delText>gone</w:delText></w:r>"
READ = {
    "tabs and breaks": (p("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/></w:r>"), ["a\tb\nc\n"]),
    "a hyphen that does not break": (p("<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t></w:r>"), ["a\u2011b"]),
    "blanks at the ends only if they are to be kept": (
        p('<w:r><w:t> a </w:t></w:r><w:r><w:t xml:space="preserve"> b </w:t></w:r>'),
        ["a b "],
    ),
    "a hidden run": (p(run("a") + run("x", "<w:vanish/>") + run("b")), ["ab"]),
    "a paragraph hidden with its mark": (p(run("x", "<w:vanish/>"), "<w:rPr><w:vanish/></w:rPr>") + p("b"), ["b"]),
    "an insertion": (p(run("a") + change("ins", run("b"))), ["ab"]),
    "a deletion": (p(run("a") + change("del", DELETED) + run("b")), ["ab"]),
    "a paragraph deleted with its mark": (
        p(change("del", DELETED), '<w:rPr><w:del w:id="2" w:author="x"/></w:rPr>') + p("b"),
        ["b"],
    ),
    "what was moved": (p(change("moveFrom", run("x")) + change("moveTo", run("a"))), ["a"]),
    "a hyperlink": (p(f'<w:hyperlink>{run("a")}</w:hyperlink>'), ["a"]),
    "a smart tag": (p(f'<w:smartTag w:element="place">{run("a")}</w:smartTag>'), ["a"]),
    "custom XML": (f'<w:customXml w:element="e">{p("a")}</w:customXml>', ["a"]),
    "a control around a run": (p(run("a") + sdt(run("b"))), ["ab"]),
    "a control around a paragraph": (sdt(p("a")), ["a"]),
    "a control in a control": (sdt(sdt(p("a"))), ["a"]),
    "a control around a row": (table(sdt(row(cell("a"), cell("b")))), ["a", "b"]),
    "a control around a cell": (table(row(sdt(cell("a")), cell("b"))), ["a", "b"]),
    "a deleted row": (
        table(f'<w:tr><w:trPr>{change("del", "")}</w:trPr>{cell("x")}</w:tr>', row(cell("a"))),
        ["a"],
    ),
    "a cell merged into the one above": (
        table(
            row(cell("a", '<w:vMerge w:val="restart"/>'), cell("b")),
            row(cell("", "<w:vMerge/>"), cell("c")),
        ),
        ["a", "b", "c"],
    ),
    "a complex field": (p(run("a") + field("DATE", "b") + run("c")), ["abc"]),
    "a field in the instruction of a field": (
        p(sign("begin") + field("REF x", "gone") + instruction("IF") + sign("separate") + run("a") + sign("end")),
        ["a"],
    ),
    "a field over two paragraphs": (
        p(sign("begin") + instruction("TOC") + sign("separate") + run("a"))
        + p(run("b") + sign("end")),
        ["a", "b"],
    ),
    "a field that is never ended": (p(sign("begin") + run("x")) + p("a"), ["", "a"]),
    "the base of a ruby": (
        p(f"<w:r><w:ruby><w:rt>{run('x')}</w:rt><w:rubyBase>{run('a')}</w:rubyBase></w:ruby></w:r>"),
        ["a"],
    ),
    "line feeds in a text": (p("<w:r><w:t>a\nb</w:t></w:r>"), ["a b"]),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_what_is_read(name: str) -> None:
    body, expected = READ[name]
    assert texts(body) == expected


@pytest.mark.parametrize(
    ("body", "revised"),
    [
        (p("a"), False),
        (p(change("ins", run("a"))), True),
        (p(change("del", DELETED)), True),
        (p(run("a", change("rPrChange", "<w:rPr/>"))), True),
    ],
)
def test_tracked_changes_are_told(body: str, revised: bool) -> None:
    assert measured(body).has_revisions is revised


def test_symbols_have_their_own_font() -> None:
    (span,) = measured(p('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>')).paragraphs[0].spans
    assert (span.text, span.look.font) == ("\uf0fc", "Wingdings")


@pytest.mark.parametrize(
    ("body", "spans"),
    [
        (field("PAGE", "2"), [("2", "PAGE")]),
        (field(r"PAGE \* MERGEFORMAT", None), [("", "PAGE")]),
        ('<w:fldSimple w:instr=" PAGE "/>', [("", "PAGE")]),
        (f'<w:fldSimple w:instr=" NUMPAGES ">{run("9")}</w:fldSimple>', [("9", "NUMPAGES")]),
        ("<w:r><w:pgNum/></w:r>", [("", "PAGE")]),
        (run("Trang ") + field("page", "1") + run("/") + field("NUMPAGES", "3"),
         [("Trang ", ""), ("1", "PAGE"), ("/", ""), ("3", "NUMPAGES")]),
    ],
)  # fmt: skip
def test_text_that_a_field_makes_carries_its_name(body: str, spans: list[tuple[str, str]]) -> None:
    assert [(span.text, span.field) for span in measured(p(body)).paragraphs[0].spans] == spans


# --- new pages ---------------------------------------------------------------------------------------------------

PAGE_BREAK = '<w:r><w:br w:type="page"/></w:r>'


@pytest.mark.parametrize(
    ("body", "starts"),
    [
        (p("a") + p("b", "<w:pageBreakBefore/>"), [False, True]),
        (p("a") + p(PAGE_BREAK + run("b")), [False, True]),
        (p(run("a") + PAGE_BREAK) + p("b"), [False, True]),
        (p("a") + p(PAGE_BREAK) + p("b"), [False, True, True]),
        (p("a") + p("b", '<w:pageBreakBefore w:val="0"/>'), [False, False]),
    ],
)
def test_paragraphs_that_start_a_page(body: str, starts: list[bool]) -> None:
    assert [paragraph.page_break for paragraph in measured(body).paragraphs] == starts


def test_a_page_break_inside_a_text_parts_it() -> None:
    assert texts(p(run("a") + PAGE_BREAK + run("b"))) == ["a\nb"]


# --- tables ------------------------------------------------------------------------------------------------------


def columns(body: str, **parts: str) -> list[tuple[float, float] | None]:
    return [paragraph.column_mm for paragraph in measured(body, **parts).paragraphs]


NO_PADDING = '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
MODERN = '<w:compat><w:compatSetting w:name="compatibilityMode" w:val="15"/></w:compat>'


def test_cells_stand_side_by_side_in_the_text_area() -> None:
    body = table(row(cell("a"), cell("b")), tblpr=NO_PADDING, grid=(4000, 5354))
    assert columns(body) == [(30.004, 100.56), (100.56, 194.998)]


def test_the_padding_of_cells_is_not_in_their_column() -> None:
    side = '<w:{0} w:w="567" w:type="dxa"/>'
    own = f"<w:tcMar>{side.format('left')}</w:tcMar>"
    body = table(
        row(cell("a"), cell("b", own)), tblpr=NO_PADDING.replace('w:w="0"', 'w:w="284"'), grid=(4000, 5354)
    )
    assert columns(body, settings=MODERN) == [(35.013, 95.551), (110.561, 189.989)]


def test_in_documents_of_old_word_the_text_of_a_table_aligns_with_the_margin() -> None:
    body = table(row(cell("a")), tblpr=NO_PADDING.replace('w:w="0"', 'w:w="108"'), grid=(4000,))
    assert columns(body)[0] == (30.004, 96.75)
    assert columns(body, settings=MODERN)[0] == (31.909, 98.655)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ('<w:tblInd w:w="567" w:type="dxa"/>', 40.005),
        ('<w:tblInd w:w="-567" w:type="dxa"/>', 20.003),
        ('<w:jc w:val="center"/>', 94.863),
        ('<w:jc w:val="right"/>', 159.722),
        ('<w:tblpPr w:horzAnchor="page" w:tblpX="567"/>', 10.001),
        ('<w:tblpPr w:horzAnchor="margin" w:tblpXSpec="center"/>', 94.863),
    ],
)
def test_the_place_of_a_table(said: str, left: float) -> None:
    body = table(row(cell("a")), tblpr=said + NO_PADDING, grid=(2000,))
    assert columns(body) == [pytest.approx((left, left + 35.278), abs=0.01)]


def test_widths_of_cells_win_over_the_grid() -> None:
    def wide(twips: int) -> str:
        return f'<w:tcW w:w="{twips}" w:type="dxa"/>'

    body = table(row(cell("a", wide(2835)), cell("b", wide(5670))), tblpr=NO_PADDING, grid=(4000, 4000))
    assert columns(body) == [pytest.approx((30.004, 80.01), abs=0.01), pytest.approx((80.01, 180.02), abs=0.02)]


def test_a_table_as_wide_as_the_text_stretches_its_grid() -> None:
    body = table(
        row(cell("a"), cell("b")), tblpr='<w:tblW w:w="5000" w:type="pct"/>' + NO_PADDING, grid=(100, 100)
    )
    assert columns(body) == [pytest.approx((30.004, 112.5), abs=0.01), pytest.approx((112.5, 195.0), abs=0.01)]


def test_spans_and_skipped_columns_of_the_grid() -> None:
    body = table(
        row(cell("a", '<w:gridSpan w:val="2"/>'), cell("b")),
        f'<w:tr><w:trPr><w:gridBefore w:val="2"/></w:trPr>{cell("c")}</w:tr>',
        tblpr=NO_PADDING,
        grid=(2000, 2000, 2000),
    )
    a, b, c = columns(body)
    assert a == pytest.approx((30.004, 100.56), abs=0.01)
    assert b == c == pytest.approx((100.56, 135.84), abs=0.01)


def test_a_nested_table_stands_in_its_cell() -> None:
    inner = table(row(cell("b")), tblpr=NO_PADDING, grid=(1000,))
    body = table(row(cell("a"), cell(p("x") + inner + p(""))), tblpr=NO_PADDING)
    found = {paragraph.text: paragraph for paragraph in measured(body).paragraphs}
    assert found["b"].cell is not None
    assert found["a"].cell is not None
    assert (found["a"].cell.depth, found["b"].cell.depth) == (0, 1)
    assert (found["a"].cell.table, found["b"].cell.table) == (0, 1)
    assert found["b"].column_mm == pytest.approx((100.56, 118.2), abs=0.01)


def test_cells_tell_their_place() -> None:
    body = table(row(cell("a"), cell("b")), row(cell("c"), cell("d"))) + table(row(cell("e")))
    found = [paragraph.cell for paragraph in measured(body).paragraphs]
    assert [(c.table, c.row, c.column, c.columns) for c in found if c] == [
        (0, 0, 0, 2), (0, 0, 1, 2), (0, 1, 0, 2), (0, 1, 1, 2), (1, 0, 0, 1)
    ]  # fmt: skip


# --- text boxes and frames ---------------------------------------------------------------------------------------


def boxes(body: str) -> list[Paragraph]:
    return [paragraph for paragraph in measured(body).paragraphs if paragraph.region == "box"]


def test_a_text_box_is_read_once_after_the_paragraph_it_is_anchored_in() -> None:
    new, old = anchored(box(p("in")), at("column", 0)), vml(vml_box(p("in")))
    body = p(run("out") + twice(new.removeprefix("<w:r>").removesuffix("</w:r>"), old[5:-6])) + p("after")
    assert [(q.text, q.region) for q in measured(body).paragraphs] == [
        ("out", "body"), ("in", "box"), ("after", "body")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("across", "left"),
    [
        (at("column", 10), 40.004),
        (at("margin", 10), 40.004),
        (at("page", 10), 10.0),
        (at("leftMargin", 5), 5.0),
        (at("rightMargin", 0), 194.998),
        (aligned("margin", "center"), 82.501),
        (aligned("page", "right"), 150.009),
        (aligned("column", "left"), 30.004),
    ],
)
def test_the_place_of_a_text_box(across: str, left: float) -> None:
    (paragraph,) = boxes(p(anchored(box(p("in")), across)))
    assert paragraph.column_mm == pytest.approx((left, left + 60), abs=0.01)


def test_a_text_box_has_a_padding() -> None:
    (paragraph,) = boxes(p(anchored(box(p("in"), ""), at("page", 10))))
    assert paragraph.column_mm == pytest.approx((12.54, 67.46), abs=0.01)


def test_a_text_box_placed_by_letters_has_no_known_column() -> None:
    (paragraph,) = boxes(p(anchored(box(p("in")), at("character", 10))))
    assert paragraph.column_mm is None


@pytest.mark.parametrize(
    ("look", "left"),
    [
        ("position:absolute;margin-left:28.35pt;width:60mm;height:20mm", 40.005),
        ("position:absolute;margin-left:1cm;width:60mm;mso-position-horizontal-relative:page", 10.0),
        (
            "position:absolute;width:60mm;mso-position-horizontal:right;mso-position-horizontal-relative:margin",
            134.998,
        ),
    ],
)
def test_the_place_of_a_text_box_in_vml(look: str, left: float) -> None:
    (paragraph,) = boxes(p(vml(vml_box(p("in"), look))))
    assert paragraph.column_mm == pytest.approx((left, left + 60), abs=0.01)


def test_a_text_box_in_a_group_stands_where_the_group_puts_it() -> None:
    whole = '<a:off x="0" y="0"/><a:ext cx="7200000" cy="720000"/>'
    members = '<a:chOff x="0" y="0"/><a:chExt cx="3600000" cy="360000"/>'
    own = '<a:xfrm><a:off x="900000" y="0"/><a:ext cx="900000" cy="360000"/></a:xfrm>'
    place = f"<wpg:grpSpPr><a:xfrm>{whole}{members}</a:xfrm></wpg:grpSpPr>"
    group = f"<wpg:wgp>{place}{box(p('in'), properties=own)}</wpg:wgp>"
    (paragraph,) = boxes(p(anchored(group, at("page", 10), width_mm=200)))
    assert paragraph.column_mm == pytest.approx((60, 110), abs=0.01)


@pytest.mark.parametrize(
    ("frame", "column"),
    [
        ('w:w="2835" w:hAnchor="page" w:x="567"', (10.001, 60.008)),
        ('w:w="2835" w:hAnchor="margin" w:xAlign="right"', (144.992, 194.998)),
        ('w:w="2835" w:hAnchor="text" w:x="0"', (30.004, 80.01)),
        ('w:hAnchor="page" w:x="567"', None),
    ],
)
def test_a_paragraph_in_a_frame(frame: str, column: tuple[float, float] | None) -> None:
    (paragraph,) = measured(p("a", f"<w:framePr {frame}/>")).paragraphs
    assert paragraph.region == "frame"
    assert paragraph.column_mm == (None if column is None else pytest.approx(column, abs=0.01))


def test_a_large_first_letter_is_no_frame() -> None:
    assert measured(p("a", '<w:framePr w:dropCap="drop"/>')).paragraphs[0].region == "body"


# --- notes, headers, footers -------------------------------------------------------------------------------------


def test_notes_follow_the_text() -> None:
    notes = f'<w:footnote w:type="separator">{p("line")}</w:footnote><w:footnote w:id="2">{p("note")}</w:footnote>'
    found = measured(p("a") + p("b"), footnotes=notes, endnotes=f'<w:endnote w:id="1">{p("end")}</w:endnote>')
    assert [(q.index, q.text, q.region) for q in found.paragraphs] == [
        (0, "a", "body"), (1, "b", "body"), (2, "note", "note"), (3, "end", "note")
    ]  # fmt: skip
    assert (found.sections[0].first, found.sections[0].last) == (0, 1)


def sect(references: str = "", more: str = "") -> str:
    made = "".join(
        f'<w:{place}Reference w:type="{kind}" r:id="{name}"/>'
        for place, kind, name in (reference.split() for reference in references.split(",") if reference)
    )
    return f"<w:sectPr>{made}{A4}{more}</w:sectPr>"


def strips(body: str, section: str = SECTION, **parts: str) -> list[dict[tuple[str, str], str]]:
    parts = {"header1": p("one"), "header2": p("two"), "header3": p("three"), "footer1": p("foot"), **parts}
    found = measured(body, section, **parts)
    return [
        {(strip.place, strip.kind): "".join(q.text for q in strip.paragraphs) for strip in section.strips}
        for section in found.sections
    ]


def test_a_section_has_the_headers_that_it_names() -> None:
    assert strips(p("a"), sect("header default header1,footer default footer1")) == [
        {("header", "default"): "one", ("footer", "default"): "foot"}
    ]


def test_a_header_of_the_first_page_counts_only_if_it_is_asked_for() -> None:
    both = "header default header1,header first header2"
    assert strips(p("a"), sect(both)) == [{("header", "default"): "one"}]
    assert strips(p("a"), sect(both, "<w:titlePg/>")) == [
        {("header", "default"): "one", ("header", "first"): "two"}
    ]


def test_a_header_of_even_pages_counts_only_if_it_is_asked_for() -> None:
    both = sect("header default header1,header even header2")
    assert strips(p("a"), both) == [{("header", "default"): "one"}]
    assert strips(p("a"), both, settings="<w:evenAndOddHeaders/>")[0][("header", "even")] == "two"


def test_headers_are_inherited_from_the_section_before() -> None:
    first = p("a", sect("header default header1,header first header2"))
    second = p("b", sect("header default header3", "<w:titlePg/>"))
    assert strips(first + second + p("c")) == [
        {("header", "default"): "one"},
        {("header", "default"): "three", ("header", "first"): "two"},
        {("header", "default"): "three"},
    ]


def test_headers_have_the_last_indices_and_their_section() -> None:
    found = measured(
        p("a"), sect("header default header1"), header1=p("one"), footnotes=f"<w:footnote>{p('n')}</w:footnote>"
    )
    (paragraph,) = found.sections[0].strips[0].paragraphs
    assert (paragraph.index, paragraph.region, paragraph.part) == (2, "header", "word/header1.xml")
    assert paragraph.column_mm == TEXT_AREA
    assert [q.text for q in found.paragraphs] == ["a", "n"]


def test_a_missing_header_part_is_an_empty_strip() -> None:
    assert strips(p("a"), sect("header default nowhere")) == [{("header", "default"): ""}]


# --- sections ----------------------------------------------------------------------------------------------------


def test_page_set_up() -> None:
    (section,) = measured(
        p("a"),
        '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="-1134" w:right="851" '
        'w:bottom="1134" w:left="1701" w:header="567" w:gutter="142"/>'
        '<w:pgNumType w:fmt="lowerRoman" w:start="3"/><w:titlePg/></w:sectPr>',
    ).sections
    assert (section.width_mm, section.height_mm, section.landscape) == (297.004, 210.009, True)
    assert (section.top_mm, section.bottom_mm, section.left_mm, section.right_mm) == (
        20.002,
        20.002,
        30.004,
        15.011,
    )
    assert (section.gutter_mm, section.header_mm) == (2.505, 10.001)
    assert (section.start, section.number_format, section.title_page) == (3, "lowerRoman", True)


def test_the_gutter_narrows_the_text() -> None:
    section = f"<w:sectPr>{A4.replace('w:left=', 'w:gutter=' + chr(34) + '567' + chr(34) + ' w:left=')}</w:sectPr>"
    assert measured(p("a"), section).paragraphs[0].column_mm == pytest.approx((40.005, 194.998), abs=0.01)


def test_sections_tell_their_paragraphs() -> None:
    wide = '<w:sectPr><w:pgSz w:w="16838" w:h="11906"/><w:pgMar w:left="1701" w:right="851"/></w:sectPr>'
    body = p("a") + table(row(cell("b"), cell("c"))) + p("d", sect()) + p("e", wide) + p("f")
    found = measured(body)
    assert [(s.first, s.last) for s in found.sections] == [(0, 3), (4, 4), (5, 5)]
    assert [q.section for q in found.paragraphs] == [0, 0, 0, 0, 1, 2]
    assert found.paragraphs[4].column_mm == pytest.approx((30.004, 281.99), abs=0.01)


def test_text_after_the_last_set_up_belongs_to_it() -> None:
    found = measured(p("a", sect()) + p("b"), "")
    assert [(s.first, s.last) for s in found.sections] == [(0, 1)]
    assert [q.section for q in found.paragraphs] == [0, 0]


def test_a_section_that_ends_in_a_control_is_seen() -> None:
    assert len(measured(sdt(p("a", sect())) + p("b")).sections) == 2


def test_a_former_set_up_kept_as_a_change_is_no_section() -> None:
    former = '<w:sectPrChange w:id="1" w:author="x"><w:sectPr/></w:sectPrChange>'
    assert len(measured(p("a"), f"<w:sectPr>{A4}{former}</w:sectPr>").sections) == 1


@pytest.mark.parametrize("section", ["", "<w:sectPr/>", '<w:sectPr><w:pgSz w:w="99999999" w:h="x"/></w:sectPr>'])
def test_what_a_section_does_not_tell_is_unknown(section: str) -> None:
    found = measured(p("a"), section)
    assert (found.sections[0].width_mm, found.sections[0].left_mm) == (None, None)
    assert found.paragraphs[0].column_mm is None
    assert (found.sections[0].first, found.sections[0].last) == (0, 0)


COLUMN_BREAK = '<w:r><w:br w:type="column"/></w:r>'


def test_columns_of_text_are_told_by_the_breaks_between_them() -> None:
    section = sect("", '<w:cols w:num="2" w:space="567"/>')
    found = measured(p("a") + p(COLUMN_BREAK + run("b")), section).paragraphs
    assert [q.column_mm for q in found] == [
        pytest.approx((30.004, 107.5), abs=0.01), pytest.approx((117.5, 195.0), abs=0.01)
    ]  # fmt: skip


def test_a_column_break_at_the_end_of_a_paragraph_moves_the_next_one() -> None:
    section = sect("", '<w:cols w:num="2" w:space="567"/>')
    found = measured(p(run("a") + COLUMN_BREAK) + p("b"), section).paragraphs
    assert [q.column_mm and round(q.column_mm[0], 1) for q in found] == [30.0, 117.5]


def test_columns_of_unequal_width() -> None:
    cols = '<w:cols w:num="2" w:equalWidth="0"><w:col w:w="2835" w:space="567"/><w:col w:w="5952"/></w:cols>'
    found = measured(p("a") + p(COLUMN_BREAK + run("b")), sect("", cols)).paragraphs
    assert [q.column_mm for q in found] == [
        pytest.approx((30.004, 80.01), abs=0.01), pytest.approx((90.011, 195.0), abs=0.01)
    ]  # fmt: skip


# --- figures or letterhead ---------------------------------------------------------------------------------------


def test_styles_may_be_missing_altogether() -> None:
    assert texts(p("a")) == ["a"]
    assert measured(p("a"), styles=style("Normal")).has_tables is False
