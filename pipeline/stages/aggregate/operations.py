"""The operations that a campaign may declare, over items: records, units, or figures of units.

Arithmetic is exact: whole numbers, decimals and fractions are never rounded on the way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeGuard

from pipeline.model import FigureKind, Number, Plain, Value
from pipeline.stages.aggregate.faults import NumberTooLarge

MAX_DIGITS = 1000


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is counted or summed: its id for the trace, its value, and its fields for conditions."""

    id: str
    value: Value
    field: Callable[[str], Value]


@dataclass(frozen=True, slots=True)
class Vector:
    """What a path stands for where records or units are counted.

    ``fields`` are the names that conditions may use (empty: not known); ``valued`` says whether the items have a
    value of their own, as figures of units have and records have not.
    """

    items: Sequence[Item]
    fields: frozenset[str] = frozenset()
    valued: bool = False


def tidy(value: Fraction | Number) -> Number:
    """The simplest exact number equal to ``value``: whole, else decimal where finite, else a fraction."""
    ratio = exact(value)
    if ratio.denominator == 1:
        return ratio.numerator
    powers = [0, 0]
    rest = ratio.denominator
    for index, prime in enumerate((2, 5)):
        while rest % prime == 0:
            rest //= prime
            powers[index] += 1
    if rest != 1:
        return ratio
    places = max(powers)
    return Decimal(f"{ratio.numerator * 10**places // ratio.denominator}e-{places}")


def is_number(value: object) -> TypeGuard[Number]:
    return isinstance(value, int | Decimal | Fraction) and not isinstance(value, bool)


def exact(value: Number) -> Fraction:
    """The value as a fraction.

    Raises:
        NumberTooLarge: Its exponent would fill the memory.
    """
    if isinstance(value, Decimal) and not (value.is_finite() and abs(value.adjusted()) <= MAX_DIGITS):
        raise NumberTooLarge(digits=abs(value.adjusted()) + 1 if value.is_finite() else "∞")
    return Fraction(value)


def total(values: Sequence[Number]) -> Number:
    if all(type(value) is int for value in values):
        return sum(values)
    return tidy(sum((exact(value) for value in values), Fraction(0)))


def mean(values: Sequence[Number]) -> Number | None:
    return tidy(exact(total(values)) / len(values)) if values else None


def smallest(values: Sequence[Number]) -> Number | None:
    return min(values, key=exact, default=None)


def largest(values: Sequence[Number]) -> Number | None:
    return max(values, key=exact, default=None)


REDUCTIONS: dict[str, Callable[[Sequence[Number]], Number | None]] = {
    "sum": total,
    "mean": mean,
    "min": smallest,
    "max": largest,
}


def difference(first: Number, second: Number) -> Number:
    return tidy(exact(first) - exact(second))


def share(part: Number, whole: Number) -> Fraction | None:
    """``part`` of ``whole`` as a ratio; nothing when the whole is zero."""
    return exact(part) / exact(whole) if whole else None


def change(before: Number, after: Number) -> Fraction | None:
    """Change in relation to the size of what was before; nothing when there was nothing before."""
    return (exact(after) - exact(before)) / abs(exact(before)) if before else None


PAIRS: dict[str, tuple[Callable[[Number, Number], Number | None], FigureKind]] = {
    "difference": (difference, "number"),
    "share": (share, "share"),
    "change": (change, "change"),
}


def matches(item: Item, where: Mapping[str, Plain]) -> bool:
    """Whether every field of ``where`` has the wanted value, one of a list, or lies in ``{from, to}``."""
    return all(_wanted(item.field(name), wanted) for name, wanted in where.items())


def _wanted(value: Value, wanted: Any) -> bool:
    if isinstance(wanted, dict):
        if value is None:
            return False
        low, high = wanted.get("from"), wanted.get("to")
        return (low is None or _at_least(value, low)) and (high is None or _at_least(high, value))
    if isinstance(wanted, list):
        return any(_wanted(value, one) for one in wanted)
    if isinstance(value, date):
        value = value.isoformat()
    return bool(value == wanted) and isinstance(value, bool) == isinstance(wanted, bool)


def _at_least(value: Any, limit: Any) -> bool:
    """Numbers are compared with numbers, texts and dates with texts and dates; anything else is no match."""
    if type(value) is int and type(limit) is int:
        return value >= limit
    if is_number(value) and is_number(limit):
        return exact(value) >= exact(limit)
    if isinstance(value, str | date) and isinstance(limit, str | date):
        return str(value) >= str(limit)
    return False


def ranks(items: Sequence[Item]) -> dict[str, int]:
    """Item id to rank, largest first; equal values share a rank, and the next one is skipped (1, 2, 2, 4)."""
    values = {item.id: exact(item.value) for item in items if is_number(item.value)}
    ordered = sorted(values.values(), reverse=True)
    first = {value: len(ordered) - index for index, value in enumerate(reversed(ordered))}
    return {id_: first[value] for id_, value in values.items()}
