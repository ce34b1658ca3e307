"""The paper: its size, the way it is turned, and its margins."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.decree.findings import Fault, Said, Where
from pipeline.decree.model import Measured, Recognised, Section
from pipeline.decree.rules import Rule, measure
from pipeline.decree.say import millimetre_range, number
from pipeline.i18n import N_

LENGTH_MM, PDF_MM = 0.3, 0.5
"""Lengths of a DOCX, and of a PDF, that differ by no more than this are the same."""

RUNNING = 60
"""Letters of a paragraph of running text; a turned page may hold a chart with a few words."""

PORTRAIT, LANDSCAPE = Said(N_("portrait")), Said(N_("landscape"))


@measure("page-size", width=True, height=True, tolerance=False)
def page_size(document: Recognised, rule: Rule) -> Iterable[Fault]:
    """The paper of every section (PDF: page) is ``width`` by ``height`` mm, either way up."""
    wanted = sorted((rule["width"], rule["height"]))
    tolerance = rule.get("tolerance", LENGTH_MM)
    for where, width, height in _papers(document.measured):
        if any(abs(got - want) > tolerance for got, want in zip(sorted((width, height)), wanted, strict=True)):
            yield Fault(where, _sheet(width, height), _sheet(rule["width"], rule["height"]))


def _papers(measured: Measured) -> Iterable[tuple[Where, float, float]]:
    if measured.format == "pdf":
        for number_, page in enumerate(measured.pages):
            yield Where(page=number_ + 1), page.width_mm, page.height_mm
        return
    for number_, section in enumerate(measured.sections):
        if section.width_mm is not None and section.height_mm is not None:
            yield Where(section=number_ + 1), section.width_mm, section.height_mm


def _sheet(width: float, height: float) -> Said:
    return Said(N_("{width} × {height} mm"), {"width": number(width), "height": number(height)})


@measure("orientation")
def orientation(document: Recognised, _rule: Rule) -> Iterable[Fault]:
    """Pages stand upright; one that holds a table of figures, or but a chart, may be turned."""
    measured = document.measured
    if measured.format == "pdf":
        for number_, page in enumerate(measured.pages):
            if page.width_mm > page.height_mm and _is_plain(measured, number_):
                yield Fault(Where(page=number_ + 1), LANDSCAPE, PORTRAIT)
        return
    tables = {p.section for p in measured.paragraphs if p.cell is not None and p.cell.ruled}
    texts = {p.section for p in measured.paragraphs if p.region == "body" and len(p.text) > RUNNING}
    for number_, section in enumerate(measured.sections):
        if _is_turned(section) and number_ in texts - tables:
            yield Fault(Where(section=number_ + 1), LANDSCAPE, PORTRAIT)


def _is_plain(measured: Measured, page: int) -> bool:
    """Whether a page of a PDF holds running text and nothing that could be a table, with lines or without."""
    paragraphs = [p for p in measured.paragraphs if any(line.page == page for line in p.lines)]
    texts = [line.text for p in paragraphs for line in p.lines if line.page == page]
    if measured.pages[page].pictures or any("\t" in text or "    " in text for text in texts):
        return False
    most = measured.pages[page].width_mm / 2
    across = all(p.region == "body" and p.column_mm and p.column_mm[1] - p.column_mm[0] > most for p in paragraphs)
    return across and any(len(p.lines) > 1 for p in paragraphs)


def _is_turned(section: Section) -> bool:
    return section.landscape or (section.width_mm or 0.0) > (section.height_mm or float("inf"))


@measure("margin", edge=True, range=True, tolerance=False)
def margin(document: Recognised, rule: Rule) -> Iterable[Fault]:
    """The margin at one ``edge`` (top, bottom, left, right) of every section is in ``range`` (mm).

    The gutter adds to the left margin. Turned pages are spared: nobody says which way their margins turn. Of a PDF
    ink is known and not margins: above and below it can prove that a margin is too small, never too large.
    """
    low, high = rule["range"]
    pdf = document.measured.format == "pdf"
    tolerance = rule.get("tolerance", PDF_MM if pdf else LENGTH_MM)
    most = float("inf") if pdf and rule["edge"] in ("top", "bottom") else high + tolerance
    for number_, section in enumerate(document.measured.sections):
        got: float | None = getattr(section, f"{rule['edge']}_mm")
        if got is None or _is_turned(section):
            continue
        got = abs(got) + (section.gutter_mm if rule["edge"] == "left" else 0.0)
        if not low - tolerance <= got <= most:
            yield Fault(Where(section=number_ + 1), millimetre_range(got, got), millimetre_range(low, high))
