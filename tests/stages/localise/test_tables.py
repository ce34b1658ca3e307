"""Declared tables: their rows, cells, sections, splits and totals."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from papers import Paper, lines, styles, summary, summary_lines

from pipeline.errors import BaocaoError
from pipeline.model import Table

AWARDS: list[dict[str, Any]] = [
    {"year": 2015, "kind": "b", "name": "Bằng khen", "leader": True},
    {"year": 2014, "kind": "a", "name": "Giấy khen"},
    {"year": 2015, "kind": "a", "name": "*Cờ* | <b>", "leader": False},
]
BY_YEAR = {
    "all.by_year": {"count": "awards", "by": "year", "keys": {"from": 2013, "to": 2015}},
    "a.by_year": {"count": "awards", "where": {"kind": "a"}, "by": "year", "keys": {"from": 2013, "to": 2015}},
    "all.total": {"count": "awards"},
}


def columns(*texts: str, **first: Any) -> list[dict[str, Any]]:
    return [
        {"title": f"C{index}", "text": text, **(first if index == 1 else {})}
        for index, text in enumerate(texts, 1)
    ]


def table(spec: dict[str, Any], **facts: Any) -> list[str]:
    """Caption, note, head, rows and total of a declared table over the unit's awards."""
    facts.setdefault("records", {"awards": AWARDS})
    return Paper([{"tables": [{"rows": "awards", **spec}]}, {"text": "Hết"}], **facts).lines()[:-1]


def faults(spec: dict[str, Any], **facts: Any) -> list[BaocaoError]:
    return Paper([{"tables": [{"rows": "awards", **spec}]}], records={"awards": AWARDS}, **facts).errors()


def test_each_record_is_a_row_with_its_index_and_fields() -> None:
    assert table({"columns": columns("{{ index }}", "{{ name }} năm {{ year | year }}")}) == [
        "C1 | C2", "1 | Bằng khen năm 2015", "2 | Giấy khen năm 2014", "3 | *Cờ* | <b> năm 2015",
    ]  # fmt: skip


def test_where_leaves_rows_out_and_the_index_counts_what_is_left() -> None:
    spec = {"where": {"kind": "a"}, "columns": columns("{{ index }}", "{{ name }}")}
    assert table(spec)[1:] == ["1 | Giấy khen", "2 | *Cờ* | <b>"]


def test_split_makes_a_table_for_each_value_in_order() -> None:
    spec = {"split": "year", "caption": "Năm {{ split }}", "columns": columns("{{ index }}", "{{ name }}")}
    assert table(spec) == [
        "Năm 2014", "C1 | C2", "1 | Giấy khen", "Năm 2015", "C1 | C2", "1 | Bằng khen", "2 | *Cờ* | <b>",
    ]  # fmt: skip


def test_a_split_by_a_field_that_some_records_leave_out_puts_them_last() -> None:
    spec = {"split": "leader", "caption": "{{ split }}", "columns": columns("{{ name }}")}
    assert [line for line in table(spec) if line in ("có", "không", "-")] == ["không", "có", "-"]


def test_sections_put_a_group_row_before_each_value() -> None:
    spec = {"sections": "kind", "columns": columns("{{ index }}", "{{ name }}")}
    assert table(spec)[1:] == ["Các huyện", "1 | Bằng khen", "Các sở", "2 | Giấy khen", "3 | *Cờ* | <b>"]
    paper = Paper([{"tables": [{"rows": "awards", **spec}]}], records={"awards": AWARDS})
    made = paper.blocks()[0]
    assert isinstance(made, Table)
    assert [row.kind for row in made.rows] == ["head", "group", "plain", "group", "plain", "plain"]
    assert made.rows[1].cells[0].span == 2


def test_a_total_row_stands_last() -> None:
    spec = {
        "columns": [*columns("{{ name }}", total="Cộng"), {"title": "N", "text": "1", "total": "{{ all.total }}"}]
    }
    assert table(spec, operations=BY_YEAR)[-1] == "Cộng | 3"


