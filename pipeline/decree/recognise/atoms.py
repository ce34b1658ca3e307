"""The smallest parts that components are recognised from: paragraphs, and pieces of those that hold several."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Literal

from pipeline.decree.model import Measured, Name, Paragraph, Section, Span
from pipeline.decree.recognise import words
from pipeline.vietnamese import nfc
from pipeline.vietnamese.legacy import Encoding, from_legacy, legacy_encoding

Side = Literal["left", "right", "full"]


@dataclass(slots=True)
class Atom:
    """A paragraph or a piece of one, on its way to be a component: ``name`` is set when it is known what it is.

    ``key`` is its folded start (:func:`.words.fold`). ``at``: its paragraph among those that say something.
    """

    paragraph: Paragraph
    spans: tuple[Span, ...]
    text: str
    key: str
    side: Side
    at: int
    name: Name = "other"
    number: str = ""
    annex: int | None = None
    named: bool = False

    def call(self, name: Name, number: str = "") -> None:
        """Say what it is."""
        self.name, self.number, self.named = name, number, True

    @property
    def bold(self) -> bool:
        return _share(self.spans, "bold")

    @property
    def italic(self) -> bool:
        return _share(self.spans, "italic")

    @property
    def in_figures(self) -> bool:
        """Whether it stands in a table that shows its lines."""
        cell = self.paragraph.cell
        return cell is not None and cell.ruled

    @property
    def in_cell(self) -> bool:
        """Whether it stands in one of several cells of a row."""
        cell = self.paragraph.cell
        return cell is not None and cell.columns > 1


def _share(spans: Iterable[Span], look: str) -> bool:
    """Whether most letters have this look."""
    total = having = 0
    for span in spans:
        count = len(span.text.strip())
        total += count
        having += count if getattr(span.look, look) else 0
    return having * 2 > total


@dataclass(frozen=True)
class Sheet:
    """What telling left from right needs to know of a document."""

    measured: Measured

    @cached_property
    def encodings(self) -> tuple[bool, Encoding | None]:
        """Whether a font of an old encoding is used, and the encoding of the whole text if no font tells."""
        fonts = self.measured.fonts or {span.look.font or "" for span in self._spans}
        if any(name.lower().startswith((".vn", "vni-")) for name in fonts):
            return True, None
        start = "".join(span.text for span in self._spans[:_SAMPLE])[: 10 * _SAMPLE]
        return False, legacy_encoding(start) if len(_NEVER.findall(start)) >= _SUSPICIOUS else None

    @cached_property
    def _spans(self) -> list[Span]:
        return [span for paragraph in self.measured.paragraphs for span in paragraph.spans]

    def area(self, paragraph: Paragraph) -> tuple[float, float]:
        """Left and right edge of the text on the page (mm)."""
        sections = self.measured.sections
        section = sections[paragraph.section] if 0 <= paragraph.section < len(sections) else None
        return _area(section)

    def meant(self, spans: tuple[Span, ...]) -> tuple[Span, ...]:
        """The spans with letters of old encodings as Unicode has them: what a reader sees, not what is stored."""
        by_font, encoding = self.encodings
        if by_font:
            return tuple(replace(span, text=_seen(span)) for span in spans)
        if encoding:
            return tuple(replace(span, text=from_legacy(span.text, encoding)) for span in spans)
        return spans


def text_of(spans: Iterable[Span]) -> str:
    """The text of spans, composed, with single blanks; nothing if no sign of it is seen."""
    text = " ".join(nfc("".join([span.text for span in spans])).split())
    return text if text.strip(_UNSEEN) else ""


_UNSEEN: Final = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad "


_NEVER: Final = re.compile("[µ¸¶·¹¨»¾¼½®«©§¬øûïäåëñöüßþÞØÆæçîðÖÜÏÎ]")
"""Letters that Vietnamese in Unicode never uses, and old encodings all the time."""
_SUSPICIOUS, _SAMPLE = 12, 300


def _area(section: Section | None) -> tuple[float, float]:
    if section is None or section.width_mm is None:
        return 30.0, 190.0
    left = 30.0 if section.left_mm is None else section.left_mm
    right = 20.0 if section.right_mm is None else section.right_mm
    return left, max(left + 10, section.width_mm - right)


def _seen(span: Span) -> str:
    font = (span.look.font or "").lower()
    if font.startswith(".vn"):
        text = from_legacy(span.text, "TCVN3")
        return text.upper() if font.endswith("h") else text
    return from_legacy(span.text, "VNI") if font.startswith("vni-") else span.text


def atoms_of(measured: Measured) -> tuple[Sheet, list[Atom]]:
    """The paragraphs that say something, in reading order; control tags of templates say nothing."""
    sheet = Sheet(measured)
    found: list[Atom] = []
    for paragraph in measured.paragraphs:
        if paragraph.region in ("header", "footer", "note"):
            continue
        spans = sheet.meant(paragraph.spans)
        text = text_of(spans)
        if not (text or paragraph.label) or ("{%" in text and words.is_control(text)):
            continue
        side = side_of(paragraph, sheet)
        found.append(Atom(paragraph, spans, text, words.fold(text), side, len(found)))
    return sheet, found


def side_of(paragraph: Paragraph, sheet: Sheet) -> Side:
    """The half of the page that a paragraph stands in; ``full`` if it takes, or may take, the whole width."""
    left, right = sheet.area(paragraph)
    if paragraph.box is not None and paragraph.cell is None and not in_column(paragraph, left, right):
        return _side_of_ink(paragraph.box.x0, paragraph.box.x1, (left + right) / 2, right - left)
    if paragraph.box is not None or paragraph.cell is not None or paragraph.region in ("box", "frame"):
        return _side_of_room(paragraph, left, right)
    layout, most = paragraph.layout, 0.38 * (right - left)
    if layout.align == "right" or (layout.left_mm or 0) + max(layout.first_mm or 0, 0) > most:
        return "right"
    if (layout.right_mm or 0) > most:
        return "left"
    if layout.align == "center" and (layout.left_mm or 0) - (layout.right_mm or 0) > _ASIDE * (right - left):
        return "right"
    return "right" if _starts_right(paragraph, paragraph.text, sheet) else "full"


_ASIDE: Final = 0.25
"""Part of the width by which the indents of a centred paragraph differ that stands in one half of the page."""


def in_column(paragraph: Paragraph, left: float, right: float) -> bool:
    """Whether a paragraph of a PDF stands in one of two columns beside each other."""
    column = paragraph.column_mm
    return column is not None and column[1] - column[0] < 0.8 * (right - left)


def _side_of_room(paragraph: Paragraph, left: float, right: float) -> Side:
    if paragraph.column_mm is not None:
        start, end = paragraph.column_mm
        if end - start > 0.8 * (right - left):
            return "full"
        return "left" if start + end < left + right else "right"
    cell = paragraph.cell
    if cell is None or cell.columns < 2:
        return "full"
    return "left" if (cell.column + 0.5) / cell.columns <= 0.5 else "right"


_TAB, _BLANK = 12.7, 1.2
"""Widths (mm) of a default tab stop and of a blank at 14 pt."""


def _starts_at(paragraph: Paragraph, raw: str, left: float) -> float:
    """Where on the page the letters begin after tabs and blanks (mm), more or less."""
    at = left
    for char in raw[: len(raw) - len(raw.lstrip())]:
        if char == "\t":
            at = next((stop for stop in paragraph.stops_mm if stop > at), at + _TAB)
        else:
            at += _BLANK
    return at


def _side_of_ink(x0: float, x1: float, middle: float, width: float) -> Side:
    centre = (x0 + x1) / 2
    if abs(centre - middle) < 0.06 * width and x1 - x0 < 0.9 * width:
        return "full"
    if x1 < middle + 0.06 * width and centre < middle:
        return "left"
    return "right" if x0 > middle - 0.1 * width else "full"


def centred(atom: Atom, sheet: Sheet) -> bool:
    """Whether it is centred in its room."""
    paragraph = atom.paragraph
    if paragraph.layout.align is not None:
        return paragraph.layout.align == "center"
    if paragraph.box is None:
        return False
    left, right = paragraph.column_mm or sheet.area(paragraph)
    boxes = [line.box for line in paragraph.lines] or [paragraph.box]
    return all(abs(box.x0 + box.x1 - left - right) < 8 for box in boxes) and (
        paragraph.box.x1 - paragraph.box.x0 < 0.97 * (right - left)
    )


# --- paragraphs of several components --------------------------------------------------------------------------

_LIMIT: Final = 600
"""Longer paragraphs are text."""
_GAP: Final = re.compile(r"[ \u00a0]*\t[\t \u00a0]*|[ \u00a0\u2002\u2003]{4,}")
_LEAD: Final = re.compile(
    r"\(?(?:[\dIVXivx]{1,5}(?:\.\d+)*|[a-zđA-Z]|[-–—+*•·])\s*[.)/:]?$|.*\bKính gửi\s*:?$", re.I
)
_BLANK_AFTER: Final = re.compile(r"(?:^|[\s,.])(?:số|so|ngày|tháng|năm|ngay|thang|nam)\s*[:.]?$", re.IGNORECASE)
_BLANK_BEFORE: Final = re.compile(r"/|tháng|năm|thang\b|nam\b", re.IGNORECASE)


def pieces_of(atom: Atom, sheet: Sheet, lines: bool = False) -> list[Atom]:
    """The pieces of a paragraph: what line breaks, tabs or many blanks part; one if it holds but one.

    ``lines``: each line of a PDF is a piece, too, because components of one look may follow each other there.
    """
    paragraph = atom.paragraph
    raw = "".join([span.text for span in atom.spans])
    lines = lines and len(paragraph.lines) > 1
    if len(raw) > _LIMIT or not (lines or "\t" in raw or "\n" in raw or "    " in raw.replace("\u00a0", " ")):
        return [atom]
    if lines:
        rows = [
            (sheet.meant(line.spans), _of_line(atom, line.box.x0, line.box.x1, sheet)) for line in paragraph.lines
        ]
    else:
        rows = [(cut(atom.spans, start, end), atom.side) for start, end in _rows(raw)]
    found = [piece for spans, side in rows for piece in _columns(atom, spans, side, sheet)]
    return found or [atom]


def _of_line(atom: Atom, x0: float, x1: float, sheet: Sheet) -> Side:
    left, right = sheet.area(atom.paragraph)
    widest = max(line.box.x1 - line.box.x0 for line in atom.paragraph.lines)
    if atom.paragraph.cell is not None or widest > 0.8 * (right - left):
        return atom.side
    side = _side_of_ink(x0, x1, (left + right) / 2, right - left)
    return atom.side if side == "full" else side


def _rows(raw: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in re.finditer("[\n\v\r]", raw):
        yield start, match.start()
        start = match.end()
    yield start, len(raw)


def _columns(atom: Atom, spans: tuple[Span, ...], side: Side, sheet: Sheet) -> Iterator[Atom]:
    raw = "".join(span.text for span in spans)
    parts = list(_parted(raw))
    for position, (start, end) in enumerate(parts):
        kept = cut(spans, start, end)
        text = text_of(kept)
        if not text:
            continue
        place = side
        if len(parts) > 1 and side == "full":
            place = "left" if position == 0 else "right"
        elif start > 0 and side == "full" and _starts_right(atom.paragraph, raw, sheet):
            place = "right"
        yield replace(atom, spans=kept, text=text, key=words.fold(text), side=place)


def _starts_right(paragraph: Paragraph, raw: str, sheet: Sheet) -> bool:
    """Whether tabs or blanks put a line into the right half of the page."""
    left, right = sheet.area(paragraph)
    return _starts_at(paragraph, raw, left) > left + 0.38 * (right - left)


def _parted(raw: str) -> Iterator[tuple[int, int]]:
    """Where the parts of a line are that tabs or many blanks part; not the blanks left for a number or a day."""
    start = len(raw) - len(raw.lstrip())
    end = len(raw.rstrip())
    at = start
    for match in _GAP.finditer(raw, start, end):
        before, after = raw[at : match.start()], raw[match.end() : end]
        if _LEAD.match(before.strip()) or _BLANK_AFTER.search(before) or _BLANK_BEFORE.match(after):
            continue
        yield at, match.start()
        at = match.end()
    yield at, end


def cut(spans: tuple[Span, ...], start: int, end: int) -> tuple[Span, ...]:
    """The spans of the text from ``start`` to ``end``."""
    found, at = [], 0
    for span in spans:
        stop = at + len(span.text)
        if stop > start and at < end:
            text = span.text[max(0, start - at) : end - at]
            found.append(span if text == span.text else replace(span, text=text))
        at = stop
    return tuple(found)
