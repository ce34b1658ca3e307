"""What can be wrong with a file, before anybody asks what its values mean."""

from __future__ import annotations

from pipeline.errors import DataError, UsageError
from pipeline.i18n import N_


class NoCampaign(UsageError):
    code = "U01"
    cause = N_("There is no campaign in “{folder}”: the file campaign.yaml is missing.")
    remedy = N_("Name a folder such as inputs/ct34-2024.")


class UnreadableFile(DataError):
    code = "D01"
    cause = N_("The file cannot be read: {reason}.")
    remedy = N_("Check that the file exists and may be read.")


class NotUtf8(DataError):
    code = "D02"
    cause = N_("The file is not UTF-8 text (byte {offset}: {byte}).")
    remedy = N_("Save it again with the encoding UTF-8 (in Notepad: Save As, Encoding: UTF-8).")


class FileTooLarge(DataError):
    code = "D03"
    cause = N_("The file holds {size} bytes; {limit} is the most.")
    remedy = N_("Split the file, or take out what does not belong in it.")


class BrokenText(DataError):
    code = "D04"
    cause = N_("The file cannot be understood here: {reason}.")
    remedy = N_("Check indentation (spaces, no tabs), colons, quotes and brackets at this line and the one above.")


class BrokenJson(BrokenText):
    code = "D16"
    remedy = N_("Check commas, quotes and brackets here; JSON knows no comments and no comma before a bracket.")


class DuplicateKey(DataError):
    code = "D05"
    cause = N_("The key “{key}” stands twice in one group (first in line {first}).")
    remedy = N_("Keep one of the two.")


class Forbidden(DataError):
    code = "D06"
    cause = N_("{what} cannot be used in a data file.")
    remedy = N_("Write the value itself; put text that begins with & * or ! between quotes.")


class TooDeep(DataError):
    code = "D07"
    cause = N_("Values are nested more than {limit} levels deep.")
    remedy = N_("Check the indentation from here on.")


class NumberTooLong(DataError):
    code = "D08"
    cause = N_("A number of {digits} digits is not a figure.")
    remedy = N_("Correct the number, or put it between quotes if it is a code.")


class EmptyFile(DataError):
    code = "D09"
    cause = N_("The file is empty.")
    remedy = N_("Fill it in, or delete it if the unit has not reported.")


class TwoFiles(DataError):
    code = "D10"
    cause = N_("The unit “{unit}” has two files: {first} and {second}.")
    remedy = N_("Keep one of them.")


class BadUnitName(DataError):
    code = "D11"
    cause = N_("“{name}” cannot be a unit's id.")
    remedy = N_("Use small letters a-z, digits and hyphens, at most 60 signs: so-noi-vu.")


class TwoValues(DataError):
    code = "D12"
    cause = N_("Two sources give different values: {first} here, {second} in {other}.")
    remedy = N_("Correct one of them, or take it out.")


class BadCharacter(DataError):
    code = "D13"
    cause = N_("{what} ({char}) stands in the text, at its character {position}.")
    remedy = N_("Delete the character, or type the word again; it often comes along when text is pasted.")


class IgnoredFile(DataError):
    code = "D14"
    severity = "warning"
    cause = N_("The file is not read: data of units stand in units/<id>.yaml, units.xlsx or units.csv.")
    remedy = N_("Save it in one of these forms, or take it out of the folder.")


class TooManyValues(DataError):
    code = "D15"
    cause = N_("The file holds more than {limit} values.")
    remedy = N_("Split the file, or take out what does not belong in it.")


class LongNames(DataError):
    code = "D75"
    cause = N_("The names of the groups around this value are {length} characters long; no field is called so.")
    remedy = N_("Use the short name of a field, then a colon and the value; texts stand behind the colon.")


class NotAWorkbook(DataError):
    code = "D20"
    cause = N_("The file is no workbook that can be read: {reason}.")
    remedy = N_("Open it in Excel and save it as .xlsx without a password.")


class NoHead(DataError):
    code = "D21"
    cause = N_("No row among the first {rows} has a cell “Mã đơn vị” (or “unit”).")
    remedy = N_("Give the column of unit ids that head; the row becomes the table's head.")


class UnknownColumn(DataError):
    code = "D22"
    cause = N_("No field is called “{head}”.")
    remedy = N_("Nearest names: {near}. Use a field's path or the title of the schema.")


class SameColumn(DataError):
    code = "D23"
    cause = N_("Two columns give the same field {path} (the other is {other}).")
    remedy = N_("Keep one of them.")


class SameUnit(DataError):
    code = "D24"
    cause = N_("The unit “{unit}” has two rows (the other is {other}).")
    remedy = N_("Keep one of them.")


class ErrorCell(DataError):
    code = "D25"
    cause = N_("The cell holds the Excel error {value}.")
    remedy = N_("Correct the formula, or type the figure.")


class NoCachedValue(DataError):
    code = "D26"
    cause = N_("The cell holds the formula {formula} without a computed value.")
    remedy = N_("Open the file in Excel, let it compute, and save it.")


class AmbiguousNumber(DataError):
    code = "D27"
    cause = N_("“{value}” is text, and may mean {one} or {other}.")
    remedy = N_("Type the number without separators of thousands.")


class RowWithoutUnit(DataError):
    code = "D28"
    cause = N_("The row has values but no unit id.")
    remedy = N_("Fill in the unit id, or clear the row.")


class MergedCells(DataError):
    code = "D29"
    cause = N_("The cells {range} are merged, so that one value stands for several rows or columns.")
    remedy = N_("Unmerge them, and give each unit its own value.")


class HiddenValues(DataError):
    code = "D18"
    severity = "warning"
    cause = N_("Values stand in a hidden row or column; they are read all the same.")
    remedy = N_("Show it and check the values, or delete it.")


class OtherSheet(DataError):
    code = "D19"
    severity = "warning"
    cause = N_("The sheet “{sheet}” has a column of unit ids too, and is not read; only “{first}” is.")
    remedy = N_("Move its rows to the first sheet, or delete the sheet.")


class TableTooLarge(DataError):
    code = "D17"
    cause = N_("A value stands outside the first {rows} rows and {columns} columns.")
    remedy = N_("Delete what stands out there; a table of units has one row per unit.")
