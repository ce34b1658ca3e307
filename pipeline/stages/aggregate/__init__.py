"""Aggregate: unit figures → derived figures, then figures of the whole campaign, as ``campaign.yaml`` declares.

Every figure keeps its trace: the operation and the ids of what went in, down to cells of the sources.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pipeline.errors import BaocaoError, DataError
from pipeline.model import Figure, FigureKind, Place, Plain, Record, Trace, walk
from pipeline.stages.aggregate.calculator import Calculator, Group, Known, Vectors
from pipeline.stages.aggregate.operations import Item, Vector
from pipeline.stages.validate.findings import CheckFailed, CheckInfo, CheckWarning
from pipeline.stages.validate.schemas import Entry, Schema, Schemas

__all__ = ["Figures", "Group", "Known", "UnitEntry", "campaign_figures", "check", "known_paths", "unit_figures"]


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """A unit as the campaign lists it."""

    id: str
    name: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a unit or of a campaign by path, the splits among them, and the lists of records.

    ``records`` maps the name of a list to its records, each with the id that traces name it by; ``vectors``
    answers what a path stands for where conditions count records or units.
    """

    figures: Mapping[str, Figure]
    groups: Mapping[str, Group] = field(default_factory=dict)
    records: Mapping[str, tuple[tuple[str, Mapping[str, Plain]], ...]] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    vectors: Vectors | None = field(default=None, repr=False, compare=False)

    def calculator(self, known: Known, prefix: str = "") -> Calculator:
        """A calculator for conditions over these figures."""
        return Calculator(prefix, dict(self.figures), known, self.vectors or (lambda _: None), {})


def known_paths(unit_schema: Schema, schemas: Schemas) -> Known:
    """Every figure and every list of records that the schema of a unit describes."""
    figures: dict[str, FigureKind] = {}
    lists: dict[str, frozenset[str]] = {}
    for path, schema in schemas.fields(unit_schema):
        if path[0] == "records" and len(path) > 1:
            items = schema.get("items")
            fields = schemas.fields(items) if isinstance(items, Mapping) else ()
            lists[path[1]] = frozenset(".".join(field) for field, _ in fields)
        elif path[0] == "figures" and len(path) > 1:
            figures[".".join(path[1:])] = _kind(schema)
    return Known(figures, frozenset(lists), lists)


def _kind(schema: Schema) -> FigureKind:
    kinds = schema.get("type", "integer")
    names = {kinds} if isinstance(kinds, str) else set(kinds)
    if "boolean" in names:
        return "flag"
    if "string" in names:
        return "date" if schema.get("format") == "date" else "text"
    return "number"


def source_figures(unit: str, record: Record, known: Known) -> Figures:
    """The figures and records that a unit delivered, each traced to its place."""
    figures: dict[str, Figure] = {}
    for pointer, value in walk("/figures", record.data.get("figures", {})):
        path = ".".join(pointer.split("/")[2:])
        kind = known.figures.get(path, "number")
        typed = date.fromisoformat(value) if kind == "date" and value is not None else value
        figures[path] = Figure(f"{unit}:{path}", typed, kind, Trace("source", (), record.place(pointer)))
    records: dict[str, tuple[tuple[str, Mapping[str, Plain]], ...]] = {}
    places: dict[str, Place] = {}
    for name, rows in record.data.get("records", {}).items():
        ids = [f"{unit}:{name}[{index}]" for index in range(len(rows))]
        records[name] = tuple(zip(ids, rows, strict=True))
        places |= {id_: record.place(f"/records/{name}/{index}") for index, id_ in enumerate(ids)}
    return Figures(figures, {}, records, places)


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
    errors = [
        error.about(unit.id)
        for path, operation in operations.items()
        for error in calculator.define(path, operation, where.place(f"/aggregates/unit/{path}"))
    ]
    return Figures(calculator.figures, calculator.groups, source.records, source.places, vectors), errors


_UNIT_FIELDS = frozenset({"unit", "group"})


