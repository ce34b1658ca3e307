"""How the lines of a PDF become paragraphs, and what is measured of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_paper import Paper
from pdf_samples import LEFT, RIGHT, STEP, TEXT, head, pages, report, title
from test_pdf_lines import measured, texts, the

from pipeline.docx.metrics import text_width_mm

WORDS = (
    "công",
    "tác",
    "thi",
    "đua",
    "khen",
    "thưởng",
    "của",
    "cơ",
    "quan",
    "đơn",
    "vị",
    "trong",
    "năm",
    "nghiêm",
    "túc",
)
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=40, max_size=90).map(
    lambda words: f"Thực {' '.join(words)}."
)


def test_wrapped_lines_make_one_paragraph_and_short_ones_their_own() -> None:
    found = texts(measured(report()))
    assert found.count(TEXT) == 3
    assert [text for text in found if text.startswith(("1.", "2.", "3."))] == [
        "1. Tiêu đề của khoản",
        "2. Tiêu đề của khoản",
        "3. Tiêu đề của khoản",
    ]


def test_title_and_subject_are_two_paragraphs_in_the_middle() -> None:
    document = measured(title(head(Paper().page())))
    assert texts(document)[-2:] == ["BÁO CÁO", "Kết quả công tác thi đua, khen thưởng năm 2025"]
    assert [paragraph.layout.align for paragraph in document.paragraphs[-2:]] == ["center", "center"]


def test_short_paragraphs_of_a_short_document_stay_apart() -> None:
    paper = title(head(Paper().page()))
    for number, text in enumerate(
        ("I. SỰ CẦN THIẾT", "1. Nội dung của khoản.", "Nội dung của đoạn.", "II. KIẾN NGHỊ")
    ):
        paper.text(LEFT + 10, 75 + 8.6 * number, text)
    found = measured(paper)
    assert texts(found)[-4:] == [
        "I. SỰ CẦN THIẾT",
        "1. Nội dung của khoản.",
        "Nội dung của đoạn.",
        "II. KIẾN NGHỊ",
    ]


@settings(max_examples=25, deadline=None)
@given(
    first=st.sampled_from([0.0, 10.0, 12.7]),
    spacing=st.sampled_from([1.0, 1.15, 1.3, 1.5]),
    size=st.sampled_from([13.0, 14.0]),
    gap=st.sampled_from([6.0, 12.0]),
    found=st.lists(SENTENCES, min_size=2, max_size=3),
)
def test_layout_is_measured_as_it_was_set(
    first: float, spacing: float, size: float, gap: float, found: list[str]
) -> None:
    point = 25.4 / 72
    step = size * spacing * 1.149 * point
    paper, base = Paper(), 30.0
    for text in found:
        base = paper.paragraph(text, base, size, first=first, step=step) + step + gap * point
    document = measured(paper)
    assert texts(document) == found
    for number, paragraph in enumerate(document.paragraphs):
        layout = paragraph.layout
        assert layout.align == "both"
        assert layout.first_mm == pytest.approx(first, abs=0.3)
        assert layout.left_mm == pytest.approx(0, abs=0.3)
        assert layout.line == pytest.approx(spacing, abs=0.02)
        assert layout.before_pt == (pytest.approx(gap, abs=0.3) if number else None)


def test_ragged_lines_are_aligned_left() -> None:
    paper = Paper()
    for number in range(3):
        paper.paragraph(TEXT, 30 + 40 * number, align="left", step=STEP)
    assert {paragraph.layout.align for paragraph in measured(paper).paragraphs} == {"left"}


def test_a_paragraph_goes_on_over_the_page() -> None:
    paper = Paper().page()
    paper.paragraph(TEXT, 240, step=STEP)
    lines = len(paper.pages[0][2])
    moved = paper.pages[0][2][1:]
    del paper.pages[0][2][1:]
    paper.page()
    for number, operators in enumerate(moved):
        before, _, after = operators.partition(" Tm ")
        x = before.rpartition("1 0 0 1 ")[2].split()[0]
        height = (297 - 25 - STEP * number) * 72 / 25.4
        paper.pages[1][2].append(f"{before.rpartition('1 0 0 1 ')[0]}1 0 0 1 {x} {height:.3f} Tm {after}")
    [paragraph] = measured(paper).paragraphs
    assert paragraph.text == TEXT
    assert [line.page for line in paragraph.lines] == [0] + [1] * (lines - 1)


def test_one_line_alone_does_not_tell_whether_it_is_justified() -> None:
    paper = title(head(Paper().page())).text(LEFT + 10, 75, "Nội dung của đoạn.")
    assert the(measured(paper), "Nội dung").layout.align is None


def test_margins_are_those_of_the_text() -> None:
    [section] = measured(pages(3)).sections
    assert section.left_mm == pytest.approx(LEFT, abs=0.3)
    assert section.right_mm == pytest.approx(210 - RIGHT, abs=0.4)
    assert section.top_mm == pytest.approx(20, abs=0.3)
    assert (section.width_mm, section.height_mm, section.landscape) == (210, 297, False)


def test_a_document_of_short_lines_does_not_tell_its_margins() -> None:
    paper = title(head(Paper().page()))
    for number in range(6):
        paper.text(LEFT + 10, 75 + 9 * number, "Nội dung của đoạn.")
    [section] = measured(paper).sections
    assert (section.left_mm, section.right_mm, section.bottom_mm) == (None, None, None)


def test_ragged_text_does_not_tell_the_right_margin() -> None:
    paper = Paper()
    for number in range(5):
        paper.paragraph(TEXT, 30 + 40 * number, align="left", right=190 - number * 7, step=STEP)
    [section] = measured(paper).sections
    assert section.right_mm is None


def test_page_numbers_are_no_text() -> None:
    document = measured(pages(4))
    assert [page.number.text if page.number else None for page in document.pages] == [None, "2", "3", "4"]
    [section] = document.sections
    assert section.title_page
    [strip] = section.strips
    [number] = strip.paragraphs
    assert (strip.place, number.spans[0].field, number.layout.align) == ("header", "PAGE", "center")
    assert all(not text.strip().isdigit() for text in texts(document))


def test_pages_counted_anew_are_a_section_of_their_own() -> None:
    paper = pages(3)
    for number in range(3):
        paper.page()
        paper.paragraph(TEXT, 25, step=STEP)
        if number:
            paper.centred(112.5, 14, str(number + 1))
    document = measured(paper)
    assert [section.start for section in document.sections] == [None, 1]
    assert len({paragraph.section for paragraph in document.paragraphs}) == 2


def test_pages_turned_for_a_table_are_a_section_of_their_own() -> None:
    paper = pages(2).page(297, 210).text(40, 30, "Bảng số liệu").page()
    paper.paragraph(TEXT, 30, step=STEP)
    assert [section.landscape for section in measured(paper).sections] == [False, True, False]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_pages_that_are_shown_turned_are_read_as_they_are_shown(turn: int) -> None:
    straight = report()
    width, height, content, _ = straight.pages[0]
    point = 72 / 25.4
    w, h = width * point, height * point
    matrices = {90: f"0 1 -1 0 {h} 0 cm", 180: f"-1 0 0 -1 {w} {h} cm", 270: f"0 -1 1 0 0 {w} cm"}
    size = (width, height) if turn == 180 else (height, width)
    turned = Paper([(*size, [matrices[turn], *content], f"/Rotate {turn}")], straight.fonts)
    one, other = measured(straight), measured(turned)
    assert texts(other) == texts(one)
    for a, b in zip(one.paragraphs, other.paragraphs, strict=True):
        assert a.box is not None
        assert b.box is not None
        assert (b.box.x0, b.box.y1) == pytest.approx((a.box.x0, a.box.y1), abs=0.2)
    assert [s.length_mm for s in other.strokes] == pytest.approx([s.length_mm for s in one.strokes], abs=0.1)


def test_a_line_that_breaks_at_a_hyphen_is_joined_without_a_blank() -> None:
    paper = Paper().page()
    paper.paragraph(TEXT, 30, step=STEP)
    paper.paragraph(TEXT, 80, step=STEP)
    first = "Sở Nội vụ thực hiện nghiêm túc các nhiệm vụ được giao tại Quyết định số 12/QĐ-"
    free = RIGHT - LEFT - text_width_mm(first, 14)
    paper.text(LEFT, 130, first, blank=free / first.count(" ")).text(
        LEFT, 130 + STEP, "UBND ngày 05 tháng 12 năm 2025."
    )
    assert texts(measured(paper))[-1] == f"{first}UBND ngày 05 tháng 12 năm 2025."
