"""The state of a campaign, seen without touching it."""

from datetime import date

import pytest

from pipeline.build.campaign import Selection, tool_version
from pipeline.build.inspect import inspect

REPORT = "units/so-b/report"
SUMMARY = "summary/summary-report"


def look(sandbox, **selection):
    return inspect(sandbox.folder, sandbox.outputs.parent, Selection(**selection))


def states(status):
    return {planned.document.path: planned.state for planned in status.documents}


def test_nothing_is_written_not_even_a_lock(built):
    built.change_unit("total: 42", "total: 45")
    built.file(".journal.jsonl").write_bytes(b"{}")
    built.file("units/.x.1.tmp").write_bytes(b"")
    before = built.snapshot()
    look(built)
    assert built.snapshot() == before


def test_a_campaign_that_was_never_built_stays_without_outputs(sandbox):
    assert set(states(look(sandbox)).values()) == {"missing"}
    assert not sandbox.outputs.parent.exists()


def test_everything_is_fresh_after_a_build(built):
    status = look(built)
    assert states(status) == dict.fromkeys(built.documents, "fresh")
    assert status.clean


def test_each_document_has_its_state_and_reason(built):
    built.change_unit("total: 42", "total: 45")
    built.file("units/so-a/report.docx").write_bytes(b"by hand")
    built.file("units/so-c/cover-letter.docx").unlink()
    built.change_unit("women: 33", "women: nhiều", "so-c")
    status = look(built)
    assert {p.document.path: (p.state, p.reason) for p in status.documents} == {
        "units/so-a/report": ("edited", "edited by hand"),
        REPORT: ("stale", "changed"),
        "units/so-b/cover-letter": ("fresh", ""),
        "units/so-c/report": ("blocked", "findings"),
        "units/so-c/cover-letter": ("blocked", "findings"),
        SUMMARY: ("stale", "changed"),
    }
    assert not status.clean


def test_an_edited_pdf_is_seen(sandbox, office):
    sandbox.build(pdf=True)
    sandbox.file(f"{REPORT}.pdf").write_bytes(b"stamped")
    assert states(look(sandbox))[REPORT] == "edited"


def test_a_place_that_cannot_be_used_is_seen(sandbox):
    sandbox.file(f"{REPORT}.docx").mkdir(parents=True)
    status = look(sandbox)
    assert states(status)[REPORT] == "failed"
    assert [finding.code for finding in status.findings] == ["P03"]


def test_documents_that_no_longer_belong_are_orphaned(built):
    built.change_campaign("  - {id: so-b, name: Sở B, group: all}\n", "")
    built.unit("so-b").unlink()
    status = look(built)
    assert states(status) == {
        "units/so-a/report": "fresh",
        "units/so-c/report": "fresh",
        "units/so-c/cover-letter": "fresh",
        SUMMARY: "stale",
        "units/so-b/cover-letter": "orphaned",
        REPORT: "orphaned",
    }


def test_orphans_alone_leave_a_campaign_clean(built):
    built.change_campaign("  - {id: so-b, name: Sở B, group: all}\n", "")
    built.unit("so-b").unlink()
    built.build()
    assert "orphaned" in states(look(built)).values()
    assert look(built).clean


def test_units_have_delivered_have_findings_or_are_missing(sandbox):
    sandbox.unit("so-a").unlink()
    sandbox.change_unit("women: 30", "women: nhiều")
    sandbox.change_unit("total: 42", "total: ít")
    assert [(unit.entry.id, unit.state, unit.errors) for unit in look(sandbox).units] == [
        ("so-a", "missing", 0),
        ("so-b", "findings", 2),
        ("so-c", "delivered", 0),
    ]


def test_a_selection_shows_its_units_and_the_findings_about_them(sandbox):
    sandbox.change_unit("women: 30", "women: nhiều")
    sandbox.change_unit("women: 33", "women: nhiều", "so-c")
    status = look(sandbox, units=["so-b"])
    assert [unit.entry.id for unit in status.units] == ["so-b"]
    assert {finding.unit for finding in status.findings} == {"so-b"}
    assert set(states(status)) == {REPORT, "units/so-b/cover-letter"}


@pytest.mark.parametrize(("today", "left"), [("2025-12-20", 0), ("2025-12-10", 10), ("2025-12-21", -1)])
def test_days_left_until_the_deadline(sandbox, today, left):
    assert look(sandbox).days_left(date.fromisoformat(today)) == left


def test_a_faulty_campaign_has_findings_and_no_states(sandbox):
    sandbox.change_campaign("deadline: 2025-12-20", "deadline: tomorrow")
    status = look(sandbox)
    assert (status.usable, status.clean, status.units, status.documents) == (False, False, (), ())
    assert status.days_left(date(2025, 1, 1)) is None
    assert status.findings


@pytest.mark.parametrize("templates", [True, False])
def test_documents_are_not_kept(built, templates):
    status = inspect(built.folder, built.outputs.parent, templates=templates)
    assert {(planned.published, planned.docx) for planned in status.documents} == {(None, b"")}


def test_the_version_of_the_program_is_that_of_its_sources(tmp_path):
    (tmp_path / "a.py").write_text("x = 1\n", "utf-8")
    first = tool_version(tmp_path)
    assert tool_version(tmp_path) == first
    (tmp_path / "notes.txt").write_text("x", "utf-8")
    assert tool_version(tmp_path) == first
    (tmp_path / "a.py").write_text("x = 2\n", "utf-8")
    assert tool_version(tmp_path) != first


def test_a_document_that_could_not_be_made_has_failed_until_it_is_made(sandbox, office):
    office.fail(REPORT)
    assert sandbox.outcomes(sandbox.build(pdf=True))[REPORT] == "failed"
    (found,) = [planned for planned in look(sandbox).documents if planned.state == "failed"]
    assert (found.document.path, found.reason) == (REPORT, "could not be made in the last run")
    sandbox.build(pdf=True, units=["so-a"])  # a run that does not look at it does not forget
    assert states(look(sandbox))[REPORT] == "failed"
    office.fails.clear()
    sandbox.build(pdf=True)
    assert states(look(sandbox)) == dict.fromkeys(sandbox.documents, "fresh")


def test_a_unit_whose_text_cannot_be_written_has_findings(built):
    built.change_unit("{{ staff.total", "{{ staff.totl")
    (unit,) = [unit for unit in look(built).units if unit.entry.id == "so-b"]
    assert unit.state == "findings"
    assert unit.errors >= 1
    assert not look(built).clean


def test_a_fault_of_the_summary_is_no_fault_of_the_unit_that_issues_it(built):
    built.change_campaign("{{ staff.total }} người.\n          Còn", "{{ staff.totl }} người.\n          Còn")
    status = look(built)
    assert {unit.state for unit in status.units} == {"delivered"}
    (fault,) = [finding for finding in status.findings if finding.code == "N10"]
    assert (fault.unit, fault.document) == (None, "summary-report")
