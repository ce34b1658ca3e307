"""Roman numerals and the letters of điểm: Phụ lục I, Phần I, Mục II.6.đ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.vietnamese.numerals import POINT_LETTERS, parse_roman, point_index, point_letter, roman


@pytest.mark.parametrize(
    ("n", "text"),
    [
        (1, "I"),
        (3, "III"),
        (4, "IV"),
        (5, "V"),
        (9, "IX"),
        (12, "XII"),
        (14, "XIV"),
        (40, "XL"),
        (99, "XCIX"),
        (400, "CD"),
        (1954, "MCMLIV"),
        (3999, "MMMCMXCIX"),
    ],
)
def test_writes_and_reads_canonical_roman_numerals(n: int, text: str) -> None:
    assert roman(n) == text
    assert parse_roman(text) == n


@given(st.integers(min_value=1, max_value=3999))
def test_reads_back_every_roman_numeral(n: int) -> None:
    assert parse_roman(roman(n)) == n


@pytest.mark.parametrize("n", [0, -1, 4000])
def test_knows_no_roman_numeral_outside_1_to_3999(n: int) -> None:
    with pytest.raises(ValueError, match="1 to 3999"):
        roman(n)


@pytest.mark.parametrize("text", ["", "IIII", "VV", "IC", "IXI", "iv", "Iv", "MMMM", "X I", "I\n", "Ⅳ", "1"])
def test_refuses_other_roman_numerals(text: str) -> None:
    with pytest.raises(ValueError, match="not a canonical Roman numeral"):
        parse_roman(text)


@given(st.text(alphabet="IVXLCDM", max_size=12))
def test_reads_only_the_numerals_that_it_writes(text: str) -> None:
    try:
        n = parse_roman(text)
    except ValueError:
        return
    assert roman(n) == text


def test_has_23_letters_of_points_in_vietnamese_order() -> None:
    assert " ".join(POINT_LETTERS) == "a b c d đ e g h i k l m n o p q r s t u v x y"
    assert len(POINT_LETTERS) == 23


def test_counts_points_from_one() -> None:
    assert point_letter(1) == "a"
    assert point_letter(4) == "d"
    assert point_letter(5) == "đ"
    assert point_letter(7) == "g"
    assert point_letter(23) == "y"
    assert [point_index(letter) for letter in POINT_LETTERS] == list(range(1, 24))


def test_asks_to_divide_the_clause_after_the_last_letter() -> None:
    with pytest.raises(ValueError, match="divide the khoản"):
        point_letter(24)
    with pytest.raises(ValueError, match="number 0"):
        point_letter(0)


@pytest.mark.parametrize("letter", ["f", "j", "w", "z", "ă", "â", "ê", "ô", "ư", "A", "Đ", "ð", "ab", ""])
def test_marks_no_point_with_other_letters(letter: str) -> None:
    with pytest.raises(ValueError, match="marks no điểm"):
        point_index(letter)
