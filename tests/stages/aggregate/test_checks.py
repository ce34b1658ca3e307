"""Declared checks: what holds, what does not, and what cannot be decided."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sums import record, unit

from pipeline.errors import BaocaoError
from pipeline.stages.aggregate import Known, check

KNOWN = Known({"late": "number", "a": "number"}, frozenset({"awards"}), {"awards": frozenset({"year"})})
FIGURES: dict[str, Any] = {"a": 2, "b": 3, "sum": 6, "word": "x", "other": "y", "day": "2024-01-05", "on": True}
KINDS = Known({**KNOWN.figures, "day": "date", "on": "flag"}, KNOWN.lists, KNOWN.fields)


def found(that: dict[str, Any], **rule: Any) -> list[BaocaoError]:
    figures, errors = unit({"t": {"sum": ["a", "b"]}}, FIGURES, {"awards": [{"year": 2014}]}, KINDS)
    assert errors == []
    rules = [{"id": "rule", "that": that, **rule}]
    return list(check(rules, figures, KINDS, "u1", record({"checks": {"unit": rules}}, "campaign.yaml")))


@pytest.mark.parametrize(
    ("that", "holds"),
    [
        ({"equal": ["a", 2]}, True),
        ({"equal": ["a", Decimal("2.0")]}, True),
        ({"equal": ["a", "b"]}, False),
        ({"equal": ["word", "word"]}, True),
        ({"equal": ["word", "other"]}, False),
        ({"equal": ["on", 1]}, False),
        ({"not_equal": ["a", "b"]}, True),
        ({"not_equal": ["a", 2]}, False),
        ({"less": ["a", "b"]}, True),
        ({"less": ["a", "a"]}, False),
        ({"at_most": ["a", "a"]}, True),
        ({"greater": ["b", "a"]}, True),
        ({"at_least": ["a", "b"]}, False),
        ({"at_least": ["day", "day"]}, True),
        ({"equal": ["t", {"sum": ["a", "b"]}]}, True),
        ({"equal": [{"count": "awards"}, 1]}, True),
        ({"equal": [{"count": "awards", "where": {"year": 2015}}, 1]}, False),
        ({"all": [{"equal": ["a", 2]}, {"equal": ["b", 3]}]}, True),
        ({"all": [{"equal": ["a", 2]}, {"equal": ["b", 4]}]}, False),
        ({"any": [{"equal": ["a", 1]}, {"equal": ["b", 3]}]}, True),
        ({"any": [{"equal": ["a", 1]}, {"equal": ["b", 4]}]}, False),
        ({"not": {"equal": ["a", "b"]}}, True),
        ({"not": {"equal": ["a", 2]}}, False),
        # undecided parts
        ({"equal": ["a", "late"]}, True),
        ({"not": {"equal": ["a", "late"]}}, True),
        ({"all": [{"equal": ["a", 2]}, {"equal": ["a", "late"]}]}, True),
        ({"all": [{"equal": ["a", 1]}, {"equal": ["a", "late"]}]}, False),
        ({"any": [{"equal": ["a", 1]}, {"equal": ["a", "late"]}]}, True),
        ({"not": {"any": [{"equal": ["a", 2]}, {"equal": ["a", "late"]}]}}, False),
    ],
)
def test_a_check_is_a_finding_only_where_it_surely_does_not_hold(that: dict[str, Any], holds: bool) -> None:
    assert (found(that) == []) is holds


@pytest.mark.parametrize(
    ("severity", "code"), [("error", "D50"), ("warning", "D51"), ("info", "D52"), (None, "D50")]
)
def test_its_severity_is_declared_and_error_unless_it_is(severity: str | None, code: str) -> None:
    rule = {"severity": severity} if severity else {}
    (error,) = found({"equal": ["a", "b"]}, **rule)
    assert (error.code, error.severity) == (code, severity or "error")


def test_a_finding_tells_values_message_unit_and_the_place_of_a_source_figure() -> None:
    (error,) = found({"equal": ["sum", {"sum": ["a", "b"]}]}, message="Tổng không khớp.")
    assert error.params["detail"] == "sum (6) = 5"
    assert "Tổng không khớp." in error.message("vi")
    assert error.unit == "u1"
    assert str(error.place) == "units/u1.yaml:3:1"


def test_a_derived_figure_leads_to_the_place_of_its_first_source() -> None:
    (error,) = found({"equal": ["t", 1]})
    assert error.place is not None
    assert error.place.pointer == "/figures/a"


def test_a_count_leads_to_the_place_of_the_record() -> None:
    (error,) = found({"equal": [{"count": "awards"}, 2]})
    assert error.place is not None
    assert error.place.pointer == "/records/awards/0"


def test_without_any_source_it_is_the_place_of_the_rule() -> None:
    (error,) = found({"equal": [1, 2]})
    assert error.place is not None
    assert error.place.file == "campaign.yaml"


def test_shares_read_as_percent() -> None:
    figures, _ = unit({"s": {"share": ["a", "b"]}}, {"a": 1, "b": 8})
    (error,) = check([{"id": "r", "that": {"greater": ["s", {"share": ["a", "a"]}]}}], figures, Known({}))
    assert error.params["detail"] == "s (12,5%) > 100%"


@pytest.mark.parametrize(
    ("that", "code"),
    [({"equal": ["a", "bb"]}, "A01"), ({"less": ["word", "a"]}, "A08"), ({"less": ["on", 2]}, "A08")],
)
def test_a_rule_that_cannot_be_decided_at_all_is_an_error_with_its_place(that: dict[str, Any], code: str) -> None:
    (error,) = found(that)
    assert error.code == code
    assert error.place is not None
    assert error.place.file == "campaign.yaml"
    assert error.severity == "error"


def test_one_broken_rule_does_not_hide_the_others() -> None:
    figures, _ = unit({}, {"a": 1})
    rules = [{"id": "x", "that": {"equal": ["typo", 1]}}, {"id": "y", "that": {"equal": ["a", 2]}}]
    assert [error.code for error in check(rules, figures, Known({}))] == ["A01", "D50"]
