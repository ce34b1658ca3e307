"""What ``w:rPr`` and ``w:pPr`` say themselves, as small dictionaries; who wins is for :mod:`.cascade`.

Values that no word processor would take (a size of 0 or of a million) count as not said.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from pipeline.decree.measure.theme import Theme
from pipeline.decree.measure.units import QW, VAL, Element, integer, is_on, number, twips, value_of
from pipeline.decree.model import Align

Values = dict[str, Any]

MOST_STOPS = 64
"""Tab stops that Word takes in a paragraph."""
_HEX = re.compile(r"[0-9A-Fa-f]{6}")

# --- letters -----------------------------------------------------------------------------------------------------

TOGGLES: Final = ("bold", "italic", "caps", "small", "hidden")
"""Properties that switch back when both the paragraph style and the character style switch them on."""
_SLOTS = {
    f"{QW}{name}{theme}": (slot, bool(theme))
    for name, slot in (("ascii", "ascii"), ("hAnsi", "hansi"), ("eastAsia", "eastasia"))
    for theme in ("", "Theme")
}
_TOGGLED = {
    f"{QW}{tag}": name for tag, name in zip(("b", "i", "caps", "smallCaps", "vanish"), TOGGLES, strict=True)
}
_FONTS, _SIZE, _COLOUR, _LINE, _STYLE, _RAISED = (
    f"{QW}{tag}" for tag in ("rFonts", "sz", "color", "u", "rStyle", "vertAlign")
)


def run_values(element: Element, theme: Theme) -> Values:
    """What a ``w:rPr`` says: ``ascii``, ``hansi``, ``eastasia`` (families), ``size`` (points), ``colour``,
    ``underline``, ``raised`` (or lowered, in small letters), the toggles, and ``style``."""
    values: Values = {}
    for child in element:
        tag = child.tag
        if tag == _FONTS:
            _fonts(child, values, theme)
        elif tag == _SIZE:
            size = number(child.get(VAL), 1, 3276)
            if size is not None:
                values["size"] = size / 2
        elif tag in _TOGGLED:
            values[_TOGGLED[tag]] = is_on(child)
        elif tag == _COLOUR:
            _colour(child, values, theme)
        elif tag == _LINE:
            values["underline"] = child.get(VAL, "none") != "none"
        elif tag == _STYLE:
            values["style"] = child.get(VAL, "")
        elif tag == _RAISED:
            values["raised"] = child.get(VAL) in ("superscript", "subscript")
    return values


def _fonts(element: Element, values: Values, theme: Theme) -> None:
    themed: Values = {}
    for key, value in element.attrib.items():
        slot, is_theme = _SLOTS.get(str(key), ("", False))
        if slot and is_theme:
            if font := theme.font(str(value)):
                themed[slot] = font
        elif slot and (font := str(value).strip()[:100]):
            values[slot] = font
    values.update(themed)


def _colour(element: Element, values: Values, theme: Theme) -> None:
    given = element.get(VAL, "auto")
    if _HEX.fullmatch(given):
        values["colour"] = given.upper()
    elif (named := theme.colour(element.get(f"{QW}themeColor", ""))) and _HEX.fullmatch(named):
        values["colour"] = named.upper()
    elif given == "auto":
        values["colour"] = "000000"


# --- paragraphs --------------------------------------------------------------------------------------------------

_ALIGN: dict[str, Align] = {
    **{"left": "left", "start": "left", "right": "right", "end": "right", "center": "center", "both": "both"},
    **{"distribute": "both", "lowKashida": "both", "mediumKashida": "both", "highKashida": "both"},
    "thaiDistribute": "both",
}
AUTO_GAP = 14.0
"""Points that Word puts before or after a paragraph whose gap is automatic, as in texts from web pages."""
_SIDES = {"top": "top", "bottom": "bottom", "left": "left", "start": "left", "right": "right", "end": "right"}


def paragraph_values(element: Element) -> Values:
    """What a ``w:pPr`` says: ``align``, ``left``/``right``/``first`` (twips), ``before``/``after`` (points; ``auto
    before`` … if automatic), ``line`` with ``rule``, ``stops`` (twips -> kind), ``border top`` …, ``numbered``
    (numId, level), ``frame``, ``style``, ``contextual``, ``page_break``."""
    values: Values = {}
    for child in element:
        reader = _PARAGRAPH.get(child.tag)
        if reader:
            reader(child, values)
    return values


def _align(element: Element, values: Values) -> None:
    if align := _ALIGN.get(element.get(VAL, "")):
        values["align"] = align


def _indents(element: Element, values: Values) -> None:
    for key, name in _INDENTS:
        value = twips(element.get(key))
        if value is not None:
            values[name] = value
    hanging = twips(element.get(_HANGING), 0)
    if hanging is not None:
        values["first"] = -hanging


_INDENTS = (
    *((f"{QW}{name}", "left") for name in ("start", "left")),
    *((f"{QW}{name}", "right") for name in ("end", "right")),
    (f"{QW}firstLine", "first"),
)
_HANGING = f"{QW}hanging"


def _spacing(element: Element, values: Values) -> None:
    """Gaps and line spacing. Each attribute is inherited by itself: an automatic gap stays until it is unset."""
    for side, key, auto in _GAPS:
        if (said := element.get(auto)) is not None:
            values[f"auto {side}"] = said in ("1", "true", "on")
        if (gap := twips(element.get(key), 0)) is not None:
            values[side] = gap / 20
    line, rule = twips(element.get(_LINE_GAP)), element.get(_RULE)
    if line:
        values["line"] = abs(line)
    if rule is not None:
        values["rule"] = rule


_GAPS = tuple((side, f"{QW}{side}", f"{QW}{side}Autospacing") for side in ("before", "after"))
_LINE_GAP, _RULE = f"{QW}line", f"{QW}lineRule"


def _stops(element: Element, values: Values) -> None:
    stops: dict[float, str] = {}
    for stop in element:
        place, kind = twips(stop.get(_POS)), stop.get(VAL, "left")
        if place is not None and kind != "bar" and len(stops) < MOST_STOPS:
            stops[place] = kind
    values["stops"] = tuple(stops.items())


_POS = f"{QW}pos"


def borders(element: Element) -> Values:
    """Side -> kind of line of a ``w:pBdr``, ``w:tcBorders`` or ``w:tblBorders``; "" where there is none."""
    found: Values = {}
    for child in element:
        if isinstance(child.tag, str):
            name = child.tag[len(QW) :]
            kind = child.get(VAL, "none")
            found[_SIDES.get(name, name)] = "" if kind in ("none", "nil") else kind
    return found


def _borders(element: Element, values: Values) -> None:
    for side, kind in borders(element).items():
        values[f"border {side}"] = kind


def _numbered(element: Element, values: Values) -> None:
    number_id = integer(value_of(element, "numId"), 0, 2**31)
    if number_id is not None:
        values["numbered"] = (number_id, integer(value_of(element, "ilvl"), 0, 8))


def _frame(element: Element, values: Values) -> None:
    if element.get(f"{QW}dropCap", "none") == "none":
        values["frame"] = tuple(sorted((str(key)[len(QW) :], str(value)) for key, value in element.items()))


def _flag(name: str) -> Callable[[Element, Values], None]:
    def read(element: Element, values: Values) -> None:
        values[name] = is_on(element)

    return read


def _style(element: Element, values: Values) -> None:
    values["style"] = element.get(VAL, "")


_PARAGRAPH: Final[dict[Any, Callable[[Element, Values], None]]] = {
    f"{QW}pStyle": _style,
    f"{QW}jc": _align,
    f"{QW}ind": _indents,
    f"{QW}spacing": _spacing,
    f"{QW}tabs": _stops,
    f"{QW}pBdr": _borders,
    f"{QW}numPr": _numbered,
    f"{QW}framePr": _frame,
    f"{QW}contextualSpacing": _flag("contextual"),
    f"{QW}pageBreakBefore": _flag("page_break"),
}
SOLID: Final = frozenset({"single", "thick"})
"""Kinds of border that are one line without gaps."""
