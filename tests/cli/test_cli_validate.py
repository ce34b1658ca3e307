"""``baocao validate`` as a clerk types it."""

import json
import zipfile

import pytest
from click.testing import CliRunner

from pipeline.build.campaign import TEMPLATES
from pipeline.cli import baocao

FAULTS = (
    ("so-a", "women: 20", "women: 52", "D50"),
    ("so-b", "  staff:\n", "  staff: [\n", "D04"),
    ("so-c", "women: 33", "women: nhiều", "D33"),
    ("so-c", "total: 73", "total: ít", "D33"),
)


@pytest.fixture
def faulty(sandbox):
    for unit, old, new, _ in FAULTS:
        sandbox.change_unit(old, new, unit)
    return sandbox


def heads(result):
    return [line for line in result.stderr.splitlines() if line.startswith(("error ", "lỗi ", "warning "))]


def test_valid_data_end_with_0(sandbox):
    result = sandbox.cli("validate")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "3 of 3 units are valid; 0 errors, 0 other findings.\n"


def test_all_findings_of_all_units_come_in_one_run_with_places(faulty):
    result = faulty.cli("validate")
    assert result.exit_code == 1
    units = f"{faulty.folder}/units"
    places = [head.split(" ", 2)[1:] for head in heads(result)]
    assert [code for code, _ in places] == ["D50", "D04", "D33", "D33", "D71"]
    assert places[0][1].startswith(f"{units}/so-a.yaml:")
    assert places[1][1].startswith(f"{units}/so-b.yaml:")
    assert [place for _, place in places[2:4]] == [f"{units}/so-c.yaml:7:12", f"{units}/so-c.yaml:8:12"]
    assert places[4][1].startswith(f"{faulty.folder}/campaign.yaml:")  # what the summary lacks follows from these
    assert result.stdout == "0 of 3 units are valid; 5 errors, 0 other findings.\n"


def test_findings_come_in_the_language_that_is_asked_for(faulty, catalog):
    english, vietnamese = faulty.cli("validate", "--lang", "en"), faulty.cli("validate", "--lang", "vi")
    assert "“nhiều” is not" in english.stderr
    assert "“nhiều” is not" not in vietnamese.stderr
    assert "“nhiều” không phải là" in vietnamese.stderr
    assert [head.split()[1:] for head in heads(vietnamese)] == [head.split()[1:] for head in heads(english)]


def test_faults_of_texts_and_templates_are_found_without_building(sandbox):
    sandbox.change_unit("{{ staff.men }}", "{{ staff.children }}")
    (sandbox.folder / "cover-letter.docx").write_bytes(b"no package")
    found = json.loads(sandbox.cli("validate", "--json").stdout)["findings"]
    assert {(finding["unit"], finding["document"]) for finding in found} == {
        ("so-b", "report"),
        ("so-b", "cover-letter"),
        ("so-c", "cover-letter"),
        (None, None),  # the template by itself
    }
    assert not sandbox.outputs.exists()


def test_a_unit_can_be_asked_for(faulty):
    result = faulty.cli("validate", "--unit", "so-c")
    assert len(heads(result)) == 2
    assert result.stdout == "0 of 1 units are valid; 2 errors, 0 other findings.\n"
    assert faulty.cli("validate", "--unit", "nobody").exit_code == 2


def test_warnings_alone_end_with_0(sandbox):
    sandbox.change_campaign("at_most: [staff.women, staff.total]", "at_most: [staff.women, 1]")
    sandbox.change_campaign("    - id: women\n", "    - id: women\n      severity: warning\n")
    result = sandbox.cli("validate")
    assert result.exit_code == 0
    assert result.stdout == "3 of 3 units are valid; 0 errors, 3 other findings.\n"
    assert len(heads(result)) == 3


def test_a_faulty_campaign_says_that_units_were_not_checked(faulty):
    faulty.change_campaign("deadline: 2025-12-20", "deadline: tomorrow")
    result = faulty.cli("validate")
    assert (result.exit_code, len(heads(result))) == (1, 1)
    assert "units were not checked; 1 errors" in result.stdout


def test_json_has_its_form(faulty):
    result = faulty.cli("validate", "--json")
    found = json.loads(result.stdout)
    assert result.stderr == ""
    assert (set(found), found["format"], found["errors"]) == (
        {"format", "errors", "findings"},
        "baocao-validate/1",
        5,
    )
    assert [finding["unit"] for finding in found["findings"]] == ["so-a", "so-b", "so-c", "so-c", None]
    for finding in found["findings"]:
        assert finding["place"]["line"] >= 1
        assert set(finding["message"]) == {"vi", "en"}


def test_nothing_is_written(faulty):
    before = faulty.snapshot()
    faulty.cli("validate")
    assert faulty.snapshot() == before


def test_no_campaign_ends_with_2(sandbox, catalog):
    (sandbox.folder / "campaign.yaml").unlink()
    result = sandbox.cli("validate", "--lang", "vi")
    assert result.exit_code == 2
    assert "[U01]" in result.stderr
    assert "Không có đợt báo cáo" in result.stderr


def test_a_template_that_asks_for_what_there_is_not_is_found_without_making_anything(sandbox):
    own = sandbox.folder / "mine.docx"
    source = zipfile.ZipFile(TEMPLATES / "report.docx")
    with zipfile.ZipFile(own, "w") as copy:
        for entry in source.infolist():
            data = source.read(entry)
            copy.writestr(entry, data.replace(b"organ.name", b"organ.nme"))
    sandbox.change_campaign("template: report.docx", "template: mine.docx")
    result = sandbox.cli("validate")
    assert result.exit_code == 1
    assert "T12" in result.stderr and "Did you mean “name”?" in result.stderr
    assert not sandbox.outputs.exists()


def test_a_unit_that_has_not_delivered_is_told_and_is_no_error(sandbox):
    sandbox.unit("so-c").unlink()
    result = sandbox.cli("validate")
    assert result.exit_code == 0
    assert "D73" in result.stderr
    assert "units/so-c.yaml" in result.stderr
    built = sandbox.cli("build")
    assert "units/so-c/report: not made (no data)" in built.stderr


def test_the_campaigns_file_may_be_named_instead_of_its_folder(sandbox):
    result = CliRunner().invoke(baocao, ["validate", str(sandbox.folder / "campaign.yaml"), "--lang", "en"])
    assert result.exit_code == 0, result.output


def test_a_misspelt_unit_is_told_the_nearest(sandbox):
    result = sandbox.cli("build", "--unit", "so-bb")
    assert result.exit_code == 2
    assert "Nearest names: so-b" in result.stderr