def test_a_split_figure_has_a_row_for_each_key_and_reaches_figures_with_the_same_keys() -> None:
    spec = {"rows": "all.by_year", "columns": columns("{{ key }}", "{{ value }}", "{{ a.by_year.* }}")}
    assert table(spec, operations=BY_YEAR)[1:] == ["2013 | 0 | 0", "2014 | 1 | 1", "2015 | 2 | 1"]


def test_a_split_figure_can_be_left_out_by_value() -> None:
    spec = {"rows": "all.by_year", "where": {"value": {"from": 1}}, "columns": columns("{{ key }}", "{{ label }}")}
    assert table(spec, operations=BY_YEAR)[1:] == ["2014 | 2014", "2015 | 2015"]


def test_nought_is_shown_as_the_column_says() -> None:
    spec = {"rows": "all.by_year", "columns": [{"title": "N", "text": "{{ value }}", "zero": "-"}]}
    assert table(spec, operations=BY_YEAR)[1:] == ["-", "1", "2"]
    spec = {"rows": "all.by_year", "columns": [{"title": "N", "text": "{{ value | count }}", "zero": "không"}]}
    assert table(spec, operations=BY_YEAR)[1:] == ["không", "01", "02"]
    spec = {"rows": "all.by_year", "columns": [{"title": "N", "text": "{{ value }} cái", "zero": "-"}]}
    assert table(spec, operations=BY_YEAR)[1] == "0 cái"


def test_what_has_no_value_is_a_dash_whatever_nought_is() -> None:
    spec = {"columns": [{"title": "L", "text": "{{ leader }}", "zero": "0"}]}
    assert table(spec)[1:] == ["có", "-", "không"]


def test_a_cell_can_say_what_stands_for_no_value() -> None:
    spec = {"columns": columns('{{ leader | otherwise("không rõ") }}')}
    assert table(spec)[1:] == ["có", "không rõ", "không"]
    operations = {"c": {"change": ["men", "women"]}}
    cells = columns("{{ c }}", "{{ c | change }}", '{{ c | otherwise("không so sánh") }}')
    found = table({"columns": cells}, figures={"men": 0, "women": 1}, operations=operations)
    assert found[1] == "không so sánh | không so sánh | không so sánh"


def test_a_field_that_a_record_leaves_out_never_takes_the_figure_of_the_document() -> None:
    spec = {"columns": columns("{{ leader }}")}
    assert table(spec, figures={"leader": 5})[2] == "-"


def test_without_rows_the_declared_sentence_stands_or_nothing() -> None:
    spec = {"caption": "Tên", "columns": columns("{{ name }}")}
    assert table({**spec, "empty": "Không có khen thưởng."}, records={}) == ["Không có khen thưởng."]
    assert table(spec, records={}) == []
    assert table({**spec, "where": {"kind": "z"}}) == []


def test_caption_and_unit_note_stand_above() -> None:
    spec = {
        "caption": "Bảng của {{ unit.short_name }}",
        "unit_note": "triệu đồng",
        "columns": columns("{{ name }}"),
    }
    paper = Paper([{"tables": [{"rows": "awards", **spec}]}], records={"awards": AWARDS})
    assert lines(paper.blocks())[:2] == ["Bảng của Sở Tài chính", "Đơn vị tính: triệu đồng"]
    assert styles(paper.blocks()) == ["caption", "unit-note"]


def test_columns_keep_width_and_alignment_and_heads_are_centred() -> None:
    spec = {
        "columns": [
            {"title": "A", "text": "x", "width": Decimal("1.5"), "align": "right"},
            {"title": "B", "text": "y"},
        ]
    }
    made = Paper([{"tables": [{"rows": "awards", **spec}]}], records={"awards": AWARDS}).blocks()[0]
    assert isinstance(made, Table)
    assert [(column.width, column.align) for column in made.columns] == [(1.5, "right"), (1.0, "left")]
    assert {cell.align for cell in made.rows[0].cells} == {"center"}


