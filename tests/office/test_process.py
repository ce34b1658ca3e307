"""One real LibreOffice: what it makes, and that nothing of it remains."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from minidocx import docx

from pipeline.office import process as module
from pipeline.office.installation import Installation, find_installation
from pipeline.office.process import BrokenDown, OfficeProcess

pytestmark = pytest.mark.office


@pytest.fixture
def installation() -> Installation:
    found = find_installation()
    assert isinstance(found, Installation)
    return found


@pytest.fixture
def office(installation: Installation) -> Iterator[OfficeProcess]:
    process = OfficeProcess(installation)
    try:
        process.wait_ready()
        yield process
    finally:
        process.stop()


def group(leader: int) -> list[int]:
    """The processes of a group, zombies too."""
    pids = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [pid for pid in pids if _group_of(pid) == leader]


def _group_of(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[2])
    except (OSError, ValueError):
        return -1


def convert(office: OfficeProcess, content: bytes, seconds: float = 60) -> dict[str, object]:
    source = office.folder / "in.docx"
    source.write_bytes(content)
    return office.ask(source, office.folder / "out.pdf", seconds)


def test_one_process_converts_many_documents(office: OfficeProcess):
    for _ in range(3):
        assert convert(office, docx()) == {"done": True}
    assert (office.folder / "out.pdf").read_bytes().startswith(b"%PDF-")


def test_an_unreadable_document_is_refused_and_the_next_is_made(office: OfficeProcess):
    assert "refused" in convert(office, b"PK\3\4 but no more")
    assert convert(office, docx()) == {"done": True}


def test_stopping_leaves_nothing(office: OfficeProcess):
    convert(office, docx())
    leader, sockets, folder = os.getpgid(office.office_pid), office.sockets, office.folder
    assert len(group(leader)) >= 2
    assert sockets
    assert all(path.is_socket() for path in sockets)
    office.stop()
    office.stop()
    assert not office.alive
    assert not folder.exists()
    assert not any(path.exists() for path in sockets)
    assert group(leader) == []


@pytest.mark.parametrize("victim", ["office", "bridge"])
def test_a_killed_process_is_noticed_and_leaves_nothing(office: OfficeProcess, victim: str):
    leader, sockets, folder = os.getpgid(office.office_pid), office.sockets, office.folder
    os.kill(office.office_pid if victim == "office" else leader, signal.SIGKILL)
    with suppress(BrokenDown):  # the bridge may still say that its LibreOffice is gone
        assert "failed" in convert(office, docx())
    office.stop()
    assert not folder.exists()
    assert not any(path.exists() for path in sockets)
    assert not [pid for pid in group(leader) if not _zombie(pid)]


def _zombie(pid: int) -> bool:
    """Orphans of a killed bridge are for the machine's first process to bury."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_a_frozen_group_times_out_and_can_be_stopped(office: OfficeProcess, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "GRACE_SECONDS", 0.5)
    leader = os.getpgid(office.office_pid)
    os.killpg(leader, signal.SIGSTOP)
    with pytest.raises(TimeoutError):
        convert(office, docx(), seconds=0.3)
    office.stop()
    assert not [pid for pid in group(leader) if not _zombie(pid)]
    assert not office.folder.exists()


def test_the_bridge_ends_all_when_its_input_ends(office: OfficeProcess):
    leader = os.getpgid(office.office_pid)
    assert office._process.stdin is not None
    office._process.stdin.close()
    deadline = time.monotonic() + 30
    while office.alive and time.monotonic() < deadline:
        time.sleep(0.02)
    assert group(leader) == []
    assert not office.folder.exists()
    assert not any(path.exists() for path in office.sockets)


def test_it_starts_without_network_where_the_kernel_allows_it(office: OfficeProcess, installation: Installation):
    ours, theirs = (Path(f"/proc/{pid}/ns/net").readlink() for pid in (os.getpid(), office.office_pid))
    assert (ours != theirs) == bool(installation.isolation)


def test_a_process_that_cannot_start_says_so(installation: Installation):
    broken = Installation(Path("/bin/false"), installation.python, installation.font, frozenset(), ())
    process = OfficeProcess(broken)
    try:
        with pytest.raises(BrokenDown):
            process.wait_ready()
    finally:
        process.stop()
    assert not process.folder.exists()
