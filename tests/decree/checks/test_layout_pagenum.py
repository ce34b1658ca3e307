"""Page numbers of headers and of printed pages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from layout_samples import CENTRED, Sheet, faults, findings, look, numbered, printed, strip

from pipeline.decree.model import Page, Strip

ALL = (
    "pagenum.present", "pagenum.position", "pagenum.digits", "pagenum.alone", "pagenum.size", "pagenum.style",
    "pagenum.start", "pagenum.first-hidden", "pagenum.annex-restart",
)  # fmt: skip


def document(*strips: Strip, **section: object) -> Sheet:
    sheet = Sheet()
    sheet.add("body", "Nội dung văn bản.")
    sheet.sections = [replace(sheet.sections[0], strips=strips or (strip(numbered()),), **section)]  # type: ignore[arg-type]
    return sheet


def pages(*numbers: str, top: float = 10.0, middle: float = 110.0) -> Sheet:
    sheet = Sheet("pdf")
    sheet.add("body", "Nội dung văn bản.", page=0)
    sheet.pages = [
        Page(210.0, 297.0, number=printed(text, index, middle, top) if text else None)
        for index, text in enumerate(numbers)
    ]
    return sheet


def rules(sheet: Sheet) -> list[str]:
    return [finding.rule for finding in findings(sheet, *ALL)]


def test_a_number_in_the_middle_of_the_header_hidden_on_page_one_is_right() -> None:
    assert rules(document()) == []
    assert rules(document(strip(numbered()), strip(None, "first"))) == []


def test_a_number_at_the_foot_is_told_with_its_place() -> None:
    sheet = document(strip(numbered(layout=replace(CENTRED, align="right")), place="footer"))
    (finding,) = findings(sheet, *ALL)
    assert (finding.rule, finding.found.in_("en"), finding.expected.in_("en")) == (
        "pagenum.position", "at the foot of the page, on the right", "at the top of the page, in the middle",
    )  # fmt: skip


def test_a_number_that_tabs_or_a_frame_put_somewhere_may_be_in_the_middle() -> None:
    tabbed = replace(numbered(beside=("\t", "")), layout=replace(CENTRED, align="left"))
    framed = replace(numbered(), layout=replace(CENTRED, align="left"), region="frame")
    assert rules(document(strip(tabbed))) == rules(document(strip(framed))) == []


@pytest.mark.parametrize("beside", [("Trang ", ""), ("- ", " -"), ("", "/12")])
def test_a_number_stands_alone(beside: tuple[str, str]) -> None:
    assert rules(document(strip(numbered(beside=beside)))) == ["pagenum.alone"]


def test_roman_page_numbers_are_told() -> None:
    (found,) = findings(document(number_format="lowerRoman"), *ALL)
    assert (found.rule, found.found.in_("en")) == ("pagenum.digits", "i, ii, iii")
    assert rules(document(number_format="numberInDash")) == ["pagenum.alone"]
    assert rules(document(strip(None), number_format="lowerRoman")) == []


def test_size_and_style_of_numbers_are_two_rules() -> None:
    assert rules(document(strip(numbered(like=look(12.0, bold=True, italic=True))))) == [
        "pagenum.size",
        "pagenum.style",
    ]


@pytest.mark.parametrize(("start", "wrong"), [(None, []), (1, []), (0, ["pagenum.start"]), (5, ["pagenum.start"])])
def test_numbers_begin_with_one(start: int | None, wrong: list[str]) -> None:
    assert rules(document(start=start)) == wrong


def test_the_number_of_the_first_page_is_hidden() -> None:
    assert rules(document(title_page=False)) == ["pagenum.first-hidden"]
    assert rules(document(strip(numbered()), strip(numbered(index=901), "first"))) == ["pagenum.first-hidden"]


def test_a_first_header_that_is_not_in_force_does_not_count() -> None:
    sheet = document(strip(None), strip(numbered(), "first"), title_page=False)
    assert rules(sheet) == []


def test_a_long_document_without_numbers_is_told_and_a_short_one_is_not() -> None:
    sheet = document(strip(None))
    assert rules(sheet) == []
    for _ in range(60):
        sheet.add("body", "Nội dung của văn bản này rất dài, dài hơn một trang giấy. " * 3)
    assert rules(sheet) == ["pagenum.present"]


# --- annexes -----------------------------------------------------------------------------------------------------
def test_every_annex_begins_with_its_own_page_one() -> None:
    sheet = document()
    first = sheet.sections[0]
    sheet.sections = [first, replace(first, start=1), replace(first, start=None)]
    sheet.add("annex.label", "Phụ lục I", annex=0, section=1)
    assert rules(sheet) == []
    sheet.add("annex.label", "Phụ lục II", annex=1, section=2)
    assert [(f.rule, f.where.text) for f in findings(sheet, *ALL)] == [("pagenum.annex-restart", "Phụ lục II")]


def test_an_annex_in_the_section_of_the_text_goes_on_counting() -> None:
    sheet = document(start=1)
    sheet.add("annex.label", "Phụ lục", annex=0)
    assert rules(sheet) == ["pagenum.annex-restart"]


def test_a_file_that_is_an_annex_begins_with_page_one() -> None:
    sheet = Sheet()
    sheet.sections = document().sections
    sheet.add("annex.label", "Phụ lục", annex=0)
    assert rules(sheet) == []


def test_an_annex_without_page_numbers_is_not_judged() -> None:
    sheet = document(strip(None))
    sheet.add("annex.label", "Phụ lục", annex=0)
    assert rules(sheet) == []


# --- printed pages -----------------------------------------------------------------------------------------------
def test_printed_numbers_of_right_pages_are_right() -> None:
    assert rules(pages("", "2", "3")) == []


@pytest.mark.parametrize(
    ("sheet", "rule"),
    [
        (pages("", "2", top=280.0), "pagenum.position"),
        (pages("", "2", middle=180.0), "pagenum.position"),
        (pages("", "Trang 2/3"), "pagenum.alone"),
        (pages("", "3", "4"), "pagenum.start"),
        (pages("1", "2"), "pagenum.first-hidden"),
        (pages("", ""), "pagenum.present"),
    ],
)
def test_printed_numbers_that_are_wrong_are_told(sheet: Sheet, rule: str) -> None:
    assert rules(sheet) == [rule]


def test_one_page_needs_no_number() -> None:
    assert rules(pages("")) == []


def test_a_scan_is_not_missed_its_numbers() -> None:
    sheet = pages("", "")
    sheet.pages[1] = replace(sheet.pages[1], has_text=False)
    assert rules(sheet) == []


@pytest.mark.parametrize(("numbers", "wrong"), [(("", "2", "", "2"), []), (("", "2", "3", "4"), ["from 3"])])
def test_printed_numbers_of_an_annex_begin_anew(numbers: tuple[str, ...], wrong: list[str]) -> None:
    sheet = pages(*numbers)
    sheet.add("annex.label", "Phụ lục", annex=0, page=2)
    assert [f for f, _ in faults(sheet, "page-number-annex-restart", "annex.label", start=1)] == wrong


@pytest.mark.parametrize(
    ("column", "told"),
    [((108.5, 111.5), []), ((30.0, 33.0), ["pagenum.position"]), ((187.0, 190.0), ["pagenum.position"])],
)
def test_a_box_that_only_holds_the_number_tells_its_place(column: tuple[float, float], told: list[str]) -> None:
    boxed = replace(numbered(), layout=replace(CENTRED, align="left"), column_mm=column)
    assert rules(document(strip(boxed))) == told
