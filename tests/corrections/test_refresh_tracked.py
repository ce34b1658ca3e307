"""Refreshing with tracked changes, and what the next refresh makes of them."""

import pytest
from lxml import etree
from made_papers import block, body_of, figure, key, p, paper, printed, replaced, run, shown, store, table
from revisions import accept_all, reject_all, tracked

from pipeline.corrections.errors import BlockConflict, TypedOver
from pipeline.corrections.refresh import refresh
from pipeline.corrections.verify import verify
from pipeline.docx.package import pack, unpack
from pipeline.docx.revisions import Author
from pipeline.docx.source import QW

AUTHOR = Author("Văn phòng", "2025-12-20T08:00:00Z")
BOLD = "<w:b/>"
OLD = paper(p("Có ", figure("total", "61", BOLD), " người, ", figure("women", "30"), " nữ."))
NEW = paper(p("Có ", figure("total", "62", BOLD), " người, ", figure("women", "30"), " nữ."))
NEWER = paper(p("Có ", figure("total", "63", BOLD), " người, ", figure("women", "30"), " nữ."))


def controls(docx):
    return [
        sdt.find(f"{QW}sdtPr/{QW}tag").get(f"{QW}val")
        for sdt in body_of(docx).iter(f"{QW}sdt")
        if sdt.find(f"{QW}sdtPr/{QW}tag").get(f"{QW}val").startswith("f")
    ]


def test_a_changed_figure_is_a_tracked_change_in_a_bookmark_without_a_control():
    result = refresh(OLD, NEW, track=AUTHOR)
    assert shown(accept_all(result.docx)) == ["Có 62 người, 30 nữ."]
    assert shown(reject_all(result.docx)) == ["Có 61 người, 30 nữ."]
    assert controls(result.docx) == [key("women")]
    root = body_of(result.docx)
    mark = root.find(f".//{QW}bookmarkStart")
    assert mark.get(f"{QW}name") == f"_bc_{key('total')}_1"
    assert [each.tag.removeprefix(QW) for each in mark.itersiblings()][:3] == ["del", "ins", "bookmarkEnd"]
    assert all(
        run_.find(f"{QW}rPr/{QW}b") is not None for run_ in root.iter(f"{QW}del", f"{QW}ins") for run_ in run_
    )
    assert {each.get(f"{QW}author") for each in root.iter(f"{QW}del", f"{QW}ins")} == {"Văn phòng"}
    assert printed(result.docx)[key("total")] == store(result.docx)[key("total")] == "62"
    assert result.findings == ()


def test_doing_it_again_changes_nothing():
    once = refresh(OLD, NEW, track=AUTHOR)
    again = refresh(once.docx, NEW, track=Author("Ai khác", "2026-01-01T00:00:00Z"))
    assert (again.docx == once.docx, again.changed, again.findings) == (True, False, ())


@pytest.mark.parametrize("settle", [lambda docx: docx, accept_all])
def test_the_next_refresh_makes_it_a_control_again(settle):
    once = settle(refresh(OLD, NEW, track=AUTHOR).docx)
    result = refresh(once, NEW)
    assert controls(result.docx) == [key("total"), key("women")]
    assert shown(result.docx) == ["Có 62 người, 30 nữ."]
    root = body_of(result.docx)
    assert root.find(f".//{QW}bookmarkStart") is None
    assert root.find(f".//{QW}ins") is None
    control = root.find(f".//{QW}sdt")
    assert control.find(f"{QW}sdtPr/{QW}rPr/{QW}b") is not None
    assert control.find(f"{QW}sdtContent/{QW}r/{QW}rPr/{QW}b") is not None
    assert result.findings == ()
    assert not refresh(result.docx, NEW).changed
    assert verify(result.docx, NEW) == ()


def test_a_rejected_change_is_a_figure_typed_over():
    rejected = reject_all(refresh(OLD, NEW, track=AUTHOR).docx)
    result = refresh(rejected, NEW)
    assert controls(result.docx) == [key("total"), key("women")]
    assert shown(result.docx) == ["Có 61 người, 30 nữ."]
    assert [type(each) for each in result.findings] == [TypedOver]
    assert shown(refresh(rejected, NEW, force=True).docx) == ["Có 62 người, 30 nữ."]


def test_another_correction_of_an_open_change_still_strikes_out_what_was_there_first():
    result = refresh(refresh(OLD, NEW, track=AUTHOR).docx, NEWER, track=AUTHOR)
    assert shown(accept_all(result.docx)) == ["Có 63 người, 30 nữ."]
    assert shown(reject_all(result.docx)) == ["Có 61 người, 30 nữ."]
    assert result.findings == ()


def test_another_correction_without_tracking():
    result = refresh(refresh(OLD, NEW, track=AUTHOR).docx, NEWER)
    assert shown(result.docx) == ["Có 63 người, 30 nữ."]
    assert tracked(result.docx) == []


