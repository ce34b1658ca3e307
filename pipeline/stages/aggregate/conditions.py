"""Conditions of checks and of ``when``: comparisons of figures, and their combinations.

A comparison with an undefined operand is undecided. ``all``, ``any`` and ``not`` keep that: ``all`` fails as soon
as one part fails, ``any`` holds as soon as one part holds, whatever the undecided parts would be.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.model import FigureKind, Value
from pipeline.stages.aggregate.faults import NotComparable
from pipeline.stages.aggregate.operations import exact, is_number
from pipeline.vietnamese import format_number, format_percent

SIGNS = {"equal": "=", "not_equal": "≠", "less": "<", "at_most": "≤", "greater": ">", "at_least": "≥"}
_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "less": lambda a, b: bool(a < b),
    "at_most": lambda a, b: bool(a <= b),
    "greater": lambda a, b: bool(a > b),
    "at_least": lambda a, b: bool(a >= b),
}


@dataclass(frozen=True, slots=True)
class Result:
    """A value that was computed, its kind, and the ids of the figures that went into it."""

    value: Value
    kind: FigureKind
    inputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether a condition holds (None: undecided), and what it compared: pairs of operand and result."""

    holds: bool | None
    sign: str = ""
    operands: tuple[tuple[Any, Result], ...] = ()
    parts: tuple[Outcome, ...] = ()

    @property
    def detail(self) -> str:
        """How it reads with its values: ``staff.total (5) = staff.men (3)``."""
        if self.parts:
            return "; ".join(part.detail for part in self.parts)
        return f" {self.sign} ".join(reads(operand, result) for operand, result in self.operands)

    @property
    def used(self) -> tuple[str, ...]:
        """The ids of the figures that it compared, in order."""
        own = (id_ for _, result in self.operands for id_ in result.inputs)
        return (*own, *(id_ for part in self.parts for id_ in part.used))


def decide(condition: Mapping[str, Any], operand: Callable[[Any], Result]) -> Outcome:
    """Decide a condition; ``operand`` gives the result of each of its operands.

    Raises:
        DataError: An operand cannot be had, or two operands cannot be compared.
    """
    name, operands = next(iter(condition.items()))
    if name in ("all", "any"):
        parts = tuple(decide(part, operand) for part in operands)
        found = {part.holds for part in parts}
        decisive = name == "any"
        holds = decisive if decisive in found else None if None in found else not decisive
        return Outcome(holds, parts=parts)
    if name == "not":
        part = decide(operands, operand)
        return Outcome(None if part.holds is None else not part.holds, parts=(part,))
    first, second = (operand(one) for one in operands)
    pairs = tuple(zip(operands, (first, second), strict=True))
    return Outcome(_compare(name, pairs), SIGNS[name], pairs)


def _compare(name: str, pairs: tuple[tuple[Any, Result], ...]) -> bool | None:
    first, second = (result.value for _, result in pairs)
    if first is None or second is None:
        return None
    numbers = is_number(first) and is_number(second)
    if name in ("equal", "not_equal"):
        same = exact(first) == exact(second) if numbers else _plain(first) == _plain(second)  # type: ignore[arg-type]
        return same == (name == "equal")
    if numbers:
        return _ORDER[name](exact(first), exact(second))  # type: ignore[arg-type]
    if isinstance(first, date) and isinstance(second, date):
        return _ORDER[name](first, second)
    texts = [reads(operand, result) for operand, result in pairs]
    raise NotComparable(first=texts[0], second=texts[1])


def _plain(value: Value) -> object:
    """A value that equals none of another kind: 1 is not true, and not “1”."""
    return type(value).__name__, value


def reads(operand: Any, result: Result) -> str:
    """An operand with its value: ``staff.total (1.234)``; a number or a nested operation by its value alone."""
    text = _text(result.value, result.kind)
    return f"{operand} ({text})" if isinstance(operand, str) else text


def _text(value: Any, kind: FigureKind) -> str:
    if value is None:
        return "…"
    if not is_number(value):
        return str(value)
    try:
        return format_percent(value) if kind in ("share", "change") else format_number(value)
    except ValueError:  # beyond what is ever printed
        return "∞"
