"""The letters of a page as PDFium finds them, gathered into runs of one look on one baseline.

One call per letter and question costs more than everything else, so only the horizontal extent is asked of every
letter. All codes are asked for at once, and what is the same for a whole text object (font, size, colour,
baseline) once for each.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

import pypdfium2 as pdfium
from pypdfium2 import raw

from pipeline.decree.model import Look
from pipeline.decree.pdf.fonts import TIMES, Face, face_of
from pipeline.docx.metrics import MM_PER_POINT

MAX_LETTERS: Final = 60_000
"""Of one page."""
BLANK: Final = 0.18
"""A gap of this part of the size between two letters is read as a blank …"""
GAP: Final = 0.9
"""… and one of this part parts two runs …"""
WIDE: Final = 1.5
"""… or of this one if there is a blank in it: justified lines have wide blanks. PDFium tells several as one."""
SPACE: Final = 0.25
"""The width of a blank."""

_address_of = ctypes.CFUNCTYPE(ctypes.c_void_p, raw.FPDF_TEXTPAGE, ctypes.c_int)(
    ctypes.cast(raw.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
)
"""The address of the text object that a letter belongs to; None for most of what PDFium adds. Asked so often that
a pointer for each answer would cost more than the answer."""
_INVISIBLE = 3
_OUTLINED = 2
_BLANKS = frozenset({32, 160, 9, 10, 13, 0x2002, 0x2003, 0x2009, 0x200B, 0xAD})
_HALVES = range(0xD800, 0xDC00)
_PRIVATE = range(0xE000, 0xF900)
_HYPHEN = 0xFFFE
_HYPHENS = {0x2: "-", _HYPHEN: "-"}  # what PDFium makes of a hyphen at the end of a line


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one look on one baseline; all lengths in millimetres from the left and upper edge of the page.

    ``lacks``: letters of it that the PDF gives no code for. ``blanks``: blanks typed between it and the next run.
    """

    text: str
    x0: float
    x1: float
    base: float
    look: Look
    size_mm: float
    lacks: int = 0
    blanks: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a point of the PDF becomes a place on the page as it is shown."""

    left: float
    bottom: float
    width: float
    height: float
    turn: int

    @classmethod
    def of(cls, page: pdfium.PdfPage) -> Sheet:
        left, bottom, right, top = page.get_bbox()
        turn = page.get_rotation()
        return cls(left, bottom, right - left, top - bottom, turn)

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Millimetres from the left and upper edge of the page."""
        x, y = x - self.left, y - self.bottom
        if self.turn == 90:
            x, y = y, x
        elif self.turn == 180:
            x = self.width - x
        elif self.turn == 270:
            x, y = self.height - y, self.width - x
        else:
            y = self.height - y
        return x * MM_PER_POINT, y * MM_PER_POINT


@dataclass(frozen=True, slots=True)
class _Pen:
    """What the letters of a text object have in common. ``look`` is None where they do not stand upright, or are
    not shown."""

    look: Look | None
    size_mm: float
    base: float
    shown: bool


def runs_of(page: pdfium.PdfPage, sheet: Sheet) -> tuple[list[Run], bool]:
    """The runs of a page in the order of its content, and whether it has text that is not shown (OCR)."""
    text = page.get_textpage()
    try:
        count = raw.FPDFText_CountChars(text)
        letters = min(max(count, 0), MAX_LETTERS + 1)
        return _gathered(text.raw, letters, sheet)
    finally:
        text.close()


def _gathered(text: Any, count: int, sheet: Sheet) -> tuple[list[Run], bool]:
    runs: list[Run] = []
    hidden = False
    pens = _Pens(text, sheet)
    for start, letters in _objects(text, count, sheet.turn in (90, 270)):
        pen = pens.pen(start)
        hidden = hidden or not pen.shown
        if pen.look is not None:
            _split(letters, pen, pen.look, _lacking(text, start, letters, pen.look.font), sheet, runs)
    return runs, hidden


_Letter = tuple[int, float, float]


