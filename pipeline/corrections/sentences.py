"""The sentences of a document, and which of them are other than in an earlier one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.corrections.comparison import alike, blocks, body_of, story, text_likeness
from pipeline.corrections.markup import Element
from pipeline.corrections.tables import above, cell_text, cells, head_rows, heads, row_label
from pipeline.corrections.texts import paragraph_text
from pipeline.docx.package import read_package
from pipeline.docx.revisions import P, rows

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


class Row(str):
    """A row of a table as one sentence: its cells divided by bars. ``heads``: what stands above each."""

    __slots__ = ("cells", "heads")
    cells: tuple[str, ...]
    heads: tuple[str, ...]

    def __new__(cls, cells: Sequence[str], heads: Sequence[str] = ()) -> Row:
        row = super().__new__(cls, " | ".join(cells))
        row.cells, row.heads = tuple(cells), tuple(heads)
        return row


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """A sentence before and after; "" where it is on one side.

    Of a row of a table that is on both sides only the cells that changed are named, else all of them.
    """

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


def _lines(body: Element) -> Iterator[Sequence[str]]:
    for block in blocks(body):
        if block.tag == P:
            yield split_sentences(" ".join(paragraph_text(block).split()))
            continue
        head = head_rows(block)
        columns = heads(head)
        for row in rows(block):
            texts = [cell_text(cell) for cell in cells(row)]
            if any(texts):
                yield [Row(texts, above(cells(row), columns) if row not in head else ())]


def changed_sentences(before: Sequence[str], after: Sequence[str]) -> tuple[SentenceChange, ...]:
    """The sentences that are not the same, in order; one that was rewritten stands beside what it was."""
    found: list[SentenceChange] = []
    for kind, a0, a1, b0, b1 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            found += _changes(before[a0:a1], after[b0:b1])
    return tuple(found)


def _changes(before: Sequence[str], after: Sequence[str]) -> Iterator[SentenceChange]:
    """Sentences of which none is the same on the other side."""
    for i, j in alike(len(before), len(after), lambda i, j: text_likeness(before[i], after[j])):
        yield _change("" if i is None else before[i], "" if j is None else after[j])


def _change(before: str, after: str) -> SentenceChange:
    if isinstance(before, Row) and isinstance(after, Row) and _comparable(before, after):
        changed = [at for at, cell in enumerate(before.cells) if cell != after.cells[at]]
        if all(before.heads[at] for at in changed):
            return SentenceChange(_named(before, changed), _named(after, changed))
    return SentenceChange(str(before), str(after))


def _comparable(before: Row, after: Row) -> bool:
    """Whether two rows are of one thing in the same columns."""
    same = before.heads == after.heads and len(before.heads) == len(before.cells) == len(after.cells)
    return same and row_label(before.cells) == row_label(after.cells) != ""


def _named(row: Row, wanted: Sequence[int]) -> str:
    """Some cells of a row below the name of the row: Văn phòng › Tổng số người: 90; Cán bộ, công chức: 62."""
    return f"{row_label(row.cells)} › " + "; ".join(f"{row.heads[at]}: {row.cells[at] or '–'}" for at in wanted)
