"""The house templates and the contexts of a sample as somebody writes them who has docxtpl and nothing else.

The templates keep the head, the styles and the page of the house. In the place of our block filters stand loops
over paragraphs and rows, emphasis is RichText. What docxtpl does not get to do, though our documents have it: bold
total rows, paragraphs and rows tied to the next ones, turned pages, lines as long as their text.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from docxtpl import RichText

from pipeline.docx import styles
from pipeline.docx.blocks import line_xml, table_xml
from pipeline.model import Annex, Block, Cell, Column, Paragraph, Row, Run, Table

MAIN = "word/document.xml"
_PARAGRAPH = re.compile(r"<w:p>(?:(?!<w:p>).)*?\{\{p [\w.]+ \| (blocks|line|annexes)\b.*?</w:p>", re.DOTALL)
_COLUMNS = 4
"""Columns of the tables that units have in their annex."""
_PAGE_MM = 165
_TABLE = "table"


def plain_template(house: bytes) -> bytes:
    """A template of the house in the language of docxtpl alone."""
    made = {"blocks": "".join(_loop("body")), "line": line_xml(_PAGE_MM / 5, _PAGE_MM), "annexes": _annexes()}
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(house)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == MAIN:
                data = _PARAGRAPH.sub(lambda found: made[found[1]], data.decode()).encode()
            new.writestr(item, data)
    return stream.getvalue()


def _loop(blocks: str, tables: bool = False) -> Iterator[str]:
    """A loop over blocks with a branch for each style, as a clerk lays it out."""
    yield _tag(f"p for block in {blocks}")
    for index, (style, look) in enumerate(styles.PARAGRAPH.items()):
        yield _tag(f"p {'elif' if index else 'if'} block.style == '{style}'")
        yield _paragraph(look, "{{r block.text }}")
    if tables:
        yield _tag(f"p elif block.style == '{_TABLE}'")
        yield _table()
        yield _tag("p if loop.last")
        yield _paragraph(styles.GAP)
        yield _tag("p endif")
    yield _tag("p endif")
    yield _tag("p endfor")


def _annexes() -> str:
    made = [
        _tag("p for annex in annexes"),
        _paragraph(styles.END),
        _paragraph(styles.ANNEX_LABEL, "{{ annex.label }}", "<w:pageBreakBefore/>"),
        _paragraph(styles.ANNEX_TITLE, "{{ annex.title }}"),
        _paragraph(styles.ANNEX_ATTACHED, "{{ annex.attached_to }}"),
        line_xml(_PAGE_MM / 5, _PAGE_MM),
        _paragraph(styles.GAP),
        *_loop("annex.blocks", tables=True),
        _tag("p endfor"),
        _paragraph(styles.END),
    ]
    return "".join(made)


def _table() -> str:
    """A table whose head and rows come from the block."""
    columns = range(_COLUMNS)
    rows = (
        Row(tuple(_cell(f"{{{{ block.head[{column}] }}}}") for column in columns), "head"),
        Row((_cell("{%tr for row in block.rows %}", _COLUMNS),)),
        Row(tuple(_cell(f"{{{{ row[{column}] }}}}") for column in columns)),
        Row((_cell("{%tr endfor %}", _COLUMNS),)),
    )
    return table_xml(Table((Column(1),) * _COLUMNS, rows), 9354)


def _cell(text: str, span: int = 1) -> Cell:
    return Cell((Run(text),), span)


def _paragraph(style: str, text: str = "", extra: str = "") -> str:
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr>{run}</w:p>'


def _tag(text: str) -> str:
    return _paragraph("Normal", f"{{%{text} %}}")


def plain_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """The context of one document as texts, lists and RichText.

    Raises ValueError for a table of another shape than that of the template.
    """
    texts = {name: values[name] for name in ("doc", "organ", "signer", "unit", "period")}
    return {**texts, "body": _blocks(values["body"]), "annexes": [_annex(annex) for annex in values["annexes"]]}


def _annex(annex: Annex) -> dict[str, Any]:
    return {
        "label": annex.label,
        "title": annex.title.upper(),
        "attached_to": annex.attached_to,
        "blocks": _blocks(annex.blocks),
    }


def _blocks(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    return [_rich(block) if isinstance(block, Paragraph) else _rows(block) for block in blocks]


def _rich(paragraph: Paragraph) -> dict[str, Any]:
    text = RichText()
    for run in paragraph.runs:
        text.add(run.text, bold=run.bold, italic=run.italic)
    return {"style": paragraph.style, "text": text}


def _rows(table: Table) -> dict[str, Any]:
    head, *rows = (["".join(run.text for run in cell.runs) for cell in row.cells] for row in table.rows)
    if any(len(row) != _COLUMNS for row in (head, *rows)):
        raise ValueError(f"a table has no {_COLUMNS} columns")
    return {"style": _TABLE, "head": head, "rows": rows}
