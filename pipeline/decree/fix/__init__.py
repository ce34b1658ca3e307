"""Mend a DOCX: what breaks a rule and can be put right without touching its words.

Looks, layout, paper, lines, page numbers and marks of lists are set directly; styles stay as they are. A mend is
kept only if the document, measured anew, breaks its rule no more there and no other rule more often than before.
All else is left to the author and listed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipeline.decree.check import Report
from pipeline.decree.findings import Finding, Said
from pipeline.decree.fix.errors import NotMendable, Signed, StrictFormat
from pipeline.decree.fix.menders import MENDERS, Change, menders_of
from pipeline.decree.fix.state import Broken, State
from pipeline.decree.measure.package import open_package
from pipeline.decree.profiles import load_profile
from pipeline.decree.rules import Profile
from pipeline.docx.package import pack, unpack
from pipeline.i18n import N_
from pipeline.model import Place

__all__ = ["MENDERS", "Change", "Fixed", "Left", "NotMendable", "Signed", "StrictFormat", "fix"]

MOST_ROUNDS = 20
MOST_ATTEMPTS, MOST_STEPS = 32, 3
"""Attempts at the faults of one rule in a round, and steps of one attempt."""

_STRICT = b"purl.oclc.org/ooxml/wordprocessingml"
_WORDS = Said(N_("it is about words or content, which only the author may change"))
_BY_HAND = Said(N_("it has to be mended by hand, as the remedy says"))
_ELSEWHERE = Said(N_("it could not be mended without changing something else"))
_OF_WORDS = ("text", "present", "absent")
"""How the names of measures begin that look at words."""


@dataclass(frozen=True, slots=True)
class Left:
    """A finding that stands as it was, and why."""

    finding: Finding
    reason: Said

    def to_json(self) -> dict[str, Any]:
        return {**self.finding.to_json(), "reason": _spoken(self.reason)}


@dataclass(frozen=True)
class Fixed:
    """The mended document (the very bytes that were given if nothing was mended), what was mended in it and what
    was not, and its reports."""

    data: bytes
    mended: tuple[Change, ...]
    left: tuple[Left, ...]
    before: Report
    after: Report

    @property
    def changed(self) -> bool:
        return bool(self.mended)

    def to_json(self) -> dict[str, Any]:
        return {
            "file": self.before.name,
            "mended": [_change_json(change) for change in self.mended],
            "left": [left.to_json() for left in self.left],
        }


def _change_json(change: Change) -> dict[str, Any]:
    return {
        "rule": change.rule,
        "where": change.where.to_json(),
        "before": _spoken(change.before),
        "after": _spoken(change.after),
    }


def _spoken(said: Said) -> dict[str, str]:
    return {language: said.in_(language) for language in ("vi", "en")}


def fix(data: bytes, name: str, kind: str = "", profile: Profile | None = None) -> Fixed:
    """Mend a DOCX; ``name`` is the file's name for places, ``kind`` the type if it shall not be recognised.

    The same input makes the same bytes, and mending the result again changes nothing. Raises
    :class:`NotMendable`, :class:`Signed`, :class:`StrictFormat` and the errors of
    :func:`pipeline.decree.measure.measure_docx`.
    """
    place = Place(name)
    if data[:1024].lstrip().startswith(b"%PDF-"):
        raise NotMendable(place)
    first = state = State(_parts(data, name), name, kind, profile or load_profile())
    first.document  # noqa: B018 - what cannot be measured is told first
    if any(part.lower().startswith("_xmlsignatures/") for part in first.parts):
        raise Signed(place)
    if any(_STRICT in raw for part, raw in first.parts.items() if part.endswith(".xml")):
        raise StrictFormat(place)
    mended: list[Change] = []
    for _ in range(MOST_ROUNDS):
        state, made = _round(state)
        mended += made
        if not made:
            break
    left = tuple(Left(finding, _reason(finding, state)) for finding in state.report.findings)
    told = {(one.rule, one.where, one.before.in_("en"), one.after.in_("en")): one for one in mended}
    return Fixed(
        data if state is first else pack(state.parts), tuple(told.values()), left, first.report, state.report
    )


def _parts(data: bytes, name: str) -> dict[str, bytes]:
    open_package(data, name)  # tells a password from a broken file
    return unpack(data, name)


def _reason(finding: Finding, state: State) -> Said:
    rule = state.profile.by_id.get(finding.rule)
    if rule is not None and menders_of(rule):
        return _ELSEWHERE
    return _WORDS if rule is None or rule.measure.startswith(_OF_WORDS) else _BY_HAND


def _round(state: State) -> tuple[State, list[Change]]:
    """Mend all that can be mended, at once if that goes well, else rule by rule; the changes that were kept."""
    after, made = _attempt(state, [broken for broken in state.broken if menders_of(broken[0])])
    if made:
        return after, made
    kept: list[Change] = []
    for rule in [rule for rule in state.rules if state.counts[rule.id]]:
        for mender in range(len(menders_of(rule))):
            state, made = _mend_rule(state, rule.id, mender, slice(0, state.counts[rule.id]), [MOST_ATTEMPTS])
            kept += made
    return state, kept


def _mend_rule(
    state: State, rule: str, mender: int, chosen: slice, budget: list[int]
) -> tuple[State, list[Change]]:
    """Mend the chosen faults of a rule, together or else in halves: the second one first, which moves no other."""
    faults = [broken for broken in state.broken if broken[0].id == rule][chosen]
    if not faults or not budget[0]:
        return state, []
    budget[0] -= 1
    after, made = _attempt(state, faults, mender)
    if made or len(faults) == 1:
        return after, made
    middle = (chosen.start + chosen.stop) // 2
    state, later = _mend_rule(state, rule, mender, slice(middle, chosen.stop), budget)
    state, earlier = _mend_rule(state, rule, mender, slice(chosen.start, middle), budget)
    return state, [*earlier, *later]


def _attempt(state: State, todo: list[Broken], mender: int = 0) -> tuple[State, list[Change]]:
    """Mend these faults together, and what comes to light by that; the state stays as it was, and nothing is done,
    if a fault remains or any rule is broken more often than before."""
    allowed = state.counts.copy()
    changed, done = _mended(state, todo, mender)
    allowed.subtract(change.rule for change in done)
    for _ in range(MOST_STEPS):
        worse = {rule for rule, count in changed.counts.items() if count > allowed[rule]}
        if not worse or not done:
            return changed, done
        changed, more = _mended(changed, [broken for broken in changed.broken if broken[0].id in worse])
        if not more:
            break
        done += more
    return state, []


def _mended(state: State, todo: list[Broken], mender: int = 0) -> tuple[State, list[Change]]:
    """The state with these faults mended, as far as menders think, and what they did."""
    if not any(menders_of(rule) for rule, _ in todo):
        return state, []
    editing = state.edit()
    done: list[Change] = []
    for rule, fault in todo:
        menders = menders_of(rule)
        after = menders[mender](editing, rule, fault) if menders else None
        if after is not None:
            done.append(Change(rule.id, fault.where, fault.found, after))
    return (State(editing.parts(), state.name, state.wish, state.profile), done) if done else (state, [])
