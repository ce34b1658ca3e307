"""Where figures stand in a document: in a sentence below its headings, in a cell below its head."""

import pytest
from handmade import figure, handmade, paragraph, text

from pipeline.corrections.mentions import mentions
from pipeline.corrections.reading import read_document
from pipeline.docx.package import pack, unpack

TEXTS = {"so-b:staff.total": "61", "so-b:staff.women": "30", "so-b:staff.men": "31"}
TOTAL, WOMEN, MEN = TEXTS
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def styled(style, *inside):
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{"".join(inside)}</w:p>'


def cell(*inside, span=1):
    grid = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="900" w:type="dxa"/>{grid}</w:tcPr>{paragraph(*inside)}</w:tc>'


def table(*rows):
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def read(*body, styles=None):
    package = unpack(handmade())
    package["word/document.xml"] = f"<w:document {W}><w:body>{''.join(body)}</w:body></w:document>".encode()
    if styles is not None:
        package["word/styles.xml"] = f"<w:styles {W}>{styles}</w:styles>".encode()
    return list(mentions(read_document(pack(package), "x.docx")))


def test_figures_of_a_sentence_with_the_words_around_them():
    first, second, *_ = mentions(read_document(handmade(), "x.docx"))
    assert (first.figure, first.text, first.form) == (TOTAL, "61", "")
    assert (first.before, first.after) == ("Đơn vị có ", " người, trong đó 30")
    assert (second.figure, second.before) == (WOMEN, "Đơn vị có 61 người, trong đó ")
    assert not first.in_table


def test_a_figure_stands_below_the_last_heading_of_each_level():
    found = read(
        styled("Muc", text("I. ĐẶC ĐIỂM")),
        styled("KhoanCoTieuDe", text("1. Biên chế")),
        paragraph(figure(TOTAL, TEXTS, 11)),
        styled("KhoanCoTieuDe", text("2. Nữ")),
        paragraph(figure(WOMEN, TEXTS, 12)),
        styled("Muc", text("II. KẾT QUẢ")),
        paragraph(figure(MEN, TEXTS, 13)),
        styled("NhanPhuLuc", text("Phụ lục I")),
        paragraph(figure(TOTAL, TEXTS, 14)),
    )
    assert [one.heading for one in found] == [
        "I. ĐẶC ĐIỂM › 1. Biên chế",
        "I. ĐẶC ĐIỂM › 2. Nữ",
        "II. KẾT QUẢ",
        "Phụ lục I",
    ]


def test_a_heading_is_known_by_the_name_of_its_style_when_word_has_renamed_the_id():
    name = '<w:style w:type="paragraph" w:styleId="MucI"><w:name w:val="Mục (I.)"/></w:style>'
    found = read(styled("MucI", text("I. ĐẶC ĐIỂM")), paragraph(figure(TOTAL, TEXTS, 11)), styles=name)
    assert found[0].heading == "I. ĐẶC ĐIỂM"


def test_a_cell_has_the_words_of_its_row_and_the_head_of_its_column():
    head = cell(text("TT")) + cell(text("Đơn vị"), span=2) + cell(text("Tổng số"))
    row = cell(text("1")) + cell(text("Sở B"), span=2) + cell(figure(TOTAL, TEXTS, 11))
    (found,) = read(styled("TenBang", text("Biểu 1. Biên chế")), table(head, row))
    assert (found.caption, found.row, found.column) == ("Biểu 1. Biên chế", "Sở B", "Tổng số")
    assert found.in_table


def test_a_caption_counts_for_its_tables_only_until_the_next_heading():
    plain = table(cell(text("a")), cell(text("a"), figure(TOTAL, TEXTS, 11)))
    found = read(
        styled("TenBang", text("Biểu 1")),
        plain,
        styled("Muc", text("II. B")),
        plain,
        paragraph(figure(WOMEN, TEXTS, 12)),
    )
    assert [one.caption for one in found] == ["Biểu 1", "", ""]


def test_a_row_longer_than_the_head_and_a_figure_in_the_head_are_told_without_a_column():
    found = read(table(cell(figure(TOTAL, TEXTS, 11)), cell(text("a")) + cell(figure(WOMEN, TEXTS, 12))))
    assert [one.column for one in found] == ["", ""]


@pytest.mark.parametrize("span", ["0", "x", "-3", "99999999999"])
def test_a_span_that_is_none_does_no_harm(span):
    row = cell(text("Sở B"), span=2).replace('w:val="2"', f'w:val="{span}"') + cell(figure(TOTAL, TEXTS, 11))
    assert read(table(cell(text("a")) + cell(text("b")), row))[0].text == "61"


def test_the_text_is_that_of_the_document_and_not_that_printed_at_build():
    assert read(paragraph(figure(TOTAL, {**TEXTS, TOTAL: "65"}, 11)))[0].text == "65"


def test_a_control_that_this_document_has_never_printed_is_none_of_its_figures():
    assert read(paragraph(figure("so-x:other", {"so-x:other": "1"}, 11))) == []
