"""``units.xlsx`` and ``units.csv``: one row per unit, one column per field.

The head row is the first of the first rows that has a cell ``unit`` (or ``Mã đơn vị``). Each other cell of it
names a field, by its path (``figures.staff.total``) or by the title that the schema gives it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from string import ascii_uppercase

from pipeline.errors import BaocaoError, DataError
from pipeline.model import Place, Plain, Pointer, Record, escape
from pipeline.stages.load.cells import Column, plain
from pipeline.stages.load.findings import (
    BadUnitName,
    HiddenValues,
    MergedCells,
    NoHead,
    OtherSheet,
    RowWithoutUnit,
    SameColumn,
    SameUnit,
    UnknownColumn,
)
from pipeline.stages.load.merging import short
from pipeline.stages.load.nearest import nearest
from pipeline.stages.load.sheets import Cell, Sheet, read_csv, read_workbook

__all__ = ["UNIT_ID", "Column", "is_unit_id", "read_table"]

UNIT_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
DEVICE = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9])\Z")
"""Names that Windows keeps for devices."""
UNIT_HEADS = {"unit", "mã đơn vị"}
IGNORED_HEADS = {"tt", "stt", "tên đơn vị"}
HEAD_ROWS = 10


def is_unit_id(text: str) -> bool:
    """Whether ``text`` may be the id of a unit: it becomes the name of a folder, also on Windows."""
    return len(text) <= 60 and UNIT_ID.match(text) is not None and DEVICE.match(text) is None


def read_table(
    data: bytes, name: str, columns: Mapping[str, Column]
) -> tuple[dict[str, Record], list[BaocaoError]]:
    """Unit id to partial record, and what is wrong with single columns, rows and cells.

    Raises:
        DataError: The table as a whole cannot be used (NotAWorkbook, NoHead …).
    """
    sheets = [read_csv(data, name)] if name.lower().endswith(".csv") else read_workbook(data, name)
    headed = [sheet for sheet in sheets if _head(sheet) is not None]
    if not headed:
        raise NoHead(Place(name), rows=HEAD_ROWS)
    reader = _Reader(headed[0], columns)
    reader.read()
    for sheet in headed[1:]:
        place = Place(name, sheet=sheet.title, cell=sheet.rows[_head(sheet) or 0][0].place.cell)
        reader.errors.append(OtherSheet(place, sheet=sheet.title, first=headed[0].title))
    return reader.records, reader.errors


def _head(sheet: Sheet) -> int | None:
    return next((i for i, row in enumerate(sheet.rows[:HEAD_ROWS]) if _unit_column(row) is not None), None)


def _unit_column(row: list[Cell]) -> int | None:
    return next((i for i, cell in enumerate(row) if cell.text.casefold() in UNIT_HEADS), None)


class _Reader:
    """Reads one sheet; collects records and findings."""

    def __init__(self, sheet: Sheet, columns: Mapping[str, Column]) -> None:
        self.sheet, self.columns = sheet, columns
        self.errors: list[BaocaoError] = []
        self.records: dict[str, Record] = {}
        start = _head(sheet) or 0
        self.head, self.rows = sheet.rows[start], sheet.rows[start + 1 :]
        self.key = _unit_column(self.head) or 0

    def read(self) -> None:
        fields = self._fields()
        for row in self.rows:
            self._row(row, fields)
        self._merged({self.key, *fields})

    def _fields(self) -> dict[int, Column]:
        fields: dict[int, Column] = {}
        for index, cell in enumerate(self.head):
            name = cell.text.casefold()
            column = self.columns.get(name)
            if cell.error:
                self.errors.append(cell.error)
            elif not name or index == self.key or name in IGNORED_HEADS:
                continue
            elif name in UNIT_HEADS:
                self.errors.append(SameColumn(cell.place, path="unit", other=self.head[self.key].place))
            elif column is None:
                near = ", ".join(nearest(name, self.columns, n=3, cutoff=0.4)) or "-"
                self.errors.append(UnknownColumn(cell.place, head=short(cell.text), near=near))
            elif column in fields.values():
                other = next(self.head[i].place for i, known in fields.items() if known == column)
                self.errors.append(SameColumn(cell.place, path=".".join(column.path), other=other))
            else:
                fields[index] = column
        return fields

    def _merged(self, used: set[int]) -> None:
        """Merged cells below the head in a column that is read; they stand against the units beside them."""
        last = self.rows[-1][0].row if self.rows else 0
        for area in self.sheet.merged:
            below = area.rows.stop - 1 > self.head[0].row and area.rows.start <= last
            if below and any(index + 1 in area.columns for index in used):
                place = replace(self.head[0].place, cell=area.name.partition(":")[0])
                units: list[str | None] = [*(u for u, row in self.records.items() if _row_of(row) in area.rows)]
                self.errors += [MergedCells(place, range=area.name).about(unit) for unit in units or [None]]

    def _row(self, row: list[Cell], fields: Mapping[int, Column]) -> None:
        id_ = row[self.key] if self.key < len(row) else None
        filled = [row[index] for index in fields if index < len(row) and row[index].filled]
        if id_ is not None and id_.error:
            self.errors.append(id_.error)
        elif id_ is None or not id_.text:
            if filled:
                self.errors.append(RowWithoutUnit(filled[0].place))
        elif not is_unit_id(id_.text):
            self.errors.append(BadUnitName(id_.place, name=short(id_.text)))
        elif id_.text in self.records:
            other = self.records[id_.text].place("")
            self.errors.append(SameUnit(id_.place, unit=id_.text, other=other).about(id_.text))
        else:
            self._record(id_, row, fields)
            if hidden := next((cell for cell in [id_, *filled] if cell.hidden), None):
                self.errors.append(HiddenValues(hidden.place).about(id_.text))

    def _record(self, id_: Cell, row: list[Cell], fields: Mapping[int, Column]) -> None:
        data: dict[str, Plain] = {}
        places: dict[Pointer, Place] = {"": id_.place}
        for index, column in fields.items():
            if index >= len(row):
                continue
            try:
                value = plain(row[index], column)
            except DataError as error:
                self.errors.append(error.about(id_.text))
                continue
            if value is not None:
                _put(data, places, column.path, value, row[index].place)
        self.records[id_.text] = Record(data, places, places)


def _row_of(record: Record) -> int:
    """The number of the row that a record was read from."""
    return int((record.place("").cell or "").lstrip(ascii_uppercase))


def _put(
    data: dict[str, Plain], places: dict[Pointer, Place], path: tuple[str, ...], value: Plain, place: Place
) -> None:
    pointer = ""
    for name in path[:-1]:
        pointer += f"/{escape(name)}"
        places.setdefault(pointer, replace(place, pointer=pointer))
        data = data.setdefault(name, {})
    data[path[-1]] = value
    pointer += f"/{escape(path[-1])}"
    places[pointer] = replace(place, pointer=pointer)
