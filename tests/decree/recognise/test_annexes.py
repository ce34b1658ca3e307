"""Annexes and attached documents: from where on it is no more the main text."""

from __future__ import annotations

from measured_samples import (
    FOOT,
    HEAD,
    MOTTO,
    NATION,
    ORGANS,
    SENTENCE,
    TITLE,
    Text,
    body,
    bold,
    figure,
    left,
    measured,
    middle,
    right,
)

from pipeline.decree.model import Piece
from pipeline.decree.recognise import recognise

START = (*HEAD, *TITLE, SENTENCE, *FOOT)


def annexes(*texts: Text) -> list[Piece]:
    """The pieces of the annexes."""
    return [piece for piece in recognise(measured(*texts)).pieces if piece.annex is not None]


def test_an_annex_has_a_label_a_title_and_its_document() -> None:
    texts = (
        middle("Phụ lục II", True),
        middle("DANH SÁCH", True),
        middle("(Kèm theo Báo cáo số 15/BC-SNV)", italic=True),
    )
    pieces = annexes(*START, *texts, SENTENCE)
    assert [piece.name for piece in pieces] == ["annex.label", "annex.title", "annex.kemtheo", "body"]
    assert pieces[0].number == "II"


def test_each_annex_has_its_number() -> None:
    texts = (middle("Phụ lục I", True), SENTENCE, middle("PHỤ LỤC SỐ 02", True), SENTENCE)
    assert [piece.annex for piece in annexes(*START, *texts)] == [0, 0, 1, 1]


def test_a_sentence_about_an_annex_begins_none() -> None:
    texts = (body("Phụ lục I: danh sách kèm theo báo cáo này."), body("Phụ lục II kèm theo báo cáo này."))
    assert annexes(*HEAD, *TITLE, *texts, SENTENCE, *FOOT) == []


def test_a_row_of_a_table_begins_no_annex() -> None:
    assert annexes(*HEAD, *TITLE, figure("Phụ lục I"), figure("Danh sách", column=1), SENTENCE, *FOOT) == []


def test_the_rules_that_a_decision_issues_are_an_annex_with_a_head() -> None:
    attached = (
        *(Text(text.text, text.bold, cell=text.cell and left("", table=20).cell) for text in ORGANS),
        right(NATION.text, True, table=20),
        right(MOTTO.text, True, table=20),
        middle("QUY CHẾ", True),
        middle("Thi đua, khen thưởng", True),
        middle("(Ban hành kèm theo Quyết định số 15/QĐ-SNV)", italic=True),
        middle("Chương I", True),
        middle("QUY ĐỊNH CHUNG", True),
    )
    names = [piece.name for piece in annexes(*START, *attached, SENTENCE)]
    assert names == [
        "organ.parent",
        "organ.issuer",
        "quochieu",
        "tieungu",
        "tenloai",
        "trichyeu",
        "annex.kemtheo",
        "h.chuong",
        "h.chuong.title",
        "body",
    ]


def test_an_attached_list_without_a_label() -> None:
    texts = (
        bold("DANH SÁCH THÀNH VIÊN HỘI ĐỒNG", page_break=True, layout={"align": "center"}),
        middle("(Kèm theo Quyết định số 15/QĐ-SNV ngày 05 tháng 12 năm 2025)", italic=True),
        figure("TT"),
    )
    assert [piece.name for piece in annexes(*START, *texts)] == ["annex.title", "annex.kemtheo", "table"]


def test_an_annex_by_itself_is_an_annex() -> None:
    pieces = recognise(measured(middle("Phụ lục I", True), middle("DANH SÁCH", True), figure("TT"))).pieces
    assert [(piece.name, piece.annex) for piece in pieces] == [
        ("annex.label", 0),
        ("annex.title", 0),
        ("table", 0),
    ]


def test_the_kind_and_the_signer_are_those_of_the_main_text() -> None:
    attached = (middle("Phụ lục", True), middle("KẾ HOẠCH", True), SENTENCE)
    document = recognise(measured(*START, *attached))
    assert document.kind == "BC"
    assert [piece.annex for piece in document.all("tenloai", "sign.name")] == [None, None]
