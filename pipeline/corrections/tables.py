"""Cells of tables as a reader names them: by the first words of their row and the head of their column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice, repeat, takewhile, zip_longest

from pipeline.corrections.markup import CELL, PARAGRAPH, ROW, TABLE, VAL, Element
from pipeline.corrections.texts import paragraph_text
from pipeline.docx.source import QW

MOST_COLUMNS = 63
"""Columns of a table in Word."""
MOST_HEAD_ROWS = 8
_SPAN, _HEAD = f"{QW}tcPr/{QW}gridSpan", f"{QW}trPr/{QW}tblHeader"


@dataclass(slots=True)
class CellNames:
    """The names of cells; each row and the heads of each table are read once."""

    _heads: dict[Element, tuple[list[Element], list[str]]] = field(default_factory=dict)
    _rows: dict[Element, tuple[str, dict[Element, str]]] = field(default_factory=dict)

    def of(self, paragraph: Element) -> tuple[str, str]:
        """The first words of the row in which a paragraph stands, and the head of its column; "" for none."""
        cell = next(paragraph.iterancestors(CELL), None)
        row = None if cell is None else next(cell.iterancestors(ROW), None)
        table = None if row is None else next(row.iterancestors(TABLE), None)
        if cell is None or row is None or table is None:  # a cell may stand anywhere in a file of somebody
            return "", ""
        if row not in self._rows:
            self._rows[row] = self._read(row, table)
        label, columns = self._rows[row]
        return label, columns[cell]

    def _read(self, row: Element, table: Element) -> tuple[str, dict[Element, str]]:
        """What a row is called, and the head of each of its cells."""
        if table not in self._heads:
            rows = head_rows(table) or [next(table.iter(ROW))]
            self._heads[table] = rows, heads(rows)
        rows, columns = self._heads[table]
        here = cells(row)
        names = above(here, [] if row in rows else columns)
        return row_label([cell_text(cell) for cell in here]), dict(zip(here, names, strict=True))


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
    repeated = takewhile(lambda row: row.find(_HEAD) is not None, table.iterchildren(ROW))
    return list(islice(repeated, MOST_HEAD_ROWS))


def heads(rows: Sequence[Element]) -> list[str]:
    """The head of each column of the grid: what stands above it in the rows of the head."""
    spread = ((text for cell in cells(row) for text in repeat(cell_text(cell), _span(cell))) for row in rows)
    stacked = zip_longest(*(islice(texts, MOST_COLUMNS) for texts in spread))
    return [": ".join(dict.fromkeys(filter(None, texts))) for texts in stacked]


def above(row: Sequence[Element], columns: Sequence[str]) -> list[str]:
    """The head above each cell of a row; "" where there is none."""
    found, at = [], 0
    for cell in row:
        found.append(columns[at] if at < len(columns) else "")
        at += _span(cell)
    return found


def _span(cell: Element) -> int:
    found = cell.find(_SPAN)
    value = "" if found is None else found.get(VAL, "")
    return max(1, min(int(value), MOST_COLUMNS)) if value.isdecimal() and len(value) < 4 else 1
