"""What the name of a font in a PDF tells: the family, and whether its letters are bold or italic."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

TIMES: Final = "Times New Roman"
TWINS: Final = frozenset(
    {"tinos", "liberationserif", "nimbusroman", "nimbusromno9l", "nimbusromanno9l", "times", "timesnewroman"}
)
"""Fonts with the widths of Times New Roman, by which a converter replaces it where it is not installed."""

ASCENT: Final = 0.891
DESCENT: Final = 0.216
SINGLE: Final = 1.149
"""Of Times New Roman and its twins, in parts of the size: above and below the baseline, and from line to line."""

_SUBSET = re.compile(r"^[A-Z]{6}\+")
_STYLE = re.compile(
    r"(?:[-,_ ]?(?:bold|italic|oblique|ital|mt|ps)|[-,](?:regular|regu|roman|medium|medi|book))+$", re.I
)
_NAMELESS = re.compile(r"^(?:cidfont\+)?(?:f|t|ttf|font|type)?_?\d*$", re.I)


@dataclass(frozen=True, slots=True)
class Face:
    """Family as a reader would name it (None if the PDF gives the font no name), and style."""

    family: str | None
    bold: bool
    italic: bool


@lru_cache(maxsize=1000)
def face_of(name: str) -> Face:
    """The face that a PostScript name means: ``ABCDEF+TimesNewRomanPS-BoldMT`` is Times New Roman, bold."""
    bare = _SUBSET.sub("", name.strip().lstrip("/").replace("#20", " "))
    low = bare.lower()
    bold = any(word in low for word in ("bold", "black", "heavy")) or low.endswith(("-medi", "-mediital"))
    italic = any(word in low for word in ("italic", "oblique", "ital")) and "capital" not in low
    family = _STYLE.sub("", bare.replace("PSMT", "").replace("PS-", "-")).strip(" -,_")
    key = re.sub(r"[^a-z0-9]", "", family.lower())
    if key in TWINS:
        return Face(TIMES, bold, italic)
    if not key or _NAMELESS.match(bare):
        return Face(None, bold, italic)
    return Face(family, bold, italic)
