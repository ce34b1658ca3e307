"""How letters look: the font and its colour everywhere, the size, style and case of components."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from pipeline.decree.checks.letters import SIZE_PT, common_size, letters, own, size_of, without_tags, written
from pipeline.decree.findings import Fault, Said, Where
from pipeline.decree.model import Look, Paragraph, Piece, Recognised
from pipeline.decree.rules import Rule, measure
from pipeline.decree.say import (
    BOLD,
    CAPITALS,
    ITALIC,
    NOT_BOLD,
    NOT_CAPITALS,
    UPRIGHT,
    colour,
    either,
    listed,
    point_range,
    points,
    raw,
)
from pipeline.vietnamese import is_syllable


# --- everywhere --------------------------------------------------------------------------------------------------
def everything(document: Recognised) -> Iterator[Paragraph]:
    """All paragraphs, then those of headers and footers, each once."""
    yield from document.measured.paragraphs
    seen: set[tuple[str, int]] = set()
    for section in document.measured.sections:
        for strip in section.strips:
            for paragraph in strip.paragraphs:
                if (paragraph.part, paragraph.index) not in seen:
                    seen.add((paragraph.part, paragraph.index))
                    yield paragraph


def _strangers(paragraph: Paragraph, value: Callable[[Look], str | None]) -> Iterator[tuple[str, Where]]:
    """The wrong values of a paragraph (``value`` is None for a right one) with the words that have them."""
    if all(value(span.look) is None for span in paragraph.spans) and paragraph.label_look is None:
        return
    parts = written(paragraph)
    wrong: dict[str, list[str]] = {}
    for text, look in parts:
        got = value(look)
        if got is not None:
            wrong.setdefault(got, []).append(text)
    for got, texts in wrong.items():
        whole = len(texts) == len(parts)
        yield got, Where.of(paragraph, "" if whole else " ".join("".join(texts).split()))


@measure("font-family", families=True, pdf_families=False, old=False)
def font_family(document: Recognised, rule: Rule) -> Iterable[Fault]:
    """Every letter is of one of ``families``; in a PDF also of ``pdf_families``, which look the same.

    A family of the PDF may bear a style at its end (``TimesNewRomanPS-BoldMT``). ``old``: how families begin that
    another rule is about, those of old encodings.
    """
    named = [_key(name) for name in rule["families"]]
    pdf = document.measured.format == "pdf"
    begins = tuple(named + [_key(name) for name in rule.get("pdf_families", [])])

    old = tuple(name.lower() for name in rule.get("old", []))

    def stranger(look: Look) -> str | None:
        if not look.font or (_key(look.font).startswith(begins) if pdf else _key(look.font) in named):
            return None
        if look.font.lower().startswith(old):
            return None
        return look.font

    for paragraph in everything(document):
        for got, where in _strangers(paragraph, stranger):
            yield Fault(where, raw(got), raw(rule["families"][0]))


@lru_cache(maxsize=1000)
def _key(font: str) -> str:
    return "".join(character for character in font.partition("+")[2] or font if character.isalnum()).lower()


@measure("colour", colour=True, not_of=False, tolerance=False)
def colour_of(document: Recognised, rule: Rule) -> Iterable[Fault]:
    """Every letter has the ``colour`` (RRGGBB), each channel within ``tolerance``; the components
    ``not_of`` may have another. With ``of`` only the letters of those components."""
    spared = {piece.paragraph.index for piece in document.all(*rule.get("not_of", []))}
    about = {piece.paragraph.index for piece in document.all(*rule.of)} if rule.of else None

    def stranger(look: Look) -> str | None:
        return None if _near(look.colour, rule["colour"], rule.get("tolerance", 0)) else look.colour

    for paragraph in everything(document):
        if paragraph.index in spared or not (about is None or paragraph.index in about):
            continue
        for got, where in _strangers(paragraph, stranger):
            yield Fault(where, colour(got), colour(rule["colour"]))


@lru_cache(maxsize=1000)
def _near(got: str, wanted: str, tolerance: int) -> bool:
    try:
        pairs = [(int(got[n : n + 2], 16), int(wanted[n : n + 2], 16)) for n in (0, 2, 4)]
    except ValueError:
        return True
    return all(abs(one - other) <= tolerance for one, other in pairs)


# --- components --------------------------------------------------------------------------------------------------
@measure(
    "look",
    size=False,
    sample=False,
    size_as=False,
    bold=False,
    italic=False,
    case=False,
    words=False,
    most=False,
    sentences=False,
)
def look(document: Recognised, rule: Rule) -> Iterable[Fault]:
    """The letters of components: their size, style and case.

    ``size`` (from, to; points), ``sample`` (the size in the decree's samples: for who makes documents),
    ``size_as`` (the size that these components commonly have), ``bold``, ``italic``, ``case`` (``upper``, or
    ``sentence``: not all capitals). ``words``: pattern of what counts. ``most``: the style is that of most
    letters, so that single words may be set off. ``sentences``: paragraphs that end as a sentence or an item
    of a list does (false: those that do not: titles).
    """
    pieces = tuple(own_or_annex(document, rule))
    size = _sizes(document, rule) if pieces else None
    for piece in pieces:
        if rule.get("sentences") not in (None, _is_sentence(piece.text)):
            continue
        parts = written(piece, rule.get("words", ""))
        if parts:
            yield from _fault(piece, parts, size, rule)


def own_or_annex(document: Recognised, rule: Rule) -> Iterable[Piece]:
    """The components that a rule is about: of an annex only those that belong to annexes."""
    annexed = [name for name in rule.of if name.startswith("annex.")]
    rest = [name for name in rule.of if not name.startswith("annex.")]
    return (*own(document, *rest), *document.all(*annexed))


def _is_sentence(text: str) -> bool | None:
    """Whether a paragraph ends as a sentence does, or an item of a list; None if a tag ends it."""
    if text.endswith("}"):
        return None
    return text.endswith((".", ";", ":", ",", "…", "!", "?"))


def _sizes(document: Recognised, rule: Rule) -> tuple[float, float] | None:
    span: list[float] | None = rule.get("size")
    common = common_size(document, rule["size_as"]) if rule.get("size_as") else None
    if common is not None and (span is None or span[0] - SIZE_PT <= common <= span[1] + SIZE_PT):
        return common, common
    return None if span is None else (span[0], span[1])


def _fault(
    piece: Piece, parts: list[tuple[str, Look]], size: tuple[float, float] | None, rule: Rule
) -> Iterator[Fault]:
    """One fault with all that is wrong about a component, and only that."""
    wrong: list[tuple[Said, Said]] = []
    words: list[str] = []

    def note(strangers: list[tuple[str, Look]], found: Said, expected: Said) -> None:
        wrong.append((found, expected))
        words.extend(text for text, _ in strangers if text not in words and len(strangers) < len(parts))

    if size is not None:
        strange = [part for part in parts if _missized(part, size, bool(rule.get("most")))]
        if strange:
            values = Counter(round(part[1].size or 0.0, 1) for part in strange)
            note(strange, either(points(value) for value in sorted(values)), point_range(*size))
    for name, yes, no in (("bold", BOLD, NOT_BOLD), ("italic", ITALIC, UPRIGHT)):
        wish: bool | None = rule.get(name)
        strange = [part for part in parts if wish is not None and getattr(part[1], name) != wish]
        if strange and not (rule.get("most") and not _dominant(strange, parts)):
            note(strange, *((no, yes) if wish else (yes, no)))
    if cased := _miscased(parts, rule.get("case", "")):
        wrong.append(cased)
    if wrong:
        said = " ".join(" ".join(words).split())
        yield Fault(Where.of(piece, said), listed(one for one, _ in wrong), listed(other for _, other in wrong))


def _missized(part: tuple[str, Look], size: tuple[float, float], tolerant: bool) -> bool:
    """Whether a part has a wrong size. In running text a lone sign may: it may stand above the line."""
    got = part[1].size
    if got is None or (tolerant and letters(part[0]) < 4):
        return False
    return not size[0] - SIZE_PT <= round(got, 2) <= size[1] + SIZE_PT


def _dominant(strange: list[tuple[str, Look]], parts: list[tuple[str, Look]]) -> bool:
    return 2 * sum(letters(text) for text, _ in strange) > sum(letters(text) for text, _ in parts)


def _miscased(parts: list[tuple[str, Look]], case: str) -> tuple[Said, Said] | None:
    text = without_tags("".join(text for text, _ in parts))
    if case == "upper" and any(character.islower() for character in text):
        return NOT_CAPITALS, CAPITALS
    if case == "sentence" and text.isupper() and letters(text) > 3 and any(map(_is_word, text.split())):
        return CAPITALS, NOT_CAPITALS
    return None


def _is_word(text: str) -> bool:
    """Whether a word is one, and no abbreviation such as ``UBND``."""
    word = text.strip(",;:.()-/")
    return len(word) > 1 and is_syllable(word)


@measure("coherent-sizes", sets=True)
def coherent_sizes(document: Recognised, rule: Rule) -> Iterable[Fault]:
    """The sizes of components follow one of the ``sets`` (component -> points): the one that most of them fit."""
    sets: list[dict[str, Any]] = rule["sets"]
    sizes = {name: (piece, size_of(piece)) for name in sets[0] if (piece := document.first(name)) is not None}
    if len(sizes) < 2 or any(size is None for _, size in sizes.values()):
        return

    def strangers(wanted: dict[str, Any]) -> list[str]:
        return [name for name, (_, size) in sizes.items() if abs((size or 0.0) - wanted[name]) > SIZE_PT]

    best = min(sets, key=lambda wanted: len(strangers(wanted)))
    for name in strangers(best):
        piece, size = sizes[name]
        yield Fault(Where.of(piece), points(size or 0.0), points(best[name]))


@measure("uniform-size", most_of=False)
def uniform_size(document: Recognised, rule: Rule) -> Iterable[Fault]:
    """Components have one size throughout the main text: the one that most letters (of ``most_of``) have."""
    pieces = own(document, *rule.of)
    common = common_size(document, rule.get("most_of", rule.of)) if pieces else None
    for piece in pieces:
        size = size_of(piece)
        if common is not None and size is not None and abs(size - common) > SIZE_PT:
            yield Fault(Where.of(piece), points(size), points(common))
