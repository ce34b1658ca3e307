"""Numbers that were typed although a figure of the same thing stands in the text."""

from __future__ import annotations

from typing import Any

import pytest
from papers import Paper


def found(text: str, **facts: Any) -> list[tuple[str, str]]:
    facts.setdefault("figures", {"men": 61, "women": 1234})
    paper = Paper([{"key": "k"}, {"text": "Hết"}], narrative={"k": text}, **facts)
    context, errors = paper.write()
    assert context is not None
    assert all((error.code, error.severity) == ("N40", "info") for error in errors)
    return [(str(error.params["number"]), str(error.params["noun"])) for error in errors]


FIRST = "Có {{ men }} cán bộ, {{ women }} lượt khen.\n\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trong 61 cán bộ có nữ.", [("61", "cán bộ")]),
        ("Trong 61\N{NO-BREAK SPACE}Cán  bộ có nữ.", [("61", "Cán bộ")]),
        ("Tổng 1.234 lượt khen.", [("1.234", "lượt khen")]),
        ("- gạch: 61 cán bộ", [("61", "cán bộ")]),
        ("Trong 62 cán bộ có nữ.", []),
        ("Trong 61 công chức có nữ.", []),
        ("Công văn số 61 cán bộ", []),
        ("Đạt 61% cán bộ", []),
        ("ngày 61 cán bộ", []),
        ("Điều 61 cán bộ", []),
        ("khoảng 1.61 cán bộ", []),
        ("12/61 cán bộ", []),
        ("## 61 cán bộ", []),
    ],
)
def test_same_value_and_same_noun_is_pointed_out(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(FIRST + text) == expected


def test_zeros_before_counts_do_not_matter() -> None:
    assert found("Có {{ men | count }} đơn vị.\n\nCả 03 đơn vị.", figures={"men": 3}) == [("03", "đơn vị")]


def test_without_a_printed_figure_nothing_is_pointed_out() -> None:
    assert found("Có 61 cán bộ.") == []


def test_the_figure_itself_is_not_pointed_out() -> None:
    assert found(FIRST + "Lại {{ men }} cán bộ.") == []


def test_it_names_the_figure_and_has_the_place_of_the_text() -> None:
    narrative = {"k": "Có {{ men }} cán bộ", "l": "Trong 61 cán bộ"}
    paper = Paper([{"key": "k"}, {"key": "l"}], narrative=narrative, figures={"men": 61})
    (error,) = paper.errors()
    assert error.params["figure"] == "u1:men"
    assert error.advice() == "Write {{ men }}, so that a correction reaches it."
    assert error.place is not None
    assert error.place.pointer == "/narrative/l"
