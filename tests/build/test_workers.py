"""Several processes make what one makes, and a process that dies costs nobody else a document."""

import errno
import os
import signal
import struct
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from small import UNITS

from pipeline.build import units as units_module
from pipeline.build import workers as module
from pipeline.build.cache import Cache
from pipeline.build.campaign import Selection, open_campaign
from pipeline.build.walk import Walk
from pipeline.build.workers import Workers
from pipeline.build.workshop import Workshop
from pipeline.stages.publish import Outputs
from pipeline.stages.validate import Schemas


@pytest.fixture
def parallel(monkeypatch):
    """Even three units go to other processes, one at a time."""
    monkeypatch.setattr(module, "PARALLEL_FROM", 1)
    monkeypatch.setattr(module, "UNITS_PER_TASK", 1)


class Deadly:
    """Ends the process that it is sent to."""

    def __reduce__(self):
        return os._exit, (9,)


def walk(sandbox):
    schemas = Schemas(sandbox.folder)
    campaign = open_campaign(sandbox.folder, schemas)
    before = Outputs(sandbox.outputs)
    return Walk(campaign, schemas, Selection(), before, "all", True, 2, lambda _: None)


def dealt_with(sandbox, *deadly):
    """What two processes make of the units, of which some are deadly."""
    way = walk(sandbox)
    chosen = way._divided(Cache(sandbox.outputs))
    tasks = [replace(t, before=Deadly()) if t.source.id in deadly else t for t in map(way._task, chosen)]
    with Workers(Workshop(way.campaign, "all", True, "v", way.schemas), 2, "v") as workers:
        return {done.id: done for done in workers.deal_with(tasks, len(tasks))}


def descendants(process):
    """The processes below a process."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            pid, _, rest = stat.read_text().partition(" (")
            parents[int(pid)] = int(rest.rpartition(") ")[2].split()[1])
    found, new = set(), {process}
    while new := {pid for pid, parent in parents.items() if parent in new}:
        found |= new
    return found


def test_documents_manifest_and_findings_are_those_of_one_process(sandbox, tmp_path, parallel):
    sandbox.change_unit("women: 33", "women: nhiều", "so-c")
    one = sandbox.build(jobs=1)
    many = sandbox.build(jobs=3, outputs=tmp_path / "many")
    base = tmp_path / "many" / "demo"
    assert sandbox.docx(base) == sandbox.docx() != {}
    assert (base / "manifest.json").read_bytes() == sandbox.file("manifest.json").read_bytes()
    assert many.findings == one.findings != []
    assert [d.path for d in many.documents] == [d.path for d in one.documents]


def test_nothing_is_made_anew_by_several_processes_either(built, parallel):
    assert built.outcomes(built.build(jobs=2)) == {}


def test_a_process_that_dies_costs_its_units_a_second_try(sandbox, parallel, monkeypatch, tmp_path):
    started, killed = [], []
    real = Workers._start

    def start(self, processes):
        started.append(real(self, processes))
        return started[-1]

    def kill(self, *_):
        if not killed:
            process = next(iter(started[0]._processes.values()))
            killed.append(process.pid)
            os.kill(process.pid, signal.SIGKILL)
            process.join()

    monkeypatch.setattr(module, "AHEAD", 1)  # one of the three units is still to come
    monkeypatch.setattr(Workers, "_start", start)
    monkeypatch.setattr(type(sandbox.reporter), "done", kill)
    result = sandbox.build(jobs=2)
    assert killed
    assert len(started) == 2
    assert (result.exit_code, result.count("made")) == (0, len(sandbox.documents))
    monkeypatch.undo()
    sandbox.build(outputs=tmp_path / "one")
    assert sandbox.docx(tmp_path / "one" / "demo") == sandbox.docx()


def test_a_unit_that_ends_its_process_twice_is_given_up_alone(sandbox, parallel):
    found = dealt_with(sandbox, "so-b")
    assert {id_: [d.state for d in done.documents] for id_, done in found.items()} == {
        "so-a": ["missing"],
        "so-b": ["failed", "failed"],
        "so-c": ["missing", "missing"],
    }
    (error,) = found["so-b"].findings
    assert (error.code, error.unit, str(error.place)) == ("B02", "so-b", "units/so-b.yaml")
    assert all(document.docx for id_ in ("so-a", "so-c") for document in found[id_].documents)


def test_several_deadly_units_are_given_up_and_the_others_made(sandbox, parallel):
    found = dealt_with(sandbox, "so-a", "so-c")
    assert {id_ for id_, done in found.items() if done.row is not None} == {"so-b"}


def test_a_process_that_does_not_answer_any_more_cannot_hold_up_the_end(sandbox, parallel):
    """What a process that was killed while it held the lock of the queue does to the others."""
    way = walk(sandbox)
    tasks = [way._task(unit) for unit in way._divided(Cache(sandbox.outputs))]
    workers = Workers(Workshop(way.campaign, "all", True, "v", way.schemas), 2, "v")
    assert len(list(workers.deal_with(tasks, len(tasks)))) == len(UNITS)
    processes = list(workers._pool._processes.values())
    for process in processes:
        os.kill(process.pid, signal.SIGSTOP)
    end = threading.Thread(target=workers._close, daemon=True)
    end.start()
    end.join(30)
    ended = not end.is_alive()
    for process in processes:
        process.kill()
    assert ended


def test_where_no_process_can_be_started_the_work_is_done_here(sandbox, parallel, monkeypatch):
    def start(self, processes):
        raise OSError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(Workers, "_start", start)
    assert sandbox.build(jobs=2).count("made") == len(sandbox.documents)


def test_processes_end_with_the_run(sandbox, parallel):
    dealt_with(sandbox)  # the server of processes and its watcher stay for the next run
    before = descendants(os.getpid())
    sandbox.build(jobs=2)
    assert descendants(os.getpid()) == before


@pytest.mark.slow
def test_processes_do_not_outlive_a_run_that_is_killed(sandbox, tmp_path):
    script, ready = tmp_path / "killed.py", tmp_path / "ready"
    code = f"""
