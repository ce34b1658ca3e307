"""Readable changes to a DOCX: what a clerk's hand could do to a right document.

    document = Document(base("BC"))
    document.size(document.paragraph("CỘNG HÒA"), 11)
    document.bytes()

Paragraphs are found by a piece of their text or by the id of their style (``QuocHieu``); lengths are millimetres,
sizes and gaps points.
"""

from __future__ import annotations

import copy
import re
from functools import cache

from lxml import etree

from pipeline.docx.blocks import line_xml
from pipeline.docx.metrics import TWIPS_PER_MM
from pipeline.docx.package import Part, deflate, read_package, write_package

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
Q = f"{{{W}}}"
Element = etree._Element
_MAIN, _STYLES = "word/document.xml", "word/styles.xml"
_PROPERTIES_OF_P = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr",
    "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens",
    "spacing", "ind", "contextualSpacing", "jc", "outlineLvl", "rPr",
    "sectPr",
)  # fmt: skip
_PROPERTIES_OF_R = (
    "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "color", "spacing", "w", "kern",
    "position", "sz", "szCs", "highlight", "u", "effect", "vertAlign", "lang",
)  # fmt: skip


def twips(millimetres: float) -> int:
    return round(millimetres * TWIPS_PER_MM)


@cache
def _package(data: bytes) -> dict[str, bytes]:
    return read_package(data)


@cache
def _deflated(name: str, data: bytes) -> Part:
    return deflate(name, data)


