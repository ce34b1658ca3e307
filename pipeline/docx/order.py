"""The order in which the schema wants the properties of cells and paragraphs.

docxtpl and docxcompose put properties where they are easy to put; Word repairs or drops what stands in the wrong
place (ECMA-376, Part 1, 17.3 and 17.4).
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from pipeline.docx.source import QW

CELL: Final = (
    "cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar", "textDirection",
    "tcFitText", "vAlign", "hideMark", "headers", "cellIns", "cellDel", "cellMerge", "tcPrChange",
)  # fmt: skip
PARAGRAPH: Final = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr",
    "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct",
    "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind",
    "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment",
    "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange",
)  # fmt: skip
_PLACES = {f"{QW}tcPr": CELL, f"{QW}pPr": PARAGRAPH}


def order_properties(root: etree._Element) -> None:
    """Bring the properties of every cell and paragraph into order, in place."""
    for properties in root.iter(*_PLACES):
        order = _PLACES[str(properties.tag)]
        places = [place(etree.QName(child).localname, order) for child in properties]
        if places != sorted(places):
            properties[:] = sorted(properties, key=lambda child: place(etree.QName(child).localname, order))


def place(name: str, order: tuple[str, ...]) -> int:
    """The place of a property in the order; unknown ones come last."""
    return order.index(name) if name in order else len(order)
