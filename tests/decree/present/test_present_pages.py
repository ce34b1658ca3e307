"""Paragraphs of a DOCX are found again in the PDF that was made of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from present_samples import measured, paragraph

from pipeline.decree.findings import Where
from pipeline.decree.model import Box, Line, Look, Measured, Page, Span
from pipeline.decree.present.pages import Finder, squashed


def laid_out(*lines: tuple[int, str]) -> Measured:
    """A PDF with these lines (page, text), 10 mm apart."""
    rows = [
        Line(Box(30, 10.0 * n, 190, 10.0 * n + 5), (Span(text, Look()),), page)
        for n, (page, text) in enumerate(lines)
    ]
    made = paragraph(0, "", lines=tuple(rows))
    return Measured("pdf", "a.pdf", (made,), (), pages=(Page(210, 297),) * 9)


def rows(found):
    return [(page, box.y0, box.y1) for page, box in found]


def test_a_paragraph_of_several_lines_is_one_box():
    finder = Finder(
        measured("Đầu", "Một hai ba bốn năm"), laid_out((0, "Đầu"), (0, "Một hai "), (0, "ba bốn năm"))
    )
    assert rows(finder.find(Where(2))) == [(0, 10, 25)]


def test_a_paragraph_over_two_pages_has_a_box_on_each():
    finder = Finder(measured("Một hai ba bốn"), laid_out((0, "Một hai"), (1, "ba bốn")))
    assert rows(finder.find(Where(1))) == [(0, 0, 5), (1, 10, 15)]


def test_what_stands_between_the_pages_hides_only_the_rest():
    text = "Một đoạn văn dài đến nỗi phần đầu của nó cũng đủ để tìm ra nó trên trang"
    finder = Finder(measured(text), laid_out((0, text[:60]), (0, "2"), (1, text[60:])))
    assert rows(finder.find(Where(1))) == [(0, 0, 5)]


def test_equal_paragraphs_are_told_apart_by_their_order():
    finder = Finder(measured("Tốt", "Khác", "Tốt"), laid_out((0, "Tốt"), (0, "Khác"), (1, "Tốt")))
    assert rows(finder.find(Where(1))) == [(0, 0, 5)]
    assert rows(finder.find(Where(3))) == [(1, 20, 25)]


def test_a_short_text_is_not_taken_from_the_middle_of_a_line():
    finder = Finder(measured("Rất tốt", "tốt"), laid_out((0, "Rất tốt"), (0, "tốt")))
    assert rows(finder.find(Where(2))) == [(0, 10, 15)]


def test_an_automatic_number_does_not_hide_its_paragraph():
    assert rows(Finder(measured("Mục tiêu"), laid_out((0, "a"), (0, "1. Mục tiêu"))).find(Where(1))) == [
        (0, 10, 15)
    ]


def test_of_a_paragraph_only_the_lines_that_are_meant_are_marked():
    finder = Finder(measured("Một hai ba bốn"), laid_out((0, "Một hai"), (0, "ba bốn")))
    assert rows(finder.find(Where(1, "Một hai ba bốn", words="ba  bốn"))) == [(0, 10, 15)]
    assert rows(finder.find(Where(1, "Một hai"))) == [(0, 0, 5)]
    assert rows(finder.find(Where(1, "Một hai", words="năm"))) == [(0, 0, 15)]


def test_a_pdf_tells_its_places_itself():
    pdf = laid_out((0, "Một hai"), (1, "ba bốn"))
    finder = Finder(pdf, pdf)
    assert rows(finder.find(Where(1, "ba bốn", page=1))) == [(1, 10, 15)]
    assert finder.find(Where(page=3, box=Box(1, 2, 3, 4))) == [(2, Box(1, 2, 3, 4))]
    assert finder.find(Where(page=3)) == finder.find(Where()) == []


@pytest.mark.parametrize("text", ["", "không có ở đâu cả"])
def test_what_is_not_there_has_no_box(text):
    assert Finder(measured(text), laid_out((0, "Chữ"))).find(Where(1)) == []
    assert Finder(measured("Chữ"), laid_out((0, "Chữ"))).find(Where(8)) == []


def test_decomposed_letters_and_other_blanks_make_no_difference():
    assert squashed("Vie\u0323\u0302t\u00a0Nam\t1") == "Việt" + "Nam1"


@given(st.lists(st.text("abc ", min_size=1, max_size=12).filter(str.strip), min_size=1, max_size=8))
def test_every_paragraph_is_found_in_a_pdf_of_the_same_lines(texts):
    finder = Finder(measured(*texts), laid_out(*((n, text) for n, text in enumerate(texts))))
    for index, text in enumerate(texts):
        (page, _), *_ = finder.find(Where(index + 1))
        assert squashed(text) in squashed("".join(texts[page:]))
