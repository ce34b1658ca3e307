"""Direct formatting of runs, paragraphs and sections, set where the schema wants it.

Styles are left alone. Every function changes the element that it is given; lengths are millimetres or points as
their names say.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from pipeline.decree.measure.units import QW, VAL, Element
from pipeline.docx.metrics import twips

_PARAGRAPH: Final = """
    pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs
    suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd
    snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment
    textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"""
_RUN: Final = """
    ins del moveFrom moveTo rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint
    noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText
    vertAlign rtl cs em lang eastAsianLayout specVanish oMath rPrChange"""
_SECTION: Final = """
    headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType
    cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings sectPrChange"""
_ORDERS: Final = {
    f"{QW}{name}": {f"{QW}{child}": rank for rank, child in enumerate(order.split())}
    for name, order in (("pPr", _PARAGRAPH), ("rPr", _RUN), ("sectPr", _SECTION))
}
_FONT_SLOTS: Final = ("ascii", "hAnsi", "eastAsia", "cs")
_THEME_FONTS: Final = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")


def child(parent: Element, name: str) -> Element:
    """The child ``w:name`` of a ``w:pPr``, ``w:rPr`` or ``w:sectPr``; made at its place if it is missing."""
    found = parent.find(f"{QW}{name}")
    return found if found is not None else insert(parent, etree.Element(f"{QW}{name}"))


def insert(parent: Element, new: Element) -> Element:
    """Put a new child among the others, behind those that the schema has before it or of the same name."""
    order = _ORDERS[str(parent.tag)]
    rank = order[str(new.tag)]
    after = [at for at, other in enumerate(parent) if order.get(str(other.tag), len(order)) > rank]
    parent.insert(after[0] if after else len(parent), new)
    return new


def remove(parent: Element, *names: str) -> None:
    """Take the children of these names out, if there are any."""
    for name in names:
        for found in parent.findall(f"{QW}{name}"):
            parent.remove(found)


def drop(element: Element, *names: str) -> None:
    """Take attributes off, if they are there."""
    for name in names:
        if element.get(f"{QW}{name}") is not None:
            del element.attrib[f"{QW}{name}"]


def properties(owner: Element) -> Element:
    """The ``w:pPr`` of a paragraph or the ``w:rPr`` of a run, always its first child."""
    name = f"{QW}pPr" if owner.tag == f"{QW}p" else f"{QW}rPr"
    found = owner.find(name)
    if found is None:
        found = etree.Element(name)
        owner.insert(0, found)
    return found


def mark_of(paragraph: Element) -> Element:
    """The run properties of a paragraph's mark, which its automatic number follows."""
    return child(properties(paragraph), "rPr")


# --- letters -----------------------------------------------------------------------------------------------------


def set_size(look: Element, points: float) -> None:
    """The size of letters, of complex scripts too."""
    for name in ("sz", "szCs"):
        child(look, name).set(VAL, f"{round(points * 2)}")


def set_toggle(look: Element, name: str, on: bool) -> None:
    """A property such as ``b``, ``i`` or ``caps``: said directly, whatever the styles say."""
    element = child(look, name)
    drop(element, "val")
    if not on:
        element.set(VAL, "0")


def set_font(look: Element, family: str) -> None:
    """One family for all letters, of whatever script; no font of the theme."""
    fonts = child(look, "rFonts")
    drop(fonts, *_THEME_FONTS)
    for name in _FONT_SLOTS:
        fonts.set(f"{QW}{name}", family)


def set_colour(look: Element, colour: str) -> None:
    """``RRGGBB``; no colour of the theme."""
    element = child(look, "color")
    element.attrib.clear()
    element.set(VAL, colour)


# --- paragraphs --------------------------------------------------------------------------------------------------


def set_align(paragraph: Element, align: str) -> None:
    child(properties(paragraph), "jc").set(VAL, align)


def set_indent(paragraph: Element, left_mm: float, right_mm: float, first_mm: float) -> None:
    """Indents from the edges of the room, and of the first line (negative: hanging)."""
    element = child(properties(paragraph), "ind")
    element.attrib.clear()
    element.set(f"{QW}left", str(twips(left_mm)))
    element.set(f"{QW}right", str(twips(right_mm)))
    element.set(f"{QW}hanging" if first_mm < 0 else f"{QW}firstLine", str(abs(twips(first_mm))))


def set_gap(paragraph: Element, side: str, points: float) -> None:
    """The gap ``before`` or ``after``, in force beside paragraphs of the same style too."""
    look = properties(paragraph)
    element = child(look, "spacing")
    drop(element, f"{side}Lines", f"{side}Autospacing")
    element.set(f"{QW}{side}", str(round(points * 20)))
    child(look, "contextualSpacing").set(VAL, "0")


def set_line_spacing(paragraph: Element, lines: float) -> None:
    """Line spacing as a multiple of single."""
    element = child(properties(paragraph), "spacing")
    element.set(f"{QW}line", str(round(lines * 240)))
    element.set(f"{QW}lineRule", "auto")


# --- sections ----------------------------------------------------------------------------------------------------


def set_paper(section: Element, width_mm: float, height_mm: float) -> None:
    """The size of the paper; a page that lies across stays so."""
    element = child(section, "pgSz")
    across = element.get(f"{QW}orient") == "landscape" or _number(element, "w") > _number(element, "h")
    short, long = sorted((twips(width_mm), twips(height_mm)))
    element.set(f"{QW}w", str(long if across else short))
    element.set(f"{QW}h", str(short if across else long))
    drop(element, "code")


def set_margin(section: Element, edge: str, mm: float) -> None:
    """A margin; the left one is that of the text, gutter included."""
    element = child(section, "pgMar")
    gutter = _number(element, "gutter") if edge == "left" else 0
    element.set(f"{QW}{edge}", str(max(twips(mm) - gutter, 0)))


def _number(element: Element, name: str) -> int:
    text = element.get(f"{QW}{name}", "0")
    return int(text) if text.isdecimal() else 0
