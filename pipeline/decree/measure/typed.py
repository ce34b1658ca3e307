"""Lines made of text: underlined words, and rows of dashes or underscores."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.decree.measure.surroundings import USUAL, Surroundings
from pipeline.decree.measure.units import mm
from pipeline.decree.model import Look, Paragraph, Stroke
from pipeline.docx.metrics import longest_line_mm, text_width_mm

_STROKE = "-_\u00af\u2010-\u2015\u2500\u2501\u2550="
_TYPED = re.compile(rf"[{_STROKE}]{{3,}}(?:[*oO0]{{1,5}}[{_STROKE}]{{3,}})?")
_ROW = re.compile(r"\S+(?:[^\S\n\t]{1,2}\S+)*")
"""Signs that stand together; three blanks and more part them."""
_BROKEN = frozenset("-\u2010\u2011=\u2550*oO0")
"""Characters that leave gaps between them, or draw two lines."""
_ENDS = frozenset("-_\u00af\u2010\u2011\u2012\u2013\u2014\u2015\u2500\u2501\u2550= \t\n")
_LONGEST = 400
_LONGEST_PART = 150
_DEFAULT_STOP = 12.7


# --- typed -------------------------------------------------------------------------------------------------------


def typed_strokes(at: int, around: Surroundings) -> list[Stroke]:
    """Lines typed as ``______`` or ``-------``, in a paragraph of their own or after a line break."""
    paragraph = around.paragraph(at)
    spans = paragraph.spans
    if not spans or len(spans) > 40 or not any(span.text[-1:] in _ENDS for span in spans):
        return []
    text = paragraph.text
    if len(text) > _LONGEST:
        return []
    found: list[Stroke] = []
    own = bool(paragraph.label)
    look = replace(spans[-1].look, size=around.size(at, len(spans) - 1))
    for line in text.split("\n"):
        parts = line.split("\t")
        rows = [list(_ROW.finditer(part)) for part in parts]
        if any(rows) and all(_TYPED.fullmatch("".join(row[0].split())) for part in rows for row in part):
            for part, start, in_part in zip(parts, _starts(parts, paragraph, around, look), rows, strict=True):
                for row in in_part:
                    shift = _width(part[: row.start()], look)
                    found.append(_typed(row[0], None if start is None else start + shift, at, around, look, own))
        elif any(rows):
            own = True
    return found


def _width(text: str, look: Look) -> float:
    return text_width_mm(text, look.size or USUAL, look.bold, look.italic)


def _typed(text: str, start: float | None, at: int, around: Surroundings, look: Look, own: bool) -> Stroke:
    width, room = _width(text, look), around.room(at).width
    length = round(width if room is None else min(width, room), 3)
    ends = None if start is None else (round(start, 3), round(start + length, 3))
    return Stroke("typed", at if own else around.above(at, ends), length, ends, not set(text) & _BROKEN)


def _starts(parts: list[str], paragraph: Paragraph, around: Surroundings, look: Look) -> list[float | None]:
    """Where on the page each of the texts between tabs begins."""
    room = around.room(paragraph.index)
    if room.left is None or room.width is None:
        return [None] * len(parts)
    layout = paragraph.layout
    widths = [_width(part.rstrip(), look) for part in parts]
    left, right = layout.left_mm or 0.0, room.width - (layout.right_mm or 0.0)
    first = left + (layout.first_mm or 0.0)
    if len(parts) == 1 and layout.align in ("center", "right"):
        slack = right - first - widths[0]
        return [room.left + first + slack / (2 if layout.align == "center" else 1)]
    if layout.align in ("center", "right"):
        return [None] * len(parts)
    given = around.values(paragraph.index).get("stops", ())
    stops = sorted((mm(place), kind) for place, kind in given if kind != "clear")
    at, starts = first, []
    for number, width in enumerate(widths):
        if number:
            at = _at_stop(at, width, stops)
        starts.append(room.left + at)
        at += width
    return list(starts)


def _at_stop(at: float, width: float, stops: list[tuple[float, str]]) -> float:
    """Where a text of this width begins after a tab that was pressed at ``at``."""
    for place, kind in stops:
        if place > at + 0.1:
            shift = {"center": width / 2, "right": width, "end": width}.get(kind, 0.0)
            return max(place - shift, at)
    return (at // _DEFAULT_STOP + 1) * _DEFAULT_STOP


# --- underlined --------------------------------------------------------------------------------------------------


def underlined_strokes(at: int, around: Surroundings) -> list[Stroke]:
    """The line under a short text that is underlined throughout, or in one part, or under blanks."""
    part = _underlined_part(at, around)
    if part is None:
        return []
    spans = around.paragraph(at).spans
    before = "".join(span.text for span in spans[: part.start])
    under = "".join(span.text for span in spans[part.start : part.stop])
    rest = before + "".join(span.text for span in spans[part.stop :])
    if not under.strip():
        own = bool(rest.strip())
        if own and not before.endswith("\n"):
            return []
        width = None if "\t" in before + under else sum(around.width(at, number) for number in part)
        return [Stroke("underline", at if own else around.above(at, None), round(width, 3) if width else None)]
    if rest.strip() and len(rest) + len(under) > _LONGEST_PART:
        return []
    return [_under_words(at, part, under, around)]


def _underlined_part(at: int, around: Surroundings) -> range | None:
    """The spans of a short text that are underlined one after the other, links left out; None if they are not."""
    spans = around.paragraph(at).spans
    if not any(span.look.underline for span in spans) or sum(len(span.text) for span in spans) > _LONGEST:
        return None
    links = around.links(at)
    found = [
        number
        for number, span in enumerate(spans)
        if span.look.underline and not links[number] and span.field != "HYPERLINK" and span.text.strip("\n")
    ]
    if not found:
        return None
    part = range(found[0], found[-1] + 1)
    return part if all(spans[number].look.underline or not spans[number].text.strip() for number in part) else None


def _under_words(at: int, part: range, under: str, around: Surroundings) -> Stroke:
    """The line under words: as long as they are, or as their longest line."""
    if "\t" in under:
        return Stroke("underline", at, None)
    paragraph, room = around.paragraph(at), around.room(at)
    layout, look = paragraph.layout, paragraph.spans[part.start].look
    size = around.size(at, part.start)
    widths = [around.width(at, number) for number in range(len(paragraph.spans))]
    blanks = len(under) - len(under.strip())
    length = sum(widths[part.start : part.stop]) - text_width_mm(" " * blanks, size, look.bold, look.italic)
    if room.width is None:
        return Stroke("underline", at, round(length, 3))
    first = layout.first_mm or 0.0
    free = room.width - (layout.left_mm or 0) - (layout.right_mm or 0)
    slack = free - first - sum(widths)
    if "\n" in paragraph.text or slack < 0:
        longest = longest_line_mm(under.strip(), max(free, 5.0), size, look.bold, look.italic)
        return Stroke("underline", at, round(min(longest, length), 3))
    if room.left is None or "\t" in paragraph.text:
        return Stroke("underline", at, round(length, 3))
    share = {"center": 0.5, "right": 1.0}.get(layout.align or "left", 0.0)
    start = room.left + (layout.left_mm or 0.0) + first + slack * share + sum(widths[: part.start])
    return Stroke("underline", at, round(length, 3), (round(start, 3), round(start + length, 3)))
