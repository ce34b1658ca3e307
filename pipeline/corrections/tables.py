"""Cells of tables as a reader names them: by the first words of their row and the head of their column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from pipeline.corrections.markup import CELL, PARAGRAPH, ROW, TABLE, VAL, Element
from pipeline.corrections.texts import paragraph_text
from pipeline.docx.source import QW

MOST_COLUMNS = 63
"""Columns of a table in Word."""
_SPAN, _HEAD = f"{QW}tcPr/{QW}gridSpan", f"{QW}trPr/{QW}tblHeader"


@dataclass(slots=True)
class CellNames:
    """The names of cells; the heads of each table are read once."""

    _heads: dict[Element, tuple[list[Element], list[str]]] = field(default_factory=dict)

    def of(self, paragraph: Element) -> tuple[str, str]:
        """The first words of the row in which a paragraph stands, and the head of its column; "" for none."""
        cell = next(paragraph.iterancestors(CELL), None)
        if cell is None:
            return "", ""
        row, table = next(cell.iterancestors(ROW)), next(cell.iterancestors(TABLE))
        if table not in self._heads:
            rows = head_rows(table) or [next(table.iter(ROW))]
            self._heads[table] = rows, heads(rows)
        rows, columns = self._heads[table]
        here = cells(row)
        column = sum(_span(other) for other in here[: here.index(cell)])
        head = columns[column] if column < len(columns) and row not in rows else ""
        return row_label([cell_text(other) for other in here]), head


def cells(row: Element) -> list[Element]:
    """The cells of a row, without those of tables in them."""
    return [cell for cell in row.iter(CELL) if next(cell.iterancestors(ROW)) is row]


def cell_text(cell: Element) -> str:
    """The text of a cell on one line."""
    return " ".join(" ".join(paragraph_text(paragraph) for paragraph in cell.iter(PARAGRAPH)).split())


def row_label(texts: Sequence[str]) -> str:
    """What a row is about: its first cell that has letters, else (years) its first that is not empty."""
    worded = next((text for text in texts if any(char.isalpha() for char in text)), "")
    return worded or next(filter(None, texts), "")


def head_rows(table: Element) -> list[Element]:
    """The rows that a table repeats on each page; a table for the layout of a page has none."""
    return list(takewhile(lambda row: row.find(_HEAD) is not None, table.iterchildren(ROW)))


def heads(rows: Sequence[Element]) -> list[str]:
    """The head of each column of the grid: what stands above it in the rows of the head."""
    columns = [[text for cell in cells(row) for text in [cell_text(cell)] * _span(cell)] for row in rows]
    wide = max(map(len, columns), default=0)
    stacked = ([texts[at] for texts in columns if at < len(texts)] for at in range(min(wide, MOST_COLUMNS)))
    return [": ".join(dict.fromkeys(filter(None, texts))) for texts in stacked]


def _span(cell: Element) -> int:
    found = cell.find(_SPAN)
    value = "" if found is None else found.get(VAL, "")
    return min(int(value), MOST_COLUMNS) if value.isdecimal() and len(value) < 4 else 1
