"""Closing of data for regular reports: Nghị định 09/2019/NĐ-CP, Điều 12."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.vietnamese.periods import Period, PeriodKind, closing_phrase, period

YEARS = st.integers(min_value=1001, max_value=9999)


@pytest.mark.parametrize(
    ("kind", "n", "start", "end", "label"),
    [
        ("month", 1, date(2024, 12, 15), date(2025, 1, 14), "tháng 01 năm 2025"),
        ("month", 2, date(2025, 1, 15), date(2025, 2, 14), "tháng 02 năm 2025"),
        ("month", 6, date(2025, 5, 15), date(2025, 6, 14), "tháng 6 năm 2025"),
        ("month", 12, date(2025, 11, 15), date(2025, 12, 14), "tháng 12 năm 2025"),
        ("quarter", 1, date(2024, 12, 15), date(2025, 3, 14), "quý I năm 2025"),
        ("quarter", 3, date(2025, 6, 15), date(2025, 9, 14), "quý III năm 2025"),
        ("quarter", 4, date(2025, 9, 15), date(2025, 12, 14), "quý IV năm 2025"),
        ("first-half", None, date(2024, 12, 15), date(2025, 6, 14), "6 tháng đầu năm 2025"),
        ("second-half", None, date(2025, 6, 15), date(2025, 12, 14), "6 tháng cuối năm 2025"),
        ("nine-months", None, date(2024, 12, 15), date(2025, 9, 14), "9 tháng đầu năm 2025"),
        ("year", None, date(2024, 12, 15), date(2025, 12, 14), "năm 2025"),
    ],
)
def test_closes_the_data_on_the_days_of_the_decree(
    kind: PeriodKind, n: int | None, start: date, end: date, label: str
) -> None:
    assert period(kind, 2025, n) == Period(kind, start, end, label)


def test_writes_the_closing_days_as_long_dates() -> None:
    phrase = "(số liệu từ ngày 15 tháng 12 năm 2024 đến ngày 14 tháng 12 năm 2025)"
    assert closing_phrase(period("year", 2025)) == phrase


@given(YEARS)
def test_months_quarters_and_halves_each_tile_the_year(year: int) -> None:
    months = [period("month", year, n) for n in range(1, 13)]
    quarters = [period("quarter", year, n) for n in range(1, 5)]
    halves = [period("first-half", year), period("second-half", year)]
    for tiles in (months, quarters, halves):
        assert (tiles[0].start, tiles[-1].end) == (period("year", year).start, period("year", year).end)
        for before, after in pairwise(tiles):
            assert after.start - before.end == timedelta(days=1)


@given(st.integers(min_value=1001, max_value=9998))
def test_years_follow_without_gap(year: int) -> None:
    assert period("year", year + 1).start - period("year", year).end == timedelta(days=1)


@pytest.mark.parametrize(
    ("kind", "n"), [("month", None), ("month", 0), ("month", 13), ("quarter", None), ("quarter", 5)]
)
def test_wants_the_number_of_a_month_or_quarter(kind: PeriodKind, n: int | None) -> None:
    with pytest.raises(ValueError, match="needs a number from 1 to"):
        period(kind, 2025, n)


@pytest.mark.parametrize("kind", ["first-half", "second-half", "nine-months", "year"])
def test_wants_no_number_for_other_kinds(kind: PeriodKind) -> None:
    with pytest.raises(ValueError, match="has no number"):
        period(kind, 2025, 1)


def test_refuses_unknown_kinds_and_impossible_years() -> None:
    with pytest.raises(ValueError, match="unknown kind of period 'week'"):
        period("week", 2025)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="outside 1001 to 9999"):
        period("year", 25)


def test_takes_days_of_another_regime_as_they_are() -> None:
    school_year = Period("year", date(2024, 9, 5), date(2025, 5, 31), "năm học 2024 - 2025")
    assert closing_phrase(school_year) == "(số liệu từ ngày 05 tháng 9 năm 2024 đến ngày 31 tháng 5 năm 2025)"


def test_does_not_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Period("year", date(2025, 1, 1), date(2024, 1, 1), "năm 2025")
