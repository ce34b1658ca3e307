"""A document between two mends: its parts, what was measured of it, and which rules it breaks where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from pipeline.decree.check import Report
from pipeline.decree.findings import Fault
from pipeline.decree.judge import findings_of
from pipeline.decree.measure import Reading, read_docx
from pipeline.decree.measure.units import ALTERNATE, CHOICE, QW, Element
from pipeline.decree.model import Paragraph, Piece, Recognised
from pipeline.decree.recognise import recognise
from pipeline.decree.rules import Profile, Rule
from pipeline.docx.package import FAST, deflate, part_xml, write_package

_FALLBACK = CHOICE.replace("Choice", "Fallback")
_BOX = f"{QW}txbxContent"
Broken = tuple[Rule, Fault]


@dataclass(frozen=True)
class State:
    """A document as it is now. ``wish``: abbreviation of its type, "" to have it recognised."""

    parts: Mapping[str, bytes]
    name: str
    wish: str
    profile: Profile

    @cached_property
    def _read(self) -> bytes:
        """A package of what is read: without pictures, quickly packed."""
        return write_package(
            deflate(part, data, FAST)
            for part, data in self.parts.items()
            if part.lower().endswith((".xml", ".rels"))
        )

    @cached_property
    def _unused(self) -> list[Reading]:
        """What was read to be measured, until its markup is changed."""
        return [read_docx(self._read, self.name)]

    @cached_property
    def document(self) -> Recognised:
        return recognise(self._unused[0].measured, self.wish)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that are held against the document."""
        return tuple(rule for rule in self.profile.rules if rule.enabled and rule.applies.to(self.document))

    @cached_property
    def broken(self) -> tuple[Broken, ...]:
        """Every fault with its rule, also those that are but the consequence of another."""
        return tuple((rule, fault) for rule in self.rules for fault in rule.check(self.document))

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each rule is broken."""
        return Counter(rule.id for rule, _ in self.broken)

    @cached_property
    def report(self) -> Report:
        findings = findings_of(self.document, self.profile.rules)
        return Report(self.name, self.profile.name, "docx", self.document, findings)

    def edit(self) -> Editing:
        """The document as markup, to be changed; this state stays as it is."""
        document = self.document
        reading = self._unused.pop() if self._unused else read_docx(self._read, self.name)
        return Editing(self, document, reading)


class Editing:
    """The markup of a document while it is changed."""

    def __init__(self, state: State, document: Recognised, reading: Reading) -> None:
        self.state = state
        self.document = document
        self.main = reading.main
        self.sections = reading.sections
        self.added: dict[str, bytes] = {}
        self._elements = reading.elements
        self._roots = dict(reading.roots)

    # --- what is there -------------------------------------------------------------------------------------------

    def element(self, paragraph: Paragraph) -> Element:
        """The ``w:p`` of a paragraph."""
        return self._elements[paragraph.index]

    def root(self, part: str) -> Element:
        """A part as XML; what is changed in it is kept."""
        if part not in self._roots:
            self._roots[part] = etree.fromstring(self.added.get(part) or self.state.parts[part])
        return self._roots[part]

    @property
    def texts(self) -> list[Element]:
        """The roots of the parts that hold text."""
        return list(dict.fromkeys(element.getroottree().getroot() for element in self._elements))

    def pieces(self, rule: Rule, fault: Fault) -> list[Piece]:
        """The components of a rule that a fault may be about."""
        index = (fault.where.paragraph or 0) - 1
        return [
            piece
            for piece in self.document.all(*rule.of)
            if piece.paragraph.index == index and piece.text[:200] == fault.where.text
        ]

    def paragraph(self, fault: Fault) -> Paragraph | None:
        """The paragraph of a fault, headers and footers included."""
        return self._paragraphs.get((fault.where.paragraph or 0) - 1)

    @cached_property
    def _paragraphs(self) -> dict[int, Paragraph]:
        measured = self.document.measured
        strips = [strip.paragraphs for section in measured.sections for strip in section.strips]
        return {paragraph.index: paragraph for group in (measured.paragraphs, *strips) for paragraph in group}

    # --- what becomes of it --------------------------------------------------------------------------------------

    def parts(self) -> dict[str, bytes]:
        """The parts with all changes; those that were not changed keep their bytes."""
        made = {**self.state.parts, **self.added}
        for part, root in self._roots.items():
            _repeat_boxes(root)
            before = etree.tostring(etree.fromstring(made[part]))
            if etree.tostring(root) != before:
                made[part] = part_xml(root)
        return made


def _repeat_boxes(root: Element) -> None:
    """Say in the variant of a text box for old programs what its first variant says."""
    for alternatives in root.iter(ALTERNATE):
        choice, fallback = alternatives.find(CHOICE), alternatives.find(_FALLBACK)
        if choice is None or fallback is None:
            continue
        boxes, copies = list(choice.iter(_BOX)), list(fallback.iter(_BOX))
        if len(boxes) != len(copies) or any(box.find(f".//{ALTERNATE}") is not None for box in boxes):
            continue
        for box, other in zip(boxes, copies, strict=True):
            if _bare(box) != _bare(other) and len(box) >= len(other):
                other[:] = [etree.fromstring(etree.tostring(child)) for child in box]


def _bare(box: Element) -> list[bytes]:
    return [etree.tostring(child, method="c14n", exclusive=True) for child in box]
