"""A campaign with all its units in memory, for tests that look at figures and contexts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.build.campaign import DocumentId, open_campaign
from pipeline.build.summary import Summary
from pipeline.build.units import Checker
from pipeline.errors import BaocaoError
from pipeline.stages.aggregate import Figures, UnitEntry
from pipeline.stages.aggregate.columns import Mentioned, unit_row
from pipeline.stages.localise import Subject, unit_names
from pipeline.stages.validate import Schemas


class Whole:
    """Opens a campaign, checks every unit and adds them up."""

    def __init__(self, folder: Path) -> None:
        schemas = Schemas(folder)
        self.campaign = open_campaign(folder, schemas)
        assert self.campaign.text is not None
        self.text = self.campaign.text
        checker = Checker(self.campaign, schemas)
        checked = checker.check(self.campaign.units)
        self.text.texts.update(checker.texts)  # type: ignore[attr-defined]
        self.units = {one.id: one.unit for one in checked if one.unit is not None}
        self.sources = [*self.campaign.sources, *(one.source for one in checked if one.source)]
        self.findings: list[BaocaoError] = [*self.campaign.findings, *(e for one in checked for e in one.findings)]
        self.summary = Summary(self.campaign)
        mentioned = Mentioned(self.campaign.data)
        for unit in self.units.values():
            row = unit_row(
                unit.entry, unit.figures, mentioned, unit_names(unit.entry, unit.issuer), unit.issuer.illustrative
            )
            collecting = unit.entry.id == self.campaign.data["collecting_unit"]
            self.summary.add(row, unit if collecting else None)
        self.findings += self.summary.close(schemas)

    @property
    def figures(self) -> Figures:
        return self.summary.figures

    @property
    def asked(self) -> tuple[UnitEntry, ...]:
        return self.campaign.asked

    def missing(self) -> list[UnitEntry]:
        return [entry for entry in self.asked if entry.id not in self.units]

    def documents(self) -> Iterator[DocumentId]:
        return self.campaign.documents()

    def template(self, document: DocumentId) -> Path:
        return self.campaign.template(document)

    def subject(self, document: DocumentId) -> Subject:
        if document.unit is None:
            return self.summary.subject(document)
        unit = self.units[document.unit]
        return Subject(unit.entry, unit.issuer, unit.record, unit.figures)
