"""The campaign as a whole: its own figures, and whom its own documents are about."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline import vietnamese as vi
from pipeline.build.campaign import Campaign, DocumentId, stops
from pipeline.build.units import Unit
from pipeline.errors import BaocaoError, DataError
from pipeline.i18n import N_
from pipeline.stages.aggregate import Columns, Figures, Known, campaign_figures, check
from pipeline.stages.aggregate.columns import UnitRow
from pipeline.stages.localise import Subject
from pipeline.stages.validate import Schemas


class SummaryRefused(DataError):
    code = "D70"
    cause = N_("The summary is not made while units are missing: {units}.")
    remedy = N_("Wait for them, or set “missing_units: list” in campaign.yaml.")


class CollectorFaulty(DataError):
    code = "D71"
    cause = N_("The summary cannot be made: the collecting unit “{unit}” has no valid data.")
    remedy = N_("Mend the findings of that unit first; if it has none, its data are missing.")


@dataclass(slots=True)
class Summary:
    """What the units add up to. Valid units are taken in one after the other, then :meth:`close` is called once.

    ``blocked``: a figure could not be computed, or a check of the campaign's own figures failed.
    """

    campaign: Campaign
    units: Columns = field(default_factory=Columns)
    figures: Figures = field(default_factory=lambda: Figures({}))
    blocked: bool = False
    _collector: Unit | None = None

    def add(self, row: UnitRow, unit: Unit | None) -> None:
        """Take a valid unit in; ``unit`` is all of it, if it is the collecting unit."""
        self.units.add(row)
        self._collector = unit or self._collector

    def close(self, schemas: Schemas) -> list[BaocaoError]:
        """Compute and check the campaign's own figures; return what is wrong with them."""
        campaign = self.campaign
        self.figures, found = campaign_figures(
            campaign.asked, self.units, campaign.known, campaign.record, schemas.lists
        )
        if not found:
            rules = campaign.data.get("checks", {}).get("campaign", ())
            found += check(rules, self.figures, Known({}), where=campaign.record)
        self.blocked = stops(found)
        return found

    def missing(self) -> tuple[str, ...]:
        """The names of the units that were asked and whose data are absent or faulty."""
        there = {entry.id for entry in self.units.entries}
        return tuple(entry.name for entry in self.campaign.asked if entry.id not in there)

    def subject(self, document: DocumentId) -> Subject:
        """Whom a document of the campaign is about.

        Raises:
            SummaryRefused, CollectorFaulty: It may not or cannot be made.
        """
        place, data = self.campaign.place(document), self.campaign.data
        missing = self.missing()
        if missing and data.get("missing_units", "list") == "refuse":
            raise SummaryRefused(place, units=vi.join_list(missing))
        collector = self._collector
        if collector is None:
            raise CollectorFaulty(place, unit=data["collecting_unit"])
        return Subject(
            collector.entry,
            collector.issuer,
            collector.record,
            self.figures,
            units=self.units,
            missing=missing,
            illustrative=self.units.illustrative,
        )
