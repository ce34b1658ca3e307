"""Characters that no text of a document may hold, and the one form that all text is brought into."""

from __future__ import annotations

import re
import unicodedata

from pipeline.i18n import N_

CONTROL = N_("A control character")
DIRECTION = N_("A mark of writing direction")
LOST = N_("A sign for a lost letter")
PRIVATE = N_("A sign that no font shows")

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_UNPRINTABLE = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
UNPRINTABLE = re.compile(f"[{_UNPRINTABLE}]")
_BAD = re.compile(f"[{_UNPRINTABLE}{_BIDI}\ufffd\ue000-\uf8ff]|[^\x00-\uffff]")
_MANY_SIGNS = re.compile(r"[^\w\s\x00-\x7f]{31,}")
_TAB = re.compile("\t")


def bad_character(text: str) -> tuple[int, str] | None:
    """Index and kind (a message id) of the first character that may not stand in a text, or None.

    A tab has a place in text of several lines only.
    """
    found = [match.start() for match in _BAD.finditer(text) if _is_bad(match[0])][:1]
    if "\n" not in text and (tab := _TAB.search(text)):
        found.append(tab.start())
    if not found:
        return None
    index = min(found)
    char = text[index]
    if re.match(f"[{_BIDI}]", char):
        return index, DIRECTION
    if unicodedata.category(char) == "Co":
        return index, PRIVATE
    return index, LOST if char == "\ufffd" else CONTROL


def _is_bad(char: str) -> bool:
    """Whether a character is bad that is one of few below U+10000, or any above."""
    return ord(char) <= 0xFFFF or ord(char) & 0xFFFE == 0xFFFE or ord(char) >= 0xF0000


def name_of(char: str) -> str:
    """``U+200E``, as messages name a character that cannot be seen."""
    return f"U+{ord(char):04X}"


def normal(text: str) -> str:
    """The text in NFC, with one kind of line end.

    More marks over one letter than any writing has become one sign for a lost letter, which no text may hold: to
    compose them takes time that grows with the square of their number.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii():
        return text
    text = _MANY_SIGNS.sub(lambda run: "\ufffd" if any(map(unicodedata.combining, run[0])) else run[0], text)
    return unicodedata.normalize("NFC", text)
