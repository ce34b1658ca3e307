"""Pictures of the pages of a PDF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Final

import pypdfium2 as pdfium

from pipeline.decree.pdf.errors import PdfUnreadable
from pipeline.decree.pdf.opening import opened, page_of
from pipeline.i18n import N_
from pipeline.model import Place

MAX_PIXELS: Final = 40_000_000
"""Of one picture: A4 at 500 dpi. A larger one is drawn at fewer dots per inch."""


def render_pages(
    data: bytes, pages: Iterable[int] | None = None, dpi: int = 96, name: str = ""
) -> Iterator[tuple[int, bytes]]:
    """Number (from 0) and PNG of these pages, or of all; numbers that the PDF lacks are left out.

    Raises the errors K15 – K18 of :mod:`.errors`.
    """
    with opened(data, name) as document:
        for number in range(len(document)) if pages is None else pages:
            if 0 <= number < len(document):
                yield number, _picture(document, number, dpi, name)


def _picture(document: pdfium.PdfDocument, number: int, dpi: int, name: str) -> bytes:
    with page_of(document, number, name) as page:
        width, height = page.get_size()
        scale = min(dpi / 72, (MAX_PIXELS / (width * height)) ** 0.5)
        try:
            picture = page.render(scale=scale, draw_annots=True).to_pil()
        except pdfium.PdfiumError as error:
            raise PdfUnreadable(Place(name), reason=N_("a page cannot be drawn")) from error
    out = BytesIO()
    picture.convert("RGB").save(out, "PNG")
    return out.getvalue()
