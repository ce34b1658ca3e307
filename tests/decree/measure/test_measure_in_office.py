"""The places and numbers that are measured are those where LibreOffice puts them."""

from __future__ import annotations

import pypdfium2 as pdfium
import pytest
from measure_builder import (
    SECTION,
    anchored,
    at,
    box,
    cell,
    defaults,
    level,
    numbered,
    numbering,
    p,
    parts_of,
    row,
    style,
    table,
    vml,
    vml_box,
    zipped,
)

from pipeline.decree.measure import measure_docx
from pipeline.decree.model import Measured
from pipeline.office.exchange import Exchange

CENTRED = '<w:jc w:val="center"/>'
TIMES = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/><w:sz w:val="28"/>'
PADDING = '<w:tblCellMar><w:left w:w="200" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar>'
URI = "http://schemas.microsoft.com/office/word"
MODE = f'<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="{URI}" w:val="{{}}"/></w:compat>'
LISTS = numbering(level(0, "%1.", "upperRoman"), level(1, "%2)", "lowerLetter"), level(2, "%1.%3."))


def middle(text: str) -> str:
    return p(text, CENTRED)


def document(mode: int) -> bytes:
    place = "position:absolute;margin-left:80mm;margin-top:10mm;width:60mm;height:12mm"
    body = (
        middle("in the text")
        + table(row(cell(middle("left")), cell(middle("right"))), tblpr=PADDING, grid=(3000, 5000))
        + p("")
        + table(row(cell(middle("indented"))), tblpr=f'<w:tblInd w:w="1134" w:type="dxa"/>{PADDING}', grid=(4000,))
        + p("")
        + table(row(cell(middle("centred"))), tblpr=CENTRED + PADDING, grid=(4000,))
        + p(anchored(box(middle("new box")), at("page", 100), 60, 12, down_mm=30))
        + p(vml(vml_box(middle("old box"), place)))
        + p("framed", f'<w:framePr w:w="3000" w:hAnchor="page" w:x="5000" w:y="9000" w:vAnchor="page"/>{CENTRED}')
        + middle("indents").replace(CENTRED, f'<w:ind w:left="2000" w:right="500"/>{CENTRED}')
        + "".join(p("numbered", numbered(1, at_)) for at_ in (0, 1, 1, 2, 0, 1, 2))
    )
    styles = defaults(TIMES) + style("Normal")
    return zipped(parts_of(body, SECTION, styles=styles, numbering=LISTS, settings=MODE.format(mode)))


def centres(measured: Measured) -> dict[str, float]:
    """Where the middle of each centred text should be, in millimetres from the left edge of the paper."""
    found = {}
    for paragraph in measured.paragraphs:
        column, layout = paragraph.column_mm, paragraph.layout
        if layout.align == "center" and column and paragraph.text:
            found[paragraph.text] = (column[0] + (layout.left_mm or 0) + column[1] - (layout.right_mm or 0)) / 2
    return found


def seen(page: pdfium.PdfTextPage, text: str) -> float:
    """Where the middle of a text is on a page."""
    start, count = page.search(text, match_case=True).get_next()
    boxes = [page.get_charbox(at_) for at_ in range(start, start + count)]
    return (min(b[0] for b in boxes) + max(b[2] for b in boxes)) / 2 * 25.4 / 72


@pytest.mark.office
@pytest.mark.parametrize("mode", [14, 15])
def test_texts_stand_where_they_are_measured(mode: int) -> None:
    data = document(mode)
    measured = measure_docx(data, "a.docx")
    expected = centres(measured)
    assert len(expected) == 9
    with Exchange() as office:
        pdf = pdfium.PdfDocument(office.convert(data, "docx", "pdf"))
    page = pdf[0].get_textpage()
    assert {text: seen(page, text) for text in expected} == pytest.approx(expected, abs=0.5)
    shown = [line.strip() for line in page.get_text_range().splitlines() if "numbered" in line]
    assert shown == [paragraph.shown for paragraph in measured.paragraphs if paragraph.label]
    page.close()
    pdf.close()
