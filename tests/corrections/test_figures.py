"""The sheet on which a specialist checks every figure before signing."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openxml_audit import OpenXmlValidator

from pipeline.build.fresh import Fresh
from pipeline.corrections.book import Book
from pipeline.corrections.explain import Explainer, Node
from pipeline.corrections.figures import SHOWN, Line, Sheet, sheet_of, source_of, where_in
from pipeline.corrections.mentions import Mention
from pipeline.corrections.sheet import HEADS, WIDTHS, cells, to_docx, to_html
from pipeline.docx.package import unpack
from pipeline.docx.source import QW
from pipeline.docx.text import paragraphs


@pytest.fixture
def sheet(built):
    """The sheet of the campaign as its data are now."""

    def make(unit="so-b"):
        return sheet_of(Explainer(Book(built.folder), built.outputs), unit, Fresh(built.folder).docx)

    return make


def by_figure(found):
    return {line.figure: line for line in found.lines}


# --- lines ------------------------------------------------------------------------------------------------------


def test_every_figure_in_the_order_of_the_documents(sheet):
    found = sheet()
    assert [line.figure for line in found.lines] == ["so-b:staff.total", "so-b:staff.women", "so-b:staff.men"]
    assert {line.state for line in found.lines} == {"same"}
    assert (found.name, found.period, found.changed) == ("Sở B", "năm 2025", 0)
    assert found.documents == ("Báo cáo", "Công văn")


def test_a_corrected_figure_and_what_is_computed_from_it_are_marked(built, sheet):
    built.change_unit("total: 42", "total: 45")
    found = sheet()
    lines = by_figure(found)
    total, men = lines["so-b:staff.total"], lines["so-b:staff.men"]
    assert (total.last, total.now, total.state) == (("42",), ("45",), "changed")
    assert (men.last, men.now, men.state) == (("12",), ("15",), "changed")
    assert total.source.startswith("units/so-b.yaml:")
    assert men.source == "Hiệu: Tổng số 45; Nữ 30"
    assert lines["so-b:staff.women"].state == "same"
    assert found.changed == 2
    assert [line.figure for line in found.only_changed().lines] == ["so-b:staff.total", "so-b:staff.men"]


def test_a_figure_that_is_new_in_the_text_and_one_that_is_gone(built, sheet):
    built.change_unit("{{ staff.women }} nữ", "{{ events.total }} hội nghị")
    lines = by_figure(sheet())
    assert (lines["so-b:events.total"].state, lines["so-b:events.total"].last) == ("new", ())
    assert (lines["so-b:staff.women"].state, lines["so-b:staff.women"].now) == ("gone", ())
    assert lines["so-b:staff.women"].last == ("30",)


def test_without_an_earlier_build_nothing_is_called_new(sandbox):
    found = sheet_of(Explainer(Book(sandbox.folder), sandbox.outputs), "so-b", Fresh(sandbox.folder).docx)
    assert {line.state for line in found.lines} == {"unknown"}
    assert found.changed == 0
    assert "chưa có lần trước" in to_html(found).decode()


def test_the_sheet_of_the_campaigns_own_documents(built, sheet):
    built.change_unit("total: 42", "total: 45")
    found = sheet("")
    total = by_figure(found)["staff.total"]
    assert (total.last, total.now) == (("166",), ("169",))
    assert total.source == "Tổng: Sở A 51; Sở B 45; Sở C 73"
    assert by_figure(found)["reporting.received"].source == "Đếm: Sở A; Sở B; Sở C"
    assert found.unit == ""


def test_the_fields_of_a_record_stand_on_one_line(built, sheet):
    built.change_campaign(
        "      - {key: work, title: Kết quả}",
        "      - key: work\n        title: Kết quả\n        tables:\n"
        "          - rows: events\n"
        "            columns: [{title: Tên, text: '{{ name }}'}, {title: Lại, text: '{{ name | upper }}'}]",
    )
    (record,) = [line for line in sheet().lines if "[" in line.figure]
    assert record.figure == "so-b:events[0]"
    assert record.now == ("Hội nghị tổng kết; HỘI NGHỊ TỔNG KẾT",)
    assert record.source.startswith("units/so-b.yaml:")
    assert record.state == "new"


@pytest.mark.parametrize(
    ("mention", "wanted"),
    [
        (Mention("f", "", "1", heading="II. KẾT QUẢ › 3. Biên chế"), "mục II.3"),
        (Mention("f", "", "1", heading="Phụ lục II › SỐ LIỆU"), "Phụ lục II"),
        (Mention("f", "", "1", heading="Phụ lục › SỐ LIỆU", row="a", column="b"), "Phụ lục, bảng"),
        (Mention("f", "", "1", heading="I. A", caption="Biểu 1", row="a"), "Biểu 1"),
        (Mention("f", "", "1", heading="KẾT QUẢ CHUNG"), ""),
        (Mention("f", "", "1", kind="a footer"), "đầu trang, chân trang"),
        (Mention("f", "", "1"), ""),
    ],
)
def test_a_place_in_a_document_is_told_in_short(mention, wanted):
    assert where_in(mention) == wanted


# --- Word and browser -------------------------------------------------------------------------------------------

WORDS = st.text(st.characters(codec="utf-8"), max_size=30)
LINES = st.builds(
    Line,
    WORDS,
    WORDS,
    st.lists(WORDS, max_size=2).map(tuple),
    st.lists(WORDS, max_size=2).map(tuple),
    WORDS,
    st.sampled_from(["same", "changed", "new", "gone", "unknown"]),
    st.lists(WORDS, max_size=2).map(tuple),
)
SHEETS = st.builds(
    Sheet,
    WORDS,
    WORDS,
    WORDS,
    WORDS,
    st.lists(WORDS, max_size=2).map(tuple),
    st.lists(LINES, max_size=4).map(tuple),
)


def test_the_word_document_is_valid_and_says_everything(built, sheet, tmp_path):
    built.change_unit("total: 42", "total: 45")
    path = tmp_path / "sheet.docx"
    path.write_bytes(to_docx(sheet()))
    result = OpenXmlValidator().validate(path)
    assert [str(error) for error in result.errors] == []
    text = "\n".join(paragraph.text for paragraph in paragraphs(path.read_bytes()))
    for part in ("PHIẾU RÀ SOÁT SỐ LIỆU", "Sở B", "năm 2025", "● 45", "42", "NGƯỜI LẬP", "NGƯỜI KIỂM TRA", *HEADS):
        assert part in text


def test_the_head_of_the_table_repeats_on_a4_across_and_rows_stay_whole(sheet):
    document = etree.fromstring(unpack(to_docx(sheet()))["word/document.xml"])
    size = document.find(f".//{QW}pgSz")
    assert (size.get(f"{QW}w"), size.get(f"{QW}h"), size.get(f"{QW}orient")) == ("16838", "11906", "landscape")
    table = document.find(f".//{QW}tbl")
    rows = table.findall(f"{QW}tr")
    assert [row.find(f"{QW}trPr/{QW}tblHeader") is not None for row in rows] == [True, False, False, False]
    assert all(row.find(f"{QW}trPr/{QW}cantSplit") is not None for row in rows)
    assert sum(WIDTHS) == 16838 - 2 * 851 - 6
    assert all(len(row.findall(f"{QW}tc")) == len(HEADS) for row in rows)


def test_the_last_cell_is_left_empty_to_be_initialled(sheet):
    assert {cells(1, line)[-1] for line in sheet().lines} == {""}


def test_the_same_sheet_gives_the_same_bytes(sheet):
    assert to_docx(sheet()) == to_docx(sheet())
    assert to_html(sheet()) == to_html(sheet())


@given(SHEETS)
def test_whatever_texts_hold_the_document_is_xml_and_the_page_holds_no_markup_of_theirs(found):
    for name, part in unpack(to_docx(found)).items():
        assert etree.fromstring(part).tag, name
    reader = Reader()
    reader.feed(to_html(found).decode())
    assert reader.tags <= TAGS
    assert reader.rows == len(found.lines) + 1


TAGS = {
    *("html", "head", "meta", "title", "style", "body", "h1", "dl", "dt", "dd", "div", "p", "strong", "em"),
    *("table", "colgroup", "col", "thead", "tbody", "tr", "th", "td"),
}


class Reader(HTMLParser):
    """The tags of a page, and how many rows there are."""

    def __init__(self):
        super().__init__()
        self.tags, self.rows = set(), 0

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.rows += tag == "tr"


def test_the_page_needs_nothing_from_outside(sheet):
    page = to_html(sheet()).decode()
    assert "default-src 'none'" in page
    assert not re.search(r"(src|href)\s*=|url\(|@import|<script", page)


def test_markup_in_a_label_is_shown_and_not_obeyed(built, sheet):
    built.change_campaign(
        "{difference: [staff.total, staff.women]}",
        "{difference: [staff.total, staff.women], as: \"<script>alert('x')</script> & <b>\"}",
    )
    found = sheet()
    assert "<script>" not in to_html(found).decode()
    assert "&lt;script&gt;" in to_html(found).decode()
    assert "<script>" in "\n".join(paragraph.text for paragraph in paragraphs(to_docx(found)))


def test_inputs_that_are_not_shown_are_counted():
    leaf = Node("so-a:staff.total", "Tổng số", 1, "1", (), "source")
    whole = Node("staff.total", "Tổng số", 7, "7", (), "sum", inputs=(leaf,) * SHOWN, left_out=4)
    assert source_of(whole).endswith("… và 4 số khác")
