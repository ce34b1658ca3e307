"""One run at a time on one campaign's outputs."""

from __future__ import annotations

import fcntl
import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from pipeline.errors import UsageError, system_reason
from pipeline.i18n import N_
from pipeline.stages.publish import LOCK

PATIENCE = 0.5
"""Seconds in which a run that has just taken the lock writes down who it is."""


class Busy(UsageError):
    code = "U10"
    cause = N_("Another run works on this campaign: process {pid} on {host}, since {since}.")
    remedy = N_("Wait for it, or end it.")


class NoOutputs(UsageError):
    code = "U13"
    cause = N_("The folder of results “{folder}” cannot be used: {reason}.")
    remedy = N_("Name another folder after --outputs, or give the right to write in it.")


@contextmanager
def locked(folder: Path, wait: bool = True, waiting: Callable[[Busy], None] | None = None) -> Iterator[None]:
    """Hold the campaign's outputs; wait for another run that does (``waiting`` is told once), or refuse.

    The operating system lets go of the lock when a process dies, however it dies.

    Raises:
        Busy: Another run holds it and ``wait`` is false.
        NoOutputs: The folder cannot be made or written in.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / LOCK).open("a+", encoding="utf-8")
    except OSError as error:
        raise NoOutputs(folder=folder, reason=system_reason(error)) from error
    with file:
        _take(file, folder, wait, waiting)
        try:
            yield
        finally:
            with suppress(OSError):
                file.truncate(0)


def _take(file: TextIO, folder: Path, wait: bool, waiting: Callable[[Busy], None] | None) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = _holder(folder / LOCK)
        if not wait:
            raise holder from None
        if waiting is not None:
            waiting(holder)
        fcntl.flock(file, fcntl.LOCK_EX)
    except OSError as error:  # a file system without locks
        raise NoOutputs(folder=folder, reason=system_reason(error)) from error
    since = time.strftime("%Y-%m-%d %H:%M:%S")
    with suppress(OSError):  # a full disk: only the name of the holder is lost
        file.truncate(0)
        json.dump({"pid": os.getpid(), "host": socket.gethostname(), "since": since}, file)
        file.flush()


def _holder(path: Path) -> Busy:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            holder = json.loads(path.read_text(encoding="utf-8"))
            return Busy(pid=holder["pid"], host=holder["host"], since=holder["since"])
        except (OSError, ValueError, KeyError, TypeError):
            if time.monotonic() > end:
                return Busy(pid="?", host="?", since="?")
            time.sleep(0.02)
