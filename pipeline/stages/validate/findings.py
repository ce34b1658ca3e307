"""What validation can find wrong in a record."""

from __future__ import annotations

from pipeline.errors import DataError
from pipeline.i18n import N_


class MissingKey(DataError):
    code = "D30"
    cause = N_("“{key}” ({title}) is missing.")
    remedy = N_("Add it to this group.")


class UnknownKey(DataError):
    code = "D31"
    cause = N_("No field is called “{key}”.")
    remedy = N_("Did you mean “{near}”?")


class Surplus(DataError):
    code = "D32"
    cause = N_("“{key}” has no place here.")
    remedy = N_("Take it out; allowed here: {known}.")


class WrongType(DataError):
    code = "D33"
    cause = N_("“{value}” is not {expected}.")
    remedy = N_("Write {expected}; numbers stand without quotes and without separators of thousands.")


class BadValue(DataError):
    code = "D34"
    cause = N_("“{value}” is not allowed.")
    remedy = N_("Expected: {expected}.")


class OutOfRange(DataError):
    code = "D35"
    cause = N_("{value} is out of range.")
    remedy = N_("Expected: {limit}.")


class TooFew(DataError):
    code = "D36"
    cause = N_("The length {size} is not allowed.")
    remedy = N_("Expected: {limit}.")


class BadDate(DataError):
    code = "D37"
    cause = N_("“{value}” is no date of the calendar.")
    remedy = N_("Write year-month-day: 2024-03-01.")


class BadForm(DataError):
    code = "D38"
    cause = N_("“{value}” does not have the form that is wanted.")
    remedy = N_("Expected: {expected}")


class NotInList(DataError):
    code = "D40"
    cause = N_("“{value}” does not stand in the closed list.")
    remedy = N_("Nearest name: {near}.")


class NotInListOn(DataError):
    code = "D41"
    cause = N_("“{value}” could not be given on {day}; it holds for {period}.")
    remedy = N_("Use the name that was in force on that day, or correct the date.")


class WrongSubject(DataError):
    code = "D42"
    cause = N_("“{value}” is not given to “{given}”.")
    remedy = N_("Correct the name or {field}; allowed: {allowed}.")


class OutOfValidity(DataError):
    code = "D43"
    severity = "warning"
    cause = N_("The organ name “{value}” does not hold on {day}; it holds for {period}.")
    remedy = N_("Its successor: {successor}.")


class CheckFailed(DataError):
    code = "D50"
    cause = N_("Check “{check}” does not hold: {detail}. {message}")
    remedy = N_("Compare these figures with their sources and correct one of them.")


class CheckWarning(CheckFailed):
    code = "D51"
    severity = "warning"


class CheckInfo(CheckFailed):
    code = "D52"
    severity = "info"
