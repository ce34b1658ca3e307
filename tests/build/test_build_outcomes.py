"""What becomes of each document: made, unchanged, failed, blocked; and what stops what."""

from pathlib import Path

import pytest

from pipeline.build import campaign as campaign_module
from pipeline.build import documents as documents_module
from pipeline.build import run as run_module
from pipeline.build import walk as walk_module
from pipeline.build.campaign import TEMPLATES, NothingSelected, UnknownSelection
from pipeline.errors import TemplateError
from pipeline.model import Place
from pipeline.stages.load import NoCampaign
from pipeline.stages.render import Renderer
from pipeline.stages.validate.findings import CheckWarning
from pipeline.stages.validate.schemas import NoSchema

BREAKS = {
    "broken-yaml": ("  staff:\n", "  staff: [\n", "D04"),
    "against-the-schema": ("women: 30", "women: nhiều", "D33"),
    "against-a-check": ("women: 30", "women: 43", "D50"),
    "broken-placeholder": ("{{ staff.men }}", "{{ staff.men", None),
}
OF_B = ("units/so-b/report", "units/so-b/cover-letter")
SUMMARY = "summary/summary-report"


# --- made and unchanged ------------------------------------------------------------------------------------------


def test_the_first_build_makes_every_document_with_its_figures(sandbox):
    result = sandbox.build()
    assert sandbox.outcomes(result) == dict.fromkeys(sandbox.documents, "made")
    assert {d.reason for d in result.documents} == {"not made yet"}
    assert result.exit_code == 0
    assert "Đơn vị có 42 người, trong đó 30 nữ và 12 nam" in sandbox.text("units/so-b/report")
    assert "Đã nhận 03 báo cáo, 166 người" in sandbox.text(SUMMARY)
    assert [told.path for told in sandbox.reporter.told] == list(sandbox.documents)
    assert sandbox.reporter.total == len(sandbox.documents)


def test_a_second_build_makes_nothing_and_touches_no_document(built):
    before = {path: built.file(path).stat() for path in built.docx()}
    result = built.build()
    assert built.outcomes(result) == {}
    assert result.count("unchanged") == len(built.documents)
    assert {path: built.file(path).stat().st_mtime_ns for path in before} == {
        path: stat.st_mtime_ns for path, stat in before.items()
    }


def test_one_changed_value_remakes_the_documents_of_its_unit_that_show_it_and_the_summary(built):
    before = built.docx()
    built.change_unit("total: 42", "total: 45")
    result = built.build()
    assert built.outcomes(result) == {"units/so-b/report": "made", SUMMARY: "made"}
    after = built.docx()
    assert {path for path in after if after[path] != before[path]} == {"units/so-b/report.docx", f"{SUMMARY}.docx"}
    assert "45 người" in built.text("units/so-b/report")
    assert "169 người" in built.text(SUMMARY)


def test_reverting_a_change_brings_back_the_same_bytes(built):
    documents, manifest = built.docx(), built.file("manifest.json").read_bytes()
    built.change_unit("total: 42", "total: 45")
    built.build()
    assert built.docx() != documents
    built.change_unit("total: 45", "total: 42")
    built.build()
    assert built.docx() == documents
    assert built.file("manifest.json").read_bytes() == manifest


def test_another_version_of_the_program_that_writes_the_same_bytes_makes_nothing(built, monkeypatch):
    monkeypatch.setattr(walk_module, "tool_version", lambda: "another")
    before = built.snapshot()
    result = built.build()
    assert built.outcomes(result) == {}
    assert {d.reason for d in result.documents} == {""}
    after = built.snapshot()
    assert all(after[path] == before[path] for path in before if path.endswith(".docx"))
    assert built.build().count("unchanged") == len(built.documents)
    assert {entry["key"] for entry in built.manifest()["documents"].values()}.isdisjoint(
        {""}
    )  # the new keys were taken over: nothing is rendered the next time
    monkeypatch.setattr(Renderer, "render", lambda *_: pytest.fail("rendered"))
    built.build()


