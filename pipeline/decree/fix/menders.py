"""Which mender puts right what a measure, or a single rule, finds fault with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from pipeline.decree.findings import Fault, Said, Where
from pipeline.decree.fix import looks, pages, paragraphs, strips, strokes, texts
from pipeline.decree.fix.state import Editing
from pipeline.decree.rules import Rule

Mender: TypeAlias = Callable[[Editing, Rule, Fault], Said | None]
"""Changes the markup where a fault is and says what is there then; None if it leaves it alone."""


@dataclass(frozen=True, slots=True)
class Change:
    """A fault that was mended: what was found there and what is there now."""

    rule: str
    where: Where
    before: Said
    after: Said


MENDERS: Final[dict[str, tuple[Mender, ...]]] = {
    "page-size": (pages.size,),
    "margin": (pages.margin,),
    "font-family": (looks.family,),
    "colour": (looks.colour,),
    "look": (looks.look,),
    "coherent-sizes": (looks.coherent, looks.coherent_otherwise),
    "uniform-size": (looks.uniform,),
    "align": (paragraphs.align,),
    "centred-under": (paragraphs.centred_under,),
    "indent": (paragraphs.indent,),
    "para-gap": (paragraphs.gap,),
    "gap-between": (paragraphs.gap_between,),
    "line-spacing": (paragraphs.line_spacing,),
    "stroke": (strokes.draw,),
    "no-stroke": (strokes.erase,),
    "stroke-solid": (strokes.draw,),
    "stroke-length": (strokes.draw,),
    "stroke-middle": (strokes.draw,),
    "page-number-present": (strips.number,),
    "page-number-place": (strips.number,),
    "page-number-alone": (strips.number,),
    "page-number-format": (strips.number,),
    "page-number-look": (strips.look,),
    "page-number-start": (strips.start,),
    "page-number-first-hidden": (strips.hide_first,),
    "page-number-annex-restart": (strips.restart,),
    "text": (texts.fixed,),
    "so.leading-zero": (texts.replace,),
    "date.zero.day": (texts.replace,),
    "date.zero.month": (texts.replace,),
    "kinhgui.text": (texts.marks,),
    "kinhgui.one": (texts.addressee,),
    "kinhgui.many": (texts.entry,),
    "noinhan.label.text": (texts.marks,),
    "noinhan.items.marks": (texts.entry,),
    "noinhan.luu": (texts.marks,),
    "text.composed": (texts.compose,),
}
"""By the name of a measure, or by the id of a rule where its measure serves other rules too. A later mender is
asked where what an earlier one did had to be given up."""


def menders_of(rule: Rule) -> tuple[Mender, ...]:
    """The menders of a rule; none for one whose faults are left alone."""
    return MENDERS.get(rule.id) or MENDERS.get(rule.measure) or ()
