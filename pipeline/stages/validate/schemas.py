"""The schemas of the project and of a campaign: a local registry, closed lists, and the titles of fields.

Nothing is fetched: a ``$ref`` that no local schema answers is an error of the schema.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from pipeline.errors import DataError, UsageError
from pipeline.i18n import N_
from pipeline.model import Plain, Pointer, escape
from pipeline.stages.load.cells import Column
from pipeline.stages.load.text import parse, read_bytes
from pipeline.stages.validate.compiled import Accepts, compiled
from pipeline.stages.validate.expansion import Expander, NotLocal, Schema
from pipeline.stages.validate.validator import Validator, new_validator

__all__ = ["BrokenSchema", "Entry", "NoSchema", "Schema", "Schemas", "token"]

SCHEMAS = Path(__file__).parents[3] / "schemas"
_RULES = {"x-closed-list", "x-validity"}


class NoSchema(UsageError):
    code = "U02"
    cause = N_("There is no schema “{name}” in the campaign's folder or in schemas/.")
    remedy = N_("Correct the name after “schema:” in campaign.yaml.")


class BrokenSchema(UsageError):
    code = "U03"
    cause = N_("The schema “{name}” cannot be used: {reason}.")
    remedy = N_("Correct the schema (JSON Schema, draft 2020-12).")


@dataclass(frozen=True, slots=True)
class Entry:
    """One name of a closed list with the time in which it holds."""

    name: str
    valid_from: date | None
    valid_to: date | None
    facts: Mapping[str, Plain]

    def holds_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


class Schemas:
    """All schemas and closed lists that one campaign may use.

    Raises:
        BrokenSchema: A file of the schemas folder is no schema.
    """

    def __init__(self, campaign_folder: Path | None = None, folder: Path = SCHEMAS) -> None:
        self.folders = [path for path in (campaign_folder, folder) if path is not None]
        self.documents = {path.name: _read(path) for path in sorted(folder.glob("*.schema.json"))}
        resources = [(doc["$id"], DRAFT202012.create_resource(doc)) for doc in self.documents.values()]
        self.registry: Registry[Any] = Registry().with_resources(resources)
        self.lists = {path.stem: _read_list(path) for path in sorted((folder / "lists").glob("*.yaml"))}
        self._expander = Expander(self.registry)
        self._expanded: dict[int, tuple[Schema, dict[str, Any]]] = {}
        self._validators: dict[int, tuple[Schema, Validator, Accepts | None]] = {}
        self._ruled: dict[int, tuple[Schema, bool]] = {}

    def campaign(self) -> Schema:
        """The schema of ``campaign.yaml``."""
        return self.documents["campaign.schema.json"]

    def unit(self, name: str) -> Schema:
        """The schema of a unit whose figures and records are described by the schema file ``name``.

        Raises:
            NoSchema, BrokenSchema
        """
        path = next((f / name for f in self.folders if (f / name).is_file()), None)
        if path is None:
            raise NoSchema(name=name)
        own = _checked(_read(path), name)
        if own["$id"] in {doc["$id"] for file, doc in self.documents.items() if file != name}:
            raise BrokenSchema(name=name, reason=N_("its $id is that of another schema"))
        self.registry = self.registry.with_resource(own["$id"], DRAFT202012.create_resource(own))
        self._expander = Expander(self.registry)
        unit: dict[str, Any] = json.loads(json.dumps(self.documents["unit.schema.json"]))
        for part in ("figures", "records"):
            if part in own["$defs"]:
                unit["properties"][part] = {"$ref": f"{own['$id']}#/$defs/{part}"}
        try:
            self._check_rules(self.expanded(unit), name)
        except NotLocal as error:
            raise BrokenSchema(name=name, reason=f"$ref {error}") from error
        return unit

    def _check_rules(self, schema: Schema, name: str) -> None:
        for part in _parts(schema):
            for keyword in _RULES & part.keys():
                rule = part[keyword]
                known = isinstance(rule, Mapping) and rule.get("list") in self.lists
                if not known or not str(rule.get("name", "")).startswith("/"):
                    raise BrokenSchema(name=name, reason=N_("a closed list that it names does not exist"))

    def expanded(self, schema: Schema) -> dict[str, Any]:
        """``schema`` without references (computed once)."""
        if id(schema) not in self._expanded:
            self._expanded[id(schema)] = (schema, self._expander.expand(schema))
        return self._expanded[id(schema)][1]

    def validator(self, schema: Schema) -> Validator:
        """A validator for ``schema`` that checks formats and knows only local schemas (made once)."""
        return self._prepared(schema)[1]

    def errors(self, schema: Schema, value: Plain) -> Iterator[ValidationError]:
        """What ``schema`` finds wrong with a value. Where nothing is wrong, that is found out quickly."""
        _, validator, accepts = self._prepared(schema)
        if accepts is None or not accepts(value):
            yield from validator.iter_errors(value)

    def _prepared(self, schema: Schema) -> tuple[Schema, Validator, Accepts | None]:
        if id(schema) not in self._validators:
            expanded = self.expanded(schema)
            self._validators[id(schema)] = schema, new_validator(expanded), compiled(expanded)
        return self._validators[id(schema)]

    def has_rules(self, schema: Schema) -> bool:
        """Whether a closed list is named anywhere in an expanded schema (computed once)."""
        if id(schema) not in self._ruled:
            self._ruled[id(schema)] = (schema, any(_RULES & part.keys() for part in _parts(schema)))
        return self._ruled[id(schema)][1]

    def named(self, list_: str, name: str, form: Callable[[str], str]) -> list[Entry]:
        """The entries of a list for ``name``, both brought into a ``form``; else those whose prefix begins it."""
        entries = self.lists[list_]
        return [entry for entry in entries if form(entry.name) == name] or [
            entry
            for entry in entries
            if "prefix" in entry.facts and _begins(name, form(str(entry.facts["prefix"])))
        ]

    def fields(self, schema: Schema) -> Iterator[tuple[tuple[str, ...], Schema]]:
        """Path and schema of every leaf field below the object ``schema`` (lists are leaves)."""
        yield from _fields(self.expanded(schema), (), ())

    def columns(self, unit_schema: Schema) -> dict[str, Column]:
        """What may stand in the head of a table of units: the path of a field, or its title if that is unique."""
        columns: dict[str, Column] = {}
        short: dict[str, Column] = {}
        titles: dict[str, list[Column]] = {}
        for path, schema in self.fields(unit_schema):
            kinds = schema.get("type", ())
            names = {kinds} if isinstance(kinds, str) else set(kinds)
            numeric = bool({"integer", "number"} & names)
            column = Column(path, numeric, "string" in names and not numeric)
            columns[".".join(path).casefold()] = column
            if path[0] == "figures":
                short[".".join(path[1:]).casefold()] = column
            titles.setdefault(" ".join(str(schema.get("title", "")).split()).casefold(), []).append(column)
        unique = {title: found[0] for title, found in titles.items() if title and len(found) == 1}
        return {**unique, **short, **columns}


def _begins(name: str, prefix: str) -> bool:
    """Whether a name begins with the words of a prefix ("huyện" is not the beginning of "huyện-lỵ")."""
    return name == prefix or name.startswith(prefix + " ")


def _fields(
    schema: Schema, path: tuple[str, ...], around: tuple[int, ...]
) -> Iterator[tuple[tuple[str, ...], Schema]]:
    if id(schema) in around:  # a group that holds itself has no last field
        return
    properties: dict[str, Any] = {}
    merged: dict[str, Any] = {}
    for part in (*schema.get("allOf", ()), schema):
        if isinstance(part, Mapping):
            properties.update(part.get("properties", {}))
            merged.update(part)
    if properties:
        for name, child in properties.items():
            if isinstance(child, Mapping):
                yield from _fields(child, (*path, name), (*around, id(schema)))
    elif path:
        yield path, merged


def _parts(schema: Any) -> Iterator[Mapping[str, Any]]:
    """Every schema inside an expanded schema, itself included, each once."""
    seen: set[int] = set()
    waiting = [schema]
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            waiting.extend(part)
        elif isinstance(part, Mapping) and id(part) not in seen:
            seen.add(id(part))
            waiting.extend(part.values())
            yield part


def _read(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(read_bytes(path, path.name))
    except (DataError, ValueError, RecursionError) as error:
        raise BrokenSchema(name=path.name, reason=str(error).split("\n")[0]) from error
    if not isinstance(document, dict) or not isinstance(document.get("$id"), str):
        raise BrokenSchema(name=path.name, reason=N_("it is no object with an $id"))
    return document


def _checked(own: dict[str, Any], name: str) -> dict[str, Any]:
    """A campaign's schema, if it is one and says what is needed of it."""
    try:
        Draft202012Validator.check_schema(own)
    except Exception as error:  # SchemaError, and whatever a schema of hostile depth provokes
        raise BrokenSchema(name=name, reason=str(error).split("\n")[0]) from error
    if not isinstance(own.get("$defs"), dict) or "figures" not in own["$defs"]:
        raise BrokenSchema(name=name, reason=N_("it needs $id and $defs with figures"))
    return own


def _read_list(path: Path) -> tuple[Entry, ...]:
    try:
        data = parse(read_bytes(path, path.name), path.name).data
        return tuple(
            Entry(str(entry["name"]), _day(entry.get("valid_from")), _day(entry.get("valid_to")), entry)
            for entry in data["entries"]
        )
    except (DataError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise BrokenSchema(name=path.name, reason=str(error)) from error


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def token(pointer: Pointer, key: str | int) -> Pointer:
    """``pointer`` with one more token."""
    return f"{pointer}/{key}" if isinstance(key, int) else f"{pointer}/{escape(key)}"
