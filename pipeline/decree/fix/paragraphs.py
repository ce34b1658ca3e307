"""The layout of paragraphs: alignment, indents, gaps, line spacing."""

from __future__ import annotations

from pipeline.decree.checks.paragraphs import ALIGNED
from pipeline.decree.checks.place import middle_mm
from pipeline.decree.findings import Fault, Said
from pipeline.decree.fix.markup import set_align, set_gap, set_indent, set_line_spacing
from pipeline.decree.fix.state import Editing
from pipeline.decree.model import Paragraph
from pipeline.decree.rules import Rule
from pipeline.decree.say import millimetres, number, points
from pipeline.i18n import N_


def _paragraph(editing: Editing, rule: Rule, fault: Fault) -> Paragraph | None:
    pieces = editing.pieces(rule, fault)
    return pieces[0].paragraph if pieces else None


def align(editing: Editing, rule: Rule, fault: Fault) -> Said | None:
    """The alignment of the rule; what is centred has no indents, which would put it aside."""
    paragraph = _paragraph(editing, rule, fault)
    if paragraph is None:
        return None
    element = editing.element(paragraph)
    set_align(element, rule["align"])
    if rule["align"] == "center":
        set_indent(element, 0, 0, 0)
    return ALIGNED[rule["align"]]


def centred_under(editing: Editing, rule: Rule, fault: Fault) -> Said | None:
    """Centred, with the indents that bring the middle of a component under that of another in the same column."""
    tops = [piece for name in rule["above"] for piece in editing.document.all(name)]
    pieces = editing.pieces(rule, fault)
    top = min(tops, key=lambda piece: piece.paragraph.index, default=None)
    middle = None if top is None else middle_mm(editing.document, top)
    column = pieces[0].paragraph.column_mm if pieces else None
    if column is None or middle is None or not column[0] < middle < column[1]:
        return None
    aside = 2 * (middle - sum(column) / 2)
    set_align(editing.element(pieces[0].paragraph), "center")
    set_indent(editing.element(pieces[0].paragraph), max(aside, 0.0), max(-aside, 0.0), 0)
    return ALIGNED["center"]


def indent(editing: Editing, rule: Rule, fault: Fault) -> Said | None:
    """The nearest first-line indent that is allowed, without another. Tabs and blanks are text and stay."""
    paragraph = _paragraph(editing, rule, fault)
    if paragraph is None or paragraph.text[:1].isspace() or paragraph.layout.first_mm is None:
        return None
    got = (paragraph.layout.left_mm or 0.0) + paragraph.layout.first_mm
    wanted: float = min(rule["values"], key=lambda value: abs(value - got))
    set_indent(editing.element(paragraph), 0, paragraph.layout.right_mm or 0.0, wanted)
    return millimetres(wanted)


def gap(editing: Editing, rule: Rule, fault: Fault) -> Said | None:
    """So much before a paragraph that, with what is after the one above, it is the least that is allowed."""
    paragraph = _paragraph(editing, rule, fault)
    return None if paragraph is None else _set_gap(editing, paragraph, rule["min"])


def gap_between(editing: Editing, rule: Rule, fault: Fault) -> Said | None:
    """The gap of the rule to the component above."""
    paragraph = _paragraph(editing, rule, fault)
    return None if paragraph is None else _set_gap(editing, paragraph, rule["gap"])


def _set_gap(editing: Editing, paragraph: Paragraph, wanted: float) -> Said | None:
    above = editing.document.measured.paragraphs[paragraph.index - 1]
    after = above.layout.after_pt or 0.0
    if after > wanted:
        set_gap(editing.element(above), "after", wanted)
        after = wanted
    elif after:
        set_gap(editing.element(above), "after", after)
    set_gap(editing.element(paragraph), "before", wanted - after)
    return points(wanted)


def line_spacing(editing: Editing, rule: Rule, fault: Fault) -> Said | None:
    """The nearest line spacing that is allowed."""
    paragraph = _paragraph(editing, rule, fault)
    if paragraph is None:
        return None
    got = paragraph.layout.line
    wanted = rule["max"] if got is None else min(max(got, rule["min"]), rule["max"])
    set_line_spacing(editing.element(paragraph), wanted)
    return Said(N_("{number} lines"), {"number": number(wanted, 2)})
