"""What a clerk's hand does wrong with the page, the look, the place and the lines of a right document."""

from __future__ import annotations

from editing import Document, Element, text
from registry import mutant

from pipeline.decree.scaffold.pieces import p

HEAD = ("BC", "QĐ", "CV")
LONG = (
    "Các cơ quan, đơn vị thuộc Sở Nội vụ đã tổ chức phát động phong trào thi đua theo chuyên đề, gắn với nhiệm vụ "
    "chính trị được giao và đã hoàn thành các chỉ tiêu của kế hoạch năm 2025."
)


def running(document: Document) -> str:
    """The style of running text that a document has most of."""
    return "LoiVan" if document.paragraphs("LoiVan") else "Khoan"


def foot(document: Document) -> Element:
    """The table with the recipients and the signer."""
    return next(document.paragraph("NoiNhan").iterancestors("{*}tbl"))


# --- page --------------------------------------------------------------------------------------------------------
@mutant("page.size")
def letter_paper(document: Document) -> None:
    document.page(width=215.9, height=279.4)


@mutant("page.orientation")
def turned_without_a_table(document: Document) -> None:
    end = document.paragraph("KetThuc", -1)
    document.end_section(end)
    document.insert_after(end, p("LoiVan", LONG))
    for name in ("titlePg", "pgNumType"):
        document.drop_section_property(name, section=-1)
    document.page(landscape=True, section=-1)


@mutant("page.margin.top")
def narrow_above(document: Document) -> None:
    document.margins(top=15)


@mutant("page.margin.bottom")
def wide_below(document: Document) -> None:
    document.margins(bottom=30)


@mutant("page.margin.left", long=True)
def narrow_left(document: Document) -> None:
    document.margins(left=25)


@mutant("page.margin.right", long=True)
def wide_right(document: Document) -> None:
    document.margins(right=25)


@mutant("font.family")
def a_word_in_another_font(document: Document) -> None:
    document.font(document.paragraph(running(document)), "Arial")


@mutant("font.colour")
def blue_letters(document: Document) -> None:
    document.colour(document.paragraph(running(document)), "0070C0")


@mutant("font.size.coherent-set")
def large_date(document: Document) -> None:
    document.size(document.paragraph("DiaDanhThoiGian"), 14)


# --- Quốc hiệu, Tiêu ngữ -----------------------------------------------------------------------------------------
@mutant("quochieu.style")
def small_quoc_hieu(document: Document) -> None:
    document.size(document.paragraph("QuocHieu"), 11)


@mutant("quochieu.style", "BC")
def plain_quoc_hieu(document: Document) -> None:
    document.bold(document.paragraph("QuocHieu"), False)


@mutant("tieungu.style")
def slanted_motto(document: Document) -> None:
    document.italic(document.paragraph("TieuNgu"))


@mutant("quochieu.missing", also=("font.size.coherent-set",))
def no_quoc_hieu(document: Document) -> None:
    document.remove(document.paragraph("QuocHieu"))


@mutant("tieungu.missing")
def no_motto(document: Document) -> None:
    motto = document.paragraph("TieuNgu")
    document.remove(document.line_after(motto), motto)


@mutant("quochieu.text")
def misspelt_nation(document: Document) -> None:
    document.replace(document.paragraph("QuocHieu"), "CHỦ NGHĨA", "CHŨ NGHĨA")


@mutant("tieungu.text")
def dashes_in_the_motto(document: Document) -> None:
    document.set_text(document.paragraph("TieuNgu"), "Độc lập – Tự do – Hạnh phúc")


@mutant("quochieu.one-line")
def nation_on_two_lines(document: Document) -> None:
    document.indent(document.paragraph("QuocHieu"), left=15, right=15)


@mutant("quochieu.position", also=("quochieu.one-line", "organ.level"))
def nation_at_the_left(document: Document) -> None:
    nation = document.paragraph("QuocHieu")
    document.insert_before(document.paragraph("CoQuanChuQuan"), document.copy_of(nation))
    document.remove(nation)


@mutant("tieungu.centred", also=("tieungu.line.middle",))
def motto_aside(document: Document) -> None:
    document.align(document.paragraph("TieuNgu"), "left")


@mutant("tieungu.line")
def no_line_under_the_motto(document: Document) -> None:
    document.remove(document.line_after(document.paragraph("TieuNgu")))


@mutant("tieungu.line.solid")
def dashed_line_under_the_motto(document: Document) -> None:
    document.line_style(document.paragraph("TieuNgu"), "dashed")


@mutant("tieungu.line.length")
def short_line_under_the_motto(document: Document) -> None:
    document.line_length(document.paragraph("TieuNgu"), 30)


@mutant("tieungu.line.middle")
def line_under_the_motto_aside(document: Document) -> None:
    motto = document.paragraph("TieuNgu")
    document.line_length(motto, document.length_of_line(motto), 12)


@mutant("quochieu.spacing")
def loose_head(document: Document) -> None:
    document.spacing(document.paragraph("QuocHieu"), line=1.5)


