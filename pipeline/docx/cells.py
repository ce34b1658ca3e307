"""Marks of table cells: ``{% cellbg x %}``, ``{% colspan n %}``, ``{% vm %}`` and ``{% hm %}``.

docxtpl turns them into cell properties, but puts these where they are easy to put; here they come into the order
of the schema, and their values are checked when they are filled.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from pipeline.docx.escape import UnprintableError
from pipeline.docx.order import CELL, place
from pipeline.docx.source import QW

MAX_SPAN = 63
"""Columns: the widest table that Word makes."""
_MARKS = re.compile(r"\{%\s*(cellbg|colspan|vm|hm)\b")
_PROPERTIES = re.compile(r"(<w:tcPr\b[^>]*(?<!/)>)(.*?)(</w:tcPr\b[^>]*>)", re.DOTALL)
_TAG = r"\{\{.*?\}\}|\{%.*?%\}"
_CHILD = re.compile(rf"<w:(\w+)\b(?:{_TAG}|[^>])*?(?:/>|>.*?</w:\1>)", re.DOTALL)
_VALUES = re.compile(
    r'(<w:gridSpan w:val|<w:shd w:val="clear" w:color="auto" w:fill)="\{\{(.*?)\}\}"/>', re.DOTALL
)
_COLOR = re.compile(r"#?([0-9A-Fa-f]{6}|auto)")


def prepare_cells(root: etree._Element) -> None:
    """Give every cell with a mark the properties that docxtpl hangs it on, in place."""
    for cell in root.iter(f"{QW}tc"):
        if not _MARKS.search("".join(str(piece) for piece in cell.itertext())):
            continue
        properties = cell.find(f"{QW}tcPr")
        if properties is None:
            properties = etree.Element(f"{QW}tcPr")
            cell.insert(0, properties)
        if not len(properties):
            etree.SubElement(properties, f"{QW}tcW", {f"{QW}w": "0", f"{QW}type": "auto"})


def order_cells(source: str) -> str:
    """The properties of each cell in the order of the schema, values of marks through their filters."""
    return _PROPERTIES.sub(_ordered, source) if "{" in source else source


def _ordered(match: re.Match[str]) -> str:
    if "{" not in match[2]:
        return match[0]
    inner = _VALUES.sub(_checked, match[2])
    children = list(_CHILD.finditer(inner))
    if not _CHILD.sub("", inner).strip():
        inner = "".join(child[0] for child in sorted(children, key=lambda child: place(child[1], CELL)))
    return match[1] + inner + match[3]


def _checked(match: re.Match[str]) -> str:
    name = "cell_span" if "gridSpan" in match[1] else "cell_color"
    return f'{match[1]}="{{{{\n({match[2].strip()}) | {name} }}}}"/>'


def cell_color(value: Any) -> str:
    """What ``{% cellbg value %}`` may be: six hexadecimal digits or ``auto``."""
    if not isinstance(value, str) or not _COLOR.fullmatch(value):
        raise UnprintableError(f"“{str(value)[:60]}” is no color; write six hexadecimal digits")
    return value.removeprefix("#")


def cell_span(value: Any) -> str:
    """What ``{% colspan value %}`` may be: a number of columns."""
    text = str(value)
    if isinstance(value, bool) or not text.isascii() or not text.isdigit() or not 0 < int(text) <= MAX_SPAN:
        raise UnprintableError(f"“{text[:60]}” is no number of columns from 1 to {MAX_SPAN}")
    return text
