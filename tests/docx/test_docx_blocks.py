"""Generated paragraphs, tables, runs and annexes."""

from __future__ import annotations

import re

import pytest
from docx_builder import PROPERTIES, compiled, docx, house_styles, p
from lxml import etree

from pipeline.docx import styles
from pipeline.docx.blocks import blocks_xml, column_widths, table_xml
from pipeline.docx.errors import UnprintableValue
from pipeline.docx.package import read_package
from pipeline.docx.text import paragraphs
from pipeline.model import Annex, Cell, Column, Paragraph, ParagraphStyle, Row, Run, Table

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BODY = docx(p("{{p body | blocks }}") + p("{{p annexes | annexes }}"))


def cells(*texts: str) -> tuple[Cell, ...]:
    return tuple(Cell((Run(text),)) for text in texts)


def small(*kinds: str) -> Table:
    return Table((Column(1), Column(3, "right")), tuple(Row(cells("a", "b"), kind) for kind in kinds))  # type: ignore[arg-type]


def annex(label: str, landscape: bool = False) -> Annex:
    return Annex(
        label, "Danh sách", "(Kèm theo Báo cáo)", landscape, (Paragraph("body", (Run("x"),)), small("plain"))
    )


def root(body: object = (), annexes: object = ()) -> etree._Element:
    filled = compiled(BODY).fill({"body": body, "annexes": annexes}, PROPERTIES)
    return etree.fromstring(read_package(filled)["word/document.xml"])


@pytest.mark.parametrize("style", sorted(styles.PARAGRAPH))
def test_a_paragraph_has_the_style_of_its_kind(style: ParagraphStyle) -> None:
    filled = compiled(BODY).fill(
        {"body": (Paragraph(style, (Run("a "), Run("b", bold=True))),), "annexes": ()}, PROPERTIES
    )
    found = paragraphs(filled)[0]
    assert (found.text, found.style) == ("a b", styles.PARAGRAPH[style])


def test_styles_are_found_by_name_after_word_has_given_them_other_ids() -> None:
    data = docx(
        p("x", style="Livn") + p("{{p body | blocks }}"),
        styles=house_styles(LoiVan="Livn", Muc="LoiVan"),
        header1=p("y", style="Livn"),
    )
    filled = compiled(data).fill(
        {"body": (Paragraph("body", (Run("a"),)), Paragraph("section", (Run("I."),)))}, PROPERTIES
    )
    assert [found.style for found in paragraphs(filled, headers=True)] == ["LoiVan", "LoiVan", "Muc", "LoiVan"]
    ids = re.findall(rb'styleId="(\w+)"', read_package(filled)["word/styles.xml"])
    assert sorted(ids) == sorted(id.encode() for id in styles.NAMES)


def test_runs_keep_their_look_and_blanks() -> None:
    made = blocks_xml(
        (Paragraph("body", (Run(" a "), Run("b<", bold=True), Run("c\nd", italic=True), Run(""))),), 9000, False
    )
    assert made == (
        '<w:p><w:pPr><w:pStyle w:val="LoiVan"/></w:pPr><w:r><w:t xml:space="preserve"> a </w:t></w:r>'
        '<w:r><w:rPr><w:b/><w:bCs/></w:rPr><w:t xml:space="preserve">b&lt;</w:t></w:r>'
        '<w:r><w:rPr><w:i/><w:iCs/></w:rPr><w:t xml:space="preserve">c</w:t><w:br/>'
        '<w:t xml:space="preserve">d</w:t></w:r></w:p>'
    )


@pytest.mark.parametrize("shares", [(1, 1, 1), (1, 6, 2, 2), (0.1, 0.7), (7,), (1,) * 13])
def test_columns_share_the_width_exactly(shares: tuple[float, ...]) -> None:
    widths = column_widths(Table(tuple(Column(share) for share in shares), ()), 9354)
    assert sum(widths) == 9354
    for share, width in zip(shares, widths, strict=True):
        assert abs(width - 9354 * share / sum(shares)) <= 1


def test_a_table_has_heads_that_repeat_and_rows_that_do_not_break() -> None:
    made = etree.fromstring(
        f'<x xmlns:w="{W[1:-1]}">{table_xml(small("head", "plain", "group", "total"), 9354)}</x>'
    )
    rows = list(made.iter(f"{W}tr"))
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, False, False, False]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    assert [row.find(f".//{W}b") is not None for row in rows] == [True, False, True, True]
    aligned = [[jc.get(f"{W}val") for jc in row.iter(f"{W}jc")] for row in rows]
    assert aligned[:2] == [["center", "center"], ["left", "right"]]
    assert made.find(f".//{W}tblLayout").get(f"{W}type") == "fixed"  # type: ignore[union-attr]


def test_a_cell_over_columns_is_as_wide_as_they_are() -> None:
    wide = Table((Column(1), Column(1), Column(2)), (Row((Cell((Run("a"),), 2, "center"), Cell((Run("b"),)))),))
    made = table_xml(wide, 4000)
    assert re.findall(r'<w:tcW w:w="(\d+)" w:type="dxa"/>(<w:gridSpan w:val="2"/>)?', made) == [
        ("2000", '<w:gridSpan w:val="2"/>'),
        ("2000", ""),
    ]


