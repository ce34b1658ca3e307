"""Right documents, one or two of each form: nothing in them breaks a rule.

They are what the templates of :mod:`pipeline.decree.scaffold` become when they are filled, with the levels of text
that a campaign does not write (căn cứ, phần) put in afterwards. Each has a name such as ``BC``, ``BC.draft``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any

from editing import Document

from pipeline.decree.profiles import load_profile
from pipeline.decree.scaffold import new_template
from pipeline.decree.scaffold.design import design_of
from pipeline.decree.scaffold.parts import Stylist
from pipeline.decree.scaffold.pieces import p
from pipeline.docx.environment import make_environment
from pipeline.docx.template import CompiledTemplate
from pipeline.model import Annex, Block, Cell, Column, Paragraph, ParagraphStyle, Properties, Row, Run, Table

TYPES = {
    "BC": "BÁO CÁO", "TTr": "TỜ TRÌNH", "KH": "KẾ HOẠCH", "TB": "THÔNG BÁO", "QĐ": "QUYẾT ĐỊNH",
    "NQ": "NGHỊ QUYẾT", "CĐ": "CÔNG ĐIỆN", "GM": "GIẤY MỜI",
    "GGT": "GIẤY GIỚI THIỆU", "BB": "BIÊN BẢN", "GNP": "GIẤY NGHỈ PHÉP",
}  # fmt: skip
PLAN = "Kế hoạch số 12/KH-SNV ngày 15 tháng 01 năm 2025 của Sở Nội vụ về công tác thi đua, khen thưởng năm 2025"
SUBJECT = "Kết quả công tác thi đua, khen thưởng năm 2025"


def line(style: ParagraphStyle, text: str) -> Paragraph:
    return Paragraph(style, (Run(text),))


def body(*texts: tuple[ParagraphStyle, str] | Block) -> tuple[Block, ...]:
    return tuple(line(*text) if isinstance(text, tuple) else text for text in texts)


def figures(rows: int = 3) -> Table:
    """A table of figures."""

    def row(kind: Any, *texts: str) -> Row:
        return Row(tuple(Cell((Run(text),)) for text in texts), kind)

    names = ("Lao động tiên tiến", "Chiến sĩ thi đua cơ sở", "Giấy khen")
    return Table(
        (Column(1, "center"), Column(6), Column(2, "right")),
        (
            row("head", "TT", "Danh hiệu, hình thức", "Số lượng"),
            *(row("plain", str(n + 1), names[n % 3], str(20 + n)) for n in range(rows)),
        ),
    )


REPORT = body(
    ("body", f"Thực hiện {PLAN}, Sở Nội vụ báo cáo kết quả như sau:"),
    ("section", "I. TÌNH HÌNH, KẾT QUẢ THỰC HIỆN"),
    ("titled-clause", "1. Công tác chỉ đạo"),
    ("point", "a) Sở Nội vụ đã ban hành 04 văn bản hướng dẫn các cơ quan, đơn vị tổ chức phong trào thi đua;"),
    ("point", "b) Các cơ quan, đơn vị đã tổ chức phát động phong trào thi đua theo chuyên đề:"),
    ("dash", "- Phong trào cải cách hành chính;"),
    ("dash", "- Phong trào xây dựng nông thôn mới:"),
    ("plus", "+ Tại các xã, phường;"),
    ("plus", "+ Tại các trường học."),
    ("titled-clause", "2. Kết quả khen thưởng"),
    ("body", "Kết quả khen thưởng trong năm được tổng hợp tại bảng dưới đây và Phụ lục I kèm theo Báo cáo này."),
    figures(),
    ("section", "II. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2026"),
    ("clause", "1. Tiếp tục thực hiện Kế hoạch số 12/KH-SNV và nâng cao chất lượng các phong trào thi đua."),
    ("clause", "2. Tập huấn cho công chức làm công tác thi đua, khen thưởng theo nội dung tại Phụ lục II."),
    ("body", "Trên đây là báo cáo kết quả công tác thi đua, khen thưởng năm 2025 của Sở Nội vụ./."),
)  # fmt: skip
PARTS = (
    p("Phan", "Phần I") + p("TenPhan", "KẾT QUẢ CÔNG TÁC NĂM 2025"),
    p("Phan", "Phần II") + p("TenPhan", "NHIỆM VỤ NĂM 2026"),
)
LETTER = body(
    ("body", f"Thực hiện {PLAN}, Sở Nội vụ đề nghị các cơ quan, đơn vị báo cáo kết quả công tác năm 2025."),
    ("body", "Báo cáo gửi về Sở Nội vụ trước ngày 15 tháng 12 năm 2025 để tổng hợp./."),
)
PLAN_BODY = body(
    ("section", "I. MỤC ĐÍCH, YÊU CẦU"),
    ("clause", "1. Nâng cao chất lượng các phong trào thi đua của các cơ quan, đơn vị."),
    ("clause", "2. Khen thưởng kịp thời, công khai, đúng quy định."),
    ("section", "II. TỔ CHỨC THỰC HIỆN"),
    ("titled-clause", "1. Văn phòng Sở"),
    ("body", "Theo dõi, tổng hợp kết quả thực hiện."),
    ("titled-clause", "2. Các phòng, đơn vị thuộc Sở"),
    ("body", "Căn cứ Kế hoạch này tổ chức thực hiện./."),
)
NOTICE = body(
    ("body", "Sở Nội vụ thông báo lịch trực trong kỳ nghỉ lễ Quốc khánh năm 2025 như sau:"),
    ("clause", "1. Thời gian trực: từ ngày 30 tháng 8 năm 2025 đến hết ngày 02 tháng 9 năm 2025."),
    ("clause", "2. Địa điểm trực: trụ sở Sở Nội vụ./."),
)
PROPOSAL = body(
    ("body", f"Thực hiện {PLAN}, Sở Nội vụ kính trình như sau:"),
    ("section", "I. SỰ CẦN THIẾT"),
    ("body", "Việc khen thưởng kịp thời có tác dụng động viên, cổ vũ các tập thể và cá nhân."),
    ("section", "II. NỘI DUNG TRÌNH"),
    ("body", "Sở Nội vụ đề nghị Chủ tịch Ủy ban nhân dân tỉnh tặng Bằng khen cho 05 tập thể."),
    ("body", "Sở Nội vụ kính trình Chủ tịch Ủy ban nhân dân tỉnh xem xét, quyết định./."),
)
TELEGRAM = body(
    ("body", "Để chủ động ứng phó với mưa lũ, Giám đốc Sở Nội vụ yêu cầu các cơ quan, đơn vị:"),
    ("clause", "1. Tổ chức trực ban 24/24 giờ."),
    ("clause", "2. Báo cáo tình hình về Sở Nội vụ trước 16 giờ hằng ngày./."),
)
MINUTES = body(
    ("body", "Thời gian bắt đầu: 08 giờ 00 phút, ngày 05 tháng 12 năm 2025."),
    ("body", "Địa điểm: Phòng họp số 1, Sở Nội vụ."),
    ("body", "Thành phần tham dự: công chức Phòng Thi đua - Khen thưởng."),
    ("body", "Chủ trì (chủ tọa): ông Trần Văn B, Phó Giám đốc Sở Nội vụ."),
    ("body", "Thư ký (người ghi biên bản): bà Lê Thị C, chuyên viên."),
    ("body", "Nội dung: các thành viên thống nhất đề nghị khen thưởng 05 tập thể."),
    ("body", "Cuộc họp kết thúc vào 10 giờ 30 phút, ngày 05 tháng 12 năm 2025./."),
)
ANNEXES = (
    Annex("Phụ lục I", "Kết quả khen thưởng năm 2025", "", False, (figures(6),)),
    Annex("Phụ lục II", "Nội dung tập huấn", "", False, body(("body", "Nghiệp vụ xét khen thưởng năm 2025./."))),
)  # fmt: skip
ONE_ANNEX = (Annex("Phụ lục", "Danh sách đề nghị khen thưởng", "", False, (figures(5),)),)
POINTING = body(
    (
        "body",
        "Sở Nội vụ gửi danh sách đề nghị khen thưởng tại Phụ lục kèm theo Công văn này.",
    ),
    ("body", "Đề nghị các cơ quan, đơn vị cho ý kiến trước ngày 15 tháng 12 năm 2025./."),
)

SENTENCE = (
    "Đến quý {} năm 2025, các cơ quan, đơn vị đã hoàn thành {} nhiệm vụ được giao, trong đó có {} nhiệm vụ hoàn "
    "thành trước thời hạn; các nhiệm vụ còn lại được tiếp tục triển khai thực hiện theo đúng tiến độ đã đề ra và "
    "được báo cáo, đánh giá kết quả hằng tháng, hằng quý theo quy định."
)
PAGES = tuple(
    SENTENCE.format(("I", "II", "III", "IV")[n % 4], 20 + n, 2 + n % 9)
    + " Các cơ quan, đơn vị đã tự kiểm tra." * (n % 3)
    for n in range(36)
)
"""Running text that fills several pages."""
LONG_ANNEX = Annex("Phụ lục", "Danh sách đề nghị khen thưởng", "", False, (figures(60),))


def context(kind: str, body: tuple[Block, ...], symbol: str, **doc: Any) -> dict[str, Any]:
    """What a campaign would fill a template of ``kind`` with."""
    number, day = doc.pop("number", "05"), doc.pop("day", "ngày 05 tháng 12 năm 2025")
    annexes, signer = doc.pop("annexes", ()), doc.pop("signer", ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"))
    organ = doc.pop("organ", {"superior": "UBND TỈNH QUẢNG NGÃI", "name": "SỞ NỘI VỤ"})
    given = {
        "type_name": TYPES.get(kind, ""),
        "number_line": f"Số: {number}/{symbol}",
        "date_line": f"Quảng Ngãi, {day}",
        "subject": SUBJECT,
        "note": "",
        "addressees": (),
        "recipients": ("- Như trên;",) * bool(doc.get("addressees"))
        + ("- Giám đốc Sở;", "- Các phòng, đơn vị thuộc Sở;", "- Lưu: VT, TĐKT."),
        **doc,
    }
    attached = "(Kèm theo {} số …/…-… ngày … tháng … năm … của …)"
    names = {"BC": "Báo cáo", "CV": "Công văn", "QĐ": "Quyết định", "KH": "Kế hoạch"}
    return {
        "doc": given,
        "organ": organ,
        "signer": {"lines": signer, "name": "Trần Văn B"},
        "body": body,
        "annexes": tuple(
            Annex(a.label, a.title, attached.format(names.get(kind, "Văn bản")), a.landscape, a.blocks)
            for a in annexes
        ),
        "unit": {"official_name": "Sở Nội vụ"},
        "period": {},
    }


@cache
def _template(kind: str) -> CompiledTemplate:
    return CompiledTemplate.compile(new_template(kind), f"{kind}.docx", make_environment({}))


def filled(kind: str, values: Mapping[str, Any]) -> bytes:
    """A document of ``kind``, filled with ``values``."""
    return _template(kind).fill(values, Properties("Văn bản", "Sở Nội vụ", "", date(2025, 12, 5)))


DRAFT = {"number": "     ", "day": "ngày      tháng      năm 2025"}
BOTH = ("Bộ Nội vụ", "Ủy ban nhân dân tỉnh Quảng Ngãi")


def _report(**doc: Any) -> bytes:
    return filled("BC", context("BC", REPORT, "BC-SNV", addressees=BOTH, annexes=ANNEXES, **doc))


def _long_report() -> bytes:
    text = (*REPORT[:-4], *body(*(("body", paragraph) for paragraph in PAGES)), *REPORT[-4:])
    annexes = (Annex("Phụ lục I", "Kết quả khen thưởng năm 2025", "", False, (figures(60),)), ANNEXES[1])
    return filled("BC", context("BC", text, "BC-SNV", addressees=BOTH, annexes=annexes))


def _long_letter() -> bytes:
    text = (POINTING[0], *body(*(("body", paragraph) for paragraph in PAGES)), POINTING[1])
    return _letter(BOTH[1], text=text, annexes=(LONG_ANNEX,))


def _long_decision() -> bytes:
    clauses = "|".join(f"{number}. {text}" for number, text in enumerate(PAGES, 1))
    articles = (ARTICLES[0], (ARTICLES[1][0], f"{clauses}|{len(PAGES) + 1}. Xét, đề nghị:"), *ARTICLES[2:])
    return _decision("QĐ", "QĐ-SNV", "Về việc kiện toàn Hội đồng Thi đua - Khen thưởng", articles=articles)


def _open(data: bytes) -> Document:
    """A filled document with the styles of all forms."""
    document = Document(data)
    for style in Stylist(design_of(load_profile())).forms():
        document.add_style(style.xml())
    return document


def _report_in_parts() -> bytes:
    """A long report: phần above the mục."""
    document = _open(filled("BC", context("BC", REPORT, "BC-SNV", addressees=BOTH[:1], annexes=ANNEXES)))
    document.insert_before(document.paragraph("I. TÌNH HÌNH"), PARTS[0])
    document.insert_before(document.paragraph("II. PHƯƠNG HƯỚNG"), PARTS[1])
    document.replace(document.paragraph("II. PHƯƠNG HƯỚNG"), "II.", "I.")
    return document.bytes()


def _plan() -> bytes:
    """A plan with grounds under its title."""
    document = _open(
        filled("KH", context("KH", PLAN_BODY, "KH-SNV", subject="Công tác thi đua, khen thưởng năm 2026"))
    )
    document.insert_before(
        document.paragraph("I. MỤC ĐÍCH"),
        p("CanCu", "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;")
        + p("CanCu", f"Căn cứ {PLAN}.")
        + p("LoiVan", "Sở Nội vụ ban hành Kế hoạch công tác thi đua, khen thưởng năm 2026 như sau:"),
    )
    return document.bytes()


ARTICLES = (
    ("Kiện toàn Hội đồng Thi đua - Khen thưởng của Sở Nội vụ gồm 07 thành viên.", ""),
    ("Hội đồng có nhiệm vụ:", "1. Tham mưu cho Giám đốc Sở về công tác thi đua, khen thưởng.|2. Xét, đề nghị:"),
    ("Quyết định này có hiệu lực kể từ ngày ký.", ""),
    ("Các phòng, đơn vị thuộc Sở và các thành viên Hội đồng chịu trách nhiệm thi hành Quyết định này./.", ""),
)
POINTS = ("a) Danh hiệu thi đua;", "b) Hình thức khen thưởng.")


ISSUING = (
    ("Ban hành kèm theo Quyết định này Quy chế thi đua, khen thưởng của Sở Nội vụ.", ""),
    ("Quyết định này có hiệu lực kể từ ngày ký.", ""),
    ("Các phòng, đơn vị thuộc Sở chịu trách nhiệm thi hành Quyết định này./.", ""),
)


def _decision(
    kind: str,
    symbol: str,
    subject: str,
    words: str = "Quyết định",
    articles: tuple[tuple[str, str], ...] = ARTICLES,
) -> bytes:
    """Mẫu 1.1 and 1.2: grounds, word of decision, articles with khoản and điểm."""
    recipients = (f"- Như Điều {len(articles)};", "- Giám đốc Sở;", "- Lưu: VT, TĐKT.")
    values = context(kind, (), symbol, subject=subject, recipients=recipients, signer=("GIÁM ĐỐC",))
    document = _open(filled(kind, values))
    first, *others = document.paragraphs("DieuVaLoi")
    for number, (text, clauses) in enumerate(articles, 1):
        said = text.replace("Quyết định này", f"{words} này")
        document.insert_before(first, p("DieuVaLoi", f" {said}", bold=f"Điều {number}."))
        for clause in filter(None, clauses.split("|")):
            document.insert_before(first, p("Khoan", clause))
        if clauses:
            for point in POINTS:
                document.insert_before(first, p("Diem", point))
    document.remove(first, *others)
    return document.bytes()


RULES = (
    p("Chuong", "Chương I") + p("TenChuong", "QUY ĐỊNH CHUNG")
    + p("Dieu", "Điều 1. Phạm vi điều chỉnh")
    + p("LoiVan", "Quy chế này quy định về công tác thi đua, khen thưởng của Sở Nội vụ.")
    + p("Dieu", "Điều 2. Nguyên tắc")
    + p("KhoanCoTieuDe", "1. Nguyên tắc thi đua")
    + p("Diem", "a) Tự nguyện, tự giác, công khai;") + p("Diem", "b) Đoàn kết, hợp tác và cùng phát triển.")
    + p("KhoanCoTieuDe", "2. Nguyên tắc khen thưởng")
    + p("LoiVan", "Chính xác, công khai, công bằng, kịp thời.")
    + p("Chuong", "Chương II") + p("TenChuong", "TỔ CHỨC THỰC HIỆN")
    + p("Dieu", "Điều 3. Trách nhiệm thi hành")
    + p("Khoan", "1. Văn phòng Sở theo dõi việc thực hiện Quy chế này.")
    + p("Khoan", "2. Các phòng, đơn vị thuộc Sở tổ chức thực hiện Quy chế này./.")
)  # fmt: skip


def _attaching_decision() -> bytes:
    """Mẫu 1.3: a decision with the document that it issues behind it, on pages of its own."""
    subject = "Ban hành Quy chế thi đua, khen thưởng của Sở Nội vụ"
    document = Document(_decision("QĐ", "QĐ-SNV", subject, articles=ISSUING))
    end = document.paragraph("KetThuc")
    whole = document.table(0)
    attached = document.copy_of(whole)
    attached.remove(attached[-1])  # a document that is issued by another has no number and no date of its own
    made = p("TenLoai", "QUY CHẾ") + p("TrichYeu", "Thi đua, khen thưởng của Sở Nội vụ")
    made += p("KemTheo", "(Kèm theo Quyết định số 05/QĐ-SNV ngày 05 tháng 12 năm 2025 của Giám đốc Sở Nội vụ)")
    document.insert_before(document.sections()[-1], attached)
    document.insert_before(document.sections()[-1], made + p("KhoangCach") + RULES)
    document.end_section(end)
    document.add_line(document.paragraph("KemTheo"), 50)
    return document.bytes()


def _invitation() -> bytes:
    text = body(
        ("body", "Sở Nội vụ trân trọng kính mời: đại diện lãnh đạo các cơ quan, đơn vị."),
        ("body", "Tới dự: Hội nghị tổng kết công tác thi đua, khen thưởng năm 2025."),
        ("body", "Chủ trì: Giám đốc Sở Nội vụ."),
        ("body", "Thời gian: 08 giờ 00 phút, ngày 19 tháng 12 năm 2025."),
        ("body", "Địa điểm: Hội trường Sở Nội vụ./."),
    )
    return filled(
        "GM", context("GM", text, "GM-SNV", subject="Hội nghị tổng kết công tác thi đua, khen thưởng năm 2025")
    )


def _introduction() -> bytes:
    text = body(
        ("body", "Sở Nội vụ trân trọng giới thiệu:"),
        ("body", "Bà: Lê Thị C."),
        ("body", "Chức vụ: Chuyên viên Phòng Thi đua - Khen thưởng."),
        ("body", "Được cử đến: Sở Tài chính."),
        ("body", "Về việc: quyết toán kinh phí khen thưởng."),
        ("body", "Đề nghị Quý cơ quan tạo điều kiện để bà có tên ở trên hoàn thành nhiệm vụ."),
        ("body", "Giấy này có giá trị đến hết ngày 31 tháng 12 năm 2025./."),
    )
    return filled("GGT", context("GGT", text, "GGT-SNV", subject="", recipients=("- Như trên;", "- Lưu: VT.")))


def _leave() -> bytes:
    text = body(
        ("body", "Xét Đơn đề nghị nghỉ phép ngày 01 tháng 12 năm 2025 của bà Lê Thị C,"),
        ("body", "Sở Nội vụ cấp cho:"),
        ("body", "Bà: Lê Thị C."),
        ("body", "Chức vụ: Chuyên viên Phòng Thi đua - Khen thưởng."),
        ("body", "Nghỉ phép trong thời gian 03 ngày, kể từ ngày 10 tháng 12 năm 2025 tại Quảng Ngãi."),
        ("body", "Số ngày nghỉ phép nêu trên được tính vào thời gian nghỉ phép năm 2025./."),
    )
    return filled("GNP", context("GNP", text, "GNP-SNV", subject="", recipients=("- Bà Lê Thị C;", "- Lưu: VT.")))


def _letter(*addressees: str, text: tuple[Block, ...] = LETTER, **doc: Any) -> bytes:
    subject = "V/v báo cáo kết quả công tác thi đua, khen thưởng"
    values = context("CV", text, "SNV-TĐKT", subject=subject, addressees=addressees, **doc)
    return filled("CV", values)


BOXED = "".join(f'<w:{side} w:val="single" w:sz="6" w:space="1" w:color="FF0000"/>'
                for side in ("top", "left", "bottom", "right"))  # fmt: skip
FOOT_LINE = '<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
ADDRESS = "Địa chỉ: số 58 đường Hùng Vương, tỉnh Quảng Ngãi; điện thoại: 0255 3822 000."


def _letter_with_everything() -> bytes:
    """A letter with what few documents have: độ khẩn, phạm vi lưu hành, người soạn thảo, địa chỉ."""
    document = Document(_letter(*BOTH))
    subject = document.paragraph("TrichYeuCongVan")
    room = f'<w:pBdr>{BOXED}</w:pBdr><w:spacing w:before="120"/><w:ind w:left="1300" w:right="1300"/>'
    document.insert_after(subject, p("TrichYeuCongVan", "KHẨN", room))
    urgent = document.paragraph("KHẨN")
    document.size(urgent, 13)
    document.bold(urgent)
    document.colour(urgent, "FF0000")
    document.insert_after(document.paragraph("- Lưu:"), p("DanhSachNoiNhan", "PL.(300)"))
    document.insert_after(document.header("first"), p("SoTrang", "LƯU HÀNH NỘI BỘ", room))
    document.remove(document.header("first"))  # there is room for one line in the margin
    circulation = document.header("first")
    document.size(circulation, 13)
    document.bold(circulation)
    foot = document.footer("first")
    document.insert_after(foot, p("DiaChi", ADDRESS, FOOT_LINE))
    return _open(document.bytes()).bytes()


def _copy() -> bytes:
    """A copy on paper (Phụ lục I, Phần II, Mục II): under the end of the copied document, below a line."""
    document = Document(base("TB"))
    whole, foot = document.copy_of(document.table(0)), document.copy_of(document.table(-1))
    last = document.sections()[-1]
    line = '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
    document.insert_before(last, p("KhoangCach", properties=line))
    document.insert_before(last, whole)
    document.insert_before(last, foot)
    document.insert_before(last, p("KetThuc"))
    parent, nation = document.paragraph("CoQuanChuQuan", 1), document.paragraph("QuocHieu", 1)
    document.remove(parent, document.paragraph("TieuNgu", 1).getnext(), document.paragraph("TieuNgu", 1))
    document.set_text(nation, "SAO Y")
    document.size(nation, 14)
    document.set_text(document.paragraph("Số:", 1), "Số: 03/SY-SNV")
    return document.bytes()


def _regulation() -> bytes:
    """A regulation with every level: phần, chương, mục, tiểu mục, điều, khoản, điểm."""
    document = _open(filled("QC", context("QC", (), "QC-SNV", subject="Thi đua, khen thưởng của Sở Nội vụ")))
    levels = (
        p("Phan", "Phần I") + p("TenPhan", "NHỮNG QUY ĐỊNH CHUNG"),
        p("Chuong", "Mục 1") + p("TenChuong", "PHẠM VI VÀ ĐỐI TƯỢNG"),
        p("Chuong", "Tiểu mục 1") + p("TenChuong", "PHẠM VI"),
        p("Chuong", "Tiểu mục 2") + p("TenChuong", "ĐỐI TƯỢNG"),
        p("Phan", "Phần II") + p("TenPhan", "NHỮNG QUY ĐỊNH KHÁC"),
    )
    document.insert_before(document.paragraph("Chương I"), levels[0])
    document.insert_before(document.paragraph("Điều 1."), levels[1] + levels[2])
    document.insert_before(document.paragraph("Điều 2."), levels[3])
    document.insert_before(document.paragraph("Chương II"), levels[4])
    document.replace(document.paragraph("quy định về …"), "…", "công tác thi đua, khen thưởng của Sở Nội vụ.")
    return document.bytes()


BASES: dict[str, Callable[[], bytes]] = {
    "BC": _report,
    "BC.draft": lambda: _report(**DRAFT),
    "BC.parts": _report_in_parts,
    "BC.long": _long_report,
    "TTr": lambda: filled(
        "TTr",
        context("TTr", PROPOSAL, "TTr-SNV", addressees=("Chủ tịch Ủy ban nhân dân tỉnh Quảng Ngãi",),
                subject="Về việc tặng Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh"),
    ),
    "KH": _plan,
    "TB": lambda: filled("TB", context("TB", NOTICE, "TB-SNV", subject="Lịch trực nghỉ lễ Quốc khánh năm 2025")),
    "CV": lambda: _letter("Ủy ban nhân dân tỉnh Quảng Ngãi"),
    "CV.many": lambda: _letter(*BOTH),
    "CV.annex": lambda: _letter(BOTH[1], text=POINTING, annexes=ONE_ANNEX),
    "CV.full": _letter_with_everything,
    "CV.long": _long_letter,
    "CV.draft": lambda: _letter(*BOTH, **DRAFT),
    "QĐ": lambda: _decision("QĐ", "QĐ-SNV", "Về việc kiện toàn Hội đồng Thi đua - Khen thưởng"),
    "QĐ.attached": _attaching_decision,
    "QĐ.long": _long_decision,
    "QC": _regulation,
    "SY": _copy,
    "NQ": lambda: _decision("NQ", "NQ-SNV", "Về công tác thi đua, khen thưởng năm 2026", "Nghị quyết"),
    "CĐ": lambda: filled(
        "CĐ",
        context("CĐ", TELEGRAM, "CĐ-SNV", subject="Về việc chủ động ứng phó với mưa lũ", addressees=BOTH[:1]),
    ),
    "GM": _invitation,
    "GGT": _introduction,
    "BB": lambda: filled(
        "BB",
        context("BB", MINUTES, "BB-SNV", subject="Họp xét khen thưởng năm 2025", signer=("CHỦ TỌA",),
                recipients=("- Giám đốc Sở;", "- Lưu: VT, Hồ sơ.")),
    ),
    "GNP": _leave,
}  # fmt: skip
"""Name -> maker; the kind stands before the dot."""


@cache
def base(name: str) -> bytes:
    """The document, made once."""
    return BASES[name]()


def kind_of_base(name: str) -> str:
    return name.partition(".")[0]
