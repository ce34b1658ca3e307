"""Outline numbers as literal text, titles, empty paragraphs and the mark at the end."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from papers import Paper, cannot, lines, narrative, narrative_blocks, styles

from pipeline.model import Cell, Column, Paragraph, Row, Run, Table
from pipeline.stages.localise.outline import with_end_mark
from pipeline.vietnamese import POINT_LETTERS

TABLE = Table((Column(1),), (Row((Cell((Run("1"),)),)),))


def nested(depth: int) -> list[dict[str, Any]]:
    section: dict[str, Any] = {"title": f"Tên {depth}", "text": f"Lời {depth}"}
    return [section] if depth == 1 else [{"title": f"Tên {depth}", "sections": nested(depth - 1)}]


def test_titles_are_numbered_by_depth() -> None:
    outline = [
        {"text": "Mở đầu"},
        {
            "title": "Một",
            "sections": [{"title": "A", "sections": [{"title": "x"}, {"title": "y"}]}, {"title": "B"}],
        },
        {"title": "Hai"},
        {"text": "Kết"},
    ]
    paper = Paper(outline)
    assert paper.lines() == ["Mở đầu", "I. MỘT", "1. A", "a) x", "b) y", "2. B", "II. HAI", "Kết./."]
    assert styles(paper.blocks()) == [
        "body", "section", "titled-clause", "point", "point", "titled-clause", "section", "body",
    ]  # fmt: skip


def test_a_section_without_title_takes_no_number_and_its_children_stand_at_its_depth() -> None:
    outline = [{"sections": [{"title": "Một"}, {"title": "Hai"}]}, {"title": "Ba"}, {"text": "Kết"}]
    assert Paper(outline).lines() == ["I. MỘT", "II. HAI", "I. BA", "Kết./."]


def test_a_section_left_out_by_its_condition_takes_no_number() -> None:
    outline = [{"title": "Một", "when": {"greater": ["men", 5]}}, {"title": "Hai"}, {"text": "Kết"}]
    assert Paper(outline, figures={"men": 1}).lines() == ["I. HAI", "Kết./."]
    assert Paper(outline, figures={"men": 6}).lines() == ["I. MỘT", "II. HAI", "Kết./."]
    assert Paper(outline).lines() == ["I. HAI", "Kết./."]  # undecided


def test_titles_deeper_than_three_levels_are_an_error_with_the_place_of_the_title() -> None:
    assert Paper(nested(3)).errors() == []
    (error,) = Paper(nested(4)).errors()
    assert error.code == "N21"
    assert error.place is not None
    assert error.place.pointer.endswith("/sections/0/sections/0/sections/0/title")


def test_capitals_keep_official_symbols() -> None:
    outline = [{"title": "Thực hiện Chỉ thị số 34-CT/TW, Tờ trình số 12/TTr-UBND và QyĐ"}, {"text": "Kết"}]
    assert Paper(outline).lines()[0] == "I. THỰC HIỆN CHỈ THỊ SỐ 34-CT/TW, TỜ TRÌNH SỐ 12/TTr-UBND VÀ QyĐ"


def test_a_figure_in_a_title_is_printed_in_it() -> None:
    paper = Paper([{"title": "Kết quả của {{ men | count }} người"}, {"text": "Kết"}], figures={"men": 3})
    assert paper.lines()[0] == "I. KẾT QUẢ CỦA 03 NGƯỜI"
    assert paper.context().prints == {"u1:men": ("03",)}


def test_lists_are_numbered_by_the_depth_at_which_they_stand() -> None:
    text = "1. một\n2. hai\n   1. x\n   2. y\n      - gạch\n        - cộng"
    assert narrative(text) == ["1. một", "2. hai", "a) x", "b) y", "- gạch", "+ cộng"]
    below = Paper([{"title": "T", "key": "k"}, {"text": "Hết"}], narrative={"k": "1. một\n   1. x"}).lines()
    assert below == ["I. T", "1. một", "a) x", "Hết./."]
    deeper = Paper(
        [{"title": "T", "sections": [{"title": "K", "key": "k"}]}, {"text": "Hết"}],
        narrative={"k": "1. một\n2. hai"},
    ).lines()
    assert deeper == ["I. T", "1. K", "a) một", "b) hai", "Hết./."]


def test_paragraphs_inside_an_item_have_no_mark_of_their_own() -> None:
    blocks = narrative_blocks("1. một\n\n   thêm\n\n2. hai")
    assert lines(blocks) == ["1. một", "thêm", "2. hai"]
    assert styles(blocks) == ["clause", "body", "clause"]


def test_points_take_the_23_letters_with_d_stroke_after_d() -> None:
    items = "\n".join(f"{number}. mục {number}" for number in range(1, 24))
    found = narrative("1. đầu\n" + "\n".join(f"   {line}" for line in items.splitlines()))
    assert [line.split(")")[0] for line in found[1:]] == list("abcdđeghiklmnopqrstuvxy") == list(POINT_LETTERS)


def test_a_24th_point_is_an_error() -> None:
    items = "\n".join(f"   {number}. mục" for number in range(1, 25))
    assert cannot(f"1. đầu\n{items}").code == "N20"


def test_a_24th_titled_point_is_an_error() -> None:
    points = [{"title": f"t{number}"} for number in range(24)]
    (error,) = Paper([{"title": "I", "sections": [{"title": "1", "sections": points}]}]).errors()
    assert error.code == "N20"


def test_clauses_have_no_end() -> None:
    assert narrative("\n".join(f"{number}. mục" for number in range(1, 41)))[-1] == "40. mục"


def test_headings_of_a_text_continue_the_outline() -> None:
    outline = [{"title": "T", "key": "k"}, {"text": "Hết"}]
    found = Paper(outline, narrative={"k": "## Một\n\nlời\n\n## Hai\n\n1. x"}).lines()
    assert found == ["I. T", "1. Một", "lời", "2. Hai", "a) x", "Hết./."]


def test_a_table_of_the_author_stands_between_paragraphs() -> None:
    assert narrative("a\n\n| A | B |\n|---|---|\n| 1 | {{ men }} |\n\nb", figures={"men": 1000}) == [
        "a", "A | B", "1 | 1.000", "b",
    ]  # fmt: skip


# --- empty ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", [" ", "\n\n", "{{ word }}", " {{ word }} \n\n {{ word }}", "# {{ word }}", "- {{ word }}"]
)
def test_what_says_nothing_makes_no_paragraph(text: str) -> None:
    assert narrative(text, figures={"word": " \N{NO-BREAK SPACE} "}) == []


def test_an_empty_heading_takes_no_number() -> None:
    outline = [{"title": "{{ word }}"}, {"title": "Hai"}, {"text": "Kết"}]
    assert Paper(outline, figures={"word": " "}).lines() == ["I. HAI", "Kết./."]


# --- typed numbers of the outline ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("a) Công tác", "a)"),
        ("đ) Công tác", "đ)"),
        ("I. Kết quả", "I."),
        ("IV. Kết quả", "IV."),
        ("Mở đầu.\n\n2. Hai", "2."),
        ("1.1. Công tác", "1.1."),
        ("2.10 Công tác", "2.10"),
        (r"\- gạch", "-"),
        ("– gạch", "–"),
        ("• chấm", "•"),
        ("+ cộng", "+"),
        ("- gạch\n+ cộng", "+"),
        ("*a)* Công tác", "a)"),
    ],
)
def test_a_typed_outline_number_is_a_warning(text: str, number: str) -> None:
    error = cannot(text)
    assert (error.code, error.severity, error.params["number"]) == ("N22", "warning", number)
    assert error.place is not None
    assert error.place.pointer == "/narrative/k"


@pytest.mark.parametrize(
    "text",
    [
        "2014. Năm đầu",
        "1. một\n2. hai",
        "- một\n  - hai",
        "- một\n  + hai",
        "+84 là mã",
        "-5 độ",
        "V. I. Lênin nói",
        "C. Mác nói",
        "(a) trong ngoặc",
        "12,5% tăng",
        "1.234 người",
        "05 người",
        "I. một"[3:],
    ],
)
def test_other_beginnings_are_not(text: str) -> None:
    paper = Paper([{"key": "k"}, {"text": "Hết"}], narrative={"k": text})
    assert paper.errors() == []


# --- the mark at the end -------------------------------------------------------------------------------------


def ended(*texts: str, last: Table | None = None) -> list[str]:
    blocks = [Paragraph("body", (Run(text),)) for text in texts]
    return lines(with_end_mark([*blocks, *([last] if last else [])]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hết", "Hết./."),
        ("Hết.", "Hết./."),
        ("Hết. ", "Hết./."),
        ("Hết;", "Hết./."),
        ("Hết./.", "Hết./."),
        ("Hết./. ", "Hết./. "),
        ("Hết!", "Hết!./."),
        ("(hết)", "(hết)./."),
    ],
)
def test_the_mark_stands_once_in_place_of_the_last_stop(text: str, expected: str) -> None:
    assert ended("Một.", text) == ["Một.", expected]


def test_it_stands_on_the_last_text_paragraph_not_on_a_table() -> None:
    assert ended("Một.", "Hai.", last=TABLE) == ["Một.", "Hai./.", "1"]


@pytest.mark.parametrize("style", ["section", "titled-clause", "caption", "unit-note"])
def test_it_does_not_stand_on_a_title_or_a_caption(style: Any) -> None:
    blocks = [Paragraph("body", (Run("Lời."),)), Paragraph(style, (Run("Tên"),)), TABLE]
    assert lines(with_end_mark(blocks)) == ["Lời./.", "Tên", "1"]


def test_without_any_paragraph_there_is_no_mark() -> None:
    assert with_end_mark([]) == ()
    assert with_end_mark([TABLE]) == (TABLE,)


def test_the_text_of_a_last_figure_stays_as_it_is() -> None:
    paper = Paper([{"text": "Tổng: {{ men }}"}], figures={"men": 5})
    assert paper.lines() == ["Tổng: 5./."]
    assert paper.context().prints == {"u1:men": ("5",)}
    paper = Paper([{"text": "Tên: {{ word }}"}], figures={"word": "v.v."})
    assert paper.lines() == ["Tên: v.v./."]


@given(st.text(alphabet="ab .;:/", max_size=8))
def test_it_is_never_doubled(text: str) -> None:
    blocks = (Paragraph("body", (Run(f"Lời {text}"),)),)
    once = with_end_mark(blocks)
    assert with_end_mark(once) == once
    assert lines(once)[0].rstrip().endswith("./.")
