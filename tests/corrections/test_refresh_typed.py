"""Numbers that people typed by hand."""

import pytest
from papers import figure, p, paper, run, shown

from pipeline.corrections.errors import StaleNumber
from pipeline.corrections.refresh import refresh

SENTENCE = p("Có ", figure("total", "61"), " người.")
NEW = paper(p("Có ", figure("total", "62"), " người."))


def stale(*paragraphs, old="61", now="62"):
    before = paper(p("Có ", figure("total", old), " người."), *paragraphs)
    result = refresh(before, paper(p("Có ", figure("total", now), " người.")))
    assert shown(result.docx)[1:] == shown(before)[1:], "they are pointed out, not changed"
    return [unmarked(each, old) for each in result.findings if isinstance(each, StaleNumber)]


def unmarked(finding, old):
    """What a finding quotes; the number that it is about is in brackets there."""
    quoted = finding.params["paragraph"]
    assert quoted.count(f"[{old}]") == 1
    return quoted.replace(f"[{old}]", old)


@pytest.mark.parametrize(
    "text", ["Trong đó 61 người mới.", "61", "(61)", "Tổng 61, kể cả nữ", "Có 61.", "là 61; 62", "1. Có 61 người"]
)
def test_the_old_number_in_a_typed_paragraph_is_pointed_out(text):
    assert stale(p(text)) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Số 61/BC-VP",
        "61. Mục",
        "61) Điểm",
        "161 người",
        "61,5",
        "1.061",
        "6 1",
        "ngày 12/61",
        "A61",
        "không có số",
    ],
)
def test_other_numbers_are_not(text):
    assert stale(p(text)) == []


def test_a_number_that_word_has_cut_into_runs_is_found():
    assert stale(p(run("Có 6"), run("1 người"))) == ["Có 61 người"]


def test_deleted_text_is_not_read():
    gone = '<w:del w:id="1" w:author="A"><w:r><w:delText>61 người</w:delText></w:r></w:del>'
    assert stale(p(gone, "Không còn.")) == []


def test_paragraphs_of_the_build_are_not_pointed_out():
    fixed = p("Theo Điều 61 của Luật.")
    before = paper(SENTENCE, fixed)
    result = refresh(before, paper(p("Có ", figure("total", "62"), " người."), fixed))
    assert result.findings == ()


def test_a_control_that_became_text_is_pointed_out():
    before = paper(p("Có ", run("61"), " người."), figures={"total": "61"})
    found = [each for each in refresh(before, NEW, name="a.docx").findings if isinstance(each, StaleNumber)]
    assert [(each.params["printed"], each.params["now"], each.place.file) for each in found] == [
        ("61", "62", "a.docx")
    ]


@pytest.mark.parametrize(("old", "now"), [("1.234", "1.235"), ("12,5%", "13%"), ("61 người", "62 người")])
def test_numbers_as_they_are_written(old, now):
    assert stale(p(f"Đạt {old} trong năm"), old=old, now=now) == [f"Đạt {old} trong năm"]


def test_a_figure_that_did_not_change_is_not_looked_for():
    assert stale(p("Có 61 người mới."), now="61") == []
