"""The sentences of a document, and which of them are other than in an earlier one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.corrections.atoms import text_of
from pipeline.corrections.comparison import Element, alike, blocks, body_of, story, text_likeness
from pipeline.docx.package import read_package
from pipeline.docx.revisions import CELL, P, rows

SHORT = frozenset(
    {
        *("TP", "Tp", "TX", "Tx", "TT", "Th", "ThS", "GS", "PGS", "TS", "BS", "KS", "CN", "Ô", "Đ", "ĐT"),
        *("tr", "v.v", "vd", "VD", "ví", "đ/c", "Đ/c", "St", "No", "S", "q", "Q", "P", "p", "H", "h"),
    }
)
"""What stands before a full stop that ends no sentence: TP. Quảng Ngãi, ThS. Nguyễn Văn Minh."""
_END = re.compile(r"(?<=[.!?;…])[”\"’)]*\s+")
_LAST_WORD = re.compile(r"([\w./]+)\.[”\"’)]*\s*\Z")
_OUTLINE = re.compile(r"\s*(?:[IVXLCDM]+|\d+(?:\.\d+)*|[a-zđ])\.\s*\Z")


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """A sentence (or a row of a table, its cells divided by bars) before and after; "" where it is on one side."""

    before: str
    after: str


def split_sentences(text: str) -> list[str]:
    """The sentences and clauses (``;``) of a paragraph; neither numbers (1.234,5) nor abbreviations are cut."""
    found, start = [], 0
    for end in _END.finditer(text):
        piece = text[start : end.start()]
        last = _LAST_WORD.search(piece)
        goes_on = text[end.end() : end.end() + 1].islower() and not piece.endswith(";")
        if _OUTLINE.match(piece) or goes_on or (last and last.group(1) in SHORT):
            continue
        found.append(text[start : end.end()].strip())
        start = end.end()
    rest = text[start:].strip()
    return [*found, rest] if rest else found


def sentences(docx: bytes, name: str = "") -> list[str]:
    """The sentences of the body of a document; a row of a table is one.

    Raises:
        TemplateError: It cannot be read.
    """
    body = body_of(story(read_package(docx, name), name))
    return [sentence for line in _lines(body) for sentence in line]


def _lines(body: Element) -> Iterator[list[str]]:
    for block in blocks(body):
        if block.tag == P:
            yield split_sentences(" ".join(text_of(block).split()))
            continue
        for row in rows(block):
            cells = [" ".join(" ".join(text_of(p) for p in cell.iter(P)).split()) for cell in row.iter(CELL)]
            yield [" | ".join(cells)] if any(cells) else []


def changed_sentences(before: Sequence[str], after: Sequence[str]) -> tuple[SentenceChange, ...]:
    """The sentences that are not the same, in order; one that was rewritten stands beside what it was."""
    found: list[SentenceChange] = []
    for kind, a0, a1, b0, b1 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            here, there = before[a0:a1], after[b0:b1]
            for i, j in alike(len(here), len(there), lambda i, j, a=here, b=there: text_likeness(a[i], b[j])):  # type: ignore[misc]
                found.append(SentenceChange("" if i is None else here[i], "" if j is None else there[j]))
    return tuple(found)
