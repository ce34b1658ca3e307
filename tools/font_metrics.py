"""Writes ``pipeline/docx/metrics.json``: advance widths of a face that is as wide as Times New Roman.

    python tools/font_metrics.py [FOLDER WITH Tinos-*.ttf]

Tinos (fonts-croscore) has the advance widths of Times New Roman and all Vietnamese letters.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

FACES = {"regular": "Regular", "bold": "Bold", "italic": "Italic", "bold-italic": "BoldItalic"}
RANGES = ((0x20, 0x7E), (0xA0, 0x17F), (0x1A0, 0x1A1), (0x1AF, 0x1B0), (0x1E00, 0x1EF9), (0x2010, 0x2026))
SINGLES = "\u2030\u2032\u2033\u2039\u203a\u20ab\u20ac\u2116\u2122\u2212\u2260\u2264\u2265\u00d7"
TARGET = Path(__file__).parents[1] / "pipeline" / "docx" / "metrics.json"


def characters() -> list[str]:
    """Latin and Vietnamese letters, digits, punctuation and the signs of office texts, in code point order."""
    points = {point for first, last in RANGES for point in range(first, last + 1)}
    points |= {ord(sign) for sign in SINGLES}
    return [chr(point) for point in sorted(points) if unicodedata.category(chr(point)) not in ("Cc", "Cn")]


def advances(path: Path) -> tuple[int, dict[str, int]]:
    """Units per em and the advance width of each character that the face has."""
    with TTFont(path) as font:
        names, widths = font.getBestCmap(), font["hmtx"]
        found = {c: int(widths[names[ord(c)]][0]) for c in characters() if ord(c) in names}
        return int(font["head"].unitsPerEm), found


def main(folder: Path) -> None:
    """Read the four faces and write the data file."""
    faces = {name: advances(folder / f"Tinos-{file}.ttf") for name, file in FACES.items()}
    data = {"units_per_em": faces["regular"][0], **{name: widths for name, (_, widths) in faces.items()}}
    TARGET.write_text(json.dumps(data, ensure_ascii=True, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/fonts/truetype/croscore"))
