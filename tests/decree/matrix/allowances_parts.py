"""What the decree leaves open about the components: organs, numbers, days, subjects, signers, annexes."""

from __future__ import annotations

from datetime import date

from allowances import allowance, refit
from editing import Document, Element, Q, text
from hypothesis import strategies as st

from pipeline.decree.scaffold.pieces import p
from pipeline.vietnamese import long_date
from pipeline.vietnamese.types import DOCUMENT_TYPES

# --- head --------------------------------------------------------------------------------------------------------


@allowance(corners=("HÒA", "HOÀ"))
def tone_of_the_quoc_hieu(document: Document, word: str) -> None:
    document.replace(document.paragraph("CỘNG HÒA"), "HÒA", word)


PLACES = (
    "Hà Nội", "Huế", "Lai Châu", "Điện Biên", "Sơn La", "Lạng Sơn", "Quảng Ninh", "Thanh Hóa", "Nghệ An",
    "Hà Tĩnh", "Cao Bằng", "Tuyên Quang", "Lào Cai", "Thái Nguyên", "Phú Thọ", "Bắc Ninh", "Hưng Yên",
    "Hải Phòng", "Ninh Bình", "Quảng Trị", "Đà Nẵng", "Quảng Ngãi", "Gia Lai", "Khánh Hòa", "Lâm Đồng",
    "Đắk Lắk", "Đồng Nai", "Tây Ninh", "Cần Thơ", "Vĩnh Long", "Đồng Tháp", "Cà Mau", "An Giang",
    "Thành phố Hồ Chí Minh", "Phường 1", "Phường Điện Biên Phủ", "Trà Bồng", "Măng Đen", "Tân Hội", "Cẩm Tú",
    "Buôn Ma Thuột", "A Lưới", "Cư M'gar", "Ea H'leo", "Côn Đảo",
)  # fmt: skip


def _date_line(document: Document) -> Element:
    line = document.paragraph("DiaDanhThoiGian")
    if ", ngày" not in text(line):  # minutes have none
        raise LookupError("no place")
    return line


@allowance(corners=PLACES)
def place(document: Document, name: str) -> None:
    line = _date_line(document)
    document.set_text(line, f"{name}, {text(line).partition(', ')[2]}")


@allowance(
    corners=(*((day, month) for month in range(1, 13) for day in (9, 10)), (29, 2), (31, 1), (31, 12)),
    values=st.dates().filter(lambda day: 2020 <= day.year <= 2030).map(lambda day: (day.day, day.month, day.year)),
)
def day(document: Document, numbers: tuple[int, ...]) -> None:
    day, month, *year = numbers
    line = _date_line(document)
    if "tháng    " in text(line):
        raise LookupError("a draft")
    made = long_date(date(year[0] if year else 2024, month, day))
    document.set_text(line, f"{text(line).partition(', ')[0]}, {made}")


NUMBERS = ("01", "09", "10", "99", "100", "9999")
NAMED = ("SNV", "UBND", "CVT&LTNN", "BNV-VP", "TTg", "T12", "C07", "ĐHQGHN", "HĐTĐKT")
LETTERS = ("SNV-VP", "BNV-CVT&LTNN", "UBND-VX", "BNV-TCBC-VP", "TTg-KSTT", "SGDĐT-GDTrH", "C07-P3", "VPCP-KTTH")


@allowance(
    corners=tuple(zip(NUMBERS * 2, NAMED, LETTERS * 2, strict=False)),
    values=st.tuples(
        st.integers(1, 9999).map(lambda number: f"{number:02}"), st.sampled_from(NAMED), st.sampled_from(LETTERS)
    ),
)  # fmt: skip
def number_and_symbol(document: Document, chosen: tuple[str, str, str]) -> None:
    number, named, letter = chosen
    line = document.paragraph("SoKyHieu")
    if "   " in text(line) or document.paragraphs("QUY CHẾ") or document.paragraphs("SAO Y"):
        raise LookupError("a draft, or a number that is told again")
    symbol = text(line).partition("/")[2]
    made = letter if not document.paragraphs("TenLoai") else f"{symbol.partition('-')[0]}-{named}"
    document.set_text(line, f"Số: {number}/{made}")


TYPES = tuple((kind.name.upper(), kind.abbreviation) for kind in DOCUMENT_TYPES if kind.abbreviation)


@allowance(corners=TYPES)
def type_of_document(document: Document, kind: tuple[str, str]) -> None:
    name, abbreviation = kind
    if text(document.paragraph("TenLoai")) != "THÔNG BÁO" or document.paragraphs("SAO Y"):
        raise LookupError("no notice")
    if name == "TỜ TRÌNH":  # it needs a Kính gửi
        raise LookupError(name)
    document.set_text(document.paragraph("TenLoai"), name)
    line = document.paragraph("SoKyHieu")
    document.set_text(line, f"{text(line).partition('/')[0]}/{abbreviation}-SNV")


