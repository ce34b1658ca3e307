"""``baocao status`` as a clerk types it."""

import json
from datetime import date, timedelta

import pytest

REPORT = "units/so-b/report"


def test_a_campaign_that_is_up_to_date_ends_with_0_and_lists_nothing(built):
    result = built.cli("status")
    assert result.exit_code == 0
    assert "delivered: 3, has findings: 0, not delivered: 0" in result.stdout
    assert "up to date: 6, stale: 0, not made: 0, edited by hand: 0, blocked: 0" in result.stdout
    assert "units/" not in result.stdout


def test_all_lists_everything(built):
    result = built.cli("status", "--all")
    assert all(path in result.stdout for path in (*built.documents, *built.units))


def test_what_is_not_as_it_should_be_is_listed_with_its_reason_and_ends_with_1(built):
    built.change_unit("total: 42", "total: 45")
    built.unit("so-c").unlink()
    result = built.cli("status")
    assert result.exit_code == 1
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert "so-c Sở C not delivered" in lines
    assert f"{REPORT} stale staff.men 12 → 15 (staff.total in units/so-b.yaml:7)" in lines
    assert "staff.total 42 → 45 in units/so-b.yaml:7" in lines
    assert "units/so-c/report blocked no data" in lines
    assert "units/so-a/report" not in result.stdout


def test_a_refused_summary_says_why(sandbox):
    sandbox.change_campaign("missing_units: list", "missing_units: refuse")
    sandbox.unit("so-b").unlink()
    line = next(line for line in sandbox.cli("status").stdout.splitlines() if line.startswith("summary/"))
    assert "The summary is not made while units are missing: Sở B" in line


def test_errors_of_units_are_counted(sandbox):
    sandbox.change_unit("women: 30", "women: nhiều")
    sandbox.change_unit("total: 42", "total: ít")
    lines = [" ".join(line.split()) for line in sandbox.cli("status").stdout.splitlines()]
    assert "so-b Sở B has findings 2" in lines


@pytest.mark.parametrize(("days", "text"), [(3, "3 days left"), (0, "0 days left"), (-5, "5 days ago")])
def test_the_deadline_is_told_in_days(sandbox, days, text):
    day = date.today() + timedelta(days)
    sandbox.change_campaign("2025-12-20", day.isoformat())
    result = sandbox.cli("status")
    assert text in result.stdout.splitlines()[0]
    assert str(day.year) in result.stdout.splitlines()[0]
    assert json.loads(sandbox.cli("status", "--json").stdout)["days_left"] == days


def test_edited_and_orphaned_documents_are_shown_and_no_fault(built):
    built.change_campaign("  - {id: so-b, name: Sở B, group: all}\n", "")
    built.unit("so-b").unlink()
    built.build()
    built.file("units/so-a/report.docx").write_bytes(b"by hand")
    result = built.cli("status")
    assert result.exit_code == 0
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert f"{REPORT} orphaned no longer of the campaign" in lines
    assert "units/so-a/report edited by hand edited by hand" in lines
    assert "orphaned: 2" in result.stdout


def test_a_unit_can_be_asked_for(built):
    built.change_unit("total: 42", "total: 45")
    assert built.cli("status", "--unit", "so-a").exit_code == 0
    assert built.cli("status", "--unit", "so-b").exit_code == 1
    assert built.cli("status", "--unit", "nobody").exit_code == 2


def test_a_faulty_campaign_is_told_with_its_findings(built):
    built.change_campaign("deadline: 2025-12-20", "deadline: tomorrow")
    result = built.cli("status")
    assert result.exit_code == 1
    assert f"error D37 {built.folder}/campaign.yaml:3:11" in result.stderr
    assert "The campaign itself has errors" in result.stdout
    assert "not delivered" not in result.stdout


def test_no_campaign_ends_with_2(sandbox):
    (sandbox.folder / "campaign.yaml").unlink()
    assert sandbox.cli("status").exit_code == 2


def test_json_has_its_form(built):
    built.change_unit("women: 30", "women: nhiều")
    result = built.cli("status", "--json")
    found = json.loads(result.stdout)
    assert result.stderr == ""
    assert set(found) == {
        "format",
        "campaign",
        "usable",
        "deadline",
        "days_left",
        "units",
        "documents",
        "findings",
    }
    assert (found["format"], found["campaign"], found["deadline"]) == ("baocao-status/1", "demo", "2025-12-20")
    assert {"id": "so-b", "name": "Sở B", "state": "findings", "errors": 1} in found["units"]
    assert {"path": REPORT, "state": "blocked", "reason": "findings", "reasons": []} in found["documents"]
    assert [finding["code"] for finding in found["findings"]] == ["D33"]


def test_the_language_is_that_of_the_option(built, catalog):
    assert "delivered: 3" in built.cli("status", "--lang", "en", env={"LC_ALL": "vi_VN.UTF-8"}).stdout
    assert "đã gửi: 3" in built.cli("status", "--lang", "vi").stdout


def test_nothing_is_written(built):
    built.change_unit("total: 42", "total: 45")
    before = built.snapshot()
    built.cli("status")
    assert built.snapshot() == before