def test_a_lone_sign_in_a_cell_is_text() -> None:
    assert table({"columns": columns("{{ name }}", "-", total="+")})[-1] == "+ | "
    assert table({"columns": columns("-", "1.")})[1] == "- | 1."


def test_printed_figures_are_told_with_their_texts() -> None:
    spec = {"rows": "all.by_year", "columns": [{"title": "N", "text": "{{ value }}", "zero": "-"}]}
    outline = [{"tables": [spec]}, {"text": "Có {{ all.total | count }}, tức {{ all.total }}"}]
    prints = Paper(outline, records={"awards": AWARDS}, operations=BY_YEAR).context().prints
    assert prints == {
        "u1:all.by_year.2013": ("-",),
        "u1:all.by_year.2014": ("1",),
        "u1:all.by_year.2015": ("2",),
        "u1:all.total": ("03", "3"),
    }


def test_a_field_of_a_record_is_traced_to_it() -> None:
    spec = {"rows": "awards", "columns": columns("{{ name }}")}
    prints = Paper([{"tables": [spec]}], records={"awards": AWARDS[:1]}).context().prints
    assert prints == {"u1:awards[0].name": ("Bằng khen",)}


@pytest.mark.parametrize(
    ("spec", "code", "pointer"),
    [
        ({"columns": columns("{{ nam }}")}, "N10", "/columns/0/text"),
        ({"columns": columns("x", "{{ name | count }}")}, "N12", "/columns/1/text"),
        ({"columns": columns("x", total="{{ typo }}")}, "N10", "/columns/0/total"),
        ({"columns": columns("x"), "caption": "{{ typo }}"}, "N10", "/caption"),
        ({"columns": columns("x"), "where": {"kind": "z"}, "empty": "{{ typo }}"}, "N10", "/empty"),
        ({"columns": columns("x"), "rows": "prizes"}, "N30", "/rows"),
    ],
)
def test_a_fault_has_the_place_of_the_very_text_and_is_told_once(
    spec: dict[str, Any], code: str, pointer: str
) -> None:
    found = faults(spec)
    assert len(found) == len(set(found))
    places = {(error.code, error.place and error.place.pointer) for error in found}
    assert places == {(code, f"/documents/report/outline/0/tables/0{pointer}")}


@pytest.mark.parametrize("text", ["- {{ name }}", "# {{ name }}", "1. {{ name }}"])
def test_a_cell_that_reads_as_a_list_is_an_error(text: str) -> None:
    paper = Paper([{"tables": [{"rows": "awards", "columns": columns(text)}]}])
    paper.text()
    (error,) = paper.faults
    assert error.code == "N07"
    assert error.place is not None
    assert error.place.pointer.endswith("/columns/0/text")


# --- of the whole campaign --------------------------------------------------------------------------------

UNITS = {"rows": "units", "columns": columns("{{ index }}", "{{ unit.name }}", "{{ men }}", "{{ women }}")}


def test_units_are_rows_with_their_own_figures_and_a_left_out_one_is_a_dash() -> None:
    assert summary_lines([{"tables": [UNITS]}, {"text": "Hết"}])[1:-1] == [
        "1 | Sở Tài chính | 1.200 | 3", "2 | Huyện B | 0 | 10", "3 | Sở Y tế | 5 | -",
    ]  # fmt: skip


def test_units_are_sectioned_by_group_and_reach_figures_of_the_campaign() -> None:
    spec = {
        "rows": "units",
        "sections": "group",
        "where": {"men": {"from": 1}},
        "columns": columns(
            "{{ unit.name }}", "{{ campaign.rank.* }}", "{{ campaign.all }}", total="Cộng {{ all }}"
        ),
    }
    operations = {"rank": {"rank": "units.men"}, "all": {"sum": "units.men"}}
    assert summary_lines([{"tables": [spec]}, {"text": "Hết"}], operations=operations)[1:-1] == [
        "Các sở", "Sở Tài chính | 1 | 1.205", "Sở Y tế | 2 | 1.205", "Cộng 1.205 |  | ",
    ]  # fmt: skip


