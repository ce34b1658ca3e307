"""What a reader sees in WordprocessingML, with the figures that stand in it: pieces, skeletons, shapes.

A figure is known by the XPath of its data binding, or else by its tag; never by the name of a part, an id or its
place: Word and LibreOffice change these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from lxml import etree

from pipeline.corrections import markup
from pipeline.corrections.markup import PARAGRAPH, RUN, SDT, SDT_CONTENT, SDT_PR, VAL, Element
from pipeline.docx.source import QW, W
from pipeline.docx.store import BLOCK_KEY, FIGURE_KEY, FIGURES

SHOWN = 160
"""Characters of a paragraph that a message shows."""
AROUND = 60
"""Characters that are shown on each side of a figure."""

MARK = re.compile(r"_bc_([bf][0-9a-f]{12})_([0-9]{1,9})")
"""The name of a bookmark that stands in the place of a control (see :mod:`.tracked`)."""
MARK_START, MARK_END = f"{QW}bookmarkStart", f"{QW}bookmarkEnd"
BINDING, TAG = f"{QW}dataBinding", f"{QW}tag"
_XPATH = re.compile(r"/(?:[\w.-]+:)?figures(?:\[1\])?/(?:[\w.-]+:)?(f[0-9a-f]{12})(?:\[1\])?")


def control_key(element: Element) -> tuple[str, bool]:
    """The key of a figure's control and whether it is bound to the store; ("", False) for any other control."""
    tagged = ""
    for properties in element.iterchildren(SDT_PR):
        for child in properties.iterchildren(BINDING, TAG):
            if child.tag == TAG:
                tagged = child.get(VAL, "")
            elif key := _bound(child.get(f"{QW}xpath", ""), child.get(f"{QW}prefixMappings", "")):
                return key, True
    return (tagged, False) if FIGURE_KEY.fullmatch(tagged) else ("", False)


@lru_cache(maxsize=2_000)
def _bound(xpath: str, spaces: str) -> str:
    found = _XPATH.fullmatch(xpath)
    return found[1] if found and (FIGURES in spaces or not spaces) else ""


def block_key(element: Element) -> str:
    """The key of a block control, or "" for any other."""
    for properties in element.iterchildren(SDT_PR):
        for tag in properties.iterchildren(TAG):
            value = tag.get(VAL, "")
            return value if BLOCK_KEY.fullmatch(value) else ""
    return ""


def alias(element: Element) -> str:
    """What a control is called in Word."""
    found = element.find(f"{SDT_PR}/{QW}alias")
    return "" if found is None else found.get(VAL, "")


Piece = tuple[str, str, Element]
"""A figure with its key, or other text with "": key, text, the element that it is."""


def pieces(element: Element) -> Iterator[Piece]:
    """The visible text below an element in turn."""
    behind: Element | None = None
    for child in element:
        tag = child.tag
        if behind is not None:  # in a tracked figure
            behind = None if child is behind else behind
        elif tag == RUN:
            yield "", markup.run_text(child), child
        elif tag == SDT and (key := control_key(child)[0]):
            yield key, markup.text_of(child), child
        elif tag == MARK_START and (key := _marked(child)):
            inside, behind = between(child)
            if behind is not None:
                yield key, "".join(text for each in inside for _, text, _ in _piece(each)), child
        elif tag not in markup.GONE and tag not in markup.PROPERTIES and isinstance(tag, str):
            yield from pieces(child)


def sides(found: Sequence[Piece], at: int) -> tuple[str, str]:
    """The text before and after one of the pieces of a paragraph."""
    before, after = ("".join([text for _, text, _ in some]) for some in (found[:at], found[at + 1 :]))
    return before, after


def _piece(element: Element) -> Iterator[Piece]:
    if element.tag == RUN:
        yield "", markup.run_text(element), element
    elif element.tag not in markup.GONE:
        yield from pieces(element)


def _marked(start: Element) -> str:
    """The key of the figure that a bookmark of ours is around, or ""."""
    found = MARK.fullmatch(start.get(f"{QW}name", ""))
    return found[1] if found and found[1].startswith("f") else ""


def new_mark(key: str, number: int, id_: str) -> tuple[Element, Element]:
    """The two ends of a bookmark of ours: the ``number``-th of that key."""
    spaces = {"w": W}
    start = etree.Element(MARK_START, {f"{QW}id": id_, f"{QW}name": f"_bc_{key}_{number}"}, spaces)
    return start, etree.Element(MARK_END, {f"{QW}id": id_}, spaces)


def between(start: Element) -> tuple[list[Element], Element | None]:
    """What stands between the two ends of a bookmark, and its end: None if that is somewhere else."""
    id_, inside = start.get(f"{QW}id"), list[Element]()
    for following in start.itersiblings():
        if following.tag == MARK_END and following.get(f"{QW}id") == id_:
            return inside, following
        inside.append(following)
    return inside, None


def paragraph_text(paragraph: Element) -> str:
    """The text of a paragraph as a reader sees it."""
    return "".join([text for _, text, _ in pieces(paragraph)])


def skeleton(paragraph: Element) -> str:
    """The text of a paragraph with ``{KEY}`` in the place of each figure."""
    around = _around(paragraph)
    if around:
        return f"{{{around}}}"
    return "".join([f"{{{key}}}" if key else text for key, text, _ in pieces(paragraph)])


def _around(paragraph: Element) -> str:
    """The key of a figure whose control is around a whole paragraph, cell or row, or ""."""
    parent = paragraph.getparent()
    while parent is not None and parent.tag in (markup.CELL, markup.ROW):
        parent = parent.getparent()
    control = parent.getparent() if parent is not None and parent.tag == SDT_CONTENT else None
    return "" if control is None else control_key(control)[0]


def excerpt(text: str) -> str:
    """As much of a paragraph as a message shows, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN].rstrip()}…"


def window(before: str, value: str, after: str) -> str:
    """A value in brackets with the words around it, on one line: … hiện nay là [89]; trong đó gồm: …"""
    left, right = (" ".join(text.split()) for text in (before, after))
    if len(left) > AROUND:
        left = f"…{_whole_words(left[-AROUND - 1 :])}"
    if len(right) > AROUND:
        right = f"{_whole_words(right[AROUND::-1])[::-1]}…"
    gaps = (" " if before[-1:].isspace() else "", " " if after[:1].isspace() else "")
    return f"{left}{gaps[0]}[{' '.join(value.split())}]{gaps[1]}{right}"


def _whole_words(text: str) -> str:
    """A text without the word that is cut off at its beginning."""
    return text.partition(" ")[2] or text


def shape_lines(element: Element) -> Iterator[str]:
    """One element of a block (a paragraph, a table or a control around some) in the lines of its shape."""
    if element.tag == PARAGRAPH:
        text = skeleton(element)
        if text:
            yield f"{text}\n"
    elif element.tag == markup.ROW:
        if not markup.is_deleted_row(element):
            yield "".join(f"|{_cell(cell)}" for cell in element.iter(markup.CELL)) + "\n"
    elif element.tag not in markup.PROPERTIES and element.tag not in markup.GONE:
        for child in element:
            yield from shape_lines(child)


def _cell(cell: Element) -> str:
    return "".join(skeleton(paragraph) for paragraph in cell.iter(PARAGRAPH))
