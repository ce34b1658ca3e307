"""Head, addressees, recipients, signer and references (Nghị định 30/2020/NĐ-CP, Phụ lục I, Mục II và III)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from papers import UNIT, Paper

from pipeline.stages.localise.heads import annex_labels, authority, recipient_lines, subject_line

ISSUED = {"documents": {"report": {"number": 5, "date": "2024-02-05"}}}
LETTER: dict[str, Any] = {"type": "Công văn", "addressees": ["Sở Nội vụ"], "subject": "Gửi báo cáo"}


def blanks(text: str) -> str:
    """The text with a dotted blank for each room that is left to the pen (three spaces or more)."""
    return " ".join(re.sub(r"\s{3,}", " … ", re.sub(r"\s{3,}/", " …/", text)).split())


def signer(**facts: Any) -> tuple[str, ...]:
    found: tuple[str, ...] = Paper(unit={"signer": facts}).context().values["signer"]["lines"]
    return found


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"title": "Giám đốc"}, ("GIÁM ĐỐC",)),
        ({"authority": "none", "title": "Giám đốc"}, ("GIÁM ĐỐC",)),
        ({"authority": "Q", "title": "Giám đốc"}, ("Q. GIÁM ĐỐC",)),
        (
            {"authority": "TM", "collective": "Ủy ban nhân dân", "title": "Chủ tịch"},
            ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        ),
        (
            {"authority": "KT", "head_title": "Bộ trưởng", "title": "Thứ trưởng"},
            ("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"),
        ),
        (
            {
                "authority": "TM/KT",
                "collective": "Ủy ban nhân dân",
                "head_title": "Chủ tịch",
                "title": "Phó Chủ tịch",
            },
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ),
        (
            {"authority": "TL", "head_title": "Giám đốc", "title": "Chánh Văn phòng"},
            ("TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"),
        ),
        (
            {"authority": "TUQ", "head_title": "Giám đốc", "title": "Trưởng phòng"},
            ("TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG"),
        ),
    ],
)
def test_signing_authorities(facts: dict[str, Any], expected: tuple[str, ...]) -> None:
    assert signer(**facts) == expected


def test_all_authorities_of_the_schema_are_known() -> None:
    assert all(
        authority({"authority": kind, "title": "x"}) for kind in ("none", "TM", "KT", "TM/KT", "TL", "TUQ", "Q")
    )


def test_the_signer_of_a_document_goes_before_that_of_the_unit_and_may_be_unknown() -> None:
    unit = {"documents": {"report": {"signer": {"title": "Phó Giám đốc"}}}}
    found = Paper(unit=unit).context().values["signer"]
    assert found == {"lines": ("PHÓ GIÁM ĐỐC",), "name": ""}
    assert Paper().context().values["signer"]["name"] == "Nguyễn Văn A"


def test_an_issued_document_has_number_and_date_with_their_zeros() -> None:
    found = Paper(unit=ISSUED).document()
    assert found["number_line"] == "Số: 05/BC-STC"
    assert found["date_line"] == "Tỉnh A, ngày 05 tháng 02 năm 2024"


def test_months_from_march_on_have_no_zero_and_numbers_from_ten_on_neither() -> None:
    unit = {"documents": {"report": {"number": 506, "date": "2024-03-22"}}}
    found = Paper(unit=unit).document()
    assert found["number_line"] == "Số: 506/BC-STC"
    assert found["date_line"] == "Tỉnh A, ngày 22 tháng 3 năm 2024"


def test_a_draft_leaves_number_day_and_month_blank() -> None:
    found = Paper().document()
    assert blanks(found["number_line"]) == "Số: …/BC-STC"
    assert blanks(found["date_line"]) == "Tỉnh A, ngày … tháng … năm 2024"


@pytest.mark.parametrize(
    ("type_name", "symbol"),
    [("Báo cáo", "BC-STC"), ("Tờ trình", "TTr-STC"), ("Quy định", "QyĐ-STC"), ("Công văn", "STC-VP")],
)
def test_symbols_by_type(type_name: str, symbol: str) -> None:
    found = Paper(unit=ISSUED, document={"type": type_name}).document()
    assert found["number_line"] == f"Số: 05/{symbol}"


def test_a_symbol_that_the_data_give_is_kept() -> None:
    unit = {"documents": {"report": {"number": 12, "date": "2024-03-01", "symbol": "UBND-CVT&LTNN"}}}
    assert Paper(unit=unit, document=LETTER).document()["number_line"] == "Số: 12/UBND-CVT&LTNN"


def test_a_number_that_cannot_be_written_is_an_error_of_the_unit() -> None:
    unit = {"documents": {"report": {"number": "5x7", "date": "2024-03-01"}}}
    context, errors = Paper(unit=unit).write()
    assert context is None
    assert [(error.code, error.place and error.place.pointer) for error in errors] == [
        ("N50", "/documents/report")
    ]


def test_a_document_with_a_type_name_shows_it_in_capitals_and_its_subject_as_it_is() -> None:
    found = Paper().document()
    assert (found["type_name"], found["subject"]) == ("BÁO CÁO", "Kết quả công tác")


@pytest.mark.parametrize(
    ("subject", "line"),
    [
        ("Gửi báo cáo", "V/v gửi báo cáo"),
        ("gửi báo cáo.", "V/v gửi báo cáo"),
        ("V/v gửi báo cáo", "V/v gửi báo cáo"),
        ("Về việc nâng bậc lương", "V/v nâng bậc lương"),
        ("UBND tỉnh giao việc", "V/v UBND tỉnh giao việc"),
    ],
)
def test_a_letter_has_no_type_name_and_its_subject_begins_with_v_v(subject: str, line: str) -> None:
    found = Paper(document={**LETTER, "subject": subject}).document()
    assert (found["type_name"], found["subject"]) == ("", line)


def test_a_subject_has_no_final_stop() -> None:
    assert subject_line("Báo cáo", "Kết quả năm 2024.") == "Kết quả năm 2024"


def test_the_head_shows_superior_and_organ_in_capitals_and_keeps_given_lines() -> None:
    head = Paper().context().values["organ"]
    assert head == {"superior": "UBND TỈNH A", "name": "SỞ TÀI CHÍNH TỈNH A"}
    organ = {**UNIT["organ"], "head": ["Trung tâm", "Công báo"]}
    assert Paper(unit={"organ": organ, "superior_organ": None}).context().values["organ"] == {
        "superior": "",
        "name": "TRUNG TÂM\nCÔNG BÁO",
    }


def test_recipients_end_with_the_archive() -> None:
    found = Paper(unit={"recipients": ["Sở Nội vụ", "VPUB: CVP, PCVP"]}).document()
    assert found["recipients"] == ("- Sở Nội vụ;", "- VPUB: CVP, PCVP;", "- Lưu: VT, TCCB.")


def test_with_addressees_the_first_is_like_above() -> None:
    found = Paper(document={"addressees": ["Sở Nội vụ"], "recipients": ["Sở Y tế"]}).document()
    assert found["addressees"] == ("Sở Nội vụ",)
    assert found["recipients"] == ("- Như trên;", "- Sở Y tế;", "- Lưu: VT, TCCB.")


def test_recipients_of_the_document_go_before_those_of_campaign_and_unit() -> None:
    unit = {"recipients": ["C"], "documents": {"report": {"recipients": ["A"], "archive": "VT"}}}
    assert Paper(unit=unit, document={"recipients": ["B"]}).document()["recipients"] == ("- A;", "- Lưu: VT.")
    assert Paper(unit={"recipients": ["C"]}, document={"recipients": ["B"]}).document()["recipients"][0] == "- B;"
    assert Paper(unit={"recipients": ["C"]}, document={"recipients": []}).document()["recipients"] == (
        "- Lưu: VT, TCCB.",
    )


def test_typed_punctuation_of_recipients_is_not_doubled() -> None:
    assert recipient_lines(["- Như trên;", "Sở A;", "Sở B. v.v.", " "], "VT", True) == (
        "- Như trên;", "- Sở A;", "- Sở B. v.v.;", "- Lưu: VT.",
    )  # fmt: skip


def test_illustrative_documents_say_so() -> None:
    context = Paper(unit={"illustrative": True}).context()
    assert context.values["doc"]["note"] == "Số liệu minh họa"
    assert context.properties.keywords == "Số liệu minh họa"
    assert Paper().document()["note"] == ""


def test_properties_hold_title_author_and_date() -> None:
    properties = Paper(unit=ISSUED).context().properties
    assert properties.title == "Báo cáo kết quả công tác"
    assert properties.author == "Sở Tài chính tỉnh A"
    assert str(properties.created) == "2024-02-05"
    assert Paper().context().properties.created is None


# --- annexes -------------------------------------------------------------------------------------------------


def annexed(medium: str | None = None, count: int = 1, **facts: Any) -> Paper:
    annexes = [{"key": f"p{n}", "title": f"Biểu {n} về TTr", "text": f"Lời {n}."} for n in range(1, count + 1)]
    campaign = {"medium": medium} if medium else {}
    return Paper([{"text": "Xem {{ annexes.p1 }}."}], document={"annexes": annexes}, campaign=campaign, **facts)


def test_a_single_annex_has_no_number_and_several_have_roman_ones() -> None:
    assert annex_labels(["a"]) == {"a": "Phụ lục"}
    assert list(annex_labels(["a", "b", "c", "d"]).values()) == [
        "Phụ lục I", "Phụ lục II", "Phụ lục III", "Phụ lục IV",
    ]  # fmt: skip
    assert annex_labels([]) == {}


def test_the_text_refers_to_the_annex_by_its_label() -> None:
    assert annexed().lines() == ["Xem Phụ lục./."]
    assert annexed(count=2).lines() == ["Xem Phụ lục I./."]


def test_annex_titles_are_in_capitals_and_their_text_has_an_end_mark() -> None:
    (annex,) = annexed().annexes()
    assert (annex.title, annex.landscape) == ("BIỂU 1 VỀ TTr", False)
    assert [block.text for block in annex.blocks if hasattr(block, "text")] == ["Lời 1./."]


def test_on_paper_attached_to_is_filled_in() -> None:
    (annex,) = annexed("paper", unit=ISSUED).annexes()
    assert annex.attached_to == "(Kèm theo Báo cáo số 05/BC-STC ngày 05 tháng 02 năm 2024 của Sở Tài chính)"
    (draft,) = annexed("paper").annexes()
    assert blanks(draft.attached_to) == "(Kèm theo Báo cáo số …/BC-STC ngày … tháng … năm 2024 của Sở Tài chính)"


@pytest.mark.parametrize("medium", ["electronic", None])
def test_on_an_electronic_document_its_blanks_stay(medium: str | None) -> None:
    (annex,) = annexed(medium, unit=ISSUED).annexes()
    assert annex.attached_to == "(Kèm theo Báo cáo số …/…-… ngày … tháng … năm … của …)"


def test_an_annex_without_content_is_left_out_and_the_others_are_numbered_without_it() -> None:
    table = {"rows": "awards", "columns": [{"title": "A", "text": "{{ name }}"}]}
    annexes = [
        {"key": "none", "title": "x", "tables": [table]},
        {"key": "when", "title": "x", "text": "x", "when": {"greater": ["men", 5]}},
        {"key": "there", "title": "Có", "text": "x"},
        {"key": "empty", "title": "Trống", "tables": [{**table, "empty": "Không có."}]},
    ]
    found = Paper(document={"annexes": annexes}, figures={"men": 1}).annexes()
    assert [(annex.label, annex.title) for annex in found] == [("Phụ lục I", "CÓ"), ("Phụ lục II", "TRỐNG")]


def test_an_annex_that_ends_in_a_table_has_no_end_mark() -> None:
    table = {"rows": "awards", "columns": [{"title": "A", "text": "{{ name }}"}]}
    annexes = [{"key": "a", "title": "x", "text": "Lời.", "tables": [table], "orientation": "landscape"}]
    (annex,) = Paper(document={"annexes": annexes}, records={"awards": [{"name": "n"}]}).annexes()
    assert annex.landscape
    assert annex.blocks[0].text == "Lời."  # type: ignore[union-attr]


# --- documents cite each other -------------------------------------------------------------------------------


def test_documents_of_a_unit_cite_each_other() -> None:
    letter = {
        **LETTER,
        "per": "unit",
        "template": "x.docx",
        "outline": [{"text": "Gửi kèm {{ documents.report }}"}],
    }
    paper = Paper(
        others={"letter": letter},
        unit=ISSUED,
        document={"subject": "Kết quả năm {{ men | year }}"},
        figures={"men": 2024},
    )
    assert paper.context("letter").values["body"][0].text == (
        "Gửi kèm Báo cáo số 05/BC-STC ngày 05 tháng 02 năm 2024 của Sở Tài chính kết quả năm 2024./."
    )


def test_a_letter_is_cited_with_about() -> None:
    letter = {**LETTER, "per": "unit", "template": "x.docx", "outline": [{"text": "x"}]}
    outline = [{"text": '{{ documents.letter | cite("subject") }}'}]
    (line,) = Paper(outline, others={"letter": letter}).lines()
    assert blanks(line) == "Công văn số …/STC-VP về việc gửi báo cáo./."


def test_annexes_of_another_document_can_be_named() -> None:
    annexes = [{"key": "a", "title": "x", "text": "x"}, {"key": "b", "title": "x", "text": "x"}]
    other = {"type": "Báo cáo", "per": "unit", "subject": "x", "outline": [{"text": "x"}], "annexes": annexes}
    assert Paper([{"text": "Xem {{ annexes.other.b }}"}], others={"other": other}).lines() == ["Xem Phụ lục II./."]


def test_subjects_that_cite_each_other_end_in_an_error() -> None:
    other = {
        "type": "Báo cáo",
        "per": "unit",
        "template": "x",
        "subject": "theo {{ documents.report }}",
        "outline": [{"text": "x"}],
    }
    errors = Paper(document={"subject": "theo {{ documents.other }}"}, others={"other": other}).errors()
    assert {error.code for error in errors} == {"N10"}


def test_a_fault_of_another_subject_does_not_stand_against_a_document_that_does_not_cite_it() -> None:
    other = {
        "type": "Báo cáo",
        "per": "unit",
        "template": "x",
        "subject": "{{ typo }}",
        "outline": [{"text": "x"}],
    }
    paper = Paper(others={"other": other})
    assert paper.errors() == []
    (error,) = paper.write("other")[1]
    assert error.place is not None
    assert error.place.pointer == "/documents/other/subject"


def test_the_subject_does_not_count_as_the_first_citation_of_the_text() -> None:
    paper = Paper([{"text": "Theo {{ citations.nd30 }}"}], document={"subject": "Thực hiện {{ citations.nd30 }}"})
    full = "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư"
    assert paper.lines() == [f"Theo {full}./."]
    assert paper.document()["subject"] == f"Thực hiện {full}"


def test_citations_run_from_the_text_into_the_annexes_and_their_tables() -> None:
    columns = [{"title": "A", "text": "{{ citations.nd30 }}", "total": "{{ citations.nd30 }}"}]
    tables = [{"rows": "awards", "caption": "{{ citations.nd30 }}", "columns": columns}]
    annexes = [{"key": "a", "title": "Theo {{ citations.nd30 }}", "tables": tables}]
    paper = Paper([{"text": "x"}], document={"annexes": annexes}, records={"awards": [{"name": "n"}]})
    (annex,) = paper.annexes()
    assert annex.title.endswith("VỀ CÔNG TÁC VĂN THƯ")
    short = "Nghị định số 30/2020/NĐ-CP"
    assert annex.blocks[0].text == short  # type: ignore[union-attr]
    rows = annex.blocks[1].rows  # type: ignore[union-attr]
    assert [rows[index].cells[0].runs[0].text for index in (1, 2)] == [short, short]


@pytest.mark.parametrize(
    ("head", "printed"),
    [
        ("Ủy ban nhân dân huyện Ba Tơ", "ỦY BAN NHÂN DÂN\nHUYỆN BA TƠ"),
        ("Hội đồng nhân dân tỉnh A", "HỘI ĐỒNG NHÂN DÂN\nTỈNH A"),
        (["Ban Quản lý", "Khu kinh tế B"], "BAN QUẢN LÝ\nKHU KINH TẾ B"),
        ("Văn phòng Ủy ban nhân dân tỉnh A", "VĂN PHÒNG ỦY BAN NHÂN DÂN TỈNH A"),
        ("UBND tỉnh A", "UBND TỈNH A"),
    ],
)
def test_the_head_breaks_a_name_where_it_is_usual_or_where_the_data_say(head: object, printed: str) -> None:
    organ = {"name": "Sở Tài chính", "abbreviation": "STC", "head": head}
    assert Paper(unit={"organ": organ}).context().values["organ"]["name"] == printed
