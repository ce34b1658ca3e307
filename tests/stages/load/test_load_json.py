"""JSON files, read strictly and with places."""

import json
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import DataError
from pipeline.model import Record
from pipeline.stages.load.findings import (
    BrokenJson,
    DuplicateKey,
    EmptyFile,
    Forbidden,
    NumberTooLong,
    TooDeep,
    TooManyValues,
)
from pipeline.stages.load.text import parse

NAME = "units/so-noi-vu.json"


def load(text: str) -> Record:
    return parse(text.encode(), NAME)


def refused(text: str) -> DataError:
    with pytest.raises(DataError) as caught:
        load(text)
    assert caught.value.place is not None
    return caught.value


def test_every_value_and_key_knows_its_place() -> None:
    record = load('{\n\t"a": [1,\n  {"b" : "x"}],\n "c":null}')
    assert record.data == {"a": [1, {"b": "x"}], "c": None}
    assert {pointer: (place.line, place.column) for pointer, place in record.places.items()} == {
        "": (1, 1),
        "/a": (2, 7),
        "/a/0": (2, 8),
        "/a/1": (3, 3),
        "/a/1/b": (3, 10),
        "/c": (4, 6),
    }
    assert str(record.keys["/a/1/b"]) == f"{NAME}:3:4"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('"\\ud83d\\ude00"', "😀"),
        ('"\\\\ud83d"', "\\ud83d"),
        ('"\\u0110\\/\\n\\t"', "Đ/\n\t"),
        ('"a:  b # c  "', "a:  b # c  "),
        ("1.10", Decimal("1.10")),
        ("1e3", 1000),
        ("-0", 0),
        ("true", True),
        ("[]", []),
        ("{}", {}),
    ],
)
def test_values(text: str, value: object) -> None:
    found = load(f'{{"a"\n:\n{text}}}').data["a"]
    assert (type(found), found, str(found)) == (type(value), value, str(value))


def test_long_keys_are_no_trouble() -> None:
    assert load('{"' + "k" * 2000 + '": 1}').data == {"k" * 2000: 1}


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ('{"a":NaN}', 6),
        ('{"a":Infinity}', 6),
        ('{"a":-Infinity}', 6),
        ('{"a":01}', 6),
        ('{"a":+1}', 6),
        ('{"a":.5}', 6),
        ('{"a":truex}', 6),
        ('{"a":1,}', 8),
        ("[1,]", 4),
        ("[1 2]", 4),
        ("{a:1}", 2),
        ("{'a':1}", 2),
        ('{"a" 1}', 6),
        ('{"a":"x\ty"}', 8),
        ('{"a":"\\x"}', 7),
        ('{"a":"\\ud800"}', 6),
        ('{"a":"open}', 6),
        ('{"a":1} x', 9),
        ('{"a":1 // no\n}', 8),
        ("[1", 3),
        ("{", 2),
    ],
)
def test_what_is_no_json_is_refused_at_its_place(text: str, column: int) -> None:
    error = refused(text)
    assert isinstance(error, BrokenJson)
    assert error.place is not None
    assert (error.place.line, error.place.column) == (1, column)


def test_a_key_stands_once() -> None:
    error = refused('{"a": 1,\n "a": 2}')
    assert isinstance(error, DuplicateKey)
    assert (str(error.place), error.params["first"]) == (f"{NAME}:2:2", 1)


def test_other_refusals() -> None:
    assert isinstance(refused(""), EmptyFile)
    assert isinstance(refused(" \n"), EmptyFile)
    assert isinstance(refused('{"": 1}'), Forbidden)
    assert isinstance(refused("[" * 100_000), TooDeep)
    assert isinstance(refused('{"a":' * 60), TooDeep)
    assert isinstance(refused("[" + "9" * 5000 + "]"), NumberTooLong)
    assert isinstance(refused("[1E400]"), NumberTooLong)
    assert isinstance(refused("[" + "1," * 350_000 + "1]"), TooManyValues)


PRINTABLE = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp")))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | PRINTABLE,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(PRINTABLE.filter(bool), inner, max_size=4),
    max_leaves=20,
)


@given(VALUES, st.booleans(), st.sampled_from([None, 1, "\t"]))
def test_agrees_with_python_on_valid_json(value: object, ascii_only: bool, indent: int | str | None) -> None:
    text = unicodedata.normalize("NFC", json.dumps(value, ensure_ascii=ascii_only, indent=indent))
    expected = json.loads(text)
    if expected is None or len({*text}) < 2:
        return
    try:
        found = load(text).data
    except DuplicateKey:  # two keys that are the same once composed
        return
    assert _composed(found) == _composed(expected)


def _composed(value: object) -> object:
    return json.loads(unicodedata.normalize("NFC", json.dumps(value, ensure_ascii=False)))


@given(st.text(alphabet='{}[]",:01e.-+ntrufalse\\ \n\t\u0110', max_size=40))
def test_refuses_whatever_python_refuses(text: str) -> None:
    def strict(_: str) -> None:
        raise ValueError

    try:
        json.loads(text, parse_constant=strict)
    except ValueError:
        assert refused(text)
