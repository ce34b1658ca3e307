"""Filters of the template language that make whole paragraphs and tables of the house.

Used as ``{{p body | blocks }}``, ``{{p organ.name | line(0.4, 67, 13, true) }}`` and
``{{p annexes | annexes }}``. Paragraphs refer to the style ids of :mod:`pipeline.docx.styles`; how they look is
the template's business.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context, Undefined
from markupsafe import Markup

from pipeline.docx import styles
from pipeline.docx.cells import cell_color, cell_span
from pipeline.docx.controls import Controls, controls_of, is_controlled
from pipeline.docx.escape import UnprintableError
from pipeline.docx.metrics import longest_line_mm, twips, wrap
from pipeline.docx.pictures import picture, replace_picture
from pipeline.docx.rich import listing, rich, rich_paragraphs, runs_xml
from pipeline.docx.sections import Layout, Sections
from pipeline.docx.subdocuments import subdocument
from pipeline.model import Annex, Block, Cell, Paragraph, Row, Run, Table

SECTIONS = "_sections"
"""Name under which the sections of the document stand in the context."""

ANNEX_LINE = 0.4
_CELL_MARGIN = 85  # twips: 1.5 mm between a border and the text
_CELL_POINTS = 13.0
_WHOLE_LINES = 16
_SHORT = 100  # characters: a paragraph of one line
_ANNEX_SIZE = 14


def paragraph_xml(
    style: str,
    runs: Sequence[Run],
    keep_next: bool = False,
    extra: str = "",
    controls: Controls | None = None,
) -> str:
    """A paragraph; ``extra`` are paragraph properties that follow ``w:keepNext`` in the schema's order."""
    keep = "<w:keepNext/>" if keep_next else ""
    made = runs_xml(runs, controls=controls)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}{extra}</w:pPr>{made}</w:p>'


def blocks_xml(blocks: Sequence[Block], width: int, keep_last: bool, controls: Controls | None = None) -> str:
    """Paragraphs and tables over a text width of ``width`` twips; with ``controls`` each group in one.

    ``keep_last`` ties the end to what follows (the signer must not stand alone on a page). A table that another
    one follows, or nothing, is followed by a thin paragraph: Word would join the tables.
    """
    made = _blocks(blocks, width, keep_last, controls)
    if controls is None:
        return "\n".join(made)
    groups = itertools.groupby(zip(blocks, made, strict=True), key=lambda pair: pair[0].group)
    return "\n".join(_group_xml(group, tuple(members), controls) for group, members in groups)


def _group_xml(group: str, members: Sequence[tuple[Block, str]], controls: Controls) -> str:
    made = "\n".join(xml for _, xml in members)
    return controls.block(group, [block for block, _ in members], made) if group else made


def _blocks(blocks: Sequence[Block], width: int, keep_last: bool, controls: Controls | None) -> list[str]:
    """Each block, with the thin paragraph behind it if it needs one."""
    made: list[str] = []
    kept = _kept(blocks) if keep_last else ()
    for index, block in enumerate(blocks):
        last = index == len(blocks) - 1
        keep = index in kept
        if isinstance(block, Paragraph):
            made.append(paragraph_xml(styles.PARAGRAPH[block.style], block.runs, keep, controls=controls))
        elif isinstance(block, Table):
            gap = last or isinstance(blocks[index + 1], Table)
            after = f"\n{paragraph_xml(styles.GAP, (), keep)}" if gap else ""
            made.append(table_xml(block, width, keep, controls) + after)
        else:
            raise UnprintableError(f"{type(block).__name__} is no paragraph or table")
    return made


def _kept(blocks: Sequence[Block]) -> range:
    """The blocks at the end that stay with the signer: the last, and the one before it if that is one line."""
    end = len(blocks)
    lone = end > 1 and all(isinstance(block, Paragraph) for block in blocks[-2:])
    short = lone and isinstance(blocks[-1], Paragraph) and len(blocks[-1].text) < _SHORT
    return range(end - 2 if short else end - 1, end)


