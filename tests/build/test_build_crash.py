"""Runs that are killed, interrupted, or that find damaged files and full disks."""

import errno
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.stages import publish
from pipeline.stages.publish import JOURNAL

REPORT = "units/so-b/report"
SUMMARY = "summary/summary-report"
FAKE_PDF = re.compile(rb"%PDF \d+ ([0-9a-f]{64})\Z")


def killed_at(number, work, folder):
    """Run ``work`` in a copy of this process that dies before its n-th change of a file below ``folder``.

    Returns whether it died; False means that it had fewer changes to make and ended by itself.
    """
    child = os.fork()
    if child == 0:
        left = [number]

        def hook(event, arguments):
            writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
            if not (writes or event in ("os.rename", "os.remove", "os.truncate")):
                return
            if str(folder) in str(arguments[0]) and not str(arguments[0]).endswith(".lock"):
                left[0] -= 1
                if left[0] == 0:
                    os._exit(9)

        sys.addaudithook(hook)
        try:
            work()
        except BaseException:
            os._exit(1)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, 9)
    return code == 9


def check_after_kill(sandbox, old, new):
    """Every file is old or new, whole."""
    now = sandbox.files()
    for path, data in now.items():
        if path.endswith((".tmp", JOURNAL)):
            continue
        if path.endswith(".pdf"):
            assert FAKE_PDF.match(data), path
        else:
            assert data in (old.get(path), new.get(path)), path
    assert {path for path in old if path.endswith(".docx")} <= set(now)


def is_settled(sandbox, new, pdf):
    """The next run finishes the work and takes nothing of ours for somebody's."""
    result = sandbox.build(pdf=pdf)
    assert (sandbox.codes(result), result.exit_code) == ([], 0)
    assert sandbox.docx() == {path: data for path, data in new.items() if path.endswith(".docx")}
    assert sandbox.file("manifest.json").read_bytes() == new["manifest.json"]
    for path in sandbox.documents if pdf else ():
        docx = sandbox.manifest()["documents"][path]["docx"]
        assert FAKE_PDF.match(sandbox.file(f"{path}.pdf").read_bytes()).group(1).decode() == docx
    assert not [path for path in sandbox.files() if path.endswith(".tmp") or path in (JOURNAL, "edited")]
    assert not sandbox.file("edited").exists()
    assert sandbox.outcomes(sandbox.build(pdf=pdf)) == {}


def kill_everywhere(sandbox, prepare, pdf):
    """Kill a build before every single change that it makes; return how many there were."""
    prepare()
    old = sandbox.files()
    sandbox.build(pdf=pdf)
    new = sandbox.files()
    number = 0
    while True:
        number += 1
        shutil.rmtree(sandbox.outputs)
        prepare()
        if not killed_at(number, lambda: sandbox.build(pdf=pdf), sandbox.outputs):
            return number - 1
        check_after_kill(sandbox, old, new)
        is_settled(sandbox, new, pdf)


@pytest.mark.slow
def test_a_first_build_may_be_killed_at_any_moment(sandbox):
    assert kill_everywhere(sandbox, lambda: None, pdf=False) > 3 * len(sandbox.documents)


@pytest.mark.slow
@pytest.mark.parametrize("pdf", [True, False])
def test_a_later_build_may_be_killed_at_any_moment(sandbox, office, tmp_path, pdf):
    sandbox.build(pdf=True)
    shutil.copytree(sandbox.outputs, tmp_path / "before")
    sandbox.change_unit("total: 42", "total: 45")

    def prepare():
        shutil.rmtree(sandbox.outputs, ignore_errors=True)
        shutil.copytree(tmp_path / "before", sandbox.outputs)

    assert kill_everywhere(sandbox, prepare, pdf) >= 12


