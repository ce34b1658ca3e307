"""What all documents of a campaign share, prepared once, and whom a document is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from typing import Any

from pipeline import vietnamese as vi
from pipeline.model import Place, Pointer, Record
from pipeline.stages.aggregate import Figures, Known, UnitEntry
from pipeline.stages.localise.heads import Issuer
from pipeline.stages.localise.nodes import Parsed, Span
from pipeline.stages.localise.tables import TablePlan, plan_table


def fingerprint(text: str, size: int = 4) -> str:
    """The hash by which a text is known again."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()


@dataclass(frozen=True, slots=True)
class CampaignText:
    """What all documents of a campaign share: its record, the parsed narrative, known figures, cited documents."""

    record: Record
    texts: Mapping[str, Parsed]
    known: Known
    citations: Mapping[str, vi.Citation]
    _plans: dict[Pointer, TablePlan] = field(default_factory=dict, repr=False, compare=False)
    _places: dict[Pointer, Place] = field(default_factory=dict, repr=False, compare=False)
    _fingerprints: dict[Pointer, str] = field(default_factory=dict, repr=False, compare=False)

    @property
    def data(self) -> Mapping[str, Any]:
        data: Mapping[str, Any] = self.record.data
        return data

    @property
    def year(self) -> int:
        """The year of documents that have no date yet: that of the deadline."""
        return date.fromisoformat(self.data["deadline"]).year

    def phrase(self, text: str) -> tuple[Span, ...]:
        """A line of text as spans."""
        return self.texts[text].spans

    def place(self, pointer: Pointer) -> Place:
        if pointer not in self._places:
            self._places[pointer] = self.record.place(pointer)
        return self._places[pointer]

    def table_fingerprint(self, pointer: Pointer, spec: Mapping[str, Any]) -> str:
        """The fingerprint of the declaration of a table, made once."""
        if pointer not in self._fingerprints:
            self._fingerprints[pointer] = fingerprint(repr(spec))
        return self._fingerprints[pointer]

    def table(self, pointer: Pointer, spec: Mapping[str, Any]) -> TablePlan:
        """The declared table at ``pointer``, made ready once."""
        if pointer not in self._plans:
            self._plans[pointer] = plan_table(spec, pointer, self.record, self.texts)
        return self._plans[pointer]


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a document is about and who issues it: a unit, or (for the summary) the collecting unit with all units.

    ``units`` holds, for a campaign's document, every delivered unit with its figures and its names.
    """

    entry: UnitEntry
    issuer: Issuer
    record: Record
    figures: Figures
    units: Iterable[tuple[UnitEntry, Figures, Mapping[str, Any]]] = ()
    missing: tuple[str, ...] = ()
    illustrative: bool = False


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
