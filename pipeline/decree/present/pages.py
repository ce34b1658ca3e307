"""Pictures of the pages of a checked document, and where on them its findings are.

A PDF tells the places itself. A DOCX has no pages before somebody lays it out: LibreOffice makes a PDF of it, and
the paragraphs are looked up there by their text.
"""

from __future__ import annotations

import io
import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice

from PIL import Image

from pipeline.decree.check import Report
from pipeline.decree.files import Checked
from pipeline.decree.findings import SEVERITIES, Where
from pipeline.decree.model import Box, Line, Measured
from pipeline.decree.pdf import measure_pdf
from pipeline.decree.pdf.pictures import render_pages
from pipeline.docx.comments import without_comments
from pipeline.errors import Severity
from pipeline.office.exchange import Exchange

MAX_PAGES = 30
"""Pages of a document that are shown; of a longer one only pages with findings."""
MAX_PLACES = 2000
"""Places of a document that are looked for on its pages."""
DPI = 110
COLOURS = 64
"""Enough for letters, a stamp and a seal; makes a picture a quarter as large."""
MARGIN_MM = 0.5
"""Around the ink of what is marked."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place of findings (numbered from 1, as in the list) on a page; ``box`` in parts of its sides."""

    numbers: tuple[int, ...]
    severity: Severity
    box: Box


@dataclass(frozen=True, slots=True)
class Picture:
    """A page (from 1) as PNG with what is marked on it."""

    page: int
    png: bytes
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages that are shown, of how many."""

    pictures: tuple[Picture, ...]
    total: int


def pages_of(checked: Checked, office: Exchange, most: int = MAX_PAGES) -> Pages:
    """At most ``most`` pages of a document that was checked, with its findings.

    Raises the errors of :meth:`Exchange.convert`, :func:`measure_pdf` and :func:`render_pages`.
    """
    report, opened, name = checked.report, checked.opened, str(checked.path)
    if report is None or opened is None:
        return Pages((), 0)
    document = report.document.measured
    if opened.format == "pdf":
        pdf, laid_out = opened.data, document
    else:
        pdf = office.convert(without_comments(opened.data, name), "docx", "pdf")
        laid_out = measure_pdf(pdf, name)
    marks = _marks(report, Finder(document, laid_out))
    total = len(laid_out.pages)
    wanted = range(total) if total <= most else sorted(page for page in marks if 0 <= page < total)[:most]
    pictures = (
        Picture(page + 1, _smaller(png), tuple(_scaled(mark, laid_out, page) for mark in marks.get(page, ())))
        for page, png in render_pages(pdf, wanted, DPI, name)
    )
    return Pages(tuple(pictures), total)


def _smaller(png: bytes) -> bytes:
    out = io.BytesIO()
    with Image.open(io.BytesIO(png)) as picture:
        few = picture.convert("RGB").quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


def _marks(report: Report, finder: Finder) -> dict[int, list[Mark]]:
    """By page (from 0) what is marked on it, in millimetres; findings at one place share a mark."""
    numbers: dict[tuple[int, Box], list[int]] = {}
    places = ((n, where) for n, finding in enumerate(report.findings, 1) for where in finding.places)
    for number, where in islice(places, MAX_PLACES):
        for place in finder.find(where):
            told = numbers.setdefault(place, [])
            if number not in told:
                told.append(number)
    found: dict[int, list[Mark]] = {}
    for (page, box), told in numbers.items():
        severity = min((report.findings[number - 1].severity for number in told), key=SEVERITIES.index)
        found.setdefault(page, []).append(Mark(tuple(told), severity, box))
    return found


def _scaled(mark: Mark, laid_out: Measured, page: int) -> Mark:
    """The mark with its box in parts of the page, a little larger than the ink and never beyond the paper."""
    paper, box = laid_out.pages[page], mark.box
    x = [min(max(n / paper.width_mm, 0.0), 1.0) for n in (box.x0 - MARGIN_MM, box.x1 + MARGIN_MM)]
    y = [min(max(n / paper.height_mm, 0.0), 1.0) for n in (box.y0 - MARGIN_MM, box.y1 + MARGIN_MM)]
    return Mark(mark.numbers, mark.severity, Box(x[0], y[0], x[1], y[1]))


def squashed(text: str) -> str:
    """A text without blanks, composed: what a DOCX and its PDF have in common."""
    return "".join(unicodedata.normalize("NFC", text).split())


class Finder:
    """Where places of a document are on the pages of a PDF: the document itself, or what was made of it."""

    def __init__(self, document: Measured, laid_out: Measured) -> None:
        self._own = document is laid_out
        self._paragraphs = {paragraph.index: paragraph for paragraph in document.paragraphs}
        self._lines = [line for paragraph in laid_out.paragraphs for line in paragraph.lines]
        texts = [squashed(line.text) for line in self._lines]
        self._text = "".join(texts)
        self._starts = list(accumulate((len(text) for text in texts), initial=0))
        self._line_starts = frozenset(self._starts)
        self._found: dict[str, list[int]] = {}
        self._rank: dict[int, int] = {}
        seen: Counter[str] = Counter()
        for paragraph in () if self._own else document.paragraphs:
            key = squashed(paragraph.text)
            self._rank[paragraph.index] = seen[key]
            seen[key] += 1

    def find(self, where: Where) -> list[tuple[int, Box]]:
        """Page (from 0) and box of the lines that are meant; several if they go over pages, none if not found."""
        lines = self._lines_of(where.paragraph - 1) if where.paragraph is not None else []
        if lines:
            return list(_united(_narrowed(lines, where.words or where.text)))
        return [(where.page - 1, where.box)] if self._own and where.page is not None and where.box else []

    def _lines_of(self, index: int) -> Sequence[Line]:
        paragraph = self._paragraphs.get(index)
        if paragraph is None or self._own:
            return paragraph.lines if paragraph else ()
        key = squashed(paragraph.text)
        for part in (key, key[:40]):  # what stands between two pages may part a paragraph
            starts = self._starts_of(part)
            if starts:
                start = starts[min(self._rank[index], len(starts) - 1)]
                return self._lines[
                    _line_at(self._starts, start) : _line_at(self._starts, start + len(part) - 1) + 1
                ]
        return ()

    def _starts_of(self, key: str) -> Sequence[int]:
        """Where a text begins: at the beginning of a line if it does so anywhere."""
        if key not in self._found:
            every = [match.start() for match in re.finditer(re.escape(key), self._text)] if key else []
            self._found[key] = [at for at in every if at in self._line_starts] or every
        return self._found[key]


def _line_at(starts: Sequence[int], letter: int) -> int:
    return bisect_right(starts, letter) - 1


def _narrowed(lines: Sequence[Line], text: str) -> Sequence[Line]:
    """The lines that hold a text; all if it is not in them."""
    texts = [squashed(line.text) for line in lines]
    wanted = squashed(text)
    at = "".join(texts).find(wanted)
    if at < 0 or not wanted:
        return lines
    starts = list(accumulate((len(line) for line in texts), initial=0))
    return lines[_line_at(starts, at) : _line_at(starts, at + len(wanted) - 1) + 1]


def _united(lines: Iterable[Line]) -> Iterator[tuple[int, Box]]:
    """One box for each page that lines stand on."""
    pages: dict[int, list[Box]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line.box)
    for page, boxes in pages.items():
        x0, y0 = min(box.x0 for box in boxes), min(box.y0 for box in boxes)
        yield page, Box(x0, y0, max(box.x1 for box in boxes), max(box.y1 for box in boxes))
