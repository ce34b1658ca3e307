"""The head of a document, whatever is wrong with it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from measured_samples import (
    DATE,
    FOOT,
    HEAD,
    MOTTO,
    NATION,
    NUMBER,
    ORGANS,
    SENTENCE,
    TITLE,
    Text,
    body,
    found,
    left,
    measured,
    middle,
    names,
    right,
)

from pipeline.decree.recognise import recognise


def names_of(*head: Text) -> dict[str, str]:
    """Text by name, of a whole document with this letterhead."""
    return {name: text for name, text in found(*head, *TITLE, SENTENCE, *FOOT) if name != "other"}


def test_a_head_in_a_table() -> None:
    assert found(*HEAD, *TITLE, SENTENCE, *FOOT) == [
        ("organ.parent", "UBND TỈNH A"),
        ("organ.issuer", "SỞ NỘI VỤ"),
        ("quochieu", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("tieungu", "Độc lập - Tự do - Hạnh phúc"),
        ("so", "Số: 15/BC-SNV"),
        ("diadanh", "Quảng Ngãi, ngày 05 tháng 12 năm 2025"),
        ("tenloai", "BÁO CÁO"),
        ("trichyeu", "Kết quả công tác năm 2025"),
        ("body", SENTENCE.text),
        ("noinhan.label", "Nơi nhận:"),
        ("noinhan.item", "- Như trên;"),
        ("noinhan.item", "- Lưu: VT."),
        ("sign.title", "GIÁM ĐỐC"),
        ("sign.name", "Trần Văn B"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Cộng hòa xã hội chủ nghĩa Việt Nam",
        "CỘNG  HÒA XÃ HỘI CHỦ NGHĨA VIỆT  NAM.",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAN",
        "CÔNG HÒA XÃ HÔI CHỦ NGHIÃ VIỆT NAM",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆTNAM",
        unicodedata.normalize("NFD", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ],
)
def test_a_quoc_hieu_is_known_by_what_is_meant(text: str) -> None:
    assert names_of(*ORGANS, right(text, True), MOTTO, NUMBER, DATE)["quochieu"]


@pytest.mark.parametrize(
    "text",
    [
        "Độc lập – Tự do – Hạnh phúc",
        "Độc lập—Tự do—Hạnh phúc",
        "ĐỘC LẬP - TỰ DO - HẠNH PHÚC",
        "Độc lập-Tự do-Hạnh phúc",
        "Độc Lập - Tự Do - Hạnh Phúc",
        "Độc lập - Tự do - Hạnh phúc.",
        "Độc lập Tự do Hạnh phúc",
        "Ðộc lập - Tự do - Hạnh phúc",
    ],
)
def test_a_tieu_ngu_is_known_by_what_is_meant(text: str) -> None:
    assert names_of(*ORGANS, NATION, right(text, True), NUMBER, DATE)["tieungu"] == " ".join(text.split())


@pytest.mark.parametrize(
    "text",
    [
        "Số 15/BC-SNV",
        "Số:15/BC-SNV",
        "Số :  15 / BC - SNV",
        "SỐ: 15/BC-SNV",
        "Số:        /BC-SNV",
        "Số: ....../BC-SNV",
        "Số: {{ number }}/BC-SNV",
        "Số: 127-BC/TU",
        "Số; 15/BC-SNV",
        "Số: 15",
        "Số: 05/BC-…",
    ],
)
def test_a_number_is_known_however_it_is_written(text: str) -> None:
    assert names_of(*ORGANS, NATION, MOTTO, left(text, row=1), DATE)["so"]


@pytest.mark.parametrize(
    "text",
    [
        "Quảng Ngãi, ngày 5 tháng 12 năm 2025",
        "Quảng Ngãi ngày 05 tháng 03 năm 2025",
        "Quảng Ngãi, ngày      tháng      năm 2025",
        "Quảng Ngãi, ngày ... tháng ... năm 20...",
        "Thành phố Hồ Chí Minh, ngày 29 tháng 6 năm 2019",
        "Phường 1, ngày 05 tháng 12 năm 2025",
        "Tư Nghĩa, ngày      tháng      năm 2025",
        "Hội An, ngày 05 tháng 12 năm 2025",
        "Măng Đen, ngày 05 tháng 12 năm 2025",
        "Tân Hội, ngày 05 tháng 12 năm 2025",
        "Cẩm Tú, ngày 05 tháng 12 năm 2025",
        "Quảng Ngãi, Ngày 05 Tháng 12 Năm 2025",
        "Quảng Ngãi, 05/12/2025",
        "Quảng Ngãi, ngày {{ d }} tháng {{ m }} năm {{ y }}",
    ],
)
def test_a_date_line_is_known_however_it_is_written(text: str) -> None:
    assert names_of(*ORGANS, NATION, MOTTO, NUMBER, right(text, italic=True, row=1))["diadanh"]


@pytest.mark.parametrize(
    ("lines", "parent", "issuer"),
    [
        ([("SỞ NỘI VỤ", True)], None, "SỞ NỘI VỤ"),
        ([("SỞ NỘI VỤ", False)], None, "SỞ NỘI VỤ"),
        ([("UBND TỈNH A", False), ("SỞ NỘI VỤ", False)], "UBND TỈNH A", "SỞ NỘI VỤ"),
        ([("UBND TỈNH A", True), ("SỞ NỘI VỤ", True)], "UBND TỈNH A", "SỞ NỘI VỤ"),
        ([("ỦY BAN NHÂN DÂN", True), ("TỈNH QUẢNG NGÃI", True)], None, "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI"),
        (
            [
                ("ỦY BAN NHÂN DÂN", False),
                ("TỈNH QUẢNG NGÃI", False),
                ("SỞ NÔNG NGHIỆP VÀ", True),
                ("MÔI TRƯỜNG", True),
            ],
            "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI",
            "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG",
        ),
        (
            [("BỘ GIÁO DỤC VÀ ĐÀO TẠO", True), ("TRƯỜNG ĐẠI HỌC", True), ("BÁCH KHOA", True)],
            "BỘ GIÁO DỤC VÀ ĐÀO TẠO",
            "TRƯỜNG ĐẠI HỌC BÁCH KHOA",
        ),
        ([("SỞ VĂN HÓA, THỂ THAO", True), ("VÀ DU LỊCH", True)], None, "SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH"),
        ([("Ubnd tỉnh A", False), ("Sở Nội vụ", True)], "Ubnd tỉnh A", "Sở Nội vụ"),
    ],
)
def test_the_issuer_is_told_from_the_organ_above_it(
    lines: list[tuple[str, bool]], parent: str | None, issuer: str
) -> None:
    organs = [left(text, bold) for text, bold in lines]
    pieces = found(*organs, NATION, MOTTO, NUMBER, DATE, *TITLE, SENTENCE, *FOOT)
    assert " ".join(text for name, text in pieces if name == "organ.issuer") == issuer
    assert (" ".join(text for name, text in pieces if name == "organ.parent") or None) == parent


def test_lines_of_a_paragraph_are_components_of_their_own() -> None:
    head = (
        left("UBND TỈNH A\nSỞ NỘI VỤ"),
        right("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc", True),
    )
    assert names(*head, NUMBER, DATE, *TITLE, SENTENCE)[:4] == [
        "organ.parent",
        "organ.issuer",
        "quochieu",
        "tieungu",
    ]


def test_wrapped_lines_of_one_organ_are_one_piece() -> None:
    head = (left("ỦY BAN NHÂN DÂN\nTỈNH QUẢNG NGÃI", True), NATION, MOTTO, NUMBER, DATE)
    assert found(*head, *TITLE, SENTENCE)[0] == ("organ.issuer", "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI")


def test_the_blanks_for_a_number_and_a_day_part_nothing() -> None:
    line = body("Số:        /BC-SNV            Quảng Ngãi, ngày        tháng        năm 2025")
    first = body("SỞ NỘI VỤ                 CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    pieces = found(first, body("\t\t\t\t\tĐộc lập - Tự do - Hạnh phúc"), line, *TITLE, SENTENCE)
    assert ("so", "Số: /BC-SNV") in pieces
    assert ("diadanh", "Quảng Ngãi, ngày tháng năm 2025") in pieces


def test_the_subject_of_a_letter_may_take_several_paragraphs() -> None:
    subject = (left("V/v tổng kết phong trào", row=1), left("thi đua năm 2025", row=1))
    letter = (
        *ORGANS,
        NATION,
        MOTTO,
        left("Số: 15/SNV-TĐKT", row=1),
        *subject,
        DATE,
        middle("Kính gửi: Sở A"),
        SENTENCE,
    )
    assert [text for name, text in found(*letter, *FOOT) if name == "trichyeu.cv"] == [
        text.text for text in subject
    ]
    assert recognise(measured(*letter, *FOOT)).kind == "CV"


def test_stamps_are_no_subject_and_no_organ() -> None:
    head = (
        *ORGANS,
        NATION,
        MOTTO,
        NUMBER,
        left("HỎA TỐC", True, row=1),
        left("MẬT", True, row=1),
        left("DỰ THẢO", row=1),
        DATE,
    )
    assert names(*head, *TITLE, SENTENCE)[4:9] == ["so", "khan", "mat", "other", "diadanh"]


def test_a_decision_has_its_authority_and_its_grounds() -> None:
    texts = (
        *HEAD,
        middle("QUYẾT ĐỊNH", True),
        middle("Về việc thành lập Hội đồng", True),
        middle("GIÁM ĐỐC SỞ NỘI VỤ", True),
        body("Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;"),
        body("Theo đề nghị của Chánh Văn phòng."),
        middle("QUYẾT ĐỊNH:", True),
        body("Điều 1. Thành lập Hội đồng Thi đua - Khen thưởng."),
    )
    assert names(*texts, *FOOT)[6:13] == [
        "tenloai",
        "trichyeu",
        "authority",
        "cancu",
        "cancu",
        "decides",
        "h.dieu",
    ]


def test_a_sentence_that_begins_with_can_cu_is_text() -> None:
    sentence = body("Căn cứ Công văn số 309/SNV-TĐKT ngày 01 tháng 3 năm 2024, Ban Dân tộc báo cáo như sau:")
    assert ("body", sentence.text) in found(*HEAD, *TITLE, sentence, SENTENCE, *FOOT)


def test_addressees_in_a_list_or_in_cells() -> None:
    listed = (middle("Kính gửi:"), body("- Bộ Nội vụ;"), body("- UBND tỉnh A."))
    celled = (left("Kính gửi:", table=3), right("- Bộ Nội vụ;", table=3), right("- UBND tỉnh A.", table=3))
    for way in (listed, celled):
        assert names(*HEAD, *TITLE, *way, SENTENCE, *FOOT)[8:12] == [
            "kinhgui",
            "kinhgui.item",
            "kinhgui.item",
            "body",
        ]


def test_a_centred_head_of_a_contract() -> None:
    texts = (
        middle("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", True),
        middle("Độc lập - Tự do - Hạnh phúc", True),
        middle("HỢP ĐỒNG", True),
        middle("Số: 15/HĐ-SNV"),
        body("Điều 1. Nội dung hợp đồng"),
        SENTENCE,
    )
    document = recognise(measured(*texts))
    assert [piece.name for piece in document.pieces][:4] == ["quochieu", "tieungu", "tenloai", "so"]
    assert document.kind == "HĐ"


def test_text_that_speaks_of_a_head_is_no_head() -> None:
    texts = (
        body(
            "Trong văn bản này có câu sau đây, lấy làm thí dụ cho người đọc, dài hơn một dòng để không ai nhầm "
            "lẫn là đầu đề của văn bản hành chính nào cả, và còn dài hơn nữa."
        ),
        body("Số: 15/QĐ-UBND"),
        body("Độc lập - Tự do - Hạnh phúc là tiêu ngữ."),
        body("Quảng Ngãi, ngày 05 tháng 12 năm 2025 có mưa to."),
    )
    document = recognise(measured(*texts))
    assert {piece.name for piece in document.pieces} == {"body"}
    assert document.kind == ""


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=60), max_size=12))
def test_whatever_is_written_nothing_breaks_and_no_letter_is_lost(lines: list[str]) -> None:
    document = recognise(measured(*(body(line) for line in lines)))
    kept = "".join("".join(piece.text.split()) for piece in document.pieces)
    written = "".join("".join(unicodedata.normalize("NFC", line).split()) for line in lines if "{%" not in line)
    assert len(kept) >= len(written) - 2 * len(lines)


def test_swapped_halves_are_known_by_what_they_say() -> None:
    head = (
        left(NATION.text, True),
        left(MOTTO.text, True),
        left(DATE.text),
        right("UBND TỈNH A"),
        right("SỞ NỘI VỤ", True),
        right("Số: 15/BC-SNV"),
    )
    expected = ["quochieu", "tieungu", "diadanh", "organ.parent", "organ.issuer", "so", "tenloai"]
    assert names(*head, *TITLE, SENTENCE, *FOOT)[:7] == expected


def test_a_date_under_the_number_is_no_subject() -> None:
    head = (*ORGANS, NATION, MOTTO, NUMBER, left(DATE.text, row=1))
    assert names(*head, *TITLE, SENTENCE, *FOOT)[4:6] == ["so", "diadanh"]


def test_a_line_under_the_number_without_its_sign_is_the_subject_of_a_letter_only() -> None:
    line = left("Tổng kết phong trào thi đua", row=1)
    letter = (*ORGANS, NATION, MOTTO, left("Số: 15/SNV-VP", row=1), line, DATE, middle("Kính gửi: Sở A"), SENTENCE)
    assert "trichyeu.cv" in names(*letter)
    assert "trichyeu.cv" not in names(*ORGANS, NATION, MOTTO, NUMBER, line, DATE, *TITLE, SENTENCE)


def test_a_quoc_hieu_in_the_wrong_cell_does_not_hide_the_organs() -> None:
    head = (left(NATION.text, True), *ORGANS, MOTTO, NUMBER, DATE)
    assert names(*head, *TITLE, SENTENCE, *FOOT)[:4] == ["quochieu", "organ.parent", "organ.issuer", "tieungu"]


def test_a_decision_without_its_title_still_has_its_subject() -> None:
    number = left("Số: 15/QĐ-SNV", row=1)
    texts = (*ORGANS, NATION, MOTTO, number, DATE, middle("Về việc thành lập Hội đồng", True), SENTENCE)
    assert names(*texts)[6] == "trichyeu"


def test_a_date_that_wraps_is_one_date() -> None:
    date = right("Phường Trương Quang Trọng,\nngày 05 tháng 12 năm 2025", italic=True, row=1)
    pieces = found(*ORGANS, NATION, MOTTO, NUMBER, date, *TITLE, SENTENCE)
    assert pieces[5] == ("diadanh", "Phường Trương Quang Trọng, ngày 05 tháng 12 năm 2025")


def test_the_line_of_authority_is_no_title() -> None:
    number = left("Số: 15/QĐ-SNV", row=1)
    authority = middle("GIÁM ĐỐC SỞ NỘI VỤ", True)
    ground = body("Căn cứ Luật Tổ chức chính quyền địa phương;")
    assert "tenloai" not in names(
        *ORGANS, NATION, MOTTO, number, DATE, TITLE[1], authority, ground, SENTENCE, *FOOT
    )


@pytest.mark.parametrize("text", ["Báo cáo đến ngày 05 tháng 12 năm 2025", "Họp vào ngày 05 tháng 12 năm 2025"])
def test_a_day_in_a_sentence_is_no_date_line(text: str) -> None:
    assert "diadanh" not in names_of(*ORGANS, NATION, MOTTO, NUMBER, middle(text))


def test_a_declaration_of_a_citizen_is_no_organ() -> None:
    nation, motto = middle("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", True), middle("Độc lập - Tự do - Hạnh phúc", True)
    pieces = found(nation, motto, middle("TỜ KHAI ĐĂNG KÝ KHAI SINH", True), SENTENCE)
    assert pieces[2] == ("tenloai", "TỜ KHAI ĐĂNG KÝ KHAI SINH")


def test_an_item_of_a_list_is_no_organ() -> None:
    pieces = found(left("SỞ NỘI VỤ", True), left("- Ý kiến chỉ đạo của lãnh đạo"), NATION, MOTTO, NUMBER, SENTENCE)
    assert [text for name, text in pieces if name.startswith("organ")] == ["SỞ NỘI VỤ"]
