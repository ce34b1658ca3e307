"""Edits as Word makes them in a report of the small campaign: they stay, to the canonical byte."""

import looking
import pytest
import word
import word_controls

from pipeline.build.fresh import Fresh
from pipeline.corrections.refresh import refresh
from pipeline.corrections.verify import verify


@pytest.fixture
def versions(sandbox):
    """The report of so-b, and the same with a corrected total (42 → 45, so 15 men)."""

    def made():
        fresh = Fresh(sandbox.folder)
        return fresh.docx(next(d for d in fresh.campaign.documents() if (d.unit, d.key) == ("so-b", "report")))

    old = made()
    sandbox.change_unit("total: 42", "total: 45")
    return old, made()


EDITS = {
    "nothing": (),
    "runs split by Word": (word.split_runs,),
    "figures split by Word": (word.split_figures,),
    "a sentence rewritten": (word.rewrite("người, trong đó", "cán bộ, công chức; gồm"),),
    "a paragraph added": (word.add_paragraph("Đơn vị có", "Đoạn mới của lãnh đạo."),),
    "a paragraph moved": (word.move_paragraph("Đơn vị có", "BÁO CÁO"),),
    "looks": (word.embolden("người"), word.centre("Đơn vị có")),
    "a comment": (word.comment("người", "Đã kiểm tra?"),),
    "tracked changes": (word_controls.track_rewrite("người, trong đó", "cán bộ, gồm"),),
    "a tracked paragraph": (word_controls.track_add_paragraph("Đơn vị có", "Thêm."),),
    "saved by Word": (word.saved(),),
    "all of it": (word.split_runs, word.split_figures, word.comment("người", "?"), word.saved()),
}


@pytest.mark.parametrize("name", EDITS)
def test_edits_outside_figures_stay(versions, name):
    old, new = versions
    edited = word.edited(old, *EDITS[name])
    result = refresh(edited, new)
    assert looking.outside(result.docx) == looking.outside(edited)
    assert sorted(looking.figures(result.docx)) == sorted(looking.figures(new))
    assert looking.agrees(result.docx)
    assert verify(result.docx, new) == ()
    assert not refresh(result.docx, new).changed
    assert looking.faults(result.docx) == looking.faults(edited)


@pytest.mark.parametrize("name", [n for n in EDITS if n not in ("figures split by Word", "all of it")])
def test_a_refresh_of_the_edit_is_the_edit_of_the_new(versions, name):
    old, new = versions
    edited, wanted = word.edited(old, *EDITS[name]), word.edited(new, *EDITS[name])
    assert (
        looking.canonical(refresh(edited, new).docx)["word/document.xml"]
        == (looking.canonical(wanted)["word/document.xml"])
    )
