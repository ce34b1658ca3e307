"""The text of a DOCX as a reader sees it, paragraph by paragraph in document order.

Content controls, links, smart tags and insertions are walked through; deletions and moved-away text are not read;
a text box is read once, although Word stores it twice (``mc:AlternateContent``: the choice only).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from pipeline.docx.errors import NotAPackage
from pipeline.docx.package import parse_xml, part_types, read_package
from pipeline.docx.source import QW
from pipeline.model import Place

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_MAIN = tuple(
    f"{kind}.main+xml"
    for kind in (
        f"{_WORD}.document",
        f"{_WORD}.template",
        "application/vnd.ms-word.document.macroEnabled",
        "application/vnd.ms-word.template.macroEnabledTemplate",
    )
)
_AROUND = (f"{_WORD}.header+xml", f"{_WORD}.footer+xml")
_UNREAD = {
    f"{QW}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tcPr", "trPr")
}
_SIGNS = {
    f"{QW}tab": "\t",
    f"{QW}ptab": "\t",
    f"{QW}br": "\n",
    f"{QW}cr": "\n",
    f"{QW}noBreakHyphen": "\u2011",
}
_PARAGRAPH, _TEXT, _BOX = f"{QW}p", f"{QW}t", f"{QW}txbxContent"


@dataclass(frozen=True, slots=True)
class TextParagraph:
    """One paragraph: text (``\\t``, ``\\n`` for tabs and breaks), style id ("" for the default) and part."""

    text: str
    style: str
    part: str


def paragraphs(docx: bytes, name: str = "", headers: bool = False) -> tuple[TextParagraph, ...]:
    """All paragraphs of the body, tables and text boxes included; with ``headers`` also headers and footers.

    The paragraphs of a text box follow the paragraph that it is anchored in. ``name`` is the file's name for
    errors; raises the leaves of :class:`pipeline.errors.TemplateError` that :func:`read_package` raises.
    """
    package = read_package(docx, name)
    types = part_types(package, name)
    mains = [part for part in package if types.get(part) in _MAIN]
    if not mains:
        raise NotAPackage(Place(name), reason="it holds no Word document")
    around = [part for part in package if types.get(part) in _AROUND] if headers else []
    found: list[TextParagraph] = []
    for part in [mains[0], *sorted(around)]:
        found += [
            TextParagraph(text, style, part) for text, style in _paragraphs(parse_xml(package[part], part, name))
        ]
    return tuple(found)


def _paragraphs(element: etree._Element) -> Iterator[tuple[str, str]]:
    for child in _children(element):
        if child.tag == _PARAGRAPH:
            yield from _paragraph(child)
        else:
            yield from _paragraphs(child)


def _paragraph(element: etree._Element) -> Iterator[tuple[str, str]]:
    pieces: list[str] = []
    boxes: list[etree._Element] = []
    _collect(element, pieces, boxes)
    style = element.find(f"{QW}pPr/{QW}pStyle")
    yield "".join(pieces), "" if style is None else style.get(f"{QW}val", "")
    for box in boxes:
        yield from _paragraphs(box)


def _collect(element: etree._Element, pieces: list[str], boxes: list[etree._Element]) -> None:
    """Gather the text of a paragraph, and the text boxes in it without their text."""
    for child in _children(element):
        if child.tag == _TEXT:
            pieces.append(child.text or "")
        elif child.tag in _SIGNS:
            pieces.append(_SIGNS[str(child.tag)])
        elif child.tag == _BOX:
            boxes.append(child)
        else:
            _collect(child, pieces, boxes)


def _children(element: etree._Element) -> Iterator[etree._Element]:
    """The children that a reader sees; of alternatives the first choice."""
    for child in element:
        if not isinstance(child.tag, str) or child.tag in _UNREAD:
            continue
        if child.tag == f"{_MC}AlternateContent":
            choice = child.find(f"{_MC}Choice")
            chosen = choice if choice is not None else child.find(f"{_MC}Fallback")
            yield from () if chosen is None else _children(chosen)
        else:
            yield child