BLANK_NUMBERS = ("     ", ".....", "…", "____", "")
BLANK_DAYS = (
    "ngày      tháng      năm 2025",
    "ngày ... tháng ... năm 2025",
    "ngày … tháng … năm 2025",
    "ngày     tháng 12 năm 2025",
    "ngày … tháng 01 năm 2026",
)


@allowance(corners=tuple((number, day) for number in BLANK_NUMBERS for day in BLANK_DAYS))
def blanks_of_a_draft(document: Document, blanks: tuple[str, str]) -> None:
    if document.paragraphs("SAO Y") or document.paragraphs("QUY CHẾ"):
        raise LookupError("the number is told again")
    number, line = document.paragraph("SoKyHieu"), _date_line(document)
    document.set_text(number, f"Số: {blanks[0]}/{text(number).partition('/')[2]}")
    document.set_text(line, f"{text(line).partition(', ')[0]}, {blanks[1]}")


ORGANS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    ((), ("ỦY BAN NHÂN DÂN", "TỈNH QUẢNG NGÃI")),
    ((), ("UỶ BAN NHÂN DÂN TỈNH QUẢNG NGÃI",)),
    ((), ("THỦ TƯỚNG CHÍNH PHỦ",)),
    ((), ("HỘI ĐỒNG NHÂN DÂN", "TỈNH QUẢNG NGÃI")),
    (("BỘ NỘI VỤ",), ("CỤC VĂN THƯ", "VÀ LƯU TRỮ NHÀ NƯỚC")),
    (("BỘ NỘI VỤ",), ("CỤC VĂN THƯ VÀ LƯU TRỮ NHÀ NƯỚC",)),
    (("ỦY BAN NHÂN DÂN", "TỈNH QUẢNG NGÃI"), ("SỞ NÔNG NGHIỆP", "VÀ MÔI TRƯỜNG")),
    (("UBND TP. ĐÀ NẴNG",), ("SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH",)),
    (("UBND XÃ TRÀ BỒNG",), ("PHÒNG VĂN HÓA - XÃ HỘI",)),
    (("UBND XÃ TRÀ BỒNG",), ("TRƯỜNG TIỂU HỌC VÀ TRUNG HỌC CƠ SỞ", "TRÀ PHONG")),
    (("HĐND TỈNH QUẢNG NGÃI",), ("BAN PHÁP CHẾ",)),
    (("SỞ Y TẾ TỈNH QUẢNG NGÃI",), ("TRUNG TÂM KIỂM SOÁT", "BỆNH TẬT", "TỈNH QUẢNG NGÃI")),
    (("BỘ CÔNG AN",), ("CÔNG AN TỈNH QUẢNG NGÃI",)),
    (("TẬP ĐOÀN ĐIỆN LỰC VIỆT NAM",), ("TỔNG CÔNG TY", "TRUYỀN TẢI ĐIỆN", "QUỐC GIA")),
)


