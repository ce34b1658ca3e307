"""Numbers in Vietnamese notation: dots between thousands, a comma before decimals (``1.234,5``).

Sources: Luật Kế toán, Điều 11.2 and Nghị định 86/2012/NĐ-CP, Phụ lục V (separators, space before a unit);
the usage of Nghị định 30/2020/NĐ-CP for counts and ranges; CLDR for the percent sign without a space.
Rounding is half up, away from zero: 0,25 becomes 0,3 and -0,25 becomes -0,3. Binary floats are refused:
what they hold is not what was typed.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Final, TypeAlias

Number: TypeAlias = int | Decimal | Fraction
"""An exact number."""

NBSP: Final = "\N{NO-BREAK SPACE}"
_MAX_EXPONENT: Final = 100
_NOTATION: Final = re.compile(r"0[1-9]|-?(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,[0-9]+)?")


def format_number(n: Number, decimals: int | None = None, *, trailing_zeros: bool = False) -> str:
    """``1.234,5``, ``-5``; never ``-0``.

    ``decimals`` is the greatest number of digits after the comma; zeros at their end are dropped unless
    ``trailing_zeros`` asks for them. Without ``decimals`` an int is exact, a Decimal keeps just the digits
    it has (``Decimal("1.50")`` is ``1,50``) and a Fraction gets one decimal.

    ValueError for negative ``decimals``, for a Decimal that is not finite or has an exponent beyond
    ±100; TypeError for bool and float.
    """
    if type(n) is int and decimals is None:  # most figures of a report
        return f"{n:,}".replace(",", ".")
    value = _exact(n)
    places = _own_places(n) if decimals is None else decimals
    if places < 0:
        raise ValueError(f"the number of decimals cannot be negative, but is {decimals}")
    scaled = _half_up(abs(value) * 10**places)
    whole, rest = divmod(scaled, 10**places)
    digits = f"{rest:0{places}d}" if places else ""
    if not (trailing_zeros or (decimals is None and isinstance(n, Decimal))):
        digits = digits.rstrip("0")
    sign = "-" if value < 0 and scaled else ""
    return sign + f"{whole:,}".replace(",", ".") + (f",{digits}" if digits else "")


def format_count(n: int) -> str:
    """A count in running text: ``03`` below ten, ``10``, ``1.234``; nought stays ``0``.

    The Decree writes ``02 bản``, ``05 năm`` without a clause that orders it; it has no example of nought, and
    ``00`` reads like a blank of a form. Not for article numbers, ordinals, fractions, decimals, measures or
    cells of statistical tables. ValueError for a negative n.
    """
    if n < 0:
        raise ValueError(f"a count cannot be negative, but is {n}")
    return f"0{n}" if 0 < n < 10 else format_number(n)


def format_percent(ratio: Number, decimals: int = 1) -> str:
    """A ratio as a percentage: 1/8 is ``12,5%``, 1/2 is ``50%``. ``decimals`` as in :func:`format_number`."""
    return format_number(_exact(ratio) * 100, decimals) + "%"


def format_money(n: Number, unit: str = "đồng") -> str:
    """``1.500.000 đồng`` with a no-break space, so that amount and unit stay on one line."""
    return format_measure(n, unit)


def format_measure(n: Number, unit: str) -> str:
    """``22 m``, ``15 °C``: one (no-break) space before the unit (Nghị định 86/2012/NĐ-CP, Phụ lục V)."""
    return f"{format_number(n)}{NBSP}{unit}"


def format_range(a: int, b: int) -> str:
    """Two years as a period, ``2014 - 2023``: hyphen with spaces, no thousands dots; ``2014`` if both agree.

    The Decree prints ranges so (``20 - 25 mm``). ValueError when b comes before a.
    """
    if b < a:
        raise ValueError(f"the range {a} - {b} runs backwards")
    return str(a) if a == b else f"{a} - {b}"


def change_phrase(ratio: Number | None, decimals: int = 1) -> str:
    """How a figure changed against its base, ``ratio`` being (new - old) / old.

    ``tăng 12,5%``, ``giảm 3,1%``, ``không thay đổi`` for nought, ``không so sánh`` for None (no base, or a
    base of nought). A change too small for ``decimals`` is not called nought: ``tăng dưới 0,1%``.
    """
    if ratio is None:
        return "không so sánh"
    value = _exact(ratio)
    if value == 0:
        return "không thay đổi"
    word = "tăng" if value > 0 else "giảm"
    size = format_percent(abs(value), decimals)
    if size == "0%":
        return f"{word} dưới {format_percent(Fraction(1, 100 * 10**decimals), decimals)}"
    return f"{word} {size}"


def parse_number(text: str) -> int | Decimal:
    """The number written in Vietnamese notation, and in no other: ``1.234`` is 1234, and
    ``1,234`` is ``Decimal("1.234")``.

    Thousands are grouped throughout or not at all (``2025``); one zero may stand before a single digit, as in
    a count (``03``). An int without a comma, else a Decimal with just the digits written.
    ValueError for anything else, such as ``12.34``, ``1,234,567``, ``1 234``, ``-0`` or ``12%``.
    """
    if _NOTATION.fullmatch(text) is None:
        raise ValueError(f"{text!r} is not a number in Vietnamese notation: {_fault(text)}")
    plain = text.replace(".", "").replace(",", ".")
    result = Decimal(plain) if "," in text else int(plain)
    if text.startswith("-") and result == 0:
        raise ValueError(f"{text!r}: nought has no sign")
    return result


def _exact(n: Number) -> Fraction:
    if isinstance(n, bool) or not isinstance(n, int | Decimal | Fraction):
        raise TypeError(f"an exact number is needed (int, Decimal or Fraction), not {type(n).__name__} {n!r}")
    if isinstance(n, Decimal):
        if not n.is_finite():
            raise ValueError(f"{n} is not a finite number")
        if abs(_exponent(n)) > _MAX_EXPONENT:
            raise ValueError(f"{n} has an exponent beyond {_MAX_EXPONENT}")
    return Fraction(n)


def _exponent(n: Decimal) -> int:
    exponent = n.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _own_places(n: Number) -> int:
    if isinstance(n, Decimal):
        return max(0, -_exponent(n))
    return 0 if isinstance(n, int) else 1


def _half_up(x: Fraction) -> int:
    return (2 * x.numerator + x.denominator) // (2 * x.denominator)


def _fault(text: str) -> str:
    if not re.fullmatch(r"-?[0-9.,]+", text):
        return "only digits, dots, one comma and a leading hyphen may stand in it"
    if text.count(",") > 1:
        return "a comma comes before decimals, so there is at most one"
    if "." in text:
        return "a dot separates thousands, so three digits follow each dot and at most three precede it"
    return "it begins with a needless zero, or a digit is missing beside the comma"
