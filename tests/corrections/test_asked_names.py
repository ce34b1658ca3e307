"""What is meant by a name, and what is said if nothing is."""

from pathlib import Path

import pytest

from pipeline.build.campaign import DocumentId
from pipeline.build.fresh import WhichCampaign
from pipeline.corrections.book import Book
from pipeline.corrections.explain import Explainer
from pipeline.corrections.explain_errors import SeveralUnits, UnknownThing, UnknownUnit
from pipeline.corrections.names import Names, find_campaign
from pipeline.docx.store import Identity


@pytest.fixture
def names(sandbox):
    book = Book(sandbox.folder)
    return Names(book, Explainer(book, sandbox.outputs).labels)


@pytest.mark.parametrize(
    ("name", "unit", "wanted"),
    [
        ("so-b:staff.total", "", "so-b:staff.total"),
        ("staff.total", "so-b", "so-b:staff.total"),
        ("staff.total", "", "staff.total"),
        ("events[0].name", "so-b", "so-b:events[0].name"),
        ("Nữ", "so-b", "so-b:staff.women"),
        ("biên chế: nữ", "so-b", "so-b:staff.women"),
        ("Đơn vị đã báo cáo", "", "reporting.received"),
    ],
)
def test_figures(names, name, unit, wanted):
    assert names.find(name, unit) == wanted


@pytest.mark.parametrize(
    ("name", "unit", "wanted"),
    [
        ("units/so-b/report", "", "units/so-b/report"),
        ("units/so-b/report.docx", "", "units/so-b/report"),
        ("units/so-b/report.pdf", "so-b", "units/so-b/report"),
        ("report", "so-b", "units/so-b/report"),
        ("summary-report", "", "summary/summary-report"),
        ("summary-report", "so-b", "summary/summary-report"),
    ],
)
def test_documents(names, name, unit, wanted):
    found = names.find(name, unit)
    assert isinstance(found, DocumentId)
    assert found.path == wanted


@pytest.mark.parametrize(
    ("name", "unit", "near"),
    [
        ("staff.totl", "so-b", "staff.total"),
        ("so-b:staff.womne", "", "so-b:staff.women"),
        ("unit/so-b/report", "", "units/so-b/report"),
        ("sumary-report", "", "summary/summary-report"),
        ("so-b", "", "--unit so-b"),
    ],
)
def test_a_misspelt_name_is_told_with_the_nearest(names, name, unit, near):
    with pytest.raises(UnknownThing) as error:
        names.find(name, unit)
    assert near in error.value.params["near"].split(", ")


@pytest.mark.parametrize("name", ["", ":", "so-b:", "x" * 5000, "..", "\x00"])
def test_what_is_no_name_at_all_is_refused(names, name):
    with pytest.raises((UnknownThing, UnknownUnit, SeveralUnits)) as error:
        names.find(name)
    assert error.value.text("vi")


@pytest.mark.parametrize("name", ["staff.women", "report"])
def test_what_is_of_each_unit_wants_a_unit(names, name):
    with pytest.raises(SeveralUnits) as error:
        names.find(name)
    assert "--unit so-" in error.value.text()


def test_a_unit_that_does_not_exist(names):
    with pytest.raises(UnknownUnit) as error:
        names.find("staff.total", "so-bb")
    assert "so-b" in error.value.params["near"]


def test_the_document_of_a_file(names):
    identity = Identity("demo", "so-b", "report", "report.docx", "", "")
    assert names.of_identity(identity).path == "units/so-b/report"
    assert names.of_identity(Identity("demo", "", "summary-report", "", "", "")).path == "summary/summary-report"
    with pytest.raises(UnknownThing):
        names.of_identity(Identity("demo", "so-b", "letter", "", "", ""))


# --- campaigns --------------------------------------------------------------------------------------------------


def test_the_only_campaign_is_meant(sandbox):
    assert find_campaign(None, sandbox.folder.parent) == sandbox.folder
    assert find_campaign(sandbox.folder / "campaign.yaml", Path("nowhere")) == sandbox.folder


def test_of_several_campaigns_the_one_that_has_the_unit(sandbox):
    other = sandbox.folder.parent / "other"
    other.mkdir()
    (other / "campaign.yaml").write_text("units:\n  - {id: so-x, name: X}\n  - {id: so-c, name: C}\n", "utf-8")
    (sandbox.folder.parent / "third").mkdir()
    (sandbox.folder.parent / "third" / "campaign.yaml").write_text("[", "utf-8")
    assert find_campaign(None, sandbox.folder.parent, unit="so-x") == other
    assert find_campaign(None, sandbox.folder.parent, unit="so-b") == sandbox.folder
    for unit in ("", "so-c", "so-y"):
        with pytest.raises(WhichCampaign):
            find_campaign(None, sandbox.folder.parent, unit=unit)


def test_the_campaign_that_we_are_in(sandbox, monkeypatch):
    monkeypatch.chdir(sandbox.folder)
    assert find_campaign(None, Path("inputs")) == Path()


@pytest.mark.parametrize("name", ["../demo", "", ".", "/etc", "gone"])
def test_a_file_cannot_lead_out_of_the_inputs(sandbox, name):
    with pytest.raises(WhichCampaign):
        find_campaign(None, sandbox.folder.parent / "inner", Identity(name, "", "report", "", "", ""))
