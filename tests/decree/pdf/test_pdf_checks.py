"""What the measures of pages say of whole documents."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from pdf_paper import Paper
from pdf_samples import GAP, LEFT, STEP, TEXT, foot, head, report, title

from pipeline.decree.check import Report, check
from pipeline.decree.profiles import load_profile
from pipeline.decree.rules import Profile

SPOKEN = {"vi": "Lời", "en": "Words"}
MEASURES = {
    "overlap": ("trouble", {"kind": "overlap"}),
    "mixed": ("trouble", {"kind": "mixed-families"}),
    "blank": ("trouble", {"kind": "blank-page"}),
    "heading": ("lone-heading", {}),
    "signer": ("lone-signer", {}),
}


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Profile:
    rules = [
        {
            "id": name,
            "clause": "",
            "confidence": "P",
            "measure": measure,
            "with": given,
            "message": SPOKEN,
            "remedy": SPOKEN,
        }
        for name, (measure, given) in MEASURES.items()
    ]
    path: Path = tmp_path_factory.mktemp("profile") / "pages.yaml"
    path.write_text(yaml.safe_dump({"profile": "pages", "title": SPOKEN, "rules": rules}), encoding="utf-8")
    return load_profile(str(path))


def checked(paper: Paper, profile: Profile) -> Report:
    return check(paper.bytes(), "báo cáo.pdf", profile=profile)


def text_down_to(paper: Paper, base: float, end: float) -> float:
    """Paragraphs from a baseline on, as many as end above ``end``; the baseline of the next one."""
    while base + 4 * STEP < end:
        base = paper.paragraph(TEXT, base, step=STEP) + STEP + GAP
    return base


def test_a_right_report_gives_nothing(profile: Profile) -> None:
    assert checked(report(), profile).findings == ()


def test_a_heading_alone_at_the_foot_of_a_page_is_told(profile: Profile) -> None:
    paper = title(head(Paper().page()))
    base = text_down_to(paper, 75, 265)
    paper.text(LEFT + 10, base, "II. PHƯƠNG HƯỚNG, NHIỆM VỤ", bold=True)
    foot(paper.page(), paper.paragraph(TEXT, 25, step=STEP) + 15)
    [finding] = checked(paper, profile).findings
    assert (finding.rule, finding.where.page, finding.where.text) == ("heading", 1, "II. PHƯƠNG HƯỚNG, NHIỆM VỤ")
    assert finding.found.in_("en") == "the last line of page 1"


def test_a_heading_with_its_text_below_is_not_told(profile: Profile) -> None:
    paper = title(head(Paper().page()))
    base = text_down_to(paper, 75, 230)
    paper.text(LEFT + 10, base, "II. PHƯƠNG HƯỚNG, NHIỆM VỤ", bold=True)
    paper.paragraph(TEXT, base + STEP + GAP, step=STEP)
    foot(paper.page(), paper.paragraph(TEXT, 25, step=STEP) + 15)
    assert checked(paper, profile).findings == ()


def test_a_signer_on_a_page_without_text_is_told(profile: Profile) -> None:
    paper = title(head(Paper().page()))
    text_down_to(paper, 75, 270)
    foot(paper.page(), 25)
    [finding] = checked(paper, profile).findings
    assert (finding.rule, finding.where.page) == ("signer", 2)


def test_a_word_in_two_fonts_is_told_with_its_place(profile: Profile) -> None:
    paper = report().text(30, 250, "tr").text(33.2, 250, "ình", family="Arial")
    [finding] = checked(paper, profile).findings
    assert finding.rule == "mixed"
    assert finding.where.words == "trình (Times New Roman, Arial)"
    assert finding.where.box is not None
    assert finding.where.box.x0 == pytest.approx(30, abs=0.2)


def test_an_empty_page_is_told(profile: Profile) -> None:
    [finding] = checked(report().page(), profile).findings
    assert (finding.rule, finding.where.page) == ("blank", 2)
