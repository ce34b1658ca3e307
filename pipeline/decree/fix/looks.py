"""Letters: family, colour, size, bold, italic, capitals."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from pipeline.decree.checks.letters import SIZE_PT, common_size, letters, size_of
from pipeline.decree.findings import Fault, Said
from pipeline.decree.fix import wording
from pipeline.decree.fix.markup import mark_of, properties, set_colour, set_font, set_size, set_toggle
from pipeline.decree.fix.state import Editing
from pipeline.decree.measure.units import Element
from pipeline.decree.model import Look, Paragraph, Piece, Recognised, Span
from pipeline.decree.rules import Rule
from pipeline.decree.say import BOLD, CAPITALS, ITALIC, NOT_BOLD, NOT_CAPITALS, UPRIGHT, listed, points, quote, raw
from pipeline.decree.say import colour as said_colour
from pipeline.i18n import N_

_OF_SIGNS: Final = re.compile(r"symbol|wingdings|webdings|dingbats|mt extra|marlett", re.IGNORECASE)
_OLD: Final = re.compile(r"\.vn|vni|vntime|\.tmc|vncomp", re.IGNORECASE)
"""Fonts in which other letters are stored than are shown: another family would show those."""
_TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_TOGGLES: Final = (("bold", "b", BOLD, NOT_BOLD), ("italic", "i", ITALIC, UPRIGHT))
_FEW: Final = 4
"""Letters below which a part of running text may have a size of its own: it may stand above the line."""


class Part(NamedTuple):
    """Letters of one look, and where in the text of their paragraph they stand."""

    start: int
    end: int
    text: str
    look: Look


def parts_of(paragraph: Paragraph, spans: Iterable[Span]) -> list[Part]:
    """Where the spans of a component stand in the text of its paragraph."""
    text, at = paragraph.text, 0
    found: list[Part] = []
    for span in spans:
        start = text.find(span.text, at)
        if start < 0:
            return []
        at = start + len(span.text)
        found.append(Part(start, at, span.text, span.look))
    return found


def _matched(parts: list[Part], words: str) -> list[Part]:
    """What a pattern of a rule matches of these parts."""
    match = re.search(words, "".join(part.text for part in parts)) if words else None
    if not words or match is None:
        return [] if words else parts
    found: list[Part] = []
    begin = 0
    for part in parts:
        first, last = max(match.start() - begin, 0), min(match.end() - begin, len(part.text))
        if first < last:
            found.append(Part(part.start + first, part.start + last, part.text[first:last], part.look))
        begin += len(part.text)
    return found


def _apply(editing: Editing, paragraph: Paragraph, parts: list[Part], change: Callable[[Element], None]) -> bool:
    """Change the run properties of these parts; False if they cannot be found in the markup."""
    element = editing.element(paragraph)
    if not wording.fits(element, paragraph.text):
        return False
    for start, end in _joined(parts):
        for run in wording.runs_at(element, start, end):
            change(properties(run))
    return True


def _joined(parts: list[Part]) -> Iterator[tuple[int, int]]:
    """The places of parts, those that touch as one."""
    start = end = -1
    for part in parts:
        if part.start != end:
            if end > start:
                yield start, end
            start = part.start
        end = part.end
    if end > start:
        yield start, end


# --- everywhere --------------------------------------------------------------------------------------------------


def family(editing: Editing, rule: Rule, fault: Fault) -> Said | None:
    """The first of the families of the rule, for all letters of another; fonts of signs and old encodings stay."""
    wanted: str = rule["families"][0]
    allowed = {_key(name) for name in rule["families"]}

    def is_strange(look: Look) -> bool:
        return bool(look.font) and _key(look.font or "") not in allowed and not _is_special(look.font or "")

    def change(found: Element, was: Look) -> None:
        set_font(found, wanted)
        for word, tag in (("bold", "b"), ("italic", "i")):
            if word in (was.font or "").lower().split():  # a face of its own: its letters stay so
                set_toggle(found, tag, True)

    return raw(wanted) if _everywhere(editing, fault, is_strange, change) else None


def _key(font: str) -> str:
    return "".join(character for character in font if character.isalnum()).lower()


def _is_special(font: str) -> bool:
    return _OF_SIGNS.search(font) is not None or _OLD.match(font) is not None


def colour(editing: Editing, rule: Rule, fault: Fault) -> Said | None:
    wanted: str = rule["colour"]

    def change(found: Element, _was: Look) -> None:
        set_colour(found, wanted)

    is_done = _everywhere(editing, fault, lambda look: look.colour != wanted, change)
    return said_colour(wanted) if is_done else None


def _everywhere(
    editing: Editing, fault: Fault, is_strange: Callable[[Look], bool], change: Callable[[Element, Look], None]
) -> bool:
    """Change the runs of a paragraph that look strange, and the look of its number."""
    paragraph = editing.paragraph(fault)
    if paragraph is None:
        return False
    element = editing.element(paragraph)
    parts = [part for part in parts_of(paragraph, paragraph.spans) if letters(part.text) and is_strange(part.look)]
    if parts and not wording.fits(element, paragraph.text):
        return False
    for part in parts:
        for run in wording.touching(element, part.start, part.end):
            change(properties(run), part.look)
    label = paragraph.label_look
    of_label = label is not None and is_strange(label)
    if label is not None and of_label:
        change(mark_of(element), label)
    return bool(parts) or of_label


# --- components --------------------------------------------------------------------------------------------------


def look(editing: Editing, rule: Rule, fault: Fault) -> Said | None:
    """Size, bold, italic and capitals as the rule has them."""
    done: list[Said] = []
    for piece in editing.pieces(rule, fault):
        parts = _matched(parts_of(piece.paragraph, piece.spans), rule.get("words", ""))
        done += _sized(editing, rule, piece, parts)
        for name, tag, yes, no in _TOGGLES:
            wish: bool | None = rule.get(name)
            if wish is not None and _toggled(editing, rule, piece, parts, (name, tag, wish)):
                done.append(yes if wish else no)
        done += _cased(editing, rule, piece, parts)
    return listed(dict.fromkeys(done)) if done else None


def _sized(editing: Editing, rule: Rule, piece: Piece, parts: list[Part]) -> list[Said]:
    target = size_for(editing.document, editing.state.rules, rule, piece)
    if target is None:
        return []
    low, high = (target, target) if rule.get("size_as") else (rule["size"][0], rule["size"][1])
    few = _FEW if rule.get("most") else 1

    def is_strange(look: Look) -> bool:
        return look.size is not None and not low - SIZE_PT <= look.size <= high + SIZE_PT

    strange = [part for part in parts if letters(part.text) >= few and is_strange(part.look)]
    is_done = bool(strange) and _apply(editing, piece.paragraph, strange, lambda found: set_size(found, target))
    label = _label_of(piece, rule)
    if label is not None and is_strange(label):
        set_size(mark_of(editing.element(piece.paragraph)), target)
        is_done = True
    return [points(target)] if is_done else []


def _label_of(piece: Piece, rule: Rule) -> Look | None:
    """The look of the automatic number before a component, if a rule looks at it."""
    is_first = piece.spans[:1] == piece.paragraph.spans[:1]
    has_letters = letters(piece.paragraph.label) > 0
    return piece.paragraph.label_look if is_first and has_letters and not rule.get("words") else None


def _toggled(editing: Editing, rule: Rule, piece: Piece, parts: list[Part], wanted: tuple[str, str, bool]) -> bool:
    name, tag, wish = wanted
    strange = [part for part in parts if letters(part.text) and getattr(part.look, name) != wish]
    label = _label_of(piece, rule)
    of_label = label is not None and getattr(label, name) != wish
    if rule.get("most"):
        wrong = sum(letters(part.text) for part in strange)
        if 2 * wrong <= sum(letters(part.text) for part in parts):
            return False
    is_done = bool(strange) and _apply(
        editing, piece.paragraph, strange, lambda found: set_toggle(found, tag, wish)
    )
    if of_label:
        set_toggle(mark_of(editing.element(piece.paragraph)), tag, wish)
    return is_done or of_label


def _cased(editing: Editing, rule: Rule, piece: Piece, parts: list[Part]) -> list[Said]:
    element, text = editing.element(piece.paragraph), piece.paragraph.text
    if not parts or not rule.get("case") or not wording.fits(element, text):
        return []
    start, end = parts[0].start, parts[-1].end
    if rule["case"] == "upper":
        tags = [match.span() for match in _TAG.finditer(text)]
        return [CAPITALS] if wording.capitalise(element, start, end, tags) else []
    stored = wording.text_of(element)[start:end]
    if not text[start:end].isupper() or stored.isupper():
        return []  # which letters are capitals is not known
    for run in wording.runs_at(element, start, end):
        for tag in ("caps", "smallCaps"):
            set_toggle(properties(run), tag, False)
    return [NOT_CAPITALS]


# --- sizes -------------------------------------------------------------------------------------------------------


def size_for(document: Recognised, rules: Iterable[Rule], rule: Rule, piece: Piece) -> float | None:
    """The size that a component shall have: that of its set, else that of the components it goes with, else the
    nearest that the rule allows."""
    allowed: list[float] | None = rule.get("size")

    def fits(size: float | None) -> bool:
        return size is not None and (allowed is None or allowed[0] - SIZE_PT <= size <= allowed[1] + SIZE_PT)

    sets: list[dict[str, float]] = next(
        (other["sets"] for other in rules if other.measure == "coherent-sizes"), []
    )
    of_set = next((one for one in _nearest_sets(document, sets)), {}).get(piece.name)
    alike = rule.get("size_as") or next((other["most_of"] for other in rules if _is_uniform(other, piece)), None)
    common = common_size(document, alike) if alike else None
    for size in (of_set, common):
        if fits(size):
            return size
    got = size_of(piece)
    return None if allowed is None or got is None else min(max(got, allowed[0]), allowed[1])


def _is_uniform(rule: Rule, piece: Piece) -> bool:
    return rule.measure == "uniform-size" and piece.name in rule.of and bool(rule.get("most_of"))


def _nearest_sets(document: Recognised, sets: list[dict[str, float]]) -> list[dict[str, float]]:
    """The sets of sizes, first the one that most of its components have, of equal ones the nearest."""
    sizes: dict[str, float] = {}
    for name in sets[0] if sets else ():
        piece = document.first(name)
        size = None if piece is None else size_of(piece)
        if size is not None:
            sizes[name] = size

    def distance(wanted: dict[str, float]) -> tuple[int, float]:
        gaps = [abs(size - wanted[name]) for name, size in sizes.items()]
        return sum(gap > SIZE_PT for gap in gaps), sum(gaps)

    return sorted(sets, key=distance) if sizes else []


def coherent(editing: Editing, rule: Rule, _fault: Fault) -> Said | None:
    """The sizes of the set that most components have."""
    return _as_set(editing, _nearest_sets(editing.document, rule["sets"])[:1])


def coherent_otherwise(editing: Editing, rule: Rule, _fault: Fault) -> Said | None:
    """The sizes of the next set, where those of the nearest need more room than there is."""
    return _as_set(editing, _nearest_sets(editing.document, rule["sets"])[1:2])


def _as_set(editing: Editing, sets: list[dict[str, float]]) -> Said | None:
    """Give the components the sizes of a set; if that changes several, they are said with their words."""
    for wanted in sets:
        pieces = ((editing.document.first(name), size) for name, size in wanted.items())
        resized = [(piece, size) for piece, size in pieces if piece is not None and _resized(editing, piece, size)]
        if len(resized) > 1:
            return listed(_with_words(piece, size) for piece, size in resized)
        return points(resized[0][1]) if resized else None
    return None


def _with_words(piece: Piece, size: float) -> Said:
    text = quote(" ".join(piece.text.split()), 24)
    return Said(N_("{text} {size}"), {"text": text, "size": points(size)})


def uniform(editing: Editing, rule: Rule, fault: Fault) -> Said | None:
    """The size that most of the text has."""
    common = common_size(editing.document, rule.get("most_of", rule.of))
    for piece in editing.pieces(rule, fault):
        if common is not None:
            return _resized(editing, piece, common)
    return None


def _resized(editing: Editing, piece: Piece, size: float) -> Said | None:
    def is_strange(part: Part) -> bool:
        return part.look.size is not None and abs(part.look.size - size) > SIZE_PT

    parts = [part for part in parts_of(piece.paragraph, piece.spans) if letters(part.text) and is_strange(part)]
    is_done = _apply(editing, piece.paragraph, parts, lambda found: set_size(found, size)) if parts else False
    return points(size) if is_done else None
