"""What a clerk's hand does wrong with the words of a right document."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from editing import Document, Element, text
from lxml import etree
from registry import mutant

from pipeline.decree.scaffold.pieces import p

CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
STARTS = ("Kết quả khen thưởng trong năm", "Tham mưu cho Giám đốc Sở", "Báo cáo gửi về Sở Nội vụ")
"""How a sentence of the running text begins in a report, a decision and a letter."""

Change = Callable[[Document], None]


def put(document: Document, style: str, old: str, new: str) -> None:
    """Write ``new`` for ``old`` in the first paragraph of a style (or with a text)."""
    document.replace(document.paragraph(style), old, new)


def sentence(document: Document) -> tuple[Element, str]:
    """A paragraph of running text and how its first sentence begins."""
    return next((one, start) for start in STARTS for one in document.paragraphs(start))


def say(document: Document, words: str) -> None:
    """Put a sentence before another one in the running text."""
    paragraph, start = sentence(document)
    document.replace(paragraph, start, f"{words} {start}")


def changes(style: str, old: str, new: str) -> Change:
    def changed(document: Document) -> None:
        put(document, style, old, new)

    return changed


def saying(words: str) -> Change:
    def said(document: Document) -> None:
        say(document, words)

    return said


def issued(document: Document) -> None:
    """The properties of the document say that it is issued."""
    etree.SubElement(document.part("docProps/core.xml"), f"{{{CORE}}}contentStatus").text = "issued"


def last_text(document: Document) -> Element:
    """The paragraph at the end of the main text."""
    return next(one for one in document.paragraphs("./."))


# --- head --------------------------------------------------------------------------------------------------------
for rule, old, new in (
    ("so.label.text", "Số:", "Số"),
    ("so.leading-zero", "05/", "5/"),
    ("so.leading-zero", "05/", "015/"),
    ("kyhieu.year", "05/", "05/2025/"),
):
    mutant(rule)(changes("SoKyHieu", old, new))

mutant("kyhieu.separators", "BC", "QĐ")(changes("SoKyHieu", "-SNV", " - SNV"))
mutant("kyhieu.separators", "CV")(changes("SoKyHieu", "-TĐKT", "–TĐKT"))
mutant("kyhieu.named", "BC")(changes("SoKyHieu", "BC-SNV", "SNV-BC"))
mutant("kyhieu.named", "QĐ")(changes("SoKyHieu", "QĐ-SNV", "SNV-QĐ"))
mutant("kyhieu.abbreviation", "TTr")(changes("SoKyHieu", "TTr-", "TTR-"))
mutant("kyhieu.abbreviation", "QĐ")(changes("SoKyHieu", "QĐ-", "QD-"))
mutant("kyhieu.type", "BC")(changes("SoKyHieu", "BC-", "KH-"))
mutant("kyhieu.type", "QĐ")(changes("SoKyHieu", "QĐ-", "NQ-"))
mutant("kyhieu.congvan", "CV")(changes("SoKyHieu", "SNV-TĐKT", "CV-SNV"))
mutant("kyhieu.congvan.type", "CV")(changes("SoKyHieu", "SNV-TĐKT", "BC-SNV"))


@mutant("so.draft-blank")
def issued_without_a_number(document: Document) -> None:
    issued(document)
    put(document, "SoKyHieu", "05/", "    /")


@mutant("date.blank")
def issued_without_a_day(document: Document) -> None:
    issued(document)
    put(document, "DiaDanhThoiGian", "ngày 05 tháng 12", "ngày      tháng     ")


for rule, old, new in (
    ("diadanh.comma", "Ngãi, ngày", "Ngãi ngày"),
    ("diadanh.capitals", "Quảng Ngãi", "Quảng ngãi"),
    ("diadanh.full-name", "Quảng Ngãi", "TP. Hồ Chí Minh"),
    ("diadanh.short-name", "Quảng Ngãi", "Tỉnh Quảng Ngãi"),
    ("date.full", "ngày 05 tháng 12 năm 2025", "ngày 05/12/2025"),
    ("date.zero.day", "ngày 05", "ngày 5"),
    ("date.zero.month", "tháng 12", "tháng 03"),
    ("date.zero.month", "tháng 12", "tháng 1"),
    ("date.exists", "ngày 05 tháng 12", "ngày 31 tháng 11"),
):
    mutant(rule)(changes("DiaDanhThoiGian", old, new))

mutant("organ.parent.district")(changes("UBND TỈNH QUẢNG NGÃI", "TỈNH QUẢNG NGÃI", "HUYỆN TRÀ BỒNG"))
mutant("organ.parent.abbrev", also=("organ.line.length",))(changes("SỞ NỘI VỤ", "SỞ NỘI VỤ", "UBND XÃ TRÀ BỒNG"))
mutant("trichyeu.no-stop", "BC")(changes("TrichYeu", "năm 2025", "năm 2025."))
mutant("trichyeu.no-stop", "CV")(changes("V/v", "khen thưởng", "khen thưởng."))
mutant("trichyeu.no-stop", "QĐ")(changes("Về việc kiện toàn", "Khen thưởng", "Khen thưởng."))
mutant("trichyeu.cv.prefix", "CV")(changes("V/v", "V/v", "Về việc"))
mutant("trichyeu.cv.prefix", "CV")(changes("V/v", "V/v báo", "V/v: báo"))
mutant("trichyeu.cv.case", "CV")(changes("V/v", "V/v báo", "V/v Báo"))


@mutant("mat.stamp", "BC")
def marked_secret(document: Document) -> None:
    document.insert_after(document.paragraph("SoKyHieu"), p("SoKyHieu", bold="MẬT"))


# --- grounds, addressees, recipients -----------------------------------------------------------------------------
@mutant("cancu.lines", "QĐ", "KH")
def ground_with_a_comma(document: Document) -> None:
    ground = document.paragraph("CanCu")
    document.replace(ground, ";", ",")


@mutant("cancu.full-citation", "QĐ")
def ground_without_a_date(document: Document) -> None:
    document.insert_before(document.paragraph("CanCu"), p("CanCu", "Căn cứ Quyết định số 15/QĐ-UBND;"))


mutant("kinhgui.text", "BC", "CV")(changes("Kính gửi:", "Kính gửi:", "Kính gửi"))
mutant("kinhgui.one", "BC.parts")(changes("Kính gửi:", "Bộ Nội vụ", "Bộ Nội vụ."))
mutant("kinhgui.one", "CV")(changes("Kính gửi:", "Quảng Ngãi", "Quảng Ngãi;"))
mutant("kinhgui.many", "BC", "CV.many")(changes("- Bộ Nội vụ;", ";", ","))
mutant("kinhgui.many.line", "CV")(changes("Kính gửi:", "Kính gửi: Ủy", "Kính gửi: - Ủy"))
mutant("noinhan.label.text")(changes("Nơi nhận:", "Nơi nhận:", "Nơi nhận"))
mutant("noinhan.items.marks")(changes("- Giám đốc Sở;", ";", "."))
mutant("noinhan.luu")(changes("- Lưu: VT", "VT, TĐKT.", "VT, TĐKT"))
mutant("noinhan.luu")(changes("- Lưu: VT", "Lưu: VT", "Lưu VT"))
mutant("noinhan.nhutren", "BC", "CV")(changes("- Như trên;", "Như trên", "Như Kính gửi"))
mutant("noinhan.nhudieu", "QĐ")(changes("- Như Điều 4;", "Như Điều 4", "Chánh Văn phòng"))


@mutant("kinhgui.many.line", "BC", "CV.many")
def first_addressee_beside_the_label(document: Document) -> None:
    put(document, "Kính gửi:", "Kính gửi:", "Kính gửi: - Bộ Nội vụ;")
    document.remove(document.paragraph("NoiKinhGui"))


# --- signer ------------------------------------------------------------------------------------------------------
mutant("sign.prefix.dot", "BC", "CV")(changes("KT. GIÁM ĐỐC", "KT. ", "K/T "))
mutant("sign.prefix.dot", "QĐ")(changes("ChucVu", "GIÁM ĐỐC", "Q GIÁM ĐỐC"))


def signer(document: Document) -> Element:
    """The first line of the signer's post."""
    return document.paragraph("ChucVu")


