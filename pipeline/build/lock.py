"""One run at a time on one campaign's outputs."""

from __future__ import annotations

import fcntl
import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.i18n import N_
from pipeline.stages.publish import LOCK


class Busy(UsageError):
    code = "U10"
    cause = N_("Another run works on this campaign: process {pid} on {host}, since {since}.")
    remedy = N_("Wait for it, or end it.")


@contextmanager
def locked(folder: Path, wait: bool = True, waiting: Callable[[Busy], None] | None = None) -> Iterator[None]:
    """Hold the campaign's outputs; wait for another run that does (``waiting`` is told once), or refuse.

    The operating system lets go of the lock when a process dies, however it dies.

    Raises:
        Busy: Another run holds it and ``wait`` is false.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = _holder(folder / LOCK)
            if not wait:
                raise holder from None
            if waiting is not None:
                waiting(holder)
            fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        file.truncate()
        since = time.strftime("%Y-%m-%d %H:%M:%S")
        json.dump({"pid": os.getpid(), "host": socket.gethostname(), "since": since}, file)
        file.flush()
        yield


def _holder(path: Path) -> Busy:
    try:
        holder = json.loads(path.read_text(encoding="utf-8"))
        return Busy(pid=holder["pid"], host=holder["host"], since=holder["since"])
    except (OSError, ValueError, KeyError, TypeError):
        return Busy(pid="?", host="?", since="?")
