"""Numbers in Vietnamese notation: Luật Kế toán, Điều 11.2; Nghị định 86/2012/NĐ-CP, Phụ lục V."""

from decimal import Decimal
from fractions import Fraction

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from pipeline.vietnamese.numbers import (
    change_phrase,
    format_count,
    format_measure,
    format_money,
    format_number,
    format_percent,
    format_range,
    parse_number,
)

DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=4)
FRACTIONS = st.fractions(min_value=-(10**6), max_value=10**6)


class TestFormatNumber:
    @pytest.mark.parametrize(
        ("n", "text"),
        [
            (0, "0"),
            (7, "7"),
            (-5, "-5"),
            (999, "999"),
            (1000, "1.000"),
            (1234567, "1.234.567"),
            (-1234567, "-1.234.567"),
            (10**21, "1.000.000.000.000.000.000.000"),
        ],
    )
    def test_groups_the_thousands_of_an_int(self, n: int, text: str) -> None:
        assert format_number(n) == text

    @pytest.mark.parametrize(
        ("n", "text"),
        [
            ("12.5", "12,5"),
            ("1.27", "1,27"),
            ("1234.5", "1.234,5"),
            ("1.50", "1,50"),
            ("2.00", "2,00"),
            ("-0.05", "-0,05"),
            ("1E+3", "1.000"),
        ],
    )
    def test_keeps_just_the_digits_of_a_decimal(self, n: str, text: str) -> None:
        assert format_number(Decimal(n)) == text

    @pytest.mark.parametrize(
        ("n", "text"), [(Fraction(1, 3), "0,3"), (Fraction(5, 2), "2,5"), (Fraction(4, 2), "2")]
    )
    def test_gives_a_fraction_one_decimal_unasked(self, n: Fraction, text: str) -> None:
        assert format_number(n) == text

    @pytest.mark.parametrize(
        ("n", "decimals", "text"),
        [
            (Decimal("0.25"), 1, "0,3"),
            (Decimal("0.35"), 1, "0,4"),
            (Decimal("-0.25"), 1, "-0,3"),
            (Decimal("0.249999999999999999999999999999999"), 1, "0,2"),
            (Decimal("2.5"), 0, "3"),
            (Decimal("-2.5"), 0, "-3"),
            (Decimal("999.95"), 1, "1.000"),
            (Fraction(1, 8), 2, "0,13"),
            (Fraction(2, 3), 3, "0,667"),
        ],
    )
    def test_rounds_half_away_from_zero(self, n: Decimal | Fraction, decimals: int, text: str) -> None:
        assert format_number(n, decimals) == text

    def test_drops_zeros_at_the_end_unless_asked(self) -> None:
        assert format_number(Decimal("12.50"), 2) == "12,5"
        assert format_number(12, 1) == "12"
        assert format_number(12, 1, trailing_zeros=True) == "12,0"
        assert format_number(Fraction(25, 2), 2, trailing_zeros=True) == "12,50"

    @pytest.mark.parametrize("n", [Decimal("-0"), Decimal("-0.0"), Decimal("-0.04"), Fraction(-1, 30)])
    def test_never_writes_a_negative_nought(self, n: Decimal | Fraction) -> None:
        assert format_number(n, 1) == "0"
        assert not format_number(n, 1, trailing_zeros=True).startswith("-")
        assert format_number(Decimal("-0.0")) == "0,0"

    @pytest.mark.parametrize("n", [0.1, 1.0, True, "5", None])
    def test_refuses_what_is_not_exact(self, n: object) -> None:
        with pytest.raises(TypeError, match="exact number"):
            format_number(n)  # type: ignore[arg-type]

    @pytest.mark.parametrize("n", ["NaN", "Infinity", "-Infinity", "1E+999999999", "1E-999999999"])
    def test_refuses_decimals_that_cannot_be_written_out(self, n: str) -> None:
        with pytest.raises(ValueError, match=r"finite|exponent"):
            format_number(Decimal(n))

    def test_refuses_a_negative_number_of_decimals(self) -> None:
        with pytest.raises(ValueError, match="negative"):
            format_number(5, -1)

    @given(st.integers(min_value=-(10**18), max_value=10**18) | DECIMALS)
    def test_agrees_with_cldr_where_nothing_is_rounded(self, n: int | Decimal) -> None:
        expected = format_decimal(n, "#,##0.####", locale="vi")
        assert format_number(n, 4) == ("0" if expected == "-0" else expected)

    @given(FRACTIONS, st.integers(min_value=0, max_value=8))
    def test_is_off_by_half_a_unit_of_the_last_place_at_most(self, n: Fraction, decimals: int) -> None:
        shown = Fraction(parse_number(format_number(n, decimals)))
        assert abs(shown - n) <= Fraction(1, 2 * 10**decimals)


class TestCounts:
    @pytest.mark.parametrize(
        ("n", "text"),
        [(1, "01"), (2, "02"), (5, "05"), (9, "09"), (10, "10"), (34, "34"), (506, "506"), (1826, "1.826")],
    )
    def test_take_a_leading_zero_below_ten(self, n: int, text: str) -> None:
        assert format_count(n) == text

    def test_write_nought_as_a_single_figure(self) -> None:
        assert format_count(0) == "0"

    def test_are_never_negative(self) -> None:
        with pytest.raises(ValueError, match="negative"):
            format_count(-1)


