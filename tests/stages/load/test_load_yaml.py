"""YAML files: every leaf keeps its place, and none of the traps of YAML springs."""

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import DataError
from pipeline.model import Record, walk
from pipeline.stages.load.findings import (
    BadCharacter,
    BrokenText,
    DuplicateKey,
    EmptyFile,
    Forbidden,
    NumberTooLong,
    TooDeep,
    TooManyValues,
)
from pipeline.stages.load.text import parse

NAME = "units/so-noi-vu.yaml"


def load(text: str) -> Record:
    return parse(text.encode(), NAME)


def refused(text: str) -> DataError:
    with pytest.raises(DataError) as caught:
        load(text)
    assert caught.value.place is not None
    assert caught.value.place.file == NAME
    return caught.value


# --- places


def test_every_value_knows_its_line_and_column() -> None:
    record = load("organ:\n  name: Sở Nội vụ\n  head: 'X'\nlist: [1, {a: 2}]\n")
    places = {pointer: (place.line, place.column) for pointer, place in record.places.items()}
    assert places == {
        "": (1, 1),
        "/organ": (2, 3),
        "/organ/name": (2, 9),
        "/organ/head": (3, 9),
        "/list": (4, 7),
        "/list/0": (4, 8),
        "/list/1": (4, 11),
        "/list/1/a": (4, 15),
    }


def test_every_key_knows_its_place() -> None:
    record = load("organ:\n  name: A\n")
    assert str(record.keys["/organ"]) == f"{NAME}:1:1"
    assert str(record.keys["/organ/name"]) == f"{NAME}:2:3"
    assert record.keys["/organ/name"].pointer == "/organ/name"


def test_columns_count_characters_not_bytes() -> None:
    assert load("đồng: {ở: 1}").places["/đồng/ở"].column == 11


def test_a_pointer_escapes_slash_and_tilde() -> None:
    assert set(load("a/b: {c~d: 1}").places) == {"", "/a~1b", "/a~1b/c~0d"}


@pytest.mark.parametrize("style", ["|", "|-", "|+", ">", ">-"])
def test_the_text_of_a_block_begins_on_the_line_after_its_sign(style: str) -> None:
    place = load(f"a: 1\nb: {style}\n    first\n    second\nc: 3\n").places["/b"]
    assert (place.line, place.column) == (3, 5)


def test_a_block_at_the_end_of_a_file_has_a_place_too() -> None:
    assert str(load("b: |\n  text").places["/b"]) == f"{NAME}:2:3"


def test_windows_line_ends_do_not_move_places() -> None:
    record = parse(b"a: |\r\n  x\r\n  y\r\nb: 2\r\n", NAME)
    assert record.data == {"a": "x\ny\n", "b": 2}
    assert record.places["/b"].line == 4


# --- values


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "NO",
        "on",
        "yes",
        "off",
        "y",
        "12:30",
        "2024-01-01",
        "2024-13-45",
        "0x1F",
        "0o17",
        "010",
        "1_000",
        ".inf",
        "-.INF",
        ".nan",
        "1e3",
        "5 000",
        "1.234,5",
        "1.234.567",
        "=",
        "<<",
        "١٢",
    ],
)
def test_what_yaml_1_1_would_turn_into_something_else_stays_text(text: str) -> None:
    assert load(f"a: {text}").data == {"a": text}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("-0", 0),
        ("+5", 5),
        ("-12", -12),
        ("1.10", Decimal("1.10")),
        (".5", Decimal("0.5")),
        ("0.1", Decimal("0.1")),
        ("1.5e3", 1500),
        ("2.50E-1", Decimal("0.250")),
    ],
)
def test_numbers_are_exact(text: str, value: object) -> None:
    found = load(f"a: {text}").data["a"]
    assert (type(found), found, str(found)) == (type(value), value, str(value))


@pytest.mark.parametrize(
    ("text", "value"), [("true", True), ("False", False), ("null", None), ("~", None), ("", None)]
)
def test_truth_and_nothing(text: str, value: object) -> None:
    assert load(f"a: {text}").data["a"] is value


@pytest.mark.parametrize("text", ["5", "true", "null", "1.5", ""])
def test_what_stands_in_quotes_is_text(text: str) -> None:
    assert load(f"a: '{text}'").data == {"a": text}
    assert load(f'a: "{text}"').data == {"a": text}


def test_keys_are_text() -> None:
    assert load("1: a\ntrue: b\nnull: c").data == {"1": "a", "true": "b", "null": "c"}


def test_text_and_keys_are_composed() -> None:
    assert load("Vie\u0323\u0302t: Vie\u0323\u0302t").data == {"Việt": "Việt"}


def test_line_ends_written_as_escapes_become_one_kind() -> None:
    assert load('a: "x\\r\\ny\\rz"').data == {"a": "x\ny\nz"}


@given(st.integers(-(10**38), 10**38))
def test_whole_numbers_survive(number: int) -> None:
    assert load(f"a: {number}").data == {"a": number}


