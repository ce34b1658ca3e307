"""Evaluates declared operations and conditions, and writes down how each figure came about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from pipeline.errors import BaocaoError, DataError
from pipeline.model import Figure, FigureKind, Trace, Value
from pipeline.stages.aggregate import operations as op
from pipeline.stages.aggregate.conditions import Outcome, Result, decide
from pipeline.stages.aggregate.faults import (
    FieldWanted,
    NotANumber,
    NotNested,
    UnknownField,
    UnknownFigure,
    UnknownList,
)
from pipeline.stages.aggregate.operations import Item, Vector
from pipeline.stages.validate.schemas import Entry
from pipeline.vietnamese import alphabetical_key

Vectors = Callable[[str], Vector | None]
PARAMETERS = ("of", "where", "by", "keys", "as")
NO_KEY = "-"
"""The key under which a split puts what has no value in the field that it is split by."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the schema of a unit describes: figure paths with their kinds, lists, and fields of their records."""

    figures: Mapping[str, FigureKind]
    lists: frozenset[str] = frozenset()
    fields: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """A split figure: the keys in order (``<path>.<key>`` is the figure of each) and the field it is split by."""

    by: str
    keys: tuple[str, ...]


class Calculator:
    """Figures by path, growing as operations are defined in order.

    ``known`` tells a figure that a unit may leave out (undefined) from one that does not exist (an error);
    ``vectors`` answers what a path stands for where records or units are counted, or None; ``names`` gives units'
    names.
    """

    def __init__(
        self,
        prefix: str,
        figures: dict[str, Figure],
        known: Known,
        vectors: Vectors,
        lists: Mapping[str, tuple[Entry, ...]],
        names: Mapping[str, str] | None = None,
    ) -> None:
        self.prefix = prefix
        self.figures = figures
        self.groups: dict[str, Group] = {}
        self._known = known
        self._vectors = vectors
        self._lists = lists
        self._names = names or {}
        self._failed: set[str] = set()

    def define(self, path: str, operation: Mapping[str, Any]) -> list[BaocaoError]:
        """Compute the figure ``path`` (or, split, ``path.<key>`` for each key); return what is wrong with it.

        A figure that could not be computed is undefined for those that use it, so that one fault is told once.
        """
        try:
            name = _name(operation)
            if "by" in operation:
                self._split(path, name, operation)
            elif name == "rank":
                self._rank(path, operation)
            elif name in ("highest", "lowest"):
                self._extreme(path, name, operation)
            else:
                self._store(path, name, self._compute(operation))
        except DataError as error:
            self._failed.add(path)
            return [error]
        return []

    def condition(self, condition: Mapping[str, Any]) -> Outcome:
        """Whether a condition holds.

        Raises:
            DataError: It names a figure that does not exist, or compares what cannot be compared.
        """
        return decide(condition, self._operand)

    def _store(self, path: str, operation: str, result: Result) -> None:
        self.figures[path] = Figure(self.prefix + path, result.value, result.kind, Trace(operation, result.inputs))

    # --- operands -----------------------------------------------------------------------------------------------

    def _operand(self, operand: Any) -> Result:
        if isinstance(operand, Mapping):
            return self._compute(operand)
        if not isinstance(operand, str):
            return Result(operand, "number", (f"={operand}",))
        figure = self.figures.get(operand)
        if figure is not None:
            return Result(figure.value, figure.kind, (figure.id,))
        if operand in self._known.figures:
            return Result(None, self._known.figures[operand], ())
        if self._has_failed(operand):
            return Result(None, "number", ())
        raise self._unknown(operand)

    def _has_failed(self, path: str) -> bool:
        return any(path == failed or path.startswith(f"{failed}.") for failed in self._failed)

    def _number(self, operand: Any) -> Result:
        result = self._operand(operand)
        if result.value is not None and not op.is_number(result.value):
            raise NotANumber(path=operand)
        return result

    def _unknown(self, path: str) -> UnknownFigure:
        known = [*self.figures, *self._known.figures, *self._known.lists]
        return UnknownFigure(path=path, near=_near(path, known))

    def _vector(self, path: str, operation: Mapping[str, Any]) -> Vector:
        """The records or units that a path stands for, those that ``where`` leaves."""
        vector = self._vectors(path)
        if vector is None:
            raise self._unknown(path)
        where = operation.get("where", {})
        for name in (*where, *(operation[key] for key in ("of", "by") if key in operation)):
            if vector.fields and name not in vector.fields:
                raise UnknownField(path=path, field=name, near=_near(name, vector.fields))
        return replace(vector, items=[item for item in vector.items if op.matches(item, where)])

    def _valued(self, name: str, path: str, operation: Mapping[str, Any]) -> list[Item]:
        """The same with a number each: their own, or that of the field ``of``. Undefined ones are left out."""
        vector = self._vector(path, operation)
        of = operation.get("of")
        if of is None and not vector.valued:
            raise FieldWanted(operation=name, path=path)
        items = [replace(item, value=item.field(of)) for item in vector.items] if of else vector.items
        defined = [item for item in items if item.value is not None]
        if not all(op.is_number(item.value) for item in defined):
            raise NotANumber(path=of or path)
        return defined

    # --- operations ---------------------------------------------------------------------------------------------

    def _compute(self, operation: Mapping[str, Any]) -> Result:
        name = _name(operation)
        operand = operation[name]
        if name in op.PAIRS:
            return self._pair(name, operand)
        if name not in (*op.REDUCTIONS, "count") or "by" in operation:
            raise NotNested(operation=name)
        if isinstance(operand, list):
            return self._reduce_list(name, operand)
        if name != "count" and self._is_figure(operand):
            return self._reduce_list(name, [operand])
        if name == "count":
            return _reduced(name, self._vector(operand, operation).items)
        return _reduced(name, self._valued(name, operand, operation))

    def _is_figure(self, path: str) -> bool:
        return path in self.figures or path in self._known.figures or self._has_failed(path)

    def _pair(self, name: str, operands: Iterable[Any]) -> Result:
        first, second = (self._number(one) for one in operands)
        compute, kind = op.PAIRS[name]
        defined = first.value is not None and second.value is not None
        value = compute(first.value, second.value) if defined else None  # type: ignore[arg-type]
        return Result(value, kind, first.inputs + second.inputs)

    def _reduce_list(self, name: str, operands: list[Any]) -> Result:
        results = [self._number(operand) for operand in operands]
        inputs = tuple(id_ for result in results for id_ in result.inputs)
        values: list[Any] = [result.value for result in results]
        return Result(None if None in values else op.REDUCTIONS[name](values), "number", inputs)

    def _split(self, path: str, name: str, operation: Mapping[str, Any]) -> None:
        if name not in (*op.REDUCTIONS, "count") or not isinstance(operation[name], str):
            raise NotNested(operation=name)
        by, count = operation["by"], name == "count"
        items = self._vector(operation[name], operation).items if count else self._valued(
            name, operation[name], operation
        )  # fmt: skip
        split: dict[str, list[Item]] = {key: [] for key in self._keys(operation.get("keys"))}
        for item in items:
            split.setdefault(_key(item.field(by)), []).append(item)
        keys = tuple(split) if "keys" in operation else tuple(sorted(split, key=_key_order))
        self.groups[path] = Group(by, keys)
        for key in keys:
            self._store(f"{path}.{key}", name, _reduced(name, split[key]))

    def _keys(self, declared: Any) -> list[str]:
        if isinstance(declared, Mapping) and "list" in declared:
            if declared["list"] not in self._lists:
                raise UnknownList(name=declared["list"], near=_near(declared["list"], self._lists))
            return [entry.name for entry in self._lists[declared["list"]]]
        if isinstance(declared, Mapping):
            return [str(year) for year in range(declared["from"], declared["to"] + 1)]
        return [_key(key) for key in declared or ()]

    def _rank(self, path: str, operation: Mapping[str, Any]) -> None:
        if not self._vector(operation["rank"], operation).valued:
            raise FieldWanted(operation="rank", path=operation["rank"])
        items = self._valued("rank", operation["rank"], operation)
        ranks = op.ranks(items)
        units = [(str(item.field("unit")), item) for item in items]
        self.groups[path] = Group("unit", tuple(unit for unit, _ in units))
        for unit, item in units:
            # the others it is ranked among are those of the declaration: naming them all would grow as n²
            self._store(f"{path}.{unit}", "rank", Result(ranks[item.id], "number", (item.id,)))

    def _extreme(self, path: str, name: str, operation: Mapping[str, Any]) -> None:
        items = self._valued(name, operation[name], operation)
        choose = op.largest if name == "highest" else op.smallest
        values: list[Any] = [item.value for item in items]
        value = choose(values)
        winners = [item for item in items if value is not None and item.value == value]
        units = dict.fromkeys(str(item.field("unit")) for item in winners)
        names = tuple(self._names.get(unit, unit) for unit in units)
        chosen = tuple(item.id for item in winners)
        self._store(f"{path}.value", name, Result(value, "number", tuple(item.id for item in items)))
        self._store(f"{path}.units", name, Result(names or None, "names", chosen))
        self._store(f"{path}.count", name, Result(len(names), "number", chosen))


def _name(operation: Mapping[str, Any]) -> str:
    return next(key for key in operation if key not in PARAMETERS)


def _reduced(name: str, items: Iterable[Item]) -> Result:
    found = list(items)
    inputs = tuple(item.id for item in found)
    if name == "count":
        return Result(len(found), "number", inputs)
    values: list[Any] = [item.value for item in found]
    return Result(op.REDUCTIONS[name](values), "number", inputs)


def _near(name: str, known: Iterable[str]) -> str:
    return ", ".join(get_close_matches(name, sorted(set(known)), n=3, cutoff=0.5)) or "-"


def _key(value: Value) -> str:
    if value is None or value == "":
        return NO_KEY
    return str(value).lower() if isinstance(value, bool) else str(value)


def _key_order(key: str) -> tuple[int, int, Any]:
    return (0, int(key), ()) if key.isdecimal() else (1, 0, alphabetical_key(key))
