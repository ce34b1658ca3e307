"""Open a PDF that may be anything: locked, damaged, or made to exhaust the machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pypdfium2 as pdfium
from pypdfium2 import raw

from pipeline.decree.pdf.bombs import MAX_UNPACKED, Bomb, Unseen, refuse_bombs
from pipeline.decree.pdf.errors import PdfLocked, PdfPageImpossible, PdfTooLarge, PdfUnreadable
from pipeline.docx.metrics import MM_PER_POINT
from pipeline.i18n import N_
from pipeline.model import Place

MAX_BYTES: Final = 128 << 20
MAX_PAGES: Final = 1000
SIDES_MM: Final = (20.0, 2000.0)
"""Sides that paper can have."""


@contextmanager
def opened(data: bytes, name: str) -> Iterator[pdfium.PdfDocument]:
    """The PDF, closed afterwards. Raises the errors K15 – K17."""
    if len(data) > MAX_BYTES:
        raise PdfTooLarge(Place(name), limit=MAX_BYTES >> 20, what=N_("megabytes"))
    try:
        refuse_bombs(data)
    except Bomb as error:
        raise PdfTooLarge(Place(name), limit=MAX_UNPACKED >> 20, what=N_("megabytes unpacked")) from error
    except Unseen as error:
        if b"/Encrypt" in data:
            raise PdfLocked(Place(name)) from error
        raise PdfUnreadable(Place(name), reason=N_("its parts cannot be counted")) from error
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise PdfLocked(Place(name)) from error
        raise PdfUnreadable(Place(name), reason=str(error)) from error
    try:
        pages = len(document)
        if not pages:
            raise PdfUnreadable(Place(name), reason=N_("it has no page"))
        if pages > MAX_PAGES:
            raise PdfTooLarge(Place(name), limit=MAX_PAGES, what=N_("pages"))
        yield document
    finally:
        document.close()


@contextmanager
def page_of(document: pdfium.PdfDocument, number: int, name: str) -> Iterator[pdfium.PdfPage]:
    """Page ``number`` (from 0), closed afterwards. Raises the errors K15 and K18."""
    try:
        page = document[number]
    except pdfium.PdfiumError as error:
        raise PdfUnreadable(Place(name), reason=str(error)) from error
    try:
        width, height = (side * MM_PER_POINT for side in page.get_size())
        if not all(SIDES_MM[0] <= side <= SIDES_MM[1] for side in (width, height)):
            sides = {"width": f"{width:.0f}", "height": f"{height:.0f}"}
            raise PdfPageImpossible(Place(name), page=number + 1, **sides)
        yield page
    finally:
        page.close()
