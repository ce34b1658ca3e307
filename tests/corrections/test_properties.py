"""For random data, random edits outside the figures and random corrections: refreshing what was edited gives, part
for part in canonical XML, what editing the new document gives. Nothing is allowed to differ.

Where an edit took a figure's last control away, the two parts that know the figures may differ in that figure.
"""

from __future__ import annotations

from contextlib import suppress

import edits
from handmade import FIGURES, handmade, key
from hypothesis import given, settings
from hypothesis import strategies as st
from looking import agrees, canonical, faults, figures, ours, texts, without_figures
from revisions import accept_all, reject_all, tracked
from word import FIGURES as STORE
from word import PRINTED, Edit, edited, italic_figure, split_figures
from word_controls import (
    add_row,
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
    track_figure,
    type_over,
    type_over_text_only,
    unbind,
    write_store_only,
)

from pipeline.corrections.refresh import refresh
from pipeline.corrections.verify import verify
from pipeline.docx.revisions import Author

TEXTS = st.one_of(
    st.integers(0, 12_345).map(lambda n: f"{n:,}".replace(",", ".")),
    st.sampled_from(
        ["0", "-", "61", "62", "6", "616", "Sáu mươi mốt", "99,5", " 7 ", "một phần hai (1/2)", "<&>\"'"]
    ),
)
DATA = st.fixed_dictionaries(dict.fromkeys(FIGURES, TEXTS))


@settings(max_examples=150, deadline=None)
@given(DATA, DATA, edits.sequences)
def test_refreshing_what_was_edited_is_editing_what_is_new(old, new, acts):
    document = edited(handmade(old), *acts)
    refreshed = refresh(document, handmade(new)).docx
    wanted = edited(handmade(new), *acts)
    found, expected = canonical(refreshed), canonical(wanted)
    assert found.keys() == expected.keys()
    lost = {key(name) for name in FIGURES} - {k for k, _ in figures(document)}
    for part in found:
        if not (lost and part in (STORE, PRINTED)):
            assert found[part] == expected[part], part
    for namespace in (STORE, PRINTED):
        for k in ours(wanted)[namespace].keys() - lost:
            assert ours(refreshed)[namespace][k] == ours(wanted)[namespace][k]
    assert agrees(refreshed)


@settings(max_examples=60, deadline=None)
@given(DATA, DATA, edits.sequences)
def test_what_is_refreshed_is_verified_and_refreshing_again_changes_no_byte(old, new, acts):
    document = edited(handmade(old), *acts)
    once = refresh(document, handmade(new))
    wrong = [finding for finding in verify(once.docx, handmade(new)) if finding.severity == "error"]
    assert wrong == []
    again = refresh(once.docx, handmade(new))
    assert (again.changed, again.docx) == (False, once.docx)


@settings(max_examples=60, deadline=None)
@given(DATA, edits.sequences)
def test_nothing_to_correct_means_not_a_byte_changed(data, acts):
    document = edited(handmade(data), *acts)
    refreshed = refresh(document, handmade(data))
    assert (refreshed.changed, refreshed.docx) == (False, document)


@settings(max_examples=60, deadline=None)
@given(DATA, DATA, edits.sequences)
def test_a_correction_that_is_taken_back_brings_the_document_back(old, new, acts):
    document = edited(handmade(old), *acts)
    there = refresh(document, handmade(new)).docx
    assert canonical(refresh(there, handmade(old)).docx) == canonical(document)


# --- edits of figures and tables, too ----------------------------------------------------------------------------

KEYS = st.sampled_from([key(name) for name in FIGURES])
NUMBERS = st.sampled_from(["0", "61", "62", "7", "sáu mươi", "", "6 1", "1.000"])


def possible(edit: Edit) -> Edit:
    """The edit, where the document still has what it is about."""

    def tried(document):
        with suppress(AssertionError, AttributeError, IndexError):
            edit(document)

    return tried


ROUGH = st.one_of(
    st.builds(type_over, KEYS, NUMBERS),
    st.builds(type_over_text_only, KEYS, NUMBERS, st.integers(0, 1)),
    st.builds(write_store_only, KEYS, NUMBERS),
    st.builds(remove_control, KEYS, st.integers(0, 1)),
    st.builds(delete_figure, KEYS, st.integers(0, 1)),
    st.builds(copy_figure, KEYS, st.sampled_from(["kế hoạch", "tổng hợp", "Đơn vị"])),
    st.builds(cut_in_two, KEYS, st.integers(0, 1)),
    st.builds(halve, KEYS, st.integers(0, 1)),
    st.builds(unbind, KEYS, st.integers(0, 1)),
    st.builds(track_figure, KEYS, NUMBERS.filter(bool), st.integers(0, 1)),
    st.builds(italic_figure, KEYS),
    st.builds(paste_around, KEYS, NUMBERS, NUMBERS),
    st.just(add_row("Nữ", "Khác", "61")),
    st.just(remove_row("Nam")),
    st.just(edit_cell("Nữ", "Phụ nữ")),
    st.sampled_from([paste_foreign, remove_all_controls, split_figures]),
).map(possible)


@settings(max_examples=40, deadline=None)
@given(DATA, DATA, st.lists(ROUGH | edits.acts, min_size=1, max_size=8), st.booleans())
def test_whatever_people_do_a_refresh_ends_well_touches_only_figures_and_is_final(old, new, acts, force):
    document = edited(handmade(old), *acts)
    once = refresh(document, handmade(new), force=force)
    assert without_figures(once.docx) == without_figures(document)
    assert set(faults(once.docx)) <= set(faults(document))
    again = refresh(once.docx, handmade(new), force=force)
    assert again.docx == once.docx
    assert agrees(once.docx)


@settings(max_examples=40, deadline=None)
@given(DATA, DATA, st.lists(ROUGH | edits.acts, min_size=1, max_size=8))
def test_every_figure_that_does_not_say_what_the_data_say_is_told(old, new, acts):
    document = edited(handmade(old), *acts)
    once = refresh(document, handmade(new))
    wanted = {key(name): text for name, text in {**FIGURES, **new}.items()}
    wrong = {k for k, text in figures(once.docx) if text != wanted.get(k)}
    assert bool(wrong) <= any(finding.severity != "info" for finding in once.findings)
    assert bool(wrong) <= bool(verify(once.docx, handmade(new)))


@settings(max_examples=40, deadline=None)
@given(DATA, DATA, edits.sequences)
def test_a_tracked_copy_is_both_texts(old, new, acts):
    document = edited(handmade(old), *acts)
    copy = refresh(document, handmade(new), track=Author("Hà", "2024-03-20T09:30:00Z")).docx
    plain = refresh(document, handmade(new)).docx
    assert texts(accept_all(copy)) == texts(accept_all(plain))
    assert texts(reject_all(copy)) == texts(reject_all(document))
    assert faults(copy) == []
    restored = refresh(copy, handmade(new)).docx
    assert texts(restored) == texts(plain)
    assert figures(restored) == figures(plain)
    assert [change[:2] for change in tracked(restored)] == [change[:2] for change in tracked(plain)]
