"""What goes wrong only when a right document becomes pages, or shows only there."""

from __future__ import annotations

from editing import Document, Element
from registry import mutant

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NEW_PAGE = f'<w:p xmlns:w="{W}"><w:r><w:br w:type="page"/></w:r></w:p>'


def foot(document: Document) -> Element:
    """The table with the recipients and the signer."""
    return next(document.paragraph("NoiNhan").iterancestors("{*}tbl"))


@mutant("pdf.mixed-families", also=("font.family",), pdf=True)
def letters_of_another_font(document: Document) -> None:
    style = "LoiVan" if document.paragraphs("LoiVan") else "DieuVaLoi"
    document.font(document.paragraph(style), "DejaVu Sans", words="iện")


@mutant("pdf.blank-page", "QĐ", "CV", pdf=True)
def an_empty_page_at_the_end(document: Document) -> None:
    document.insert_after(foot(document), NEW_PAGE)


@mutant("pdf.lone-signer", pdf=True)
def the_signer_on_a_page_of_his_own(document: Document) -> None:
    document.insert_before(foot(document), NEW_PAGE)


@mutant("pdf.lone-heading", "BC", "QĐ.attached", pdf=True)
def a_heading_at_the_foot_of_a_page(document: Document) -> None:
    heading = "Muc" if document.paragraphs("Muc") else "TenChuong"
    document.insert_after(document.paragraph(heading), NEW_PAGE)


@mutant("page.margin.bottom", pdf=True, long=True)
def narrow_below(document: Document) -> None:
    document.margins(bottom=12)


@mutant("organ.spacing", pdf=True)
def loose_lines_of_a_long_name(document: Document) -> None:
    issuer = document.paragraph("CoQuanBanHanh")
    document.set_text(issuer, "BAN QUẢN LÝ DỰ ÁN ĐẦU TƯ XÂY DỰNG CÁC CÔNG TRÌNH GIAO THÔNG")
    document.line_length(issuer, 24)
    document.spacing(issuer, line=1.2)
