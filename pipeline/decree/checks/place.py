"""Where components stand: in which half of the page, under and beside which others."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.decree.checks.letters import alone, longest_mm, own, size_of
from pipeline.decree.checks.look import own_or_annex
from pipeline.decree.findings import Fault, Said, Where
from pipeline.decree.model import Piece, Recognised
from pipeline.decree.rules import Rule, measure
from pipeline.decree.say import millimetres, quote
from pipeline.docx.metrics import text_width_mm
from pipeline.i18n import N_

SIDES = {
    "left": Said(N_("in the left half of the page")),
    "right": Said(N_("in the right half of the page")),
    "full": Said(N_("across the page")),
}
LEVEL_MM = 3.0
"""On a PDF, lines are level whose upper edges differ by no more than this (letters have different heights)."""


@measure("side", side=True)
def side(document: Recognised, rule: Rule) -> Iterable[Fault]:
    """Components stand in the ``left`` or ``right`` half of the page, or ``full`` across it."""
    for piece in own_or_annex(document, rule):
        if piece.side is not None and piece.side != rule["side"]:
            yield Fault(Where.of(piece), SIDES[piece.side], SIDES[rule["side"]])


@measure("level", beside=True)
def level(document: Recognised, rule: Rule) -> Iterable[Fault]:
    """The first of the components is on one line with the first of those ``beside`` it.

    A PDF tells by their heights, a DOCX by their rows if both are in one table; else the check is silent.
    """
    one, other = _first(document, rule.of), _first(document, rule["beside"])
    if one is None or other is None or one.paragraph.index == other.paragraph.index:
        return
    if _uneven(one, other):
        yield Fault(
            Where.of(one),
            Said(N_("on another line")),
            Said(N_("on the line of {text}"), {"text": quote(other.text)}),
        )


def _first(document: Recognised, names: Iterable[str]) -> Piece | None:
    """The piece of these components that comes first in the main text."""
    pieces = (piece for piece in own(document, *names) if piece.annex is None)
    return min(pieces, key=lambda piece: piece.paragraph.index, default=None)


def _uneven(one: Piece, other: Piece) -> bool:
    if one.paragraph.box is not None and other.paragraph.box is not None:
        same_page = one.paragraph.page == other.paragraph.page
        return same_page and abs(one.paragraph.box.y0 - other.paragraph.box.y0) > LEVEL_MM
    here, there = one.paragraph.cell, other.paragraph.cell
    return here is not None and there is not None and here.table == there.table and here.row != there.row


@measure("under-sign", above=True, sign=True, tolerance=True)
def under_sign(document: Recognised, rule: Rule) -> Iterable[Fault]:
    """The components begin under the last ``sign`` of the nearest component ``above``; ``tolerance`` in mm."""
    for piece in own(document, *rule.of):
        index = piece.paragraph.index
        above = [other for other in document.all(rule["above"]) if other.paragraph.index < index]
        mark = _sign_mm(document, above[-1], rule["sign"]) if above else None
        begin = begin_mm(document, piece)
        if mark is not None and begin is not None and abs(begin - mark) > rule["tolerance"]:
            yield Fault(
                Where.of(piece),
                Said(N_("{distance} aside"), {"distance": millimetres(abs(begin - mark), 0)}),
                Said(N_("under {text}"), {"text": quote(rule["sign"])}),
            )


def _sign_mm(document: Recognised, piece: Piece, sign: str) -> float | None:
    """The place of a sign in a component of one line."""
    begin, size = begin_mm(document, piece), size_of(piece)
    if begin is None or size is None or sign not in piece.text:
        return None
    look = piece.spans[0].look
    return begin + text_width_mm(piece.text[: piece.text.rindex(sign)], size, look.bold, look.italic)


def begin_mm(document: Recognised, piece: Piece) -> float | None:
    """Where the first letter of a component stands from the left edge of the paper, if that can be told."""
    paragraph, layout = piece.paragraph, piece.paragraph.layout
    if paragraph.lines:
        return paragraph.lines[0].box.x0
    if layout.align in ("center", "right"):
        middle, width = middle_mm(document, piece), longest_mm(piece)
        return None if middle is None or width is None else middle - width / 2
    if paragraph.column_mm is None or layout.first_mm is None or paragraph.label:
        return None
    start = (layout.left_mm or 0.0) + layout.first_mm
    text = paragraph.text
    tabs = len(text) - len(text.lstrip("\t"))
    stops = [stop for stop in paragraph.stops_mm if stop > paragraph.column_mm[0] + start]
    if tabs:
        return sorted(stops)[tabs - 1] if tabs <= len(stops) else None
    blanks = text_width_mm(text[: len(text) - len(text.lstrip(" \u00a0"))], size_of(piece) or 0.0)
    return paragraph.column_mm[0] + start + blanks


@measure("centred-under", above=True, tolerance=True)
def centred_under(document: Recognised, rule: Rule) -> Iterable[Fault]:
    """The middle of a component is the middle of the first of ``above`` within ``tolerance`` (mm)."""
    top = _first(document, rule["above"])
    middle = None if top is None else middle_mm(document, top)
    if top is None or middle is None:
        return
    for piece in own(document, *rule.of):
        got = middle_mm(document, piece)
        if got is not None and piece.side == top.side and abs(got - middle) > rule["tolerance"]:
            yield Fault(
                Where.of(piece),
                Said(N_("{distance} beside the middle"), {"distance": millimetres(abs(got - middle), 0)}),
                Said(N_("centred under {text}"), {"text": quote(top.text)}),
            )


def middle_mm(document: Recognised, piece: Piece) -> float | None:
    """The middle of a component from the left edge of the paper; of a DOCX as its alignment, indents and blanks
    put it, None where tabs do or another component shares the paragraph."""
    paragraph = piece.paragraph
    if not alone(document, piece):
        return None
    if paragraph.box is not None:
        return (paragraph.box.x0 + paragraph.box.x1) / 2
    text = paragraph.text  # with the blanks before the component
    layout, width, size = paragraph.layout, longest_mm(piece), size_of(piece)
    if paragraph.column_mm is None or "\t" in text or width is None or size is None:
        return None
    left = paragraph.column_mm[0] + (layout.left_mm or 0.0) + (layout.first_mm or 0.0)
    right = paragraph.column_mm[1] - (layout.right_mm or 0.0)
    if layout.align == "center":
        return (left + right) / 2
    blanks = text_width_mm(text[: len(text) - len(text.lstrip(" \u00a0"))], paragraph.spans[0].look.size or size)
    return right - width / 2 if layout.align == "right" else left + blanks + width / 2
