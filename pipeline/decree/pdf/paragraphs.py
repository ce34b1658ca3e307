"""Which lines of a column make a paragraph, and how it is set."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from pipeline.decree.model import Align, Layout
from pipeline.decree.pdf.fonts import SINGLE
from pipeline.decree.pdf.rooms import CENTRED, EDGE, INDENT, Room
from pipeline.decree.pdf.rows import Row, goes_on
from pipeline.docx.metrics import MM_PER_POINT, text_width_mm

TITLE: Final = 0.35
"""A centred line that leaves no more than this part of the room empty ends no title if the next looks alike."""
WIDE_ROOM: Final = 90.0
"""In a narrower room (mm) a line that ends at its right edge does so by chance."""
EXTRA: Final = 0.8
"""A gap larger by this (mm) than that between lines parts two paragraphs."""
WIDEST: Final = 2.6
"""Line spacing that no text exceeds."""
LOOSE: Final = 1.3
"""Line spacing that is not exceeded where no paragraph tells it."""

_MARK = re.compile(
    r"^(?:[-–+•*]\s|[a-zđ]\)\s|\d{1,2}(?:\.\d{1,2})*[.)]\s|[IVXL]{1,6}\.\s|(?:Điều|Chương|Mục|Phần)\s)"
)
_END = re.compile(r"[.;:!?/]$")
_NATION = re.compile(r"C[ỘO]NG H\w+ X[ÃA](?: H[ỘO]I(?: CH[ỦU](?: NGH[ĨI]A(?: VI[ỆE]T)?)?)?)?$", re.IGNORECASE)
_MOTTO = re.compile(r"^Độc lập.*phúc$", re.IGNORECASE)
"""A Quốc hiệu that goes on in the next line, and a Tiêu ngữ that does not."""
_FILLED_IN = re.compile(r"[._…]{6}")
"""Room for handwriting, beside which lines break as they can."""
_PREFIX = re.compile(r"^(?:TM|KT|TL|TUQ|Q)\.")
_OPENER = re.compile(
    r"^(?:(?:TM|KT|TL|TUQ|Q)\.|Số:?\s*[\d/.…]|V/v|Độc lập|CỘNG H|\(?Kèm theo|\(Ban hành|Nơi nhận|Kính gửi|Phụ lục)"
)


def paragraphs_of(rows: Sequence[Row], room: Room) -> list[list[Row]]:
    """The lines of a column, gathered into paragraphs."""
    gathered: list[list[Row]] = []
    for row in rows:
        if gathered and not begins(gathered[-1], row, room):
            gathered[-1].append(row)
        else:
            gathered.append([row])
    return gathered


def begins(paragraph: Sequence[Row], row: Row, room: Room) -> bool:
    """Whether a line begins a paragraph rather than go on with the one above it."""
    above = paragraph[-1]
    if abs(above.size_mm - row.size_mm) > 0.12 or ((room.around or room.head) and _looks_other(above, row)):
        return True
    if above.page == row.page and row.base - above.base > _step(paragraph, row, room) + EXTRA:
        return True
    if _NATION.match(above.text):
        return False
    if room.head:
        return bool(_MOTTO.match(above.text) or _OPENER.match(row.text)) or _capitals(above) != _capitals(row)
    level = row.x0 < above.x0 + INDENT / 2 or (room.centred(above) and room.centred(row))
    if goes_on(row) and not _END.search(above.text) and level:
        return False
    return _has_room(above, row, room) or _starts_anew(paragraph, row, room)


def _step(paragraph: Sequence[Row], row: Row, room: Room) -> float:
    """The largest distance from the last line of a paragraph to its next, if ``row`` is that: wider lines than
    elsewhere are told by a line above that is full, in the middle of a sentence."""
    above = paragraph[-1]
    single = SINGLE * above.size_mm
    steps = [
        room.step(above) or LOOSE * single,
        *(b.base - a.base for a, b in pairwise(paragraph) if a.page == b.page),
    ]
    full = above.x1 > room.right - EDGE and abs(row.x0 - room.left) < 1.0
    if full and not _END.search(above.text) and not room.around:
        steps.append(WIDEST * single)
    return max(steps)


def _has_room(above: Row, row: Row, room: Room) -> bool:
    """Whether the first word of a line would have fitted on the line above: then a paragraph ended there."""
    word, main = row.text.split(None, 1)[0], row.runs[0]
    size = main.size_mm / MM_PER_POINT
    needed = text_width_mm(f" {word}", size, main.look.bold, main.look.italic) + EDGE
    both = room.centred(above) and room.centred(row)
    free = room.right - room.left - above.width if both else room.right - above.x1
    if both and not room.around and free < TITLE * (room.right - room.left):
        return False  # a long title goes on, though it was broken early
    return free > needed


def _starts_anew(paragraph: Sequence[Row], row: Row, room: Room) -> bool:
    """Whether a line looks like a first one."""
    above = paragraph[-1]
    ended = bool(_END.search(above.text))
    if _MARK.match(row.text) and (ended or row.x0 > room.left + INDENT):
        return True
    if row.text.startswith("- ") and paragraph[0].text.startswith(("- ", "Nơi nhận")):
        return True
    if _OPENER.match(row.text) and (room.around or row.x0 > room.left + INDENT or _PREFIX.match(row.text)):
        return True
    if room.centred(above) or room.centred(row):
        return _looks_other(above, row) or _capitals(above) != _capitals(row)
    if row.x0 > above.x0 + INDENT / 2 and len(paragraph) > 1:
        return True
    return row.x0 > room.left + INDENT and (ended or row.x0 > above.x0 + INDENT / 2)


def _capitals(row: Row) -> bool:
    return not any(letter.islower() for letter in row.text)


def _looks_other(above: Row, row: Row) -> bool:
    """Whether two lines, each of one look, differ in it."""
    looks, others = ({run.look for run in line.runs} for line in (above, row))
    return len(looks) == len(others) == 1 and looks != others


def layout_of(paragraph: Sequence[Row], room: Room, above: Row | None) -> Layout:
    """How the lines of a paragraph are set. ``above``: the line before it in its column and page, if any."""
    first = paragraph[0]
    align = _align(paragraph, room)
    left = first_mm = None
    if align in ("both", "left", None) and not room.centred(first):
        others = [row.x0 for row in paragraph[1:]]
        edge = min(others) if others else room.left
        left, first_mm = max(0.0, edge - room.left), first.x0 - edge
    spacing = _spacing(paragraph)
    before = None
    if above is not None and above.page == first.page:
        usual = room.step(first)
        step = usual if spacing is None else spacing * SINGLE * first.size_mm
        if step is not None and (usual is None or step < usual + EXTRA):  # else: whose room is it?
            before = round(max(0.0, first.base - above.base - step) / MM_PER_POINT, 1)
    return Layout(
        align=align,
        left_mm=_short(left),
        first_mm=_short(first_mm),
        before_pt=before,
        line=None if spacing is None else round(spacing, 2),
    )


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, 2) + 0.0


def _spacing(paragraph: Sequence[Row]) -> float | None:
    """Line spacing as a multiple of single."""
    pairs = pairwise(paragraph)
    steps = [(b.base - a.base) / (SINGLE * a.size_mm) for a, b in pairs if a.page == b.page]
    return median(steps) if steps else None


def _align(paragraph: Sequence[Row], room: Room) -> Align | None:
    """Alignment, None where the lines do not tell: a single line at the left edge may be justified or not, and in
    a narrow cell every line is near to everything."""
    if len(paragraph) == 1:
        return _align_one(paragraph[0], room)
    first, last = paragraph[0], paragraph[-1]
    begun = _spread(row.x0 for row in paragraph)
    centred = len(paragraph) == 2 or all(room.centred(row) for row in paragraph)
    if room.centred(last) and centred and not _listed(first) and (room.around or begun > 1.0):
        return "center"
    ragged = _spread(row.x0 for row in paragraph[1:])
    if all(abs(row.x1 - room.right) < EDGE for row in paragraph[:-1]):
        if ragged > 1.0 and abs(last.x1 - room.right) < EDGE:
            return "right"
        return "both" if room.width > WIDE_ROOM else None
    if _spread(row.middle for row in paragraph) < CENTRED and begun > 1.0:
        return "center"
    ends_early = ragged < 0.5 and len(paragraph) > 2 and not any(_FILLED_IN.search(row.text) for row in paragraph)
    return "left" if ends_early else None


def _align_one(row: Row, room: Room) -> Align | None:
    """Alignment of a single line."""
    far = row.x0 - room.left > min(4 * INDENT, room.width / 10) and not room.around
    right = far and abs(row.x1 - room.right) < EDGE
    centred = room.centred(row) and not _listed(row)
    if right == centred:
        return None
    return "right" if right else "center"


def _listed(row: Row) -> bool:
    return row.text.startswith(("- ", "+ "))


def _spread(values: Iterable[float]) -> float:
    found = list(values)
    return max(found) - min(found)
