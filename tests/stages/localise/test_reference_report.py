"""The real report 506/BC-VP, written from its data, equals the published text paragraph by paragraph."""

from __future__ import annotations

import copy
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from whole import Whole

from pipeline.model import Paragraph, Record
from pipeline.stages.aggregate import unit_figures
from pipeline.stages.localise import Context, Issuer, Subject, localise

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "tests" / "golden" / "bao-cao-506-BC-VP.txt"
KEYS = {
    "organization.deputies": 3,
    "organization.divisions": 7,
    "organization.subordinate_units": 1,
    "staff.officials": 61,
    "staff.contract": 14,
    "staff.public_employees": 14,
    "council.deputy_chairs": 3,
    "council.members": 5,
}


@cache
def campaign() -> Whole:
    return Whole(ROOT / "inputs" / "ct34-2024")


def write(**changed: int) -> Context:
    """The report of ``van-phong``, with some of its figures changed."""
    prepared = campaign()
    unit = prepared.units["van-phong"]
    data: dict[str, Any] = copy.deepcopy(unit.record.data)
    for path, value in changed.items():
        group, name = path.split(".")
        data["figures"][group][name] = value
    record = Record(data, unit.record.places, unit.record.keys)
    operations = prepared.campaign.data["aggregates"]["unit"]
    figures, errors = unit_figures(
        unit.entry, record, prepared.text.known, operations, prepared.campaign.record, {}
    )
    assert [error for error in errors if error.code != "A07"] == []  # no closed lists are given here
    context, found = localise("report", Subject(unit.entry, Issuer(data), record, figures), prepared.text)
    assert found == []
    assert context is not None
    return context


def marked(paragraph: Paragraph) -> str:
    """The text with ``*`` round what is italic, as the golden text marks it."""
    text = "".join(f"*{run.text}*" if run.italic else run.text for run in paragraph.runs)
    return text.replace("**", "")


def text_of(context: Context) -> list[str]:
    """From the type name to the signer."""
    doc, signer = context.values["doc"], context.values["signer"]
    body = [marked(block) for block in context.values["body"] if isinstance(block, Paragraph)]
    parts = [doc["type_name"], doc["subject"], *body, "Nơi nhận:", *doc["recipients"], signer["name"]]
    return [" ".join(part.split()) for part in parts]


def golden() -> list[str]:
    """The published text, with the two differences of content that are allowed."""
    text = unicodedata.normalize("NFC", GOLDEN.read_text("utf-8"))
    for old, new in (("06 các thành viên", "05 các thành viên"), ("Quản trị.\n", "Quản trị).\n")):
        assert text.count(old) == 1
        text = text.replace(old, new)
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def test_the_text_equals_the_published_one_paragraph_by_paragraph() -> None:
    got, wanted = text_of(write()), golden()
    assert got[0] == "BÁO CÁO"
    for index, (one, other) in enumerate(zip(got, wanted, strict=False)):
        assert one == other, f"paragraph {index}"
    assert len(got) == len(wanted)


def test_nothing_but_text_stands_in_its_body_and_it_has_no_annex() -> None:
    context = write()
    assert all(isinstance(block, Paragraph) for block in context.values["body"])
    assert context.values["annexes"] == ()


def test_its_head_and_signer() -> None:
    context = write()
    assert context.values["organ"] == {"superior": "UBND TỈNH QUẢNG NGÃI", "name": "VĂN PHÒNG"}
    assert context.values["doc"]["number_line"] == "Số: 506/BC-VP"
    assert context.values["doc"]["date_line"] == "Quảng Ngãi, ngày 22 tháng 3 năm 2024"
    assert context.values["signer"] == {"lines": ("CHÁNH VĂN PHÒNG",), "name": "Nguyễn Quốc Việt"}


def test_every_figure_of_the_text_is_traced() -> None:
    prints = write().prints
    assert prints["van-phong:staff.total"] == ("89",)
    assert prints["van-phong:council.total"] == ("09",)
    assert {f"van-phong:{path}" for path in KEYS} <= set(prints)


@pytest.mark.parametrize("path", KEYS)
def test_a_changed_figure_changes_exactly_the_paragraphs_that_print_it(path: str) -> None:
    before, after = write(), write(**{path: KEYS[path] + 20})
    total = {"staff": "van-phong:staff.total", "council": "van-phong:council.total"}.get(
        path.split(".", maxsplit=1)[0]
    )
    moved = {f"van-phong:{path}", *([total] if total else [])}
    for old, new in zip(before.values["body"], after.values["body"], strict=True):
        changes = any(run.figure in moved for run in old.runs)
        assert (old != new) is changes
        for one, other in zip(old.runs, new.runs, strict=True):
            assert (one.text != other.text) is (one.figure in moved)
    assert before.values["doc"] == after.values["doc"]


def test_the_sums_in_the_text_are_computed() -> None:
    body = " ".join(block.text for block in write(**{"staff.officials": 70}).values["body"])
    assert "hiện nay là 98; trong đó gồm: 70 cán bộ, công chức" in body
    assert not re.search(r"\b(?:61|89)\b", body)
