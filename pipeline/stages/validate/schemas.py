"""The schemas of the project and of a campaign: a local registry, closed lists, and the titles of fields.

Nothing is fetched: a ``$ref`` that no local schema answers is an error of the schema.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from pipeline.errors import UsageError
from pipeline.i18n import N_
from pipeline.model import Plain, Pointer, escape
from pipeline.stages.load.table import Column
from pipeline.stages.load.text import parse, read_bytes

SCHEMAS = Path(__file__).parents[3] / "schemas"
Schema = Mapping[str, Any]


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

    def validator(self, schema: Schema) -> Draft202012Validator:
        """A validator for ``schema`` that checks formats and knows only local schemas."""
        checker = FormatChecker(formats=["date"])
        return Draft202012Validator(schema, registry=self.registry, format_checker=checker)

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
        own = _read(path)
        if not isinstance(own.get("$defs"), dict) or "figures" not in own["$defs"] or "$id" not in own:
            raise BrokenSchema(name=name, reason=N_("it needs $id and $defs with figures"))
        self.registry = self.registry.with_resource(own["$id"], DRAFT202012.create_resource(own))
        unit: dict[str, Any] = json.loads(json.dumps(self.documents["unit.schema.json"]))
        for part in ("figures", "records"):
            if part in own["$defs"]:
                unit["properties"][part] = {"$ref": f"{own['$id']}#/$defs/{part}"}
        return unit

    def resolve(self, schema: Schema, base: str = "") -> tuple[Schema, str]:
        """``schema`` with its ``$ref`` followed (what stands beside the reference wins), and its base."""
        while "$ref" in schema:
            ref = schema["$ref"]
            target, pointer = ref.split("#", 1) if "#" in ref else (ref, "")
            base = target or base
            found = self.registry.resolver(base_uri=base).lookup(f"{base}#{pointer}").contents
            schema = {**found, **{key: value for key, value in schema.items() if key != "$ref"}}
        return schema, base

    def fields(self, schema: Schema) -> Iterator[tuple[tuple[str, ...], Schema]]:
        """Path and schema of every leaf field below the object ``schema`` (lists are leaves)."""
        yield from self._fields(schema, str(schema.get("$id", "")), ())

    def _fields(
        self, schema: Schema, base: str, path: tuple[str, ...]
    ) -> Iterator[tuple[tuple[str, ...], Schema]]:
        schema, base = self.resolve(schema, base)
        properties = schema.get("properties")
        if properties:
            for name, child in properties.items():
                yield from self._fields(child, base, (*path, name))
        elif path:
            yield path, schema

    def columns(self, unit_schema: Schema) -> dict[str, Column]:
        """What may stand in the head of a table of units: the path of a field, or its title if that is unique."""
        columns: dict[str, Column] = {}
        titles: dict[str, list[Column]] = {}
        for path, schema in self.fields(unit_schema):
            kinds = schema.get("type", ())
            numeric = bool({"integer", "number"} & ({kinds} if isinstance(kinds, str) else set(kinds)))
            column = Column(path, numeric)
            columns[".".join(path).casefold()] = column
            if path[0] == "figures":
                columns[".".join(path[1:]).casefold()] = column
            titles.setdefault(" ".join(str(schema.get("title", "")).split()).casefold(), []).append(column)
        unique = {title: found[0] for title, found in titles.items() if title and len(found) == 1}
        return {**unique, **columns}


def _read(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_bytes())
        Draft202012Validator.check_schema(document)
    except Exception as error:  # SchemaError, ValueError and OSError alike make the schema useless
        raise BrokenSchema(name=path.name, reason=str(error).split("\n")[0]) from error
    if not isinstance(document, dict):
        raise BrokenSchema(name=path.name, reason=N_("it is no object"))
    return document


def _read_list(path: Path) -> tuple[Entry, ...]:
    data = parse(read_bytes(path, path.name), path.name).data
    return tuple(
        Entry(str(entry["name"]), _day(entry.get("valid_from")), _day(entry.get("valid_to")), entry)
        for entry in data["entries"]
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def token(pointer: Pointer, key: str | int) -> Pointer:
    """``pointer`` with one more token."""
    return f"{pointer}/{escape(str(key))}"
