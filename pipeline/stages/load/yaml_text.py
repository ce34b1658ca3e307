"""YAML as a record. Tags, anchors and aliases are refused: no exploding files, no code in data.

The reader follows the events of libyaml and does not recurse, so that a file cannot exhaust the stack.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from pipeline.i18n import N_, Text
from pipeline.model import Place, Plain, Pointer, Record, escape
from pipeline.stages.load.characters import normal
from pipeline.stages.load.findings import BrokenText, DuplicateKey, EmptyFile, Forbidden, TooDeep, TooManyValues
from pipeline.stages.load.numbers import DECIMAL, INTEGER, number

MAX_DEPTH = 40
MAX_VALUES = 200_000

_NULL = {"", "~", "null", "Null", "NULL"}
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}

REASONS = (  # what libyaml says, for the catalogs
    N_("could not find expected ':'"),
    N_("did not find expected key"),
    N_("did not find expected '-' indicator"),
    N_("did not find expected ',' or ']'"),
    N_("did not find expected ',' or '}'"),
    N_("did not find expected node content"),
    N_("mapping values are not allowed in this context"),
    N_("block sequence entries are not allowed in this context"),
    N_("found character that cannot start any token"),
    N_("found a tab character that violates indentation"),
    N_("found a tab character where an indentation space is expected"),
    N_("found unexpected end of stream"),
    N_("found unexpected document indicator"),
    N_("found unknown escape character"),
    N_("found invalid Unicode character escape code"),
    N_("did not find expected <document start>"),
    N_("did not find expected alphabetic or numeric character"),
)


@dataclass(slots=True)
class _Group:
    """A mapping or list that is being read; ``key`` is the key whose value comes next."""

    pointer: Pointer
    items: dict[str, Plain] | list[Plain]
    key: str | None = None
    keys: dict[str, Place] = field(default_factory=dict)


def read_yaml(text: str, name: str) -> Record:
    """The record of a YAML text called ``name`` in places.

    Raises:
        DataError: The first thing that makes it unusable, with its place.
    """
    reader = _Reader(name, text)
    try:
        for event in yaml.parse(text, Loader=yaml.CBaseLoader):
            reader.event(event)
    except yaml.MarkedYAMLError as error:
        ended = error.problem == "found unexpected end of stream"  # what never ends is wrong where it begins
        mark = (error.context_mark if ended else None) or error.problem_mark or error.context_mark
        place = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name)
        raise BrokenText(place, reason=Text(error.problem or error.context or error)) from None
    except (yaml.YAMLError, ValueError) as error:
        raise BrokenText(Place(name), reason=str(error).splitlines()[0]) from None
    return reader.record()


class _Reader:
    """Takes the events of one file; collects values and places on its way."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self.text = name, text
        self.lines: list[str] | None = None
        self.root: list[Plain] = []
        self.groups: list[_Group] = []
        self.places: dict[Pointer, Place] = {}
        self.keys: dict[Pointer, Place] = {}
        self.documents = 0

    def record(self) -> Record:
        if not self.root or self.root[0] is None:
            raise EmptyFile(Place(self.name))
        return Record(self.root[0], self.places, self.keys)

    def event(self, event: Any) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.groups.pop()
        elif isinstance(event, yaml.AliasEvent):
            raise Forbidden(self._place(event, ""), what=N_("An alias (*name)"))
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise BrokenText(self._place(event, ""), reason=N_("a second document (---) begins"))

    def _open(self, event: Any) -> None:
        place = self._checked(event)
        if self._expects_key():
            raise Forbidden(place, what=N_("A key that is not text"))
        if len(self.groups) >= MAX_DEPTH:
            raise TooDeep(place, limit=MAX_DEPTH)
        items: dict[str, Plain] | list[Plain] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._add(items, place)
        self.groups.append(_Group(place.pointer, items))

    def _scalar(self, event: Any) -> None:
        place = self._checked(event)
        if self._expects_key():
            self._key(event.value, place)
        else:
            self._add(_value(event.value, event.style is not None and event.style != "", place), place)

    def _key(self, text: str, place: Place) -> None:
        group, key = self.groups[-1], normal(text)
        if not key:
            raise Forbidden(place, what=N_("A key that is not text"))
        if key in group.keys:
            raise DuplicateKey(place, key=key, first=group.keys[key].line)
        group.key = key
        pointer = f"{group.pointer}/{escape(key)}"
        group.keys[key] = self.keys[pointer] = Place(self.name, place.line, place.column, pointer=pointer)

    def _add(self, value: Plain, place: Place) -> None:
        if len(self.places) >= MAX_VALUES:
            raise TooManyValues(place, limit=MAX_VALUES)
        self.places[place.pointer] = place
        group = self.groups[-1] if self.groups else None
        if group is None:
            self.root.append(value)
        elif isinstance(group.items, list):
            group.items.append(value)
        else:
            group.items[str(group.key)] = value
            group.key = None

    def _expects_key(self) -> bool:
        group = self.groups[-1] if self.groups else None
        return group is not None and isinstance(group.items, dict) and group.key is None

    def _checked(self, event: Any) -> Place:
        """The place of a value, which must have neither tag nor anchor."""
        place = self._place(event, self._pointer())
        if event.anchor is not None:
            raise Forbidden(place, what=N_("An anchor (&name)"))
        if event.tag is not None:
            raise Forbidden(place, what=N_("A tag (!name)"))
        return place

    def _pointer(self) -> Pointer:
        if not self.groups:
            return ""
        group = self.groups[-1]
        token = len(group.items) if isinstance(group.items, list) else escape(group.key or "")
        return f"{group.pointer}/{token}" if token != "" else group.pointer

    def _place(self, event: Any, pointer: Pointer) -> Place:
        line, column = event.start_mark.line, event.start_mark.column
        if getattr(event, "style", None) in ("|", ">"):  # the text of a block begins on the next line
            indent = self._indent(line + 1, event.end_mark.line) if event.value.strip() else None
            return Place(self.name, line + 2, indent, pointer=pointer)
        return Place(self.name, line + 1, column + 1, pointer=pointer)

    def _indent(self, start: int, end: int) -> int | None:
        """The column of the first text of the block that stands in the lines from ``start`` to ``end``."""
        if self.lines is None:
            self.lines = self.text.split("\n")
        block = next((line for line in self.lines[start : end + 1] if line.strip()), "")
        return len(block) - len(block.lstrip(" ")) + 1 if block else None


def _value(text: str, quoted: bool, place: Place) -> Plain:
    if not quoted:
        if text in _NULL:
            return None
        if text in _BOOL:
            return _BOOL[text]
        if INTEGER.match(text) or DECIMAL.match(text):
            return number(text, place)
    return normal(text)
