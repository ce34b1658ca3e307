"""From a printed figure down to what was typed, and from what was typed to every paragraph that prints it."""

import shutil
from pathlib import Path

import pytest

from pipeline.corrections import book as book_module
from pipeline.corrections.book import Book
from pipeline.corrections.errors import NotOurs
from pipeline.corrections.explain import Explainer
from pipeline.corrections.explain_errors import DataFaulty, UnknownUnit, UnknownValue

TEMPLATES = Path(__file__).parents[2] / "templates"


@pytest.fixture
def explained(built):
    """A figure of the campaign as it is now."""

    def explain(id_, every=False):
        return Explainer(Book(built.folder), built.outputs).figure(id_, every)

    return explain


def spots(explained):
    return {(one.path, mention.figure) for one in explained.printed for mention in one.mentions}


# --- where it comes from ----------------------------------------------------------------------------------------


def test_a_figure_that_was_typed_has_its_place_the_typed_text_and_its_schema(built, explained):
    tree = explained("so-b:staff.total").tree
    line = next(n for n, text in enumerate(built.unit("so-b").read_text().splitlines(), 1) if "total: 42" in text)
    assert (tree.label, tree.value, tree.text, tree.printed) == ("Biên chế: Tổng số", 42, "42", ("42",))
    assert str(tree.place) == f"units/so-b.yaml:{line}:12"
    assert tree.raw == "42"
    assert (tree.schema.file, tree.schema.title) == ("demo.schema.json", "Tổng số")
    assert tree.inputs == ()


def test_a_computed_figure_has_its_operation_and_what_went_in(explained):
    tree = explained("so-b:staff.men").tree
    assert (tree.operation, tree.value, tree.place, tree.raw) == ("difference", 12, None, None)
    assert str(tree.declared).startswith("campaign.yaml:")
    assert [(one.id, one.value, one.raw) for one in tree.inputs] == [
        ("so-b:staff.total", 42, "42"),
        ("so-b:staff.women", 30, "30"),
    ]


def test_a_figure_of_the_campaign_goes_down_to_the_cells_of_all_units(explained):
    tree = explained("staff.total").tree
    assert [str(one.place).partition(":")[0] for one in tree.inputs] == [
        f"units/{unit}.yaml" for unit in ("so-a", "so-b", "so-c")
    ]
    assert sum(one.value for one in tree.inputs) == tree.value == 166


def test_units_and_records_that_were_counted_are_told(explained):
    received = explained("reporting.received").tree
    assert [(one.id, one.text) for one in received.inputs][:2] == [("so-a:", "Sở A"), ("so-b:", "Sở B")]
    (record,) = explained("so-b:events.total").tree.inputs
    assert (record.id, record.text) == ("so-b:events[0]", "Hội nghị tổng kết")
    assert str(record.place).startswith("units/so-b.yaml:")


def test_a_record_and_its_field_can_be_asked_for(explained):
    field = explained("so-b:events[0].name").tree
    assert (field.label, field.text, field.raw) == ("Hội nghị 1: Tên", "Hội nghị tổng kết", "Hội nghị tổng kết")
    assert explained("so-b:events[0]").tree.schema.title == "Hội nghị"


def test_a_wide_sum_is_cut_unless_all_is_asked_for(built, explained, monkeypatch):
    monkeypatch.setattr("pipeline.corrections.explain.WIDE", 2)
    monkeypatch.setattr("pipeline.corrections.explain.SHOWN", 1)
    tree = explained("staff.total").tree
    assert (len(tree.inputs), tree.left_out) == (1, 2)
    every = explained("staff.total", every=True).tree
    assert (len(every.inputs), every.left_out) == (3, 0)


def test_what_stands_in_the_tree_already_is_not_told_twice(built):
    built.change_campaign(
        "  campaign:\n    staff.total",
        "    twice: {sum: [staff.men, staff.men]}\n    more: {sum: [twice, twice]}\n  campaign:\n    staff.total",
    )
    tree = Explainer(Book(built.folder), built.outputs).figure("so-b:more").tree
    first, second = tree.inputs
    assert first.inputs
    assert not first.repeated
    assert second.repeated
    assert (second.inputs, second.left_out, second.value) == ((), 0, 24)


def test_figures_that_double_at_each_step_end(built):
    steps = "".join(f"    d{n}: {{sum: [d{n - 1}, d{n - 1}]}}\n" for n in range(1, 60))
    built.change_campaign(
        "  campaign:\n    staff.total", f"    d0: {{sum: [staff.men, 1]}}\n{steps}  campaign:\n    staff.total"
    )
    tree = Explainer(Book(built.folder), built.outputs).figure("so-b:d59").tree
    assert tree.value == 13 * 2**59


def test_the_text_of_a_share_is_a_percentage_and_its_value_exact(built):
    built.change_campaign(
        "  campaign:\n    staff.total",
        "    part: {share: [staff.women, staff.total]}\n  campaign:\n    staff.total",
    )
    tree = Explainer(Book(built.folder), built.outputs).figure("so-b:part").tree
    assert (tree.text, tree.value) == ("71,4%", "5/7")


# --- where it goes ----------------------------------------------------------------------------------------------


def test_every_document_that_prints_a_figure_or_what_is_computed_from_it(explained):
    assert spots(explained("so-b:staff.total")) == {
        ("units/so-b/report", "so-b:staff.total"),
        ("units/so-b/report", "so-b:staff.men"),
        ("summary/summary-report", "staff.total"),
    }
    assert spots(explained("so-b:staff.women")) == {
        ("units/so-b/report", "so-b:staff.women"),
        ("units/so-b/report", "so-b:staff.men"),
    }