def test_the_version_of_the_program_is_computed_once_in_a_run(built, monkeypatch):
    calls = []
    monkeypatch.setattr(walk_module, "tool_version", lambda: calls.append(1) or "v")
    built.build()
    assert len(calls) == 1


def test_a_missing_file_is_made_again(built):
    before = built.docx()
    built.file("units/so-b/report.docx").unlink()
    result = built.build()
    assert [(d.path, d.reason) for d in result.documents if d.outcome == "made"] == [
        ("units/so-b/report", "the file is gone")
    ]
    assert built.docx() == before


def test_a_template_in_the_campaigns_folder_remakes_only_documents_that_use_it(built):
    letter = (TEMPLATES / "report.docx").read_bytes()
    (built.folder / "cover-letter.docx").write_bytes(letter)
    result = built.build()
    assert set(built.outcomes(result)) == {"units/so-b/cover-letter", "units/so-c/cover-letter"}


# --- the same bytes, wherever and however ------------------------------------------------------------------------


def test_neither_folders_nor_jobs_nor_history_show_in_documents_and_manifest(built, tmp_path, monkeypatch, office):
    wanted = built.docx(), built.file("manifest.json").read_bytes()
    built.change_unit("total: 42", "total: 45")
    built.build()
    built.change_unit("total: 45", "total: 42")
    monkeypatch.chdir(built.folder.parent)
    sandboxes = {"one": 1, "many": 7}
    for name, jobs in sandboxes.items():
        built.build(outputs=tmp_path / name, jobs=jobs, pdf=True)
        base = tmp_path / name / "demo"
        assert (built.docx(base), (base / "manifest.json").read_bytes()) == wanted
    assert office.sizes == [1, 7]
    for unit in built.units:
        built.build(outputs=tmp_path / "by-unit", units=[unit])
    built.build(outputs=tmp_path / "by-unit")
    base = tmp_path / "by-unit" / "demo"
    assert (built.docx(base), (base / "manifest.json").read_bytes()) == wanted


def test_a_relative_campaign_folder_makes_the_same(built, tmp_path, monkeypatch):
    monkeypatch.chdir(built.folder)
    run_module.build(Path(), tmp_path / "relative", run_module.Options(pdf=False))
    base = tmp_path / "relative" / "demo"
    assert built.docx(base) == built.docx()
    assert (base / "manifest.json").read_bytes() == built.file("manifest.json").read_bytes()


# --- a faulty unit -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", BREAKS)
def test_a_faulty_unit_stops_its_own_documents_and_is_listed_as_missing(sandbox, kind):
    old, new, code = BREAKS[kind]
    sandbox.change_unit(old, new)
    result = sandbox.build()
    assert sandbox.outcomes(result) == {path: "blocked" if path in OF_B else "made" for path in sandbox.documents}
    assert result.exit_code == 1
    found = [finding for finding in result.findings if finding.severity == "error"]
    assert {finding.unit for finding in found} == {"so-b"}
    assert all(finding.place.file == "units/so-b.yaml" and finding.place.line for finding in found)
    assert code is None or [finding.code for finding in found] == [code]
    assert not sandbox.file("units/so-b").exists()
    assert "Đã nhận 02 báo cáo, 124 người. Còn thiếu: Sở B" in sandbox.text(SUMMARY)


def test_a_text_that_names_an_unknown_figure_stops_the_document_that_it_stands_in(sandbox):
    sandbox.change_unit("{{ staff.men }}", "{{ staff.children }}")
    result = sandbox.build()
    assert {path for path, outcome in sandbox.outcomes(result).items() if outcome == "blocked"} == {OF_B[0]}
    (finding,) = result.findings
    assert (finding.unit, finding.document, finding.place.file) == ("so-b", "report", "units/so-b.yaml")


