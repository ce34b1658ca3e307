"""Which components there are, and the fixed texts of some."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.decree.checks.letters import has_main_text, line_count, without_tags
from pipeline.decree.findings import Fault, Said, Where
from pipeline.decree.model import Piece, Recognised
from pipeline.decree.rules import Rule, measure
from pipeline.decree.say import NONE, quote, raw
from pipeline.i18n import N_
from pipeline.vietnamese import nfc


@measure("present", what=True)
def present(document: Recognised, rule: Rule) -> Iterable[Fault]:
    """At least one of the components is there; ``what`` is its name. A file that is but an annex is spared."""
    if has_main_text(document) and not document.all(*rule.of):
        yield Fault(Where(), NONE, raw(rule["what"]))


@measure("absent", annex=False)
def absent(document: Recognised, rule: Rule) -> Iterable[Fault]:
    """None of the components is there; with ``annex`` none of them within an annex that is called so (a document
    that another issues has a head of its own)."""
    annexes = {piece.annex for piece in document.all("annex.label")} if rule.get("annex") else {None}
    for piece in document.all(*rule.of):
        if piece.annex in annexes:
            yield Fault(Where.of(piece), quote(piece.text), NONE)


@measure("text", texts=True)
def text(document: Recognised, rule: Rule) -> Iterable[Fault]:
    """The component reads as one of ``texts``, to the letter."""
    heads: dict[int | None, list[Piece]] = {}
    for piece in document.all(*rule.of):
        heads.setdefault(piece.annex, []).append(piece)
    for pieces in heads.values():
        got = " ".join(" ".join(piece.text for piece in pieces).split())
        texts = {nfc(one) for one in rule["texts"]}
        if without_tags(got) == got and got not in texts and not texts.issuperset(p.text for p in pieces):
            yield Fault(Where.of(pieces[0]), quote(got), quote(rule["texts"][0]))


@measure("one-line")
def one_line(document: Recognised, rule: Rule) -> Iterable[Fault]:
    """The component stands on one line."""
    for piece in document.all(*rule.of):
        lines = line_count(piece)
        if lines is not None and lines > 1:
            yield Fault(Where.of(piece), Said(N_("{count} lines"), {"count": lines}), Said(N_("one line")))
