"""The checker against merely reading the document, and what the gate costs a build."""

from __future__ import annotations

import io
import shutil
import tempfile
from functools import partial
from pathlib import Path

import docx
import pypdfium2
from docx.document import Document
from docx.text.paragraph import Paragraph
from pypdfium2 import raw

from bench.command import build_command, run
from bench.harness import Side, interleaved, one_core, ratio, timed
from bench.page import Table
from bench.recorded import filled_by_build
from pipeline.build.workers import processors
from pipeline.decree.check import check
from pipeline.sample import write_sample
from pipeline.stages.convert import OfficePool, PdfJob, office_missing


def measure(quick: bool) -> list[Table]:
    """Milliseconds of a check against those of reading, and seconds of builds with the gate and without."""
    return [*_reading(quick), _gate(quick)]


def _reading(quick: bool) -> list[Table]:
    rounds, turn = (3, 0.05) if quick else (20, 0.3)
    table = Table(
        "Checking one document against reading it, one core (ms)", ("Document", "Check", "Read", "Ratio")
    )
    with tempfile.TemporaryDirectory() as name:
        report = filled_by_build(Path(name), 2, ("report",))[-1].docx
    pairs = {"report.docx": (partial(check, report, "report.docx"), partial(walk_docx, report))}
    pages = ""
    if office_missing() is None:
        pdf = _pdf(report)
        pages = f" It has {len(pypdfium2.PdfDocument(pdf))} pages."
        pairs["report.pdf"] = (partial(check, pdf, "report.pdf"), partial(read_characters, pdf))
    with one_core():
        for document, (ours, theirs) in pairs.items():
            found = interleaved({"check": timed(ours), "read": timed(theirs)}, rounds, turn)
            shown = [found[side].shown(1e3, 2) for side in ("check", "read")]
            table.rows.append((document, *shown, ratio(found["check"], found["read"], digits=2)))
    table.notes.append(
        f"The report of a sample unit.{pages} Reading a DOCX: python-docx opens it and walks all paragraphs and "
        "runs of body, tables, headers and footers with text, size and weight. Reading a PDF: pdfium gives every "
        "character with its box, size and font. The check is all of it: measuring, recognising, every rule."
    )
    return [table]


def walk_docx(data: bytes) -> int:
    """Open with python-docx and look at every run; returns the number of characters seen."""
    document = docx.Document(io.BytesIO(data))
    seen = 0
    for paragraph in _paragraphs(document):
        seen += len(paragraph.style.name or "") if paragraph.style is not None else 0
        for piece in paragraph.runs:
            seen += len(piece.text) + bool(piece.font.size) + bool(piece.bold) + bool(piece.italic)
    return seen


def _paragraphs(document: Document) -> list[Paragraph]:
    found = list(document.paragraphs)
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                found += cell.paragraphs
    for section in document.sections:
        for strip in (section.header, section.footer, section.first_page_header, section.first_page_footer):
            found += strip.paragraphs
    return found


def read_characters(data: bytes) -> int:
    """Every character of a PDF with box, size and font, by pdfium; returns their number."""
    document = pypdfium2.PdfDocument(data)
    seen = 0
    for index in range(len(document)):
        text = document[index].get_textpage()
        for character in range(text.count_chars()):
            raw.FPDFText_GetUnicode(text, character)
            text.get_charbox(character)
            raw.FPDFText_GetFontSize(text, character)
            raw.FPDFText_GetFontInfo(text, character, None, 0, None)
            seen += 1
    document.close()
    return seen


def _pdf(report: bytes) -> bytes:
    with OfficePool(1) as office:
        made = next(iter(office.convert(iter([PdfJob("report", report)]))))[1]
    if not isinstance(made, bytes):
        raise made
    return made


def _gate(quick: bool) -> Table:
    """Builds of one sample with the gate and without, in turns."""
    table = Table("What the gate costs a build", ("Build", "Units", "With (s)", "Without (s)", "With / without"))
    sizes = {"DOCX only": 20 if quick else 1_000}
    if office_missing() is None:
        sizes["DOCX and PDF"] = 4 if quick else 60
    for build, units in sizes.items():
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_sample(folder / "sample", units)
            sides: dict[str, Side] = {
                "with": lambda _, of=folder, what=build: _build(of, what),  # type: ignore[misc]
                "without": lambda _, of=folder, what=build: _build(of, what, "--no-gate"),  # type: ignore[misc]
            }
            found = interleaved(sides, 1 if quick else 5, warm=not quick)
        shown = [found[side].shown(digits=2) for side in ("with", "without")]
        table.rows.append((build, f"{units:,}", *shown, ratio(found["with"], found["without"], digits=2)))
    table.notes.append(f"Whole commands with {processors()} processes, first run, two documents a unit.")
    return table


def _build(folder: Path, build: str, *more: str) -> float:
    """Seconds of a first build."""
    outputs = folder / "outputs"
    command = build_command(folder / "sample", outputs, processors(), *more)
    if build != "DOCX only":
        command.remove("--no-pdf")
    seconds = run(command).seconds
    shutil.rmtree(outputs)
    return seconds
