"""Workbooks and CSV files as sheets of located cells. A workbook is taken apart with suspicion first."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from pipeline.errors import DataError
from pipeline.i18n import N_
from pipeline.model import Place
from pipeline.stages.load.characters import normal
from pipeline.stages.load.findings import (
    BrokenText,
    ErrorCell,
    NoCachedValue,
    NotAWorkbook,
    TableTooLarge,
    TooManyValues,
)
from pipeline.stages.load.merging import short
from pipeline.stages.load.text import decode

MAX_PARTS = 2_000
MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 200
MAX_ELEMENTS = 1_000_000
RATIO_FROM = 1024 * 1024
"""A part smaller than this may be packed as tightly as it likes."""
MAX_ROWS = 10_000
MAX_COLUMNS = 1_000
MAX_CELLS = 500_000
"""Cells of one sheet, counted in each row from column A to the last that has a value."""
MAX_AREA = 200_000
"""Cells that the merged ranges and links of a sheet may cover: openpyxl makes an object of each."""
MAX_FORMULAS = 5_000_000
"""Characters of a sheet's shared formulas, written out: openpyxl translates each for every cell."""

EXCEL_ERRORS = {
    "#NULL!",
    "#DIV/0!",
    "#VALUE!",
    "#REF!",
    "#NAME?",
    "#NUM!",
    "#N/A",
    "#SPILL!",
    "#CALC!",
    "#GETTING_DATA",
}
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?\Z")
_OLD_FORM = b"\xd0\xcf\x11\xe0"
_ENCODING = re.compile(rb"<\?xml[^>]*\sencoding\s*=\s*[\"'](?!utf-?8[\"']|us-ascii[\"'])", re.IGNORECASE)
_XML_START = re.compile(rb"(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<")
_XML_NAME = re.compile(r".*\.(xml|rels|vml)\Z", re.IGNORECASE | re.DOTALL)
_STRANGE_NAME = re.compile(r"/|.*[\\:\x00-\x1f]|(.*/)?\.*(/|\Z)", re.DOTALL)
_HINT = re.compile(r"sep=(.)\n")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with its value, or with what keeps it from having one."""

    value: Any
    place: Place
    row: int
    column: int
    error: DataError | None = None
    hidden: bool = False

    @property
    def filled(self) -> bool:
        return self.error is not None or (self.value is not None and str(self.value).strip() != "")

    @property
    def text(self) -> str:
        """The value as a head or an id shows it: spaces around it and line breaks in it count for nothing."""
        return " ".join(normal(str(self.value)).split()) if self.value is not None else ""


@dataclass(frozen=True, slots=True)
class Area:
    """A merged range of cells."""

    name: str
    rows: range
    columns: range


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a sheet that have a value, each with all its cells from column A on."""

    title: str
    rows: list[list[Cell]]
    merged: tuple[Area, ...] = ()


def column_name(column: int) -> str:
    """``A`` for 1, ``AB`` for 28."""
    name = ""
    while column:
        column, letter = divmod(column - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


# --- CSV --------------------------------------------------------------------------------------------------------


def read_csv(data: bytes, name: str) -> Sheet:
    """The rows of a CSV file; comma, semicolon or tab parts the values, whichever is most frequent at the top.

    Raises:
        NotUtf8, BadCharacter, BrokenText: With the line.
    """
    text = decode(data, name)
    hint = _HINT.match(text)
    top = text.split("\n", 10)[:10]
    delimiter = hint[1] if hint else max(";,\t", key=lambda char: sum(line.count(char) for line in top))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[Cell]] = []
    line, cells = 1, 0
    try:
        for number, row in enumerate(reader, start=1):
            cells += len(row)
            _check_size(Place(name, line=line), number, len(row), cells)
            rows.append([_csv_cell(value, name, line, number, index) for index, value in enumerate(row, start=1)])
            line = reader.line_num + 1
    except csv.Error as error:
        reason = N_("a quote is not closed, or text follows a closing quote")
        raise BrokenText(Place(name, line=line), reason=reason) from error
    return Sheet("", [row for row in rows if any(cell.filled for cell in row)])


def _csv_cell(value: str, name: str, line: int, row: int, column: int) -> Cell:
    place = Place(name, line=line, cell=f"{column_name(column)}{row}")
    return Cell(value or None, place, row, column, _error_in(value, place))


def _error_in(value: object, place: Place) -> DataError | None:
    return ErrorCell(place, value=value) if isinstance(value, str) and value.strip() in EXCEL_ERRORS else None


def _check_size(place: Place, rows: int, columns: int, cells: int) -> None:
    if cells > MAX_CELLS:
        raise TooManyValues(place, limit=MAX_CELLS)
    if rows > MAX_ROWS or columns > MAX_COLUMNS:
        raise TableTooLarge(place, rows=MAX_ROWS, columns=MAX_COLUMNS)


# --- XLSX -------------------------------------------------------------------------------------------------------


def read_workbook(data: bytes, name: str) -> list[Sheet]:
    """The visible sheets of a workbook.

    Raises:
        NotAWorkbook: It is none, is broken, or asks for more than a table of units can need.
        TableTooLarge: A value stands far outside.
    """
    if data.startswith(_OLD_FORM):
        raise NotAWorkbook(Place(name), reason=N_("it is an old .xls file, or has a password"))
    try:
        _inspect(data, name)
        values, formulas = _open(data, values=True), _open(data, values=False)
        pairs = [pair for pair in zip(values, formulas, strict=True) if pair[0].sheet_state == "visible"]
        sheets = [_sheet(sheet, raw, name) for sheet, raw in pairs]
    except DataError:
        raise
    except zipfile.BadZipFile as error:
        raise NotAWorkbook(Place(name), reason=N_("it is no package of the form .xlsx, or is damaged")) from error
    except Exception as error:  # a hostile file makes openpyxl raise anything
        raise NotAWorkbook(Place(name), reason=str(error).split("\n")[0] or type(error).__name__) from error
    if not sheets:
        raise NotAWorkbook(Place(name), reason=N_("it has no visible sheet"))
    return sheets


