"""What JSON Schema finds wrong, in sentences that say what was expected and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema import ValidationError

from pipeline import vietnamese as vi
from pipeline.errors import BaocaoError
from pipeline.i18n import N_, Text
from pipeline.model import Place, Pointer, Record
from pipeline.stages.load.merging import short
from pipeline.stages.load.nearest import nearest
from pipeline.stages.validate.findings import (
    BadDate,
    BadForm,
    BadKey,
    BadLength,
    BadValue,
    EmptyText,
    MissingKey,
    NotExactlyOne,
    NothingFilledIn,
    OutOfRange,
    Surplus,
    UnknownKey,
    WrongType,
)
from pipeline.stages.validate.schemas import token

MAX_KNOWN = 20
_SIGNS = {"minimum": "≥", "maximum": "≤", "exclusiveMinimum": ">", "exclusiveMaximum": "<"}
_TYPES = {
    "integer": N_("a whole number"),
    "number": N_("a number"),
    "string": N_("text"),
    "boolean": N_("true or false"),
    "object": N_("a group of fields"),
    "array": N_("a list"),
    "null": N_("nothing"),
}
_ADVICE = {
    "integer": N_("Numbers stand without quotes, without separators of thousands and without words."),
    "number": N_("Numbers stand without quotes and without separators of thousands; decimals follow a point."),
    "string": N_("Put a number, true, false or null that is meant as text between quotes."),
    "array": N_("Each item of a list begins with a hyphen, on a line of its own."),
    "object": N_("Each field of a group stands on a line of its own: its name, a colon, its value."),
}
_COUNTED = {"Length": N_("characters"), "Items": N_("items"), "Properties": N_("fields")}
_OTHER_VALUE = N_("a value that the schema allows")


def explain(error: ValidationError, record: Record) -> Iterator[BaocaoError]:
    """The findings of one schema error. Of alternatives, the one that came nearest is explained."""
    if "propertyNames" in error.relative_schema_path:
        yield _bad_key(error, record)
    elif error.validator == "oneOf" and _is_choice_of_fields(error.validator_value):
        if isinstance(error.instance, Mapping):  # anything else has the wrong type, which is said elsewhere
            yield _choice(error, record)
    elif error.context and (nearer := _nearest(error)) is not None:
        yield from explain(nearer, record)
    else:
        explanation = _EXPLAIN.get(str(error.validator), _bad_value)
        yield from explanation(error, record, pointer_of(error))


def pointer_of(error: ValidationError) -> Pointer:
    pointer = ""
    for part in error.absolute_path:
        pointer = token(pointer, part)
    return pointer


def _nearest(error: ValidationError) -> ValidationError | None:
    """Of the errors of all alternatives, that of the alternative which fits best; None where none does."""
    deepest = max(error.context or (), key=lambda child: (len(child.absolute_path), child.validator != "type"))
    deeper = len(deepest.absolute_path) > len(error.absolute_path)
    return deepest if deeper or deepest.validator != "type" else None


def _is_choice_of_fields(alternatives: Any) -> bool:
    return all(isinstance(item, Mapping) and item.keys() == {"required"} for item in alternatives)


def _choice(error: ValidationError, record: Record) -> BaocaoError:
    rule: Any = error.validator_value
    instance: Any = error.instance
    names = [name for item in rule for name in item["required"]]
    size = sum(name in instance for name in names)
    return NotExactlyOne(record.place(pointer_of(error)), size=size, names=", ".join(names))


def _bad_key(error: ValidationError, record: Record) -> BaocaoError:
    place = _key_place(record, token(pointer_of(error), str(error.instance)))
    return BadKey(place, key=short(str(error.instance)), expected=_description(error))


def _key_place(record: Record, pointer: Pointer) -> Place:
    return record.keys.get(pointer) or record.place(pointer)


def _description(error: ValidationError) -> Text:
    schema: Any = error.schema
    found = schema.get("description") if isinstance(schema, Mapping) else None
    return Text(found or _OTHER_VALUE)


def _missing(error: ValidationError, record: Record, pointer: Pointer) -> Iterator[BaocaoError]:
    schema: Any = error.schema
    instance: Any = error.instance
    rule: Any = error.validator_value
    wanted = rule if error.validator == "required" else [n for key in rule if key in instance for n in rule[key]]
    for key in wanted:
        if key not in instance:
            title = schema.get("properties", {}).get(key, {}).get("title") or key
            yield MissingKey(record.place(pointer), key=key, title=title)


def _unknown(error: ValidationError, record: Record, pointer: Pointer) -> Iterator[BaocaoError]:
    schema: Any = error.schema
    instance: Any = error.instance
    known = list(schema.get("properties", {}))
    for key in instance:
        if key in known:
            continue
        place = _key_place(record, token(pointer, key))
        if near := nearest(key, known):
            yield UnknownKey(place, key=short(key), near=near[0])
        else:
            names = ", ".join(known[:MAX_KNOWN] + ["…"] * (len(known) > MAX_KNOWN))
            yield Surplus(place, key=short(key), known=names or "-")


def _asks_for_date(error: ValidationError) -> bool:
    return isinstance(error.schema, Mapping) and error.schema.get("format") == "date"


def _type(error: ValidationError, record: Record, pointer: Pointer) -> Iterator[BaocaoError]:
    wanted: Any = error.validator_value
    name = wanted if isinstance(wanted, str) else wanted[0]
    expected, place = _TYPES.get(name, name), record.place(pointer)
    if error.instance is None:
        yield NothingFilledIn(place, expected=expected)
    elif _asks_for_date(error):
        yield from _format(error, record, pointer)
    else:
        yield WrongType(place, value=short(error.instance), expected=expected, advice=_ADVICE.get(name, ""))


def _enum(error: ValidationError, record: Record, pointer: Pointer) -> Iterator[BaocaoError]:
    rule: Any = error.validator_value
    if error.instance is None:
        yield NothingFilledIn(record.place(pointer), expected=", ".join(map(str, rule)))
        return
    near = nearest(str(error.instance), map(str, rule)) if isinstance(error.instance, str) else []
    expected = near[0] if near else ", ".join(map(str, rule))
    yield BadValue(record.place(pointer), value=short(error.instance), expected=expected)


def _range(error: ValidationError, record: Record, pointer: Pointer) -> Iterator[BaocaoError]:
    limit = f"{_SIGNS[str(error.validator)]} {error.validator_value}"
    yield OutOfRange(record.place(pointer), value=short(error.instance), limit=limit)


def _length(error: ValidationError, record: Record, pointer: Pointer) -> Iterator[BaocaoError]:
    rule = str(error.validator)
    instance: Any = error.instance
    if rule == "minLength" and not instance:
        yield EmptyText(record.place(pointer))
        return
    limit = f"{'≥' if rule.startswith('min') else '≤'} {error.validator_value}"
    yield BadLength(record.place(pointer), size=len(instance), what=_COUNTED[rule[3:]], limit=limit)


def _format(error: ValidationError, record: Record, pointer: Pointer) -> Iterator[BaocaoError]:
    try:
        example = vi.parse_short_date(str(error.instance)).isoformat()
    except ValueError:
        example = "2024-03-01"
    yield BadDate(record.place(pointer), value=short(error.instance), example=example)


def _pattern(error: ValidationError, record: Record, pointer: Pointer) -> Iterator[BaocaoError]:
    if error.instance == "":
        yield EmptyText(record.place(pointer))
    else:
        yield BadForm(record.place(pointer), value=short(error.instance), expected=_description(error))


def _bad_value(error: ValidationError, record: Record, pointer: Pointer) -> Iterator[BaocaoError]:
    schema: Any = error.schema
    if error.validator == "not" and "description" not in schema:  # a field that is forbidden here: {"name": false}
        yield Surplus(_key_place(record, pointer), key=pointer.rpartition("/")[2], known="-")
    elif error.instance is None:
        yield NothingFilledIn(record.place(pointer), expected=_description(error))
    else:
        yield BadValue(record.place(pointer), value=short(error.instance), expected=_description(error))


_EXPLAIN = {
    "required": _missing,
    "dependentRequired": _missing,
    "additionalProperties": _unknown,
    "type": _type,
    "enum": _enum,
    "format": _format,
    "pattern": _pattern,
    **dict.fromkeys(_SIGNS, _range),
    **{f"{end}{kind}": _length for end in ("min", "max") for kind in _COUNTED},
}
