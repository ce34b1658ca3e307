"""The same property for documents that are really built, of random data: figures, rows of a table, a passage with
a condition. A generated block has the content of the new document where its rows or words are others.

Levelled are: the ids of controls (``w:id``), which a build numbers in document order and a refresh goes on with;
which paragraphs are kept with the next (``w:keepNext``), which a build decides by what follows and a refresh
leaves as it is; in blocks, the marks of Word's sessions. Nothing else is allowed to differ.
"""

from __future__ import annotations

from collections.abc import Callable
from unittest import mock

import edits
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from looking import agrees, canonical, canonical_xml, faults, figures, parts, texts
from lxml import etree
from scene import Scene
from word import FIGURES, MAIN, PRINTED, drop, edited, key_of, q

from pipeline.build import fresh as fresh_module
from pipeline.build.campaign import DocumentId
from pipeline.build.fresh import Fresh
from pipeline.corrections.refresh import refresh
from pipeline.corrections.verify import verify

DOCUMENT = DocumentId("report", "so-b", "report")
NAMES = st.sampled_from(["Hội nghị tổng kết", "Hội nghị 42", "Lễ phát động", "b & c", "42"])
EASY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

SESSION = ("rsidR", "rsidP", "rsidRPr", "rsidRDefault", "paraId", "textId", "storeItemChecksum")

Data = tuple[int, int, tuple[str, ...]]


@st.composite
def data(draw: st.DrawFn) -> Data:
    """Staff, women among them, and meetings of a unit."""
    total = draw(st.sampled_from([0, 1, 9, 10, 42, 61, 100, 999, 1_000, 12_345]) | st.integers(0, 9_999))
    women = draw(st.integers(0, min(total, 80)))
    return total, women, tuple(draw(st.lists(NAMES, max_size=3)))


@pytest.fixture
def build(sandbox) -> Callable[[Data], bytes]:
    """Builds the report of so-b from some data, in memory."""
    fresh = Fresh(Scene(sandbox).campaign)
    base = sandbox.unit("so-b").read_text("utf-8")

    def made(given: Data) -> bytes:
        total, women, events = given
        rows = "".join(f"\n    - {{name: '{name}'}}" for name in events) or " []"
        text = base.replace("total: 42", f"total: {total}").replace("women: 30", f"women: {women}")
        text = text.replace("\n    - {name: Hội nghị tổng kết}", rows)
        sandbox.unit("so-b").write_text(text, "utf-8")
        with mock.patch.object(fresh_module, "tool_version", lambda: "the program as it is now"):
            return fresh.docx(DOCUMENT)

    return made


def levelled(docx: bytes) -> dict[str, bytes]:
    """Canonical parts without what is allowed to differ."""
    found = canonical(docx)
    root = etree.fromstring(parts(docx)[MAIN])
    for number in root.iter(q("w:id")):
        number.set(q("w:val"), "0")
    blocks = (sdt for sdt in root.iter(q("w:sdt")) if key_of(sdt).startswith("b"))
    for element in (inside for block in blocks for inside in block.iter()):
        for name in list(element.attrib):
            if etree.QName(name).localname in SESSION:
                del element.attrib[name]
    for mark in list(root.iter(q("w:keepNext"))):
        drop(mark)
    found[MAIN] = canonical_xml(root)
    return found


@EASY
@given(data(), data(), edits.sequences)
def test_refreshing_what_was_edited_is_editing_what_is_new(build, old, new, acts):
    before, after = build(old), build(new)
    document, wanted = edited(before, *acts), edited(after, *acts)
    refreshed = refresh(document, after).docx
    found, expected = levelled(refreshed), levelled(wanted)
    assert texts(refreshed) == texts(wanted)
    assert found[MAIN] == expected[MAIN]
    assert found.keys() == expected.keys()
    for part in found.keys() - {FIGURES, PRINTED}:
        assert found[part] == expected[part], part
    assert figures(refreshed) == figures(wanted)
    assert agrees(refreshed)


@EASY
@given(data(), data(), edits.sequences)
def test_what_is_refreshed_is_verified_valid_and_final(build, old, new, acts):
    after = build(new)
    once = refresh(edited(build(old), *acts), after)
    assert [finding for finding in verify(once.docx, after) if finding.severity == "error"] == []
    assert refresh(once.docx, after).docx == once.docx
    assert faults(once.docx) == []
