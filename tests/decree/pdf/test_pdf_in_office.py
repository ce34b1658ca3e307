"""What is measured of a PDF that LibreOffice made is what is measured of the DOCX that it was made from."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from pipeline.decree.measure import measure_docx
from pipeline.decree.model import Measured, Recognised
from pipeline.decree.pdf import measure_pdf
from pipeline.decree.recognise import recognise
from pipeline.office.exchange import Exchange
from pipeline.vietnamese import nfc

DOCUMENTS = ("units/so-a/report", "units/so-b/cover-letter", "summary/summary-report")
OUTSIDE = {"pagenum", "other"}
"""Components of headers and footers: a PDF of one page does not tell them."""


def looks(document: Measured) -> dict[str, set[tuple[float | None, bool, bool]]]:
    """Size, bold and italic of every text that stands but once in a document."""
    counted = Counter(shown(paragraph.shown) for paragraph in document.paragraphs)
    return {
        text: {(span.look.size, span.look.bold, span.look.italic) for span in paragraph.spans if span.text.strip()}
        for paragraph in document.paragraphs
        if (text := shown(paragraph.shown)) and counted[text] == 1
    }


def shown(text: str) -> str:
    return " ".join(nfc(text).split())


def components(document: Recognised) -> Counter[tuple[str, str]]:
    return Counter((piece.name, piece.text) for piece in document.pieces if piece.name not in OUTSIDE)


@pytest.mark.office
def test_a_pdf_is_measured_like_its_docx(built: Any) -> None:
    with Exchange() as office:
        for name in DOCUMENTS:
            data = built.file(f"{name}.docx").read_bytes()
            docx, pdf = measure_docx(data, name), measure_pdf(office.convert(data, "docx", "pdf"), name)
            assert looks(pdf) == looks(docx)
            for one, other in zip(docx.strokes, pdf.strokes, strict=True):
                assert other.length_mm == pytest.approx(one.length_mm, abs=0.5)
            assert {paragraph.layout.align for paragraph in pdf.paragraphs} <= {None, "both", "center", "left"}
            assert pdf.sections[0].top_mm == pytest.approx(docx.sections[0].top_mm, abs=0.5)
            assert not pdf.troubles
            first, second = recognise(docx), recognise(pdf)
            assert (second.kind, second.family, second.state) == (first.kind, first.family, first.state)
            assert components(second) == components(first)
            assert second.strokes.keys() == first.strokes.keys()
