"""What a clerk's hand does wrong with look, place and spacing of the text and the foot of a document."""

from __future__ import annotations

from editing import Document, text
from mutants_layout import LONG, foot, running
from registry import mutant

from pipeline.decree.scaffold.pieces import p


# --- the text ----------------------------------------------------------------------------------------------------
@mutant("cancu.style", "QĐ", "KH")
def upright_grounds(document: Document) -> None:
    document.italic(document.paragraph("CanCu"), False)


@mutant("authority.centred", "QĐ")
def authority_at_the_left(document: Document) -> None:
    document.align(document.paragraph("ThamQuyen"), "left")


@mutant("decides.centred", "QĐ")
def decision_at_the_left(document: Document) -> None:
    document.align(document.paragraph("LoiQuyetDinh"), "left")


@mutant("body.style", "BC", "CV", "QC")
def slanted_text(document: Document) -> None:
    document.italic(document.paragraph("LoiVan"))


@mutant("body.style", "BC")
def small_text(document: Document) -> None:
    document.size(document.style("LoiVan"), 12)


@mutant("body.size-uniform", "BC", "CV", "QC")
def two_sizes_of_text(document: Document) -> None:
    document.size(document.paragraph("LoiVan"), 13)


@mutant("body.align")
def ragged_text(document: Document) -> None:
    paragraph = document.paragraph(running(document))
    document.set_text(paragraph, f"{text(paragraph)} {LONG}")
    document.align(paragraph, "left")


@mutant("body.indent")
def text_without_an_indent(document: Document) -> None:
    document.indent(document.paragraph(running(document)), first=0)


@mutant("body.para-gap", "BC", "CV", "QĐ")
def text_without_gaps(document: Document) -> None:
    for style in ("LoiVan", "Khoan", "Diem"):
        for paragraph in document.paragraphs(style):
            document.spacing(paragraph, before=0, after=0)


@mutant("body.line-spacing", long=True)
def loose_text(document: Document) -> None:
    document.spacing(document.paragraph(running(document)), line=2)


@mutant("h.phan", "BC.parts")
def plain_part(document: Document) -> None:
    document.bold(document.paragraph("Phan"), False)


@mutant("h.phan.title", "BC.parts")
def small_title_of_a_part(document: Document) -> None:
    document.set_text(document.paragraph("TenPhan"), "Kết quả công tác năm 2025")


@mutant("h.phan.centred", "BC.parts")
def part_at_the_left(document: Document) -> None:
    document.align(document.paragraph("Phan"), "left")


@mutant("h.chuong", "QC")
def slanted_chapter(document: Document) -> None:
    document.italic(document.paragraph("Chương I"))


@mutant("h.chuong.title", "QC")
def small_title_of_a_chapter(document: Document) -> None:
    document.size(document.paragraph("TenChuong"), 12)


@mutant("h.chuong.centred", "QC")
def chapter_at_the_left(document: Document) -> None:
    document.align(document.paragraph("TenChuong"), "left")


@mutant("h.muc.arabic", "QC")
def plain_muc(document: Document) -> None:
    document.bold(document.paragraph("Mục 1"), False)


@mutant("h.muc.arabic.title", "QC")
def small_title_of_a_muc(document: Document) -> None:
    document.set_text(document.paragraph("PHẠM VI VÀ ĐỐI TƯỢNG"), "Phạm vi và đối tượng")


@mutant("h.muc.arabic.centred", "QC")
def muc_at_the_left(document: Document) -> None:
    document.align(document.paragraph("Mục 1"), "left")


@mutant("h.tieumuc", "QC")
def large_tieumuc(document: Document) -> None:
    document.size(document.paragraph("Tiểu mục 1"), 16)


@mutant("h.tieumuc.title", "QC")
def plain_title_of_a_tieumuc(document: Document) -> None:
    document.bold(document.paragraph("ĐỐI TƯỢNG", -1), False)


@mutant("h.tieumuc.centred", "QC")
def tieumuc_at_the_left(document: Document) -> None:
    document.align(document.paragraph("Tiểu mục 2"), "left")


@mutant("h.muc.roman", "BC")
def plain_roman(document: Document) -> None:
    document.bold(document.paragraph("Muc"), False)


@mutant("h.dieu", "QĐ", "QC")
def plain_article(document: Document) -> None:
    document.bold(document.paragraph("Điều 1."), False)


@mutant("h.dieu.title", "QC")
def plain_title_of_an_article(document: Document) -> None:
    article = document.paragraph("Điều 1.")
    document.bold(article, False, words=text(article).partition(". ")[2])


@mutant("h.dieu.indent", "QĐ", "QC")
def article_without_an_indent(document: Document) -> None:
    document.indent(document.paragraph("Điều 1."), left=0, first=0)


@mutant("h.khoan.titled", "BC", "KH", "QĐ.attached")
def slanted_title_of_a_clause(document: Document) -> None:
    document.italic(document.paragraph("KhoanCoTieuDe"))


@mutant("h.khoan.plain", "BC", "QĐ")
def slanted_clause(document: Document) -> None:
    document.italic(document.paragraph("Khoan"))


@mutant("h.khoan.plain.bold", "BC", "QĐ")
def bold_clause(document: Document) -> None:
    document.bold(document.paragraph("Khoan"))


@mutant("h.diem", "BC", "QĐ")
def bold_point(document: Document) -> None:
    document.bold(document.paragraph("Diem"))


