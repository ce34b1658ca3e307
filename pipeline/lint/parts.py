"""The parts of a template with tags: as they were typed, as Jinja reads them, and what is wrong before data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.parser import Parser

from pipeline.docx.cells import order_cells, prepare_cells
from pipeline.docx.comments import bare
from pipeline.docx.environment import TemplateEnvironment
from pipeline.docx.errors import TagSyntax
from pipeline.docx.package import parse_xml, part_types, read_package
from pipeline.docx.pictures import prepare_pictures
from pipeline.docx.source import Source, Tag, has_tags, make_source
from pipeline.errors import TemplateError
from pipeline.lint import findings as f
from pipeline.lint.typed import Balance, TypedPart, latin, where
from pipeline.model import Place

_KINDS = re.compile(
    r"wordprocessingml\.(document\.main|header|footer|footnotes|endnotes|comments)\+xml$"
    r"|officedocument\.(custom-properties|extended-properties|drawingml\.chart|drawingml\.diagramData)\+xml$"
)
_SMART = re.compile("[“”‘’]")
_MOST_FAULTS = 50


@dataclass(slots=True)
class TemplatePart:
    """One part of a template: its tags as typed, its source, its tree as far as it can be read."""

    file: str
    name: str
    typed: TypedPart
    source: Source
    tree: nodes.Template | None = None
    found: list[TemplateError] = field(default_factory=list)
    _typed_tags: dict[str, tuple[str, str]] = field(default_factory=dict)
    _typed_texts: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, data: bytes, file: str, environment: TemplateEnvironment) -> Iterator[TemplatePart]:
        """The parts with tags. Raises leaves of :class:`TemplateError` for an unreadable package."""
        package = read_package(data, file)
        for name, kind in part_types(package, file).items():
            if name not in package or not _KINDS.search(kind):
                continue
            root = parse_xml(package[name], name, file)
            typed = TypedPart.read(root, name, file)
            part = cls(file, name, typed, Source(""), found=[*typed.found])
            if has_tags(root):
                prepare_pictures(root)
                prepare_cells(root)
                part.source = Source(order_cells(make_source(root, name, file).text))
                part._index()
                part._parse(environment)
            yield part

    def _index(self) -> None:
        for tag in self.typed.tags:
            self._typed_tags.setdefault(bare(tag.text), (tag.text, tag.paragraph.text))
            self._typed_texts.setdefault(bare(tag.paragraph.text), tag.paragraph.text)

    def report(self, kind: type[TemplateError], line: int, /, **params: object) -> TemplateError:
        """An error at a line of the source, with paragraph and tag as they were typed."""
        spot = self.source.spot(line)
        tag, text = self._typed_tags.get(bare(spot.tag), (spot.tag, spot.paragraph))
        text = self._typed_texts.get(bare(spot.paragraph), text if spot.paragraph == spot.tag else spot.paragraph)
        return kind(Place(self.file), **{**where(self.name, text, tag or "–"), **params})

    def _parse(self, environment: TemplateEnvironment) -> None:
        """Parse, leaving out one unreadable tag after the other."""
        source = Source(_balanced(self.source))
        for _ in range(_MOST_FAULTS):
            parser = Parser(environment, source.text)
            try:
                self.tree = parser.parse()
                return
            except TemplateSyntaxError as error:
                line, reason = error.lineno, str(error.message).rstrip(".")
            except (RecursionError, ValueError) as error:
                line, reason = parser.stream.current.lineno, str(error)
            self._unreadable(line, reason)
            tag = next((tag for tag in source.tags() if tag.line == line and _readable(tag)), None)
            if tag is None:
                return
            made, strange = latin(tag.text)
            blank = "{#" + "\n" * tag.text.count("\n") + "#}"
            source = Source(_replaced(source.text, tag, made if strange else blank))

    def _unreadable(self, line: int, reason: str) -> None:
        error = self.report(TagSyntax, line, reason=reason)
        tag = str(error.params["tag"])
        if any(_same_tag(error, other) for other in self.found):
            return
        made, strange = latin(tag)
        smart = _SMART.search(tag)
        if strange:
            error = self.report(f.ForeignLetters, line, character=strange, suggestion=made)
        elif smart:
            error = self.report(f.QuoteMarks, line, character=smart.group())
        if not (self.typed.found and tag == "–"):
            self.found.append(error)


def _same_tag(one: TemplateError, other: TemplateError) -> bool:
    mine, others = bare(str(one.params["tag"])), bare(str(other.params["tag"]))
    return mine == others or (mine in others or others in mine)


def _readable(tag: Tag) -> bool:
    return not tag.text.startswith("{#")


def _replaced(text: str, tag: Tag, new: str) -> str:
    return text[: tag.start] + new + text[tag.start + len(tag.text) :]


def _balanced(source: Source) -> str:
    """The source with blocks closed where they are open, and without closing tags that close nothing."""
    tags = [tag for tag in source.tags() if tag.text.startswith("{%")]
    named = []
    for tag in tags:
        inner = tag.text[2:-2].strip("+- \n\t\u00a0")
        named.append((latin(re.split(r"\W", inner, maxsplit=1)[0])[0], inner, tag))
    balance = Balance.of(named)
    text = source.text
    edits = [(tag.start, len(tag.text), "{#" + "\n" * tag.text.count("\n") + "#}") for tag in balance.extra]
    for index, closing in balance.before.items():
        start = tags[index].start if index < len(tags) else len(text)
        edits.append((start, 0, closing))
    for start, length, new in sorted(edits, key=lambda edit: edit[:2], reverse=True):
        text = text[:start] + new + text[start + length :]
    return text
