"""The quick yes of compiled schemas says what the validator says."""

from __future__ import annotations

import copy
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from validate_samples import CAMPAIGN, SCHEMAS, UNIT, UNIT_SCHEMA

from pipeline.stages.load.text import parse
from pipeline.stages.validate.compiled import compiled
from pipeline.stages.validate.validator import new_validator

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from([10**12, 10**12 + 1, 10**40, -(10**40)]),
    st.sampled_from([Decimal(text) for text in ("1", "1.0", "0.5", "-0.5", "1e400", "Infinity", "NaN")]),
    st.sampled_from(
        ["", " ", "a", "a\n", "a b", "\u00e2", "1", "VT", "none", "2024-03-22", "2024-02-30", "x" * 300]
    ),
)
KEYS = st.sampled_from(["a", "b", "name", "title", "date", "number", "A b", ""])
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=8
)
LIMITS = st.integers(-2, 3) | st.sampled_from([0.5, 10**12])
TYPES = st.sampled_from(["object", "array", "string", "boolean", "integer", "number", "null"])


def rules(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    named = st.dictionaries(KEYS, inner, max_size=3)
    keys = st.lists(KEYS, max_size=2, unique=True)
    sizes = {
        f"{end}{kind}": st.integers(0, 3) for end in ("min", "max") for kind in ("Length", "Items", "Properties")
    }
    return st.fixed_dictionaries(
        {},
        optional={
            "type": TYPES | st.lists(TYPES, min_size=1, max_size=2, unique=True),
            "enum": st.lists(
                st.none() | st.booleans() | st.integers(0, 1) | st.sampled_from(["a", "1"]), max_size=3
            ),
            "const": st.booleans() | st.integers(0, 1) | st.just("a"),
            "required": keys,
            "dependentRequired": st.dictionaries(KEYS, keys, max_size=2),
            "pattern": st.sampled_from(["^a$", "\\S", "^\\S([^\\n]*\\S)?$"]),
            "format": st.sampled_from(["date", "email"]),
            "minimum": LIMITS,
            "maximum": LIMITS,
            "exclusiveMinimum": LIMITS,
            "exclusiveMaximum": LIMITS,
            "properties": named,
            "additionalProperties": inner,
            "propertyNames": inner,
            "items": inner,
            "not": inner,
            "if": inner,
            "then": inner,
            "else": inner,
            **dict.fromkeys(("allOf", "anyOf", "oneOf"), st.lists(inner, min_size=1, max_size=3)),
            "title": st.just("t"),
            "x-own": st.just(1),
            **sizes,
        },
    )


RULES = st.recursive(st.booleans() | rules(st.booleans()), rules, max_leaves=5)


@settings(max_examples=150, deadline=None)
@given(rules(RULES), st.lists(VALUES, min_size=1, max_size=8))
def test_any_schema_says_what_the_validator_says(schema: dict[str, Any], values: list[Any]) -> None:
    accepts = compiled(schema)
    assert accepts is not None
    validator = new_validator(schema)
    for value in values:
        assert (value, accepts(value)) == (value, validator.is_valid(value))


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every container with each of its keys."""
    found: list[tuple[Any, Any]] = []
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        found += [(value, key), *places(value[key])]
    return found


@pytest.mark.parametrize("name", ["unit", "campaign"])
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_spoiled_files_are_refused_when_the_validator_refuses_them(name: str, data: st.DataObject) -> None:
    text, schema = {"unit": (UNIT, UNIT_SCHEMA), "campaign": (CAMPAIGN, SCHEMAS.campaign())}[name]
    expanded = SCHEMAS.expanded(schema)
    accepts = compiled(expanded)
    assert accepts is not None
    value = copy.deepcopy(parse(text.encode(), "a.yaml").data)
    assert accepts(value)
    for _ in range(data.draw(st.integers(1, 2))):
        around, key = data.draw(st.sampled_from(places(value)))
        match data.draw(st.sampled_from(["change", "drop", "add"])):
            case "change":
                around[key] = data.draw(VALUES)
            case "drop":
                del around[key]
            case "add" if isinstance(around, dict):
                around[data.draw(KEYS)] = data.draw(VALUES)
    assert accepts(value) == new_validator(expanded).is_valid(value)


@pytest.mark.parametrize(
    "schema",
    [
        {"uniqueItems": True},
        {"items": {"multipleOf": 2}},
        {"patternProperties": {"^a": {}}},
        {"enum": [[1]]},
        {"const": 0.5},
        {"type": "date"},
    ],
)
def test_a_schema_that_says_more_is_left_to_the_validator(schema: dict[str, Any]) -> None:
    assert compiled(schema) is None


def test_a_schema_that_holds_itself_is_walked_as_deep_as_the_value() -> None:
    schema: dict[str, Any] = {"type": "object", "properties": {}, "additionalProperties": False}
    schema["properties"]["a"] = schema
    accepts = compiled(schema)
    assert accepts is not None
    assert accepts({"a": {"a": {}}})
    assert not accepts({"a": {"b": {}}})


def test_what_is_not_compiled_is_found_by_the_validator() -> None:
    schema = {"uniqueItems": True}
    assert list(SCHEMAS.errors(schema, [1, 2])) == []
    (error,) = SCHEMAS.errors(schema, [1, 1])
    assert error.validator == "uniqueItems"
