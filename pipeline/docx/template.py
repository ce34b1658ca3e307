"""A Word template compiled once and filled many times.

The template language is that of docxtpl 0.20 (``{{ x }}``, ``{%p if x %}``, ``{%tr for … %}``, ``{{r x }}`` …).
All that does not depend on the data happens at compile time: mending tags, parsing, deflating the parts without
tags. Filling is Jinja, a check that the result is a document, deflate and write.
"""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType

from jinja2 import Environment, Template, meta
from jinja2.exceptions import TemplateSyntaxError
from lxml import etree

from pipeline.docx import escape, faults
from pipeline.docx.assembly import ASSEMBLY, RELATION, Assembly, BadAssetError, PartAssembly
from pipeline.docx.blocks import PARAGRAPH_FILTERS, RUN_FILTERS, SECTIONS, TEXT_FILTERS
from pipeline.docx.cells import order_cells, prepare_cells
from pipeline.docx.controls import CONTROLS, Controls
from pipeline.docx.custom import CustomParts, custom_parts
from pipeline.docx.errors import BadStructure, MisplacedTag, MissingStyle, NotAPackage, StrayTag
from pipeline.docx.grids import fit_grids
from pipeline.docx.limits import BUDGET, Budget
from pipeline.docx.package import (
    DECLARATION,
    FAST,
    FASTEST,
    SMALL,
    Part,
    deflate,
    deflate_filled,
    parse_xml,
    part_types,
    read_package,
    write_package,
)
from pipeline.docx.pictures import drop_placeholders, prepare_pictures
from pipeline.docx.proof import is_proven
from pipeline.docx.properties import core_xml, ensure_core, own_properties
from pipeline.docx.sections import Layout, Sections, read_layout
from pipeline.docx.source import QW, Source, Spot, W, first_tag, has_tags, make_source
from pipeline.docx.splits import split_paragraphs
from pipeline.docx.store import Identity
from pipeline.docx.structure import check_structure, renumber_drawings
from pipeline.docx.styles import NAMES, NEEDED, restore_ids
from pipeline.docx.subdocuments import merge
from pipeline.docx.unwrap import unwrapped_package
from pipeline.model import Place, Properties

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_MAIN_TYPE = f"{_WORD}.document.main+xml"
_WORD_TYPES = frozenset(
    f"{_WORD}.{kind}+xml" for kind in ("document.main", "header", "footer", "footnotes", "endnotes", "comments")
)
_PLAIN_TYPES = frozenset(
    f"application/vnd.openxmlformats-officedocument.{kind}+xml"
    for kind in ("custom-properties", "extended-properties", "drawingml.chart", "drawingml.diagramData")
)
"""Parts without Word's paragraphs: a tag stands in one piece of text."""
_COLUMN_TAGS = re.compile(r"\{[{%#](tc\s|\s*(colspan|hm)\s)")
_SPLIT, _DRAWING = "urn:baocao:split", "<wp:docPr"
_DRAWINGS_OF_A_PART = 10_000


