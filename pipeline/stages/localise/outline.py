"""Outline numbers as literal text: I. / 1. / a) / - / +, by the depth at which a text stands.

Nghị định 30/2020/NĐ-CP, Phụ lục I, Mục V.6.b (mục, khoản, điểm of a report); dashes are practice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline import vietnamese as vi
from pipeline.errors import DataError
from pipeline.i18n import N_
from pipeline.model import Block, Cell, Column, Paragraph, ParagraphStyle, Place, Row, Run, Table
from pipeline.stages.localise.expressions import joined_forms
from pipeline.stages.localise.nodes import Grid, Heading, ListOf, Node, Para, Parsed
from pipeline.stages.localise.scope import Scope, runs

SECTION, CLAUSE, POINT = 1, 2, 3
TEXT_STYLES = ("body", "clause", "point", "dash", "plus")
END_MARK = "./."

_TYPED = re.compile(
    r"(?:([IVX]+)\.(?!\s*\w\.)|[0-9]{1,2}[.)]|[0-9]{1,2}(?:\.[0-9]{1,2})+\.?|[a-zđ]\)|[-+*–—•])(?=\s)"
)


class TooManyPoints(DataError):
    code = "N20"
    cause = N_("A list has more items than there are letters for điểm.")
    remedy = N_("Split it: the alphabet of điểm ends with y).")


class TooManyLevels(DataError):
    code = "N21"
    cause = N_("Titles are nested more than three levels deep.")
    remedy = N_("Use mục, khoản and điểm only.")


class TypedOutlineNumber(DataError):
    code = "N22"
    severity = "warning"
    cause = N_("Outline numbers are not typed: a paragraph begins with “{number}”.")
    remedy = N_("Write a list (“1. ” or “- ” before each item, lists inside it indented): the program numbers it.")


def number(depth: int, index: int) -> str:
    """The number of the ``index``-th title or item (from 1) at a depth.

    Raises:
        ValueError: There is no such number (a 24th điểm).
    """
    if depth == SECTION:
        return f"{vi.roman(index)}."
    return f"{index}." if depth == CLAUSE else f"{vi.point_letter(index)})"


def title(depth: int, index: int, content: tuple[Run, ...]) -> Paragraph:
    """A numbered title in the look of its level: mục in capitals, khoản bold, điểm upright.

    Raises:
        ValueError: There is no such number (a 24th điểm).
    """
    if depth == SECTION:
        content = tuple(_upper(run) for run in content)
    style: ParagraphStyle = "section" if depth == SECTION else "titled-clause" if depth == CLAUSE else "point"
    return Paragraph(style, (Run(f"{number(depth, index)} "), *content))


def _upper(run: Run) -> Run:
    form = joined_forms(run.form, "upper") if run.figure is not None else ""
    return replace(run, text=vi.upper(run.text), form=form)


def says(content: Iterable[Run]) -> bool:
    """Whether there is anything to read in it."""
    return any(run.text.strip() for run in content)


@dataclass(slots=True)
class Writer:
    """Turns the nodes of one section into blocks. ``depth`` is that of the section's title (0: none)."""

    scope: Scope
    place: Place
    depth: int
    errors: list[DataError]
    headings: int = 0
    below_headings: bool = False

    def write(self, parsed: Parsed) -> Iterator[Block]:
        """The blocks of a text, with a warning where the author typed what the program numbers."""
        if parsed.plus:
            self.errors.append(TypedOutlineNumber(self.place, number="+"))
        for block in self.blocks(parsed.nodes):
            if isinstance(block, Paragraph) and block.style == "body" and (typed := _TYPED.match(block.text)):
                self.errors.append(TypedOutlineNumber(self.place, number=typed[0]))
            yield block

    def blocks(self, nodes: Iterable[Node]) -> Iterator[Block]:
        for node in nodes:
            match node:
                case Para(spans):
                    content = runs(spans, self.scope, self.place, self.errors)
                    if says(content):
                        yield Paragraph("body", content)
                case Heading(_, spans):
                    yield from self._heading(runs(spans, self.scope, self.place, self.errors))
                case ListOf(ordered, items):
                    yield from self._list(ordered, items, self._list_depth(), 0)
                case Grid():
                    yield grid(node, self.scope, self.place, self.errors)

    def _list_depth(self) -> int:
        return max(CLAUSE, self.depth + (2 if self.below_headings or self.headings else 1))

    def _heading(self, content: tuple[Run, ...]) -> Iterator[Block]:
        if not says(content):
            return
        self.headings += 1
        if self.depth + 1 > POINT:
            self.errors.append(TooManyLevels(self.place))
            return
        try:
            yield title(self.depth + 1, self.headings, content)
        except ValueError:
            self.errors.append(TooManyPoints(self.place))

    def _list(self, ordered: bool, items: Iterable[tuple[Node, ...]], depth: int, dashes: int) -> Iterator[Block]:
        index = 0
        for item in items:
            blocks = list(self._item(ordered, item, depth, dashes, index + 1))
            index += bool(blocks)
            yield from blocks

    def _item(self, ordered: bool, item: tuple[Node, ...], depth: int, dashes: int, index: int) -> Iterator[Block]:
        """The blocks of a list item; its mark stands before the first paragraph that says anything."""
        mark: tuple[ParagraphStyle, str] | None = None
        for node in item:
            match node:
                case Para(spans):
                    content = runs(spans, self.scope, self.place, self.errors)
                    if not says(content):
                        continue
                    if mark is None:
                        mark = self._mark(ordered, depth, dashes, index)
                        yield Paragraph(mark[0], (Run(f"{mark[1]} "), *content))
                    else:
                        yield Paragraph("body", content)
                case ListOf(nested_ordered, nested):
                    yield from self._list(nested_ordered, nested, depth + ordered, dashes + (not ordered))
                case _:
                    yield from self.blocks((node,))

    def _mark(self, ordered: bool, depth: int, dashes: int, index: int) -> tuple[ParagraphStyle, str]:
        if not ordered or depth > POINT:
            return ("plus", "+") if dashes else ("dash", "-")
        try:
            return "clause" if depth == CLAUSE else "point", number(depth, index)
        except ValueError:
            self.errors.append(TooManyPoints(self.place))
            return "point", "?)"


