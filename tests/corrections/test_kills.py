"""The process is killed at every moment of a refresh and of a build with hand edits: nothing is lost, and the next
run ends as if nothing had happened."""

from __future__ import annotations

import io
import json
import os
import random
import resource
import shutil
import signal
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from looking import texts
from word import rewrite, saved

from pipeline.cli import baocao

EVENTS = ("os.rename", "os.remove", "os.truncate", "os.link", "os.mkdir", "os.rmdir", "shutil.copyfile")
TORN = 300
"""So many bytes get to the disk when a process dies in the middle of writing a file."""


def dies(work: Callable[[], object], folder: Path, number: int, torn: bool = False) -> bool:
    """Do the work in a copy of this process that is killed at its n-th change below ``folder``.

    A change is a file opened to be written, renamed, linked, removed, forced to the disk. ``torn``: it dies while
    it writes into its n-th file instead, and leaves a part of it. Returns whether it died.
    """
    child = os.fork()
    if child == 0:
        _count_down(folder, number, torn)
        try:
            work()
        except BaseException as error:
            os.write(2, repr(error).encode())
            os._exit(1)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, -signal.SIGKILL, -signal.SIGXFSZ), code
    return code != 0


def _count_down(folder: Path, number: int, torn: bool) -> None:
    left = [number]

    def change(name: object) -> None:
        if str(folder) not in str(name) or str(name).endswith(".lock"):
            return
        left[0] -= 1
        if left[0] == 0 and torn:
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
            resource.setrlimit(resource.RLIMIT_FSIZE, (TORN, TORN))
        elif left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open":
            name, _, flags = arguments
            if isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR):
                change(name)
        elif event in EVENTS and not torn:
            change(arguments[0])

    real = os.fsync

    def fsync(descriptor: int) -> None:
        if not torn:
            change(Path(f"/proc/self/fd/{descriptor}").readlink())
        real(descriptor)

    os.fsync = fsync
    sys.addaudithook(hook)


@pytest.fixture
def edit(scene):
    """The report with hand edits and corrected data; returns its bytes."""
    docx = scene.edit(rewrite("Đơn vị có", "Năm qua đơn vị có"), saved())
    scene.correct("total: 42", "total: 45")
    shutil.copytree(scene.sandbox.outputs, scene.sandbox.root / "before")
    return docx


def again(scene) -> None:
    """The outputs as they were before."""
    shutil.rmtree(scene.sandbox.outputs)
    shutil.copytree(scene.sandbox.root / "before", scene.sandbox.outputs)


def command(*arguments: object) -> Callable[[], object]:
    """A command of the program, silent."""

    def run() -> None:
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            try:
                baocao.main([str(a) for a in arguments], standalone_mode=False)
            except SystemExit as end:
                assert not end.code, end.code

    return run


SENTENCE = "Năm qua đơn vị có 45 người, trong đó 30 nữ và 15 nam."


@pytest.mark.parametrize("torn", [False, True], ids=["between", "torn"])
@pytest.mark.parametrize("where", ["in place", "out"])
def test_a_refresh_may_be_killed_at_any_moment(scene, edit, where, torn):
    out = scene.sandbox.root / "out.docx" if where == "out" else scene.file
    more = ("--out", out) if where == "out" else ()
    work = command("refresh", scene.file, "--inputs", scene.campaign.parent, *more)
    for number in range(1, 40):
        again(scene)
        if where == "out":
            for copy in scene.sandbox.root.glob("out*.docx"):
                copy.unlink()
            out.write_bytes(b"what stood there")
        died = dies(work, scene.sandbox.root, number, torn)
        there = [path.read_bytes() for path in scene.file.parent.iterdir()]
        assert edit in there, number
        if where == "out":
            kept = [p.read_bytes() for p in out.parent.iterdir() if p.is_file()]
            assert b"what stood there" in kept, number
            assert scene.docx == edit
        assert out.read_bytes() in (edit, b"what stood there") or SENTENCE in texts(out.read_bytes()), number
        left = [path.name for path in scene.file.parent.iterdir() if path.suffix not in (".docx", ".pdf")]
        assert all(name.startswith(".") and name.endswith(".tmp") for name in left), left
        work()
        assert SENTENCE in texts(out.read_bytes())
        assert edit in [path.read_bytes() for path in scene.file.parent.glob("*.docx")]
        scene.run("verify", out)
        if not died:
            assert number > (2 if torn else 4)
            return
    pytest.fail("it never ended by itself")


