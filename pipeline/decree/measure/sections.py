"""Page set-up: ``w:sectPr`` read into sections, and the headers and footers in force."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pipeline.decree.measure.package import QR
from pipeline.decree.measure.units import QW, VAL, Element, integer, is_on, mm, twips

Place = Literal["header", "footer"]
Kind = Literal["default", "first", "even"]
_PLACES: tuple[tuple[str, Place], ...] = (("headerReference", "header"), ("footerReference", "footer"))
_KINDS: dict[str, Kind] = {"default": "default", "first": "first", "even": "even"}
_NOT_OF_TEXT = frozenset(f"{QW}{name}" for name in ("tc", "txbxContent", "sectPrChange", "pPrChange"))


@dataclass(frozen=True)
class SetUp:
    """What a ``w:sectPr`` says; lengths in millimetres, None if it does not tell. ``columns``: left edge and width
    of each column of text; ``strips``: relation ids of the headers and footers that it names itself."""

    width: float | None = None
    height: float | None = None
    top: float | None = None
    bottom: float | None = None
    left: float | None = None
    right: float | None = None
    gutter: float = 0.0
    header: float | None = None
    landscape: bool = False
    title_page: bool = False
    start: int | None = None
    number_format: str = "decimal"
    continuous: bool = False
    columns: tuple[tuple[float, float], ...] = ()
    strips: dict[tuple[Place, Kind], str] = field(default_factory=dict)

    @property
    def area(self) -> tuple[float, float] | None:
        """Left edge and width of the text area."""
        if self.width is None or self.left is None or self.right is None:
            return None
        left = self.left + self.gutter
        return (left, self.width - self.right - left) if self.width - self.right > left else None


def section_elements(body: Element) -> list[Element]:
    """The ``w:sectPr`` of a text in order."""
    return [element for element in body.iter(f"{QW}sectPr") if _is_of_text(element, body)]


def set_ups(elements: list[Element]) -> list[SetUp]:
    """What they say; one section that says nothing if there is none."""
    return [_set_up(element) for element in elements] or [SetUp()]


def _is_of_text(element: Element, body: Element) -> bool:
    for parent in element.iterancestors():
        if parent is body:
            return True
        if parent.tag in _NOT_OF_TEXT:
            return False
    return True


def _measure(element: Element | None, name: str) -> float | None:
    value = None if element is None else twips(element.get(f"{QW}{name}"))
    return None if value is None else mm(abs(value))


def _set_up(element: Element) -> SetUp:
    size, margins = element.find(f"{QW}pgSz"), element.find(f"{QW}pgMar")
    numbers, title = element.find(f"{QW}pgNumType"), element.find(f"{QW}titlePg")
    kind = element.find(f"{QW}type")
    plain = SetUp(
        width=_measure(size, "w"),
        height=_measure(size, "h"),
        top=_measure(margins, "top"),
        bottom=_measure(margins, "bottom"),
        left=_measure(margins, "left"),
        right=_measure(margins, "right"),
        gutter=_measure(margins, "gutter") or 0.0,
        header=_measure(margins, "header"),
        landscape=size is not None and size.get(f"{QW}orient") == "landscape",
        title_page=title is not None and is_on(title),
        start=None if numbers is None else integer(numbers.get(f"{QW}start"), 0, 2**31),
        number_format="decimal" if numbers is None else numbers.get(f"{QW}fmt", "decimal")[:40],
        continuous=kind is not None and kind.get(VAL) == "continuous",
        strips=_strips(element),
    )
    return SetUp(**{**plain.__dict__, "columns": _columns(element.find(f"{QW}cols"), plain.area)})


def _strips(element: Element) -> dict[tuple[Place, Kind], str]:
    found: dict[tuple[Place, Kind], str] = {}
    for name, place in _PLACES:
        for reference in element.iterfind(f"{QW}{name}"):
            kind = _KINDS.get(reference.get(f"{QW}type", "default"))
            if kind is not None:
                found.setdefault((place, kind), reference.get(f"{QR}id", ""))
    return found


def _columns(element: Element | None, area: tuple[float, float] | None) -> tuple[tuple[float, float], ...]:
    if area is None:
        return ()
    left, width = area
    count = 1 if element is None else integer(element.get(f"{QW}num"), 1, 45) or 1
    if element is None or count == 1:
        return (area,)
    columns: list[tuple[float, float]] = []
    if element.get(f"{QW}equalWidth", "1") in ("0", "false", "off"):
        for column in element.iterfind(f"{QW}col"):
            own = mm(twips(column.get(f"{QW}w"), 0) or 0)
            columns.append((left, own))
            left += own + mm(twips(column.get(f"{QW}space"), 0) or 0)
        return tuple(columns[:45]) or (area,)
    given = twips(element.get(f"{QW}space"), 0)
    space = mm(720 if given is None else given)
    each = (width - space * (count - 1)) / count
    return tuple((left + n * (each + space), each) for n in range(count)) if each > 0 else (area,)
