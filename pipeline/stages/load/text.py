"""YAML and JSON files as records in which every value knows its line and column.

The YAML is that of YAML 1.2 without its traps: ``no``, ``on`` and ``12:30`` are text, dates stay text (the schema
says what is a date), decimal numbers stay exact, keys are text. Tags, anchors and aliases have no place in
reports and are refused, which also disposes of exploding files and of code in data.
"""

from __future__ import annotations

import json
import re
import unicodedata
from decimal import Decimal
from pathlib import Path

import yaml

from pipeline.errors import DataError
from pipeline.i18n import N_
from pipeline.model import Place, Plain, Pointer, Record, escape

MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 40
MAX_DIGITS = 40

_NULL = {"", "~", "null", "Null", "NULL"}
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_DECIMAL = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]{1,3})?\Z")
_ESCAPED_PAIR = re.compile(r"\\\\|\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
_PLAIN_TAGS = {"tag:yaml.org,2002:str", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"}


class UnreadableFile(DataError):
    code = "D01"
    cause = N_("The file cannot be read: {reason}.")
    remedy = N_("Check that the file exists and may be read.")


class NotUtf8(DataError):
    code = "D02"
    cause = N_("The file is not UTF-8 text (byte {offset}: {byte}).")
    remedy = N_("Save it again with the encoding UTF-8 (in Notepad: Save As, Encoding: UTF-8).")


class FileTooLarge(DataError):
    code = "D03"
    cause = N_("The file holds {size} bytes; {limit} is the most.")
    remedy = N_("Split the file, or take out what does not belong in it.")


class BrokenText(DataError):
    code = "D04"
    cause = N_("The file cannot be understood here: {reason}.")
    remedy = N_("Check indentation (spaces, no tabs), colons, quotes and brackets at this line and the one above.")


class DuplicateKey(DataError):
    code = "D05"
    cause = N_("The key “{key}” stands twice in one group (first in line {first}).")
    remedy = N_("Keep one of the two.")


class Forbidden(DataError):
    code = "D06"
    cause = N_("{what} cannot be used in a data file.")
    remedy = N_("Write the value itself; put text that begins with & * or ! between quotes.")


class TooDeep(DataError):
    code = "D07"
    cause = N_("Values are nested more than {limit} levels deep.")
    remedy = N_("Check the indentation from here on.")


class NumberTooLong(DataError):
    code = "D08"
    cause = N_("A number of {digits} digits is not a figure.")
    remedy = N_("Correct the number, or put it between quotes if it is a code.")


class EmptyFile(DataError):
    code = "D09"
    cause = N_("The file is empty.")
    remedy = N_("Fill it in, or delete it if the unit has not reported.")


def read_bytes(path: Path, name: str) -> bytes:
    """The content of a file called ``name`` in messages.

    Raises:
        UnreadableFile, FileTooLarge
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise FileTooLarge(Place(name), size=size, limit=MAX_BYTES)
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(Place(name), reason=error.strerror or str(error)) from error


def decode(data: bytes, name: str) -> str:
    """UTF-8 text (a byte order mark is dropped) with one kind of line end.

    Raises:
        NotUtf8: With the line where the first wrong byte stands.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = f"0x{data[error.start]:02X}"
        raise NotUtf8(Place(name, line=line), offset=error.start, byte=byte) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse(data: bytes, name: str) -> Record:
    """Parse the bytes of a ``.json`` or YAML file called ``name`` (its suffix tells which).

    Raises:
        DataError: The first thing that makes the file unusable (a leaf of this module), with its place.
    """
    text = decode(data, name)
    if name.lower().endswith(".json"):
        try:
            json.loads(text)
        except (ValueError, RecursionError) as error:
            line, column = getattr(error, "lineno", None), getattr(error, "colno", None)
            raise BrokenText(Place(name, line, column), reason=getattr(error, "msg", str(error))) from None
        text = _ESCAPED_PAIR.sub(_unescape_pair, text.replace("\t", " "))  # JSON strings hold no raw tab
    return _Reader(name).read(text)


class _Reader:
    """Walks the node tree of one file; collects places on its way."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.places: dict[Pointer, Place] = {}
        self.keys: dict[Pointer, Place] = {}
        self.seen: set[int] = set()

    def read(self, text: str) -> Record:
        try:
            node = yaml.compose(text, Loader=yaml.CBaseLoader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = Place(self.name, mark.line + 1, mark.column + 1) if mark else Place(self.name)
            raise BrokenText(place, reason=error.problem or error.context or str(error)) from None
        except (yaml.YAMLError, RecursionError, ValueError) as error:
            raise BrokenText(Place(self.name), reason=str(error).splitlines()[0]) from None
        if node is None:
            raise EmptyFile(Place(self.name))
        return Record(self._value(node, ""), self.places, self.keys)

    def _place(self, node: yaml.Node, pointer: Pointer) -> Place:
        mark = node.start_mark
        if getattr(node, "style", None) == "|":  # the text of a block begins on the next line
            return Place(self.name, mark.line + 2, pointer=pointer)
        return Place(self.name, mark.line + 1, mark.column + 1, pointer=pointer)

    def _value(self, node: yaml.Node, pointer: Pointer) -> Plain:
        place = self._place(node, pointer)
        if id(node) in self.seen or node.tag not in _PLAIN_TAGS:
            raise Forbidden(place, what=N_("An alias (*name)") if id(node) in self.seen else N_("A tag (!name)"))
        self.seen.add(id(node))
        self.places[pointer] = place
        if pointer.count("/") > MAX_DEPTH:
            raise TooDeep(place, limit=MAX_DEPTH)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, pointer)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(child, f"{pointer}/{index}") for index, child in enumerate(node.value)]
        assert isinstance(node, yaml.ScalarNode)  # noqa: S101 - the only kind left
        return _scalar(node.value, bool(node.style), place)

    def _mapping(self, node: yaml.MappingNode, pointer: Pointer) -> dict[str, Plain]:
        result: dict[str, Plain] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode) or key_node.tag not in _PLAIN_TAGS:
                raise Forbidden(self._place(key_node, pointer), what=N_("A key that is not text"))
            key = unicodedata.normalize("NFC", key_node.value)
            child = f"{pointer}/{escape(key)}"
            place = self._place(key_node, child)
            if key in result:
                raise DuplicateKey(place, key=key, first=self.keys[child].line)
            self.keys[child] = place
            result[key] = self._value(value_node, child)
        return result


def _unescape_pair(match: re.Match[str]) -> str:
    """JSON writes a character beyond U+FFFF as two escapes, which YAML does not know."""
    if match[1] is None:
        return match[0]
    return bytes.fromhex(match[1] + match[2]).decode("utf-16-be")


def _scalar(text: str, quoted: bool, place: Place) -> Plain:
    if not quoted:
        if text in _NULL:
            return None
        if text in _BOOL:
            return _BOOL[text]
        if _INT.match(text) or _DECIMAL.match(text):
            if len(text) > MAX_DIGITS:
                raise NumberTooLong(place, digits=len(text))
            return int(text) if _INT.match(text) else Decimal(text)
    return unicodedata.normalize("NFC", text)
