"""A whole build without PDF against the loop of docxtpl over the same documents alone."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from bench.command import build_command, run
from bench.fill import docxtpl_fill, require_same_text
from bench.harness import ROOT, Side, Spread, interleaved, ratio
from bench.page import Table
from bench.plain import plain_template, plain_values
from bench.recorded import filled_by_build
from pipeline.build.workers import processors
from pipeline.sample import write_sample

DOCUMENTS = {"report": "report.docx", "cover-letter": "cover-letter.docx"}
SIZES = (1_000, 10_000)
_COMPARED = 10
_JOBS: list[Job] = []
"""What the processes of the docxtpl side fill; they are forked after it is set."""


@dataclass(frozen=True, slots=True)
class Job:
    """One document of the docxtpl side, ready to be filled."""

    template: Path
    values: Mapping[str, Any]


def measure(quick: bool) -> list[Table]:
    """Whole builds against the filling of the same documents by docxtpl, with as many processes."""
    table = Table(
        "Whole build, load to publish without PDF, against docxtpl filling the same documents alone",
        ("Units", "Documents", "Build (s)", "ms per unit", "docxtpl (s)", "ms per unit", "docxtpl / build"),
    )
    processes = processors()
    sizes, each = ((20,), 5) if quick else (SIZES, 200)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _JOBS[:] = jobs(folder, each * processes)
        for units in sizes:
            write_sample(folder / "sample", units)
            sides: dict[str, Side] = {
                "build": lambda _: run_build(folder, processes),
                "docxtpl": lambda _, count=2 * units: docxtpl_seconds(processes) * count,  # type: ignore[misc]
            }
            rounds = 1 if units == max(SIZES) or quick else 3
            found = interleaved(sides, rounds, warm=False)
            table.rows.append(_row(units, found))
            shutil.rmtree(folder / "sample")
    table.notes.append(
        f"{processes} processes on both sides. The build is the whole command `baocao build --no-pdf`, first run, "
        "with a summary of all units besides the two documents of each. docxtpl opens, renders and saves "
        f"{len(_JOBS):,} of the documents in each round (both kinds, {each * 2:,} for each process; forking the "
        "processes is not timed) and its time is scaled to their number. Its contexts were made beforehand and "
        "are not timed; its templates are those of the house with our block filters written as loops of docxtpl, "
        "without bold totals, ties to the next page and turned pages."
    )
    return [table]


def _row(units: int, found: Mapping[str, Spread]) -> tuple[str, ...]:
    sides = (found["build"], found["docxtpl"])
    shown = [text for side in sides for text in (side.shown(), f"{side.median / units * 1e3:.1f}")]
    return f"{units:,}", f"{2 * units:,}", *shown, ratio(found["docxtpl"], found["build"])


def jobs(folder: Path, units: int) -> list[Job]:
    """Both documents of ``units`` units for docxtpl, the text of some compared with ours."""
    paths = {house: folder / f"plain-{house}" for house in DOCUMENTS.values()}
    for house, path in paths.items():
        path.write_bytes(plain_template((ROOT / "templates" / house).read_bytes()))
    filled = filled_by_build(folder / "recorded", units + 1, tuple(DOCUMENTS))
    filled = [document for document in filled if document.values["unit"]["group"] == "district"]
    made = [Job(paths[document.template], plain_values(document.values)) for document in filled]
    for index in range(0, len(made), max(1, len(made) // _COMPARED)):
        require_same_text(filled[index].docx, docxtpl_fill(made[index].template, made[index].values))
    return made


def run_build(folder: Path, processes: int) -> float:
    """Seconds of the first build of the sample in ``folder``."""
    outputs = folder / "outputs"
    seconds = run(build_command(folder / "sample", outputs, processes)).seconds
    shutil.rmtree(outputs)
    return seconds


def docxtpl_seconds(processes: int) -> float:
    """Wall seconds of docxtpl for one document where ``processes`` share the documents evenly."""
    with ProcessPoolExecutor(processes, mp_context=get_context("fork")) as pool:
        list(pool.map(_fill, [range(4)] * processes))  # started and warm
        ends = [len(_JOBS) * process // processes for process in range(processes + 1)]
        started = time.perf_counter()
        list(pool.map(_fill, [range(first, end) for first, end in pairwise(ends)]))
        return (time.perf_counter() - started) / len(_JOBS)


def _fill(indices: range) -> int:
    return sum(len(docxtpl_fill(_JOBS[index].template, _JOBS[index].values)) for index in indices)
