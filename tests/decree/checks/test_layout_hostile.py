"""Whatever a reader made of a document, the rules of layout come to an end, quickly and in both languages."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any, get_args

from hypothesis import given, settings
from hypothesis import strategies as st
from layout_samples import RUNNING, Sheet, cell, look, numbered, printed, strip

from pipeline.decree.judge import findings_of
from pipeline.decree.model import Box, Layout, Look, Name, Page, Section
from pipeline.decree.profiles import load_profile
from pipeline.decree.rules import MEASURES

MODULES = ("page", "look", "paragraphs", "place", "strokes", "presence", "pagenum")
RULES = [
    rule for rule in load_profile().rules if MEASURES[rule.measure].check.__module__.rpartition(".")[2] in MODULES
]

some = st.none() | st.floats(-1e6, 1e6)
texts = st.text(max_size=30) | st.sampled_from(["Kính gửi:", "\t\t", "   Số: 05/BC", "{{ x }}", "Điều 1. X", "\n"])
looks = st.builds(
    Look, st.sampled_from(["Arial", "Times New Roman", "", "+"]) | st.none(), some, st.booleans(), st.booleans(),
    st.booleans(), st.sampled_from(["000000", "", "zz", "FF0000", "12345"]),
)  # fmt: skip
layouts = st.builds(
    Layout, st.sampled_from(["left", "center", "right", "both", None]), some, some, some, some, some, some, some
)
columns = st.none() | st.tuples(st.floats(-50, 300), st.floats(-50, 300))


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    sheet = Sheet(draw(st.sampled_from(["docx", "pdf"])))
    for _ in range(draw(st.integers(0, 12))):
        more: dict[str, Any] = draw(
            st.sampled_from(
                [{}, {"region": "cell", "cell": cell(0, 0)}, {"region": "note"}, {"page": 0}, {"section": 7}]
            )
        )
        if draw(st.booleans()):
            more = {**more, "page": 1, "box": Box(0.0, 1.0, 2.0, 3.0), "lines": (printed("x", 1),)}
        name = draw(st.sampled_from(get_args(Name)))
        sheet.add(
            name,
            *draw(st.lists(st.tuples(texts, looks), max_size=3)),
            layout=draw(layouts),
            column=draw(columns),
            annex=draw(st.none() | st.integers(0, 2)),
            side=draw(st.sampled_from(["left", "right", "full", None])),
            **more,
        )
        if draw(st.booleans()):
            sheet.stroke(name, draw(some), x_mm=draw(columns), solid=draw(st.booleans()))
    strips = (strip(numbered(draw(texts), draw(looks))), strip(None, "first"))
    sheet.sections = draw(
        st.lists(
            st.builds(Section, some, some, some, some, some, some, st.booleans(), strips=st.just(strips)),
            max_size=3,
        )
    )
    sheet.pages = [Page(210.0, 297.0, number=printed(draw(texts), n)) for n in range(draw(st.integers(0, 3)))]
    return sheet


@settings(max_examples=150, deadline=None)
@given(sheets(), st.sampled_from(["BC", "CV", "QĐ", "SY", "", "??"]))
def test_nothing_that_a_reader_may_say_upsets_a_rule(sheet: Sheet, kind: str) -> None:
    for finding in findings_of(sheet.recognised(kind), RULES):
        assert finding.count >= len(finding.places) > 0
        for language in ("vi", "en"):
            assert finding.found.in_(language)
            assert finding.expected.in_(language)


def test_twenty_thousand_wrong_paragraphs_are_checked_in_seconds() -> None:
    sheet = Sheet()
    piece = sheet.add("body", "Nội dung văn bản này khá dài. " * 8, like=look(12.0, italic=True, font="Arial"))
    wrong = replace(piece.paragraph, layout=replace(RUNNING, align="left", first_mm=0.0, before_pt=0.0, line=3.0))
    sheet.pieces = [replace(piece, paragraph=replace(wrong, index=index)) for index in range(20_000)]
    document = sheet.recognised()
    begin = time.process_time()
    found = findings_of(document, RULES)
    assert time.process_time() - begin < 10
    assert {"font.family", "body.style", "body.indent", "body.para-gap", "body.line-spacing"} <= {
        f.rule for f in found
    }
    assert len(found) < 20
