"""Documents as the recogniser would give them, written by hand, and the rules of wording held against them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from pipeline.decree.findings import Fault, Finding
from pipeline.decree.judge import findings_of
from pipeline.decree.model import Look, Measured, Paragraph, Piece, Recognised, Section, Span
from pipeline.decree.profiles import load_profile
from pipeline.decree.rules import Profile
from pipeline.vietnamese import nfc


@cache
def profile() -> Profile:
    """The rules of wording, without those of layout: the documents here have no layout."""
    whole = load_profile()
    kept = tuple(rule for rule in whole.rules if rule.measure.startswith("text."))
    left = frozenset(rule.id for rule in whole.rules) - {rule.id for rule in kept}
    return replace(whole, rules=tuple(replace(rule, implies=rule.implies - left) for rule in kept))


def piece(name: str, text: str, number: str = "", annex: int | None = None, **more: Any) -> Piece:
    """A component; its paragraph gets its index from :func:`document`."""
    paragraph = Paragraph(0, (Span(text, Look("Times New Roman", 14.0)),), **more)
    return Piece(name, paragraph, paragraph.spans, " ".join(nfc(text).split()), None, number, annex)  # type: ignore[arg-type]


def document(
    *pieces: Piece, kind: str = "BC", family: str = "REP", state: str = "issued", fonts: tuple[str, ...] = ()
) -> Recognised:
    """A recognised document of these components, one a paragraph."""
    placed = []
    for index, one in enumerate(pieces):
        placed.append(replace(one, paragraph=replace(one.paragraph, index=index)))
    paragraphs = tuple(one.paragraph for one in placed)
    measured = Measured("docx", "sample.docx", paragraphs, (Section(210, 297, 20, 20, 30, 15),), fonts=fonts)
    return Recognised(measured, kind, family, state, "", tuple(placed))  # type: ignore[arg-type]


def body(*texts: str, **more: Any) -> Recognised:
    """A document of paragraphs of text."""
    return document(*(piece("body", text) for text in texts), **more)


def faults(rule: str, of: Recognised) -> list[Fault]:
    """What one rule finds, if it is about this document."""
    held = profile().by_id[rule]
    return list(held.check(of)) if held.applies.to(of) else []


def told(rule: str, of: Recognised) -> list[tuple[str, str]]:
    """The same as (found, expected) in English, quotation marks taken off."""
    return [(one.found.in_("en").strip("“”"), one.expected.in_("en").strip("“”")) for one in faults(rule, of)]


def findings(of: Recognised) -> tuple[Finding, ...]:
    return findings_of(of, profile().rules)


def broken(of: Recognised) -> set[str]:
    """Ids of the rules that are broken."""
    return {one.rule for one in findings(of)}
