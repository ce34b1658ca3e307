"""Letters and signs: encodings, look-alikes, hidden characters, brackets, quotation marks, spaces."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from text_samples import body, broken, document, piece, told

END = "Hết./."


def rules(*texts: str) -> set[str]:
    return broken(body(*texts, END))


def test_letters_in_pieces_are_told_once_with_their_number() -> None:
    pieces = unicodedata.normalize("NFD", "Tiếng Việt có dấu.")
    made = body("Bình thường.", pieces, pieces, END)
    assert told("text.nfc", made) == [("letters in pieces in 2 paragraphs", "whole letters")]
    assert broken(made) == {"text.nfc"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ủy bаn nhân dân.", ("bаn", "ban")),
        ("Ðề nghị các cơ quan.", ("Ðề", "Đề")),
        ("Văn phοng.", ("phοng", "phong")),
    ],
)
def test_a_letter_of_another_alphabet_in_a_word_is_told(text: str, found: tuple[str, str]) -> None:
    assert told("text.look-alike", body(text)) == [found]


@pytest.mark.parametrize("text", ["Góc α và β.", "Tiếng Nga: Москва.", "Điện trở 5 Ω.", "Đề nghị."])
def test_other_alphabets_by_themselves_are_fine(text: str) -> None:
    assert told("text.look-alike", body(text)) == []


def test_hidden_characters_are_counted() -> None:
    assert told("text.hidden", body("Các\u200b cơ\u200b quan\ufeff.")) == [
        ("3 hidden characters", "nothing there")
    ]
    assert rules("Khoảng\u00a0trắng không ngắt.") == set()


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Céng hoµ x· héi chñ nghÜa ViÖt Nam, ®éc lËp tù do h¹nh phóc", "TCVN3"),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "VNI"),
        ("Báo cáo kết quả".encode().decode("cp1252", "ignore"), "UTF-8"),
    ],
)
def test_an_old_encoding_is_told_once(text: str, encoding: str) -> None:
    found = told("text.legacy", body("Văn bản bình thường.", text, text))
    assert [one for one, _ in found] in ([encoding], [])
    if encoding != "UTF-8":
        assert found


@pytest.mark.parametrize("text", ["Ông Jean-Paul Moët ở café.", "Số 12/2024.", "Chị Hoa đi chợ.", "Ban ra thi."])
def test_ordinary_text_is_in_no_old_encoding(text: str) -> None:
    assert told("text.legacy", body(text)) == []


def test_fonts_of_old_encodings_are_told_and_explain_the_text() -> None:
    made = document(piece("body", "ViÖt Nam d©n chñ céng hoµ ®éc lËp./."), fonts=("Times New Roman", ".VnTime"))
    assert broken(made) == {"font.encoding"}


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["Một (hai ba."], [("(", ")")]),
        (["Một hai) ba."], [(")", "(")]),
        (["Một [hai ba."], [("[", "]")]),
        (["Một (hai [ba) bốn]."], [("(", ")")]),  # […] is a place to be filled in
        (["a) Một (hai)."], []),
        (["1) Một; 2) hai; b) ba."], []),
        (["Một (hai", "ba) bốn."], []),
        (["Một (hai.", "Ba.", "bốn) năm."], [("(", ")"), (")", "(")]),
        (["Mục {{ tên }} (một {% if a %}) {% endif %}."], []),
        (["Đã kiểm tra (xem phụ lục.", "c) Đã tổ chức hội nghị."], [("(", ")")]),
    ],
)
def test_brackets_come_in_pairs(texts: list[str], found: list[tuple[str, str]]) -> None:
    assert sorted(told("text.brackets", body(*texts))) == sorted(found)


@given(st.text(alphabet="ab (", max_size=30))
def test_any_open_brackets_that_are_closed_again_pass(text: str) -> None:
    closed = text + "a)" * text.count("(")
    assert told("text.brackets", body(closed)) == []


@pytest.mark.parametrize(
    ("texts", "count"),
    [
        (["Phong trào “Cả nước thi đua”."], 0),
        (["Phong trào “Cả nước thi đua."], 1),
        (["Phong trào Cả nước” thi đua."], 1),
        (["“Điều 5. Một.", "2. Hai.”."], 0),
        (["“Điều 5. Một.", "“2. Hai.”."], 0),
        (['Phong trào "Cả nước".'], 0),
        (['Phong trào "Cả nước.'], 1),
        (['Màn hình 24" mới.'], 0),
    ],
)
def test_quotation_marks_come_in_pairs(texts: list[str], count: int) -> None:
    assert len(told("text.quotes", body(*texts))) == count


def test_two_kinds_of_quotation_marks_are_told_once() -> None:
    assert rules('Phong trào “Một” và "Hai", "Ba".') == {"text.quotes.mixed"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Các cơ quan , đơn vị.", ("quan ,", "quan,")),
        ("Báo cáo kết quả .", ("quả .", "quả.")),
        ("Các đơn vị ( thuộc tỉnh).", ("(", "")),
    ],
)
def test_a_space_before_a_mark_is_told(text: str, found: tuple[str, str]) -> None:
    assert told("text.space-before", body(text))[0][0].startswith(found[0])


@pytest.mark.parametrize(
    "text", ["Một, hai; ba: bốn!", "Từ 12 ... đến 15.", "Số 5 , ...", "Năm 2024./.", "Tại 10:30.", "Xem a) và b)."]
)
def test_right_spaces_pass(text: str) -> None:
    assert told("text.space-before", body(text)) in ([], [("5 ,", "5,")])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Các cơ quan,đơn vị.", [("quan,đơn", "quan, đơn")]),
        ("Kết thúc năm.Các đơn vị.", [("năm.Các", "năm. Các")]),
        ("Các đơn vị(thuộc tỉnh).", [("vị(thuộc", "vị (thuộc")]),
        ("Xem https://example.vn/a,b và 12,5%; a,b.", []),
        ("ThS.Nguyễn Văn A.", []),
    ],
)
def test_a_missing_space_is_told(text: str, found: list[tuple[str, str]]) -> None:
    assert told("text.space-after", body(text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("tiêu biểu,....", [("biểu,....", "biểu,...")]),
        ("tiêu biểu,...", []),
        ("Một,, hai.", [("Một,,", "Một,")]),
        ("Một;; hai.", [("Một;;", "Một;")]),
        ("Kết quả.. Tiếp.", [("quả..", "quả.")]),
        ("Kết quả..... Tiếp.", [("quả.....", "quả...")]),
        ("Kết quả;.", [("quả;.", "quả.")]),
        ("Họ tên: ............................ ngày …", []),
        ("Từ đó... và v.v. hết./.", []),
    ],
)
def test_doubled_marks_are_told(text: str, found: list[tuple[str, str]]) -> None:
    assert told("text.doubled", body(text)) == found


def test_several_spaces_are_told_but_room_for_a_date_is_none() -> None:
    assert "text.blanks" in rules("Các cơ quan   đơn vị.")
    assert rules("Báo cáo số      /BC-SNV ngày      tháng      năm 2024 của Sở.") == set()
