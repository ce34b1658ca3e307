"""Localise: typed values → the text of one document, in administrative Vietnamese, ready for a template.

The outcome is a :class:`Context`: plain immutable values. No stage downstream formats a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pipeline import vietnamese as vi
from pipeline.errors import BaocaoError, DataError
from pipeline.model import Annex, Block, Paragraph, Place, Pointer, Properties, Record, Row, Table, walk
from pipeline.stages.aggregate import Figures, Known, UnitEntry
from pipeline.stages.aggregate.calculator import Calculator
from pipeline.stages.localise import heads
from pipeline.stages.localise.heads import Issuer
from pipeline.stages.localise.markdown import Parsed, parse_texts, spans_of
from pipeline.stages.localise.outline import TooManyLevels, Writer, title, with_end_mark
from pipeline.stages.localise.scope import Scope, runs
from pipeline.stages.localise.tables import Sources, TableWriter, UnknownRows
from pipeline.stages.localise.typed_numbers import typed_numbers

__all__ = [
    "CampaignText",
    "Context",
    "Issuer",
    "Subject",
    "localise",
    "narrative_errors",
    "narrative_texts",
    "parse_texts",
    "unit_names",
]


@dataclass(frozen=True, slots=True)
class CampaignText:
    """What all documents of a campaign share: its record, the parsed narrative, the names of groups of units."""

    record: Record
    texts: Mapping[str, Parsed]
    known: Known
    citations: Mapping[str, vi.Citation]

    @property
    def data(self) -> Mapping[str, Any]:
        data: Mapping[str, Any] = self.record.data
        return data

    @property
    def year(self) -> int:
        """The year of documents that have no date yet: that of the deadline."""
        return date.fromisoformat(self.data["deadline"]).year


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a document is about and who issues it: a unit, or (for the summary) the collecting unit with all units.

    ``units`` holds, for a campaign's document, every delivered unit with its figures and its names.
    """

    entry: UnitEntry
    issuer: Issuer
    record: Record
    figures: Figures
    units: Sequence[tuple[UnitEntry, Figures, Mapping[str, Any]]] = ()
    missing: tuple[str, ...] = ()
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """Everything that a template can print of one document, as text, and the properties of the file.

    ``values`` are the names that the template sees; ``prints`` maps the id of each figure in the generated text
    to the texts that stand for it.
    """

    values: Mapping[str, Any]
    properties: Properties
    prints: Mapping[str, tuple[str, ...]]


def narrative_texts(record: Record) -> Iterator[tuple[Pointer, str]]:
    """Every text with placeholders of a campaign's or a unit's record, with its pointer."""
    if "documents" in record.data and "units" in record.data:
        for pointer, value in walk("/documents", record.data["documents"]):
            if pointer.rpartition("/")[2] in _NARRATIVE_FIELDS and isinstance(value, str):
                yield pointer, value
    for key, text in record.data.get("narrative", {}).items():
        yield f"/narrative/{key}", text


_NARRATIVE_FIELDS = {"subject", "title", "text", "total", "caption", "empty"}


def narrative_errors(record: Record, texts: Mapping[str, Parsed]) -> Iterator[DataError]:
    """What makes the texts of a record unusable, each with its place."""
    for pointer, text in narrative_texts(record):
        for error in texts[text].errors:
            yield type(error)(record.place(pointer), **error.params)


def localise(key: str, subject: Subject, campaign: CampaignText) -> tuple[Context | None, list[BaocaoError]]:
    """The context of document ``key`` for ``subject``, or what stands against it (and warnings in any case)."""
    localiser = _Localiser(key, subject, campaign)
    context = localiser.context()
    errors: list[BaocaoError] = [error.about(subject.entry.id, key) for error in localiser.errors]
    return (None if any(error.severity == "error" for error in errors) else context), errors


