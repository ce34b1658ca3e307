"""PDF: our warm processes against calls of soffice, our documents against default styles of python-docx."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import docx
from docx.document import Document
from docx.table import Table as DocxTable

from bench.harness import interleaved, ratio, timed
from bench.page import Table
from bench.recorded import filled_by_build
from pipeline.build.workers import processors
from pipeline.docx.styles import NAMES, PARAGRAPH
from pipeline.office.errors import PdfFaults
from pipeline.stages.convert import OfficePool, PdfJob, office_missing

SOFFICE = shutil.which("soffice") or "soffice"
_SECONDS = 600
PLAIN = "pdf"
SAME = "pdf:writer_pdf_Export:" + json.dumps(
    {
        "SelectPdfVersion": {"type": "long", "value": "2"},
        **{
            name: {"type": "boolean", "value": value}
            for name, value in {
                "UseTaggedPDF": "true",
                "ExportBookmarks": "true",
                "ExportFormFields": "false",
                "EmbedStandardFonts": "true",
                "UseLosslessCompression": "true",
                "ReduceImageResolution": "false",
                "DisplayPDFDocumentTitle": "true",
            }.items()
        },
    }
)
"""The export filter of soffice with the options that our pool sets: PDF/A-2b with tags."""
_DEFAULTS = {
    NAMES[PARAGRAPH["section"]]: "Heading 1",
    NAMES[PARAGRAPH["titled-clause"]]: "Heading 2",
    NAMES[PARAGRAPH["dash"]]: "List Bullet",
}


def measure(quick: bool) -> list[Table]:
    """Seconds for the same reports by all ways."""
    count, rounds = (4, 1) if quick else (40, 5)
    table = Table(f"{count} reports to PDF", ("Way", "Time (s)", "Way / warm pool"))
    if (missing := office_missing()) is not None:
        table.notes.append(f"Not measured: {missing.code}, LibreOffice is missing.")
        return [table]
    processes = processors()
    with tempfile.TemporaryDirectory() as name, OfficePool(processes) as office:
        folder = Path(name)
        ours = [document.docx for document in filled_by_build(folder, count, ("report",))]
        plain = [default_styles(report) for report in ours]
        ways: dict[str, Callable[[], None]] = {
            "warm pool": lambda: through_pool(office, ours),
            "pool, its start included": lambda: through_new_pool(processes, ours),
            "soffice --convert-to pdf": lambda: by_soffice(folder, ours, processes, PLAIN),
            "soffice, PDF/A-2b with tags": lambda: by_soffice(folder, ours, processes, SAME),
            "warm pool, default styles of python-docx": lambda: through_pool(office, plain, checked=False),
        }
        found = interleaved({way: timed(run) for way, run in ways.items()}, rounds)
    for way, spread in found.items():
        table.rows.append((way, spread.shown(digits=2), ratio(spread, found["warm pool"], digits=2)))
    table.notes.append(
        f"{processes} processes each; soffice gets all files of a process in one call and finds its profile "
        "ready. The pool makes PDF/A-2b with tags and reads every PDF back; soffice writes its default PDF unless "
        "told. "
        "The documents in default styles hold the same paragraphs and tables; their PDFs are not read back for "
        "faults, which they have."
    )
    return [table]


def default_styles(report: bytes) -> bytes:
    """The paragraphs and tables of a report as python-docx writes them by default."""
    old, new = docx.Document(io.BytesIO(report)), docx.Document()
    for block in old.iter_inner_content():
        if isinstance(block, DocxTable):
            _add_table(new, block)
        else:
            name = block.style.name if block.style is not None else None
            new.add_paragraph(block.text, _DEFAULTS.get(name or "", "Normal"))
    stream = io.BytesIO()
    new.save(stream)
    return stream.getvalue()


def _add_table(document: Document, old: DocxTable) -> None:
    rows = [row.cells for row in old.rows]
    table = document.add_table(len(rows), len(rows[0]), "Table Grid")
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, source in zip(row.cells, cells, strict=True):
            first, *more = source.paragraphs
            cell.text = first.text
            for paragraph in more:
                cell.add_paragraph(paragraph.text)


def through_pool(office: OfficePool, documents: Sequence[bytes], checked: bool = True) -> None:
    """Convert all. Raises the error of a document without PDF, and of a faulty PDF if ``checked``."""
    jobs = (PdfJob(str(index), data) for index, data in enumerate(documents))
    for _, made in office.convert(jobs):
        if not isinstance(made, bytes) and (checked or not isinstance(made, PdfFaults)):
            raise made


def through_new_pool(processes: int, documents: Sequence[bytes]) -> None:
    """Convert all with processes that are started for it."""
    with OfficePool(processes) as office:
        through_pool(office, documents)


def by_soffice(folder: Path, documents: Sequence[bytes], processes: int, kind: str) -> None:
    """Convert with one call of soffice for each process. Raises RuntimeError unless every file has its PDF."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        for index, data in enumerate(documents):
            Path(name, f"{index}.docx").write_bytes(data)
        commands = []
        for process in range(processes):
            files = [f"{index}.docx" for index in range(process, len(documents), processes)]
            profile = f"-env:UserInstallation=file://{folder}/profile-{process}"
            commands.append([SOFFICE, profile, "--headless", "--convert-to", kind, *files])
        call = partial(subprocess.run, cwd=name, check=True, capture_output=True, timeout=_SECONDS)
        with ThreadPoolExecutor(processes) as calls:
            list(calls.map(call, commands))
        made = sum(1 for _ in Path(name).glob("*.pdf"))
    if made != len(documents):
        raise RuntimeError(f"soffice made {made} PDFs of {len(documents)} files")
