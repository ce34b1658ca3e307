"""The rules of a profile: what ``baocao check --rules`` prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.decree.rules import Applies, Profile, Rule
from pipeline.i18n import N_, Language, Text, translate

_GROUPS: dict[str, Text] = {
    "NAMED": N_("documents with a type"),
    "UP": N_("documents to a higher body"),
    "COPY": N_("copies"),
    "ART": N_("divided into điều"),
    "REP": N_("divided into mục, khoản, điểm"),
    "up": N_("to a higher body"),
    "level": N_("to a peer"),
    "down": N_("to a lower body"),
    "draft": N_("draft"),
    "issued": N_("issued"),
    "docx": N_("DOCX"),
    "pdf": N_("PDF"),
}


def rows(profile: Profile, language: Language) -> Iterator[tuple[str, ...]]:
    """Id, severity, clause, what it applies to and message of each rule."""
    for rule in profile.rules:
        yield (
            rule.id,
            severity(rule, language),
            rule.clause,
            applies(rule.applies, language),
            rule.message[language],
        )


def severity(rule: Rule, language: Language) -> str:
    return translate(rule.severity if rule.enabled else N_("off"), language)


def applies(applies: Applies, language: Language) -> str:
    """``BC, TTr; draft``; of a rule for all documents ``all``."""
    groups = (applies.kinds, applies.families, applies.states, applies.directions, applies.formats)
    told = [_named(group, language) for group in groups if group]
    if applies.not_kinds:
        told.append(translate(N_("not {kinds}"), language, kinds=_named(applies.not_kinds, language)))
    return "; ".join(told) or translate(N_("all"), language)


def _named(names: Iterable[str], language: Language) -> str:
    """Groups of types in words, abbreviations of types as they are."""
    return ", ".join(translate(_GROUPS[name], language) if name in _GROUPS else name for name in sorted(names))


def to_json(profile: Profile) -> dict[str, Any]:
    """The table for ``--json`` (format baocao-rules/1)."""
    return {
        "format": "baocao-rules/1",
        "profile": profile.name,
        "title": dict(profile.title),
        "rules": [_rule(rule) for rule in profile.rules],
        "undecidable": [dict(entry) for entry in profile.undecidable],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    applies = rule.applies
    groups = ("kinds", "not_kinds", "families", "states", "directions", "formats")
    return {
        "rule": rule.id,
        "clause": rule.clause,
        "confidence": rule.confidence,
        "severity": rule.severity,
        "enabled": rule.enabled,
        "applies": {name: sorted(getattr(applies, name)) for name in groups if getattr(applies, name)},
        "message": dict(rule.message),
        "remedy": dict(rule.remedy),
    }