@dataclass(frozen=True, slots=True)
class _Records:
    """Answers the name of a list with one item per record of a unit."""

    unit: UnitEntry
    records: Mapping[str, tuple[tuple[str, Mapping[str, Plain]], ...]]
    known: Known

    def __call__(self, name: str) -> Vector | None:
        if name not in self.known.lists and name not in self.records:
            return None
        fields = self.known.fields.get(name, frozenset())
        items = _record_items(self.unit, self.records.get(name, ()))
        return Vector(items, fields | _UNIT_FIELDS if fields else fields)


def _record_items(unit: UnitEntry, rows: Iterable[tuple[str, Mapping[str, Plain]]]) -> list[Item]:
    return [Item(id_, None, _field_of(row, unit)) for id_, row in rows]


def _field_of(row: Mapping[str, Plain], unit: UnitEntry) -> Any:
    def get(name: str) -> Plain:
        value: Any = row
        for token in name.split("."):
            value = value.get(token) if isinstance(value, Mapping) else None
        return {"unit": unit.id, "group": unit.group}.get(name) if value is None else value

    return get


def campaign_figures(
    asked: Sequence[UnitEntry],
    units: Mapping[str, Figures],
    known: Known,
    campaign: Record,
    lists: Mapping[str, tuple[Entry, ...]],
) -> tuple[Figures, list[BaocaoError]]:
    """The figures of the whole campaign over the units in ``units``, in the order of ``asked``."""
    delivered = [unit for unit in asked if unit.id in units]
    vectors = _Vectors(asked, delivered, units, known)
    calculator = Calculator("", {}, Known({}), vectors, lists, {unit.id: unit.name for unit in asked})
    operations: Mapping[str, Any] = campaign.data.get("aggregates", {}).get("campaign", {})
    errors = [
        error
        for path, operation in operations.items()
        for error in calculator.define(path, operation, campaign.place(f"/aggregates/campaign/{path}"))
    ]
    return Figures(calculator.figures, calculator.groups, vectors=vectors), errors


class _Vectors:
    """Answers ``units``, ``asked-units`` and ``units.<path>`` with one item per unit or record."""

    def __init__(
        self,
        asked: Sequence[UnitEntry],
        delivered: Sequence[UnitEntry],
        units: Mapping[str, Figures],
        known: Known,
    ) -> None:
        self.asked, self.delivered, self.units, self.known = asked, delivered, units, known
        paths = {path for unit in delivered for path in units[unit.id].figures}
        self.fields = frozenset({"unit", "group", "name", *known.figures, *paths}) if delivered else frozenset()

    def __call__(self, path: str) -> Vector | None:
        if path == "asked-units":
            return Vector([self._unit(unit, None) for unit in self.asked], self.fields)
        if path == "units":
            return Vector([self._unit(unit, None) for unit in self.delivered], self.fields)
        name = path.removeprefix("units.")
        if name == path:
            return None
        if name in self.known.lists:
            return self._records(name)
        if self.delivered and name not in self.fields:
            return None
        items = [self._unit(unit, name) for unit in self.delivered if name in self.units[unit.id].figures]
        return Vector(items, self.fields, valued=True)

    def _records(self, name: str) -> Vector:
        items = [
            item
            for unit in self.delivered
            for item in _record_items(unit, self.units[unit.id].records.get(name, ()))
        ]
        fields = self.known.fields.get(name, frozenset())
        return Vector(items, fields | _UNIT_FIELDS if fields else fields)

    def _unit(self, unit: UnitEntry, name: str | None) -> Item:
        figures = self.units[unit.id].figures if unit.id in self.units else {}

        def get(path: str) -> Any:
            if path in ("unit", "group", "name"):
                return {"unit": unit.id, "group": unit.group, "name": unit.name}[path]
            figure = figures.get(path)
            return figure.value if figure else None

        figure = figures.get(name) if name else None
        return Item(figure.id if figure else f"{unit.id}:", figure.value if figure else None, get)


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
