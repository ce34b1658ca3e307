"""One writer, one way: spellings, capitals, tone marks, abbreviations, sums, citations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from text_samples import body, broken, document, faults, findings, piece, told

from pipeline.decree.model import Recognised

END = "Hết./."


def rules(*texts: str) -> set[str]:
    return broken(body(*texts, END))


def test_two_spellings_of_one_word_are_told_at_the_rarer() -> None:
    made = body("Bình xét hằng năm, sơ kết hằng năm.", "Chương trình công tác hàng năm.")
    assert told("text.spellings", made) == [("hằng năm” (2), “hàng năm” (1)", "one way of writing throughout")]
    assert faults("text.spellings", made)[0].where.words == "hàng năm"
    assert rules("Bình xét hằng năm.", "Hằng năm có hàng nghìn người.") == set()


def test_tone_marks_on_different_vowels_are_told_once_with_both_forms() -> None:
    made = body("Sự lan tỏa của Ủy ban; hòa giải.", "Được cụ thể hoá.")
    (one,) = told("text.tone-marks", made)
    assert "hoá” (1)" in one[0] and "tỏa” (1)" in one[0]
    assert rules("Sự lan tỏa, hòa giải, quý vị, quỳ, thuở, toàn bộ, hoàn thành.") == set()
    assert rules("Bà Thúy và ông Hoà.", "Sự hoà giải.") == set()


def test_one_name_in_several_capitals_is_one_finding() -> None:
    made = body(
        "Hội đồng Thi đua - Khen thưởng của Sở.",
        "Các Hội đồng thi đua - Khen thưởng.",
        "Và Hội đồng Thi đua - khen thưởng.",
        END,
    )
    assert broken(made) == {"text.capitals"}
    assert len(faults("text.capitals", made)) == 3
    assert len({one.found for one in faults("text.capitals", made)}) == 1


@pytest.mark.parametrize(
    "texts",
    [
        ("Hội đồng Thi đua - Khen thưởng.", "Công tác thi đua - khen thưởng."),
        ("Phát triển kinh tế - xã hội.", "Kinh tế - xã hội phát triển."),
        ("Ban Chỉ đạo cải cách hành chính.", "Ban Chỉ đạo chuyển đổi số."),
        ("PHÁT TRIỂN KINH TẾ - XÃ HỘI", "Phát triển kinh tế - xã hội."),
        ("Phòng Hành chính - Quản trị.", "Phòng Hành chính - Tổ chức."),
    ],
)
def test_different_names_and_common_words_are_no_name_in_several_capitals(texts: tuple[str, ...]) -> None:
    assert rules(*texts) == set()


def test_a_name_after_its_head_is_compared_too() -> None:
    assert rules("Các Trung tâm Phục vụ hành chính công.", "Và Trung tâm Phục vụ Hành chính công.") == {
        "text.capitals"
    }


def test_a_short_form_is_brought_in_once() -> None:
    twice = ("Văn phòng UBND tỉnh (Văn phòng) báo cáo.", "Nay Văn phòng UBND tỉnh (Văn phòng) là cơ quan.")
    assert [one.where.words for one in faults("text.abbreviation.twice", body(*twice))] == ["(Văn phòng)"]
    assert rules("Sở Nội vụ (sau đây gọi là Sở) và Bộ Nội vụ (sau đây gọi là Bộ).") == set()
    assert rules("Sở Nội vụ (sau đây gọi tắt là Sở); Sở Nội vụ (sau đây viết tắt là Sở).") == {
        "text.abbreviation.twice"
    }
    assert rules("Tại huyện (huyện) và xã (xã); gồm (nữ) và (nữ).") == set()


def test_an_abbreviation_beside_its_words_must_be_brought_in() -> None:
    assert rules("UBND tỉnh và Ủy ban nhân dân xã.") == {"text.abbreviation.never"}
    assert rules("Ủy ban nhân dân (UBND) tỉnh và UBND xã.") == set()
    assert rules("Ủy ban nhân dân (sau đây viết tắt là UBND) và UBND xã.") == set()
    assert rules("UBND tỉnh và UBND xã.") == set()
    assert rules("Công văn số 309/SNV-TĐKT ngày 05/3/2024 của Sở Nội vụ về thi đua, khen thưởng.") == set()


def test_a_sum_that_is_wrong_is_told_with_its_parts() -> None:
    wrong = body("Tổng số là 90; trong đó gồm: 61 công chức, 14 lao động và 14 viên chức.")
    assert told("text.sum", wrong) == [("61 + 14 + 14 = 89", "90")]
    assert rules("Tổng số là 89; trong đó gồm: 61 công chức, 14 lao động và 14 viên chức.") == set()


# --- citations ---------------------------------------------------------------------------------------------------

DECREE = "Nghị định số 30/2020/NĐ-CP"
FULL = f"{DECREE} ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư"
PARTY = "Chỉ thị số 34-CT/TW"


@pytest.mark.parametrize(
    "texts",
    [
        (f"Thực hiện {FULL}.", f"Theo {DECREE}."),
        (f"Thực hiện {PARTY} ngày 07/4/2014 của Bộ Chính trị về thi đua.", f"{PARTY} của Bộ Chính trị nêu rõ."),
        ("Theo đề nghị của Sở Nội vụ tại Công văn số 309/SNV-TĐKT ngày 01/3/2024 về việc báo cáo.",),
        ("Báo cáo số /BC-SYT ngày tháng năm 2024 của Sở Y tế.",),
        ("Sở Nội vụ đã ban hành Công văn số 309/SNV-TĐKT ngày 01/3/2024.",),
        (
            "Công văn số 309/SNV-TĐKT ngày 01/3/2024 của Sở Nội vụ về việc báo cáo tổng kết thực hiện "
            f"{PARTY} ngày 07/4/2014 của Bộ Chính trị; tiếp theo.",
            f"Văn phòng triển khai {PARTY}.",
        ),
        ("Ngày 01/7/2025, Giám đốc Sở Nội vụ ký Quyết định số 15/QĐ-SNV về việc khen thưởng.",),
        (f"Ông viết “theo {DECREE}”.",),
        ("Nghị định số {{ number }} đã ban hành.",),
    ],
)
def test_right_citations_pass(texts: tuple[str, ...]) -> None:
    assert rules(*texts) == set()


@pytest.mark.parametrize(
    ("texts", "rule"),
    [
        ((f"Thực hiện {DECREE}, Sở báo cáo.",), "cite.first"),
        ((f"Thực hiện {DECREE} ngày 05 tháng 3 năm 2020 của Chính phủ, Sở báo cáo.",), "cite.first"),
        ((f"Thực hiện {DECREE} ngày 05 tháng 3 năm 2020, Sở báo cáo.",), "cite.first"),
        ((f"Thực hiện {FULL}.", f"Theo {FULL}."), "cite.next"),
        (("Theo Luật Thi đua, khen thưởng số 06/2022/QH15.",), "cite.law"),
    ],
)
def test_a_wrong_citation_is_a_warning(texts: tuple[str, ...], rule: str) -> None:
    assert rules(*texts) == {rule}
    assert {one.severity for one in findings(body(*texts, END))} == {"warning"}


def test_the_subject_of_the_document_counts_as_the_first_time() -> None:
    subject = piece("trichyeu", f"Tổng kết {PARTY} ngày 07/4/2014 của Bộ Chính trị về thi đua")
    assert broken(document(subject, piece("body", f"Thực hiện {PARTY}./."))) == set()


def test_a_ground_names_its_document_in_full_and_counts_as_the_first_time() -> None:
    def decision(ground: str) -> Recognised:
        return document(piece("cancu", ground), piece("h.dieu", f"Điều 1. Theo {DECREE}./.", "1"), kind="QĐ")

    assert broken(decision(f"Căn cứ {FULL}.")) == set()
    assert broken(decision(f"Căn cứ {DECREE}.")) == {"cancu.full-citation"}


# --- capitals of lists, dates and numbers ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Theo quy định tại Khoản 2 Điều 5.", "caps.cite-parts"),
        ("Theo khoản 2 điều 5.", "caps.cite-parts"),
        ("Theo quy định tại Khoản 2 Mục III.", "caps.cite-parts"),
        ("Theo quy định tại Điểm a khoản 2 Điều 5.", "caps.cite-parts"),
        ("Theo điều 5 của Luật Đất đai.", "caps.cite-parts"),
        ("Tại thành phố Hồ Chí Minh.", "caps.admin.special"),
        ("Tại thủ đô Hà Nội.", "caps.admin.special"),
        ("Tại phường 10, quận Gò Vấp.", "caps.admin.number-person-event"),
        ("Các Ủy Ban Nhân Dân xã.", "caps.org.vn"),
        ("Các Ủy ban Nhân dân xã.", "caps.org.vn"),
        ("Ngày thành lập Đảng Cộng Sản Việt Nam.", "caps.org.special"),
        ("Tặng Huân chương lao động.", "caps.honours"),
        ("Tặng Huân chương Lao động hạng nhất.", "caps.honours.rank"),
        ("Nhân ngày quốc khánh.", "caps.holiday"),
        ("Nhân ngày Quốc khánh 2/9.", "date.holiday"),
        ("Dịp Tết Nguyên Đán.", "caps.tet"),
        ("Dịp Tết Nguyên đán.", "caps.tet"),
        ("Họp vào sáng thứ hai.", "caps.weekday-month"),
        ("Trong tháng giêng.", "caps.weekday-month"),
        ("Mừng năm ất tỵ.", "caps.lunar-year"),
        ("Cuộc Cách mạng Tháng Tám.", "caps.event"),
        ("Các Tổ chức Y tế Thế giới.", "caps.org.foreign"),
        ("Theo công văn số 309/SNV-TĐKT.", "caps.doctype"),
        ("Đã xong. các đơn vị.", "caps.sentence"),
        ("Ngày 5 họp ngày 5 tháng 3 năm 2024.", "date.long.scope"),
        ("Họp ngày 05 tháng 03 năm 2024.", "date.long.scope"),
        ("Họp ngày 7/4/2014.", "date.short"),
        ("Họp ngày 07/04/2014.", "date.short"),
        ("Họp ngày 01/1/2020.", "date.short"),
        ("Trong tháng 06/2025.", "date.month-only"),
        ("Tặng 5 tập thể.", "num.count.zero"),
        ("Chi 1500000 đồng.", "num.thousands"),
        ("Chi 1,500,000 đồng.", "num.thousands"),
        ("Đạt 12.5%.", "num.decimal"),
        ("Dài 15km.", "num.unit-space"),
        ("Chi 15 VNĐ.", "num.currency"),
        ("Trong năm 2.024.", "num.year"),
        ("Đạt 12% và 15 %.", "num.percent"),
        ("Chi 1.500.000 đồng (Bằng chữ: Một triệu bốn trăm nghìn đồng).", "num.words"),
    ],
)
def test_what_a_list_decides_is_told_by_one_rule(text: str, rule: str) -> None:
    assert rules(text) == {rule}


@pytest.mark.parametrize(
    "text",
    [
        "Theo điểm a khoản 2 Điều 103 Mục 5 Chương XII Phần I của Bộ luật Hình sự.",
        "Khoản 2 Điều 5 quy định rõ.",
        "Về việc sửa đổi, bổ sung Khoản 2 Điều 5.",
        "Tại Thành phố Hồ Chí Minh và Thủ đô Hà Nội.",
        "TẠI THÀNH PHỐ HỒ CHÍ MINH",
        "Các ủy ban nhân dân và Ủy ban nhân dân xã.",
        "Tặng Huân chương Lao động hạng Nhất.",
        "Nhân ngày Quốc khánh 2-9 và ngày Quốc tế Lao động 1-5.",
        "Tết Nguyên đán đã đến.",
        "Dịp tết Nguyên đán.",
        "Lần thứ hai; thứ ba; sáng thứ Hai.",
        "Mừng năm Ất Tỵ.",
        "Cách mạng tháng Tám thành công.",
        "Ban hành các nghị định, quyết định về kế hoạch.",
        "Họp ngày 05 tháng 02 năm 2024, ngày 08 tháng 4 năm 2004.",
        "Họp ngày 07/4/2014, 02/01/2020 và 25/12/2024.",
        "Tặng 05 tập thể, 12 cá nhân; Điều 5 người dân; cấp 1 người.",
        "Chi 1.500.000 đồng (Bằng chữ: Một triệu năm trăm nghìn đồng).",
        "Chi 1.500.000 đồng (bằng chữ: một triệu năm trăm nghìn đồng chẵn).",
        "Đạt 12,5% và 1.234.567 người; phần mềm 2.0; mục 1.1.",
        "Dài 15 km; mã A15m; 3G.",
        "Các tỉnh, v.v. và các huyện; Th.S. nói.",
        "Theo “nghị định số 30/2020/NĐ-CP” cũ.",
    ],
)
def test_what_is_right_or_open_is_left_alone(text: str) -> None:
    assert rules(text) == set()


WORDS = (
    "Ủy ban nhân dân", "UBND", "Sở Nội vụ", "05", "tập thể", ",", ";", ".", "(", ")", "“", "”", "gồm", "và", "-",
    "12,5%", "{{ x }}", "ngày 5/3/2024", "Nghị định số 30/2020/NĐ-CP",
)  # fmt: skip


@given(st.lists(st.sampled_from(WORDS)))
def test_no_text_makes_a_rule_fail(words: list[str]) -> None:
    broken(body(" ".join(words), END))


@given(st.text(max_size=300))
def test_no_characters_make_a_rule_fail(text: str) -> None:
    broken(body(text, END))
    broken(document(piece("so", text), piece("diadanh", text), piece("kinhgui", text), piece("annex.label", text)))
