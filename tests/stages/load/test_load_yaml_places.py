"""Places of a YAML file: made when they are asked for, from marks of a line and a column each."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Place, Record
from pipeline.stages.load.yaml_text import read_yaml

TEXT = """\
a:
  "b/c": 1
  d~e: [x, {f: y}]
"0": []
g: {}
"""


def load() -> Record:
    return read_yaml(TEXT, "a.yaml")


POINTERS = ["", "/a", "/a/b~1c", "/a/d~0e", "/a/d~0e/0", "/a/d~0e/1", "/a/d~0e/1/f", "/0", "/g"]
NAMED = ["/a", "/a/b~1c", "/a/d~0e", "/a/d~0e/1/f", "/0", "/g"]


def test_every_value_and_every_key_has_a_place_in_the_order_of_the_file() -> None:
    record = load()
    assert list(record.places) == POINTERS
    assert list(record.keys) == NAMED
    assert (len(record.places), len(record.keys)) == (len(POINTERS), len(NAMED))
    assert record.places["/a/d~0e/1/f"] == Place("a.yaml", 3, 16, pointer="/a/d~0e/1/f")
    assert record.keys["/a/d~0e/1/f"] == Place("a.yaml", 3, 13, pointer="/a/d~0e/1/f")


@pytest.mark.parametrize(
    "pointer",
    [
        "a",
        "/",
        "/b",
        "/a/",
        "/a/b/c",
        "/a/b~1c/x",
        "/a/d~0e/2",
        "/a/d~0e/-1",
        "/a/d~0e/01",
        "/a/d~0e/x",
        "/0/0",
        "/²",
    ],
)
def test_what_is_not_there_has_no_place(pointer: str) -> None:
    record = load()
    assert pointer not in record.places
    assert record.keys.get(pointer) is None
    with pytest.raises(KeyError):
        record.places[pointer]


@pytest.mark.parametrize("pointer", ["", "/a/d~0e/0", "/a/d~0e/1"])
def test_the_root_and_items_of_lists_have_no_key(pointer: str) -> None:
    assert pointer not in load().keys
    assert pointer in load().places


def test_places_are_equal_to_those_of_a_dictionary_and_go_to_another_process() -> None:
    record = load()
    copied: Record = pickle.loads(pickle.dumps(record))  # noqa: S301 - our own
    assert copied == record
    assert record.places == dict(record.places)
    assert record.keys == dict(record.keys) != record.places


KEYS = st.text("ab/~0é", min_size=1, max_size=3)
DATA = st.recursive(st.just("x"), lambda inner: st.dictionaries(KEYS, inner) | st.lists(inner), max_leaves=12)


@given(st.dictionaries(KEYS, DATA, min_size=1))
def test_any_pointer_leads_to_its_place(data: dict[str, object]) -> None:
    record = read_yaml(repr(data).replace("'", '"'), "a.yaml")
    for pointer, place in record.places.items():
        assert (place.pointer, place.line, pointer in record.places) == (pointer, 1, True)
    assert set(record.keys) <= set(record.places)
    assert {place.column for place in record.keys.values()}.isdisjoint(
        place.column for place in record.places.values()
    )
