"""Letters and signs: encoding, look-alikes, hidden characters, brackets, quotation marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import Final

from pipeline.decree.checks.texts import Words, stored_words_of, without_tags, words_of
from pipeline.decree.findings import Fault, Said, Where
from pipeline.decree.model import Recognised
from pipeline.decree.rules import Rule, measure
from pipeline.decree.say import NONE, listed, quote, raw
from pipeline.i18n import N_
from pipeline.vietnamese import legacy_encoding, look_alikes, nfc

_GREEK: Final = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧανοιρυχκτ", "ABEZHIKMNOPTYXavoipuxkt")
_FOREIGN: Final = re.compile("[\u00d0\u00f0\u0189\u0256\u01cd\u01ce\u0370-\u03ff\u0400-\u052f]")
_HIDDEN: Final = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_VIETNAMESE: Final = re.compile("[\u0102-\u01b0\u1e00-\u1eff\u0300-\u0323]")
_MOST_LEGACY: Final = 20_000
"""Letters of suspicious lines that are looked at: a document in an old encoding shows it in far fewer."""


@measure("text.composed")
def composed(document: Recognised, _rule: Rule) -> Iterator[Fault]:
    """Letters are stored whole (Unicode NFC); told once, with the number of paragraphs where they are not."""
    words = stored_words_of(document)
    if unicodedata.is_normalized("NFC", words.text):
        return
    lines = zip(words.items, words.lines, strict=True)
    decomposed = [item for item, line in lines if not unicodedata.is_normalized("NFC", line)]
    found = Said(N_("letters in pieces in {count} paragraphs"), {"count": len(decomposed)})
    yield Fault(Where.of(decomposed[0]), found, Said(N_("whole letters")))


def may_be_legacy(line: str) -> bool:
    """Whether a line has letters that are not ASCII, and none that only Unicode text in Vietnamese has."""
    return not line.isascii() and not _VIETNAMESE.search(line)


@measure("text.encoding")
def encoding(document: Recognised, _rule: Rule) -> Iterator[Fault]:
    """The text is no TCVN3 or VNI text and no UTF-8 read as something else; told once."""
    words = stored_words_of(document)
    suspects, size = [], 0
    for number, line in enumerate(words.lines):
        if may_be_legacy(line) and size < _MOST_LEGACY:
            suspects.append(number)
            size += len(line)
    texts = [words.lines[number] for number in suspects]
    found = legacy_encoding("\n".join(texts)) or next(filter(None, map(legacy_encoding, texts)), None)
    if found:
        shown = next((number for number in suspects if legacy_encoding(words.lines[number])), suspects[0])
        yield Fault(Where.of(words.items[shown]), raw(found), raw("Unicode"))


@measure("text.fonts", prefixes=True)
def fonts(document: Recognised, rule: Rule) -> Iterator[Fault]:
    """No font of an old encoding is used: none whose name begins with one of ``prefixes``."""
    prefixes = tuple(prefix.lower() for prefix in rule["prefixes"])
    used = [font for font in document.measured.fonts if font.lower().startswith(prefixes)]
    if used:
        yield Fault(Where(), listed(map(quote, used)), raw("Unicode"))


@measure("text.look-alikes")
def alike(document: Recognised, _rule: Rule) -> Iterator[Fault]:
    """No letter of another alphabet stands in a word of Latin letters; words of another alphabet may."""
    words = stored_words_of(document)
    seen: set[int] = set()
    for match in _FOREIGN.finditer(words.text):
        start, end = _word(words.text, match.start())
        word = nfc(words.text[start:end])
        if start not in seen and _has_latin(word):
            seen.add(start)
            yield Fault(words.where(start, end), quote(word), quote(_meant(word)))


def _word(text: str, at: int) -> tuple[int, int]:
    start = end = at
    while start > 0 and at - start < 40 and text[start - 1].isalpha():
        start -= 1
    while end < len(text) and end - at < 40 and text[end].isalpha():
        end += 1
    return start, end


def _has_latin(word: str) -> bool:
    return any(char not in "ÐðƉɖǍǎ" and unicodedata.name(char, "").startswith("LATIN") for char in word) or (
        len(word) > 1 and word[0] in "ÐƉ"
    )


def _meant(word: str) -> str:
    letters = list(word.translate(_GREEK))
    for alike in look_alikes(word):
        letters[alike.position] = alike.meant
    return nfc("".join(letters))


@measure("text.hidden")
def hidden(document: Recognised, _rule: Rule) -> Iterator[Fault]:
    """No characters that nobody sees stand between the letters; told once, with their number.

    Soft hyphens are none: they tell where a word may be broken."""
    words = stored_words_of(document)
    found = list(_HIDDEN.finditer(words.text))
    if found:
        named = Said(N_("{count} hidden characters"), {"count": len(found)})
        first = words.line_at(found[0].start())
        yield Fault(Where.of(words.items[first]), named, NONE)


# --- brackets and quotation marks --------------------------------------------------------------------------------

_PAIRS: Final = {")": "(", "]": "[", "}": "{"}
_BRACKET: Final = re.compile(r"[()\[\]{}]")
_ENUMERATOR: Final = re.compile(r"(?:^|[\s;:,.(“\"])(?:\d{1,2}|[^\W\d_]|[ivxIVX]{1,5})$")


@measure("text.brackets")
def brackets(document: Recognised, rule: Rule) -> Iterator[Fault]:
    """Every bracket that opens in a paragraph closes there or in the next one, and the other way round.

    The ``)`` of ``a)`` or ``1)`` closes nothing.
    """
    words = words_of(document, rule.of)
    opened: list[int] = []
    line = -1
    for match in _BRACKET.finditer(words.text):
        at, char = match.start(), match[0]
        if (now := words.line_at(at)) != line:
            yield from _left_open(words, [one for one in opened if words.line_at(one) < now - 1])
            opened = [one for one in opened if words.line_at(one) >= now - 1]
            line = now
        numbers = char == ")" and _ENUMERATOR.search(words.text[max(words.starts[now], at - 7) : at])
        if char not in _PAIRS:
            opened.append(at)
        elif numbers and (not opened or words.line_at(opened[-1]) < now):
            continue
        elif opened and words.text[opened[-1]] == _PAIRS[char]:
            opened.pop()
        elif not numbers:
            yield Fault(words.where(*_around(words, at, forward=False)), quote(char), quote(_PAIRS[char]))
    yield from _left_open(words, opened)


def _left_open(words: Words, opened: list[int]) -> Iterator[Fault]:
    closing = {opening: char for char, opening in _PAIRS.items()}
    for at in opened:
        char = words.text[at]
        yield Fault(words.where(*_around(words, at, forward=True)), quote(char), quote(closing[char]))


def _around(words: Words, at: int, *, forward: bool) -> tuple[int, int]:
    """The bracket with some words: from it on, or up to it."""
    number = words.line_at(at)
    start, end = words.starts[number], words.starts[number] + len(words.lines[number])
    return (at, min(end, at + 40)) if forward else (max(start, at - 39), at + 1)


_INCHES: Final = re.compile(r'\d"')


@measure("text.quotes")
def quotes(document: Recognised, rule: Rule) -> Iterator[Fault]:
    """Quotation marks come in pairs: curly ones in the document, straight ones in the paragraph.

    A quotation of several paragraphs may open anew in each of them.
    """
    words = words_of(document, rule.of)
    opened: list[int] = []
    for match in re.finditer("[“”]", words.text):
        if match[0] == "“":
            opened.append(match.start())
        elif opened:
            opened.pop()
        else:
            yield Fault(words.where(*_around(words, match.start(), forward=False)), quote("”"), quote("“"))
    for at in opened:
        if at != words.starts[words.line_at(at)]:
            yield Fault(words.where(*_around(words, at, forward=True)), quote("“"), quote("”"))
    for item, line in zip(words.items, words.lines, strict=True):
        if line.count('"') % 2 and not _INCHES.search(line):
            yield Fault(Where.of(item, line[line.rfind('"') :][:40]), quote('"'), Said(N_("a pair of them")))


_BLANKS: Final = re.compile(r"(?<=[^\s/])(?<!ngày)(?<!tháng)(?<!năm)(?<!số)(?<!Số) {2,}(?=[^\s/])(?!tháng |năm )")


@measure("text.blanks")
def blanks(document: Recognised, rule: Rule) -> Iterator[Fault]:
    """One blank stands between two words; told once. Room for a number or a day still to come is left alone."""
    faults = (
        Fault(Where.of(piece, text[max(0, found.start() - 20) : found.end() + 20]), _SEVERAL, _A_BLANK)
        for piece in document.all(*rule.of)
        for text in ("".join(span.text for span in piece.spans),)
        if "  " in text
        for found in islice(_BLANKS.finditer(without_tags(text)), 1)
    )
    yield from faults


_SEVERAL: Final = Said(N_("several spaces"))
_A_BLANK: Final = Said(N_("one space"))
