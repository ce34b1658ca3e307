"""Components that have to be there, that may not, and the texts of some."""

from __future__ import annotations

import unicodedata

import pytest
from layout_samples import CENTRED, RIGHT_MM, Sheet, faults, findings, look

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


def some(*names: str) -> Sheet:
    sheet = Sheet()
    sheet.add("body", "Nội dung văn bản.")
    for name in names:
        sheet.add(name, "Chữ")  # type: ignore[arg-type]
    return sheet


@pytest.mark.parametrize(
    ("rule", "kind", "names", "missing"),
    [
        ("kinhgui.when", "CV", (), True),
        ("kinhgui.when", "TTr", ("kinhgui",), False),
        ("kinhgui.when", "BC", (), False),
        ("kinhgui.unused", "KH", ("kinhgui",), True),
        ("kinhgui.unused", "BC", ("kinhgui",), False),
        ("tenloai.missing", "BC", (), True),
        ("tenloai.missing", "CV", (), False),
        ("diadanh.missing", "BB", (), False),
        ("diadanh.missing", "BC", (), True),
        ("sign.missing", "BC", ("sign.authority",), False),
        ("sign.missing", "BC", ("sign.name",), True),
        ("organ.missing", "", (), False),
        ("quochieu.missing", "", (), True),
    ],
)
def test_components_are_missed_by_kind(rule: str, kind: str, names: tuple[str, ...], missing: bool) -> None:
    assert bool(findings(some(*names), rule, kind=kind)) == missing


@pytest.mark.parametrize(("direction", "missing"), [("up", True), ("level", False), ("down", False), ("", False)])
def test_a_report_names_its_addressee_when_it_goes_up(direction: str, missing: bool) -> None:
    assert bool(findings(some(), "kinhgui.when.report", kind="BC", direction=direction)) == missing


def test_a_draft_may_lack_the_name_of_the_signer() -> None:
    assert findings(some(), "sign.name.missing", state="draft") == []
    assert len(findings(some(), "sign.name.missing", state="issued")) == 1


def test_a_file_that_is_but_an_annex_has_no_head() -> None:
    sheet = Sheet()
    sheet.add("annex.label", "Phụ lục", annex=0)
    assert findings(sheet, "quochieu.missing", "organ.missing", "so.missing") == []


def test_an_empty_document_lacks_nothing() -> None:
    assert findings(Sheet(), "quochieu.missing") == []


@pytest.mark.parametrize("text", [STATE, STATE.replace("HÒA", "HOÀ")])
def test_both_spellings_of_hoa_are_right(text: str) -> None:
    sheet = Sheet()
    sheet.add("quochieu", text)
    assert findings(sheet, "quochieu.text") == []


def test_a_dash_in_the_motto_is_told_to_the_letter() -> None:
    sheet = Sheet()
    sheet.add("tieungu", "Độc lập – Tự do – Hạnh phúc")
    (finding,) = findings(sheet, "tieungu.text")
    assert finding.found.in_("vi") == "“Độc lập – Tự do – Hạnh phúc”"
    assert finding.expected.in_("vi") == "“Độc lập - Tự do - Hạnh phúc”"


def test_letters_are_compared_as_composed_ones() -> None:
    sheet = Sheet()
    sheet.add("quochieu", unicodedata.normalize("NFC", unicodedata.normalize("NFD", STATE)))
    assert findings(sheet, "quochieu.text") == []


def test_a_text_over_two_paragraphs_is_one_text() -> None:
    sheet = Sheet()
    sheet.add("quochieu", "CỘNG HÒA XÃ HỘI")
    sheet.add("quochieu", "CHỦ NGHĨA VIỆT NAM")
    assert findings(sheet, "quochieu.text") == []


def test_a_head_that_stands_twice_is_right_twice() -> None:
    sheet = Sheet()
    sheet.add("quochieu", STATE)
    sheet.add("quochieu", STATE)
    sheet.add("quochieu", STATE, annex=0)
    assert findings(sheet, "quochieu.text") == []


def test_only_what_is_in_an_annex_counts_as_in_it() -> None:
    sheet = Sheet()
    sheet.add("quochieu", STATE)
    assert faults(sheet, "absent", "quochieu", annex=True) == []
    sheet.add("annex.label", "Phụ lục", annex=0)
    sheet.add("quochieu", STATE, annex=0)
    assert faults(sheet, "absent", "quochieu", annex=True) == [(f"“{STATE}”", "nothing there")]


@pytest.mark.parametrize(("column", "lines"), [(RIGHT_MM, 0), ((97.0, 180.0), 1)])
def test_quoc_hieu_stands_on_one_line(column: tuple[float, float], lines: int) -> None:
    sheet = Sheet()
    sheet.add("quochieu", STATE, like=look(13.0, bold=True), layout=CENTRED, column=column)
    assert len(faults(sheet, "one-line", "quochieu")) == lines
