"""What the components of head and foot must say."""

from __future__ import annotations

import pytest
from text_samples import broken, document, faults, piece, told

from pipeline.decree.model import Recognised

HEAD = {"so", "diadanh"}


def one(name: str, text: str, kind: str = "BC", **more: str) -> Recognised:
    return document(piece(name, text), kind=kind, **more)


@pytest.mark.parametrize(
    "text",
    ["Số: 05/BC-SNV", "Số: 506/BC-VP", "Số: 12/BC-UBND", "Số: 15a/BC-BCĐ", "Số: 1826/BC-STC-VP", "Số:05/BC-SNV"],
)
def test_a_right_symbol_of_a_report_passes(text: str) -> None:
    assert broken(one("so", text)) == set()


@pytest.mark.parametrize("text", ["Số: /BC-SNV", "Số: …/BC-SNV", "Số: ...../BC-SNV"])
def test_blanks_are_right_in_a_draft_and_wrong_in_an_issued_document(text: str) -> None:
    assert broken(one("so", text, state="draft")) == set()
    assert broken(one("so", text)) == {"so.draft-blank"}


@pytest.mark.parametrize(
    ("kind", "text", "rule"),
    [
        ("BC", "Số 05/BC-SNV", "so.label.text"),
        ("BC", "SỐ: 05/BC-SNV", "so.label.text"),
        ("BC", "Số: 5/BC-SNV", "so.leading-zero"),
        ("BC", "Số: 015/BC-SNV", "so.leading-zero"),
        ("BC", "Số: 05/BC - SNV", "kyhieu.separators"),
        ("BC", "Số: 05 /BC-SNV", "kyhieu.separators"),
        ("BC", "Số: 05/BC–SNV", "kyhieu.separators"),
        ("BC", "Số: 05/BC/SNV", "kyhieu.separators"),
        ("BC", "Số: 05-BC/SNV", "kyhieu.separators"),
        ("BC", "Số: 05/SNV-BC", "kyhieu.named"),
        ("BC", "Số: 05/BC", "kyhieu.named"),
        ("TTr", "Số: 05/TTR-SNV", "kyhieu.abbreviation"),
        ("QC", "Số: 05/QCh-SNV", "kyhieu.abbreviation"),
        ("CTr", "Số: 05/CTR-SNV", "kyhieu.abbreviation"),
        ("CV", "Số: 05/CV-SNV", "kyhieu.congvan"),
        ("CV", "Số: 05/SNV", "kyhieu.congvan"),
        ("CV", "Số: 05/SNV-CV", "kyhieu.congvan"),
        ("CV", "Số: 05/BC-SNV", "kyhieu.congvan.type"),
        ("BC", "Số: 05/2024/BC-SNV", "kyhieu.year"),
        ("SY", "Số: 05/BC-SNV", "copy.p.number"),
    ],
)
def test_a_wrong_symbol_is_told_by_one_rule(kind: str, text: str, rule: str) -> None:
    assert broken(one("so", text, kind)) == {rule}


@pytest.mark.parametrize(
    "text", ["Số: 309/SNV-TĐKT", "Số: 1826/BNV-CVT&LTNN", "Số: 12/UBND-VX", "Số: 05/VPCP-KSTT-QHĐP"]
)
def test_a_right_symbol_of_a_letter_passes(text: str) -> None:
    assert broken(one("so", text, "CV")) == set()


def test_the_symbol_must_be_that_of_the_type() -> None:
    wrong = document(piece("so", "Số: 05/KH-SNV"), piece("tenloai", "BÁO CÁO"))
    assert told("kyhieu.type", wrong) == [("KH", "BC")]
    assert broken(document(piece("so", "Số: 05/QyĐ-SNV"), piece("tenloai", "QUY ĐỊNH"), kind="QyĐ")) == set()


def test_a_tag_or_a_placeholder_is_text_that_nobody_knows_yet() -> None:
    for text in ("{{ doc.number_line }}", "Số: {{ number }}/BC-{{ organ }}", "Số: /BC-[VIẾT TẮT CƠ QUAN]"):
        assert broken(one("so", text, state="draft")) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Hà Nội, ngày 05 tháng 01 năm 2020",
        "Thành phố Hồ Chí Minh, ngày 29 tháng 6 năm 2019",
        "Phường 1, ngày 15 tháng 10 năm 2025",
        "Bà Rịa - Vũng Tàu, ngày 31 tháng 12 năm 2024",
        "Buôn Ma Thuột, ngày 10 tháng 02 năm 2024",
        "Thị trấn Sa Pa, ngày 10 tháng 3 năm 2024",
    ],
)
def test_a_right_place_and_date_passes(text: str) -> None:
    assert broken(one("diadanh", text)) == set()