class TestUnits:
    def test_money_stays_on_one_line_with_its_unit(self) -> None:
        assert format_money(1_500_000) == "1.500.000\u00a0đồng"
        assert format_money(Decimal("12.5"), "triệu đồng") == "12,5\u00a0triệu đồng"

    def test_measures_have_one_space_before_the_unit_and_no_leading_zero(self) -> None:
        assert format_measure(22, "m") == "22\u00a0m"
        assert format_measure(15, "°C") == "15\u00a0°C"
        assert format_measure(1, "cm") == "1\u00a0cm"
        assert format_measure(Decimal("245.12"), "mm") == "245,12\u00a0mm"

    def test_ranges_of_years_have_spaced_hyphens_and_no_dots(self) -> None:
        assert format_range(2014, 2023) == "2014 - 2023"
        assert format_range(2021, 2025) == "2021 - 2025"

    def test_a_range_of_one_year_is_that_year(self) -> None:
        assert format_range(2025, 2025) == "2025"

    def test_a_range_does_not_run_backwards(self) -> None:
        with pytest.raises(ValueError, match="2023 - 2014 runs backwards"):
            format_range(2023, 2014)


class TestPercent:
    @pytest.mark.parametrize(
        ("ratio", "text"),
        [
            (Fraction(1, 8), "12,5%"),
            (Fraction(1, 2), "50%"),
            (1, "100%"),
            (0, "0%"),
            (Decimal("0.031"), "3,1%"),
            (Fraction(2, 3), "66,7%"),
            (Fraction(-1, 8), "-12,5%"),
            (12, "1.200%"),
        ],
    )
    def test_is_written_without_a_space(self, ratio: int | Decimal | Fraction, text: str) -> None:
        assert format_percent(ratio) == text

    def test_has_as_many_decimals_as_asked(self) -> None:
        assert format_percent(Fraction(1, 3), 2) == "33,33%"
        assert format_percent(Fraction(1, 8), 0) == "13%"


class TestChangePhrase:
    @pytest.mark.parametrize(
        ("ratio", "text"),
        [
            (Fraction(1, 8), "tăng 12,5%"),
            (Decimal("-0.031"), "giảm 3,1%"),
            (1, "tăng 100%"),
            (-1, "giảm 100%"),
            (0, "không thay đổi"),
            (Decimal("0.000"), "không thay đổi"),
            (None, "không so sánh"),
        ],
    )
    def test_tells_how_a_figure_changed(self, ratio: int | Decimal | Fraction | None, text: str) -> None:
        assert change_phrase(ratio) == text

    def test_does_not_call_a_small_change_nought(self) -> None:
        assert change_phrase(Fraction(1, 10_000)) == "tăng dưới 0,1%"
        assert change_phrase(Fraction(-1, 10_000)) == "giảm dưới 0,1%"
        assert change_phrase(Fraction(1, 1000), 0) == "tăng dưới 1%"
        assert change_phrase(Fraction(1, 2000)) == "tăng 0,1%"

    @given(FRACTIONS)
    def test_never_says_nought_percent_and_never_shows_a_sign(self, ratio: Fraction) -> None:
        assert " 0%" not in change_phrase(ratio)
        assert "-" not in change_phrase(ratio)


class TestParseNumber:
    @pytest.mark.parametrize(
        ("text", "n"),
        [
            ("0", 0),
            ("1.234", 1234),
            ("1.234.567", 1234567),
            ("1234567", 1234567),
            ("2025", 2025),
            ("-5", -5),
            ("03", 3),
            ("12,5", Decimal("12.5")),
            ("1,234", Decimal("1.234")),
            ("1.234,50", Decimal("1234.50")),
            ("-0,05", Decimal("-0.05")),
        ],
    )
    def test_reads_vietnamese_notation(self, text: str, n: int | Decimal) -> None:
        result = parse_number(text)
        assert (result, type(result)) == (n, type(n))
        assert str(result) == str(n)

    @pytest.mark.parametrize(
        ("text", "fault"),
        [
            ("12.34", "three digits"),
            ("1234.567", "three digits"),
            ("1.2345", "three digits"),
            (".123", "three digits"),
            ("0.123", "three digits"),
            ("1.234.56", "three digits"),
            ("1,234,567", "at most one"),
            ("1,234.5", "three digits"),
            ("1 234", "only digits"),
            ("1\u00a0234", "only digits"),
            ("12,5%", "only digits"),
            ("+5", "only digits"),
            ("\u22125", "only digits"),
            ("1e5", "only digits"),
            ("٣", "only digits"),
            (" 5", "only digits"),
            ("5\n", "only digits"),
            ("", "only digits"),
            ("007", "needless zero"),
            ("-03", "needless zero"),
            ("03,5", "needless zero"),
            ("5,", "missing beside the comma"),
            (",5", "missing beside the comma"),
            ("-0", "no sign"),
            ("-0,0", "no sign"),
        ],
    )
    def test_refuses_everything_else_and_says_why(self, text: str, fault: str) -> None:
        with pytest.raises(ValueError, match=fault):
            parse_number(text)

    @given(st.integers() | DECIMALS)
    def test_reads_back_every_number_written(self, n: int | Decimal) -> None:
        assert parse_number(format_number(n)) == n

    @given(st.integers(min_value=0))
    def test_reads_back_every_count(self, n: int) -> None:
        assert parse_number(format_count(n)) == n

    @given(st.text(alphabet="0123456789.,- "))
    def test_reads_only_what_can_be_written(self, text: str) -> None:
        try:
            n = parse_number(text)
        except ValueError:
            return
        assert text in {format_number(n), format_number(n).replace(".", ""), f"0{n}"}
