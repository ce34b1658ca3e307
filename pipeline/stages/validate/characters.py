"""Text that would not print as it was meant: control characters, look-alike letters, fonts from before Unicode."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline import vietnamese as vi
from pipeline.errors import BaocaoError
from pipeline.model import Place, Plain, Pointer, Record
from pipeline.stages.load.characters import bad_character, name_of
from pipeline.stages.load.findings import BadCharacter
from pipeline.stages.load.merging import short
from pipeline.stages.validate.findings import LegacyText, LookAlikes, StatementInText
from pipeline.stages.validate.schemas import token

MAX_LOOKED_AT = 20_000
"""Characters of one text from which its encoding is guessed."""
_ORDINARY = re.compile(r"[\n -~À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ–—‘’“”…]*\Z")
_HARD_SPACES = "\u00a0\u202f"
_NAMED = 3


def check_characters(record: Record) -> Iterator[BaocaoError]:
    """Every text, and every key, of ``record`` that holds characters it should not hold."""
    yield from _walk(record, record.data, "")


def _walk(record: Record, value: Plain, pointer: Pointer) -> Iterator[BaocaoError]:
    if isinstance(value, str):
        yield from _text(value, record, pointer, False)
    elif isinstance(value, dict):
        for key, child in value.items():
            below = token(pointer, key)
            yield from _text(key, record, below, True)
            yield from _walk(record, child, below)
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from _walk(record, child, token(pointer, index))


def _text(text: str, record: Record, pointer: Pointer, is_key: bool) -> Iterator[BaocaoError]:
    start, ordinary = text.find("{%"), _ORDINARY.match(text) is not None
    if ordinary and start < 0:
        return
    place = (record.keys.get(pointer) if is_key else None) or record.place(pointer)
    if start >= 0:
        yield StatementInText(place, value=short(text[start:]))
    if ordinary:
        return
    if bad := bad_character(text):
        index, what = bad
        yield BadCharacter(place, what=what, char=name_of(text[index]), position=index + 1)
        return
    yield from _doubtful(text, place)


def _doubtful(text: str, place: Place) -> Iterator[BaocaoError]:
    encoding = vi.legacy_encoding(text[:MAX_LOOKED_AT])
    if encoding:
        yield LegacyText(place, value=short(text), encoding=encoding)
        return
    found = [alike for alike in vi.look_alikes(text) if not _hard_space(text, alike)]
    if found:
        names = [_meaning(alike) for alike in found[:_NAMED]] + ["…"] * (len(found) > _NAMED)
        yield LookAlikes(place, value=short(_around(text, found[0].position)), chars=", ".join(names))


def _hard_space(text: str, alike: vi.LookAlike) -> bool:
    """A no-break space beside a digit is meant: 5 m, Điều 7."""
    beside = text[max(alike.position - 1, 0) : alike.position] + text[alike.position + 1 : alike.position + 2]
    return alike.char in _HARD_SPACES and any(char.isdigit() for char in beside)


def _meaning(alike: vi.LookAlike) -> str:
    seen = f"{alike.char} " if alike.char.isalpha() else ""
    meant = f" → {alike.meant}" if alike.meant.strip() else ""
    return f"{seen}{name_of(alike.char)}{meant}"


def _around(text: str, index: int) -> str:
    """The words around a character."""
    return text if len(text) <= 60 else text[max(index - 20, 0) : index + 20]
