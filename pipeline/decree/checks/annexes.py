"""Annexes: their numbers, where the text points to them, what they say they belong to; how texts end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.decree.checks.texts import PROSE, UNKNOWN, own, wording, words_of
from pipeline.decree.findings import Fault, Said, Where
from pipeline.decree.model import Piece, Recognised
from pipeline.decree.rules import Rule, measure
from pipeline.decree.say import quote
from pipeline.i18n import N_
from pipeline.vietnamese import parse_roman, roman

_LABEL: Final = re.compile(r"phụ lục\s*(?:số\s*)?([ivxlc]+|\d{1,3})?(?![^\W_])", re.IGNORECASE)
_MENTION: Final = re.compile(r"phụ lục(?:\s*số)?\s*((?:[ivxlc]+|\d{1,3})(?![^\W_]))?", re.IGNORECASE)
_RANGE: Final = re.compile(
    r"\s*(đến|-|–)\s*(?:hết )?(?:phụ lục )?(?:số )?([ivxlc]+|\d{1,3})(?![^\W_])", re.IGNORECASE
)
_MORE: Final = re.compile(r"\s*(?:,|và|,\s*và)\s*(?:phụ lục )?(?:số )?([ivxlc]+|\d{1,3})(?![^\W_])", re.IGNORECASE)
_CODE: Final = re.compile(r"số\s*:?\s*(\d+[a-zđ]?/[^\s,;)]+)", re.IGNORECASE)


def _number(text: str | None) -> int | None:
    """What a number of an annex counts, in digits or in Roman numerals."""
    if not text:
        return None
    try:
        return int(text) if text.isdecimal() else parse_roman(text.upper())
    except ValueError:
        return None


@measure("text.annex-numbers", single=False)
def annex_numbers(document: Recognised, rule: Rule) -> Iterator[Fault]:
    """Two annexes or more are numbered I, II, III … in order. ``single``: about one alone, which has none.

    Silent about an annex in a file of its own."""
    labels = [(piece, _LABEL.match(wording(piece))) for piece in document.all(*rule.of)]
    if not words_of(document, PROSE, main=True).lines or any(UNKNOWN in wording(piece) for piece, _ in labels):
        return
    if rule.get("single"):
        for piece, label in labels if len(labels) == 1 else ():
            if label and label[1]:
                yield Fault(Where.of(piece, label[0]), quote(label[0].strip()), quote("Phụ lục"))
        return
    for number, (piece, label) in enumerate(labels if len(labels) > 1 else (), start=1):
        if label and label[1] != roman(number):
            yield Fault(Where.of(piece, label[0]), quote(label[0].strip()), quote(f"Phụ lục {roman(number)}"))


@measure("text.annex-mentioned")
def annex_mentioned(document: Recognised, rule: Rule) -> Iterator[Fault]:
    """The main text points to each annex: by its number, or to all of them at once."""
    labels = document.all(*rule.of)
    text = words_of(document, (*PROSE, "table"), main=True).text
    if not labels or not text or UNKNOWN in text:
        return
    mentioned = _mentioned(text)
    for place, piece in enumerate(labels, start=1):
        label = _LABEL.match(wording(piece))
        number = _number(label[1]) if label else None
        if label and mentioned is not None and (number or place) not in mentioned:
            yield Fault(Where.of(piece, label[0]), quote(label[0].strip()), Said(N_("named in the main text")))


def _mentioned(text: str) -> set[int] | None:
    """Numbers of the annexes that a text points to, None if it points to annexes without numbers."""
    numbers: set[int] = set()
    at = 0
    while match := _MENTION.search(text, at):
        first = _number(match[1])
        if first is None:
            return None
        numbers.add(first)
        at = match.end()
        while more := _RANGE.match(text, at) or _MORE.match(text, at):
            last = _number(more[more.lastindex or 1]) or first
            numbers.update(range(min(first, last), min(last, first + 200) + 1) if more.re is _RANGE else {last})
            at = more.end()
    return numbers


@measure("text.same-number", head=True)
def same_number(document: Recognised, rule: Rule) -> Iterator[Fault]:
    """A number and symbol that is filled in is that of the document (component ``head``), once it has one."""
    head = own(document, rule["head"])
    number = _CODE.search(head.text) if head else None
    if number is None:
        return
    for piece in document.all(*rule.of):
        told = _CODE.search(wording(piece))
        if told and told[1] != number[1]:
            yield Fault(Where.of(piece, told[1]), quote(told[1]), quote(number[1]))


@measure("text.end-mark", mark=True, annexes=False)
def end_mark(document: Recognised, rule: Rule) -> Iterator[Fault]:
    """The text ends with ``mark``: the main text, or with ``annexes`` each annex. A table may be the end."""
    parts: dict[int | None, list[Piece]] = {}
    for piece in document.pieces:
        parts.setdefault(piece.annex, []).append(piece)
    for annex, pieces in parts.items():
        last = _last(pieces)
        if (annex is not None) == bool(rule.get("annexes")) and last and last.name in PROSE[1:]:
            text = wording(last)
            if UNKNOWN not in text and not text.endswith(rule["mark"]):
                yield Fault(Where.of(last, text[-40:]), quote(text[-40:]), quote(rule["mark"]))


def _last(pieces: list[Piece]) -> Piece | None:
    """The last piece of text or table before the signer and the recipients."""
    last = None
    for piece in pieces:
        if piece.name.startswith(("sign.", "noinhan.")) and last is not None:
            return last
        if piece.name in PROSE or piece.name in ("table", "other"):
            last = piece
    return last