class Document:
    """The parts of a DOCX; those that are looked at are parsed, the others stay as they are."""

    def __init__(self, data: bytes) -> None:
        self._parts = _package(data)
        self._roots: dict[str, Element] = {}
        self._more: dict[str, bytes] = {}

    def bytes(self) -> bytes:
        """The changed document."""
        changed = {name: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
                   for name, root in self._roots.items()}  # fmt: skip
        kept = (_deflated(name, data) for name, data in self._parts.items() if name not in changed)
        new = (deflate(name, data, 1) for name, data in {**self._more, **changed}.items())
        return write_package((*kept, *new))

    # --- finding -------------------------------------------------------------------------------------------------

    def part(self, name: str = _MAIN) -> Element:
        """The root of a part, to be changed in place."""
        if name not in self._roots:
            self._roots[name] = etree.fromstring(self._parts[name])
        return self._roots[name]

    @property
    def body(self) -> Element:
        return self.part()[0]

    def paragraphs(self, what: str = "") -> list[Element]:
        """The paragraphs (cells included) with this style id or whose text holds ``what``, in order."""
        found = list(self.body.iter(f"{Q}p"))
        styled = [one for one in found if _style(one) == what]
        return styled or [one for one in found if what in text(one)]

    def paragraph(self, what: str, nth: int = 0) -> Element:
        """The ``nth`` of :meth:`paragraphs`; LookupError if there is none."""
        found = self.paragraphs(what)
        if not found or not -len(found) <= nth < len(found):
            raise LookupError(f"no paragraph {what!r} (number {nth})")
        return found[nth]

    def style(self, id: str) -> Element:
        """A paragraph style: the methods that change a look or a layout take it as well."""
        return next(one for one in self.part(_STYLES).iter(f"{Q}style") if one.get(f"{Q}styleId") == id)

    def add_style(self, xml: str) -> None:
        """Add a style, unless there is one of its id."""
        root, (style,) = self.part(_STYLES), _elements(xml)
        if not any(one.get(f"{Q}styleId") == style.get(f"{Q}styleId") for one in root.iter(f"{Q}style")):
            root.append(style)

    def header(self, kind: str = "default") -> Element:
        """The paragraph of the page number: header of all pages (``default``) or of the first (``first``)."""
        return self._strip("header", kind)

    def footer(self, kind: str = "default") -> Element:
        return self._strip("footer", kind)

    def _strip(self, place: str, kind: str) -> Element:
        number = {"default": 1, "first": 2}[kind]
        return next(self.part(f"word/{place}{number}.xml").iter(f"{Q}p"))

    def table(self, nth: int = 0) -> Element:
        return list(self.body.iter(f"{Q}tbl"))[nth]

    def sections(self) -> list[Element]:
        """The section properties; the last are those of the last annex."""
        return list(self.body.iter(f"{Q}sectPr"))

    def line_after(self, paragraph: Element) -> Element:
        """The empty paragraph with a border that draws the line under ``paragraph``."""
        following = paragraph.getnext()
        if following is None or following.find(f"{Q}pPr/{Q}pBdr") is None:
            raise LookupError(f"no line under {text(paragraph)!r}")
        return following

    def add_part(self, name: str, xml: str, kind: str) -> None:
        """Add a part such as ``word/footnotes.xml`` that the text refers to; ``kind`` is ``footnotes``."""
        self._more[name] = xml.encode()
        types = "http://schemas.openxmlformats.org/package/2006/content-types"
        office = "application/vnd.openxmlformats-officedocument.wordprocessingml"
        override = etree.SubElement(self.part("[Content_Types].xml"), f"{{{types}}}Override")
        override.set("PartName", f"/{name}")
        override.set("ContentType", f"{office}.{kind}+xml")
        relations = self.part("word/_rels/document.xml.rels")
        relation = etree.SubElement(relations, relations[0].tag)
        relation.set("Id", f"rIdAdded{len(relations)}")
        relation.set("Type", f"{R}/{kind}")
        relation.set("Target", name.removeprefix("word/"))

    # --- letters -------------------------------------------------------------------------------------------------

    def size(self, where: Element, points: float, words: str = "") -> None:
        """Set all letters, or only these words, in ``points``."""
        for run in _looks(where, words):
            for name in ("sz", "szCs"):
                _child(run, name, _PROPERTIES_OF_R).set(f"{Q}val", str(round(points * 2)))

    def bold(self, where: Element, on: bool = True, words: str = "") -> None:
        self._switch(where, ("b", "bCs"), on, words)

    def italic(self, where: Element, on: bool = True, words: str = "") -> None:
        self._switch(where, ("i", "iCs"), on, words)

    def underline(self, where: Element, on: bool = True, words: str = "") -> None:
        for run in _looks(where, words):
            _child(run, "u", _PROPERTIES_OF_R).set(f"{Q}val", "single" if on else "none")

    def capitals(self, where: Element, on: bool = True, words: str = "") -> None:
        """All capitals as a look (``w:caps``)."""
        self._switch(where, ("caps",), on, words)

    def font(self, where: Element, name: str, words: str = "") -> None:
        for run in _looks(where, words):
            fonts = _child(run, "rFonts", _PROPERTIES_OF_R)
            fonts.attrib.clear()
            for slot in ("ascii", "hAnsi", "eastAsia", "cs"):
                fonts.set(f"{Q}{slot}", name)

    def colour(self, where: Element, rgb: str, words: str = "") -> None:
        for run in _looks(where, words):
            _child(run, "color", _PROPERTIES_OF_R).set(f"{Q}val", rgb)

    def _switch(self, where: Element, names: tuple[str, ...], on: bool, words: str) -> None:
        for run in _looks(where, words):
            for name in names:
                _child(run, name, _PROPERTIES_OF_R).set(f"{Q}val", "1" if on else "0")

    # --- text ----------------------------------------------------------------------------------------------------

    def replace(self, paragraph: Element, old: str, new: str) -> None:
        """Replace the first ``old``, wherever its runs begin and end; the new words look as the first old one."""
        nodes = list(paragraph.iter(f"{Q}t"))
        for node in nodes:
            if old in (node.text or ""):
                node.text = (node.text or "").replace(old, new, 1)
                return
        whole = "".join(node.text or "" for node in nodes)
        start = whole.find(old)
        if start < 0:
            raise LookupError(f"no {old!r} in {whole!r}")
        done = 0
        for node in nodes:
            length = len(node.text or "")
            low, high = max(start - done, 0), min(start + len(old) - done, length)
            if low < high:
                node.text = (
                    (node.text or "")[:low] + (new if done + low == start else "") + (node.text or "")[high:]
                )
            done += length

    def replace_all(self, old: str, new: str) -> None:
        """Replace ``old`` everywhere in the body where one run holds it."""
        for node in self.body.iter(f"{Q}t"):
            node.text = (node.text or "").replace(old, new)

    def set_text(self, paragraph: Element, new: str) -> None:
        """Other text in the look of the first run (``\\t`` and ``\\n`` as tab and line break)."""
        runs = list(paragraph.iter(f"{Q}r")) or [etree.SubElement(paragraph, f"{Q}r")]
        for run in runs[1:]:
            _drop(run)
        for child in list(runs[0]):
            if child.tag != f"{Q}rPr":
                runs[0].remove(child)
        for piece in re.split(r"([\t\n])", new):
            if piece in ("\t", "\n"):
                etree.SubElement(runs[0], f"{Q}{'tab' if piece == chr(9) else 'br'}")
            elif piece:
                node = etree.SubElement(runs[0], f"{Q}t")
                node.text = piece
                node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    # --- layout --------------------------------------------------------------------------------------------------

    def align(self, where: Element, align: str) -> None:
        """``left``, ``center``, ``right`` or ``both``."""
        self._layout(where, "jc").set(f"{Q}val", align)

    def indent(
        self, where: Element, left: float | None = None, right: float | None = None, first: float | None = None
    ) -> None:
        """Indents in mm; a negative ``first`` hangs."""
        indent = self._layout(where, "ind")
        for side, value in (("left", left), ("right", right)):
            if value is not None:
                indent.set(f"{Q}{side}", str(twips(value)))
        if first is not None:
            for name in ("firstLine", "hanging"):
                indent.attrib.pop(f"{Q}{name}", "")
            indent.set(f"{Q}{'firstLine' if first >= 0 else 'hanging'}", str(twips(abs(first))))

    def spacing(
        self, where: Element, before: float | None = None, after: float | None = None, line: float | None = None,
        exact: float | None = None,
    ) -> None:  # fmt: skip
        """Gaps in points; ``line`` as a multiple of single, ``exact`` in points."""
        spacing = self._layout(where, "spacing")
        for name, value in (("before", before), ("after", after)):
            if value is not None:
                spacing.set(f"{Q}{name}", str(round(value * 20)))
        if line is not None:
            spacing.set(f"{Q}line", str(round(line * 240)))
            spacing.set(f"{Q}lineRule", "auto")
        if exact is not None:
            spacing.set(f"{Q}line", str(round(exact * 20)))
            spacing.set(f"{Q}lineRule", "exact")

    def line_length(self, paragraph: Element, millimetres: float, shift: float = 0) -> None:
        """Make the line under ``paragraph`` so long, moved to the right by ``shift``."""
        line = self.line_after(paragraph)
        margin = (self.room(paragraph) - millimetres) / 2
        self.indent(line, margin + shift, margin - shift)

    def length_of_line(self, paragraph: Element) -> float:
        """The length in mm of the line under ``paragraph``."""
        indent = self.line_after(paragraph).find(f"{Q}pPr/{Q}ind")
        sides = 0 if indent is None else sum(int(indent.get(f"{Q}{side}", "0")) for side in ("left", "right"))
        return self.room(paragraph) - sides / TWIPS_PER_MM

    def line_style(self, paragraph: Element, kind: str) -> None:
        """Draw the line under ``paragraph`` as ``dashed``, ``dotted``, ``double`` …"""
        border = self.line_after(paragraph).find(f"{Q}pPr/{Q}pBdr/{Q}bottom")
        assert border is not None
        border.set(f"{Q}val", kind)

    def add_line(self, paragraph: Element, millimetres: float) -> None:
        """Draw a line under ``paragraph``."""
        self.insert_after(paragraph, line_xml(millimetres, self.room(paragraph)))

    def room(self, paragraph: Element) -> float:
        """The width in mm of the cell or of the text that ``paragraph`` stands in."""
        cell = next(paragraph.iterancestors(f"{Q}tc"), None)
        if cell is not None:
            width = cell.find(f"{Q}tcPr/{Q}tcW")
            assert width is not None
            return int(width.get(f"{Q}w", "0")) / TWIPS_PER_MM
        size, margins = self.sections()[0].find(f"{Q}pgSz"), self.sections()[0].find(f"{Q}pgMar")
        assert size is not None
        assert margins is not None
        sides = sum(int(margins.get(f"{Q}{side}", "0")) for side in ("left", "right"))
        return (int(size.get(f"{Q}w", "0")) - sides) / TWIPS_PER_MM

    def _layout(self, where: Element, name: str) -> Element:
        return _child(_child_first(where, "pPr"), name, _PROPERTIES_OF_P)

    # --- order ---------------------------------------------------------------------------------------------------

    def remove(self, *elements: Element) -> None:
        """Take elements out; a cell that would become empty keeps an empty paragraph."""
        for element in elements:
            parent = element.getparent()
            assert parent is not None
            _drop(element)
            if parent.tag == f"{Q}tc" and parent.find(f"{Q}p") is None:
                etree.SubElement(parent, f"{Q}p")

    def insert_after(self, element: Element, what: str | Element) -> None:
        """Put paragraphs (XML as :func:`pipeline.decree.scaffold.pieces.p` makes it, or an element) behind."""
        for new in reversed(_elements(what)):
            element.addnext(new)

    def insert_before(self, element: Element, what: str | Element) -> None:
        for new in _elements(what):
            element.addprevious(new)

    def copy_of(self, element: Element) -> Element:
        """A copy that stands nowhere yet."""
        return copy.deepcopy(element)

    # --- page ----------------------------------------------------------------------------------------------------

    def margins(
        self, top: float | None = None, bottom: float | None = None, left: float | None = None,
        right: float | None = None, section: int | None = None,
    ) -> None:  # fmt: skip
        """Other margins in mm, of all sections or of one."""
        sides = {"top": top, "bottom": bottom, "left": left, "right": right}
        for properties in self._chosen(section):
            margins = properties.find(f"{Q}pgMar")
            assert margins is not None
            for side, value in sides.items():
                if value is not None:
                    margins.set(f"{Q}{side}", str(twips(value)))

    def page(
        self, width: float | None = None, height: float | None = None, landscape: bool | None = None,
        section: int | None = None,
    ) -> None:  # fmt: skip
        """Another size of paper in mm, or the paper turned."""
        for properties in self._chosen(section):
            size = properties.find(f"{Q}pgSz")
            assert size is not None
            for name, value in (("w", width), ("h", height)):
                if value is not None:
                    size.set(f"{Q}{name}", str(twips(value)))
            if landscape:
                short, long = sorted(int(size.get(f"{Q}{name}", "0")) for name in ("w", "h"))
                size.set(f"{Q}w", str(long))
                size.set(f"{Q}h", str(short))
                size.set(f"{Q}orient", "landscape")

    def section_property(self, name: str, section: int | None = None, **values: str) -> None:
        """Set a property that is there, such as ``pgNumType`` (``start="3"``, ``fmt="lowerRoman"``)."""
        for properties in self._chosen(section):
            found = properties.find(f"{Q}{name}")
            assert found is not None, name
            for key, value in values.items():
                found.set(f"{Q}{key}", value)

    def drop_section_property(self, name: str, section: int | None = None) -> None:
        """Take a property away, such as ``titlePg`` or ``pgNumType``."""
        for properties in self._chosen(section):
            for found in properties.findall(f"{Q}{name}"):
                properties.remove(found)

    def drop_strip(self, place: str, kind: str = "default") -> None:
        """Take the reference to a header or footer out of all sections."""
        for properties in self.sections():
            for found in properties.findall(f"{Q}{place}Reference"):
                if found.get(f"{Q}type") == kind:
                    properties.remove(found)

    def end_section(self, paragraph: Element) -> None:
        """Let the section end at ``paragraph``; what follows starts on a new page and counts anew."""
        paragraph[0].append(copy.deepcopy(self.sections()[-1]))

    def _chosen(self, section: int | None) -> list[Element]:
        return self.sections() if section is None else [self.sections()[section]]


