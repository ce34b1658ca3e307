"""Automatic numbers and bullets: what a level looks like, and what stands before each numbered paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.decree.measure.properties import Values, paragraph_values, run_values
from pipeline.decree.measure.theme import Theme
from pipeline.decree.measure.units import QW, VAL, Element, integer, is_on, value_of

_MOST = 1_000_000
_PLACE = re.compile(r"%([1-9])")
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    )
)
_SYMBOLS = {
    "\uf0b7": "•",
    "\uf02d": "-",
    "\uf02b": "+",
    "\uf0a7": "▪",
    "\uf0d8": "➢",
    "\uf0fc": "✓",
    "\uf0e0": "→",
}
"""Bullets of the fonts Symbol and Wingdings, as letters that every font has."""


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list. ``paragraph`` and ``run`` are what its ``w:pPr`` and ``w:rPr`` say."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str = ""
    paragraph: Values = field(default_factory=dict)
    run: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class List_:
    """A ``w:num``: its abstract list (whose counters it shares), levels, and levels that it starts anew."""

    abstract: str
    levels: dict[int, Level]
    anew: dict[int, int]


class Numbering:
    """The lists of a document, read when they are used."""

    def __init__(self, root: Element | None, theme: Theme, list_of_style: dict[str, int] | None = None) -> None:
        self._root = root
        self._theme = theme
        self._of_style = list_of_style or {}
        self._lists: dict[int, List_ | None] = {}

    @cached_property
    def _numbers(self) -> dict[str, Element]:
        root = self._root
        return {} if root is None else {e.get(f"{QW}numId", ""): e for e in root.iterfind(f"{QW}num")}

    @cached_property
    def _abstracts(self) -> dict[str, Element]:
        root = self._root
        return (
            {} if root is None else {e.get(f"{QW}abstractNumId", ""): e for e in root.iterfind(f"{QW}abstractNum")}
        )

    def list_of(self, number_id: int) -> List_ | None:
        """The list ``w:numId`` names; None if there is none."""
        if number_id not in self._lists:
            self._lists[number_id] = self._read(number_id)
        return self._lists[number_id]

    def level(self, number_id: int, level: int) -> Level | None:
        found = self.list_of(number_id)
        return None if found is None else found.levels.get(level)

    def level_of_style(self, number_id: int, style: str) -> int | None:
        """The level of a list that is bound to a paragraph style."""
        found = self.list_of(number_id)
        levels = {} if found is None else found.levels
        return next((at for at, level in levels.items() if level.style == style), None)

    def _read(self, number_id: int) -> List_ | None:
        element = self._numbers.get(str(number_id))
        if element is None:
            return None
        name = value_of(element, "abstractNumId") or ""
        abstract = self._abstracts.get(name)
        if abstract is not None and (link := value_of(abstract, "numStyleLink")):
            # the levels stand where the numbering style is defined
            other = self._numbers.get(str(self._of_style.get(link, "")))
            name = name if other is None else value_of(other, "abstractNumId") or ""
            abstract = self._abstracts.get(name)
        if abstract is None:
            return None
        levels, anew = dict(self._levels(abstract)), {}
        for override in element.iterfind(f"{QW}lvlOverride"):
            at = integer(override.get(f"{QW}ilvl"), 0, 8)
            start = integer(value_of(override, "startOverride"), 0, _MOST)
            if at is not None and start is not None:
                anew[at] = start
            levels.update(self._levels(override))
        return List_(name, levels, anew)

    def _levels(self, parent: Element) -> list[tuple[int, Level]]:
        found = []
        for element in parent.iterfind(f"{QW}lvl"):
            at = integer(element.get(f"{QW}ilvl"), 0, 8)
            if at is not None:
                found.append((at, self._level(element)))
        return found

    def _level(self, element: Element) -> Level:
        paragraph, run = element.find(f"{QW}pPr"), element.find(f"{QW}rPr")
        legal = element.find(f"{QW}isLgl")
        format_ = element.find(f"{QW}numFmt")
        return Level(
            start=integer(value_of(element, "start"), 0, _MOST) or 0,
            format="decimal" if format_ is None else format_.get(VAL, "decimal"),
            text=(value_of(element, "lvlText") or "")[:100],
            restart=integer(value_of(element, "lvlRestart"), 0, 9),
            legal=legal is not None and is_on(legal),
            style=value_of(element, "pStyle") or "",
            paragraph={} if paragraph is None else paragraph_values(paragraph),
            run={} if run is None else run_values(run, self._theme),
        )


class Counter:
    """Counts the numbered paragraphs of a text, in reading order."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[tuple[int, int]] = set()

    def label(self, number_id: int, level: int) -> str:
        """Count a paragraph and tell what stands before it ("" for nothing)."""
        list_ = self._numbering.list_of(number_id)
        if list_ is None or level not in list_.levels:
            return ""
        counts = self._counts.setdefault(list_.abstract, [None] * 9)
        self._count(counts, list_, number_id, level)
        shown = list_.levels[level]
        if shown.format == "bullet":
            return "".join(_SYMBOLS.get(c, "•" if "\ue000" <= c <= "\uf8ff" else c) for c in shown.text).strip()
        return _PLACE.sub(lambda found: self._number(counts, list_, level, int(found[1]) - 1), shown.text).strip()

    def _count(self, counts: list[int | None], list_: List_, number_id: int, level: int) -> None:
        if level in list_.anew and (number_id, level) not in self._started:
            self._started.add((number_id, level))
            counts[level] = list_.anew[level]
        else:
            now = counts[level]
            counts[level] = list_.levels[level].start if now is None else min(now + 1, _MOST)
        for higher in range(level):
            if counts[higher] is None and higher in list_.levels:
                counts[higher] = list_.levels[higher].start
        for deeper in range(level + 1, 9):
            restart = list_.levels[deeper].restart if deeper in list_.levels else None
            if restart is None or level < restart:
                counts[deeper] = None

    @staticmethod
    def _number(counts: list[int | None], list_: List_, level: int, at: int) -> str:
        found = list_.levels.get(at)
        if found is None or at > level or found.format == "none":
            return ""
        legal = list_.levels[level].legal
        return numeral(counts[at] or 0, "decimal" if legal else found.format)


def numeral(value: int, format_: str) -> str:
    """A number as Word writes it in a list: ``iv``, ``IV``, ``d``, ``D``, ``04`` or ``4``."""
    if format_ in ("lowerRoman", "upperRoman") and 0 < value < 4000:
        roman = _roman(value)
        return roman.upper() if format_ == "upperRoman" else roman
    if format_ in ("lowerLetter", "upperLetter") and 0 < value <= 260:
        letters = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letters.upper() if format_ == "upperLetter" else letters
    if format_ == "decimalZero":
        return f"{value:02d}"
    return str(value)


def _roman(value: int) -> str:
    letters = []
    for worth, sign in _ROMAN:
        count, value = divmod(value, worth)
        letters.append(sign * count)
    return "".join(letters)
