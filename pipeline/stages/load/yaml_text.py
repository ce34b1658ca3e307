"""YAML as a record. Tags, anchors and aliases are refused: no exploding files, no code in data.

The reader follows the events of libyaml and does not recurse, so that a file cannot exhaust the stack.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from pipeline.i18n import N_, Text
from pipeline.model import Place, Plain, Record, escape
from pipeline.stages.load.characters import normal
from pipeline.stages.load.findings import (
    BrokenText,
    DuplicateKey,
    EmptyFile,
    Forbidden,
    LongNames,
    TooDeep,
    TooManyValues,
)
from pipeline.stages.load.marks import KeyPlaces, Mark, ValuePlaces
from pipeline.stages.load.merging import short
from pipeline.stages.load.numbers import DECIMAL, INTEGER, number

MAX_DEPTH = 40
MAX_VALUES = 300_000
MAX_POINTERS = 32_000_000
"""Characters of all pointers together: long names of groups stand in the pointer of everything below them."""

_TYPED = {"", *"~nNtTfF+-.0123456789"}
"""How an unquoted text begins that may be more than text."""
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
    """A mapping or list that is being read, with the marks of what it holds.

    ``key`` is the key whose value comes next, ``at`` where it stands; ``length`` is that of the group's pointer.
    """

    items: dict[str, Plain] | list[Plain]
    marks: Any
    length: int
    key: str | None = None
    at: tuple[int, int | None] = (0, 0)


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
        if "nesting depth" in str(error.problem):  # the parser looks ahead, and has a limit of its own
            raise TooDeep(place, limit=MAX_DEPTH) from None
        raise BrokenText(place, reason=Text(error.problem or error.context or error)) from None
    except (yaml.YAMLError, ValueError) as error:
        raise BrokenText(Place(name), reason=str(error).splitlines()[0]) from None
    return reader.record()


class _Reader:
    """Takes the events of one file; collects values and marks on its way."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self.text = name, text
        self.lines: list[str] | None = None
        self.root: list[Plain] = []
        self.marks: list[Mark] = []
        self.groups: list[_Group] = []
        self.documents = self.values = self.pointed = 0

    def record(self) -> Record:
        if not self.root or self.root[0] is None:
            raise EmptyFile(Place(self.name))
        return Record(self.root[0], ValuePlaces(self.name, self.marks[0]), KeyPlaces(self.name, self.marks[0]))

    def event(self, event: Any) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.groups.pop()
        elif isinstance(event, yaml.AliasEvent):
            raise Forbidden(Place(self.name, *_start(event)), what=N_("An alias (*name)"))
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise BrokenText(Place(self.name, *_start(event)), reason=N_("a second document (---) begins"))

    def _open(self, event: Any) -> None:
        self._check(event)
        line, column = _start(event)
        if self._expects_key():
            raise Forbidden(self._place(line, column), what=N_("A key that is not text"))
        if len(self.groups) >= MAX_DEPTH:
            raise TooDeep(self._place(line, column), limit=MAX_DEPTH)
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        items: dict[str, Plain] | list[Plain] = {} if is_mapping else []
        marks: Any = {} if is_mapping else []
        length = self._add(items, (line, column, marks))
        self.groups.append(_Group(items, marks, length))

    def _scalar(self, event: Any) -> None:
        if event.anchor is not None or event.tag is not None:
            self._check(event)
        line: int
        column: int | None
        style, text = event.style, event.value
        line, column = _start(event)
        if style in ("|", ">"):  # the text of a block begins on the next line
            column = self._indent(line, event.end_mark.line) if text.strip() else None
            line += 1
        if self._expects_key():
            self._key(text, line, column)
        elif style or text[:1] not in _TYPED:
            self._add(normal(text), (line, column))
        else:
            self._add(self._value(text, line, column), (line, column))

    def _key(self, text: str, line: int, column: int | None) -> None:
        group, key = self.groups[-1], normal(text)
        if not key:
            raise Forbidden(self._place(line, column), what=N_("A key that is not text"))
        if key in group.marks:
            raise DuplicateKey(self._place(line, column), key=short(key), first=group.marks[key][0])
        group.key, group.at = key, (line, column)

    def _add(self, value: Plain, mark: Mark) -> int:
        """Put a value where it belongs; returns the length of its pointer."""
        group = self.groups[-1] if self.groups else None
        length = 0 if group is None else group.length + len(group.key or "") + 1
        self.values += 1
        self.pointed += length
        if self.values > MAX_VALUES:
            raise TooManyValues(self._place(mark[0], mark[1]), limit=MAX_VALUES)
        if self.pointed > MAX_POINTERS:
            raise LongNames(self._place(mark[0], mark[1]), length=length)
        if group is None:
            self.root.append(value)
            self.marks.append(mark)
        elif group.key is None:
            group.items.append(value)  # type: ignore[union-attr]
            group.marks.append(mark)
        else:
            group.items[group.key] = value  # type: ignore[call-overload]
            group.marks[group.key] = (*group.at, mark)
            group.key = None
        return length

    def _value(self, text: str, line: int, column: int | None) -> Plain:
        """What an unquoted text means."""
        if text in _NULL:
            return None
        if text in _BOOL:
            return _BOOL[text]
        if INTEGER.match(text) or DECIMAL.match(text):
            return number(text, self._place(line, column))
        return normal(text)

    def _expects_key(self) -> bool:
        group = self.groups[-1] if self.groups else None
        return group is not None and group.key is None and type(group.items) is dict

    def _check(self, event: Any) -> None:
        """A value must have neither tag nor anchor."""
        if event.anchor is not None:
            raise Forbidden(self._place(*_start(event)), what=N_("An anchor (&name)"))
        if event.tag is not None:
            raise Forbidden(self._place(*_start(event)), what=N_("A tag (!name)"))

    def _place(self, line: int, column: int | None) -> Place:
        """The place of the value (or key) that is being read."""
        names: list[int | str | None]
        names = [
            len(g.items) - 1 if isinstance(g.items, list) else next(reversed(g.items)) for g in self.groups[:-1]
        ]
        names += [len(g.items) if isinstance(g.items, list) else g.key for g in self.groups[-1:]]
        pointer = "".join(f"/{escape(str(name))}" for name in names if name is not None)
        return Place(self.name, line, column, pointer=pointer)

    def _indent(self, start: int, end: int) -> int | None:
        """The column of the first text of the block that stands in the lines from ``start`` to ``end``."""
        if self.lines is None:
            self.lines = self.text.split("\n")
        block = next((line for line in self.lines[start : end + 1] if line.strip()), "")
        return len(block) - len(block.lstrip(" ")) + 1 if block else None


def _start(event: Any) -> tuple[int, int]:
    """The line and column, from 1, at which an event begins."""
    mark = event.start_mark
    return mark.line + 1, mark.column + 1
