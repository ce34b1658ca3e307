"""Numbers as they stand in files: exact, and of a size that a figure can have."""

from __future__ import annotations

import re
from decimal import Decimal

from pipeline.model import Place
from pipeline.stages.load.findings import NumberTooLong

MAX_DIGITS = 40

INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
DECIMAL = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?\Z")
_EXPONENT = re.compile(r"[eE]([-+]?[0-9]+)\Z")


def number(text: str, place: Place) -> int | Decimal:
    """The number that ``text`` writes, in digits with an optional sign, decimal point and exponent.

    Raises:
        NumberTooLong: It has more than :data:`MAX_DIGITS` digits, written out.
    """
    exponent = _EXPONENT.search(text)
    shift = min(abs(int(exponent[1][:20])), 10**9) if exponent and len(exponent[1]) <= MAX_DIGITS else 0
    digits = len(text) + shift if exponent is None or len(exponent[1]) <= MAX_DIGITS else 10**9
    if digits > MAX_DIGITS:
        raise NumberTooLong(place, digits=digits)
    if exponent is None and "." not in text:
        return int(text)
    value = Decimal(text)
    return int(value) if exponent is not None and value == value.to_integral_value() else value
