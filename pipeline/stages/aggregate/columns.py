"""What many units delivered, by column: all that the campaign's own figures and documents are made of.

A campaign may have ten thousand units. Of each only the values stay that something of the campaign can ask for,
in one list for each figure and each field of its records; its traces, places and texts do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from pipeline.model import Figure, FigureKind, Plain, Trace, Value, walk
from pipeline.stages.aggregate.figures import Figures, UnitEntry
from pipeline.stages.aggregate.operations import Item

_KEPT = Trace("kept")
"""The trace of a unit's figure in a column: the real one is told where the unit itself is."""


class Mentioned:
    """Whether a name occurs anywhere in declared parts of a campaign; ``*`` in them stands for any key."""

    def __init__(self, *declared: Plain) -> None:
        words = [word for part in declared for word in _words(part)]
        self._text = "\n".join(words)
        patterns = {name for word in words for name in re.findall(r"[\w.-]*\*[\w.*-]*", word)}
        self._patterns = [re.compile(re.escape(name).replace(r"\*", r"[^.]+")) for name in sorted(patterns)]
        self._known: dict[str, bool] = {}

    def __contains__(self, name: str) -> bool:
        if name not in self._known:
            found = name in self._text or any(pattern.fullmatch(name) for pattern in self._patterns)
            self._known[name] = found
        return self._known[name]


def _words(value: Plain) -> Iterator[str]:
    """Every text of a plain value, and every key."""
    if isinstance(value, Mapping):
        for key, child in value.items():
            yield str(key)
            yield from _words(child)
    elif isinstance(value, list | tuple):
        for child in value:
            yield from _words(child)
    else:
        yield str(value)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """Of one unit: the names of all figures, the values of some, fields of its records, and names for texts."""

    entry: UnitEntry
    paths: tuple[str, ...]
    figures: Mapping[str, tuple[Value, FigureKind]]
    records: Mapping[str, Sequence[Mapping[str, Plain]]]
    names: Mapping[str, Any]
    illustrative: bool = False


def unit_row(
    entry: UnitEntry,
    figures: Figures,
    mentioned: Mentioned,
    names: Mapping[str, Any],
    illustrative: bool = False,
) -> UnitRow:
    """What of a unit's figures the campaign may ask for."""
    values = {path: (f.value, f.kind) for path, f in figures.figures.items() if path in mentioned}
    records = {
        name: [{path: value for path, value in _fields(row) if path in mentioned} for _, row in rows]
        for name, rows in figures.records.items()
        if name in mentioned
    }
    return UnitRow(entry, tuple(figures.figures), values, records, names, illustrative)


def _fields(row: Mapping[str, Plain]) -> Iterator[tuple[str, Plain]]:
    return ((pointer[1:].replace("/", "."), value) for pointer, value in walk("", row))


class _Absent:
    """Stands in a column where a unit has no such value (which is not the same as an undefined one)."""


_ABSENT = _Absent()


@dataclass(slots=True)
class _Table:
    """Lists of one length, one for each name; what a row lacks is absent."""

    length: int = 0
    columns: dict[str, list[Any]] = field(default_factory=dict)

    def add(self, row: Mapping[str, Any]) -> None:
        for name, value in row.items():
            column = self.columns.setdefault(name, [])
            column.extend([_ABSENT] * (self.length - len(column)))
            column.append(value)
        self.length += 1

    def get(self, name: str, index: int) -> Any:
        column = self.columns.get(name, ())
        return column[index] if index < len(column) else _ABSENT


class Columns:
    """The units of a campaign that delivered valid data, in order."""

    def __init__(self, rows: Sequence[UnitRow] = ()) -> None:
        self.entries: list[UnitEntry] = []
        self.paths: set[str] = set()
        self.illustrative = False
        self._names: list[Mapping[str, Any]] = []
        self._kinds: dict[str, FigureKind] = {}
        self._values = _Table()
        self._records: dict[str, tuple[_Table, list[int]]] = {}
        for row in rows:
            self.add(row)

    def add(self, row: UnitRow) -> None:
        """Take a unit in, after those that are there."""
        unit = len(self.entries)
        self.entries.append(row.entry)
        self.paths.update(row.paths)
        self._names.append(row.names)
        self.illustrative |= row.illustrative
        self._kinds.update({path: kind for path, (_, kind) in row.figures.items()})
        self._values.add({path: value for path, (value, _) in row.figures.items()})
        for name, records in row.records.items():
            table, owners = self._records.setdefault(name, (_Table(), []))
            for record in records:
                table.add(record)
                owners.append(unit)

    def asked_items(self, asked: Sequence[UnitEntry]) -> list[Item]:
        """One item for each unit that was asked, with the figures of those that delivered."""
        there = {entry.id: index for index, entry in enumerate(self.entries)}
        return [
            Item(f"{e.id}:", None, partial(self._field, there[e.id]) if e.id in there else partial(unit_field, e))
            for e in asked
        ]

    def unit_items(self, path: str | None = None) -> list[Item]:
        """One item for each unit that has the figure ``path`` (or for each, without a value)."""
        if path is None:
            return [Item(f"{entry.id}:", None, partial(self._field, i)) for i, entry in enumerate(self.entries)]
        found = ((i, entry, self._values.get(path, i)) for i, entry in enumerate(self.entries))
        return [
            Item(f"{entry.id}:{path}", value, partial(self._field, i))
            for i, entry, value in found
            if value is not _ABSENT
        ]

    def record_items(self, name: str) -> Iterator[Item]:
        """One item for each record of the list ``name``."""
        table, owners = self._records.get(name, (_Table(), []))
        before, number = -1, 0
        for index, unit in enumerate(owners):
            before, number = unit, number + 1 if unit == before else 0
            yield Item(
                f"{self.entries[unit].id}:{name}[{number}]", None, partial(self._record_field, table, index, unit)
            )

    def __iter__(self) -> Iterator[tuple[UnitEntry, Figures, Mapping[str, Any]]]:
        """Each unit with its figures and its names, made when it is their turn."""
        for index, entry in enumerate(self.entries):
            yield entry, Figures(self._figures(index)), self._names[index]

    def _figures(self, index: int) -> dict[str, Figure]:
        unit = self.entries[index].id
        found = ((path, kind, self._values.get(path, index)) for path, kind in self._kinds.items())
        return {
            path: Figure(f"{unit}:{path}", value, kind, _KEPT)
            for path, kind, value in found
            if value is not _ABSENT
        }

    def _field(self, index: int, name: str) -> Value:
        if name in UNIT_FIELDS:
            return unit_field(self.entries[index], name)
        value = self._values.get(name, index)
        return None if value is _ABSENT else value

    def _record_field(self, table: _Table, index: int, unit: int, name: str) -> Value:
        value = table.get(name, index)
        if value is not _ABSENT and value is not None:
            found: Value = value
            return found
        return unit_field(self.entries[unit], name) if name in RECORD_FIELDS else None


UNIT_FIELDS = frozenset({"unit", "group", "name"})
RECORD_FIELDS = frozenset({"unit", "group"})
"""What conditions may ask of every unit, and of every record of one."""


def unit_field(entry: UnitEntry, name: str) -> str | None:
    """What the campaign's list of units says of a unit."""
    return {"unit": entry.id, "group": entry.group, "name": entry.name}.get(name)
