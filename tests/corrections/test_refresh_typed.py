"""Numbers that people typed by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_papers import figure, p, paper, replaced, run, shown, table

from pipeline.corrections.errors import StaleNumber
from pipeline.corrections.refresh import refresh
from pipeline.corrections.texts import AROUND, window
from pipeline.corrections.verify import verify
from pipeline.docx.package import pack, unpack
from pipeline.docx.revisions import Author
from pipeline.docx.store import MOST_EARLIER, read_stored

SENTENCE = p("Có ", figure("total", "61"), " người.")
NEW = paper(p("Có ", figure("total", "62"), " người."))


def stale(*paragraphs, old="61", now="62"):
    before = paper(p("Có ", figure("total", old), " người."), *paragraphs)
    result = refresh(before, paper(p("Có ", figure("total", now), " người.")))
    assert shown(result.docx)[1:] == shown(before)[1:], "they are pointed out, not changed"
    return [unmarked(each, old) for each in result.findings if isinstance(each, StaleNumber)]


def unmarked(finding, old):
    """What a finding quotes; the number that it is about is in brackets there."""
    quoted = finding.params["paragraph"]
    assert quoted.count(f"[{old}]") == 1
    return quoted.replace(f"[{old}]", old)


@pytest.mark.parametrize(
    "text",
    [
        "Trong đó 61 người mới.",
        "61",
        "(61)",
        "Tổng 61, kể cả nữ",
        "Có 61.",
        "là 61; 62",
        "1. Có 61 người",
        "từ 61-70",
    ],
)
def test_the_old_number_in_a_typed_paragraph_is_pointed_out(text):
    assert stale(p(text)) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Số 61/BC-VP",
        "61. Mục",
        "61) Điểm",
        "161 người",
        "61,5",
        "1.061",
        "6 1",
        "ngày 12/61",
        "A61",
        "Chỉ thị số 61-CT/TW",
        "không có số",
    ],
)
def test_other_numbers_are_not(text):
    assert stale(p(text)) == []


def test_a_number_that_word_has_cut_into_runs_is_found():
    assert stale(p(run("Có 6"), run("1 người"))) == ["Có 61 người"]


def test_deleted_text_is_not_read():
    gone = '<w:del w:id="1" w:author="A"><w:r><w:delText>61 người</w:delText></w:r></w:del>'
    assert stale(p(gone, "Không còn.")) == []


def test_text_of_the_build_in_a_paragraph_that_people_changed_is_not_pointed_out():
    fixed = ("Sau 61 năm thực hiện Luật, công tác có chuyển biến", " rõ nét.")
    new = paper(p("Có ", figure("total", "62"), " người."), p(*fixed))
    for changed, told in ((" tích cực, rõ nét.", 0), (" rõ nét, có 61 người.", 1)):
        edited = paper(SENTENCE, p(fixed[0], changed))
        found = [each for each in refresh(edited, new).findings if isinstance(each, StaleNumber)]
        assert len(found) == told


def test_paragraphs_of_the_build_are_not_pointed_out():
    fixed = p("Theo Điều 61 của Luật.")
    before = paper(SENTENCE, fixed)
    result = refresh(before, paper(p("Có ", figure("total", "62"), " người."), fixed))
    assert result.findings == ()


def test_a_control_that_became_text_is_pointed_out():
    before = paper(p("Có ", run("61"), " người."), figures={"total": "61"})
    found = [each for each in refresh(before, NEW, name="a.docx").findings if isinstance(each, StaleNumber)]
    assert [(each.params["printed"], each.params["now"], each.place.file) for each in found] == [
        ("61", "62", "a.docx")
    ]


@pytest.mark.parametrize(("old", "now"), [("1.234", "1.235"), ("12,5%", "13%"), ("61 người", "62 người")])
def test_numbers_as_they_are_written(old, now):
    assert stale(p(f"Đạt {old} trong năm"), old=old, now=now) == [f"Đạt {old} trong năm"]


def test_a_figure_that_did_not_change_is_not_looked_for():
    assert stale(p("Có 61 người mới."), now="61") == []


# --- numbers that are older than the last refresh ----------------------------------------------------------------


def told(findings):
    """Old and new number of each that is pointed out."""
    return [(f.params["printed"], f.params["now"]) for f in findings if isinstance(f, StaleNumber)]


def of(total):
    return paper(p("Có ", figure("total", total), " người."))


def after(*totals, typed):
    """What a last refresh and verify say of a typed sentence, after the figure was corrected step by step."""
    docx, findings = paper(p("Có ", figure("total", totals[0]), " người."), p(typed)), ()
    for total in totals[1:]:
        result = refresh(docx, of(total))
        docx, findings = result.docx, result.findings
    verified = verify(docx, of(totals[-1]))
    assert told(verified) == told(findings) == told(refresh(docx, of(totals[-1])).findings)
    return told(verified)


def test_a_refreshed_document_still_has_its_old_number_pointed_out_before_signing():
    assert after("61", "62", typed="Trong số 61 người nói trên") == [("61", "62")]


def test_and_two_corrections_later():
    assert after("61", "62", "63", typed="Trong số 61 người nói trên") == [("61", "63")]
    assert after("61", "62", "63", typed="Trong số 62 người nói trên") == [("62", "63")]


def test_a_number_that_is_right_again_is_no_fault():
    assert after("61", "62", "61", typed="Trong số 61 người nói trên") == []
    assert after("61", "62", "61", typed="Trong số 62 người nói trên") == [("62", "61")]


def test_the_last_few_numbers_are_remembered_once_each():
    totals = [str(n) for n in (1, 2, 3, 2, 3, 4, 5, 6)]
    assert after(*totals, typed="Chỉ có 5 người") == [("5", "6")]
    docx = of("1")
    for total in totals[1:]:
        docx = refresh(docx, of(total)).docx
    (remembered,) = (each.earlier for each in read_stored(unpack(docx)).figures.values())
    assert remembered == ("3", "4", "5")
    assert len(remembered) == MOST_EARLIER


def test_the_number_of_now_is_none_of_those_before():
    docx = of("1")
    for total in ("2", "3", "1"):
        docx = refresh(docx, of(total)).docx
    (remembered,) = (each.earlier for each in read_stored(unpack(docx)).figures.values())
    assert remembered == ("2", "3")


def test_no_more_numbers_are_written_than_are_read():
    docx = of("1")
    for total in "23456":
        docx = refresh(docx, of(total)).docx
    assert unpack(docx)["customXml/item2.xml"].count(b"<p:was>") == MOST_EARLIER


def test_a_corrected_sentence_is_told_no_more():
    docx = refresh(paper(SENTENCE, p("Trong số 61 người nói trên")), NEW).docx
    mended = replaced(docx, "word/document.xml", ("Trong số 61", "Trong số 62"))
    assert verify(mended, NEW) == ()


def test_a_document_that_was_just_filled_remembers_nothing():
    assert all(each.earlier == () for each in read_stored(unpack(NEW)).figures.values())
    assert b"was" not in unpack(NEW)["customXml/item2.xml"]


def test_a_number_typed_over_by_its_author_with_the_new_one_is_remembered_too():
    typed = paper(p("Có ", figure("total", "62"), " người."), p("Trong số 61 người"), figures={"total": "61"})
    assert told(verify(refresh(typed, NEW).docx, NEW)) == [("61", "62")]


def test_a_tracked_refresh_remembers_too():
    before = paper(SENTENCE, p("Trong số 61 người"))
    tracked = refresh(before, NEW, track=Author("Hà", "2024-03-20T09:30:00Z")).docx
    assert told(verify(tracked, NEW)) == [("61", "62")]
    assert told(verify(refresh(tracked, NEW).docx, NEW)) == [("61", "62")]


# --- where it is -------------------------------------------------------------------------------------------------


def test_a_message_quotes_the_words_around_the_number():
    long = "Văn phòng tham mưu, tổng hợp và phục vụ các hoạt động chỉ đạo, điều hành. " * 4
    docx = paper(p("Có ", figure("total", "61"), " người."), p(f"{long}Phân công 61 công chức. {long}"))
    (finding,) = refresh(docx, NEW).findings
    quoted = finding.params["paragraph"]
    assert quoted.startswith("…") and quoted.endswith("…")
    before, after = quoted.split("[61]")
    assert before.endswith("điều hành. Phân công ") and after.startswith(" công chức. Văn phòng")
    assert 40 < len(before) <= AROUND + 2 and 40 < len(after) <= AROUND + 2


def test_a_number_beside_figures_is_quoted_with_them():
    docx = paper(p("Có ", figure("total", "61"), " người, riêng 61 nam."))
    (finding,) = refresh(docx, NEW).findings
    assert finding.params["paragraph"] == "Có 62 người, riêng [61] nam.", "as it reads after the refresh"


def test_a_number_in_a_table_is_told_by_its_row_and_column():
    rows = ("TT", "Đơn vị", "Biên chế"), ("1", "Văn phòng", "61")
    (finding,) = refresh(paper(SENTENCE, table(*rows)), NEW).findings
    assert finding.params["paragraph"] == "Văn phòng › Biên chế: [61]"


@given(
    before=st.text("ab 1\n", max_size=200), value=st.text("1 ", max_size=9), after=st.text("ab 1\n", max_size=200)
)
def test_a_window_is_of_whole_words_around_its_value(before, value, after):
    shown = window(before, value, after)
    left, right = shown.split("[")[0], shown.split("]")[1]
    assert "\n" not in shown and len(left) <= AROUND + 2 and len(right) <= AROUND + 2
    words = [" ".join(text.split()) for text in (before, after)]
    assert words[0].endswith(left.removeprefix("…").strip()) and words[1].startswith(
        right.removesuffix("…").strip()
    )
    assert (left.startswith("…"), right.endswith("…")) == tuple(len(text) > AROUND for text in words)


def test_what_is_remembered_outlives_the_loss_of_the_custom_parts():
    docx = refresh(paper(SENTENCE, p("Trong số 61 người")), NEW).docx
    left = pack({name: data for name, data in unpack(docx).items() if not name.startswith("customXml/")})
    assert told(verify(left, NEW)) == [("61", "62")]
