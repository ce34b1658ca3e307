"""YAML and JSON files as records in which every value knows its line and column.

Both are read without the traps of their kind: ``no``, ``on`` and ``12:30`` are text, dates stay text (the schema
says what is a date), decimal numbers stay exact, a key stands once. :mod:`.yaml_text` and :mod:`.json_text` do the
reading; here are the bytes, the encoding and the numbers.
"""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.errors import system_reason
from pipeline.model import Place, Record
from pipeline.stages.files import open_ordinary
from pipeline.stages.load.characters import CONTROL, UNPRINTABLE, name_of
from pipeline.stages.load.findings import BadCharacter, FileTooLarge, NotUtf8, UnreadableFile
from pipeline.stages.load.json_text import read_json
from pipeline.stages.load.yaml_text import read_yaml

MAX_BYTES = 8 * 1024 * 1024


def read_bytes(path: Path, name: str) -> bytes:
    """The content of a file called ``name`` in messages.

    Raises:
        UnreadableFile, FileTooLarge
    """
    try:
        with open_ordinary(path) as file:
            data = file.read(MAX_BYTES + 1)
            size = os.fstat(file.fileno()).st_size
    except OSError as error:
        raise UnreadableFile(Place(name), reason=system_reason(error)) from error
    if len(data) > MAX_BYTES:
        raise FileTooLarge(Place(name), size=max(size, len(data)), limit=MAX_BYTES)
    return data


def decode(data: bytes, name: str) -> str:
    """UTF-8 text (a byte order mark is dropped) with one kind of line end.

    Raises:
        NotUtf8: With the line where the first wrong byte stands.
        BadCharacter: A control character, of which neither YAML, JSON nor CSV makes sense.
    """
    try:
        text = data.decode("utf-8-sig")
        wrong = data.find(b"\0")  # UTF-16 without a byte order mark, or no text at all
    except UnicodeDecodeError as error:
        wrong = error.start if data[:3] != b"\xef\xbb\xbf" else error.start + 3
    if wrong >= 0:
        line = data.count(b"\n", 0, wrong) + 1
        raise NotUtf8(Place(name, line=line), offset=wrong, byte=f"0x{data[wrong]:02X}")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if bad := UNPRINTABLE.search(text):
        line, column = line_and_column(text, bad.start())
        raise BadCharacter(Place(name, line, column), what=CONTROL, char=name_of(bad[0]), position=column)
    return text


def line_and_column(text: str, index: int) -> tuple[int, int]:
    """Line and column, from 1, of the character at ``index``."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def parse(data: bytes, name: str) -> Record:
    """Parse the bytes of a ``.json`` or YAML file called ``name`` (its suffix tells which).

    Raises:
        DataError: The first thing that makes the file unusable (see :mod:`.findings`), with its place.
    """
    text = decode(data, name)
    return read_json(text, name) if name.lower().endswith(".json") else read_yaml(text, name)
