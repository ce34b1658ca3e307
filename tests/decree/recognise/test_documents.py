"""Kind, state and direction of a document, its strokes, templates, and documents that are none."""

from __future__ import annotations

import time

import pytest
from measured_samples import (
    DATE,
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
    found,
    left,
    measured,
    middle,
    right,
)

from pipeline.decree.model import Stroke
from pipeline.decree.recognise import recognise
from pipeline.vietnamese import COPY_TYPES, DOCUMENT_TYPES


@pytest.mark.parametrize("kind", [kind for kind in DOCUMENT_TYPES if kind.abbreviation] + list(COPY_TYPES))
def test_the_kind_is_told_by_the_name_of_the_type(kind: object) -> None:
    title = middle(kind.name.upper(), True)  # type: ignore[attr-defined]
    document = recognise(measured(*HEAD[:4], left("Số: 15", row=1), DATE, title, TITLE[1], SENTENCE, *FOOT))
    assert document.kind == kind.abbreviation  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "title", ["BẢN THOẢ THUẬN", "GIẤY ỦY QUYỀN", "Báo cáo", "BÁO CÁO TÓM TẮT", "BIÊN BẢN HỌP"]
)
def test_variants_of_a_title(title: str) -> None:
    document = recognise(measured(*HEAD, middle(title, True), TITLE[1], SENTENCE, *FOOT))
    assert document.kind in ("BTT", "GUQ", "BC", "BB")
    assert document.first("tenloai").text == title  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("number", "kind"),
    [("Số: 15/TTr-SNV", "TTr"), ("Số: 15/QyĐ-SNV", "QyĐ"), ("Số: 15/SNV-TĐKT", ""), ("Số: 15/SY-UBND", "SY")],
)
def test_the_kind_is_told_by_the_symbol_where_no_title_tells(number: str, kind: str) -> None:
    assert recognise(measured(*ORGANS, NATION, MOTTO, left(number, row=1), DATE, SENTENCE, SENTENCE)).kind == kind


def test_a_letter_stays_a_letter_whatever_its_symbol_looks_like() -> None:
    head = (*ORGANS, NATION, MOTTO, left("Số: 123/CT-TTHT", row=1), left("V/v hoàn thuế", row=1), DATE)
    assert recognise(measured(*head, middle("Kính gửi: Công ty A"), SENTENCE)).kind == "CV"


def test_a_kind_that_is_told_is_taken() -> None:
    assert recognise(measured(*HEAD, *TITLE, SENTENCE), "KH").kind == "KH"


@pytest.mark.parametrize(
    ("number", "date", "state"),
    [
        ("Số: 15/BC-SNV", "Hà Nội, ngày 05 tháng 12 năm 2025", "issued"),
        ("Số:       /BC-SNV", "Hà Nội, ngày 05 tháng 12 năm 2025", "draft"),
        ("Số: …/BC-SNV", "Hà Nội, ngày … tháng … năm 2025", "draft"),
        ("Số: 15/BC-SNV", "Hà Nội, ngày      tháng 12 năm 2025", "draft"),
        ("Số: {{ number }}/BC-SNV", "{{ date }}", "issued"),
    ],
)
def test_blanks_make_a_draft(number: str, date: str, state: str) -> None:
    head = (*ORGANS, NATION, MOTTO, left(number, row=1), right(date, italic=True, row=1))
    assert recognise(measured(*head, *TITLE, SENTENCE)).state == state


def test_the_state_property_decides() -> None:
    assert recognise(measured(*HEAD, *TITLE, SENTENCE, state="draft")).state == "draft"


def test_a_report_with_addressees_goes_up() -> None:
    assert recognise(measured(*HEAD, *TITLE, middle("Kính gửi: UBND tỉnh A"), SENTENCE)).direction == "up"
    assert recognise(measured(*HEAD, *TITLE, SENTENCE)).direction == ""


def test_a_letter_to_the_organ_above_goes_up_and_of_others_nothing_is_known() -> None:
    head = (*ORGANS, NATION, MOTTO, left("Số: 15/SNV-VP", row=1), left("V/v họp", row=1), DATE)
    assert recognise(measured(*head, middle("Kính gửi: Ủy ban nhân dân tỉnh A"), SENTENCE)).direction == "up"
    assert recognise(measured(*head, middle("Kính gửi: Sở Y tế"), SENTENCE)).direction == ""


def test_strokes_belong_to_what_stands_above_them() -> None:
    strokes = [Stroke("border", 1, 12.0), Stroke("shape", 3, 60.5), Stroke("border", 7, 34.0)]
    document = recognise(measured(*HEAD, *TITLE, SENTENCE, strokes=strokes))
    assert {name: len(lines) for name, lines in document.strokes.items()} == {
        "organ.issuer": 1,
        "tieungu": 1,
        "trichyeu": 1,
    }


