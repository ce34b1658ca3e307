"""Size, style and case of components."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from layout_samples import CENTRED, Sheet, cell, faults, findings, look

from pipeline.decree.model import Look

HEAD = {"size": [12, 13], "bold": True, "italic": False, "case": "upper"}
PROSE = {"size": [13, 14], "bold": False, "italic": False, "most": True, "sentences": True}


def one(name: str, *texts: str | tuple[str, Look], like: Look | None = None) -> Sheet:
    sheet = Sheet()
    sheet.add(name, *texts, like=like or look(), layout=CENTRED)  # type: ignore[arg-type]
    return sheet


def test_only_what_is_wrong_is_told() -> None:
    sheet = one("quochieu", "CỘNG HÒA XÃ HỘI", like=look(11.0, bold=True))
    assert faults(sheet, "look", "quochieu", **HEAD) == [("11 pt", "12 – 13 pt")]


def test_everything_that_is_wrong_is_one_fault() -> None:
    sheet = one("quochieu", "Cộng hòa", like=look(14.0, italic=True))
    assert faults(sheet, "look", "quochieu", **HEAD) == [
        ("14 pt, not bold, italic, not in capitals", "12 – 13 pt, bold, upright, in capitals")
    ]


@given(st.floats(8, 20))
def test_sizes_within_a_tenth_of_a_point_are_right(size: float) -> None:
    wrong = faults(one("quochieu", "CỘNG HÒA", like=look(size, bold=True)), "look", "quochieu", **HEAD)
    if 11.905 < size < 13.095:
        assert wrong == []
    if not 11.895 < size < 13.105:
        assert len(wrong) == 1


def test_words_that_differ_from_the_rest_are_named() -> None:
    sheet = one("trichyeu", ("Kết quả ", look(bold=True)), "công tác", (" năm 2025", look(bold=True)))
    (finding,) = findings(sheet, "trichyeu.style")
    assert (finding.found.in_("en"), finding.where.words) == ("not bold", "công tác")


def test_blanks_and_signs_have_no_look() -> None:
    sheet = one("trichyeu", ("Kết quả", look(bold=True)), (" - ", look(9.0, italic=True)))
    assert findings(sheet, "trichyeu.style") == []


def test_an_unknown_size_is_not_judged() -> None:
    assert faults(one("quochieu", "CỘNG HÒA", like=look(None, bold=True)), "look", "quochieu", **HEAD) == []


def test_tags_have_no_case() -> None:
    assert findings(one("tenloai", "{{ doc.type | first }}", like=look(bold=True)), "tenloai.style") == []


def test_the_word_and_the_symbol_of_the_number_line_are_judged_apart() -> None:
    bold = one("so", ("Số: 05", look(13.0)), ("/BC-SNV", look(13.0, bold=True)))
    assert [(f.rule, f.found.in_("en")) for f in findings(bold, "so.label", "kyhieu.style")] == [
        ("kyhieu.style", "bold")
    ]
    large = one("so", "Số: 05/BC-SNV", like=look(14.0))
    assert [(f.rule, f.found.in_("en")) for f in findings(large, "so.label", "kyhieu.style")] == [
        ("so.label", "14 pt")
    ]
    assert findings(one("so", "Số: 15/QĐ-TTg", like=look(13.0)), "so.label", "kyhieu.style") == []


def test_the_automatic_number_of_a_heading_has_to_look_like_it() -> None:
    sheet = Sheet()
    sheet.add("h.muc.roman", "KẾT QUẢ", like=look(bold=True), label="I.", label_look=look())
    (finding,) = findings(sheet, "h.muc.roman")
    assert (finding.found.in_("en"), finding.where.words) == ("not bold", "I.")


# --- the text ----------------------------------------------------------------------------------------------------
def test_words_set_off_in_a_sentence_are_allowed_but_not_a_whole_paragraph() -> None:
    some = one("body", "Đây là ", ("chữ nhấn mạnh", look(bold=True, italic=True)), " trong một câu dài hơn.")
    assert faults(some, "look", "body", **PROSE) == []
    assert faults(one("body", "Cả đoạn in nghiêng.", like=look(italic=True)), "look", "body", **PROSE) == [
        ("italic", "upright")
    ]


def test_a_line_that_is_no_sentence_may_be_a_heading() -> None:
    assert faults(one("body", "Phần kết luận", like=look(bold=True)), "look", "body", **PROSE) == []


def test_a_lone_raised_sign_is_no_wrong_size_but_a_word_is() -> None:
    assert faults(one("body", "Diện tích 25 m", ("2", look(8.0)), "."), "look", "body", **PROSE) == []
    assert faults(one("body", "Diện tích ", ("rất nhỏ", look(8.0)), "."), "look", "body", **PROSE) == [
        ("8 pt", "13 – 14 pt")
    ]


def test_annexes_and_tables_are_laid_out_as_they_please() -> None:
    sheet = Sheet()
    sheet.add("body", "Chữ nhỏ trong phụ lục.", like=look(9.0), annex=0)
    sheet.add("body", "Chữ nhỏ trong bảng.", like=look(9.0), region="cell", cell=cell(0, 0, ruled=True))
    sheet.add("body", "Chú thích ở chân trang.", like=look(9.0), region="note")
    assert findings(sheet, "body.style", "body.size-uniform") == []


def test_a_thousand_paragraphs_with_one_fault_are_one_finding() -> None:
    sheet = Sheet()
    for number in range(1000):
        sheet.add("body", f"Đoạn thứ {number} quá nhỏ.", like=look(12.0))
    (finding,) = findings(sheet, "body.style", "body.size-uniform")
    assert (finding.rule, finding.count, len(finding.places)) == ("body.style", 1000, 200)


def test_headings_of_articles_have_the_size_of_the_text() -> None:
    sheet = Sheet()
    for _ in range(3):
        sheet.add("body", "Nội dung của điều này.", like=look(13.0))
    sheet.add("h.dieu", "Điều 1. Phạm vi điều chỉnh", like=look(14.0, bold=True))
    assert [(f.rule, f.found.in_("en"), f.expected.in_("en")) for f in findings(sheet, "h.dieu")] == [
        ("h.dieu", "14 pt", "13 pt")
    ]


def test_an_article_with_running_text_has_only_its_number_bold() -> None:
    running = one("h.dieu", ("Điều 1.", look(bold=True)), " Ban hành kèm theo Quyết định này Quy chế.")
    assert findings(running, "h.dieu", "h.dieu.title") == []
    titled = one("h.dieu", ("Điều 1.", look(bold=True)), " Phạm vi điều chỉnh")
    assert [f.rule for f in findings(titled, "h.dieu", "h.dieu.title")] == ["h.dieu.title"]
    plain = one("h.dieu", "Điều 1. Ban hành kèm theo Quyết định này Quy chế.")
    assert [f.rule for f in findings(plain, "h.dieu", "h.dieu.title")] == ["h.dieu"]


def test_the_rarer_size_of_the_text_is_the_stranger() -> None:
    sheet = Sheet()
    for size in (14.0, 14.0, 13.0):
        sheet.add("body", "Nội dung văn bản.", like=look(size))
    (finding,) = findings(sheet, "body.style", "body.size-uniform")
    assert (finding.rule, finding.found.in_("en"), finding.where.paragraph) == ("body.size-uniform", "13 pt", 3)


def test_a_size_outside_the_range_is_not_told_twice() -> None:
    sheet = Sheet()
    for size in (14.0, 14.0, 16.0):
        sheet.add("body", "Nội dung văn bản.", like=look(size))
    assert [f.rule for f in findings(sheet, "body.style", "body.size-uniform")] == ["body.style"]


# --- sizes that go together --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("sizes", "wrong"),
    [
        ((13, 14, 14), []),
        ((12, 13, 13), []),
        ((12, 14, 14), [("12 pt", "13 pt")]),
        ((13, 13, 13), [("13 pt", "12 pt")]),
        ((12, 13, 14), [("14 pt", "13 pt")]),
    ],
)
def test_sizes_of_the_head_go_together(sizes: tuple[int, int, int], wrong: list[tuple[str, str]]) -> None:
    sheet = Sheet()
    for name, size in zip(("quochieu", "tieungu", "diadanh"), sizes, strict=True):
        sheet.add(name, "Chữ", like=look(float(size)))  # type: ignore[arg-type]
    got = [(f.found.in_("en"), f.expected.in_("en")) for f in findings(sheet, "font.size.coherent-set")]
    assert got == wrong


def test_a_lone_line_of_the_head_goes_with_anything() -> None:
    assert findings(one("quochieu", "CỘNG HÒA", like=look(13.0)), "font.size.coherent-set") == []


def test_abbreviations_are_no_words_in_capitals() -> None:
    sheet = Sheet()
    for text in ("- VPCP, TTĐKT;", "- LĐVP, P, TH;", "- BỘ NỘI VỤ;"):
        sheet.add("noinhan.item", text, like=look(11.0))
    assert faults(sheet, "look", "noinhan.item", case="sentence") == [("in capitals", "not in capitals")]
