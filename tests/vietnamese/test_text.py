"""Clean text: composed letters, lists, characters that only look right."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.vietnamese.text import join_list, look_alikes, nfc

VIETNAMESE = (
    "aăâáàảãạắằẳẵặấầẩẫậbcdđeêéèẻẽẹếềểễệghiíìỉĩịklmnoôơóòỏõọốồổỗộớờởỡợuưúùủũụứừửữựýỳỷỹỵ"
    + "ĂÂĐÊÔƠƯ 0123456789.,;-()/%“”"
)


def test_composes_letters() -> None:
    assert nfc("Vie\u0323\u0302t") == "Việt"
    assert nfc("Việt") == "Việt"


@pytest.mark.parametrize(
    ("items", "sentence"),
    [([], ""), (["A"], "A"), (["A", "B"], "A và B"), (["A", "B", "C"], "A, B và C")],
)
def test_joins_a_list_with_commas_and_va(items: list[str], sentence: str) -> None:
    assert join_list(items) == sentence
    assert join_list(iter(items)) == sentence


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("\u00d0ảng", (0, "\u00d0", "Đ")),
        ("\u00f0ồng", (0, "\u00f0", "đ")),
        ("\u0189ảng", (0, "\u0189", "Đ")),
        ("v\u01cen", (1, "\u01ce", "ă")),
        ("Văn \u0410", (4, "\u0410", "A")),
        ("c\u043e", (1, "\u043e", "o")),
        ("Trần\u00a0An", (4, "\u00a0", " ")),
        ("Trần\u202fAn", (4, "\u202f", " ")),
        ("Hà\u0323", (2, "\u0323", "")),
        ("Hà\u200bNội", (2, "\u200b", "")),
        ("\ufeffHà", (0, "\ufeff", "")),
        ("Hà\u200e", (2, "\u200e", "")),
        ("Hà\u202e", (2, "\u202e", "")),
        ("Hà\u2066", (2, "\u2066", "")),
        ("Hà\u00adNội", (2, "\u00ad", "")),
    ],
)
def test_finds_characters_that_only_look_right(text: str, found: tuple[int, str, str]) -> None:
    assert look_alikes(text) == [found]


def test_finds_all_of_them_in_order() -> None:
    assert [place.meant for place in look_alikes("\u00d0\u200b\u0410")] == ["Đ", "", "A"]


@given(st.text(alphabet=VIETNAMESE))
def test_finds_nothing_in_vietnamese_text(text: str) -> None:
    assert look_alikes(text) == []
    assert look_alikes(nfc(unicodedata.normalize("NFD", text))) == []


@given(st.text(alphabet=VIETNAMESE + "\u00d0\u0410\u00a0\u200b"))
def test_mending_what_it_finds_leaves_clean_text(text: str) -> None:
    mended = list(text)
    for index, _, meant in look_alikes(text):
        mended[index] = meant
    assert look_alikes("".join(mended)) == []
