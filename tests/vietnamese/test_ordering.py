"""Vietnamese alphabetical order, as dictionaries have it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.vietnamese.ordering import alphabetical_key, given_name_key


@pytest.mark.parametrize(
    "order",
    [
        "a < ă < â < b < c < d < đ < e < ê < g < h < i < k < l < m",
        "m < n < o < ô < ơ < p < q < r < s < t < u < ư < v < x < y",
        "e < ê < f < g < i < j < k < v < w < x < y < z < Ж",
        "ma < mà < mả < mã < má < mạ",
        "bá < bác < bách < bản < băn < bân",
        "dân < dấn < đan",
        "hoa < hòa < hỏa",
        "hoa < hoà < hỏa",
        "An < An Bình < An Giang < Ân",
        "ba bà < bà ba",
        "Bắc Giang < Bắc Ninh < Bến Tre < Cà Mau < Cần Thơ < Đà Nẵng < Đắk Lắk < Đồng Nai < Hà Nội",
        "Sở Công Thương < Sở Giáo dục và Đào tạo < Sở Nội vụ < Sở Tài chính < Sở Y tế",
        "Phường 1 < Phường 2 < Phường 10 < Phường An Khánh",
        "số 007 < số 10",
    ],
)
def test_orders_words_as_a_dictionary_does(order: str) -> None:
    words = order.split(" < ")
    assert sorted(words[1::2] + words[::2], key=alphabetical_key) == words


def test_letters_count_before_tones_and_syllables_one_by_one() -> None:
    assert alphabetical_key("bạ") < alphabetical_key("bác")
    assert alphabetical_key("bạc") < alphabetical_key("băc")
    assert alphabetical_key("ba zạ") < alphabetical_key("bà a")


def test_capitals_and_punctuation_count_only_between_otherwise_equal_texts() -> None:
    assert alphabetical_key("hòa")[0] == alphabetical_key("hoà")[0]
    assert alphabetical_key("hà nội")[0] == alphabetical_key("HÀ NỘI")[0] == alphabetical_key("Hà - Nội")[0]


def test_names_go_by_given_name_then_family_and_middle_name() -> None:
    names = [
        "Trần Văn An",
        "Vũ Thị An",
        "Lê Văn Ân",
        "Phạm Bình",
        "Đỗ Văn Dũng",
        "Đặng Văn Đạt",
        "Lê Hà",
        "Nguyễn Thị Hà",
        "Nguyễn Văn Hà",
        "Nguyễn Văn Hạ",
    ]
    assert sorted(names[1::2] + names[::2], key=given_name_key) == names


@given(st.lists(st.text(alphabet="aăâáảạbcdđeêghoôơnĐA 12-")))
def test_does_not_depend_on_the_order_given(words: list[str]) -> None:
    for key in (alphabetical_key, given_name_key):
        assert sorted(words, key=key) == sorted(words[1::2] + words[::2], key=key)


@given(st.text(), st.text())
def test_gives_equal_keys_to_equal_texts_only(one: str, other: str) -> None:
    for key in (alphabetical_key, given_name_key):
        first, second = key(one), key(other)
        assert (first == second) == (one == other)
        assert (first < second) + (first == second) + (first > second) == 1


@given(st.text(alphabet=st.characters(exclude_categories=[])), st.text(alphabet="áàạĐđẳỡ"))
def test_takes_any_text_composed_or_not(any_text: str, vietnamese: str) -> None:
    assert alphabetical_key(any_text) == alphabetical_key(any_text)
    decomposed = unicodedata.normalize("NFD", vietnamese)
    assert alphabetical_key(decomposed)[0] == alphabetical_key(vietnamese)[0]
