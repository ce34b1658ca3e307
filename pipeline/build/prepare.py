"""From a campaign's folder to everything that its documents are written from: load → validate → aggregate."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipeline import vietnamese as vi
from pipeline.errors import BaocaoError, DataError
from pipeline.i18n import N_
from pipeline.model import Place, Record
from pipeline.stages.aggregate import (
    Figures,
    Known,
    UnitEntry,
    campaign_figures,
    check,
    known_paths,
    unit_figures,
)
from pipeline.stages.load import Source, UnitInput, load_campaign, load_units, part
from pipeline.stages.localise import (
    CampaignText,
    Issuer,
    Subject,
    narrative_errors,
    narrative_texts,
    parse_texts,
    unit_names,
)
from pipeline.stages.validate import Schemas, validate
from pipeline.stages.validate.crosscheck import check_campaign, check_unit, citations, not_asked
from pipeline.stages.validate.findings import MissingKey
from pipeline.stages.validate.schemas import SCHEMAS

TEMPLATES = Path(__file__).parents[2] / "templates"


class SummaryRefused(DataError):
    code = "D70"
    cause = N_("The summary is not made while units are missing: {units}.")
    remedy = N_("Wait for them, or set “missing_units: list” in campaign.yaml.")


class CollectorFaulty(DataError):
    code = "D71"
    cause = N_("The summary cannot be made: the collecting unit “{unit}” has no valid data.")
    remedy = N_("Mend the findings of that unit first; if it has none, its data are missing.")


class NotDelivered(DataError):
    code = "D73"
    severity = "info"
    cause = N_("“{name}” has not delivered its data.")
    remedy = N_("Put them into units/{unit}.yaml or into the table of units.")


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
class DocumentId:
    """Which document: its key in the campaign, the unit it is of (None: the campaign's), and its file's name."""

    key: str
    unit: str | None
    file: str

    @property
    def path(self) -> str:
        """Its path below the campaign's outputs, without suffix: ``units/van-phong/report``."""
        return f"units/{self.unit}/{self.file}" if self.unit else f"summary/{self.file}"


@dataclass(slots=True)
class Prepared:
    """A campaign ready to be written: valid units, figures, parsed texts; and every finding on the way."""

    name: str
    folder: Path
    campaign: Record
    asked: list[UnitEntry]
    units: dict[str, Unit]
    figures: Figures
    text: CampaignText | None
    sources: list[Source]
    findings: list[BaocaoError] = field(default_factory=list)
    delivered: set[str] = field(default_factory=set)
    summary_blocked: bool = False
    """Whether a check of the campaign's own figures failed."""

    @property
    def usable(self) -> bool:
        """Whether the campaign itself is free of errors."""
        return self.text is not None

    def missing(self) -> list[UnitEntry]:
        """The units that were asked and whose data are absent or faulty."""
        return [entry for entry in self.asked if entry.id not in self.units]

    def documents(self) -> Iterator[DocumentId]:
        """Every document of the campaign: of all units in their order, then the campaign's own."""
        if not self.usable:
            return
        specs: Mapping[str, Any] = self.campaign.data["documents"]
        for entry in self.asked:
            for key, spec in specs.items():
                if spec["per"] == "unit" and entry.id not in spec.get("except", ()):
                    yield DocumentId(key, entry.id, spec.get("file", key))
        for key, spec in specs.items():
            if spec["per"] == "campaign":
                yield DocumentId(key, None, spec.get("file", key))

    def subject(self, document: DocumentId) -> Subject:
        """Whom a document is about.

        Raises:
            SummaryRefused, CollectorFaulty: The summary may not or cannot be made.
            KeyError: The unit has no valid data.
        """
        if document.unit is not None:
            unit = self.units[document.unit]
            return Subject(unit.entry, unit.issuer, unit.record, unit.figures)
        place = self.place(document)
        missing = tuple(entry.name for entry in self.missing())
        if missing and self.campaign.data.get("missing_units", "list") == "refuse":
            raise SummaryRefused(place, units=vi.join_list(missing))
        collector = self.units.get(self.campaign.data["collecting_unit"])
        if collector is None:
            raise CollectorFaulty(place, unit=self.campaign.data["collecting_unit"])
        delivered = [self.units[entry.id] for entry in self.asked if entry.id in self.units]
        return Subject(
            collector.entry,
            collector.issuer,
            collector.record,
            self.figures,
            units=[(unit.entry, unit.figures, unit_names(unit.entry, unit.issuer)) for unit in delivered],
            missing=missing,
            illustrative=any(unit.issuer.illustrative for unit in delivered),
        )

    def place(self, document: DocumentId) -> Place:
        """Where the campaign declares a document."""
        return self.campaign.place(f"/documents/{document.key}")

    def type_name(self, document: DocumentId) -> str:
        """The type of a document: ``Báo cáo``, ``Công văn``."""
        return str(self.campaign.data["documents"][document.key]["type"])

    def template(self, document: DocumentId) -> Path:
        """The template's file: in the campaign's folder, else in ``templates/``."""
        name = self.campaign.data["documents"][document.key]["template"]
        own = self.folder / str(name)
        return own if own.is_file() else TEMPLATES / str(name)


def prepare(folder: Path) -> Prepared:
    """Load, validate and aggregate a campaign. Findings are collected; a faulty unit does not stop the others.

    Raises:
        NoCampaign, NoSchema, BrokenSchema: There is nothing that could be prepared.
    """
    schemas = Schemas(folder)
    name = folder.resolve().name
    try:
        campaign, source = load_campaign(folder)
    except DataError as error:
        return Prepared(name, folder, Record({}, {}), [], {}, Figures({}), None, [], [error])
    findings: list[BaocaoError] = list(validate(campaign, schemas.campaign(), schemas))
    if not _stops(findings):
        findings += check_campaign(campaign, (folder, TEMPLATES))
    prepared = Prepared(name, folder, campaign, _asked(campaign), {}, Figures({}), None, [source], findings)
    if not _stops(findings):
        _prepare_units(prepared, schemas)
    return prepared


def _stops(findings: Iterable[BaocaoError]) -> bool:
    return any(finding.severity == "error" for finding in findings)


def _asked(campaign: Record) -> list[UnitEntry]:
    units = campaign.data.get("units") if isinstance(campaign.data, dict) else None
    if not isinstance(units, list):
        return []
    return [
        UnitEntry(str(unit["id"]), str(unit.get("name", unit["id"])), str(unit.get("group", "")))
        for unit in units
        if isinstance(unit, dict) and "id" in unit
    ]


def _prepare_units(prepared: Prepared, schemas: Schemas) -> None:
    campaign, findings = prepared.campaign, prepared.findings
    schema = schemas.unit(campaign.data["schema"])
    prepared.sources.append(_schema_source(prepared.folder, campaign.data["schema"]))
    known = known_paths(schema, schemas)
    inputs = load_units(prepared.folder, schemas.columns(schema), part(campaign, "/unit_defaults"))
    prepared.sources += inputs.sources
    findings += inputs.errors
    prepared.delivered = set(inputs.units)
    records = _valid_records(prepared, inputs.units, schema, schemas)
    faulty = {error.unit for error in inputs.errors if error.severity == "error"}
    records = {unit: record for unit, record in records.items() if unit not in faulty}
    findings += _not_delivered(prepared)
    texts = parse_texts(text for record in (campaign, *records.values()) for _, text in narrative_texts(record))
    faults: list[BaocaoError] = [*narrative_errors(campaign, texts)]
    findings += faults
    entries = {entry.id: entry for entry in prepared.asked}
    for unit, record in records.items():
        errors: list[BaocaoError] = [error.about(unit) for error in narrative_errors(record, texts)]
        operations = campaign.data.get("aggregates", {}).get("unit", {})
        figures, wrong = unit_figures(entries[unit], record, known, operations, campaign, schemas.lists)
        errors += wrong
        if not errors:
            errors += _checked("unit", campaign, figures, known, unit)
        findings += errors
        if not _stops(errors):
            prepared.units[unit] = Unit(entries[unit], record, figures)
    delivered = {unit: prepared.units[unit].figures for unit in prepared.units}
    prepared.figures, wrong = campaign_figures(prepared.asked, delivered, known, campaign, schemas.lists)
    faults += wrong
    findings += wrong
    failed = [] if wrong else _checked("campaign", campaign, prepared.figures, Known({}))
    prepared.summary_blocked = _stops(failed)
    findings += failed
    if not _stops(faults):
        prepared.text = CampaignText(campaign, texts, known, citations(campaign))


def _not_delivered(prepared: Prepared) -> Iterator[NotDelivered]:
    for index, entry in enumerate(prepared.asked):
        if entry.id not in prepared.delivered:
            place = prepared.campaign.place(f"/units/{index}/id")
            yield NotDelivered(place, name=entry.name, unit=entry.id)


def _checked(
    level: str, campaign: Record, figures: Figures, known: Known, unit: str | None = None
) -> list[BaocaoError]:
    """The declared checks that do not hold; one that names what there is not is a finding where it is declared."""
    found: list[BaocaoError] = []
    for index, rule in enumerate(campaign.data.get("checks", {}).get(level, ())):
        place = campaign.place(f"/checks/{level}/{index}")
        try:
            failed = list(check([rule], figures, known, unit))
        except DataError as error:
            failed = [error.about(unit)]
        for finding in failed:
            finding.place = finding.place or place
        found += failed
    return found


def _schema_source(folder: Path, name: str) -> Source:
    own = folder / name
    path = own if own.is_file() else SCHEMAS / name
    return Source(name, hashlib.sha256(path.read_bytes()).hexdigest())


def _valid_records(
    prepared: Prepared, units: Mapping[str, UnitInput], schema: Mapping[str, Any], schemas: Schemas
) -> dict[str, Record]:
    """The records of asked units that no finding stands against."""
    on = date.fromisoformat(prepared.campaign.data["deadline"])
    asked = [entry.id for entry in prepared.asked]
    valid: dict[str, Record] = {}
    unread = {error.unit for error in prepared.findings if error.severity == "error"}
    for unit, found in units.items():
        errors = list(found.errors)
        partly = bool({unit, None} & unread)  # what could not be read is no missing field
        if unit not in asked:
            errors.append(not_asked(unit, found.record, asked))
        elif found.record is not None:
            wrong = validate(found.record, schema, schemas, on)
            errors += [error for error in wrong if not (partly and isinstance(error, MissingKey))]
            if not _stops(errors):
                errors += check_unit(unit, found.record, prepared.campaign)
        prepared.findings += [error.about(unit) for error in errors]
        if found.record is not None and not _stops(errors):
            valid[unit] = found.record
    return valid


LIBRARIES = ("babel", "docxtpl", "jinja2", "lxml", "pypandoc_binary")


def library_versions() -> dict[str, str]:
    """The versions of the libraries that what is printed depends on, by name."""
    return {name: version(name) for name in LIBRARIES}


def tool_version(root: Path = Path(__file__).parents[1]) -> str:
    """A hash of the program and the libraries that shape a document: those made by other versions are stale."""
    digest = hashlib.sha256(repr(library_versions()).encode())
    for path in sorted([*root.rglob("*.py"), *root.rglob("*.json")]):
        digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
