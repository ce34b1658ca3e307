"""The operations that a campaign declares: which one made a figure, and which ones a figure goes into."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pipeline.model import Place, Record, escape
from pipeline.stages.aggregate.columns import UNIT_FIELDS, unit_field
from pipeline.stages.aggregate.figures import UnitEntry
from pipeline.stages.aggregate.operations import Item, matches

Level = Literal["unit", "campaign"]
PARAMETERS = frozenset({"of", "where", "by", "keys", "as"})


@dataclass(frozen=True, slots=True)
class Declared:
    """One line below ``aggregates``: the path, the operation, and where it was typed."""

    level: Level
    path: str
    operation: Mapping[str, Any]
    place: Place

    @property
    def name(self) -> str:
        """What is done: ``sum``, ``share``."""
        return next(key for key in self.operation if key not in PARAMETERS)

    @property
    def operands(self) -> tuple[Any, ...]:
        """What it is done with: paths, numbers, operations inside."""
        operand = self.operation[self.name]
        return tuple(operand) if isinstance(operand, list) else (operand,)

    @property
    def operates_on(self) -> frozenset[str]:
        """The name of every operand, those of nested operations included."""
        return frozenset(_names(self.operands))

    @property
    def fields(self) -> frozenset[str]:
        """What it asks of each unit or record: fields of ``of``, ``by`` and ``where``."""
        asked = (self.operation[key] for key in ("of", "by") if key in self.operation)
        return frozenset((*asked, *self.operation.get("where", ())))


def _names(operands: Iterable[Any]) -> Iterator[str]:
    for operand in operands:
        if isinstance(operand, Mapping):
            inner = next(value for key, value in operand.items() if key not in PARAMETERS)
            yield from _names(inner if isinstance(inner, list) else [inner])
        elif isinstance(operand, str):
            yield operand


class Declarations:
    """The declared operations of a campaign, of both levels."""

    def __init__(self, record: Record) -> None:
        aggregates = record.data.get("aggregates", {})
        self._all: dict[Level, dict[str, Declared]] = {"unit": {}, "campaign": {}}
        for level, found in self._all.items():
            for path, operation in aggregates.get(level, {}).items():
                place = record.place(f"/aggregates/{level}/{escape(path)}")
                found[path] = Declared(level, path, operation, place)

    def of(self, level: Level, path: str) -> Declared | None:
        """What made the figure ``path``: declared under that name, or that of its group."""
        found = self._all[level]
        while path:
            if path in found:
                return found[path]
            path = path.rpartition(".")[0]
        return None

    def reached(self, id_: str, entry: UnitEntry | None, row: Mapping[str, Any] | None = None) -> Reach:
        """Every figure that the figure ``id_`` may change, itself included; ``entry`` is the unit that it is of,
        ``row`` the record (values by dotted path), if it is one or a field of one.

        A figure that only decides what is counted (``where``) reaches the count, too.
        """
        if entry is None:
            return Reach("", frozenset(), self._grown("campaign", _Start({id_})))
        unit, _, path = id_.rpartition(":")
        name, bracket, rest = path.partition("[")
        field = rest.partition("]")[2].removeprefix(".")
        if bracket:
            first = _Start(set(), {name}, field, row=row or {})
            in_unit = self._grown("unit", first)
            start = _Start({f"units.{one}" for one in in_unit}, {f"units.{name}"}, field, in_unit, row or {})
        else:
            first = _Start({path})
            in_unit = self._grown("unit", first)
            start = _Start({f"units.{one}" for one in in_unit}, asked=in_unit)
        own = self._grown("campaign", start) - start.figures
        of_unit = {self._keyed("unit", one, entry, first) for one in in_unit - first.figures}
        return Reach(
            unit,
            frozenset({path, *of_unit}),
            frozenset(self._keyed("campaign", one, entry, start) for one in own),
        )

    def _grown(self, level: Level, start: _Start) -> frozenset[str]:
        """The paths of a level that operations make of a start."""
        reached = set(start.figures)
        growing = True
        while growing:
            more = {
                path
                for path, declared in self._all[level].items()
                if path not in reached and start.goes_into(declared, reached)
            }
            reached |= more
            growing = bool(more)
        return frozenset(reached)

    def _keyed(self, level: Level, path: str, entry: UnitEntry, start: _Start) -> str:
        """Of a split by what a correction leaves alone, only the figure of the one key is reached."""
        declared = self._all[level][path]
        by = str(declared.operation.get("by", ""))
        if declared.operates_on & start.records and by != start.column and by in start.row:
            return f"{path}.{_key(start.row[by])}"
        direct = declared.operates_on <= start.figures | start.records | {"units", "asked-units"}
        return f"{path}.{unit_field(entry, by)}" if by in UNIT_FIELDS and direct else path


@dataclass(frozen=True, slots=True)
class _Start:
    """What is changed at a level: figures, or the ``column`` of a record of a list ("": all of it), or what
    conditions on units ask. ``row``: the values of the record, if they are known."""

    figures: set[str]
    records: set[str] = field(default_factory=set)
    column: str = ""
    asked: frozenset[str] = frozenset()
    row: Mapping[str, Any] = field(default_factory=dict)

    def goes_into(self, declared: Declared, reached: set[str]) -> bool:
        """Whether an operation uses what is changed, or what is ``reached`` of it so far."""
        names = declared.operates_on
        if any(_among(name, reached) for name in names):
            return True
        if names & self.records:
            return (not self.column or self.column in declared.fields) and self._counted(declared)
        of_units = any(name in ("units", "asked-units") or name.startswith("units.") for name in names)
        return of_units and any(_among(name, set(self.asked)) for name in declared.fields)

    def _counted(self, declared: Declared) -> bool:
        """Whether the record fulfils the conditions, those on the changed column apart."""
        where = declared.operation.get("where", {})
        known = {name: wanted for name, wanted in where.items() if name != self.column and name in self.row}
        return matches(Item("", None, self.row.get), known)


def _key(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _among(name: str, reached: set[str]) -> bool:
    """Whether a name is one that is reached, or of a group that is."""
    while name:
        if name in reached:
            return True
        name = name.rpartition(".")[0]
    return False


@dataclass(frozen=True, slots=True)
class Reach:
    """The figures that one goes into: paths of its unit, and paths of the campaign (or of groups of figures)."""

    unit: str
    in_unit: frozenset[str]
    own: frozenset[str]

    def __contains__(self, id_: object) -> bool:
        """Whether a printed figure is among them."""
        unit, colon, path = str(id_).rpartition(":")
        if colon:
            return unit == self.unit and (path in self.in_unit or _among(path, set(self.in_unit)))
        return _among(path, set(self.own))
