"""Whole documents on paper, a little wrong: their components are found all the same, and nothing is invented."""

from __future__ import annotations

import pytest
from pdf_paper import Paper
from pdf_samples import GAP, LEFT, MIDDLE, NATION, ORGAN, RIGHT, STEP, TEXT, foot, head, pages, report, title
from test_pdf_lines import measured, texts, the

from pipeline.decree.check import check_measured
from pipeline.decree.checks.letters import longest_mm
from pipeline.decree.model import Measured, Recognised
from pipeline.decree.recognise import recognise
from pipeline.docx.metrics import text_width_mm


def found(document: Recognised, name: str) -> list[tuple[str, str | None]]:
    return [(piece.text, piece.side) for piece in document.all(name)]


def told(document: Measured) -> set[str]:
    return {finding.rule for finding in check_measured(document).findings}


def with_foot(label: float, name: float) -> Paper:
    """A report whose label of recipients and whose signer's name begin at these places."""
    paper = title(head(Paper().page()))
    base = paper.paragraph(TEXT, 80, step=STEP) + 12
    paper.text(label, base, "Nơi nhận:", 12, bold=True, italic=True)
    for number, item in enumerate(("- Như trên;", "- Lưu: VT, TĐKT."), start=1):
        paper.text(LEFT, base + 4.5 * number, item, 11)
    paper.centred(NATION, base + 0.6, "GIÁM ĐỐC", bold=True)
    return paper.text(name, base + 35, "Trần Văn Bình", bold=True)


@pytest.mark.parametrize(("label", "name"), [(LEFT, 105.0), (58.0, NATION - 15), (58.0, 105.0)])
def test_a_foot_has_two_columns_though_a_line_in_it_stands_aside(label: float, name: float) -> None:
    document = recognise(measured(with_foot(label, name)))
    assert found(document, "noinhan.label") == [("Nơi nhận:", "left")]
    assert found(document, "noinhan.item") == [("- Như trên;", "left"), ("- Lưu: VT, TĐKT.", "left")]
    assert found(document, "sign.name") == [("Trần Văn Bình", "right")]


def test_recipients_in_the_right_half_are_all_there() -> None:
    paper = title(head(Paper().page()))
    base = paper.paragraph(TEXT, 80, step=STEP) + 12
    paper.text(110, base, "Nơi nhận:", 12, bold=True, italic=True).centred(65, base + 0.6, "GIÁM ĐỐC", bold=True)
    for number, item in enumerate(("- Như trên;", "- Các phòng, đơn vị thuộc Sở;", "- Lưu: VT."), start=1):
        paper.text(110, base + 4.5 * number, item, 11)
    paper.centred(65, base + 35, "Trần Văn Bình", bold=True)
    document = recognise(measured(paper))
    assert [side for _, side in found(document, "noinhan.item")] == ["right"] * 3
    assert {"noinhan.position", "sign.position"} <= told(document.measured)


def test_the_text_of_a_letter_without_addressee_is_no_subject() -> None:
    paper = head(Paper().page())
    paper.centred(ORGAN, 47, "V/v báo cáo kết quả công tác", 12)
    paper.paragraph(f"{TEXT} Đề nghị báo cáo kết quả.", 60, step=STEP)
    document = recognise(measured(foot(paper, 100)))
    assert found(document, "trichyeu.cv") == [("V/v báo cáo kết quả công tác", "left")]


def test_a_title_at_the_left_edge_is_one_though_it_is_not_centred() -> None:
    paper = head(Paper().page()).text(LEFT, 52, "BÁO CÁO", bold=True)
    paper.centred(MIDDLE, 60, "Kết quả công tác thi đua, khen thưởng năm 2025", bold=True)
    paper.paragraph(TEXT, 80, step=STEP)
    document = measured(foot(paper, 105))
    assert found(recognise(document), "tenloai") == [("BÁO CÁO", "left")]
    assert {"tenloai.centred"} == told(document) & {"tenloai.centred", "tenloai.missing"}


def test_a_line_belongs_to_the_column_that_it_stands_in() -> None:
    paper = head(Paper().page())
    paper.pages[-1][2].pop(2)  # SỞ NỘI VỤ, which is written anew at the edge
    document = measured(title(paper.text(LEFT, 29.6, "SỞ NỘI VỤ", 13, bold=True)))
    assert [
        stroke.x_mm[0] for stroke in document.strokes_after[the(document, "SỞ NỘI VỤ").index] if stroke.x_mm
    ] == [pytest.approx(ORGAN - 5, abs=0.1)]


