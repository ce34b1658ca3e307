"""Parts of records, names that resemble each other, values in messages."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Record
from pipeline.stages.load.merging import merge, part, short
from pipeline.stages.load.nearest import nearest
from pipeline.stages.load.text import parse

VALUES = st.recursive(
    st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.dictionaries(st.sampled_from("abc~/"), inner, max_size=3),
)
GROUPS = st.dictionaries(st.sampled_from("abc~/"), VALUES, max_size=4)


def record(text: str) -> Record:
    return parse(text.encode(), "a.yaml")


def plain(data: object) -> Record:
    class Places(dict[str, object]):
        def __missing__(self, pointer: str) -> str:
            return f"at {pointer}"

        def __contains__(self, pointer: object) -> bool:
            return True

    return Record(data, Places())  # type: ignore[arg-type]


def test_a_part_is_a_record_of_its_own() -> None:
    found = part(record("a:\n  b: {c: 1}\n  d: 2\nab: 3"), "/a")
    assert found is not None
    assert found.data == {"b": {"c": 1}, "d": 2}
    assert {pointer: place.line for pointer, place in found.places.items()} == {"": 2, "/b": 2, "/b/c": 2, "/d": 3}


def test_a_part_is_found_by_an_escaped_pointer_and_may_be_absent() -> None:
    found = part(record("a/b: {c: 1}"), "/a~1b")
    assert found is not None
    assert found.data == {"c": 1}
    assert part(record("a: 1"), "/b") is None
    assert part(record("a: 1"), "/a/b") is None


@given(GROUPS)
def test_a_record_merged_with_itself_is_itself(data: dict[str, object]) -> None:
    merged, errors = merge(plain(data), plain(data))
    assert (merged.data, errors) == (data, [])


@given(GROUPS, GROUPS)
def test_merging_keeps_every_key_and_prefers_the_first(a: dict[str, object], b: dict[str, object]) -> None:
    merged, errors = merge(plain(a), plain(b))
    assert merged.data.keys() == a.keys() | b.keys()
    if not errors:
        assert merge(plain(b), plain(a))[0].data == merged.data


@pytest.mark.parametrize(
    ("name", "known", "found"),
    [
        ("nmae", ["name", "title"], "name"),
        ("NAME", ["name"], "name"),
        ("ban quan ly", ["Ban Quản lý", "Ban Dân tộc"], "Ban Quản lý"),
        ("deputy-chairs", ["deputy_chairs", "deputies"], "deputy_chairs"),
        ("dong", ["đồng"], "đồng"),
    ],
)
def test_the_nearest_name_ignores_case_and_marks(name: str, known: list[str], found: str) -> None:
    assert nearest(name, known) == [found]


def test_nothing_is_near_to_something_else_or_to_a_whole_text() -> None:
    assert nearest("xyz", ["name", "title"]) == []
    assert nearest("name" * 1_000_000, ["name"]) == []


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (Decimal("1.10"), "1.10"),
        ({"a": 1, "b": {"c": 2}}, "{a, b}"),
        ([1, "x", None], "[1, x, null]"),
        ("a\nb", "a b"),
        ([], "[]"),
    ],
)
def test_a_value_is_shown_as_it_is_typed(value: object, text: str) -> None:
    assert short(value) == text


@given(VALUES | st.text() | st.lists(VALUES))
def test_a_shown_value_is_one_short_line(value: object) -> None:
    text = short(value)
    assert len(text) <= 60
    assert "\n" not in text
