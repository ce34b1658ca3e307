"""How paragraphs are laid out: alignment, indent, gaps and line spacing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.decree.checks.letters import letters, line_count, own, room_mm, shared, size_of
from pipeline.decree.checks.look import own_or_annex
from pipeline.decree.checks.page import LENGTH_MM
from pipeline.decree.checks.place import middle_mm
from pipeline.decree.findings import Fault, Said, Where
from pipeline.decree.model import Align, Paragraph, Piece, Recognised
from pipeline.decree.rules import Rule, measure
from pipeline.decree.say import either, millimetres, number, points
from pipeline.docx.metrics import text_width_mm
from pipeline.i18n import N_

NEAR_MM = 5.0
"""Within so much of the middle a line looks centred."""

EDGE_MM = 1.5
"""On a PDF a line that begins or ends so near to the edge of its room is aligned to it."""

GAP_PT = 0.1
PDF_GAP_PT = 1.0
DEFAULT_TAB_MM = 12.7
"""Where a tab leads that has no stop of its own, in every word processor's new document."""

SINGLE = 1.15
"""Height of a single line of Times New Roman as a multiple of its size."""

ALIGNED = {
    "left": Said(N_("aligned left")),
    "right": Said(N_("aligned right")),
    "center": Said(N_("centred")),
    "both": Said(N_("justified")),
}


# --- alignment ---------------------------------------------------------------------------------------------------
@measure("align", align=True, near=False)
def align(document: Recognised, rule: Rule) -> Iterable[Fault]:
    """Components are aligned so. Justified: looked at where a paragraph certainly fills more than one line.

    ``near``: a paragraph whose middle is no farther from the middle of its room counts as centred (mm), however
    it was brought there.
    """
    wanted: str = rule["align"]
    several: set[int] | None = None
    for piece in own_or_annex(document, rule):
        got = _aligned(piece)
        if got is None or got == wanted:
            continue
        if wanted == "both" and (piece.paragraph.region != "body" or not _surely_wraps(piece)):
            continue
        if wanted == "left" and got == "both":
            continue
        if wanted == "center" and not _surely_aside(document, piece, rule.get("near", NEAR_MM)):
            continue
        several = shared(document) if several is None else several
        if piece.paragraph.index not in several:
            yield Fault(Where.of(piece), ALIGNED[got], ALIGNED[wanted])


def _aligned(piece: Piece) -> Align | None:
    """The alignment of a paragraph; on a PDF a single line is aligned to the edge at which it stands."""
    paragraph = piece.paragraph
    if paragraph.layout.align is not None or len(paragraph.lines) != 1:
        return paragraph.layout.align
    if paragraph.box is None or paragraph.column_mm is None:
        return None
    left, right = paragraph.box.x0 - paragraph.column_mm[0], paragraph.column_mm[1] - paragraph.box.x1
    return "left" if abs(left) <= EDGE_MM else "right" if abs(right) <= EDGE_MM else None


def _surely_wraps(piece: Piece) -> bool:
    lines = line_count(piece)
    if lines is None or "\n" in piece.paragraph.text:
        return False
    return lines > 2 or (lines == 2 and (bool(piece.paragraph.lines) or _fills(piece) > 1.1))


def _fills(piece: Piece) -> float:
    """How many times the text fills the room of a line."""
    size, room = size_of(piece), room_mm(piece.paragraph)
    return text_width_mm(piece.text, size, *_style(piece)) / room if size and room and room > 0 else 0.0


def _style(piece: Piece) -> tuple[bool, bool]:
    look = max(piece.spans, key=lambda span: letters(span.text)).look
    return look.bold, look.italic


def _surely_aside(document: Recognised, piece: Piece, near: float) -> bool:
    """Whether the middle of a text that is not centred lies aside of the middle of its room."""
    raw, paragraph = "".join(span.text for span in piece.spans), piece.paragraph
    if raw.startswith("\t"):
        return False
    middle = middle_mm(document, piece)
    if middle is None or paragraph.column_mm is None:
        return not paragraph.layout.left_mm and not raw.startswith(" ")
    return abs(middle - sum(paragraph.column_mm) / 2) > near


# --- indent ------------------------------------------------------------------------------------------------------
@measure("indent", values=True, tolerance=False)
def indent(document: Recognised, rule: Rule) -> Iterable[Fault]:
    """The first line of running paragraphs begins at one of ``values`` (mm) from the edge of the text.

    An indent made by a tab counts as what it shows. Silent about centred paragraphs, and about rows of dots.
    """
    values: list[float] = rule["values"]
    tolerance = rule.get("tolerance", LENGTH_MM)
    for piece in own(document, *rule.of):
        paragraph = piece.paragraph
        if paragraph.region != "body" or paragraph.layout.align in ("center", "right") or not letters(piece.text):
            continue
        begins = _begins(paragraph)
        if begins and not any(abs(got - value) <= tolerance for got in begins for value in values):
            yield Fault(Where.of(piece), millimetres(begins[0]), either(millimetres(value) for value in values))


