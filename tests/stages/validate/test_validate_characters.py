"""Characters that would not print as they were meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from validate_samples import CAMPAIGN, SCHEMAS, campaign, changed, only, spoiled

from pipeline.errors import BaocaoError
from pipeline.model import Place, Record
from pipeline.stages.load.characters import bad_character
from pipeline.stages.load.findings import BadCharacter
from pipeline.stages.validate import validate
from pipeline.stages.validate.characters import check_characters
from pipeline.stages.validate.findings import LegacyText, LookAlikes

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
CONTROLS = "\x00\x01\x08\x0b\x0c\x1f\x7f\x80\x9f\u2028\u2029\ufdd0\ufffe\uffff\U0001fffe\U0010ffff"
VIETNAMESE = "aăâáàảãạắằẳẵặấầẩẫậđêéèẻẽẹếềểễệíìỉĩịôơóòỏõọốồổỗộớờởỡợưúùủũụứừửữựýỳỷỹỵĂÂĐÊÔƠƯ 0129.,;-–“”…()/%@#*_{}|"


def found(text: str) -> list[BaocaoError]:
    return [*check_characters(Record({"a": text}, {"": Place("a.yaml"), "/a": Place("a.yaml", 1, 4)}))]


@pytest.mark.parametrize("char", [*BIDI, *CONTROLS, "\ufffd"])
def test_control_characters_direction_marks_and_lost_letters_are_errors(char: str) -> None:
    (finding,) = found(f"Sở{char} Y tế")
    assert isinstance(finding, BadCharacter)
    assert (finding.severity, finding.params["char"], finding.params["position"]) == (
        "error",
        f"U+{ord(char):04X}",
        3,
    )
    assert str(finding.place) == "a.yaml:1:4"


def test_the_kind_of_the_character_is_told() -> None:
    assert [
        finding.message().split(" (")[0] for text in ("a\x01", "a\u202e", "a\ufffd") for finding in found(text)
    ] == [
        "A control character",
        "A mark of writing direction",
        "A sign for a lost letter",
    ]


def test_a_tab_has_a_place_in_text_of_several_lines_only() -> None:
    assert found("- a\n\t- b") == []
    assert len(found("a\tb")) == 1


@pytest.mark.parametrize(
    ("old", "new", "pointer"),
    [
        ("place: Quảng Ngãi", 'place: "Quảng\\u202e Ngãi"', "/place"),
        ("place: Quảng Ngãi", "place: Quảng\u200f Ngãi", "/place"),
        ("subject: Ông A", 'subject: "Ông\\x07 A"', "/records/awards/0/subject"),
        ("features: Sở có", "features: Sở\u2066 có", "/narrative/features"),
    ],
)
def test_every_text_of_a_unit_is_looked_at(old: str, new: str, pointer: str) -> None:
    finding = only(spoiled(old, new))
    assert isinstance(finding, BadCharacter)
    assert finding.place is not None
    assert finding.place.pointer == pointer


def test_every_text_of_a_campaign_is_looked_at() -> None:
    text = changed(CAMPAIGN, "text: Kết quả", "text: \u00d0ề nghị")
    finding = only(validate(campaign(text), SCHEMAS.campaign(), SCHEMAS))
    assert isinstance(finding, LookAlikes)
    assert finding.place is not None
    assert finding.place.pointer == "/documents/summary/outline/0/text"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("\u00d0à Nẵng", "Ð U+00D0 → Đ"),
        ("\u0189à Nẵng", "Ɖ U+0189 → Đ"),
        ("\u0421ông an", "С U+0421 → C"),
        ("Hà\u00a0Nội", "U+00A0"),
        ("Hà\u200bNội", "U+200B"),
        ("Hà\u00adNội", "U+00AD"),
        ("\ufeffHà Nội", "U+FEFF"),
    ],
)
def test_letters_that_only_look_right_are_warnings(text: str, told: str) -> None:
    (finding,) = found(text)
    assert isinstance(finding, LookAlikes)
    assert (finding.severity, finding.params["chars"]) == ("warning", told)


def test_look_alikes_of_one_text_are_one_warning_that_stays_short() -> None:
    (finding,) = found("x" * 1000 + "\u0421" * 1000)
    assert isinstance(finding, LookAlikes)
    assert len(finding.text()) < 300
    assert "\u0421" in str(finding.params["value"])


def test_a_look_alike_in_a_key_is_told_beside_the_unknown_key() -> None:
    findings = spoiled("place: Quảng Ngãi", "pl\u0430ce: Quảng Ngãi")
    (warning,) = [finding for finding in findings if isinstance(finding, LookAlikes)]
    assert str(warning.place) == "units/so-y-te.yaml:5:1"


def test_a_no_break_space_beside_a_digit_is_meant() -> None:
    assert found("dài 5\u00a0m, Điều\u00a07") == []


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Céng hoµ x· héi chñ nghÜa ViÖt Nam", "TCVN3"),
        ("Coäng hoaø xaõ hoäi chuû nghóa Vieät Nam", "VNI"),
        ("Sá»Ÿ Ná»™i vá»¥", "UTF-8"),
    ],
)
def test_text_of_old_fonts_is_a_warning(text: str, encoding: str) -> None:
    (finding,) = found(text)
    assert isinstance(finding, LegacyText)
    assert (finding.severity, finding.params["encoding"]) == ("warning", encoding)


@given(st.text(alphabet=VIETNAMESE).filter(lambda text: "{%" not in text))
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert found(text) == []


@given(st.text())
def test_a_bad_character_is_found_where_it_stands(text: str) -> None:
    bad = bad_character(text)
    wanted = [i for i, char in enumerate(text) if char in BIDI or char == "\ufffd" or not _xml(char)]
    if bad is None:
        assert wanted == []
    else:
        assert bad[0] <= min(wanted, default=bad[0])


def _xml(char: str) -> bool:
    """Whether XML 1.0, and so a DOCX, may hold a character."""
    code = ord(char)
    return code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000


def test_huge_texts_are_looked_at_in_good_time() -> None:
    assert found("Sở Nội vụ. " * 500_000) == []
    assert len(found("Sở Nội vụ é ï. " * 300_000)) <= 1
