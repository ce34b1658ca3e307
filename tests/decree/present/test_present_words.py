"""Places, kinds and counts in words."""

import pytest
from present_samples import checked, finding, measured, report

from pipeline.decree.check import Report
from pipeline.decree.findings import Said, Where
from pipeline.decree.model import Box, Piece, Recognised
from pipeline.decree.present import words


@pytest.mark.parametrize(
    ("where", "text"),
    [
        (Where(3, "CỘNG HÒA"), "paragraph 3 “CỘNG HÒA”"),
        (Where(3, "CỘNG HÒA XÃ HỘI", words="XÃ  HỘI"), "paragraph 3 “XÃ HỘI”"),
        (Where(7, "Nội dung", page=2, box=Box(0, 0, 1, 1)), "page 2 “Nội dung”"),
        (Where(section=2), "section 2"),
        (Where(90, "3", part="word/header2.xml"), "header “3”"),
        (Where(91, "Chú thích", part="word/footnotes.xml"), "footnote “Chú thích”"),
        (Where(3, "Nội dung", part="word/document.xml"), "paragraph 3 “Nội dung”"),
        (Where(), "whole document"),
        (Where(1, "a\x1b\u202eb"), "paragraph 1 “a\ufffd\ufffdb”"),
    ],
)
def test_a_place_is_told_as_a_reader_finds_it(where, text):
    assert words.place(where, "en") == text


def test_long_texts_are_cut_between_quotation_marks():
    told = words.place(Where(1, "chữ " * 50), "en")
    assert len(told) < 90
    assert told.endswith("…”")


def test_many_places_are_counted_and_the_first_named():
    places = [Where(n, f"chữ {n}") for n in range(1, 11)]
    told = words.places(finding(places=places, count=250), "en")
    assert told.startswith("250 places: paragraph 1 “chữ 1”; paragraph 2 “chữ 2”; paragraph 3 “chữ 3”; …")
    assert words.places(finding(places=places[:2]), "en") == "paragraph 1 “chữ 1”; paragraph 2 “chữ 2”"


def test_the_kind_is_named_and_abbreviated_and_the_unknown_is_called_so():
    assert words.kind(report(kind="TTr"), "en") == "Tờ trình (TTr), draft"
    assert words.kind(report(kind="CV"), "en") == "Công văn (CV), draft"
    assert words.kind(report(kind="SY"), "en") == "Bản sao y (SY), draft"
    assert words.kind(report(kind=""), "en") == "type not recognised, draft"


@pytest.mark.parametrize(
    ("number", "state"),
    [("Số: 05/BC-SNV", ", issued"), ("Số: {{ doc.number }}/BC-SNV", ", template"), ("", "")],
)
def test_a_document_is_issued_only_if_its_number_or_date_says_so(number, state):
    made = measured(number)
    pieces = (Piece("so", made.paragraphs[0], made.paragraphs[0].spans, number),) if number else ()
    document = Recognised(made, "BC", "REP", "issued", "", pieces)
    assert words.kind(Report("a.docx", "nd30", "docx", document, ()), "en") == f"Báo cáo (BC){state}"


def test_only_severities_that_occur_are_counted():
    assert words.counts(report(finding(), finding(severity="info"), finding()), "en") == "errors: 2, infos: 1"
    assert words.counts(report(), "en") == "nothing found"


def test_details_leave_out_what_there_is_not():
    lines = words.details(finding(found=Said("", raw=True)), "en")
    assert lines == [
        "Wrong quochieu.style.",
        "expected: 12 – 13 pt",
        "clause: I.1 Mục II.1.a",
        "→ Mend quochieu.style.",
    ]
    assert words.details(finding(), "vi")[0] == "Sai quochieu.style."


def test_a_file_that_was_converted_says_so_in_json():
    assert checked(origin="doc").to_json()["converted_from"] == "doc"
    assert "converted_from" not in checked().to_json()
