"""Filters: typed values → text in administrative Vietnamese. Narrative and templates use the same ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pipeline import vietnamese as vi
from pipeline.model import FigureKind

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


class FilterError(ValueError):
    """A filter was given what it cannot print; the message says why."""


def _whole(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise FilterError(f"{plain(value)} is no whole number")


def _number(value: Any) -> int | Decimal | Fraction:
    if isinstance(value, int | Decimal | Fraction) and not isinstance(value, bool):
        return value
    raise FilterError(f"{plain(value)} is no number")


def _day(value: Any) -> date:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise FilterError(f"{value} is no date") from None
    if isinstance(value, date):
        return value
    raise FilterError(f"{plain(value)} is no date")


def _names(value: Any) -> tuple[str, ...]:
    if isinstance(value, tuple | list):
        return tuple(str(item) for item in value)
    raise FilterError(f"{plain(value)} is no list of names")


def plain(value: Any) -> str:
    """How a value that has no text reads in a message."""
    return "an absent value" if value is None else f"“{value}”"


def default_text(value: Any, kind: FigureKind) -> str:
    """A figure without a filter: numbers with separators of thousands, shares as percent, dates short.

    Raises:
        FilterError: The value is absent.
    """
    if kind == "change":
        return vi.change_phrase(value)
    if value is None:
        raise FilterError("the figure has no value here")
    if kind == "share":
        return vi.format_percent(_number(value))
    if kind == "flag":
        return "có" if value else "không"
    if isinstance(value, date):
        return vi.short_date(value)
    if isinstance(value, tuple):
        return vi.join_list(value)
    return value if isinstance(value, str) else vi.format_number(_number(value))


FILTERS: Mapping[str, Callable[..., str]] = {
    "count": lambda value: vi.format_count(_whole(value)),
    "number": lambda value, decimals=None: vi.format_number(_number(value), decimals),
    "percent": lambda value, decimals=1: vi.format_percent(_number(value), decimals),
    "change": lambda value: vi.change_phrase(None if value is None else Fraction(_number(value))),
    "money": lambda value, unit="đồng": vi.format_money(_number(value), unit),
    "measure": lambda value, unit: vi.format_measure(_number(value), unit),
    "words": lambda value: vi.number_to_words(_exact(value)),
    "money_words": lambda value: vi.money_in_words(_whole(value)),
    "ordinal": lambda value: vi.ordinal(_whole(value)),
    "roman": lambda value: vi.roman(_whole(value)),
    "year": lambda value: str(_whole(value)),
    "long_date": lambda value: vi.long_date(_day(value)),
    "short_date": lambda value: vi.short_date(_day(value)),
    "month": lambda value: vi.month_year(_day(value)),
    "listing": lambda value: vi.join_list(_names(value)),
    "upper": lambda value: vi.upper(_string(value)),
    "lower_first": lambda value: _string(value)[:1].lower() + _string(value)[1:],
    "capital": lambda value: vi.sentence_start(_string(value)),
}


def _exact(value: Any) -> int | Decimal:
    number = _number(value)
    if isinstance(number, Fraction):
        raise FilterError(f"{number} has no finite decimals to read out")
    return number


def _string(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise FilterError(f"{plain(value)} is no text")
