"""The JSON Schema validator, where Python and JSON Schema differ on what a word means."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.validators import extend

Validator = Draft202012Validator
YEARS = (1900, 2199)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_END = re.compile(r"(\\.)|\$(?=\)|\||\Z)", re.DOTALL)


def new_validator(schema: Mapping[str, Any]) -> Validator:
    """A validator of draft 2020-12 that checks dates."""
    validator: Validator = _CLASS(schema, format_checker=_FORMATS)
    return validator


@cache
def compiled_pattern(pattern: str) -> re.Pattern[str]:
    """In JSON Schema ``$`` is the end of the text; in Python it is also the place before a last line break."""
    return re.compile(_END.sub(lambda match: match[1] or r"\Z", pattern))


def _pattern(_: Any, pattern: str, instance: Any, __: Any) -> Iterator[ValidationError]:
    if isinstance(instance, str) and not compiled_pattern(pattern).search(instance):
        yield ValidationError(f"does not match {pattern}")


_FORMATS = FormatChecker(formats=())


def is_date(instance: object) -> bool:
    """Whether a text is a day of the calendar in a time that reports speak of (other values pass)."""
    if not isinstance(instance, str):
        return True
    if not _DATE.match(instance):
        return False
    try:
        return YEARS[0] <= date.fromisoformat(instance).year <= YEARS[1]
    except ValueError:
        return False


def is_number(_: Any, instance: object) -> bool:
    """A figure: neither true nor false, and neither infinite nor no number at all."""
    if isinstance(instance, bool):
        return False
    if isinstance(instance, Decimal):
        return instance.is_finite()
    return isinstance(instance, int) or (isinstance(instance, float) and math.isfinite(instance))


_FORMATS.checkers = {"date": (is_date, ())}
_NUMBERS = Draft202012Validator.TYPE_CHECKER.redefine("number", is_number)
_CLASS = extend(Draft202012Validator, {"pattern": _pattern}, type_checker=_NUMBERS)  # type: ignore[no-untyped-call]
