"""``baocao new template`` as a clerk types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import baocao
from pipeline.decree.kinds import KINDS
from pipeline.decree.scaffold import new_template


def new(*arguments: str, language: str = "en") -> Result:
    return CliRunner().invoke(baocao, ["new", "template", *arguments, "--lang", language])


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("kind", "file"), [("BC", "bao-cao.docx"), ("qđ", "quyet-dinh.docx"), ("Công văn", "cong-van.docx")]
)
def test_a_template_is_written_under_the_name_of_its_type(here, kind, file):
    result = new("--kind", kind)
    assert (result.exit_code, file in result.stdout) == (0, True)
    assert [path.name for path in here.iterdir()] == [file]
    assert (here / file).read_bytes() == new_template(kind)


def test_a_file_that_is_there_is_left_alone_unless_forced(here):
    (here / "bao-cao.docx").write_bytes(b"mine")
    result = new("--kind", "BC")
    assert (result.exit_code, "[K35]" in result.stderr) == (2, True)
    assert (here / "bao-cao.docx").read_bytes() == b"mine"
    assert new("--kind", "BC", "--force").exit_code == 0
    assert (here / "bao-cao.docx").read_bytes() == new_template("BC")


def test_a_name_can_be_given(here):
    assert new("--kind", "TTr", "--out", "x/y.docx").exit_code == 0
    assert (here / "x" / "y.docx").is_file()


def test_the_29_types_are_listed():
    lines = new("--list").stdout.splitlines()[1:]
    assert len(lines) == 29
    assert {tuple(line.split(maxsplit=1)) for line in map(str.strip, lines)} == set(KINDS.items())
    assert len(json.loads(new("--list", "--json").stdout)["kinds"]) == 29


def test_json_tells_the_file():
    assert json.loads(new("--kind", "BC", "--json").stdout) == {"format": "baocao-new/1", "file": "bao-cao.docx"}


@pytest.mark.parametrize(("arguments", "words"), [((), "--kind"), (("--kind", "nobody"), "[K25]")])
def test_wrong_usage_ends_with_2(here, arguments, words):
    result = new(*arguments)
    assert (result.exit_code, words in result.stderr) == (2, True)
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("language", ["en", "vi"])
def test_a_new_template_passes_the_check(language):
    new("--kind", "BC")
    assert CliRunner().invoke(baocao, ["check", "bao-cao.docx", "--lang", language]).exit_code == 0