def _objects(text: Any, count: int, along_y: bool) -> Iterator[tuple[int, list[_Letter]]]:
    """The letters of each text object in turn, with the index of its first: code and both ends along the line."""
    codes = _codes(text, count)
    box_of = raw.FPDFText_GetLooseCharBox
    box = raw.FS_RECTF()
    reference = ctypes.byref(box)
    start = 0
    while start < count:
        owner = _address_of(text, start)
        if owner is None:
            start += 1
            continue
        end = _end_of(text, start, count, owner)
        letters = []
        for index in range(start, end):
            box_of(text, index, reference)
            code = codes[index]
            letters.append((code, box.bottom, box.top) if along_y else (code, box.left, box.right))
        yield start, letters
        start = end


def _codes(text: Any, count: int) -> Sequence[int]:
    """The codes of all letters: at once where the text has as many signs as there are letters, else one by one."""
    buffer = (ctypes.c_ushort * (count + 1))()
    if raw.FPDFText_GetText(text, 0, count, buffer) == count + 1:
        return buffer[:count]
    return [min(raw.FPDFText_GetUnicode(text, index), 0x10FFFF) for index in range(count)]


def _end_of(text: Any, start: int, count: int, owner: int) -> int:
    """Index behind the last letter of a text object, found in strides: its letters follow each other."""
    index, stride = start + 1, 16
    while stride:
        while index + stride - 1 < count and _address_of(text, index + stride - 1) == owner:
            index += stride
        stride //= 4
    return index


class _Pens:
    """What is asked once of each text object."""

    def __init__(self, text: Any, sheet: Sheet) -> None:
        self._text = text
        self._sheet = sheet
        self._faces: dict[int, tuple[Face, int]] = {}
        self._matrix = raw.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._parts = [ctypes.c_uint() for _ in range(4)]

    def pen(self, index: int) -> _Pen:
        """Look and baseline of the text object whose first letter is at ``index``."""
        text = self._text
        owner = raw.FPDFText_GetTextObject(text, index)
        mode = raw.FPDFTextObj_GetTextRenderMode(owner)
        matrix = self._matrix
        raw.FPDFText_GetMatrix(text, index, matrix)
        across, along, lean = self._turned(matrix)
        size = raw.FPDFText_GetFontSize(text, index) * across
        raw.FPDFText_GetCharOrigin(text, index, self._x, self._y)
        base = self._sheet.place(self._x.value, self._y.value)[1]
        shown = mode != _INVISIBLE
        if not (shown and along > 0 and 0.5 < size < 2000 and math.isfinite(base)):
            return _Pen(None, 0, 0, shown)
        face, weight = self._face(owner)
        bold = face.bold or weight >= 600 or mode == _OUTLINED
        look = _look(face.family, _rounded(size), bold, face.italic or lean > 0.15, self._colour(owner))
        return _Pen(look, size * MM_PER_POINT, base, True)

    def _turned(self, matrix: Any) -> tuple[float, float, float]:
        """Of a matrix: how much it enlarges, whether letters stand upright (> 0), and how they lean."""
        a, b, c, d = matrix.a, matrix.b, matrix.c, matrix.d
        if not (self._sheet.turn or b or c) and a > 0 and d > 0:
            return d, 1.0, 0.0
        if self._sheet.turn == 90:
            a, b, c, d = b, -a, d, -c
        elif self._sheet.turn == 180:
            a, b, c, d = -a, -b, -c, -d
        elif self._sheet.turn == 270:
            a, b, c, d = -b, a, -d, c
        upright = a > 0 and d > 0 and abs(b) < 0.05 * a
        return math.hypot(c, d) if abs(c) < abs(d) else d, 1.0 if upright else -1.0, (c / d if d else 0.0)

    def _colour(self, owner: Any) -> str:
        red, green, blue, _ = parts = self._parts
        if not raw.FPDFPageObj_GetFillColor(owner, *parts):
            return "000000"
        return f"{red.value:02X}{green.value:02X}{blue.value:02X}"

    def _face(self, owner: Any) -> tuple[Face, int]:
        font = raw.FPDFTextObj_GetFont(owner)
        address = ctypes.cast(font, ctypes.c_void_p).value or 0
        if address not in self._faces:
            face = face_of(_asked(raw.FPDFFont_GetBaseFontName, font))
            if face.family is None:
                inner = face_of(_asked(raw.FPDFFont_GetFamilyName, font))
                face = Face(inner.family, face.bold, face.italic)
            italic = face.italic or bool(raw.FPDFFont_GetFlags(font) & 64)
            weight = raw.FPDFFont_GetWeight(font) if face.family is None else 0
            self._faces[address] = Face(face.family, face.bold, italic), weight
        return self._faces[address]


