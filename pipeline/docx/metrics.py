"""How wide a text is in Times New Roman, to the tenth of a millimetre, without opening a font.

Lines under the issuing organ and the subject are a third to a half as long as the text (Nghị định 30/2020/NĐ-CP,
Phụ lục I, Phần I, Mục II.2.b and II.5.b), the line under the motto exactly as long (Mục II.1.b).
"""

from __future__ import annotations

import json
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).with_name("metrics.json")
MM_PER_POINT = 25.4 / 72
TWIPS_PER_MM = 1440 / 25.4


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(_DATA.read_text(encoding="utf-8"))
    return data


@cache
def _face(bold: bool, italic: bool) -> dict[str, int]:
    name = {(False, False): "regular", (True, False): "bold", (False, True): "italic"}.get((bold, italic))
    face: dict[str, int] = _data()[name or "bold-italic"]
    return face


def _advance(character: str, face: dict[str, int]) -> int:
    """The advance of a character; of its base letter, or of a wide letter, when the table lacks it."""
    known = face.get(character)
    if known is not None:
        return known
    if unicodedata.category(character) in ("Mn", "Cf", "Cc"):
        return 0
    return face.get(unicodedata.normalize("NFD", character)[0], face["M"])


def text_width_mm(text: str, size_pt: float, bold: bool = False, italic: bool = False) -> float:
    """The width in millimetres of ``text`` set on one line at ``size_pt`` points, without kerning."""
    return _mm(_units(text, bold, italic), size_pt)


@lru_cache(maxsize=10_000)
def _units(text: str, bold: bool, italic: bool) -> int:
    """The width of ``text`` in units of the font; words of reports come again and again."""
    face = _face(bold, italic)
    return sum(_advance(character, face) for character in unicodedata.normalize("NFC", text))


def _mm(units: int, size_pt: float) -> float:
    return float(units / _data()["units_per_em"] * size_pt * MM_PER_POINT)


def wrap(text: str, width_mm: float, size_pt: float, bold: bool = False, italic: bool = False) -> list[str]:
    """Break ``text`` into lines of at most ``width_mm`` as a word processor does: at blanks, greedily.

    A word wider than the line stays whole. ``\\n`` in the text always breaks.
    """
    lines: list[str] = []
    blank = _units(" ", bold, italic)
    for paragraph in text.split("\n"):
        line: list[str] = []
        filled = 0
        for word in paragraph.split():
            width = _units(word, bold, italic)
            if line and _mm(filled + blank + width, size_pt) > width_mm:
                lines.append(" ".join(line))
                line, filled = [], 0
            filled += width + (blank if line else 0)
            line.append(word)
        lines.append(" ".join(line))
    return lines


def longest_line_mm(text: str, width_mm: float, size_pt: float, bold: bool = False, italic: bool = False) -> float:
    """The width in millimetres of the longest line of ``text`` wrapped at ``width_mm``."""
    return max(text_width_mm(line, size_pt, bold, italic) for line in wrap(text, width_mm, size_pt, bold, italic))


def twips(millimetres: float) -> int:
    """Millimetres in twentieths of a point, rounded."""
    return round(millimetres * TWIPS_PER_MM)
