"""What stands above, beside and under a place of a text: heights are estimated, as a word processor sets lines."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property

from pipeline.decree.measure.properties import Values
from pipeline.decree.measure.room import Room
from pipeline.decree.measure.units import mm
from pipeline.decree.measure.walk import Walker
from pipeline.decree.model import Paragraph
from pipeline.docx.metrics import MM_PER_POINT, text_width_mm, wrap

LINE_HEIGHT = 1.15
"""Height of a line of Times New Roman at single spacing, as a multiple of the size."""
USUAL = 14.0
"""Points of letters whose size is not known."""
RAISED = 0.65
"""Size of raised letters as a share of the size that they are given."""
_FURTHEST = 40
"""Paragraphs that are looked at on the way up or down."""
_LONGEST_HEAD = 600

Ends = tuple[float, float] | None


class Surroundings:
    """The first ``count`` paragraphs of a walk, in their rooms."""

    def __init__(self, walker: Walker, count: int) -> None:
        self._paragraphs = walker.paragraphs
        self._reads = walker.reads
        self._grids = walker.grids
        self.count = count
        self._heights: dict[int, float] = {}

    def paragraph(self, at: int) -> Paragraph:
        return self._paragraphs[at]

    def values(self, at: int) -> Values:
        return self._reads[at].format.values

    def room(self, at: int) -> Room:
        return self._reads[at].room

    def members(self, at: int) -> list[int]:
        return self._reads[at].room.members

    def links(self, at: int) -> tuple[bool, ...]:
        return self._reads[at].links

    def size(self, at: int, span: int) -> float:
        """The size in which the letters of a span are shown, in points."""
        shown = self._paragraphs[at].spans[span].look.size or USUAL
        return shown * RAISED if self._reads[at].raised[span] else shown

    def width(self, at: int, span: int) -> float:
        """How wide a span is on one line, in millimetres."""
        shown = self._paragraphs[at].spans[span]
        return text_width_mm(shown.text, self.size(at, span), shown.look.bold, shown.look.italic)

    def has_text(self, at: int) -> bool:
        paragraph = self._paragraphs[at]
        return bool(paragraph.label) or any(span.text.strip() for span in paragraph.spans)

    def bordered(self, at: int) -> tuple[float, float] | None:
        """From where to where (mm from its room's left edge) the border of a paragraph reaches."""
        width = self.room(at).width
        if width is None:
            return None
        values = self.values(at)
        left = values.get("left", 0) + min(values.get("first", 0), 0)
        start, end = mm(left), width - mm(values.get("right", 0))
        return (start, end) if end > start else None

    # --- up ------------------------------------------------------------------------------------------------------

    def above(self, at: int, ends: Ends) -> int:
        """The nearest paragraph with text above ``at`` (of cells side by side the one over ``ends``)."""
        room = self.room(at)
        place = bisect_left(room.members, at)
        for member in reversed(room.members[max(place - _FURTHEST, 0) : place]):
            if self._between(member, at):
                break  # a table stands between them
            if self.has_text(member):
                return member
        if room.cell is not None or room.region == "box":
            return self._over_room(room, at, ends)
        for other in range(at - 1, max(at - 1 - _FURTHEST, -1), -1):
            if self.has_text(other):
                return self._under_cells(other, ends)
        return max(at - 1, 0)

    def _between(self, first: int, second: int) -> bool:
        cell = self.room(first).cell
        return any(
            self.room(at).cell is not cell and self.room(at).region == "cell" for at in range(first + 1, second)
        )

    def _over_room(self, room: Room, at: int, ends: Ends) -> int:
        """Up from the top of a cell: the cell above it, or what stands before the table."""
        for _ in range(_FURTHEST):
            over = room.above
            if over is None:
                break
            room = self.room(over)
            last = self.last_text(room, over)
            if last is not None:
                return self._under_cells(last, ends) if room.cell is None else last
        return max(at - 1, 0)

    def _under_cells(self, at: int, ends: Ends) -> int:
        """The last paragraph of the cell over ``ends``, in the row of the cell that ``at`` stands in."""
        room = self._beside(self.room(at), ends)
        last = self.last_text(room)
        return at if last is None or room.cell is None else last

    def last_text(self, room: Room, until: int | None = None) -> int | None:
        """The last paragraph with text in a room (down to ``until``)."""
        end = len(room.members) if until is None else bisect_right(room.members, until)
        last = room.members[max(end - _FURTHEST, 0) : end]
        return next((at for at in reversed(last) if at < self.count and self.has_text(at)), None)

    def _beside(self, room: Room, ends: Ends) -> Room:
        """The room of the same table row that the middle of ``ends`` stands in, or ``room`` itself."""
        if room.cell is None or ends is None:
            return room
        middle = (ends[0] + ends[1]) / 2
        for other in self._rows.get((room.cell.table, room.cell.row), []):
            column = other.column
            if column and column[0] <= middle <= column[1]:
                return other
        return room

    @cached_property
    def _rows(self) -> dict[tuple[int, int], list[Room]]:
        found: dict[tuple[int, int], list[Room]] = {}
        for _, rooms in self._grids:
            for room in rooms.values():
                if room.cell is not None:
                    found.setdefault((room.cell.table, room.cell.row), []).append(room)
        return found

    # --- down ----------------------------------------------------------------------------------------------------

    def over(self, anchor: int, down: float | None, ends: Ends) -> int:
        """The paragraph over a line that is anchored in ``anchor``, ``down`` millimetres under its top."""
        home = self.room(anchor)
        room = self._beside(home, ends)
        if down is None:
            return anchor if room is home and self.has_text(anchor) else self._last_of(room, anchor, ends)
        start = bisect_left(home.members, anchor)
        if room is not home:
            down += sum(self._height(at) for at in home.members[max(start - _FURTHEST, 0) : start])
            start = 0
        best = None
        for at in room.members[start : start + _FURTHEST]:
            paragraph = self._paragraphs[at]
            gap, line = (paragraph.layout.before_pt or 0) * MM_PER_POINT, self._line(paragraph)
            if down < gap + line / 2:
                break
            if self.has_text(at):
                best = at
            down -= self._height(at)
        if best is not None:
            return best
        return self.above(anchor, ends) if room is home else self._last_of(room, anchor, ends)

    def _last_of(self, room: Room, anchor: int, ends: Ends) -> int:
        last = None if room is self.room(anchor) else self.last_text(room)
        return self.above(anchor, ends) if last is None else last

    def _line(self, paragraph: Paragraph) -> float:
        """Height of a line in millimetres."""
        layout = paragraph.layout
        if layout.line_pt is not None:
            return layout.line_pt * MM_PER_POINT
        sizes = [span.look.size or 0.0 for span in paragraph.spans]
        size = max(sizes, default=0.0) or self._reads[paragraph.index].mark_size
        return size * LINE_HEIGHT * (layout.line or 1.0) * MM_PER_POINT

    def _height(self, at: int) -> float:
        """Height of a paragraph with the gaps before and after it, in millimetres."""
        if at not in self._heights:
            self._heights[at] = self._measured_height(at)
        return self._heights[at]

    def _measured_height(self, at: int) -> float:
        paragraph = self._paragraphs[at]
        layout, text = paragraph.layout, paragraph.text[:_LONGEST_HEAD]
        width = self.room(at).width
        lines = 1
        if text.strip() and width and paragraph.spans:
            look = paragraph.spans[0].look
            room = width - (layout.left_mm or 0) - (layout.right_mm or 0)
            lines = len(wrap(text, max(room, 5.0), look.size or USUAL, look.bold, look.italic))
        gaps = ((layout.before_pt or 0) + (layout.after_pt or 0)) * MM_PER_POINT
        return gaps + lines * self._line(paragraph)
