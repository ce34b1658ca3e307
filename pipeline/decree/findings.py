"""What a check says: the rule that is broken, where, what was found, what is expected, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.decree.model import Box, Line, Paragraph, Piece
from pipeline.errors import Severity
from pipeline.i18n import Language, translate, visible

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
MAX_PLACES = 200
"""Places that a finding names; of the others it tells the number only."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text of the catalog with its parameters (see :mod:`.say`), or a text of the document (``raw``)."""

    text: str
    params: Mapping[str, object] = field(default_factory=dict)
    raw: bool = False

    def in_(self, language: Language) -> str:
        if self.raw:
            return visible(self.text)
        spoken = {
            name: value.in_(language) if isinstance(value, Said) else value for name, value in self.params.items()
        }
        return translate(self.text, language, **spoken)

    def __hash__(self) -> int:
        return hash((self.text, repr(self.params), self.raw))


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a document: paragraph number (from 1, None for the page set-up) with its text, section (from 1);
    in a PDF page (from 1) and box in millimetres. ``text`` is the paragraph, ``words`` what of it is meant."""

    paragraph: int | None = None
    text: str = ""
    words: str = ""
    part: str = ""
    section: int | None = None
    page: int | None = None
    box: Box | None = None

    @classmethod
    def of(cls, what: Piece | Paragraph, words: str = "") -> Where:
        """The place of a component or a paragraph."""
        paragraph = what.paragraph if isinstance(what, Piece) else what
        text = what.text if isinstance(what, Piece) else " ".join(paragraph.text.split())
        page = None if paragraph.page is None else paragraph.page + 1
        return cls(
            paragraph.index + 1,
            text[:200],
            words[:200],
            paragraph.part,
            paragraph.section + 1,
            page,
            paragraph.box,
        )

    @classmethod
    def line(cls, line: Line, words: str = "") -> Where:
        """The place of a line on a page of a PDF."""
        return cls(text=line.text[:200], words=words[:200], page=line.page + 1, box=line.box)

    def to_json(self) -> dict[str, Any]:
        box = self.box
        values = {
            "paragraph": self.paragraph,
            "text": visible(self.text),
            "words": visible(self.words),
            "part": self.part,
            "section": self.section,
            "page": self.page,
            "box_mm": None if box is None else [round(n, 1) for n in (box.x0, box.y0, box.x1, box.y1)],
        }
        return {name: value for name, value in values.items() if value not in (None, "")}


@dataclass(frozen=True, slots=True)
class Fault:
    """What a measurement yields: the measured thing that breaks the rule, what was found, what is expected."""

    where: Where
    found: Said
    expected: Said


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken rule at one or several places with the same ``found`` and ``expected``.

    ``count`` is the number of places; ``places`` names the first :data:`MAX_PLACES`.
    """

    rule: str
    clause: str
    severity: Severity
    places: tuple[Where, ...]
    count: int
    found: Said
    expected: Said
    messages: Mapping[str, str]
    remedies: Mapping[str, str]

    @property
    def where(self) -> Where:
        return self.places[0]

    def message(self, language: Language = "en") -> str:
        return self.messages[language]

    def remedy(self, language: Language = "en") -> str:
        return self.remedies[language]

    def to_json(self) -> dict[str, Any]:
        """One object of the list ``findings`` of ``baocao check --json``."""
        return {
            "rule": self.rule,
            "clause": self.clause,
            "severity": self.severity,
            "where": self.where.to_json(),
            "places": [place.to_json() for place in self.places],
            "count": self.count,
            **{
                name: {language: said(language) for language in ("vi", "en")}
                for name, said in (
                    ("found", self.found.in_),
                    ("expected", self.expected.in_),
                    ("message", self.message),
                    ("remedy", self.remedy),
                )
            },
        }


def gathered(faults: Iterable[tuple[Any, Fault]]) -> list[Finding]:
    """Findings of faults (rule, fault): those of one rule with the same found and expected become one."""
    groups: dict[tuple[str, Said, Said], tuple[Any, list[Where]]] = {}
    for rule, fault in faults:
        places = groups.setdefault((rule.id, fault.found, fault.expected), (rule, []))[1]
        if fault.where not in places[-1:]:
            places.append(fault.where)
    return [
        Finding(
            rule.id,
            rule.clause,
            rule.severity,
            tuple(places[:MAX_PLACES]),
            len(places),
            found,
            expected,
            rule.message,
            rule.remedy,
        )
        for (_, found, expected), (rule, places) in groups.items()
    ]
