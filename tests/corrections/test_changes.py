"""What changed since an earlier build: figures with sources, sentences, pages; text, page, copies."""

from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser

import pytest
import revisions as independent
from made_papers import paper, table

from pipeline.build.fresh import Fresh
from pipeline.corrections.captions import Captions
from pipeline.corrections.changes import Look, NoEarlierBuild, NothingBuilt, UnknownBuild, changes
from pipeline.corrections.changes_page import to_html
from pipeline.corrections.comparison import compared
from pipeline.corrections.refresh import refresh
from pipeline.corrections.sentences import Row, SentenceChange, changed_sentences, sentences, split_sentences
from pipeline.docx.package import unpack
from pipeline.docx.revisions import Author
from pipeline.docx.text import paragraphs

REPORT, SUMMARY = "units/so-b/report", "summary/summary-report"


@pytest.fixture
def corrected(sandbox):
    """Built, then one figure of so-b corrected, and built again."""
    sandbox.build()
    sandbox.change_unit("total: 42", "total: 45")
    sandbox.build()
    return sandbox


def of(found, path):
    return next(document for document in found.documents if document.path == path)


def test_a_figure_is_told_with_its_place_and_those_that_print_it(corrected):
    found = changes(corrected.outputs)
    by_id = {figure.figure: figure for figure in found.figures}
    total = by_id["so-b:staff.total"]
    assert (total.before, total.after, total.documents) == (("42",), ("45",), (REPORT,))
    assert total.places[0].startswith("units/so-b.yaml:")
    assert by_id["staff.total"].documents == (SUMMARY,)
    assert by_id["staff.total"].places == total.places  # computed: the input that changed
    assert by_id["so-b:staff.men"].places == total.places
    assert (found.since, found.present) == ("1", 2)


def test_records_that_have_another_number_are_no_changed_figures(scene):
    """A record is known by its number only: where one was put in before it, sentences tell what changed."""
    first = "    - {name: Hội nghị tổng kết}\n"
    scene.correct(first, "    - {name: Hội nghị sơ kết}\n" + first)
    scene.sandbox.build()
    found = changes(scene.sandbox.outputs)
    assert of(found, REPORT).sentences
    assert [figure.figure for figure in found.figures if "[" in figure.figure] == []


def test_the_sentences_that_changed_are_told_before_and_after(corrected):
    report = of(changes(corrected.outputs), REPORT)
    assert (report.kind, report.by_hand, report.unit) == ("changed", False, "so-b")
    assert report.sentences == (
        SentenceChange(
            "Đơn vị có 42 người, trong đó 30 nữ và 12 nam./.", "Đơn vị có 45 người, trong đó 30 nữ và 15 nam./."
        ),
    )
    assert report.pages == (None, None)


def test_only_documents_of_the_unit_that_is_asked_for(corrected):
    assert [d.path for d in changes(corrected.outputs, unit="so-b").documents] == [REPORT]
    assert changes(corrected.outputs, unit="so-c").documents == ()


def test_builds_and_names_and_the_present_state_can_be_compared_with(corrected):
    corrected.build(tag="trinh-ky")
    assert changes(corrected.outputs, "trinh-ky").documents == ()
    corrected.change_unit("total: 45", "total: 46")
    corrected.build()
    assert changes(corrected.outputs, "trinh-ky").since == "2"
    first = changes(corrected.outputs, "1")
    assert next(f for f in first.figures if f.figure == "so-b:staff.total").after == ("46",)


def test_what_was_last_issued_is_compared_with(sandbox):
    file = sandbox.unit("so-b")
    file.write_text(file.read_text("utf-8") + "documents:\n  report: {number: 12, date: 2024-03-20}\n", "utf-8")
    sandbox.build()
    sandbox.change_unit("total: 42", "total: 45")
    sandbox.build()
    sandbox.change_unit("total: 73", "total: 74", "so-c")
    sandbox.build()
    assert REPORT not in {d.path for d in changes(sandbox.outputs).documents}
    found = changes(sandbox.outputs, "issued")
    assert [d.path for d in found.documents] == [REPORT]  # drafts are not compared, nor what is as it was issued
    total = next(figure for figure in found.figures if figure.figure == "so-b:staff.total")
    assert (total.before, total.after, found.since) == (("42",), ("45",), "issued")
    assert total.places[0].startswith("units/so-b.yaml:")
    assert "last issued" in to_html(found, "en").decode()


def test_documents_added_and_removed(sandbox):
    sandbox.build()
    sandbox.change_campaign("    except: [so-a]\n", "    except: [so-b]\n")
    sandbox.build()
    kinds = {d.path: d.kind for d in changes(sandbox.outputs).documents}
    assert kinds["units/so-a/cover-letter"] == "added"
    assert kinds["units/so-b/cover-letter"] == "removed"


