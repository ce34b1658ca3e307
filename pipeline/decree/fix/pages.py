"""Paper and margins."""

from __future__ import annotations

from pipeline.decree.findings import Fault, Said
from pipeline.decree.fix.markup import set_margin, set_paper
from pipeline.decree.fix.state import Editing
from pipeline.decree.measure.units import Element
from pipeline.decree.rules import Rule
from pipeline.decree.say import millimetres, number
from pipeline.i18n import N_


def _section(editing: Editing, fault: Fault) -> Element | None:
    at = (fault.where.section or 0) - 1
    return editing.sections[at] if 0 <= at < len(editing.sections) else None


def size(editing: Editing, rule: Rule, fault: Fault) -> Said | None:
    """The paper of the rule, turned as it was."""
    section = _section(editing, fault)
    if section is None:
        return None
    set_paper(section, rule["width"], rule["height"])
    return Said(N_("{width} × {height} mm"), {"width": number(rule["width"]), "height": number(rule["height"])})


def margin(editing: Editing, rule: Rule, fault: Fault) -> Said | None:
    """The nearest margin that is allowed."""
    section = _section(editing, fault)
    if section is None:
        return None
    measured = editing.document.measured.sections[(fault.where.section or 1) - 1]
    got = abs(getattr(measured, f"{rule['edge']}_mm") or 0.0)
    got += measured.gutter_mm if rule["edge"] == "left" else 0.0
    low, high = rule["range"]
    wanted = low if got < low else high
    set_margin(section, rule["edge"], wanted)
    return millimetres(wanted)
