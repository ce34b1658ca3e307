"""The gate: it says of every document what a whole check would say, and measures few of them."""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

import pytest
from lxml import etree

from pipeline.decree import gate as gate_module
from pipeline.decree.check import check
from pipeline.decree.faults import LayoutFault
from pipeline.decree.gate import Gate, stops
from pipeline.decree.kinds import KINDS
from pipeline.decree.profiles import load_profile

sys.path.insert(0, str(Path(__file__).parent / "matrix"))

from bases import BASES, base
from editing import Document
from registry import MUTANTS
from test_matrix import bases_of

TEMPLATE = "templates/report.docx"


@pytest.fixture
def measured(monkeypatch):
    """The number of documents that were measured, as a list that grows."""
    seen = []
    original = gate_module.measure_docx

    def measure(docx, name):
        seen.append(name)
        return original(docx, name)

    monkeypatch.setattr(gate_module, "measure_docx", measure)
    return seen


def rules(findings):
    return {finding.rule for finding in findings if finding.severity == "error"}


def type_of(name):
    return KINDS.get(name.partition(".")[0], "")


def right(name):
    """A base, written as the changed ones are."""
    document = Document(base(name))
    document.part()
    return document.bytes()


def edited(name, *pairs):
    """A base with words exchanged, as other data would."""
    document = Document(base(name))
    for old, new in pairs:
        document.replace(document.paragraph(old), old, new)
    return document.bytes()


# --- what it measures --------------------------------------------------------------------------------------------


def test_a_document_of_a_known_structure_is_not_measured_again(measured):
    gate = Gate()
    assert gate.errors(right("BC"), TEMPLATE, "Báo cáo") == ()
    for other in (right("BC"), edited("BC", ("Số: 05", "Số: 15"))):
        assert gate.errors(other, TEMPLATE, "Báo cáo") == ()
    assert len(measured) == 1


def test_another_template_is_measured_though_the_structure_is_the_same(measured):
    gate = Gate()
    for template in ("a/report.docx", "b/report.docx"):
        gate.errors(base("BC"), template, "Báo cáo")
    assert measured == ["a/report.docx", "b/report.docx"]


def test_a_document_with_one_paragraph_more_of_a_known_place_is_not_measured(measured):
    gate = Gate()
    gate.errors(right("BC"), TEMPLATE, "Báo cáo")
    document = Document(base("BC"))
    item = document.paragraph("DanhSachNoiNhan")
    document.insert_after(item, _xml(item))
    assert gate.errors(document.bytes(), TEMPLATE, "Báo cáo") == ()
    assert len(measured) == 1


def test_a_draft_and_an_issued_document_are_measured_apart(measured):
    gate = Gate()
    assert gate.errors(right("BC"), TEMPLATE, "Báo cáo") == ()
    assert gate.errors(base("BC.draft"), TEMPLATE, "Báo cáo") == ()
    assert len(measured) == 2


def test_a_wrong_document_proves_nothing(measured):
    gate = Gate()
    wrong = Document(base("BC"))
    wrong.size(wrong.paragraph("QuocHieu"), 11)
    for _ in range(2):
        assert "quochieu.style" in rules(gate.errors(wrong.bytes(), TEMPLATE, "Báo cáo"))
    assert gate.errors(right("BC"), TEMPLATE, "Báo cáo") == ()
    assert len(measured) == 3


def test_a_document_with_a_text_box_is_measured_every_time(measured):
    gate = Gate()
    document = Document(base("BC"))
    body = document.paragraph("LoiVan")
    document.insert_after(body, _BOXED)
    for _ in range(2):
        gate.errors(document.bytes(), TEMPLATE, "Báo cáo")
    assert len(measured) == 2


def test_what_it_remembers_is_bounded(monkeypatch):
    monkeypatch.setattr(gate_module, "_KEYS", 3)
    gate = Gate()
    for number in range(10):
        assert gate.errors(base("BC"), f"{number}/report.docx", "Báo cáo") == ()
    assert len(gate._known) <= 4


# --- what it says ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BASES)
def test_a_right_document_passes_before_and_after_it_is_known(name):
    gate = Gate()
    assert [gate.errors(base(name), TEMPLATE, type_of(name)) for _ in range(3)] == [()] * 3


STOPPING = {rule.id for rule in load_profile().rules if stops(rule)}
MUTATED = [
    pytest.param(one, name, id=f"{one.name}-{name}") for one in MUTANTS if not one.pdf for name in bases_of(one)
]


