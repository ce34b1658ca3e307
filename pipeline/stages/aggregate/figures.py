"""The figures of a unit or of a campaign, and those that a unit delivered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from pipeline.model import Figure, FigureKind, Place, Plain, Record, Trace, walk
from pipeline.stages.aggregate.calculator import Calculator, Group, Known, Vectors
from pipeline.stages.validate.schemas import Schema, Schemas


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
