"""The line under a component: drawn as the lower border of an empty paragraph, in place of a wrong one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from pipeline.decree.checks.letters import alone, longest_mm
from pipeline.decree.checks.place import middle_mm
from pipeline.decree.findings import Fault, Said
from pipeline.decree.fix.markup import child, insert, properties, remove, set_align, set_indent
from pipeline.decree.fix.state import Editing
from pipeline.decree.fix.wording import text_of
from pipeline.decree.measure.inline import SDT_CONTENT
from pipeline.decree.measure.units import ALTERNATE, QW, VAL, Element
from pipeline.decree.model import Paragraph, Piece
from pipeline.decree.rules import Rule
from pipeline.decree.say import NONE, millimetres
from pipeline.docx.blocks import ANNEX_LINE

_TYPED: Final = re.compile(r"\s*[-_=\u2010-\u2015\u2500]{2,}\s*")
_DRAWN: Final = (f"{QW}drawing", f"{QW}pict", ALTERNATE)
_PARAGRAPH: Final = f"{QW}p"
_LINES: Final = frozenset({"line", "straightConnector1"})


def draw(editing: Editing, rule: Rule, fault: Fault) -> Said | None:
    """Draw the line under the last paragraph of a component at the length that another rule of the profile gives,
    or else at that of the house.

    Where a component shares its paragraph, or nobody knows where its middle is, the line is left as it is.
    """
    pieces = editing.pieces(rule, fault)
    ratios = (r["ratio"] for r in editing.state.rules if r.measure == "stroke-length" and r.of == rule.of)
    ratio = next(ratios, (ANNEX_LINE, ANNEX_LINE))
    if not pieces or not alone(editing.document, pieces[-1]):
        return None
    piece = pieces[-1]
    widths = [longest_mm(one) for one in _all(editing, rule, piece)]
    place = _place(editing, piece, max((width or 0.0 for width in widths), default=0.0) * sum(ratio) / 2)
    if place is None or not _erase(editing, rule, piece):
        return None
    left, right, length = place
    _put_line(editing.element(piece.paragraph), left, right)
    return millimetres(length)


def erase(editing: Editing, rule: Rule, fault: Fault) -> Said | None:
    """Take the line under a component away."""
    pieces = editing.pieces(rule, fault)
    if not pieces or not alone(editing.document, pieces[-1]) or not _erase(editing, rule, pieces[-1]):
        return None
    line = _line_below(editing.element(pieces[-1].paragraph))
    holder = None if line is None else line.getparent()
    if line is not None and holder is not None and line.getnext() is not None:
        holder.remove(line)
    elif line is not None:
        remove(properties(line), "pBdr", "pStyle")  # a cell ends with a paragraph
        _empty(line)
    return NONE


def _all(editing: Editing, rule: Rule, piece: Piece) -> list[Piece]:
    return [one for one in editing.document.all(*rule.of) if one.annex == piece.annex]


def _place(editing: Editing, piece: Piece, length: float) -> tuple[float, float, float] | None:
    """Indents of a line of this length under the middle of a component, from the edges of its room."""
    paragraph, middle = piece.paragraph, middle_mm(editing.document, piece)
    if paragraph.region not in ("body", "cell", "box") or paragraph.column_mm is None or middle is None:
        return None
    left, right = middle - length / 2 - paragraph.column_mm[0], paragraph.column_mm[1] - middle - length / 2
    return (left, right, length) if length > 0 and left >= -1 and right >= -1 else None


# --- what was there ----------------------------------------------------------------------------------------------


def _erase(editing: Editing, rule: Rule, piece: Piece) -> bool:
    """Take away the lines of a component; False if one of them cannot be told from what must stay."""
    own = {one.paragraph.index for one in _all(editing, rule, piece)}
    strokes = [stroke for name in rule.of for stroke in editing.document.strokes.get(name, ())]
    forms = [stroke.form for stroke in strokes if stroke.after in own]
    element = editing.element(piece.paragraph)
    if "shape" in forms and not _erase_shapes(element, forms.count("shape")):
        return False
    if "underline" in forms:
        _erase_underlines(editing, piece.paragraph)
    if "border" in forms and _line_below(element) is None:
        border = child(properties(element), "pBdr")
        for found in border.findall(f"{QW}bottom"):
            border.remove(found)
        if (
            border.find(f"{QW}between") is None
            and border.find(f"{QW}bar") is None
            and border.find(f"{QW}right") is None
        ):
            etree.SubElement(border, f"{QW}bottom", {VAL: "nil"})
    return True


def _erase_underlines(editing: Editing, paragraph: Paragraph) -> None:
    for run in editing.element(paragraph).iter(f"{QW}r"):
        look = properties(run)
        line = child(look, "u")
        line.attrib.clear()
        line.set(VAL, "none")


def _erase_shapes(element: Element, count: int) -> bool:
    found = [node for paragraph in _near(element) for node in _line_drawings(paragraph)]
    if len(found) != count:
        return False
    for node in found:
        run = node.getparent()
        if run is not None:
            run.remove(node)
            holder = run.getparent()
            if holder is not None and all(child_.tag == f"{QW}rPr" for child_ in run):
                holder.remove(run)
    return True


def _near(element: Element) -> Iterator[Element]:
    """A paragraph and the empty one under it."""
    yield element
    below = element.getnext()
    if below is not None and below.tag == _PARAGRAPH and not text_of(below).strip():
        yield below


def _line_drawings(paragraph: Element) -> Iterator[Element]:
    """Drawings in the runs of a paragraph that are nothing but a straight line."""
    for run in paragraph.iter(f"{QW}r"):
        for node in run:
            if node.tag in _DRAWN and next(node.iterancestors(_PARAGRAPH)) is paragraph and _is_line(node):
                yield node


def _is_line(node: Element) -> bool:
    names = {etree.QName(part).localname for part in node.iter() if isinstance(part.tag, str)}
    if names & {"pic", "imagedata", "txbxContent", "textpath", "chart", "group", "wgp"}:
        return False
    shapes = [part.get("prst") for part in node.iter("{*}prstGeom")]
    connectors = [part for part in node.iter("{*}shape") if part.get("type") == "#_x0000_t32"]
    return (len(shapes) == 1 and shapes[0] in _LINES) or "line" in names or len(connectors) == 1


# --- the line ----------------------------------------------------------------------------------------------------


def _line_below(element: Element) -> Element | None:
    """The paragraph under this one that is but a line: empty with a border, or of typed signs."""
    below = element.getnext()
    if below is None or below.tag != _PARAGRAPH or any(below.find(f".//{tag}") is not None for tag in _DRAWN):
        return None
    text = text_of(below)
    is_bordered = below.find(f"{QW}pPr/{QW}pBdr") is not None or _style_of(below) == "DuongKe"
    return below if _TYPED.fullmatch(text) or (is_bordered and not text.strip()) else None


def _style_of(paragraph: Element) -> str:
    style = paragraph.find(f"{QW}pPr/{QW}pStyle")
    return "" if style is None else style.get(VAL, "")


def _put_line(element: Element, left: float, right: float) -> None:
    """Make the paragraph under this one a line, or put a new one there."""
    line = _line_below(element)
    if line is None:
        line = etree.Element(_PARAGRAPH)
        above = element
        while (parent := above.getparent()) is not None and parent.tag == SDT_CONTENT:
            holder = parent.getparent()
            above = parent if holder is None else holder
        above.addnext(line)
    _empty(line)
    look = properties(line)
    child(look, "keepNext")
    border = child(look, "pBdr")
    border[:] = []
    etree.SubElement(
        border, f"{QW}bottom", {VAL: "single", f"{QW}sz": "6", f"{QW}space": "0", f"{QW}color": "000000"}
    )
    spacing = child(look, "spacing")
    spacing.attrib.clear()
    for name, value in (("before", "0"), ("after", "80"), ("line", "80"), ("lineRule", "exact")):
        spacing.set(f"{QW}{name}", value)
    set_indent(line, max(left, 0.0), max(right, 0.0), 0)
    set_align(line, "center")
    if look.find(f"{QW}rPr") is None:
        mark = insert(look, etree.Element(f"{QW}rPr"))
        child(mark, "sz").set(VAL, "8")
        child(mark, "szCs").set(VAL, "8")


def _empty(line: Element) -> None:
    """Take typed signs out of a paragraph."""
    for run in line.findall(f"{QW}r"):
        line.remove(run)
