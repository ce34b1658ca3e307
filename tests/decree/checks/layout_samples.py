"""Recognised documents made by hand, and rules held against them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pipeline.decree.findings import Fault, Finding
from pipeline.decree.judge import findings_of
from pipeline.decree.model import (
    Box,
    CellPlace,
    Layout,
    Line,
    Look,
    Measured,
    Name,
    Page,
    Paragraph,
    Piece,
    Recognised,
    Section,
    Span,
    Strip,
    Stroke,
)
from pipeline.decree.profiles import load_profile
from pipeline.decree.rules import MEASURES, Applies, Rule

load_profile()
TIMES = Look("Times New Roman", 14.0)
RUNNING = Layout("both", 0.0, 0.0, 12.7, 6.0, 0.0, 1.15)
CENTRED = Layout("center", 0.0, 0.0, 0.0, 0.0, 0.0, 1.0)
TEXT_MM = (30.0, 195.0)
LEFT_MM, RIGHT_MM = (30.0, 97.0), (97.0, 195.0)


def look(size: float | None = 14.0, *, bold: bool = False, italic: bool = False, **more: Any) -> Look:
    return Look(**{"font": "Times New Roman", "size": size, "bold": bold, "italic": italic, **more})


def spans(*texts: str | tuple[str, Look], like: Look = TIMES) -> tuple[Span, ...]:
    return tuple(Span(text, like) if isinstance(text, str) else Span(*text) for text in texts)


class Sheet:
    """A document that is written piece by piece."""

    def __init__(self, format: str = "docx") -> None:
        self.format: Any = format
        self.pieces: list[Piece] = []
        self.strokes: dict[str, tuple[Stroke, ...]] = {}
        self.sections: list[Section] = [Section(210.0, 297.0, 20.0, 20.0, 30.0, 20.0, title_page=True)]
        self.pages: list[Page] = []

    def add(
        self,
        name: Name,
        *texts: str | tuple[str, Look],
        like: Look = TIMES,
        layout: Layout = RUNNING,
        column: tuple[float, float] | None = TEXT_MM,
        annex: int | None = None,
        side: Any = None,
        same: bool = False,
        **more: Any,
    ) -> Piece:
        """Add a component in a paragraph of its own, or in the last one (``same``)."""
        made = spans(*texts, like=like)
        text = " ".join("".join(span.text for span in made).split())
        if same:
            before = self.pieces[-1].paragraph
            paragraph = replace(before, spans=(*before.spans, *made))
            self.pieces = [replace(p, paragraph=paragraph) if p.paragraph is before else p for p in self.pieces]
        else:
            index = self.pieces[-1].paragraph.index + 1 if self.pieces else 0
            index += more.pop("skip", 0)
            paragraph = Paragraph(index, made, layout, column_mm=column, part="word/document.xml", **more)
        piece = Piece(name, paragraph, made, text, side, annex=annex)
        self.pieces.append(piece)
        return piece

    def stroke(self, name: str, length: float | None, **more: Any) -> None:
        after = self.pieces[-1].paragraph.index
        made = Stroke(more.pop("form", "shape"), after, length, **more)
        self.strokes[name] = (*self.strokes.get(name, ()), made)

    def recognised(
        self, kind: str = "BC", state: Any = "issued", family: Any = "REP", direction: Any = ""
    ) -> Recognised:
        paragraphs: dict[int, Paragraph] = {piece.paragraph.index: piece.paragraph for piece in self.pieces}
        strokes = tuple(stroke for found in self.strokes.values() for stroke in found)
        measured = Measured(
            self.format, "sample", tuple(paragraphs.values()), tuple(self.sections), strokes, tuple(self.pages)
        )
        return Recognised(measured, kind, family, state, direction, tuple(self.pieces), dict(self.strokes))


def faults(
    sheet: Sheet | Recognised, measure: str, of: str | Sequence[str] = (), /, **parameters: Any
) -> list[tuple[str, str]]:
    """What a measure finds and expects, in English."""
    document = sheet.recognised() if isinstance(sheet, Sheet) else sheet
    return [
        (fault.found.in_("en"), fault.expected.in_("en"))
        for fault in raw_faults(document, measure, of, parameters)
    ]


def raw_faults(
    document: Recognised, measure: str, of: str | Sequence[str], parameters: Mapping[str, Any]
) -> list[Fault]:
    rule = rule_of(measure, of, parameters)
    return list(rule.check(document))


def rule_of(measure: str, of: str | Sequence[str], parameters: Mapping[str, Any]) -> Rule:
    known = MEASURES[measure]
    assert set(parameters) <= set(known.parameters)
    assert {name for name, needed in known.parameters.items() if needed} <= set(parameters)
    names = (of,) if isinstance(of, str) else tuple(of)
    said = {"vi": "…", "en": "…"}
    return Rule("x", "", "C2", "error", measure, names, parameters, Applies(), frozenset(), said, said)


def findings(sheet: Sheet, *ids: str, **how: Any) -> list[Finding]:
    """Findings of these rules of the profile in a document."""
    rules = load_profile().by_id
    return list(findings_of(sheet.recognised(**how), [rules[id] for id in ids]))


def numbered(
    text: str = "2",
    like: Look = TIMES,
    *,
    layout: Layout = CENTRED,
    beside: tuple[str, str] = ("", ""),
    index: int = 900,
) -> Paragraph:
    """A paragraph of a header with a page number."""
    made = (Span(beside[0], like), Span(text, like, "PAGE"), Span(beside[1], like))
    return Paragraph(index, tuple(s for s in made if s.text), layout, "header", "word/header1.xml")


def strip(paragraph: Paragraph | None, kind: Any = "default", place: Any = "header") -> Strip:
    return Strip(place, kind, (paragraph,) if paragraph else ())


def printed(text: str, page: int, middle: float = 107.5, top: float = 10.0, like: Look = TIMES) -> Line:
    return Line(Box(middle - 2, top, middle + 2, top + 5), (Span(text, like),), page)


def cell(row: int, column: int, table: int = 0, *, ruled: bool = False) -> CellPlace:
    return CellPlace(table, row, column, 2, ruled)
