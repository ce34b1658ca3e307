"""Who wins: document defaults, table style, paragraph style, numbering, character style, direct formatting.

The order is that of ISO/IEC 29500-1, 17.7.2; toggle properties follow 17.7.3. Every result is kept, because a
document uses few looks many times.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from pipeline.decree.measure.numbering import Numbering
from pipeline.decree.measure.properties import (
    AUTO_GAP,
    MOST_STOPS,
    TOGGLES,
    Values,
    borders,
    paragraph_values,
    run_values,
)
from pipeline.decree.measure.theme import Theme
from pipeline.decree.measure.units import QW, Element, mm, value_of
from pipeline.decree.model import Layout, Look

_FONT, _SIZE = "Times New Roman", 10.0
"""What Word takes when nothing in the document says otherwise."""
_RUN = f"{QW}rPr"
_LONGEST_CHAIN = 32
"""Word itself follows eleven styles, one based on the other."""

TableKey = tuple[str, tuple[str, ...]]
"""A table style and the conditional formats of it that hold in a cell."""
NO_TABLE: TableKey = ("", ())


class Shown(NamedTuple):
    """How a run is shown: the look of basic letters, of the others (Vietnamese), and of East Asian ones.

    ``raised`` (or lowered) letters are shown smaller than their size says.
    """

    ascii: Look
    hansi: Look
    eastasia: Look
    capitals: bool
    hidden: bool
    raised: bool


class Format(NamedTuple):
    """How a paragraph is set; ``values`` are all effective values of its ``w:pPr``, ``base`` is for its runs."""

    layout: Layout
    values: Values
    style: str
    base: tuple[str, TableKey]
    numbered: tuple[int, int] | None


class Cascade:
    """Styles, defaults and numbering of a document."""

    def __init__(self, styles: Element | None, numbering: Element | None, theme: Theme, table_size_wins: bool):
        self.theme = theme
        self._table_size_wins = table_size_wins
        self._styles: dict[tuple[str, str], Element] = {}
        self._default: dict[str, str] = {}
        self._run_defaults: Values = {}
        self._paragraph_defaults: Values = {}
        if styles is not None:
            self._index(styles)
        lists = {id_: number for (kind, id_), number in self._numbered_styles() if kind == "numbering"}
        self.numbering = Numbering(numbering, theme, lists)
        self._chains: dict[tuple[str, str, str], Any] = {}
        self._shown: dict[tuple[Any, ...], Shown] = {}
        self._formats: dict[tuple[Any, ...], Format] = {}
        self._looks: dict[Look, Look] = {}

    def _index(self, root: Element) -> None:
        normal = ""
        for style in root.iterfind(f"{QW}style"):
            kind, id_ = style.get(f"{QW}type", "paragraph"), style.get(f"{QW}styleId", "")
            self._styles.setdefault((kind, id_), style)
            if style.get(f"{QW}default", "0") in ("1", "true", "on"):
                self._default.setdefault(kind, id_)
            elif kind == "paragraph" and (value_of(style, "name") or "").lower() == "normal":
                normal = id_
        self._default.setdefault("paragraph", normal)
        self._run_defaults = self._read(root.find(f"{QW}docDefaults/{QW}rPrDefault/{QW}rPr"))
        self._paragraph_defaults = self._read(root.find(f"{QW}docDefaults/{QW}pPrDefault/{QW}pPr"))

    def _numbered_styles(self) -> Iterable[tuple[tuple[str, str], int]]:
        for key, style in self._styles.items():
            if key[0] == "numbering":
                number = value_of(style.find(f"{QW}pPr/{QW}numPr"), "numId") or ""
                if number.isdecimal() and len(number) < 10:
                    yield key, int(number)

    # --- chains of styles ----------------------------------------------------------------------------------------

    def _chain(self, kind: str, id_: str) -> list[str]:
        """The ids of a style and of those that it is based on, the base first; a circle ends where it closes."""
        key = (kind, id_, "")
        if key not in self._chains:
            found: list[str] = []
            while id_ not in found and len(found) < _LONGEST_CHAIN and (kind, id_) in self._styles:
                found.append(id_)
                id_ = value_of(self._styles[kind, id_], "basedOn") or ""
            self._chains[key] = found[::-1]
        known: list[str] = self._chains[key]
        return known

    def _said(self, kind: str, id_: str, name: str) -> Values:
        """What a style says itself in its ``rPr`` or ``pPr``."""
        key = (kind, id_, f"own {name}")
        if key not in self._chains:
            self._chains[key] = self._read(self._styles[kind, id_].find(f"{QW}{name}"))
        known: Values = self._chains[key]
        return known

    def _read(self, element: Element | None) -> Values:
        if element is None:
            return {}
        return run_values(element, self.theme) if element.tag == _RUN else paragraph_values(element)

    def name_of(self, id_: str) -> str:
        """The name of a paragraph style as its list shows it (``heading 1``)."""
        style = self._styles.get(("paragraph", id_))
        return (value_of(style, "name") or id_)[:200]

    def _runs_of(self, kind: str, id_: str) -> Values:
        """What the run properties of a style chain come to."""
        key = (kind, id_, "rPr")
        if key not in self._chains:
            values: Values = {}
            for style in self._chain(kind, id_):
                values.update(self._said(kind, style, "rPr"))
            self._chains[key] = values
        known: Values = self._chains[key]
        return known

    def _paragraph_of(self, id_: str, with_list: bool) -> Values:
        """What the paragraph properties of a style chain come to, with the indents of a list that it names."""
        key = ("paragraph", id_, "pPr+" if with_list else "pPr")
        if key not in self._chains:
            values: Values = {}
            for style in self._chain("paragraph", id_):
                own = self._said("paragraph", style, "pPr")
                if "numbered" in own:
                    own = {**own, "numbered": self._level_in_style(own["numbered"], style)}
                    level = self.numbering.level(*own["numbered"]) if with_list else None
                    merge(values, {} if level is None else level.paragraph)
                merge(values, own)
            self._chains[key] = values
        known: Values = self._chains[key]
        return known

    def _level_in_style(self, numbered: tuple[int, int | None], style: str) -> tuple[int, int]:
        bound = self.numbering.level_of_style(numbered[0], style)
        return numbered[0], bound if bound is not None else numbered[1] or 0

    # --- tables --------------------------------------------------------------------------------------------------

    def table_style(self, id_: str) -> str:
        """The table style that is in force where ``id_`` is asked for."""
        return id_ if ("table", id_) in self._styles else self._default.get("table", "")

    def table_values(self, id_: str) -> Values:
        """Of a table style: ``borders``, cell ``margins`` (elements), and which ``conditions`` it has."""
        key = ("table", id_, "tblPr")
        if key not in self._chains:
            values: Values = {"borders": {}, "margins": [], "conditions": frozenset()}
            for name in self._chain("table", id_):
                style = self._styles["table", name]
                properties = style.find(f"{QW}tblPr")
                if properties is not None:
                    drawn = properties.find(f"{QW}tblBorders")
                    values["borders"] = {**values["borders"], **({} if drawn is None else borders(drawn))}
                    values["margins"] = [*values["margins"], *properties.iterfind(f"{QW}tblCellMar")]
                kinds = {part.get(f"{QW}type", "") for part in style.iterfind(f"{QW}tblStylePr")}
                values["conditions"] = values["conditions"] | kinds
            self._chains[key] = values
        known: Values = self._chains[key]
        return known

    def _of_table(self, table: TableKey, name: str) -> Values:
        """Run (``rPr``) or paragraph (``pPr``) values that a table style gives in a cell."""
        id_, conditions = table
        key = ("table", f"{id_} {' '.join(conditions)}", name)
        if key not in self._chains:
            values: Values = {}
            chain = [self._styles["table", style] for style in self._chain("table", id_)]
            places = [style.find(f"{QW}{name}") for style in chain]
            for condition in conditions:
                path = f"{QW}tblStylePr[@{QW}type='{condition}']/{QW}{name}"
                places += [style.find(path) for style in chain]
            for element in places:
                merge(values, self._read(element))
            self._chains[key] = values
        known: Values = self._chains[key]
        return known

    # --- results -------------------------------------------------------------------------------------------------

    def format(self, element: Element | None, table: TableKey) -> Format:
        """The effective paragraph properties where ``element`` (``w:pPr`` or None) is the direct formatting."""
        direct = {} if element is None else paragraph_values(element)
        key = (table, *direct.items())
        known = self._formats.get(key)
        if known is None:
            known = self._formats[key] = self._format(direct, table)
        return known

    def _format(self, direct: Values, table: TableKey) -> Format:
        style = direct.get("style", "")
        if ("paragraph", style) not in self._styles:
            style = self._default.get("paragraph", "")
        of_style = self._paragraph_of(style, "numbered" not in direct)
        values: Values = {}
        merge(values, self._paragraph_defaults)
        if table[0]:
            merge(values, self._of_table(table, "pPr"))
        merge(values, of_style)
        numbered = of_style.get("numbered")
        if "numbered" in direct:
            list_, level = direct["numbered"]
            numbered = (list_, level if level is not None else (numbered[1] if numbered else 0))
            found = self.numbering.level(*numbered)
            merge(values, {} if found is None else found.paragraph)
        merge(values, direct)
        shown = "" if style == self._default.get("paragraph") else self.name_of(style)
        return Format(
            _layout(values), values, shown, (style, table), numbered if numbered and numbered[0] else None
        )

    def shown(self, base: tuple[str, TableKey], element: Element | None, more: Values | None = None) -> Shown:
        """The effective look of a run with the direct formatting ``element`` (``w:rPr`` or None) in a paragraph.

        ``more`` wins over it: the formatting of a list level over that of its paragraph's mark.
        """
        direct = {} if element is None else run_values(element, self.theme)
        if more:
            direct.update(more)
        key = (base, *direct.items())
        known = self._shown.get(key)
        if known is None:
            known = self._shown[key] = self._show(base, direct)
        return known

    def _show(self, base: tuple[str, TableKey], direct: Values) -> Shown:
        style, table = base
        defaults = self._run_defaults
        of_table = self._of_table(table, "rPr") if table[0] else {}
        of_style = self._runs_of("paragraph", style)
        of_letters = self._runs_of("character", direct["style"]) if direct.get("style") else {}
        values = {**defaults, **of_table, **of_style, **of_letters, **direct}
        size = defaults.get("size", _SIZE)
        if self._table_size_wins and "size" in of_table and "size" not in {**of_letters, **direct}:
            # Word takes a size of the paragraph style that equals the document's own for not said
            values["size"] = of_table["size"] if of_style.get("size", size) == size else values["size"]
        for name in TOGGLES:
            if name not in direct:
                odd = sum(bool(said.get(name)) for said in (of_table, of_style, of_letters)) % 2 == 1
                values[name] = bool(defaults.get(name)) or odd
        return self._shown_as(values)

    def _shown_as(self, values: Values) -> Shown:
        def look(slot: str) -> Look:
            made = Look(
                values.get(slot, None if slot == "eastasia" else _FONT),
                values.get("size", _SIZE),
                values["bold"],
                values["italic"],
                values.get("underline", False),
                values.get("colour", "000000"),
            )
            return self._looks.setdefault(made, made)

        capitals = values["caps"] or values["small"]
        return Shown(
            look("ascii"), look("hansi"), look("eastasia"), capitals, values["hidden"], values.get("raised", False)
        )


def merge(values: Values, over: Values) -> None:
    """Put ``over`` on ``values``: tab stops add up, everything else replaces."""
    stops = over.get("stops")
    before = values.get("stops")
    values.update(over)
    if stops is not None and before:
        together = {**dict(before), **dict(stops)}
        values["stops"] = tuple(sorted(together.items())[: 2 * MOST_STOPS])


def _gap(values: Values, side: str) -> float:
    gap: float = AUTO_GAP if values.get(f"auto {side}") else values.get(side, 0.0)
    return gap


def _layout(values: Values) -> Layout:
    line, rule = values.get("line"), values.get("rule")
    exact = line is not None and rule in ("exact", "atLeast")
    return Layout(
        align=values.get("align", "left"),
        left_mm=mm(values.get("left", 0)),
        right_mm=mm(values.get("right", 0)),
        first_mm=mm(values.get("first", 0)),
        before_pt=_gap(values, "before"),
        after_pt=_gap(values, "after"),
        line=None if exact else round((line or 240) / 240, 4),
        line_pt=line / 20 if exact and line is not None else None,
    )
