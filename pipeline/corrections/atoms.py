"""A paragraph in the pieces that a comparison moves about: words, figures as wholes, and what else is in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from itertools import groupby

from lxml import etree

from pipeline.corrections.markup import Element
from pipeline.corrections.texts import control_key
from pipeline.docx.revisions import SDT, P, R, T, new_run, plain
from pipeline.docx.source import QW, W

WORD = re.compile(r"\d+(?:[.,/:]\d+)*%?|\w+|\s+|.", re.DOTALL)
"""A number is one piece with its separators: 1.234,5 and 12/2025."""
_SIGNS = {f"{QW}tab": "\t", f"{QW}br": "\n", f"{QW}cr": "\n", f"{QW}noBreakHyphen": "\u2011"}
_RPR, _PPR = f"{QW}rPr", f"{QW}pPr"
_UNSEEN = frozenset(f"{QW}{name}" for name in ("lastRenderedPageBreak", "softHyphen"))
_ZERO_WIDTH = frozenset(
    f"{QW}{name}"
    for name in ("bookmarkStart", "bookmarkEnd", "proofErr", "commentRangeStart", "commentRangeEnd", "permStart")
)


@dataclass(frozen=True, eq=False, slots=True)
class Atom:
    """A piece of a paragraph.

    ``key`` is what makes it the same in two documents: the text of a word, the key of a figure whatever its text.
    ``source`` is the run or the other element that it is of, ``content`` its children of the run; ``width``: False
    for what no reader sees (bookmarks).
    """

    key: str
    text: str
    source: Element
    content: tuple[Element, ...] = ()
    figure: str = ""
    width: bool = True

    @property
    def look(self) -> Element | None:
        """The run properties of its (first) run."""
        found: Element | None = next(self.source.iter(R), self.source).find(_RPR)
        return found


def atoms(paragraph: Element) -> list[Atom]:
    """The pieces of a paragraph, in order."""
    return [atom for child in paragraph if child.tag != _PPR for atom in _of_child(child)]


def _of_child(child: Element) -> Iterator[Atom]:
    if child.tag == R:
        yield from _of_run(child)
    elif child.tag == SDT and (key := control_key(child)[0]):
        yield Atom(f"\0{key}", _text(child), child, figure=key)
    elif child.tag in _ZERO_WIDTH or not isinstance(child.tag, str):
        yield Atom("", "", child, width=False)
    else:
        text = _text(child)
        yield Atom(f"\0{child.tag}\0{text}", text, child)


def _of_run(run: Element) -> Iterator[Atom]:
    for child in run:
        if child.tag == T:
            for piece in WORD.findall(child.text or ""):
                yield Atom(piece, piece, run, (_written(piece),))
        elif child.tag in _SIGNS:
            yield Atom(_SIGNS[str(child.tag)], _SIGNS[str(child.tag)], run, (child,))
        elif child.tag not in _UNSEEN and child.tag != _RPR:
            yield Atom(f"\0{child.tag}", "", run, (child,))


def _written(text: str) -> Element:
    found = new_run(text).find(T)
    return etree.Element(T) if found is None else found


def _text(element: Element) -> str:
    pieces = (e for e in element.iter(T, *_SIGNS))
    return "".join(e.text or "" if e.tag == T else _SIGNS[str(e.tag)] for e in pieces if e.getparent() is not None)


def runs_of(pieces: Iterable[Atom]) -> list[Element]:
    """Plain runs with the pieces: nothing in them is a control or a link."""
    found: list[Element] = []
    for source, group in groupby(pieces, key=lambda atom: atom.source):
        of_source = list(group)
        if not of_source[0].width:
            continue
        if source.tag == R:
            found.append(_run(source, of_source))
        elif of_source[0].figure:
            found.append(new_run(of_source[0].text, of_source[0].look))
        else:
            holder = etree.Element(P)
            holder.append(deepcopy(source))
            found += [deepcopy(run) for run in plain(holder).iter(R)]
    return found


def kept(pieces: Iterable[Atom]) -> list[Element]:
    """The pieces as they stand in their document: runs that are there as a whole, controls, links, bookmarks."""
    found: list[Element] = []
    for source, group in groupby(pieces, key=lambda atom: atom.source):
        found.append(_run(source, list(group)) if source.tag == R else deepcopy(source))
        found[-1].tail = None
    return found


def _run(source: Element, pieces: list[Atom]) -> Element:
    """A run with the look of ``source`` and some of its content; words that follow each other are one text."""
    run = etree.Element(R, nsmap={"w": W})
    look = source.find(_RPR)
    if look is not None:
        run.append(deepcopy(look))
    for is_text, group in groupby(
        (part for piece in pieces for part in piece.content), lambda part: part.tag == T
    ):
        parts = list(group)
        run.extend([_written("".join(p.text or "" for p in parts))] if is_text else [deepcopy(p) for p in parts])
    return run
