"""``baocao explain`` as a clerk types it."""

import json
import shutil

import pytest
from click.testing import CliRunner

from pipeline.cli import baocao


@pytest.fixture
def explain(built):
    """The command, below the folder that holds inputs and outputs."""

    def run(*arguments):
        folders = ["--inputs", str(built.folder.parent), "--outputs", str(built.outputs.parent)]
        return CliRunner().invoke(baocao, ["explain", *arguments, *folders], env={"LC_ALL": "en_US.UTF-8"})

    return run


def test_a_figure_with_its_tree_and_its_documents(built, explain):
    result = explain("so-b:staff.men")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0] == "so-b:staff.men  Biên chế: Tổng số trừ Biên chế: Nữ = 12"
    assert lines[1].startswith("│ difference (campaign.yaml:")
    assert lines[2] == "├─ so-b:staff.total  Biên chế: Tổng số = 42"
    assert lines[3].startswith("│    units/so-b.yaml:")
    assert lines[3].endswith("typed: 42")
    assert lines[4] == "│    schema: demo.schema.json#/$defs/figures/properties/staff/properties/total (integer)"
    assert lines[5] == "└─ so-b:staff.women  Biên chế: Nữ = 30"
    below = lines[lines.index("units/so-b/report.docx") + 1]
    assert "trong đó 30 nữ và [12] nam" in below


def test_what_is_computed_from_a_figure_is_named_where_it_is_printed(explain):
    lines = explain("staff.total", "--unit", "so-b").stdout.splitlines()
    at = lines.index("summary/summary-report.docx")
    assert lines[at + 1].endswith("← staff.total")
    assert "[166] người" in lines[at + 1]


def test_a_document_lists_its_figures_with_their_sources(explain):
    lines = explain("units/so-b/report").stdout.splitlines()
    assert [line.split()[:2] for line in lines[1:]] == [
        ["42", "so-b:staff.total"],
        ["30", "so-b:staff.women"],
        ["12", "so-b:staff.men"],
    ]
    assert "← units/so-b.yaml:" in lines[1]
    assert lines[3].endswith("← difference: Tổng số 42, Nữ 30")


def test_a_document_without_figures(explain):
    assert explain("units/so-b/cover-letter").stdout.splitlines() == [
        "units/so-b/cover-letter.docx",
        "  It prints no figure.",
    ]


def test_a_file_of_any_name_says_itself_what_it_is(built, explain, tmp_path):
    for name in ("Báo cáo (gửi lại).docx", "Báo cáo.docm"):
        returned = tmp_path / name
        shutil.copy(built.file("units/so-b/report.docx"), returned)
        lines = explain(str(returned)).stdout.splitlines()
        assert lines[0] == "units/so-b/report.docx"
        assert len(lines) == 4


def test_a_file_that_cannot_be_read_is_told(built, explain, tmp_path, monkeypatch):
    returned = tmp_path / "báo cáo.docx"
    shutil.copy(built.file("units/so-b/report.docx"), returned)

    def refused(_path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pipeline.corrections.files.read_ordinary", refused)
    result = explain(str(returned))
    assert result.exit_code == 2
    assert "K32" in result.stderr
    assert "Traceback" not in result.output


def test_an_older_document_is_told(built, explain):
    built.change_unit("total: 42", "total: 45")
    assert (
        "  Older than the data: so-b:staff.total 42 → 45, so-b:staff.men 12 → 15."
        in explain("report", "--unit", "so-b").stdout.splitlines()
    )


def test_json_holds_the_tree_and_every_paragraph(explain):
    found = json.loads(explain("so-b:staff.men", "--json").stdout)
    assert found["format"] == "baocao-explain/1"
    assert found["figure"]["value"] == 12
    assert [one["raw"] for one in found["figure"]["inputs"]] == ["42", "30"]
    assert found["figure"]["inputs"][0]["place"]["pointer"] == "/figures/staff/total"
    (printed,) = found["printed"]
    assert (printed["document"], printed["older"]) == ("units/so-b/report", False)
    assert printed["mentions"][0]["text"] == "12"
    document = json.loads(explain("units/so-b/report", "--json").stdout)
    assert document["format"] == "baocao-explain-document/1"
    assert [one["figure"] for one in document["mentions"]] == [one["id"] for one in document["figures"]]


def test_a_wrong_name_ends_with_2_and_the_nearest(explain):
    result = explain("so-b:staff.totl")
    assert result.exit_code == 2
    assert "so-b:staff.total" in result.stderr
    failed = json.loads(explain("so-b:staff.totl", "--json").stdout)
    assert failed["error"]["code"] == "R52"


def test_data_with_errors_are_told_with_their_places(built, explain):
    built.change_unit("women: 30", "women: nhiều")
    result = explain("so-b:staff.total")
    assert result.exit_code == 2
    assert "units/so-b.yaml" in result.stderr


def test_a_document_that_was_never_made(built, explain):
    shutil.rmtree(built.outputs)
    result = explain("units/so-b/report")
    assert result.exit_code == 2
    assert "R55" in result.stderr


def test_a_word_file_that_is_not_ours(explain, tmp_path):
    other = tmp_path / "other.docx"
    other.write_bytes(b"PK no document")
    result = explain(str(other))
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_a_figure_that_nothing_prints(explain):
    assert "No document that was built prints it." in explain("so-b:events.total").stdout
