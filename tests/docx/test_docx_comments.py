"""Faults become comments of Word at their tags; the copy is a valid document."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx_builder import docx, p, table
from lxml import etree
from openxml_audit import OpenXmlValidator

from pipeline.docx.comments import Comment, with_comments, without_comments
from pipeline.docx.package import read_package
from pipeline.docx.source import QW
from pipeline.docx.text import paragraphs

MAIN = "word/document.xml"
REPORT = Path(__file__).parents[2] / "templates" / "report.docx"


def covered(data: bytes, number: int = 0) -> str:
    """The text between the marks of a comment."""
    root = etree.fromstring(read_package(data)[MAIN])
    text, inside = "", False
    for element in root.iter():
        if element.get(f"{QW}id") == str(number):
            inside = element.tag == f"{QW}commentRangeStart" or (inside and element.tag != f"{QW}commentRangeEnd")
        elif inside and element.tag == f"{QW}t":
            text += element.text or ""
    return text


def texts(data: bytes) -> list[str]:
    root = etree.fromstring(read_package(data)["word/comments.xml"])
    return ["\n".join("".join(q.itertext()) for q in c.iter(f"{QW}p")) for c in root.iter(f"{QW}comment")]


def test_a_comment_stands_at_its_tag() -> None:
    body = p("Trước {{ a }}") + p("chữ ", "{{ do", "c.x }}", " sau") + p("cuối")
    made = with_comments(docx(body), [Comment(MAIN, "chữ {{ doc.x }} sau", "{{ doc.x }}", "Sai\nSửa")])
    assert covered(made) == "{{ doc.x }}"
    assert texts(made) == ["Sai\nSửa"]


@pytest.mark.parametrize("tag", ["{% if dok.x %}", "{%p if dok.x %}", "{% if  dok.x…"])
def test_lifted_and_shortened_tags_are_found(tag: str) -> None:
    made = with_comments(docx(p("a") + p("{%p if dok.x %}") + p("b")), [Comment(MAIN, tag, tag, "x")])
    assert covered(made) == "{%p if dok.x %}"


def test_a_cell_is_found() -> None:
    made = with_comments(docx(p("a") + table(("ô", "{{ zz }}"))), [Comment(MAIN, "{{ zz }}", "{{ zz }}", "x")])
    assert covered(made) == "{{ zz }}"


def test_what_stands_in_a_header_is_told_at_the_first_paragraph() -> None:
    made = with_comments(docx(p("đầu") + p("b"), header1=p("{{ y }}")), [Comment("word/header1.xml", "", "", "x")])
    assert covered(made) == "đầu"
    assert texts(made) == ["word/header1.xml: x"]


def test_comments_that_are_there_stay_and_the_same_input_makes_the_same_bytes() -> None:
    one = with_comments(docx(p("{{ a }}")), [Comment(MAIN, "{{ a }}", "{{ a }}", "một")])
    two = with_comments(one, [Comment(MAIN, "{{ a }}", "{{ a }}", "hai \x01")])
    assert texts(two) == ["một", "hai \N{REPLACEMENT CHARACTER}"]
    assert covered(two, 0) == covered(two, 1) == "{{ a }}"
    assert one == with_comments(docx(p("{{ a }}")), [Comment(MAIN, "{{ a }}", "{{ a }}", "một")])


def test_a_commented_house_template_is_valid(tmp_path: Path) -> None:
    comments = [Comment(MAIN, "", tag, "Sai") for tag in ("{{ doc.subject }}", "{%p endif %}", "{{ không }}")]
    path = tmp_path / "x.docx"
    path.write_bytes(with_comments(REPORT.read_bytes(), comments))
    assert [str(finding) for finding in OpenXmlValidator().validate(path).errors] == []


def test_a_document_without_its_comments_keeps_everything_else() -> None:
    plain = docx(p("Trước {{ a }}") + p("cuối"))
    made = with_comments(plain, [Comment(MAIN, "", "{{ a }}", "Sai"), Comment(MAIN, "cuối", "", "Sai")])
    bare = without_comments(made)
    assert b"comment" not in read_package(bare)[MAIN]
    assert [q.text for q in paragraphs(bare)] == [q.text for q in paragraphs(plain)] == ["Trước {{ a }}", "cuối"]
    assert without_comments(plain) is plain