@dataclass(frozen=True, slots=True)
class CompiledPart:
    """One part with tags: its source (for errors) and the Jinja template made of it.

    ``has_text``: it is a part of Word's with paragraphs. ``draws``: it has drawings of its own.
    """

    name: str
    source: Source
    template: Template
    fits_grids: bool
    first_drawing: int
    proven: bool
    has_text: bool
    draws: bool

    def fill(
        self, values: Mapping[str, object], file: str, assembly: Assembly, controls: Controls | None
    ) -> bytes:
        """Render the part, figures in ``controls``; what its filters add goes into ``assembly``.

        Raises a leaf of :class:`pipeline.errors.TemplateError` with the place.
        """
        values = {**values, ASSEMBLY: PartAssembly(assembly, self.name)}
        if controls is None or not self.has_text:
            text = DECLARATION + render(self.template, self.source, values, file, self.name)
        else:
            text = DECLARATION + self._controlled(values, file, controls)
        splits = assembly.splits and _SPLIT in text
        drawings = (self.draws or bool(assembly.relations)) and _DRAWING in text
        ready = not (splits or drawings or self.fits_grids)
        if ready and self.proven:
            return text.encode()
        root = check_structure(text, self.name, file)
        if ready:
            return text.encode()
        try:
            if splits:
                split_paragraphs(root)
            if self.fits_grids:
                fit_grids(root)
        except ValueError as error:
            raise BadStructure(Place(file), part=self.name, paragraph="–", reason=str(error)) from error
        if drawings:
            renumber_drawings(root, self.first_drawing)
        return (DECLARATION + etree.tostring(root, encoding="unicode")).encode()

    def _controlled(self, values: Mapping[str, object], file: str, controls: Controls) -> str:
        """The part rendered with controls; what is proven prints what filters make, and prints it once."""
        counted = controls.counted()
        text = render(self.template, self.source, {**values, CONTROLS: controls}, file, self.name)
        if not self.proven:
            controls.recount(counted)
        return controls.finished(text, self.proven)


def render(template: Template, source: Source, values: Mapping[str, object], file: str, part: str) -> str:
    """Render one template of Jinja. Raises a leaf of :class:`pipeline.errors.TemplateError` with the place."""
    context = template.new_context(dict(values))
    try:
        return "".join(template.root_render_func(context))
    except Exception as error:
        spot = source.spot(_line(template, error.__traceback__))
        raise faults.render_fault(error, file, part, spot, values) from error


def _line(template: Template, trace: TracebackType | None) -> int:
    """The source line in which rendering stopped: that of the innermost frame of this template."""
    line = 1
    while trace is not None:
        if trace.tb_frame.f_globals.get("__jinja_template__") is template:
            line = template.get_corresponding_lineno(trace.tb_lineno)
        trace = trace.tb_next
    return line


@dataclass(frozen=True, slots=True)
class CompiledProperty:
    """A core property with tags."""

    tag: str
    source: Source
    template: Template

    def fill(self, values: Mapping[str, object], file: str, part: str) -> str:
        """The text of the property."""
        return escape.plain(render(self.template, self.source, values, file, part))