def text(paragraph: Element) -> str:
    """The letters of a paragraph."""
    return "".join(node.text or "" for node in paragraph.iter(f"{Q}t"))


def _style(paragraph: Element) -> str:
    style = paragraph.find(f"{Q}pPr/{Q}pStyle")
    return "" if style is None else style.get(f"{Q}val", "")


def _elements(what: str | Element) -> list[Element]:
    if isinstance(what, str):
        return list(etree.fromstring(f'<x xmlns:w="{W}" xmlns:r="{R}">{what}</x>'))
    return [what]


def _drop(element: Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def _looks(where: Element, words: str) -> list[Element]:
    """The run properties to change: of a style its own, of a paragraph those of its runs (of ``words`` only)."""
    if where.tag == f"{Q}style":
        found = where.find(f"{Q}rPr")
        return [found if found is not None else etree.SubElement(where, f"{Q}rPr")]
    runs = list(where.iter(f"{Q}r"))
    if words:
        runs = [_cut(runs, words)]
    return [_child_first(run, "rPr") for run in runs]


def _cut(runs: list[Element], words: str) -> Element:
    """Cut the run that holds ``words`` so that they have a run of their own."""
    for run in runs:
        node = run.find(f"{Q}t")
        if node is None or words not in (node.text or ""):
            continue
        before, _, after = (node.text or "").partition(words)
        for piece, place in ((before, "before"), (after, "after")):
            if piece:
                other = copy.deepcopy(run)
                found = other.find(f"{Q}t")
                assert found is not None
                found.text = piece
                found.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                run.addprevious(other) if place == "before" else run.addnext(other)
        node.text = words
        return run
    raise LookupError(f"no run holds {words!r}")


def _child(parent: Element, name: str, order: tuple[str, ...]) -> Element:
    """The child ``name``, made at its place in the order of the schema if it is missing."""
    found = parent.find(f"{Q}{name}")
    if found is not None:
        return found
    before = {f"{Q}{earlier}" for earlier in order[: order.index(name)]}
    made = etree.Element(f"{Q}{name}")
    parent.insert(sum(child.tag in before for child in parent), made)
    return made


def _child_first(parent: Element, name: str) -> Element:
    """The child ``name``; made as the first one (after the names of a style) if it is missing."""
    found = parent.find(f"{Q}{name}")
    if found is not None:
        return found
    made = etree.Element(f"{Q}{name}")
    parent.insert(0, made)
    return made
