"""The real report of 2024 before three slips in it were mended: what a careful reader marks, no more."""

from __future__ import annotations

import io
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from text_samples import profile

from pipeline.decree.findings import Finding
from pipeline.decree.judge import findings_of
from pipeline.decree.measure import measure_docx
from pipeline.decree.model import Recognised
from pipeline.decree.recognise import recognise

GOLDEN = Path(__file__).parents[2] / "golden" / "bao-cao-506-BC-VP.txt"
HEAD = (
    ("UBND TỈNH QUẢNG NGÃI", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("VĂN PHÒNG", "Độc lập - Tự do - Hạnh phúc"),
    ("Số: 506/BC-VP", "Quảng Ngãi, ngày 22 tháng 3 năm 2024"),
)


def lines() -> list[str]:
    """The text of the report; the asterisks of its transcript mark italics."""
    text = unicodedata.normalize("NFC", GOLDEN.read_text("utf-8")).replace("(*", "(").replace("*)", ")")
    return [line for line in text.splitlines() if line.strip()]


def _add(holder: Any, text: str, *, bold: bool = False, centred: bool = False) -> None:
    paragraph = holder.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.font.name, run.font.size = bold, "Times New Roman", Pt(14)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = None if centred else Mm(12.7)


@cache
def reference() -> Recognised:
    """The report as a DOCX, measured and recognised."""
    made = docx.Document()
    table = made.add_table(rows=len(HEAD), cols=2)
    for row, texts in zip(table.rows, HEAD, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            _add(cell, text, bold=True, centred=True)
            cell._tc.remove(cell.paragraphs[0]._p)
    told = lines()
    recipients = told.index("Nơi nhận:")
    for number, text in enumerate(told[:recipients]):
        is_title = re.match(r"[IV]+\. |\d\. (?!Việc đổi mới công tác)[^.]*$", text) is not None
        _add(made, text, bold=number < 2 or is_title, centred=number < 2)
    foot = made.add_table(rows=1, cols=2)
    for text in told[recipients:-1]:
        _add(foot.cell(0, 0), text)
    for text in ("CHÁNH VĂN PHÒNG", told[-1]):
        _add(foot.cell(0, 1), text, bold=True, centred=True)
    stream = io.BytesIO()
    made.save(stream)
    return recognise(measure_docx(stream.getvalue(), "506.docx"))


@cache
def found() -> tuple[Finding, ...]:
    return findings_of(reference(), profile().rules)


def one(rule: str) -> Finding:
    (finding,) = [finding for finding in found() if finding.rule == rule]
    return finding


def test_it_is_recognised() -> None:
    assert (reference().kind, reference().state) == ("BC", "issued")


def test_exactly_what_a_careful_reader_marks_is_found() -> None:
    assert {finding.rule for finding in found()} == {
        "text.brackets", "text.capitals", "text.spellings", "text.tone-marks", "text.doubled",
        "text.abbreviation.never", "text.abbreviation.twice", "h.lone", "text.sum",
    }  # fmt: skip


def test_nothing_of_it_is_an_error() -> None:
    assert {finding.severity for finding in found()} <= {"warning", "info"}


def test_the_open_bracket_is_told_with_the_words_behind_it() -> None:
    assert one("text.brackets").where.words.startswith("(trong đó: Chủ tịch Hội đồng")


def test_the_three_capitals_of_one_name() -> None:
    said = one("text.capitals").found.in_("vi")
    assert all(f"“{form}”" in said for form in (
        "Thi đua - Khen thưởng", "Thi đua - khen thưởng", "thi đua - Khen thưởng"))  # fmt: skip
    assert one("text.capitals").count == 3


def test_the_two_spellings_and_the_two_ways_of_the_tone_mark() -> None:
    assert "hằng năm” (1), “hàng năm” (1)" in one("text.spellings").found.in_("vi")
    said = one("text.tone-marks").found.in_("vi")
    assert "“hoá” (1)" in said and "“tỏa” (1)" in said and "“ủy”" in said


def test_the_doubled_marks_the_abbreviation_and_the_short_form() -> None:
    assert ",...." in one("text.doubled").where.words
    assert "“UBND” (8)" in one("text.abbreviation.never").found.in_("vi")
    assert one("text.abbreviation.twice").where.words == "(Văn phòng)"


def test_the_point_that_stands_alone() -> None:
    assert one("h.lone").where.text == "a) Thuận lợi"


def test_the_sum_that_is_wrong() -> None:
    assert one("text.sum").found.in_("vi") == "“1 + 3 + 6 = 10”"
    assert one("text.sum").expected.in_("vi") == "“9”"