@given(st.decimals(-(10**12), 10**12, places=4))
def test_decimal_numbers_survive_digit_for_digit(number: Decimal) -> None:
    found = load(f"a: {number:f}").data["a"]
    assert f"{found:f}" == f"{number:f}"


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn", "Cf")), max_size=30)


@given(st.lists(TEXT, min_size=1, max_size=5))
def test_quoted_text_survives_and_every_leaf_has_a_place(texts: list[str]) -> None:
    lines = [f"k{i}: '" + text.replace("'", "''") + "'" for i, text in enumerate(texts)]
    record = load("\n".join(lines))
    assert [*record.data.values()] == [unicodedata.normalize("NFC", text) for text in texts]
    assert [record.places[pointer].line for pointer, _ in walk("", record.data)] == [*range(1, len(texts) + 1)]


@given(st.text(max_size=60))
def test_any_text_gives_a_record_or_a_located_finding(text: str) -> None:
    try:
        record = parse(text.encode("utf-8", "surrogatepass"), NAME)
    except DataError as error:
        assert error.place is not None
    else:
        assert all(pointer in record.places for pointer, _ in walk("", record.data))


# --- what is refused


@pytest.mark.parametrize("text", ["a: 1\nb: 2\na: 3", "x: {a: 1, a: 1}", "Việt: 1\nb: 2\nVie\u0323\u0302t: 2"])
def test_a_key_stands_once_in_a_group(text: str) -> None:
    assert isinstance(refused(text), DuplicateKey)


def test_a_duplicate_key_names_both_lines() -> None:
    error = refused("a: 1\nb: 2\na: 3")
    assert (str(error.place), error.params["first"]) == (f"{NAME}:3:1", 1)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a: !!str 5", 1, 4),
        ("a: !!python/object/apply:os.system [x]", 1, 4),
        ("a: !x 5", 1, 4),
        ("a: ! 5", 1, 4),
        ("b: 1\na: &x 1", 2, 4),
        ("a: &x {b: 1}", 1, 4),
        ("a: *x", 1, 4),
        ("a: 1\n<<: *x", 2, 5),
        ("? [a]\n: b", 1, 3),
        ("? {a: 1}\n: b", 1, 3),
        ("'': b", 1, 1),
    ],
)
def test_tags_anchors_aliases_and_odd_keys_are_refused(text: str, line: int, column: int) -> None:
    error = refused(text)
    assert isinstance(error, Forbidden)
    assert error.place is not None
    assert (error.place.line, error.place.column) == (line, column)


def test_an_exploding_file_is_refused_at_its_first_anchor() -> None:
    lines = ["a0: &a0 [x, x]", *(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, 40))]
    assert str(refused("\n".join(lines)).place) == f"{NAME}:1:5"


@pytest.mark.parametrize("text", ["", " \n\n", "# only a remark\n", "---\n", "null", "~", "\ufeff"])
def test_an_empty_file_is_called_empty(text: str) -> None:
    assert isinstance(refused(text), EmptyFile)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: b: c", 1),
        ("a:\n\t- b", 2),
        ("a: [1, 2\nb: 3", 2),
        ("a: 1\nb: 'open\nc: 3\nd: 4", 2),
        ("a: 1\n---\nb: 2", 2),
        ("a: 1\n b: 2", 2),
        ('a: "\\q"', 1),
        ('a: "\\ud800"', 1),
    ],
)
def test_broken_text_is_located_where_a_clerk_must_look(text: str, line: int) -> None:
    error = refused(text)
    assert isinstance(error, BrokenText)
    assert error.place is not None
    assert error.place.line == line


@pytest.mark.parametrize("text", ["- " * 60 + "a", "[" * 100_000, "[" * 60 + "]" * 60, "a: " + "[{a: " * 40])
def test_too_deep_nesting_is_refused_at_once(text: str) -> None:
    error = refused(text)
    assert isinstance(error, TooDeep)
    assert error.place is not None
    assert error.place.line == 1


@pytest.mark.parametrize(
    "text", ["9" * 5000, "-" + "1" * 41, "0." + "1" * 60, "1.5e400", "1.5e-400", "1.0e99999999999999999999999999"]
)
def test_numbers_beyond_any_figure_are_refused(text: str) -> None:
    assert isinstance(refused(f"a: {text}"), NumberTooLong)


def test_a_file_of_too_many_values_is_refused() -> None:
    assert isinstance(refused("a: [" + "1," * 350_000 + "]"), TooManyValues)


@pytest.mark.parametrize("char", ["\x01", "\x0b", "\x1b", "\x7f", "\x85", "\u2028", "\uffff"])
def test_control_characters_in_the_file_are_located(char: str) -> None:
    error = refused(f"a: 1\nb: x{char}y")
    assert isinstance(error, BadCharacter)
    assert str(error.place) == f"{NAME}:2:5"
    assert error.params["char"] == f"U+{ord(char):04X}"
