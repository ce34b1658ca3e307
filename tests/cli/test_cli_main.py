"""The command as a whole."""

import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline import __version__
from pipeline.cli import baocao, main
from pipeline.cli.output import console, print_findings
from pipeline.errors import DataError
from pipeline.model import Place

ROOT = Path(__file__).parents[2]


def test_python_m_pipeline_is_the_command():
    result = subprocess.run(
        [sys.executable, "-m", "pipeline", "--version"], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert result.stdout == f"baocao, version {__version__}\n"


def test_the_entry_point_is_the_command():
    (point,) = entry_points(group="console_scripts", name="baocao")
    assert point.load() is main


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_names_every_command(option):
    result = CliRunner().invoke(baocao, [option])
    assert result.exit_code == 0
    for name in ("build", "status", "validate", "check", "new"):
        assert f"\n  {name} " in result.stdout
        assert CliRunner().invoke(baocao, [name, option]).exit_code == 0


@pytest.mark.parametrize("arguments", [["nonsense"], ["--nonsense"]])
def test_wrong_usage_ends_with_2(arguments):
    assert CliRunner().invoke(baocao, arguments).exit_code == 2


def leaves(command):
    """The commands themselves, not the groups that hold them."""
    return (
        [leaf for below in command.commands.values() for leaf in leaves(below)]
        if hasattr(command, "commands")
        else [command]
    )


def test_every_command_has_json_and_lang():
    for command in leaves(baocao):
        options = {option for parameter in command.params for option in parameter.opts}
        assert {"--json", "--lang"} <= options, command.name


def test_text_of_data_is_never_taken_for_markup(capsys):
    class Odd(DataError):
        cause = "[red]{value}[/red] [/]"
        remedy = "[bold]"

    print_findings([Odd(Place("[a].yaml", 1, 2), value="[link]")], "en", Path("nowhere"))
    err = capsys.readouterr().err
    assert "error D00 [a].yaml:1:2\n  [red][link][/red] [/]\n  → [bold]\n" in err


def test_long_lines_stay_whole_in_pipes(capsys, monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)

    class Long(DataError):
        cause = "{value}"

    print_findings([Long(Place("a.yaml"), value="dài " * 200)], "en")
    assert len(max(capsys.readouterr().err.splitlines(), key=len)) > 700
    assert console().width == 200


def test_errors_come_before_warnings_and_the_same_comes_once(capsys):
    class Warned(DataError):
        severity = "warning"
        cause = "warned"

    found = [
        Warned(Place("a.yaml", 1)),
        DataError(Place("b.yaml", 1), reason="x").about("so-b"),
        DataError(Place("b.yaml", 1), reason="x").about("so-a"),
        DataError(reason="x").about("so-a"),
        DataError(reason="x").about("so-b", "report"),
    ]
    print_findings(found, "en")
    lines = [line for line in capsys.readouterr().err.splitlines() if not line.startswith(" ")]
    assert lines == ["error D00 b.yaml:1", "error D00 so-a", "error D00 so-b report", "warning D00 a.yaml:1"]
