"""What no schema can express: references inside a campaign, and between a campaign and a unit."""

from pathlib import Path

import pytest
from validate_samples import CAMPAIGN, SCHEMAS, UNIT, campaign, changed, line_of, only, unit

from pipeline.errors import BaocaoError
from pipeline.stages.validate import validate
from pipeline.stages.validate.crosscheck import (
    BadCitation,
    NoAbbreviation,
    NoAddressee,
    NoTemplate,
    PeriodTurned,
    SameFile,
    SectionMissing,
    TwiceListed,
    UnitNotAsked,
    UnknownReference,
    UsedTwice,
    check_campaign,
    check_unit,
    citations,
    not_asked,
)


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    (tmp_path / "report.docx").write_bytes(b"")
    return tmp_path


def checked(text: str, templates: Path) -> list[BaocaoError]:
    record = campaign(text)
    assert validate(record, SCHEMAS.campaign(), SCHEMAS) == []
    return list(check_campaign(record, (templates,)))


def checked_unit(text: str = UNIT, campaign_text: str = CAMPAIGN, name: str = "so-y-te") -> list[BaocaoError]:
    return list(check_unit(name, unit(text), campaign(campaign_text)))


def test_a_consistent_campaign_has_no_findings(templates: Path) -> None:
    assert checked(CAMPAIGN, templates) == []


@pytest.mark.parametrize(
    ("old", "new", "name", "kind", "near"),
    [
        ("collecting_unit: so-noi-vu", "collecting_unit: so-noi-vụ", None, None, None),
        ("collecting_unit: so-noi-vu", "collecting_unit: so-noi", "so-noi", "units", "so-noi-vu"),
        ("request: cv309", "request: cv390", "cv390", "citations", "cv309"),
        ("Sở Y tế, group: department", "Sở Y tế, group: departments", "departments", "groups", "department"),
        (
            "    template: report.docx\n    subject",
            "    except: [so-y-tee]\n    template: report.docx\n    subject",
            "so-y-tee",
            "units",
            "so-y-te",
        ),
        (
            "type: Báo cáo\n    per: unit",
            "type: Báo cao\n    per: unit",
            "Báo cao",
            "Phụ lục III",
            "Báo cáo",
        ),
    ],
)
def test_a_name_that_is_not_known_comes_with_the_nearest(
    templates: Path, old: str, new: str, name: str | None, kind: str, near: str
) -> None:
    text = changed(CAMPAIGN, old, new)
    if name is None:  # the schema has refused it already
        assert validate(campaign(text), SCHEMAS.campaign(), SCHEMAS)
        return
    finding = only(checked(text, templates))
    assert isinstance(finding, UnknownReference)
    assert (finding.params["name"], finding.params["kind"]) == (name, kind)
    assert near in str(finding.params["near"])
    assert finding.place is not None
    assert finding.place.line == line_of(text, name)


def test_a_campaign_without_groups_knows_no_group(templates: Path) -> None:
    text = changed(CAMPAIGN, "groups: {department: Các sở}\n", "")
    assert [type(finding) for finding in checked(text, templates)] == [UnknownReference] * 2


def test_a_unit_listed_twice_is_located(templates: Path) -> None:
    text = changed(CAMPAIGN, "unit_defaults:", "  - {id: so-y-te, name: Sở Y tế}\nunit_defaults:")
    finding = only(checked(text, templates))
    assert isinstance(finding, TwiceListed)
    assert finding.place is not None
    assert finding.place.line == line_of(text, "unit_defaults") - 1


@pytest.mark.parametrize(
    ("old", "new", "type_"),
    [
        ("    addressees: [Ủy ban nhân dân tỉnh]\n", "", "Báo cáo"),
        ("    addressees: [Ủy ban nhân dân tỉnh]\n", "    addressees: []\n", "Báo cáo"),
        ("type: Báo cáo\n    per: unit", "type: Công văn\n    per: unit", "Công văn"),
        ("type: Báo cáo\n    per: unit", "type: Tờ trình\n    per: unit", "Tờ trình"),
    ],
)
def test_some_documents_need_addressees(templates: Path, old: str, new: str, type_: str) -> None:
    finding = only(checked(changed(CAMPAIGN, old, new), templates))
    assert isinstance(finding, NoAddressee)
    assert finding.params["type"] == type_


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("symbol: SNV-TĐKT", "symbol: SNV TĐKT"),
        ("type: Công văn, number", "type: Công văn, system: party, year_in_number: true, number"),
        ("{type: Công văn, number: 309", "{type: Luật, name: Luật Thi đua, number: 309"),
    ],
)
def test_a_document_that_cannot_be_cited_says_why(templates: Path, old: str, new: str) -> None:
    finding = only(checked(changed(CAMPAIGN, old, new), templates))
    assert isinstance(finding, BadCitation)
    assert finding.params["reason"]
    assert finding.place is not None
    assert finding.place.pointer == "/citations/cv309"


def test_citations_are_read_by_key() -> None:
    found = citations(campaign())
    assert [*found] == ["cv309"]
    assert (found["cv309"].number, found["cv309"].symbol) == ("309", "SNV-TĐKT")
    assert citations(campaign("title: x")) == {}


def test_a_period_that_ends_before_it_begins_is_located_at_its_end(templates: Path) -> None:
    finding = only(checked(changed(CAMPAIGN, "to: 2023-12-31", "to: 2022-12-31"), templates))
    assert isinstance(finding, PeriodTurned)
    assert finding.place is not None
    assert finding.place.pointer == "/period/to"


