"""``baocao build`` as a clerk types it."""

import json
import os
import pty
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from pipeline.cli import baocao
from pipeline.stages.render import Renderer

ROOT = Path(__file__).parents[2]
REPORT = "units/so-b/report"
SUMMARY = "summary/summary-report"

COUNT = {"type": "integer", "minimum": 0}
BUILD_JSON = {
    "type": "object",
    "additionalProperties": False,
    "required": ["format", "campaign", "outputs", "made", "unchanged", "failed", "edited", "seconds", "documents"],
    "properties": {
        "format": {"const": "baocao-build/1"},
        "campaign": {"type": "string"},
        "outputs": {"type": "string"},
        "made": COUNT,
        "refreshed": COUNT,
        "unchanged": COUNT,
        "failed": COUNT,
        "edited": COUNT,
        "seconds": {"type": "number", "minimum": 0},
        "documents": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["path", "outcome", "reason", "reasons"],
                "properties": {
                    "path": {"type": "string"},
                    "outcome": {"enum": ["made", "refreshed", "unchanged", "failed", "blocked", "edited"]},
                    "reason": {"type": "string"},
                    "reasons": {"type": "array", "items": {"type": "object", "required": ["kind", "message"]}},
                },
            },
        },
        "findings": {"type": "array", "items": {"type": "object", "required": ["code", "message", "place"]}},
        "no_pdf": {"type": ["object", "null"]},
        "copies": {"type": "array", "items": {"type": "string"}},
        "exit_code": {"enum": [0, 1, 2]},
    },
}


def table(output):
    """The closing table: label to value."""
    rows = (line.rsplit("  ", 1) for line in output.splitlines() if "  " in line and not line.startswith(" "))
    return {label.strip(): value.strip() for label, value in rows}


def spawn(sandbox, *arguments, **more):
    """``python -m pipeline build`` in a process of its own."""
    folders = [str(sandbox.folder), "--outputs", str(sandbox.outputs.parent), "--no-pdf"]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LC_ALL": "en_US.UTF-8", "TERM": "xterm"}
    command = [sys.executable, "-m", "pipeline", "build", *folders, *arguments]
    return subprocess.Popen(command, env=environment, cwd=sandbox.root, **more)


# --- the closing table and exit codes ----------------------------------------------------------------------------


def test_the_closing_table_counts_outcomes_and_says_where_to_look(sandbox):
    result = sandbox.cli("build")
    assert result.exit_code == 0
    rows = table(result.stdout)
    assert float(rows.pop("Seconds")) >= 0
    assert rows == {
        "Documents made": "6",
        "Documents unchanged": "0",
        "Documents failed": "0",
        "Where to look": str(sandbox.outputs),
    }


def test_a_second_build_says_unchanged(built):
    rows = table(built.cli("build").stdout)
    assert (rows["Documents made"], rows["Documents unchanged"]) == ("0", "6")


def test_findings_end_with_1_and_name_clickable_places(sandbox):
    sandbox.change_unit("women: 30", "women: nhiều")
    result = sandbox.cli("build")
    assert result.exit_code == 1
    assert f"error D33 {sandbox.folder}/units/so-b.yaml:8:12\n" in result.stderr
    assert "“nhiều” is not" in result.stderr
    assert "  → " in result.stderr
    assert table(result.stdout)["Documents failed"] == "2"


