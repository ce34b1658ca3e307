"""The foot: nơi nhận and signers, in a table or not."""

from __future__ import annotations

import pytest
from measured_samples import FOOT, HEAD, SENTENCE, TITLE, Text, body, found, left, measured, middle, right

from pipeline.decree.recognise import recognise

START = (*HEAD, *TITLE, SENTENCE)
SKIP = len(START)


def foot(*texts: Text) -> list[tuple[str, str]]:
    """Name and text of the pieces after the text."""
    return found(*START, *texts)[SKIP:]


def test_recipients_and_signer_side_by_side() -> None:
    assert [name for name, _ in foot(*FOOT)] == [
        "noinhan.label",
        "noinhan.item",
        "noinhan.item",
        "sign.title",
        "sign.name",
    ]


def test_recipients_and_signer_in_the_same_lines() -> None:
    lines = (
        body("Nơi nhận:\t\tKT. GIÁM ĐỐC"),
        body("- Như trên;\t\tPHÓ GIÁM ĐỐC"),
        body("- Lưu: VT."),
        body("                                                            Trần Văn B"),
    )
    assert foot(*lines) == [
        ("noinhan.label", "Nơi nhận:"),
        ("noinhan.item", "- Như trên;"),
        ("noinhan.item", "- Lưu: VT."),
        ("sign.authority", "KT. GIÁM ĐỐC"),
        ("sign.title", "PHÓ GIÁM ĐỐC"),
        ("sign.name", "Trần Văn B"),
    ]


def test_the_signer_may_stand_above_the_recipients() -> None:
    texts = (
        Text("TM. ỦY BAN NHÂN DÂN", True, align="right"),
        Text("CHỦ TỊCH", True, align="right"),
        Text("Trần Văn B", True, align="right"),
        body("Nơi nhận:"),
        body("- Như trên;"),
        body("- Lưu: VT."),
    )
    assert [name for name, _ in foot(*texts)] == [
        "sign.authority",
        "sign.title",
        "sign.name",
        "noinhan.label",
        "noinhan.item",
        "noinhan.item",
    ]


def test_a_document_without_recipients_has_a_signer_all_the_same() -> None:
    assert foot(right("GIÁM ĐỐC", True, table=9), right("Trần Văn B", True, table=9)) == [
        ("sign.title", "GIÁM ĐỐC"),
        ("sign.name", "Trần Văn B"),
    ]


def test_minutes_have_several_signers() -> None:
    texts = (
        left("THƯ KÝ", True, table=8),
        left("Lê Thị C", True, table=8),
        right("CHỦ TỌA", True, table=8),
        right("Trần Văn B", True, table=8),
        body("Nơi nhận:"),
        body("- Lưu: VT, Hồ sơ."),
    )
    assert foot(*texts) == [
        ("sign.title", "THƯ KÝ"),
        ("sign.name", "Lê Thị C"),
        ("sign.title", "CHỦ TỌA"),
        ("sign.name", "Trần Văn B"),
        ("noinhan.label", "Nơi nhận:"),
        ("noinhan.item", "- Lưu: VT, Hồ sơ."),
    ]


@pytest.mark.parametrize("prefix", ["TM.", "KT.", "TL.", "TUQ.", "Q.", "TM", "KT .", "TM:", "T/M"])
def test_who_signs_for_whom_is_known_with_or_without_its_stop(prefix: str) -> None:
    texts = (left("Nơi nhận:", table=9), left("- Lưu: VT.", table=9), right(f"{prefix} CHỦ TỊCH", True, table=9))
    assert foot(*texts)[-1] == ("sign.authority", f"{prefix} CHỦ TỊCH")


@pytest.mark.parametrize(
    "name",
    [
        "Trần Văn B",
        "TRẦN VĂN BÌNH",
        "TS. Trần Văn Bình",
        "Đại tá Trần Văn Bình",
        "Y Vêk Niê",
        "Trần văn B",
        "TS. Trần văn B",
        "PGS.TS. Lê Hà An",
        "Y Thu",
        "H'Hen Niê",
        "Đinh Thị K’Sơr",
        "K'Ré",
        "Lê Quyền",
        "Đỗ Quyên",
        "Hà Văn Chỉ Huy",
        "Nguyễn Trưởng",
    ],
)
def test_the_name_of_the_signer_with_or_without_degrees(name: str) -> None:
    texts = (
        left("Nơi nhận:", table=9),
        left("- Lưu: VT.", table=9),
        right("GIÁM ĐỐC", True, table=9),
        *(right("", table=9) for _ in range(4)),
        right(name, True, table=9),
    )
    assert foot(*texts)[-1] == ("sign.name", name)


