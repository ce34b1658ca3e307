"""A profile is data: the decree stands in its rules alone, and another authority needs no code."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from layout_samples import CENTRED, RIGHT_MM, RUNNING, Sheet, look

from pipeline.decree import checks
from pipeline.decree.judge import findings_of
from pipeline.decree.profiles import load_profile
from pipeline.decree.rules import Profile, Rule
from pipeline.docx.metrics import text_width_mm

NAME = "ĐẢNG CỘNG SẢN VIỆT NAM"
OTHER = Path(__file__).with_name("other_profile.yaml")
LAYOUT = ("page", "letters", "look", "paragraphs", "place", "strokes", "presence", "pagenum")


def letter(text: str = NAME, size: float = 15.0, right: float = 15.0, indent: float = 10.0) -> Sheet:
    sheet = Sheet()
    sheet.sections = [replace(sheet.sections[0], left_mm=30.0, right_mm=right)]
    sheet.add("quochieu", text, like=look(size, bold=True), layout=CENTRED, column=RIGHT_MM)
    sheet.stroke("quochieu", text_width_mm(text, size, bold=True))
    sheet.add("trichyeu.cv", "V/v báo cáo kết quả công tác", like=look(12.0, italic=True))
    sheet.add("body", "Kính đề nghị các cơ quan báo cáo.", layout=replace(RUNNING, first_mm=indent))
    return sheet


def told(sheet: Sheet, profile: Profile) -> set[str]:
    return {finding.rule for finding in findings_of(sheet.recognised("CV"), profile.rules)}


def test_a_letter_by_the_rules_of_another_authority_is_right() -> None:
    assert told(letter(), load_profile(str(OTHER))) == set()


def test_its_own_figures_and_texts_are_held_against_a_letter() -> None:
    profile = load_profile(str(OTHER))
    assert told(letter("ĐẢNG CỘNG SẢN"), profile) == {"head.text"}
    assert told(letter(size=14.0), profile) == {"head.style"}
    assert told(letter(right=20.0), profile) == {"margin.right"}
    assert told(letter(indent=12.7), profile) == {"body.spacing"}


def test_the_same_letter_breaks_the_rules_of_the_decree() -> None:
    assert {"quochieu.text", "quochieu.style", "trichyeu.cv.style"} <= told(letter(), load_profile())


@pytest.mark.parametrize("name", LAYOUT)
def test_no_measure_holds_a_text_of_the_decree(name: str) -> None:
    source = (Path(checks.__file__).parent / f"{name}.py").read_text(encoding="utf-8")
    strings = re.findall(r'"([^"\n]*)"', source)
    assert [text for text in strings if re.search("[À-ÖØ-öø-ỹ]", text)] == []


@pytest.mark.parametrize("rule", load_profile().rules, ids=lambda rule: rule.id)
def test_every_rule_says_what_is_required_and_what_to_do(rule: Rule) -> None:
    for spoken in (rule.message, rule.remedy):
        for text in spoken.values():
            assert text.strip() == text
            assert text.endswith((".", "…"))
    assert re.search("[À-ỹ]", rule.message["vi"])
    assert rule.clause


def test_no_rule_is_also_undecidable() -> None:
    profile = load_profile()
    assert not {entry["id"] for entry in profile.undecidable} & set(profile.by_id)