def grid(node: Grid, scope: Scope, place: Place, errors: list[DataError]) -> Table:
    """A pipe table of the author's."""

    def row(cells: Iterable[object], head: bool) -> Row:
        texts = tuple(Cell(runs(spans, scope, place, errors)) for spans in cells)  # type: ignore[arg-type]
        return Row(texts, "head" if head else "plain")

    rows = ([row(node.head, True)] if any(node.head) else []) + [row(cells, False) for cells in node.rows]
    return Table(tuple(Column(1, align) for align in node.align), tuple(rows))


def with_end_mark(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """``./.`` at the end of the last paragraph of the text (as every form of Phụ lục III shows)."""
    result = list(blocks)
    for index in range(len(result) - 1, -1, -1):
        block = result[index]
        if isinstance(block, Paragraph) and block.style in TEXT_STYLES:
            result[index] = replace(block, runs=_ended(block.runs))
            break
    return tuple(result)


def _ended(content: tuple[Run, ...]) -> tuple[Run, ...]:
    """The runs with the mark in place of their last stop; the text of a figure stays as it is."""
    filled = list(content)
    while filled and not filled[-1].text.strip():
        filled.pop()
    if not filled or "".join(run.text for run in filled).rstrip().endswith(END_MARK):
        return tuple(filled)
    last = filled[-1]
    if last.figure is not None:
        return (*filled, Run("/." if last.text.endswith(".") else END_MARK))
    text = last.text.rstrip().rstrip(".;:,")
    return (*filled[:-1], replace(last, text=text + END_MARK))
