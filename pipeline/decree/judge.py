"""Hold the rules of a profile against a recognised document."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.decree.findings import SEVERITIES, Finding, gathered
from pipeline.decree.model import Recognised
from pipeline.decree.rules import Rule


def findings_of(document: Recognised, rules: Iterable[Rule]) -> tuple[Finding, ...]:
    """What breaks these rules: one finding for one cause, errors first, then by place."""
    applicable = [rule for rule in rules if rule.enabled and rule.applies.to(document)]
    found = gathered((rule, fault) for rule in applicable for fault in rule.check(document))
    implied = {rule.id: rule.implies for rule in applicable}
    kept = [finding for finding in found if not any(_explains(other, finding, implied) for other in found)]
    return tuple(sorted(kept, key=_order))


def _explains(cause: Finding, finding: Finding, implied: dict[str, frozenset[str]]) -> bool:
    """Whether a finding is but the consequence of another at its place."""
    if cause is finding or not _implies(cause.rule, finding.rule, implied):
        return False
    places = {place.paragraph for place in cause.places}
    return None in places or all(place.paragraph is None or place.paragraph in places for place in finding.places)


def _implies(rule: str, other: str, implied: dict[str, frozenset[str]]) -> bool:
    seen, open_ = set(), [rule]
    while open_:
        for next_ in implied.get(open_.pop(), ()):
            if next_ == other:
                return True
            if next_ not in seen:
                seen.add(next_)
                open_.append(next_)
    return False


def _order(finding: Finding) -> tuple[int, int, int, str]:
    where = finding.where
    return SEVERITIES.index(finding.severity), where.page or 0, where.paragraph or 0, finding.rule
