"""Rules as data: a profile is a YAML file of rules, each of which says what is measured and what is allowed.

A rule names the *measure* that decides it (a function registered with :func:`measure`), the components that it is
about (``of``) and the parameters (``with``); so a profile of another authority needs no code where it measures the
same things. Severity follows from the confidence of the rule unless the rule says otherwise: text of the decree is
an error, what only its forms show and how documents are cited a warning, practice an info; memory is off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from pipeline.decree.findings import Fault
from pipeline.decree.model import Recognised
from pipeline.errors import Severity

Check = Callable[[Recognised, "Rule"], Iterable[Fault]]
Confidence = Literal["C2", "C1", "F", "P", "M"]
Wish = Literal["error", "warning", "info", "on", "off"]

MEASURES: Final[dict[str, Measure]] = {}
SEVERITY: Final[dict[str, Severity]] = {"C2": "error", "C1": "error", "F": "warning", "P": "info", "M": "info"}
_UPWARD = frozenset({"CV", "TTr", "BC"})
"""Types that may carry Kính gửi (I.1 Mục II.9.b)."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A kind of measurement: its name, the function, and the parameters that it takes (name -> needed)."""

    name: str
    check: Check
    parameters: Mapping[str, bool]


def measure(name: str, **parameters: bool) -> Callable[[Check], Check]:
    """Register a kind of measurement. ``parameters``: the keys of ``with`` that it knows, True if needed."""

    def register(check: Check) -> Check:
        if name in MEASURES:
            raise ValueError(f"{name} is registered twice")
        MEASURES[name] = Measure(name, check, parameters)
        return check

    return register


@dataclass(frozen=True, slots=True)
class Applies:
    """To which documents a rule applies. Empty: to all.

    ``kinds``: abbreviations (``CV``), or the groups ``NAMED`` (all but công văn and thư công), ``UP`` (may carry
    Kính gửi) and ``COPY``; ``not_kinds`` takes some out; ``families``: ``ART``, ``REP``, ``PLAIN``; ``states``:
    ``draft``, ``issued``; ``directions``: ``up``, ``level``, ``down``; ``formats``: ``docx``, ``pdf``.
    """

    kinds: frozenset[str] = frozenset()
    not_kinds: frozenset[str] = frozenset()
    families: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    directions: frozenset[str] = frozenset()
    formats: frozenset[str] = frozenset()

    def to(self, document: Recognised) -> bool:
        """Whether the rule applies to this document; rules for some kinds spare one of unknown kind."""
        groups = groups_of(document.kind)
        return (
            (not self.kinds or bool(self.kinds & groups))
            and not self.not_kinds & groups
            and (not self.families or document.family in self.families)
            and (not self.states or document.state in self.states)
            and (not self.directions or document.direction in self.directions)
            and (not self.formats or document.measured.format in self.formats)
        )


def groups_of(kind: str) -> frozenset[str]:
    """A kind with the groups that it belongs to; none for one that is not known."""
    if not kind:
        return frozenset()
    if kind in ("SY", "TrS", "SL"):
        return frozenset({kind, "COPY"})
    groups = {kind} | ({"NAMED"} if kind not in ("CV", "TCg") else set()) | ({"UP"} if kind in _UPWARD else set())
    return frozenset(groups)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a profile. ``message`` and ``remedy`` by language; memory is ``enabled`` only if asked for."""

    id: str
    clause: str
    confidence: Confidence
    severity: Severity
    measure: str
    of: tuple[str, ...]
    with_: Mapping[str, Any]
    applies: Applies
    implies: frozenset[str]
    message: Mapping[str, str]
    remedy: Mapping[str, str]
    enabled: bool = True
    unmatrixed: Mapping[str, str] = field(default_factory=dict)
    """Why the mutation matrix has no document that breaks only this rule, by language; empty if it has."""
    unmatrixed_pdf: Mapping[str, str] = field(default_factory=dict)
    """Why it has none as PDF, by language; empty if it has, or if the rule is not for PDFs."""

    def check(self, document: Recognised) -> Iterable[Fault]:
        """The places of a document that break the rule."""
        return MEASURES[self.measure].check(document, self)

    def as_wished(self, wish: Wish | None) -> Rule:
        """The rule with another severity, or switched on or off."""
        match wish:
            case None:
                return self
            case "on" | "off":
                return replace(self, enabled=wish == "on")
            case _:
                return replace(self, severity=wish, enabled=True)

    def __getitem__(self, name: str) -> Any:
        return self.with_[name]

    def get(self, name: str, default: Any = None) -> Any:
        return self.with_.get(name, default)


@dataclass(frozen=True)
class Profile:
    """The rules of one authority, and those that no program can decide (id -> reason by language)."""

    name: str
    title: Mapping[str, str]
    rules: tuple[Rule, ...]
    undecidable: tuple[Mapping[str, Any], ...] = ()

    @property
    def by_id(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.rules}

    def with_severities(self, severities: Mapping[str, Wish]) -> Profile:
        """The profile with some rules made ``error``, ``warning`` or ``info``, or switched ``off`` or ``on``."""
        return replace(self, rules=tuple(rule.as_wished(severities.get(rule.id)) for rule in self.rules))