def _open(data: bytes, values: bool) -> list[Any]:
    from openpyxl import load_workbook  # noqa: PLC0415 - most campaigns have no workbook, and it takes long

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of parts that it does not keep; we only read
        return list(load_workbook(io.BytesIO(data), data_only=values, keep_links=False).worksheets)


def _inspect(data: bytes, name: str) -> None:
    """Refuse what would exhaust memory or time before openpyxl meets it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if len(parts) > MAX_PARTS:
            raise NotAWorkbook(Place(name), reason=N_("it has too many parts"))
        packed = sum(part.compress_size for part in parts)
        unpacked = sum(part.file_size for part in parts)
        if unpacked > MAX_UNPACKED or (unpacked > RATIO_FROM and unpacked > MAX_RATIO * max(packed, 1)):
            raise NotAWorkbook(Place(name), reason=N_("it unpacks to too much"))
        if any(part.flag_bits & 1 for part in parts):
            raise NotAWorkbook(Place(name), reason=N_("it has a password"))
        names = {part.orig_filename.casefold() for part in parts}
        if len(names) < len(parts) or any(_STRANGE_NAME.match(part.orig_filename) for part in parts):
            raise NotAWorkbook(Place(name), reason=N_("it has a part with an unsafe or repeated name"))
        elements = 0
        for part in parts:
            xml = archive.read(part)
            if _XML_NAME.match(part.filename) or _XML_START.match(xml):
                _inspect_xml(xml, name)
                elements += xml.count(b"<")
                if elements > MAX_ELEMENTS:
                    raise NotAWorkbook(Place(name), reason=N_("it holds too many cells"))


def _inspect_xml(xml: bytes, name: str) -> None:
    if b"<!DOCTYPE" in xml or b"\0" in xml or _ENCODING.search(xml[:1000]):  # entities; encodings that hide them
        raise NotAWorkbook(Place(name), reason=N_("its XML holds what Excel does not write"))
    if not any(word in xml for word in (b"mergeCell", b"hyperlink", b"shared")):
        return
    covered = shared = longest = 0
    tags = ("{*}mergeCell", "{*}hyperlink", "{*}f")
    for _, element in etree.iterparse(io.BytesIO(xml), tag=tags, resolve_entities=False):
        if etree.QName(element).localname == "f":
            shared, longest = shared + (element.get("t") == "shared"), max(longest, len(element.text or ""))
        else:
            area = _area(str(element.get("ref", "")))
            covered += len(area.rows) * len(area.columns) if area else MAX_AREA + 1
        if covered > MAX_AREA:
            raise NotAWorkbook(Place(name), reason=N_("it merges or links too many cells"))
        if shared * longest > MAX_FORMULAS:
            raise NotAWorkbook(Place(name), reason=N_("its formulas are too many and too long"))


def _area(name: str) -> Area | None:
    match = _RANGE.match(name)
    if match is None:
        return None
    left, top, right, bottom = match[1], int(match[2]), match[3] or match[1], int(match[4] or match[2])
    return Area(name, range(top, bottom + 1), range(_column(left), _column(right) + 1))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _sheet(sheet: Any, raw: Any, name: str) -> Sheet:
    merged = tuple(filter(None, (_area(area.coord) for area in sheet.merged_cells.ranges)))
    title = short(str(sheet.title))
    return Sheet(title, list(_rows(sheet, raw, name, title)), merged)


def _rows(sheet: Any, raw: Any, name: str, title: str) -> Iterator[list[Cell]]:
    """The rows with values. The sheet's own extent is not asked: a stray format may make it a million rows."""
    found: dict[int, dict[int, Cell]] = {}
    for (row, column), cell in sheet._cells.items():
        made = _xlsx_cell(cell, raw, name, title)
        if made.filled:
            _check_size(made.place, row, column, 0)
            found.setdefault(row, {})[column] = made
    hidden_columns = set(_hidden_columns(sheet))
    size = 0
    for row in sorted(found):
        cells = found[row]
        size += max(cells)
        _check_size(cells[max(cells)].place, row, max(cells), size)
        hidden = bool(sheet.row_dimensions[row].hidden) if row in sheet.row_dimensions else False
        yield [
            replace(cells[column], hidden=hidden or column in hidden_columns)
            if column in cells
            else Cell(None, Place(name, sheet=title, cell=f"{column_name(column)}{row}"), row, column)
            for column in range(1, max(cells) + 1)
        ]


def _hidden_columns(sheet: Any) -> Iterable[int]:
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden:
            first = dimension.min or _column(dimension.index)
            yield from range(first, min(dimension.max or first, MAX_COLUMNS) + 1)


def _xlsx_cell(cell: Any, raw: Any, name: str, sheet: str) -> Cell:
    place = Place(name, sheet=sheet, cell=cell.coordinate)
    error: DataError | None = None
    if cell.data_type == "e":
        error = ErrorCell(place, value=cell.value)
    elif cell.value is None and (source := raw._cells.get((cell.row, cell.column))) and source.data_type == "f":
        error = NoCachedValue(place, formula=short(str(getattr(source.value, "text", source.value))))
    error = error or _error_in(cell.value, place)
    return Cell(None if error else cell.value, place, cell.row, cell.column, error)