@mutant("sign.prefix.q")
def acting_in_words(document: Document) -> None:
    document.set_text(signer(document), "QUYỀN GIÁM ĐỐC")


@mutant("sign.prefix.tm", "BC", "CV")
def for_a_person(document: Document) -> None:
    document.replace(signer(document), "KT.", "TM.")


@mutant("sign.prefix.kt", "BC", "CV")
def in_place_of_a_deputy(document: Document) -> None:
    document.replace(signer(document), "KT. GIÁM ĐỐC", "KT. PHÓ GIÁM ĐỐC")


@mutant("sign.prefix.kt.deputy", "BC", "CV")
def in_place_of_the_head_by_nobody(document: Document) -> None:
    document.remove(document.paragraph("PHÓ GIÁM ĐỐC"))


@mutant("sign.prefix.tl", "BC", "CV")
def by_order_of_a_collective(document: Document) -> None:
    document.replace(signer(document), "KT. GIÁM ĐỐC", "TL. ỦY BAN NHÂN DÂN")


@mutant("sign.prefix.tuq", "BC", "CV")
def by_warrant_of_a_deputy(document: Document) -> None:
    document.replace(signer(document), "KT. GIÁM ĐỐC", "TUQ. PHÓ GIÁM ĐỐC")


mutant("sign.name.bare")(changes("Trần Văn B", "Trần", "TS. Trần"))
mutant("sign.name.rank")(changes("Trần Văn B", "Trần", "Thượng tá Trần"))
mutant("caps.person.vn")(changes("Trần Văn B", "Văn", "văn"))


