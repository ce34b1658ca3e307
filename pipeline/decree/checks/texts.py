"""The words of a document as the rules of wording see them: one text to search, and the way back.

A document is read once for all rules. Template tags (``{{ … }}``, ``{% … %}``, ``[…]``) stand for text that nobody
knows yet; they become one sign that belongs to no word, so no rule takes offence at them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate
from typing import Any, Final

from pipeline.decree.findings import Fault, Said, Where
from pipeline.decree.model import Name, Paragraph, Piece, Recognised
from pipeline.decree.rules import Rule
from pipeline.i18n import N_
from pipeline.vietnamese import COPY_TYPES, DOCUMENT_TYPES, nfc
from pipeline.vietnamese.syllables import LETTERS

UNKNOWN: Final = "\ufffc"
"""Stands for a template tag: text of unknown content."""

PROSE: Final[tuple[Name, ...]] = (
    "cancu", "body", "h.phan.title", "h.chuong.title", "h.muc.arabic.title", "h.tieumuc.title", "h.muc.roman",
    "h.dieu", "h.khoan.titled", "h.khoan.plain", "h.diem", "h.dash", "h.plus", "h.decimal",
)  # fmt: skip
"""Components that are the running text."""

_TAG: Final = re.compile(r"\{\{[^{}]{0,2000}\}\}|\{%[^{}]{0,2000}%\}|\{#[^{}]{0,2000}#\}|\[[^\[\]\n]{2,120}\]")
_LONGEST_WORD: Final = 30
_QUOTED: Final = re.compile(r"“[^”\n]{1,400}”|\"[^\"\n]{1,400}\"")
_BULLET: Final = re.compile(r"[-\u2010-\u2015\u2022\u00b7\uf000-\uf0ff+*]")
_UPPER: Final = "".join(sorted({letter.upper() for letter in LETTERS} | set("FJWZ")))
_LOWER: Final = "".join(sorted(LETTERS | set("fjwz")))
_TYPES: Final = [kind.abbreviation for kind in DOCUMENT_TYPES if kind.abbreviation]
_NAMES: Final = [kind.name for kind in DOCUMENT_TYPES]
_MACROS: Final = {
    "@UPPER@": f"[{_UPPER}]",
    "@LOWER@": f"[{_LOWER}]",
    "@SMALL@": _LOWER,
    "@LETTER@": f"[{_UPPER}{_LOWER}]",
    "@TYPES@": "(?:" + "|".join(sorted(_TYPES, key=len, reverse=True)) + ")",
    "@TYPE_NAMES@": "(?:" + "|".join(sorted(_NAMES, key=len, reverse=True)) + ")",
    "@COPIES@": "(?:" + "|".join(kind.abbreviation or "" for kind in COPY_TYPES) + ")",
    "@BLANK@": r"[\s.\u2026_]*",
}


@cache
def pattern(text: str) -> re.Pattern[str]:
    """The compiled pattern of a profile.

    In it ``@UPPER@``, ``@LOWER@`` and ``@LETTER@`` stand for one letter, Vietnamese ones included (``@SMALL@``:
    the small ones, within ``[…]``), ``@TYPES@`` and ``@TYPE_NAMES@`` for the types of documents, ``@COPIES@`` for
    the kinds of copy, ``@BLANK@`` for room left to be filled in (spaces, dots, underscores). ``^``, ``$`` are the
    ends of a component.
    """
    for macro, meaning in _MACROS.items():
        text = text.replace(macro, meaning)
    return re.compile(nfc(text), re.MULTILINE)


def without_tags(text: str) -> str:
    """The text with :data:`UNKNOWN` for tags of a template and what stands in square brackets to be filled in."""
    return _TAG.sub(UNKNOWN, text) if "{" in text or "[" in text else text


def wording(piece: Piece) -> str:
    """The text of a component with the number or dash that Word puts before it; bullets of any shape are ``-``."""
    text, label = piece.text, nfc(piece.paragraph.label).strip()
    if label and not text.startswith(label):
        text = f"{'-' if _BULLET.fullmatch(label) else label} {text}"
    return without_tags(text)


@dataclass(frozen=True)
class Words:
    """Components, or paragraphs as they are stored, with their texts put together, one a line, so that a pattern
    searches them all at once."""

    items: tuple[Piece | Paragraph, ...]
    lines: tuple[str, ...]

    @cached_property
    def text(self) -> str:
        return "\n".join(self.lines)

    @cached_property
    def lower(self) -> str:
        """The text in small letters, every letter at the same place."""
        lower = self.text.lower()
        return lower if len(lower) == len(self.text) else "".join(char.lower()[0] for char in self.text)

    @cached_property
    def starts(self) -> list[int]:
        """Where each line begins in the text."""
        return [0, *accumulate(len(line) + 1 for line in self.lines[:-1])]

    @cached_property
    def quoted(self) -> list[tuple[int, int]]:
        """What stands between quotation marks within one line: the words of somebody else."""
        return [match.span() for match in _QUOTED.finditer(self.text)]

    def line_at(self, position: int) -> int:
        """Number of the line that holds this position of the text."""
        return bisect_right(self.starts, position) - 1

    def places(self, phrase: str) -> list[int]:
        """Where a phrase, given in small letters, stands as whole words, whatever its capitals."""
        found, at, lower = [], self.lower.find(phrase), self.lower
        while at >= 0:
            end = at + len(phrase)
            if not (lower[at - 1 : at].isalnum() or lower[end : end + 1].isalnum()):
                found.append(at)
            at = lower.find(phrase, end)
        return found

    def word_start(self, position: int) -> int:
        """Where the word before this position begins, on the same line."""
        line = self.starts[self.line_at(position)]
        start = position
        while start > line and position - start < _LONGEST_WORD and self.text[start - 1] not in " \u00a0\t":
            start -= 1
        return start

    def begins_sentence(self, position: int) -> bool:
        """Whether a sentence, an entry or a quotation begins here."""
        before = self.text[max(0, position - 4) : position].rstrip(" (-+*")
        return not before or before[-1] in '.?!:;\n/)“"'

    def where(self, start: int, end: int) -> Where:
        return Where.of(self.items[self.line_at(start)], self.text[start:end])

    def is_quoted(self, position: int) -> bool:
        at = bisect_right(self.quoted, (position, len(self.text) + 1)) - 1
        return at >= 0 and self.quoted[at][0] <= position < self.quoted[at][1]


def words_of(document: Recognised, names: Sequence[str] = (), main: bool = False) -> Words:
    """The words of these components (of all, if none are named) in the order of the document.

    ``main``: without annexes. Kept with the document: rules that ask for the same get the same.
    """
    kept: dict[Any, Words] = vars(document).setdefault("_words", {})
    key = (tuple(names), main)
    if key not in kept:
        wanted = frozenset(names)
        pieces = tuple(
            piece
            for piece in document.pieces
            if (not wanted or piece.name in wanted) and not (main and piece.annex is not None)
        )
        kept[key] = Words(pieces, tuple(map(wording, pieces)))
    return kept[key]


def own(document: Recognised, name: str) -> Piece | None:
    """The component of the document itself, not of an annex or of a document attached to it."""
    return next((piece for piece in document.by_name.get(name, ()) if piece.annex is None), None)


def stored_words_of(document: Recognised) -> Words:
    """The paragraphs of a document with their letters as they are stored, kept with it."""
    kept: dict[Any, Words] = vars(document).setdefault("_words", {})
    if "stored" not in kept:
        paragraphs = document.measured.paragraphs
        kept["stored"] = Words(paragraphs, tuple(without_tags(p.text.replace("\n", " ")) for p in paragraphs))
    return kept["stored"]


def is_head(names: Sequence[str]) -> bool:
    """Whether these are components of the document itself, which an annex or an attached document may have too."""
    return not any(name in PROSE or name.startswith("annex.") for name in names)


def gathered_once(hits: Iterable[Fault]) -> Iterator[Fault]:
    """One fault for all, at the place of the first, with the number of the others: for habits of a writer."""
    faults = list(hits)
    if len(faults) > 1:
        first = faults[0]
        found = Said(N_("{found} and {count} more like it"), {"found": first.found, "count": len(faults) - 1})
        yield Fault(first.where, found, first.expected)
    else:
        yield from faults


def excused(document: Recognised, rule: Rule) -> bool:
    """Whether ``when`` or ``unless`` of a rule spare this document.

    Both name components (``of``) and a ``pattern``: the rule is held only against documents in which one of them
    matches, or in which none does.
    """
    when, unless = rule.get("when"), rule.get("unless")
    return (when is not None and not _matches(document, when)) or (
        unless is not None and _matches(document, unless)
    )


def _matches(document: Recognised, condition: Any) -> bool:
    return pattern(condition["pattern"]).search(words_of(document, condition["of"]).text) is not None
