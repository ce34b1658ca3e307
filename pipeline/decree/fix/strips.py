"""Page numbers: a field alone in the middle of the header, hidden on the first page."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipeline.decree.findings import Fault, Said
from pipeline.decree.fix.markup import (
    child,
    properties,
    set_align,
    set_font,
    set_indent,
    set_size,
    set_toggle,
)
from pipeline.decree.fix.parts import add_strip, strip_parts
from pipeline.decree.fix.state import Editing
from pipeline.decree.measure.units import QW, VAL, Element
from pipeline.decree.model import Paragraph, Section
from pipeline.decree.rules import Rule
from pipeline.decree.say import BOLD, ITALIC, NOT_BOLD, UPRIGHT, listed, points, raw
from pipeline.i18n import N_

_AROUND: Final = re.compile(r"[\s\-–—./|~\d]*(trang|page)?[\s\-–—./|~\d]*", re.IGNORECASE)
"""What may stand beside a page number and goes with it."""
_NUMBERS: Final = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})
_SHOWN: Final = ("drawing", "pict", "object")
CENTRED_AT_TOP: Final = Said(N_("a number alone in the middle of the header"))
_HIDDEN: Final = Said(N_("hidden"))
_DIGITS: Final = Said(N_("Arabic digits alone"))


def number(editing: Editing, _rule: Rule, fault: Fault) -> Said | None:
    """The number alone in the middle of the header, taken from wherever it is."""
    if not editing.sections:
        return None
    if fault.where.section is not None and fault.where.paragraph is None:
        return _decimal(editing, fault)
    wish = _wish(editing, "page-number-place")
    if wish is None or wish["place"] != "header":
        return None
    paragraph = editing.paragraph(fault)
    if paragraph is not None and paragraph.region == "header":
        return _put_right(editing, paragraph, wish["align"])
    return CENTRED_AT_TOP if _to_header(editing, wish["align"]) else None


def _wish(editing: Editing, measure: str) -> Rule | None:
    return next((rule for rule in editing.state.rules if rule.measure == measure), None)


def _decimal(editing: Editing, fault: Fault) -> Said | None:
    section = editing.sections[(fault.where.section or 1) - 1]
    numbers = section.find(f"{QW}pgNumType")
    if numbers is None or numbers.get(f"{QW}fmt") is None:
        return None
    del numbers.attrib[f"{QW}fmt"]
    return _DIGITS


def _is_number(paragraph: Paragraph) -> bool:
    """Whether a paragraph holds a page number and nothing else that anybody would miss."""
    fields = [span.field for span in paragraph.spans]
    rest = "".join(span.text for span in paragraph.spans if span.field not in _NUMBERS)
    return "PAGE" in fields and _AROUND.fullmatch(rest) is not None


def _put_right(editing: Editing, paragraph: Paragraph, align: str) -> Said | None:
    """Make a paragraph of the header hold the number alone, so aligned."""
    if not _is_number(paragraph):
        return None
    element = editing.element(paragraph)
    set_align(element, align)
    set_indent(element, 0, 0, 0)
    if "".join(span.text for span in paragraph.spans if span.field != "PAGE").strip() or "\t" in paragraph.text:
        _write_number(editing, element)
    return CENTRED_AT_TOP


# --- from the footer to the header -------------------------------------------------------------------------------


def _to_header(editing: Editing, align: str) -> bool:
    """Take the numbers out of all footers and put one into every header; the first page shows none."""
    sections = editing.document.measured.sections
    placed = [
        paragraph
        for section in sections
        for strip in section.strips
        if strip.place == "footer"
        for paragraph in strip.paragraphs
        if any(span.field == "PAGE" for span in paragraph.spans)
    ]
    if not sections or not all(map(_is_number, placed)):
        return False
    for paragraph in placed:
        _clear(editing.element(paragraph))
    if not _hide(editing, sections[0]):
        return False
    _number_headers(editing, align)
    return True


def _number_headers(editing: Editing, align: str) -> None:
    """A number in each header of the pages that follow the first."""
    for kind in _kinds(editing.document.measured.sections):
        known: set[str] = set()
        in_force = ""
        for section in editing.sections:
            own = strip_parts(editing, section).get(("header", kind), "")
            in_force = own or in_force
            if not in_force:
                element = etree.Element(f"{QW}p")
                add_strip(editing, section, "header", kind, [element])
                in_force = strip_parts(editing, section)["header", kind]
            if in_force in known:
                continue
            known.add(in_force)
            if not _has_number(editing, in_force):
                _number_header(editing, in_force, align)


def _kinds(sections: tuple[Section, ...]) -> list[str]:
    even = any(strip.kind == "even" for section in sections for strip in section.strips)
    return ["default", "even"] if even else ["default"]


def _has_number(editing: Editing, part: str) -> bool:
    text = " ".join(
        [element.text or "" for element in editing.root(part).iter(f"{QW}instrText")]
        + [element.get(f"{QW}instr", "") for element in editing.root(part).iter(f"{QW}fldSimple")]
    )
    return re.search(r"\bPAGE\b", text) is not None


def _number_header(editing: Editing, part: str, align: str) -> None:
    """Put a number into a header: into its first paragraph if it shows nothing, else above it."""
    root = editing.root(part)
    first = root.find(f"{QW}p")
    if first is None or root[0] is not first or _shows(first):
        first = etree.Element(f"{QW}p")
        root.insert(0, first)
    set_align(first, align)
    set_indent(first, 0, 0, 0)
    _write_number(editing, first)


def _shows(element: Element) -> bool:
    """Whether anything of an element is seen."""
    texts = (*element.iter(f"{QW}t"), *element.iter(f"{QW}sym"), *element.iter(f"{QW}instrText"))
    if any((text.text or "").strip() or text.tag == f"{QW}sym" for text in texts):
        return True
    return any(True for name in _SHOWN for _ in element.iter(f"{QW}{name}")) or any(
        True for _ in element.iter(f"{QW}fldSimple")
    )


def _clear(element: Element) -> None:
    """Take everything out of a paragraph but its properties, and the gallery of numbers from around it."""
    for part in list(element):
        if part.tag != f"{QW}pPr":
            element.remove(part)
    content = element.getparent()
    control = None if content is None else content.getparent()
    if content is not None and control is not None and content.tag == f"{QW}sdtContent":
        gallery = control.find(f"{QW}sdtPr/{QW}docPartObj/{QW}docPartGallery")
        if gallery is not None and "Page Numbers" in gallery.get(VAL, ""):
            for part in list(content):
                control.addprevious(part)
            holder = control.getparent()
            if holder is not None:
                holder.remove(control)


def _write_number(editing: Editing, element: Element) -> None:
    """Make a paragraph hold a page field alone, in the look that the profile gives page numbers."""
    for part in list(element):
        if part.tag != f"{QW}pPr":
            element.remove(part)
    for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("shown", "2"), ("end", "")):
        run = etree.SubElement(element, f"{QW}r")
        _dress(editing, properties(run))
        if kind == "shown":
            etree.SubElement(run, f"{QW}t").text = text
        elif kind:
            etree.SubElement(run, f"{QW}fldChar").set(f"{QW}fldCharType", kind)
        else:
            node = etree.SubElement(run, f"{QW}instrText")
            node.text = text
            node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _dress(editing: Editing, found: Element) -> list[Said]:
    """Give letters the look of page numbers."""
    told: list[Said] = []
    fonts = _wish(editing, "font-family")
    if fonts is not None:
        set_font(found, fonts["families"][0])
    for rule in editing.state.rules:
        if rule.measure == "page-number-look":
            told += _dress_as(rule, found)
    return told


def _dress_as(rule: Rule, found: Element) -> list[Said]:
    told: list[Said] = []
    for name, tag, yes, no in (("bold", "b", BOLD, NOT_BOLD), ("italic", "i", ITALIC, UPRIGHT)):
        value: bool | None = rule.get(name)
        if value is not None:
            set_toggle(found, tag, value)
            told.append(yes if value else no)
    if rule.get("size"):
        size = rule.get("sample", rule["size"][1])
        set_size(found, size)
        told.append(points(size))
    return told


# --- the first page ----------------------------------------------------------------------------------------------


def hide_first(editing: Editing, _rule: Rule, _fault: Fault) -> Said | None:
    """The first page has a header and a footer of its own, which show what the others show but for the number."""
    return _HIDDEN if editing.sections and _hide(editing, editing.document.measured.sections[0]) else None


def _hide(editing: Editing, section: Section) -> bool:
    element = editing.sections[0]
    if section.title_page:
        shown = [p for strip in section.strips if strip.kind == "first" for p in strip.paragraphs]
        placed = [p for p in shown if any(span.field == "PAGE" for span in p.spans)]
        if not all(map(_is_number, placed)):
            return False
        for paragraph in placed:
            _clear(editing.element(paragraph))
        return True
    parts = strip_parts(editing, element)
    for place in ("header", "footer"):
        sleeping, shown_now = parts.get((place, "first"), ""), parts.get((place, "default"), "")
        if sleeping and _shows(editing.root(sleeping)):
            return False  # it would come to light
        if shown_now and not _repeat_without_number(editing, section, place, shown_now):
            return False
    title = child(element, "titlePg")
    title.attrib.clear()
    return True


def _repeat_without_number(editing: Editing, section: Section, place: str, part: str) -> bool:
    """Give the first page what the others show besides their number."""
    strips = [strip for strip in section.strips if strip.place == place and strip.kind == "default"]
    numbers = [p for strip in strips for p in strip.paragraphs if any(span.field == "PAGE" for span in p.spans)]
    if not all(map(_is_number, numbers)):
        return False
    root = editing.root(part)
    copy = etree.fromstring(etree.tostring(root))
    originals, copies = list(root.iter(f"{QW}p")), list(copy.iter(f"{QW}p"))
    for paragraph in numbers:
        element = editing.element(paragraph)
        if element in originals:
            _clear(copies[originals.index(element)])
    if _shows(copy):
        add_strip(editing, editing.sections[0], place, "first", list(copy), like=part)
    return True


# --- look and counting -------------------------------------------------------------------------------------------


def look(editing: Editing, _rule: Rule, fault: Fault) -> Said | None:
    """Size and style of the number."""
    paragraph = editing.paragraph(fault)
    if paragraph is None or not _is_number(paragraph):
        return None
    told: list[Said] = []
    for run in editing.element(paragraph).iter(f"{QW}r"):
        told = _dress(editing, properties(run))
    return listed(told) if told else None


def start(editing: Editing, rule: Rule, _fault: Fault) -> Said | None:
    """The first page counts as the rule says."""
    return _count_from(editing.sections[0], rule["start"]) if editing.sections else None


def restart(editing: Editing, rule: Rule, fault: Fault) -> Said | None:
    """The section of an annex is counted anew."""
    paragraph = editing.paragraph(fault)
    if paragraph is None or paragraph.section >= len(editing.sections):
        return None
    return _count_from(editing.sections[paragraph.section], rule["start"])


def _count_from(section: Element, number_: int) -> Said:
    child(section, "pgNumType").set(f"{QW}start", str(number_))
    return raw(str(number_))
