"""The written Vietnamese syllable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.vietnamese.syllables import TONES, is_syllable, split_tone

COMMON = """
    ủy uỷ ban nhân dân tỉnh quảng trị báo cáo kết quả thực hiện nghị quyết quyết định khuyến khích huân chương
    nghiêng ngoằn nguyễn khoẻ khỏe thuở gì giếng giết giữa quốc quýt quỳnh ý êm ưu oanh xoong khuâng rượu
    """


@pytest.mark.parametrize("word", COMMON.split())
def test_knows_common_syllables(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(word.upper())


@pytest.mark.parametrize(
    "word", ["", "es", "brông", "ngì", "ca1", "kà", "cê", "gê", "bàc", "ñi", "việtt", "wa", "à́", "Đắklắk"]
)
def test_knows_what_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("syllable", "bare", "tone"),
    [
        ("tien", "tien", 0),
        ("tiên", "tiên", 0),
        ("tiền", "tiên", 1),
        ("tiển", "tiên", 2),
        ("tiễn", "tiên", 3),
        ("tiến", "tiên", 4),
        ("tiện", "tiên", 5),
        ("Đặng", "Đăng", 5),
        ("hòa", "hoa", 1),
        ("hoà", "hoa", 1),
    ],
)
def test_splits_letters_and_tone(syllable: str, bare: str, tone: int) -> None:
    assert split_tone(syllable) == (bare, tone)


@given(st.text())
def test_leaves_no_tone_behind(text: str) -> None:
    bare, tone = split_tone(text)
    assert split_tone(bare) == (bare, 0)
    assert 0 <= tone < len(TONES)