def column_widths(table: Table, width: int) -> list[int]:
    """Column widths in twips that share ``width`` exactly."""
    total = sum(column.width for column in table.columns)
    if not table.columns or min(column.width for column in table.columns) <= 0:
        raise UnprintableError("a table needs columns with positive widths")
    edges, done = [0], 0.0
    for column in table.columns:
        done += column.width
        edges.append(round(width * done / total))
    return [right - left for left, right in itertools.pairwise(edges)]


def table_xml(table: Table, width: int, keep_last: bool = False, controls: Controls | None = None) -> str:
    """A table of fixed layout with single borders; head rows repeat on each page, no row breaks over pages.

    A low table stays on one page; of a high one at least two rows stand on each.
    """
    widths = column_widths(table, width)
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    last = len(table.rows) - 1
    whole = _is_short(table, widths)
    controls = controls if is_controlled(table) else None
    rows = (
        _row_xml(row, table, widths, keep_last if index == last else whole or index in (1, last - 1), controls)
        for index, row in enumerate(table.rows)
    )
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = f'<w:left w:w="{_CELL_MARGIN}" w:type="dxa"/><w:right w:w="{_CELL_MARGIN}" w:type="dxa"/>'
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{styles.TABLE}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _is_short(table: Table, widths: list[int]) -> bool:
    """Whether a table is so low that it had better stay on one page, by the lines that its rows fill."""
    if len(table.rows) > _WHOLE_LINES:
        return False
    return sum(_lines(row, widths) for row in table.rows) <= _WHOLE_LINES


def _lines(row: Row, widths: list[int]) -> int:
    """The lines of the highest cell of a row."""
    highest, column = 1, 0
    for cell in row.cells:
        width = (sum(widths[column : column + cell.span]) - 2 * _CELL_MARGIN) / twips(1)
        text = "".join(run.text for run in cell.runs)
        highest = max(highest, len(wrap(text, width, _CELL_POINTS, bold=row.kind != "plain")))
        column += cell.span
    return highest


def _row_xml(row: Row, table: Table, widths: list[int], tied: bool, controls: Controls | None) -> str:
    if sum(cell.span for cell in row.cells) != len(widths) or any(cell.span < 1 for cell in row.cells):
        raise UnprintableError(f"a row does not fill the {len(widths)} columns of its table")
    head = row.kind == "head"
    marks = "<w:cantSplit/>" + ("<w:tblHeader/>" if head else "")
    cells: list[str] = []
    column = 0
    for cell in row.cells:
        align = cell.align or ("center" if head else table.columns[column].align)
        cells.append(_cell_xml(cell, sum(widths[column : column + cell.span]), align, row, tied, controls))
        column += cell.span
    return f"<w:tr><w:trPr>{marks}</w:trPr>{''.join(cells)}</w:tr>"


def _cell_xml(cell: Cell, width: int, align: str, row: Row, tied: bool, controls: Controls | None) -> str:
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    bold = row.kind in ("head", "group", "total")
    keep = "<w:keepNext/>" if tied or row.kind in ("head", "group") else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{styles.CELL}"/>{keep}<w:jc w:val="{align}"/></w:pPr>'
        f"{runs_xml(cell.runs, bold, controls)}</w:p></w:tc>"
    )


def line_xml(length_mm: float, width_mm: float) -> str:
    """An empty paragraph whose lower border is a centred line of ``length_mm`` in a text width of ``width_mm``."""
    indent = max(twips((width_mm - length_mm) / 2), 0)
    border = '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
    return paragraph_xml(styles.LINE, (), True, f'{border}<w:ind w:left="{indent}" w:right="{indent}"/>')


def _annex_xml(annex: Annex, width: int, controls: Controls | None) -> str:
    """Label, title, "(Kèm theo …)", line and content of an annex (Phụ lục I, Phần I, Mục III.1)."""
    head = [paragraph_xml(styles.ANNEX_LABEL, (Run(annex.label),), keep_next=True)]
    last, look = annex.label, {"bold": True}
    if annex.title:
        last = annex.title.upper()
        head.append(paragraph_xml(styles.ANNEX_TITLE, (Run(last),), keep_next=True))
    if annex.attached_to:
        last, look = annex.attached_to, {"italic": True}
        head.append(paragraph_xml(styles.ANNEX_ATTACHED, (Run(last),), keep_next=True))
    width_mm = width / 1440 * 25.4
    head.append(line_xml(ANNEX_LINE * longest_line_mm(last, width_mm, _ANNEX_SIZE, **look), width_mm))
    head.append(paragraph_xml(styles.GAP, (), keep_next=True))
    return "\n".join([*head, blocks_xml(annex.blocks, width, keep_last=True, controls=controls)])


