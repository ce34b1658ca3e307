"""PDF beside DOCX: when it is made, kept, removed; and what happens where it cannot be made."""

import pytest

from pipeline.build import run as run_module

REPORT = "units/so-b/report"
SUMMARY = "summary/summary-report"


def pdfs(sandbox):
    return sandbox.files("**/*.pdf")


@pytest.fixture
def complete(sandbox, office):
    """The small campaign with DOCX and PDF."""
    result = sandbox.build(pdf=True)
    assert sandbox.outcomes(result) == dict.fromkeys(sandbox.documents, "made")
    return sandbox


def test_every_document_gets_a_pdf_of_its_docx(complete, office):
    assert set(pdfs(complete)) == {f"{path}.pdf" for path in complete.documents}
    for path in complete.documents:
        entry = complete.manifest()["documents"][path]
        assert pdfs(complete)[f"{path}.pdf"].endswith(entry["docx"].encode())


def test_a_second_build_converts_nothing(complete, office):
    before, office.converted = complete.snapshot(), []
    assert complete.outcomes(complete.build(pdf=True)) == {}
    assert office.converted == []
    after = complete.snapshot()
    assert {p: v for p, v in after.items() if p.endswith((".docx", ".pdf"))} == {
        p: v for p, v in before.items() if p.endswith((".docx", ".pdf"))
    }


def test_only_changed_documents_are_converted_and_the_others_keep_their_pdf(complete, office):
    before, office.converted = complete.snapshot(), []
    complete.change_unit("total: 42", "total: 45")
    complete.build(pdf=True)
    assert office.converted == [REPORT, SUMMARY]
    after = complete.snapshot()
    changed = {p for p in after if p.endswith(".pdf") and after[p] != before[p]}
    assert changed == {str(complete.file(f"{path}.pdf")) for path in (REPORT, SUMMARY)}


def test_a_stale_document_whose_docx_comes_out_the_same_keeps_its_pdf(complete, office, monkeypatch):
    before, office.converted = complete.snapshot(), []
    monkeypatch.setattr("pipeline.build.walk.tool_version", lambda: "another")
    assert complete.outcomes(complete.build(pdf=True)) == {}
    assert office.converted == []
    assert {p: v for p, v in complete.snapshot().items() if p.endswith(".pdf")} == {
        p: v for p, v in before.items() if p.endswith(".pdf")
    }


def test_without_pdf_an_outdated_one_is_removed_and_comes_back_later(complete):
    complete.change_unit("total: 42", "total: 45")
    result = complete.build(pdf=False)
    assert complete.outcomes(result) == {REPORT: "made", SUMMARY: "made"}
    assert set(pdfs(complete)) == {f"{p}.pdf" for p in complete.documents if p not in (REPORT, SUMMARY)}
    result = complete.build(pdf=True)
    assert complete.outcomes(result) == {REPORT: "made", SUMMARY: "made"}
    assert set(pdfs(complete)) == {f"{path}.pdf" for path in complete.documents}
    assert not complete.file("edited").exists()


def test_without_pdf_current_ones_stay(complete):
    before = pdfs(complete)
    assert complete.outcomes(complete.build(pdf=False)) == {}
    assert pdfs(complete) == before


def test_an_outdated_pdf_beside_a_fresh_docx_goes_also_without_pdf(complete):
    """So stands a document after a kill between its two files."""
    complete.file(f"{REPORT}.pdf").write_bytes(b"%PDF of other figures")
    pdf_json = complete.run_json()
    pdf_json["pdfs"][REPORT]["docx"] = "0" * 64
    complete.file("run.json").write_text(str(pdf_json).replace("'", '"'), "utf-8")
    complete.build(pdf=False)
    assert not complete.file(f"{REPORT}.pdf").exists()


def test_a_missing_pdf_is_made_from_the_docx_that_stands_there(complete, office):
    before, office.converted = complete.docx(), []
    complete.file(f"{REPORT}.pdf").unlink()
    assert complete.outcomes(complete.build(pdf=True)) == {REPORT: "made"}
    assert office.converted == [REPORT]
    assert complete.docx() == before