if __name__ == "__main__":
    from pipeline.build import workers
    from pipeline.build.run import _Run
    import time

    def done(self, *_):
        Path({str(ready)!r}).touch()
        time.sleep(60)

    workers.PARALLEL_FROM = workers.UNITS_PER_TASK = 1
    _Run.done = done
    build(campaign, outputs, Options(pdf=False, jobs=2))
"""
    script.write_text(sandbox.script(code), "utf-8")
    process = subprocess.Popen([sys.executable, str(script)], stderr=subprocess.DEVNULL)
    try:
        assert waited(ready.exists)
        others = descendants(process.pid)
    finally:
        process.kill()
        process.wait()
    assert len(others) >= 4  # two workers, their server, a watcher
    assert waited(lambda: not any(Path(f"/proc/{pid}").exists() for pid in others))


def waited(condition, seconds=20.0):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


# --- bugs of ours ------------------------------------------------------------------------------------------------


def test_a_bug_that_shows_in_one_unit_costs_that_unit_only(sandbox, monkeypatch):
    real = units_module.validate

    def validate(record, *arguments):
        if record.data.get("organ", {}).get("name") == "Sở B":
            raise ZeroDivisionError("ours")
        return real(record, *arguments)

    monkeypatch.setattr(units_module, "validate", validate)
    result = sandbox.build()
    assert sandbox.codes(result) == ["B01"]
    assert (result.findings[0].unit, str(result.findings[0].place)) == ("so-b", "units/so-b.yaml")
    assert sandbox.outcomes(result) == {path: "failed" if "so-b" in path else "made" for path in sandbox.documents}
    assert result.exit_code == 2
    assert "ZeroDivisionError: ours" in result.traces[0]


def test_a_process_killed_while_it_sends_costs_its_units_a_second_try_too(sandbox, parallel, monkeypatch):
    """What it leaves in the pipe is the beginning of a result of which the rest never comes."""
    monkeypatch.setattr(module, "PATIENCE", 0.2)
    started = []
    real = Workers._start

    def start(self, processes):
        pool = real(self, processes)
        started.append(pool)
        if len(started) == 1:
            pool.submit(os.getpid).result()
            os.write(pool._result_queue._writer.fileno(), struct.pack("!i", 1_000_000) + b"half")
            os.kill(next(iter(pool._processes)), signal.SIGKILL)
        return pool

    monkeypatch.setattr(Workers, "_start", start)
    result = sandbox.build(jobs=2)
    assert len(started) == 2
    assert (result.exit_code, result.count("made")) == (0, len(sandbox.documents))