def test_an_absent_unit_is_missing_and_no_error(sandbox):
    sandbox.unit("so-b").unlink()
    result = sandbox.build()
    blocked = {path for path, outcome in sandbox.outcomes(result).items() if outcome == "blocked"}
    assert blocked == set(OF_B)
    assert {d.reason for d in result.documents if d.outcome == "blocked"} == {"no data"}
    (told,) = result.findings
    assert (told.code, told.severity, told.params["name"]) == ("D73", "info", "Sở B")
    assert result.exit_code == 1
    assert "Còn thiếu: Sở B" in sandbox.text(SUMMARY)


def test_documents_of_a_unit_that_breaks_later_stay_and_stay_known(built):
    before = built.docx()
    built.change_unit("women: 30", "women: nhiều")
    result = built.build()
    assert built.outcomes(result) == {**dict.fromkeys(OF_B, "blocked"), SUMMARY: "made"}
    assert {path: data for path, data in built.docx().items() if path != f"{SUMMARY}.docx"} == {
        path: data for path, data in before.items() if path != f"{SUMMARY}.docx"
    }
    built.change_unit("women: nhiều", "women: 30")
    result = built.build()
    assert built.outcomes(result) == {SUMMARY: "made"}
    assert built.docx() == before
    assert not built.file("edited").exists()


def test_a_summary_that_must_not_lack_units_is_refused_with_its_place(sandbox):
    sandbox.change_campaign("missing_units: list", "missing_units: refuse")
    sandbox.unit("so-b").unlink()
    result = sandbox.build()
    assert sandbox.outcomes(result)[SUMMARY] == "blocked"
    (finding,) = [found for found in result.findings if found.severity == "error"]
    assert (finding.code, finding.document, finding.place.file) == ("D70", "summary-report", "campaign.yaml")
    line = (sandbox.folder / "campaign.yaml").read_text("utf-8").splitlines()[finding.place.line - 1]
    assert "summary-report" in line or "type: Báo cáo" in line
    assert "Sở B" in finding.message("vi")
    assert not sandbox.file("summary").exists()


def test_without_the_collecting_unit_there_is_no_summary(sandbox):
    sandbox.change_unit("women: 20", "women: nhiều", "so-a")
    result = sandbox.build()
    assert sandbox.outcomes(result)[SUMMARY] == "blocked"
    assert "D71" in sandbox.codes(result)


def test_a_failed_check_of_the_campaign_stops_the_summary_only(sandbox):
    sandbox.change_campaign("10000", "100")
    result = sandbox.build()
    assert sandbox.outcomes(result) == {
        path: "blocked" if path == SUMMARY else "made" for path in sandbox.documents
    }
    assert sandbox.codes(result) == ["D50"]
    assert result.exit_code == 1


@pytest.mark.parametrize(("old", "errors"), [("staff.women, staff.total]", 3), ("staff.total, 10000]", 1)])
def test_a_check_that_names_no_figure_is_a_finding_where_it_is_declared(sandbox, old, errors):
    sandbox.change_campaign(old, old.replace("staff.total", "staff.totall"))
    result = sandbox.build()
    line = (sandbox.folder / "campaign.yaml").read_text("utf-8").split("staff.totall")[0].count("\n") + 1
    assert [(f.code, f.place.file, f.place.line) for f in result.findings if f.code == "A01"] == [
        ("A01", "campaign.yaml", line)
    ] * errors


def test_a_unit_that_was_not_asked_is_told_and_harms_nobody(built):
    (built.folder / "units" / "so-x.yaml").write_text(built.unit("so-b").read_text("utf-8"), "utf-8")
    result = built.build()
    assert (built.codes(result), result.exit_code) == (["D66"], 1)
    assert built.outcomes(result) == {}


# --- a faulty campaign -------------------------------------------------------------------------------------------

