"""Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II.4.b: which days and months take a leading zero."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.vietnamese.dates import (
    blank_date,
    long_date,
    month_year,
    parse_long_date,
    parse_short_date,
    short_date,
    short_month,
)

DATES = st.dates(min_value=date(1000, 1, 1))


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2024, 2, 5), "ngày 05 tháng 02 năm 2024"),
        (date(2020, 1, 5), "ngày 05 tháng 01 năm 2020"),
        (date(2019, 6, 29), "ngày 29 tháng 6 năm 2019"),
        (date(2004, 4, 8), "ngày 08 tháng 4 năm 2004"),
        (date(2010, 2, 8), "ngày 08 tháng 02 năm 2010"),
        (date(2020, 3, 5), "ngày 05 tháng 3 năm 2020"),
        (date(2025, 12, 31), "ngày 31 tháng 12 năm 2025"),
    ],
)
def test_writes_long_dates(day: date, text: str) -> None:
    assert long_date(day) == text
    assert parse_long_date(text) == day


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2014, 4, 7), "07/4/2014"),
        (date(2015, 6, 1), "01/6/2015"),
        (date(2019, 11, 5), "05/11/2019"),
        (date(2026, 9, 5), "05/9/2026"),
        (date(2020, 1, 2), "02/01/2020"),
        (date(2025, 10, 10), "10/10/2025"),
    ],
)
def test_writes_short_dates(day: date, text: str) -> None:
    assert short_date(day) == text
    assert parse_short_date(text) == day


def test_writes_months_without_a_day() -> None:
    assert month_year(date(2025, 6, 17)) == "tháng 6 năm 2025"
    assert month_year(date(2025, 2, 1)) == "tháng 02 năm 2025"
    assert short_month(date(2025, 6, 17)) == "6/2025"
    assert short_month(date(2025, 2, 28)) == "02/2025"


def test_leaves_day_and_month_of_a_draft_blank() -> None:
    assert blank_date(2024).split() == ["ngày", "tháng", "năm", "2024"]
    assert blank_date(2024).count("\u00a0") == 13
    assert " " not in blank_date(2024)


def test_leaves_an_unknown_year_blank_too() -> None:
    assert blank_date(None).split() == ["ngày", "tháng", "năm"]
    assert blank_date(None).endswith("năm\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0")


@pytest.mark.parametrize("write", [long_date, short_date, month_year, short_month])
def test_takes_a_year_of_fewer_than_four_digits_for_a_slip(write: object) -> None:
    with pytest.raises(ValueError, match="four digits"):
        write(date(24, 2, 5))  # type: ignore[operator]
    with pytest.raises(ValueError, match="four digits"):
        blank_date(24)


@given(DATES)
def test_reads_every_date_that_it_writes(day: date) -> None:
    assert parse_long_date(long_date(day)) == day
    assert parse_short_date(short_date(day)) == day


@given(DATES)
def test_pads_the_day_always_and_the_month_only_before_march(day: date) -> None:
    number, month, _ = short_date(day).split("/")
    assert len(number) == 2
    assert month.startswith("0") == (day.month < 3)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("7/4/2014", "day is written 07"),
        ("007/4/2014", "day is written 07"),
        ("07/04/2014", "month is written 4; only months 1 and 2"),
        ("01/1/2020", "month is written 01"),
        ("05/11/19", "four digits"),
        ("05/11/0019", "four digits"),
        ("31/4/2020", "not a day of the calendar"),
        ("29/02/2023", "not a day of the calendar"),
        ("00/4/2020", "not a day of the calendar"),
        ("05/13/2020", "not a day of the calendar"),
        ("05-11-2019", "not of the form"),
        (" 05/11/2019", "not of the form"),
        ("05/11/2019\n", "not of the form"),
        ("٠٥/11/2019", "not of the form"),
        ("99999999999999999999/4/2014", "not a day of the calendar"),
        ("", "not of the form"),
    ],
)
def test_says_what_is_wrong_with_a_short_date(text: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        parse_short_date(text)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("ngày 5 tháng 02 năm 2024", "day is written 05"),
        ("ngày 05 tháng 2 năm 2024", "month is written 02"),
        ("ngày 05 tháng 04 năm 2024", "month is written 4"),
        ("ngày 30 tháng 02 năm 2024", "not a day of the calendar"),
        ("ngày 05 tháng 02 năm 24", "four digits"),
        ("Ngày 05 tháng 02 năm 2024", "not of the form"),
        ("ngày 05  tháng 02 năm 2024", "not of the form"),
        ("ngày      tháng      năm 2024", "not of the form"),
    ],
)
def test_says_what_is_wrong_with_a_long_date(text: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        parse_long_date(text)
