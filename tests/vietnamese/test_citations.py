"""Citations: Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II.3, II.6.a, II.6.b; Phụ lục II, Mục V.7."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.vietnamese.citations import (
    Citation,
    article,
    cite,
    code,
    first,
    following,
    is_letter_code,
    is_named_code,
    is_party,
)

DECREE = Citation(
    "Nghị định", "30", "NĐ-CP", date(2020, 3, 5), "Chính phủ", "về công tác văn thư", year_in_number=True
)
LETTER = Citation("Công văn", "309", "SNV-TĐKT", date(2024, 4, 7), "Sở Nội vụ", "về việc báo cáo")
PARTY = Citation("Chỉ thị", "34", "CT/TW", date(2014, 4, 7), "Bộ Chính trị", "về đổi mới", system="party")
LAW = Citation(
    "Luật", "06", "QH15", date(2022, 6, 15), "Quốc hội", title="Thi đua, khen thưởng", year_in_number=True
)
DRAFT = Citation("Báo cáo", None, "BC-SYT", None, "Sở Y tế", "kết quả năm 2024")


class TestCode:
    @pytest.mark.parametrize(
        ("citation", "text"),
        [
            (Citation("Báo cáo", "506", "BC-VP"), "506/BC-VP"),
            (Citation("Báo cáo", "5", "BC-SNV"), "05/BC-SNV"),
            (Citation("Báo cáo", "05", "BC-SNV"), "05/BC-SNV"),
            (Citation("Quyết định", "15", "QĐ-TTg"), "15/QĐ-TTg"),
            (Citation("Quyết định", "8a", "QĐ-BNV"), "08a/QĐ-BNV"),
            (DECREE, "30/2020/NĐ-CP"),
            (PARTY, "34-CT/TW"),
            (Citation("Hướng dẫn", "5", "HD/VPTW", system="party"), "05-HD/VPTW"),
        ],
    )
    def test_joins_number_and_symbol(self, citation: Citation, text: str) -> None:
        assert code(citation) == text

    def test_leaves_the_number_of_a_draft_blank(self) -> None:
        assert code(DRAFT).replace("\u00a0", "") == "/BC-SYT"
        assert code(DRAFT).startswith("\u00a0")
        draft = Citation("Nghị định", None, "NĐ-CP", year_in_number=True)
        assert code(draft, 2025).strip() == "/2025/NĐ-CP"

    def test_wants_a_date_where_the_number_holds_the_year(self) -> None:
        with pytest.raises(ValueError, match="holds its year"):
            code(Citation("Nghị định", "30", "NĐ-CP", year_in_number=True))

    def test_wants_a_number_or_a_symbol(self) -> None:
        with pytest.raises(ValueError, match="neither number nor symbol"):
            code(Citation("Công văn"))


class TestFirstCitation:
    def test_gives_everything_about_a_state_document(self) -> None:
        assert (
            first(DECREE)
            == "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư"
        )

    def test_can_have_a_short_date(self) -> None:
        text = "Chỉ thị số 34-CT/TW ngày 07/4/2014 của Bộ Chính trị về đổi mới"
        assert first(PARTY, "short") == text

    def test_gives_only_type_and_name_of_a_law(self) -> None:
        assert first(LAW) == "Luật Thi đua, khen thưởng"

    def test_leaves_number_and_date_of_a_draft_blank(self) -> None:
        text = first(DRAFT, year=2024)
        assert text.replace("\u00a0", "_") == (
            "Báo cáo số______/BC-SYT ngày______tháng______năm_2024 của Sở Y tế kết quả năm 2024"
        )


class TestLaterCitation:
    @pytest.mark.parametrize(
        ("citation", "text"),
        [
            (DECREE, "Nghị định số 30/2020/NĐ-CP"),
            (LETTER, "Công văn số 309/SNV-TĐKT"),
            (PARTY, "Chỉ thị số 34-CT/TW"),
            (LAW, "Luật Thi đua, khen thưởng"),
            (Citation("Kế hoạch", date=date(2024, 1, 2)), "Kế hoạch"),
        ],
    )
    def test_gives_type_number_and_symbol(self, citation: Citation, text: str) -> None:
        assert following(citation) == text


class TestCite:
    def test_gives_the_parts_asked_for_in_the_order_of_the_decree(self) -> None:
        assert cite(LETTER, ()) == "Công văn số 309/SNV-TĐKT"
        assert cite(LETTER, {"date"}) == "Công văn số 309/SNV-TĐKT ngày 07 tháng 4 năm 2024"
        assert cite(LETTER, ["subject", "organ"]) == "Công văn số 309/SNV-TĐKT của Sở Nội vụ về việc báo cáo"
        assert cite(LETTER) == first(LETTER)

    def test_omits_what_is_not_known(self) -> None:
        assert cite(Citation("Báo cáo", "506", "BC-VP"), {"organ", "subject"}) == "Báo cáo số 506/BC-VP"

    def test_gives_a_law_its_date_as_in_a_legal_basis(self) -> None:
        law = Citation("Luật", date=date(2015, 6, 19), title="Tổ chức Chính phủ")
        assert cite(law, {"date"}) == "Luật Tổ chức Chính phủ ngày 19 tháng 6 năm 2015"
        assert cite(LAW) == "Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022"
        assert cite(Citation("Luật", title="Thanh niên"), {"date"}) == "Luật Thanh niên"

    def test_refuses_unknown_parts(self) -> None:
        with pytest.raises(ValueError, match="has no place"):
            cite(LETTER, {"place"})  # type: ignore[arg-type]


class TestCitation:
    @pytest.mark.parametrize("number", ["", "0", "00", "30/2020", "năm", "-5", "12 a", "5\n", "٣"])
    def test_has_a_number_in_digits(self, number: str) -> None:
        with pytest.raises(ValueError, match="written in digits"):
            Citation("Báo cáo", number, "BC-VP")

    @pytest.mark.parametrize("symbol", ["", "BC - VP", "BC-VP "])
    def test_has_a_symbol_without_spaces(self, symbol: str) -> None:
        with pytest.raises(ValueError, match="symbol"):
            Citation("Báo cáo", "5", symbol)

    def test_of_the_party_has_no_year_in_its_number(self) -> None:
        with pytest.raises(ValueError, match="holds no year"):
            Citation("Chỉ thị", "34", "CT/TW", system="party", year_in_number=True)

    def test_of_a_law_does_not_repeat_the_type(self) -> None:
        with pytest.raises(ValueError, match="must not repeat the type"):
            Citation("Luật", title="Luật Thi đua, khen thưởng")
        assert following(Citation("Luật", title="Luật sư")) == "Luật Luật sư"


class TestArticle:
    def test_goes_from_small_to_large(self) -> None:
        assert article("a", 2, 103) == "điểm a khoản 2 Điều 103"
        assert article("a", 2, 103, section=5, chapter=12, part=1) == (
            "điểm a khoản 2 Điều 103 Mục 5 Chương XII Phần I"
        )

    def test_names_any_level_alone(self) -> None:
        assert article(article=7) == "Điều 7"
        assert article(clause="2a", article="5b") == "khoản 2a Điều 5b"
        assert article(subsection=1, section=2, part="thứ nhất") == "Tiểu mục 1 Mục 2 Phần thứ nhất"

    def test_wants_at_least_one_level(self) -> None:
        with pytest.raises(ValueError, match="at least one"):
            article()


class TestPartyDetector:
    @pytest.mark.parametrize("text", ["34-CT/TW", "05-HD/VPTW", "66-QĐ/TW", "Số 127-QĐ/TW", "12-QyĐ/TU"])
    def test_sees_the_hyphen_first(self, text: str) -> None:
        assert is_party(text)

    @pytest.mark.parametrize(
        "text", ["506/BC-VP", "30/2020/NĐ-CP", "1826/BNV-CVT&LTNN", "06/2022/QH15", "", "34-CT"]
    )
    def test_sees_the_slash_first(self, text: str) -> None:
        assert not is_party(text)

    def test_knows_a_draft(self) -> None:
        assert is_party(code(Citation("Chỉ thị", None, "CT/TW", system="party")))
        assert not is_party(code(DRAFT))


class TestCodePatterns:
    @pytest.mark.parametrize(
        "text",
        [
            "05/BC-SNV",
            "Số: 15/QĐ-BNV",
            "Số:15/QĐ-BNV",
            "506/BC-VP",
            "12/QyĐ-UBND",
            "03/TTr-UBND",
            "07/QĐ-TTg",
            "19/CTr-ĐUK-VP",
        ],
    )
    def test_accept_documents_with_a_type(self, text: str) -> None:
        assert is_named_code(text)
        assert not is_letter_code(text)

    @pytest.mark.parametrize("text", ["05/BNV-VP", "Số: 12/UBND-VX", "1826/BNV-CVT&LTNN", "309/SNV-TĐKT"])
    def test_accept_letters(self, text: str) -> None:
        assert is_letter_code(text)
        assert not is_named_code(text)

    @pytest.mark.parametrize(
        "text",
        [
            "5/BC-SNV",
            "005/BC-SNV",
            "00/BC-SNV",
            "0/BC-SNV",
            "05/BC",
            "05/BC-",
            "05/BC - SNV",
            "05/BC-snv",
            "05/bc-SNV",
            "05/CV-SNV",
            "05/SNV-CV",
            "05/SNV-đkt",
            "05/2020/NĐ-CP",
            "34-CT/TW",
            "05/BC-SNV\n",
            "٠٥/BC-SNV",
            "05/BC-SN.V",
            "05/SNV-TD\u0302KT",
            "",
        ],
    )
    def test_refuse_everything_else(self, text: str) -> None:
        assert not is_named_code(text)
        assert not is_letter_code(text)

    @given(st.integers(min_value=1), st.sampled_from("ÀẢĐỸỴƯƠÊ"), st.sampled_from("àảđỹỵươê"))
    def test_tell_capitals_from_small_letters_by_their_category(self, n: int, big: str, small: str) -> None:
        assert is_named_code(f"{n:02d}/BC-{big}{small}")
        assert not is_named_code(f"{n:02d}/BC-{small}{big}")
        assert is_letter_code(f"{n:02d}/{big}V-{big}")
