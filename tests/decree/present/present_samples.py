"""Reports made by hand, for what shows them."""

from __future__ import annotations

from pathlib import Path

from pipeline.decree.check import Report
from pipeline.decree.files import Checked
from pipeline.decree.findings import Finding, Said, Where
from pipeline.decree.model import Look, Measured, Paragraph, Recognised, Section, Span
from pipeline.decree.open import Opened
from pipeline.docx.package import CONTENT_TYPES, pack

FIRST = (Where(1, "CỘNG HÒA"),)
EMPTY = pack({CONTENT_TYPES: b"<Types/>"})
SECTION = Section(210, 297, 20, 20, 30, 15)


def paragraph(index: int, text: str, **more) -> Paragraph:
    return Paragraph(index, (Span(text, Look("Times New Roman", 14)),), **more)


def measured(*texts: str, format_: str = "docx", pages=()) -> Measured:
    return Measured(
        format_, "a.docx", tuple(paragraph(n, t) for n, t in enumerate(texts)), (SECTION,), pages=pages
    )


def finding(rule="quochieu.style", severity="error", places=FIRST, count=None, **more) -> Finding:
    texts = {"found": Said("10 pt", raw=True), "expected": Said("12 – 13 pt", raw=True), **more}
    message = {"vi": f"Sai {rule}.", "en": f"Wrong {rule}."}
    remedy = {"vi": f"Sửa {rule}.", "en": f"Mend {rule}."}
    said = (texts["found"], texts["expected"])
    return Finding(rule, "I.1 Mục II.1.a", severity, tuple(places), count or len(places), *said, message, remedy)


def report(*findings: Finding, document: Measured | None = None, kind="BC", name="a.docx") -> Report:
    document = document or measured("CỘNG HÒA")
    return Report(name, "nd30", document.format, Recognised(document, kind, "REP", "draft", "", ()), findings)


def checked(*findings: Finding, data=EMPTY, path="a.docx", origin="", **more) -> Checked:
    made = report(*findings, name=path, **more)
    return Checked(Path(path), Opened(data, made.format, origin), made)
