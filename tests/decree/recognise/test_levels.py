"""The levels of the text by their numbers, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from measured_samples import FOOT, HEAD, SENTENCE, TITLE, Text, body, bold, figure, found, measured, middle

from pipeline.decree.recognise import recognise


def level(text: Text) -> tuple[str, str]:
    """Name and number of a paragraph in the middle of a report."""
    document = recognise(measured(*HEAD, *TITLE, SENTENCE, text, SENTENCE, *FOOT))
    piece = next(piece for piece in document.pieces if piece.paragraph.index == 9)
    return piece.name, piece.number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I. KẾT QUẢ", ("h.muc.roman", "I")),
        ("IV. Kết quả", ("h.muc.roman", "IV")),
        ("II.KẾT QUẢ", ("h.muc.roman", "II")),
        ("III - KẾT QUẢ", ("h.muc.roman", "III")),
        ("1. Công tác chỉ đạo", ("h.khoan.titled", "1")),
        ("1. Sở Nội vụ đã ban hành 04 văn bản.", ("h.khoan.plain", "1")),
        ("12. Tổ chức các phong trào sau:", ("h.khoan.plain", "12")),
        ("01. Tổ chức phong trào;", ("h.khoan.plain", "01")),
        ("a) Danh hiệu thi đua;", ("h.diem", "a")),
        ("đ) Hình thức khen thưởng.", ("h.diem", "đ")),
        ("a)Danh hiệu thi đua;", ("h.diem", "a")),
        ("b. Hình thức khen thưởng", ("h.diem", "b")),
        ("- Phong trào xây dựng nông thôn mới;", ("h.dash", "")),
        ("– Phong trào xây dựng nông thôn mới;", ("h.dash", "")),
        ("+ Tại các xã, phường.", ("h.plus", "")),
        ("1.1. Công tác chỉ đạo", ("h.decimal", "1.1")),
        ("2.1.3 Công tác chỉ đạo", ("h.decimal", "2.1.3")),
        ("Chương II", ("h.chuong", "II")),
        ("Chương 2", ("h.chuong", "2")),
        ("Phần thứ nhất", ("h.phan", "thứ nhất")),
        ("PHẦN I", ("h.phan", "I")),
        ("Mục 1", ("h.muc.arabic", "1")),
        ("Tiểu mục 2", ("h.tieumuc", "2")),
        ("Điều 5. Tổ chức thực hiện", ("h.dieu", "5")),
        ("Điều 5: Tổ chức thực hiện", ("h.dieu", "5")),
        ("Điều II. Tổ chức thực hiện", ("h.dieu", "II")),
    ],
)
def test_a_number_opens_a_level(text: str, expected: tuple[str, str]) -> None:
    assert level(body(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Điều 5 của Luật Thi đua, khen thưởng quy định như sau.",
        "2025 là năm có nhiều phong trào thi đua.",
        "1.500 người được khen thưởng trong năm 2025.",
        "05/12/2025 là ngày họp.",
        "Mục 1 của Kế hoạch này được thực hiện trong năm 2025.",
        "Phần lớn các đơn vị đã báo cáo.",
        "X-quang được chụp tại bệnh viện.",
        "1) Nội dung này không thuộc cấp nào của văn bản.",
        "-----",
        "V/v tổ chức phong trào thi đua được nêu trên.",
        "Chương trình số 12 đã được ban hành.",
        "I.1 là ký hiệu của phòng họp.",
    ],
)
def test_what_only_looks_like_a_number_opens_no_level(text: str) -> None:
    assert level(body(text))[0] in ("body", "other")


@pytest.mark.parametrize(
    ("label", "text", "expected"),
    [
        ("I.", "KẾT QUẢ", ("h.muc.roman", "I")),
        ("1.", "Công tác chỉ đạo", ("h.khoan.titled", "1")),
        ("a)", "Danh hiệu thi đua;", ("h.diem", "a")),
        ("Điều 3.", "Tổ chức thực hiện", ("h.dieu", "3")),
        ("Chương II", "", ("h.chuong", "II")),
        ("-", "Phong trào;", ("h.dash", "")),
        ("\uf0b7", "Phong trào;", ("h.dash", "")),
        ("+", "Phong trào;", ("h.plus", "")),
        ("1.1.", "Phong trào", ("h.decimal", "1.1")),
    ],
)
def test_an_automatic_number_opens_a_level_as_a_typed_one_does(
    label: str, text: str, expected: tuple[str, str]
) -> None:
    assert level(body(text, label=label)) == expected


def test_the_title_of_a_chapter_stands_on_the_next_line() -> None:
    texts = (middle("Chương I", True), middle("QUY ĐỊNH CHUNG", True), bold("Điều 1. Phạm vi"), SENTENCE)
    assert [name for name, _ in found(*HEAD, *TITLE, *texts)][8:] == [
        "h.chuong",
        "h.chuong.title",
        "h.dieu",
        "body",
    ]


def test_a_title_may_stand_on_the_line_of_its_number() -> None:
    assert level(bold("Phần I. KẾT QUẢ CÔNG TÁC")) == ("h.phan", "I")
    assert level(bold("Chương II – TỔ CHỨC THỰC HIỆN")) == ("h.chuong", "II")


def test_captions_and_headings_without_number_are_not_body() -> None:
    texts = (
        middle("Bảng 1. Kết quả khen thưởng"),
        Text("Đơn vị tính: lượt", align="right"),
        figure("TT"),
        figure("Danh hiệu", column=1),
        bold("Ưu điểm"),
        SENTENCE,
    )
    names = [name for name, _ in found(*HEAD, *TITLE, SENTENCE, *texts)][9:]
    assert names == ["other", "other", "table", "table", "other", "body"]


def test_a_place_with_a_day_over_a_signature_is_no_running_text() -> None:
    assert level(Text("Quảng Ngãi, ngày ... tháng ... năm 2025", italic=True, align="right"))[0] == "other"
    assert level(body("Cuộc họp kết thúc hồi 10 giờ, ngày 05 tháng 12 năm 2025"))[0] == "body"


def test_a_bold_sentence_is_still_body() -> None:
    assert level(bold("Sở Nội vụ đã ban hành 04 văn bản hướng dẫn.")) == ("body", "")


def test_a_sequence_of_letters_is_not_one_of_roman_numbers() -> None:
    texts = (bold("A. KẾT QUẢ"), SENTENCE, bold("B. HẠN CHẾ"), SENTENCE, bold("C. NHIỆM VỤ"), SENTENCE)
    assert "h.muc.roman" not in [name for name, _ in found(*HEAD, *TITLE, *texts)]


@pytest.mark.parametrize(
    ("texts", "family"),
    [
        ((bold("Điều 1. Phạm vi"), body("1. Quy chế này quy định về thi đua.")), "ART"),
        ((bold("I. KẾT QUẢ"), body("1. Tổ chức phong trào.")), "REP"),
        ((body("Sở Nội vụ báo cáo như sau."),), "PLAIN"),
    ],
)
def test_the_family_follows_from_the_levels(texts: tuple[Text, ...], family: str) -> None:
    assert recognise(measured(*HEAD, *TITLE, *texts, SENTENCE, *FOOT)).family == family


@given(st.integers(1, 99), st.sampled_from([".", ";", ":"]), st.sampled_from("ABCDĐGH"))
def test_a_clause_that_ends_with_a_stop_is_run_into_its_text(number: int, stop: str, letter: str) -> None:
    assert level(body(f"{number}. {letter}ội đồng họp{stop}")) == ("h.khoan.plain", str(number))
    assert level(body(f"{number}. {letter}ội đồng họp")) == ("h.khoan.titled", str(number))


def test_a_table_of_contents_is_no_text() -> None:
    line = body("I. KẾT QUẢ\t3", style="TOC 1")
    assert level(line) == ("other", "")
    assert level(body("I. KẾT QUẢ"))[0] == "h.muc.roman"


def test_a_clause_that_answers_what_it_asks_has_no_title() -> None:
    assert level(body("5. Thời gian thực hiện: Tháng 12 năm 2025"))[0] == "h.khoan.plain"
    assert level(bold("5. Giai đoạn 1: Chuẩn bị"))[0] == "h.khoan.titled"