@pytest.mark.parametrize(
    "text", ["Quảng Ngãi, ngày tháng năm 2025", "B, ngày … tháng … năm 2025", "Huế, ngày tháng 3 năm 2025"]
)
def test_a_blank_date_is_right_in_a_draft_only(text: str) -> None:
    assert broken(one("diadanh", text, state="draft")) == set()
    assert broken(one("diadanh", text)) == {"date.blank"}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Hà Nội ngày 05 tháng 01 năm 2020", "diadanh.comma"),
        ("Hà Nội , ngày 05 tháng 01 năm 2020", "diadanh.comma"),
        ("Hà Nội,ngày 05 tháng 01 năm 2020", "diadanh.comma"),
        ("hà Nội, ngày 05 tháng 01 năm 2020", "diadanh.capitals"),
        ("Quảng ngãi, ngày 05 tháng 01 năm 2020", "diadanh.capitals"),
        ("TP. Hồ Chí Minh, ngày 05 tháng 01 năm 2020", "diadanh.full-name"),
        ("Hồ Chí Minh, ngày 05 tháng 01 năm 2020", "diadanh.full-name"),
        ("P.10, ngày 05 tháng 01 năm 2020", "diadanh.full-name"),
        ("Tỉnh Quảng Ngãi, ngày 05 tháng 01 năm 2020", "diadanh.short-name"),
        ("Thành phố Hà Nội, ngày 05 tháng 01 năm 2020", "diadanh.short-name"),
        ("Hà Nội, ngày 5 tháng 01 năm 2020", "date.zero.day"),
        ("Hà Nội, ngày 05 tháng 1 năm 2020", "date.zero.month"),
        ("Hà Nội, ngày 05 tháng 03 năm 2020", "date.zero.month"),
        ("Hà Nội, ngày 05 tháng 012 năm 2020", "date.full"),
        ("Hà Nội, ngày 05/01/2020", "date.full"),
        ("Hà Nội, 05/01/2020", "date.full"),
        ("Hà Nội, ngày 05 tháng 01 năm 2020.", "date.full"),
        ("Hà Nội, ngày 31 tháng 4 năm 2020", "date.exists"),
        ("Hà Nội, ngày 29 tháng 02 năm 2023", "date.exists"),
    ],
)
def test_a_wrong_place_or_date_is_told_by_one_rule(text: str, rule: str) -> None:
    assert broken(one("diadanh", text)) == {rule}


def test_what_is_expected_is_the_text_made_right() -> None:
    assert told("date.zero.month", one("diadanh", "Huế, ngày 05 tháng 03 năm 2020")) == [("tháng 03", "tháng 3")]
    assert told("so.leading-zero", one("so", "Số: 5/BC-SNV")) == [("Số: 5", "Số: 05")]


def test_a_district_is_told_only_after_there_are_none() -> None:
    def dated(day: str, parent: str) -> Recognised:
        return document(piece("organ.parent", parent), piece("diadanh", f"Huế, {day}"))

    assert broken(dated("ngày 30 tháng 6 năm 2025", "UBND HUYỆN A")) == set()
    assert broken(dated("ngày 01 tháng 7 năm 2025", "UBND HUYỆN A")) == {"organ.parent.district"}
    assert broken(dated("ngày 01 tháng 7 năm 2025", "UBND XÃ A")) == set()
    assert broken(dated("ngày tháng năm 2025", "UBND HUYỆN A")) == {"date.blank"}


@pytest.mark.parametrize(
    ("name", "text", "rules"),
    [
        ("trichyeu", "Kết quả công tác năm 2024", set()),
        ("trichyeu", "Kết quả công tác năm 2024.", {"trichyeu.no-stop"}),
        ("trichyeu", "Tổng kết các phong trào …", set()),
        ("trichyeu.cv", "V/v nâng bậc lương năm 2019", set()),
        ("trichyeu.cv", "V/v Luật Thi đua, khen thưởng", set()),
        ("trichyeu.cv", "v/v nâng bậc lương", {"trichyeu.cv.prefix"}),
        ("trichyeu.cv", "V/V nâng bậc lương", {"trichyeu.cv.prefix"}),
        ("trichyeu.cv", "V/v: nâng bậc lương", {"trichyeu.cv.prefix"}),
        ("trichyeu.cv", "Về việc nâng bậc lương", {"trichyeu.cv.prefix"}),
        ("trichyeu.cv", "V/v Báo cáo kết quả", {"trichyeu.cv.case"}),
        ("trichyeu.cv", "V/v báo cáo kết quả.", {"trichyeu.no-stop"}),
    ],
)
def test_the_subject(name: str, text: str, rules: set[str]) -> None:
    assert broken(one(name, text, "CV" if name.endswith("cv") else "BC")) == rules


