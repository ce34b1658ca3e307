"""``baocao build --dry-run`` as a clerk types it, and the reasons that ``build`` and ``status`` tell."""

import json
import shutil

import pytest

from pipeline.build.rehearse import rehearse
from pipeline.build.run import Options
from pipeline.decree import gate as gate_module

REPORT, LETTER, SUMMARY = "units/so-b/report", "units/so-b/cover-letter", "summary/summary-report"
FIGURE = "staff.total 42 → 45 in units/so-b.yaml:7"


def actions(campaign, *arguments):
    result = campaign.cli("build", "--dry-run", "--json", *arguments)
    return {entry["path"]: entry["action"] for entry in json.loads(result.stdout)["documents"]}, result.exit_code


def test_before_the_first_build_everything_would_be_made_and_not_even_a_folder_is(sandbox):
    before = sandbox.snapshot()
    found, code = actions(sandbox)
    assert found == dict.fromkeys(sandbox.documents, "make")
    assert code == 0
    assert sandbox.snapshot() == before
    assert not sandbox.outputs.exists()


def test_nothing_at_all_is_written(built):
    built.change_unit("total: 42", "total: 45")
    built.file("units/so-a/report.docx").write_bytes(b"by hand")
    built.file("units/so-c/report.docx").unlink()
    before = built.snapshot()
    assert built.cli("build", "--dry-run").exit_code == 0
    assert built.snapshot() == before


def test_it_says_what_the_build_then_does(built):
    built.change_unit("total: 42", "total: 45")
    built.file("units/so-a/report.docx").write_bytes(b"by hand")
    built.file("units/so-c/report.docx").unlink()
    found, _ = actions(built)
    assert found == {
        "units/so-a/report": "leave",
        REPORT: "remake",
        LETTER: "nothing",
        "units/so-c/report": "make",
        "units/so-c/cover-letter": "nothing",
        SUMMARY: "remake",
    }
    outcome = {"leave": "edited", "remake": "made", "make": "made", "nothing": "unchanged"}
    done = {document.path: document.outcome for document in built.build().documents}
    assert done == {path: outcome[action] for path, action in found.items()}


def test_it_tells_each_document_with_its_reasons_and_counts_them(built):
    built.change_unit("total: 42", "total: 45")
    result = built.cli("build", "--dry-run")
    assert f"{REPORT}: would be made anew\n" in result.stdout
    assert f"  {FIGURE}\n" in result.stdout
    assert "would be made anew: 2" in result.stdout
    assert "up to date: 4" in result.stdout
    assert LETTER not in result.stdout


@pytest.mark.parametrize(
    ("wish", "action"), [("", "refresh"), ("refresh", "refresh"), ("leave", "leave"), ("beside", "beside")]
)
def test_an_edited_file_whose_data_changed_is_dealt_with_as_the_campaign_asks(built, wish, action):
    if wish:
        built.change_campaign("missing_units: list\n", f"missing_units: list\nhand_edits: {wish}\n")
    built.change_unit("total: 42", "total: 45")
    built.file(f"{REPORT}.docx").write_bytes(b"by hand")
    assert actions(built)[0][REPORT] == action


def test_an_edited_file_whose_document_would_be_filled_as_before_is_left_alone(built, monkeypatch):
    built.file(f"{REPORT}.docx").write_bytes(b"by hand")
    monkeypatch.setattr("pipeline.build.walk.tool_version", lambda: "another")
    assert actions(built)[0][REPORT] == "leave"
    assert {done.path: done.outcome for done in built.build().documents}[REPORT] == "edited"


def test_a_file_that_no_build_made_would_be_kept_aside(sandbox):
    sandbox.file("units/so-a").mkdir(parents=True)
    sandbox.file("units/so-a/report.docx").write_bytes(b"somebody's")
    assert actions(sandbox)[0]["units/so-a/report"] == "aside"


def test_orphans_would_be_left_alone(built):
    built.change_campaign("  - {id: so-b, name: Sở B, group: all}\n", "")
    built.unit("so-b").unlink()
    found, _ = actions(built)
    assert (found[REPORT], found[LETTER]) == ("orphaned", "orphaned")