def test_units_can_be_split_by_group_under_its_name() -> None:
    spec = {**UNITS, "split": "group", "caption": "{{ split }}"}
    found = summary_lines([{"tables": [spec]}, {"text": "Hết"}])
    assert [line for line in found if line.startswith("Các")] == ["Các sở", "Các huyện"]


def test_missing_units_are_listed() -> None:
    outline = [{"text": "Còn thiếu: {{ missing | listing }}"}]
    assert summary_lines(outline, missing=["Sở A", "Sở B", "Sở C"]) == ["Còn thiếu: Sở A, Sở B và Sở C./."]


def test_highest_units_are_listed() -> None:
    outline = [{"text": "{{ top.units | listing }} ({{ top.value }})"}]
    assert summary_lines(outline, operations={"top": {"highest": "units.men"}}) == ["Sở Tài chính (1.200)./."]


@pytest.mark.parametrize("outline", [[{"text": "{{ men }}"}], [{"text": "x", "when": {"greater": ["men", 0]}}]])
def test_a_figure_of_units_is_no_figure_of_the_campaign(outline: list[dict[str, Any]]) -> None:
    _, errors = summary(outline)
    assert {error.code for error in errors} <= {"N10", "A01"}
    assert errors


def test_a_condition_that_names_no_figure_has_the_place_of_the_condition() -> None:
    (error,) = Paper([{"text": "x", "when": {"greater": ["typo", 0]}}]).errors()
    assert error.code == "A01"
    assert error.place is not None
    assert error.place.pointer == "/documents/report/outline/0/when"


def test_a_condition_may_count_records() -> None:
    outline = [{"text": "Có", "when": {"equal": [{"count": "awards", "where": {"kind": "a"}}, 2]}}]
    assert Paper(outline, records={"awards": AWARDS}).lines() == ["Có./."]


ROWS = [
    {"label": "Số người", "figures": {"value": "staff.total", "before": "staff.contract"}},
    {"label": "Khen thưởng", "figures": {"value": "all.total"}},
]


def own(rows: list[dict[str, Any]], *texts: str) -> Paper:
    spec = {"rows": rows, "columns": columns(*texts)}
    figures = {"staff": {"total": 89, "contract": 0}}
    return Paper([{"tables": [spec]}], records={"awards": AWARDS}, figures=figures, operations=BY_YEAR)


def test_rows_written_out_show_single_figures_and_a_dash_where_a_row_has_none() -> None:
    paper = own(ROWS, "{{ label }}", "{{ value }}", "{{ before }}")
    assert paper.lines() == ["C1 | C2 | C3", "Số người | 89 | 0", "Khen thưởng | 3 | -"]


def test_a_row_of_a_figure_that_does_not_exist_is_an_error_with_the_nearest_name() -> None:
    (fault,) = own([{"label": "X", "figures": {"value": "staff.totl"}}], "{{ value }}").errors()
    assert fault.code == "N31"
    assert fault.params["path"] == "staff.totl"
    assert fault.params["near"].split(", ")[0] == "staff.total"


def test_a_change_without_anything_to_compare_with_says_so_in_a_cell() -> None:
    rows = [{"label": "X", "figures": {"value": "staff.change"}}]
    spec = {"rows": rows, "columns": columns("{{ value }}")}
    operations = {"staff.change": {"change": ["staff.before", "staff.total"]}}
    figures = {"staff": {"total": 89, "before": None}}
    assert Paper([{"tables": [spec]}], figures=figures, operations=operations).lines()[1:] == ["không so sánh"]