def grounds(*lines: str) -> Recognised:
    return document(*(piece("cancu", line) for line in lines), kind="QĐ", family="ART")


def test_grounds_end_with_semicolons_and_a_full_stop() -> None:
    law = "Căn cứ Luật Tổ chức Chính phủ ngày 18 tháng 02 năm 2025"
    right = grounds(f"{law};", "Theo đề nghị của Chánh Văn phòng.")
    assert broken(right) == set()
    ((found, sample),) = told("cancu.lines", grounds(f"{law},", "Theo đề nghị của Chánh Văn phòng."))
    assert found == f"{law}," and sample.endswith("“Căn cứ …;")
    assert broken(grounds(f"{law};", "Theo đề nghị của Chánh Văn phòng;")) == {"cancu.lines"}


def test_a_ground_broken_over_two_paragraphs_is_one() -> None:
    assert broken(grounds("Căn cứ Luật Tổ chức Chính phủ", "ngày 18 tháng 02 năm 2025;", "Xét đề nghị.")) == set()


def test_grounds_that_go_on_in_the_text_have_no_last_line() -> None:
    started = document(
        piece("cancu", "Căn cứ Luật Đất đai;"), piece("body", "Xét đề nghị của Sở Nội vụ."), kind="QĐ"
    )
    assert faults("cancu.lines", started) == []


def addressed(head: str, *items: str) -> Recognised:
    return document(piece("kinhgui", head), *(piece("kinhgui.item", item) for item in items), kind="CV")


@pytest.mark.parametrize(
    ("head", "items", "rules"),
    [
        ("Kính gửi: Bộ Nội vụ", (), set()),
        ("Kính gửi: Bộ Nội vụ.", (), {"kinhgui.one"}),
        ("Kính gửi: Bộ Nội vụ;", (), {"kinhgui.one"}),
        ("Kính gửi: Ủy ban nhân dân xã ..........", (), set()),
        ("Kính gửi: Ủy ban nhân dân xã ……….;", (), set()),
        ("Kính gửi:", ("- Bộ Nội vụ.",), {"kinhgui.one"}),
        ("Kính gửi: - Bộ Nội vụ;", ("- Bộ Tài chính.",), {"kinhgui.many.line"}),
        ("Kính gửi Bộ Nội vụ", (), {"kinhgui.text"}),
        ("KÍNH GỬI: Bộ Nội vụ", (), {"kinhgui.text"}),
        ("Kính gửi:", ("- Bộ Nội vụ;", "- Bộ Tài chính."), set()),
        ("Kính gửi:", ("- Bộ Nội vụ;", "- Bộ Tài chính;"), {"kinhgui.many"}),
        ("Kính gửi:", ("- Bộ Nội vụ", "- Bộ Tài chính."), {"kinhgui.many"}),
        ("Kính gửi:", ("Bộ Nội vụ;", "- Bộ Tài chính."), {"kinhgui.many"}),
        ("Kính gửi:", ("- Các sở, ban, ngành", "thuộc tỉnh;", "- Bộ Tài chính."), set()),
    ],
)
def test_addressees(head: str, items: tuple[str, ...], rules: set[str]) -> None:
    assert broken(addressed(head, *items)) == rules


def sent(*items: str, kind: str = "KH", kinhgui: bool = False, family: str = "REP") -> Recognised:
    heads = [piece("kinhgui", "Kính gửi: Bộ Nội vụ")] if kinhgui else []
    label = piece("noinhan.label", "Nơi nhận:")
    return document(*heads, label, *(piece("noinhan.item", item) for item in items), kind=kind, family=family)