def test_a_template_is_looked_for_in_all_folders(templates: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert list(check_campaign(campaign(), (empty, templates))) == []
    findings = list(check_campaign(campaign(), (empty,)))
    assert [type(finding) for finding in findings] == [NoTemplate, NoTemplate]
    assert findings[0].place is not None
    assert findings[0].place.pointer == "/documents/report/template"


def test_two_documents_may_not_be_written_into_one_file(templates: Path) -> None:
    text = changed(CAMPAIGN, "  summary:\n", "  other:\n")
    text = changed(text, "per: campaign\n", "per: unit\n    file: report\n")
    finding = only(checked(text, templates))
    assert isinstance(finding, SameFile)
    assert finding.params == {"first": "report", "second": "other", "file": "report"}
    assert checked(changed(CAMPAIGN, "per: campaign\n", "per: campaign\n    file: report\n"), templates) == []


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("{key: closing,", "{key: features,", "outline"),
        ("{key: closing, text: Đề nghị tổng hợp.}", "{title: A, sections: [{key: features}]}", "outline"),
        (
            "      - {key: awards, title: Danh sách}\n",
            "      - {key: a, title: A}\n      - {key: a, title: B}\n",
            "annexes",
        ),
        ("    - {id: staff,", "    - {id: staff, that: {less: [1, 2]}}\n    - {id: staff,", "checks"),
    ],
)
def test_a_key_that_is_used_twice_is_located(templates: Path, old: str, new: str, kind: str) -> None:
    finding = only(checked(changed(CAMPAIGN, old, new), templates))
    assert isinstance(finding, UsedTwice)
    assert finding.params["kind"] == kind


# --- units


def test_a_consistent_unit_has_no_findings() -> None:
    assert checked_unit() == []


@pytest.mark.parametrize(
    ("old", "new", "name", "kind"),
    [
        ("  report: {number", "  reprot: {number", "reprot", "documents"),
        ("  report: {number", "  summary: {number", "summary", "documents"),
        ("  features:", "  features: Có.\n  feature:", "feature", "outline"),
    ],
)
def test_a_key_that_the_campaign_does_not_know_is_located_at_the_key(
    old: str, new: str, name: str, kind: str
) -> None:
    text = changed(UNIT, old, new)
    finding = only(checked_unit(text))
    assert isinstance(finding, UnknownReference)
    assert (finding.params["name"], finding.params["kind"]) == (name, kind)
    assert finding.place is not None
    assert (finding.place.line, finding.place.column) == (line_of(text, f"  {name}:"), 3)


def test_the_collecting_unit_may_speak_of_the_summary() -> None:
    text = changed(UNIT, "  report: {number", "  summary: {number")
    assert checked_unit(text, name="so-noi-vu") == []


@pytest.mark.parametrize("removed", ["  features: Sở có {{ staff.total }} người.\n", None])
def test_a_section_without_text_is_missing(removed: str | None) -> None:
    text = UNIT.replace(removed, "  closing: Hết.\n") if removed else UNIT[: UNIT.index("narrative:")]
    finding = only(checked_unit(text))
    assert isinstance(finding, SectionMissing)
    assert finding.params == {"key": "features", "title": "Đặc điểm"}


def test_an_optional_section_may_be_absent() -> None:
    optional = changed(CAMPAIGN, "title: Đặc điểm}", "title: Đặc điểm, optional: true}")
    assert checked_unit(UNIT[: UNIT.index("narrative:")], optional) == []


def test_a_symbol_needs_an_abbreviation_unless_it_is_given() -> None:
    text = changed(UNIT, "  abbreviation: SYT\n", "")
    finding = only(checked_unit(text))
    assert isinstance(finding, NoAbbreviation)
    assert finding.params == {"document": "report", "missing": "organ.abbreviation"}
    assert checked_unit(changed(text, "{number: 12,", "{symbol: BC-SYT, number: 12,")) == []
    excepted = changed(CAMPAIGN, "    per: unit\n", "    per: unit\n    except: [so-y-te]\n")
    assert checked_unit(text, excepted) == []


def test_a_letter_needs_the_drafting_unit() -> None:
    letters = changed(CAMPAIGN, "type: Báo cáo\n    per: unit", "type: Công văn\n    per: unit")
    assert checked_unit(UNIT, letters) == []
    finding = only(checked_unit(changed(UNIT, "drafting_unit: VP\n", ""), letters))
    assert isinstance(finding, NoAbbreviation)
    assert finding.params["missing"] == "drafting_unit"


def test_a_unit_that_was_not_asked_names_the_nearest_ids() -> None:
    finding = not_asked("so-yte", unit(), ["so-noi-vu", "so-y-te"])
    assert isinstance(finding, UnitNotAsked)
    assert str(finding.params["near"]).startswith("so-y-te")
    assert str(finding.place) == "units/so-y-te.yaml:1:1"
    assert not_asked("x", None, []).place is None


def test_a_unit_that_does_not_make_a_document_need_not_fill_its_sections() -> None:
    excepted = changed(CAMPAIGN, "    per: unit\n", "    per: unit\n    except: [so-y-te]\n")
    without = UNIT[: UNIT.index("narrative:")]
    assert checked_unit(without, excepted) == []
    assert isinstance(only(checked_unit(without)), SectionMissing)


def test_a_document_dated_before_the_letter_that_asked_for_it_is_pointed_out() -> None:
    assert checked_unit(UNIT) == []
    finding = only(checked_unit(UNIT, changed(CAMPAIGN, "date: 2024-03-01", "date: 2030-03-01")))
    assert (finding.code, finding.severity) == ("D74", "warning")
    assert finding.params["asked"] == "01/3/2030"
