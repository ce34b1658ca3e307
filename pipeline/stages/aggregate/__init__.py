"""Aggregate: unit figures → derived figures, then figures of the whole campaign, as ``campaign.yaml`` declares.

Every figure keeps its trace: the operation and the ids of what went in, down to cells of the sources.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pipeline.errors import BaocaoError
from pipeline.model import Figure, FigureKind, Place, Plain, Record, Trace, walk
from pipeline.stages.aggregate.calculator import Calculator, Group, Known
from pipeline.stages.aggregate.operations import Item
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

    ``records`` maps the name of a list to its records, each with the id that traces name it by.
    """

    figures: Mapping[str, Figure]
    groups: Mapping[str, Group] = field(default_factory=dict)
    records: Mapping[str, tuple[tuple[str, Mapping[str, Plain]], ...]] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)


def known_paths(unit_schema: Schema, schemas: Schemas) -> Known:
    """Every figure and every list of records that the schema of a unit describes."""
    figures: dict[str, FigureKind] = {}
    lists: set[str] = set()
    for path, schema in schemas.fields(unit_schema):
        if path[0] == "records" and len(path) > 1:
            lists.add(path[1])
        elif path[0] == "figures" and len(path) > 1:
            figures[".".join(path[1:])] = _kind(schema)
    return Known(figures, frozenset(lists))


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
    items = {name: _record_items(unit, source.records.get(name, ())) for name in {*known.lists, *source.records}}
    calculator = Calculator(f"{unit.id}:", dict(source.figures), known, items.get, lists)
    errors = [
        error.about(unit.id)
        for path, operation in operations.items()
        for error in calculator.define(path, operation, where.place(f"/aggregates/unit/{path}"))
    ]
    return Figures(calculator.figures, calculator.groups, source.records, source.places), errors


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
    return Figures(calculator.figures, calculator.groups), errors


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

    def __call__(self, path: str) -> list[Item] | None:
        if path == "asked-units":
            return [self._unit(unit, None) for unit in self.asked]
        if path == "units":
            return [self._unit(unit, None) for unit in self.delivered]
        name = path.removeprefix("units.")
        if name == path:
            return None
        if name in self.known.lists:
            return [
                item
                for unit in self.delivered
                for item in _record_items(unit, self.units[unit.id].records.get(name, ()))
            ]
        found = any(name in self.units[unit.id].figures for unit in self.delivered)
        if self.delivered and not found and name not in self.known.figures:
            return None
        return [self._unit(unit, name) for unit in self.delivered if name in self.units[unit.id].figures]

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
    rules: Iterable[Mapping[str, Any]], figures: Figures, known: Known, unit: str | None = None
) -> Iterator[BaocaoError]:
    """The declared checks that do not hold. A check with an undefined operand is not decided."""
    prefix = f"{unit}:" if unit else ""
    calculator = Calculator(prefix, dict(figures.figures), known, lambda _: None, {})
    for rule in rules:
        holds, detail, used = calculator.condition(rule["that"])
        if holds is False:
            kind = {"warning": CheckWarning, "info": CheckInfo}.get(rule.get("severity", "error"), CheckFailed)
            place = next(iter(_places(used, figures.figures)), None)
            yield kind(place, check=rule["id"], detail=detail, message=rule.get("message", "")).about(unit)


def _places(used: Iterable[str], figures: Mapping[str, Figure]) -> Iterator[Place]:
    """Places of the sources of figures, in order."""
    by_id = {figure.id: figure for figure in figures.values()}
    for id_ in used:
        figure = by_id.get(id_)
        if figure is not None and figure.trace.place is not None:
            yield figure.trace.place
        elif figure is not None:
            yield from _places(figure.trace.inputs, figures)
