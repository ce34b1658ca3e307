"""From the bytes of a DOCX to :class:`pipeline.decree.model.Measured`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.decree.measure.cascade import Cascade
from pipeline.decree.measure.package import Package, open_package
from pipeline.decree.measure.room import Room
from pipeline.decree.measure.sections import Kind, Place, SetUp, section_elements, set_ups
from pipeline.decree.measure.strokes import strokes
from pipeline.decree.measure.theme import Theme
from pipeline.decree.measure.units import QW, VAL, Element, integer, is_on
from pipeline.decree.measure.walk import Walker
from pipeline.decree.model import Measured, Paragraph, Section, Strip

_NOTES = (("footnotes", "footnote"), ("endnotes", "endnote"))
_SEPARATORS = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_CHANGE = b"PrChange"
"""End of the names of all elements that keep a former formatting."""
_OWN_STATES = frozenset({"state", "status", "trạng thái", "trangthai", "tình trạng"})


def measure_docx(data: bytes, name: str = "") -> Measured:
    """Measure a DOCX (also ``.docm``, ``.dotx``, ``.dotm``); ``name`` is the file's name for errors.

    Reads only: macros, embedded files and links are neither run nor followed. Raises :class:`Locked`,
    :class:`NoWordDocument`, :class:`TooLarge`, :class:`TooDeep` and the errors of
    :func:`pipeline.docx.package.unpack` and :func:`pipeline.docx.package.parse_xml`.
    """
    return _Reading(open_package(data, name)).measured()


@dataclass(frozen=True)
class Reading:
    """A measured document with the XML that was measured, for who comments or mends it.

    ``elements``: the ``w:p`` of each paragraph by its index, also of headers, footers and notes;
    ``sections``: the ``w:sectPr`` of each section (none if the document has none); ``roots``: by part name the
    trees that they belong to (of what is stored twice, a text box, the first copy is measured); ``styles`` and
    ``numbering``: names of these parts, "" if there is none.
    """

    measured: Measured
    elements: tuple[Element, ...]
    sections: tuple[Element, ...]
    roots: Mapping[str, Element]
    main: str
    styles: str
    numbering: str


def read_docx(data: bytes, name: str = "") -> Reading:
    """Measure a DOCX and keep its XML. Raises the errors of :func:`measure_docx`."""
    package = open_package(data, name)
    reading = _Reading(package)
    measured = reading.measured()
    return Reading(
        measured,
        tuple(read.element for read in reading.walker.reads),
        tuple(reading.section_elements),
        package.parsed,
        reading.part,
        *(package.related(reading.part, kind) for kind in ("styles", "numbering")),
    )


class _Reading:
    """A document while it is read."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self.part = package.main
        body = self._root(self.part).find(f"{QW}body")
        self._body = self._root(self.part) if body is None else body
        theme = Theme(package.root_related(self.part, "theme"))
        self._settings = package.root_related(self.part, "settings")
        styles = package.root_related(self.part, "styles")
        numbering = package.root_related(self.part, "numbering")
        table_size_wins = not self._compatibility("overrideTableStyleFontSizeAndJustification", 0)
        self._cascade = Cascade(styles, numbering, theme, table_size_wins)
        self.section_elements = section_elements(self._body)
        self._set_ups = set_ups(self.section_elements)
        shifted = self._compatibility("compatibilityMode", 12) < 15
        self.walker = Walker(self._cascade, self._set_ups, package.name, shifted)

    def _root(self, part: str) -> Element:
        root = self._package.root(part)
        assert root is not None  # noqa: S101 - ``main`` names an existing part
        return root

    def _compatibility(self, name: str, default: int) -> int:
        settings = self._settings
        for setting in () if settings is None else settings.iterfind(f"{QW}compat/{QW}compatSetting"):
            if setting.get(f"{QW}name") == name:
                found = integer(setting.get(VAL), 0, 1000)
                return default if found is None else found
        return default

    def measured(self) -> Measured:
        walker = self.walker
        walker.body(self._body, self.part)
        in_body = len(walker.paragraphs)
        self._notes()
        count = len(walker.paragraphs)
        sections = self._sections()
        found = tuple(walker.paragraphs)
        raw = self._package.parts[self.part]
        return Measured(
            format="docx",
            name=self._package.name,
            paragraphs=found[:count],
            sections=sections,
            strokes=strokes(walker, in_body),
            fonts=_fonts(found),
            state=self._state(),
            has_tables=any(grid.ruled for grid, _ in walker.grids),
            has_revisions=walker.revised or _CHANGE in raw,
        )

    def _notes(self) -> None:
        for kind, tag in _NOTES:
            part = self._package.related(self.part, kind)
            root = self._package.root(part)
            area = self._set_ups[0].area or (None, None)
            for note in () if root is None else root.iterfind(f"{QW}{tag}"):
                if note.get(f"{QW}type") not in _SEPARATORS:
                    self.walker.story(note, Room("note", part, 0, *area))

    # --- sections ------------------------------------------------------------------------------------------------

    def _sections(self) -> tuple[Section, ...]:
        even = None if self._settings is None else self._settings.find(f"{QW}evenAndOddHeaders")
        wanted: tuple[Kind, ...] = ("default", "even") if even is not None and is_on(even) else ("default",)
        named: dict[tuple[Place, Kind], str] = {}
        read: dict[tuple[object, ...], Strip] = {}
        sections = []
        ends = self.walker.ends
        for number, set_up in enumerate(self._set_ups):
            named = {**named, **set_up.strips}
            strips = []
            for key, relation in sorted(named.items()):
                if key[1] in wanted or (key[1] == "first" and set_up.title_page):
                    seen = (*key, relation, set_up.area)
                    if seen not in read:
                        read[seen] = self._strip(key, relation, number, set_up)
                    strips.append(read[seen])
            first = ends[number - 1] if number else 0
            sections.append(_section(set_up, tuple(strips), first, ends[number] - 1))
        return tuple(sections)

    def _strip(self, key: tuple[Place, Kind], relation: str, number: int, set_up: SetUp) -> Strip:
        part = self._package.relations(self.part).get(relation, ("", ""))[1]
        root = self._package.root(part)
        area = set_up.area or (None, None)
        paragraphs = () if root is None else self.walker.story(root, Room(key[0], part, number, *area))
        return Strip(key[0], key[1], paragraphs)

    def _state(self) -> str:
        core = self._package.root_related("", "core-properties")
        for element in () if core is None else core:
            if isinstance(element.tag, str) and element.tag.endswith("}contentStatus"):
                return " ".join((element.text or "").split())[:100]
        custom = self._package.root_related("", "custom-properties")
        for element in () if custom is None else custom:
            if element.get("name", "").casefold() in _OWN_STATES:
                return " ".join("".join(str(text) for text in element.itertext()).split())[:100]
        return ""


def _section(set_up: SetUp, strips: tuple[Strip, ...], first: int, last: int) -> Section:
    return Section(
        width_mm=set_up.width,
        height_mm=set_up.height,
        top_mm=set_up.top,
        bottom_mm=set_up.bottom,
        left_mm=set_up.left,
        right_mm=set_up.right,
        landscape=set_up.landscape,
        gutter_mm=set_up.gutter,
        header_mm=set_up.header,
        title_page=set_up.title_page,
        start=set_up.start,
        number_format=set_up.number_format,
        strips=strips,
        first=first,
        last=last,
    )


def _fonts(paragraphs: tuple[Paragraph, ...]) -> tuple[str, ...]:
    found = set()
    for paragraph in paragraphs:
        for span in paragraph.spans:
            if span.look.font and not span.text.isspace():
                found.add(span.look.font)
    return tuple(sorted(found))
