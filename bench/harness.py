"""Timing in turns, spread, and the description of the machine."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[1]
LIBRARIES = ("docxtpl", "python-docx", "jinja2", "lxml", "pyyaml")

Side = Callable[[float], float]
"""One side of a comparison: works for about so many seconds (at least one run), returns the seconds of one run."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Seconds of several runs."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def shown(self, unit: float = 1.0, digits: int = 1) -> str:
        """Median, and the least and the most in brackets, in seconds times ``unit``."""
        figures = self.median, min(self.seconds), max(self.seconds)
        middle, least, most = (f"{seconds * unit:,.{digits}f}" for seconds in figures)
        return f"{middle} ({least} to {most})" if len(self.seconds) > 1 else middle


def timed(run: Callable[[], object]) -> Side:
    """A side that calls ``run`` again and again until its turn is over."""

    def side(turn: float) -> float:
        runs, started = 0, time.perf_counter()
        while runs == 0 or time.perf_counter() - started < turn:
            run()
            runs += 1
        return (time.perf_counter() - started) / runs

    return side


def interleaved(sides: Mapping[str, Side], rounds: int, turn: float = 0.0, warm: bool = True) -> dict[str, Spread]:
    """Seconds of one run of each side, in ``rounds`` turns, so that all meet the same machine.

    ``warm``: a turn of each side goes before and does not count.
    """
    found: dict[str, list[float]] = {name: [] for name in sides}
    if warm:
        for side in sides.values():
            side(turn)
    for _ in range(rounds):
        for name, side in sides.items():
            found[name].append(side(turn))
    return {name: Spread(tuple(seconds)) for name, seconds in found.items()}


def ratio(theirs: Spread, ours: Spread, digits: int = 1) -> str:
    """How many times as long theirs take: the ratio of the medians."""
    return f"{theirs.median / ours.median:.{digits}f}×"


@contextmanager
def one_core() -> Iterator[int]:
    """Keep this process, and those that it starts, on one core."""
    before = os.sched_getaffinity(0)
    core = max(before)
    os.sched_setaffinity(0, {core})
    try:
        yield core
    finally:
        os.sched_setaffinity(0, before)


def machine() -> str:
    """What the figures depend on, in one line."""
    info = Path("/proc/cpuinfo").read_text("utf-8")
    names = (line.partition(":")[2].strip() for line in info.splitlines() if line.startswith("model name"))
    cores, load = len(os.sched_getaffinity(0)), os.getloadavg()[0]
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"{next(names, platform.machine())}, {cores} cores, Linux {platform.release()}, load at the start "
        f"{load:.1f}; Python {platform.python_version()}, {libraries}"
    )