def test_verify_takes_an_open_change_for_its_new_text():
    once = refresh(OLD, NEW, track=AUTHOR).docx
    assert verify(once, NEW) == ()
    assert [each.code for each in verify(once, NEWER)] == ["R36"]


def test_a_control_around_a_whole_paragraph_gives_way_to_the_paragraph():
    old = paper(figure("total", "", content=p("61")), figures={"total": "61"})
    new = paper(p(figure("total", "62")))
    once = refresh(old, new, track=AUTHOR)
    assert shown(accept_all(once.docx)) == ["62"]
    assert controls(once.docx) == []
    result = refresh(once.docx, new)
    assert (shown(result.docx), controls(result.docx)) == (["62"], [key("total")])


def test_in_a_sentence_that_people_inserted_the_figure_is_just_written():
    inserted = f'<w:ins w:id="1" w:author="A">{run("61")}</w:ins>'
    old = paper(p("Có ", figure("total", "", content=inserted)), figures={"total": "61"})
    new = paper(p("Có ", figure("total", "62")))
    result = refresh(old, new, track=AUTHOR)
    assert controls(result.docx) == [key("total")]
    assert [kind for kind, *_ in tracked(result.docx)] == ["ins"]
    assert shown(result.docx) == ["Có 62"]


def test_ids_of_changes_are_new():
    old = replaced(
        OLD,
        "word/document.xml",
        ("<w:body>", f'<w:body><w:p><w:ins w:id="900" w:author="A">{run("x")}</w:ins></w:p>'),
    )
    ids = [
        each.get(f"{QW}id")
        for each in body_of(refresh(old, NEW, track=AUTHOR).docx).iter(
            f"{QW}ins", f"{QW}del", f"{QW}bookmarkStart"
        )
    ]
    assert len(set(ids)) == len(ids)


def test_libreoffice_moves_the_ends_of_the_bookmark_into_the_changes():
    once = refresh(OLD, NEW, track=AUTHOR).docx
    root = body_of(once)
    start, end = root.find(f".//{QW}bookmarkStart"), root.find(f".//{QW}bookmarkEnd")
    root.find(f".//{QW}del").insert(0, start)
    root.find(f".//{QW}ins").append(end)
    moved = pack({**unpack(once), "word/document.xml": etree.tostring(root)})
    result = refresh(moved, NEW)
    assert controls(result.docx) == [key("total"), key("women")]
    assert (shown(result.docx), tracked(result.docx)) == (["Có 62 người, 30 nữ."], [])


# --- tables ----------------------------------------------------------------------------------------------------

TABLE_OLD = paper(
    p("Trước."), block(p("Biểu 1"), table(("an", figure("an", "1")), ("binh", figure("binh", "2")))), p("Sau.")
)
TABLE_NEW = paper(
    p("Trước."), block(p("Biểu 1"), table(("an", figure("an", "1")), ("chi", figure("chi", "4")))), p("Sau.")
)


def test_rows_come_and_go_as_tracked_changes():
    result = refresh(TABLE_OLD, TABLE_NEW, track=AUTHOR)
    assert shown(accept_all(result.docx)) == shown(TABLE_NEW)
    assert shown(reject_all(result.docx)) == shown(TABLE_OLD)
    assert result.findings == ()
    again = refresh(result.docx, TABLE_NEW, track=AUTHOR)
    assert (again.docx == result.docx, again.findings) == (True, ())


@pytest.mark.parametrize("settle", [lambda docx: docx, accept_all])
def test_the_next_refresh_gives_a_table_its_control_again(settle):
    once = settle(refresh(TABLE_OLD, TABLE_NEW, track=AUTHOR).docx)
    result = refresh(once, TABLE_NEW)
    assert shown(result.docx) == shown(TABLE_NEW)
    assert tracked(result.docx) == []
    assert controls(result.docx) == [key("an"), key("chi")]
    assert body_of(result.docx).find(f"{QW}body/{QW}sdt") is not None
    assert result.findings == ()
    assert not refresh(result.docx, TABLE_NEW).changed
    assert verify(result.docx, TABLE_NEW) == ()


def test_a_table_whose_changes_were_rejected_is_kept_and_told():
    once = reject_all(refresh(TABLE_OLD, TABLE_NEW, track=AUTHOR).docx)
    result = refresh(once, TABLE_NEW)
    assert shown(result.docx) == shown(TABLE_OLD)
    assert BlockConflict in [type(each) for each in result.findings]
    assert shown(refresh(once, TABLE_NEW, force=True).docx) == shown(TABLE_NEW)


def test_a_passage_that_is_another_one():
    old, new = (paper(p("Trước."), block(p(text)), p("Sau.")) for text in ("Không có.", "Có nhiều."))
    result = refresh(old, new, track=AUTHOR)
    assert [text for text in shown(accept_all(result.docx)) if text] == ["Trước.", "Có nhiều.", "Sau."]
    assert [text for text in shown(reject_all(result.docx)) if text] == ["Trước.", "Không có.", "Sau."]
    assert shown(refresh(result.docx, new).docx) == shown(new)
