"""Narrative text: Markdown with figures in it, parsed once for each distinct text of a run.

The dialect is CommonMark with pipe tables, in which the author's characters stay what they are: ``<``, ``&``,
``>`` and back-ticks have no meaning, a number that begins no list is text (``2014. Năm …``), and a figure is
put in only after parsing, so that its value can never become markup. Plain paragraphs are parsed here, the rest
by pandoc, many texts in one call. What Markdown can say and an official document cannot (pictures, links, code,
rules) is an error with the place of the text.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pypandoc

from pipeline.errors import DataError
from pipeline.i18n import N_
from pipeline.stages.localise.expressions import Expression, ExpressionError, parse_expression

TEXTS_PER_CALL = 400

_OPEN, _CLOSE = "\ue000", "\ue001"
_LITERAL = {"<": "\ue010", "&": "\ue011", ">": "\ue012", "`": "\ue013"}
_PROTECT = str.maketrans(_LITERAL)
_RESTORE = str.maketrans({value: key for key, value in _LITERAL.items()})
_PRIVATE = re.compile(r"[\ue000-\uf8ff]")
_PLACE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_TOKEN = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
_MARKER = re.compile(r"( *)(?:[-*+] +)*([0-9]{1,9})([.)])(?=\s)")
_MARKUP = re.compile(r"[*_\\\[\]|~]|  \n|^ {0,3}(?:[-+#=]|[0-9]+[.)])|^\t|^ {4}", re.MULTILINE)
_SPACES = re.compile(r"[ \t\n]+")


class BadPlaceholder(DataError):
    code = "N01"
    cause = N_("“{tag}” cannot be understood: {reason}.")
    remedy = N_("Write {{{{ figure | filter }}}}, for example {{{{ staff.total | count }}}}.")


class NotForDocuments(DataError):
    code = "N02"
    cause = N_("{what} has no place in an official document (“{text}”).")
    remedy = N_("Write it as plain text, or put a backslash before the sign that was meant as text.")


class PrivateCharacter(DataError):
    code = "N03"
    cause = N_("The text holds the character {char}, which no font shows.")
    remedy = N_("Delete it.")


@dataclass(frozen=True, slots=True)
class Span:
    """Text, or a figure to be put in, of one look."""

    content: str | Expression
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Para:
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list: ordered ones become khoản or điểm, the others dashes."""

    ordered: bool
    items: tuple[tuple[Node, ...], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A pipe table: alignment of each column, head and rows of cells."""

    align: tuple[Literal["left", "center", "right"], ...]
    head: tuple[tuple[Span, ...], ...]
    rows: tuple[tuple[tuple[Span, ...], ...], ...]


Node = Para | Heading | ListOf | Grid


@dataclass(frozen=True, slots=True)
class Parsed:
    """A narrative text as nodes, or what makes it unusable (the place is for the caller to add)."""

    nodes: tuple[Node, ...]
    errors: tuple[DataError, ...] = ()

    def expressions(self) -> Iterator[Expression]:
        """The figures of the text, in order."""
        for node in self.nodes:
            for span in spans_of(node):
                if isinstance(span.content, Expression):
                    yield span.content


def spans_of(node: Node) -> Iterator[Span]:
    """Every span of a node and of what it holds, in order."""
    match node:
        case Para(spans) | Heading(_, spans):
            yield from spans
        case ListOf(_, items):
            for item in items:
                for child in item:
                    yield from spans_of(child)
        case Grid(_, head, rows):
            for cells in (head, *rows):
                for cell in cells:
                    yield from cell


def parse_texts(texts: Iterable[str]) -> dict[str, Parsed]:
    """Each distinct text to its nodes. Costs one pandoc call for every 400 texts that are not plain paragraphs."""
    result: dict[str, Parsed] = {}
    rich: list[tuple[str, _Protected]] = []
    for text in dict.fromkeys(texts):
        protected = _protect(text)
        if protected.errors:
            result[text] = Parsed((), protected.errors)
        elif _MARKUP.search(protected.text):
            rich.append((text, protected))
        else:
            result[text] = Parsed(tuple(_plain(protected)))
    for start in range(0, len(rich), TEXTS_PER_CALL):
        chunk = rich[start : start + TEXTS_PER_CALL]
        for (text, protected), blocks in zip(chunk, _pandoc([p.text for _, p in chunk]), strict=True):
            result[text] = _convert(protected, blocks)
    return result


@dataclass(frozen=True, slots=True)
class _Protected:
    """A text whose figures and literal signs are hidden behind private characters."""

    text: str
    expressions: tuple[Expression, ...]
    errors: tuple[DataError, ...]


def _protect(text: str) -> _Protected:
    expressions: list[Expression] = []
    errors: list[DataError] = []
    if private := _PRIVATE.search(text):
        errors.append(PrivateCharacter(char=f"U+{ord(private[0]):04X}"))

    def hide(match: re.Match[str]) -> str:
        line = text.count("\n", 0, match.start())
        column = match.start() - (text.rfind("\n", 0, match.start()) + 1)
        try:
            expressions.append(parse_expression(match[1], match[0], line, column))
        except ExpressionError as error:
            errors.append(BadPlaceholder(tag=match[0], reason=str(error)))
            return ""
        return f"{_OPEN}{len(expressions) - 1}{_CLOSE}"

    hidden = _PLACE.sub(hide, text)
    if "{{" in hidden or "}}" in hidden:
        errors.append(BadPlaceholder(tag="{{" if "{{" in hidden else "}}", reason=N_("its other half is missing")))
    return _Protected(_escape_numbers(hidden.translate(_PROTECT)), tuple(expressions), tuple(errors))


def _escape_numbers(text: str) -> str:
    """Escape what looks like a list number but neither begins (1) nor continues a list."""
    last: dict[int, int] = {}
    lines = []
    for line in text.split("\n"):
        match = _MARKER.match(line)
        if match:
            indent, number = len(match[1]), int(match[2])
            if number == 1 or last.get(indent) == number - 1:
                last[indent] = number
            else:
                line = f"{line[: match.end(2)]}\\{line[match.end(2) :]}"  # noqa: PLW2901
        elif line.strip() and not line.startswith(" "):
            last.clear()
        lines.append(line)
    return "\n".join(lines)


def _plain(protected: _Protected) -> Iterator[Para]:
    for block in re.split(r"\n[ \t]*\n", protected.text):
        text = _SPACES.sub(" ", block).strip(" ")
        if text:
            yield Para(tuple(_spans(text, protected.expressions)))


def _spans(
    text: str, expressions: Sequence[Expression], bold: bool = False, italic: bool = False
) -> Iterator[Span]:
    """Text with its figures taken out of hiding."""
    for index, piece in enumerate(_TOKEN.split(text)):
        if index % 2:
            yield Span(expressions[int(piece)], bold, italic)
        elif piece:
            yield Span(piece.translate(_RESTORE), bold, italic)


def _pandoc(texts: Sequence[str]) -> list[list[Any]]:
    """The blocks of each text, by one call of pandoc that reads each text as a file of its own."""
    mark = "\ue020" + hashlib.sha256("\0".join(texts).encode()).hexdigest()
    with tempfile.TemporaryDirectory(prefix="baocao-") as folder:
        separator = Path(folder, "separator.md")
        separator.write_text(mark, encoding="utf-8")
        files: list[str] = []
        for index, text in enumerate(texts):
            file = Path(folder, f"{index}.md")
            file.write_text(text, encoding="utf-8")
            files += [str(file), str(separator)]
        command = [pypandoc.get_pandoc_path(), "--from=commonmark+pipe_tables", "--to=json"]
        output = subprocess.run(  # noqa: S603 - our own pandoc on our own files
            [*command, "--file-scope", "--sandbox", *files], capture_output=True, check=True, timeout=300
        ).stdout
    result: list[list[Any]] = [[]]
    for block in json.loads(output)["blocks"]:
        if block == {"t": "Para", "c": [{"t": "Str", "c": mark}]}:
            result.append([])
        else:
            result[-1].append(block)
    return result[:-1]


class _Converter:
    """pandoc's AST as nodes; collects what an official document cannot hold."""

    def __init__(self, expressions: Sequence[Expression]) -> None:
        self.expressions = expressions
        self.errors: list[DataError] = []

    def blocks(self, blocks: Iterable[Any]) -> Iterator[Node]:
        for block in blocks:
            kind, content = block["t"], block.get("c")
            if kind in ("Para", "Plain"):
                yield Para(self.inlines(content))
            elif kind == "Header":
                yield Heading(content[0], self.inlines(content[2]))
            elif kind == "BulletList":
                yield ListOf(False, tuple(tuple(self.blocks(item)) for item in content))
            elif kind == "OrderedList":
                yield ListOf(True, tuple(tuple(self.blocks(item)) for item in content[1]))
            elif kind == "Table":
                yield self.table(content)
            else:
                self.refuse(_BLOCKS.get(kind, kind), block)

    def table(self, content: Any) -> Grid:
        _, _, columns, (_, head), bodies, _ = content
        align = tuple(_ALIGN.get(column[0]["t"], "left") for column in columns)
        rows = [row for body in bodies for row in (*body[2], *body[3])]
        return Grid(align, self.row(head[0]) if head else (), tuple(self.row(row) for row in rows))  # type: ignore[arg-type]

    def row(self, row: Any) -> tuple[tuple[Span, ...], ...]:
        cells = (cell[4] for cell in row[1])
        return tuple(self.inlines(cell[0]["c"]) if cell else () for cell in cells)

    def inlines(self, inlines: Iterable[Any]) -> tuple[Span, ...]:
        """Spans with neighbours of one look joined."""
        joined: list[Span] = []
        for text, bold, italic in self.flat(inlines, False, False):
            if (
                joined
                and isinstance(joined[-1].content, str)
                and joined[-1].bold == bold
                and joined[-1].italic == italic
            ):
                joined[-1] = Span(joined[-1].content + text, bold, italic)
            else:
                joined.append(Span(text, bold, italic))
        return tuple(
            part for span in joined for part in _spans(str(span.content), self.expressions, span.bold, span.italic)
        )

    def flat(self, inlines: Iterable[Any], bold: bool, italic: bool) -> Iterator[tuple[str, bool, bool]]:
        for inline in inlines:
            kind, content = inline["t"], inline.get("c")
            if kind == "Str":
                yield content, bold, italic
            elif kind in ("Space", "SoftBreak"):
                yield " ", bold, italic
            elif kind == "LineBreak":
                yield "\n", bold, italic
            elif kind in ("Emph", "Strong"):
                yield from self.flat(content, bold or kind == "Strong", italic or kind == "Emph")
            else:
                self.refuse(_INLINES.get(kind, kind), inline)

    def refuse(self, what: str, node: Any) -> None:
        text = " ".join(_strings(node)).translate(_RESTORE)
        text = _TOKEN.sub(lambda match: self.expressions[int(match[1])].source, text)
        self.errors.append(NotForDocuments(what=what, text=text[:60]))


_ALIGN = {"AlignLeft": "left", "AlignRight": "right", "AlignCenter": "center"}
_BLOCKS = {"CodeBlock": N_("Text indented by four spaces"), "HorizontalRule": N_("A horizontal rule")}
_INLINES = {"Link": N_("A link"), "Image": N_("A picture")}


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        content = node.get("c")
        yield from _strings(content)
    elif isinstance(node, list):
        for child in node:
            yield from _strings(child)
    elif isinstance(node, str):
        yield node


def _convert(protected: _Protected, blocks: Iterable[Any]) -> Parsed:
    converter = _Converter(protected.expressions)
    nodes = tuple(converter.blocks(blocks))
    return Parsed(nodes, tuple(converter.errors))