# --- levels ------------------------------------------------------------------------------------------------------
mutant("h.numbers", "BC")(changes("II. PHƯƠNG HƯỚNG", "II.", "III."))
mutant("h.numbers", "BC")(changes("2. Kết quả khen thưởng", "2.", "3."))
mutant("h.numbers", "BC")(changes("b) Các cơ quan", "b)", "c)"))
mutant("h.numbers", "QĐ")(changes("Điều 3.", "Điều 3.", "Điều 5."))
mutant("h.roman", "BC.parts")(changes("Phần I", "Phần I", "Phần 1"))
mutant("h.roman", "QĐ.attached")(changes("Chương II", "Chương II", "Chương 2"))
mutant("h.diem.letters", "BC")(changes("b) Các cơ quan", "b)", "f)"))
mutant("h.diem.letters", "QĐ")(changes("b) Hình thức", "b)", "f)"))
mutant("h.sign", "BC")(changes("b) Các cơ quan", "b)", "b."))
mutant("h.sign", "QĐ")(changes("b) Hình thức", "b)", "b/"))


@mutant("h.arabic", "QĐ.attached")
def section_in_roman_numerals(document: Document) -> None:
    article = document.paragraph("Điều 1. Phạm vi")
    document.insert_before(article, p("Chuong", "Mục I") + p("TenChuong", "QUY ĐỊNH CHUNG NHẤT"))


@mutant("h.jump", "BC")
def points_right_under_a_section(document: Document) -> None:
    document.remove(document.paragraph("1. Công tác chỉ đạo"))
    put(document, "2. Kết quả khen thưởng", "2.", "1.")


@mutant("h.jump", "QĐ.attached")
def clause_right_under_a_chapter(document: Document) -> None:
    put(document, "Điều 3. Trách nhiệm thi hành", "Điều 3. Trách nhiệm thi hành", "1. Trách nhiệm thi hành")
    put(document, "1. Văn phòng Sở theo dõi", "1. Văn", "2. Văn")
    put(document, "2. Các phòng, đơn vị thuộc Sở tổ chức", "2. Các", "3. Các")


