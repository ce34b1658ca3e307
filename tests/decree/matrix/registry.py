"""The mutants: right documents with one thing made wrong, by the rule that has to say so.

    @mutant("quochieu.style", "BC", "CV", "QĐ")
    def too_small(document: Document) -> None:
        document.size(document.paragraph("QuocHieu"), 11)

Without names of bases the mutant is made of one base of each family (``BC``, ``QĐ``, ``CV``) that the rule is
about. ``also`` names other rules that this mutant breaks necessarily and rightly.

For each rule and family one mutant is converted by LibreOffice as well, and the PDF is checked: one with
``pdf=True`` if there is any (it is not checked as DOCX), else the first. ``long=True``: then it is made of a base
of several pages, because one page does not show it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from editing import Document

Change = Callable[[Document], None]
FAMILIES = ("BC", "QĐ", "CV")
LONG = {"BC": "BC.long", "QĐ": "QĐ.long", "CV": "CV.long", "CV.annex": "CV.long"}
"""Bases of several pages in place of shorter ones."""


@dataclass(frozen=True)
class Mutant:
    """A change that breaks ``rule`` in each of the ``bases``."""

    rule: str
    bases: tuple[str, ...]
    change: Change
    also: frozenset[str] = frozenset()
    pdf: bool = False
    long: bool = False

    @property
    def name(self) -> str:
        return f"{self.rule}-{self.change.__name__}"


MUTANTS: list[Mutant] = []


def mutant(
    rule: str, *bases: str, also: tuple[str, ...] = (), pdf: bool = False, long: bool = False
) -> Callable[[Change], Change]:
    """Register a change to bases (see :data:`bases.BASES`) that breaks ``rule``; may be stacked."""

    def register(change: Change) -> Change:
        MUTANTS.append(Mutant(rule, bases, change, frozenset(also), pdf, long))
        return change

    return register
