"""The text of runs and controls of Word: read as a reader sees it, written without touching its look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from pipeline.docx.revisions import remove
from pipeline.docx.source import QW

Element = etree._Element

SDT, SDT_PR, SDT_CONTENT = f"{QW}sdt", f"{QW}sdtPr", f"{QW}sdtContent"
PARAGRAPH, RUN, RUN_PR, TEXT = f"{QW}p", f"{QW}r", f"{QW}rPr", f"{QW}t"
TABLE, ROW, CELL = f"{QW}tbl", f"{QW}tr", f"{QW}tc"
VAL = f"{QW}val"
GONE = frozenset({f"{QW}del", f"{QW}moveFrom"})
"""What stands in these is no text of the document any more."""
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
PROPERTIES = frozenset(
    f"{QW}{name}" for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "tcPr", "trPr", "tblPrEx")
)
SIGNS = {
    f"{QW}tab": "\t",
    f"{QW}ptab": "\t",
    f"{QW}br": "\n",
    f"{QW}cr": "\n",
    f"{QW}noBreakHyphen": "\u2011",
    f"{QW}softHyphen": "\u00ad",
}
_WORDS = frozenset({TEXT, *SIGNS, f"{QW}lastRenderedPageBreak"})
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def run_text(run: Element) -> str:
    """The text of one run."""
    return "".join(child.text or "" if child.tag == TEXT else SIGNS.get(str(child.tag), "") for child in run)


def is_gone(element: Element) -> bool:
    """Whether an open tracked change deletes the element, or moved it away from here."""
    return any(
        above.tag in GONE or (above.tag == ROW and is_deleted_row(above)) for above in element.iterancestors()
    )


def is_deleted_row(row: Element) -> bool:
    """Whether an open tracked change deletes a row of a table."""
    return row.find(f"{QW}trPr/{QW}del") is not None


def runs(content: Element, gone: bool = False) -> Iterator[Element]:
    """The runs below an element, those of controls in it included; ``gone``: also what tracked changes delete."""
    for child in content:
        if child.tag == RUN:
            yield child
        elif isinstance(child.tag, str) and child.tag not in PROPERTIES and (gone or child.tag not in GONE):
            yield from runs(child, gone)


def text_of(content: Element) -> str:
    """The text below an element as a reader sees it."""
    return "".join(map(run_text, runs(content)))


def struck_text(content: Element) -> str:
    """The text below an element that open tracked changes delete."""
    deleted = f"{QW}delText"
    found = (piece.text or "" for piece in content.iter(deleted, TEXT) if piece.tag == deleted or is_gone(piece))
    return "".join(found)


def set_text(run: Element, text: str) -> None:
    """Put another text into a run; its look and whatever is no text stay."""
    places = [index for index, child in enumerate(run) if child.tag in _WORDS]
    at = places[0] if places else len(run)
    _drop_words(run)
    for index, line in enumerate(text.split("\n")):
        if index:
            run.insert(at, etree.Element(f"{QW}br"))
            at += 1
        if line or not index:
            piece = etree.Element(TEXT, {_SPACE: "preserve"}, None)
            piece.text = line
            run.insert(at, piece)
            at += 1


def _drop_words(run: Element) -> None:
    for child in [child for child in run if child.tag in _WORDS]:
        run.remove(child)


def set_runs(found: Iterable[Element], text: str) -> bool:
    """Put a text into the first of some runs and empty the others; False if there is none."""
    listed = list(found)
    if not listed:
        return False
    first, *others = listed
    set_text(first, text)
    for run in others:
        _drop_words(run)
        if all(child.tag == RUN_PR for child in run):
            remove(run)
    return True
