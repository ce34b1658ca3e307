"""Documents that bear a number and a date: what was sent is never exchanged in silence (Điều 18.3)."""

import pytest

REPORT = "units/so-b/report"


@pytest.fixture
def issued(sandbox, office):
    """The report of so-b got its number and date, and was built with its PDF."""
    file = sandbox.unit("so-b")
    file.write_text(file.read_text("utf-8") + "documents:\n  report: {number: 12, date: 2024-03-20}\n", "utf-8")
    sandbox.build(pdf=True)
    return sandbox


def test_the_number_of_a_document_stands_in_the_manifest(issued):
    assert issued.manifest()["documents"][REPORT]["issued"] == "12/BC-SB"
    assert issued.manifest()["documents"]["units/so-c/report"]["issued"] == ""


def test_a_numbered_document_that_comes_out_otherwise_is_kept_and_told(issued):
    before = {suffix: issued.file(f"{REPORT}.{suffix}").read_bytes() for suffix in ("docx", "pdf")}
    issued.change_unit("total: 42", "total: 45")
    result = issued.build(pdf=True)
    (finding,) = result.findings
    assert (finding.code, finding.severity, finding.unit) == ("P07", "warning", "so-b")
    assert finding.params["code"] == "12/BC-SB"
    kept = issued.files("issued/**/*.*")
    assert sorted(kept.values()) == sorted(before.values())
    assert str(finding.params["copy"]) in kept
    assert issued.codes(issued.build(pdf=True)) == []


def test_a_numbered_document_that_comes_out_the_same_is_not_told(issued, monkeypatch):
    monkeypatch.setattr("pipeline.build.walk.tool_version", lambda: "another")
    assert issued.codes(issued.build(pdf=True)) == []
    assert issued.files("issued/**/*.*") == {}


def test_a_draft_that_gets_its_number_is_not_told(sandbox):
    sandbox.build()
    file = sandbox.unit("so-b")
    file.write_text(file.read_text("utf-8") + "documents:\n  report: {number: 12, date: 2024-03-20}\n", "utf-8")
    assert sandbox.codes(sandbox.build()) == []
    assert sandbox.files("issued/**/*.*") == {}