def test_a_document_edited_by_hand_is_told(corrected):
    file = corrected.file("units/so-c/report.docx")
    file.write_bytes(corrected.file("units/so-a/report.docx").read_bytes())
    edited = of(changes(corrected.outputs), "units/so-c/report")
    assert (edited.kind, edited.by_hand, edited.told) == ("edited", True, False)
    file.write_bytes(b"no document")
    assert not of(changes(corrected.outputs), "units/so-c/report").told


def test_pages_are_counted_where_both_pdfs_are_known(sandbox, monkeypatch):
    sandbox.build()
    sandbox.change_unit("total: 42", "total: 45")
    sandbox.build()
    monkeypatch.setattr("pipeline.build.history.History.pages", lambda self, known: 3)
    monkeypatch.setattr("pipeline.corrections.changes.page_count", lambda file: 4)
    assert of(changes(sandbox.outputs), REPORT).pages == (3, 4)
    assert "pages: 3 → 4" in to_html(changes(sandbox.outputs), "en").decode()


def test_what_cannot_be_compared_with_is_told(sandbox):
    with pytest.raises(NothingBuilt):
        changes(sandbox.outputs)
    sandbox.build()
    with pytest.raises(NoEarlierBuild):
        changes(sandbox.outputs)
    for since in ("7", "khong-co", "²", "9" * 30):
        with pytest.raises(UnknownBuild):
            changes(sandbox.outputs, since)


def test_a_lost_document_is_told_as_such_and_its_figures_all_the_same(corrected):
    for file in (corrected.outputs / "history" / "objects").rglob("*"):
        if file.is_file():
            file.unlink()
    found = changes(corrected.outputs)
    assert (of(found, REPORT).told, of(found, REPORT).sentences) == (False, ())
    assert any(figure.figure == "so-b:staff.total" for figure in found.figures)
    assert "not kept" in to_html(found, "en").decode()


# --- labels and their order --------------------------------------------------------------------------------------


@pytest.fixture
def both(sandbox):
    """Two units corrected: so-c is the third of the campaign, so-b the second."""
    sandbox.build()
    sandbox.change_unit("total: 42", "total: 45")
    sandbox.change_unit("total: 73", "total: 74", "so-c")
    sandbox.build()
    return sandbox


def captioned(sandbox):
    return changes(sandbox.outputs, captions=Captions.of(sandbox.folder))


def test_figures_are_called_as_the_campaign_calls_them(both):
    labels = {figure.figure: figure.label for figure in captioned(both).figures}
    assert labels["so-b:staff.total"] == "Biên chế: Tổng số"
    assert labels["so-b:staff.men"] == "Biên chế: Tổng số trừ Biên chế: Nữ"
    assert labels["staff.total"] == "Biên chế: Tổng số"
    page = to_html(captioned(both), "en").decode()
    assert "<td>Biên chế: Tổng số <small>so-b:staff.total</small></td>" in page


def test_what_is_of_the_campaign_comes_first_and_then_the_units_in_its_order(both):
    both.change_campaign("  - {id: so-b, name: Sở B", "  - {id: so-z, name: Sở Z}\n  - {id: so-b, name: Sở B")
    swap_units(both)
    found = captioned(both)
    assert [document.path for document in found.documents] == [SUMMARY, "units/so-c/report", REPORT]
    sections = list(found.sections())
    assert [unit for unit, _, _ in sections] == ["", "so-c", "so-b"]
    for unit, figures, documents in sections:
        assert figures and documents, "a unit without changes has no section"
        assert {each.unit for each in (*figures, *documents)} == {unit}
    page = to_html(found, "en").decode()
    heads = [page.index(f"<h2>{name}</h2>") for name in ("The whole campaign", "Sở C", "Sở B")]
    assert heads == sorted(heads)
    assert page.index("units/so-c.yaml") < heads[2], "figures stand below the name of their unit"


def swap_units(sandbox):
    """List so-c before so-b."""
    file = sandbox.folder / "campaign.yaml"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    at = {id_: next(n for n, line in enumerate(lines) if f"id: {id_}," in line) for id_ in ("so-b", "so-c")}
    lines[at["so-b"]], lines[at["so-c"]] = lines[at["so-c"]], lines[at["so-b"]]
    file.write_text("".join(lines), "utf-8")