def test_strokes_under_both_halves_of_a_paragraph_are_told_by_their_place() -> None:
    line = body("\tSỞ NỘI VỤ\tĐộc lập - Tự do - Hạnh phúc")
    first = body("\tUBND TỈNH A\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    strokes = [Stroke("typed", 1, 12.0, (56.0, 68.0)), Stroke("typed", 1, 57.0, (116.0, 173.0))]
    document = recognise(measured(first, line, *TITLE, SENTENCE, strokes=strokes))
    assert document.strokes["organ.issuer"] == (strokes[0],)
    assert document.strokes["tieungu"] == (strokes[1],)


def test_in_a_template_the_style_tells_what_a_tag_will_be() -> None:
    texts = (
        *(Text("{%p if organ.superior %}", cell=left("").cell, region="cell"), left("{{ organ.superior }}")),
        body("{{ doc.subject }}", style="TrichYeu"),
    )
    document = recognise(
        measured(
            body("{%p if organ.superior %}", style="CoQuanChuQuan"),
            body("{{ organ.superior }}", style="Cơ quan chủ quản"),
            body("{{ organ.name }}", style="CoQuanBanHanh"),
            NATION,
            MOTTO,
            body("{{ doc.number_line }}", style="SoKyHieu"),
            body("{{ doc.type_name }}", style="TenLoai"),
            texts[-1],
            body("{{p body | blocks }}"),
            left("Nơi nhận:", table=9),
            body("{{ signer.name }}", style="Họ và tên người ký"),
        )
    )
    names = [piece.name for piece in document.pieces]
    assert names == [
        "organ.parent",
        "organ.issuer",
        "quochieu",
        "tieungu",
        "so",
        "tenloai",
        "trichyeu",
        "other",
        "noinhan.label",
        "sign.name",
    ]


def test_a_style_never_beats_what_a_text_says() -> None:
    texts = (*HEAD, *TITLE, body("Sở Nội vụ báo cáo kết quả như sau.", style="QuocHieu"), SENTENCE)
    assert found(*texts)[8][0] == "body"


@pytest.mark.parametrize(
    "texts",
    [
        (),
        (body(""),),
        (figure("1"), figure("2", column=1), figure("3", row=1)),
        (body("", label="(*)"), body("", label="\uf0b7")),
        (body("Once upon a time there was a king."), bold("THE END")),
        (middle("THỰC ĐƠN", True), body("- Phở bò;"), body("- Bún chả.")),
        (bold("DANH SÁCH HỌC SINH"), figure("TT"), figure("Họ và tên", column=1)),
    ],
)
def test_what_is_no_administrative_document_has_no_components(texts: tuple[Text, ...]) -> None:
    document = recognise(measured(*texts))
    assert document.kind == ""
    assert {piece.name for piece in document.pieces} <= {"body", "other", "table", "h.dash", "tenloai"}


def test_letters_of_an_old_font_are_read_as_it_shows_them() -> None:
    texts = (
        left("së néi vô", True),
        right("céng hßa x· héi chñ nghÜa viÖt nam", True),
        right("§éc lËp - Tù do - H¹nh phóc", True),
    )
    texts = tuple(
        Text(text.text, text.bold, cell=text.cell, region="cell", more=(("font", font),))
        for text, font in zip(texts, (".VnTimeH", ".VnTimeH", ".VnTime"), strict=True)
    )
    assert found(*texts) == [
        ("organ.issuer", "SỞ NỘI VỤ"),
        ("quochieu", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("tieungu", "Độc lập - Tự do - Hạnh phúc"),
    ]


def test_a_document_of_three_hundred_pages_takes_linear_time() -> None:
    text = [
        bold("1. Công tác chỉ đạo"),
        SENTENCE,
        body("a) Nội dung " + "thi đua, " * 60),
        figure("12"),
        figure("x", column=1),
    ]

    def seconds(times: int) -> float:
        document = measured(*HEAD, *TITLE, *(text * times), *FOOT)
        start = time.process_time()
        recognise(document)
        return time.process_time() - start

    seconds(20)
    assert seconds(2000) < 40 * max(seconds(200), 0.005)
    assert seconds(2000) < 3


@pytest.mark.parametrize(
    "sign", ["(", "{{", "{% ", "Số: ", ", ngày ", "I.", "- ", "\t", " ", "a", "1.", "[", "Ông "]
)
def test_a_hostile_paragraph_takes_no_time(sign: str) -> None:
    texts = [body(sign * (20000 // len(sign))), left(sign * 400), right(sign * 60, table=1)]
    start = time.process_time()
    recognise(measured(*texts, *HEAD, *texts, *TITLE, *texts, *FOOT, *texts))
    assert time.process_time() - start < 1