def test_a_failed_conversion_fails_its_document_and_keeps_the_old_pair(complete, office):
    docx, pdf = complete.docx(), pdfs(complete)
    complete.change_unit("total: 42", "total: 45")
    office.fail(REPORT)
    result = complete.build(pdf=True)
    assert complete.outcomes(result) == {REPORT: "failed", SUMMARY: "made"}
    assert (complete.docx()[f"{REPORT}.docx"], pdfs(complete)[f"{REPORT}.pdf"]) == (
        docx[f"{REPORT}.docx"],
        pdf[f"{REPORT}.pdf"],
    )
    (finding,) = result.findings
    assert (finding.code, finding.unit, finding.document) == ("C04", "so-b", "report")
    assert result.exit_code == 1
    office.fails.clear()
    assert complete.outcomes(complete.build(pdf=True)) == {REPORT: "made"}
    assert complete.manifest()["findings"] == []


def test_a_first_conversion_that_fails_leaves_no_half_of_a_document(sandbox, office):
    office.fail(REPORT)
    result = sandbox.build(pdf=True)
    assert sandbox.outcomes(result)[REPORT] == "failed"
    assert not list(sandbox.file("units/so-b").glob("report.*"))


def test_a_pool_that_breaks_fails_what_was_under_way_and_the_others_go_on(sandbox, office):
    office.fails["units/so-b/cover-letter"] = RuntimeError("pool")
    result = sandbox.build(pdf=True)
    assert sandbox.outcomes(result) == {
        path: "failed" if path == "units/so-b/cover-letter" else "made" for path in sandbox.documents
    }
    assert (sandbox.codes(result), result.exit_code) == (["B01"], 2)


def test_results_come_in_the_campaigns_order_however_conversions_end(sandbox, office, monkeypatch):
    real = office.convert
    monkeypatch.setattr(office, "convert", lambda jobs: reversed(list(real(jobs))), raising=False)
    result = sandbox.build(pdf=True)
    assert [d.path for d in result.documents] == list(sandbox.documents)
    assert [d.path for d in sandbox.reporter.told] == list(reversed(sandbox.documents))


def test_fail_fast_stops_after_a_failed_conversion(sandbox, office):
    office.fail("units/so-a/report")
    result = sandbox.build(pdf=True, fail_fast=True)
    assert [(d.path, d.outcome) for d in result.documents] == [("units/so-a/report", "failed")]


# --- a machine without LibreOffice -------------------------------------------------------------------------------


def test_without_libreoffice_all_docx_are_made_and_one_line_says_what_to_type(sandbox, no_office):
    result = sandbox.build(pdf=True)
    assert sandbox.outcomes(result) == dict.fromkeys(sandbox.documents, "made")
    assert result.exit_code == 0
    assert result.findings == []
    assert "apt-get install" in result.no_pdf.advice()
    assert "\n" not in result.no_pdf.advice()
    assert not pdfs(sandbox)


def test_without_libreoffice_no_process_pool_is_started(sandbox, no_office, monkeypatch):
    monkeypatch.setattr(run_module.OfficePool, "convert", lambda *_: pytest.fail("converted"))
    monkeypatch.setattr(run_module.OfficePool, "__init__", lambda *_, **__: pytest.fail("started"))
    sandbox.build(pdf=True)
    assert set(sandbox.docx()) == {f"{path}.docx" for path in sandbox.documents}


def test_without_libreoffice_outdated_pdfs_are_removed(complete, no_office):
    complete.change_unit("total: 42", "total: 45")
    complete.build(pdf=True)
    assert not complete.file(f"{REPORT}.pdf").exists()


# --- the real one ------------------------------------------------------------------------------------------------


@pytest.mark.office
@pytest.mark.slow
def test_the_real_office_makes_pdfs_that_survive_a_second_build(sandbox):
    result = sandbox.build(pdf=True, jobs=2)
    assert sandbox.outcomes(result) == dict.fromkeys(sandbox.documents, "made"), [
        f.text() for f in result.findings
    ]
    made = sandbox.snapshot()
    assert all(data.startswith(b"%PDF-") for data in pdfs(sandbox).values())
    assert len(pdfs(sandbox)) == len(sandbox.documents)
    assert sandbox.outcomes(sandbox.build(pdf=True)) == {}
    sandbox.change_unit("total: 42", "total: 45")
    assert sandbox.outcomes(sandbox.build(pdf=True)) == {REPORT: "made", SUMMARY: "made"}
    now = sandbox.snapshot()
    kept = {p for p in made if p.endswith((".docx", ".pdf")) and made[p] == now[p]}
    assert len(kept) == 2 * (len(sandbox.documents) - 2)
