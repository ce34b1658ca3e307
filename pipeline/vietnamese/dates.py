"""Dates as administrative documents write them.

The day below ten and the months January and February take a leading zero, the months March to December do
not: ``ngày 05 tháng 02 năm 2024``, ``ngày 08 tháng 4 năm 2004`` (Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I,
Mục II.4.b, written for the date of issue and used by the Decree for every date it cites). The short forms
with ``/`` keep the same zeros by practice; no clause names them.

Years have four digits: a date before the year 1000 is taken for a slip in the data and refused.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

BLANK: Final = "\N{NO-BREAK SPACE}" * 6
"""The room left for a number or a day still to be filled in: no-break spaces, which nothing collapses."""

_LONG: Final = re.compile(r"ngày ([0-9]+) tháng ([0-9]+) năm ([0-9]+)")
_SHORT: Final = re.compile(r"([0-9]+)/([0-9]+)/([0-9]+)")


def long_date(d: date) -> str:
    """``ngày 05 tháng 02 năm 2024`` (Phụ lục I, Phần I, Mục II.4.b). ValueError before the year 1000."""
    return f"ngày {d.day:02d} {month_year(d)}"


def short_date(d: date) -> str:
    """``07/4/2014``, for tables and brackets (practice). ValueError before the year 1000."""
    return f"{d.day:02d}/{short_month(d)}"


def month_year(d: date) -> str:
    """``tháng 6 năm 2025``, ``tháng 02 năm 2025``; the day is left out. ValueError before the year 1000."""
    return f"tháng {_month(d.month)} năm {_year(d.year)}"


def short_month(d: date) -> str:
    """``6/2025``, ``02/2025``; the day is left out. ValueError before the year 1000."""
    return f"{_month(d.month)}/{_year(d.year)}"


def blank_date(year: int | None = None) -> str:
    """The date of a draft: day and month stay blank, and the year too when it is None.

    The blanks are no-break spaces, six each, as the sample forms of Phụ lục III leave them to the pen; the whole
    stays on one line.
    ValueError before the year 1000.
    """
    return f"ngày{BLANK}tháng{BLANK}năm" + (BLANK if year is None else f"\N{NO-BREAK SPACE}{_year(year)}")


def parse_long_date(text: str) -> date:
    """The date written ``ngày 05 tháng 02 năm 2024``: the exact inverse of :func:`long_date`.

    ValueError names the fault: another form, a missing or needless zero, a day that the month lacks.
    """
    match = _LONG.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not of the form 'ngày DD tháng MM năm YYYY'")
    return _checked(text, *match.groups())


def parse_short_date(text: str) -> date:
    """The date written ``07/4/2014``: the exact inverse of :func:`short_date`.

    ValueError names the fault: another form, a missing or needless zero, a day that the month lacks.
    """
    match = _SHORT.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not of the form 'DD/MM/YYYY'")
    return _checked(text, *match.groups())


def _month(month: int) -> str:
    return f"{month:02d}" if month < 3 else str(month)


def _year(year: int) -> str:
    if not 1000 <= year <= 9999:
        raise ValueError(f"the year {year} does not have four digits")
    return str(year)


def _checked(text: str, day: str, month: str, year: str) -> date:
    if len(year) != 4 or year.startswith("0"):
        raise ValueError(f"{text!r}: the year {year} does not have four digits")
    try:
        result = date(int(year), int(month), int(day))
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{text!r} is not a day of the calendar: {error}") from error
    if day != f"{result.day:02d}":
        raise ValueError(f"{text!r}: the day is written {result.day:02d}; a day below 10 takes one zero")
    if month != _month(result.month):
        raise ValueError(
            f"{text!r}: the month is written {_month(result.month)}; only months 1 and 2 take a leading zero"
        )
    return result
