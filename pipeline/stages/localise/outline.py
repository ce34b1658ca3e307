"""Outline numbers as literal text: I. / 1. / a) / - / +, by the depth at which a text stands.

Nghị định 30/2020/NĐ-CP, Phụ lục I, Mục V.6.b (mục, khoản, điểm of a report); dashes are practice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline import vietnamese as vi
from pipeline.errors import DataError
from pipeline.i18n import N_
from pipeline.model import Block, Cell, Column, Paragraph, ParagraphStyle, Place, Row, Run, Table
from pipeline.stages.localise.markdown import Grid, Heading, ListOf, Node, Para
from pipeline.stages.localise.scope import Scope, runs

SECTION, CLAUSE, POINT = 1, 2, 3


class TooManyPoints(DataError):
    code = "N20"
    cause = N_("A list has more items than there are letters for điểm.")
    remedy = N_("Split it: the alphabet of điểm ends with y).")


class TooManyLevels(DataError):
    code = "N21"
    cause = N_("Titles are nested more than three levels deep.")
    remedy = N_("Use mục, khoản and điểm only.")


def number(depth: int, index: int) -> str:
    """The number of the ``index``-th title or item (from 1) at a depth.

    Raises:
        ValueError: There is no such number (a 24th điểm).
    """
    if depth == SECTION:
        return f"{vi.roman(index)}."
    return f"{index}." if depth == CLAUSE else f"{vi.point_letter(index)})"


def title(depth: int, index: int, content: tuple[Run, ...]) -> Paragraph:
    """A numbered title in the look of its level: mục in capitals, khoản bold, điểm upright."""
    if depth == SECTION:
        content = tuple(replace(run, text=vi.upper(run.text)) for run in content)
    style: ParagraphStyle = "section" if depth == SECTION else "titled-clause" if depth == CLAUSE else "point"
    return Paragraph(style, (Run(f"{number(depth, index)} "), *content))


@dataclass(slots=True)
class Writer:
    """Turns the nodes of one section into blocks. ``depth`` is that of the section's title (0: none)."""

    scope: Scope
    place: Place
    depth: int
    errors: list[DataError]
    headings: int = 0
    below_headings: bool = False

    def blocks(self, nodes: Iterable[Node]) -> Iterator[Block]:
        for node in nodes:
            match node:
                case Para(spans):
                    yield Paragraph("body", runs(spans, self.scope, self.place, self.errors))
                case Heading(_, spans):
                    yield from self._heading(runs(spans, self.scope, self.place, self.errors))
                case ListOf(ordered, items):
                    yield from self._list(ordered, items, self._list_depth(), 0)
                case Grid():
                    yield grid(node, self.scope, self.place, self.errors)

    def _list_depth(self) -> int:
        return max(CLAUSE, self.depth + (2 if self.below_headings or self.headings else 1))

    def _heading(self, content: tuple[Run, ...]) -> Iterator[Block]:
        self.headings += 1
        if self.depth + 1 > POINT:
            self.errors.append(TooManyLevels(self.place))
        else:
            yield title(self.depth + 1, self.headings, content)

    def _list(self, ordered: bool, items: Iterable[tuple[Node, ...]], depth: int, dashes: int) -> Iterator[Block]:
        for index, item in enumerate(items, start=1):
            style, mark = self._mark(ordered, depth, dashes, index)
            for node in item:
                match node:
                    case Para(spans):
                        content = runs(spans, self.scope, self.place, self.errors)
                        yield Paragraph(
                            style if mark else "body", (Run(f"{mark} "), *content) if mark else content
                        )
                        mark = ""
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
        if isinstance(block, Paragraph) and block.runs and block.style not in ("caption", "unit-note"):
            last = block.runs[-1]
            ended = replace(last, text=last.text.rstrip().rstrip(".;:") + "./.")
            result[index] = replace(block, runs=(*block.runs[:-1], ended))
            break
    return tuple(result)
