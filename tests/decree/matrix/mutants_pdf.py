"""What goes wrong only when a right document becomes pages."""

from __future__ import annotations

from editing import Document, Element
from registry import mutant

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NEW_PAGE = f'<w:p xmlns:w="{W}"><w:r><w:br w:type="page"/></w:r></w:p>'


def foot(document: Document) -> Element:
    """The table with the recipients and the signer."""
    return next(document.paragraph("NoiNhan").iterancestors("{*}tbl"))


@mutant("pdf.mixed-families", "BC", "CV", also=("font.family",), pdf=True)
def letters_of_another_font(document: Document) -> None:
    document.font(document.paragraph("LoiVan"), "DejaVu Sans", words="ực")


@mutant("pdf.blank-page", "QĐ", pdf=True)
def an_empty_page_at_the_end(document: Document) -> None:
    document.insert_after(foot(document), NEW_PAGE)


@mutant("pdf.lone-signer", "BC", "QĐ", pdf=True)
def the_signer_on_a_page_of_his_own(document: Document) -> None:
    document.insert_before(foot(document), NEW_PAGE)


@mutant("pdf.lone-heading", "BC", pdf=True)
def a_heading_at_the_foot_of_a_page(document: Document) -> None:
    document.insert_after(document.paragraph("Muc"), NEW_PAGE)
