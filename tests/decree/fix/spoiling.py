"""Right documents made wrong in ways that can be mended, and what must be the same afterwards."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Final

from bases import base
from editing import Document, Q
from lxml import etree

from pipeline.decree.check import Report, check
from pipeline.decree.fix import Fixed
from pipeline.decree.measure import measure_docx
from pipeline.decree.profiles import load_profile
from pipeline.decree.rules import Profile

Spoil = Callable[[Document], None]


@cache
def profile() -> Profile:
    """All rules of the decree, of layout and of wording."""
    return load_profile()


def spoiled(name: str, *changes: Spoil) -> bytes:
    """A base document of the matrix with these changes."""
    document = Document(base(name))
    for change in changes:
        change(document)
    return document.bytes()


def report_of(data: bytes) -> Report:
    return check(data, "document.docx", profile=profile())


def broken(report: Report) -> list[str]:
    return sorted({finding.rule for finding in report.findings})


# --- what must stay ----------------------------------------------------------------------------------------------


def texts(data: bytes) -> list[str]:
    """The texts of all paragraphs, headers, footers and notes included, but for typed lines and page numbers."""
    measured = measure_docx(data)
    strips = {p.index: p for section in measured.sections for strip in section.strips for p in strip.paragraphs}
    shown = [paragraph.text for paragraph in measured.paragraphs]
    shown += [p.text for _, p in sorted(strips.items()) if not any(span.field == "PAGE" for span in p.spans)]
    composed = [unicodedata.normalize("NFC", " ".join(text.split())) for text in shown]
    return [text for text in composed if re.search(r"\w", text.replace("_", ""))]


def words(data: bytes) -> list[str]:
    """The words: without case, marks, dashes, blanks, and zeros before numbers."""
    return ["".join(re.sub(r"\b0+(?=\d)", "", bare)) for text in texts(data) if (bare := _bare(text))]


def _bare(text: str) -> str:
    return "".join(
        re.findall(r"\w+", re.sub(r"(?<!\d)0+(?=\d)", "", unicodedata.normalize("NFC", text).casefold()))
    )


def told_texts(fixed: Fixed) -> set[str]:
    """The texts of the paragraphs that something is said to be mended in, as rules read them."""
    return {change.where.text for change in fixed.mended}


# --- spoiling ----------------------------------------------------------------------------------------------------


def decompose(document: Document) -> None:
    """Letters in pieces, as some keyboards and converters leave them."""
    for node in document.body.iter(f"{Q}t"):
        node.text = unicodedata.normalize("NFD", node.text or "")


def _look(name: str, style: str, *values: object) -> Spoil:
    def change(document: Document) -> None:
        getattr(document, name)(document.paragraph(style), *values)

    change.__name__ = f"{name}_{style}_{'_'.join(map(str, values))}"
    return change


def small_letters(style: str) -> Spoil:
    def change(document: Document) -> None:
        for node in document.paragraph(style).iter(f"{Q}t"):
            node.text = (node.text or "").lower()

    change.__name__ = f"small_letters_{style}"
    return change


def other_text(style: str, old: str, new: str) -> Spoil:
    def change(document: Document) -> None:
        document.replace(document.paragraph(style), old, new)

    change.__name__ = f"text_{style}_{new}"
    return change


def number_in_footer(document: Document) -> None:
    """``Trang 1/5`` at the right of every foot, the first page included, nothing in the header."""
    _number_in_footer(document, "right", first=True)


def _number_in_footer(document: Document, align: str, first: bool) -> None:
    header, footer = document.header(), document.footer()
    for part in list(header)[1:]:
        header.remove(part)
    for part in list(footer)[1:]:
        footer.remove(part)
    if first:
        document.drop_section_property("titlePg")
    made = etree.fromstring(
        f'<x xmlns:w="{Q[1:-1]}"><w:r><w:t xml:space="preserve">Trang </w:t></w:r>'
        '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t>/</w:t></w:r>'
        '<w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>5</w:t></w:r></w:fldSimple></x>'
    )
    footer.extend(list(made))
    document.align(footer, align)


def underscores(style: str) -> Spoil:
    """A line of typed underscores in place of the border."""

    def change(document: Document) -> None:
        line = document.line_after(document.paragraph(style))
        for child in list(line):
            line.remove(child)
        line.append(
            etree.fromstring(f'<w:r xmlns:w="{Q[1:-1]}"><w:rPr><w:sz w:val="26"/></w:rPr><w:t>____</w:t></w:r>')
        )
        document.align(line, "center")

    change.__name__ = f"underscores_{style}"
    return change


def no_line(style: str) -> Spoil:
    def change(document: Document) -> None:
        document.remove(document.line_after(document.paragraph(style)))

    change.__name__ = f"no_line_{style}"
    return change


def long_line(style: str) -> Spoil:
    def change(document: Document) -> None:
        document.line_length(document.paragraph(style), 62)

    change.__name__ = f"long_line_{style}"
    return change


def margins(**sides: float) -> Spoil:
    def change(document: Document) -> None:
        document.margins(**sides)

    change.__name__ = f"margins_{sides}"
    return change


def layout(name: str, style: str, nth: int = 0, **values: float) -> Spoil:
    def change(document: Document) -> None:
        getattr(document, name)(document.paragraph(style, nth), **values)

    change.__name__ = f"{name}_{style}_{values}"
    return change


def blue(document: Document) -> None:
    document.colour(document.paragraph("LoiVan"), "0000FF")


def letter_paper(document: Document) -> None:
    document.page(width=215.9, height=279.4)


def no_gaps(document: Document) -> None:
    for paragraph in document.paragraphs("LoiVan"):
        document.spacing(paragraph, before=0, after=0)


REPORT: Final[tuple[Spoil, ...]] = (
    decompose,
    letter_paper,
    margins(top=15),
    margins(left=25),
    margins(right=25, bottom=10),
    _look("size", "QuocHieu", 11),
    _look("size", "TieuNgu", 12),
    _look("size", "CoQuanChuQuan", 15),
    _look("size", "SoKyHieu", 14),
    _look("size", "TenLoai", 16),
    _look("size", "LoiVan", 12),
    _look("size", "HoTen", 12),
    _look("size", "NoiNhan", 14),
    _look("bold", "CoQuanChuQuan"),
    _look("bold", "CoQuanBanHanh", False),
    _look("italic", "TrichYeu"),
    _look("italic", "DiaDanhThoiGian", False),
    _look("bold", "HoTen", False),
    _look("italic", "NoiNhan", False),
    _look("font", "LoiVan", "Arial"),
    _look("font", "SoKyHieu", "Calibri"),
    blue,
    small_letters("CoQuanBanHanh"),
    small_letters("QuocHieu"),
    small_letters("TenLoai"),
    other_text("TieuNgu", "Độc lập - Tự do", "Độc lập – Tự do"),
    other_text("TieuNgu", " - Hạnh phúc", "-Hạnh phúc"),
    other_text("DiaDanhThoiGian", "ngày 05", "ngày 5"),
    other_text("DanhSachNoiNhan", ";", ","),
    other_text("NoiNhan", "Nơi nhận:", "Nơi nhận :"),
    layout("align", "LoiVan", align="left"),
    layout("indent", "LoiVan", first=20),
    no_gaps,
    layout("spacing", "LoiVan", line=2),
    layout("spacing", "QuocHieu", line=1.5),
    no_line("TieuNgu"),
    no_line("TrichYeu"),
    long_line("CoQuanBanHanh"),
    underscores("TieuNgu"),
    number_in_footer,
)
"""Faults of a report that can be mended, each alone and many together."""