@mutant("h.dash", "BC")
def slanted_dash(document: Document) -> None:
    document.italic(document.paragraph("GachDauDong"))


# --- signer ------------------------------------------------------------------------------------------------------
@mutant("sign.missing")
def no_post(document: Document) -> None:
    document.remove(*document.paragraphs("ChucVu"))


@mutant("sign.name.missing")
def no_name(document: Document) -> None:
    document.remove(document.paragraph("HoTen"))


@mutant("sign.title.style")
def small_post(document: Document) -> None:
    document.size(document.paragraph("ChucVu"), 12)


@mutant("sign.name.style")
def slanted_name(document: Document) -> None:
    document.italic(document.paragraph("HoTen"))


@mutant("sign.name.centred")
def name_aside(document: Document) -> None:
    document.align(document.paragraph("HoTen"), "left")


@mutant("sign.title.centred")
def post_aside(document: Document) -> None:
    post = document.paragraph("ChucVu", -1)
    if len(document.paragraphs("ChucVu")) == 1:
        document.insert_before(post, document.copy_of(post))
        document.set_text(document.paragraph("ChucVu"), "KT. GIÁM ĐỐC")
        document.set_text(post, "PHÓ GIÁM ĐỐC")
    document.align(post, "left")


@mutant("sign.position", also=("noinhan.position",))
@mutant("noinhan.position", also=("sign.position",))
def foot_the_wrong_way_round(document: Document) -> None:
    for row in foot(document).findall("{*}tr"):
        left = row.find("{*}tc")
        assert left is not None
        row.append(left)


@mutant("noinhan.label.level")
def recipients_in_another_row(document: Document) -> None:
    row = foot(document).findall("{*}tr")[-1]
    document.insert_before(row, document.copy_of(row))
    above, below = foot(document).findall("{*}tr")[-2:]
    for paragraph in above.findall("{*}tc")[0].findall("{*}p")[1:]:
        document.remove(paragraph)
    document.set_text(above.findall("{*}tc")[0].findall("{*}p")[0], "")
    for paragraph in below.findall("{*}tc")[1].findall("{*}p")[1:]:
        document.remove(paragraph)
    document.set_text(below.findall("{*}tc")[1].findall("{*}p")[0], "")


# --- kính gửi, nơi nhận ------------------------------------------------------------------------------------------
@mutant("kinhgui.when.report", "BC")
def no_addressee_of_a_report(document: Document) -> None:
    document.remove(document.paragraph("Kính gửi:"), *document.paragraphs("NoiKinhGui"))


@mutant("kinhgui.when", "CV", "TTr")
def no_addressee(document: Document) -> None:
    document.remove(document.paragraph("KinhGui"))


@mutant("kinhgui.unused", "KH", "QĐ")
def addressee_of_a_plan(document: Document) -> None:
    place = document.paragraph("ThamQuyen" if document.paragraphs("ThamQuyen") else "CanCu")
    document.insert_before(place, p("KhoangCach"))
    document.insert_before(place, p("LoiVan", "Kính gửi: Bộ Nội vụ", '<w:ind w:firstLine="1985"/>'))


@mutant("kinhgui.style", "CV", "BC", "CV.many")
def bold_addressee(document: Document) -> None:
    document.bold(document.paragraph("Kính gửi:"))


@mutant("kinhgui.many.align", "CV.many", "BC")
def dashes_at_the_left(document: Document) -> None:
    for item in document.paragraphs("NoiKinhGui"):
        document.indent(item, left=0, first=0)


@mutant("noinhan.missing")
def no_recipients(document: Document) -> None:
    document.remove(document.paragraph("NoiNhan"), *document.paragraphs("DanhSachNoiNhan"))


@mutant("noinhan.label")
def plain_recipients(document: Document) -> None:
    document.bold(document.paragraph("NoiNhan"), False)


@mutant("noinhan.label.flush")
def recipients_in_the_middle(document: Document) -> None:
    document.align(document.paragraph("NoiNhan"), "center")


@mutant("noinhan.items")
def large_recipients(document: Document) -> None:
    document.size(document.paragraph("DanhSachNoiNhan"), 12)


# --- annexes -----------------------------------------------------------------------------------------------------
@mutant("annex.label.style", "BC")
def small_label_of_an_annex(document: Document) -> None:
    document.size(document.paragraph("NhanPhuLuc"), 13)


@mutant("annex.label.centred", "BC")
def label_of_an_annex_at_the_left(document: Document) -> None:
    document.align(document.paragraph("NhanPhuLuc"), "left")


@mutant("annex.title.style", "BC")
def plain_title_of_an_annex(document: Document) -> None:
    document.bold(document.paragraph("TenPhuLuc"), False)


@mutant("annex.title.centred", "BC")
def title_of_an_annex_at_the_left(document: Document) -> None:
    document.align(document.paragraph("TenPhuLuc"), "left")


@mutant("annex.kemtheo.style", "BC")
def upright_reference_of_an_annex(document: Document) -> None:
    document.italic(document.paragraph("KemTheo"), False)


@mutant("annex.kemtheo.centred", "BC")
def reference_of_an_annex_at_the_left(document: Document) -> None:
    reference = document.paragraph("KemTheo")
    document.align(reference, "right")


@mutant("annex.line", "BC")
def no_line_under_the_reference(document: Document) -> None:
    document.remove(document.line_after(document.paragraph("KemTheo")))
