"""Workbooks with any values, any damage to their parts, any damage to their bytes."""

from __future__ import annotations

import datetime
import io
from typing import Any

import pytest
from fuzzing import Damage, check_error, damages, examples, settled, snippets, unzipped, zipped
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.exceptions import IllegalCharacterError

from pipeline.errors import BaocaoError
from pipeline.stages.load.cells import Column
from pipeline.stages.load.table import read_table

COLUMNS = {
    "place": Column(("place",), numeric=False, text=True),
    "biên chế": Column(("figures", "staff"), numeric=True),
}
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.floats(),
    st.text(max_size=10),
    st.datetimes(datetime.datetime(1900, 1, 1), datetime.datetime(2200, 1, 1)),
    st.timedeltas(datetime.timedelta(-5000), datetime.timedelta(5000)),
    st.times(),
    st.sampled_from(
        ["so-a", "so-b", "unit", "place", "Biên chế", "1.234", "0,5", "#REF!", "=1/0", "=A1", "SO-A", " "]
    ),
)


def saved(rows: list[list[Any]], merged: str = "") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    if merged:
        sheet.merge_cells(merged)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


BASE = unzipped(
    saved([["unit", "Biên chế", "place"], ["so-a", 1, "Huế"], ["so-b", 2.5, datetime.date(2025, 1, 2)]], "B9:C9")
)
XML = snippets(
    *(
        "<",
        ">",
        "/",
        '"',
        "&",
        "&#0;",
        "&a;",
        "<!DOCTYPE a>",
        "<c/>",
        '<c r="A1"/>',
        '<c r="XFD1048576"><v>1</v></c>',
        "</c>",
    ),
    *(
        'r="A0"',
        't="s"',
        't="e"',
        't="d"',
        's="9999"',
        "<v>1e999</v>",
        "<v>-1</v>",
        "<v>" + "9" * 5000 + "</v>",
        "<f>1</f>",
    ),
    *(
        '<f t="shared" si="0" ref="A1:A9">A1</f>',
        '<mergeCell ref="A1:XFD1048576"/>',
        "99999999999",
        "-1",
        "é",
        "\0",
    ),
    *(
        '<row r="1048577"/>',
        '<col min="1" max="999999" hidden="1"/>',
        'hidden="1"',
        'state="hidden"',
        'encoding="UTF-7"',
    ),
)
NAMES = st.sampled_from(sorted(BASE))


def told(data: bytes) -> None:
    found = settled(lambda: read_table(data, "units.xlsx", COLUMNS))
    if not isinstance(found, BaocaoError):
        for error in found[1]:
            check_error(error)


@examples(40)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=5))
def test_any_cells(rows: list[list[Any]]) -> None:
    try:
        data = saved([["unit", "Biên chế", "place"], *rows])
    except (IllegalCharacterError, ValueError, OverflowError):
        return  # no workbook can hold this
    told(data)


@examples(60)
@given(NAMES, damages(XML))
def test_any_damage_to_a_part(name: str, damage: Damage) -> None:
    told(zipped({**BASE, name: damage(BASE[name])}))


@examples(60)
@given(damages(snippets("PK\x03\x04", "PK\x01\x02", "PK\x05\x06", "../", "\0", "\\")))
def test_any_damage_to_the_bytes(damage: Damage) -> None:
    told(damage(zipped(BASE)))


@examples(20)
@given(st.sampled_from(sorted(BASE)))
def test_any_part_may_be_missing(name: str) -> None:
    told(zipped({part: data for part, data in BASE.items() if part != name}))


@pytest.mark.parametrize("name", sorted(BASE))
def test_any_part_may_be_empty(name: str) -> None:
    told(zipped({**BASE, name: b""}))
