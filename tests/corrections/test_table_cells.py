"""How a cell is called: by its row and its column, over spans and heads of several rows."""

import pytest
from lxml import etree
from made_papers import SPACES, p

from pipeline.corrections.markup import CELL, PARAGRAPH, ROW
from pipeline.corrections.tables import CellNames, head_rows, heads, row_label


def made(*rows, head=0):
    """A table; a cell is its text, or a text and the columns that it spans."""
    text = f"<w:tbl {SPACES}>"
    for number, row in enumerate(rows):
        text += "<w:tr>" + ("<w:trPr><w:tblHeader/></w:trPr>" if number < head else "")
        for cell in row:
            words, span = cell if isinstance(cell, tuple) else (cell, 1)
            inside = words if words.startswith("<") else p(words)
            text += f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>{inside}</w:tc>'
        text += "</w:tr>"
    return etree.fromstring(f"{text}</w:tbl>")


def names(table):
    """The names of all cells, row by row."""
    known = CellNames()
    return [[known.of(cell.find(PARAGRAPH)) for cell in row.iterchildren(CELL)] for row in table.iterchildren(ROW)]


def test_a_cell_is_called_by_its_row_and_the_head_above():
    table = made(("TT", "Đơn vị", "Nữ"), ("1", "Văn phòng", "30"), head=1)
    assert names(table)[1] == [("Văn phòng", "TT"), ("Văn phòng", "Đơn vị"), ("Văn phòng", "Nữ")]
    assert names(table)[0] == [("TT", "")] * 3, "the head has no head"


def test_without_a_repeated_head_the_first_row_is_taken():
    assert names(made(("Đơn vị", "Nữ"), ("Văn phòng", "30")))[1][1] == ("Văn phòng", "Nữ")


def test_heads_of_several_rows_are_read_from_above():
    table = made(("Đơn vị", ("Biên chế", 2)), ("", "Tổng số", "Nữ"), ("Văn phòng", "89", "30"), head=2)
    assert heads(head_rows(table)) == ["Đơn vị", "Biên chế: Tổng số", "Biên chế: Nữ"]
    assert names(table)[2][2] == ("Văn phòng", "Biên chế: Nữ")


def test_a_cell_over_several_columns_has_the_head_of_its_first_and_moves_those_behind():
    table = made(("A", "B", "C"), (("x", 2), "3"), ("1", "2", "3", "4"), head=1)
    assert [column for _, column in names(table)[1]] == ["A", "C"]
    assert [column for _, column in names(table)[2]] == ["A", "B", "C", ""]


def test_a_cell_of_a_table_in_a_cell_is_called_by_the_inner_table():
    inner = etree.tostring(made(("Năm",), ("2024",))).decode()
    table = made(("Đơn vị", "Nữ"), ("Văn phòng", f"{inner}{p('ngoài')}"), head=1)
    (year,) = (each for each in table.iter(PARAGRAPH) if "2024" in "".join(each.itertext()))
    assert CellNames().of(year) == ("2024", "Năm")
    assert len(heads(head_rows(table))) == 2


def test_a_paragraph_in_no_table_has_no_such_names():
    assert CellNames().of(etree.fromstring(f"<w:p {SPACES}/>")) == ("", "")


@pytest.mark.parametrize(
    ("texts", "label"),
    [(("1", "Sở B", "3"), "Sở B"), (("2014", "21"), "2014"), (("", "61"), "61"), (("", ""), ""), ((), "")],
)
def test_a_row_is_called_by_its_first_words_or_else_its_first_number(texts, label):
    assert row_label(texts) == label


@pytest.mark.parametrize("around", ["tc", "tbl/tc", "tr/tc", "tbl/tr", "tc/tr/tbl"])
def test_cells_that_are_in_no_row_of_a_table_have_no_names(around):
    names = around.split("/")
    text = "".join(f"<w:{n}>" for n in names) + p("61") + "".join(f"</w:{n}>" for n in reversed(names))
    root = etree.fromstring(f"<w:body {SPACES}>{text}</w:body>")
    assert CellNames().of(next(root.iter(PARAGRAPH))) == ("", "")


@pytest.mark.parametrize("span", ["", "-1", "0", "99999", "x", "999"])
def test_hostile_spans_do_not_blow_a_table_up(span):
    table = made((("A", span), *"B" * 90), ("1", "2"), head=1)
    assert len(heads(head_rows(table))) <= 63
    assert names(table)[1][0] == ("1", "A")


def test_a_table_that_is_all_head_is_no_head_of_everything():
    table = made(*[("A", "B")] * 100, head=100)
    assert heads(head_rows(table)) == ["A", "B"]
    assert len(head_rows(table)) < 10
