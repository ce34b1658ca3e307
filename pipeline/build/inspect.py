"""Look at a campaign without making anything: every finding, and the state of units and documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from pipeline.build.plan import Planned, Selection, plan
from pipeline.build.prepare import Prepared, prepare
from pipeline.errors import BaocaoError
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

    prepared: Prepared
    deadline: date | None
    units: tuple[UnitStatus, ...]
    documents: tuple[Planned, ...]

    @property
    def findings(self) -> list[BaocaoError]:
        """Everything that is wrong or worth a look, of data and of documents."""
        found = [*self.prepared.findings, *(error for planned in self.documents for error in planned.errors)]
        return list(dict.fromkeys(found))

    def days_left(self, today: date) -> int | None:
        """Days until the deadline, negative after it."""
        return (self.deadline - today).days if self.deadline else None


def inspect(folder: Path, outputs: Path, selection: Selection | None = None) -> Status:
    """The state of the campaign in ``folder`` against what stands below ``outputs``. Nothing is written.

    Raises:
        UsageError: There is no campaign or no schema.
    """
    selection = selection or Selection()
    prepared = prepare(folder)
    selection.check(prepared)
    before = Outputs.open(outputs / prepared.name)
    documents = tuple(plan(prepared, before, Renderer(), selection))
    deadline = date.fromisoformat(prepared.campaign.data["deadline"]) if prepared.usable else None
    return Status(prepared, deadline, tuple(_units(prepared, selection)), documents)


def _units(prepared: Prepared, selection: Selection) -> list[UnitStatus]:
    errors: dict[str | None, int] = {}
    for finding in prepared.findings:
        if finding.severity == "error":
            errors[finding.unit] = errors.get(finding.unit, 0) + 1
    result = []
    for entry in prepared.asked:
        if selection.units and entry.id not in selection.units:
            continue
        state: UnitState = "delivered" if entry.id in prepared.units else "findings"
        if state == "findings" and entry.id not in prepared.delivered:
            state = "missing"
        result.append(UnitStatus(entry, state, errors.get(entry.id, 0)))
    return result
