"""The frozen values that go from one stage to the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

Plain = Any
"""None, bool, int, Decimal, str, and lists and string-keyed dicts of these: what a loaded file holds."""

Pointer = str
"""A JSON pointer (RFC 6901) into a record: ``/figures/staff/total``."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value was typed: a line and column (from 1) of a text file, or a cell of a sheet."""

    file: str
    line: int | None = None
    column: int | None = None
    sheet: str | None = None
    cell: str | None = None
    pointer: Pointer = ""

    def __str__(self) -> str:
        if self.cell:
            return f"{self.file}:{self.sheet}!{self.cell}" if self.sheet else f"{self.file}:{self.cell}"
        parts = [self.file, *(str(n) for n in (self.line, self.column) if n is not None)]
        return ":".join(parts)

    def to_json(self) -> dict[str, object]:
        names = ("file", "line", "column", "sheet", "cell", "pointer")
        return {name: getattr(self, name) for name in names if getattr(self, name) not in (None, "")}


@dataclass(frozen=True, slots=True)
class Record:
    """Loaded data in which every value, and every key of a mapping, knows its place.

    ``places`` maps the JSON pointer of each value to where it stands; ``keys`` does the same for the keys of
    mappings (the pointer is that of the value).
    """

    data: Plain
    places: Mapping[Pointer, Place]
    keys: Mapping[Pointer, Place] = field(default_factory=dict)

    def place(self, pointer: Pointer) -> Place:
        """The place of the value at ``pointer``, or of the nearest value around it."""
        while pointer:
            if found := self.places.get(pointer):
                return found
            pointer = pointer.rpartition("/")[0]
        return self.places[""]


Number = int | Decimal | Fraction
Value = Number | str | date | bool | tuple[str, ...] | None
FigureKind = Literal["number", "share", "change", "text", "date", "flag", "names"]


@dataclass(frozen=True, slots=True)
class Trace:
    """How a figure came about: an operation on other figures, or the place where it was typed."""

    operation: str
    inputs: tuple[str, ...] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One value with its id, kind and trace.

    ``id`` is ``<unit>:<path>`` for a unit's figure and ``<path>`` for one of the whole campaign. A ``share`` is a
    ratio (1/2 means 50 %), a ``change`` is a relative change (1/10 means 10 % more); ``None`` as a value of these
    means that there is nothing to compare with.
    """

    id: str
    value: Value
    kind: FigureKind
    trace: Trace


def walk(pointer: Pointer, value: Plain) -> Iterator[tuple[Pointer, Plain]]:
    """Every leaf of a plain value with its pointer, in order."""
    if isinstance(value, Mapping):
        for key, child in value.items():
            yield from walk(f"{pointer}/{escape(key)}", child)
    elif isinstance(value, list | tuple):
        for index, child in enumerate(value):
            yield from walk(f"{pointer}/{index}", child)
    else:
        yield pointer, value


def escape(key: str) -> str:
    """A key as a token of a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1")


ParagraphStyle = Literal[
    "body",  # lời văn
    "section",  # mục: "I. TITLE", capitals, bold
    "titled-clause",  # khoản with a title: "1. Title", bold
    "clause",  # khoản without a title: "1. text"
    "point",  # điểm: "a) text"
    "dash",  # gạch đầu dòng: "- text"
    "plus",  # "+ text" below a dash
    "caption",  # a line above a table
    "unit-note",  # "Đơn vị tính: …" above a table, right
]


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look. ``\\n`` in it is a line break.

    ``figure``: id of the figure that it prints; ``form``: how that is written, "" or filters (``number(1)``). The
    same figure in the same form has the same text everywhere in a document.
    """

    text: str
    bold: bool = False
    italic: bool = False
    figure: str | None = None
    form: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of generated text; its outline number is part of the text.

    ``group``: id of what it was generated for, together with its neighbours of the same group.
    """

    style: ParagraphStyle
    runs: tuple[Run, ...]
    group: str = ""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


Alignment = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: its share of the table's width (any positive number) and how its cells stand."""

    width: float
    align: Alignment = "left"


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell of one paragraph; ``span`` columns wide."""

    runs: tuple[Run, ...]
    span: int = 1
    align: Alignment | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A table row: ``head`` rows repeat on each page, ``total`` and ``group`` rows are bold."""

    cells: tuple[Cell, ...]
    kind: Literal["head", "plain", "group", "total"] = "plain"


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    group: str = ""


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex (phụ lục): its label (``Phụ lục I``), title, "(Kèm theo …)" line, page turn and content."""

    label: str
    title: str
    attached_to: str
    landscape: bool
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Properties:
    """Document properties (``docProps/core.xml``); ``created`` is the date of the document, if any."""

    title: str
    author: str
    keywords: str = ""
    created: date | None = None
