"""From the bytes of a PDF to what is measured of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from pipeline.decree.model import Box, Line, Measured, Page, Paragraph, Region, Section, Span, Strip, Trouble
from pipeline.decree.pdf import margins, troubles
from pipeline.decree.pdf.columns import Column, columns_of
from pipeline.decree.pdf.drawn import MAX_OBJECTS, Bar, Drawn, drawn_on
from pipeline.decree.pdf.errors import PdfTooLarge, PdfWithoutText
from pipeline.decree.pdf.letters import MAX_LETTERS, Run, Sheet, runs_of
from pipeline.decree.pdf.opening import opened, page_of
from pipeline.decree.pdf.paragraphs import begins, layout_of, paragraphs_of
from pipeline.decree.pdf.rooms import PADDING, Room, room_in, room_of
from pipeline.decree.pdf.rows import Row, rows_of
from pipeline.decree.pdf.strips import Strips, take_strips
from pipeline.decree.pdf.strokes import strokes_of, underlined
from pipeline.decree.pdf.tables import Table, tables_on
from pipeline.docx.metrics import MM_PER_POINT
from pipeline.i18n import N_
from pipeline.model import Place

MAX_ALL_LETTERS: Final = 4_000_000
ACROSS: Final = 0.6
"""A line longer than this part of the page goes across it."""
FEW: Final = 4
"""Objects that a page may hold and still be empty: its number, a line in its header."""
_REGIONS: Final[dict[str, Region]] = {"cell": "cell", "box": "box"}
_BROKEN = re.compile(r"\w[-/]$")
"""The end of a line at a hyphen inside of a word."""


@dataclass
class Leaf:
    """A page as it was read, and what was made of it."""

    number: int
    width: float
    height: float
    runs: list[Run]
    drawn: Drawn
    hidden: bool
    tables: list[Table] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    under: list[Bar] = field(default_factory=list)
    free: list[Bar] = field(default_factory=list)
    strips: Strips = field(default_factory=Strips)
    columns: list[Column] = field(default_factory=list)
    section: int = 0

    @property
    def size(self) -> tuple[int, int]:
        return round(self.width), round(self.height)

    def lines(self) -> list[Row]:
        """The lines that stand across the page."""
        return [row for column in self.columns if column.side == "full" for row in column.rows]


@dataclass
class Draft:
    """A paragraph on its way: its lines, the column and the room that they stand in, and the line above them."""

    rows: list[Row]
    column: Column
    room: Room
    above: Row | None
    section: int


def measure_pdf(data: bytes, name: str = "") -> Measured:
    """Measure a PDF. Raises the errors K15 – K19 of :mod:`.errors`."""
    leaves = _leaves(data, name)
    if not any(leaf.runs for leaf in leaves):
        raise PdfWithoutText(Place(name))
    tables = 0
    for leaf in leaves:
        tables += _arrange(leaf, tables)
    taken = take_strips([leaf.rows for leaf in leaves], [leaf.height for leaf in leaves])
    for leaf, strips in zip(leaves, taken, strict=True):
        leaf.strips = strips
        leaf.columns = _in_order(leaf)
    groups = _sections(leaves)
    rooms = _rooms(leaves)
    drafts = _drafts(leaves, rooms)
    paragraphs = [_paragraph(draft, index, rooms) for index, draft in enumerate(drafts)]
    under = [(leaf.number, bar) for leaf in leaves for bar in leaf.under]
    free = [(leaf.number, bar) for leaf in leaves for bar in leaf.free]
    sections = _measured_sections(groups, paragraphs, rooms)
    return Measured(
        "pdf",
        name,
        tuple(paragraphs),
        sections,
        tuple(strokes_of(paragraphs, (row for draft in drafts for row in draft.rows), under, free)),
        tuple(_page(leaf) for leaf in leaves),
        tuple(_troubles(leaves, paragraphs, drafts)),
        tuple(sorted({run.look.font for leaf in leaves for run in leaf.runs if run.look.font})),
        has_tables=any(paragraph.region == "cell" for paragraph in paragraphs),
    )


def _leaves(data: bytes, name: str) -> list[Leaf]:
    """All pages as PDFium reads them."""
    leaves = []
    letters = 0
    with opened(data, name) as document:
        for number in range(len(document)):
            with page_of(document, number, name) as page:
                sheet = Sheet.of(page)
                drawn = drawn_on(page, sheet)
                if drawn.full:
                    raise PdfTooLarge(Place(name), limit=MAX_OBJECTS, what=N_("drawn objects on a page"))
                runs, hidden = runs_of(page, sheet)
                found = sum(len(run.text) for run in runs)
                letters += found
                if found > MAX_LETTERS:
                    raise PdfTooLarge(Place(name), limit=MAX_LETTERS, what=N_("letters on a page"))
                if letters > MAX_ALL_LETTERS:
                    raise PdfTooLarge(Place(name), limit=MAX_ALL_LETTERS, what=N_("letters"))
                width, height = (side * MM_PER_POINT for side in page.get_size())
                leaves.append(Leaf(number, width, height, runs, drawn, hidden))
    return leaves


def _arrange(leaf: Leaf, first: int) -> int:
    """Find the tables and the lines of a page; how many tables it has. ``first``: number of its first table."""
    leaf.runs, leaf.under, _ = underlined(leaf.runs, leaf.drawn.level)
    leaf.drawn.level = [bar for bar in leaf.drawn.level if bar not in leaf.under]
    leaf.tables, outside, leaf.free = tables_on(leaf.drawn, leaf.runs, leaf.number, leaf.height, first)
    leaf.rows = rows_of(outside, leaf.number)
    return len(leaf.tables)


def _in_order(leaf: Leaf) -> list[Column]:
    """The columns of a page in reading order, those of tables at their height. A line across the page ends the
    columns above it."""
    barriers = [((table.top + table.bottom) / 2, table.columns) for table in leaf.tables]
    barriers += [(bar.at, []) for bar in leaf.free if bar.length > ACROSS * leaf.width]
    columns: list[Column] = []
    rows = leaf.rows
    for height, inside in sorted(barriers, key=lambda barrier: barrier[0]):
        above = [row for row in rows if row.base < height]
        rows = rows[len(above) :]
        columns += [*columns_of(above, leaf.width), *inside]
    return columns + columns_of(rows, leaf.width)


def _sections(leaves: Sequence[Leaf]) -> list[list[Leaf]]:
    """Pages of one size that are counted on: a section each."""
    anew = _counted_anew(leaves)
    groups: list[list[Leaf]] = []
    for leaf in leaves:
        if not groups or groups[-1][-1].size != leaf.size or leaf.number in anew:
            groups.append([])
        groups[-1].append(leaf)
        leaf.section = len(groups) - 1
    return groups


def _counted_anew(leaves: Sequence[Leaf]) -> set[int]:
    """Pages at which the count of pages begins anew: that which would have the number 1, shown or not."""
    found: set[int] = set()
    last, begun = 0, 0
    for leaf in leaves:
        if leaf.strips.value is None:
            continue
        first = leaf.number - leaf.strips.value + 1
        if first != begun:
            begun = first
            found.add(min(max(first, last), leaf.number))
        last = leaf.number + 1
    return found - {0}


def _rooms(leaves: Sequence[Leaf]) -> dict[int, Room]:
    """The room of the text of each page: that of all pages of its size."""
    rooms: dict[int, Room] = {}
    for size in {leaf.size for leaf in leaves}:
        group = [leaf for leaf in leaves if leaf.size == size]
        columns = [column for leaf in group for column in leaf.columns]
        edges = [(table.xs[0] + PADDING, table.xs[-1] - PADDING) for leaf in group for table in leaf.tables]
        middles = [(bar.a + bar.b) / 2 for leaf in group for bar in leaf.free]
        room = room_of(columns, edges, middles, group[0].width)
        rooms |= dict.fromkeys((leaf.number for leaf in group), room)
    return rooms


def _drafts(leaves: Sequence[Leaf], rooms: dict[int, Room]) -> list[Draft]:
    """The paragraphs of all pages; one that goes on over the page is joined."""
    drafts: list[Draft] = []
    for leaf in leaves:
        page_room = rooms[leaf.number]
        for position, column in enumerate(leaf.columns):
            room = room_in(column, page_room)
            above: Row | None = None
            for place, rows in enumerate(paragraphs_of(column.rows, room)):
                last = drafts[-1] if drafts else None
                if not position and not place and last is not None and _goes_on(last, rows[0], column, room):
                    last.rows += rows
                else:
                    drafts.append(Draft(rows, column, room, above, leaf.section))
                above = rows[-1]
    return drafts


def _goes_on(last: Draft, row: Row, column: Column, room: Room) -> bool:
    """Whether the first line of a page goes on with the last paragraph of the page before."""
    both = last.column.side == column.side == "full"
    return both and row.page == last.rows[-1].page + 1 and not begins(last.rows, row, room)


def _paragraph(draft: Draft, index: int, rooms: dict[int, Room]) -> Paragraph:
    rows, column = draft.rows, draft.column
    page_room = rooms[rows[0].page]
    edges = column.edges if column.side in _REGIONS else None
    if column.side in ("left", "right") and column.edges is not None:
        edges = max(column.edges[0], page_room.left), min(column.edges[1], page_room.right)
    return Paragraph(
        index,
        _spans(rows),
        layout_of(rows, draft.room, draft.above),
        _REGIONS.get(column.side, "body"),
        section=draft.section,
        cell=column.cell,
        column_mm=edges or (page_room.left, page_room.right),
        page=rows[0].page,
        box=_around([row.box for row in rows if row.page == rows[0].page]),
        lines=tuple(row.line() for row in rows),
    )


def _spans(rows: Sequence[Row]) -> tuple[Span, ...]:
    """The text of lines, one blank between them."""
    if len(rows) == 1:
        return rows[0].spans()
    spans: list[Span] = []
    for index, row in enumerate(rows):
        whole = index + 1 == len(rows) or _BROKEN.search(row.runs[-1].text)
        for span in row.spans("" if whole else " "):
            if spans and spans[-1].look == span.look:
                spans[-1] = replace(spans[-1], text=spans[-1].text + span.text)
            else:
                spans.append(span)
    return tuple(spans)


def _around(found: Sequence[Box]) -> Box:
    if len(found) == 1:
        return found[0]
    return Box(
        min(box.x0 for box in found),
        min(box.y0 for box in found),
        max(box.x1 for box in found),
        max(box.y1 for box in found),
    )


def _troubles(
    leaves: Sequence[Leaf], paragraphs: Sequence[Paragraph], drafts: Sequence[Draft]
) -> Iterator[Trouble]:
    yield from troubles.of_lines(paragraphs, [draft.rows for draft in drafts])
    for leaf in leaves:
        yield from troubles.covered(leaf.runs, leaf.number)
        area = sum((box.x1 - box.x0) * (box.y1 - box.y0) for box in leaf.drawn.pictures)
        if not leaf.runs and area > leaf.width * leaf.height / 2:
            yield Trouble("scanned", "", None, leaf.number)
        elif not leaf.columns and leaf.drawn.objects <= FEW:
            yield Trouble("blank-page", "", None, leaf.number)


def _page(leaf: Leaf) -> Page:
    boxes = [row.box for column in leaf.columns for row in column.rows] + leaf.drawn.pictures
    number = leaf.strips.number
    return Page(
        leaf.width,
        leaf.height,
        _around(boxes) if boxes else None,
        None if number is None else number.line(),
        bool(leaf.runs),
        len(leaf.drawn.pictures),
    )


def _measured_sections(
    groups: Sequence[Sequence[Leaf]], paragraphs: Sequence[Paragraph], rooms: dict[int, Room]
) -> tuple[Section, ...]:
    sections = []
    next_index = len(paragraphs)
    for number, group in enumerate(groups):
        own = [paragraph.index for paragraph in paragraphs if paragraph.section == number]
        strips = _strips(group, number, next_index, rooms)
        next_index += sum(len(strip.paragraphs) for strip in strips)
        rows = [row for leaf in group for row in leaf.lines()]
        pages = [[row for column in leaf.columns if column.side != "box" for row in column.rows] for leaf in group]
        width, height = group[0].width, group[0].height
        numbers = [leaf.strips.value for leaf in group]
        sections.append(
            Section(
                round(width, 1),
                round(height, 1),
                margins.top_of(pages),
                margins.bottom_of(pages, height),
                margins.left_of(rows),
                margins.right_of(rows, width),
                landscape=width > height,
                title_page=numbers[0] is None and any(numbers),
                start=_start(numbers, group[0].number),
                strips=strips,
                first=min(own, default=0),
                last=max(own, default=-1),
            )
        )
    return tuple(sections)


def _start(numbers: Sequence[int | None], first: int) -> int | None:
    """The number that a section begins with, if that is not the number of the page in the document."""
    for offset, value in enumerate(numbers):
        if value is not None:
            return value - offset if value - offset != first + 1 else None
    return None


def _strips(group: Sequence[Leaf], section: int, index: int, rooms: dict[int, Room]) -> tuple[Strip, ...]:
    """Header and footer of a section: those of its first page that shows a number, or of its first page at all."""
    leaf = next((leaf for leaf in group if leaf.strips.number is not None), group[0])
    rows = {"header": list(leaf.strips.head), "footer": list(leaf.strips.foot)}
    number = leaf.strips.number
    if number is not None:
        rows["header" if number.base < leaf.height / 2 else "footer"].append(number)
    made = []
    for place, found in (("header", rows["header"]), ("footer", rows["footer"])):
        if found:
            paragraphs = tuple(
                _strip_paragraph(row, leaf, rooms[leaf.number], section, index + offset)
                for offset, row in enumerate(found)
            )
            index += len(found)
            made.append(Strip("header" if place == "header" else "footer", "default", paragraphs))
    return tuple(made)


def _strip_paragraph(row: Row, leaf: Leaf, room: Room, section: int, index: int) -> Paragraph:
    spans = row.spans()
    if row is leaf.strips.number:
        spans = tuple(replace(span, field="PAGE" if any(c.isdigit() for c in span.text) else "") for span in spans)
    region: Region = "header" if row.base < leaf.height / 2 else "footer"
    return Paragraph(
        index,
        spans,
        layout_of([row], room, None),
        region,
        section=section,
        column_mm=(room.left, room.right),
        page=leaf.number,
        box=row.box,
        lines=(Line(row.box, spans, row.page),),
    )
