"""The tool that makes mutants does what its names say: else the matrix would prove nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from bases import BASES, base
from editing import Document, text
from hypothesis import given
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator

from pipeline.decree.measure import measure_docx
from pipeline.decree.model import Paragraph


def measured(document: Document, words: str) -> Paragraph:
    """The measured paragraph that holds ``words``."""
    return next(one for one in measure_docx(document.bytes(), "x.docx").paragraphs if words in one.text)


@pytest.mark.parametrize("name", BASES)
def test_a_base_is_valid_office_open_xml_and_always_the_same(name: str, tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(base(name))
    assert [str(one) for one in OpenXmlValidator().validate(tmp_path / "x.docx").errors] == []
    assert BASES[name]() == base(name)


def test_an_untouched_document_stays_as_it_is() -> None:
    assert measure_docx(Document(base("BC")).bytes(), "x") == measure_docx(base("BC"), "x")


def test_a_change_leaves_the_base_alone() -> None:
    document = Document(base("BC"))
    document.size(document.paragraph("QuocHieu"), 11)
    document.bytes()
    assert measured(Document(base("BC")), "CỘNG HÒA").spans[0].look.size == 12


def test_letters_can_be_changed_for_a_paragraph_and_for_words_of_it() -> None:
    document = Document(base("BC"))
    motto, first = document.paragraph("Độc lập"), document.paragraph("a) Sở Nội vụ")
    document.size(motto, 15)
    document.bold(motto, False)
    document.italic(first, words="04 văn bản")
    document.colour(first, "FF0000", words="Sở Nội vụ")
    document.font(first, "Arial", words="hướng dẫn")
    document.underline(first, words="phong trào")
    look = measured(document, "Độc lập").spans[0].look
    assert (look.size, look.bold) == (15, False)
    spans = {span.text: span.look for span in measured(document, "a) Sở Nội vụ").spans}
    assert [words for words, look in spans.items() if look.italic] == ["04 văn bản"]
    assert [words for words, look in spans.items() if look.colour == "FF0000"] == ["Sở Nội vụ"]
    assert [words for words, look in spans.items() if look.font == "Arial"] == ["hướng dẫn"]
    assert [words for words, look in spans.items() if look.underline] == ["phong trào"]


def test_layout_can_be_changed_for_a_paragraph_and_for_a_style() -> None:
    document = Document(base("BC"))
    first = document.paragraph("a) Sở Nội vụ")
    document.align(first, "right")
    document.indent(first, left=5, first=-7)
    document.spacing(document.style("Diem"), before=3, line=2)
    layout = measured(document, "a) Sở Nội vụ").layout
    assert (layout.align, layout.before_pt, layout.line) == ("right", 3, 2)
    assert layout.left_mm == pytest.approx(5, abs=0.1)
    assert layout.first_mm == pytest.approx(-7, abs=0.1)


def test_the_page_can_be_changed() -> None:
    document = Document(base("BC"))
    document.margins(left=40)
    document.page(width=100, height=200, section=-1)
    sections = measure_docx(document.bytes(), "x").sections
    assert [section.left_mm for section in sections] == pytest.approx([40] * len(sections), abs=0.1)
    assert (sections[-1].width_mm, sections[-1].height_mm) == pytest.approx((100, 200), abs=0.1)


def test_lines_can_be_measured_changed_and_added() -> None:
    document = Document(base("BC"))
    motto, number = document.paragraph("TieuNgu"), document.paragraph("SoKyHieu")
    document.line_length(motto, 20)
    assert document.length_of_line(motto) == pytest.approx(20, abs=0.1)
    with pytest.raises(LookupError):
        document.line_after(number)
    document.add_line(number, 30)
    assert document.length_of_line(number) == pytest.approx(30, abs=0.1)


def test_paragraphs_can_be_removed_and_inserted() -> None:
    document = Document(base("BC"))
    motto = document.paragraph("TieuNgu")
    document.insert_after(motto, document.copy_of(motto))
    assert len(document.paragraphs("TieuNgu")) == 2
    document.remove(*document.paragraphs("TieuNgu"))
    assert document.paragraphs("Độc lập") == []


def test_what_is_not_there_is_an_error() -> None:
    document = Document(base("BC"))
    with pytest.raises(LookupError):
        document.paragraph("không có trong văn bản")
    with pytest.raises(LookupError):
        document.replace(document.paragraph("TieuNgu"), "không có", "")


@given(st.data())
def test_words_are_replaced_wherever_their_runs_begin_and_end(data: st.DataObject) -> None:
    document = Document(base("BC"))
    paragraph = document.paragraph("a) Sở Nội vụ")
    whole = text(paragraph)
    for _ in range(data.draw(st.integers(0, 3))):
        start = data.draw(st.integers(0, len(whole) - 2))
        words = whole[start : start + 2]
        if any(words in (node.text or "") for node in paragraph.iter("{*}t")):
            document.bold(paragraph, words=words)
    start = data.draw(st.integers(0, len(whole) - 10))
    old = whole[start : start + data.draw(st.integers(1, 10))]
    document.replace(paragraph, old, "…")
    assert text(paragraph).count("…") == 1
    assert sorted(text(paragraph).replace("…", old)) == sorted(whole)
