"""Values, findings and rows of units as JSON and back, exactly: what the cache remembers from run to run.

What is no plain JSON is written as an object of one key that says what it is. Whatever cannot be written so
that it
comes back the same is refused, and what comes back is made of nothing but the types named here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from typing import Any

from pipeline.errors import BaocaoError
from pipeline.i18n import Spoken, Text
from pipeline.model import Place
from pipeline.stages.aggregate import UnitEntry
from pipeline.stages.aggregate.columns import UnitRow

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_PLAIN = (str, int, bool, type(None))
_READ: dict[str, Callable[[Any], Any]] = {
    "decimal": Decimal,
    "fraction": Fraction,
    "date": date.fromisoformat,
    "text": Text,
    "spoken": lambda both: Spoken(*both),
    "place": lambda facts: Place(**facts),
    "tuple": lambda items: tuple(map(unpacked, items)),
    "map": lambda items: {key: unpacked(value) for key, value in items.items()},
}


class CannotPack(ValueError):
    """A value of a kind that would not come back the same."""


def packed(value: object) -> Any:
    """A value as plain JSON.

    Raises:
        CannotPack
    """
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is list:
        return [packed(item) for item in value]  # type: ignore[attr-defined]
    for name, found in _named(value):
        return {name: found}
    raise CannotPack(kind.__name__)


def _named(value: object) -> Iterable[tuple[str, Any]]:
    match value:
        case Decimal() | Fraction():
            yield type(value).__name__.lower(), str(value)
        case date() if type(value) is date:
            yield "date", value.isoformat()
        case Text():
            yield "text", str(value)
        case Spoken():
            yield "spoken", [value.vi, str(value)]
        case Place():
            yield "place", value.to_json()
        case tuple():
            yield "tuple", [packed(item) for item in value]
        case Mapping():
            yield "map", {str(key): packed(item) for key, item in value.items()}


def unpacked(value: Any) -> Any:
    """The value that :func:`packed` has written.

    Raises:
        ValueError, TypeError, ArithmeticError: It is no such value.
    """
    if isinstance(value, list):
        return [unpacked(item) for item in value]
    if not isinstance(value, dict):
        return value
    ((name, found),) = value.items()
    if name not in _READ:
        raise ValueError(name)
    return _READ[name](found)


# --- findings ---------------------------------------------------------------------------------------------------


def packed_errors(errors: Iterable[BaocaoError]) -> list[Any]:
    """Findings as plain JSON.

    Raises:
        CannotPack
    """
    kinds, found = _kinds(), []
    for error in errors:
        if kinds.get(error.code) is not type(error):
            raise CannotPack(type(error).__name__)
        found.append([error.code, packed(error.place), packed(error.params), error.unit, error.document])
    return found


def unpacked_errors(entries: Any) -> tuple[BaocaoError, ...]:
    """The findings that :func:`packed_errors` has written.

    Raises:
        ValueError, TypeError, KeyError, ArithmeticError: They are no such entries, or of kinds not known here.
    """
    if not entries:
        return ()
    kinds = _kinds()
    if any(entry[0] not in kinds for entry in entries):
        import_module("pipeline.build.workshop")  # those of documents are not loaded before one is filled
        kinds = _kinds()
    return tuple(
        kinds[code](unpacked(place), **unpacked(params)).about(unit, document)
        for code, place, params, unit, document in entries
    )


def _kinds() -> dict[str, type[BaocaoError]]:
    """Every kind of finding that is loaded, by code."""
    found: dict[str, type[BaocaoError]] = {}
    waiting: list[type[BaocaoError]] = [BaocaoError]
    while waiting:
        kind = waiting.pop()
        if "code" in vars(kind):
            found[kind.code] = kind
        waiting += kind.__subclasses__()
    return found


# --- rows -------------------------------------------------------------------------------------------------------


def packed_row(row: UnitRow) -> bytes:
    """What a unit tells the campaign, on one line.

    Raises:
        CannotPack
    """
    figures = {path: [packed(value), kind] for path, (value, kind) in row.figures.items()}
    records = {name: [packed(dict(record)) for record in records] for name, records in row.records.items()}
    entry = [row.entry.id, row.entry.name, row.entry.group]
    names = packed(dict(row.names))
    return _ENCODER.encode([entry, row.paths, figures, records, names, row.illustrative]).encode()


def unpacked_row(data: bytes) -> UnitRow:
    """The row that :func:`packed_row` has written.

    Raises:
        ValueError, TypeError, ArithmeticError: It is no such row.
    """
    entry, paths, figures, records, names, illustrative = json.loads(data)
    return UnitRow(
        UnitEntry(*entry),
        tuple(paths),
        {path: (unpacked(value), kind) for path, (value, kind) in figures.items()},
        {name: [unpacked(record) for record in found] for name, found in records.items()},
        unpacked(names),
        illustrative,
    )
