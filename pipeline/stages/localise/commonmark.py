"""The forms of CommonMark that reports use: paragraphs, lists in lists, headings, emphasis, plain tables.

What is read here comes out as pandoc would write it, at a fraction of its cost. Everything that is not certain
(links, rules, indented code, empty items, asterisks between letters, ragged tables) is declined, and is pandoc's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.model import Alignment
from pipeline.stages.localise.hiding import Hidden
from pipeline.stages.localise.nodes import Grid, Heading, ListOf, Node, Para, Span

MOST_LEVELS = 20

_ORDINARY = re.compile(r"[^_\[\]~\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]*\Z")
_RULE = re.compile(r"[-=*+: ]*\Z")
_MARKER = re.compile(r"([-+*]|[0-9]{1,9}[.)])(?: +|\Z)")
_TABLE_RULE = re.compile(r"\|(?: *:?-+:? *\|)+\Z")
_HEADING = re.compile(r"(#{1,6})(?: +|\Z)")
_SPACES = re.compile(r" +")
_SIGN = re.compile(r"\\([!-/:-@\[-`{-~])|\*+")
_BREAK = re.compile(r"(?<! )(?: {2,}| *\\)\n")
_BREAKS = "\v"
"""Stands for a line break where white space is brought into order."""


_ALIGN: dict[tuple[bool, bool], Alignment] = {
    (False, False): "left",
    (True, False): "left",
    (False, True): "right",
    (True, True): "center",
}


class _Uncertain(Exception):
    """The text holds something that is not read here."""


@dataclass(slots=True)
class _List:
    """A list that may still grow; ``mark`` is common to its items: ``-``, ``+``, ``*``, ``.``, ``)``."""

    mark: str
    items: list[list[Node | _List]] = field(default_factory=list)

    def node(self) -> ListOf:
        return ListOf(self.mark in ".)", tuple(tuple(_finished(item)) for item in self.items))


def read(hidden: Hidden) -> tuple[Node, ...] | None:
    """The nodes of a text, or None if it is for pandoc to read."""
    if not _ORDINARY.match(hidden.text) or "\\\\\n" in hidden.text:
        return None
    try:
        return tuple(_finished(_Reader(hidden).blocks()))
    except _Uncertain:
        return None


def _finished(blocks: list[Node | _List]) -> Iterator[Node]:
    return (block.node() if isinstance(block, _List) else block for block in blocks)


class _Reader:
    """Reads line by line; ``columns`` are those at which the texts of the open list items begin."""

    def __init__(self, hidden: Hidden) -> None:
        self.hidden = hidden
        self.columns: list[int] = []
        self.inside: list[list[Node | _List]] = [[]]  # the blocks of the text and of each open item
        self.paragraph: list[str] = []
        self.table: list[str] = []

    def blocks(self) -> list[Node | _List]:
        for line in self.hidden.text.split("\n"):
            text = line.lstrip(" ")
            if not text:
                self.end()
            elif self.table or "|" in text:
                self.row(text, len(line) - len(text))
            else:
                self.line(text, len(line) - len(text))
        self.end()
        return self.inside[0]

    def line(self, text: str, indent: int) -> None:
        """Take a line that stands at column ``indent``."""
        depth = sum(column <= indent for column in self.columns) if self.columns else 0
        if indent - (self.columns[depth - 1] if depth else 0) >= 4:
            if not self.paragraph or text == "\\":
                raise _Uncertain
        elif not text[0].isalpha():
            text = self.begin(text, indent, depth)
        elif not self.paragraph:
            self.close(depth)
        if text:
            self.paragraph.append(text)

    def begin(self, text: str, indent: int, depth: int) -> str:
        """Begin the list items and the heading that a line begins with; what is left is text of a paragraph."""
        continues = bool(self.paragraph) and depth == len(self.columns)
        while True:
            if _RULE.match(text) or text == "\\":
                raise _Uncertain
            if heading := _HEADING.match(text):
                self.close(depth)
                self.heading(heading[1], text[heading.end() :])
                return ""
            marker = _MARKER.match(text)
            if not marker or (continues and marker[1][0].isdecimal() and int(marker[1][:-1]) != 1):
                break
            text = text[marker.end() :]
            indent += marker.end()
            depth = self.item(marker[1], marker.end() - marker.end(1), indent, depth)
            continues = False
        if not self.paragraph:
            self.close(depth)
        return text

    def item(self, marker: str, spaces: int, column: int, depth: int) -> int:
        """Begin a list item whose text stands at ``column``; returns the depth of its text."""
        if not 1 <= spaces <= 4 or depth == MOST_LEVELS:
            raise _Uncertain
        self.close(depth)
        around, mark = self.inside[depth], marker[-1]
        last = around[-1] if around else None
        if not (isinstance(last, _List) and last.mark == mark):
            last = _List(mark)
            around.append(last)
        last.items.append([])
        self.inside.append(last.items[-1])
        self.columns.append(column)
        return depth + 1

    def heading(self, signs: str, text: str) -> None:
        if "#" in text or not text:
            raise _Uncertain
        self.inside[-1].append(Heading(len(signs), tuple(self.spans(text.rstrip(" ")))))

    def row(self, text: str, indent: int) -> None:
        """Take a line of a table, which stands at the margin after a blank line."""
        if indent or self.paragraph or text[0] != "|":
            raise _Uncertain
        if not self.table:
            self.close(0)
        self.table.append(text.rstrip(" "))

    def close(self, depth: int) -> None:
        """End the open paragraph, and the items below ``depth``."""
        self.end()
        del self.columns[depth:], self.inside[depth + 1 :]

    def end(self) -> None:
        """End the open paragraph or table."""
        if self.table:
            self.inside[-1].append(self.grid())
            self.table = []
        if self.paragraph:
            self.inside[-1].append(Para(tuple(self.spans("\n".join(self.paragraph).rstrip(" ")))))
            self.paragraph = []

    def grid(self) -> Grid:
        """The open table, each row of which must begin and end with ``|`` and have the cells of the others."""
        whole = all(len(row) > 2 and row[-1] == "|" and "\\|" not in row for row in self.table)
        rows = [row[1:-1].split("|") for row in self.table]
        if not whole or len({len(row) for row in rows}) > 1 or not _TABLE_RULE.match("".join(self.table[1:2])):
            raise _Uncertain
        head, *body = (tuple(tuple(self.spans(cell.strip(" "))) for cell in row) for row in rows[:1] + rows[2:])
        sides = [(cell.strip(" ")[0] == ":", cell.strip(" ")[-1] == ":") for cell in rows[1]]
        return Grid(tuple(_ALIGN[side] for side in sides), head, tuple(body))

    def spans(self, text: str) -> Iterator[Span]:
        if "  \n" in text or "\\\n" in text:
            text = _BREAK.sub(_BREAKS, text)
        text = text.replace("\n", " ")
        if "  " in text:
            text = _SPACES.sub(" ", text)
        text = text.replace(_BREAKS, "\n")
        if "*" not in text and "\\" not in text:
            return self.hidden.spans(text)
        return (span for piece in _pieces(text) for span in self.hidden.spans(*piece))


def _pieces(text: str) -> Iterator[tuple[str, bool, bool]]:
    """Text with its look, bold and italic; neighbours differ in it."""
    piece, look, end = "", (False, False), 0
    open_: list[int] = []
    for match in _SIGN.finditer(text):
        piece += text[end : match.start()]
        end = match.end()
        side = None if match[1] else _side(text[match.start() - 1 : match.start()], text[end : end + 1])
        if side is None:
            piece += match[1] or match[0]
            continue
        size = len(match[0])
        if size > 2 or len(open_) > MOST_LEVELS or (side == "right" and open_[-1:] != [size]):
            raise _Uncertain
        open_ = [*open_, size] if side == "left" else open_[:-1]
        before, look = look, (2 in open_, 1 in open_)
        if piece and look != before:
            yield piece, *before
            piece = ""
    if open_:
        raise _Uncertain
    if piece + text[end:]:
        yield piece + text[end:], False, False


def _side(before: str, after: str) -> str | None:
    """Whether asterisks begin (left) or end (right) emphasis by what stands beside them, or are text (None)."""
    sides = {_flanks(first, second) for first in _kinds(before) for second in _kinds(after)}
    if len(sides) > 1 or "both" in sides:
        raise _Uncertain
    return sides.pop()


def _flanks(first: str, second: str) -> str | None:
    left = second != "space" and (second != "sign" or first != "letter")
    right = first != "space" and (first != "sign" or second != "letter")
    return ("both" if right else "left") if left else "right" if right else None


def _kinds(char: str) -> tuple[str, ...]:
    """What a character may count as."""
    category = unicodedata.category(char) if char else "Zs"
    if category == "Zs" or char == "\n":
        return ("space",)
    return {"L": ("letter",), "N": ("letter",), "P": ("sign",)}.get(category[0], ("letter", "sign"))
