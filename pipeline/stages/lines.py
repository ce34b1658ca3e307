"""JSON files with one line for each entry of a section: large ones are written and read line by line.

Such a file is an object whose values are scalars, objects or lists; each entry of an object or list stands on a
line of its own. The same values give the same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any

from pipeline.stages.files import open_ordinary

_OPENING = re.compile(rb' "([^"\\]+)": ([{\[])\n\Z')
END = b"\n}\n"
IN_BLOCK = 64 * 1024
IN_MEMORY = 16 * 1024 * 1024
"""Bytes of a :class:`Spool` that stay in memory before it becomes a file."""


class Damaged(ValueError):
    """The file is not one that :func:`to_bytes` has written, or not whole."""


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True)


def compact(value: object) -> str:
    """A value as JSON on one line, its keys sorted."""
    return _ENCODER.encode(value)


def pair(key: str, value: str) -> bytes:
    """The line of an entry ``key`` whose value is the JSON ``value``."""
    return f"{compact(key)}: {value}".encode()


def to_bytes(
    sections: Iterable[tuple[str, Any]], spans: dict[str, tuple[int, int]] | None = None
) -> Iterator[bytes | memoryview]:
    """An object with the ``sections`` in their order, piece by piece.

    A section is a scalar, a mapping (written sorted by key), a list, or an iterator of lines that :func:`pair`
    made, or of runs of such lines (written as an object, and never in memory as a whole). Where their lines
    stand is
    told in ``spans``.
    """
    at, start = 0, b"{\n "
    for name, value in sections:
        head = start + f"{json.dumps(name)}: ".encode()
        yield head
        first, start = at + len(head), b",\n "
        at = first
        for piece in _value(value):
            at += len(piece)
            yield piece
        if isinstance(value, Iterator) and spans is not None:
            spans[name] = first + 2, at - 2  # behind the bracket, before the last one
    yield END


def _value(value: Any) -> Iterator[bytes | memoryview]:
    if isinstance(value, Iterator):
        yield from _section(b"{}", value)
    elif isinstance(value, Mapping):
        yield from _section(b"{}", (pair(key, compact(value[key])) for key in sorted(value)))
    elif isinstance(value, list):
        yield from _section(b"[]", (compact(entry).encode() for entry in value))
    else:
        yield compact(value).encode()


def _section(brackets: bytes, lines: Iterable[bytes | memoryview]) -> Iterator[bytes | memoryview]:
    yield brackets[:1]
    start = b"\n  "
    for line in lines:
        if isinstance(line, bytes):
            yield start + line
        else:
            yield start
            yield line
        start = b",\n  "
    yield brackets[1:] if start == b"\n  " else b"\n " + brackets[1:]


def entries(path: Path) -> Iterator[tuple[str, int, bytes]]:
    """Every entry of every object and list of a file: the section, where its line begins, and the line.

    Raises:
        Damaged: It is no such file; nothing may then be taken from it.
        OSError: It cannot be read.
    """
    with open_ordinary(path) as file:
        file.seek(0, 2)
        if file.tell() < len(END) + 1:
            raise Damaged(path)
        file.seek(-len(END), 2)
        if file.read() != END:
            raise Damaged(path)
        file.seek(0)
        section, at = "", 0
        for line in file:
            if line.startswith(b"  "):
                yield section, at + 2, line[2:].rstrip(b",\n")
            elif opening := _OPENING.match(line):
                section = opening.group(1).decode()
            at += len(line)


class Spool:
    """Lines put aside until they are written: by section and key, in memory only while they are few."""

    def __init__(self, folder: Path) -> None:
        self._file = SpooledTemporaryFile(IN_MEMORY, "w+b", dir=str(folder))  # noqa: SIM115 - open as long as the spool
        self._index: dict[str, dict[str, tuple[int, int]]] = {}

    def put(self, section: str, key: str, lines: Iterable[bytes]) -> None:
        """Keep ``lines`` in the place of what was kept under ``key``."""
        start = end = self._file.seek(0, 2)
        for line in lines:
            end += self._file.write(line + b"\n")
        self._index.setdefault(section, {})[key] = start, end

    def get(self, section: str, key: str) -> Iterator[bytes]:
        """The lines that were kept under ``key``."""
        at, end = self._index.get(section, {}).get(key, (0, 0))
        while at < end:  # somebody else may have sought meanwhile
            self._file.seek(at)
            block: bytes = self._file.read(min(end - at, IN_BLOCK)) + self._file.readline()
            block = block[: end - at]
            at += len(block)
            yield from block[:-1].split(b"\n")

    def lines(self, section: str) -> Iterator[bytes]:
        """Everything of a section, by key."""
        for key in sorted(self._index.get(section, {})):
            yield from self.get(section, key)

    def close(self) -> None:
        self._file.close()
