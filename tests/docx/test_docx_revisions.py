"""Tracked changes as plain runs: what is written, and what accepting and rejecting make of it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.docx.errors import UnsafeXml
from pipeline.docx.package import parse_xml
from pipeline.docx.revisions import (
    DEL,
    INS,
    Author,
    Revisions,
    accept_all,
    has_revisions,
    new_run,
    plain,
    reject_all,
    rows,
)
from pipeline.docx.source import QW, W

AUTHOR = Author("Nguyễn Văn An", "2025-12-20T08:00:00Z")
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def body(*content: str) -> etree._Element:
    return parse_xml(f'<w:document xmlns:w="{W}"><w:body>{"".join(content)}</w:body></w:document>')[0]


def paragraph(text: str, look: str = "") -> str:
    return f'<w:p><w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def cell(text: str) -> str:
    return f"<w:tc>{paragraph(text)}</w:tc>"


def raw(element: etree._Element) -> bytes:
    return etree.tostring(element.getroottree())


def texts(xml: bytes) -> list[str]:
    found = parse_xml(xml).iter(f"{QW}p")
    return ["".join(t.text or "" for t in p.iter(f"{QW}t", f"{QW}delText")) for p in found]


def test_a_change_names_its_author_and_date_and_keeps_the_look_and_the_spaces():
    look = parse_xml(f'<w:rPr xmlns:w="{W}"><w:b/></w:rPr>')
    gone, come = Revisions(AUTHOR).replaced(" 61 ", " 62 ", look)
    assert (gone.tag, come.tag) == (DEL, INS)
    for change in (gone, come):
        assert (change.get(f"{QW}author"), change.get(f"{QW}date")) == (AUTHOR.name, AUTHOR.date)
        assert change.find(f"{QW}r/{QW}rPr/{QW}b") is not None
    deleted, inserted = gone.find(f"{QW}r/{QW}delText"), come.find(f"{QW}r/{QW}t")
    assert (deleted.text, deleted.get(SPACE)) == (" 61 ", "preserve")
    assert (inserted.text, inserted.get(SPACE)) == (" 62 ", "preserve")
    assert gone.find(f"{QW}r/{QW}t") is None


def test_an_empty_side_makes_no_change():
    changes = Revisions(AUTHOR)
    assert [c.tag for c in changes.replaced("", "62")] == [INS]
    assert [c.tag for c in changes.replaced("61", "")] == [DEL]
    assert changes.replaced("", "") == []


def test_ids_are_unique_and_follow_those_that_are_there():
    there = body('<w:p><w:bookmarkStart w:id="41" w:name="x"/><w:ins w:id="7"/><w:bookmarkEnd w:id="41"/></w:p>')
    changes = Revisions(AUTHOR, there)
    made = [changes.deleted_run("a"), changes.inserted_run("b")]
    assert [c.get(f"{QW}id") for c in made] == ["42", "43"]
    assert Revisions(AUTHOR, body('<w:p><w:ins w:id="x"/></w:p>')).next_id() == "1"


def test_tabs_and_breaks_of_a_text_are_signs():
    run = new_run("a\tb\n\nc")
    assert [child.tag.rpartition("}")[2] for child in run] == ["t", "tab", "t", "br", "br", "t"]


def test_a_deleted_run_loses_what_refers_elsewhere():
    run = parse_xml(f'<w:r xmlns:w="{W}"><w:t>x</w:t><w:drawing/><w:footnoteReference w:id="2"/></w:r>')
    change = Revisions(AUTHOR).deleted([run])
    assert [child.tag for child in change[0]] == [f"{QW}delText"]
    assert run.find(f"{QW}drawing") is not None


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_whole_paragraph_goes_with_its_mark(place):
    there = body(*(paragraph(t) for t in ("một", "hai", "ba")), "<w:sectPr/>")
    Revisions(AUTHOR, there).delete_block(there[place])
    left = [t for n, t in enumerate(("một", "hai", "ba")) if n != place]
    assert texts(accept_all(raw(there))) == left
    assert texts(reject_all(raw(there))) == ["một", "hai", "ba"]


def test_the_paragraph_behind_a_deleted_one_keeps_its_look():
    there = body(paragraph("một"), '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t>hai</w:t></w:r></w:p>')
    Revisions(AUTHOR, there).delete_block(there[0])
    left = parse_xml(accept_all(raw(there)))[0]
    assert len(left) == 1
    assert left[0].find(f"{QW}pPr/{QW}jc").get(f"{QW}val") == "center"


def test_the_mark_stands_where_the_schema_wants_it():
    there = body('<w:p><w:pPr><w:jc w:val="center"/><w:sectPr/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>')
    Revisions(AUTHOR, there).insert_block(there[0])
    assert [c.tag.rpartition("}")[2] for c in there[0][0]] == ["jc", "rPr", "sectPr"]
    assert there[0][0].find(f"{QW}rPr")[0].tag == INS


def test_rows_are_inserted_and_deleted_and_a_table_without_rows_goes():
    there = body(f"<w:tbl><w:tr>{cell('a')}</w:tr><w:tr>{cell('b')}</w:tr></w:tbl>", "<w:p/>")
    changes = Revisions(AUTHOR, there)
    first, second = rows(there[0])
    changes.row(first, DEL)
    changes.row(second, INS)
    assert texts(accept_all(raw(there))) == ["b", ""]
    assert texts(reject_all(raw(there))) == ["a", ""]
    whole = body(f"<w:tbl><w:tr>{cell('a')}</w:tr></w:tbl>", "<w:p/>")
    Revisions(AUTHOR, whole).delete_block(whole[0])
    assert parse_xml(accept_all(raw(whole))).find(f".//{QW}tbl") is None
    assert texts(reject_all(raw(whole))) == ["a", ""]


def test_the_mark_of_a_row_has_another_property_before_it():
    there = body(f"<w:tbl><w:tr>{cell('a')}</w:tr></w:tbl>")
    Revisions(AUTHOR, there).row(rows(there[0])[0], INS)
    properties = [child.tag for child in there.find(f".//{QW}trPr")]
    assert len(properties) == 2 and properties[-1] == INS and properties[0] not in (INS, DEL)


def test_a_cell_never_loses_its_last_paragraph():
    there = body(f"<w:tbl><w:tr>{cell('a')}</w:tr></w:tbl>")
    Revisions(AUTHOR, there).delete_block(next(there.iter(f"{QW}p")))
    assert texts(accept_all(raw(there))) == [""]


def test_moves_and_changes_of_looks_are_settled_too():
    there = body(
        '<w:p><w:moveFrom w:id="1"><w:r><w:t>a</w:t></w:r></w:moveFrom>'
        '<w:moveTo w:id="2"><w:r><w:rPr><w:b/><w:rPrChange w:id="3"><w:rPr><w:i/></w:rPr></w:rPrChange></w:rPr>'
        "<w:t>b</w:t></w:r></w:moveTo></w:p>"
    )
    accepted, rejected = accept_all(raw(there)), reject_all(raw(there))
    assert (texts(accepted), texts(rejected)) == (["b"], ["a"])
    assert b"<w:b/>" in accepted
    assert b"rPrChange" not in accepted + rejected


def test_a_look_that_was_changed_comes_back_when_rejected():
    there = body(
        '<w:p><w:r><w:rPr><w:b/><w:rPrChange w:id="3"><w:rPr><w:i/></w:rPr></w:rPrChange></w:rPr>'
        "<w:t>b</w:t></w:r></w:p>"
    )
    rejected = reject_all(raw(there))
    assert b"<w:i/>" in rejected
    assert b"<w:b/>" not in rejected


def test_plain_has_no_controls_links_or_bookmarks_and_reads_the_same():
    block = body(
        '<w:p><w:bookmarkStart w:id="1" w:name="x"/><w:sdt><w:sdtPr/><w:sdtContent>'
        "<w:r><w:t>a</w:t></w:r></w:sdtContent></w:sdt>"
        '<w:hyperlink><w:r><w:t>b</w:t></w:r></w:hyperlink><w:bookmarkEnd w:id="1"/></w:p>'
    )[0]
    made = plain(block)
    assert [child.tag for child in made] == [f"{QW}r", f"{QW}r"]
    assert "".join(made.itertext()) == "ab"
    assert block.find(f"{QW}sdt") is not None


def test_a_quick_look_tells_parts_with_changes():
    there = body(paragraph("x"))
    assert not has_revisions(raw(there))
    Revisions(AUTHOR, there).insert_block(there[0])
    assert has_revisions(raw(there))


def test_what_declares_a_document_type_is_refused():
    with pytest.raises(UnsafeXml):
        accept_all(b'<!DOCTYPE x><x xmlns:w="w"/>')


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["keep", "ins", "del"]), st.text("ab ", max_size=3)), min_size=1))
def test_any_mixture_of_whole_paragraphs_gives_both_states(mixture):
    there = body(*(paragraph(text) for _, text in mixture), paragraph("end"))
    changes = Revisions(AUTHOR, there)
    for block, (kind, _) in zip(list(there), mixture, strict=False):
        if kind != "keep":
            (changes.insert_block if kind == "ins" else changes.delete_block)(block)
    assert texts(accept_all(raw(there))) == [*(t for k, t in mixture if k != "del"), "end"]
    assert texts(reject_all(raw(there))) == [*(t for k, t in mixture if k != "ins"), "end"]
