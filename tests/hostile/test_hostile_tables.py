"""Tables of units with everything that Excel, and nobody's Excel, can put into them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from campaigns import Victim, messages
from fuzzing import unzipped, zipped
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

HEAD = ["unit", "figures.staff.total", "figures.staff.women"]
ROWS = [HEAD, ["so-a", 51, 20], ["so-b", 42, 30], ["so-c", 73, 33]]
SHEET = "xl/worksheets/sheet1.xml"
Change = Callable[[Any], object]


def table(change: Change = lambda sheet: None, rows: list[list[Any]] = ROWS) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Bảng"
    for row in rows:
        sheet.append(row)
    change(sheet)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def change_xml(data: bytes, old: bytes, new: bytes, part: str = SHEET) -> bytes:
    parts = unzipped(data)
    assert old in parts[part]
    return zipped({**parts, part: parts[part].replace(old, new, 1)})


@pytest.fixture
def tabled(victim: Victim) -> Victim:
    """Figures stand in the table only, everything else in the files of the units."""
    for unit in ("so-a", "so-b", "so-c"):
        text = victim.file(unit).read_text("utf-8")
        start, end = text.index("figures:"), text.index("records:")
        victim.file(unit).write_text(text[:start] + text[end:], "utf-8")
    return victim


def put(victim: Victim, data: bytes, name: str = "units.xlsx") -> None:
    (victim.folder / name).write_bytes(data)


def test_figures_of_a_table_make_the_same_documents(tabled: Victim) -> None:
    put(tabled, table())
    tabled.unharmed()
    tabled.others_intact()


def cell(name: str, value: Any) -> Change:
    def change(sheet: Any) -> None:
        sheet[name] = value

    return change


CELLS: dict[str, tuple[Change, str, str]] = {
    "a broken reference": (cell("C3", "#REF!"), "D25", "C3"),
    "a division by nought": (cell("C3", "#DIV/0!"), "D25", "C3"),
    "no value": (cell("C3", "#N/A"), "D25", "C3"),
    "a number as text that may be two": (cell("C3", "1.234"), "D27", "C3"),
    "words": (cell("C3", "ba mươi"), "D33", "C3"),
    "a decimal": (cell("C3", 30.5), "D33", "C3"),
    "a negative count": (cell("C3", -30), "D35", "C3"),
    "a huge number": (cell("C3", 1e300), "D08", "C3"),
    "true": (cell("C3", True), "D33", "C3"),
    "a formula without a value": (cell("C3", "=B3-12"), "D26", "C3"),
    "an array formula without a value": (cell("C3", ArrayFormula("C3", "=B3-12")), "D26", "C3"),
    "a date": (cell("C3", __import__("datetime").date(2025, 1, 30)), "D33", "C3"),
    "full width digits": (cell("C3", "３０"), "D33", "C3"),
    "a formula as text": (cell("C3", "'=1+1"), "D33", "C3"),
}


@pytest.mark.parametrize("case", [*CELLS])
def test_a_faulty_cell_stops_its_unit_only(tabled: Victim, case: str) -> None:
    change, code, at = CELLS[case]
    put(tabled, table(change))
    tabled.suffers(code, f"units.xlsx:Bảng!{at}")


def test_an_infinite_number_stops_its_unit_only(tabled: Victim) -> None:
    put(tabled, change_xml(table(), b"<v>30</v>", b"<v>1e999</v>"))
    tabled.suffers("D25", "units.xlsx:Bảng!C3")


@pytest.mark.parametrize("value", ["NaN", "nan", "INF", "x", "0x1E"])
def test_a_number_that_is_none_makes_no_document_without_it(tabled: Victim, value: str) -> None:
    put(tabled, change_xml(table(), b"<v>30</v>", f"<v>{value}</v>".encode()))
    tabled.build()
    assert tabled.result.traces == []
    assert tabled.result.exit_code == 1
    assert not [name for name in tabled.sandbox.docx() if name.startswith("units/so-b/")]
    tabled.no_holes()


def test_merged_cells_stop_the_units_that_they_touch(tabled: Victim) -> None:
    put(tabled, table(lambda sheet: sheet.merge_cells("C3:C4")))
    tabled.suffers("D29", "units.xlsx:Bảng!C3", ["so-b/", "so-c/"])


def hide_row(sheet: Any) -> None:
    sheet.row_dimensions[3].hidden = True


def hide_column(sheet: Any) -> None:
    sheet.column_dimensions["C"].hidden = True


@pytest.mark.parametrize(("change", "cells"), [(hide_row, ["A3"]), (hide_column, ["C2", "C3", "C4"])])
def test_hidden_values_are_read_and_told(tabled: Victim, change: Change, cells: list[str]) -> None:
    put(tabled, table(change))
    tabled.unharmed(*["D18"] * len(cells))
    assert [str(f.place) for f in tabled.result.findings] == [f"units.xlsx:Bảng!{cell}" for cell in cells]
    tabled.others_intact()


def test_a_hidden_sheet_is_not_read(tabled: Victim) -> None:
    def second(sheet: Any) -> None:
        other = sheet.parent.create_sheet("Ẩn", 0)
        other.sheet_state = "hidden"
        for row in [HEAD, ["so-b", 1, 1]]:
            other.append(row)

    put(tabled, table(second))
    tabled.unharmed()


ROW_CASES: dict[str, tuple[list[list[Any]], str, str]] = {
    "an id that leads out": ([*ROWS, ["../x", 1, 1]], "D11", "A5"),
    "an id in capitals": ([*ROWS, ["SO-B", 1, 1]], "D11", "A5"),
    "a device": ([*ROWS, ["con", 1, 1]], "D11", "A5"),
    "two rows": ([*ROWS, ["so-b", 42, 30]], "D24", "A5"),
    "no id": ([*ROWS, [None, 1, 1]], "D28", "B5"),
    "an id that is a formula": ([*ROWS, ["=1", 1, 1]], "D26", "A5"),
    "an unknown column": ([[*HEAD, "figures.staff.womem"], *ROWS[1:]], "D22", "D1"),
    "a column twice": ([[*HEAD, "figures.staff.women"], *ROWS[1:]], "D23", "D1"),
}


@pytest.mark.parametrize("case", [*ROW_CASES])
def test_a_faulty_row_or_column_is_told(tabled: Victim, case: str) -> None:
    rows, code, at = ROW_CASES[case]
    put(tabled, table(rows=rows))
    tabled.build()
    tabled.tells(code, f"units.xlsx:Bảng!{at}")
    tabled.others_intact(["so-b/"] if code == "D24" else [])


def bomb() -> bytes:
    return zipped({**unzipped(table()), "xl/media/a.xml": b"<a>" + b" " * 60_000_000 + b"</a>"})


def twice() -> bytes:
    target = io.BytesIO(table())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(target, "a") as archive:
        archive.writestr(SHEET, b"<worksheet/>")
    return target.getvalue()


def named(name: str) -> bytes:
    parts = unzipped(table())
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for part, data in [*parts.items(), (name, b"<a/>")]:
            archive.writestr(zipfile.ZipInfo(part), data)
    return target.getvalue()


DOCTYPE = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
ROOT = b"<worksheet "
SHARED = b'<f t="shared" si="0" ref="C3:C9999">' + b"+".join([b"B3"] * 400) + b"</f>"
WHOLE: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "cut": lambda: table()[:-200],
    "text": lambda: b"unit,place\nso-b,x\n",
    "an old form": lambda: b"\xd0\xcf\x11\xe0" * 500,
    "a bomb": bomb,
    "a part twice": twice,
    "a part twice but for capitals": lambda: named(SHEET.upper()),
    "a part above": lambda: named("../a.xml"),
    "a part at the root": lambda: named("/etc/a.xml"),
    "a part with a backslash": lambda: named("..\\a.xml"),
    "a part with a drive": lambda: named("C:/a.xml"),
    "a part with a dot": lambda: named("xl/./a.xml"),
    "a document type": lambda: change_xml(table(), ROOT, DOCTYPE + ROOT),
    "a document type in UTF-16": lambda: zipped(
        {**unzipped(table()), SHEET: (DOCTYPE.decode() + unzipped(table())[SHEET].decode()).encode("utf-16")}
    ),
    "UTF-7": lambda: change_xml(table(), ROOT, b'<?xml version="1.0" encoding="UTF-7"?>' + ROOT),
    "an unknown encoding": lambda: change_xml(table(), ROOT, b'<?xml version="1.0" encoding="cp037"?>' + ROOT),
    "a document type under another name": lambda: zipped(
        {**unzipped(table()), "xl/a.bin": DOCTYPE + b"<a>&b;</a>"}
    ),
    "broken XML": lambda: change_xml(table(), b"</row>", b""),
    "cells merged without end": lambda: change_xml(
        table(lambda sheet: sheet.merge_cells("H8:I8")), b'ref="H8:I8"', b'ref="A1:XFD1048576"'
    ),
    "cells merged many times": lambda: change_xml(
        table(lambda sheet: sheet.merge_cells("H8:I8")),
        b'<mergeCell ref="H8:I8"/>',
        b"".join(b'<mergeCell ref="A%d:J%d"/>' % (20_000 * n + 100, 20_000 * n + 19_000) for n in range(40)),
    ),
    "formulas without end": lambda: change_xml(
        table(),
        b"</sheetData>",
        b'<row r="9"><c r="A9">'
        + SHARED
        + b"</c></row>"
        + b"".join(b'<row r="%d"><c r="A%d"><f t="shared" si="0"/></c></row>' % (n, n) for n in range(10, 9000))
        + b"</sheetData>",
    ),
    "no sheet that shows": lambda: change_xml(table(), b'state="visible"', b'state="hidden"', "xl/workbook.xml"),
    "no head": lambda: table(rows=[["a", "b"], [1, 2]]),
    "too far out": lambda: table(cell("B20000", 1)),
    "too many cells": lambda: table(lambda sheet: [sheet.cell(n, 900, 1) for n in range(5, 700)]),
    "too many parts": lambda: zipped({**unzipped(table()), **{f"xl/{n}.bin": b"" for n in range(2500)}}),
    "too large": lambda: b"PK\x03\x04" + bytes(9 << 20),
}
CODES = {"no head": "D21", "too far out": "D17", "too many cells": "D15", "too large": "D03"}


@pytest.mark.parametrize("case", [*WHOLE])
def test_a_table_that_cannot_be_used_is_told_and_no_document_lacks_its_figures(tabled: Victim, case: str) -> None:
    put(tabled, WHOLE[case]())
    tabled.build()
    code = CODES.get(case, "D20")
    found = [finding for finding in tabled.result.findings if finding.code == code]
    assert found, messages(tabled.result)
    tabled.tells(code, str(found[0].place))
    assert found[0].place.file == "units.xlsx"
    tabled.others_intact(["so-a/", "so-b/", "so-c/"], summary=False)


@pytest.mark.parametrize("case", [*WHOLE])
def test_a_table_that_cannot_be_used_takes_nothing_from_units_that_need_none(victim: Victim, case: str) -> None:
    put(victim, WHOLE[case]())
    victim.build()
    assert victim.result.traces == []
    assert victim.result.exit_code == 1
    victim.others_intact()


CSV_CASES: dict[str, tuple[bytes, str, str]] = {
    "UTF-16": ("unit;place\nso-b;Huế\n".encode("utf-16"), "D02", "units.csv:1"),
    "a NUL": (b"unit,place\nso-b,\0\n", "D02", "units.csv:2"),
    "an escape": (b"unit,place\nso-b,\x1b[2J\n", "D13", "units.csv:2:6"),
    "an open quote": (b'unit,place\nso-b,"x\n', "D04", "units.csv:2"),
    "an error": (b"unit,figures.staff.women\nso-b,#REF!\n", "D25", "units.csv:B2"),
    "a doubtful number": (b"unit;figures.staff.women\nso-b;1.234\n", "D27", "units.csv:B2"),
    "millions of commas": (b"unit" + b"," * 5_000_000 + b"\n", "D15", "units.csv:1"),
    "too many rows": (b"unit\n" + b"x\n" * 20_000, "D17", "units.csv:10001"),
    "too many cells": (b"unit\n" + (b"," * 900 + b"1\n") * 2_000, "D15", "units.csv:556"),
    "a monstrous cell": (b"unit,place\nso-b," + b"x" * 200_000 + b"\n", "D04", "units.csv:2"),
    "empty": (b"", "D21", "units.csv"),
}


@pytest.mark.parametrize("case", [*CSV_CASES])
def test_a_faulty_csv_is_located(victim: Victim, case: str) -> None:
    data, code, place = CSV_CASES[case]
    put(victim, data, "units.csv")
    victim.build()
    victim.tells(code, place)
    victim.no_holes()
    for name, made in victim.sandbox.docx().items():
        assert "/so-b/" in name or name.startswith("summary") or made == victim.clean[name]