@dataclass(frozen=True, slots=True)
class CompiledTemplate:
    """A template ready to be filled; immutable, so one can serve many threads."""

    name: str
    main: str
    parts: tuple[CompiledPart, ...]
    static: tuple[Part, ...]
    layout: Layout
    core_name: str
    core: tuple[CompiledProperty, ...]
    styles: frozenset[str]
    custom: CustomParts
    control_ids: frozenset[int]

    @classmethod
    def compile(cls, data: bytes, name: str, environment: Environment) -> CompiledTemplate:
        """Compile the bytes of a DOCX; ``name`` is what errors call the template.

        Raises leaves of :class:`pipeline.errors.TemplateError`: an unreadable or unsafe package (T01 to T09), a
        tag that cannot be read (T10), an unknown filter (T13), a misplaced tag (T18), a missing style (T19), a tag
        where none is filled (T20).
        """
        package = unwrapped_package(read_package(data, name))
        core_name = ensure_core(package, name)
        style_ids = restore_ids(package, name)
        types = part_types(package, name)
        main = next((part for part, kind in types.items() if kind == _MAIN_TYPE), "")
        if main not in package:
            raise NotAPackage(Place(name), reason="it is no Word document without macros")
        layout = Layout()
        parts: list[CompiledPart] = []
        control_ids: set[int] = set()
        for part in [part for part in package if types.get(part) in _WORD_TYPES | _PLAIN_TYPES]:
            is_word = types[part] in _WORD_TYPES
            root = _word_root(package[part], part, name) if is_word else parse_xml(package[part], part, name)
            control_ids |= _control_ids(root)
            if part == main:
                layout = read_layout(_last_section(root), root)
            if has_tags(root):
                drop_placeholders(package, part, prepare_pictures(root))
                first = 1001 + (0 if part == main else _DRAWINGS_OF_A_PART * (len(parts) + 1))
                parts.append(_compile_part(root, part, name, environment, style_ids, first, is_word))
        core = _compile_core(package[core_name], core_name, name, environment)
        filled = {part.name for part in parts} | {core_name}
        _check_strays({part: content for part, content in package.items() if part not in filled}, name)
        static = tuple(deflate(part, content, SMALL) for part, content in package.items() if part not in filled)
        custom = custom_parts(package, main, name)
        ids = frozenset(control_ids)
        return cls(name, main, tuple(parts), static, layout, core_name, core, style_ids, custom, ids)

    def fill(
        self,
        context: Mapping[str, object],
        properties: Properties,
        assets: Mapping[str, bytes] | None = None,
        identity: Identity | None = None,
    ) -> bytes:
        """Fill the template with ``context``; the same input makes the same bytes.

        ``assets`` are the files, by name, that filters may use: pictures and documents. With an ``identity`` the
        document says which it is, and every figure stands in a content control of its own. Raises leaves of
        :class:`pipeline.errors.TemplateError`: an unknown name (T11, T12), a value that is no text (T14) or holds
        a control character (T15), another fault of a tag (T16), a result that would be no valid document (T17), a
        file that does not exist (T21) or cannot be used (T22).
        """
        parts = frozenset({*(part.name for part in self.static), *(part.name for part in self.parts)})
        assembly = Assembly(assets or {}, parts, self.styles)
        values = {**context, SECTIONS: Sections.of(self.layout), BUDGET: Budget()}
        controls = Controls(identity, self.control_ids) if identity else None
        level = FASTEST if controls else FAST
        filled = [
            deflate_filled(part.name, part.fill(values, self.name, assembly, controls), level)
            for part in self.parts
        ]
        own = {each.tag: each.fill(values, self.name, self.core_name) for each in self.core}
        core = deflate_filled(self.core_name, core_xml(properties, self.name, self.core_name, own), level)
        made = [*self.static, *filled, core]
        if controls:
            known = self.custom.own(controls.stored(), made)
            made = [*{part.name: part for part in (*made, *self.custom.static, *known)}.values()]
        return write_package(
            self._assembled(made, assembly) if assembly.relations or assembly.subdocuments else made
        )

    def variables(self) -> frozenset[str]:
        """The names of the context that the template may ask for."""
        compiled: list[CompiledPart | CompiledProperty] = [*self.parts, *self.core]
        asked = [meta.find_undeclared_variables(c.template.environment.parse(c.source.text)) for c in compiled]
        return frozenset(name for names in asked for name in names if name != SECTIONS)

    def _assembled(self, made: list[Part], assembly: Assembly) -> list[Part]:
        """The parts of a document that brings more than the template has."""
        static = {part.name: part for part in made}

        def original(name: str) -> bytes:
            return zlib.decompress(static[name].deflated, -15) if name in static else b""

        changed = assembly.changed(original)
        parts = [*(part for part in made if part.name not in changed), *changed.values()]
        if not assembly.subdocuments:
            return parts
        try:
            merged = merge(write_package(parts), assembly.subdocuments)
        except BadAssetError as error:
            raise faults.render_fault(error, self.name, self.main, Spot("", ""), {}) from error
        check_structure(merged[self.main].decode(), self.main, self.name)
        return [deflate(name, data) for name, data in merged.items()]


def _word_root(data: bytes, part: str, name: str) -> etree._Element:
    root = parse_xml(data, part, name)
    if root.nsmap.get("w") != W:
        raise NotAPackage(Place(name), reason=f"{part} is not in the transitional form that Word writes")
    return root


def _last_section(root: etree._Element) -> etree._Element | None:
    return root.find(f"{QW}body/{QW}sectPr")


