"""``baocao figures`` as a clerk types it."""

import json

import pytest
from click.testing import CliRunner

from pipeline.cli import baocao
from pipeline.docx.text import paragraphs


@pytest.fixture
def figures(built):
    """The command, below the folder that holds inputs and outputs."""

    def run(*arguments):
        folders = ["--inputs", str(built.folder.parent), "--outputs", str(built.outputs.parent)]
        return CliRunner().invoke(baocao, ["figures", *arguments, *folders], env={"LC_ALL": "en_US.UTF-8"})

    return run


def test_the_figures_of_a_unit_in_the_terminal(built, figures):
    built.change_unit("total: 42", "total: 45")
    result = figures("so-b")
    assert result.exit_code == 0, result.output
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert lines[1].startswith("so-b:staff.total Biên chế: Tổng số 42 45 changed units/so-b.yaml:")
    assert lines[2].startswith("so-b:staff.women Biên chế: Nữ 30 30 units/so-b.yaml:")
    assert lines[-1] == "3 figures, 2 of them changed."


def test_only_what_changed(built, figures):
    built.change_unit("women: 30", "women: 31")
    found = json.loads(figures("so-b", "--changed", "--json").stdout)
    assert [one["figure"] for one in found["figures"]] == ["so-b:staff.women", "so-b:staff.men"]


def test_a_sheet_against_an_earlier_build(built, figures):
    built.change_unit("total: 42", "total: 45")
    built.build()
    assert json.loads(figures("so-b", "--json").stdout)["changed"] == 0
    found = json.loads(figures("so-b", "--since", "1", "--json").stdout)
    assert [(one["last"], one["now"], one["state"]) for one in found["figures"]] == [
        (["42"], ["45"], "changed"),
        (["30"], ["30"], "same"),
        (["12"], ["15"], "changed"),
    ]


@pytest.mark.parametrize("since", ["7", "0", "x", "9" * 500])
def test_a_build_that_is_not_kept(figures, since):
    result = figures("so-b", "--since", since)
    assert result.exit_code == 2
    assert "R43" in result.stderr


def test_the_campaign_may_be_named(built, figures):
    assert figures("so-b", str(built.folder)).exit_code == 0
    assert figures("--summary", str(built.folder)).exit_code == 0


def test_the_summary(figures):
    found = json.loads(figures("--summary", "--json").stdout)
    assert (found["format"], found["unit"]) == ("baocao-figures/1", None)
    assert [one["figure"] for one in found["figures"]] == ["reporting.received", "staff.total"]


def test_sheets_are_written(figures, tmp_path):
    docx, html = tmp_path / "phiếu.docx", tmp_path / "phiếu.html"
    result = figures("so-b", "--docx", str(docx), "--html", str(html))
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Sở B (Báo cáo, Công văn)" in "\n".join(paragraph.text for paragraph in paragraphs(docx.read_bytes()))
    assert ">42</td>" in html.read_text("utf-8")


@pytest.mark.parametrize("arguments", [(), ("--summary", "a", "b")])
def test_a_unit_or_the_summary(figures, arguments):
    assert figures(*arguments).exit_code == 2


def test_a_wrong_unit_ends_with_2_and_the_nearest(figures):
    result = figures("so-bb")
    assert result.exit_code == 2
    assert "so-b" in result.stderr


def test_data_with_errors_are_told_with_their_places(built, figures):
    built.change_unit("women: 30", "women: nhiều")
    result = figures("so-b")
    assert result.exit_code == 2
    assert "units/so-b.yaml" in result.stderr


def test_only_the_unit_is_read(built, figures):
    built.unit("so-a").write_text("broken: [", "utf-8")
    assert figures("so-b").exit_code == 0