def test_a_build_that_meets_an_edited_file_may_be_killed_at_any_moment(sandbox, tmp_path):
    sandbox.build()
    shutil.copytree(sandbox.outputs, tmp_path / "before")
    sandbox.change_unit("total: 42", "total: 45")
    for number in range(1, 40):
        shutil.rmtree(sandbox.outputs)
        shutil.copytree(tmp_path / "before", sandbox.outputs)
        sandbox.file(f"{REPORT}.docx").write_bytes(b"by hand")
        alive = not killed_at(number, sandbox.build, sandbox.outputs)
        assert sandbox.file(f"{REPORT}.docx").read_bytes() == b"by hand"
        sandbox.build()
        assert sandbox.file(f"{REPORT}.docx").read_bytes() == b"by hand"
        assert "45 người" in sandbox.text(f"{REPORT}.new")
        if alive:
            return
    pytest.fail("the build never ended by itself")


def test_a_run_that_is_killed_twice_still_knows_its_files(built):
    built.change_unit("total: 42", "total: 45")
    assert killed_at(5, built.build, built.outputs)
    built.change_unit("total: 45", "total: 46")
    assert killed_at(5, built.build, built.outputs)
    result = built.build()
    assert (built.codes(result), built.file("edited").exists()) == ([], False)
    assert "46 người" in built.text(REPORT)


@pytest.mark.slow
def test_kill_9_from_outside(sandbox):
    code = (
        "from pipeline.stages import publish\n"
        "import time\n"
        "real = publish.put\n"
        "def put(*a):\n"
        "    real(*a); print('put', flush=True); time.sleep(0.1)\n"
        "publish.put = put\n"
        "build(campaign, outputs, Options(pdf=False))\n"
    )
    for puts in (1, 3):
        with subprocess.Popen([sys.executable, "-c", sandbox.script(code)], stdout=subprocess.PIPE) as child:
            for _ in range(puts):
                assert child.stdout.readline() == b"put\n"
            child.send_signal(signal.SIGKILL)
    result = sandbox.build()
    assert (sandbox.codes(result), result.count("made", "unchanged")) == ([], len(sandbox.documents))
    assert result.count("unchanged") >= 3
    assert not sandbox.file("edited").exists()


# --- interrupted from the keyboard -------------------------------------------------------------------------------


@pytest.mark.parametrize("moment", ["before the file is put", "after the file is put"])
def test_an_interrupted_build_keeps_what_was_done_and_writes_the_manifest(sandbox, monkeypatch, moment):
    real, puts = publish.put, []

    def put(temporary, path, name):
        puts.append(name)
        if len(puts) == 3 and moment.startswith("before"):
            raise KeyboardInterrupt
        real(temporary, path, name)
        if len(puts) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(publish, "put", put)
    with pytest.raises(KeyboardInterrupt):
        sandbox.build()
    monkeypatch.undo()
    done = 2 if moment.startswith("before") else 3
    assert set(sandbox.manifest()["documents"]) == set(sandbox.documents[:done])
    assert set(sandbox.docx()) == {f"{path}.docx" for path in sandbox.documents[:done]}
    assert not list(sandbox.outputs.rglob("*.tmp"))
    result = sandbox.build()
    assert result.count("unchanged") == done
    assert (sandbox.codes(result), sandbox.file("edited").exists()) == ([], False)


# --- damaged files -----------------------------------------------------------------------------------------------

