"""One run at a time on one campaign's outputs."""

import os
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager

import pytest

from pipeline.build.lock import Busy, NoOutputs, locked

HOLD = """
from pipeline.build.lock import locked
with locked(outputs / campaign.name):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def held(sandbox):
    """Another process works on the campaign."""
    command = [sys.executable, "-c", sandbox.script(HOLD)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "held\n"
        yield other
        other.stdin.close()


def test_a_second_run_that_must_not_wait_says_who_holds_the_campaign(built):
    before = built.snapshot()
    with held(built) as other, pytest.raises(Busy) as caught:
        built.build(wait=False)
    assert caught.value.params["pid"] == other.pid
    assert caught.value.params["host"] == socket.gethostname()
    assert caught.value.params["since"]
    changed = {path for path, state in built.snapshot().items() if before[path] != state}
    assert changed <= {str(built.file(".lock"))}


def test_a_second_run_waits_tells_whom_it_waits_for_and_then_builds(built):
    built.change_unit("total: 42", "total: 45")
    results = []
    with held(built) as other:
        second = threading.Thread(target=lambda: results.append(built.build()))
        second.start()
        second.join(0.3)
        assert second.is_alive()
        assert [holder.params["pid"] for holder in built.reporter.waited] == [other.pid]
    second.join(10)
    assert built.outcomes(results[0]) == {"units/so-b/report": "made", "summary/summary-report": "made"}


def test_inputs_are_read_after_the_wait(built):
    results = []
    with held(built):
        second = threading.Thread(target=lambda: results.append(built.build()))
        second.start()
        second.join(0.3)
        built.change_unit("total: 42", "total: 45")
    second.join(10)
    assert results[0].count("made") == 2


def test_a_killed_holder_does_not_hold(built):
    with held(built) as other:
        other.kill()
    built.build(wait=False)


def test_two_campaigns_do_not_hinder_each_other(built, tmp_path):
    with held(built):
        built.build(wait=False, outputs=tmp_path / "elsewhere")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": 1}'])
def test_an_unknown_holder_is_told_as_such(tmp_path, content):
    with locked(tmp_path):
        (tmp_path / ".lock").write_text(content, "utf-8")
        with pytest.raises(Busy) as caught, locked(tmp_path, wait=False):
            pass
    assert caught.value.params["pid"] == "?"


def test_a_lock_that_is_let_go_names_nobody(tmp_path):
    with locked(tmp_path):
        assert str(os.getpid()) in (tmp_path / ".lock").read_text("utf-8")
    assert (tmp_path / ".lock").read_text("utf-8") == ""


def test_the_lock_is_let_go_after_an_error(tmp_path):
    with pytest.raises(ValueError, match="x"), locked(tmp_path):
        raise ValueError("x")
    with locked(tmp_path, wait=False):
        pass


def test_outputs_that_are_no_folder_are_an_error_of_usage(sandbox):
    sandbox.outputs.parent.write_text("a file", "utf-8")
    with pytest.raises(NoOutputs) as caught:
        sandbox.build()
    assert str(sandbox.outputs) in caught.value.message("vi")


def test_a_file_system_without_locks_is_an_error_of_usage(sandbox, monkeypatch):
    def flock(*_):
        raise OSError(37, "No locks available")

    monkeypatch.setattr("fcntl.flock", flock)
    with pytest.raises(NoOutputs, match="No locks available"):
        sandbox.build()
