"""The value of a cell as the field that it fills wants it: nothing is guessed that could be meant otherwise."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from pipeline.model import Place, Plain
from pipeline.stages.load.characters import normal
from pipeline.stages.load.findings import AmbiguousNumber, ErrorCell
from pipeline.stages.load.numbers import number
from pipeline.stages.load.sheets import Cell

_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_ONE_MARK = re.compile(r"([-+]?[0-9]+)[.,]([0-9]+)\Z")
_GROUPED = re.compile(r"[-+]?[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]+)?\Z")
_EXCEL_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Column:
    """A field that a table may give: its path in a unit's record, and whether it is a number or text."""

    path: tuple[str, ...]
    numeric: bool
    text: bool = False


def plain(cell: Cell, column: Column) -> Plain:
    """The value of a cell for a field, None for an empty one.

    Raises:
        DataError: What keeps the cell from having a value.
    """
    if cell.error:
        raise cell.error
    value = cell.value
    if isinstance(value, str):
        text = normal(value).strip()
        return _typed(text, cell.place) if column.numeric else text or None
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return _figure(value, column, cell.place)
    return _moment(value)


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _figure(value: float, column: Column, place: Place) -> Plain:
    """A number as Excel shows it, with 15 digits; text where text is wanted (a code that Excel took for one)."""
    if not math.isfinite(value):
        raise ErrorCell(place, value="#NUM!")
    exact = Decimal(f"{value:.{_EXCEL_DIGITS}g}") if isinstance(value, float) else Decimal(value)
    checked = number(f"{exact:f}", place)
    checked = int(checked) if checked == int(checked) else checked
    return str(checked) if column.text and isinstance(checked, int) else checked


def _typed(text: str, place: Place) -> Plain:
    """A number typed as text; what is no number stays text, for the schema to refuse."""
    if _INTEGER.match(text):
        return number(text, place)
    if one := _ONE_MARK.match(text):
        if len(one[2]) == 3 and 1 <= len(one[1].lstrip("-+")) <= 3 and one[1].lstrip("-+")[0] != "0":
            raise AmbiguousNumber(place, value=text, one=one[1] + one[2], other=f"{one[1]},{one[2]}")
        return number(f"{one[1]}.{one[2]}", place)
    if _GROUPED.match(text):
        return number(text.replace(".", "").replace(",", "."), place)
    return text or None