@allowance(corners=ORGANS)
def organs(document: Document, names: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
    if len(document.paragraphs("CoQuanChuQuan")) != 1 or document.paragraphs("ThamQuyen"):
        raise LookupError("no parent, or the organ is told again")
    for id, lines in zip(("CoQuanChuQuan", "CoQuanBanHanh"), names, strict=True):
        old = document.paragraph(id)
        for line in lines:
            new = document.copy_of(old)
            document.set_text(new, line)
            document.insert_before(old, new)
        document.remove(old)
    refit(document)


SUBJECTS = (
    "Công tác tháng 6 năm 2025",
    "Về việc sơ kết 05 năm thực hiện Nghị quyết số 18-NQ/TW",
    "Tổng kết năm học 2024 - 2025",
    "Phê duyệt Đề án “Chuyển đổi số”",
    "Về việc bổ nhiệm ông Y Thu giữ chức Phó Giám đốc Sở Nội vụ",
    "Kết quả thực hiện nhiệm vụ phát triển kinh tế - xã hội, quốc phòng - an ninh 9 tháng đầu năm và nhiệm vụ "
    "trọng tâm 3 tháng cuối năm 2025",
)


@allowance(corners=SUBJECTS)
def subject(document: Document, words: str) -> None:
    document.set_text(document.paragraph("TrichYeu"), words)
    refit(document)


@allowance(
    corners=(
        "V/v nâng bậc lương năm 2019",
        "V/v triển khai Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư",
        "V/v Ủy ban nhân dân xã Trà Bồng đề nghị hỗ trợ",
        "V/v CCHC năm 2025",
        "V/v góp ý dự thảo Luật Công chức (sửa đổi)",
        "V/v ông Nguyễn Văn A khiếu nại",
    )
)
def subject_of_a_letter(document: Document, words: str) -> None:
    document.set_text(document.paragraph("TrichYeuCongVan"), words)


# --- addressees, recipients, signers -----------------------------------------------------------------------------

ADDRESSEES = (
    "Bộ Nội vụ",
    "Chủ tịch Ủy ban nhân dân tỉnh Quảng Ngãi",
    "Các sở, ban, ngành",
    "Ông Nguyễn Văn A",
    "Bà H'Hen Niê, xã Ba Tơ",
    "Hội đồng Thi đua - Khen thưởng tỉnh (qua Sở Nội vụ)",
    "Ngân hàng Thương mại cổ phần Ngoại thương Việt Nam - Chi nhánh Quảng Ngãi",
    "Trường THPT số 1 Đức Phổ",
)


@allowance(corners=ADDRESSEES)
def one_addressee(document: Document, name: str) -> None:
    document.set_text(document.paragraph("KinhGui"), f"Kính gửi: {name}")


@allowance(
    corners=tuple(ADDRESSEES[n : n + 3] for n in range(len(ADDRESSEES) - 2)),
    values=st.lists(st.sampled_from(ADDRESSEES), min_size=2, max_size=8, unique=True),
)
def many_addressees(document: Document, names: tuple[str, ...]) -> None:
    first = document.paragraph("NoiKinhGui")
    document.remove(*document.paragraphs("NoiKinhGui")[1:])
    for number, name in enumerate(names, 1):
        item = document.copy_of(first)
        document.set_text(item, f"- {name}{'.' if number == len(names) else ';'}")
        document.insert_before(first, item)
    document.remove(first)


RECIPIENTS = (
    ("- Lưu: VT.",),
    ("- Lưu: VT, HC (2).",),
    ("- Thủ tướng Chính phủ (để b/c);", "- Các Bộ: Nội vụ, Tài chính;", "- Lưu: VT, TCCB (2)."),
    ("- Ban Thường vụ Tỉnh ủy (b/c);", "- CT, các PCT UBND tỉnh;", "- VPCP, TTĐKT;", "- Lưu: VT, NC.HT02."),
    ("- Cổng Thông tin điện tử;", "- Lưu: VT, Vụ TĐKT, NVA."),
    ("- Báo Quảng Ngãi, Đài PT-TH tỉnh (để đưa tin);", "- Ông Nguyễn Văn A (để t/h);", "- Lưu: VT, TĐ-KT."),
    ("- Công báo;", "- Lưu: VT, KTTH (3b).", "PL.(300)"),
)


@allowance(corners=RECIPIENTS)
def recipients(document: Document, items: tuple[str, ...]) -> None:
    if document.paragraphs("SAO Y"):
        raise LookupError("two lists")
    first, *others = document.paragraphs("DanhSachNoiNhan")
    kept = (text(first),) if text(first).startswith("- Như") else ()
    document.remove(*others)
    for line in (*kept, *items):
        item = document.copy_of(first)
        document.set_text(item, line)
        document.insert_before(first, item)
    document.remove(first)


POSTS = tuple(
    tuple(lines.split("/"))
    for lines in (
        "GIÁM ĐỐC", "Q. GIÁM ĐỐC", "KT. GIÁM ĐỐC/PHÓ GIÁM ĐỐC", "TL. GIÁM ĐỐC/CHÁNH VĂN PHÒNG",
        "TL. GIÁM ĐỐC/KT. CHÁNH VĂN PHÒNG/PHÓ CHÁNH VĂN PHÒNG", "TUQ. GIÁM ĐỐC/TRƯỞNG PHÒNG TỔ CHỨC CÁN BỘ",
        "TM. ỦY BAN NHÂN DÂN/CHỦ TỊCH", "TM. UỶ BAN NHÂN DÂN/KT. CHỦ TỊCH/PHÓ CHỦ TỊCH",
        "TM. HỘI ĐỒNG NHÂN DÂN/CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN/TL. CHỦ TỊCH/CHÁNH VĂN PHÒNG",
        "KT. BỘ TRƯỞNG/THỨ TRƯỞNG", "TM. BAN CHỈ ĐẠO/TRƯỞNG BAN", "TM. HỘI ĐỒNG/CHỦ TỊCH HỘI ĐỒNG",
        "HIỆU TRƯỞNG", "CỤC TRƯỞNG", "CHÁNH THANH TRA", "TỔNG GIÁM ĐỐC", "TỔNG BIÊN TẬP",
        "TUQ. CHỦ TỊCH/GIÁM ĐỐC SỞ NỘI VỤ", "TL. BỘ TRƯỞNG/VỤ TRƯỞNG VỤ TỔ CHỨC CÁN BỘ",
        "TM. CHÍNH PHỦ/THỦ TƯỚNG", "KT. THỦ TƯỚNG/PHÓ THỦ TƯỚNG", "TM. TỔ CÔNG TÁC/TỔ TRƯỞNG", "CHỈ HUY TRƯỞNG",
        "HẠT TRƯỞNG", "ĐẠI SỨ", "PHỤ TRÁCH PHÒNG",
    )
)  # fmt: skip


@allowance(corners=POSTS)
def post(document: Document, lines: tuple[str, ...]) -> None:
    if document.paragraphs("SAO Y") or document.paragraphs("CHỦ TỌA"):
        raise LookupError("several signers")
    last, *others = document.paragraphs("ChucVu")
    document.remove(*others)
    document.set_text(last, lines[-1])
    for line in lines[:-1]:
        above = document.copy_of(last)
        document.set_text(above, line)
        document.insert_before(last, above)


SIGNERS = (
    "Lê An", "Y Thu", "K'Ré", "H'Hen Niê", "H’Yim Kđoh", "Ksor Phước", "Đinh Thị K'Sơr", "Rơ Châm H'Hồng",
    "Y Bhiăn Kbuôr", "Nguyễn Thị Minh Khai", "Công Tằng Tôn Nữ Thị Ninh", "Lê Quyền", "Đỗ Quyên", "Nguyễn Trưởng",
    "Trần Thư Ký", "Phan Thanh Tra", "Lê Minh-Anh", "Đặng Hội Đồng", "Lò Văn Ún",
)  # fmt: skip
SYLLABLES = (
    "Nguyễn",
    "Văn",
    "Thị",
    "Hồng",
    "Anh",
    "Đức",
    "Quý",
    "Ưng",
    "Ý",
    "Thu",
    "Niê",
    "Y",
    "A",
    "Siu",
    "Quyền",
)


@allowance(
    corners=SIGNERS,
    values=st.lists(st.sampled_from(SYLLABLES), min_size=2, max_size=6).map(" ".join),
)
def signer(document: Document, name: str) -> None:
    document.set_text(document.paragraph("HoTen"), name)


@allowance(corners=("(Đã ký)", "(Ký, đóng dấu)", "", 3, 6))
def room_for_the_signature(document: Document, room: str | int) -> None:
    place = document.paragraph("ChoKy")
    if isinstance(room, str):
        document.set_text(place, room)
        return
    for _ in range(room):
        document.insert_before(place, p("HoTen"))
    document.remove(place)


# --- annexes -----------------------------------------------------------------------------------------------------


@allowance(
    corners=(
        "(Kèm theo {} số …/…-… ngày … tháng … năm … của …)",
        "(Kèm theo {} số {} ngày 05 tháng 12 năm 2025 của Sở Nội vụ)",
        "(Kèm theo {} số {} ngày 05/12/2025 của Sở Nội vụ)",
    )
)
def reference_of_the_annex(document: Document, line: str) -> None:
    references = document.paragraphs("KemTheo")
    number = text(document.paragraph("SoKyHieu")).partition(" ")[2]
    if not document.paragraphs("NhanPhuLuc") or "   " in number or text(references[0]) == "KemTheo":
        raise LookupError("no annex")
    name = "Công văn" if not document.paragraphs("TenLoai") else "Báo cáo"
    for reference in references:
        document.set_text(reference, line.format(name, number))


NUMERALS = ("I", "II", "III", "IV", "V")


@allowance(corners=(2, 3, 4, 5))
def annexes(document: Document, count: int) -> None:
    """So many annexes, each told in the text and on pages of its own."""
    if len(document.paragraphs("NhanPhuLuc")) != 2 or document.paragraphs("Phan"):
        raise LookupError("two annexes make more")
    start = document.paragraph("NhanPhuLuc", -1)
    block = [start, *start.itersiblings()][:-1]
    for number in range(2, count):
        copies = [document.copy_of(element) for element in block]
        document.set_text(copies[0], f"Phụ lục {NUMERALS[number]}")
        for copied in copies:
            document.insert_before(document.body[-1], copied)
        document.end_section(block[-1])
        block = copies
    told = document.paragraph("nội dung tại Phụ lục II.")
    document.replace(
        told, "Phụ lục II", f"các Phụ lục từ II đến {NUMERALS[count - 1]}" if count > 2 else "Phụ lục II"
    )


@allowance(corners=(True,))
def turned_annex(document: Document, _on: bool) -> None:
    if not document.paragraphs("NhanPhuLuc"):
        raise LookupError("no annex")
    document.page(landscape=True, section=1)
    if next(document.paragraph("NhanPhuLuc").itersiblings(f"{Q}tbl"), None) is None:
        raise LookupError("no table")
