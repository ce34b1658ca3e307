"""Types and abbreviations: Nghị định 30/2020/NĐ-CP, Điều 7 and Phụ lục III, Mục I."""

import pytest

from pipeline.vietnamese.types import COPY_TYPES, DOCUMENT_TYPES, abbreviation


def test_there_are_29_types_of_which_27_have_an_abbreviation() -> None:
    assert len(DOCUMENT_TYPES) == 29
    assert len({kind.name for kind in DOCUMENT_TYPES}) == 29
    assert len({kind.abbreviation for kind in DOCUMENT_TYPES if kind.abbreviation}) == 27


def test_abbreviations_are_those_of_the_annex() -> None:
    letters = """
        NQ QĐ CT QC QyĐ TC TB HD CTr KH PA ĐA DA BC BB TTr HĐ CĐ BGN BTT GUQ GM GGT GNP PG PC PB
        """
    assert [kind.abbreviation for kind in DOCUMENT_TYPES if kind.abbreviation] == letters.split()
    assert [kind.abbreviation for kind in COPY_TYPES] == ["SY", "TrS", "SL"]


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Báo cáo", "BC"),
        ("Tờ trình", "TTr"),
        ("Quy định", "QyĐ"),
        ("Quy chế", "QC"),
        ("Chương trình", "CTr"),
        ("Dự án", "DA"),
        ("Đề án", "ĐA"),
        ("Giấy nghỉ phép", "GNP"),
        ("Bản trích sao", "TrS"),
        ("BÁO CÁO", "BC"),
        ("báo cáo", "BC"),
    ],
)
def test_names_give_their_abbreviation(name: str, letters: str) -> None:
    assert abbreviation(name) == letters


@pytest.mark.parametrize("name", ["Giấy uỷ quyền", "Giấy ủy quyền", "Giấy u\u0309y quyền"])
def test_the_place_of_the_tone_mark_does_not_matter(name: str) -> None:
    assert abbreviation(name) == "GUQ"
    assert abbreviation("Bản thoả thuận") == abbreviation("Bản thỏa thuận") == "BTT"


def test_letters_to_other_organs_have_no_abbreviation() -> None:
    assert abbreviation("Công văn") is None
    assert abbreviation("Thư công") is None


@pytest.mark.parametrize("name", ["", "Báo", "Bao cao", "Nghị định", "Báo cáo năm"])
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no type of administrative document"):
        abbreviation(name)
