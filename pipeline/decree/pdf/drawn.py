"""Lines, frames and pictures that are drawn on a page of a PDF."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pypdfium2 as pdfium
from pypdfium2 import raw

from pipeline.decree.model import Box
from pipeline.decree.pdf.letters import Sheet

MAX_OBJECTS: Final = 100_000
"""Of one page, those inside others included."""
MAX_DEPTH: Final = 6
MAX_POINTS: Final = 400
"""Of one path: a drawing with more is a picture, no frame."""
THIN: Final = 1.3
"""What is filled and not thicker (mm) is a line."""
STRAIGHT: Final = 0.2
"""How far (mm) a line may rise or lean."""

Matrix = tuple[float, float, float, float, float, float]
_SAME: Final[Matrix] = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Bar:
    """A straight line along x (from ``a`` to ``b`` at the height ``at``) or along y; millimetres."""

    a: float
    b: float
    at: float
    solid: bool = True

    @property
    def length(self) -> float:
        return self.b - self.a


@dataclass
class Drawn:
    """What is drawn on a page. ``full``: more than :data:`MAX_OBJECTS` objects, the others were not looked at."""

    level: list[Bar] = field(default_factory=list)
    upright: list[Bar] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    objects: int = 0

    @property
    def full(self) -> bool:
        return self.objects > MAX_OBJECTS


def drawn_on(page: pdfium.PdfPage, sheet: Sheet) -> Drawn:
    """All lines and pictures of a page, those inside of forms too."""
    drawn = Drawn()
    reader = _Reader(drawn, sheet)
    count = raw.FPDFPage_CountObjects(page)
    reader.read((raw.FPDFPage_GetObject(page, index) for index in range(count)), _SAME, 0)
    drawn.level = _joined(drawn.level)
    drawn.upright = _joined(drawn.upright)
    return drawn


class _Reader:
    def __init__(self, drawn: Drawn, sheet: Sheet) -> None:
        self._drawn = drawn
        self._sheet = sheet
        self._ends = [ctypes.c_float() for _ in range(4)]
        self._parts = [ctypes.c_uint() for _ in range(4)]

    def read(self, objects: Iterator[Any], outer: Matrix, depth: int) -> None:
        for item in objects:
            self._drawn.objects += 1
            if self._drawn.full:
                return
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_PATH:
                self._path(item, outer)
            elif kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING):
                box = self._box(item, outer)
                if box is not None:
                    self._drawn.pictures.append(box)
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
                count = raw.FPDFFormObj_CountObjects(item)
                inner = (raw.FPDFFormObj_GetObject(item, index) for index in range(count))
                self.read(inner, _times(_matrix(item), outer), depth + 1)

    def _box(self, item: Any, outer: Matrix) -> Box | None:
        """The bounds of an object on the page."""
        if not raw.FPDFPageObj_GetBounds(item, *self._ends):
            return None
        left, bottom, right, top = (end.value for end in self._ends)
        corners = [self._place(left, bottom, outer), self._place(right, top, outer)]
        if outer is not _SAME:  # which may turn it
            corners += [self._place(left, top, outer), self._place(right, bottom, outer)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return Box(min(xs), min(ys), max(xs), max(ys))

    def _place(self, x: float, y: float, matrix: Matrix) -> tuple[float, float]:
        a, b, c, d, e, f = matrix
        return self._sheet.place(a * x + c * y + e, b * x + d * y + f)

    def _path(self, item: Any, outer: Matrix) -> None:
        mode, stroked = ctypes.c_int(), ctypes.c_int()
        if not raw.FPDFPath_GetDrawMode(item, mode, stroked) or not (mode.value or stroked.value):
            return
        if not self._is_seen(
            raw.FPDFPageObj_GetStrokeColor if stroked.value else raw.FPDFPageObj_GetFillColor, item
        ):
            return
        solid = raw.FPDFPageObj_GetDashCount(item) <= 0
        if stroked.value:  # its bounds hold the thickness of the line and more
            self._add_sides(item, _times(_matrix(item), outer), solid)
            return
        box = self._box(item, outer)
        if box is not None and min(box.x1 - box.x0, box.y1 - box.y0) <= THIN:
            self._add_thin(box, solid)

    def _is_seen(self, question: Any, item: Any) -> bool:
        """Whether the colour of a path is dark enough to be a line: shading is not."""
        if not question(item, *self._parts):
            return True
        red, green, blue, alpha = (part.value for part in self._parts)
        return alpha > 60 and min(red, green, blue) < 190

    def _add_thin(self, box: Box, solid: bool) -> None:
        if box.x1 - box.x0 > box.y1 - box.y0:
            self._drawn.level.append(Bar(box.x0, box.x1, (box.y0 + box.y1) / 2, solid))
        else:
            self._drawn.upright.append(Bar(box.y0, box.y1, (box.x0 + box.x1) / 2, solid))

    def _add_sides(self, item: Any, matrix: Matrix, solid: bool) -> None:
        """The straight level and upright sides of a path that is stroked."""
        count = raw.FPDFPath_CountSegments(item)
        if not 2 <= count <= MAX_POINTS:
            return
        x, y = ctypes.c_float(), ctypes.c_float()
        begin = last = (0.0, 0.0)
        for index in range(count):
            segment = raw.FPDFPath_GetPathSegment(item, index)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            here = self._place(x.value, y.value, matrix)
            kind = raw.FPDFPathSegment_GetType(segment)
            if kind == raw.FPDF_SEGMENT_MOVETO:
                begin = here
            elif kind == raw.FPDF_SEGMENT_LINETO:
                self._add_side(last, here, solid)
            if raw.FPDFPathSegment_GetClose(segment):
                self._add_side(here, begin, solid)
            last = here

    def _add_side(self, one: tuple[float, float], other: tuple[float, float], solid: bool) -> None:
        (x0, x1), (y0, y1) = sorted((one[0], other[0])), sorted((one[1], other[1]))
        if max(x1 - x0, y1 - y0) > 1 and min(x1 - x0, y1 - y0) < STRAIGHT:
            self._add_thin(Box(x0, y0, x1, y1), solid)


def _matrix(item: Any) -> Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, found):
        return _SAME
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _touch(one: Bar, other: Bar) -> bool:
    return abs(one.at - other.at) < 0.4 and other.a <= one.b + 0.5 and one.a <= other.b + 0.5


def _joined(bars: list[Bar]) -> list[Bar]:
    """Bars that lie on each other or follow each other become one: borders are drawn cell by cell."""
    joined: list[Bar] = []
    for bar in sorted(bars, key=lambda bar: (round(bar.at, 1), bar.a)):
        last = joined[-1] if joined else None
        if last is not None and last.solid == bar.solid and _touch(last, bar):
            joined[-1] = Bar(min(last.a, bar.a), max(last.b, bar.b), last.at, last.solid)
        else:
            joined.append(bar)
    return joined
