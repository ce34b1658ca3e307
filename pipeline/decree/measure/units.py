"""Names and numbers of WordprocessingML, read so that nothing absurd gets through."""

from __future__ import annotations

from typing import Final

from lxml import etree

QW: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL: Final = f"{QW}val"
ALTERNATE: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
CHOICE: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"

MM_PER_TWIP: Final = 25.4 / 1440
MM_PER_EMU: Final = 1 / 36_000
MOST_TWIPS: Final = 31_680
"""Word's longest measure, 22 inches."""
_OFF = frozenset({"0", "false", "off", "none"})
_UNITS = {"pt": 20.0, "in": 1440.0, "cm": 1440 / 2.54, "mm": 1440 / 25.4, "pc": 240.0, "pi": 240.0, "px": 15.0}

Element = etree._Element


def number(text: str | None, low: float, high: float) -> float | None:
    """A number within its bounds; None for no number, or one that no document means."""
    if text is None or len(text) > 40:
        return None
    try:
        value = float(text)
    except ValueError:
        return None
    return value if low <= value <= high else None


def integer(text: str | None, low: int, high: int) -> int | None:
    value = number(text, low, high)
    return None if value is None else int(value)


def twips(text: str | None, low: float = -MOST_TWIPS, high: float = MOST_TWIPS) -> float | None:
    """A measure in twentieths of a point, written so or with a unit (``12pt``)."""
    if text is None or len(text) > 40:
        return None
    unit = _UNITS.get(text[-2:])
    if unit is None:
        return number(text, low, high)
    value = number(text[:-2], -1e6, 1e6)
    return value * unit if value is not None and low <= value * unit <= high else None


def mm(value: float) -> float:
    """Twips in millimetres, to the thousandth."""
    return round(value * MM_PER_TWIP, 3)


def emu_mm(text: str | None) -> float | None:
    """English Metric Units in millimetres."""
    value = number(text, -1e8, 1e8)
    return None if value is None else round(value * MM_PER_EMU, 3)


def is_on(element: Element) -> bool:
    """Whether an element such as ``w:b`` switches its property on."""
    return element.get(VAL) not in _OFF


def value_of(parent: Element | None, name: str) -> str | None:
    """``w:val`` of the child ``w:name``."""
    child = None if parent is None else parent.find(f"{QW}{name}")
    return None if child is None else child.get(VAL)


def chosen(alternatives: Element) -> list[Element]:
    """Of contents stored twice the first choice, else what is for old programs."""
    choice = alternatives.find(CHOICE)
    if choice is not None:
        return [choice]
    fallback = [child for child in alternatives if isinstance(child.tag, str)]
    return fallback[:1]