@mutant("h.lone", "BC")
def one_point_alone(document: Document) -> None:
    put(document, "b) Các cơ quan", "b) Các", "Các")


@mutant("h.lone", "QĐ")
def one_point_of_an_article_alone(document: Document) -> None:
    document.remove(document.paragraph("b) Hình thức"))


@mutant("h.decimal", "BC")
def decimal_numbers(document: Document) -> None:
    put(document, "a) Sở Nội vụ", "a)", "1.1.")
    put(document, "b) Các cơ quan", "b)", "1.2.")


@mutant("body.headings-required", "QĐ")
def article_without_a_title(document: Document) -> None:
    document.set_text(document.paragraph("Điều 3."), "Điều 3.")


@mutant("body.headings-required", "BC.parts")
def part_without_a_title(document: Document) -> None:
    document.remove(document.paragraph("TenPhan"))


@mutant("h.diem.title", "QĐ")
def point_with_a_title(document: Document) -> None:
    put(document, "a) Danh hiệu thi đua", ";", "")
    document.insert_after(document.paragraph("a) Danh hiệu"), p("Khoan", "Các danh hiệu theo quy định của Luật."))


@mutant("body.end-mark")
def ends_with_a_full_stop(document: Document) -> None:
    document.replace(last_text(document), "./.", ".")


# --- annexes -----------------------------------------------------------------------------------------------------
mutant("annex.kemtheo.text", "BC")(changes("(Kèm theo", "Báo cáo số", "Báo cáo"))
mutant("annex.kemtheo.same", "BC")(changes("(Kèm theo", "số …/…-…", "số 06/BC-SNV"))
mutant("annex.end-mark", "BC")(changes("Nghiệp vụ xét", "./.", "."))


@mutant("annex.number", "BC")
def annexes_in_digits(document: Document) -> None:
    for number, label in enumerate(list(document.paragraphs("NhanPhuLuc")), 1):
        document.set_text(label, f"Phụ lục {number}")


@mutant("annex.number.single", "BC")
def one_annex_with_a_number(document: Document) -> None:
    label = document.paragraph("NhanPhuLuc", 1)
    document.remove(label, *list(label.itersiblings("{*}p"))[:-1])


mutant("annex.number.single", "CV.annex")(changes("NhanPhuLuc", "Phụ lục", "Phụ lục I"))


@mutant("annex.referenced", "BC")
def annex_that_the_text_does_not_name(document: Document) -> None:
    put(document, "theo nội dung tại Phụ lục II", " theo nội dung tại Phụ lục II", "")