def test_it_ends_as_the_build_would_end(sandbox):
    sandbox.change_unit("women: 30", "women: nhiều")
    found, code = actions(sandbox)
    assert (found[REPORT], code) == ("blocked", 1)
    assert sandbox.cli("build").exit_code == 1
    assert sandbox.cli("build", "--dry-run", "--unit", "so-a").exit_code == 0
    assert sandbox.cli("build", "--dry-run", "--unit", "nobody").exit_code == 2
    sandbox.unit("so-b").write_text("figures: [", "utf-8")
    assert sandbox.cli("build", "--dry-run").exit_code == 1


def test_a_template_that_cannot_be_filled_is_found(sandbox):
    (sandbox.folder / "cover-letter.docx").write_bytes(b"no document")
    found, code = actions(sandbox)
    assert (found[LETTER], code) == ("blocked", 1)


def test_only_what_is_asked_for_is_told(built):
    built.change_unit("total: 42", "total: 45")
    assert set(actions(built, "--unit", "so-b")[0]) == {REPORT, LETTER}
    assert set(actions(built, "--document", "summary-report")[0]) == {SUMMARY}


def test_orphans_are_not_told_where_something_else_is_asked_for(built):
    built.change_campaign("  - {id: so-b, name: Sở B, group: all}\n", "")
    built.unit("so-b").unlink()
    assert set(actions(built, "--unit", "so-c")[0]) == {"units/so-c/report", "units/so-c/cover-letter"}


def test_files_as_they_would_be_made_are_left_although_nobody_knows_them(built):
    shutil.rmtree(built.file(".cache"))
    built.file("manifest.json").unlink()
    assert actions(built)[0] == dict.fromkeys(built.documents, "nothing")


def test_only_a_pdf_that_is_not_there_would_be_made(sandbox, office, monkeypatch):
    monkeypatch.setattr("pipeline.build.rehearse.office_missing", lambda: None)
    sandbox.build(pdf=True)
    sandbox.file(f"{LETTER}.pdf").unlink()
    found = rehearse(sandbox.folder, sandbox.outputs.parent, Options(pdf=True))
    wanted = {**dict.fromkeys(sandbox.documents, "nothing"), LETTER: "convert"}
    assert {document.path: document.action for document in found.documents} == wanted


def test_a_run_under_way_is_not_waited_for(built):
    (built.outputs / ".lock").write_text("{}", "utf-8")
    assert built.cli("build", "--dry-run").exit_code == 0


# --- build and status -------------------------------------------------------------------------------------------


def test_a_build_tells_why_it_made_what_it_made(built):
    built.change_unit("total: 42", "total: 45")
    result = built.cli("build", "--quiet")
    assert f"{REPORT}: staff.men 12 → 15 (staff.total in units/so-b.yaml:7); {FIGURE}\n" in result.stdout
    assert LETTER not in result.stdout


def test_a_build_that_makes_many_does_not_tell_why(sandbox, monkeypatch):
    monkeypatch.setattr("pipeline.cli.build.FEW", 5)
    assert "new in this campaign" not in sandbox.cli("build", "--quiet").stdout


@pytest.mark.parametrize("command", ["build", "status"])
def test_json_carries_every_reason(built, command):
    built.change_unit("total: 42", "total: 45")
    documents = json.loads(built.cli(command, "--json").stdout)["documents"]
    reasons = next(entry for entry in documents if entry["path"] == REPORT)["reasons"]
    assert [reason["message"]["en"] for reason in reasons][1] == FIGURE
    assert {"kind": "figure", "old": "42", "new": "45", "subject": "staff.total"}.items() <= reasons[1].items()
    assert all(entry["reasons"] == [] for entry in documents if entry["path"] == LETTER)


def test_a_status_with_many_reasons_tells_the_first_and_how_many_more(built):
    for name in ("Nguyễn Văn Minh", "Giám đốc", "Sở B, code"):
        if name in built.unit("so-b").read_text("utf-8"):
            built.change_unit(name, f"{name} A")
    built.change_unit("abbreviation: SB", "abbreviation: SBB")
    built.change_unit("total: 42", "total: 45")
    built.change_unit("women: 30", "women: 31")
    built.change_unit("Đơn vị có", "Đơn vị hiện có")
    assert "more" in built.cli("status").stdout


def test_the_gate_is_asked_as_in_a_build(sandbox, monkeypatch):
    asked = []
    monkeypatch.setattr(gate_module.Gate, "errors", lambda self, *given: asked.append(given) or [])
    sandbox.cli("build", "--dry-run")
    assert len(asked) == len(sandbox.documents)
    asked.clear()
    sandbox.cli("build", "--dry-run", "--no-gate")
    assert asked == []
