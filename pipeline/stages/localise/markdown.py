"""Narrative text: Markdown with figures in it, parsed once for each distinct text of a run.

The dialect is CommonMark with pipe tables, in which the author's characters stay what they are: ``<``, ``&``,
``>`` and back-ticks have no meaning, a number that begins no list is text (``2014. Năm …``), and a figure is
put in only after parsing, so that its value can never become markup. Paragraphs, lists and emphasis are parsed by
:mod:`.commonmark`, the rest by pandoc, many texts in one call. What Markdown can say and an official document
cannot (pictures, links, code, rules) is an error with the place of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pipeline.errors import DataError
from pipeline.i18n import N_
from pipeline.stages.localise import commonmark
from pipeline.stages.localise.hiding import Hidden, hide, strings
from pipeline.stages.localise.nodes import Grid, Heading, ListOf, Node, Para, Parsed, Span, spans_of
from pipeline.stages.localise.pandoc import Failure, read_all

__all__ = ["Parsed", "parse_texts", "spans_of"]

TEXTS_PER_CALL = 400

_BARE = re.compile(r"[ \t\n]*([-+*]|#{1,6}|[0-9]{1,9}[.)])[ \t\n]*\Z")


class NotForDocuments(DataError):
    code = "N02"
    cause = N_("{what} has no place in an official document (“{text}”).")
    remedy = N_("Write it as plain text, or put a backslash before the sign that was meant as text.")


class NestedTooDeep(DataError):
    code = "N05"
    cause = N_("Lists, or bold and italic text, are nested too deeply in one another.")
    remedy = N_("Write it as simple paragraphs.")


class NotParsed(DataError):
    code = "N06"
    cause = N_("The text could not be read by pandoc: {reason}.")
    remedy = N_("Try again; if it fails again, write the text as plain paragraphs.")


def parse_texts(texts: Iterable[str]) -> dict[str, Parsed]:
    """Each distinct text to its nodes, at one call of pandoc for every 400 that :mod:`.commonmark` declines."""
    result: dict[str, Parsed] = {}
    rich: list[tuple[str, Hidden]] = []
    for text in dict.fromkeys(texts):
        hidden = hide(text)
        if hidden.errors:
            result[text] = Parsed((), hidden.errors)
        elif (nodes := _quickly(hidden)) is not None:
            result[text] = Parsed(nodes, plus=hidden.plus)
        else:
            result[text] = Parsed(())  # keeps the order
            rich.append((text, hidden))
    for start in range(0, len(rich), TEXTS_PER_CALL):
        chunk = rich[start : start + TEXTS_PER_CALL]
        for (text, hidden), blocks in zip(chunk, read_all([h.text for _, h in chunk]), strict=True):
            result[text] = _convert(hidden, blocks)
    return result


def _quickly(hidden: Hidden) -> tuple[Node, ...] | None:
    """The nodes of a text that needs no pandoc; a lone sign, as in a table cell, is text too."""
    if bare := _BARE.match(hidden.text):
        return (Para((Span(bare[1]),)),)
    return commonmark.read(hidden)


def _convert(hidden: Hidden, blocks: list[Any] | Failure) -> Parsed:
    if isinstance(blocks, Failure):
        error = NestedTooDeep() if blocks.too_deep else NotParsed(reason=blocks.reason)
        return Parsed((), (error,))
    converter = _Converter(hidden)
    try:
        return Parsed(tuple(converter.blocks(blocks)), tuple(converter.errors), hidden.plus)
    except RecursionError:
        return Parsed((), (NestedTooDeep(),))


class _Converter:
    """pandoc's AST as nodes; collects what an official document cannot hold."""

    def __init__(self, hidden: Hidden) -> None:
        self.hidden = hidden
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

    def inlines(self, inlines: Sequence[Any]) -> tuple[Span, ...]:
        """Spans with neighbours of one look joined."""
        joined: list[tuple[str, bool, bool]] = []
        for text, bold, italic in self.flat(inlines, False, False):
            if joined and joined[-1][1:] == (bold, italic):
                joined[-1] = (joined[-1][0] + text, bold, italic)
            else:
                joined.append((text, bold, italic))
        return tuple(span for text, bold, italic in joined for span in self.hidden.spans(text, bold, italic))

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
        text = self.hidden.source(" ".join(strings(node)))
        self.errors.append(NotForDocuments(what=what, text=text[:60]))


_ALIGN = {"AlignLeft": "left", "AlignRight": "right", "AlignCenter": "center"}
_BLOCKS = {"CodeBlock": N_("Text indented by four spaces"), "HorizontalRule": N_("A horizontal rule")}
_INLINES = {"Link": N_("A link"), "Image": N_("A picture")}