@lru_cache(maxsize=1000)
def _look(family: str | None, size: float, bold: bool, italic: bool, colour: str) -> Look:
    return Look(family, size, bold, italic, False, colour)


def _rounded(size: float) -> float:
    """The size that was meant: writers of PDF round 14 pt to whole dots of a printer (14.04)."""
    half = round(size * 2) / 2
    return half if abs(size - half) <= 0.06 else round(size, 2)


def _asked(question: Any, font: Any) -> str:
    buffer = ctypes.create_string_buffer(256)
    question(font, buffer, 256)
    return buffer.value.decode("utf-8", "replace")


def _split(
    letters: list[_Letter], pen: _Pen, look: Look, lacking: set[int], sheet: Sheet, runs: list[Run]
) -> None:
    """Add the runs of a text object: parted at wide gaps, and where several blanks follow each other."""
    size = pen.size_mm / MM_PER_POINT
    near = BLANK * size
    if sheet.turn in (180, 270):
        letters = [(code, -high, -low) for code, low, high in letters]
    text: list[str] = []
    begin = end = 0.0
    lacks = blanks = 0
    for place, (code, low, high) in enumerate(letters):
        if code in _BLANKS:
            blanks += 1
            continue
        if not text:
            _add_blanks(runs, pen.base, blanks)
            begin = low
        elif not blanks and low - end <= near:
            pass
        elif parts(blanks, low - end, size):
            runs.append(Run(_joined(text), *_ends(sheet, begin, end), pen.base, look, pen.size_mm, lacks, blanks))
            text, begin, lacks = [], low, 0
        else:
            text.append(" " * blanks or " ")
        text.append(chr(code) if code > 31 and code != _HYPHEN else _HYPHENS.get(code, "\ufffd"))
        lacks += place in lacking
        end, blanks = high, 0
    if text:
        runs.append(Run(_joined(text), *_ends(sheet, begin, end), pen.base, look, pen.size_mm, lacks, blanks))
    else:
        _add_blanks(runs, pen.base, blanks)


def _joined(letters: list[str]) -> str:
    """The letters as text: PDFium gives those beyond U+FFFF in two halves."""
    text = "".join(letters)
    if not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in letters):
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def parts(blanks: int, gap: float, size: float) -> bool:
    """Whether letters with so many blanks between them, and room of this width, may stand in different columns."""
    return gap > (WIDE if blanks else GAP) * size


def _ends(sheet: Sheet, begin: float, end: float) -> tuple[float, float]:
    """Both ends of a run on the page, from those along its line."""
    if sheet.turn == 0:
        return (begin - sheet.left) * MM_PER_POINT, (end - sheet.left) * MM_PER_POINT
    if sheet.turn == 90:
        return (begin - sheet.bottom) * MM_PER_POINT, (end - sheet.bottom) * MM_PER_POINT
    edge = sheet.left + sheet.width if sheet.turn == 180 else sheet.bottom + sheet.height
    return (edge + begin) * MM_PER_POINT, (edge + end) * MM_PER_POINT


def _add_blanks(runs: list[Run], base: float, blanks: int) -> None:
    """Blanks before the first letter of an object belong behind the run before it, if that is on the same line."""
    if blanks and runs and abs(runs[-1].base - base) < 0.1:
        runs[-1] = replace(runs[-1], blanks=runs[-1].blanks + blanks)


def _lacking(text: Any, start: int, letters: list[_Letter], family: str | None) -> set[int]:
    """Places of the letters that the PDF gives no code for, or the font no glyph.

    Not every letter is asked: a font without codes lacks that of the first and the last as well, and what PDFium
    puts in place of a code is no letter. Times New Roman has no letters beyond U+FFFF.
    """
    last = len(letters) - 1
    codes = [letter[0] for letter in letters]
    usual = min(codes) >= 32 and max(codes) <= 0xD7FF
    found = set()
    for place in range(0, last + 1, last or 1) if usual else range(last + 1):
        code = codes[place]
        if code < 32 or code > 0xD7FF or place in (0, last):
            if code in _BLANKS or code in _HYPHENS:
                continue
            foreign = code in _PRIVATE or code == 0xFFFD or (code in _HALVES and family == TIMES)
            if foreign or raw.FPDFText_HasUnicodeMapError(text, start + place) == 1:
                found.add(place)
    return found
