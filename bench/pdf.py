"""PDF: our warm processes against one call of soffice, our documents against default styles of python-docx."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import docx

from bench.build import Filled, recorded
from bench.harness import Table, interleaved
from pipeline.build.campaign import Selection
from pipeline.build.run import Options, build
from pipeline.build.workers import processors
from pipeline.docx.text import paragraphs
from pipeline.office.errors import PdfFaults
from pipeline.sample import write_sample
from pipeline.stages.convert import OfficePool, PdfJob, office_missing

SOFFICE = shutil.which("soffice") or "soffice"


def measure(quick: bool) -> list[Table]:
    """Seconds for the same reports."""
    count, rounds = (4, 1) if quick else (40, 3)
    table = Table(f"{count} reports to PDF (s)", ("Way", "Median (least to most)", "Against the pool"))
    if office_missing() is not None:
        table.notes.append("Not measured: LibreOffice is missing.")
        return [table]
    jobs = processors()
    with tempfile.TemporaryDirectory() as name:
        ours = [document.docx for document in reports(Path(name), count)]
        plain = [default_styles(document) for document in ours]
        found = interleaved(
            {
                "warm pool": lambda: pool(ours, jobs),
                "soffice --convert-to": lambda: one_call(ours, jobs),
                "warm pool, python-docx default styles": lambda: pool(plain, jobs),
            },
            rounds,
        )
    for way, spread in found.items():
        low, high = min(spread.seconds), max(spread.seconds)
        shown = f"{spread.median:.1f} ({low:.1f} to {high:.1f})"
        table.rows.append((way, shown, f"{spread.median / found['warm pool'].median:.2f}×"))
    table.notes.append(
        f"{jobs} processes each, start included. The pool reads every PDF back and writes PDF/A-2b with tags; "
        "soffice writes its default PDF."
    )
    return [table]


def reports(folder: Path, count: int) -> list[Filled]:
    """Reports of the first ``count`` units of a sample."""
    write_sample(folder / "sample", count)
    with recorded() as filled:
        build(folder / "sample", folder / "out", Options(jobs=1, pdf=False, selection=Selection((), ("report",))))
    return filled


def default_styles(report: bytes) -> bytes:
    """The text of a report as paragraphs in the default styles of python-docx."""
    document = docx.Document()
    for paragraph in paragraphs(report):
        document.add_paragraph(paragraph.text)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def pool(documents: Sequence[bytes], jobs: int) -> None:
    """Convert with our pool. Raises the error of a document that could not be converted.

    A PDF that is none of an administrative document (fonts, language, title) was converted all the same.
    """
    with OfficePool(jobs) as office:
        for _, made in office.convert(PdfJob(str(index), data) for index, data in enumerate(documents)):
            if not isinstance(made, bytes | PdfFaults):
                raise made


def one_call(documents: Sequence[bytes], jobs: int) -> None:
    """Convert with ``jobs`` calls of soffice, each with a profile and its part of the files."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for index, data in enumerate(documents):
            (folder / f"{index}.docx").write_bytes(data)
        calls = []
        for job in range(jobs):
            files = [f"{index}.docx" for index in range(job, len(documents), jobs)]
            profile = f"-env:UserInstallation=file://{folder}/profile-{job}"
            command = [SOFFICE, profile, "--headless", "--convert-to", "pdf", *files]
            calls.append(
                subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            )
        for call in calls:
            call.wait(timeout=600)
        made = len(list(folder.glob("*.pdf")))
    if made != len(documents):
        raise RuntimeError(f"soffice made {made} PDFs of {len(documents)} files")
