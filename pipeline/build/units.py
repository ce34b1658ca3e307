"""The data of units: load → validate → aggregate, some units at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.build.campaign import Campaign, stops
from pipeline.errors import BaocaoError
from pipeline.model import Record
from pipeline.stages.aggregate import Figures, UnitEntry, check, unit_figures
from pipeline.stages.load import Source, UnitInput, UnitSource, load_unit, part
from pipeline.stages.localise import Issuer, narrative_errors, narrative_texts, parse_texts
from pipeline.stages.validate import Schemas, validate
from pipeline.stages.validate.crosscheck import check_unit, not_asked
from pipeline.stages.validate.findings import MissingKey

TEXTS = 1_000
"""Parsed texts that are remembered: units of one campaign often share some."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit whose data are valid."""

    entry: UnitEntry
    record: Record
    figures: Figures

    @property
    def issuer(self) -> Issuer:
        return Issuer(self.record.data)


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of the data of one unit: the unit, or the errors that stand against it (and warnings)."""

    id: str
    unit: Unit | None
    findings: tuple[BaocaoError, ...]
    source: Source | None


class Checker:
    """Checks the data of the units of one campaign. ``texts`` are the parsed texts of campaign and units."""

    def __init__(self, campaign: Campaign, schemas: Schemas) -> None:
        self.campaign, self.schemas = campaign, schemas
        self._schema = schemas.unit(campaign.data["schema"])
        self._defaults = part(campaign.record, "/unit_defaults")
        self._deadline = date.fromisoformat(campaign.data["deadline"])
        self._entries = {entry.id: entry for entry in campaign.asked}
        self._misread = campaign.misread
        self._own = dict(campaign.text.texts) if campaign.text else {}
        self.texts = dict(self._own)

    def check(self, sources: Sequence[UnitSource]) -> list[Checked]:
        """Load, validate and compute some units; their texts are parsed together."""
        found = [load_unit(self.campaign.folder, source, self._defaults) for source in sources]
        valid = [self._validated(unit) for unit in found]
        self._parse([record for record, _ in valid if record is not None])
        return [self._computed(unit, *one) for unit, one in zip(found, valid, strict=True)]

    def _validated(self, unit: UnitInput) -> tuple[Record | None, list[BaocaoError]]:
        errors, unread = list(unit.errors), False
        if unit.id not in self._entries:
            errors.append(not_asked(unit.id, unit.record, list(self._entries)))
        elif unit.record is not None:
            wrong = validate(unit.record, self._schema, self.schemas, self._deadline)
            missing = [error for error in wrong if isinstance(error, MissingKey)]
            # what lacks because a table could not be read is told there, and no figure is made without it
            unread = bool(missing and {unit.id, None} & self._misread)
            errors += [error for error in wrong if not (unread and error in missing)]
            if not (unread or stops(errors)):
                errors += check_unit(unit.id, unit.record, self.campaign.record)
        faulty = stops(errors) or unread or unit.id in self._misread
        return None if faulty else unit.record, errors

    def _parse(self, records: Sequence[Record]) -> None:
        """Parse what is new among the texts of the records."""
        if len(self.texts) > len(self._own) + TEXTS:
            self.texts.clear()
            self.texts.update(self._own)
        texts = (text for record in records for _, text in narrative_texts(record))
        self.texts.update(parse_texts(text for text in texts if text not in self.texts))

    def _computed(self, found: UnitInput, record: Record | None, errors: list[BaocaoError]) -> Checked:
        unit = None
        if record is not None:
            entry, known, campaign = self._entries[found.id], self.campaign.known, self.campaign
            errors += narrative_errors(record, self.texts)
            operations = campaign.data.get("aggregates", {}).get("unit", {})
            figures, wrong = unit_figures(entry, record, known, operations, campaign.record, self.schemas.lists)
            errors += wrong
            if not stops(errors):
                errors += check(
                    campaign.data.get("checks", {}).get("unit", ()), figures, known, found.id, campaign.record
                )
            unit = None if stops(errors) else Unit(entry, record, figures)
        return Checked(found.id, unit, tuple(error.about(found.id) for error in errors), found.source)