# --- issuing organ -----------------------------------------------------------------------------------------------
@mutant("organ.missing")
def no_organ(document: Document) -> None:
    issuer = document.paragraph("CoQuanBanHanh")
    document.remove(document.line_after(issuer), issuer, document.paragraph("CoQuanChuQuan"))


@mutant("organ.parent.style")
def bold_parent(document: Document) -> None:
    document.bold(document.paragraph("CoQuanChuQuan"))


@mutant("organ.issuer.style")
def slanted_issuer(document: Document) -> None:
    document.italic(document.paragraph("CoQuanBanHanh"))


@mutant("organ.issuer.centred", also=("organ.line.middle", "so.centred"))
def issuer_aside(document: Document) -> None:
    document.align(document.paragraph("CoQuanBanHanh"), "left")


@mutant("organ.line")
def no_line_under_the_issuer(document: Document) -> None:
    document.remove(document.line_after(document.paragraph("CoQuanBanHanh")))


@mutant("organ.line.solid")
def dotted_line_under_the_issuer(document: Document) -> None:
    document.line_style(document.paragraph("CoQuanBanHanh"), "dotted")


@mutant("organ.line.length")
def long_line_under_the_issuer(document: Document) -> None:
    document.line_length(document.paragraph("CoQuanBanHanh"), 40)


@mutant("organ.line.middle")
def line_under_the_issuer_aside(document: Document) -> None:
    issuer = document.paragraph("CoQuanBanHanh")
    document.line_length(issuer, document.length_of_line(issuer), 12)


@mutant("organ.spacing")
def loose_organs(document: Document) -> None:
    document.spacing(document.paragraph("CoQuanBanHanh"), line=2)


@mutant("organ.position", also=("quochieu.position", "so.position", "diadanh.position", "trichyeu.cv.position"))
@mutant("diadanh.position", also=("quochieu.position", "so.position", "organ.position", "trichyeu.cv.position"))
def head_the_wrong_way_round(document: Document) -> None:
    table = document.table(0)
    for row in (*table.findall("{*}tr"), *table.findall("{*}tblGrid")):
        row.append(next(row.iterchildren("{*}tc", "{*}gridCol")))


@mutant("organ.level", also=("diadanh.level",))
def organ_in_the_second_row(document: Document) -> None:
    number = document.paragraph("SoKyHieu")
    issuer = document.paragraph("CoQuanBanHanh")
    line = document.line_after(issuer)
    for moved in (document.paragraph("CoQuanChuQuan"), issuer, line):
        document.insert_before(number, document.copy_of(moved))
        document.remove(moved)


# --- số, địa danh ------------------------------------------------------------------------------------------------
@mutant("so.missing")
def no_number(document: Document) -> None:
    document.remove(document.paragraph("SoKyHieu"))


@mutant("so.label")
def large_number(document: Document) -> None:
    document.size(document.paragraph("SoKyHieu"), 14)


@mutant("kyhieu.style")
def bold_symbol(document: Document) -> None:
    paragraph = document.paragraph("SoKyHieu")
    document.bold(paragraph, words=text(paragraph).partition("/")[2])


@mutant("so.position", also=("diadanh.level", "trichyeu.cv.centred", "trichyeu.cv.gap"))
def number_at_the_right(document: Document) -> None:
    number = document.paragraph("SoKyHieu")
    document.insert_before(document.paragraph("DiaDanhThoiGian"), document.copy_of(number))
    document.remove(number)


@mutant("so.centred", also=("trichyeu.cv.centred",))
def number_aside(document: Document) -> None:
    document.align(document.paragraph("SoKyHieu"), "left")


@mutant("diadanh.missing")
def no_date(document: Document) -> None:
    document.remove(document.paragraph("DiaDanhThoiGian"))


@mutant("diadanh.style")
def upright_date(document: Document) -> None:
    document.italic(document.paragraph("DiaDanhThoiGian"), False)


@mutant("diadanh.level")
def date_in_the_first_row(document: Document) -> None:
    date = document.paragraph("DiaDanhThoiGian")
    document.insert_after(document.line_after(document.paragraph("TieuNgu")), document.copy_of(date))
    document.remove(date)


@mutant("diadanh.centred")
def date_aside(document: Document) -> None:
    document.align(document.paragraph("DiaDanhThoiGian"), "left")


# --- tên loại, trích yếu -----------------------------------------------------------------------------------------
@mutant("tenloai.missing", "BC", "QC")
def no_type(document: Document) -> None:
    document.remove(document.paragraph("TenLoai"))


@mutant("trichyeu.missing", "BC", "QĐ")
def no_subject(document: Document) -> None:
    subject = document.paragraph("TrichYeu")
    document.remove(document.line_after(subject), subject)


@mutant("trichyeu.cv.missing", "CV")
def no_subject_of_a_letter(document: Document) -> None:
    document.remove(document.paragraph("TrichYeuCongVan"))


