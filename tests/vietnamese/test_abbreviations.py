"""Abbreviations that a text brings in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.vietnamese.abbreviations import introductions


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Ủy ban nhân dân (UBND) tỉnh", ["UBND"]),
        ("Hội đồng nhân dân tỉnh (sau đây gọi là HĐND tỉnh)", ["HĐND tỉnh"]),
        ("Sở Nội vụ (sau đây viết tắt là Sở)", ["Sở"]),
        ("Sở Nội vụ (gọi tắt là “Sở”)", ["Sở"]),
        ("Văn phòng UBND tỉnh (Văn phòng) báo cáo", ["Văn phòng"]),
        ("Văn phòng UBND tỉnh (*Văn phòng*) báo cáo", ["Văn phòng"]),
        ("thủ tục hành chính (TTHC)", ["TTHC"]),
    ],
)
def test_what_brings_in_a_short_form(text: str, short: list[str]) -> None:
    assert [one.short for one in introductions(text)] == short
    assert all(text[one.start] == "(" and text[one.end - 1] == ")" for one in introductions(text))


@pytest.mark.parametrize(
    "text",
    [
        "tại Quảng Ngãi (HCM)",
        "Phòng (Hành chính)",
        "(Văn phòng)",
        "Văn phòng; Sở (Văn phòng)",
        "ba (03) bản",
        "xã (xã)",
    ],
)
def test_other_brackets_are_remarks(text: str) -> None:
    assert introductions(text) == []


@given(st.text(alphabet="(Văn phòngUBND) \n“", max_size=100))
def test_no_text_makes_it_fail(text: str) -> None:
    introductions(text)