@pytest.mark.parametrize(("mutant", "name"), MUTATED)
def test_a_gate_that_knows_the_right_document_finds_in_the_wrong_one_what_a_check_finds(mutant, name):
    """The short way must never let pass what the long way stops."""
    document = Document(base(name))
    mutant.change(document)
    docx = document.bytes()
    gate = Gate()
    gate.errors(right(name), TEMPLATE, type_of(name))
    expected = rules(check(docx, "", _kind(name)).findings) & STOPPING
    assert rules(gate.errors(docx, TEMPLATE, type_of(name))) == expected


def test_what_stops_a_document_is_its_form_and_not_the_spelling_of_its_text():
    assert {"quochieu.style", "so.leading-zero", "h.numbers", "annex.referenced", "text.legacy"} <= STOPPING
    assert not {"caps.honours", "caps.holiday", "body.end-mark", "text.brackets"} & STOPPING


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("Số: 05/", "Số: 5/", "so.leading-zero"),
        ("ngày 05 tháng 12", "ngày 5 tháng 12", "date.zero.day"),
        ("ngày 05 tháng 12", "ngày 05 tháng 03", "date.zero.month"),
        ("- Lưu: VT", "- Lưu VT", "noinhan.luu"),
    ],
)
def test_a_wrong_text_in_a_known_structure_is_found(old, new, rule):
    gate = Gate()
    gate.errors(right("BC"), TEMPLATE, "Báo cáo")
    found = gate.errors(edited("BC", (old, new)), TEMPLATE, "Báo cáo")
    assert rules(found) == {rule}
    assert new in found[0].where.text


def test_a_line_that_does_not_fit_another_name_is_found():
    gate = Gate()
    gate.errors(right("BC"), TEMPLATE, "Báo cáo")
    issuer = Document(base("BC"))
    paragraph = issuer.paragraph("CoQuanBanHanh")
    issuer.set_text(paragraph, "TRUNG TÂM HÀNH CHÍNH CÔNG")
    issuer.line_length(paragraph, 5)
    assert rules(gate.errors(issuer.bytes(), TEMPLATE, "Báo cáo")) == {"organ.line.length"}


# --- PDFs --------------------------------------------------------------------------------------------------------


@pytest.fixture
def looked(monkeypatch):
    """PDFs that were looked at; those that say so are wrong."""
    seen = []

    def findings(pdf, kind, rules):
        seen.append(kind)
        return (pdf,) if pdf == b"wrong" else ()

    monkeypatch.setattr(gate_module, "pdf_findings", findings)
    return seen


def test_a_pdf_of_a_structure_that_was_right_is_not_looked_at(looked):
    gate = Gate()
    for _ in range(2):
        assert gate.pdf_errors(b"right", base("BC"), TEMPLATE, "Báo cáo") == ()
    gate.pdf_errors(b"right", base("TTr"), TEMPLATE, "Tờ trình")
    gate.pdf_errors(b"right", base("BC"), "templates/other.docx", "Báo cáo")
    assert looked == ["BC", "TTr", "BC"]


def test_a_pdf_of_a_structure_that_was_wrong_is_looked_at_again(looked):
    gate = Gate()
    assert len(gate.pdf_errors(b"wrong", base("BC"), TEMPLATE, "Báo cáo")) == 1
    assert gate.pdf_errors(b"right", base("BC"), TEMPLATE, "Báo cáo") == ()
    assert looked == ["BC", "BC"]


# --- the error ---------------------------------------------------------------------------------------------------


def test_a_finding_becomes_an_error_that_says_all_in_both_languages_and_survives_processes():
    wrong = Document(base("BC"))
    wrong.size(wrong.paragraph("QuocHieu"), 11)
    (finding,) = (f for f in check(wrong.bytes(), "").findings if f.rule == "quochieu.style")
    error = pickle.loads(pickle.dumps(LayoutFault.of(finding, TEMPLATE)))  # noqa: S301 - our own
    assert error == LayoutFault.of(finding, TEMPLATE)
    assert error.place.file == TEMPLATE
    for language, size in (("en", "11 pt"), ("vi", "11 pt")):
        text = error.message(language)
        assert size in text
        assert "quochieu.style" in text
        assert finding.message(language) in text
        assert finding.remedy(language).rstrip(".") in error.advice(language)


def _kind(name):
    return name.partition(".")[0]


def _xml(element):
    return etree.tostring(element, encoding="unicode")


_BOXED = (
    '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:pict><v:shape style="width:100pt;height:20pt"><v:textbox>'
    "<w:txbxContent><w:p><w:r><w:t>Trong khung</w:t></w:r></w:p></w:txbxContent>"
    "</v:textbox></v:shape></w:pict></w:r></w:p>"
)