class _Localiser:
    """Writes one document."""

    def __init__(self, key: str, subject: Subject, campaign: CampaignText) -> None:
        self.key, self.subject, self.campaign = key, subject, campaign
        self.spec: Mapping[str, Any] = campaign.data["documents"][key]
        self.place = campaign.record.place(f"/documents/{key}")
        self.errors: list[DataError] = []
        self.sources = Sources(subject.figures, subject.units, campaign.data.get("groups", {}))
        self.conditions = Calculator("", dict(subject.figures.figures), campaign.known, lambda _: None, {})
        self.scope = Scope(subject.figures.figures, {}, campaign.year)
        self.scope = replace(self.scope, names=self._names())

    # --- names --------------------------------------------------------------------------------------------------

    def _names(self) -> dict[str, Any]:
        data, subject = self.campaign.data, self.subject
        names: dict[str, Any] = {
            "unit": unit_names(subject.entry, subject.issuer),
            "citations": dict(self.campaign.citations),
            "title": data["title"],
            "period": dict(data["period"]),
            "deadline": data["deadline"],
            "missing": subject.missing,
            "annexes": {},
            "documents": {},
        }
        self.scope = replace(self.scope, names=names)
        siblings = {key: spec for key, spec in data["documents"].items() if spec["per"] == self.spec["per"]}
        for key, spec in siblings.items():
            labels = heads.annex_labels([annex["key"] for annex in spec.get("annexes", ()) if self._has(annex)])
            names["annexes"][key] = labels
            if key == self.key:
                names["annexes"].update(labels)
        for key, spec in siblings.items():
            text = self._phrase(spec["subject"], replace(self.scope, cited=set()))
            names["documents"][key] = subject.issuer.citation(key, spec["type"], text)
        return names

    def _has(self, annex: Mapping[str, Any]) -> bool:
        """Whether an annex has anything to show."""
        if not self._holds(annex):
            return False
        if "text" in annex:
            return True
        try:
            return any(
                "empty" in table or self.sources.rows(table, self.scope) for table in annex.get("tables", ())
            )
        except UnknownRows:
            return True

    def _holds(self, spec: Mapping[str, Any]) -> bool:
        if "when" not in spec:
            return True
        try:
            return self.conditions.condition(spec["when"])[0] is True
        except DataError as error:
            error.place = self.place
            self.errors.append(error)
            return False

    # --- text ---------------------------------------------------------------------------------------------------

    def _phrase(self, text: str, scope: Scope | None = None) -> str:
        spans = [span for node in self.campaign.texts[text].nodes for span in spans_of(node)]
        return "".join(run.text for run in runs(spans, scope or self.scope, self.place, self.errors))

    def _outline(self) -> Iterator[Block]:
        yield from self._sections(self.spec["outline"], 0, f"/documents/{self.key}/outline")

    def _sections(self, sections: Sequence[Mapping[str, Any]], depth: int, pointer: str) -> Iterator[Block]:
        index = 0
        for position, section in enumerate(sections):
            if not self._holds(section):
                continue
            here = f"{pointer}/{position}"
            if "title" in section:
                index += 1
                yield from self._title(section["title"], depth + 1, index, here)
            yield from self._section(section, depth + ("title" in section), here)

    def _title(self, text: str, depth: int, index: int, pointer: str) -> Iterator[Block]:
        place = self.campaign.record.place(f"{pointer}/title")
        spans = [span for node in self.campaign.texts[text].nodes for span in spans_of(node)]
        try:
            yield title(depth, index, runs(spans, self.scope, place, self.errors))
        except ValueError:
            self.errors.append(TooManyLevels(place))

    def _section(self, section: Mapping[str, Any], depth: int, pointer: str) -> Iterator[Block]:
        children = section.get("sections", ())
        for text, place in self._section_texts(section, pointer):
            parsed = self.campaign.texts[text]
            writer = Writer(
                self.scope, place, depth, self.errors, below_headings=any("title" in c for c in children)
            )
            yield from writer.blocks(parsed.nodes)
        for position, table in enumerate(section.get("tables", ())):
            yield from self._table(table, f"{pointer}/tables/{position}")
        yield from self._sections(children, depth, f"{pointer}/sections")

    def _section_texts(self, section: Mapping[str, Any], pointer: str) -> Iterator[tuple[str, Place]]:
        """The unit's own text of a section, else the campaign's parts whose conditions hold."""
        own = self.subject.record.data.get("narrative", {}) if self.spec["per"] == "unit" else {}
        key = section.get("key")
        if key in own:
            yield own[key], self.subject.record.place(f"/narrative/{key}")
            return
        text = section.get("text", [])
        parts = [{"text": text}] if isinstance(text, str) else text
        for position, part in enumerate(parts):
            if self._holds(part):
                at = f"{pointer}/text" if isinstance(text, str) else f"{pointer}/text/{position}/text"
                yield part["text"], self.campaign.record.place(at)

    def _table(self, table: Mapping[str, Any], pointer: str) -> list[Block]:
        place = self.campaign.record.place(pointer)
        return TableWriter(self.sources, self.campaign.texts, place, self.errors).blocks(table, self.scope)

    def _annexes(self) -> Iterator[Annex]:
        citation = self.scope.names["documents"][self.key]
        attached = heads.attached_to(citation, self.campaign.data.get("medium", "electronic"), self.campaign.year)
        for position, annex in enumerate(self.spec.get("annexes", ())):
            if annex["key"] in self.scope.names["annexes"][self.key]:
                pointer = f"/documents/{self.key}/annexes/{position}"
                blocks = list(self._section({k: v for k, v in annex.items() if k != "title"}, 0, pointer))
                if blocks and isinstance(blocks[-1], Paragraph):
                    blocks = list(with_end_mark(blocks))
                yield Annex(
                    label=self.scope.names["annexes"][self.key][annex["key"]],
                    title=vi.upper(self._phrase(annex["title"])),
                    attached_to=attached,
                    landscape=annex.get("orientation") == "landscape",
                    blocks=tuple(blocks),
                )

    # --- the whole ----------------------------------------------------------------------------------------------

    def context(self) -> Context:
        spec, issuer, data = self.spec, self.subject.issuer, self.subject.issuer.data
        citation = self.scope.names["documents"][self.key]
        subject = self._phrase(spec["subject"])
        body = with_end_mark(self._outline())
        annexes = tuple(self._annexes())
        self.errors.extend(typed_numbers(body, self.subject.figures.figures, self.subject.record.place("")))
        addressees = tuple(spec.get("addressees", ()))
        illustrative = issuer.illustrative or self.subject.illustrative
        letter = spec["type"] == heads.LETTER
        values = {
            "doc": {
                "type_name": "" if letter else vi.upper(spec["type"]),
                "number_line": heads.number_line(citation, self.campaign.year),
                "date_line": heads.date_line(data["place"], issuer.date(self.key), self.campaign.year),
                "subject": f"V/v {subject[:1].lower()}{subject[1:]}" if letter else subject,
                "note": heads.ILLUSTRATIVE if illustrative else "",
                "addressees": addressees,
                "recipients": self._recipients(bool(addressees)),
            },
            "organ": issuer.head(),
            "signer": issuer.signer(self.key),
            "body": body,
            "annexes": annexes,
            "unit": self.scope.names["unit"],
            "period": self.scope.names["period"],
        }
        blocks = (*body, *(block for annex in annexes for block in annex.blocks))
        properties = Properties(
            title=f"{spec['type']} {citation.subject or ''}".strip(),
            author=str(data["organ"]["name"]),
            keywords=heads.ILLUSTRATIVE if illustrative else "",
            created=issuer.date(self.key),
        )
        return Context(values, properties, printed(blocks))

    def _recipients(self, has_addressees: bool) -> tuple[str, ...]:
        facts, data = self.subject.issuer.facts(self.key), self.subject.issuer.data
        found = [source["recipients"] for source in (facts, self.spec, data) if "recipients" in source]
        archive = [source["archive"] for source in (facts, self.spec, data) if "archive" in source]
        return heads.recipient_lines(found[0] if found else (), archive[0], has_addressees)


def unit_names(entry: UnitEntry, issuer: Issuer) -> dict[str, str]:
    """The names of a unit that texts may print as ``{{ unit.… }}``."""
    organ = issuer.data["organ"]
    return {
        "id": entry.id,
        "name": entry.name,
        "group": entry.group,
        "official_name": organ["name"],
        "short_name": issuer.name,
        "abbreviation": organ.get("abbreviation", ""),
        "place": issuer.data["place"],
    }


def printed(blocks: Iterable[Block]) -> dict[str, tuple[str, ...]]:
    """Figure id to the texts that stand for it in generated text."""
    result: dict[str, dict[str, None]] = {}
    for block in blocks:
        rows: Iterable[Row] = block.rows if isinstance(block, Table) else ()
        found = (
            block.runs if isinstance(block, Paragraph) else [r for row in rows for c in row.cells for r in c.runs]
        )
        for run in found:
            if run.figure is not None:
                result.setdefault(run.figure, {})[run.text] = None
    return {figure: tuple(texts) for figure, texts in sorted(result.items())}
