"""Names that must stand in a closed list, or must hold on a day, wherever a schema says so.

``x-closed-list`` (``list``, ``name``, ``on``, ``match``) and ``x-validity`` (``list``, ``name``) are our own
keywords; ``name`` and ``on`` are JSON pointers below the object that has the keyword.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.errors import BaocaoError
from pipeline.model import Plain, Pointer, Record
from pipeline.stages.load.merging import short
from pipeline.stages.load.nearest import nearest
from pipeline.stages.validate.findings import NotInList, NotInListOn, OutOfValidity, WrongSubject
from pipeline.stages.validate.schemas import Entry, Schema, Schemas, token

RULES = ("x-closed-list", "x-validity")
_HERE = ("allOf", "anyOf", "oneOf")


def check_lists(record: Record, schema: Schema, schemas: Schemas, on: date | None) -> Iterator[BaocaoError]:
    """Every name of ``record`` that a closed list does not know, or that does not hold."""
    yield from _Walker(record, schemas, on).walk(record.data, schemas.expanded(schema), "")


@dataclass(frozen=True, slots=True)
class _Walker:
    record: Record
    schemas: Schemas
    on: date | None

    def walk(self, value: Plain, schema: Any, pointer: Pointer) -> Iterator[BaocaoError]:
        if not isinstance(schema, Mapping) or not self.schemas.has_rules(schema):
            return
        for part in self._applied(value, schema):
            yield from self.walk(value, part, pointer)
        if isinstance(value, Mapping):
            yield from self._rules(value, schema, pointer)
            properties, others = schema.get("properties", {}), schema.get("additionalProperties")
            for key, child in value.items():
                yield from self.walk(child, properties.get(key, others), token(pointer, key))
        elif isinstance(value, list):
            for index, child in enumerate(value):
                yield from self.walk(child, schema.get("items"), token(pointer, index))

    def _applied(self, value: Plain, schema: Schema) -> Iterator[Any]:
        """The parts of a schema that speak of the same value."""
        for key in _HERE:
            yield from schema.get(key, ())
        then, other = schema.get("then"), schema.get("else")
        if any(isinstance(part, Mapping) and self.schemas.has_rules(part) for part in (then, other)):
            yield then if self.schemas.validator(schema["if"]).is_valid(value) else other

    def _rules(self, value: Mapping[str, Plain], schema: Schema, pointer: Pointer) -> Iterator[BaocaoError]:
        if rule := schema.get("x-closed-list"):
            yield from self._closed(value, rule, pointer)
        if (rule := schema.get("x-validity")) and self.on is not None:
            yield from self._valid(value, rule, pointer, self.on)

    def _closed(self, value: Mapping[str, Plain], rule: Schema, pointer: Pointer) -> Iterator[BaocaoError]:
        name = _at(value, rule["name"])
        day = _date(_at(value, rule["on"])) if "on" in rule else None
        if not isinstance(name, str) or not name:
            return
        entries = self.schemas.lists[rule["list"]]
        place = self.record.place(pointer + rule["name"])
        known = [entry for entry in entries if entry.name == name]
        holding = [entry for entry in known if day is None or entry.holds_on(day)]
        if not known:
            near = nearest(name, [entry.name for entry in entries], cutoff=0.4)
            yield NotInList(place, value=short(name), near=near[0] if near else "-")
        elif not holding and day is not None:
            yield NotInListOn(place, value=short(name), day=day.isoformat(), period=_periods(known))
        for field, fact in rule.get("match", {}).items():
            yield from _mismatch(place, value.get(field), field, fact, holding or known, entries)

    def _valid(
        self, value: Mapping[str, Plain], rule: Schema, pointer: Pointer, on: date
    ) -> Iterator[BaocaoError]:
        name = _at(value, rule["name"])
        if not isinstance(name, str):
            return
        known = self.schemas.named(rule["list"], _plain_name(name), _plain_name)
        if known and not any(entry.holds_on(on) for entry in known):
            place = self.record.place(pointer + rule["name"])
            successor = str(known[-1].facts.get("successor", "-"))
            params = {"day": on.isoformat(), "period": _periods(known), "successor": successor}
            yield OutOfValidity(place, value=short(name), **params)


def _mismatch(
    place: Any, given: Plain, field: str, fact: str, known: list[Entry], entries: tuple[Entry, ...]
) -> Iterator[BaocaoError]:
    """A name that is not given to such a subject; a subject that no name is given to is the schema's affair."""
    if not known or not isinstance(given, str):
        return
    allowed = {str(item): None for entry in known for item in _facts(entry, fact)}
    if allowed and given not in allowed and any(given in _facts(entry, fact) for entry in entries):
        name = short(known[0].name)
        yield WrongSubject(place, value=name, field=field, given=given, allowed=", ".join(allowed))


def _facts(entry: Entry, fact: str) -> list[Plain]:
    found = entry.facts.get(fact)
    return found if isinstance(found, list) else []


def _plain_name(name: str) -> str:
    """An organ's name as it is compared: case, spaces, the place of the tone mark and UBND make no difference."""
    text = " ".join(unicodedata.normalize("NFC", name).casefold().split())
    return text.replace("uỷ", "ủy").replace("ubnd", "ủy ban nhân dân")


def _periods(entries: list[Entry]) -> str:
    return "; ".join(f"{entry.valid_from or '…'} – {entry.valid_to or '…'}" for entry in entries)


def _at(value: Plain, pointer: Pointer) -> Plain:
    for key in pointer.split("/")[1:]:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _date(text: Plain) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
