"""Narrative after parsing: paragraphs, headings, lists and tables of spans."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from pipeline.errors import DataError
from pipeline.stages.localise.expressions import Expression


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
    """A narrative text as nodes, or what makes it unusable (the place is for the caller to add).

    ``spans`` are those of all nodes; ``plus`` says whether a line at the margin begins with ``+``, which Markdown
    takes for a dash.
    """

    nodes: tuple[Node, ...]
    errors: tuple[DataError, ...] = ()
    plus: bool = False
    spans: tuple[Span, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "spans", tuple(span for node in self.nodes for span in spans_of(node)))

    @property
    def is_phrase(self) -> bool:
        """Whether it is running text of one paragraph, or nothing."""
        return not self.nodes or (len(self.nodes) == 1 and isinstance(self.nodes[0], Para))

    def expressions(self) -> Iterator[Expression]:
        """The figures of the text, in order."""
        return (span.content for span in self.spans if isinstance(span.content, Expression))


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
