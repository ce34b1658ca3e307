"""``units.xlsx``: cells of every kind, and workbooks that mean harm."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from pipeline.errors import BaocaoError, DataError
from pipeline.model import Record
from pipeline.stages.load.cells import Column
from pipeline.stages.load.findings import (
    BadUnitName,
    ErrorCell,
    HiddenValues,
    MergedCells,
    NoCachedValue,
    NoHead,
    NotAWorkbook,
    NumberTooLong,
    OtherSheet,
    TableTooLarge,
)
from pipeline.stages.load.table import read_table

COLUMNS = {
    "figures.staff.officials": Column(("figures", "staff", "officials"), numeric=True),
    "place": Column(("place",), numeric=False, text=True),
    "illustrative": Column(("illustrative",), numeric=False),
}
HEAD = ["unit", "figures.staff.officials", "place", "illustrative"]


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def book(*rows: list[Any], change: Callable[[Any], None] = lambda sheet: None) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Số liệu"
    for row in (HEAD, *rows):
        sheet.append(row)
    change(sheet)
    return saved(workbook)


def read(data: bytes) -> tuple[dict[str, Record], list[BaocaoError]]:
    return read_table(data, "units.xlsx", COLUMNS)


def repacked(data: bytes, **parts: bytes | Callable[[bytes], bytes]) -> bytes:
    """The package with parts replaced or added; ``sheet1`` stands for the first worksheet."""
    names = {"sheet1": "xl/worksheets/sheet1.xml", "workbook": "xl/workbook.xml"}
    wanted = {names.get(name, name): part for name, part in parts.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {**dict.fromkeys(old.namelist()), **dict.fromkeys(wanted)}:
            part = wanted[name] if name in wanted else old.read(name)
            new.writestr(name, part if isinstance(part, bytes) else part(old.read(name)))
    return buffer.getvalue()


SOUND = book(["so-y-te", 5, "Huế", True], ["so-noi-vu", "1.234", None, None])


# --- cells


def test_a_value_knows_its_sheet_and_cell() -> None:
    records, errors = read(book(["so-y-te", 5, "Huế"]))
    assert errors == []
    assert records["so-y-te"].data == {"figures": {"staff": {"officials": 5}}, "place": "Huế"}
    assert str(records["so-y-te"].place("/figures/staff/officials")) == "units.xlsx:Số liệu!B2"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (5.0, 5),
        (0.1, Decimal("0.1")),
        (0.1 + 0.2, Decimal("0.3")),
        (1e20, 10**20),
        (True, True),
        ("1.234.567", 1234567),
        (datetime(2024, 3, 1), "2024-03-01"),
        (time(12, 30), "12:30:00"),
    ],
)
def test_numbers_are_what_excel_shows(typed: object, value: object) -> None:
    records, errors = read(book(["so-y-te", typed]))
    assert errors == []
    found = records["so-y-te"].data["figures"]["staff"]["officials"]
    assert (type(found), found) == (type(value), value)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (34, "34"),
        (34.0, "34"),
        ("  Huế\u00a0", "Huế"),
        ("Vie\u0323\u0302t", "Việt"),
        (date(2024, 3, 1), "2024-03-01"),
        (datetime(2024, 3, 1, 7, 30), "2024-03-01 07:30:00"),
        (1.5, Decimal("1.5")),
        (True, True),
    ],
)
def test_a_text_field_takes_back_what_excel_made_of_it(typed: object, value: object) -> None:
    records, _ = read(book(["so-y-te", None, typed]))
    assert records["so-y-te"].data["place"] == value


def test_spaces_around_an_id_do_not_matter_and_a_number_is_a_possible_id() -> None:
    records, errors = read(book([" so-y-te ", 1], [5, 1]))
    assert ([*records], errors) == (["so-y-te", "5"], [])


def test_an_id_that_excel_made_a_date_is_refused() -> None:
    records, errors = read(book([datetime(2024, 2, 1), 1]))
    assert records == {}
    assert [(type(error), str(error.place)) for error in errors] == [(BadUnitName, "units.xlsx:Số liệu!A2")]


def test_an_error_cell_stands_against_its_unit_only() -> None:
    records, errors = read(book(["so-y-te", "#REF!"], ["so-noi-vu", 2]))
    assert [(type(error), error.unit, str(error.place)) for error in errors] == [
        (ErrorCell, "so-y-te", "units.xlsx:Số liệu!B2")
    ]
    assert records["so-noi-vu"].data == {"figures": {"staff": {"officials": 2}}}


def test_an_error_in_the_head_or_in_an_id_is_told() -> None:
    _, errors = read(book(["#N/A", 1], change=lambda sheet: sheet.__setitem__("C1", "#REF!")))
    assert [(type(error), str(error.place)) for error in errors] == [
        (ErrorCell, "units.xlsx:Số liệu!C1"),
        (ErrorCell, "units.xlsx:Số liệu!A2"),
    ]


def test_a_formula_without_a_computed_value_is_refused() -> None:
    _, errors = read(book(["so-y-te", "=1+1"]))
    assert [(type(error), error.params["formula"]) for error in errors] == [(NoCachedValue, "=1+1")]


def test_a_formula_with_a_computed_value_is_read() -> None:
    data = book(["so-y-te", "=1+1"])
    records, errors = read(
        repacked(
            data,
            sheet1=lambda xml: (
                xml.replace(b"<v></v>", b"<v>2</v>").replace(b"<v />", b"<v>2</v>").replace(b"<v/>", b"<v>2</v>")
            ),
        )
    )
    assert errors == []
    assert records["so-y-te"].data == {"figures": {"staff": {"officials": 2}}}


@pytest.mark.parametrize(("digits", "kind"), [("9" * 60, NumberTooLong), ("1e999", ErrorCell)])
def test_numbers_beyond_any_figure_are_refused(digits: str, kind: type[DataError]) -> None:
    data = repacked(book(["so-y-te", 123456]), sheet1=lambda xml: xml.replace(b"123456", digits.encode()))
    _, errors = read(data)
    assert [type(error) for error in errors] == [kind]


# --- merged, hidden, other sheets


def test_merged_cells_above_the_head_or_beside_the_fields_do_not_matter() -> None:
    def change(sheet: Any) -> None:
        sheet.insert_rows(1, 2)
        sheet["A1"] = "BẢNG SỐ LIỆU"
        sheet.merge_cells("A1:C1")
        sheet.merge_cells("F4:F5")

    records, errors = read(book(["so-y-te", 1], ["so-noi-vu", 2], change=change))
    assert ([*records], errors) == (["so-y-te", "so-noi-vu"], [])


@pytest.mark.parametrize("area", ["B2:B3", "A2:A3", "B2:C2"])
def test_merged_cells_among_the_values_are_refused(area: str) -> None:
    _, errors = read(book(["so-y-te", 1], ["so-noi-vu", 2], change=lambda sheet: sheet.merge_cells(area)))
    found = [error for error in errors if isinstance(error, MergedCells)]
    assert {error.params["range"] for error in found} == {area}
    assert str(found[0].place) == f"units.xlsx:Số liệu!{area[:2]}"


def test_hidden_rows_and_columns_are_read_with_a_warning() -> None:
    def change(sheet: Any) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True

    records, errors = read(book(["a", 1], ["b", 2], ["c", None, "Huế"], change=change))
    assert [*records] == ["a", "b", "c"]
    assert [(type(error), error.severity, error.unit) for error in errors] == [
        (HiddenValues, "warning", "b"),
        (HiddenValues, "warning", "c"),
    ]


def test_the_first_visible_sheet_with_a_head_is_read() -> None:
    workbook = Workbook()
    hidden = workbook.active
    assert hidden is not None
    hidden.append(HEAD)
    hidden.append(["an", 1])
    hidden.sheet_state = "hidden"
    workbook.create_sheet("Hướng dẫn").append(["Cách điền"])
    for title, unit in (("Một", "mot"), ("Hai", "hai")):
        sheet = workbook.create_sheet(title)
        sheet.append(HEAD)
        sheet.append([unit, 1])
    records, errors = read(saved(workbook))
    assert [*records] == ["mot"]
    assert [(type(error), error.severity, error.params["sheet"]) for error in errors] == [
        (OtherSheet, "warning", "Hai")
    ]


def test_a_workbook_without_head_is_refused() -> None:
    with pytest.raises(NoHead):
        read(saved(Workbook()))


# --- broken and hostile files


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"unit;place\n", b"\xd0\xcf\x11\xe0" + b"\0" * 600])
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(NotAWorkbook):
        read(data)


def test_an_old_or_locked_file_is_called_so() -> None:
    with pytest.raises(NotAWorkbook, match=r"old \.xls file, or has a password"):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)


def test_a_package_with_a_password_is_refused() -> None:
    data = bytearray(book(["so-y-te", 1]))
    entry = data.index(b"PK\x01\x02")
    data[entry + 8] |= 1  # the flag of encryption in the first entry of the directory
    with pytest.raises(NotAWorkbook, match="it has a password"):
        read(bytes(data))


def test_a_workbook_of_hidden_sheets_is_refused() -> None:
    data = book(["so-y-te", 1])
    hidden = repacked(data, workbook=lambda xml: xml.replace(b'state="visible"', b'state="hidden"'))
    assert hidden != data
    with pytest.raises(NotAWorkbook, match="no visible sheet"):
        read(hidden)


def test_a_sheet_of_a_million_cells_is_refused_unread() -> None:
    cells = b"<row>" + b'<c r="A1"><v>1</v></c>' * 400_000 + b"</row>"
    data = repacked(book(["so-y-te", 1]), sheet1=lambda xml: xml.replace(b"</sheetData>", cells + b"</sheetData>"))
    with pytest.raises(NotAWorkbook, match=r"too many cells|unpacks to too much"):
        read(data)


@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=6))
def test_a_damaged_sheet_gives_rows_or_findings(at: int, bytes_: bytes) -> None:
    data = repacked(SOUND, sheet1=lambda xml: xml[: at % len(xml)] + bytes_ + xml[at % len(xml) + len(bytes_) :])
    try:
        records, errors = read(data)
    except DataError as error:
        assert error.place is not None
    else:
        assert all(error.place is not None for error in errors)
        assert all(record.places for record in records.values())


def test_every_cut_of_a_workbook_is_a_finding() -> None:
    data = book(["so-y-te", 1])
    for size in range(0, len(data), 97):
        with pytest.raises(NotAWorkbook):
            read(data[:size])


def test_a_package_of_too_many_parts_is_refused() -> None:
    data = repacked(book(["so-y-te", 1]), **{f"x/{i}.txt": b"" for i in range(2_100)})
    with pytest.raises(NotAWorkbook, match="too many parts"):
        read(data)


def test_a_package_that_unpacks_to_too_much_is_refused_before_it_is_unpacked() -> None:
    data = repacked(book(["so-y-te", 1]), **{"xl/media/a.bin": b"\0" * 30_000_000})
    assert len(data) < 100_000
    with pytest.raises(NotAWorkbook, match="unpacks to too much"):
        read(data)


def test_entities_are_refused() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    with pytest.raises(NotAWorkbook, match="Excel does not write"):
        read(repacked(book(["so-y-te", 1]), sheet1=bomb))
    with pytest.raises(NotAWorkbook):
        read(repacked(book(["so-y-te", 1]), sheet1=bomb.decode().encode("utf-16")))


@pytest.mark.parametrize(
    "element",
    [
        b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        b'<mergeCells><mergeCell ref="A1:&#88;FD1048576"/></mergeCells>',
        b'<mergeCells><mergeCell ref="nonsense"/></mergeCells>',
        b'<hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>',
    ],
)
def test_ranges_that_cover_the_whole_sheet_are_refused(element: bytes) -> None:
    data = repacked(
        book(["so-y-te", 1]), sheet1=lambda xml: xml.replace(b"</sheetData>", b"</sheetData>" + element)
    )
    with pytest.raises(NotAWorkbook, match="too many cells"):
        read(data)


def test_a_stray_value_far_outside_is_refused_and_a_stray_format_is_not() -> None:
    with pytest.raises(TableTooLarge):
        read(book(["so-y-te", 1], change=lambda sheet: sheet.__setitem__("XFD1048576", 1)))
    with pytest.raises(TableTooLarge):
        read(book(["so-y-te", 1], change=lambda sheet: sheet.__setitem__("ZZZ3", 1)))

    def style(sheet: Any) -> None:
        sheet["XFD1048576"].number_format = "0.00"

    records, errors = read(book(["so-y-te", 1], change=style))
    assert ([*records], errors) == (["so-y-te"], [])


def test_links_to_other_files_are_not_followed() -> None:
    parts: dict[str, bytes | Callable[[bytes], bytes]] = {
        "xl/externalLinks/externalLink1.xml": b"<externalLink/>",
        "xl/_rels/workbook.xml.rels": lambda xml: xml.replace(
            b"</Relationships>",
            b'<Relationship Id="x1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
            b'externalLink" Target="externalLinks/externalLink1.xml"/></Relationships>',
        ),
    }
    records, errors = read(repacked(book(["so-y-te", 1]), **parts))
    assert ([*records], errors) == (["so-y-te"], [])