def test_a_campaign_that_cannot_be_read_leaves_ids(both):
    (both.folder / "campaign.yaml").write_text("[", "utf-8")
    found = captioned(both)
    assert {figure.label for figure in found.figures} == {figure.figure for figure in found.figures}
    assert [unit for unit, _, _ in found.sections()] == ["", "so-b", "so-c"]
    assert "<td>so-b:staff.total</td>" in to_html(found, "en").decode()


def test_a_unit_that_the_campaign_has_no_more_comes_last(both):
    found = replace(captioned(both), units={"so-c": "Sở C"})
    assert [unit for unit, _, _ in found.sections()] == ["", "so-c", "so-b"]


def test_pages_are_told_only_where_they_are_known(corrected):
    page = to_html(changes(corrected.outputs), "en").decode()
    assert "pages:" not in page and "pages:" not in corrected.cli("changes").output


# --- the command ------------------------------------------------------------------------------------------------


def test_the_command_prints_figures_and_sentences(corrected):
    result = corrected.cli("changes")
    assert result.exit_code == 0, result.output
    assert "so-b:staff.total" in result.output
    lines = [line.split() for line in result.output.splitlines()]
    assert ["Biên", "chế:", "Tổng", "số", "42", "45", "so-b:staff.total"] in [line[:7] for line in lines]
    assert ["Sở", "B"] in lines
    assert "  - Đơn vị có 42 người" in result.output
    assert "  + Đơn vị có 45 người" in result.output


def test_the_command_as_json_and_the_copies(corrected, tmp_path):
    result = corrected.cli("changes", "--json", "--copies", str(tmp_path / "copies"))
    told = json.loads(result.output)
    assert told["format"] == "baocao-changes/1"
    assert [(d["path"], d["unit"]) for d in told["documents"]] == [(SUMMARY, ""), (REPORT, "so-b")]
    assert told["units"] == {"so-b": "Sở B"}
    total = next(figure for figure in told["figures"] if figure["figure"] == "so-b:staff.total")
    assert (total["label"], total["unit"]) == ("Biên chế: Tổng số", "so-b")
    copy = (tmp_path / "copies" / f"{REPORT}.docx").read_bytes()
    assert str(tmp_path / "copies" / f"{REPORT}.docx") in told["copies"]
    now = "\n".join(p.text for p in paragraphs(independent.accept_all(copy)))
    then = "\n".join(p.text for p in paragraphs(independent.reject_all(copy)))
    assert now == corrected.text(REPORT)
    assert then == now.replace("45", "42").replace("15 nam", "12 nam")
    assert [(kind, text) for kind, _, _, text in independent.tracked(copy)] == [
        ("del", "42"),
        ("ins", "45"),
        ("del", "12"),
        ("ins", "15"),
    ]


def test_a_refresh_makes_controls_again_of_what_a_copy_shows_as_changed(corrected):
    before, after = Look(corrected.outputs).pair(REPORT)
    copy = compared(before, after, Author("An", "2025-12-20T08:00:00Z"))
    refreshed = refresh(copy, after).docx
    controls = [unpack(d)["word/document.xml"].count(b"<w:sdt>") for d in (copy, refreshed, after)]
    assert controls[0] < controls[1] == controls[2]
    assert b"<w:ins " not in unpack(refreshed)["word/document.xml"]


def test_a_name_is_given_by_the_build_command(sandbox):
    assert sandbox.cli("build", "--tag", "trinh-ky").exit_code == 0
    assert sandbox.cli("build", "--tag", "Trình ký").exit_code == 2
    sandbox.change_unit("total: 42", "total: 45")
    sandbox.build()
    assert "so-b:staff.total" in sandbox.cli("changes", "--since", "trinh-ky").output
    assert sandbox.cli("changes", "--since", "khac").exit_code == 2


# --- the page ---------------------------------------------------------------------------------------------------


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        assert not any(name in ("src", "href") or name.startswith("on") for name, _ in attrs)


def test_the_page_shows_words_that_changed_and_runs_nothing(corrected):
    corrected.change_unit("Đơn vị có", "Đơn vị \\<script\\>alert(1)\\</script\\> có")
    corrected.build()
    page = to_html(changes(corrected.outputs), "en").decode()
    parser = _Tags()
    parser.feed(page)
    assert "script" not in parser.names
    assert {"ins", "table"} <= parser.names
    assert "alert" in page
    assert "default-src 'none'" in page


