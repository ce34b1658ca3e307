"""Fonts and colours that a document takes from its theme."""

from __future__ import annotations

from functools import cached_property

from pipeline.decree.measure.units import Element

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SCRIPT = {"HAnsi": "latin", "Ascii": "latin", "EastAsia": "ea", "Bidi": "cs"}
_COLOURS = {
    **{"text1": "dk1", "dark1": "dk1", "background1": "lt1", "light1": "lt1"},
    **{"text2": "dk2", "dark2": "dk2", "background2": "lt2", "light2": "lt2"},
    **{"hyperlink": "hlink", "followedHyperlink": "folHlink"},
}


class Theme:
    """``word/theme/theme1.xml``, or nothing."""

    def __init__(self, root: Element | None) -> None:
        self._root = root

    @cached_property
    def _fonts(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for place in ("major", "minor"):
            fonts = None if self._root is None else self._root.find(f".//{_A}{place}Font")
            for script in () if fonts is None else set(_SCRIPT.values()):
                font = fonts.find(f"{_A}{script}") if fonts is not None else None
                found[place + script] = "" if font is None else font.get("typeface", "").strip()[:100]
        return found

    @cached_property
    def _colours(self) -> dict[str, str]:
        scheme = None if self._root is None else self._root.find(f".//{_A}clrScheme")
        found: dict[str, str] = {}
        for entry in () if scheme is None else scheme:
            for colour in entry:
                found[str(entry.tag).partition("}")[2]] = colour.get("lastClr") or colour.get("val") or ""
        return found

    def font(self, name: str) -> str | None:
        """The family behind ``minorHAnsi``, ``majorEastAsia`` …; None if the theme has none."""
        return self._fonts.get(name[:5] + _SCRIPT.get(name[5:], "")) or None

    def colour(self, name: str) -> str | None:
        """``RRGGBB`` behind ``text1``, ``accent2`` …; None if the theme has none."""
        return self._colours.get(_COLOURS.get(name, name)) or None