@pytest.mark.parametrize(
    "room",
    [
        [right("", True, table=9)],
        [Text("", align="center", cell=right("").cell, region="cell", more=(("layout", {"line_pt": 76.0}),))],
        [right("(Đã ký)", table=9)],
    ],
)
def test_a_signature_or_the_room_for_one_parts_the_name_from_the_post(room: list[Text]) -> None:
    texts = (left("Nơi nhận:", table=9), right("GIÁM ĐỐC", True, table=9), *room, right("Lê Phó", True, table=9))
    parted = bool(room[0].more or room[0].text)
    assert (foot(*texts)[-1] == ("sign.name", "Lê Phó")) == parted


def test_the_post_of_a_member_above_his_name() -> None:
    texts = (
        left("Nơi nhận:", table=9),
        left("- Lưu: VT.", table=9),
        right("TM. BAN CHỈ ĐẠO", True, table=9),
        right("PHÓ TRƯỞNG BAN", True, table=9),
        right("", table=9),
        right("Giám đốc Sở Nội vụ", True, table=9),
        right("Trần Văn B", True, table=9),
    )
    names = [name for name, _ in foot(*texts)]
    assert names[2:] == ["sign.authority", "sign.title", "sign.othertitle", "sign.name"]


def test_a_table_that_holds_the_text_as_well_is_no_foot_above_its_foot() -> None:
    row = (left("Nơi nhận:", table=0, row=3), left("- Lưu: VT.", table=0, row=3), right("GIÁM ĐỐC", True, row=3))
    text = left("Sở Nội vụ báo cáo kết quả công tác năm 2025 như sau./.", row=2)
    pieces = found(*HEAD, text, *row)
    assert [name for name, _ in pieces[7:]] == ["noinhan.label", "noinhan.item", "sign.title"]


def test_an_item_that_wraps_by_hand_is_one_item() -> None:
    texts = (
        body("Nơi nhận:"),
        body("- Các bộ, cơ quan ngang bộ,"),
        body("cơ quan thuộc Chính phủ;"),
        body("- Lưu: VT."),
    )
    assert foot(*texts)[1] == ("noinhan.item", "- Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ;")


def test_heads_of_two_organs_sign_together() -> None:
    texts = (
        left("GIÁM ĐỐC", True, table=8),
        left("SỞ TÀI CHÍNH", True, table=8),
        *(left("", table=8) for _ in range(3)),
        left("VŨ VĂN AN", True, table=8),
        right("GIÁM ĐỐC", True, table=8),
        right("SỞ NỘI VỤ", True, table=8),
        right("Trần Văn B", True, table=8),
        body("Nơi nhận:"),
        body("- Lưu: VT."),
    )
    assert [name for name, _ in foot(*texts)][:6] == ["sign.title", "sign.title", "sign.name"] * 2


def test_a_digital_signature_is_no_signer() -> None:
    texts = (left("Nơi nhận:", table=9), left("- Lưu: VT.", table=9), right("GIÁM ĐỐC", True, table=9))
    signed = (right("Ký bởi: Sở Nội vụ", table=9), right("(Đã ký)", table=9), right("Trần Văn B", True, table=9))
    assert [name for name, _ in foot(*texts, *signed)][3:] == ["other", "other", "sign.name"]


def test_the_mark_of_the_writer_and_the_address() -> None:
    texts = (
        *FOOT,
        body("PL.(300)"),
        body("Địa chỉ: 52 Hùng Vương; Điện thoại: 0255.3822; Email: snv@quangngai.gov.vn"),
    )
    assert [name for name, _ in foot(*texts)][-2:] == ["soanthao", "diachi"]


def test_a_line_of_capitals_in_the_text_is_no_signer() -> None:
    names = [
        name for name, _ in found(*HEAD, *TITLE, middle("CHỦ TỊCH HỘI ĐỒNG", True), SENTENCE, SENTENCE, *FOOT)
    ]
    assert names.count("sign.title") == 1


def test_a_signer_that_an_indent_brings_to_the_right_stands_on_the_right() -> None:
    def aside(text: str) -> Text:
        return Text(text, True, align="center", more=(("layout", {"left_mm": 51.0}),))

    texts = (body("Nơi nhận:"), body("- Lưu: VT."), aside("THỦ TƯỚNG"), body(""), body(""), aside("Trần Văn B"))
    pieces = recognise(measured(*START, *texts)).pieces[SKIP:]
    assert [(piece.name, piece.side) for piece in pieces[2:]] == [("sign.title", "right"), ("sign.name", "right")]
