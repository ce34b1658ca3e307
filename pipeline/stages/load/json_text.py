"""JSON (RFC 8259, strictly) as a record: no comments, no trailing commas, no NaN, no key twice."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from decimal import Decimal
from json.decoder import scanstring  # type: ignore[attr-defined]

from pipeline.errors import DataError
from pipeline.i18n import N_
from pipeline.model import Place, Plain, Pointer, Record, escape
from pipeline.stages.load.characters import normal
from pipeline.stages.load.findings import (
    BrokenJson,
    DuplicateKey,
    EmptyFile,
    Forbidden,
    LongNames,
    TooDeep,
    TooManyValues,
)
from pipeline.stages.load.merging import short
from pipeline.stages.load.numbers import number
from pipeline.stages.load.yaml_text import MAX_DEPTH, MAX_POINTERS, MAX_VALUES

_SPACE = re.compile(r"[ \t\n]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_WORD = re.compile(r"true|false|null")
_AFTER = re.compile(r"[\w.+-]")
_WORDS = {"true": True, "false": False, "null": None}
_NO_VALUE = N_("a value is expected: text in double quotes, a number, true, false, null, a group or a list")
_SURROGATE = re.compile("[\ud800-\udfff]")


def read_json(text: str, name: str) -> Record:
    """The record of a JSON text called ``name`` in places.

    Raises:
        DataError: The first thing that makes it unusable, with its place.
    """
    if not text.strip():
        raise EmptyFile(Place(name))
    return _Reader(text, name).read()


class _Reader:
    """Reads one text from left to right; ``at`` is the index of the next character."""

    def __init__(self, text: str, name: str) -> None:
        self.text, self.name, self.at, self.pointed = text, name, 0, 0
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.places: dict[Pointer, Place] = {}
        self.keys: dict[Pointer, Place] = {}

    def read(self) -> Record:
        data = self._value("", 0)
        if self._next():
            raise self._broken(N_("something follows the end"))
        return Record(data, self.places, self.keys)

    def _place(self, pointer: Pointer = "", at: int | None = None) -> Place:
        index = self.at if at is None else at
        line = bisect_right(self.starts, index)
        return Place(self.name, line, index - self.starts[line - 1] + 1, pointer=pointer)

    def _broken(self, reason: str, at: int | None = None) -> DataError:
        return BrokenJson(self._place(at=at), reason=reason)

    def _next(self) -> str:
        """The next character that is no space, or an empty string at the end."""
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.text[self.at : self.at + 1]

    def _value(self, pointer: Pointer, depth: int) -> Plain:
        first = self._next()
        place = self._place(pointer)
        if depth > MAX_DEPTH:
            raise TooDeep(place, limit=MAX_DEPTH)
        self.pointed += len(pointer)
        if len(self.places) >= MAX_VALUES:
            raise TooManyValues(place, limit=MAX_VALUES)
        if self.pointed > MAX_POINTERS:
            raise LongNames(place, length=len(pointer))
        self.places[pointer] = place
        if first == "{":
            return self._object(pointer, depth)
        if first == "[":
            return self._array(pointer, depth)
        return self._string() if first == '"' else self._plain(place)

    def _plain(self, place: Place) -> bool | int | Decimal | None:
        match = _WORD.match(self.text, self.at) or _NUMBER.match(self.text, self.at)
        if match is None or _AFTER.match(self.text, match.end()):
            raise self._broken(_NO_VALUE)
        self.at = match.end()
        return _WORDS[match[0]] if match[0] in _WORDS else number(match[0], place)

    def _string(self) -> str:
        start = self.at
        try:
            value, self.at = scanstring(self.text, start + 1, True)
        except json.JSONDecodeError as error:
            raise self._broken(_STRING_REASONS.get(error.msg.split(":")[0], error.msg), error.pos) from None
        if _SURROGATE.search(value):
            raise self._broken(N_("one half of a pair of surrogates stands alone"), start)
        return normal(value)

    def _object(self, pointer: Pointer, depth: int) -> dict[str, Plain]:
        result: dict[str, Plain] = {}
        self.at += 1
        if self._next() == "}":
            self.at += 1
            return result
        while True:
            if self._next() != '"':
                raise self._broken(N_("a key in double quotes is expected"))
            start = self.at
            key = self._string()
            child = f"{pointer}/{escape(key)}"
            place = self._place(child, start)
            if not key:
                raise Forbidden(place, what=N_("A key that is not text"))
            if key in result:
                raise DuplicateKey(place, key=short(key), first=self.keys[child].line)
            self.keys[child] = place
            if self._next() != ":":
                raise self._broken(N_("a colon is expected"))
            self.at += 1
            result[key] = self._value(child, depth + 1)
            if self._closes("}"):
                return result

    def _array(self, pointer: Pointer, depth: int) -> list[Plain]:
        result: list[Plain] = []
        self.at += 1
        if self._next() == "]":
            self.at += 1
            return result
        while True:
            result.append(self._value(f"{pointer}/{len(result)}", depth + 1))
            if self._closes("]"):
                return result

    def _closes(self, bracket: str) -> bool:
        char = self._next()
        if char not in (",", bracket) or not char:
            raise self._broken(N_("a comma or a closing bracket is expected"))
        self.at += 1
        return char == bracket


_STRING_REASONS = {
    "Unterminated string starting at": N_("the text that begins here has no closing quote"),
    "Invalid control character at": N_("a line break or tab stands inside quotes (write \\n or \\t)"),
    "Invalid \\escape": N_("a backslash is followed by a letter that means nothing (write \\\\ for a backslash)"),
    "Invalid \\uXXXX escape": N_("\\u must be followed by four hexadecimal digits"),
}
