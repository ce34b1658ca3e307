"""Sections: the page of the main text and the pages of its annexes.

Each annex is a section that starts on a new page, counts its pages from 1 and hides the number of its first page
(Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục III.1.đ; hiding follows Mục I.7). A turned page keeps the four
margins: top stays top.
"""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass

from lxml import etree

from pipeline.docx.source import QW, W

_ORDER = (
    "headerReference", "footerReference", "footnotePr", "endnotePr", "type", "pgSz", "pgMar", "paperSrc",
    "pgBorders", "lnNumType", "pgNumType", "cols", "formProt", "vAlign", "noEndnote", "titlePg",
    "textDirection", "bidi", "rtlGutter", "docGrid", "printerSettings", "sectPrChange",
)  # fmt: skip
A4 = (11906, 16838)
DEFAULT_MARGINS = (1701, 851)


@dataclass(frozen=True, slots=True)
class Layout:
    """The section properties (XML) of the main text and of annexes, and their text widths in twips."""

    main: str = "<w:sectPr/>"
    portrait: str = "<w:sectPr/>"
    landscape: str = "<w:sectPr/>"
    portrait_width: int = A4[0] - sum(DEFAULT_MARGINS)
    landscape_width: int = A4[1] - sum(DEFAULT_MARGINS)


@dataclass(slots=True)
class Sections:
    """The sections of one document while it is filled: ``final`` are the properties that close the body."""

    layout: Layout
    final: str

    @classmethod
    def of(cls, layout: Layout) -> Sections:
        return cls(layout, layout.main)


def read_layout(section: etree._Element | None, root: etree._Element) -> Layout:
    """Derive all sections from the template's last one; sizes in twips."""
    main = section if section is not None else etree.Element(f"{QW}sectPr", nsmap={"w": W})
    short, long = sorted(_page_size(main))
    margins = _margins(main)
    return Layout(
        main=_text(main, root),
        portrait=_text(_annex_section(main, short, long), root),
        landscape=_text(_annex_section(main, long, short), root),
        portrait_width=short - margins,
        landscape_width=long - margins,
    )


def _page_size(section: etree._Element) -> tuple[int, int]:
    size = section.find(f"{QW}pgSz")
    if size is None:
        return A4
    return _twips(size, "w", A4[0]), _twips(size, "h", A4[1])


def _twips(element: etree._Element, name: str, otherwise: int) -> int:
    """A measure that Word wrote; templates that others wrote may hold anything there."""
    value = element.get(f"{QW}{name}", "")
    return int(value) if re.fullmatch(r"-?[0-9]{1,5}", value) else otherwise


def _margins(section: etree._Element) -> int:
    margins = section.find(f"{QW}pgMar")
    if margins is None:
        return sum(DEFAULT_MARGINS)
    left, right = DEFAULT_MARGINS
    return _twips(margins, "left", left) + _twips(margins, "right", right)


def _annex_section(main: etree._Element, width: int, height: int) -> etree._Element:
    section = copy.deepcopy(main)
    size = _child(section, "pgSz")
    size.set(f"{QW}w", str(width))
    size.set(f"{QW}h", str(height))
    size.attrib.pop(f"{QW}orient", "")
    if width > height:
        size.set(f"{QW}orient", "landscape")
    _child(section, "type").set(f"{QW}val", "nextPage")
    _child(section, "pgNumType").set(f"{QW}start", "1")
    _child(section, "titlePg")
    return section


def _child(section: etree._Element, name: str) -> etree._Element:
    """The child ``name``, made at its place in the order of the schema if it is missing."""
    found = section.find(f"{QW}{name}")
    if found is not None:
        return found
    before = {f"{QW}{earlier}" for earlier in _ORDER[: _ORDER.index(name)]}
    index = sum(1 for child in section if child.tag in before)
    child = etree.Element(f"{QW}{name}")
    section.insert(index, child)
    return child


def _text(section: etree._Element, root: etree._Element) -> str:
    """The element as text that leans on the namespaces which ``root`` declares."""
    section = copy.deepcopy(section)
    section.tail = None
    text = etree.tostring(section, encoding="unicode")
    for prefix, uri in root.nsmap.items():
        text = text.replace(f' xmlns:{prefix}="{uri}"', "")
    return text