# --- what a sentence may hold ------------------------------------------------------------------------------------
DECREE = "Nghị định số 30/2020/NĐ-CP"
FULL = f"{DECREE} ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư"
SAID = {
    "cite.first": f"Thực hiện {DECREE}, các đơn vị đã tập huấn.",
    "cite.next": f"Theo {FULL}, các đơn vị đã tập huấn; theo {FULL}.",
    "cite.law": "Theo Luật Thi đua, khen thưởng số 06/2022/QH15.",
    "date.long.scope": "Họp ngày 5 tháng 3 năm 2025.",
    "date.short": "Họp ngày 05/03/2025.",
    "date.month-only": "Họp trong tháng 03/2025.",
    "num.count.zero": "Trong đó có 5 đơn vị tham gia.",
    "num.thousands": "Kinh phí là 1500000 đồng.",
    "num.decimal": "Tỷ lệ đạt 12.5%.",
    "num.unit-space": "Chiều dài 15km.",
    "num.currency": "Kinh phí là 15.000 VNĐ.",
    "num.year": "Tổng kết năm 2.024.",
    "num.percent": "Tỷ lệ đạt 12% và 15 %.",
    "num.words": "Kinh phí là 1.500.000 đồng (Bằng chữ: Một triệu bốn trăm nghìn đồng).",
    "caps.cite-parts": "Theo quy định tại Khoản 2 Điều 5 của Luật này.",
    "caps.admin.special": "Tổ chức tại thành phố Hồ Chí Minh.",
    "caps.admin.number-person-event": "Tổ chức tại phường 10, quận Gò Vấp.",
    "caps.org.vn": "Đã báo cáo Ủy Ban Nhân Dân tỉnh.",
    "caps.org.special": "Ngày thành lập Đảng Cộng Sản Việt Nam.",
    "caps.org.foreign": "Theo báo cáo của Tổ chức Y tế Thế giới.",
    "caps.honours": "Đã đề nghị tặng Huân chương lao động.",
    "caps.honours.rank": "Đã đề nghị tặng Huân chương Lao động hạng ba.",
    "caps.holiday": "Chào mừng ngày quốc khánh.",
    "date.holiday": "Chào mừng ngày Quốc khánh 2/9.",
    "caps.tet": "Phục vụ Nhân dân trong dịp Tết Nguyên Đán.",
    "caps.weekday-month": "Họp vào sáng thứ hai.",
    "caps.lunar-year": "Chào mừng năm ất tỵ.",
    "caps.event": "Chào mừng Cách mạng Tháng Tám.",
    "caps.doctype": "Theo công văn số 15/SNV-VP ngày 05/3/2025 của Sở Nội vụ về việc tập huấn.",
    "caps.sentence": "Đã tập huấn. các đơn vị tham gia đầy đủ.",
    "text.look-alike": "Đã báo cáo Ủy bаn nhân dân tỉnh.",
    "text.hidden": "Đã tổ\u200b chức tập huấn.",
    "text.brackets": "Đã tổ chức tập huấn (gồm các đơn vị.",
    "text.quotes": "Phong trào “Cả nước chung sức.",
    "text.quotes.mixed": "Phong trào “Cả nước” và phong trào \"Chung sức\".",
    "text.space-before": "Các cơ quan , đơn vị đã tham gia.",
    "text.space-after": "Các cơ quan,đơn vị đã tham gia.",
    "text.doubled": "Các cơ quan,, đơn vị đã tham gia.",
    "text.blanks": "Các cơ quan    đơn vị đã tham gia.",
    "text.tone-marks": "Được cụ thể hoá và lan tỏa.",
    "text.capitals": "Báo cáo Ban Thi đua - Khen thưởng; trình Ban Thi đua - khen thưởng.",
    "text.spellings": "Sơ kết hằng năm và tổng kết hàng năm.",
    "text.abbreviation.twice": "Sở Nội vụ (sau đây gọi là Sở) và Sở Nội vụ (sau đây gọi là Sở).",
    "text.abbreviation.never": "Đã báo cáo UBND tỉnh và Ủy ban nhân dân xã.",
    "text.sum": "Có 07 đơn vị, gồm 05 phòng và 03 trung tâm.",
}  # fmt: skip
for rule, words in SAID.items():
    mutant(rule)(saying(words))


@mutant("text.nfc")
def letters_in_pieces(document: Document) -> None:
    paragraph, _ = sentence(document)
    document.set_text(paragraph, unicodedata.normalize("NFD", text(paragraph)))


@mutant("text.legacy")
def an_old_encoding(document: Document) -> None:
    paragraphs = (
        one for start in ("a) Sở Nội vụ", "a) Danh hiệu", "Thực hiện Kế") for one in document.paragraphs(start)
    )
    paragraph = next(paragraphs)
    point = "a) " if text(paragraph).startswith("a)") else ""
    document.set_text(paragraph, f"{point}§· tæ chøc tËp huÊn cho c¸c ®¬n vÞ trong n¨m;")


@mutant("font.encoding")
def a_font_of_an_old_encoding(document: Document) -> None:
    paragraph, _ = sentence(document)
    document.font(paragraph, ".VnTime")
