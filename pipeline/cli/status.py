"""``baocao status``"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from pipeline import vietnamese as vi
from pipeline.build.campaign import Selection
from pipeline.build.inspect import Status, UnitState, inspect
from pipeline.build.planned import Planned, State
from pipeline.cli.output import (
    CAMPAIGN,
    JSON,
    LANGUAGE,
    OUTPUTS,
    UNITS,
    print_findings,
    print_json,
    print_table,
    reason_lines,
)
from pipeline.i18n import N_, Language, translate

UNIT_STATES: dict[UnitState, str] = {
    "delivered": N_("delivered"),
    "findings": N_("has findings"),
    "missing": N_("not delivered"),
}
DOCUMENT_STATES: dict[State, str] = {
    "fresh": N_("up to date"),
    "stale": N_("stale"),
    "missing": N_("not made"),
    "edited": N_("edited by hand"),
    "blocked": N_("blocked"),
    "failed": N_("cannot be made"),
    "orphaned": N_("orphaned"),
}
RARE: frozenset[State] = frozenset({"failed", "orphaned"})


@click.command("status")
@CAMPAIGN
@OUTPUTS
@UNITS
@click.option("--all", "everything", is_flag=True, help="Also list units and documents with which all is well.")
@JSON
@LANGUAGE
def status_command(
    campaign: Path, outputs: Path, units: tuple[str, ...], everything: bool, as_json: bool, language: Language
) -> None:
    """Which units have not delivered, and which documents are missing, stale or edited."""
    status = inspect(campaign, outputs, Selection(units))
    if as_json:
        print_json(to_json(status))
    elif status.usable:
        _print(status, everything, language)
    else:
        print_findings(status.findings, language, campaign)
        click.echo(translate(N_("The campaign itself has errors; no document can be made."), language))
    sys.exit(0 if status.clean else 1)


def _print(status: Status, everything: bool, language: Language) -> None:
    def say(text: str, **params: object) -> str:
        return translate(text, language, **params)

    def counts(words: Mapping[Any, str], found: Mapping[Any, int]) -> str:
        return ", ".join(
            f"{say(word)}: {found[key]}" for key, word in words.items() if found[key] or key not in RARE
        )

    left = status.days_left(date.today())
    if left is not None and status.deadline is not None:
        day = vi.short_date(status.deadline)
        text = N_("Deadline {day}: {days} days left.") if left >= 0 else N_("Deadline {day}: {days} days ago.")
        click.echo(say(text, day=day, days=abs(left)))
    click.echo(counts(UNIT_STATES, Counter(unit.state for unit in status.units)))
    rows = [
        (unit.entry.id, unit.entry.name, say(UNIT_STATES[unit.state]), str(unit.errors or ""))
        for unit in status.units
        if everything or unit.state != "delivered"
    ]
    if rows:
        print_table([say(N_("Unit")), say(N_("Name")), say(N_("State")), say(N_("Errors"))], rows)
    click.echo(counts(DOCUMENT_STATES, Counter(planned.state for planned in status.documents)))
    lines = [
        (planned.document.path, say(DOCUMENT_STATES[planned.state]), _why(planned, language))
        for planned in status.documents
        if everything or planned.state != "fresh" or planned.reasons
    ]
    if lines:
        print_table([say(N_("Document")), say(N_("State")), say(N_("Reason"))], lines)


def _why(planned: Planned, language: Language) -> str:
    """The first error of the document itself, else every reason why it is not up to date."""
    error = next((error for error in planned.errors if error.severity == "error"), None)
    if error is not None:
        return error.message(language)
    return "\n".join(reason_lines(planned.reasons, language)) or translate(planned.reason, language)


def to_json(status: Status) -> dict[str, object]:
    """The status as ``--json`` prints it (format baocao-status/1)."""
    return {
        "format": "baocao-status/1",
        "campaign": status.name,
        "usable": status.usable,
        "deadline": status.deadline.isoformat() if status.deadline else None,
        "days_left": status.days_left(date.today()),
        "units": [
            {"id": unit.entry.id, "name": unit.entry.name, "state": unit.state, "errors": unit.errors}
            for unit in status.units
        ],
        "documents": [
            {
                "path": planned.document.path,
                "state": planned.state,
                "reason": planned.reason,
                "reasons": [reason.to_json() for reason in planned.reasons],
            }
            for planned in status.documents
        ],
        "findings": [finding.to_json() for finding in status.findings],
    }
