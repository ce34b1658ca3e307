"""How measured values are told, in Vietnamese and English: ``13,5 pt``, ``20 – 25 mm``, ``“BÁO CÁO”``."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.decree.findings import Said
from pipeline.i18n import N_

MINUS = "\u2212"


def number(value: float, digits: int = 1) -> Said:
    """A number with at most ``digits`` digits after the decimal sign of the language."""
    text = f"{value:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    whole, _, part = text.replace("-0", "0", 1).partition(".") if float(text) == 0 else text.partition(".")
    whole = whole.replace("-", MINUS)
    return Said(N_("{whole}.{part}"), {"whole": whole, "part": part}) if part else Said(whole, raw=True)


def points(value: float) -> Said:
    return Said(N_("{number} pt"), {"number": number(value)})


def millimetres(value: float, digits: int = 1) -> Said:
    return Said(N_("{number} mm"), {"number": number(value, digits)})


def point_range(low: float, high: float) -> Said:
    """``13 pt`` or ``13 – 14 pt``."""
    if low == high:
        return points(low)
    return Said(N_("{low} – {high} pt"), {"low": number(low), "high": number(high)})


def millimetre_range(low: float, high: float) -> Said:
    if low == high:
        return millimetres(low)
    return Said(N_("{low} – {high} mm"), {"low": number(low), "high": number(high)})


def quote(text: str, limit: int = 120) -> Said:
    """A text of the document between quotation marks, cut off if long."""
    shown = text if len(text) <= limit else text[: limit - 1] + "…"
    return Said(f"“{shown}”", raw=True)


def sample(text: str) -> Said:
    """What a text must be like, of which only an example can be given: ``like “Số: 05/BC-SNV”``."""
    return Said(N_("like {sample}"), {"sample": quote(text)})


def raw(text: str) -> Said:
    """A text that is the same in every language."""
    return Said(text, raw=True)


def listed(parts: Iterable[Said]) -> Said:
    """Several said things with commas between them."""
    made = list(parts)
    if not made:
        return raw("")
    said = made[0]
    for part in made[1:]:
        said = Said(N_("{first}, {then}"), {"first": said, "then": part})
    return said


NONE = Said(N_("nothing there"))

BOLD, NOT_BOLD = Said(N_("bold")), Said(N_("not bold"))
ITALIC, UPRIGHT = Said(N_("italic")), Said(N_("upright"))
CAPITALS, NOT_CAPITALS = Said(N_("in capitals")), Said(N_("not in capitals"))


def either(parts: Iterable[Said]) -> Said:
    """Several said things, any of which is right."""
    made = list(parts)
    said = made[0]
    for part in made[1:]:
        said = Said(N_("{first} or {then}"), {"first": said, "then": part})
    return said


_COLOURS = {
    "000000": N_("black"),
    "FFFFFF": N_("white"),
    "FF0000": N_("red"),
    "0000FF": N_("blue"),
}


def colour(rgb: str) -> Said:
    """A colour by its name, or as ``colour #RRGGBB``."""
    name = _COLOURS.get(rgb.upper())
    return Said(name) if name else Said(N_("colour #{rgb}"), {"rgb": raw(rgb.upper())})
