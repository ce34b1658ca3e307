"""Random edits outside the figures, for Hypothesis: what they do does not depend on what the figures say.

A place is drawn as a number and taken modulo what there is, so that every edit fits every document.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import strategies as st
from lxml import etree
from word import (
    Document,
    Edit,
    Element,
    copied,
    cut,
    make,
    new_paragraph,
    plain_runs,
    run,
    saved,
    set_look,
    split_runs,
    text_of,
)
from word_controls import as_deleted, change

WORDS = ("nhìn chung", "đơn vị đã", "kết quả tốt", "(có 61 người)", "<&>", "  ", "năm 2024", "Ủy ban", "đ/c")


@dataclass(frozen=True)
class Act:
    """One edit: what, in which paragraph, at which place in it, with what text."""

    kind: str
    paragraph: int
    at: int
    text: str

    def __call__(self, document: Document) -> None:
        KINDS[self.kind](document, self)

    def chosen(self, document: Document) -> Element:
        """A paragraph of the body outside the blocks of the program."""
        found = document.free_paragraphs()
        return found[self.paragraph % len(found)]

    def spot(self, document: Document) -> tuple[Element, int] | None:
        """A run outside figures and a place inside its text; none in a paragraph without such text."""
        runs = [plain for plain in plain_runs(self.chosen(document)) if text_of(plain)]
        if not runs:
            return None
        chosen = runs[self.at % len(runs)]
        return chosen, self.at % (len(text_of(chosen)) + 1)

    def piece(self, document: Document) -> Element | None:
        """A run of its own for a part of some text, or None."""
        spot = self.spot(document)
        if spot is None:
            return None
        chosen, at = spot
        if at in (0, len(text_of(chosen))):
            return chosen
        return cut(document, chosen, at)[1]


def _type(document: Document, act: Act) -> None:
    if spot := act.spot(document):
        chosen, at = spot
        first, second = cut(document, chosen, at)
        first.addnext(run(act.text, first, rsidR=document.rsid()))
        for half in (first, second):
            if not text_of(half):
                half.getparent().remove(half)


def _delete(document: Document, act: Act) -> None:
    if (piece := act.piece(document)) is not None:
        piece.getparent().remove(piece)


def _bold(document: Document, act: Act) -> None:
    if (piece := act.piece(document)) is not None:
        set_look(piece, "b")


def _proof(document: Document, act: Act) -> None:
    if (piece := act.piece(document)) is not None:
        piece.addprevious(make("proofErr", type="spellStart"))
        piece.addnext(make("proofErr", type="spellEnd"))


def _bookmark(document: Document, act: Act) -> None:
    if (piece := act.piece(document)) is not None:
        number = document.id()
        piece.addprevious(make("bookmarkStart", id=number, name=f"Dau{number}"))
        piece.addnext(make("bookmarkEnd", id=number))


def _track(document: Document, act: Act) -> None:
    if (piece := act.piece(document)) is not None:
        new = run(act.text, piece, rsidR=document.rsid())
        as_deleted(document, piece).addnext(change(document, "ins", new))


def _paste_around_a_figure(document: Document, act: Act) -> None:
    figures = [sdt for sdt in document.figures() if sdt.getparent().getparent() is document.body]
    if figures:
        figures[act.at % len(figures)].addnext(run(act.text, rsidR=document.rsid()))


def _add(document: Document, act: Act) -> None:
    like = act.chosen(document)
    like.addnext(new_paragraph(document, act.text, like))


def _remove(document: Document, act: Act) -> None:
    chosen = act.chosen(document)
    if len(document.free_paragraphs()) > 1 and next(chosen.iter("{*}sectPr"), None) is None:
        chosen.getparent().remove(chosen)


def _move(document: Document, act: Act) -> None:
    found = document.free_paragraphs()
    target = found[act.at % len(found)]
    if target is not act.chosen(document):
        target.addnext(act.chosen(document))


def _copy(document: Document, act: Act) -> None:
    found = document.free_paragraphs()
    found[act.at % len(found)].addnext(copied(document, act.chosen(document)))


def _centre(document: Document, act: Act) -> None:
    chosen = act.chosen(document)
    if chosen.find("{*}pPr") is None:
        chosen.insert(0, make("pPr"))
    names = {etree.QName(child).localname for child in chosen.find("{*}pPr")}
    if names <= {"pStyle", "keepNext"}:  # what comes before it, and what data may bring
        chosen.find("{*}pPr").append(make("jc", val="center"))


def _wear(document: Document, act: Act) -> None:
    """What is left of long work: everything split, and saved."""
    split_runs(document, document.free_paragraphs())
    saved()(document)


KINDS: dict[str, Callable[[Document, Act], None]] = {
    "type": _type,
    "delete": _delete,
    "bold": _bold,
    "proof": _proof,
    "bookmark": _bookmark,
    "track": _track,
    "paste around a figure": _paste_around_a_figure,
    "add a paragraph": _add,
    "remove a paragraph": _remove,
    "move a paragraph": _move,
    "copy a paragraph": _copy,
    "centre": _centre,
    "wear": _wear,
}

acts: st.SearchStrategy[Edit] = st.builds(
    Act,
    kind=st.sampled_from(sorted(KINDS)),
    paragraph=st.integers(0, 60),
    at=st.integers(0, 400),
    text=st.sampled_from(WORDS),
)
sequences: st.SearchStrategy[list[Edit]] = st.lists(acts, min_size=1, max_size=8)
