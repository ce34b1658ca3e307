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
    remedy = N_("Write {expected} here. {advice}")


class BadValue(DataError):
    code = "D34"
    cause = N_("“{value}” is not allowed.")
    remedy = N_("Expected: {expected}.")


class OutOfRange(DataError):
    code = "D35"
    cause = N_("{value} is out of range.")
    remedy = N_("Expected: {limit}.")


class BadLength(DataError):
    code = "D36"
    cause = N_("The number of {what} is {size}; that is not allowed.")
    remedy = N_("Expected: {limit}.")


class BadDate(DataError):
    code = "D37"
    cause = N_("“{value}” is not a valid date.")
    remedy = N_("Write year-month-day, the year between 1900 and 2199: {example}.")


class BadForm(DataError):
    code = "D38"
    cause = N_("“{value}” does not have the form that is wanted.")
    remedy = N_("Expected: {expected}")


class NotExactlyOne(DataError):
    code = "D39"
    cause = N_("{size} of these fields stand here, and exactly one must: {names}.")
    remedy = N_("Keep or add one of them.")


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


class LookAlikes(DataError):
    code = "D44"
    severity = "warning"
    cause = N_("“{value}” holds characters that only look right: {chars}.")
    remedy = N_("Type the word again, with an ordinary Vietnamese keyboard (Unicode).")


class LegacyText(DataError):
    code = "D45"
    severity = "warning"
    cause = N_("“{value}” seems to be typed in a font of {encoding}, or was damaged when it was copied.")
    remedy = N_("Convert it to Unicode (in Unikey: Ctrl+Shift+F6), or type it again.")


class NothingFilledIn(DataError):
    code = "D46"
    cause = N_("Nothing is filled in here.")
    remedy = N_("Write {expected}, or take the field out if it may be absent.")


class EmptyText(DataError):
    code = "D47"
    cause = N_("The text is empty.")
    remedy = N_("Fill it in, or take the field out if it may be absent.")


class BadKey(DataError):
    code = "D48"
    cause = N_("“{key}” cannot be the name of a field here.")
    remedy = N_("Expected: {expected}")


class DoubtfulDecimal(DataError):
    code = "D49"
    severity = "warning"
    cause = N_("{value} is read as a decimal number: a point stands before decimals, and parts no thousands.")
    remedy = N_("Write {thousands} if thousands are meant, and {longer} if not.")


class StatementInText(DataError):
    code = "D76"
    severity = "warning"
    cause = N_(
        "“{value}” looks like a statement of a template; in data it means nothing and is printed as it stands."
    )
    remedy = N_("Take out what stands between {{% and %}}; only {{{{ figure }}}} has a meaning, in narrative.")


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
