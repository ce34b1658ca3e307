"""Each declared operation over the figures and records of one unit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sums import FIELDS, fault, unit, value

from pipeline.stages.aggregate import Known
from pipeline.stages.aggregate.operations import (
    Item,
    change,
    difference,
    largest,
    matches,
    mean,
    ranks,
    share,
    smallest,
    tidy,
    total,
)
from pipeline.stages.validate.schemas import Entry

AWARDS = [
    {"year": 2014, "kind": "x", "leader": False, "size": Decimal("1.50")},
    {"year": 2015, "kind": "y", "leader": True, "size": 2},
    {"year": 2015, "kind": "x", "leader": False, "decision": {"date": "2015-03-01"}},
]
RECORDS: dict[str, Any] = {
    "records": {"awards": AWARDS},
    "known": Known({"late": "number", "text": "text"}, frozenset({"awards"}), {"awards": FIELDS}),
}
NUMBERS = st.one_of(
    st.integers(-(10**40), 10**40), st.decimals(-(10**12), 10**12, places=6), st.fractions(max_denominator=10**6)
)


def test_sum_adds_figures_and_numbers() -> None:
    assert value({"sum": ["a", "b", 1]}, figures={"a": 2, "b": 3}) == 6


def test_figures_lie_below_groups() -> None:
    assert value({"sum": ["staff.men", "staff.women"]}, figures={"staff": {"men": 2, "women": 3}}) == 5


def test_mean_min_and_max_of_figures() -> None:
    figures = {"a": 1, "b": 2, "c": 4}
    assert value({"mean": ["a", "b"]}, figures=figures) == Decimal("1.5")
    assert value({"mean": ["a", "b", "c"]}, figures=figures) == Fraction(7, 3)
    assert value({"min": ["a", "b", "c"]}, figures=figures) == 1
    assert value({"max": ["a", "b", "c"]}, figures=figures) == 4


def test_a_reduction_of_one_figure_is_that_figure() -> None:
    assert value({"sum": "a"}, figures={"a": 7}) == 7


def test_difference_is_first_minus_second() -> None:
    assert value({"difference": ["a", "b"]}, figures={"a": 2, "b": 5}) == -3


def test_share_is_a_ratio_and_change_is_relative() -> None:
    figures, errors = unit({"s": {"share": ["a", "b"]}, "c": {"change": ["b", "a"]}}, {"a": 1, "b": 3})
    assert errors == []
    assert (figures.figures["s"].value, figures.figures["s"].kind) == (Fraction(1, 3), "share")
    assert (figures.figures["c"].value, figures.figures["c"].kind) == (Fraction(-2, 3), "change")


@pytest.mark.parametrize("operation", [{"share": ["a", "none"]}, {"change": ["none", "a"]}])
def test_division_by_nought_gives_no_value(operation: dict[str, Any]) -> None:
    assert value(operation, figures={"a": 1, "none": 0}) is None


def test_a_change_from_below_nought_upwards_is_an_increase() -> None:
    assert change(-10, -5) == Fraction(1, 2)


def test_operands_nest() -> None:
    operation = {"share": [{"difference": ["all", "women"]}, {"sum": ["all", 0]}]}
    assert value(operation, figures={"all": 4, "women": 1}) == Fraction(3, 4)


@pytest.mark.parametrize(
    "operation",
    [
        {"sum": ["a", "late"]},
        {"mean": ["a", "late"]},
        {"max": ["a", "late"]},
        {"difference": ["a", "late"]},
        {"share": ["late", "a"]},
        {"change": ["a", "late"]},
        {"sum": [{"difference": ["a", "late"]}, 1]},
        {"sum": "late"},
    ],
)
def test_a_figure_that_the_unit_left_out_makes_the_result_undefined(operation: dict[str, Any]) -> None:
    assert value(operation, figures={"a": 1}, known=RECORDS["known"]) is None


def test_count_counts_records_with_all_conditions() -> None:
    assert value({"count": "awards"}, **RECORDS) == 3
    assert value({"count": "awards", "where": {"kind": "x", "year": 2015}}, **RECORDS) == 1
    assert value({"count": "awards", "where": {"leader": False}}, **RECORDS) == 2
    assert value({"count": "awards", "where": {"kind": ["x", "y"], "year": [2015]}}, **RECORDS) == 2
    assert value({"count": "awards", "where": {"year": {"from": 2015}}}, **RECORDS) == 2
    assert value({"count": "awards", "where": {"year": {"to": 2014}}}, **RECORDS) == 1
    assert value({"count": "awards", "where": {"decision.date": {"from": "2015-01-01"}}}, **RECORDS) == 1
    assert value({"count": "awards", "where": {"size": None}}, **RECORDS) == 1
    assert value({"count": "awards", "where": {"group": "a", "unit": "u1"}}, **RECORDS) == 3


def test_a_list_that_the_unit_left_out_counts_nought() -> None:
    assert value({"count": "awards"}, known=RECORDS["known"]) == 0


def test_of_names_the_field_that_is_summed_and_absent_fields_are_left_out() -> None:
    assert value({"sum": "awards", "of": "size"}, **RECORDS) == Decimal("3.5")
    assert value({"mean": "awards", "of": "size"}, **RECORDS) == Decimal("1.75")
    assert value({"max": "awards", "of": "size", "where": {"kind": "x"}}, **RECORDS) == Decimal("1.5")
    assert value({"max": "awards", "of": "size", "where": {"kind": "z"}}, **RECORDS) is None
    assert value({"sum": "awards", "of": "size", "where": {"kind": "z"}}, **RECORDS) == 0


def test_by_splits_into_sorted_keys() -> None:
    figures, errors = unit({"n": {"count": "awards", "by": "year"}}, **RECORDS)
    assert errors == []
    assert figures.groups["n"].keys == ("2014", "2015")
    assert {key: figures.figures[f"n.{key}"].value for key in ("2014", "2015")} == {"2014": 1, "2015": 2}


def test_keys_of_a_split_are_always_there_and_keep_their_order() -> None:
    years = {"count": "awards", "by": "year", "keys": {"from": 2013, "to": 2015}}
    kinds = {"count": "awards", "by": "kind", "keys": ["z", "y"]}
    flags = {"count": "awards", "by": "leader", "keys": [True, False]}
    named = {"count": "awards", "by": "kind", "keys": {"list": "kinds"}}
    lists = {"kinds": (Entry("y", None, None, {}), Entry("x", None, None, {}))}
    operations = {"years": years, "kinds": kinds, "flags": flags, "named": named}
    figures, errors = unit(operations, **RECORDS, lists=lists)
    assert errors == []
    assert figures.groups["years"].keys == ("2013", "2014", "2015")
    assert figures.figures["years.2013"].value == 0
    assert figures.groups["kinds"].keys == ("z", "y", "x")
    assert figures.groups["flags"].keys == ("true", "false")
    assert figures.figures["flags.false"].value == 2
    assert figures.groups["named"].keys == ("y", "x")


def test_a_split_can_sum_a_field() -> None:
    figures, _ = unit({"n": {"sum": "awards", "of": "size", "by": "kind"}}, **RECORDS)
    assert figures.figures["n.x"].value == Decimal("1.5")
    assert figures.figures["n.y"].value == 2


def test_what_has_no_value_in_the_field_of_a_split_is_not_lost() -> None:
    figures, _ = unit({"n": {"count": "awards", "by": "decision.date"}}, **RECORDS)
    assert {figures.figures[f"n.{key}"].value for key in figures.groups["n"].keys} == {1, 2}
    assert figures.figures["n.-"].value == 2


def test_an_unknown_figure_is_an_error_with_near_names_and_the_place_of_the_operation() -> None:
    error = fault({"sum": ["staff.totl", 1]}, figures={"staff": {"total": 3}})
    assert error.code == "A01"
    assert error.params["near"] == "staff.total"
    assert error.place is not None
    assert error.place.file == "campaign.yaml"
    assert error.unit == "u1"


def test_one_fault_is_told_once() -> None:
    operations = {"a": {"sum": ["typo"]}, "b": {"sum": ["a", 1]}, "c": {"share": ["b", "a"]}, "d": {"max": "a"}}
    figures, errors = unit(operations)
    assert [error.code for error in errors] == ["A01"]
    assert figures.figures["b"].value is None


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        ({"sum": ["words", 1]}, "A02"),
        ({"share": ["words", 1]}, "A02"),
        ({"sum": "awards", "of": "kind"}, "A02"),
        ({"count": "award"}, "A01"),
        ({"sum": "awards"}, "A05"),
        ({"sum": "awards", "of": "sise"}, "A04"),
        ({"count": "awards", "where": {"knd": "x"}}, "A04"),
        ({"count": "awards", "by": "yaer"}, "A04"),
        ({"rank": "awards"}, "A05"),
        ({"highest": "awards"}, "A05"),
        ({"sum": [{"rank": "awards"}, 1]}, "A06"),
        ({"sum": [{"count": "awards", "by": "year"}, 1]}, "A06"),
        ({"share": ["words", 1], "by": "year"}, "A06"),
        ({"count": "awards", "by": "kind", "keys": {"list": "kindz"}}, "A07"),
        ({"sum": [Decimal("1e999999999"), 1]}, "A03"),
    ],
)
def test_what_cannot_be_computed_is_an_error(operation: dict[str, Any], code: str) -> None:
    assert fault(operation, figures={"words": "text"}, **RECORDS).code == code


def test_a_misspelt_field_names_the_right_one() -> None:
    assert str(fault({"count": "awards", "by": "yaer"}, **RECORDS).params["near"]).startswith("year")


def test_dates_and_flags_keep_their_kinds() -> None:
    known = Known({"day": "date", "done": "flag"}, frozenset())
    figures, _ = unit({}, {"day": "2024-03-22", "done": True}, known=known)
    assert figures.figures["day"].value == date(2024, 3, 22)
    assert figures.figures["done"].kind == "flag"


def test_a_trace_leads_down_to_the_places_of_the_sources() -> None:
    figures, _ = unit({"t": {"sum": ["a", "b", 1]}, "s": {"share": ["a", "t"]}}, {"a": 1, "b": 2})
    by_id = {figure.id: figure for figure in figures.figures.values()}
    assert figures.figures["s"].trace.inputs == ("u1:a", "u1:t")
    assert by_id["u1:t"].trace.inputs == ("u1:a", "u1:b", "=1")
    assert str(by_id["u1:a"].trace.place) == "units/u1.yaml:1:1"
    assert by_id["u1:a"].trace.operation == "source"


def test_a_count_is_traced_to_the_records_that_it_counted() -> None:
    figures, _ = unit({"n": {"count": "awards", "where": {"kind": "x"}}}, **RECORDS)
    assert figures.figures["n"].trace.inputs == ("u1:awards[0]", "u1:awards[2]")
    assert figures.places["u1:awards[2]"].pointer == "/records/awards/2"


@given(st.lists(NUMBERS, max_size=8))
def test_sums_and_means_are_exact(values: list[Any]) -> None:
    expected = sum((Fraction(one) for one in values), Fraction(0))
    assert Fraction(total(values)) == expected
    if values:
        assert Fraction(mean(values) or 0) == expected / len(values)
        assert Fraction(smallest(values) or 0) == min(Fraction(one) for one in values)
        assert Fraction(largest(values) or 0) == max(Fraction(one) for one in values)


@given(NUMBERS, NUMBERS)
def test_pairs_are_exact(first: Any, second: Any) -> None:
    assert Fraction(difference(first, second)) == Fraction(first) - Fraction(second)
    if second:
        assert share(first, second) == Fraction(first) / Fraction(second)
    else:
        assert share(first, second) is None


@given(NUMBERS)
def test_tidy_keeps_the_value_and_is_whole_or_decimal_where_it_can(number: Any) -> None:
    tidied = tidy(number)
    assert Fraction(tidied) == Fraction(number)
    if Fraction(number).denominator == 1:
        assert type(tidied) is int
    elif 10**40 % Fraction(number).denominator == 0:
        assert type(tidied) is Decimal


def test_nothing_is_rounded_beyond_28_digits() -> None:
    assert total([10**30, Decimal("0.1")]) == Decimal("1000000000000000000000000000000.1")


def test_mean_of_nothing_and_extremes_of_nothing_are_undefined() -> None:
    assert (mean([]), smallest([]), largest([]), total([])) == (None, None, None, 0)


@given(st.lists(st.integers(0, 5), max_size=10))
def test_equal_values_share_a_rank_and_the_next_is_skipped(values: list[int]) -> None:
    found = ranks([Item(str(index), one, lambda _: None) for index, one in enumerate(values)])
    assert found == {str(i): 1 + sum(other > one for other in values) for i, one in enumerate(values)}


@pytest.mark.parametrize(
    ("found", "wanted", "holds"),
    [
        (1, 1, True),
        (1, Decimal("1.0"), True),
        (True, 1, False),
        (1, True, False),
        (False, 0, False),
        (None, None, True),
        (None, {"from": 0}, False),
        (True, {"from": 0}, False),
        ("10", {"from": 9}, False),
        (10, {"from": "9"}, False),
        (Decimal("0.5"), {"from": Decimal("0.5"), "to": 1}, True),
        (date(2024, 3, 1), {"from": "2024-02-29", "to": "2024-03-01"}, True),
        (date(2024, 3, 1), "2024-03-01", True),
        ("b", ["a", "b"], True),
        ("c", ["a", "b"], False),
    ],
)
def test_conditions_compare_like_with_like(found: Any, wanted: Any, holds: bool) -> None:
    assert matches(Item("", None, lambda _: found), {"field": wanted}) is holds
