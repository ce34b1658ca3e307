"""Periods of regular reports and the days between which their data are closed.

Nghị định 09/2019/NĐ-CP, Điều 12: data run from the 15th of the month before the period to the 14th of its
last month. The period of nine months is not in that Decree; local rules add it on the same scheme (for
example Quyết định 01/2023/QĐ-UBND of Khánh Hòa). Other regimes (school years, statistics) set other days:
make a :class:`Period` of your own for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias

from pipeline.vietnamese.dates import long_date, month_year
from pipeline.vietnamese.numerals import roman

PeriodKind: TypeAlias = Literal["month", "quarter", "first-half", "second-half", "nine-months", "year"]

_SPANS: Final[dict[str, tuple[int, int, str]]] = {
    "first-half": (1, 6, "6 tháng đầu năm"),
    "second-half": (7, 12, "6 tháng cuối năm"),
    "nine-months": (1, 9, "9 tháng đầu năm"),
    "year": (1, 12, "năm"),
}


@dataclass(frozen=True)
class Period:
    """A report period: the first and the last day of its data, both included, and its name in a sentence.

    ValueError when the last day comes before the first.
    """

    kind: PeriodKind
    start: date
    end: date
    label: str

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"the period {self.label!r} ends {self.end}, before it starts {self.start}")


def period(kind: PeriodKind, year: int, n: int | None = None) -> Period:
    """The period of a regular report (Nghị định 09/2019/NĐ-CP, Điều 12).

    ``n`` is the month (1 to 12) or the quarter (1 to 4), and None for every other kind. Labels:
    ``tháng 02 năm 2025``, ``quý IV năm 2025``, ``6 tháng đầu năm 2025``, ``6 tháng cuối năm 2025``,
    ``9 tháng đầu năm 2025``, ``năm 2025``. ValueError for an unknown kind, a wrong or missing n, and a year
    outside 1001 to 9999.
    """
    if not 1001 <= year <= 9999:
        raise ValueError(f"the year {year} is outside 1001 to 9999")
    if kind == "month":
        month = _checked(kind, n, 12)
        return _closing(kind, year, month, month, month_year(date(year, month, 1)))
    if kind == "quarter":
        quarter = _checked(kind, n, 4)
        return _closing(kind, year, 3 * quarter - 2, 3 * quarter, f"quý {roman(quarter)} năm {year}")
    if kind not in _SPANS:
        raise ValueError(f"unknown kind of period {kind!r}; known are month, quarter, {', '.join(_SPANS)}")
    if n is not None:
        raise ValueError(f"a period of the kind {kind!r} has no number, but n is {n}")
    first, last, name = _SPANS[kind]
    return _closing(kind, year, first, last, f"{name} {year}")


def closing_phrase(period: Period) -> str:
    """``(số liệu từ ngày 15 tháng 12 năm 2024 đến ngày 14 tháng 12 năm 2025)``."""
    return f"(số liệu từ {long_date(period.start)} đến {long_date(period.end)})"


def _checked(kind: PeriodKind, n: int | None, last: int) -> int:
    if n is None or not 1 <= n <= last:
        raise ValueError(f"a period of the kind {kind!r} needs a number from 1 to {last}, but n is {n}")
    return n


def _closing(kind: PeriodKind, year: int, first: int, last: int, label: str) -> Period:
    start = date(year - 1, 12, 15) if first == 1 else date(year, first - 1, 15)
    return Period(kind, start, date(year, last, 14), label)
