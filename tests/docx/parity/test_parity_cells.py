"""Spans, merges and backgrounds of table cells, and the grid of tables whose columns are counted by data."""

from __future__ import annotations

from typing import Any

import pytest
from docx.enum.table import WD_ALIGN_VERTICAL
from parity_harness import assert_same, document, faults, ours, theirs

from pipeline.docx.errors import UnprintableValue

CONTEXT: dict[str, Any] = {
    "names": ["An", "Bình", "Chi"],
    "none": [],
    "color": "FFCC00",
    "n": 2,
    "rows": [{"name": "a", "n": 1}, {"name": "b", "n": 2}, {"name": "c", "n": 3}],
}
Rows = tuple[tuple[str, ...], ...]
TABLES: dict[str, Rows] = {
    "background": (("{% cellbg color %}a", "b"),),
    "background by condition": (("{% cellbg 'FF0000' if n > 1 else 'auto' %}a", "b"),),
    "background in a loop": (("{%tr for r in rows %}", ""), ("{% cellbg color %}{{ r.name }}", "b"), ("{%tr endfor %}", "")),  # noqa: E501
    "span": (("{% colspan n %}a",), ("b",)),
    "span by filter": (("{% colspan names|length %}{{ names|join(' ') }}", "x"),),
    "vertical merge": (("{%tr for r in rows %}", ""), ("{% vm %}nhóm {{ n }}", "{{ r.n }}"), ("{%tr endfor %}", "")),  # noqa: E501
    "horizontal merge": (("{%tc for r in rows %}", "{% hm %}gộp", "{%tc endfor %}"), ("{%tc for r in rows %}", "{{ r.n }}", "{%tc endfor %}")),  # noqa: E501
    "column loop": (("{%tc for n in names %}", "{{ n }}", "{%tc endfor %}"), ("{%tc for n in names %}", "x", "{%tc endfor %}")),  # noqa: E501
    "more columns than the grid has": (("a", "{%tc for n in names %}", "{{ n }}", "{{ n }}!", "{%tc endfor %}"),),
    "row loop with a condition": (
        ("{%tr for r in rows %}", ""),
        ("{%tr if r.n > 1 %}", ""),
        ("{{ r.name }}", "{{ loop.index }}"),
        ("{%tr endif %}", ""),
        ("{%tr endfor %}", ""),
        ("cuối", ""),
    ),
    "row comment": (("{#tr ghi chú #}", ""), ("a", "b")),
    "cell comment": (("{#tc ghi chú #}", "a", "b"),),
    "cell value on a paragraph of its own": (("{%p if n %}", "b"),),
}  # fmt: skip


def template(rows: Rows, aligned: bool) -> bytes:
    def draw(made: Any) -> None:
        drawn = made.add_table(len(rows), max(len(row) for row in rows))
        for cells, texts in zip(drawn.rows, rows, strict=True):
            for cell, text in zip(cells.cells, texts, strict=False):
                cell.text = text
                if aligned:
                    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
        if rows == TABLES["cell value on a paragraph of its own"]:
            drawn.rows[0].cells[0].add_paragraph("có")
            drawn.rows[0].cells[0].add_paragraph("{%p endif %}")
        made.add_paragraph("")

    return document("x", change=draw)


@pytest.mark.parametrize("aligned", [False, True])
@pytest.mark.parametrize("name", TABLES)
def test_a_table(name: str, aligned: bool) -> None:
    assert_same(template(TABLES[name], aligned), CONTEXT, lambda _: CONTEXT)


@pytest.mark.parametrize(
    "name", ["background", "background by condition", "background in a loop", "span", "span by filter"]
)
def test_where_the_order_differs_it_is_docxtpl_that_breaks_the_schema(name: str) -> None:
    assert faults(theirs(template(TABLES[name], False), lambda _: CONTEXT))


def test_a_vertical_merge_of_docxtpl_breaks_the_schema_in_an_aligned_cell() -> None:
    assert faults(theirs(template(TABLES["vertical merge"], True), lambda _: CONTEXT))


@pytest.mark.parametrize("tag", ["{% cellbg color %}", "{% colspan n %}"])
def test_a_cell_without_properties_gets_them(tag: str) -> None:
    def draw(made: Any) -> None:
        cell = made.add_table(1, 2).rows[0].cells[0]
        cell.text = f"{tag}a"
        cell._tc.remove(cell._tc.tcPr)
        made.add_paragraph("")

    made = ours(document(change=draw), CONTEXT)
    assert faults(made) == []


@pytest.mark.parametrize(
    ("tag", "value"),
    [
        ("cellbg", "red"),
        ("cellbg", '"/>'),
        ("cellbg", 3),
        ("colspan", 0),
        ("colspan", "x"),
        ("colspan", 64),
        ("colspan", "²"),
    ],
)
def test_a_value_that_is_no_color_or_number_of_columns_is_refused(tag: str, value: object) -> None:
    with pytest.raises(UnprintableValue):
        ours(template(((f"{{% {tag} x %}}a", "b"),), False), {"x": value})