# --- sentences --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Thu 1.234,5 tỷ đồng. Chi 2,5 tỷ.", ["Thu 1.234,5 tỷ đồng.", "Chi 2,5 tỷ."]),
        ("Họp tại TP. Quảng Ngãi. Có 5 người.", ["Họp tại TP. Quảng Ngãi.", "Có 5 người."]),
        ("ThS. Nguyễn Văn Minh chủ trì.", ["ThS. Nguyễn Văn Minh chủ trì."]),
        ("1. Kết quả. Tốt.", ["1. Kết quả.", "Tốt."]),
        ("I. KẾT QUẢ", ["I. KẾT QUẢ"]),
        ("Số 12; ngày 3.4.2025.", ["Số 12;", "ngày 3.4.2025."]),
        ("Cán bộ, công chức, v.v. đều dự.", ["Cán bộ, công chức, v.v. đều dự."]),
        ("", []),
        ("Không có dấu chấm", ["Không có dấu chấm"]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text, found):
    assert split_sentences(text) == found


def test_a_rewritten_sentence_stands_beside_what_it_was_and_a_new_one_alone():
    before = ["Có 61 người dự họp.", "Xong."]
    after = ["Có 62 người dự họp.", "Trong đó có nữ.", "Xong."]
    assert changed_sentences(before, after) == (
        SentenceChange("Có 61 người dự họp.", "Có 62 người dự họp."),
        SentenceChange("", "Trong đó có nữ."),
    )


def test_a_document_in_which_no_sentence_changed_says_so(sandbox):
    sandbox.build()
    sandbox.change_unit("total: 42", "total: 45")
    fresh, file = Fresh(sandbox.folder), sandbox.file(f"{REPORT}.docx")
    now = fresh.docx(next(d for d in fresh.campaign.documents() if d.path == REPORT))
    file.write_bytes(refresh(file.read_bytes(), now, track=Author("An", "2025-12-20T08:00:00Z")).docx)
    sandbox.build()
    found = changes(sandbox.outputs)
    report = of(found, REPORT)
    assert (report.kind, report.told, report.sentences) == ("changed", True, ())
    assert "No sentence changed." in to_html(found, "en").decode()
    assert f"{REPORT}: changed; No sentence changed." in sandbox.cli("changes").output


# --- rows of tables ----------------------------------------------------------------------------------------------

HEAD = ("TT", "Đơn vị", "Tổng số", "Nữ")


def row(*cells, heads=HEAD):
    return Row(cells, heads)


def test_of_a_row_only_the_cells_that_changed_are_told_with_their_heads():
    before = [row("1", "Văn phòng", "89", "61"), row("2", "Sở B", "42", "30"), row("", "Cộng", "131", "91")]
    after = [row("1", "Văn phòng", "90", "62"), row("2", "Sở B", "42", "30"), row("", "Cộng", "132", "")]
    assert changed_sentences(before, after) == (
        SentenceChange("Văn phòng › Tổng số: 89; Nữ: 61", "Văn phòng › Tổng số: 90; Nữ: 62"),
        SentenceChange("Cộng › Tổng số: 131; Nữ: 91", "Cộng › Tổng số: 132; Nữ: –"),
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (row("1", "Sở B", "42", "30"), row("1", "Sở Bê", "42", "30")),  # is it the same row?
        (row("1", "Sở B", "42", "30"), Row(("1", "Sở B", "43", "30"), ("TT", "Đơn vị", "Số", "Nữ"))),
        (Row(("Sở B", "42", "30")), Row(("Sở B", "43", "30"))),  # a table without a head
        (Row(("Sở B", "42"), ("Đơn vị", "")), Row(("Sở B", "43"), ("Đơn vị", ""))),
        (Row(("Sở B", "42"), ("", "")), Row(("Sở B", "43"), ("", ""))),
        (Row(("Sở B", "42"), ("A", "B")), Row(("Sở B", "43", "1"), ("A", "B"))),
        (Row(("", ""), ("A", "B")), Row(("", "43"), ("A", "B"))),
        ("Sở B có 42 người", row("Sở B", "có", "42", "người")),
    ],
)
def test_what_cannot_be_told_so_is_told_as_a_whole(before, after):
    assert changed_sentences([before], [after]) == (SentenceChange(str(before), str(after)),)


def test_a_row_on_one_side_is_told_as_a_whole():
    assert changed_sentences([], [row("1", "Sở B", "42", "30")]) == (SentenceChange("", "1 | Sở B | 42 | 30"),)


def test_rows_of_a_document_know_their_heads():
    docx = paper(
        table(("TT", "Đơn vị"), ("1", "Văn phòng"), ("", "")).replace(
            "<w:tr>", "<w:tr><w:trPr><w:tblHeader/></w:trPr>", 1
        ),
        table(("Số: 12", "Hà Nội")),
    )
    found = sentences(docx)
    assert found == ["TT | Đơn vị", "1 | Văn phòng", "Số: 12 | Hà Nội"]
    assert [each.heads for each in found] == [(), ("TT", "Đơn vị"), ("", "")]
