"""The place of the results is full, closed, taken, or leads elsewhere; and clocks that nobody may trust."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from campaigns import Victim
from fuzzing import in_time

REPORT = "units/so-b/report.docx"
Make = Callable[[Path], object]


def taken(victim: Victim, make: Make, name: str = REPORT) -> Path:
    path = victim.outputs / name
    path.parent.mkdir(parents=True, exist_ok=True)
    make(path)
    return path


# --- what stands in the place of a document ---------------------------------------------------------------------


def test_a_folder_in_the_place_of_a_document_is_left_alone(victim: Victim) -> None:
    path = taken(victim, Path.mkdir)
    victim.suffers("P03", REPORT, ["so-b/report"])
    assert path.is_dir()


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_a_fifo_in_the_place_of_a_document_is_not_waited_for(victim: Victim, suffix: str) -> None:
    path = taken(victim, os.mkfifo, f"units/so-b/report.{suffix}")
    victim.build()
    assert victim.result.traces == []
    assert path.is_fifo() or path.is_file()
    victim.no_holes()


def test_a_device_in_the_place_of_a_document_is_not_read_without_end(victim: Victim) -> None:
    taken(victim, lambda path: path.symlink_to("/dev/zero"))
    victim.build()
    assert victim.result.traces == []


def test_a_link_in_the_place_of_a_document_leads_no_byte_out(victim: Victim, tmp_path: Path) -> None:
    outside = tmp_path / "outside.docx"
    outside.write_bytes(b"precious")
    taken(victim, lambda path: path.symlink_to(outside))
    victim.build()
    assert outside.read_bytes() == b"precious"
    assert victim.result.traces == []
    assert not (victim.outputs / REPORT).is_symlink()
    victim.no_holes()


@pytest.mark.parametrize("name", ["units", "units/so-b", "summary"])
def test_a_folder_of_results_that_leads_out_costs_no_file_there(victim: Victim, tmp_path: Path, name: str) -> None:
    """Whoever made the link meant it, or not: what stands there is kept aside, as anywhere."""
    outside = tmp_path / "outside"
    outside.mkdir()
    names = ("report.docx", "cover-letter.docx", "summary-report.docx")
    for kept in names:
        (outside / kept).write_bytes(kept.encode())
    taken(victim, lambda path: path.symlink_to(outside), name)
    victim.build()
    assert victim.result.traces == []
    found = {path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert {kept.encode() for kept in names} <= found
    victim.no_holes()


@pytest.mark.parametrize("name", ["manifest.json", "run.json", ".journal.jsonl"])
@pytest.mark.parametrize(
    "data", [b"", b"{", b"[" * 100_000, b"\xff", b'{"documents": 1}', b"null", b'{"documents": {"../../x": {}}}']
)
def test_damaged_records_of_earlier_runs_count_as_none(victim: Victim, name: str, data: bytes) -> None:
    victim.outputs.mkdir(parents=True)
    (victim.outputs / name).write_bytes(data)
    victim.build()
    assert (victim.result.exit_code, victim.result.traces) == (0, [])
    victim.others_intact()


@pytest.mark.parametrize("name", ["manifest.json", "run.json"])
def test_a_folder_in_the_place_of_the_manifest_is_told_and_the_documents_are_made(
    victim: Victim, name: str
) -> None:
    taken(victim, Path.mkdir, name)
    victim.suffers("P01", name, [])


@pytest.mark.parametrize("name", ["manifest.json", "run.json", ".journal.jsonl"])
def test_a_fifo_in_the_place_of_a_record_is_not_waited_for(victim: Victim, name: str) -> None:
    taken(victim, os.mkfifo, name)
    victim.build()
    assert victim.result.traces == []
    victim.others_intact()


def test_a_fifo_in_the_place_of_the_lock_ends_the_command_with_a_sentence(victim: Victim) -> None:
    taken(victim, os.mkfifo, ".lock")
    with in_time(10):
        told = victim.sandbox.cli("build")
    assert told.exit_code in (1, 2)
    assert "Traceback" not in told.output


# --- no room, no right ------------------------------------------------------------------------------------------


def test_bytes_that_do_not_reach_the_disk_are_told(victim: Victim, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some disks tell that they are full only when they are asked whether all has arrived."""
    really = os.fsync

    def full(descriptor: int) -> None:
        if "so-b" in str(Path(f"/proc/self/fd/{descriptor}").readlink()):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        really(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    victim.build()
    told = [f for f in victim.result.findings if f.code == "P01"]
    assert "so-b" in str(told[0].place)
    victim.tells("P01", str(told[0].place))
    assert list(victim.outputs.rglob("*.tmp")) == []


def test_a_full_disk(victim: Victim, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mount = shutil.which("mount")
    if (
        os.geteuid()
        or mount is None
        or subprocess.run(
            [mount, "-t", "tmpfs", "-o", "size=48k", "tmpfs", str(small)], check=False, capture_output=True
        ).returncode
    ):
        pytest.skip("no right to mount")
    try:
        victim.build(outputs=small)
        assert victim.result.traces == []
        assert victim.result.exit_code == 1
        assert "P01" in [finding.code for finding in victim.result.findings]
        assert list(small.rglob("*.tmp")) == []
        for path, data in victim.sandbox.docx(small / "demo").items():
            assert data == victim.clean[path]
    finally:
        subprocess.run(["umount", "-l", str(small)], check=True)


def test_a_limit_of_file_size(victim: Victim) -> None:
    told = victim.sandbox.python(
        "import resource, signal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "result = build(campaign, outputs, Options(pdf=False))\n"
        "print(result.exit_code, len(result.traces), sorted({finding.code for finding in result.findings}))"
    )
    assert (told.stdout.strip(), told.stderr) == ("1 0 ['P01']", "")
    assert victim.sandbox.docx() == {}


def test_a_disk_that_may_only_be_read(victim: Victim, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    (closed / "demo").mkdir(parents=True)
    mount = shutil.which("mount")
    if (
        os.geteuid()
        or mount is None
        or subprocess.run(
            [mount, "-t", "tmpfs", "-o", "size=1m,ro", "tmpfs", str(closed)], check=False, capture_output=True
        ).returncode
    ):
        pytest.skip("no right to mount")
    try:
        told = victim.sandbox.cli("build", "--outputs", str(closed), "--lang", "vi")
        assert told.exit_code in (1, 2)
        assert "Traceback" not in told.output
        assert "P01" in told.stderr or "U" in told.stderr
    finally:
        subprocess.run(["umount", "-l", str(closed)], check=True)


def test_a_file_in_the_place_of_the_outputs(victim: Victim) -> None:
    victim.outputs.parent.mkdir(parents=True)
    victim.outputs.write_bytes(b"precious")
    told = victim.sandbox.cli("build")
    assert told.exit_code in (1, 2)
    assert "Traceback" not in told.output
    assert victim.outputs.read_bytes() == b"precious"


# --- clocks -----------------------------------------------------------------------------------------------------


def test_files_of_the_future_and_of_the_dawn_of_time(victim: Victim) -> None:
    os.utime(victim.file("so-a"), (4_000_000_000, 4_000_000_000))
    os.utime(victim.file("so-b"), (0, 0))
    os.utime(victim.folder / "campaign.yaml", (-1e9, -1e9))
    victim.unharmed()
    victim.others_intact()
    assert {d.outcome for d in victim.build().documents} == {"unchanged"}


def test_a_clock_that_runs_backwards(victim: Victim, monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter(range(10**9, 0, -1000))

    def back(*_: Any) -> float:
        return float(next(ticks))

    for name in ("time", "monotonic", "perf_counter"):
        monkeypatch.setattr(time, name, back)
    victim.unharmed()
    victim.others_intact()


@pytest.mark.parametrize("epoch", ["0", "-1", "99999999999999", "x", ""])
def test_no_variable_of_a_clock_changes_a_document(
    victim: Victim, monkeypatch: pytest.MonkeyPatch, epoch: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    victim.unharmed()
    victim.others_intact()
