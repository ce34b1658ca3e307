"""One LibreOffice process from birth to burial, seen from the parent."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

from pipeline.office.installation import Installation, environment
from pipeline.office.settings import write_profile

BRIDGE = Path(__file__).with_name("bridge.py")
START_SECONDS = 60.0
GRACE_SECONDS = 3.0


class BrokenDown(Exception):
    """The process ended, or said what nobody asked."""


class OfficeProcess:
    """A bridge and its LibreOffice: one process group, one throw-away folder.

    One thread talks to it; any thread may :meth:`stop` it, which makes a waiting :meth:`ask` end at once.
    """

    def __init__(self, installation: Installation, isolated: bool = True) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="baocao-office-"))
        self.sockets: tuple[Path, ...] = ()
        self.office_pid = 0
        self._buffer = b""
        self._stopped = False
        self._stopping, self._writing, self._reading = threading.Lock(), threading.Lock(), threading.Lock()
        try:
            write_profile(self.folder / "profile", installation.substitutes)
            self._process = self._spawn(installation, isolated)
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    def _spawn(self, installation: Installation, isolated: bool) -> subprocess.Popen[bytes]:
        prefix = installation.isolation if isolated else ()
        command = [*prefix, str(installation.python), "-s", "-B", str(BRIDGE)]
        with (self.folder / "log").open("wb") as log:
            return subprocess.Popen(  # noqa: S603 -- our own script, no shell
                [*command, str(installation.soffice), str(self.folder)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                bufsize=0,
                cwd=self.folder,
                env=environment(self.folder),
                start_new_session=True,
            )

    @property
    def alive(self) -> bool:
        """Whether it still runs, as far as one can see from outside."""
        return not self._stopped and self._process.poll() is None

    def wait_ready(self, seconds: float = START_SECONDS) -> None:
        """Wait for LibreOffice to be up; ``BrokenDown`` or ``TimeoutError`` when it is not."""
        hello = self._read(seconds)
        if not hello.get("ready"):
            raise BrokenDown(str(hello))
        self.office_pid = int(str(hello["pid"]))
        sockets = hello["sockets"]
        self.sockets = tuple(Path(str(path)) for path in sockets) if isinstance(sockets, list) else ()

    def ask(self, source: Path, target: Path, seconds: float) -> dict[str, object]:
        """Have one file converted; ``BrokenDown`` or ``TimeoutError`` when there is no answer."""
        request = json.dumps({"source": str(source), "target": str(target)}) + "\n"
        with self._writing:
            try:
                if self._process.stdin:
                    self._process.stdin.write(request.encode())
            except (OSError, ValueError) as error:
                raise BrokenDown(str(error)) from error
        return self._read(seconds)

    def _read(self, seconds: float) -> dict[str, object]:
        deadline = time.monotonic() + seconds
        with self._reading:
            if self._stopped or self._process.stdout is None:
                raise BrokenDown("stopped")
            descriptor = self._process.stdout.fileno()
            while b"\n" not in self._buffer:
                self._buffer += _receive(descriptor, deadline)
        line, _, self._buffer = self._buffer.partition(b"\n")
        reply = json.loads(line)
        if not isinstance(reply, dict):
            raise BrokenDown(line.decode(errors="replace"))
        return reply

    def last_words(self) -> str:
        """The last line that the process wrote to its log."""
        with suppress(OSError):
            lines = (self.folder / "log").read_text(encoding="utf-8", errors="replace").split("\n")
            return next((line.strip() for line in reversed(lines) if line.strip()), "")
        return ""

    def stop(self) -> None:
        """End the whole group, bury it and remove what it leaves. May be called twice, and from any thread."""
        with self._stopping:
            if self._stopped:
                return
            self._stopped = True
            with self._writing:
                if self._process.stdin:
                    self._process.stdin.close()  # the bridge takes this as: end LibreOffice and yourself
            self._await_end(GRACE_SECONDS)
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            with self._reading:
                if self._process.stdout:
                    self._process.stdout.close()
            for socket in self.sockets:
                socket.unlink(missing_ok=True)
            shutil.rmtree(self.folder, ignore_errors=True)

    def _await_end(self, seconds: float) -> None:
        """Wait for the bridge to end without burying it, so that its group's number stays ours."""
        deadline = time.monotonic() + seconds
        flags = os.WEXITED | os.WNOHANG | os.WNOWAIT
        with suppress(ChildProcessError):
            while os.waitid(os.P_PID, self._process.pid, flags) is None and time.monotonic() < deadline:
                time.sleep(0.01)


def _receive(descriptor: int, deadline: float) -> bytes:
    poller = select.poll()
    poller.register(descriptor, select.POLLIN)
    left = deadline - time.monotonic()
    if left <= 0 or not poller.poll(left * 1000):
        raise TimeoutError
    chunk = os.read(descriptor, 65536)
    if not chunk:
        raise BrokenDown("ended without an answer")
    return chunk
