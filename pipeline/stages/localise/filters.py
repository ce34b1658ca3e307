"""Filters: typed values → text in administrative Vietnamese. Narrative and templates use the same ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pipeline import vietnamese as vi
from pipeline.i18n import N_
from pipeline.model import FigureKind
from pipeline.stages.localise.reasons import Reason

MOST_DECIMALS = 10
MOST_DIGITS = 100
OTHERWISE = "otherwise"
"""The filter that says what stands for an undefined figure; other filters after or before it are then left out."""


class FilterError(Reason):
    """A filter was given what it cannot print; the message says why."""


@dataclass(frozen=True, slots=True)
class Filter:
    """How a value is written, and of what kinds the arguments are of which ``required`` must be given."""

    write: Callable[..., str]
    kinds: tuple[type, ...] = ()
    required: int = 0

    def __call__(self, value: Any, *arguments: Any) -> str:
        """The text of ``value``.

        Raises:
            FilterError: The value or an argument is of another kind, or out of bounds.
        """
        if not self.required <= len(arguments) <= len(self.kinds):
            raise FilterError(
                N_("the filter takes {least} to {most} arguments, not {given}"),
                least=self.required,
                most=len(self.kinds),
                given=len(arguments),
            )
        for argument, kind in zip(arguments, self.kinds, strict=False):
            if type(argument) is not kind:
                wanted = N_("“{argument}” is no whole number") if kind is int else N_("{argument} is no text")
                raise FilterError(wanted, argument=argument)
        try:
            return self.write(value, *arguments)
        except FilterError:
            raise
        except (ValueError, TypeError, ArithmeticError) as error:
            raise FilterError("{detail}", detail=str(error)) from None


def _unfit(text: str, value: Any) -> FilterError:
    """``value`` does not fit; an absent one is told apart."""
    if value is None:
        return FilterError(N_("the figure has no value here"))
    if isinstance(value, vi.Citation):
        value = vi.following(value)
    shown = str(value)[:60] if not _is_number(value) or abs(value) < 10**MOST_DIGITS else "…"
    return FilterError(text, value=shown)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal | Fraction) and not isinstance(value, bool)


def _number(value: Any) -> int | Decimal | Fraction:
    """A number of a size that can be printed."""
    if not _is_number(value):
        raise _unfit(N_("“{value}” is no number"), value)
    number: Any = value
    finite = not isinstance(number, Decimal) or (number.is_finite() and abs(number.adjusted()) < MOST_DIGITS)
    if not finite or abs(number) >= 10**MOST_DIGITS:
        raise FilterError(N_("the number has more than {most} digits"), most=MOST_DIGITS)
    exact: int | Decimal | Fraction = number
    return exact


def _whole(value: Any) -> int:
    number = _number(value)
    if isinstance(number, int):
        return number
    raise _unfit(N_("“{value}” is no whole number"), value)


def _between(value: Any, least: int, most: int | None) -> int:
    number = _whole(value)
    if number < least:
        raise FilterError(N_("{value} is less than {least}"), value=number, least=least)
    if most is not None and number > most:
        raise FilterError(N_("{value} is more than {most}"), value=number, most=most)
    return number


def _decimals(value: int) -> int:
    return _between(value, 0, MOST_DECIMALS)


def _day(value: Any) -> date:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        day = None
    if not isinstance(day, date):
        raise _unfit(N_("“{value}” is no date"), value)
    if day.year < 1000:
        raise FilterError(N_("the year {value} does not have four digits"), value=day.year)
    return day


def _names(value: Any) -> tuple[str, ...]:
    if isinstance(value, tuple | list):
        return tuple(str(item) for item in value)
    raise _unfit(N_("“{value}” is no list of names"), value)


def _string(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise _unfit(N_("“{value}” is no text"), value)


def _readable(value: Any) -> int | Decimal:
    number: Any = _number(value)
    if isinstance(number, Fraction):
        raise FilterError(N_("{value} has no finite decimals to read out"), value=number)
    if abs(number) >= 10**36:
        raise FilterError(N_("numbers from 10^36 on are not read out"))
    readable: int | Decimal = number
    return readable


def default_text(value: Any, kind: FigureKind) -> str:
    """A figure without a filter: numbers with separators of thousands, shares as percent, dates short.

    Raises:
        FilterError: The value is absent, or cannot be printed.
    """
    if kind == "change":
        return _change(value)
    if value is None:
        raise FilterError(N_("the figure has no value here"))
    if kind == "share":
        return vi.format_percent(_number(value))
    if kind == "flag" or isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, date):
        return vi.short_date(_day(value))
    if isinstance(value, tuple):
        return vi.join_list(value)
    return value if isinstance(value, str) else vi.format_number(_number(value))


def lower_first(text: str) -> str:
    """The text with a small first letter, unless its first word is an abbreviation (``UBND``, ``V/v``)."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2].isspace() else text


def _change(value: Any) -> str:
    return vi.change_phrase(None if value is None else _number(value))


def _otherwise(value: Any, text: str) -> str:
    return text if value is None else default_text(value, "number")


FILTERS: Mapping[str, Filter] = {
    "count": Filter(lambda value: vi.format_count(_between(value, 0, None))),
    "number": Filter(lambda v, decimals=None: vi.format_number(_number(v), _optional(decimals)), (int,)),
    "percent": Filter(lambda v, decimals=1: vi.format_percent(_number(v), _decimals(decimals)), (int,)),
    "change": Filter(_change),
    "money": Filter(lambda value, unit="đồng": vi.format_money(_number(value), unit), (str,)),
    "measure": Filter(lambda value, unit: vi.format_measure(_number(value), unit), (str,), 1),
    "words": Filter(lambda value: vi.number_to_words(_readable(value))),
    "money_words": Filter(lambda value: vi.money_in_words(_readable(_whole(value)))),
    "ordinal": Filter(lambda value: vi.ordinal(int(_readable(_between(value, 1, None))))),
    "roman": Filter(lambda value: vi.roman(_between(value, 1, 3999))),
    "year": Filter(lambda value: str(_between(value, 1000, 9999))),
    "long_date": Filter(lambda value: vi.long_date(_day(value))),
    "short_date": Filter(lambda value: vi.short_date(_day(value))),
    "month": Filter(lambda value: vi.month_year(_day(value))),
    "listing": Filter(lambda value: vi.join_list(_names(value))),
    "upper": Filter(lambda value: vi.upper(_string(value))),
    "lower_first": Filter(lambda value: lower_first(_string(value))),
    "capital": Filter(lambda value: vi.sentence_start(_string(value))),
    OTHERWISE: Filter(_otherwise, (str,), 1),
}


def _optional(decimals: int | None) -> int | None:
    return None if decimals is None else _decimals(decimals)
