"""The editing tools themselves: what they make is what Word makes, valid, and does what it says."""

from __future__ import annotations

import edits
import pytest
from edits import Act
from handmade import FIGURES, handmade, key
from hypothesis import given, settings
from looking import agrees, canonical, faults, figures, ours, outside, text, texts
from revisions import accept_all, reject_all, tracked
from word import (
    WHO,
    Document,
    add_paragraph,
    break_paragraph,
    centre,
    comment,
    comment_figure,
    copy_paragraph,
    delete_paragraph,
    edited,
    embolden,
    go_back,
    italic_figure,
    move_paragraph,
    rewrite,
    saved,
    split_figures,
    split_runs,
)
from word_controls import (
    add_row,
    block_key_of,
    copy_figure,
    cut_in_two,
    delete_figure,
    edit_cell,
    halve,
    paste_around,
    paste_foreign,
    remove_all_controls,
    remove_control,
    remove_row,
    track_add_paragraph,
    track_delete_paragraph,
    track_figure,
    track_look,
    track_move_paragraph,
    track_rewrite,
    type_over,
    type_over_text_only,
    unbind,
    write_store_only,
)

TOTAL, WOMEN, MEN = (key(name) for name in FIGURES)
EDITS = {
    "rewrite": rewrite("đạt kế hoạch", "vượt kế hoạch"),
    "split runs": split_runs,
    "split figures": split_figures,
    "go back": go_back("kế hoạch"),
    "add": add_paragraph("Đề nghị", "Ngoài ra, đơn vị có 61 xe."),
    "delete": delete_paragraph("Tổng số"),
    "move": move_paragraph("Tổng số", "Đề nghị"),
    "copy": copy_paragraph("Tổng số", "Đề nghị"),
    "break": break_paragraph(", đạt"),
    "bold": embolden("kế hoạch"),
    "italic figure": italic_figure(TOTAL),
    "centre": centre("Đề nghị"),
    "comment": comment("kế hoạch", "Xem lại"),
    "comment a figure": comment_figure(TOTAL, "Đúng chưa?"),
    "paste around": paste_around(TOTAL, "khoảng ", " (làm tròn)"),
    "type over": type_over(TOTAL, "65"),
    "type over text only": type_over_text_only(TOTAL, "65"),
    "write store only": write_store_only(TOTAL, "65"),
    "remove control": remove_control(TOTAL),
    "remove all controls": remove_all_controls,
    "delete figure": delete_figure(TOTAL),
    "copy figure": copy_figure(TOTAL, "kế hoạch"),
    "cut in two": cut_in_two(TOTAL),
    "halve": halve(TOTAL),
    "unbind": unbind(TOTAL),
    "foreign": paste_foreign,
    "track rewrite": track_rewrite("kế hoạch", "chỉ tiêu"),
    "track figure": track_figure(TOTAL, "65"),
    "track add": track_add_paragraph("Tổng số", "Thêm một câu."),
    "track delete": track_delete_paragraph("Tổng số"),
    "track move": track_move_paragraph("Tổng số", "Đề nghị"),
    "track look": track_look("kế hoạch"),
    "add row": add_row("Nữ", "Khác", "2"),
    "remove row": remove_row("Nữ"),
    "edit cell": edit_cell("Nữ", "Phụ nữ"),
    "save": saved(),
}


def test_the_document_by_hand_is_valid():
    assert faults(handmade()) == []
    assert (agrees(handmade()), text(handmade()).split("\n")[0]) == (True, "Đơn vị có 61 người, trong đó 30")


@pytest.mark.parametrize("name", EDITS)
def test_every_edit_changes_the_document_and_leaves_it_valid(name):
    docx = edited(handmade(), EDITS[name])
    assert canonical(docx) != canonical(edited(handmade()))
    assert faults(docx) == []


def test_edits_can_be_composed():
    docx = edited(
        handmade(), *(EDITS[n] for n in ("rewrite", "add", "comment a figure", "split runs", "save", "save"))
    )
    assert faults(docx) == []
    assert "Tổng số là 61 người, vượt kế hoạch." in text(docx)
    assert "Ngoài ra, đơn vị có 61 xe." in text(docx)


