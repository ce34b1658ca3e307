"""``{{ path | filter("argument") }}``: what may stand between the braces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from papers import cannot

from pipeline.errors import BaocaoError
from pipeline.stages.localise.expressions import ExpressionError, parse_expression


@pytest.mark.parametrize(
    ("text", "path", "filters"),
    [
        ("staff.total", "staff.total", ()),
        ("  staff.total\n", "staff.total", ()),
        ("awards.by_year.2014", "awards.by_year.2014", ()),
        ("groups.special-zone.x", "groups.special-zone.x", ()),
        ("awards.rank.*", "awards.rank.*", ()),
        ("a | count", "a", (("count", ()),)),
        ("a|count|upper", "a", (("count", ()), ("upper", ()))),
        ("a | number(2)", "a", (("number", (2,)),)),
        ("a | number( -2 )", "a", (("number", (-2,)),)),
        ("a | f()", "a", (("f", ()),)),
        ('a | cite("date organ", "short")', "a", (("cite", ("date organ", "short")),)),
        ("a | money('triệu đồng')", "a", (("money", ("triệu đồng",)),)),
        ("a | money(“triệu đồng”)", "a", (("money", ("triệu đồng",)),)),
        ('a | otherwise("x | y, (z)")', "a", (("otherwise", ("x | y, (z)",)),)),
        ('a | otherwise("d\'Or")', "a", (("otherwise", ("d'Or",)),)),
        ('a | otherwise("")', "a", (("otherwise", ("",)),)),
        ("a\n| number(\n1,\n)", "a", (("number", (1,)),)),
    ],
)
def test_paths_filters_and_arguments(text: str, path: str, filters: tuple[object, ...]) -> None:
    found = parse_expression(text, f"{{{{{text}}}}}")
    assert (found.path, found.filters) == (path, filters)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "nothing stands between the braces"),
        (" | count", "nothing stands between the braces"),
        ("a + b", "“a + b” is no path of a figure"),
        ("a.", "“a.” is no path of a figure"),
        ("a..b", "“a..b” is no path of a figure"),
        ("a()", "“a()” is no path of a figure"),
        ("a[0]", "“a[0]” is no path of a figure"),
        ("a.__class__()", "“a.__class__()” is no path of a figure"),
        ("a |", "“” is no filter"),
        ("a | Count", "“Count” is no filter"),
        ("a | number(2", "“number(2” is no filter"),
        ("a | number(x)", "“x” is no text in quotes and no whole number"),
        ("a | number(1.5)", "“1.5” is no text in quotes and no whole number"),
        ("a | number(9999999999)", "“9999999999” is no text in quotes and no whole number"),
        ('a | f("x" "y")', '“"x" "y"” is no text in quotes and no whole number'),
        ('a | f("x)', "a quotation mark is not closed"),
    ],
)
def test_anything_else_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_expression(text, text)
    assert str(caught.value) == reason


@given(st.text(max_size=60))
def test_nothing_but_an_expression_error_is_ever_raised(text: str) -> None:
    try:
        parse_expression(text, text)
    except ExpressionError as error:
        assert str(error)


def test_the_error_names_tag_reason_and_place() -> None:
    error = cannot("Có {{ men + 1 }} người", figures={"men": 1})
    assert error.code == "N01"
    assert error.message() == "“{{ men + 1 }}” cannot be understood: “men + 1” is no path of a figure."
    assert error.place is not None
    assert error.place.pointer == "/narrative/k"


def test_reasons_survive_being_rebuilt_from_their_parameters() -> None:
    error = cannot("{{ a | number(x) }}")
    again: BaocaoError = type(error)(error.place, **error.params)
    assert again.message() == error.message()
    assert "“x”" in again.message()
