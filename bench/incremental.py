"""What a build costs when nothing or a single figure has changed, against the build of everything."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.command import Cost, build_command, run
from bench.harness import Spread
from bench.page import Table
from pipeline.build.workers import processors
from pipeline.sample import write_sample

UNITS = 10_000
QUICK = 30
ROUNDS = 3
OWN, SUMMED = "divisions", "officials"
"""A field of the sample that the unit's own documents alone print, and one that the summary prints too."""


def measure(quick: bool) -> list[Table]:
    """One full build, then rounds of builds with nothing and with one figure changed."""
    table = Table(
        "Building again (2 documents for each unit and a summary, no PDF)",
        ("Units", "Build", "Documents made", "Time (s)", "CPU (s)", "Share of the full build"),
    )
    units, rounds, jobs = (QUICK, 1, 1) if quick else (UNITS, ROUNDS, processors())
    with tempfile.TemporaryDirectory() as name:
        campaign, outputs = Path(name, "sample"), Path(name, "outputs")
        write_sample(campaign, units)
        command = build_command(campaign, outputs, jobs)
        cost = run(command)
        full, cpu = cost.seconds, f"{cost.cpu:.1f}"
        table.rows.append((f"{units:,}", "everything", _made(outputs, campaign), f"{full:.1f}", cpu, "100 %"))
        unit = next(file for file in sorted((campaign / "units").iterdir()) if _figure(file, OWN) is not None)
        cases: dict[str, Callable[[int], None]] = {
            "nothing changed": lambda _: None,
            "a figure that the unit alone prints": lambda number: correct(unit, OWN, number),
            "a figure that the summary prints": lambda number: correct(unit, SUMMED, number),
        }
        for label, change in cases.items():
            costs: list[Cost] = []
            for number in range(rounds):
                change(number)
                costs.append(run(command))
            wall = Spread(tuple(cost.seconds for cost in costs))
            cpu = Spread(tuple(cost.cpu for cost in costs)).shown(digits=2)
            share = f"{wall.median / full * 100:.1f} %"
            made = _made(outputs, campaign)
            table.rows.append((f"{units:,}", label, made, wall.shown(digits=2), cpu, share))
    table.notes.append(
        f"The whole command with {jobs} processes, start of Python included; all inputs are read and hashed each "
        "time. CPU is that of all processes together. The full build is one run, the others are the median of "
        f"{rounds}, each with another value of the figure; the least and the most in brackets."
    )
    return [table]


def _made(outputs: Path, campaign: Path) -> str:
    """How many documents the last build has made."""
    run_file = json.loads((outputs / campaign.name / "run.json").read_bytes())
    return f"{sum(outcome == 'made' for outcome in run_file['documents'].values()):,}"


def correct(unit: Path, field: str, number: int) -> None:
    """Give the first figure called ``field`` of a unit another value.

    Raises:
        ValueError: There is none.
    """
    found = _figure(unit, field)
    if found is None:
        raise ValueError(f"{unit.name} has no {field}")
    text = found.string
    value = int(found[2]) + (1 if number % 2 == 0 else -1)
    unit.write_text(f"{text[: found.start()]}{found[1]}{value}{text[found.end() :]}", "utf-8")


def _figure(unit: Path, field: str) -> re.Match[str] | None:
    """The first figure called ``field`` of a unit; the collecting unit has others than the rest."""
    return re.search(rf'("{field}": )(\d+)', unit.read_text("utf-8"))