def test_the_paragraph_and_the_heading_of_each(explained):
    (report,) = [one for one in explained("so-b:staff.women").printed if one.path == "units/so-b/report"]
    women = next(one for one in report.mentions if one.figure == "so-b:staff.women")
    assert report.readable
    assert women.before.endswith("42 người, trong đó ")
    assert women.after == " nữ và 12 nam./."
    assert "KẾT QUẢ" in women.heading.upper()


def test_a_figure_that_no_document_prints_reaches_none(explained):
    assert explained("so-b:events.total").printed == ()


def test_a_document_that_is_older_than_the_data_is_told(built, explained):
    assert all(not one.changed for one in explained("so-b:staff.total").printed)
    built.change_unit("total: 42", "total: 45")
    found = {one.path: one.changed for one in explained("so-b:staff.total").printed}
    changed = {(one.figure, one.before, one.now) for one in found["units/so-b/report"]}
    assert changed == {("so-b:staff.total", 42, 45), ("so-b:staff.men", 12, 15)}
    assert [one.figure for one in found["summary/summary-report"]] == ["so-b:staff.total"]
    (summary,) = explained("staff.total").printed
    assert [(one.figure, one.before, one.now) for one in summary.changed] == [("staff.total", 166, 169)]


def test_a_document_that_is_gone_or_damaged_is_told_by_the_manifest(built, explained):
    built.file("units/so-b/report.docx").unlink()
    built.file("summary/summary-report.docx").write_bytes(b"no package")
    found = explained("so-b:staff.total").printed
    assert {one.path for one in found} == {"units/so-b/report", "summary/summary-report"}
    assert not any(one.readable for one in found)
    assert {mention.text for one in found for mention in one.mentions} == {"42", "12", "166"}


@pytest.mark.parametrize("damage", [b"", b"{", b"[]\n", b'{\n "documents": {\n  "units/so-b/report": 7\n }\n}\n'])
def test_without_a_manifest_there_are_the_sources_and_no_documents(built, explained, damage):
    (built.outputs / "manifest.json").write_bytes(damage)
    found = explained("so-b:staff.total")
    assert found.tree.value == 42
    assert found.printed == ()


def test_a_file_under_any_name_is_listed_figure_by_figure(built):
    explainer = Explainer(book := Book(built.folder), built.outputs)
    given = built.file("units/so-b/report.docx").read_bytes()
    found = explainer.document(book.document("units/so-b/report"), given)
    assert [one.figure for one in found.printing.mentions] == [
        "so-b:staff.total",
        "so-b:staff.women",
        "so-b:staff.men",
    ]
    assert found.trees["so-b:staff.men"].operation == "difference"


def test_a_file_that_is_not_ours_is_refused(built):
    explainer = Explainer(book := Book(built.folder), built.outputs)
    with pytest.raises(NotOurs):
        explainer.document(book.document("units/so-b/report"), (TEMPLATES / "report.docx").read_bytes())


def test_a_figure_that_the_data_no_longer_have_is_told_in_its_document(built):
    built.change_campaign("    staff.men: {difference: [staff.total, staff.women]}\n", "")
    built.change_unit(" và {{ staff.men }} nam", "")
    for unit in ("so-a", "so-c"):
        built.change_unit(" và {{ staff.men }} nam", "", unit)
    book = Book(built.folder)
    found = Explainer(book, built.outputs).document(book.document("units/so-b/report"))
    assert found.trees["so-b:staff.men"].operation == "gone"
    assert found.trees["so-b:staff.men"].printed == ("12",)


# --- what is read, and what is wrong ----------------------------------------------------------------------------


def test_only_the_unit_that_is_asked_for_is_read(built, explained):
    built.unit("so-a").write_text("broken: [", "utf-8")
    shutil.rmtree(built.outputs / "units" / "so-c")
    assert explained("so-b:staff.men").tree.value == 12


def test_the_campaigns_figures_leave_out_units_with_errors(built, explained):
    built.unit("so-a").write_text("broken: [", "utf-8")
    assert explained("staff.total").tree.value == 42 + 73


def test_units_that_are_many_are_forgotten_and_read_again(built, monkeypatch):
    monkeypatch.setattr(book_module, "KEPT", 1)
    book = Book(built.folder)
    assert book.own.figures["staff.total"].value == 166
    assert [book.figure(f"{unit}:staff.total").value for unit in ("so-a", "so-c", "so-a")] == [51, 73, 51]


def test_names_that_do_not_exist_are_refused_with_the_nearest(explained):
    with pytest.raises(UnknownUnit) as unit:
        explained("so-bb:staff.total")
    assert "so-b" in unit.value.params["near"]
    with pytest.raises(UnknownValue) as figure:
        explained("so-b:staff.totl")
    assert figure.value.params["near"].startswith("so-b:staff.total")
    for none in (
        "so-b:events[7].name",
        "so-b:events[x]",
        "so-b:events[0].size",
        "so-b:events[99999999999]",
        "nothing",
    ):
        with pytest.raises(UnknownValue):
            explained(none)


def test_data_with_errors_are_refused_with_them(built, explained):
    built.change_unit("women: 30", "women: nhiều")
    with pytest.raises(DataFaulty) as error:
        explained("so-b:staff.total")
    assert [str(one.place).partition(":")[0] for one in error.value.findings] == ["units/so-b.yaml"]
    built.unit("so-c").unlink()
    with pytest.raises(DataFaulty):
        explained("so-c:staff.total")
    built.change_campaign("deadline", "dealine")
    with pytest.raises(DataFaulty):
        Book(built.folder)