def test_a_place_is_given_from_where_the_command_was_started(sandbox, monkeypatch):
    sandbox.change_unit("women: 30", "women: nhiều")
    monkeypatch.chdir(sandbox.root)
    relative = subprocess.run(
        [sys.executable, "-m", "pipeline", "build", "inputs/demo", "--no-pdf"],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "inputs/demo/units/so-b.yaml:8:12" in relative.stderr
    assert str(sandbox.root) not in relative.stderr


def test_one_finding_of_many_units_is_printed_once(sandbox):
    sandbox.change_campaign("[staff.total, staff.women]", "[staff.total, staff.men_and_women]")
    result = sandbox.cli("build")
    messages = [line for line in result.stderr.splitlines() if "staff.men_and_women" in line]
    assert len(messages) == 1
    found = json.loads(sandbox.cli("build", "--json").stdout)["findings"]
    assert len({finding["unit"] for finding in found if finding["code"] == "A01"}) == 3


@pytest.mark.parametrize(
    "arguments",
    [[], ["--jobs", "0"], ["--jobs", "x"], ["--lang", "fr"], ["--no-such-option"], ["one", "two"]],
)
def test_wrong_usage_ends_with_2(sandbox, arguments):
    folders = [] if not arguments else [str(sandbox.folder)]
    result = subprocess.run(
        [sys.executable, "-m", "pipeline", "build", *folders, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert result.returncode == 2
    assert "Usage: baocao build" in result.stderr
    assert "Traceback" not in result.stderr


def test_no_campaign_ends_with_2_without_a_trace(sandbox):
    (sandbox.folder / "campaign.yaml").unlink()
    result = sandbox.cli("build")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"[U01] There is no campaign in “{sandbox.folder}”" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("option", "known"),
    [("--unit", "so-a, so-b, so-c"), ("--document", "report, cover-letter, summary-report")],
)
def test_an_unknown_name_ends_with_2_and_lists_the_known_ones(sandbox, option, known):
    result = sandbox.cli("build", option, "nobody")
    assert result.exit_code == 2
    assert "“nobody”" in result.stderr
    assert known in result.stderr


def test_a_failure_of_our_own_ends_with_2_and_shows_its_trace(sandbox, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError("own failure")

    monkeypatch.setattr("pipeline.cli.build.build", fail)
    result = sandbox.cli("build")
    assert result.exit_code == 2
    assert "Traceback" in result.stderr
    assert "ZeroDivisionError: own failure" in result.stderr
    assert "baocao itself failed" in result.stderr


def test_a_failure_of_our_own_in_one_document_ends_with_2_shows_its_trace_and_makes_the_others(
    sandbox, monkeypatch
):
    real = Renderer.render

    def render(self, template, context, figures, identity=None):
        if context.values["unit"]["id"] == "so-b":
            raise ZeroDivisionError("own failure")
        return real(self, template, context, figures, identity)

    monkeypatch.setattr(Renderer, "render", render)
    result = sandbox.cli("build")
    assert result.exit_code == 2
    assert result.stderr.count("Traceback") == 2
    assert "error B01" in result.stderr
    assert (table(result.stdout)["Documents made"], table(result.stdout)["Documents failed"]) == ("4", "2")


def test_stopping_from_the_keyboard_is_told_without_a_trace(sandbox, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Renderer, "render", stop)
    result = sandbox.cli("build")
    assert result.exit_code == 130
    assert "Stopped." in result.stderr
    assert "Traceback" not in result.stderr
    assert sandbox.file("manifest.json").exists()


# --- options -----------------------------------------------------------------------------------------------------


def test_units_and_documents_may_be_repeated(sandbox):
    sandbox.cli("build", "--unit", "so-b", "--unit", "so-c", "--document", "report")
    assert set(sandbox.docx()) == {"units/so-b/report.docx", "units/so-c/report.docx"}


def test_fail_fast_stops(sandbox):
    sandbox.change_unit("women: 20", "women: nhiều", "so-a")
    result = sandbox.cli("build", "--fail-fast")
    assert result.exit_code == 1
    assert sandbox.docx() == {}


def test_mail_names_says_how_many_copies_lie_where(sandbox):
    result = sandbox.cli("build", "--mail-names")
    assert f"Copies to mail: 6 in {sandbox.outputs / 'mail'}" in result.stdout
    assert len(list((sandbox.outputs / "mail").iterdir())) == 6


def test_no_wait_names_the_holder_and_ends_with_2(built):
    hold = "from pipeline.build.lock import locked\nwith locked(outputs / 'demo'): print(1, flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", built.script(hold)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        other.stdout.readline()
        result = built.cli("build", "--no-wait")
        other.communicate(b"\n")
    assert result.exit_code == 2
    assert f"process {other.pid} on " in result.stderr


def test_edited_documents_have_a_row_of_their_own(built):
    built.file(f"{REPORT}.docx").write_bytes(b"by hand")
    result = built.cli("build")
    assert table(result.stdout)["Edited by hand, left alone"] == "1"
    assert f"{REPORT}: edited by hand, left alone" in result.stderr


def test_a_kept_copy_is_told_with_its_path(built):
    built.rewrite(REPORT, "Đơn vị có", "Sở có")
    built.change_unit("total: 42", "total: 45")
    result = built.cli("build")
    assert f"warning P08 {built.outputs}/{REPORT}.docx" in result.stderr
    assert "edited/units/so-b/report-" in result.stderr


def test_without_libreoffice_one_line_says_what_to_type(sandbox, no_office):
    assert "apt-get" not in sandbox.cli("build").stdout  # no PDF was asked for
    folders = [str(sandbox.folder), "--outputs", str(sandbox.outputs.parent)]
    result = CliRunner().invoke(baocao, ["build", *folders], env={"LC_ALL": "en_US.UTF-8"})
    assert sum("sudo apt-get install" in line for line in result.stdout.splitlines()) == 1
    assert result.exit_code == 0


# --- JSON --------------------------------------------------------------------------------------------------------


def test_json_is_all_there_is_on_stdout_and_has_its_form(sandbox):
    sandbox.change_unit("women: 30", "women: nhiều")
    result = sandbox.cli("build", "--json", "--mail-names")
    found = json.loads(result.stdout)
    Draft202012Validator(BUILD_JSON).validate(found)
    assert result.stderr == ""
    assert found["exit_code"] == result.exit_code == 1
    assert (found["made"], found["failed"]) == (4, 2)
    assert [d["path"] for d in found["documents"]] == list(sandbox.documents)
    assert [finding["code"] for finding in found["findings"]] == ["D33"]
    assert len(found["copies"]) == 4


def test_json_tells_errors_of_usage_too(sandbox):
    result = sandbox.cli("build", "--json", "--unit", "nobody")
    found = json.loads(result.stdout)
    assert (found["format"], found["error"]["code"], found["exit_code"]) == ("baocao-error/1", "U11", 2)
    assert result.exit_code == 2


def test_json_keeps_vietnamese_as_it_is(sandbox):
    sandbox.change_unit("women: 30", "women: nhiều")
    assert "nhiều" in sandbox.cli("build", "--json").stdout


# --- languages ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "env", "vietnamese"),
    [
        (["--lang", "vi"], {}, True),
        (["--lang", "en"], {"LC_ALL": "vi_VN.UTF-8"}, False),
        ([], {"LC_ALL": "vi_VN.UTF-8"}, True),
        ([], {"LC_ALL": "", "LANG": "vi_VN.UTF-8"}, True),
        ([], {"LC_ALL": "C.UTF-8", "LANG": "vi_VN.UTF-8"}, False),
    ],
)
def test_the_language_is_that_of_the_option_else_of_the_locale(sandbox, catalog, arguments, env, vietnamese):
    result = sandbox.cli("build", *arguments, env=env)
    assert ("Văn bản đã làm" in result.stdout, "Documents made" in result.stdout) == (vietnamese, not vietnamese)
    result = sandbox.cli("build", "--unit", "nobody", *arguments, env=env)
    assert ("Đợt này không có đơn vị “nobody”" in result.stderr) == vietnamese
    assert ("There is no unit “nobody”" in result.stderr) != vietnamese


# --- progress ----------------------------------------------------------------------------------------------------


def test_a_pipe_gets_plain_lines(built):
    built.change_unit("total: 42", "total: 45")
    result = built.cli("build")
    assert [line for line in result.stderr.splitlines() if line.startswith("[")] == [
        f"[2/6] {REPORT}: made",
        f"[6/6] {SUMMARY}: made",
    ]
    assert "\x1b" not in result.stderr + result.stdout


def test_quiet_says_only_findings_and_the_table(sandbox):
    sandbox.change_unit("women: 30", "women: nhiều")
    result = sandbox.cli("build", "--quiet")
    assert not [line for line in result.stderr.splitlines() if line.startswith("[")]
    assert "error D33" in result.stderr
    assert table(result.stdout)["Documents made"] == "4"


@pytest.mark.slow
def test_a_terminal_gets_a_bar_and_pipes_of_stdout_stay_clean(sandbox):
    leader, follower = pty.openpty()
    with spawn(sandbox, stdout=subprocess.PIPE, stderr=follower, text=True) as child:
        os.close(follower)
        shown = b""
        with suppress(OSError):  # the end of a pseudo-terminal is an I/O error
            while piece := os.read(leader, 65536):
                shown += piece
        stdout, _ = child.communicate()
    os.close(leader)
    assert "━".encode() in shown
    assert b"6/6" in shown
    assert b"[1/6]" not in shown
    assert table(stdout)["Documents made"] == "6"
    assert "\x1b" not in stdout
