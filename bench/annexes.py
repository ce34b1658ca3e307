"""Large tables: the time of one report by the number of rows of its annex."""

from __future__ import annotations

import random
import re
import shutil
import tempfile
from functools import partial
from pathlib import Path

from bench.command import build_command, run
from bench.harness import Spread, interleaved, timed
from bench.page import Table
from pipeline.sample import sample_files
from pipeline.stages.convert import OfficePool, PdfJob, office_missing

SIZES = (500, 1_000, 2_500, 5_000)
_AWARDS = re.compile(r"(?<=  awards:\n)(?:    - .*\n)+")
_PDF_SECONDS = 600


def measure(quick: bool) -> list[Table]:
    """Build the report of one unit whose annex has many rows, and make the largest one's PDF."""
    sizes, rounds = ((50, 100), 1) if quick else (SIZES, 5)
    table = Table(
        "One report with a large annex",
        ("Rows", "Build without PDF (ms)", "ms per row", "ms per row more", "PDF, once (s)"),
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        units = {rows: sample(folder / str(rows), rows) for rows in sizes}
        sides = {str(rows): timed(partial(build, folder / str(rows), units[rows])) for rows in sizes}
        found = interleaved(sides, rounds)
        for index, rows in enumerate(sizes):
            spread = found[str(rows)]
            more = "–" if index == 0 else _slope(rows - sizes[0], spread, found[str(sizes[0])])
            pdf = "–" if rows < sizes[-1] else pdf_seconds(_report(folder / str(rows), units[rows]).read_bytes())
            per_row = f"{spread.median / rows * 1e3:.2f}"
            table.rows.append((f"{rows:,}", spread.shown(1e3, 0), per_row, more, pdf))
    table.notes.append(
        "The whole command is timed with one process, start of Python included; the rows of an annex stand in one "
        f"table for each year. “ms per row more” compares with {sizes[0]} rows. The PDF includes the start of "
        "LibreOffice."
    )
    return [table]


def _slope(rows: int, more: Spread, less: Spread) -> str:
    return f"{(more.median - less.median) / rows * 1e3:.2f}"


def sample(folder: Path, rows: int) -> str:
    """Write a sample of two units; returns the id of the second, which has ``rows`` award records."""
    draw = random.Random(rows)  # noqa: S311 - nothing secret
    (folder / "units").mkdir(parents=True)
    unit = ""
    for name, text in sample_files(2):
        found = _AWARDS.search(text) if "minh-hoa" in name else None
        if found:
            unit = Path(name).stem
            many = "".join(draw.choices(found[0].splitlines(keepends=True), k=rows))
            text = text.replace(found[0], many)  # noqa: PLW2901
        (folder / name).write_text(text, "utf-8")
    return unit


def build(folder: Path, unit: str) -> None:
    """Build the report of ``unit`` for the first time."""
    outputs = folder / "outputs"
    shutil.rmtree(outputs, ignore_errors=True)
    run(build_command(folder, outputs, 1, "--unit", unit, "--document", "report"))


def _report(folder: Path, unit: str) -> Path:
    return folder / "outputs" / folder.name / "units" / unit / "report.docx"


def pdf_seconds(docx: bytes) -> str:
    """Seconds of one conversion by a new pool, or why there are none."""
    if office_missing() is not None:
        return "not measured: LibreOffice is missing"
    made: list[object] = []

    def convert() -> None:
        with OfficePool(1, timeout=_PDF_SECONDS) as pool:
            made.extend(pdf for _, pdf in pool.convert([PdfJob("report", docx)]))

    seconds = timed(convert)(0)
    if not isinstance(made[0], bytes):
        raise RuntimeError(f"no PDF: {made[0]}")
    return f"{seconds:.1f}"
