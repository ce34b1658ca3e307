"""Numbers in words. The vectors follow the written rules of schools and accounting, not a program."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.vietnamese.words import (
    Four,
    Thousand,
    ZeroTens,
    money_in_words,
    number_to_words,
    ordinal,
    words_to_number,
)

VECTORS: list[tuple[int, str]] = [
    (0, "không"),
    (1, "một"),
    (4, "bốn"),
    (5, "năm"),
    (10, "mười"),
    (11, "mười một"),
    (14, "mười bốn"),
    (15, "mười lăm"),
    (20, "hai mươi"),
    (21, "hai mươi mốt"),
    (24, "hai mươi tư"),
    (25, "hai mươi lăm"),
    (55, "năm mươi lăm"),
    (100, "một trăm"),
    (101, "một trăm linh một"),
    (105, "một trăm linh năm"),
    (110, "một trăm mười"),
    (111, "một trăm mười một"),
    (115, "một trăm mười lăm"),
    (121, "một trăm hai mươi mốt"),
    (1_000, "một nghìn"),
    (1_005, "một nghìn không trăm linh năm"),
    (1_010, "một nghìn không trăm mười"),
    (1_025, "một nghìn không trăm hai mươi lăm"),
    (2_024, "hai nghìn không trăm hai mươi tư"),
    (10_000, "mười nghìn"),
    (21_000, "hai mươi mốt nghìn"),
    (104_000, "một trăm linh bốn nghìn"),
    (1_000_005, "một triệu không trăm linh năm"),
    (1_020_000, "một triệu không trăm hai mươi nghìn"),
    (1_000_000_001, "một tỷ không trăm linh một"),
    (1_005_000_000_000, "một nghìn không trăm linh năm tỷ"),
    (10**15, "một triệu tỷ"),
    (
        1_505_555_005,
        "một tỷ năm trăm linh năm triệu năm trăm năm mươi lăm nghìn không trăm linh năm",
    ),
    (10**12, "một nghìn tỷ"),
    (10**18, "một tỷ tỷ"),
    (10**18 + 5 * 10**9, "một tỷ không trăm linh năm tỷ"),
    (10**18 + 5, "một tỷ tỷ không trăm linh năm"),
    (10**21, "một nghìn tỷ tỷ"),
    (-5, "âm năm"),
    (-1_505, "âm một nghìn năm trăm linh năm"),
]
DECIMAL_VECTORS = [
    ("2.05", "hai phẩy không năm"),
    ("0.05", "không phẩy không năm"),
    ("12.5", "mười hai phẩy năm"),
    ("12.50", "mười hai phẩy năm không"),
    ("21.14", "hai mươi mốt phẩy một bốn"),
    ("-0.5", "âm không phẩy năm"),
    ("2.0", "hai phẩy không"),
]


class TestNumberToWords:
    @pytest.mark.parametrize(("n", "words"), VECTORS)
    def test_reads_whole_numbers(self, n: int, words: str) -> None:
        assert number_to_words(n) == words

    @pytest.mark.parametrize(("n", "words"), DECIMAL_VECTORS)
    def test_reads_decimals_digit_by_digit(self, n: str, words: str) -> None:
        assert number_to_words(Decimal(n)) == words

    def test_reads_a_decimal_without_decimals_as_a_whole_number(self) -> None:
        assert number_to_words(Decimal("1E+3")) == "một nghìn"
        assert number_to_words(Decimal(24)) == "hai mươi tư"

    def test_never_reads_a_negative_nought(self) -> None:
        assert number_to_words(Decimal("-0.0")) == "không phẩy không"

    def test_speaks_with_southern_words(self) -> None:
        words = number_to_words(1_105, zero_tens="lẻ", thousand="ngàn")
        assert words == "một ngàn một trăm lẻ năm"
        assert number_to_words(24, four="bốn") == "hai mươi bốn"
        assert number_to_words(14, four="tư") == "mười bốn"
        assert number_to_words(104, four="tư") == "một trăm linh bốn"

    def test_refuses_words_that_it_does_not_know(self) -> None:
        with pytest.raises(ValueError, match="zero_tens is 'linh' or 'lẻ', not 'le'"):
            number_to_words(5, zero_tens="le")  # type: ignore[arg-type]

    @pytest.mark.parametrize("n", [10**36, -(10**36), Decimal("1E+40"), Decimal("NaN"), Decimal("Infinity")])
    def test_refuses_numbers_beyond_reading(self, n: int | Decimal) -> None:
        with pytest.raises(ValueError, match=r"10\^36|finite"):
            number_to_words(n)

    @pytest.mark.parametrize("n", [1.5, True, "5"])
    def test_refuses_what_is_not_exact(self, n: object) -> None:
        with pytest.raises(TypeError):
            number_to_words(n)  # type: ignore[arg-type]

    @given(st.integers(min_value=1, max_value=10**9 - 1), st.integers(min_value=0, max_value=10**9 - 1))
    def test_reads_billions_like_a_number_of_their_own(self, billions: int, rest: int) -> None:
        words = number_to_words(billions * 10**9 + rest)
        assert words.startswith(f"{number_to_words(billions)} tỷ")

    @given(st.integers(min_value=1000, max_value=10**21))
    def test_always_reads_the_hundreds_of_a_later_group(self, n: int) -> None:
        last = number_to_words(n).replace("tỷ", "nghìn").split("nghìn")[-1].split("triệu")[-1]
        assert not last.strip() or "trăm" in last


class TestWordsToNumber:
    @pytest.mark.parametrize(("n", "words"), VECTORS)
    def test_reads_back_the_vectors(self, n: int, words: str) -> None:
        assert words_to_number(words) == n

    @pytest.mark.parametrize(("n", "words"), DECIMAL_VECTORS)
    def test_reads_back_decimals_with_their_digits(self, n: str, words: str) -> None:
        assert str(words_to_number(words)) == n

    def test_accepts_other_spellings(self) -> None:
        assert words_to_number("một tỉ") == 10**9
        assert words_to_number("bẩy mươi bốn") == 74
        assert words_to_number("Một ngàn không trăm lẻ năm") == 1005
        assert words_to_number("hai mươi mo\u0302\u0301t") == 21

    @pytest.mark.parametrize(
        "words",
        [
            "",
            "năm nghìn tỏi",
            "mười mốt",
            "hai mươi một",
            "hai mươi năm",
            "mười năm",
            "một nghìn linh năm",
            "một nghìn năm mươi",
            "linh năm",
            "hai ba",
            "một triệu một tỷ một triệu một triệu",
            "nghìn",
            "không nghìn",
            "không trăm linh năm",
            "âm",
            "âm không",
            "âm không phẩy không",
            "một phẩy",
            "phẩy năm",
            "một phẩy mốt",
            "một phẩy một phẩy hai",
            "một  nghìn",
            "một nghìn ",
            "một" + " tỷ" * 5000,
        ],
    )
    def test_refuses_what_the_rules_do_not_give(self, words: str) -> None:
        with pytest.raises(ValueError, match=r"not how a number is read|unknown word|10\^36"):
            words_to_number(words)

    def test_shows_the_right_reading(self) -> None:
        with pytest.raises(ValueError, match="21 is 'hai mươi mốt'"):
            words_to_number("hai mươi một")

    @given(
        st.integers(min_value=-(10**18), max_value=10**18)
        | st.integers(min_value=-(10**21), max_value=10**21)
        | st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**18), max_value=10**18),
        st.sampled_from(["linh", "lẻ"]),
        st.sampled_from(["nghìn", "ngàn"]),
        st.sampled_from(["tư", "bốn"]),
    )
    def test_reads_back_every_number_in_every_style(
        self, n: int | Decimal, zero_tens: ZeroTens, thousand: Thousand, four: Four
    ) -> None:
        assert words_to_number(number_to_words(n, zero_tens=zero_tens, thousand=thousand, four=four)) == n


class TestMoneyInWords:
    def test_begins_with_a_capital_and_ends_with_the_unit(self) -> None:
        assert money_in_words(1_500_000) == "Một triệu năm trăm nghìn đồng"
        assert money_in_words(-5) == "Âm năm đồng"
        assert money_in_words(Decimal("12.5"), "triệu đồng") == "Mười hai phẩy năm triệu đồng"

    def test_takes_the_style_of_the_document(self) -> None:
        words = money_in_words(1_005_000, zero_tens="lẻ", thousand="ngàn")
        assert words == "Một triệu không trăm lẻ năm ngàn đồng"


class TestOrdinal:
    @pytest.mark.parametrize(
        ("n", "words"),
        [
            (1, "thứ nhất"),
            (2, "thứ hai"),
            (3, "thứ ba"),
            (4, "thứ tư"),
            (5, "thứ năm"),
            (10, "thứ mười"),
            (11, "thứ mười một"),
            (14, "thứ mười bốn"),
            (15, "thứ mười lăm"),
            (21, "thứ hai mươi mốt"),
            (24, "thứ hai mươi tư"),
        ],
    )
    def test_names_a_place_in_a_row(self, n: int, words: str) -> None:
        assert ordinal(n) == words

    @pytest.mark.parametrize("n", [0, -1])
    def test_starts_at_one(self, n: int) -> None:
        with pytest.raises(ValueError, match="starts at 1"):
            ordinal(n)
