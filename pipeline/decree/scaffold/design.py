"""How a scaffolded template looks: sizes, margins and gaps, taken from the rules that later check it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from pipeline.decree.rules import Profile, Rule
from pipeline.docx.metrics import TWIPS_PER_MM, twips


@dataclass(frozen=True, slots=True)
class Letters:
    """How the letters of a component look; ``size`` in points."""

    size: float
    bold: bool = False
    italic: bool = False


SAMPLE: Final[Mapping[str, Letters]] = MappingProxyType(
    {
        "quochieu": Letters(12, bold=True),
        "tieungu": Letters(13, bold=True),
        "organ.parent": Letters(12),
        "organ.issuer": Letters(12, bold=True),
        "so": Letters(13),
        "diadanh": Letters(13, italic=True),
        "tenloai": Letters(14, bold=True),
        "trichyeu": Letters(14, bold=True),
        "trichyeu.cv": Letters(12),
        "authority": Letters(14, bold=True),
        "cancu": Letters(14, italic=True),
        "decides": Letters(14, bold=True),
        "kinhgui": Letters(14),
        "body": Letters(14),
        "h.phan": Letters(14, bold=True),
        "h.phan.title": Letters(14, bold=True),
        "h.chuong": Letters(14, bold=True),
        "h.chuong.title": Letters(14, bold=True),
        "h.muc.roman": Letters(14, bold=True),
        "h.dieu": Letters(14, bold=True),
        "h.khoan.titled": Letters(14, bold=True),
        "h.khoan.plain": Letters(14),
        "h.diem": Letters(14),
        "sign.title": Letters(14, bold=True),
        "sign.name": Letters(14, bold=True),
        "noinhan.label": Letters(12, bold=True, italic=True),
        "noinhan.item": Letters(11),
        "annex.label": Letters(14, bold=True),
        "annex.title": Letters(14, bold=True),
        "annex.kemtheo": Letters(14, italic=True),
        "diachi": Letters(11),
        "pagenum": Letters(14),
    }
)
"""Component -> letters: the column of sizes of Phụ lục I, Phần I, Mục V."""

_LARGE = {"quochieu": 13, "tieungu": 14, "organ.parent": 13, "organ.issuer": 13, "diadanh": 14}
_LEFT_COLUMN_MM = 67
"""Width of the left column of the head: what the form file gives it, and Quốc hiệu fits into the rest."""


@dataclass(frozen=True, slots=True)
class Design:
    """Everything measurable of a template: letters by component, lengths in twips, gaps in points."""

    letters: Mapping[str, Letters] = field(default_factory=lambda: SAMPLE)
    paper: tuple[int, int] = (11906, 16838)
    top: int = 1134
    bottom: int = 1134
    left: int = 1701
    right: int = 851
    first_line: int = 567
    before: float = 6
    line: float = 1.15
    under_number: float = 6

    def size(self, name: str) -> float:
        return self.letters[name].size

    @property
    def text_width(self) -> int:
        """The width of the text in twips."""
        return self.paper[0] - self.left - self.right

    @property
    def columns(self) -> tuple[int, int]:
        """The widths of the two columns of the head in twips."""
        left = twips(_LEFT_COLUMN_MM)
        return left, self.text_width - left

    @property
    def columns_mm(self) -> tuple[int, int]:
        """The same in whole millimetres."""
        return _LEFT_COLUMN_MM, round(self.columns[1] / TWIPS_PER_MM)


HOUSE: Final = Design(
    {name: Letters(_LARGE.get(name, look.size), look.bold, look.italic) for name, look in SAMPLE.items()}
)
"""The templates of the house: the set of sizes with 13 and 14 points in the head, the smallest margins."""


def design_of(profile: Profile) -> Design:
    """The design that keeps the rules of a profile: of a range the value nearest to the sample."""
    plain = Design()
    margins = {rule["edge"]: rule for rule in profile.rules if rule.measure == "margin"}
    sides = {side: margins[side]["range"] for side in ("top", "bottom", "left", "right") if side in margins}
    page = _rule(profile, "page-size")
    indent, gap = _rule(profile, "indent", "body"), _rule(profile, "para-gap", "body")
    line, under = _rule(profile, "line-spacing", "body"), _rule(profile, "gap-between", "trichyeu.cv")
    return replace(
        plain,
        letters={name: _letters(profile, name, look) for name, look in SAMPLE.items()},
        paper=(twips(page["width"]), twips(page["height"])) if page else plain.paper,
        **{side: _ceil(_within(getattr(plain, side) / TWIPS_PER_MM, *span)) for side, span in sides.items()},
        first_line=twips(indent["values"][0]) if indent else plain.first_line,
        before=max(plain.before, gap["min"]) if gap else plain.before,
        line=_within(plain.line, line["min"], line["max"]) if line else plain.line,
        under_number=under["gap"] if under else plain.under_number,
    )


def _rule(profile: Profile, measure: str, component: str = "") -> Rule | None:
    """The first rule that measures this (of a component)."""
    return next(
        (rule for rule in profile.rules if rule.measure == measure and (not component or component in rule.of)),
        None,
    )


def _letters(profile: Profile, name: str, sample: Letters) -> Letters:
    """The letters of a component as the rule about its look has them, else ours as far as that rule allows."""
    rule = _rule(profile, "page-number-look") if name == "pagenum" else _rule(profile, "look", name)
    if rule is None:
        return sample
    size = rule.get("sample") or _within(sample.size, *rule.get("size", (sample.size, sample.size)))
    return Letters(float(size), rule.get("bold", sample.bold), rule.get("italic", sample.italic))


def _within(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)


def _ceil(millimetres: float) -> int:
    """Twips that are never less than the millimetres."""
    return math.ceil(millimetres * TWIPS_PER_MM - 1e-9)