def _end_xml(section: str = "") -> str:
    """The last paragraph of a section, one point high; it carries the properties of its section."""
    return paragraph_xml(styles.END, (), extra=section)


def _layout(context: Context) -> Layout:
    sections = context.get(SECTIONS)
    return sections.layout if isinstance(sections, Sections) else Layout()


def _sequence(value: Any, kind: str) -> Sequence[Any]:
    if isinstance(value, Undefined):
        str(value)  # raises the error of the unknown name
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise UnprintableError(f"{type(value).__name__} is no {kind}")
    return value


@pass_context
def blocks(context: Context, value: Any) -> Markup:
    """``{{p body | blocks }}``: a sequence of :data:`pipeline.model.Block`; the last keeps with what follows."""
    found, width = _sequence(value, "sequence of blocks"), _layout(context).portrait_width
    made = blocks_xml(found, width, keep_last=True, controls=controls_of(context))
    return Markup(made)  # noqa: S704 - built from escaped text


def line(text: Any, fraction: float, width_mm: float, size_pt: float, bold: bool = False) -> Markup:
    """``{{p organ.name | line(0.4, 67, 13, true) }}``: a centred line under ``text``.

    Its length is ``fraction`` of the longest line of ``text``, set at ``size_pt`` points and wrapped at
    ``width_mm`` millimetres, which must be the width of the paragraph or cell. 1 means as long as the text; under
    the issuing organ and the subject 1/3 to 1/2 is right (Phụ lục I, Phần I, Mục II.2.b and II.5.b).
    """
    if not isinstance(text, str):
        raise UnprintableError(f"{type(text).__name__} is no text to draw a line under")
    if not 0 < fraction <= 1:
        raise UnprintableError("the length of a line is a fraction between 0 and 1 of its text")
    if not text.strip():
        return Markup("")
    longest = longest_line_mm(text, width_mm, size_pt, bold)
    return Markup(line_xml(fraction * longest, width_mm))  # noqa: S704 - numbers only


@pass_context
def annexes(context: Context, value: Any) -> Markup:
    """``{{p annexes | annexes }}``, last in the document: a sequence of :class:`pipeline.model.Annex`."""
    found = _sequence(value, "sequence of annexes")
    sections = context.get(SECTIONS)
    if not found or not isinstance(sections, Sections):
        return Markup(_end_xml())  # noqa: S704 - no value in it
    layout = sections.layout
    made: list[str] = []
    for annex in found:
        if not isinstance(annex, Annex):
            raise UnprintableError(f"{type(annex).__name__} is no annex")
        made.append(_end_xml(sections.final))
        sections.final = layout.landscape if annex.landscape else layout.portrait
        width = layout.landscape_width if annex.landscape else layout.portrait_width
        made.append(_annex_xml(annex, width, controls_of(context)))
    return Markup("\n".join([*made, _end_xml()]))  # noqa: S704 - built from escaped text


def section_end(value: Any) -> Markup:
    """Properties of the last section of the body; the compiler writes this tag itself."""
    return Markup(value.final if isinstance(value, Sections) else "")  # noqa: S704 - from the template


BLOCK_FILTERS: dict[str, Callable[..., Any]] = {
    "blocks": blocks,
    "rich": rich,
    "rich_paragraphs": rich_paragraphs,
    "listing": listing,
    "picture": picture,
    "replace_picture": replace_picture,
    "subdocument": subdocument,
    "line": line,
    "annexes": annexes,
    "section_end": section_end,
    "cell_color": cell_color,
    "cell_span": cell_span,
}
PARAGRAPH_FILTERS = frozenset({"blocks", "line", "annexes", "rich_paragraphs", "subdocument"})
RUN_FILTERS = frozenset({"rich"})
TEXT_FILTERS = frozenset({"listing", "picture"})
