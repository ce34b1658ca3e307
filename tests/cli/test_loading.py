"""What a command loads: a build that has nothing to do must not pay for what fills and judges documents."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from pipeline.cli import COMMANDS, baocao

HEAVY = {"docxtpl", "jinja2", "pypdf", "pypdfium2", "openpyxl", "pipeline.docx.template", "pipeline.decree.gate"}


def told(code: str) -> str:
    """What a Python of its own prints."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.parametrize("command", ["build", "status"])
def test_what_only_filling_needs_is_not_loaded_before_it_is_needed(command):
    loaded = set(told(f"import sys, pipeline.cli.{command}; print(*sys.modules)").split())
    assert "pipeline.build.walk" in loaded
    assert loaded & HEAVY == set()


def test_every_command_is_there_and_no_other():
    context = click.Context(baocao)
    assert baocao.list_commands(context) == sorted(COMMANDS)
    assert {baocao.get_command(context, name).name for name in COMMANDS} == set(COMMANDS)
    assert baocao.get_command(context, "output") is None


def test_a_remembered_finding_of_a_document_loads_its_kind():
    entry = ["T40", None, {"map": {"reason": "gone"}}, "so-b", "report"]
    code = f"from pipeline.build.packing import unpacked_errors; print(unpacked_errors([{entry!r}])[0].code)"
    assert told(code) == "T40"
    unknown = code.replace("T40", "Z99")
    assert "KeyError" in told(f"try:\n {unknown}\nexcept KeyError as error:\n print(repr(error))")
