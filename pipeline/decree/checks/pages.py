"""Measures of what only pages show: troubles that the reader of a format saw, and what stands alone on a page."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from pipeline.decree.findings import Fault, Said, Where
from pipeline.decree.model import Paragraph, Piece, Recognised, Trouble
from pipeline.decree.rules import Rule, measure
from pipeline.decree.say import quote
from pipeline.i18n import N_

_BLANK: Final = Said(N_("a page without text"))
_EXPECTED: Final = {
    "missing-glyphs": Said(N_("letters that the PDF has a code for")),
    "mixed-families": Said(N_("one font in a word")),
    "overlap": Said(N_("texts that do not cover each other")),
    "blank-page": Said(N_("no empty page")),
    "scanned": Said(N_("pages with text")),
}
_TITLES: Final = frozenset(
    {
        "h.phan", "h.phan.title", "h.chuong", "h.chuong.title", "h.muc.arabic", "h.muc.arabic.title", "h.tieumuc",
        "h.tieumuc.title", "h.muc.roman", "h.dieu", "h.khoan.titled", "h.decimal", "annex.label", "annex.title",
    }
)  # fmt: skip
_BESIDE: Final = frozenset({"sign.authority", "sign.title", "sign.othertitle", "sign.name", "noinhan.label"})
_NO_TEXT: Final = _BESIDE | {"noinhan.item", "pagenum", "diachi", "kyhieu", "soanthao", "other"}


@measure("trouble", kind=True)
def trouble(document: Recognised, rule: Rule) -> Iterable[Fault]:
    """What the reader of the format saw: ``kind`` is that of :class:`~pipeline.decree.model.Trouble`."""
    kind = rule["kind"]
    for found in document.measured.troubles:
        if found.kind == kind:
            said = quote(found.found) if found.found else _BLANK
            yield Fault(_place(document, found), said, _EXPECTED.get(kind, Said(N_("nothing of the kind"))))


def _place(document: Recognised, found: Trouble) -> Where:
    page = None if found.page is None else found.page + 1
    if found.paragraph is None or found.paragraph >= len(document.measured.paragraphs):
        return Where(page=page, box=found.box)
    paragraph = document.measured.paragraphs[found.paragraph]
    text = " ".join(paragraph.text.split())
    return Where(
        paragraph.index + 1, text[:200], found.found[:200], paragraph.part, paragraph.section + 1, page, found.box
    )


@measure("lone-heading")
def lone_heading(document: Recognised, _rule: Rule) -> Iterable[Fault]:
    """A heading at the foot of a page whose text begins on the next."""
    pieces = [piece for piece in document.pieces if piece.paragraph.lines and piece.name != "pagenum"]
    for piece, then in pairwise(pieces):
        if piece.name not in _TITLES or not _is_title(piece):
            continue
        page = piece.paragraph.lines[-1].page
        if then.paragraph.lines[0].page == page + 1 and then.paragraph is not piece.paragraph:
            yield Fault(
                Where.of(piece),
                Said(N_("the last line of page {page}"), {"page": page + 1}),
                Said(N_("on one page with the text that follows")),
            )


def _is_title(piece: Piece) -> bool:
    """Whether a heading is bold, or in capitals, as a whole: one that goes on as a sentence is text itself."""
    shown = [span for span in piece.spans if span.text.strip()]
    return piece.text.isupper() or all(span.look.bold for span in shown)


@measure("lone-signer")
def lone_signer(document: Recognised, _rule: Rule) -> Iterable[Fault]:
    """The signer's block on a page that has no line of the text."""
    signers = [piece for piece in document.all(*_BESIDE) if piece.paragraph.page and piece.annex is None]
    texts = _pages(piece.paragraph for piece in document.pieces if piece.name not in _NO_TEXT)
    for page in sorted(_pages(piece.paragraph for piece in signers if piece.name != "noinhan.label")):
        if page and page not in texts:
            first = next(piece for piece in signers if piece.paragraph.page == page)
            yield Fault(
                Where.of(first),
                Said(N_("no line of the text on page {page}"), {"page": page + 1}),
                Said(N_("at least two lines of the text above it")),
            )


def _pages(paragraphs: Iterable[Paragraph]) -> set[int]:
    return {line.page for paragraph in paragraphs for line in paragraph.lines}
