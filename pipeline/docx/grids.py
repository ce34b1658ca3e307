"""The grid of a table whose number of columns depends on the data."""

from __future__ import annotations

from lxml import etree

from pipeline.docx.source import QW

_WIDTH = f"{QW}w"


def fit_grids(root: etree._Element) -> None:
    """Give every table as many grid columns as its widest row has cells, at the same width, as docxtpl does."""
    for table in root.iter(f"{QW}tbl"):
        grid = table.find(f"{QW}tblGrid")
        if grid is not None:
            _widen(table, grid)
            _narrow(table, grid)


def _widen(table: etree._Element, grid: etree._Element) -> None:
    columns = grid.findall(f"{QW}gridCol")
    wanted = max((len(row.findall(f"{QW}tc")) for row in table.iter(f"{QW}tr")), default=0)
    missing = wanted - len(columns)
    width = sum(float(column.get(_WIDTH, 0)) for column in columns)
    if missing <= 0 or width <= 0:
        return
    old, new = width / len(columns), width / (len(columns) + missing)
    for column in columns:
        column.set(_WIDTH, str(int(float(column.get(_WIDTH, 0)) * new / old)))
    for _ in range(missing):
        etree.SubElement(grid, f"{QW}gridCol", {_WIDTH: str(int(new))})


def _narrow(table: etree._Element, grid: etree._Element) -> None:
    columns = grid.findall(f"{QW}gridCol")
    excess = len(columns) - max((_cells(row) for row in table.iter(f"{QW}tr")), default=0)
    if excess <= 0:
        return
    removed = sum(float(column.get(_WIDTH, 0)) for column in columns[-excess:])
    for column in columns[-excess:]:
        grid.remove(column)
    left = columns[:-excess]
    extra = int(removed / len(left)) if left else 0
    for column in left:
        column.set(_WIDTH, str(int(float(column.get(_WIDTH, 0)) + extra)))


def _cells(row: etree._Element) -> int:
    """The columns that the cells of a row fill, those left out before and after them included."""
    spans = [span for cell in row.findall(f"{QW}tc") for span in cell.findall(f"{QW}tcPr/{QW}gridSpan")]
    left_out = row.findall(f"{QW}trPr/{QW}gridBefore") + row.findall(f"{QW}trPr/{QW}gridAfter")
    counted = len(row.findall(f"{QW}tc")) - len(spans)
    return counted + sum(int(each.get(f"{QW}val", 1)) for each in [*spans, *left_out])