@pytest.mark.parametrize("left_first", [True, False])
def test_lines_beside_each_other_at_almost_one_height_are_two(left_first: bool) -> None:
    lines = [(45.0, 60.0, 40.0), (120.0, 170.0, 40.2)]
    paper = Paper().page().text(45, 38, "SỞ NỘI VỤ").text(120, 38, "Độc lập - Tự do - Hạnh phúc")
    for (x0, x1, _), (_, _, y) in zip(lines, lines if left_first else lines[::-1], strict=True):
        paper.line(x0, x1, y)
    found = sorted(stroke.x_mm or (0, 0) for stroke in measured(paper).strokes)
    assert found == [pytest.approx((45, 60), abs=0.1), pytest.approx((120, 170), abs=0.1)]


def test_typed_lines_beside_each_other_belong_to_the_texts_above_them() -> None:
    paper = Paper().page().text(LEFT, 24, "UBND TỈNH QUẢNG NGÃI", 13)
    paper.text(86, 24, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, bold=True)
    paper.text(LEFT, 29.5, "SỞ NỘI VỤ", 13, bold=True).text(66, 29.5, "Độc lập - Tự do - Hạnh phúc", bold=True)
    paper.text(LEFT, 34, "_____").text(66, 34, "_" * 24)
    paper.text(LEFT, 40, "Số: 15/BC-SNV", 13).text(78, 40, "Quảng Ngãi, ngày 05 tháng 12 năm 2025", italic=True)
    document = recognise(measured(title(paper)))
    lengths = {name: [stroke.length_mm for stroke in strokes] for name, strokes in document.strokes.items()}
    for name, text in (("organ.issuer", "_____"), ("tieungu", "_" * 24)):
        assert lengths[name] == [pytest.approx(text_width_mm(text, 14), abs=0.1)]


def test_components_of_one_look_that_make_one_paragraph_have_their_own_widths() -> None:
    paper = head(Paper().page())
    paper.pages[-1][2].pop(0)  # the parent organ, which is written anew in bold letters
    document = recognise(measured(title(paper.centred(ORGAN, 24.3, "UBND TỈNH QUẢNG NGÃI", 13, bold=True))))
    [issuer] = document.all("organ.issuer")
    assert longest_mm(issuer) == pytest.approx(text_width_mm("SỞ NỘI VỤ", 13, bold=True), abs=0.2)


def test_page_numbers_in_roman_letters_are_no_text() -> None:
    paper = pages(4, numbered=False)
    for page, number in zip(paper.pages[1:], ("ii", "iii", "iv"), strict=True):
        paper.pages.append(page)
        paper.centred(MIDDLE, 14, number)
        paper.pages.pop()
    document = measured(paper)
    assert [page.number and page.number.text for page in document.pages] == [None, "ii", "iii", "iv"]
    assert document.sections[0].top_mm == pytest.approx(20, abs=0.1)
    assert {"pagenum.digits"} == told(document) & {"pagenum.digits", "pagenum.present", "page.margin.top"}


def test_the_same_line_at_the_foot_of_several_pages_is_text_if_it_follows_the_line_above() -> None:
    paper = Paper()
    for _ in range(4):
        paper.page()
        base = 24.4
        while base < 260:
            base = paper.paragraph(TEXT, base, step=STEP) + STEP + GAP
    document = measured(paper)
    assert not any(strip.place == "footer" for section in document.sections for strip in section.strips)
    assert set(texts(document)) == {TEXT}


def test_wide_lines_do_not_tell_how_far_the_paragraph_above_is() -> None:
    paper, base = title(head(Paper().page())), 80.0
    for _ in range(3):
        base = paper.paragraph(TEXT, base, step=STEP) + STEP + GAP
    paper.paragraph(TEXT, base, step=2 * STEP)
    *usual, wide = [paragraph.layout for paragraph in measured(paper).paragraphs if paragraph.text == TEXT]
    assert [layout.before_pt for layout in usual[1:]] == [pytest.approx(6, abs=0.2)] * 2
    assert wide.line == pytest.approx(2.3, abs=0.01)
    assert wide.before_pt is None


