"""Numbers of the levels, levels left out, titles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from text_samples import broken, document, piece, told

from pipeline.decree.model import Piece, Recognised
from pipeline.vietnamese import POINT_LETTERS, roman


def level(name: str, number: str, text: str = "Nội dung;", **more: str) -> Piece:
    signs = {"h.diem": f"{number}) {text}", "h.dieu": f"Điều {number}. {text}", "h.phan": f"Phần {number}",
             "h.chuong": f"Chương {number}", "h.muc.arabic": f"Mục {number}", "h.dash": f"- {text}"}  # fmt: skip
    return piece(name, signs.get(name, f"{number}. {text}"), number, **more)  # type: ignore[arg-type]


def report(*levels: tuple[str, str]) -> Recognised:
    return document(*(level(*one) for one in levels), piece("body", "Hết./."))


def rules(*levels: tuple[str, str]) -> set[str]:
    return broken(report(*levels)) - {"h.lone"}


R, K, T, D, A = "h.muc.roman", "h.khoan.plain", "h.khoan.titled", "h.diem", "h.dieu"


@pytest.mark.parametrize(
    "levels",
    [
        [(R, "I"), (K, "1"), (K, "2"), (R, "II"), (T, "1"), (K, "2")],
        [(R, "I"), (T, "1"), (D, "a"), (D, "b"), (T, "2"), (D, "a"), (D, "b")],
        [("h.chuong", "I"), (A, "1"), (K, "1"), (K, "2"), ("h.chuong", "II"), (A, "2"), (K, "1"), (D, "a")],
        [("h.phan", "I"), (R, "I"), (R, "II"), ("h.phan", "II"), (R, "I")],
        [("h.phan", "I"), (R, "I"), (R, "II"), ("h.phan", "II"), (R, "III")],
        [(K, "1"), (K, "2"), (K, "2a"), (K, "3")],
        [(K, "1"), (K, "2"), (K, "1"), (K, "2")],
        [(R, "I"), (T, "1"), ("h.decimal", "1.1"), ("h.decimal", "1.2"), (T, "2"), ("h.decimal", "2.1")],
    ],
)
def test_numbers_that_go_on_pass(levels: list[tuple[str, str]]) -> None:
    assert rules(*levels) <= {"h.decimal", "body.headings-required"}


@pytest.mark.parametrize(
    ("levels", "found"),
    [
        ([(R, "I"), (R, "III")], ("III", "II")),
        ([(R, "I"), (R, "I")], ("I", "II")),
        ([(R, "I"), (K, "1"), (K, "3"), (K, "4")], ("3", "2")),
        ([(R, "I"), (K, "2")], ("2", "1")),
        ([(A, "1"), (A, "3")], ("3", "2")),
        ([("h.chuong", "I"), (A, "1"), ("h.chuong", "II"), (A, "1")], ("1", "2")),
        ([(T, "1"), (D, "a"), (D, "b"), (D, "c"), (D, "d"), (D, "e")], ("e", "đ")),
        ([(T, "1"), (D, "a"), (D, "c")], ("c", "b")),
        ([(T, "1"), (D, "a"), (T, "2"), (D, "b")], ("b", "a")),
    ],
)
def test_a_gap_is_told_once_with_the_number_that_is_expected(levels: list[tuple[str, str]], found: object) -> None:
    assert told("h.numbers", report(*levels)) == [found]


def amending(close: str) -> Recognised:
    """A decision that puts new articles into another."""
    return document(
        level(A, "1", "Sửa đổi, bổ sung một số điều của Quy chế như sau:"),
        piece("body", "“Điều 7. Trách nhiệm của Văn phòng"),
        level(K, "3", "Theo dõi;"),
        level(K, "5", f"Tổng hợp.{close}"),
        level(A, "2", "Quyết định này có hiệu lực kể từ ngày ký."),
        level(A, "4", "Các đơn vị thi hành Quyết định này./."),
    )


def test_what_a_document_quotes_has_numbers_of_its_own() -> None:
    assert told("h.numbers", amending("”")) == [("4", "3")]
    assert told("h.numbers", amending("")) == []


def test_a_number_far_away_is_no_slip() -> None:
    assert told("h.numbers", report((K, "1"), (K, "2024"))) == []


def test_an_annex_counts_for_itself() -> None:
    pieces = [level(K, "1"), level(K, "2"), piece("annex.label", "Phụ lục", annex=0), level(K, "1", annex=0)]  # type: ignore[arg-type]
    assert told("h.numbers", document(*pieces)) == []


@given(st.integers(1, 23), st.integers(1, 20), st.data())
def test_any_row_that_goes_on_passes_and_any_one_left_out_is_told(
    points: int, clauses: int, data: st.DataObject
) -> None:
    levels = [(R, "I")] + [(K, str(n)) for n in range(1, clauses + 1)]
    levels += [(D, letter) for letter in POINT_LETTERS[:points]] + [(R, "II")]
    assert told("h.numbers", report(*levels)) == []
    inner = [place for place in range(1, len(levels) - 1) if levels[place][0] == levels[place + 1][0]]
    if inner:
        del levels[data.draw(st.sampled_from(inner))]
        assert len(told("h.numbers", report(*levels))) == 1


@pytest.mark.parametrize(
    ("levels", "rule", "found"),
    [
        ([("h.phan", "1")], "h.roman", ("1", "I")),
        ([(R, "I"), (R, "II"), (R, "III"), (R, "IIII")], "h.roman", ("IIII", "IV")),
        ([(R, "i")], "h.roman", ("i", "I")),
        ([("h.chuong", "2")], "h.roman", ("2", "II")),
        ([("h.muc.arabic", "II")], "h.arabic", ("II", "2")),
    ],
)
def test_numerals_are_of_the_kind_of_their_level(
    levels: list[tuple[str, str]], rule: str, found: tuple[str, str]
) -> None:
    assert told(rule, report(*levels)) == [found]


@pytest.mark.parametrize("letter", ["f", "j", "w", "z", "ă", "A"])
def test_letters_of_no_point_are_told(letter: str) -> None:
    assert "h.diem.letters" in rules((T, "1"), (D, "a"), (D, letter))


@given(st.integers(1, 60))
def test_canonical_numerals_pass(number: int) -> None:
    assert told("h.roman", report((R, roman(number)))) == []


@pytest.mark.parametrize(
    ("name", "text", "right"),
    [
        (K, "1) Nội dung.", "1."),
        (K, "1/ Nội dung.", "1."),
        (D, "a. Nội dung;", "a)"),
        (D, "đ/ Nội dung;", "đ)"),
        (R, "II) NỘI DUNG", "II."),
        (A, "Điều 5: Nội dung", "Điều 5."),
    ],
)
def test_the_sign_after_the_number(name: str, text: str, right: str) -> None:
    assert [expected for _, expected in told("h.sign", document(piece(name, text)))] == [right]


@pytest.mark.parametrize("text", ["1. Nội dung.", "a) Nội dung;", "II. NỘI DUNG", "Điều 5. Nội dung", "10. Một"])
def test_right_signs_pass(text: str) -> None:
    names = (K, D, R, A)
    assert all(told("h.sign", document(piece(name, text))) == [] for name in names)


@pytest.mark.parametrize(
    ("levels", "jumps"),
    [
        ([(R, "I"), (D, "a")], 1),
        ([(R, "I"), (D, "a"), (D, "b"), (R, "II"), (D, "a")], 2),
        ([("h.chuong", "I"), (K, "1")], 1),
        ([("h.chuong", "I"), (A, "1"), (D, "a")], 0),
        ([(D, "a"), (D, "b")], 0),
        ([(T, "1"), (D, "a")], 0),
        ([("h.phan", "I"), (K, "1")], 0),
        ([(R, "I"), (T, "1"), ("h.decimal", "1.1"), (D, "a")], 0),
    ],
)
def test_a_level_left_out_is_told(levels: list[tuple[str, str]], jumps: int) -> None:
    assert len(told("h.jump", report(*levels))) == jumps


def test_a_level_alone_is_told() -> None:
    assert len(told("h.lone", report((T, "1"), (D, "a"), (T, "2")))) == 1
    assert told("h.lone", report((T, "1"), (D, "a"), (D, "b"), (T, "2"))) == []
    looped = document(piece("body", "{%p for x in y %}"), level(D, "a"), level(T, "2"))
    assert told("h.lone", looped) == []


def test_decimal_numbers_are_told_once() -> None:
    assert len(told("h.decimal", report((T, "1"), ("h.decimal", "1.1"), ("h.decimal", "1.2")))) == 1


def test_parts_and_articles_have_titles() -> None:
    titled = document(
        level("h.chuong", "I"),
        piece("h.chuong.title", "QUY ĐỊNH CHUNG"),
        level(A, "1", "Phạm vi"),
        piece("body", "A./."),
    )
    assert broken(titled) == set()
    bare = document(level("h.chuong", "I"), piece("h.dieu", "Điều 1.", "1"), piece("body", "A./."))
    assert told("body.headings-required", bare) == [("Chương I", "a title"), ("Điều 1.", "a title")]


def test_a_point_has_no_title_in_articles_only() -> None:
    def points(family: str) -> Recognised:
        return document(piece(D, "a) Hồ sơ giấy", "a"), piece("body", "Nội dung./."), family=family)

    assert len(told("h.diem.title", points("ART"))) == 1
    assert told("h.diem.title", points("REP")) == []


@pytest.mark.parametrize(
    ("pieces", "missing"),
    [
        ([("body", "Hết./.")], False),
        ([("body", "Hết.")], True),
        ([("body", "Hết."), ("table", "12"), ("sign.name", "A")], False),
        ([("body", "Hết./."), ("sign.name", "A"), ("body", "Ghi chú.")], False),
        ([("body", "Hết {{ cuối }}")], False),
        ([("cancu", "Căn cứ Luật Đất đai.")], False),
    ],
)
def test_the_text_ends_with_its_mark(pieces: list[tuple[str, str]], missing: bool) -> None:
    made = document(*(piece(*one) for one in pieces))
    assert ("body.end-mark" in broken(made)) is missing
