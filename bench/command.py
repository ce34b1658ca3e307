"""The cost of a command: wall time, and the peak memory of it and of the processes that it starts."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.harness import ROOT

_PEAK = re.compile(r"^VmHWM:\s+(\d+) kB", re.MULTILINE)
_INTERVAL = 0.05


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall seconds, peak resident megabytes of the command and of its largest child, and the CPU seconds of all
    (those of children as they were last seen)."""

    seconds: float
    parent: float
    child: float
    cpu: float = 0.0


def build_command(campaign: Path, outputs: Path, jobs: int, *more: str) -> list[str]:
    """``baocao build`` of all stages but PDF."""
    command = ["build", str(campaign), "--outputs", str(outputs), "--no-pdf", "--quiet", "--jobs", str(jobs)]
    return [sys.executable, "-m", "pipeline", *command, *more]


def run(command: list[str]) -> Cost:
    """Run a command; its processes are looked at every 50 ms, each one's own peak (VmHWM) counting.

    Raises RuntimeError, with the end of what it told, if the command fails.
    """
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    peaks: dict[int, float] = {}
    times: dict[int, float] = {}
    ended = threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, peaks, times, ended))
    before = _spent()
    watcher.start()
    _, told = process.communicate()
    seconds = time.perf_counter() - started
    ended.set()
    watcher.join()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{told[-2000:]}")
    children = [peak for pid, peak in peaks.items() if pid != process.pid]
    cpu = max(sum(times.values()), _spent() - before)
    return Cost(seconds, peaks.get(process.pid, 0.0), max(children, default=0.0), cpu)


def _spent() -> float:
    """CPU seconds of the children that have ended and were waited for: exact, but without a fork server."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _watch(root: int, peaks: dict[int, float], times: dict[int, float], ended: threading.Event) -> None:
    while not ended.wait(_INTERVAL):
        for pid in _tree(root):
            try:
                status = Path(f"/proc/{pid}/status").read_text("utf-8")
                spent = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[11:13]
            except OSError:  # it has ended
                continue
            times[pid] = sum(map(int, spent)) / os.sysconf("SC_CLK_TCK")
            if found := _PEAK.search(status):
                peaks[pid] = int(found[1]) / 1024


def _tree(pid: int) -> Iterator[int]:
    yield pid
    try:
        lists = [task.read_text("utf-8") for task in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return
    for child in " ".join(lists).split():
        yield from _tree(int(child))
