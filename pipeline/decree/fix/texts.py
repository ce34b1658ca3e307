"""Marks, blanks, dashes and zeros: what can be put right in a text without touching its words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import product
from typing import Final

from pipeline.decree.checks.texts import pattern
from pipeline.decree.findings import Fault, Said
from pipeline.decree.fix import wording
from pipeline.decree.fix.looks import parts_of
from pipeline.decree.fix.state import Editing
from pipeline.decree.model import Piece
from pipeline.decree.rules import Rule
from pipeline.decree.say import quote, sample
from pipeline.i18n import N_

_DASH: Final = re.compile(r"[-\u2010-\u2015\u2022\u00b7+*]\s*")
_END: Final = re.compile(r"[\s;.,:]*$")
_WHOLE: Final = Said(N_("whole letters"))


class _Place:
    """The text of a component in the markup, and as rules read it: blanks single, none at the ends."""

    def __init__(self, editing: Editing, piece: Piece) -> None:
        parts = parts_of(piece.paragraph, piece.spans)
        self.element = editing.element(piece.paragraph)
        self.start = parts[0].start if parts else 0
        text = piece.paragraph.text[self.start : parts[-1].end] if parts else ""
        self.at = [n for n, sign in enumerate(text) if not sign.isspace() or not text[n - 1 : n].isspace()]
        self.text = "".join(" " if text[n].isspace() else text[n] for n in self.at)
        lead = len(self.text) - len(self.text.lstrip())
        self.text, self.at = self.text.strip(), self.at[lead:]
        self.is_found = bool(parts) and wording.fits(self.element, piece.paragraph.text)
        self.is_found = self.is_found and unicodedata.is_normalized("NFC", text)
        label = piece.paragraph.label.strip()
        self.bullet = "- " if label and _DASH.fullmatch(label) else ""

    def rewrite(self, first: int, last: int, new: str) -> bool:
        """Make the letters ``first`` to ``last`` of :attr:`text` ``new``."""
        end = (
            self.at[last - 1] + 1
            if last > first
            else (self.at[first] if first < len(self.at) else self.at[-1] + 1)
        )
        begin = self.at[first] if first < len(self.at) and last > first else end
        return wording.rewrite(self.element, self.start + begin, self.start + end, new)


def _places(editing: Editing, rule: Rule, fault: Fault) -> Iterator[_Place]:
    for piece in editing.pieces(rule, fault)[:1]:
        place = _Place(editing, piece)
        if place.is_found and place.text:
            yield place


def _become(place: _Place, new: str) -> Said | None:
    """Make the whole text of a component ``new``."""
    return quote(new) if place.rewrite(0, len(place.text), new) else None


def fixed(editing: Editing, rule: Rule, fault: Fault) -> Said | None:
    """The text of the rule where letters are the same and only case, dashes and blanks differ."""
    for place in _places(editing, rule, fault):
        for text in rule["texts"]:
            if _letters(text) == _letters(place.text):
                return _become(place, text)
    return None


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def replace(editing: Editing, rule: Rule, fault: Fault) -> Said | None:
    """What the rule itself says is right."""
    for place in _places(editing, rule, fault):
        for pair in rule["wrong"]:
            found = pattern(pair["pattern"]).search(place.text)
            right = found.expand(pair["right"]) if found else ""
            if found and right != found[0] and place.rewrite(found.start(), found.end(), right):
                return quote(right)
    return None


def marks(editing: Editing, rule: Rule, fault: Fault) -> Said | None:
    """The text with other marks and blanks, if one such is allowed."""
    allowed = [pattern(text) for text in rule["allow"]]
    for place in _places(editing, rule, fault):
        for text in _variants(place.text):
            if any(allow.fullmatch(place.bullet + text) for allow in allowed):
                return _become(place, text)
    return None


def _variants(text: str) -> Iterator[str]:
    """The text with other blanks at its colon, another mark at its end, a hyphen at its beginning."""
    spaced = re.sub(r"\s*:\s*(?=\S)", ": ", re.sub(r"\s+([:;.,])", r"\1", text), count=1)
    for begun in (spaced, _DASH.sub("- ", spaced, count=1) if _DASH.match(spaced) else f"- {spaced}"):
        parted = begun if ":" in begun else re.sub(r"(\w+) ", r"\1: ", begun, count=1)
        yield begun
        for text_, mark in product((begun, parted), (":", ".", ";")):
            yield _END.sub("", text_) + mark


def addressee(editing: Editing, rule: Rule, fault: Fault) -> Said | None:
    """No mark after a single addressee."""
    for place in _places(editing, rule, fault):
        bare = _END.sub("", place.text)
        if bare != place.text and not place.text.endswith(":"):
            return _become(place, bare)
    return None


def entry(editing: Editing, rule: Rule, fault: Fault) -> Said | None:
    """An entry of a list with the mark that the rule wants at its end, and a hyphen at its beginning."""
    mark = (rule["last"] if fault.expected == sample(rule["expected"][1]) else rule["each"])[0]
    for place in _places(editing, rule, fault):
        text = _END.sub("", place.text) + mark
        if rule.get("required") and not place.bullet and not pattern(rule["starts"]).match(text):
            text = f"- {_DASH.sub('', text, count=1) if _DASH.match(text) else text}"
        if text != place.text:
            return _become(place, text)
    return None


def compose(editing: Editing, _rule: Rule, _fault: Fault) -> Said | None:
    """Whole letters (NFC) in all texts of the document."""
    return _WHOLE if sum(wording.compose(root) for root in editing.texts) else None