CAMPAIGN_BREAKS = {
    "broken-yaml": ("groups: {", "groups: {{"),
    "against-the-schema": ("deadline: 2025-12-20", "deadline: tomorrow"),
    "unknown-collector": ("collecting_unit: so-a", "collecting_unit: so-z"),
    "no-template": ("template: report.docx", "template: nothing.docx"),
    "broken-text": ("{{ staff.total }} người", "{{ staff.total người"),
}


@pytest.mark.parametrize("kind", CAMPAIGN_BREAKS)
def test_a_fault_of_the_campaign_blocks_everything_and_forgets_nothing(built, kind):
    documents, manifest = built.docx(), built.manifest()
    original = (built.folder / "campaign.yaml").read_bytes()
    built.change_campaign(*CAMPAIGN_BREAKS[kind])
    result = built.build()
    assert (result.documents, result.exit_code) == ([], 1)
    assert all(finding.place.file == "campaign.yaml" for finding in result.findings)
    assert built.docx() == documents
    faulty = built.manifest()
    assert [finding["code"] for finding in faulty.pop("findings")] == built.codes(result)
    assert faulty == {key: value for key, value in manifest.items() if key != "findings"}

    (built.folder / "campaign.yaml").write_bytes(original)
    assert built.outcomes(built.build()) == {}
    assert built.manifest() == manifest
    assert not built.file("edited").exists()


def test_a_wrong_aggregate_is_one_finding_and_drags_no_others_along(sandbox):
    sandbox.change_campaign("{sum: units.staff.total}", "{sum: units.staff.nobody}")
    result = sandbox.build()
    assert len(result.findings) == 1
    assert "nobody" in result.findings[0].message()
    assert sandbox.outcomes(result) == {
        path: "blocked" if path == SUMMARY else "made" for path in sandbox.documents
    }


def test_a_faulty_campaign_without_earlier_outputs_writes_a_manifest_of_findings(sandbox):
    sandbox.change_campaign("deadline: 2025-12-20", "deadline: tomorrow")
    assert sandbox.build().exit_code == 1
    assert sandbox.manifest()["documents"] == {}
    assert sandbox.manifest()["findings"]


def test_warnings_about_a_campaign_hide_none_of_its_errors(sandbox, monkeypatch):
    real = campaign_module.validate

    def validate(record, *arguments):
        warning = CheckWarning(Place("campaign.yaml", 1, 1), check="odd", detail="", message="")
        return [*real(record, *arguments), *([warning] if "documents" in record.data else [])]

    monkeypatch.setattr(campaign_module, "validate", validate)
    sandbox.change_campaign("collecting_unit: so-a", "collecting_unit: so-z")
    result = sandbox.build()
    assert set(sandbox.codes(result)) == {"D51", "D60"}
    assert result.exit_code == 1


def test_without_a_campaign_nothing_is_written(sandbox):
    (sandbox.folder / "campaign.yaml").unlink()
    with pytest.raises(NoCampaign, match="inputs/demo"):
        sandbox.build()
    assert not sandbox.outputs.exists()


def test_an_unknown_schema_is_an_error_of_usage(sandbox):
    sandbox.change_campaign("schema: demo.schema.json", "schema: nobody.schema.json")
    with pytest.raises(NoSchema):
        sandbox.build()


# --- selections --------------------------------------------------------------------------------------------------


def test_a_unit_is_built_without_localising_the_others(sandbox, monkeypatch):
    asked = []
    real = documents_module.localise
    monkeypatch.setattr(
        documents_module,
        "localise",
        lambda key, subject, text: asked.append(subject.entry.id) or real(key, subject, text),
    )
    result = sandbox.build(units=["so-b"])
    assert sandbox.outcomes(result) == dict.fromkeys(OF_B, "made")
    assert asked == ["so-b", "so-b"]
    assert set(sandbox.docx()) == {f"{path}.docx" for path in OF_B}


def test_a_document_is_built_for_all_units(sandbox):
    result = sandbox.build(documents=["cover-letter"])
    assert set(sandbox.outcomes(result)) == {"units/so-b/cover-letter", "units/so-c/cover-letter"}