def test_a_wide_right_margin_is_told_though_a_table_reaches_into_it() -> None:
    paper = Paper().page()
    base = 30.0
    for _ in range(4):
        base = paper.paragraph(TEXT, base, right=RIGHT - 10, step=STEP) + STEP + GAP
    for y in (200.0, 210.0, 220.0):
        paper.line(LEFT, RIGHT, y)
    for x in (LEFT, 100.0, RIGHT):
        paper.upright(x, 200, 220)
    document = measured(paper.text(40, 207, "Một").text(120, 217, "Hai"))
    aligned = [paragraph.layout.align for paragraph in document.paragraphs if paragraph.text == TEXT]
    assert aligned == ["both"] * 4
    assert document.sections[0].right_mm == pytest.approx(210 - RIGHT + 10, abs=0.5)


def test_a_nation_that_wraps_is_one_and_a_motto_ends_with_its_line() -> None:
    paper = Paper().page().centred(ORGAN, 24.3, "UBND TỈNH QUẢNG NGÃI", 13)
    for number, line in enumerate(("CỘNG HOÀ XÃ HỘI CHỦ", "NGHĨA VIỆT NAM")):
        paper.centred(NATION, 24.3 + 5.3 * number, line, 13, bold=True)
    paper.centred(ORGAN, 29.6, "SỞ NỘI VỤ", 13, bold=True)
    paper.centred(NATION, 34.9, "Độc lập - Tự do - Hạnh phúc", 13, bold=True)
    document = measured(paper.centred(NATION, 40.2, "Quảng Ngãi, ngày 05 tháng 12 năm 2025", 13, bold=True))
    assert texts(document)[-3:] == [
        "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Quảng Ngãi, ngày 05 tháng 12 năm 2025",
    ]
    assert "quochieu.one-line" in told(document)


def test_a_long_recipient_stands_in_the_left_column() -> None:
    paper = title(head(Paper().page()))
    base = paper.paragraph(TEXT, 80, step=STEP) + 12
    paper.text(LEFT, base, "Nơi nhận:", 12, bold=True, italic=True).centred(160, base + 0.6, "GIÁM ĐỐC", bold=True)
    items = ("- Như trên;", "- Văn phòng: Chánh Văn phòng, các Phó Chánh Văn phòng, các", "phòng;", "- Lưu: VT.")
    for number, item in enumerate(items, start=1):
        paper.text(LEFT, base + 4.5 * number, item, 11)
    paper.centred(160, base + 35, "Trần Văn Bình", bold=True)
    document = recognise(measured(paper))
    assert {side for _, side in found(document, "noinhan.item")} == {"left"}
    assert "noinhan.position" not in told(document.measured)


@pytest.mark.parametrize("sign", ["_", "-", "–", "─", "="])
def test_a_line_may_be_typed_of_any_sign(sign: str) -> None:
    paper = (
        Paper().page().centred(MIDDLE, 40, "Độc lập - Tự do - Hạnh phúc", bold=True).centred(MIDDLE, 45, sign * 20)
    )
    [stroke] = measured(paper).strokes
    assert (stroke.form, stroke.after, stroke.solid) == ("typed", 0, sign in "_─")


def test_lines_of_a_form_tell_neither_margin_nor_alignment() -> None:
    paper = title(head(Paper().page()))
    base = 80.0
    for number in range(5):
        paper.text(LEFT, base, f"Họ và tên của người thứ {number}:").text(
            LEFT, base + STEP, "sinh tại " + "." * 40
        )
        paper.text(LEFT, base + 2 * STEP, "nơi ở hiện nay " + "." * (30 + number))
        base += 3 * STEP + GAP
    document = measured(foot(paper, base + 10))
    assert document.sections[0].right_mm is None
    assert not told(document) & {"body.align", "page.margin.right"}


def turned(text: bool) -> Paper:
    """A report with a turned page of running text, or of columns without lines."""
    paper = report().page(297, 210)
    if text:
        paper.paragraph(TEXT * 2, 40, right=270)
        return paper
    for number in range(6):
        for x in (40.0, 120.0, 200.0):
            paper.text(x, 40 + 8 * number, f"Tập thể số {number}")
    return paper


def test_a_turned_page_is_told_only_if_nothing_on_it_may_be_a_table() -> None:
    assert "page.orientation" in told(measured(turned(text=True)))
    assert "page.orientation" not in told(measured(turned(text=False)))
