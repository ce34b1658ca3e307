"""Wording that a pattern decides: how a component must look, what is written wrong and how it is right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final

from pipeline.decree.checks.texts import UNKNOWN, excused, gathered_once, is_head, pattern, wording, words_of
from pipeline.decree.findings import Fault, Said, Where
from pipeline.decree.model import Recognised
from pipeline.decree.rules import Rule, measure
from pipeline.decree.say import NONE, quote, sample

_FAR: Final = 24
"""Letters before a place that are looked at for a word that must stand there."""


@measure("text.match", allow=True, expected=True, only=False, when=False, unless=False, nth=False)
def match(document: Recognised, rule: Rule) -> Iterator[Fault]:
    """Every component must match one of the patterns ``allow`` from end to end.

    ``only``: a pattern that says which components the rule is about; ``nth``: ``first`` or ``last`` of them alone;
    ``expected``: a sample. A component with a template tag is passed over.
    """
    if excused(document, rule):
        return
    allowed = [pattern(text) for text in rule["allow"]]
    only = pattern(rule.get("only", ""))
    words = words_of(document, rule.of, is_head(rule.of))
    chosen = [(item, line) for item, line in zip(words.items, words.lines, strict=True) if only.search(line)]
    if nth := rule.get("nth"):
        chosen = chosen[:1] if nth == "first" else chosen[-1:]
    for item, line in chosen:
        if UNKNOWN not in line and not any(allow.fullmatch(line) for allow in allowed):
            yield Fault(Where.of(item, line), quote(line), sample(rule["expected"]))


@measure("text.replace", wrong=True, when=False, unless=False, once=False, quotes=False)
def replace(document: Recognised, rule: Rule) -> Iterator[Fault]:
    """Words that match a pattern of ``wrong`` must be written as its ``right`` says (``\\1``: its first group).

    ``after`` of a pair: words of which one must stand right before. ``quotes``: also between quotation marks,
    where a text repeats the words of another; ``once``: one finding for all places.
    """
    if excused(document, rule):
        return
    faults = _replacements(document, rule)
    yield from gathered_once(faults) if rule.get("once") else faults


def _replacements(document: Recognised, rule: Rule) -> Iterator[Fault]:
    words = words_of(document, rule.of, is_head(rule.of))
    for pair in rule["wrong"]:
        for found in pattern(pair["pattern"]).finditer(words.text):
            right = found.expand(pair["right"])
            if "after" in pair and not _comes_after(words.lower, found.start(), pair["after"]):
                continue
            if right == found[0] or (not rule.get("quotes") and words.is_quoted(found.start())):
                continue
            start = found.start() if found[0][0].isalnum() else words.word_start(found.start())
            before = words.text[start : found.start()]
            yield Fault(words.where(start, found.end()), *_said(before + found[0], before + right))


def _said(wrong: str, right: str) -> tuple[Said, Said]:
    """What is there and what shall be, without the blanks around it that a pattern took along."""
    bare, wanted = wrong.strip(), right.strip()
    if bare == wanted:  # the blanks are what is wrong
        return quote(wrong), quote(right)
    return quote(bare), quote(wanted) if wanted else NONE


def _comes_after(lower: str, position: int, before: Sequence[str]) -> bool:
    """Whether one of these words, in small letters, stands right before a position."""
    return (
        re.split(r"[^\w ]", f" {lower[max(0, position - _FAR) : position]}")[-1]
        .rstrip()
        .endswith(tuple(f" {word}" for word in before))
    )


@measure("text.forbid", patterns=True, when=False, unless=False, once=False)
def forbid(document: Recognised, rule: Rule) -> Iterator[Fault]:
    """What a pattern finds must not be there at all."""
    if excused(document, rule):
        return
    words = words_of(document, rule.of, is_head(rule.of))
    faults = (
        Fault(words.where(*found.span()), quote(found[0].strip() or found[0]), NONE)
        for text in rule["patterns"]
        for found in pattern(text).finditer(words.text)
    )
    yield from gathered_once(faults) if rule.get("once") else faults


@measure("text.followed", only=True, by=True, allow=True, expected=True)
def followed(document: Recognised, rule: Rule) -> Iterator[Fault]:
    """After a component that matches ``only`` comes one of ``by`` that matches ``allow``."""
    only, allow = pattern(rule["only"]), pattern(rule["allow"])
    for piece, following in zip_longest(document.pieces, document.pieces[1:]):
        if piece is None or piece.name not in rule.of or not only.search(line := wording(piece)):
            continue
        if UNKNOWN in line or (following is not None and UNKNOWN in wording(following)):
            continue
        if following is None or following.name not in rule["by"] or not allow.search(wording(following)):
            yield Fault(Where.of(piece, line), quote(line), sample(rule["expected"]))