WISHES = ("refresh", "leave", "beside")


@pytest.mark.slow
@pytest.mark.parametrize("torn", [False, True], ids=["between", "torn"])
@pytest.mark.parametrize("wish", WISHES)
def test_a_build_with_hand_edits_may_be_killed_at_any_moment(scene, wish, torn):
    scene.sandbox.change_campaign("missing_units: list\n", f"missing_units: list\nhand_edits: {wish}\n")
    scene.sandbox.build()
    docx = scene.edit(rewrite("Đơn vị có", "Năm qua đơn vị có"), saved())
    scene.correct("total: 42", "total: 45")
    shutil.copytree(scene.sandbox.outputs, scene.sandbox.root / "before")
    scene.sandbox.build()
    wanted = settled(scene)
    old = (scene.sandbox.root / "before" / "summary" / "summary-report.docx").read_bytes()
    for number in range(1, 200, 1 if wish == "refresh" or torn else 5):
        again(scene)
        died = dies(lambda: scene.sandbox.build(jobs=1), scene.sandbox.outputs, number, torn)
        check(scene, docx, number)
        result = scene.sandbox.build()
        assert result.exit_code == 0, [finding.text() for finding in result.findings]
        assert {docx, old} <= everything(scene), number
        assert settled(scene) == wanted, number
        if not died:
            return
    pytest.fail("it never ended by itself")


def everything(scene) -> set[bytes]:
    """The bytes of all files below the outputs, the history's too."""
    return {path.read_bytes() for path in scene.sandbox.outputs.rglob("*") if path.is_file()}


def settled(scene) -> dict[str, bytes]:
    """Everything that a run leaves and that matters: documents, copies of what was edited, the manifest."""
    found = scene.sandbox.files()
    return {path: data for path, data in found.items() if not path.startswith((".cache/", "history/"))}


def check(scene, docx: bytes, number: int) -> None:
    """After a kill: the edited text is there, every document is whole, and the manifest tells of figures."""
    found = scene.sandbox.files()
    assert docx in found.values(), number
    for path, data in found.items():
        if path.endswith(".docx") and not path.rpartition("/")[2].startswith("."):
            assert texts(data), path
    assert set(scene.sandbox.documents) <= {path.removesuffix(".docx") for path in found}
    manifest = json.loads(found["manifest.json"])
    assert manifest["documents"]
    assert manifest["figures"]


@pytest.mark.slow
def test_a_build_may_be_killed_again_and_again(scene, edit):
    scene.sandbox.build()
    wanted = settled(scene)
    for seed in range(6):
        again(scene)
        moments = random.Random(seed)  # noqa: S311 -- moments
        for _ in range(3):
            dies(
                lambda: scene.sandbox.build(jobs=1),
                scene.sandbox.outputs,
                moments.randint(1, 25),
                moments.random() < 0.4,
            )
            check(scene, edit, seed)
        scene.sandbox.build()
        assert settled(scene) == wanted, seed


@pytest.mark.slow
def test_a_refresh_that_is_killed_leaves_the_next_build_its_edits(scene, edit):
    work = command("refresh", scene.file, "--inputs", scene.campaign.parent)
    for number in range(1, 40):
        again(scene)
        died = dies(work, scene.sandbox.root, number)
        scene.sandbox.build()
        assert SENTENCE in texts(scene.docx)
        assert edit in scene.sandbox.files("**/*.docx").values()
        if not died:
            assert number > 4
            return
    pytest.fail("it never ended by itself")


def test_killed_processes_leave_what_they_wrote_before(tmp_path):
    """The tool itself: it counts what it should, and kills where it should."""

    def work():
        (tmp_path / "a").write_bytes(b"1")
        (tmp_path / "a").rename(tmp_path / "b")
        (tmp_path / "c").write_bytes(b"2" * 1000)

    assert dies(work, tmp_path, 1)
    assert list(tmp_path.iterdir()) == []
    assert dies(work, tmp_path, 3)
    assert [path.name for path in tmp_path.iterdir()] == ["b"]
    assert dies(work, tmp_path, 2, torn=True)
    assert (tmp_path / "c").read_bytes() == b"2" * TORN
    assert not dies(work, tmp_path, 4)
