"""Look at a campaign without making anything: every finding, and the state of units and documents."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from pipeline.build.findings import ordered
from pipeline.build.manifest import orphaned
from pipeline.build.plan import Planned, Selection, plan
from pipeline.build.prepare import DocumentId, Prepared, prepare
from pipeline.errors import BaocaoError
from pipeline.i18n import N_
from pipeline.stages.aggregate import UnitEntry
from pipeline.stages.publish import Outputs
from pipeline.stages.render import Renderer

UnitState = Literal["delivered", "findings", "missing"]


@dataclass(frozen=True, slots=True)
class UnitStatus:
    """Whether a unit has delivered, and how many errors stand against its data."""

    entry: UnitEntry
    state: UnitState
    errors: int


@dataclass(frozen=True, slots=True)
class Status:
    """The state of a campaign: its units against the deadline, its documents against its outputs."""

    name: str
    usable: bool
    deadline: date | None
    units: tuple[UnitStatus, ...]
    documents: tuple[Planned, ...]
    findings: tuple[BaocaoError, ...]

    def days_left(self, today: date) -> int | None:
        """Days until the deadline, negative after it."""
        return (self.deadline - today).days if self.deadline else None

    @property
    def clean(self) -> bool:
        """Whether all units have delivered and every document is as it should be."""
        delivered = all(unit.state == "delivered" for unit in self.units)
        return (
            self.usable and delivered and all(p.state in ("fresh", "edited", "orphaned") for p in self.documents)
        )


def inspect(folder: Path, outputs: Path, selection: Selection | None = None, templates: bool = False) -> Status:
    """The state of the campaign in ``folder`` against what stands below ``outputs``. Nothing is written.

    ``templates``: also fill every document's template, to find what is wrong with it.

    Raises:
        UsageError: There is no campaign or no schema, or the selection names what is not there.
    """
    selection = selection or Selection()
    prepared = prepare(folder)
    selection.check(prepared)
    before = Outputs.open(outputs / prepared.name)
    renderer = Renderer()
    planned = plan(prepared, before, renderer, selection)
    filled = (_filled(one, prepared, renderer) if templates else one for one in planned)
    documents = [_remembered(one.light(), before) for one in filled]
    found = [*prepared.findings, *(error for planned in documents for error in planned.errors)]
    if not (selection.units or selection.documents):
        documents += _orphans(prepared, before)
    findings = ordered(filter(selection.concerns, found), [entry.id for entry in prepared.asked])
    deadline = date.fromisoformat(prepared.campaign.data["deadline"]) if prepared.usable else None
    units = tuple(_units(prepared, selection, found)) if prepared.usable else ()
    return Status(prepared.name, prepared.usable, deadline, units, tuple(documents), tuple(findings))


def _orphans(prepared: Prepared, before: Outputs) -> list[Planned]:
    reason = N_("no longer of the campaign")
    return [
        Planned(
            DocumentId(before.documents[path].document, before.documents[path].unit, path.rpartition("/")[2]),
            "orphaned",
            reason,
        )
        for path in orphaned(prepared, before)
    ]


def _filled(planned: Planned, prepared: Prepared, renderer: Renderer) -> Planned:
    """A document with what stands against filling its template."""
    if planned.context is None or planned.subject is None:
        return planned
    document = planned.document
    try:
        renderer.render(prepared.template(document), planned.context, planned.subject.figures)
    except BaocaoError as error:
        errors = (*planned.errors, error.about(document.unit, document.key))
        return replace(planned, state="blocked", reason=N_("findings"), errors=errors)
    return planned


def _remembered(planned: Planned, before: Outputs) -> Planned:
    """A document that is still to be made, and could not be made when it was last tried, has failed."""
    if planned.state in ("missing", "stale") and planned.document.path in before.failed:
        return replace(planned, state="failed", reason=N_("could not be made in the last run"))
    return planned


def _units(prepared: Prepared, selection: Selection, found: list[BaocaoError]) -> list[UnitStatus]:
    """A unit whose own documents cannot be written has findings, just as one whose data are faulty."""
    errors = Counter(finding.unit for finding in dict.fromkeys(found) if finding.severity == "error")
    result = []
    for entry in prepared.asked:
        if selection.units and entry.id not in selection.units:
            continue
        state: UnitState = "findings" if errors[entry.id] or entry.id not in prepared.units else "delivered"
        if entry.id not in prepared.delivered:
            state = "missing"
        result.append(UnitStatus(entry, state, errors[entry.id]))
    return result
