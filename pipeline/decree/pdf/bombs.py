"""PDFs made to exhaust the machine: streams that unpack without end, forms that draw forms that draw forms.

PDFium follows both as far as memory goes, so they are looked for before it opens the file: a rough count over the
bytes for every PDF (costs a millisecond), and an exact one along its objects where a content draws several others.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

from pypdf import PdfReader

MAX_STREAM: Final = 16 << 20
"""Bytes that a stream may unpack to, pictures and fonts aside: content of a page has kilobytes."""
MAX_UNPACKED: Final = 128 << 20
MAX_DRAWN: Final = 100_000
"""Forms that the pages may draw, those inside of others counted as often as they are drawn."""
MAX_FORMS: Final = 20_000
OPEN: Final = -1
"""Instead of a number: the form is being counted."""
LAYERS: Final = 3
"""How often a stream is unpacked that holds a packed one."""

_STREAM = re.compile(rb"stream\r?\n")
_HARMLESS = re.compile(rb"/Subtype\s*/Image|/FontFile|/Length1\b|/Subtype\s*/(?:Type1C|CIDFontType0C|OpenType)")
_CODED = re.compile(rb"/(?:LZW|LZWDecode|ASCII85Decode|A85|ASCIIHexDecode|AHx|RunLengthDecode|RL)\b")
_DO = re.compile(rb"\bDo\b")
_DRAWS = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")


class Bomb(Exception):
    """The PDF holds more than any document does."""


class Unseen(Exception):
    """What the PDF draws cannot be counted."""


def refuse_bombs(data: bytes) -> None:
    """Raise :class:`Bomb`, or :class:`Unseen` where there is reason for suspicion and no way to see."""
    total, suspicious = 0, b"/Encrypt" in data
    for head, content in _streams(data):
        suspicious = suspicious or bool(_CODED.search(head))
        total += len(content)
        if total > MAX_UNPACKED:
            raise Bomb
        suspicious = suspicious or (content.count(b"Do") > 1 and len(_DO.findall(content)) > 1)
    if suspicious:
        _count_exactly(data)


def _streams(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """What stands before each stream, and what it unpacks to; pictures and fonts are left out."""
    for match in _STREAM.finditer(data):
        start = match.end()
        head = data[max(0, start - 600) : start]
        head = head[head.rfind(b" obj") + 1 :]
        if not _HARMLESS.search(head):
            end = data.find(b"endstream", start)
            yield head, _unpacked(data[start : end if end >= 0 else len(data)])


def _unpacked(content: bytes) -> bytes:
    for _ in range(LAYERS):
        if content[:1] not in (b"x", b"H", b"h", b"8", b"X", b"("):  # how zlib streams begin
            break
        reader = zlib.decompressobj()
        try:
            unpacked = reader.decompress(content, MAX_STREAM)
        except zlib.error:
            break
        if reader.unconsumed_tail and not reader.eof:
            raise Bomb
        content = unpacked
    return content


def _count_exactly(data: bytes) -> None:
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted:
            reader.decrypt("")
        counter = _Counter()
        drawn = sum(counter.page(page) for page in reader.pages)
    except Bomb:
        raise
    except Exception as error:  # whatever a broken PDF makes the reader trip over
        raise Unseen from error
    if drawn > MAX_DRAWN:
        raise Bomb


class _Counter:
    """How many forms are drawn, each looked at once."""

    def __init__(self) -> None:
        self._known: dict[int, int] = {}
        self._kept: list[Any] = []  # so that no identity is given twice

    def page(self, page: Any) -> int:
        content = page.get_contents()
        drawn = self._inside(content.get_data() if content is not None else b"", page.get("/Resources"))
        for annotation in _object(page.get("/Annots")) or ():
            for state in _values((_object(annotation) or {}).get("/AP")):
                drawn += sum(
                    self._form(form) for form in ([state] if hasattr(state, "get_data") else _values(state))
                )
        return drawn

    def _inside(self, content: bytes, resources: Any) -> int:
        """Forms drawn by a content, its glyphs and patterns."""
        found = _object(resources) or {}
        named = _object(found.get("/XObject")) or {}
        drawn = 0
        for match in _DRAWS.finditer(content):
            form = _object(named.get("/" + match[1].decode("latin-1")))
            if form is not None and form.get("/Subtype") == "/Form":
                drawn += self._form(form)
        for font in _values(found.get("/Font")):
            for glyph in _values((_object(font) or {}).get("/CharProcs")):
                drawn += self._form(glyph, font.get("/Resources"))
        return drawn + sum(self._form(pattern) for pattern in _values(found.get("/Pattern")))

    def _form(self, form: Any, resources: Any = None) -> int:
        """How many forms drawing this one draws, itself included. One that draws itself is a bomb."""
        if not hasattr(form, "get_data"):
            return 0
        key = id(form)
        if self._known.get(key) == OPEN:
            raise Bomb
        if key not in self._known:
            if len(self._known) > MAX_FORMS:
                raise Bomb
            self._kept.append(form)
            self._known[key] = OPEN
            self._known[key] = min(
                1 + self._inside(form.get_data(), form.get("/Resources", resources)), MAX_DRAWN + 1
            )
        return self._known[key]


def _object(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value


def _values(dictionary: Any) -> list[Any]:
    found = _object(dictionary)
    return [_object(value) for value in found.values()] if hasattr(found, "values") else []
