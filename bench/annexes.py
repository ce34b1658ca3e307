"""Large tables: the time of one report by the number of rows of its annex."""

from __future__ import annotations

import random
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

from bench.build import run
from bench.harness import Table
from pipeline.sample import sample_files
from pipeline.stages.convert import OfficePool, PdfJob, office_missing

_AWARDS = re.compile(r"(?<=  awards:\n)(?:    - .*\n)+")


def measure(quick: bool) -> list[Table]:
    """Build one unit whose annex has many rows; each row costs the same where the time is linear."""
    table = Table(
        "One report with a large annex",
        ("Rows", "Build without PDF (s)", "ms per row above the least", "PDF once (s)"),
    )
    sizes, rounds = ((50, 100), 1) if quick else ((500, 1_000, 2_500, 5_000), 3)
    least: tuple[int, float] | None = None
    with tempfile.TemporaryDirectory() as name:
        campaigns = {rows: _campaign(Path(name, f"rows-{rows}"), rows) for rows in sizes}
        times: dict[int, list[float]] = {rows: [] for rows in sizes}
        for _ in range(rounds):
            for rows, (folder, unit) in campaigns.items():
                times[rows].append(_build(folder, unit))
        for rows, (folder, unit) in campaigns.items():
            seconds = sorted(times[rows])[rounds // 2]
            least = least or (rows, seconds)
            per_row = (seconds - least[1]) / (rows - least[0]) * 1e3 if rows > least[0] else None
            shown = "–" if per_row is None else f"{per_row:.2f}"
            report = folder / "outputs" / folder.name / "units" / unit / "report.docx"
            table.rows.append((f"{rows:,}", f"{seconds:.2f}", shown, _pdf(report.read_bytes())))
    table.notes.append("The whole command is timed, start of Python included; median of the rounds.")
    return [table]


def _campaign(folder: Path, rows: int) -> tuple[Path, str]:
    """A sample of two units, the second with ``rows`` award records."""
    draw = random.Random(rows)  # noqa: S311 - nothing secret
    (folder / "units").mkdir(parents=True)
    unit = ""
    for name, text in sample_files(2):
        if found := _AWARDS.search(text) if "minh-hoa" in name else None:
            unit = Path(name).stem
            lines = found[0].splitlines(keepends=True)
            text = _AWARDS.sub(lambda _: "".join(draw.choices(lines, k=rows)), text)  # noqa: B023, PLW2901
        (folder / name).write_text(text, "utf-8")
    return folder, unit


def _build(folder: Path, unit: str) -> float:
    outputs = folder / "outputs"
    shutil.rmtree(outputs, ignore_errors=True)
    command = [
        "build",
        str(folder),
        "--outputs",
        str(outputs),
        "--no-pdf",
        "--quiet",
        "--jobs",
        "1",
        "--unit",
        unit,
    ]
    return run([sys.executable, "-m", "pipeline", *command, "--document", "report"]).seconds


def _pdf(docx: bytes) -> str:
    if office_missing() is not None:
        return "not measured: LibreOffice is missing"
    with OfficePool(1, timeout=600) as pool:
        started = time.perf_counter()
        ((_, made),) = pool.convert([PdfJob("report", docx)])
        seconds = time.perf_counter() - started
    return f"{seconds:.1f}" if isinstance(made, bytes) else f"failed: {made.code}"
