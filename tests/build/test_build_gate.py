"""The gate in a build: a document whose layout breaks a rule is not published; the others are."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from pipeline.decree import gate as gate_module
from pipeline.decree.check import check
from pipeline.decree.faults import LayoutFault
from pipeline.decree.measure.errors import TooLarge
from pipeline.decree.pdf.errors import PdfTooLarge
from pipeline.docx.package import pack

ROOT = Path(__file__).parents[2]
OF_THE_TEMPLATE = ("units/so-b/cover-letter", "units/so-c/cover-letter")


def spoil(sandbox, old='w:right="851"', new='w:right="400"'):
    """The campaign gets a letter of its own, with a narrow margin."""
    with zipfile.ZipFile(ROOT / "templates" / "cover-letter.docx") as package:
        parts = {name: package.read(name) for name in package.namelist()}
    main = parts["word/document.xml"].decode()
    assert old in main
    parts["word/document.xml"] = main.replace(old, new).encode()
    (sandbox.folder / "cover-letter.docx").write_bytes(pack(parts))


def test_documents_of_a_wrong_template_are_stopped_and_the_others_published(sandbox):
    spoil(sandbox)
    result = sandbox.build()
    outcomes = dict.fromkeys(sandbox.documents, "made") | dict.fromkeys(OF_THE_TEMPLATE, "failed")
    assert sandbox.outcomes(result) == outcomes
    assert result.exit_code == 1
    assert {path for path in OF_THE_TEMPLATE if sandbox.file(f"{path}.docx").exists()} == set()
    faults = [finding for finding in result.findings if isinstance(finding, LayoutFault)]
    assert {(fault.params["rule"], fault.unit, fault.document) for fault in faults} == {
        ("page.margin.right", unit, "cover-letter") for unit in ("so-b", "so-c")
    }


def test_a_stopped_document_leaves_the_one_that_stood_there(built):
    before = built.file("units/so-b/cover-letter.docx").read_bytes()
    spoil(built)
    assert built.outcomes(built.build()) == dict.fromkeys(OF_THE_TEMPLATE, "failed")
    assert built.file("units/so-b/cover-letter.docx").read_bytes() == before


def test_without_the_gate_everything_is_published(sandbox):
    spoil(sandbox)
    result = sandbox.build(gate=False)
    assert sandbox.outcomes(result) == dict.fromkeys(sandbox.documents, "made")
    assert result.exit_code == 0


@pytest.mark.parametrize("severity", ["warning", "info", "off"])
def test_a_campaign_may_say_that_a_rule_does_not_stop_its_documents(sandbox, severity):
    spoil(sandbox)
    sandbox.change_campaign("groups:", f"layout: {{rules: {{page.margin.right: {severity}}}}}\ngroups:")
    result = sandbox.build()
    assert sandbox.outcomes(result) == dict.fromkeys(sandbox.documents, "made")
    assert result.exit_code == 0


def test_a_rule_that_there_is_not_is_told_with_its_place(sandbox):
    sandbox.change_campaign("groups:", "layout: {rules: {page.margin.rigt: off}}\ngroups:")
    (finding,) = (f for f in sandbox.build().findings if f.code == "D78")
    assert str(finding.place) == "campaign.yaml:7:18"
    assert "page.margin.right" in finding.advice()


def test_a_mended_template_is_published(sandbox):
    spoil(sandbox)
    sandbox.build()
    (sandbox.folder / "cover-letter.docx").unlink()
    assert sandbox.outcomes(sandbox.build()) == dict.fromkeys(OF_THE_TEMPLATE, "made")


def test_validate_tells_before_a_build(sandbox):
    spoil(sandbox)
    told = sandbox.cli("validate")
    assert told.exit_code == 1
    assert "page.margin.right" in told.stderr
    assert "--no-gate" in told.stderr


def test_the_command_line_names_rule_clause_and_remedy_in_vietnamese(sandbox):
    spoil(sandbox)
    told = sandbox.cli("build", "--lang", "vi")
    assert told.exit_code == 1
    for words in ("page.margin.right", "Mục I", "15 – 20 mm"):
        assert words in told.stderr


def test_the_command_line_opens_the_gate(sandbox):
    spoil(sandbox)
    assert sandbox.cli("build", "--no-gate").exit_code == 0


def test_processes_hold_the_same_gate(sandbox, monkeypatch):
    monkeypatch.setattr("pipeline.build.workers.PARALLEL_FROM", 1)
    spoil(sandbox)
    result = sandbox.build(jobs=2)
    assert {path for path, outcome in sandbox.outcomes(result).items() if outcome == "failed"} == {
        *OF_THE_TEMPLATE
    }


def test_a_pdf_that_breaks_a_rule_stops_its_document_and_those_like_it(sandbox, office, monkeypatch):
    wrong = _pdf_finding()
    monkeypatch.setattr(gate_module, "pdf_findings", lambda pdf, kind, rules: (wrong,) if kind == "CV" else ())
    result = sandbox.build(pdf=True)
    failed = {path for path, outcome in sandbox.outcomes(result).items() if outcome == "failed"}
    assert failed == {*OF_THE_TEMPLATE}
    assert not sandbox.file(f"{OF_THE_TEMPLATE[0]}.docx").exists()
    places = [finding.place.file for finding in result.findings if isinstance(finding, LayoutFault)]
    assert places == [f"{path}.pdf" for path in OF_THE_TEMPLATE]


def test_only_a_new_structure_is_looked_at_as_pdf(sandbox, office, monkeypatch):
    asked = []
    monkeypatch.setattr(gate_module, "pdf_findings", lambda pdf, kind, rules: asked.append(kind) or ())
    sandbox.build(pdf=True)
    assert asked.count("CV") == 1
    assert len(asked) < len(sandbox.documents)


def test_without_the_gate_no_pdf_is_looked_at(sandbox, office, monkeypatch):
    monkeypatch.setattr(gate_module, "pdf_findings", lambda *_: pytest.fail("looked at"))
    assert sandbox.build(pdf=True, gate=False).exit_code == 0


def test_a_document_too_large_to_be_measured_is_published_with_a_warning(sandbox, monkeypatch):
    def refuse(docx, name):
        raise TooLarge(what="paragraphs", found=1, limit=1)

    monkeypatch.setattr(gate_module, "measure_docx", refuse)
    result = sandbox.build()
    assert sandbox.outcomes(result) == dict.fromkeys(sandbox.documents, "made")
    assert result.exit_code == 0
    assert {(f.code, f.severity) for f in result.findings} == {("K04", "warning")}


def test_a_pdf_too_large_to_be_measured_is_published_with_a_warning(sandbox, office, monkeypatch):
    def refuse(pdf, kind, rules):
        raise PdfTooLarge(what="pages", found=1, limit=1)

    monkeypatch.setattr(gate_module, "pdf_findings", refuse)
    result = sandbox.build(pdf=True)
    assert sandbox.outcomes(result) == dict.fromkeys(sandbox.documents, "made")
    assert {(f.code, f.severity) for f in result.findings} == {("K04", "warning")}


def _pdf_finding():
    with zipfile.ZipFile(ROOT / "templates" / "report.docx") as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["word/document.xml"] = parts["word/document.xml"].replace(b'w:left="1701"', b'w:left="400"')
    return next(f for f in check(pack(parts), "").findings if f.rule == "page.margin.left")
