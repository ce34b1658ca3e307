"""A campaign as it is declared, and where its units stand: what every unit and every document of it shares."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pipeline.errors import BaocaoError, DataError, UsageError
from pipeline.i18n import N_
from pipeline.model import Place, Plain, Record, escape
from pipeline.stages.aggregate import Known, UnitEntry, known_paths
from pipeline.stages.load import Inputs, Source, UnitSource, find_units, load_campaign
from pipeline.stages.load.nearest import nearest
from pipeline.stages.localise import CampaignText, narrative_errors, narrative_texts, parse_texts
from pipeline.stages.templates import TEMPLATES, template_file
from pipeline.stages.validate import Schemas, validate
from pipeline.stages.validate.crosscheck import check_campaign, citations
from pipeline.stages.validate.schemas import SCHEMAS

if TYPE_CHECKING:
    from pipeline.decree.rules import Profile, Wish
    from pipeline.docx.store import Identity

HandEdits = Literal["refresh", "leave", "beside"]
"""What is done with a document that people edited and whose data changed since."""


class NotDelivered(DataError):
    code = "D73"
    severity = "info"
    cause = N_("“{name}” has not delivered its data.")
    remedy = N_("Put them into units/{unit}.yaml or into the table of units.")


class UnknownRule(DataError):
    code = "D78"
    cause = N_("There is no rule of layout “{rule}”.")
    remedy = N_("The command “baocao check --rules” lists the rules. Nearest names: {near}.")


class UnknownSelection(UsageError):
    code = "U11"
    cause = N_("There is no {kind} “{name}” in this campaign.")
    remedy = N_("Nearest names: {near}. Choose among: {known}.")


class NothingSelected(UsageError):
    code = "U12"
    cause = N_("No document of the campaign fits --unit {units} and --document {documents}.")
    remedy = N_("A document of the whole campaign is of no unit: leave --unit out.")


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

    def is_named_by(self, identity: Identity) -> bool:
        """Whether a file with this identity says that it is this document."""
        return (self.unit or "", self.key) == (identity.unit, identity.document)


@dataclass(slots=True)
class Campaign:
    """What is declared, where the units stand, and what is wrong with that much.

    ``declared``: it is as its schema wants it, so that units can be looked at. ``text`` is None when it has other
    errors: then it has no documents. ``inputs`` hold no data of units but the rows of tables.
    """

    name: str
    folder: Path
    record: Record
    asked: tuple[UnitEntry, ...]
    declared: bool = False
    known: Known = field(default_factory=lambda: Known({}))
    text: CampaignText | None = None
    inputs: Inputs = field(default_factory=Inputs)
    sources: list[Source] = field(default_factory=list)
    findings: list[BaocaoError] = field(default_factory=list)
    _documents: tuple[DocumentId, ...] | None = field(default=None, repr=False, compare=False)

    @property
    def data(self) -> Mapping[str, Any]:
        data: Mapping[str, Any] = self.record.data
        return data

    @property
    def usable(self) -> bool:
        """Whether the campaign itself is free of errors."""
        return self.text is not None

    @property
    def units(self) -> list[UnitSource]:
        """The units that have data: those that were asked, in their order, then others."""
        found = self.inputs.units
        asked = [found[entry.id] for entry in self.asked if entry.id in found]
        return [*asked, *(found[id_] for id_ in sorted(found.keys() - {entry.id for entry in self.asked}))]

    @property
    def misread(self) -> frozenset[str | None]:
        """The units whose row in a table has an error; None among them if a table as a whole has one."""
        return frozenset(error.unit for error in self.inputs.errors if error.severity == "error")

    def shared(self) -> Campaign:
        """The same without what only one process needs."""
        errors = [error for error in self.inputs.errors if error.severity == "error"]
        return replace(self, inputs=Inputs(errors=errors), sources=[], findings=[], _documents=None)

    def documents(self) -> Iterator[DocumentId]:
        """Every document of the campaign: of all units in their order, then the campaign's own."""
        if self._documents is None or not self.usable:
            of_units = (document for entry in self.asked for document in self.unit_documents(entry.id))
            self._documents = (*of_units, *self.own_documents())
        return iter(self._documents)

    def unit_documents(self, unit: str) -> Iterator[DocumentId]:
        for key, spec in self._specs("unit"):
            if unit not in spec.get("except", ()):
                yield DocumentId(key, unit, spec.get("file", key))

    def own_documents(self) -> Iterator[DocumentId]:
        """Those of the campaign as a whole."""
        for key, spec in self._specs("campaign"):
            yield DocumentId(key, None, spec.get("file", key))

    def _specs(self, per: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        if self.usable:
            yield from ((key, spec) for key, spec in self.data["documents"].items() if spec["per"] == per)

    @property
    def hand_edits(self) -> HandEdits:
        wish: HandEdits = self.data.get("hand_edits", "refresh")
        return wish

    def place(self, document: DocumentId) -> Place:
        """Where the campaign declares a document."""
        return self.record.place(f"/documents/{document.key}")

    def type_name(self, document: DocumentId) -> str:
        """The type of a document: ``Báo cáo``, ``Công văn``."""
        return str(self.data["documents"][document.key]["type"])

    def profile(self) -> Profile:
        """The rules of layout, with the severities that the campaign gives them."""
        from pipeline.decree.profiles import load_profile  # noqa: PLC0415 - not every build judges

        return load_profile().with_severities(_layout_rules(self.data))

    def templates(self) -> set[Path]:
        """The files of all templates of its documents."""
        return {
            template_file(self.folder, str(spec["template"]))
            for per in ("unit", "campaign")
            for _, spec in self._specs(per)
        }

    def template(self, document: DocumentId) -> Path:
        """The template's file: in the campaign's folder, else in ``templates/``."""
        return template_file(self.folder, str(self.data["documents"][document.key]["template"]))


@dataclass(frozen=True, slots=True)
class Selection:
    """Which documents are asked for; empty means all."""

    units: Collection[str] = ()
    documents: Collection[str] = ()

    def check(self, campaign: Campaign) -> None:
        """Refuse names that are not of this campaign, and a selection that no document fits.

        Raises:
            UnknownSelection, NothingSelected
        """
        if not campaign.usable:
            return  # its findings come first
        units = [entry.id for entry in campaign.asked]
        documents = list(campaign.data["documents"])
        for kind, names, known in (
            (N_("unit"), self.units, units),
            (N_("document"), self.documents, documents),
        ):
            for name in names:
                if name not in known:
                    near = ", ".join(nearest(name, known, 3)) or "-"
                    raise UnknownSelection(kind=kind, name=name, near=near, known=", ".join(known))
        if not any(document in self for document in campaign.documents()):
            raise NothingSelected(units=", ".join(self.units) or "*", documents=", ".join(self.documents) or "*")

    def __contains__(self, document: DocumentId) -> bool:
        in_units = not self.units or document.unit in self.units
        return in_units and (not self.documents or document.key in self.documents)

    @property
    def everything(self) -> bool:
        return not (self.units or self.documents)

    def concerns(self, finding: BaocaoError) -> bool:
        """Whether a finding is of what is asked for: of a selected unit, or of the campaign as a whole."""
        return not self.units or finding.unit is None or finding.unit in self.units


def open_campaign(folder: Path, schemas: Schemas) -> Campaign:
    """Load and check ``campaign.yaml``, and look where the units stand. Findings are collected.

    Raises:
        NoCampaign, NoSchema, BrokenSchema: There is nothing that could be opened.
    """
    name = folder.resolve().name
    try:
        record, source = load_campaign(folder)
    except DataError as error:
        return Campaign(name, folder, Record({}, {}), (), findings=[error])
    findings: list[BaocaoError] = list(validate(record, schemas.campaign(), schemas))
    if not stops(findings):
        findings += check_campaign(record, (folder, TEMPLATES))
    campaign = Campaign(name, folder, record, _asked(record), sources=[source], findings=findings)
    if not stops(findings):
        _find_units(campaign, schemas)
    return campaign


def stops(findings: Iterable[BaocaoError]) -> bool:
    """Whether there is an error among them."""
    return any(finding.severity == "error" for finding in findings)


def _asked(record: Record) -> tuple[UnitEntry, ...]:
    units = record.data.get("units") if isinstance(record.data, dict) else None
    if not isinstance(units, list):
        return ()
    return tuple(
        UnitEntry(str(unit["id"]), str(unit.get("name", unit["id"])), str(unit.get("group", "")))
        for unit in units
        if isinstance(unit, dict) and "id" in unit
    )


def _find_units(campaign: Campaign, schemas: Schemas) -> None:
    record, findings = campaign.record, campaign.findings
    campaign.declared = True
    schema = schemas.unit(campaign.data["schema"])
    campaign.sources.append(schema_source(campaign.folder, campaign.data["schema"]))
    campaign.known = known_paths(schema, schemas)
    campaign.inputs = find_units(campaign.folder, schemas.columns(schema))
    campaign.sources += campaign.inputs.sources
    findings += campaign.inputs.errors
    findings += _unknown_rules(record)
    findings += _not_delivered(campaign)
    texts = parse_texts(text for _, text in narrative_texts(record))
    faults = list(narrative_errors(record, texts))
    findings += faults
    if not stops(faults):
        campaign.text = CampaignText(record, texts, campaign.known, citations(record))


def schema_source(folder: Path, name: str) -> Source:
    """The schema called ``name``: in the campaign's folder, else that of the program."""
    own = folder / name
    path = own if own.is_file() else SCHEMAS / name
    return Source(name, hashlib.sha256(path.read_bytes()).hexdigest())


def _unknown_rules(record: Record) -> Iterator[UnknownRule]:
    rules = _layout_rules(record.data)
    if not rules:
        return
    from pipeline.decree.profiles import load_profile  # noqa: PLC0415 - few campaigns have wishes

    known = load_profile().by_id
    for rule in rules:
        if rule not in known:
            near = ", ".join(nearest(rule, known, 3)) or "-"
            yield UnknownRule(record.keys[f"/layout/rules/{escape(rule)}"], rule=rule, near=near)


def _layout_rules(data: Plain) -> Mapping[str, Wish]:
    rules: Mapping[str, Wish] = data.get("layout", {}).get("rules", {})
    return rules


def _not_delivered(campaign: Campaign) -> Iterator[NotDelivered]:
    for index, entry in enumerate(campaign.asked):
        if entry.id not in campaign.inputs.units:
            place = campaign.record.place(f"/units/{index}/id")
            yield NotDelivered(place, name=entry.name, unit=entry.id)


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