@pytest.mark.parametrize(
    ("items", "rules"),
    [
        (("- Bộ Nội vụ;", "- Lưu: VT, TĐKT."), set()),
        (("- Bộ Nội vụ;", "- Lưu: VT."), set()),
        (("- Bộ Nội vụ;", "- Lưu: VT, HC (2)."), set()),
        (("- Bộ Nội vụ;", "- Lưu: VT, P.TCHC, HCQT(b)."), set()),
        (("- VPUB: CVP, PCVP, các phòng;", "- Lưu: VT, HCQT(b)."), set()),
        (("- Bộ Nội vụ,", "- Lưu: VT, TĐKT."), {"noinhan.items.marks"}),
        (("Bộ Nội vụ;", "- Lưu: VT, TĐKT."), {"noinhan.items.marks"}),
        (("- Bộ Nội vụ;", "- Lưu: VT, TĐKT"), {"noinhan.luu"}),
        (("- Bộ Nội vụ;", "- Lưu: VT; TĐKT."), {"noinhan.luu"}),
        (("- Bộ Nội vụ;", "- Lưu VT, TĐKT."), {"noinhan.luu"}),
        (("- Bộ Nội vụ;", "- Sở Tài chính."), {"noinhan.luu"}),
    ],
)
def test_recipients(items: tuple[str, ...], rules: set[str]) -> None:
    assert broken(sent(*items)) == rules


def test_bullets_of_word_are_dashes() -> None:
    label = piece("noinhan.label", "Nơi nhận:")
    items = [piece("noinhan.item", text, label="\uf0b7") for text in ("Bộ Nội vụ;", "Lưu: VT, TĐKT.")]
    assert broken(document(label, *items, kind="KH")) == set()


def test_a_document_with_addressees_goes_first_to_them() -> None:
    last = "- Lưu: VT, TĐKT."
    assert broken(sent("- Như trên;", last, kind="CV", kinhgui=True)) == set()
    assert broken(sent("- Sở Tài chính;", last, kind="CV", kinhgui=True)) == {"noinhan.nhutren"}
    assert broken(sent("- Sở Tài chính;", last, kind="BC")) == set()


def test_a_decision_goes_first_to_those_of_an_article() -> None:
    last = "- Lưu: VT, TĐKT."
    assert broken(sent("- Như Điều 3;", last, kind="QĐ", family="ART")) == set()
    assert broken(sent("- Sở Tài chính;", last, kind="QĐ", family="ART")) == {"noinhan.nhudieu"}


def test_the_label_of_the_recipients_stands_alone() -> None:
    assert broken(document(piece("noinhan.label", "Nơi nhận"))) == {"noinhan.label.text"}
    assert broken(document(piece("noinhan.label", "NƠI NHẬN:"))) == {"noinhan.label.text"}


def signed(*lines: str, name: str = "Nguyễn Văn A", organ: str = "SỞ NỘI VỤ") -> Recognised:
    named = [
        piece("sign.authority" if "." in line[:4] or "/" in line[:4] else "sign.title", line) for line in lines
    ]
    return document(piece("organ.issuer", organ), *named, piece("sign.name", name))


