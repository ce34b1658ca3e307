"""What one process does for units: check their data, write their documents, and tell what the campaign needs."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from pipeline.build.campaign import Campaign, DocumentId
from pipeline.build.documents import Desk
from pipeline.build.facts import Configuration, Moved, configurations
from pipeline.build.findings import program_fault
from pipeline.build.manifest import figure_lines, record_lines
from pipeline.build.packing import packed_row
from pipeline.build.planned import Fill, Planned, blocked
from pipeline.build.summary import Summary
from pipeline.build.tasks import UnitDone, UnitTask
from pipeline.build.units import Checked, Checker
from pipeline.decree.gate import Gate
from pipeline.i18n import N_
from pipeline.model import Place
from pipeline.stages.aggregate.columns import Mentioned, unit_row
from pipeline.stages.load import CAMPAIGN_FILE
from pipeline.stages.localise import Subject, unit_names
from pipeline.stages.publish import Outputs
from pipeline.stages.render import Renderer
from pipeline.stages.validate import Schemas


class Workshop:
    """Everything that stays the same from unit to unit, in one process: schemas, texts, compiled templates.

    ``fill`` says which templates are filled, ``gated`` whether the layout of what is filled is checked, and
    ``tool`` is the version of the program.
    """

    def __init__(
        self, campaign: Campaign, fill: Fill, gated: bool, tool: str, schemas: Schemas | None = None
    ) -> None:
        self.campaign, self.fill, self.gated = campaign, fill, gated
        self.schemas = schemas or Schemas(campaign.folder)
        self._checker = Checker(campaign, self.schemas)
        self._desk: Desk | None = None
        if campaign.text is not None:
            text = replace(campaign.text, texts=self._checker.texts)
            renderer = Renderer(campaign.folder)
            pictures = renderer.assets.fingerprint() if renderer.assets else ""
            gate = Gate(campaign.profile) if gated and fill != "none" else None
            self.configuration = Configuration(renderer, tool)
            self._desk = Desk(campaign, text, renderer, tool + pictures, gate, self.configuration)
        data = campaign.data
        own = [data["documents"][document.key] for document in campaign.own_documents()]
        declared = (data.get("aggregates", {}).get("campaign", {}), data.get("checks", {}).get("campaign", []))
        self._mentioned = Mentioned(*own, *declared)

    def units(self, tasks: Sequence[UnitTask]) -> list[UnitDone]:
        """Deal with some units. A bug of ours costs the unit that it shows in, and no other."""
        try:
            checked = self._checker.check([task.source for task in tasks])
            return [self._unit(task, one) for task, one in zip(tasks, checked, strict=True)]
        except Exception as error:
            if len(tasks) > 1:
                return [done for task in tasks for done in self.units([task])]
            return [_broken(tasks[0], error)]

    def _unit(self, task: UnitTask, checked: Checked) -> UnitDone:
        unit = checked.unit
        if unit is None:
            documents = tuple(blocked(document) for document in task.documents)
            return UnitDone(checked.id, checked.findings, documents, checked.source)
        subject = partial(Subject, unit.entry, unit.issuer, unit.record, unit.figures)
        names = unit_names(unit.entry, unit.issuer)
        collecting = checked.id == self.campaign.data["collecting_unit"]
        return UnitDone(
            checked.id,
            checked.findings,
            tuple(self._plan(document, subject, task.before) for document in task.documents),
            checked.source,
            packed_row(unit_row(unit.entry, unit.figures, self._mentioned, names, unit.issuer.illustrative)),
            unit if collecting else None,
            tuple(figure_lines(unit.figures)),
            tuple(record_lines(unit.figures)),
        )

    def made_of(self) -> dict[str, dict[str, Any]]:
        """The configurations of the documents of the campaign, by the hash that documents know them by."""
        return configurations(self.campaign, self.configuration) if self._desk else {}

    def own(
        self, summary: Summary, documents: Iterable[DocumentId], before: Outputs, moved: Moved
    ) -> Iterator[Planned]:
        """The documents of the campaign as a whole, when all units are in."""
        for document in documents:
            if summary.blocked:
                yield blocked(document, N_("findings"))
            else:
                yield self._plan(document, partial(summary.subject, document), before, moved)

    def _plan(
        self, document: DocumentId, subject: partial[Subject], before: Outputs, moved: Moved | None = None
    ) -> Planned:
        assert self._desk is not None  # noqa: S101 - an unusable campaign has no documents
        return self._desk.plan(document, subject, before, self.fill, moved)


def _broken(task: UnitTask, error: Exception) -> UnitDone:
    fault = program_fault(error, Place(task.source.file or CAMPAIGN_FILE)).about(task.source.id)
    reason, trace = N_("the program failed"), "".join(traceback.format_exception(error))
    documents = [Planned(document, "failed", reason, trace=trace) for document in task.documents]
    return UnitDone(task.source.id, (fault,), tuple(documents))