@mutant("tenloai.style")
def large_type(document: Document) -> None:
    document.size(document.paragraph("TenLoai"), 16)


@mutant("tenloai.centred")
def type_at_the_left(document: Document) -> None:
    document.align(document.paragraph("TenLoai"), "left")


@mutant("trichyeu.style")
def plain_subject(document: Document) -> None:
    document.bold(document.paragraph("TrichYeu"), False)


@mutant("trichyeu.centred", also=("trichyeu.line.middle",))
def subject_at_the_left(document: Document) -> None:
    document.align(document.paragraph("TrichYeu"), "left")


@mutant("trichyeu.line")
def no_line_under_the_subject(document: Document) -> None:
    document.remove(document.line_after(document.paragraph("TrichYeu")))


@mutant("trichyeu.line.solid")
def double_line_under_the_subject(document: Document) -> None:
    document.line_style(document.paragraph("TrichYeu"), "double")


@mutant("trichyeu.line.length")
def long_line_under_the_subject(document: Document) -> None:
    document.line_length(document.paragraph("TrichYeu"), 120)


@mutant("trichyeu.line.middle")
def line_under_the_subject_aside(document: Document) -> None:
    subject = document.paragraph("TrichYeu")
    document.line_length(subject, document.length_of_line(subject), 30)


@mutant("trichyeu.cv.style", "CV")
def slanted_subject_of_a_letter(document: Document) -> None:
    document.italic(document.paragraph("TrichYeuCongVan"))


@mutant("trichyeu.cv.position", "CV")
def subject_of_a_letter_at_the_right(document: Document) -> None:
    subject = document.paragraph("TrichYeuCongVan")
    document.insert_after(document.paragraph("DiaDanhThoiGian"), document.copy_of(subject))
    document.remove(subject)


@mutant("trichyeu.cv.centred", "CV")
def subject_of_a_letter_aside(document: Document) -> None:
    subject = document.paragraph("TrichYeuCongVan")
    document.set_text(subject, "V/v báo cáo kết quả")
    document.align(subject, "left")


@mutant("trichyeu.cv.gap", "CV")
def no_gap_above_the_subject_of_a_letter(document: Document) -> None:
    document.spacing(document.paragraph("TrichYeuCongVan"), before=0)


@mutant("trichyeu.cv.noline", "CV")
def line_under_the_subject_of_a_letter(document: Document) -> None:
    document.add_line(document.paragraph("TrichYeuCongVan"), 25)


# --- other components --------------------------------------------------------------------------------------------
@mutant("khan.style", "CV.full")
def plain_urgency(document: Document) -> None:
    document.bold(document.paragraph("KHẨN"), False)


@mutant("khan.colour", "CV.full")
def black_urgency(document: Document) -> None:
    document.colour(document.paragraph("KHẨN"), "000000")


@mutant("luuhanh.style", "CV.full")
def plain_circle_of_readers(document: Document) -> None:
    document.bold(document.header("first"), False)


@mutant("kyhieu-soanthao", "CV.full")
def large_sign_of_the_drafter(document: Document) -> None:
    document.size(document.paragraph("PL.(300)"), 13)


@mutant("diachi.style", "CV.full")
def large_address(document: Document) -> None:
    document.size(document.part("word/footer2.xml"), 14)


@mutant("copy.p.kind-style", "SY")
def plain_kind_of_copy(document: Document) -> None:
    document.bold(document.paragraph("SAO Y"), False)


# --- page numbers ------------------------------------------------------------------------------------------------
@mutant("pagenum.present")
def no_page_numbers(document: Document) -> None:
    document.drop_strip("header")
    for _ in range(40):
        document.insert_after(document.paragraph(running(document)), p("LoiVan", LONG))


@mutant("pagenum.position", long=True)
def page_number_at_the_right(document: Document) -> None:
    document.align(document.header(), "right")


@mutant("pagenum.digits", long=True)
def page_number_in_roman_letters(document: Document) -> None:
    document.section_property("pgNumType", section=0, fmt="lowerRoman")


@mutant("pagenum.alone", long=True)
def page_number_between_dashes(document: Document) -> None:
    document.insert_after(document.header()[0], '<w:r><w:t xml:space="preserve">- </w:t></w:r>')


@mutant("pagenum.size", long=True)
def small_page_number(document: Document) -> None:
    document.size(document.header(), 11)


@mutant("pagenum.style", long=True)
def bold_page_number(document: Document) -> None:
    document.bold(document.header())


@mutant("pagenum.start", long=True)
def pages_from_five(document: Document) -> None:
    document.section_property("pgNumType", section=0, start="5")


@mutant("pagenum.first-hidden")
def number_on_page_one(document: Document) -> None:
    document.drop_section_property("titlePg", section=0)


@mutant("pagenum.annex-restart", "BC", "CV.annex", long=True)
def annex_goes_on_counting(document: Document) -> None:
    document.drop_section_property("pgNumType", section=1)