@pytest.mark.parametrize("name", ["split runs", "split figures", "go back", "bold", "comment", "centre", "save"])
def test_some_edits_show_in_no_text(name):
    assert texts(edited(handmade(), EDITS[name])) == texts(handmade())


def test_a_session_marks_everything_and_renumbers_custom_xml():
    document = Document(edited(handmade(), saved()))
    assert {"customXml/item7.xml", "customXml/item8.xml", "customXml/_rels/item8.xml.rels"} <= set(document.parts)
    assert not any("item1" in name or "item2" in name for name in document.parts)
    assert document.key("staff.total") == TOTAL


def test_typing_over_a_figure_in_word_reaches_text_store_and_all_its_controls():
    docx = edited(handmade(), type_over(TOTAL, "65"))
    assert [t for k, t in figures(docx) if k == TOTAL] == ["65", "65"]
    assert agrees(docx)
    assert ours(docx)["urn:baocao:printed:1"][TOTAL] == "61"


def test_cutting_a_figure_in_two_keeps_what_shows_at_that_place():
    docx = edited(handmade(), cut_in_two(TOTAL))
    assert "Đơn vị có 61 người" in text(docx)
    assert [t for k, t in figures(docx) if k == TOTAL] == ["6", "6"]


def test_edits_outside_leave_figures_and_stores_alone():
    names = ("rewrite", "split runs", "go back", "add", "move", "bold", "comment", "paste around", "track rewrite")
    for name in names:
        docx = edited(handmade(), EDITS[name])
        assert sorted(figures(docx)) == sorted(figures(handmade())), name
        assert ours(docx) == ours(handmade()), name


def test_rows_are_those_of_a_block():
    assert block_key_of(Document(handmade()), "Nữ") == "b0123456789ab"
    assert outside(edited(handmade(), EDITS["remove row"])) == outside(edited(handmade()))
    assert outside(edited(handmade(), EDITS["rewrite"])) != outside(edited(handmade()))


@pytest.mark.parametrize("name", [name for name in EDITS if name.startswith("track ")])
def test_rejecting_gives_the_old_text_and_accepting_the_new(name):
    docx = edited(handmade(), EDITS[name])
    stale = ours(handmade()) != ours(docx)  # typed into a figure: other places of it are not tracked
    if not stale:
        assert texts(reject_all(docx)) == texts(handmade())
    expected = {
        "track rewrite": ("kế hoạch", "chỉ tiêu"),
        "track figure": ("Đơn vị có 61", "Đơn vị có 65"),
        "track add": ("kế hoạch.", "kế hoạch.\nThêm một câu."),
        "track delete": ("Tổng số là 61 người, đạt kế hoạch.\n", ""),
        "track look": ("", ""),
    }
    if name in expected and not stale:
        assert text(accept_all(docx)) == text(handmade()).replace(*expected[name])
    if name == "track move":
        assert texts(accept_all(docx)) == texts(edited(handmade(), EDITS["move"]))
    for done in (accept_all(docx), reject_all(docx)):
        assert tracked(done) == []
        assert faults(done) == []


def test_tracked_changes_are_listed_with_their_author():
    found = tracked(edited(handmade(), EDITS["track rewrite"]))
    assert [(kind, who, text) for kind, who, _, text in found] == [
        ("del", WHO, "kế hoạch"),
        ("ins", WHO, "chỉ tiêu"),
    ]


# --- random edits ----------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(edits.sequences)
def test_random_edits_do_the_same_whatever_the_figures_say(acts):
    one = edited(handmade(), *acts)
    other = edited(handmade({"so-b:staff.total": "4700", "so-b:staff.men": "0"}), *acts)
    assert outside(one) == outside(other)


@settings(max_examples=15, deadline=None)
@given(edits.sequences)
def test_random_edits_leave_a_valid_document(acts):
    assert faults(edited(handmade(), *acts)) == []


@pytest.mark.parametrize("kind", edits.KINDS)
def test_every_kind_of_random_edit_does_something(kind):
    acts = [Act(kind, paragraph, at, "x") for paragraph in range(4) for at in (3, 4)]
    assert any(canonical(edited(handmade(), act)) != canonical(edited(handmade())) for act in acts)
