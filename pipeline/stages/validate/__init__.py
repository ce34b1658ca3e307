"""Validate: a record against its JSON Schema and the closed lists. Every finding of a record, with its place.

JSON Schema says *that* a value is wrong; the sentences here say what was expected and how to mend it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any

from jsonschema import ValidationError

from pipeline.errors import BaocaoError
from pipeline.model import Plain, Pointer, Record, escape
from pipeline.stages.validate.findings import (
    BadDate,
    BadForm,
    BadValue,
    MissingKey,
    NotInList,
    NotInListOn,
    OutOfRange,
    OutOfValidity,
    Surplus,
    TooFew,
    UnknownKey,
    WrongSubject,
    WrongType,
)
from pipeline.stages.validate.schemas import Entry, Schema, Schemas, token

__all__ = ["Schemas", "validate"]

MAX_SHOWN = 60


def validate(record: Record, schema: Schema, schemas: Schemas, on: date | None = None) -> list[BaocaoError]:
    """Everything in ``record`` that its schema or a closed list does not allow, in the order of the file.

    ``on`` is the day on which names of organs must hold (the campaign's deadline).
    """
    validator = schemas.validator(schema)
    findings = [finding for error in validator.iter_errors(record.data) for finding in _explain(error, record)]
    findings.extend(_lists(record, record.data, schema, str(schema.get("$id", "")), "", schemas, on))
    unique = {(f.code, f.place, str(f.params)): f for f in findings}
    return sorted(unique.values(), key=_order)


def _order(finding: BaocaoError) -> tuple[str, int, int, str]:
    place = finding.place
    return (place.file, place.line or 0, place.column or 0, str(place)) if place else ("", 0, 0, "")


def _pointer(error: ValidationError) -> Pointer:
    return "".join(f"/{escape(str(token_))}" for token_ in error.absolute_path)


def _explain(error: ValidationError, record: Record) -> Iterator[BaocaoError]:
    """The findings of one schema error. Of alternatives, the one that came nearest is explained."""
    if error.context:
        deepest = max(error.context, key=lambda child: (len(child.absolute_path), _rank(child)))
        if error.validator == "oneOf" or len(deepest.absolute_path) > len(error.absolute_path):
            yield from _explain(deepest, record)
            return
    pointer = _pointer(error)
    explain = _EXPLAIN.get(str(error.validator), _bad_value)
    yield from explain(error, record, pointer)


def _rule(error: ValidationError) -> Any:
    return error.validator_value


def _instance(error: ValidationError) -> Any:
    return error.instance


def _rank(error: ValidationError) -> int:
    return 0 if error.validator == "type" else 1


def _missing(error: ValidationError, record: Record, pointer: Pointer) -> Iterator[BaocaoError]:
    schema: Any = error.schema
    if not isinstance(error.instance, Mapping):
        return
    wanted = (
        _rule(error)
        if error.validator == "required"
        else [name for key, names in _rule(error).items() if key in error.instance for name in names]
    )
    for key in wanted:
        if key not in _instance(error):
            title = schema.get("properties", {}).get(key, {}).get("title", key)
            yield MissingKey(record.place(pointer), key=key, title=title)


def _unknown(error: ValidationError, record: Record, pointer: Pointer) -> Iterator[BaocaoError]:
    schema: Any = error.schema
    known = list(schema.get("properties", {}))
    patterns = schema.get("patternProperties", {})
    for key in _instance(error):
        if key in known or patterns:
            continue
        near = get_close_matches(key, known, n=1, cutoff=0.5)
        place = record.keys.get(token(pointer, key)) or record.place(token(pointer, key))
        if near:
            yield UnknownKey(place, key=key, near=near[0])
        else:
            yield Surplus(place, key=key, known=", ".join(known) or "-")


def _type(error: ValidationError, record: Record, pointer: Pointer) -> Iterator[BaocaoError]:
    wanted = _rule(error)
    names = [wanted] if isinstance(wanted, str) else list(wanted)
    yield WrongType(record.place(pointer), value=shown(error.instance), expected=_TYPES.get(names[0], names[0]))


def _enum(error: ValidationError, record: Record, pointer: Pointer) -> Iterator[BaocaoError]:
    allowed = [str(value) for value in _rule(error)]
    near = get_close_matches(str(error.instance), allowed, n=1, cutoff=0.5)
    expected = near[0] if near else ", ".join(allowed)
    yield BadValue(record.place(pointer), value=shown(error.instance), expected=expected)


def _range(error: ValidationError, record: Record, pointer: Pointer) -> Iterator[BaocaoError]:
    sign = {"minimum": "≥", "maximum": "≤", "exclusiveMinimum": ">", "exclusiveMaximum": "<"}[str(error.validator)]
    yield OutOfRange(record.place(pointer), value=shown(error.instance), limit=f"{sign} {_rule(error)}")


def _length(error: ValidationError, record: Record, pointer: Pointer) -> Iterator[BaocaoError]:
    sign = "≥" if str(error.validator).startswith("min") else "≤"
    size = len(_instance(error))
    yield TooFew(record.place(pointer), size=size, limit=f"{sign} {_rule(error)}")


def _format(error: ValidationError, record: Record, pointer: Pointer) -> Iterator[BaocaoError]:
    yield BadDate(record.place(pointer), value=shown(error.instance))


def _pattern(error: ValidationError, record: Record, pointer: Pointer) -> Iterator[BaocaoError]:
    schema: Any = error.schema
    expected = schema.get("description") or _rule(error)
    yield BadForm(record.place(pointer), value=shown(error.instance), expected=expected)


def _bad_value(error: ValidationError, record: Record, pointer: Pointer) -> Iterator[BaocaoError]:
    schema: Any = error.schema
    expected = schema.get("description", error.message) if isinstance(schema, Mapping) else error.message
    if error.validator is None and error.absolute_path:  # a field that is forbidden here: {"name": false}
        place = record.keys.get(pointer) or record.place(pointer)
        yield Surplus(place, key=str(error.absolute_path[-1]), known="-")
    else:
        yield BadValue(record.place(pointer), value=shown(error.instance), expected=expected)


_EXPLAIN = {
    "required": _missing,
    "dependentRequired": _missing,
    "additionalProperties": _unknown,
    "type": _type,
    "enum": _enum,
    "const": _bad_value,
    "minimum": _range,
    "maximum": _range,
    "exclusiveMinimum": _range,
    "exclusiveMaximum": _range,
    "minLength": _length,
    "maxLength": _length,
    "minItems": _length,
    "maxItems": _length,
    "minProperties": _length,
    "maxProperties": _length,
    "format": _format,
    "pattern": _pattern,
}

_TYPES = {
    "integer": "a whole number",
    "number": "a number",
    "string": "text",
    "boolean": "true or false",
    "object": "a group of fields",
    "array": "a list",
    "null": "nothing",
}


def shown(value: Plain) -> str:
    """A value as a message shows it."""
    text = "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"


def _lists(
    record: Record, value: Plain, schema: Schema, base: str, pointer: Pointer, schemas: Schemas, on: date | None
) -> Iterator[BaocaoError]:
    """Names that must stand in a closed list, or must hold on a day, wherever the schema says so."""
    schema, base = schemas.resolve(schema, base)
    if isinstance(value, Mapping):
        if rule := schema.get("x-closed-list"):
            yield from _closed(record, value, rule, pointer, schemas.lists[rule["list"]])
        if (rule := schema.get("x-validity")) and on is not None:
            yield from _valid(record, value, rule, pointer, schemas.lists[rule["list"]], on)
        for key, child in value.items():
            below = schema.get("properties", {}).get(key) or schema.get("then", {})
            yield from _lists(record, child, below, base, token(pointer, key), schemas, on)
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from _lists(record, child, schema.get("items", {}), base, token(pointer, index), schemas, on)


def _closed(
    record: Record,
    value: Mapping[str, Plain],
    rule: Mapping[str, Any],
    pointer: Pointer,
    entries: tuple[Entry, ...],
) -> Iterator[BaocaoError]:
    name, day = _at(value, rule["name"]), _date(_at(value, rule["on"]))
    if not isinstance(name, str):
        return
    place = record.place(pointer + rule["name"])
    known = [entry for entry in entries if entry.name == name]
    if not known:
        near = get_close_matches(name, [entry.name for entry in entries], n=1, cutoff=0.4)
        yield NotInList(place, value=shown(name), near=near[0] if near else "-")
    elif day is not None and not any(entry.holds_on(day) for entry in known):
        yield NotInListOn(place, value=shown(name), day=day.isoformat(), period=_period(known[0]))
    for field, fact in rule.get("match", {}).items():
        allowed = known[0].facts.get(fact) if known else None
        if isinstance(allowed, list) and value.get(field) is not None and value[field] not in allowed:
            yield WrongSubject(
                place, value=shown(name), field=field, given=value[field], allowed=", ".join(allowed)
            )


def _valid(
    record: Record,
    value: Mapping[str, Plain],
    rule: Mapping[str, Any],
    pointer: Pointer,
    entries: tuple[Entry, ...],
    on: date,
) -> Iterator[BaocaoError]:
    name = _at(value, rule["name"])
    if not isinstance(name, str):
        return
    known = [entry for entry in entries if entry.name == name] or [
        entry for entry in entries if name.startswith(str(entry.facts.get("prefix", "\0")))
    ]
    if known and not any(entry.holds_on(on) for entry in known):
        successor = str(known[0].facts.get("successor", "-"))
        yield OutOfValidity(
            record.place(pointer + rule["name"]),
            value=shown(name),
            day=on.isoformat(),
            period=_period(known[0]),
            successor=successor,
        )


def _period(entry: Entry) -> str:
    return f"{entry.valid_from or '…'} – {entry.valid_to or '…'}"


def _at(value: Plain, pointer: Pointer) -> Plain:
    for key in pointer.split("/")[1:]:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _date(text: Plain) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
