"""Filters in narrative: vectors from the rules of writing numbers, dates, lists and citations."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from papers import CITED, cannot, narrative, sentence

from pipeline.i18n import translate
from pipeline.stages.localise.filters import FILTERS, FilterError, default_text, lower_first

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("name", "value", "arguments", "text"),
    [
        ("count", 3, (), "03"),
        ("count", 9, (), "09"),
        ("count", 10, (), "10"),
        ("count", 0, (), "0"),
        ("count", 1234, (), "1.234"),
        ("number", 1234567, (), "1.234.567"),
        ("number", Decimal("1234.50"), (), "1.234,50"),
        ("number", Decimal("1.27"), (1,), "1,3"),
        ("number", Fraction(2, 3), (2,), "0,67"),
        ("number", Fraction(1, 2), (0,), "1"),
        ("number", -5, (), "-5"),
        ("percent", Fraction(1, 8), (), "12,5%"),
        ("percent", Fraction(1, 2), (), "50%"),
        ("percent", Fraction(1, 3), (2,), "33,33%"),
        ("percent", 1, (), "100%"),
        ("change", Fraction(1, 8), (), "tăng 12,5%"),
        ("change", Fraction(-31, 1000), (), "giảm 3,1%"),
        ("change", 0, (), "không thay đổi"),
        ("change", None, (), "không so sánh"),
        ("money", 1500000, (), f"1.500.000{NBSP}đồng"),
        ("money", Decimal("2.5"), ("tỷ đồng",), f"2,5{NBSP}tỷ đồng"),
        ("measure", 22, ("m",), f"22{NBSP}m"),
        ("words", 21, (), "hai mươi mốt"),
        (
            "words",
            1505555005,
            (),
            "một tỷ năm trăm linh năm triệu năm trăm năm mươi lăm nghìn không trăm linh năm",
        ),
        ("words", 2024, (), "hai nghìn không trăm hai mươi tư"),
        ("words", 15, (), "mười lăm"),
        ("money_words", 1500000, (), "Một triệu năm trăm nghìn đồng"),
        ("ordinal", 1, (), "thứ nhất"),
        ("ordinal", 4, (), "thứ tư"),
        ("roman", 9, (), "IX"),
        ("roman", 14, (), "XIV"),
        ("year", 2024, (), "2024"),
        ("long_date", date(2024, 2, 5), (), "ngày 05 tháng 02 năm 2024"),
        ("long_date", "2019-06-29", (), "ngày 29 tháng 6 năm 2019"),
        ("long_date", date(2004, 4, 8), (), "ngày 08 tháng 4 năm 2004"),
        ("short_date", date(2014, 4, 7), (), "07/4/2014"),
        ("short_date", date(2020, 1, 2), (), "02/01/2020"),
        ("month", date(2025, 2, 1), (), "tháng 02 năm 2025"),
        ("month", date(2025, 6, 1), (), "tháng 6 năm 2025"),
        ("listing", ("A", "B", "C"), (), "A, B và C"),
        ("listing", ("A", "B"), (), "A và B"),
        ("listing", ("A",), (), "A"),
        ("upper", "tờ trình số 12/TTr-UBND", (), "TỜ TRÌNH SỐ 12/TTr-UBND"),
        ("lower_first", "Kết quả", (), "kết quả"),
        ("lower_first", "UBND tỉnh", (), "UBND tỉnh"),
        ("lower_first", "Ủy ban", (), "ủy ban"),
        ("capital", "ủy ban", (), "Ủy ban"),
        ("otherwise", None, ("không so sánh",), "không so sánh"),
        ("otherwise", 1234, ("-",), "1.234"),
    ],
)
def test_each_filter(name: str, value: Any, arguments: tuple[Any, ...], text: str) -> None:
    assert FILTERS[name](value, *arguments) == text


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (1234, "number", "1.234"),
        (Decimal("1.50"), "number", "1,50"),
        (Fraction(7, 3), "number", "2,3"),
        (Fraction(1, 8), "share", "12,5%"),
        (Fraction(-1, 8), "change", "giảm 12,5%"),
        (None, "change", "không so sánh"),
        (True, "flag", "có"),
        (False, "flag", "không"),
        (date(2024, 3, 22), "date", "22/3/2024"),
        (("A", "B"), "names", "A và B"),
        ("chữ", "text", "chữ"),
    ],
)
def test_figures_without_a_filter_print_by_their_kind(value: Any, kind: Any, text: str) -> None:
    assert default_text(value, kind) == text


@pytest.mark.parametrize(
    ("name", "value", "arguments"),
    [
        ("count", -1, ()),
        ("count", Decimal("1.5"), ()),
        ("count", True, ()),
        ("count", "3", ()),
        ("count", 3, (1,)),
        ("number", "x", ()),
        ("number", None, ()),
        ("number", 1, (-1,)),
        ("number", 1, (999_999_999,)),
        ("number", 1, ("2",)),
        ("number", 1, (True,)),
        ("number", Decimal("NaN"), ()),
        ("number", Decimal("1e400"), ()),
        ("percent", 1, (11,)),
        ("percent", None, ()),
        ("money", 1, (5,)),
        ("measure", 1, ()),
        ("words", Fraction(1, 3), ()),
        ("words", 10**36, ()),
        ("money_words", Decimal("1.5"), ()),
        ("ordinal", 0, ()),
        ("roman", 0, ()),
        ("roman", 4000, ()),
        ("year", 12, ()),
        ("long_date", "22/3/2024", ()),
        ("long_date", "2024-02-30", ()),
        ("short_date", "0999-01-01", ()),
        ("short_date", 5, ()),
        ("listing", "A", ()),
        ("upper", 5, ()),
        ("capital", None, ()),
    ],
)
def test_what_does_not_fit_is_refused_with_a_reason_that_can_be_translated(
    name: str, value: Any, arguments: tuple[Any, ...]
) -> None:
    with pytest.raises(FilterError) as caught:
        FILTERS[name](value, *arguments)
    assert str(caught.value) == translate(caught.value.text, "en", **caught.value.params)
    assert caught.value.text != "{detail}"


@pytest.mark.parametrize("name", sorted(set(FILTERS) - {"upper", "lower_first", "capital"}))
@pytest.mark.parametrize(
    "value",
    [10**400, -(10**5000), 10**20000, Decimal("1e999999"), Fraction(10**5000, 7)],
    ids=["400", "-5000", "20000", "decimal", "fraction"],
)
def test_giants_are_refused_at_once(name: str, value: Any) -> None:
    started = time.monotonic()
    with pytest.raises(FilterError):
        FILTERS[name](value, *["x" for _ in range(FILTERS[name].required)])
    assert time.monotonic() - started < 0.5


@given(
    st.sampled_from(sorted(FILTERS)),
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.decimals(), st.fractions(), st.text(), st.dates(), st.floats()
    ),
    st.lists(st.one_of(st.integers(), st.text(max_size=5)), max_size=3),
)
def test_a_filter_gives_text_or_a_reason_and_nothing_else(name: str, value: Any, arguments: list[Any]) -> None:
    try:
        assert isinstance(FILTERS[name](value, *arguments), str)
    except FilterError as error:
        assert str(error)


def test_small_first_letters_leave_abbreviations_alone() -> None:
    assert [lower_first(text) for text in ("Báo cáo", "V/v", "HĐND", "Ý kiến", "", "A")] == [
        "báo cáo", "V/v", "HĐND", "ý kiến", "", "A",
    ]  # fmt: skip


# --- in a text -----------------------------------------------------------------------------------------------


def test_filters_follow_each_other() -> None:
    assert sentence("{{ men | roman | lower_first }}", figures={"men": 4}) == "IV"
    assert sentence("{{ men | words | capital }} người", figures={"men": 5}) == "Năm người"


def test_a_figure_that_cannot_be_printed_says_why_and_where() -> None:
    error = cannot("Số {{ word | count }}", figures={"word": "x"})
    assert error.code == "N12"
    assert error.message() == "“{{ word | count }}” cannot be printed: “x” is no number."
    assert error.place is not None
    assert error.place.pointer == "/narrative/k"


def test_an_unknown_filter_names_near_ones() -> None:
    error = cannot("{{ men | percents }}", figures={"men": 1})
    assert error.code == "N11"
    assert str(error.params["near"]).startswith("percent")


def test_an_unknown_figure_names_near_ones() -> None:
    error = cannot("{{ mem }}", figures={"men": 1})
    assert error.code == "N10"
    assert "men" in str(error.params["near"])


def test_a_group_is_told_from_a_misspelt_name() -> None:
    error = cannot("{{ staff }}", figures={"staff": {"men": 1, "women": 2}})
    assert error.code == "N13"
    assert error.params["near"] == "staff.men, staff.women"
    assert cannot("{{ citations }}").code == "N13"
    assert cannot("{{ period }}").code == "N13"
    assert "period.label" in str(cannot("{{ period }}").params["near"])
    assert cannot("{{ documents }}").code == "N13"


def test_a_figure_that_the_unit_left_out_is_not_unknown() -> None:
    error = cannot("{{ absent }} người")
    assert error.code == "N12"
    assert "no value" in error.message()


def test_otherwise_stands_for_what_has_no_value_wherever_it_is_written() -> None:
    assert sentence('{{ absent | otherwise("chưa có") }} người') == "chưa có người"
    assert sentence('{{ absent | otherwise("chưa có") | percent }}') == "chưa có"
    assert sentence('{{ absent | percent | otherwise("chưa có") }}') == "chưa có"
    assert sentence('{{ men | otherwise("chưa có") | count }}', figures={"men": 3}) == "03"
    assert sentence('{{ men | otherwise("chưa có") }}', figures={"men": 1234}) == "1.234"


def test_an_undefined_change_is_not_compared() -> None:
    operations = {"c": {"change": ["men", "women"]}}
    assert sentence("{{ c }}", figures={"men": 0, "women": 5}, operations=operations) == "không so sánh"
    assert sentence('{{ c | otherwise("-") }}', figures={"men": 0, "women": 5}, operations=operations) == "-"
    assert sentence("{{ c | change }}", figures={"men": 4, "women": 5}, operations=operations) == "tăng 25%"


# --- citations -----------------------------------------------------------------------------------------------

FULL = "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư"
SHORT = "Nghị định số 30/2020/NĐ-CP"


def test_a_document_is_cited_in_full_first_and_then_short() -> None:
    assert narrative("{{ citations.nd30 }}\n\n{{ citations.nd30 | cite }}\n\n{{ citations.nd30 }}") == [
        FULL,
        SHORT,
        SHORT,
    ]


def test_each_document_is_first_once() -> None:
    found = narrative("{{ citations.nd30 }}\n\n{{ citations.ct34 }}")
    assert found == [FULL, "Chỉ thị số 34-CT/TW ngày 07 tháng 4 năm 2014 của Bộ Chính trị về thi đua"]


def test_number_and_symbol_alone_are_not_the_first_citation() -> None:
    assert narrative('{{ citations.nd30 | cite("code") }}\n\n{{ citations.nd30 }}') == [SHORT, FULL]
    assert narrative('{{ citations.nd30 | cite("date subject") }}\n\n{{ citations.nd30 }}')[1] == SHORT


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{{ citations.ct34 | cite("code") }}', "Chỉ thị số 34-CT/TW"),
        ('{{ citations.ct34 | cite("organ") }}', "Chỉ thị số 34-CT/TW của Bộ Chính trị"),
        ('{{ citations.ct34 | cite("date", "short") }}', "Chỉ thị số 34-CT/TW ngày 07/4/2014"),
        ('{{ citations.nd30 | cite("date organ", "long") }}', f"{SHORT} ngày 05 tháng 3 năm 2020 của Chính phủ"),
        ("{{ citations.law }}", "Luật Thi đua, khen thưởng"),
        ('{{ citations.law | cite("organ subject") }}', "Luật Thi đua, khen thưởng"),
        ('{{ citations.ct34 | cite("code") | upper }}', "CHỈ THỊ SỐ 34-CT/TW"),
    ],
)
def test_parts_of_a_citation(text: str, expected: str) -> None:
    assert sentence(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        '{{ citations.nd30 | cite("dates") }}',
        '{{ citations.nd30 | cite("date", "middle") }}',
        '{{ citations.nd30 | cite("date", "short", "x") }}',
        "{{ unit.name | cite }}",
        "{{ citations.nd30 | count }}",
    ],
)
def test_what_is_no_part_of_a_citation_is_refused(text: str) -> None:
    assert cannot(text).code == "N12"


def test_an_unknown_citation_names_near_ones() -> None:
    assert set(CITED) >= {"nd30"}
    assert "citations.nd30" in str(cannot("{{ citations.nd31 }}").params["near"])
