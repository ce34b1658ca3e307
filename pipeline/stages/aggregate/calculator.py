"""Evaluates declared operations and conditions, and writes down how each figure came about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from pipeline.errors import BaocaoError, DataError
from pipeline.i18n import N_
from pipeline.model import Figure, FigureKind, Place, Trace, Value
from pipeline.stages.aggregate import operations as op
from pipeline.stages.aggregate.operations import Item
from pipeline.stages.validate.schemas import Entry
from pipeline.vietnamese import alphabetical_key, format_number

Items = Callable[[str], list[Item] | None]
PARAMETERS = ("of", "where", "by", "keys", "as")


class UnknownFigure(DataError):
    code = "A01"
    cause = N_("There is no figure or list “{path}”.")
    remedy = N_("Nearest names: {near}.")


class NotANumber(DataError):
    code = "A02"
    cause = N_("“{path}” is no number, so it cannot be computed with.")
    remedy = N_("Use a figure whose schema says integer or number.")


@dataclass(frozen=True, slots=True)
class Known:
    """What the schema of a unit describes: figure paths with their kinds, and names of lists of records."""

    figures: Mapping[str, FigureKind]
    lists: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Group:
    """A split figure: the keys in order (``<path>.<key>`` is the figure of each) and the field it is split by."""

    by: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Result:
    value: Value
    kind: FigureKind
    inputs: tuple[str, ...]


class Calculator:
    """Figures by path, growing as operations are defined in order.

    ``known`` tells a figure that a unit may leave out (undefined) from one that does not exist (an error);
    ``items`` answers what a path stands for where records or units are counted, or None; ``names`` gives units'
    names.
    """

    def __init__(
        self,
        prefix: str,
        figures: dict[str, Figure],
        known: Known,
        items: Items,
        lists: Mapping[str, tuple[Entry, ...]],
        names: Mapping[str, str] | None = None,
    ) -> None:
        self.prefix = prefix
        self.figures = figures
        self.groups: dict[str, Group] = {}
        self._known = known
        self._items = items
        self._lists = lists
        self._names = names or {}

    def define(self, path: str, operation: Mapping[str, Any], place: Place) -> list[BaocaoError]:
        """Compute the figure ``path`` (or, split, ``path.<key>`` for each key); return what is wrong with it."""
        try:
            name = next(key for key in operation if key not in PARAMETERS)
            if "by" in operation:
                self._split(path, name, operation)
            elif name == "rank":
                self._rank(path, operation)
            elif name in ("highest", "lowest"):
                self._extreme(path, name, operation)
            else:
                self._store(path, name, self._compute(operation))
        except DataError as error:
            error.place = place
            return [error]
        return []

    def _store(self, path: str, operation: str, result: _Result) -> None:
        self.figures[path] = Figure(self.prefix + path, result.value, result.kind, Trace(operation, result.inputs))

    # --- operands -----------------------------------------------------------------------------------------------

    def _operand(self, operand: Any) -> _Result:
        if isinstance(operand, Mapping):
            return self._compute(operand)
        if not isinstance(operand, str):
            return _Result(operand, "number", (f"={operand}",))
        figure = self.figures.get(operand)
        if figure is not None:
            return _Result(figure.value, figure.kind, (figure.id,))
        if operand in self._known.figures:
            return _Result(None, self._known.figures[operand], ())
        raise self._unknown(operand)

    def _number(self, operand: Any) -> _Result:
        result = self._operand(operand)
        if result.value is not None and not op.is_number(result.value):
            raise NotANumber(path=operand)
        return result

    def _unknown(self, path: str) -> UnknownFigure:
        near = get_close_matches(path, [*self.figures, *self._known.figures, *self._known.lists], n=3, cutoff=0.5)
        return UnknownFigure(path=path, near=", ".join(near) or "-")

    def _selected(self, path: str, operation: Mapping[str, Any]) -> list[Item]:
        items = self._items(path)
        if items is None:
            raise self._unknown(path)
        return [item for item in items if op.matches(item, operation.get("where", {}))]

    # --- operations ---------------------------------------------------------------------------------------------

    def _compute(self, operation: Mapping[str, Any]) -> _Result:
        name = next(key for key in operation if key not in PARAMETERS)
        operand = operation[name]
        if name in op.PAIRS:
            first, second = (self._number(one) for one in operand)
            compute, kind = op.PAIRS[name]
            defined = first.value is not None and second.value is not None
            value = compute(first.value, second.value) if defined else None  # type: ignore[arg-type]
            return _Result(value, kind, first.inputs + second.inputs)
        if isinstance(operand, list):
            return self._reduce_list(name, operand)
        if name != "count" and operand in self.figures:
            return self._reduce_list(name, [operand])
        return self._reduce(name, self._selected(operand, operation), operation.get("of"))

    def _reduce_list(self, name: str, operands: list[Any]) -> _Result:
        results = [self._number(operand) for operand in operands]
        inputs = tuple(id_ for result in results for id_ in result.inputs)
        values: list[Any] = [result.value for result in results]
        return _Result(None if None in values else op.REDUCTIONS[name](values), "number", inputs)

    def _reduce(self, name: str, items: list[Item], field: str | None) -> _Result:
        inputs = tuple(item.id for item in items)
        if name == "count":
            return _Result(len(items), "number", inputs)
        values = [item.field(field) if field else item.value for item in items]
        numbers: list[Any] = [value for value in values if value is not None]
        if not all(op.is_number(value) for value in numbers):
            raise NotANumber(path=field or name)
        return _Result(op.REDUCTIONS[name](numbers), "number", inputs)

    def _split(self, path: str, name: str, operation: Mapping[str, Any]) -> None:
        by = operation["by"]
        split: dict[str, list[Item]] = {key: [] for key in self._keys(operation.get("keys"))}
        for item in self._selected(operation[name], operation):
            split.setdefault(_key(item.field(by)), []).append(item)
        keys = tuple(split) if "keys" in operation else tuple(sorted(split, key=_key_order))
        self.groups[path] = Group(by, keys)
        for key in keys:
            self._store(f"{path}.{key}", name, self._reduce(name, split[key], operation.get("of")))

    def _keys(self, declared: Any) -> list[str]:
        if isinstance(declared, Mapping) and "list" in declared:
            return [entry.name for entry in self._lists.get(declared["list"], ())]
        if isinstance(declared, Mapping):
            return [str(year) for year in range(declared["from"], declared["to"] + 1)]
        return [_key(key) for key in declared or ()]

    def _rank(self, path: str, operation: Mapping[str, Any]) -> None:
        items = self._selected(operation["rank"], operation)
        ranks = op.ranks(items)
        inputs = tuple(item.id for item in items)
        units = [(str(item.field("unit")), item) for item in items if item.id in ranks]
        self.groups[path] = Group("unit", tuple(unit for unit, _ in units))
        for unit, item in units:
            self._store(f"{path}.{unit}", "rank", _Result(ranks[item.id], "number", inputs))

    def _extreme(self, path: str, name: str, operation: Mapping[str, Any]) -> None:
        items = [item for item in self._selected(operation[name], operation) if op.is_number(item.value)]
        choose = op.largest if name == "highest" else op.smallest
        values: list[Any] = [item.value for item in items]
        value = choose(values)
        winners = [item for item in items if value is not None and item.value == value]
        names = tuple(self._names.get(str(item.field("unit")), str(item.field("unit"))) for item in winners)
        inputs = tuple(item.id for item in items)
        self._store(f"{path}.value", name, _Result(value, "number", inputs))
        self._store(f"{path}.units", name, _Result(names or None, "names", tuple(item.id for item in winners)))
        self._store(f"{path}.count", name, _Result(len(winners), "number", tuple(item.id for item in winners)))

    # --- conditions ---------------------------------------------------------------------------------------------

    def condition(self, condition: Mapping[str, Any]) -> tuple[bool | None, str, tuple[str, ...]]:
        """Whether a condition holds (None: an operand is undefined), how it reads, and the figures it used.

        Raises:
            UnknownFigure: It names a figure that does not exist.
        """
        name, operands = next(iter(condition.items()))
        if name in ("all", "any"):
            parts = [self.condition(part) for part in operands]
            known = [holds for holds, _, _ in parts if holds is not None]
            holds = (all(known) if name == "all" else any(known)) if known else None
            return holds, "; ".join(p[1] for p in parts), tuple(id_ for p in parts for id_ in p[2])
        if name == "not":
            holds, detail, used = self.condition(operands)
            return None if holds is None else not holds, detail, used
        first, second = (self._operand(operand) for operand in operands)
        detail = f"{_reads(operands[0], first)} {_SIGNS[name]} {_reads(operands[1], second)}"
        used = first.inputs + second.inputs
        if first.value is None or second.value is None:
            return None, detail, used
        return _COMPARE[name](_comparable(first.value), _comparable(second.value)), detail, used


_SIGNS = {"equal": "=", "not_equal": "≠", "less": "<", "at_most": "≤", "greater": ">", "at_least": "≥"}
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "equal": lambda a, b: bool(a == b),
    "not_equal": lambda a, b: bool(a != b),
    "less": lambda a, b: bool(a < b),
    "at_most": lambda a, b: bool(a <= b),
    "greater": lambda a, b: bool(a > b),
    "at_least": lambda a, b: bool(a >= b),
}


def _comparable(value: Any) -> Any:
    return Fraction(value) if op.is_number(value) else str(value)


def _reads(operand: Any, result: _Result) -> str:
    value = result.value
    text = format_number(value) if op.is_number(value) else "…" if value is None else str(value)  # type: ignore[arg-type]
    return f"{operand} ({text})" if isinstance(operand, str) else text


def _key(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _key_order(key: str) -> tuple[int, int, Any]:
    return (0, int(key), ()) if key.isdecimal() else (1, 0, alphabetical_key(key))
