"""What was typed in a source, as it was typed, and what the schema says of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from pipeline.errors import DataError
from pipeline.model import Place, escape
from pipeline.stages.load.sheets import read_csv, read_workbook
from pipeline.stages.load.text import decode, read_bytes
from pipeline.stages.validate.schemas import Schemas

MAX_RAW = 200
"""Characters of a typed value that are shown."""


class Sources:
    """Reads again what stands at a place. Files are kept, so that one is read once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._texts: dict[str, str] = {}
        self._cells: dict[str, dict[tuple[str | None, str], Any]] = {}

    def raw(self, place: Place) -> str | None:
        """The text of the value at ``place`` with its quotes, or that of a cell; None for groups, lost files."""
        try:
            found = self._cell(place) if place.cell else self._scalar(place)
        except (DataError, ValueError, yaml.YAMLError):
            return None
        return found if found is None or len(found) <= MAX_RAW else f"{found[: MAX_RAW - 1]}…"

    def _cell(self, place: Place) -> str | None:
        if place.file not in self._cells:
            data = read_bytes(self._folder / place.file, place.file)
            csv = place.file.lower().endswith(".csv")
            sheets = [read_csv(data, place.file)] if csv else read_workbook(data, place.file)
            cells = ((cell.place, cell.value) for sheet in sheets for row in sheet.rows for cell in row)
            self._cells[place.file] = {(at.sheet, at.cell): value for at, value in cells if at.cell}
        value = self._cells[place.file].get((place.sheet, place.cell or ""))
        if isinstance(value, datetime) and value == datetime.combine(value.date(), datetime.min.time()):
            return value.date().isoformat()
        return None if value is None else str(value)

    def _scalar(self, place: Place) -> str | None:
        if place.line is None or place.column is None:
            return None
        if place.file not in self._texts:
            self._texts[place.file] = decode(read_bytes(self._folder / place.file, place.file), place.file)
        text, line, column = self._texts[place.file], place.line - 1, place.column - 1
        if place.file.endswith(".json"):
            return _json_value(text, line, column)
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            at, end = event.start_mark, event.end_mark
            if at is None or end is None:
                continue
            if (at.line, at.column) == (line, column) and isinstance(event, yaml.ScalarEvent):
                return text[at.index : end.index].strip()
            if at.line > line:
                return None
        return None


def _json_value(text: str, line: int, column: int) -> str | None:
    start = sum(len(one) + 1 for one in text.split("\n", line)[:line]) + column
    value, end = json.JSONDecoder().raw_decode(text, start)
    return None if isinstance(value, dict | list) else text[start:end]


@dataclass(frozen=True, slots=True)
class SchemaPlace:
    """The part of a schema that a value was checked against: file, JSON pointer in it, title and type."""

    file: str
    pointer: str
    title: str
    type: str

    def to_json(self) -> dict[str, str]:
        return {"file": self.file, "pointer": self.pointer, "title": self.title, "type": self.type}


@dataclass(frozen=True, slots=True)
class _Spot:
    id: str
    pointer: str
    node: Mapping[str, Any]


class SchemaMap:
    """Where the schema of a campaign's units describes a figure or a field of a record."""

    def __init__(self, schemas: Schemas, name: str) -> None:
        own = next(folder / name for folder in schemas.folders if (folder / name).is_file())
        documents = {**schemas.documents, name: json.loads(read_bytes(own, name))}
        self._files = {str(document["$id"]): file for file, document in documents.items()}
        self._documents = {str(document["$id"]): document for document in documents.values()}
        self._own = str(documents[name]["$id"])
        self._known: dict[tuple[str, ...], SchemaPlace | None] = {}

    def find(self, path: str) -> SchemaPlace | None:
        """The place for a figure (``staff.total``), a group of them (``staff``), or ``awards[3].year``."""
        name, bracket, rest = path.partition("[")
        if not bracket:
            return self._find("figures", *path.split("."))
        field = rest.partition("]")[2].removeprefix(".")
        return self._find("records", name, "*", *(field.split(".") if field else ()))

    def titles(self, path: str) -> list[str]:
        """The titles of a value and of the groups around it, outermost first."""
        names = path.split(".") if "[" not in path else [path]
        found = [self.find(".".join(names[: end + 1])) for end in range(len(names))]
        return [place.title for place in found if place is not None and place.title]

    def _find(self, *tokens: str) -> SchemaPlace | None:
        if tokens not in self._known:
            spots = self._spots(self._own, f"/$defs/{tokens[0]}")
            for name in tokens[1:]:
                spots = [below for spot in spots for below in self._below(spot, name)]
            chain = [around for spot in spots for around in self._around(spot)]
            self._known[tokens] = self._place(chain) if chain else None
        return self._known[tokens]

    def _place(self, chain: list[_Spot]) -> SchemaPlace:
        title = next((str(spot.node["title"]) for spot in chain if "title" in spot.node), "")
        kinds = next((spot.node["type"] for spot in chain if "type" in spot.node), "")
        kind = "/".join(kinds) if isinstance(kinds, list) else str(kinds)
        return SchemaPlace(self._files[chain[0].id], chain[0].pointer, title, kind)

    def _below(self, spot: _Spot, name: str) -> Iterator[_Spot]:
        """A property of what a part describes, or ("*") the items of a list."""
        for around in self._around(spot):
            if name == "*":
                yield from self._spots(around.id, f"{around.pointer}/items")
            elif name in around.node.get("properties", {}):
                yield from self._spots(around.id, f"{around.pointer}/properties/{escape(name)}")

    def _around(self, spot: _Spot) -> Iterator[_Spot]:
        """A part of a schema and what it refers to or consists of."""
        seen: set[tuple[str, str]] = set()
        waiting = [spot]
        while waiting:
            one = waiting.pop(0)
            if (one.id, one.pointer) in seen:
                continue
            seen.add((one.id, one.pointer))
            yield one
            if "$ref" in one.node:
                document, _, pointer = str(one.node["$ref"]).partition("#")
                waiting += self._spots(document or one.id, pointer)
            for index in range(len(one.node.get("allOf", ()))):
                waiting += self._spots(one.id, f"{one.pointer}/allOf/{index}")

    def _spots(self, id_: str, pointer: str) -> list[_Spot]:
        node: Any = self._documents.get(id_)
        for token in pointer.split("/")[1:]:
            name = token.replace("~1", "/").replace("~0", "~")
            inside = isinstance(node, list) and name.isdecimal() and int(name) < len(node)
            node = node[int(name)] if inside else node.get(name) if isinstance(node, Mapping) else None
        return [_Spot(id_, pointer, node)] if isinstance(node, Mapping) else []