@pytest.mark.parametrize(
    "bad",
    [
        (Table((Column(1),), (Row(cells("a", "b")),)),),
        (Table((Column(0),), (Row(cells("a")),)),),
        (Table((), ()),),
        ("chữ",),
        "chữ",
        3,
        None,
    ],
)
def test_what_is_no_block_is_an_error_with_a_place(bad: object) -> None:
    with pytest.raises(UnprintableValue) as caught:
        root(bad)
    assert "body | blocks" in str(caught.value.params["tag"])


def test_tables_that_follow_each_other_are_kept_apart() -> None:
    tags = [child.tag.removeprefix(W) for child in root((small("plain"), small("plain"))).find(f"{W}body")]  # type: ignore[union-attr]
    assert tags == ["tbl", "p", "tbl", "p", "p", "sectPr"]


def test_the_last_paragraph_keeps_with_the_signer() -> None:
    long = "Một đoạn dài hơn một dòng của trang giấy. " * 4
    assert keeps("a", "b", long) == [False, False, True, False]


def test_a_last_paragraph_of_one_line_takes_the_one_before_along() -> None:
    assert keeps("a", "b", "Đề nghị tổng hợp./.") == [False, True, True, False]
    assert keeps("Đề nghị tổng hợp./.") == [True, False]


def keeps(*texts: str) -> list[bool]:
    """Whether each paragraph, and the empty one at the end, stays with the next."""
    made = root(tuple(Paragraph("body", (Run(text),)) for text in texts))
    return [paragraph.find(f"{W}pPr/{W}keepNext") is not None for paragraph in made.iter(f"{W}p")]


def test_a_low_table_stays_whole_and_a_high_one_may_break() -> None:
    def tied(rows: int, text: str) -> list[bool]:
        body = tuple(Row((Cell((Run(text),)),)) for _ in range(rows))
        made = root((Table((Column(1),), body),))
        cells = [row.find(f".//{W}keepNext") is not None for row in made.iter(f"{W}tr")]
        return cells[:-1]

    assert all(tied(6, "ngắn"))
    assert not all(tied(40, "ngắn"))
    assert not all(tied(6, "Một ô có rất nhiều chữ nên chiếm nhiều dòng của bảng. " * 8))


def test_rich_text_stands_inside_a_paragraph() -> None:
    template = compiled(docx(p("Trước {{r x | rich }} sau")))
    filled = template.fill({"x": (Run("đậm", bold=True), Run(" & nghiêng", italic=True))}, PROPERTIES)
    assert paragraphs(filled)[0].text == "Trước đậm & nghiêng sau"
    with pytest.raises(UnprintableValue):
        template.fill({"x": (object(),)}, PROPERTIES)


def sections(made: etree._Element) -> list[etree._Element]:
    return list(made.iter(f"{W}sectPr"))


def test_without_annexes_the_page_stays_as_the_template_has_it() -> None:
    made = root((Paragraph("body", (Run("a"),)),))
    (section,) = sections(made)
    assert section.getparent() == made.find(f"{W}body")
    assert [child.tag.removeprefix(W) for child in section] == ["pgSz", "pgMar"]


def test_each_annex_is_a_section_that_counts_its_pages() -> None:
    made = root((), (annex("Phụ lục I"), annex("Phụ lục II", landscape=True)))
    main, first, second = sections(made)
    assert second.getparent() == made.find(f"{W}body")
    assert main.find(f"{W}pgNumType") is None
    for section in (first, second):
        assert section.find(f"{W}pgNumType").get(f"{W}start") == "1"  # type: ignore[union-attr]
        assert section.find(f"{W}titlePg") is not None
        assert section.find(f"{W}type").get(f"{W}val") == "nextPage"  # type: ignore[union-attr]
        assert section.find(f"{W}pgMar").attrib == main.find(f"{W}pgMar").attrib  # type: ignore[union-attr]
    size = second.find(f"{W}pgSz")
    assert size is not None
    assert (size.get(f"{W}w"), size.get(f"{W}h"), size.get(f"{W}orient")) == ("16838", "11906", "landscape")


def test_a_table_in_a_turned_annex_is_as_wide_as_the_turned_text() -> None:
    made = root((small("plain"),), (annex("Phụ lục", landscape=True),))
    widths = [node.get(f"{W}w") for node in made.iter(f"{W}tblW")]
    assert widths == [str(11906 - 1701 - 851), str(16838 - 1701 - 851)]


def test_an_annex_is_headed_by_label_title_and_document() -> None:
    filled = compiled(BODY).fill({"body": (), "annexes": (annex("Phụ lục"),)}, PROPERTIES)
    heads = [(found.text, found.style) for found in paragraphs(filled)]
    assert heads[1:5] == [
        ("Phụ lục", styles.ANNEX_LABEL),
        ("DANH SÁCH", styles.ANNEX_TITLE),
        ("(Kèm theo Báo cáo)", styles.ANNEX_ATTACHED),
        ("", styles.LINE),
    ]
