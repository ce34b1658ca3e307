"""``units.xlsx`` and ``units.csv``: one row per unit, one column per field.

The head row is the first of the first rows that has a cell ``unit`` (or ``Mã đơn vị``). Each other cell of it
names a field, by its path (``figures.staff.total``) or by the title that the schema gives it.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from pipeline.errors import BaocaoError, DataError
from pipeline.i18n import N_
from pipeline.model import Place, Plain, Pointer, Record, escape
from pipeline.stages.load.text import decode

UNIT_HEADS = {"unit", "mã đơn vị"}
HEAD_ROWS = 10
MAX_UNPACKED = 200 * 1024 * 1024
_PLAIN_NUMBER = re.compile(r"-?\d+(,\d+)?\Z")
_GROUPED = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d+)?\Z")


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


@dataclass(frozen=True, slots=True)
class Column:
    """A field that a table may give: its path in a unit's record and whether it is a number."""

    path: tuple[str, ...]
    numeric: bool


@dataclass(frozen=True, slots=True)
class _Cell:
    value: Any
    place: Place
    error: DataError | None = None


def read_table(
    data: bytes, name: str, columns: Mapping[str, Column]
) -> tuple[dict[str, Record], list[BaocaoError]]:
    """Unit id to partial record, and what is wrong with single columns, rows and cells.

    Raises:
        NotAWorkbook, NoHead: The table as a whole cannot be used.
    """
    rows = list(_csv_rows(data, name) if name.endswith(".csv") else _xlsx_rows(data, name))
    start = next((i for i, row in enumerate(rows[:HEAD_ROWS]) if _unit_column(row) is not None), None)
    if start is None:
        raise NoHead(Place(name), rows=HEAD_ROWS)
    errors: list[BaocaoError] = []
    key = _unit_column(rows[start])
    fields = _fields(rows[start], columns, errors)
    records: dict[str, Record] = {}
    for row in rows[start + 1 :]:
        used = [cell for cell in row if cell.value not in (None, "") or cell.error]
        if not used:
            continue
        unit = _text(row[key]) if key is not None and key < len(row) else ""
        if not unit:
            errors.append(RowWithoutUnit(used[0].place))
        elif unit in records:
            errors.append(SameUnit(used[0].place, unit=unit, other=records[unit].place("")))
        else:
            records[unit] = _record(row, fields, errors, unit)
    return records, errors


def _unit_column(row: list[_Cell]) -> int | None:
    return next((i for i, cell in enumerate(row) if _text(cell).casefold() in UNIT_HEADS), None)


def _text(cell: _Cell) -> str:
    return unicodedata.normalize("NFC", str(cell.value)).strip() if cell.value is not None else ""


def _fields(head: list[_Cell], columns: Mapping[str, Column], errors: list[BaocaoError]) -> dict[int, Column]:
    fields: dict[int, Column] = {}
    for index, cell in enumerate(head):
        name = " ".join(_text(cell).split())
        if not name or name.casefold() in UNIT_HEADS or name.casefold() in ("tt", "stt", "tên đơn vị"):
            continue
        column = columns.get(name.casefold())
        if column is None:
            near = get_close_matches(name.casefold(), columns, n=3, cutoff=0.4)
            errors.append(UnknownColumn(cell.place, head=name, near=", ".join(near) or "-"))
        elif column in fields.values():
            other = next(head[i].place for i, known in fields.items() if known == column)
            errors.append(SameColumn(cell.place, path=".".join(column.path), other=other))
        else:
            fields[index] = column
    return fields


def _record(row: list[_Cell], fields: Mapping[int, Column], errors: list[BaocaoError], unit: str) -> Record:
    data: dict[str, Plain] = {}
    places: dict[Pointer, Place] = {"": row[0].place}
    for index, column in fields.items():
        if index >= len(row):
            continue
        cell = row[index]
        try:
            value = _value(cell, column)
        except DataError as error:
            errors.append(error.about(unit))
            continue
        if value is not None:
            _put(data, places, column.path, value, cell.place)
    return Record(data, places, places)


def _put(
    data: dict[str, Plain], places: dict[Pointer, Place], path: tuple[str, ...], value: Plain, place: Place
) -> None:
    pointer = ""
    for name in path[:-1]:
        pointer += f"/{escape(name)}"
        places.setdefault(pointer, place)
        data = data.setdefault(name, {})
    data[path[-1]] = value
    pointer += f"/{escape(path[-1])}"
    places[pointer] = Place(place.file, place.line, place.column, place.sheet, place.cell, pointer)


def _value(cell: _Cell, column: Column) -> Plain:
    if cell.error:
        raise cell.error
    value = cell.value
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return int(value) if value.is_integer() else Decimal(repr(value))
    if isinstance(value, str):
        text = unicodedata.normalize("NFC", value).strip()
        return _number(text, cell.place) if column.numeric else text or None
    return value


def _number(text: str, place: Place) -> Plain:
    """A number typed as text; what is no number stays text, for the schema to refuse."""
    if _GROUPED.match(text):
        one = text.replace(".", "")
        raise AmbiguousNumber(place, value=text, one=one, other=text.replace(".", ",", 1))
    if not _PLAIN_NUMBER.match(text):
        return text or None
    return Decimal(text.replace(",", ".")) if "," in text else int(text)


def _csv_rows(data: bytes, name: str) -> Iterable[list[_Cell]]:
    text = decode(data, name)
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), start=1):
        yield [
            _Cell(value or None, Place(name, line=number, cell=f"{get_column_letter(index)}{number}"))
            for index, value in enumerate(row, start=1)
        ]


def _xlsx_rows(data: bytes, name: str) -> Iterable[list[_Cell]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise NotAWorkbook(Place(name), reason=N_("it unpacks to too much"))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of parts that it does not keep; we only read
            values = load_workbook(io.BytesIO(data), data_only=True).worksheets
            formulas = load_workbook(io.BytesIO(data)).worksheets
    except NotAWorkbook:
        raise
    except Exception as error:  # a hostile file makes openpyxl raise anything
        raise NotAWorkbook(Place(name), reason=str(error) or type(error).__name__) from error
    visible = [pair for pair in zip(values, formulas, strict=True) if pair[0].sheet_state == "visible"]
    if not visible:
        raise NotAWorkbook(Place(name), reason=N_("it has no visible sheet"))
    sheet, raw = visible[0]
    for row, raw_row in zip(sheet.iter_rows(), raw.iter_rows(), strict=True):
        yield [_xlsx_cell(cell, source, name, sheet.title) for cell, source in zip(row, raw_row, strict=True)]


def _xlsx_cell(cell: Any, source: Any, name: str, sheet: str) -> _Cell:
    place = Place(name, sheet=sheet, cell=cell.coordinate)
    if cell.data_type == "e":
        return _Cell(None, place, ErrorCell(place, value=cell.value))
    if cell.value is None and source.data_type == "f":
        return _Cell(None, place, NoCachedValue(place, formula=source.value))
    return _Cell(cell.value, place)
