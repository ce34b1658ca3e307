"""The lines drawn under components."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.decree.checks.letters import longest_mm, without_tags
from pipeline.decree.checks.look import own_or_annex
from pipeline.decree.checks.page import LENGTH_MM, PDF_MM
from pipeline.decree.checks.place import middle_mm
from pipeline.decree.findings import Fault, Said, Where
from pipeline.decree.model import Piece, Recognised, Stroke
from pipeline.decree.rules import Rule, measure
from pipeline.decree.say import NONE, millimetre_range, millimetres
from pipeline.i18n import N_

LINE = Said(N_("a line under the text"))


def _of(document: Recognised, rule: Rule) -> Iterator[tuple[tuple[Piece, ...], tuple[Stroke, ...]]]:
    """The components with the lines under them: those of the main text, or of each annex.

    Where several annexes have one, each line belongs to that whose paragraphs are nearest.
    """
    pieces = tuple(own_or_annex(document, rule))
    groups: dict[int | None, tuple[Piece, ...]] = {}
    for piece in tuple(piece for piece in pieces if piece.annex is None) or pieces:
        groups[piece.annex] = (*groups.get(piece.annex, ()), piece)
    lines: dict[int | None, tuple[Stroke, ...]] = {}
    for stroke_ in (stroke_ for name in rule.of for stroke_ in document.strokes.get(name, ())):
        if groups:
            nearest = min(groups, key=lambda annex: _distance(groups[annex], stroke_))
            lines[nearest] = (*lines.get(nearest, ()), stroke_)
    for annex, found in groups.items():
        yield found, lines.get(annex, ())


def _distance(pieces: tuple[Piece, ...], stroke_: Stroke) -> int:
    return min(abs(piece.paragraph.index - stroke_.after) for piece in pieces)


@measure("stroke")
def stroke(document: Recognised, rule: Rule) -> Iterable[Fault]:
    """There is a line under the component. A template draws it when it is filled: it is spared."""
    for pieces, strokes in _of(document, rule):
        if not strokes and not _is_template(document, pieces):
            yield Fault(Where.of(pieces[-1]), NONE, LINE)


def _is_template(document: Recognised, pieces: tuple[Piece, ...]) -> bool:
    """Whether the component, or what stands right under it, is a tag that nobody has filled."""
    indices = {piece.paragraph.index + step for piece in pieces for step in (0, 1)}
    paragraphs = document.measured.paragraphs[min(indices) : max(indices) + 1]
    texts = (paragraph.text for paragraph in paragraphs if paragraph.index in indices)
    return any(without_tags(text) != text for text in texts)


@measure("no-stroke")
def no_stroke(document: Recognised, rule: Rule) -> Iterable[Fault]:
    """There is no line under the component."""
    for pieces, strokes in _of(document, rule):
        if strokes:
            yield Fault(Where.of(pieces[-1]), LINE, NONE)


@measure("stroke-solid")
def stroke_solid(document: Recognised, rule: Rule) -> Iterable[Fault]:
    """The line under the component is solid: neither dashed nor dotted nor doubled."""
    for pieces, strokes in _of(document, rule):
        if strokes and not any(one.solid for one in strokes):
            yield Fault(Where.of(pieces[-1]), Said(N_("a broken or double line")), Said(N_("a solid line")))


@measure("stroke-length", ratio=True, slack=False)
def stroke_length(document: Recognised, rule: Rule) -> Iterable[Fault]:
    """The line is ``ratio`` (from, to) times as long as the longest line of the component's text.

    ``slack``: how much the ratio may miss that; lines are drawn by hand and letters measured.
    """
    (low, high), slack = rule["ratio"], rule.get("slack", 0.0)
    near = PDF_MM if document.measured.format == "pdf" else LENGTH_MM
    for pieces, strokes in _of(document, rule):
        lengths = [one.length_mm for one in strokes if one.length_mm is not None]
        widths = [width for piece in pieces if (width := longest_mm(piece)) is not None]
        if not lengths or len(widths) != len(pieces) or any(without_tags(p.text) != p.text for p in pieces):
            continue
        least, most = max(widths) * (low - slack) - near, max(widths) * (high + slack) + near
        if not any(least <= length <= most for length in lengths):
            got = min(lengths, key=lambda length: min(abs(length - least), abs(length - most)))
            expected = millimetre_range(max(widths) * low, max(widths) * high)
            yield Fault(Where.of(pieces[-1]), millimetres(got), expected)


@measure("stroke-middle", tolerance=True)
def stroke_middle(document: Recognised, rule: Rule) -> Iterable[Fault]:
    """The middle of the line is the middle of the text above it within ``tolerance`` (mm)."""
    for pieces, strokes in _of(document, rule):
        middles = [middle for piece in pieces if (middle := middle_mm(document, piece)) is not None]
        asides = [abs(sum(one.x_mm) / 2 - middles[-1]) for one in strokes if one.x_mm is not None and middles]
        if asides and min(asides) > rule["tolerance"]:
            aside = Said(N_("{distance} beside the middle"), {"distance": millimetres(min(asides), 0)})
            yield Fault(Where.of(pieces[-1]), aside, Said(N_("in the middle under the text")))
