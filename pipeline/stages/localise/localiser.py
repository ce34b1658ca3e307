"""Writes one document, head to annexes, from what the campaign declares and the unit delivered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline import vietnamese as vi
from pipeline.errors import DataError
from pipeline.i18n import N_
from pipeline.model import Annex, Block, Paragraph, Place, Pointer, Properties, Row, Table
from pipeline.stages.aggregate import Known
from pipeline.stages.aggregate.calculator import Calculator
from pipeline.stages.localise import heads
from pipeline.stages.localise.campaign import CampaignText, Subject, fingerprint, unit_names
from pipeline.stages.localise.outline import TooManyLevels, TooManyPoints, Writer, says, title, with_end_mark
from pipeline.stages.localise.reasons import Reasoned
from pipeline.stages.localise.scope import Later, Scope, runs
from pipeline.stages.localise.tables import Sources, TableWriter, UnknownRows
from pipeline.stages.localise.typed_numbers import typed_numbers

_RANGE = re.compile(r"(?<=\d) - (?=\d)")
"""``2014 - 2023`` in a centred title stays on one line."""


class NoNumber(Reasoned):
    code = "N50"
    cause = N_("Number and symbol of the document “{document}” cannot be written: {reason}.")
    remedy = N_("Correct its number or symbol, or the abbreviation of the organ.")


@dataclass(frozen=True, slots=True)
class Context:
    """Everything that a template can print of one document, as text, and the properties of the file.

    ``values`` are the names that the template sees; ``prints`` maps the id of each figure in the generated text
    to the texts that stand for it. ``texts`` maps the pointer of each text and table that was written to the hash
    of what is typed or declared there, ``names`` each name that is no figure to what was printed for it.
    """

    values: Mapping[str, Any]
    properties: Properties
    prints: Mapping[str, tuple[str, ...]]
    texts: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


class Localiser:
    """Writes one document; ``errors`` holds what stands against it, and what is worth pointing out."""

    def __init__(self, key: str, subject: Subject, campaign: CampaignText) -> None:
        self.key, self.subject, self.campaign = key, subject, campaign
        self.spec: Mapping[str, Any] = campaign.data["documents"][key]
        self.pointer = f"/documents/{key}"
        self.errors: list[DataError] = []
        self.written: list[tuple[Paragraph, Place]] = []
        self.texts: dict[Pointer, str] = {}
        self.of_unit = self.spec["per"] == "unit"
        known = campaign.known
        rows_known = known if self.of_unit else Known(known.figures, fields=known.fields)
        self.sources = Sources(subject.figures, subject.units, campaign.data.get("groups", {}), rows_known)
        self.tables = TableWriter(self.sources, self.errors)
        self.conditions: Calculator = subject.figures.calculator(known if self.of_unit else Known({}))
        left_out = known.figures if self.of_unit else {}
        self.scope = Scope(subject.figures.figures, self._names(), campaign.year, known=left_out)

    # --- names --------------------------------------------------------------------------------------------------

    def _names(self) -> dict[str, Any]:
        data, subject = self.campaign.data, self.subject
        siblings = [key for key, spec in data["documents"].items() if spec["per"] == self.spec["per"]]
        own = [annex["key"] for annex in self.spec.get("annexes", ())]
        self.labels = Later(siblings, self._labels)
        return {
            "unit": unit_names(subject.entry, subject.issuer),
            "citations": self.campaign.citations,
            "title": data["title"],
            "period": data["period"],
            "deadline": data["deadline"],
            "missing": subject.missing,
            "annexes": Later([*siblings, *own], self._annex_name),
            "documents": Later(siblings, self._citation),
        }

    def _labels(self, document: str) -> dict[str, str]:
        """The labels of the annexes that a document has."""
        pointer = f"/documents/{document}/annexes"
        annexes = self.campaign.data["documents"][document].get("annexes", ())
        there = [annex["key"] for i, annex in enumerate(annexes) if self._has(annex, f"{pointer}/{i}")]
        return heads.annex_labels(there)

    def _annex_name(self, name: str) -> Any:
        """The label of an annex of this document, else the annexes of the document called ``name``."""
        own: Mapping[str, str] = self.labels[self.key]
        return own[name] if name in own else self.labels[name]

    def _citation(self, document: str) -> vi.Citation:
        spec = self.campaign.data["documents"][document]
        text = self._phrase(spec["subject"], f"/documents/{document}/subject", self.scope.afresh())
        try:
            return self.subject.issuer.citation(document, spec["type"], text)
        except ValueError as error:
            place = self.subject.record.place(f"/documents/{document}")
            raise NoNumber(place, document=document, reason="{detail}", detail=str(error)) from None

    def _has(self, annex: Mapping[str, Any], pointer: Pointer) -> bool:
        """Whether an annex has anything to show."""
        if not self._holds(annex, pointer):
            return False
        tables = annex.get("tables", ())
        try:
            return "text" in annex or any(
                "empty" in table or next(self.sources.rows(table, self.scope), None) is not None
                for table in tables
            )
        except UnknownRows:
            return True  # told when the table is written

    def _holds(self, spec: Mapping[str, Any], pointer: Pointer) -> bool:
        if "when" not in spec:
            return True
        try:
            return self.conditions.condition(spec["when"]).holds is True
        except DataError as error:
            error.place = self.campaign.place(f"{pointer}/when")
            if error not in self.errors:
                self.errors.append(error)
            return False

    # --- text ---------------------------------------------------------------------------------------------------

    def _phrase(self, text: str, pointer: Pointer, scope: Scope | None = None) -> str:
        place = self.campaign.place(pointer)
        found = runs(self.campaign.phrase(text), scope or self.scope, place, self.errors)
        return "".join(run.text for run in found)

    def _outline(self) -> Iterator[Block]:
        yield from self._sections(self.spec["outline"], 0, f"{self.pointer}/outline")

    def _sections(self, sections: Sequence[Mapping[str, Any]], depth: int, pointer: Pointer) -> Iterator[Block]:
        index = 0
        for position, section in enumerate(sections):
            here = f"{pointer}/{position}"
            if not self._holds(section, here):
                continue
            heading = self._title(section, depth + 1, index + 1, here) if "title" in section else None
            index += heading is not None
            if heading:
                yield heading
            yield from self._section(section, depth + (heading is not None), here)

    def _title(self, section: Mapping[str, Any], depth: int, index: int, pointer: Pointer) -> Paragraph | None:
        place = self.campaign.place(f"{pointer}/title")
        self.texts[f"{pointer}/title"] = fingerprint(section["title"])
        content = runs(self.campaign.phrase(section["title"]), self.scope, place, self.errors)
        if depth > 3:
            self.errors.append(TooManyLevels(place))
            return None
        if not says(content):
            return None
        try:
            return title(depth, index, content)
        except ValueError:
            self.errors.append(TooManyPoints(place))
            return None

    def _section(self, section: Mapping[str, Any], depth: int, pointer: Pointer) -> Iterator[Block]:
        children = section.get("sections", ())
        titled = any("title" in child for child in children)
        for text, place, group in self._section_texts(section, pointer):
            self.texts[place.pointer] = fingerprint(text)
            writer = Writer(self.scope, place, depth, self.errors, below_headings=titled)
            for written in writer.write(self.campaign.texts[text]):
                block = replace(written, group=group) if group else written
                if isinstance(block, Paragraph):
                    self.written.append((block, place))
                yield block
        for position, table in enumerate(section.get("tables", ())):
            self.texts[f"{pointer}/tables/{position}"] = self.campaign.table_fingerprint(
                f"{pointer}/tables/{position}", table
            )
            yield from self.tables.blocks(self.campaign.table(f"{pointer}/tables/{position}", table), self.scope)
        yield from self._sections(children, depth, f"{pointer}/sections")

    def _section_texts(self, section: Mapping[str, Any], pointer: Pointer) -> Iterator[tuple[str, Place, str]]:
        """The unit's own text of a section, else the campaign's parts whose conditions hold.

        Each with its place, and the group that it belongs to if it depends on conditions.
        """
        own = self.subject.record.data.get("narrative", {}) if self.of_unit else {}
        key = section.get("key")
        if key in own:
            yield own[key], self.subject.record.place(f"/narrative/{key}"), ""
            return
        text = section.get("text", [])
        if isinstance(text, str):
            yield text, self.campaign.place(f"{pointer}/text"), ""
            return
        group = pointer if any("when" in part for part in text) else ""
        for position, part in enumerate(text):
            if self._holds(part, f"{pointer}/text/{position}"):
                yield part["text"], self.campaign.place(f"{pointer}/text/{position}/text"), group

    def _annexes(self) -> Iterator[Annex]:
        labels: Mapping[str, str] = self.labels[self.key]
        for position, annex in enumerate(self.spec.get("annexes", ())):
            if annex["key"] in labels:
                yield self._annex(annex, labels[annex["key"]], f"{self.pointer}/annexes/{position}")

    def _annex(self, annex: Mapping[str, Any], label: str, pointer: Pointer) -> Annex:
        name = _RANGE.sub(
            "\N{NO-BREAK SPACE}-\N{NO-BREAK SPACE}", self._phrase(annex["title"], f"{pointer}/title")
        )
        self.texts[f"{pointer}/title"] = fingerprint(annex["title"])
        untitled = {key: value for key, value in annex.items() if key != "title"}
        blocks = tuple(self._section(untitled, 0, pointer))
        if blocks and isinstance(blocks[-1], Paragraph):
            blocks = with_end_mark(blocks)
        medium = self.campaign.data.get("medium", "electronic")
        return Annex(
            label=label,
            title=vi.upper(name),
            attached_to=heads.attached_to(self.scope.names["documents"][self.key], medium, self.campaign.year),
            landscape=annex.get("orientation") == "landscape",
            blocks=blocks,
        )

    # --- the whole ----------------------------------------------------------------------------------------------

    def context(self) -> Context | None:
        """The document, or None where not even its number can be written."""
        try:
            citation: vi.Citation = self.scope.names["documents"][self.key]
            number_line = heads.number_line(citation, self.campaign.year)
        except DataError as error:
            self.errors.append(error)
            return None
        except ValueError as error:
            place = self.campaign.place(self.pointer)
            self.errors.append(NoNumber(place, document=self.key, reason="{detail}", detail=str(error)))
            return None
        subject = self._phrase(self.spec["subject"], f"{self.pointer}/subject", self.scope.afresh())
        body = with_end_mark(self._outline())
        annexes = tuple(self._annexes())
        self.errors.extend(typed_numbers(self.written, self.subject.figures.figures))
        values = {
            "doc": self._document(subject, number_line),
            "organ": self.subject.issuer.head(),
            "signer": self.subject.issuer.signer(self.key),
            "body": body,
            "annexes": annexes,
            "unit": self.scope.names["unit"],
            "period": dict(self.scope.names["period"]),
        }
        blocks = (*body, *(block for annex in annexes for block in annex.blocks))
        return Context(values, self._properties(citation), printed(blocks), self.texts, self.scope.said)

    @property
    def _note(self) -> str:
        illustrative = self.subject.issuer.illustrative or self.subject.illustrative
        return heads.ILLUSTRATIVE if illustrative else ""

    def _document(self, subject: str, number_line: str) -> dict[str, Any]:
        issuer, addressees = self.subject.issuer, tuple(self.spec.get("addressees", ()))
        type_name = self.spec["type"]
        day = issuer.date(self.key)
        return {
            "type_name": "" if type_name == heads.LETTER else vi.upper(type_name),
            "number_line": number_line,
            "date_line": heads.date_line(issuer.data["place"], day, self.campaign.year),
            "subject": heads.subject_line(type_name, subject),
            "note": self._note,
            "addressees": addressees,
            "recipients": self._recipients(bool(addressees)),
        }

    def _properties(self, citation: vi.Citation) -> Properties:
        issuer = self.subject.issuer
        return Properties(
            title=f"{self.spec['type']} {citation.subject or ''}".strip(),
            author=str(issuer.data["organ"]["name"]),
            keywords=self._note,
            created=issuer.date(self.key),
        )

    def _recipients(self, has_addressees: bool) -> tuple[str, ...]:
        sources = (self.subject.issuer.facts(self.key), self.spec, self.subject.issuer.data)
        recipients = next((source["recipients"] for source in sources if "recipients" in source), ())
        archive = next((source["archive"] for source in sources if "archive" in source), heads.ARCHIVE)
        return heads.recipient_lines(recipients, archive, has_addressees)


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
