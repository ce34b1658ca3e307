"""Time and peak memory of builds by the number of units, first and with nothing changed."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.command import build_command, run
from bench.page import Table
from pipeline.build.workers import processors
from pipeline.sample import write_sample

SIZES = (100, 1_000, 10_000)
HUGE = 50_000


def measure(quick: bool, huge: bool) -> list[Table]:
    """Two builds of each sample, the second with nothing changed."""
    table = Table(
        "Time and memory by number of units (2 documents each, no PDF)",
        ("Units", "Build", "Time (s)", "ms per unit", "Command, peak MB", "Largest worker, peak MB"),
    )
    jobs = processors()
    for units in (20, 50) if quick else (*SIZES, *((HUGE,) if huge else ())):
        with tempfile.TemporaryDirectory() as name:
            campaign, outputs = Path(name, "sample"), Path(name, "outputs")
            write_sample(campaign, units)
            for build in ("first", "nothing changed"):
                cost = run(build_command(campaign, outputs, jobs))
                times = (f"{cost.seconds:.1f}", f"{cost.seconds / units * 1e3:.2f}")
                worker = f"{cost.child:.0f}" if cost.child else "none started"
                table.rows.append((f"{units:,}", build, *times, f"{cost.parent:.0f}", worker))
    table.notes.append(
        f"One run each with {jobs} processes. The whole command is timed, start of Python included; the peak is "
        "that of the resident set (VmHWM) of each process by itself."
    )
    return [table]
