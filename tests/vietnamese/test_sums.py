"""Sums that a sentence states."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.vietnamese.sums import stated_sums


def sums(text: str) -> list[tuple[int, tuple[int, ...]]]:
    return [(one.total, one.parts) for one in stated_sums(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "là 89; trong đó gồm: 61 công chức (kể cả 02 nữ), 14 lao động và 14 viên chức.",
            [(89, (61, 14, 14))],
        ),
        ("07 đơn vị gồm 05 phòng và 02 trung tâm.", [(7, (5, 2))]),
        ("Tổng số 1.250 người, gồm: 1.000 nam và 250 nữ.", [(1250, (1000, 250))]),
        ("13 lượt, gồm 05 lượt tập thể và 08 lượt cá nhân; năm 2018, Ban đạt giải.", [(13, (5, 8))]),
        (
            "09 thành viên (trong đó: Chủ tịch Hội đồng là Chánh Văn phòng; các Phó Chủ tịch là 03 Phó Chánh "
            "Văn phòng và 06 các thành viên bao gồm: Chủ tịch Công đoàn; Bí thư Chi đoàn và công chức phụ trách.",
            [(9, (1, 3, 6))],
        ),
    ],
)
def test_a_list_of_all_parts_is_a_sum(text: str, found: list[tuple[int, tuple[int, ...]]]) -> None:
    assert sums(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "50 đảng viên, trong đó: nữ 12, dân tộc thiểu số 5.",
        "50 đảng viên, trong đó có 12 nữ.",
        "Quyết định gồm 05 chương, 15 điều.",
        "Trong 10 năm, gồm 3 đợt và 4 phong trào.",
        "Năm 2025 gồm 03 đợt và 04 phong trào.",
        "Hội đồng có 07 thành viên, gồm: Chủ tịch; các ủy viên và 3 thư ký.",
        "07 thành viên gồm cả Chủ tịch, 2 phó và 3 ủy viên.",
        "Chi 12,5 tỷ đồng, gồm: 10 tỷ và 2,5 tỷ đồng.",
        "Gồm 05 phòng và 02 trung tâm.",
        "10 lớp, gồm: 3 lớp với 120 học viên và 7 lớp.",
        "",
    ],
)
def test_what_may_be_no_sum_is_none(text: str) -> None:
    assert sums(text) == []


@given(st.lists(st.integers(1, 900), min_size=2, max_size=6))
def test_any_numbers_of_things_are_read(parts: list[int]) -> None:
    listed = ", ".join(f"{part:02d} lượt loại" for part in parts[:-1])
    assert sums(f"Có {sum(parts)} lượt, gồm: {listed} và {parts[-1]:02d} lượt khác.") == [
        (sum(parts), tuple(parts))
    ]


@given(st.text(alphabet="0123456789 ,;.()gồm vàtrong đó:", max_size=200))
def test_no_text_makes_it_fail(text: str) -> None:
    stated_sums(text)