def _begins(paragraph: Paragraph) -> tuple[float, ...]:
    """Where the first line may be said to begin: its own indent, and its place from the edge of the text."""
    layout = paragraph.layout
    if layout.first_mm is None:
        return ()
    start = (layout.left_mm or 0.0) + layout.first_mm
    text = paragraph.text
    if text.startswith("\t"):
        edge = paragraph.column_mm[0] if paragraph.column_mm else 0.0
        stops = sorted(stop - edge for stop in paragraph.stops_mm if stop - edge > start + LENGTH_MM)
        default = (int((start + LENGTH_MM) // DEFAULT_TAB_MM) + 1) * DEFAULT_TAB_MM
        return (stops[0] if stops else default,)
    size = next((span.look.size for span in paragraph.spans if span.look.size), None)
    blanks = text[: len(text) - len(text.lstrip(" \u00a0"))]
    if len(blanks) > 2 and size:
        return (start + text_width_mm(blanks, size),)
    return layout.first_mm, start


# --- gaps --------------------------------------------------------------------------------------------------------
@measure("para-gap", min=True)
def para_gap(document: Recognised, rule: Rule) -> Iterable[Fault]:
    """Between two running paragraphs that follow each other there are at least ``min`` points.

    Word adds the gap after the one to the gap before the other. An empty paragraph between them is gap enough.
    """
    slack = _slack(document)
    for above, below in _neighbours(document, rule):
        gap = _gap(above.paragraph, below.paragraph)
        if gap is not None and gap < rule["min"] - slack:
            yield Fault(Where.of(below), points(gap), Said(N_("at least {size}"), {"size": points(rule["min"])}))


def _slack(document: Recognised) -> float:
    return PDF_GAP_PT if document.measured.format == "pdf" else GAP_PT


def _neighbours(document: Recognised, rule: Rule) -> Iterator[tuple[Piece, Piece]]:
    pieces = {piece.paragraph.index: piece for piece in own(document, *rule.of)}
    for index, piece in sorted(pieces.items()):
        above = pieces.get(index - 1)
        if above is None or above.paragraph.region != "body" or piece.paragraph.region != "body":
            continue
        if above.paragraph.page == piece.paragraph.page and not piece.paragraph.page_break:
            yield above, piece


def _gap(above: Paragraph, below: Paragraph) -> float | None:
    after, before = above.layout.after_pt, below.layout.before_pt
    return None if after is None and before is None else (after or 0.0) + (before or 0.0)


@measure("gap-between", above=True, gap=True, tolerance=False)
def gap_between(document: Recognised, rule: Rule) -> Iterable[Fault]:
    """The first paragraph of a component stands ``gap`` points under the last of the component ``above``.

    Looked at only where no other paragraph is between them.
    """
    below = document.first(rule.of[0])
    above = [piece for piece in document.all(rule["above"]) if below and piece.annex == below.annex]
    if below is None or not above or above[-1].paragraph.index + 1 != below.paragraph.index:
        return
    if not _same_room(above[-1].paragraph, below.paragraph):
        return
    gap = _gap(above[-1].paragraph, below.paragraph)
    if gap is not None and abs(gap - rule["gap"]) > max(rule.get("tolerance", 0.0), _slack(document)):
        yield Fault(Where.of(below), points(gap), points(rule["gap"]))


def _same_room(one: Paragraph, other: Paragraph) -> bool:
    return one.cell == other.cell and one.region == other.region and one.page == other.page


@measure("line-spacing", min=True, max=True, tolerance=False)
def line_spacing(document: Recognised, rule: Rule) -> Iterable[Fault]:
    """Line spacing is ``min`` to ``max`` times single. A height in points counts by the size of the letters; a low
    one is let pass, because a height "at least" so large does not make lines narrower."""
    low, high = rule["min"], rule["max"]
    tolerance = rule.get("tolerance", 0.02)
    for piece in own_or_annex(document, rule):
        layout, size = piece.paragraph.layout, size_of(piece)
        got = layout.line
        if got is None and layout.line_pt is not None and size:
            got = max(layout.line_pt / (size * SINGLE), low)
        if got is not None and not low - tolerance <= got <= high + tolerance:
            yield Fault(Where.of(piece), _lines(got), _line_range(low, high))


def _lines(value: float) -> Said:
    return Said(N_("{number} lines"), {"number": number(value, 2)})


def _line_range(low: float, high: float) -> Said:
    if low == high:
        return _lines(low)
    return Said(N_("{low} – {high} lines"), {"low": number(low, 2), "high": number(high, 2)})
