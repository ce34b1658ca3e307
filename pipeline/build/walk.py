"""Every unit and every document of a campaign in turn: units first, by one or several processes."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field

from pipeline.build.campaign import Campaign, DocumentId, Selection, tool_version
from pipeline.build.documents import Fill, Planned, blocked
from pipeline.build.summary import Summary
from pipeline.build.workers import Workers
from pipeline.build.workshop import UnitDone, UnitTask, Workshop
from pipeline.errors import BaocaoError
from pipeline.i18n import N_
from pipeline.stages.publish import Outputs
from pipeline.stages.validate import Schemas


@dataclass(slots=True)
class Walk:
    """One way through a campaign. No more than a few units are in memory at a time.

    ``gated``: the layout of what is filled is checked. ``take`` is given what came of each unit; ``findings`` grow
    on the way; ``summary`` is complete when ``arrived``.
    """

    campaign: Campaign
    schemas: Schemas
    selection: Selection
    before: Outputs
    fill: Fill
    gated: bool
    processes: int
    take: Callable[[UnitDone], None]
    findings: list[BaocaoError] = field(default_factory=list)
    arrived: bool = False
    summary: Summary = field(init=False)

    def __post_init__(self) -> None:
        self.findings += self.campaign.findings
        self.summary = Summary(self.campaign)

    def documents(self) -> Generator[Planned, None, None]:
        """Every document that is asked for. Close it (``contextlib.closing``) to end the processes."""
        if not self.campaign.declared:
            return
        for document in self._chosen(self._undelivered()):
            yield blocked(document, N_("no data"))
        tool = tool_version()
        workshop = Workshop(self.campaign, self.fill, self.gated, tool, self.schemas)
        with Workers(workshop, self.processes, tool) as workers:
            for done in workers.deal_with(self._tasks(), len(self.campaign.inputs.units)):
                self.findings += done.findings
                if done.row is not None:
                    self.summary.add(done.row, done.unit)
                self.take(done)
                yield from done.documents
        self.findings += self.summary.close(self.schemas)
        self.arrived = True
        yield from workshop.own(self.summary, self._chosen(self.campaign.own_documents()), self.before)

    def _undelivered(self) -> Iterator[DocumentId]:
        for entry in self.campaign.asked:
            if entry.id not in self.campaign.inputs.units:
                yield from self.campaign.unit_documents(entry.id)

    def _chosen(self, documents: Iterator[DocumentId]) -> Iterator[DocumentId]:
        return (document for document in documents if document in self.selection)

    def _tasks(self) -> Iterator[UnitTask]:
        asked = {entry.id for entry in self.campaign.asked}
        for unit in self.campaign.units:
            of_unit = self.campaign.unit_documents(unit.id) if unit.id in asked else iter(())
            documents = tuple(self._chosen(of_unit))
            yield UnitTask(unit, documents, self.before.some(document.path for document in documents))
