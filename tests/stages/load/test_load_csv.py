"""``units.csv``: heads, numbers as text, rows and their faults."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import BaocaoError, DataError
from pipeline.model import Record
from pipeline.stages.load.cells import Column
from pipeline.stages.load.findings import (
    AmbiguousNumber,
    BadUnitName,
    BrokenText,
    ErrorCell,
    NoHead,
    NotUtf8,
    NumberTooLong,
    RowWithoutUnit,
    SameColumn,
    SameUnit,
    TableTooLarge,
    UnknownColumn,
)
from pipeline.stages.load.table import read_table

OFFICIALS = Column(("figures", "staff", "officials"), numeric=True)
CONTRACT = Column(("figures", "staff", "contract"), numeric=True)
PLACE = Column(("place",), numeric=False, text=True)
COLUMNS = {
    "figures.staff.officials": OFFICIALS,
    "cán bộ, công chức": OFFICIALS,
    "figures.staff.contract": CONTRACT,
    "lao động hợp đồng": CONTRACT,
    "place": PLACE,
}


def table(text: str) -> tuple[dict[str, Record], list[BaocaoError]]:
    return read_table(text.encode(), "units.csv", COLUMNS)


def rows(text: str) -> dict[str, object]:
    records, errors = table(text)
    assert errors == []
    return {unit: record.data for unit, record in records.items()}


def cell(text: str, head: str = "figures.staff.officials") -> object:
    data: object = rows(f"unit\t{head}\nso-y-te\t{text}\n")["so-y-te"]
    while isinstance(data, dict) and data:
        (data,) = data.values()
    return data


# --- heads


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_columns_are_named_by_path_or_by_title(delimiter: str) -> None:
    head = delimiter.join(["unit", '"Cán bộ, công chức"', "place"])
    text = f"{head}\n" + delimiter.join(["so-y-te", "5", "Quảng Ngãi"]) + "\n"
    assert rows(text) == {"so-y-te": {"figures": {"staff": {"officials": 5}}, "place": "Quảng Ngãi"}}


def test_heads_ignore_case_spaces_line_breaks_and_composition() -> None:
    assert rows('MÃ ĐƠN VỊ;"Lao  đô\u0323ng\nhợp đồng "\nso-y-te;3\n') == {
        "so-y-te": {"figures": {"staff": {"contract": 3}}}
    }


def test_rows_above_the_head_and_a_byte_order_mark_do_not_matter() -> None:
    text = "\ufeffBẢNG SỐ LIỆU;;\n;;\nTT;Mã đơn vị;place\n1;so-y-te;Huế\n"
    assert rows(text) == {"so-y-te": {"place": "Huế"}}


def test_the_hint_of_excel_names_the_delimiter() -> None:
    assert rows("sep=|\nunit|place\nso-y-te|a;b;c\n") == {"so-y-te": {"place": "a;b;c"}}


@pytest.mark.parametrize("text", ["", "a;b\n1;2\n", "\n" * 5, "x;y\n" * 12 + "unit;place\n"])
def test_a_table_without_head_is_refused(text: str) -> None:
    with pytest.raises(NoHead):
        table(text)


def test_an_unknown_column_names_the_nearest() -> None:
    records, errors = table("unit;Lao động hơp đồng (người);figures.staff.oficials\nso-y-te;1;2\n")
    assert [type(error) for error in errors] == [UnknownColumn, UnknownColumn]
    assert [str(error.place) for error in errors] == ["units.csv:B1", "units.csv:C1"]
    assert "lao động hợp đồng" in str(errors[0].params["near"])
    assert "figures.staff.officials" in str(errors[1].params["near"])
    assert records["so-y-te"].data == {}


@pytest.mark.parametrize("head", ["place;place", "figures.staff.officials;Cán bộ, công chức", "place;Mã đơn vị"])
def test_two_columns_of_one_field_are_refused(head: str) -> None:
    _, errors = table(f"unit;{head}\nso-y-te;1;2\n")
    assert [type(error) for error in errors] == [SameColumn]
    assert str(errors[0].place) == "units.csv:C1"


# --- rows


def test_values_and_groups_know_their_cell() -> None:
    records, _ = table("unit;figures.staff.officials\nso-y-te;1\nso-noi-vu;2\n")
    record = records["so-noi-vu"]
    assert str(record.place("")) == "units.csv:A3"
    assert str(record.place("/figures")) == "units.csv:B3"
    assert str(record.place("/figures/staff/officials")) == "units.csv:B3"
    assert record.place("/figures/staff/officials").pointer == "/figures/staff/officials"


def test_a_quoted_line_break_moves_lines_but_not_rows() -> None:
    records, _ = table('unit;place\nso-y-te;"a\nb"\nso-noi-vu;c\n')
    place = records["so-noi-vu"].place("/place")
    assert (place.cell, place.line) == ("B3", 4)


def test_spaces_around_an_id_do_not_matter() -> None:
    assert rows("unit;place\n  so-y-te\u00a0 ;a\n") == {"so-y-te": {"place": "a"}}


@pytest.mark.parametrize(
    "id_", ["Sở Y tế", "so_y_te", "SO-Y-TE", "../../etc/passwd", "s\u043e-y-te", "a" * 61, "-a"]
)
def test_what_cannot_be_an_id_is_located(id_: str) -> None:
    records, errors = table(f"unit;place\n{id_};a\n")
    assert records == {}
    assert [(type(error), str(error.place)) for error in errors] == [(BadUnitName, "units.csv:A2")]


def test_a_second_row_of_a_unit_stands_against_the_unit() -> None:
    records, errors = table("unit;place\nso-y-te;a\nso-y-te;b\n")
    assert records["so-y-te"].data == {"place": "a"}
    assert [(type(error), error.unit, str(error.place)) for error in errors] == [
        (SameUnit, "so-y-te", "units.csv:A3")
    ]
    assert str(errors[0].params["other"]) == "units.csv:A2"


def test_a_row_with_values_needs_an_id_but_a_numbered_blank_row_does_not() -> None:
    records, errors = table("TT;unit;Tên đơn vị;place\n1;so-y-te;Sở Y tế;a\n2;;;\n3;;Sở X;b\n;;;\n")
    assert [*records] == ["so-y-te"]
    assert [(type(error), str(error.place)) for error in errors] == [(RowWithoutUnit, "units.csv:D4")]


def test_short_rows_and_empty_cells_leave_fields_open() -> None:
    assert rows("unit;place;figures.staff.officials\nso-y-te\nso-noi-vu;; \n") == {"so-y-te": {}, "so-noi-vu": {}}


# --- numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234", 1234),
        (" 12 ", 12),
        ("-5", -5),
        ("+5", 5),
        ("1,5", Decimal("1.5")),
        ("1.5", Decimal("1.5")),
        ("0,125", Decimal("0.125")),
        ("0.125", Decimal("0.125")),
        ("1234,567", Decimal("1234.567")),
        ("12,3456", Decimal("12.3456")),
        ("1.234,5", Decimal("1234.5")),
        ("1.234.567", 1234567),
        ("1.234.567,89", Decimal("1234567.89")),
    ],
)
def test_a_number_typed_as_text_is_read_where_it_can_mean_one_thing(text: str, value: object) -> None:
    found = cell(text)
    assert (type(found), found) == (type(value), value)


@pytest.mark.parametrize("text", ["1.234", "12.345", "123.456", "1,234", "-1.234"])
def test_a_number_that_may_mean_two_things_is_refused(text: str) -> None:
    records, errors = table(f"unit;figures.staff.officials\nso-y-te;{text}\n")
    assert records["so-y-te"].data == {}
    assert [(type(error), error.unit, str(error.place)) for error in errors] == [
        (AmbiguousNumber, "so-y-te", "units.csv:B2")
    ]
    thousands, decimal = str(errors[0].params["one"]), str(errors[0].params["other"])
    assert int(thousands) == 1000 * Decimal(decimal.replace(",", "."))


@pytest.mark.parametrize(
    "text", ["năm", "5 người", "12%", "1.23.456", "5 000", "٣", "５", "1e3", "--5", "NaN", "inf"]
)
def test_what_is_no_number_stays_text_for_the_schema_to_refuse(text: str) -> None:
    assert cell(text) == text


def test_a_number_of_many_digits_is_refused() -> None:
    _, errors = table(f"unit;figures.staff.officials\nso-y-te;{'9' * 5000}\n")
    assert [type(error) for error in errors] == [NumberTooLong]


@pytest.mark.parametrize("text", ["1.234", "007", "true", "2024-03-01"])
def test_a_text_field_keeps_what_is_typed(text: str) -> None:
    assert cell(text, "place") == text


@pytest.mark.parametrize("text", ["#REF!", "#N/A", "#DIV/0!"])
def test_excel_errors_are_found_in_csv_too(text: str) -> None:
    _, errors = table(f"unit;place\nso-y-te;{text}\n")
    assert [(type(error), error.unit) for error in errors] == [(ErrorCell, "so-y-te")]


@given(st.integers(0, 10**15))
def test_every_whole_number_with_vietnamese_separators_is_itself_or_refused(number: int) -> None:
    text = f"{number:,}".replace(",", ".")
    _, errors = table(f"unit;figures.staff.officials\nso-y-te;{text}\n")
    if text.count(".") == 1:
        assert [type(error) for error in errors] == [AmbiguousNumber]
    else:
        assert cell(text) == number


# --- broken files


def test_legacy_bytes_are_refused() -> None:
    with pytest.raises(NotUtf8):
        read_table("unit;place\nso-y-te;Đà Nẵng".encode("utf-16"), "units.csv", COLUMNS)


@pytest.mark.parametrize("text", ['unit;place\nso-y-te;"open\nb;c\n', 'unit;place\nso-y-te;"a"b\n'])
def test_a_quote_that_does_not_close_is_located(text: str) -> None:
    with pytest.raises(BrokenText) as caught:
        table(text)
    assert caught.value.place is not None
    assert caught.value.place.line == 2


@pytest.mark.parametrize("text", ["unit" + ";" * 2000, "unit\n" + "a\n" * 20_000])
def test_a_table_beyond_any_use_is_refused(text: str) -> None:
    with pytest.raises(TableTooLarge):
        table(text)


def test_a_field_beyond_the_limit_of_the_reader_is_a_finding() -> None:
    with pytest.raises(DataError):
        table("unit;place\nso-y-te;" + "x" * 200_000)


@given(st.text(max_size=80))
def test_any_text_gives_rows_or_findings(text: str) -> None:
    try:
        records, errors = table("unit;place\n" + text)
    except DataError as error:
        assert error.place is not None
    else:
        assert all(error.place is not None for error in errors)
        assert all(record.place("/place") for record in records.values())
