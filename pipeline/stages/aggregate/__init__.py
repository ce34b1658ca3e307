"""Aggregate: unit figures → derived figures, then figures of the whole campaign, as ``campaign.yaml`` declares.

Every figure keeps its trace: the operation and the ids of what went in, down to cells of the sources.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from pipeline.errors import BaocaoError, DataError
from pipeline.model import Figure, Place, Plain, Record
from pipeline.stages.aggregate.calculator import Calculator, Group, Known
from pipeline.stages.aggregate.columns import RECORD_FIELDS, UNIT_FIELDS, Columns, unit_field
from pipeline.stages.aggregate.figures import Figures, UnitEntry, known_paths, source_figures
from pipeline.stages.aggregate.operations import Item, Vector
from pipeline.stages.validate.findings import CheckFailed, CheckInfo, CheckWarning
from pipeline.stages.validate.schemas import Entry

__all__ = [
    "Columns",
    "Figures",
    "Group",
    "Known",
    "UnitEntry",
    "campaign_figures",
    "check",
    "known_paths",
    "unit_figures",
]


def unit_figures(
    unit: UnitEntry,
    record: Record,
    known: Known,
    operations: Mapping[str, Any],
    where: Record,
    lists: Mapping[str, tuple[Entry, ...]],
) -> tuple[Figures, list[BaocaoError]]:
    """A unit's figures: those it delivered and those that ``aggregates: unit:`` derives from them.

    ``where`` is the campaign's record, which knows where each operation was typed.
    """
    source = source_figures(unit.id, record, known)
    vectors = _Records(unit, source.records, known)
    calculator = Calculator(f"{unit.id}:", dict(source.figures), known, vectors, lists)
    errors = [error.about(unit.id) for error in _define(calculator, "unit", operations, where)]
    return Figures(calculator.figures, calculator.groups, source.records, source.places, vectors), errors


def _define(
    calculator: Calculator, level: str, operations: Mapping[str, Any], where: Record
) -> Iterator[BaocaoError]:
    """Define every operation; what is wrong with one is placed where it was typed."""
    for path, operation in operations.items():
        for error in calculator.define(path, operation):
            error.place = where.place(f"/aggregates/{level}/{path}")
            yield error


@dataclass(frozen=True, slots=True)
class _Records:
    """Answers the name of a list with one item per record of a unit."""

    unit: UnitEntry
    records: Mapping[str, tuple[tuple[str, Mapping[str, Plain]], ...]]
    known: Known

    def __call__(self, name: str) -> Vector | None:
        if name not in self.known.lists and name not in self.records:
            return None
        rows = self.records.get(name, ())
        return Vector([Item(id_, None, partial(self._field, row)) for id_, row in rows], _fields(self.known, name))

    def _field(self, row: Mapping[str, Plain], name: str) -> Plain:
        value: Any = row
        for token in name.split("."):
            value = value.get(token) if isinstance(value, Mapping) else None
        return unit_field(self.unit, name) if value is None and name in RECORD_FIELDS else value


def _fields(known: Known, name: str) -> frozenset[str]:
    """What conditions may ask of the records of a list; empty where that is not known."""
    fields = known.fields.get(name, frozenset())
    return fields | RECORD_FIELDS if fields else fields


def campaign_figures(
    asked: Sequence[UnitEntry],
    units: Columns,
    known: Known,
    campaign: Record,
    lists: Mapping[str, tuple[Entry, ...]],
) -> tuple[Figures, list[BaocaoError]]:
    """The figures of the whole campaign over the ``units`` that delivered."""
    vectors = _Vectors(asked, units, known)
    calculator = Calculator("", {}, Known({}), vectors, lists, {unit.id: unit.name for unit in asked})
    operations: Mapping[str, Any] = campaign.data.get("aggregates", {}).get("campaign", {})
    errors = list(_define(calculator, "campaign", operations, campaign))
    return Figures(calculator.figures, calculator.groups, vectors=vectors), errors


class _Vectors:
    """Answers ``units``, ``asked-units`` and ``units.<path>`` with one item per unit or record."""

    def __init__(self, asked: Sequence[UnitEntry], units: Columns, known: Known) -> None:
        self.asked, self.units, self.known = asked, units, known
        self.fields = UNIT_FIELDS | known.figures.keys() | units.paths if units.entries else frozenset()

    def __call__(self, path: str) -> Vector | None:
        if path == "asked-units":
            return Vector(self.units.asked_items(self.asked), self.fields)
        if path == "units":
            return Vector(self.units.unit_items(), self.fields)
        name = path.removeprefix("units.")
        if name == path:
            return None
        if name in self.known.lists:
            return Vector(list(self.units.record_items(name)), _fields(self.known, name))
        if self.fields and name not in self.fields:
            return None
        return Vector(self.units.unit_items(name), self.fields, valued=True)


def check(
    rules: Iterable[Mapping[str, Any]],
    figures: Figures,
    known: Known,
    unit: str | None = None,
    where: Record | None = None,
) -> Iterator[BaocaoError]:
    """The declared checks that do not hold. A check with an undefined operand is not decided.

    ``where`` is the campaign's record, which knows where each rule was typed.
    """
    calculator = figures.calculator(known)
    by_id: dict[str, Figure] = {}
    for index, rule in enumerate(rules):
        pointer = f"/checks/{'unit' if unit else 'campaign'}/{index}/that"
        declared = where.place(pointer) if where else None
        try:
            outcome = calculator.condition(rule["that"])
        except DataError as error:
            error.place = declared
            yield error.about(unit)
            continue
        if outcome.holds is False:
            by_id = by_id or {figure.id: figure for figure in figures.figures.values()}
            kind = {"warning": CheckWarning, "info": CheckInfo}.get(rule.get("severity", "error"), CheckFailed)
            place = next(_places(outcome.used, by_id, figures.places), declared)
            yield kind(place, check=rule["id"], detail=outcome.detail, message=rule.get("message", "")).about(unit)


def _places(used: Iterable[str], figures: Mapping[str, Figure], records: Mapping[str, Place]) -> Iterator[Place]:
    """Places of the sources of figures and records, in order."""
    for id_ in used:
        figure = figures.get(id_)
        if id_ in records:
            yield records[id_]
        elif figure is not None and figure.trace.place is not None:
            yield figure.trace.place
        elif figure is not None:
            yield from _places(figure.trace.inputs, figures, records)
