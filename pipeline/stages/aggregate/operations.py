"""The operations that a campaign may declare, over items: records, units, or figures of units.

Arithmetic is exact: whole numbers, decimals and fractions are never rounded on the way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pipeline.model import FigureKind, Number, Plain, Value


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is counted or summed: its id for the trace, its value, and its fields for conditions."""

    id: str
    value: Value
    field: Callable[[str], Value]


def tidy(value: Fraction | Number) -> Number:
    """The simplest exact number equal to ``value``: whole, else decimal where finite, else a fraction."""
    exact = Fraction(value)
    if exact.denominator == 1:
        return exact.numerator
    rest = exact.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return Decimal(exact.numerator) / Decimal(exact.denominator) if rest == 1 else exact


def is_number(value: object) -> bool:
    return isinstance(value, int | Decimal | Fraction) and not isinstance(value, bool)


def _exact(value: Number) -> Fraction:
    return Fraction(value)


def total(values: Sequence[Number]) -> Number:
    return tidy(sum((Fraction(value) for value in values), Fraction(0)))


def mean(values: Sequence[Number]) -> Number | None:
    return tidy(Fraction(total(values)) / len(values)) if values else None


def smallest(values: Sequence[Number]) -> Number | None:
    return min(values, key=_exact, default=None)


def largest(values: Sequence[Number]) -> Number | None:
    return max(values, key=_exact, default=None)


REDUCTIONS: dict[str, Callable[[Sequence[Number]], Number | None]] = {
    "sum": total,
    "mean": mean,
    "min": smallest,
    "max": largest,
}


def difference(first: Number, second: Number) -> Number:
    return tidy(Fraction(first) - Fraction(second))


def share(part: Number, whole: Number) -> Fraction | None:
    """``part`` of ``whole`` as a ratio; nothing when the whole is zero."""
    return Fraction(part) / Fraction(whole) if whole else None


def change(before: Number, after: Number) -> Fraction | None:
    """Relative change; nothing when there was nothing before."""
    return (Fraction(after) - Fraction(before)) / Fraction(before) if before else None


PAIRS: dict[str, tuple[Callable[[Number, Number], Number | None], FigureKind]] = {
    "difference": (difference, "number"),
    "share": (share, "share"),
    "change": (change, "change"),
}


def matches(item: Item, where: Mapping[str, Plain]) -> bool:
    """Whether every field of ``where`` has the wanted value, one of a list, or lies in ``{from, to}``."""
    return all(_wanted(item.field(name), wanted) for name, wanted in where.items())


def _wanted(value: Value, wanted: Any) -> bool:
    if isinstance(wanted, Mapping):
        if value is None:
            return False
        low, high = wanted.get("from"), wanted.get("to")
        return (low is None or _at_least(value, low)) and (high is None or _at_least(high, value))
    if isinstance(wanted, list):
        return any(_wanted(value, one) for one in wanted)
    return bool(value == wanted) and isinstance(value, bool) == isinstance(wanted, bool)


def _at_least(value: Any, limit: Any) -> bool:
    if is_number(value) and is_number(limit):
        return Fraction(value) >= Fraction(limit)
    return str(value) >= str(limit)


def ranks(items: Sequence[Item]) -> dict[str, int]:
    """Item id to rank, largest first; equal values share a rank, and the next one is skipped (1, 2, 2, 4)."""
    values = sorted((Fraction(item.value) for item in items if is_number(item.value)), reverse=True)  # type: ignore[arg-type]
    first = {value: len(values) - index for index, value in enumerate(reversed(values))}
    return {item.id: first[Fraction(item.value)] for item in items if is_number(item.value)}  # type: ignore[arg-type]
