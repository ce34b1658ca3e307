"""Figures of a whole campaign: vectors over units and their records."""

from __future__ import annotations

from typing import Any

import pytest
from sums import campaign, campaign_values


def test_a_figure_of_every_unit_is_summed() -> None:
    assert campaign_values({"n": {"sum": "units.staff"}}) == {"n": 23}


def test_units_that_left_the_figure_out_are_left_out() -> None:
    found = campaign_values({"n": {"mean": "units.late"}, "least": {"min": "units.late"}})
    assert found == {"n": 0.5, "least": 0}


def test_units_and_asked_units_are_counted() -> None:
    operations = {
        "asked": {"count": "asked-units"},
        "got": {"count": "units"},
        "a": {"count": "units", "where": {"group": "a"}},
    }
    found = campaign_values(operations, delivered=frozenset({"u1", "u2"}))
    assert found == {"asked": 3, "got": 2, "a": 1}


def test_units_are_counted_by_conditions_on_their_figures() -> None:
    operations = {
        "big": {"count": "units", "where": {"staff": {"from": 9}}},
        "never": {"count": "units", "where": {"late": 0}},
    }
    assert campaign_values(operations) == {"big": 2, "never": 1}


def test_records_of_all_units_are_one_list() -> None:
    operations = {"n": {"count": "units.awards", "by": "year", "keys": {"from": 2014, "to": 2016}}}
    assert campaign_values(operations) == {"n.2014": 1, "n.2015": 2, "n.2016": 0}


def test_a_split_by_group_or_by_unit() -> None:
    assert campaign_values({"n": {"sum": "units.staff", "by": "group"}}) == {"n.a": 14, "n.b": 9}
    assert campaign_values({"n": {"count": "units.awards", "by": "unit"}}) == {"n.u1": 2, "n.u2": 1}


def test_rank_is_given_to_each_unit_and_equal_figures_share_it() -> None:
    figures, errors = campaign({"r": {"rank": "units.staff"}})
    assert errors == []
    assert {unit: figures.figures[f"r.{unit}"].value for unit in ("u1", "u2", "u3")} == {"u1": 3, "u2": 1, "u3": 1}
    assert figures.groups["r"].keys == ("u1", "u2", "u3")


def test_highest_and_lowest_name_every_unit_that_has_the_value() -> None:
    found = campaign_values(
        {"h": {"highest": "units.staff"}, "l": {"lowest": "units.staff", "where": {"group": "a"}}}
    )
    assert found["h.value"] == 9
    assert found["h.units"] == ("Đơn vị 2", "Đơn vị 3")
    assert found["h.count"] == 2
    assert (found["l.value"], found["l.units"]) == (5, ("Đơn vị 1",))


def test_highest_of_nothing_is_undefined() -> None:
    found = campaign_values({"h": {"highest": "units.staff", "where": {"group": "z"}}})
    assert found == {"h.value": None, "h.units": None, "h.count": 0}


def test_highest_of_a_field_of_records_names_the_units() -> None:
    found = campaign_values({"h": {"highest": "units.awards", "of": "year"}})
    assert (found["h.value"], found["h.units"], found["h.count"]) == (2015, ("Đơn vị 1", "Đơn vị 2"), 2)


def test_without_any_unit_sums_are_nought_and_means_undefined() -> None:
    operations = {"n": {"sum": "units.staff"}, "m": {"mean": "units.staff"}, "k": {"count": "units.awards"}}
    assert campaign_values(operations, delivered=frozenset()) == {"n": 0, "m": None, "k": 0}


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        ({"sum": "units.staf"}, "A01"),
        ({"sum": "staff"}, "A01"),
        ({"count": "unit"}, "A01"),
        ({"count": "units", "where": {"grup": "a"}}, "A04"),
        ({"sum": "units"}, "A05"),
        ({"rank": "units.awards"}, "A05"),
    ],
)
def test_what_no_unit_has_is_an_error(operation: dict[str, Any], code: str) -> None:
    figures, errors = campaign({"n": operation})
    assert [error.code for error in errors] == [code]
    assert figures.figures == {}


def test_traces_name_the_units_figures_and_records() -> None:
    figures, _ = campaign({"n": {"sum": "units.staff"}, "k": {"count": "units.awards"}})
    assert figures.figures["n"].trace.inputs == ("u1:staff", "u2:staff", "u3:staff")
    assert figures.figures["k"].trace.inputs == ("u1:awards[0]", "u1:awards[1]", "u2:awards[0]")
