"""One pass over a document: paragraphs in reading order, with the place that each stands in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from pipeline.decree.measure.cascade import Cascade, Format
from pipeline.decree.measure.drawings import shapes
from pipeline.decree.measure.errors import TooDeep, TooLarge
from pipeline.decree.measure.inline import DEEPEST, GONE, INSIDE, MOST_RUNS, SDT, SDT_CONTENT, Inline, Written
from pipeline.decree.measure.numbering import Counter
from pipeline.decree.measure.room import Room
from pipeline.decree.measure.sections import SetUp
from pipeline.decree.measure.shapes import Shape, across_from
from pipeline.decree.measure.tables import Cell, Grid, read_grid
from pipeline.decree.measure.units import ALTERNATE, QW, Element, chosen, mm, twips
from pipeline.decree.model import CellPlace, Look, Paragraph
from pipeline.model import Place

MOST_PARAGRAPHS = 100_000
MOST_LETTERS = 4_000_000
"""More than a thousand full pages; the worst of texts keeps the check busy for a minute then."""
_PARAGRAPH, _TABLE, _PROPERTIES, _SECTION = (f"{QW}{name}" for name in ("p", "tbl", "pPr", "sectPr"))
_MARK, _HIDDEN, _DELETED = f"{QW}rPr", f"{QW}vanish", f"{QW}del"
_OPENED = frozenset({*INSIDE, f"{QW}body", f"{QW}txbxContent"})


@dataclass(frozen=True, slots=True)
class Drawn:
    """A level line of a drawing, and the paragraph in which it is anchored."""

    shape: Shape
    anchor: int


@dataclass(slots=True)
class Read:
    """What the pass found of each paragraph besides what everybody sees: for strokes, and for who mends."""

    format: Format
    room: Room
    links: tuple[bool, ...]
    raised: tuple[bool, ...]
    element: Element
    mark_size: float


class Walker:
    """Gathers paragraphs. ``file``: the document's name for errors; ``set_ups``: of its sections."""

    def __init__(self, cascade: Cascade, set_ups: list[SetUp], file: str, shifted: bool) -> None:
        self.paragraphs: list[Paragraph] = []
        self.reads: list[Read] = []
        self.grids: list[tuple[Grid, dict[int, Room]]] = []
        self.drawn: list[Drawn] = []
        self.revised = False
        self.section = 0
        self.ends: list[int] = []
        self._cascade = cascade
        self._set_ups = set_ups
        self._file = file
        self._shifted = shifted
        self._budget = [MOST_RUNS]
        self._letters = 0
        self._tables = 0
        self._column = 0
        self._breaks = False
        self._counter = Counter(cascade.numbering)

    def body(self, body: Element, part: str) -> None:
        """Read the text itself, section by section."""
        room = self._text_area(part)
        inline = Inline(self._cascade, self._file, self._budget)
        self._blocks(body, room, inline)
        self.revised = self.revised or inline.revised
        missing = len(self._set_ups) - len(self.ends)
        self.ends = [*self.ends, *[len(self.paragraphs)] * missing][: len(self._set_ups)]
        self.ends[-1] = len(self.paragraphs)

    def story(self, root: Element, room: Room) -> tuple[Paragraph, ...]:
        """Read a header, a footer or a note; its paragraphs."""
        start = len(self.paragraphs)
        inline = Inline(self._cascade, self._file, self._budget)
        self._breaks = False
        self._blocks(root, room, inline)
        self.revised = self.revised or inline.revised
        return tuple(self.paragraphs[start:])

    def _text_area(self, part: str) -> Room:
        section = min(self.section, len(self._set_ups) - 1)  # text after the last ``w:sectPr`` belongs to it
        set_up = self._set_ups[section]
        left, width = (
            set_up.columns[min(self._column, len(set_up.columns) - 1)] if set_up.columns else (None, None)
        )
        return Room("body", part, section, left, width)

    # --- blocks --------------------------------------------------------------------------------------------------

    def _blocks(self, parent: Element, room: Room, inline: Inline) -> Room:
        """Read paragraphs and tables; the room that the text goes on in (another after the end of a section)."""
        if room.depth > DEEPEST:
            raise TooDeep(Place(self._file), limit=DEEPEST)
        for child in parent:
            tag = child.tag
            if tag == _PARAGRAPH:
                room = self._paragraph(child, room, inline)
            elif tag == _TABLE:
                self._table(child, room, inline)
            elif tag in _OPENED or tag == SDT_CONTENT:
                room = self._deeper(child, room, inline)
            elif tag == SDT:
                for content in child.iterchildren(SDT_CONTENT):
                    room = self._deeper(content, room, inline)
            elif tag == ALTERNATE:
                for choice in chosen(child):
                    room = self._deeper(choice, room, inline)
            elif tag in GONE:
                self.revised = True
        return room

    def _deeper(self, parent: Element, room: Room, inline: Inline) -> Room:
        room.depth += 1
        after = self._blocks(parent, room, inline)
        if after is room:
            room.depth -= 1
        return after

    def _paragraph(self, element: Element, room: Room, inline: Inline) -> Room:
        properties = element[0] if len(element) and element[0].tag == _PROPERTIES else element.find(_PROPERTIES)
        format_ = self._cascade.format(properties, room.table)
        written = inline.read(element, format_)
        mark = None if properties is None else properties.find(_MARK)
        ends_section = properties is not None and room.region == "body" and properties.find(_SECTION) is not None
        if not ends_section and self._is_gone(written, mark):
            return room
        room = self._next_column(room, written.columns_before)
        index = len(self.paragraphs)
        if index >= MOST_PARAGRAPHS:
            raise TooLarge(Place(self._file), limit=MOST_PARAGRAPHS, what=TooLarge.PARAGRAPHS)
        self._letters += sum(len(text) for piece in written.pieces for text in piece[0])
        if self._letters > MOST_LETTERS:
            raise TooLarge(Place(self._file), limit=MOST_LETTERS, what=TooLarge.LETTERS)
        self._add(element, room, format_, written, mark)
        for drawing in written.drawings:
            self._drawing(drawing, room, index, inline)
        return self._next_section(room) if ends_section else self._next_column(room, written.columns_after)

    @staticmethod
    def _is_gone(written: Written, mark: Element | None) -> bool:
        """Whether nothing of a paragraph is shown: deleted or hidden with its mark."""
        if mark is None or written.pieces or written.drawings:
            return False
        return mark.find(_DELETED) is not None or mark.find(_HIDDEN) is not None

    def _next_column(self, room: Room, breaks: int) -> Room:
        if not breaks or room.region != "body":
            return room
        self._column += breaks
        after = self._text_area(room.part)
        after.depth = room.depth
        return after

    def _next_section(self, room: Room) -> Room:
        self.ends.append(len(self.paragraphs))
        self.section += 1
        self._column = 0
        after = self._text_area(room.part)
        after.depth = room.depth
        return after

    def _add(self, element: Element, room: Room, format_: Format, written: Written, mark: Element | None) -> None:
        index = len(self.paragraphs)
        place = _frame(format_, room, self._set_ups)
        label, label_look = self._label(format_, mark)
        column = place.column
        starts_page = self._breaks or written.page_before or bool(format_.values.get("page_break"))
        self._breaks = written.page_after
        spans = written.spans()
        self.paragraphs.append(
            Paragraph(
                index,
                spans,
                format_.layout,
                place.region,
                place.part,
                place.section,
                format_.style,
                label,
                label_look,
                place.cell,
                column,
                () if column is None else _stops(format_, column[0]),
                starts_page or (written.page_after and not spans),
            )
        )
        size = 0.0 if spans else self._cascade.shown(format_.base, mark).hansi.size or 0.0
        self.reads.append(Read(format_, place, written.links(), written.raised(), element, size))
        self._close_up(index, room)
        room.members.append(index)

    def _close_up(self, index: int, room: Room) -> None:
        """Take away the gap between paragraphs of one style that wish none ("don't add space")."""
        if not room.members or room.members[-1] != index - 1:
            return
        for at, other, name in ((index, index - 1, "before_pt"), (index - 1, index, "after_pt")):
            format_ = self.reads[at].format
            if format_.values.get("contextual") and format_.base == self.reads[other].format.base:
                paragraph = self.paragraphs[at]
                closed: dict[str, Any] = {name: 0.0}
                self.paragraphs[at] = replace(paragraph, layout=replace(paragraph.layout, **closed))

    def _label(self, format_: Format, mark: Element | None) -> tuple[str, Look | None]:
        if format_.numbered is None:
            return "", None
        label = self._counter.label(*format_.numbered)
        level = self._cascade.numbering.level(*format_.numbered)
        if not label or level is None:
            return "", None
        shown = self._cascade.shown(format_.base, mark, level.run)
        return (label.upper() if shown.capitals else label), shown.hansi if not label.isascii() else shown.ascii

    # --- tables --------------------------------------------------------------------------------------------------

    def _table(self, element: Element, room: Room, inline: Inline) -> None:
        if room.depth > DEEPEST:
            raise TooDeep(Place(self._file), limit=DEEPEST)
        grid = read_grid(element, room, self._cascade, self._shifted)
        number = self._tables
        self._tables += 1
        above: dict[int, Room] = {}
        rooms: dict[int, Room] = {}
        for row, cells in enumerate(grid.rows):
            for column, cell in enumerate(cells):
                if not cell.continued:
                    place = CellPlace(
                        number,
                        row,
                        column,
                        len(cells),
                        grid.ruled,
                        0 if room.cell is None else room.cell.depth + 1,
                    )
                    inner = self._cell_room(cell, grid, room, place, above.get(cell.grid))
                    rooms[id(cell)] = inner
                    self._blocks(cell.element, inner, inline)
                    above.update(dict.fromkeys(range(cell.grid, cell.grid + cell.span), inner))
        self.grids.append((grid, rooms))

    def _cell_room(self, cell: Cell, grid: Grid, room: Room, place: CellPlace, above: Room | None) -> Room:
        left, right = cell.padding
        width = cell.x1 - cell.x0 - left - right
        return room.within(
            region="cell" if room.region in ("body", "cell", "box", "frame") else room.region,
            left=cell.x0 + left if grid.known else None,
            width=width if width > 0 else None,
            cell=place,
            table=grid.key(cell),
            above=self._over(room, above),
        )

    def _over(self, room: Room, above: Room | None) -> int | None:
        """The paragraph over the first one of a cell: the last in the cell above, or the one before the table."""
        if above is not None and above.members:
            return above.members[-1]
        return room.members[-1] if room.members else room.above

    # --- drawings ------------------------------------------------------------------------------------------------

    def _drawing(self, drawing: Element, room: Room, anchor: int, inline: Inline) -> None:
        set_up = self._set_ups[min(room.section, len(self._set_ups) - 1)]
        for shape in shapes(drawing, room, set_up):
            if shape.content is None:
                self.drawn.append(Drawn(shape, anchor))
                continue
            inner = room.within(
                region="box" if room.region in ("body", "cell", "box", "frame") else room.region,
                left=shape.text_left,
                width=shape.text_width,
                table=("", ()),
                above=None,
            )
            inside = Inline(self._cascade, self._file, self._budget)
            breaks, self._breaks = self._breaks, False
            self._blocks(shape.content, inner, inside)
            self._breaks = breaks
            inline.revised = inline.revised or inside.revised


def _stops(format_: Format, left: float) -> tuple[float, ...]:
    stops = format_.values.get("stops")
    if not stops:
        return ()
    return tuple(round(left + mm(place), 3) for place, kind in sorted(stops) if kind != "clear")


def _frame(format_: Format, room: Room, set_ups: list[SetUp]) -> Room:
    """The room of a paragraph: a frame (``w:framePr``) has a place of its own."""
    frame = format_.values.get("frame")
    if not frame:
        return room
    given = dict(frame)
    set_up = set_ups[min(room.section, len(set_ups) - 1)]
    width = twips(given.get("w"), 1)
    start, space = across_from(given.get("hAnchor", "text"), room, set_up)
    left: float | None = None
    if start is not None and width is not None:
        align = given.get("xAlign", "")
        slack = None if space is None else space - mm(width)
        if align in ("center", "right", "outside") and slack is not None:
            left = start + slack / (2 if align == "center" else 1)
        elif not align or align in ("left", "inside"):
            left = start + mm((twips(given.get("x")) or 0) if not align else 0)
    region = "frame" if room.region in ("body", "cell", "box") else room.region
    return replace(room, region=region, left=left, width=None if width is None else mm(width))