DAMAGES = {
    "empty": b"",
    "cut off": b'{"documents": {"units/so-b/report": {"unit": "so',
    "no object": b"[1, 2]",
    "wrong kinds": b'{"documents": [1], "orphaned": null, "findings": 3, "pdfs": {"a": 1}, "mail": "x"}',
    "wrong entries": b'{"documents": {"units/so-b/report": {"docx": ["x"]}, "../../x": {}}, "pdfs": []}',
    "not UTF-8": b"\xff\xfe\x00",
    "too deep": b"[" * 100_000,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_manifest_is_healed_and_documents_of_the_same_bytes_are_adopted(built, damage):
    documents, manifest = built.docx(), built.file("manifest.json").read_bytes()
    built.file("manifest.json").write_bytes(DAMAGES[damage])
    before = built.snapshot()
    result = built.build()
    assert (built.outcomes(result), result.findings) == ({}, [])
    assert (built.docx(), built.file("manifest.json").read_bytes()) == (documents, manifest)
    after = built.snapshot()
    assert all(after[path] == before[path] for path in before if path.endswith(".docx"))
    assert not built.file("edited").exists()


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_run_file_costs_new_pdfs_and_loses_none(sandbox, office, damage):
    sandbox.build(pdf=True)
    old = sandbox.files("**/*.pdf")
    sandbox.file("run.json").write_bytes(DAMAGES[damage])
    result = sandbox.build(pdf=True)
    assert sandbox.outcomes(result) == dict.fromkeys(sandbox.documents, "made")
    assert set(sandbox.codes(result)) == {"P04"}
    assert sorted(sandbox.files("edited/**/*.pdf").values()) == sorted(old.values())
    assert sandbox.outcomes(sandbox.build(pdf=True)) == {}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_journal_harms_nothing(built, damage):
    built.file(JOURNAL).write_bytes(DAMAGES[damage])
    result = built.build()
    assert (built.outcomes(result), result.findings) == ({}, [])
    assert not built.file(JOURNAL).exists()


def test_good_lines_of_a_damaged_journal_count(sandbox):
    assert killed_at(10, sandbox.build, sandbox.outputs)
    journal = sandbox.file(JOURNAL)
    lines = journal.read_bytes()
    journal.write_bytes(b'\xff{"path": 1}\nnull\n' + lines + b'{"path": "units/so-c/rep')
    sandbox.change_unit("total: 51", "total: 52", "so-a")  # so that what stands there is replaced
    result = sandbox.build()
    assert (sandbox.codes(result), sandbox.file("edited").exists()) == ([], False)


def test_leftovers_of_killed_runs_vanish_and_other_files_stay(built):
    built.file(JOURNAL).touch()  # a run that has put anything below the folder leaves it
    mine = built.file("units/so-b/.report.docx.4711.tmp")
    for path in (mine, built.file("units/so-b/.notes.tmp"), built.file("units/so-b/~$report.docx")):
        path.write_bytes(b"x")
    built.file("units/so-b/.folder.1.tmp").mkdir()
    built.build()
    assert sorted(p.name for p in built.file("units/so-b").iterdir()) == [
        ".folder.1.tmp",
        ".notes.tmp",
        "cover-letter.docx",
        "report.docx",
        "~$report.docx",
    ]


# --- places that cannot be written -------------------------------------------------------------------------------


def test_a_file_where_a_units_folder_should_be_fails_its_documents_only(sandbox):
    sandbox.file("units").mkdir(parents=True)
    sandbox.file("units/so-b").write_text("in the way", "utf-8")
    result = sandbox.build()
    failed = {path for path, outcome in sandbox.outcomes(result).items() if outcome == "failed"}
    assert failed == {REPORT, "units/so-b/cover-letter"}
    assert [(f.code, f.place.file) for f in result.findings] == [
        ("P01", "units/so-b/cover-letter.docx"),
        ("P01", f"{REPORT}.docx"),
    ]
    assert result.exit_code == 1
    assert set(sandbox.manifest()["documents"]) == set(sandbox.documents) - failed
    assert sandbox.file("units/so-b").read_text("utf-8") == "in the way"
    sandbox.file("units/so-b").unlink()
    assert set(sandbox.outcomes(sandbox.build())) == failed


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_a_folder_in_the_place_of_a_file_fails_its_document_and_leaves_the_other_file(sandbox, office, suffix):
    sandbox.file(f"{REPORT}.{suffix}").mkdir(parents=True)
    result = sandbox.build(pdf=True)
    assert {path for path, outcome in sandbox.outcomes(result).items() if outcome == "failed"} == {REPORT}
    (finding,) = result.findings
    assert (finding.code, finding.place.file) == ("P03", f"{REPORT}.{suffix}")
    assert list(sandbox.file("units/so-b").glob("report.*")) == [sandbox.file(f"{REPORT}.{suffix}")]


@pytest.fixture
def full_disk(monkeypatch):
    """No space is left for files whose name ends in the given way."""

    def arm(*endings):
        real = Path.open

        def open_(path, mode="r", **more):
            if path.name.endswith(endings) and "w" in mode:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return real(path, mode, **more)

        monkeypatch.setattr(Path, "open", open_)

    return arm


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_a_full_disk_fails_a_document_whole_and_leaves_the_old_pair(sandbox, office, full_disk, suffix):
    sandbox.build(pdf=True)
    before = sandbox.files("units/**/*")
    sandbox.change_unit("total: 42", "total: 45")
    full_disk(f".report.{suffix}.{os.getpid()}.tmp")
    result = sandbox.build(pdf=True)
    assert sandbox.outcomes(result) == {REPORT: "failed", SUMMARY: "made"}
    (finding,) = result.findings
    assert (finding.code, finding.place.file, finding.unit) == ("P01", f"{REPORT}.{suffix}", "so-b")
    assert "hết chỗ trống" in finding.message("vi")
    assert sandbox.files("units/**/*") == before


def test_a_rename_that_fails_between_the_two_files_of_a_document_heals(sandbox, office, monkeypatch):
    sandbox.build(pdf=True)
    sandbox.change_unit("total: 42", "total: 45")
    real = os.replace

    def replace(source, target, **more):
        if str(target).endswith("so-b/report.pdf"):
            raise OSError(errno.EIO, "I/O error")
        real(source, target, **more)

    monkeypatch.setattr(os, "replace", replace)
    assert sandbox.outcomes(sandbox.build(pdf=True))[REPORT] == "failed"
    monkeypatch.setattr(os, "replace", real)
    sandbox.change_unit("total: 45", "total: 46")  # so that what stands there is replaced
    result = sandbox.build(pdf=True)
    assert (sandbox.outcomes(result), sandbox.codes(result)) == ({REPORT: "made", SUMMARY: "made"}, [])
    assert not sandbox.file("edited").exists()


@pytest.mark.parametrize("name", ["manifest.json", "run.json"])
def test_a_manifest_that_cannot_be_written_is_told_and_the_next_run_knows_all_the_same(sandbox, full_disk, name):
    full_disk(f".{name}.{os.getpid()}.tmp")
    result = sandbox.build()
    assert [(f.code, f.place.file) for f in result.findings] == [("P01", name)]
    assert (result.count("made"), result.exit_code) == (len(sandbox.documents), 1)


def test_a_manifest_that_could_not_be_written_costs_nothing(sandbox, full_disk, monkeypatch):
    full_disk(f".manifest.json.{os.getpid()}.tmp")
    sandbox.build()
    monkeypatch.undo()
    sandbox.change_unit("total: 42", "total: 45")
    result = sandbox.build()
    assert (sandbox.outcomes(result), sandbox.codes(result)) == ({REPORT: "made", SUMMARY: "made"}, [])
    assert not sandbox.file("edited").exists()


def test_documents_are_on_the_disk_before_the_manifest_tells_of_them(sandbox, monkeypatch):
    forced = []
    real = os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda d: forced.append(Path(f"/proc/self/fd/{d}").readlink().name) or real(d)
    )
    sandbox.build()
    at = forced.index(f".manifest.json.{os.getpid()}.tmp")
    assert sorted(forced[:at]) == sorted(f"{path.rpartition('/')[2]}.docx" for path in sandbox.documents)


def test_a_document_that_the_disk_loses_is_told_and_known_to_be_ours(sandbox, monkeypatch):
    real = os.fsync

    def fsync(descriptor):
        if Path(f"/proc/self/fd/{descriptor}").readlink().match("so-b/report.docx"):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    result = sandbox.build()
    assert [(f.code, f.place.file) for f in result.findings] == [("P01", f"{REPORT}.docx")]
    monkeypatch.undo()
    assert sandbox.codes(sandbox.build()) == []


def test_a_run_is_slow_only_where_it_has_to_be(built, monkeypatch):
    """Forcing to the disk costs most on slow disks: nothing changed means the run file only."""
    calls = []
    monkeypatch.setattr(os, "fsync", calls.append)
    built.build()
    assert len(calls) == 1
    built.change_unit("total: 42", "total: 45")
    calls.clear()
    built.build()
    assert len(calls) == 2 + 2