def test_units_and_documents_narrow_each_other(sandbox):
    assert set(sandbox.outcomes(sandbox.build(units=["so-b", "so-a"], documents=["report"]))) == {
        "units/so-a/report",
        "units/so-b/report",
    }


def test_findings_of_units_that_were_not_asked_for_are_kept_back_but_stand_in_the_manifest(sandbox):
    sandbox.change_unit("women: 30", "women: nhiều")
    result = sandbox.build(units=["so-c"])
    assert (result.findings, result.exit_code) == ([], 0)
    assert [finding["unit"] for finding in sandbox.manifest()["findings"]] == ["so-b"]


def test_a_selection_keeps_what_the_manifest_knows_of_the_other_documents(built):
    before = built.file("manifest.json").read_bytes()
    built.build(units=["so-b"])
    assert built.file("manifest.json").read_bytes() == before


@pytest.mark.parametrize(
    ("selection", "kind", "known"),
    [
        ({"units": ["so-z"]}, "unit", "so-a, so-b, so-c"),
        ({"documents": ["letter"]}, "document", "report, cover-letter, summary-report"),
    ],
)
def test_an_unknown_name_is_refused_with_the_names_that_are_known(sandbox, selection, kind, known):
    with pytest.raises(UnknownSelection) as caught:
        sandbox.build(**selection)
    assert caught.value.params["known"] == known
    assert caught.value.params["kind"] == kind
    assert not sandbox.docx()


@pytest.mark.parametrize(
    "selection",
    [{"units": ["so-b"], "documents": ["summary-report"]}, {"units": ["so-a"], "documents": ["cover-letter"]}],
)
def test_a_selection_that_no_document_fits_is_refused(sandbox, selection):
    with pytest.raises(NothingSelected):
        sandbox.build(**selection)


def test_a_faulty_campaign_is_told_before_names_that_it_does_not_know(sandbox):
    sandbox.change_campaign("groups: {", "groups: {{")
    assert sandbox.build(units=["so-z"]).exit_code == 1


# --- failures ----------------------------------------------------------------------------------------------------


@pytest.fixture
def render_fails(monkeypatch):
    """Let the rendering of documents about a figure's id fail."""

    def arm(fault, unit="so-b"):
        real = Renderer.render

        def render(self, template, context, figures, identity=None):
            if context.values["unit"]["id"] == unit and template.name == "report.docx":
                raise fault
            return real(self, template, context, figures, identity)

        monkeypatch.setattr(Renderer, "render", render)

    return arm


def test_a_document_that_its_template_fails_leaves_the_old_one_and_the_others_go_on(built, render_fails):
    before = built.docx()
    built.change_unit("total: 42", "total: 45")
    render_fails(TemplateError(Place("templates/report.docx"), reason="no"))
    result = built.build()
    assert built.outcomes(result) == {"units/so-b/report": "failed", SUMMARY: "made"}
    assert built.docx()["units/so-b/report.docx"] == before["units/so-b/report.docx"]
    (finding,) = result.findings
    assert (finding.unit, finding.document, result.exit_code) == ("so-b", "report", 1)


def test_a_bug_of_ours_fails_one_document_with_a_place_and_ends_with_2(sandbox, render_fails):
    render_fails(ZeroDivisionError("by zero"))
    result = sandbox.build()
    assert sandbox.outcomes(result) == {
        path: "failed" if path == "units/so-b/report" else "made" for path in sandbox.documents
    }
    (finding,) = result.findings
    assert (finding.code, finding.unit, finding.document) == ("B01", "so-b", "report")
    assert finding.place.file == "campaign.yaml" and finding.place.line
    assert "ZeroDivisionError: by zero" in finding.message()
    assert result.exit_code == 2
    assert len(result.traces) == 1 and "ZeroDivisionError" in result.traces[0]
    assert str(sandbox.root) not in str(sandbox.manifest())