def _control_ids(root: etree._Element) -> set[int]:
    """The ids of the controls in a part of the template."""
    found = (str(id_.get(f"{QW}val", "")) for id_ in root.iterfind(f".//{QW}sdtPr/{QW}id"))
    return {int(id_) for id_ in found if re.fullmatch(r"-?[0-9]{1,10}", id_)}


def _compile_part(
    root: etree._Element,
    part: str,
    name: str,
    environment: Environment,
    style_ids: frozenset[str],
    first: int,
    is_word: bool,
) -> CompiledPart:
    section = _last_section(root)
    body = section.getparent() if section is not None else None
    if section is not None and body is not None:
        body.remove(section)
    prepare_cells(root)
    source = Source(order_cells(make_source(root, part, name).text))
    if section is not None:
        before, _, after = source.text.rpartition("</w:body>")
        source = Source(f"{before}\n{{{{\n{SECTIONS} | section_end }}}}</w:body>{after}")
    _check_tags(source, part, name, style_ids)
    template = _jinja(source, part, name, environment)
    changes_columns = bool(_COLUMN_TAGS.search("".join(str(piece) for piece in root.itertext())))
    proven = is_proven(source.text, environment)
    draws = _DRAWING in source.text
    return CompiledPart(part, source, template, changes_columns, first, proven, is_word, draws)


def _jinja(source: Source, part: str, name: str, environment: Environment) -> Template:
    try:
        return environment.from_string(source.text)
    except TemplateSyntaxError as error:
        raise faults.syntax_fault(error, name, part, source.spot(error.lineno), environment) from error


def _compile_core(data: bytes, part: str, name: str, environment: Environment) -> tuple[CompiledProperty, ...]:
    found = [
        (tag, Source(html.escape(text, quote=False))) for tag, text in own_properties(data, part, name).items()
    ]
    return tuple(CompiledProperty(tag, source, _jinja(source, part, name, environment)) for tag, source in found)


def _check_strays(package: Mapping[str, bytes], name: str) -> None:
    """No part that stays as it is may hold a tag; what add-ins keep in ``customXml`` is theirs."""
    for part, content in package.items():
        if part.endswith((".xml", ".rels")) and not part.startswith("customXml/"):
            tag = first_tag(parse_xml(content, part, name))
            if tag:
                raise StrayTag(Place(name), part=part, tag=tag[:120])


def _check_tags(source: Source, part: str, name: str, style_ids: frozenset[str]) -> None:
    """Each filter must stand where what it makes can stand, and its styles must exist."""
    for tag in source.tags():
        wanted = wanted_form(source, tag.filters, tag.start)
        if wanted:
            spot = source.spot(tag.line)
            raise MisplacedTag(Place(name), part=part, paragraph=spot.paragraph, tag=spot.tag, wanted=wanted)
        for filter_name in sorted(tag.filters & NEEDED.keys()):
            missing = sorted(NEEDED[filter_name] - style_ids)
            if missing:
                raise MissingStyle(Place(name), style=NAMES[missing[0]], name=filter_name)


def wanted_form(source: Source, filters: set[str], start: int) -> str:
    """How a tag with these filters must be written, if it stands in the wrong place; else ""."""
    if filters & PARAGRAPH_FILTERS and source.inside(start, "w:p"):
        return "{{p … }}"
    if "subdocument" in filters and not source.inside(start, "w:body"):
        return "{{p … }} in the body of the document"
    if filters & RUN_FILTERS and source.inside(start, "w:r"):
        return "{{r … }}"
    if filters & TEXT_FILTERS and not source.inside(start, "w:t"):
        return "{{ … }}"
    if "replace_picture" in filters and not source.text[:start].endswith(f'{_prefix(source)}:embed="'):
        return "the alt text of a picture"
    return ""


def _prefix(source: Source) -> str:
    """The prefix under which a part knows relationships."""
    found = re.search(rf'xmlns:(\w+)="{re.escape(RELATION)}"', source.text)
    return found[1] if found else "r"
