"""Look at a campaign without making anything: every finding, and the state of units and documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Literal

from pipeline.build.cache import Cache, rare_collection
from pipeline.build.campaign import Campaign, DocumentId, Selection, open_campaign
from pipeline.build.findings import ordered
from pipeline.build.manifest import orphaned
from pipeline.build.planned import Fill, Planned
from pipeline.build.tasks import UnitDone
from pipeline.build.walk import Walk
from pipeline.build.workers import processors
from pipeline.errors import BaocaoError
from pipeline.i18n import N_, Language
from pipeline.stages.aggregate import UnitEntry
from pipeline.stages.files import write_atomic
from pipeline.stages.publish import Outputs
from pipeline.stages.validate import Schemas

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
    campaign: Campaign = field(repr=False)

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


@rare_collection()
def inspect(
    folder: Path, outputs: Path, selection: Selection | None = None, templates: bool = False, processes: int = 0
) -> Status:
    """The state of the campaign in ``folder`` against what stands below ``outputs``. Nothing is written.

    ``templates``: also look through every template, and fill it for every document, to find what is wrong with it.

    Raises:
        UsageError: There is no campaign or no schema, or the selection names what is not there.
    """
    selection = selection or Selection()
    schemas = Schemas(folder)
    campaign = open_campaign(folder, schemas)
    selection.check(campaign)
    if templates and campaign.declared:
        from pipeline.lint import lint_campaign  # noqa: PLC0415 - a look at the state needs none

        campaign.findings += lint_campaign(folder, campaign.record, schemas)
    fill: Fill = "all" if templates else "none"
    cache = Cache.open(outputs / campaign.name)  # read only: what is found out here is not kept
    with closing(Outputs.open(outputs / campaign.name, cache.known)) as before:
        return _inspected(campaign, schemas, before, cache, selection, fill, processes or processors())


def write_comments(
    campaign: Campaign, findings: Iterable[BaocaoError], folder: Path, language: Language
) -> list[Path]:
    """Write a copy of each template that findings have a place in, with a Word comment for each.

    Raises:
        CannotWrite
    """
    from pipeline.lint import annotate  # noqa: PLC0415

    copies: list[Path] = []
    for name, data in annotate(campaign.folder, campaign.record, findings, language) if campaign.declared else ():
        write_atomic(folder / name, data)
        copies.append(folder / name)
    return copies


def _inspected(
    campaign: Campaign,
    schemas: Schemas,
    before: Outputs,
    cache: Cache,
    selection: Selection,
    fill: Fill,
    processes: int,
) -> Status:
    valid: set[str] = set()

    def take(done: UnitDone) -> None:
        valid.update([done.id] if done.row is not None else [])

    walk = Walk(campaign, schemas, selection, before, fill, True, processes, take, cache)
    documents = [_remembered(planned.light(), before) for planned in walk.documents()]
    found = [*walk.findings, *(error for planned in documents for error in planned.errors)]
    documents.sort(key=_order(campaign))
    if selection.everything:
        documents += _orphans(campaign, before)
    findings = ordered(filter(selection.concerns, found), [entry.id for entry in campaign.asked])
    deadline = date.fromisoformat(campaign.data["deadline"]) if campaign.usable else None
    units = tuple(_units(campaign, selection, valid, found)) if campaign.usable else ()
    return Status(campaign.name, campaign.usable, deadline, units, tuple(documents), tuple(findings), campaign)


def _order(campaign: Campaign) -> Callable[[Planned], int]:
    """The order in which the campaign lists its documents."""
    order = {document.path: index for index, document in enumerate(campaign.documents())}
    return lambda planned: order[planned.document.path]


def _orphans(campaign: Campaign, before: Outputs) -> list[Planned]:
    reason = N_("no longer of the campaign")
    return [
        Planned(
            DocumentId(before.documents[path].document, before.documents[path].unit, path.rpartition("/")[2]),
            "orphaned",
            reason,
        )
        for path in orphaned(campaign, before)
    ]


def _remembered(planned: Planned, before: Outputs) -> Planned:
    """A document that is still to be made, and could not be made when it was last tried, has failed."""
    if planned.state in ("missing", "stale") and planned.document.path in before.failed:
        return replace(planned, state="failed", reason=N_("could not be made in the last run"))
    return planned


def _units(
    campaign: Campaign, selection: Selection, valid: set[str], found: list[BaocaoError]
) -> Iterator[UnitStatus]:
    """A unit whose own documents cannot be written has findings, just as one whose data are faulty."""
    errors = Counter(finding.unit for finding in dict.fromkeys(found) if finding.severity == "error")
    for entry in campaign.asked:
        if selection.units and entry.id not in selection.units:
            continue
        state: UnitState = "findings" if errors[entry.id] or entry.id not in valid else "delivered"
        if entry.id not in campaign.inputs.units:
            state = "missing"
        yield UnitStatus(entry, state, errors[entry.id])