def test_a_bug_while_planning_fails_one_document(sandbox, monkeypatch):
    real = documents_module.localise

    def localise(key, subject, text):
        if subject.entry.id == "so-b":
            raise KeyError("lost")
        return real(key, subject, text)

    monkeypatch.setattr(documents_module, "localise", localise)
    result = sandbox.build()
    assert sandbox.outcomes(result) == {path: "failed" if path in OF_B else "made" for path in sandbox.documents}
    assert sandbox.codes(result) == ["B01", "B01"]
    assert (result.exit_code, len(result.traces)) == (2, 2)


def test_fail_fast_stops_at_the_first_document_that_cannot_be_made(sandbox):
    sandbox.change_unit("women: 30", "women: nhiều")
    result = sandbox.build(fail_fast=True)
    assert [(d.path, d.outcome) for d in result.documents] == [
        ("units/so-a/report", "made"),
        ("units/so-b/report", "blocked"),
    ]
    assert sandbox.manifest()["documents"].keys() == {"units/so-a/report"}


def test_a_broken_template_blocks_the_documents_that_need_it(sandbox):
    (sandbox.folder / "cover-letter.docx").write_bytes(b"no package")
    result = sandbox.build()
    letters = {path for path in sandbox.documents if path.endswith("cover-letter")}
    assert {path for path, outcome in sandbox.outcomes(result).items() if outcome == "blocked"} == letters
    assert {finding.document for finding in result.findings} == {"cover-letter"}
    assert result.exit_code == 1


# --- findings ----------------------------------------------------------------------------------------------------


def test_findings_come_once_by_unit_and_place(sandbox):
    sandbox.change_unit("women: 33", "women: nhiều", "so-c")
    sandbox.change_unit("total: 73", "total: ít", "so-c")
    sandbox.change_unit("women: 20", "women: nhiều", "so-a")
    result = sandbox.build()
    places = [(finding.unit, finding.place.line) for finding in result.findings if finding.code == "D33"]
    assert places == [("so-a", 8), ("so-c", 7), ("so-c", 8)]
    assert len(set(result.findings)) == len(result.findings)


# --- documents that no longer belong to the campaign -------------------------------------------------------------


def test_documents_of_a_removed_unit_are_left_alone_and_told(built):
    before = built.docx()
    built.change_campaign("  - {id: so-b, name: Sở B, group: all}\n", "")
    built.unit("so-b").rename(built.root / "so-b.yaml")
    for _ in range(2):
        result = built.build()
        assert [(f.code, f.place.file, f.severity) for f in result.findings] == [
            ("P05", "units/so-b/cover-letter.docx", "info"),
            ("P05", "units/so-b/report.docx", "info"),
        ]
        assert result.exit_code == 0
    assert {path: data for path, data in built.docx().items() if "so-b" in path} == {
        path: data for path, data in before.items() if "so-b" in path
    }
    assert set(built.manifest()["orphaned"]) == set(OF_B)
    assert not set(built.manifest()["documents"]) & set(OF_B)


def test_a_unit_that_comes_back_finds_its_documents_again(built):
    manifest = built.file("manifest.json").read_bytes()
    original = (built.folder / "campaign.yaml").read_bytes()
    built.change_campaign("  - {id: so-b, name: Sở B, group: all}\n", "")
    built.build()
    (built.folder / "campaign.yaml").write_bytes(original)
    assert built.outcomes(built.build()) == {SUMMARY: "made"}
    assert built.file("manifest.json").read_bytes() == manifest
    assert not built.file("edited").exists()


def test_orphans_that_somebody_deletes_are_forgotten(built):
    built.change_campaign("  - {id: so-b, name: Sở B, group: all}\n", "")
    built.unit("so-b").unlink()
    built.build()
    for path in OF_B:
        built.file(f"{path}.docx").unlink()
    assert built.build().findings == []
    assert built.manifest()["orphaned"] == {}