@pytest.mark.parametrize(
    ("lines", "rules"),
    [
        (("GIÁM ĐỐC",), set()),
        (("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), set()),
        (("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), set()),
        (("Q. GIÁM ĐỐC",), set()),
        (("TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"), set()),
        (("TUQ. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"), set()),
        (("T/M ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), {"sign.prefix.dot"}),
        (("TM ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), {"sign.prefix.dot"}),
        (("TM.ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), {"sign.prefix.dot"}),
        (("K/T GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), {"sign.prefix.dot"}),
        (("KT: GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), {"sign.prefix.dot"}),
        (("TL GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"), {"sign.prefix.dot"}),
        (("T/UQ GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"), {"sign.prefix.dot"}),
        (("QUYỀN GIÁM ĐỐC",), {"sign.prefix.q"}),
        (("TM. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), {"sign.prefix.tm"}),
        (("KT. PHÓ GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), {"sign.prefix.kt"}),
        (("KT. GIÁM ĐỐC",), {"sign.prefix.kt.deputy"}),
        (("TL. ỦY BAN NHÂN DÂN", "CHÁNH VĂN PHÒNG"), {"sign.prefix.tl"}),
        (("TUQ. PHÓ GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"), {"sign.prefix.tuq"}),
        (("TLĐLĐ HUYỆN",), set()),
    ],
)
def test_the_prefixes_of_a_signer(lines: tuple[str, ...], rules: set[str]) -> None:
    assert broken(signed(*lines)) == rules


@pytest.mark.parametrize(
    ("name", "organ", "rules"),
    [
        ("Trần Thị Phú", "SỞ NỘI VỤ", set()),
        ("H'Hen Niê", "SỞ NỘI VỤ", set()),
        ("ThS. Trần Thị Phú", "SỞ NỘI VỤ", {"sign.name.bare"}),
        ("PGS.TS. Trần Thị Phú", "SỞ NỘI VỤ", {"sign.name.bare"}),
        ("PGS.TS. Trần Thị Phú", "TRƯỜNG ĐẠI HỌC A", set()),
        ("Thượng tá Trần Phú", "SỞ NỘI VỤ", {"sign.name.rank"}),
        ("Thượng tá Trần Phú", "CÔNG AN TỈNH A", set()),
        ("Trần thị Phú", "SỞ NỘI VỤ", {"caps.person.vn"}),
        ("Họ và tên", "SỞ NỘI VỤ", set()),
        ("CNguyễn Văn Bảo", "SỞ NỘI VỤ", set()),
    ],
)
def test_the_name_of_a_signer_is_bare(name: str, organ: str, rules: set[str]) -> None:
    assert broken(signed("GIÁM ĐỐC", name=name, organ=organ)) == rules


def test_an_issuing_organ_is_written_in_full() -> None:
    assert broken(one("organ.issuer", "UBND XÃ A")) == {"organ.parent.abbrev"}
    assert broken(one("organ.parent", "UBND TỈNH A")) == set()


def test_a_level_of_secrecy_is_told() -> None:
    assert broken(one("mat", "TỐI MẬT")) == {"mat.stamp"}


def test_copies_are_of_three_kinds() -> None:
    assert broken(one("tenloai", "SAO LỤC", "SL")) == set()
    assert broken(one("tenloai", "SAO Y BẢN CHÍNH", "SY")) == {"copy.kinds"}


def annexed(text: str, *labels: str, ends: str = "Danh sách./.") -> Recognised:
    parts = []
    for number, label in enumerate(labels):
        parts += [piece("annex.label", label, annex=number), piece("body", ends, annex=number)]
    return document(piece("body", text), *parts)


@pytest.mark.parametrize(
    ("text", "labels", "rules"),
    [
        ("Theo Phụ lục kèm theo./.", ("Phụ lục",), set()),
        ("Theo Phụ lục I và Phụ lục II./.", ("Phụ lục I", "Phụ lục II"), set()),
        ("Tại các Phụ lục I, II, III./.", ("Phụ lục I", "Phụ lục II", "Phụ lục III"), set()),
        ("Từ Phụ lục I đến Phụ lục III./.", ("Phụ lục I", "Phụ lục II", "Phụ lục III"), set()),
        ("Theo các phụ lục kèm theo./.", ("Phụ lục I", "Phụ lục II"), set()),
        ("Không nói gì./.", ("Phụ lục",), {"annex.referenced"}),
        ("Chi tiết tại Phụ lục I./.", ("Phụ lục I", "Phụ lục II"), {"annex.referenced"}),
        ("Theo Phụ lục I và Phụ lục II./.", ("Phụ lục 1", "Phụ lục 2"), {"annex.number"}),
        ("Theo các phụ lục kèm theo./.", ("Phụ lục II", "Phụ lục I"), {"annex.number"}),
        ("Theo Phụ lục I./.", ("Phụ lục I",), {"annex.number.single"}),
    ],
)
def test_annexes_are_numbered_and_named_in_the_text(text: str, labels: tuple[str, ...], rules: set[str]) -> None:
    assert broken(annexed(text, *labels)) == rules


def test_an_annex_in_a_file_of_its_own_is_not_judged_by_a_text_that_is_not_there() -> None:
    assert broken(document(piece("annex.label", "Phụ lục III", annex=0))) == set()


def attached(line: str, number: str = "Số: 05/BC-SNV") -> Recognised:
    return document(piece("so", number), piece("annex.kemtheo", line, annex=0))


def test_an_annex_says_what_it_belongs_to() -> None:
    rest = "ngày 05 tháng 3 năm 2024 của Sở Nội vụ)"
    assert broken(attached(f"(Kèm theo Báo cáo số 05/BC-SNV {rest}")) == set()
    assert broken(attached("(Kèm theo Báo cáo số …/… ngày … tháng … năm … của …)")) == set()
    assert broken(attached("(Kèm theo Báo cáo số 05/BC-SNV ngày 05/3/2024 của Sở Nội vụ)")) == set()
    assert broken(attached("(Kèm theo Báo cáo của Sở Nội vụ)")) == {"annex.kemtheo.text"}
    assert broken(attached(f"(Kèm theo Báo cáo số 06/BC-SNV {rest}")) == {"annex.kemtheo.same"}
    assert broken(attached(f"(Kèm theo Báo cáo số 06/BC-SNV {rest}", "Số: /BC-SNV")) == {"so.draft-blank"}
