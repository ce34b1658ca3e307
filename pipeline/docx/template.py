"""A Word template compiled once and filled many times.

The template language is that of docxtpl 0.20 (``{{ x }}``, ``{%p if x %}``, ``{%tr for … %}``, ``{{r x }}`` …).
All that does not depend on the data happens at compile time: mending tags, parsing, deflating the parts without
tags. Filling is Jinja, a check that the result is a document, deflate and write.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType

from docxtpl import DocxTemplate
from jinja2 import Environment, Template
from jinja2.exceptions import TemplateSyntaxError
from lxml import etree

from pipeline.docx import faults
from pipeline.docx.blocks import PARAGRAPH_FILTERS, RUN_FILTERS, SECTIONS
from pipeline.docx.errors import MisplacedTag, MissingStyle, NotAPackage
from pipeline.docx.package import Part, deflate, parse_xml, part_types, read_package, write_package
from pipeline.docx.properties import core_xml, ensure_core
from pipeline.docx.sections import Layout, Sections, read_layout
from pipeline.docx.source import QW, Source, W, has_tags, make_source
from pipeline.docx.structure import check_structure, renumber_drawings
from pipeline.docx.styles import NAMES, NEEDED, restore_ids
from pipeline.model import Place, Properties

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_FILLED_TYPES = frozenset(
    f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
    for kind in ("document.main", "header", "footer", "footnotes", "endnotes")
)
_COLUMN_TAGS = re.compile(r"\{[{%](tc\s|\s*(colspan|hm)\s)")


@dataclass(frozen=True, slots=True)
class CompiledPart:
    """One part with tags: its source (for errors) and the Jinja template made of it."""

    name: str
    source: Source
    template: Template
    fix_tables: bool
    renumber: bool

    def fill(self, values: Mapping[str, object], file: str) -> bytes:
        """Render the part. Raises a leaf of :class:`pipeline.errors.TemplateError` with the place."""
        context = self.template.new_context(dict(values))
        try:
            text = "".join(self.template.root_render_func(context))
        except Exception as error:
            spot = self.source.spot(self._line(error.__traceback__))
            raise faults.render_fault(error, file, self.name, spot, values) from error
        root = check_structure(_DECLARATION + text, self.name, file)
        if self.renumber:
            renumber_drawings(root)
        if self.fix_tables:
            root = DocxTemplate(None).fix_tables(etree.tostring(root, encoding="unicode"))
        if self.renumber or self.fix_tables:
            text = etree.tostring(root, encoding="unicode")
        return (_DECLARATION + text).encode()

    def _line(self, trace: TracebackType | None) -> int:
        """The source line in which rendering stopped: that of the innermost frame of this template."""
        line = 1
        while trace is not None:
            if trace.tb_frame.f_globals.get("__jinja_template__") is self.template:
                line = self.template.get_corresponding_lineno(trace.tb_lineno)
            trace = trace.tb_next
        return line


@dataclass(frozen=True, slots=True)
class CompiledTemplate:
    """A template ready to be filled; immutable, so one can serve many threads."""

    name: str
    parts: tuple[CompiledPart, ...]
    static: tuple[Part, ...]
    layout: Layout
    core_name: str

    @classmethod
    def compile(cls, data: bytes, name: str, environment: Environment) -> CompiledTemplate:
        """Compile the bytes of a DOCX; ``name`` is what errors call the template.

        Raises leaves of :class:`pipeline.errors.TemplateError`: an unreadable or unsafe package (T01 to T05), a
        tag that cannot be read (T10), an unknown filter (T13), a misplaced tag (T18), a missing style (T19).
        """
        package = read_package(data, name)
        core_name = ensure_core(package, name)
        style_ids = restore_ids(package, name)
        types = part_types(package, name)
        main = next((part for part, kind in types.items() if kind == _MAIN_TYPE), "")
        if main not in package:
            raise NotAPackage(Place(name), reason="it is no Word document without macros")
        layout = Layout()
        parts: list[CompiledPart] = []
        for part in [part for part in package if types.get(part) in _FILLED_TYPES]:
            root = _word_root(package[part], part, name)
            if part == main:
                layout = read_layout(_last_section(root), root)
            if has_tags(root):
                parts.append(_compile_part(root, part, name, environment, style_ids))
        filled = {part.name for part in parts} | {core_name}
        static = tuple(deflate(part, content) for part, content in package.items() if part not in filled)
        return cls(name, tuple(parts), static, layout, core_name)

    def fill(self, context: Mapping[str, object], properties: Properties) -> bytes:
        """Fill the template with ``context``; the same input makes the same bytes.

        Raises leaves of :class:`pipeline.errors.TemplateError`: an unknown name (T11, T12), a value that is no
        text (T14) or holds a control character (T15), another fault of a tag (T16), a result that would be no
        valid document (T17).
        """
        values = {**context, SECTIONS: Sections.of(self.layout)}
        filled = [deflate(part.name, part.fill(values, self.name)) for part in self.parts]
        core = deflate(self.core_name, core_xml(properties, self.name, self.core_name))
        return write_package([*self.static, *filled, core])


def _word_root(data: bytes, part: str, name: str) -> etree._Element:
    root = parse_xml(data, part, name)
    if root.nsmap.get("w") != W:
        raise NotAPackage(Place(name), reason=f"{part} is not in the transitional form that Word writes")
    return root


def _last_section(root: etree._Element) -> etree._Element | None:
    return root.find(f"{QW}body/{QW}sectPr")


def _compile_part(
    root: etree._Element, part: str, name: str, environment: Environment, style_ids: frozenset[str]
) -> CompiledPart:
    section = _last_section(root)
    body = section.getparent() if section is not None else None
    if section is not None and body is not None:
        body.remove(section)
    source = make_source(root)
    if section is not None:
        before, _, after = source.text.rpartition("</w:body>")
        source = Source(f"{before}\n{{{{\n{SECTIONS} | section_end }}}}</w:body>{after}")
    _check_tags(source, part, name, style_ids)
    try:
        template = environment.from_string(source.text)
    except TemplateSyntaxError as error:
        raise faults.syntax_fault(error, name, part, source.spot(error.lineno), environment) from error
    changes_columns = bool(_COLUMN_TAGS.search("".join(str(piece) for piece in root.itertext())))
    return CompiledPart(part, source, template, changes_columns, "<wp:docPr" in source.text)


def _check_tags(source: Source, part: str, name: str, style_ids: frozenset[str]) -> None:
    """Filters that make paragraphs or runs must have been lifted out of them, and their styles must exist."""
    for tag in source.tags():
        used = tag.filters & (PARAGRAPH_FILTERS | RUN_FILTERS)
        wanted = ""
        if used & PARAGRAPH_FILTERS and source.inside(tag, "w:p"):
            wanted = "{{p … }}"
        elif used & RUN_FILTERS and source.inside(tag, "w:r"):
            wanted = "{{r … }}"
        if wanted:
            spot = source.spot(tag.line)
            raise MisplacedTag(Place(name), part=part, paragraph=spot.paragraph, tag=spot.tag, wanted=wanted)
        for filter_name in sorted(used & PARAGRAPH_FILTERS):
            missing = sorted(NEEDED[filter_name] - style_ids)
            if missing:
                raise MissingStyle(Place(name), style=NAMES[missing[0]], name=filter_name)
