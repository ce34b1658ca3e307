"""What can be wrong with a declared operation or condition."""

from __future__ import annotations

from pipeline.errors import DataError
from pipeline.i18n import N_


class UnknownFigure(DataError):
    code = "A01"
    cause = N_("There is no figure or list “{path}”.")
    remedy = N_("Nearest names: {near}.")


class NotANumber(DataError):
    code = "A02"
    cause = N_("“{path}” is no number, so it cannot be computed with.")
    remedy = N_("Use a figure whose schema says integer or number.")


class NumberTooLarge(DataError):
    code = "A03"
    cause = N_("A number of {digits} digits is too large to be computed with.")
    remedy = N_("Correct the figure, or use a larger unit of measure.")


class UnknownField(DataError):
    code = "A04"
    cause = N_("“{path}” has no field “{field}”.")
    remedy = N_("Nearest names: {near}.")


class FieldWanted(DataError):
    code = "A05"
    cause = N_("“{operation}” of “{path}” does not say of what.")
    remedy = N_("Name the field after “of”, or use a figure of the units: units.<figure>.")


class NotNested(DataError):
    code = "A06"
    cause = N_("“{operation}” gives several figures, so it cannot stand inside another operation.")
    remedy = N_("Declare it as a figure of its own and use that.")


class UnknownList(DataError):
    code = "A07"
    cause = N_("There is no closed list “{name}”.")
    remedy = N_("Nearest names: {near}.")


class NotComparable(DataError):
    code = "A08"
    cause = N_("{first} and {second} cannot be ordered: only numbers, or dates, can.")
    remedy = N_("Compare two numbers or two dates, or use equal or not_equal.")
