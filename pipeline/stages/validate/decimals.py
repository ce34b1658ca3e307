"""Decimal numbers that a Vietnamese hand may have meant otherwise: 1.234 for a thousand and more."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pipeline.errors import BaocaoError
from pipeline.model import Plain, Pointer, Record
from pipeline.stages.validate.findings import DoubtfulDecimal
from pipeline.stages.validate.schemas import token

_BY_HAND = (".yaml", ".yml")


def check_decimals(record: Record) -> Iterator[BaocaoError]:
    """Decimals in files written by hand that look like thousands with a separator."""
    for pointer, value in _decimals("", record.data):
        if _looks_grouped(value):
            place = record.place(pointer)
            if place.file.lower().endswith(_BY_HAND):
                thousands = f"{value:f}".replace(".", "")
                yield DoubtfulDecimal(place, value=f"{value:f}", thousands=thousands, longer=f"{value:f}0")


def _decimals(pointer: Pointer, value: Plain) -> Iterator[tuple[Pointer, Decimal]]:
    """Every decimal with its pointer; none is made for the texts and whole numbers around it."""
    if isinstance(value, Decimal):
        yield pointer, value
    elif isinstance(value, dict | list):
        for key, child in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(child, Decimal | dict | list):
                yield from _decimals(token(pointer, key), child)


def _looks_grouped(value: Decimal) -> bool:
    return value.is_finite() and value.as_tuple().exponent == -3 and 1 <= abs(value) < 1000
