"""Capital letters that a list decides (Phụ lục II); what needs understanding is left to the reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.decree.checks.texts import Words, gathered_once, pattern, words_of
from pipeline.decree.findings import Fault
from pipeline.decree.model import Recognised
from pipeline.decree.rules import Rule, measure
from pipeline.decree.say import quote
from pipeline.vietnamese import nfc


@measure("text.names", names=True, exact=False)
def names(document: Recognised, rule: Rule) -> Iterator[Fault]:
    """The ``names`` are written with these capitals.

    ``exact``: no capital is missing either; without it small letters are taken for common words and let be. All in
    capitals is right, so is the capital that begins a sentence; what is quoted is not judged.
    """
    words, exact = words_of(document, rule.of), bool(rule.get("exact"))
    for name in map(nfc, rule["names"]):
        for at in words.places(name.lower()):
            if not _is_right(words, at, name, exact=exact):
                yield Fault(words.where(at, at + len(name)), quote(words.text[at : at + len(name)]), quote(name))


def _is_right(words: Words, at: int, name: str, *, exact: bool) -> bool:
    found = words.text[at : at + len(name)]
    if found == name or found.isupper() or words.is_quoted(at):
        return True
    if words.begins_sentence(at):
        name = name[0].upper() + name[1:]
    if exact:
        return found == name
    return not any(one.isupper() and right.islower() for one, right in zip(found, name, strict=True))


_STEMS: Final = "giáp|ất|bính|đinh|mậu|kỷ|canh|tân|nhâm|quý"
_BRANCHES: Final = "tý|sửu|dần|mão|thìn|tỵ|ngọ|mùi|thân|dậu|tuất|hợi"
_LUNAR: Final = re.compile(rf"(?:năm|xuân|tết) (({_STEMS}) ({_BRANCHES}))(?![^\W\d_])")


@measure("text.lunar-years")
def lunar_years(document: Recognised, rule: Rule) -> Iterator[Fault]:
    """Both syllables of the name of a lunar year begin with capitals: năm Ất Tỵ."""
    words = words_of(document, rule.of)
    for found in _LUNAR.finditer(words.lower):
        name = words.text[found.start(1) : found.end(1)]
        right = " ".join(syllable[0].upper() + syllable[1:] for syllable in found[1].split())
        if name != right and not name.isupper():
            yield Fault(words.where(*found.span(1)), quote(name), quote(right))


_SMALL_AFTER_STOP: Final = r"(@LETTER@[@SMALL@]{2,12})[.?!] (@LOWER@)(?!\))@LOWER@"
_SMALL_LINE: Final = r"^(?:[-+] |@LOWER@\) |\d{1,2}\. )(@LOWER@)@LOWER@"


@measure("text.sentences", abbreviations=True)
def sentences(document: Recognised, rule: Rule) -> Iterator[Fault]:
    """A sentence begins with a capital, and so does a line behind its number or dash; the lines are told once.

    ``abbreviations``: words whose full stop ends no sentence.
    """
    words = words_of(document, rule.of)
    for found in pattern(_SMALL_AFTER_STOP).finditer(words.text):
        if found[1] not in rule["abbreviations"] and not words.is_quoted(found.start()):
            yield Fault(words.where(*found.span()), quote(found[2]), quote(found[2].upper()))
    lines = (
        Fault(words.where(*found.span()), quote(found[0]), quote(found[0][:-2] + found[0][-2:].capitalize()))
        for found in pattern(_SMALL_LINE).finditer(words.text)
    )
    yield from gathered_once(lines)
