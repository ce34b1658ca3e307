"""Capitals that spare official symbols: Phụ lục III, Mục I holds abbreviations with small letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.vietnamese.capitals import sentence_start, upper
from pipeline.vietnamese.types import COPY_TYPES, DOCUMENT_TYPES

WORDS = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyạảấầớợữựỳỷ", min_size=1)


@pytest.mark.parametrize(
    ("text", "capitals"),
    [
        ("Ủy ban nhân dân tỉnh Quảng Trị", "ỦY BAN NHÂN DÂN TỈNH QUẢNG TRỊ"),
        ("thi đua - khen thưởng", "THI ĐUA - KHEN THƯỞNG"),
        ("Kế hoạch thực hiện Chỉ thị số 34-CT/TW", "KẾ HOẠCH THỰC HIỆN CHỈ THỊ SỐ 34-CT/TW"),
        ("theo Quyết định số 15/QĐ-TTg, đợt 2", "THEO QUYẾT ĐỊNH SỐ 15/QĐ-TTg, ĐỢT 2"),
        ("các mẫu QyĐ, CTr, TTr và TrS", "CÁC MẪU QyĐ, CTr, TTr VÀ TrS"),
        ("(12/QyĐ-UBND)", "(12/QyĐ-UBND)"),
        ("V/v nâng bậc lương", "V/v NÂNG BẬC LƯƠNG"),
        ("số 12/UBND-Vx", "SỐ 12/UBND-Vx"),
        ("Nam/Nữ", "NAM/NỮ"),
        ("Lê-nin", "LÊ-NIN"),
        ("năm 2014/2023", "NĂM 2014/2023"),
        ("UBND huyện", "UBND HUYỆN"),
        ("hai  dấu cách\ndòng mới\u00a0", "HAI  DẤU CÁCH\nDÒNG MỚI\u00a0"),
        ("", ""),
    ],
)
def test_puts_words_in_capitals_but_not_symbols(text: str, capitals: str) -> None:
    assert upper(text) == capitals


@pytest.mark.parametrize("kind", DOCUMENT_TYPES + COPY_TYPES)
def test_leaves_every_official_abbreviation_as_it_is(kind: object) -> None:
    letters = getattr(kind, "abbreviation", None) or "BNV"
    assert upper(letters) == letters
    assert upper(f"05/{letters}-SNV") == f"05/{letters}-SNV"


@given(st.lists(WORDS))
def test_ordinary_words_come_out_in_capitals_only(words: list[str]) -> None:
    text = " ".join(words)
    assert upper(text) == text.upper()


@given(st.text(alphabet="abđĐTGVv/-,. 12ờỜ"))
def test_capitals_stay_as_they_are(text: str) -> None:
    assert upper(upper(text)) == upper(text)
    assert upper(text).casefold() == text.casefold()


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("đơn vị báo cáo", "Đơn vị báo cáo"),
        ("ủy ban", "Ủy ban"),
        ("“thi đua” là", "“Thi đua” là"),
        ("(kèm theo)", "(Kèm theo)"),
        ("03 tập thể", "03 tập thể"),
        ("UBND xã", "UBND xã"),
        ("- ", "- "),
        ("", ""),
    ],
)
def test_begins_a_sentence_with_a_capital(text: str, start: str) -> None:
    assert sentence_start(text) == start


@given(WORDS, st.text())
def test_changes_no_more_than_the_first_letter(word: str, rest: str) -> None:
    result = sentence_start(word + rest)
    assert result[0] == word[0].upper()
    assert result[1:] == (word + rest)[1:]
