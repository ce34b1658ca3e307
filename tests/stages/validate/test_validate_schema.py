"""A record against its schema: each finding says where, what, what was expected and how to mend it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from validate_samples import (
    CAMPAIGN,
    SCHEMAS,
    UNIT,
    UNIT_SCHEMA,
    campaign,
    campaign_findings,
    changed,
    line_of,
    only,
    spoiled,
    unit,
    unit_findings,
    with_value,
)

from pipeline.errors import BaocaoError
from pipeline.model import Record, walk
from pipeline.stages.load.text import parse
from pipeline.stages.validate import validate
from pipeline.stages.validate.decimals import check_decimals
from pipeline.stages.validate.findings import (
    BadDate,
    BadForm,
    BadKey,
    BadLength,
    BadValue,
    DoubtfulDecimal,
    EmptyText,
    MissingKey,
    NotExactlyOne,
    NothingFilledIn,
    OutOfRange,
    Surplus,
    UnknownKey,
    WrongType,
)


def test_a_valid_unit_and_a_valid_campaign_have_no_findings() -> None:
    assert unit_findings(UNIT) == []
    assert validate(campaign(), SCHEMAS.campaign(), SCHEMAS) == []


def test_a_missing_field_is_named_with_its_title_at_its_group() -> None:
    finding = only(spoiled(", members: 6", ""))
    assert isinstance(finding, MissingKey)
    assert finding.params == {"key": "members", "title": "Các thành viên khác"}
    assert finding.place is not None
    assert finding.place.line == line_of(UNIT, "council:")


def test_a_title_is_that_of_the_field_and_not_of_its_type() -> None:
    finding = only(spoiled("place: Quảng Ngãi\n", ""))
    assert finding.params == {"key": "place", "title": "Địa danh"}


@pytest.mark.parametrize(
    ("old", "new", "near"),
    [
        ("members:", "member:", "members"),
        ("  abbreviation:", "  abreviation:", "abbreviation"),
        ("head_title:", "head-title:", "head_title"),
        ("  name: Nguyễn", "  Name: Nguyễn", "name"),
    ],
)
def test_a_misspelt_key_is_located_with_the_nearest_name(old: str, new: str, near: str) -> None:
    found = [finding for finding in spoiled(old, new) if isinstance(finding, UnknownKey)]
    assert [finding.params["near"] for finding in found] == [near]
    assert str(found[0].place).startswith(f"units/so-y-te.yaml:{line_of(UNIT, old.strip())}:")
    assert near in found[0].advice()


def test_a_key_that_resembles_nothing_is_surplus() -> None:
    finding = only(spoiled("place: Quảng Ngãi", "place: Quảng Ngãi\nxyzzy: 1"))
    assert isinstance(finding, Surplus)
    assert (str(finding.place), finding.params["key"]) == ("units/so-y-te.yaml:6:1", "xyzzy")
    assert "organ" in str(finding.params["known"])


@pytest.mark.parametrize(
    ("typed", "shown", "expected"),
    [
        ("năm mươi", "năm mươi", "a whole number"),
        ("'1.234,5'", "1.234,5", "a whole number"),
        ("'51'", "51", "a whole number"),
        ("51.5", "51.5", "a whole number"),
        ("true", "true", "a whole number"),
        (".nan", ".nan", "a whole number"),
        (".inf", ".inf", "a whole number"),
        ("[51]", "[51]", "a whole number"),
        ("{so: 51}", "{so}", "a whole number"),
    ],
)
def test_a_value_of_the_wrong_kind_is_shown_as_typed(typed: str, shown: str, expected: str) -> None:
    finding = only(spoiled("officials: 51", f"officials: {typed}"))
    assert isinstance(finding, WrongType)
    assert (finding.params["value"], finding.params["expected"]) == (shown, expected)
    assert str(finding.place) == "units/so-y-te.yaml:17:22"
    assert "quotes" in finding.advice()


def test_text_that_yaml_took_for_a_number_gets_the_advice_to_quote_it() -> None:
    finding = only(spoiled("drafting_unit: VP", "drafting_unit: 12"))
    assert isinstance(finding, WrongType)
    assert finding.params["expected"] == "text"
    assert "between quotes" in finding.advice()


@pytest.mark.parametrize(("old", "new"), [("place: Quảng Ngãi", "place:"), ("officials: 51", "officials: null")])
def test_what_is_left_blank_is_not_called_null(old: str, new: str) -> None:
    finding = only(spoiled(old, new))
    assert isinstance(finding, NothingFilledIn)
    assert "null" not in finding.text()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("figures:\n  organization", "figures: null\nx:\n  organization"),
        ("narrative:\n  features: Sở có {{ staff.total }} người.\n", "narrative: null\n"),
        ("documents:\n  report: {number: 12, date: 2024-03-22}", "documents: []"),
        ("signer:\n", "signer: 5\nx:\n"),
        ("recipients:\n  - Sở Nội vụ", "recipients: Sở Nội vụ"),
        ("recipients:\n  - Sở Nội vụ", "recipients: {a: b}"),
        ("superior_organ: null", "superior_organ: 5"),
        ("superior_organ: null", "superior_organ: []"),
        ("  features: Sở có {{ staff.total }} người.", "  features: [1, 2]"),
    ],
)
def test_a_group_or_list_of_the_wrong_kind_is_a_located_finding(old: str, new: str) -> None:
    found = [finding for finding in spoiled(old, new) if isinstance(finding, WrongType | NothingFilledIn)]
    assert len(found) == 1
    assert found[0].place is not None
    assert found[0].params["expected"] in ("a group of fields", "a list", "text")


@pytest.mark.parametrize("text", ["5", "[]", "text", "true", "[a: 1]"])
def test_a_file_that_is_no_group_of_fields_is_one_finding(text: str) -> None:
    finding = only(unit_findings(text))
    assert isinstance(finding, WrongType)
    assert str(finding.place) == "units/so-y-te.yaml:1:1"


@pytest.mark.parametrize("typed", ["5", "text", "{a: 1}", "[5]", "[[1]]", "[null]"])
def test_records_that_are_no_list_of_groups_are_findings(typed: str) -> None:
    start = UNIT.index("  awards:")
    end = UNIT.index("documents:")
    findings = unit_findings(f"{UNIT[:start]}  awards: {typed}\n{UNIT[end:]}")
    assert [type(finding) for finding in findings] in ([WrongType], [NothingFilledIn])


def test_an_enumerated_value_names_the_nearest_or_all() -> None:
    near = only(spoiled("subject_type: individual", "subject_type: indivdual"))
    assert (type(near), near.params["expected"]) == (BadValue, "individual")
    far = only(spoiled("subject_type: individual", "subject_type: ông"))
    assert far.params["expected"] == "collective, individual"
    assert isinstance(only(spoiled("authority: KT", "authority: 5")), BadValue)
    assert isinstance(only(spoiled("authority: KT", "authority:")), NothingFilledIn)


@pytest.mark.parametrize(
    ("old", "new", "limit"),
    [
        ("officials: 51", "officials: -1", "≥ 0"),
        ("officials: 51", "officials: 9000000000000000", "≤ 1000000000000"),
        ("year: 2015", "year: 2013", "≥ 2014"),
        ("year: 2015", "year: 2024", "≤ 2023"),
        ("number: 12", "number: 0", "≥ 1"),
    ],
)
def test_a_number_out_of_range_names_the_limit(old: str, new: str, limit: str) -> None:
    finding = only(spoiled(old, new))
    assert (type(finding), finding.params["limit"]) == (OutOfRange, limit)


@pytest.mark.parametrize(
    ("typed", "example"),
    [
        ("22/3/2024", "2024-03-22"),
        ("2024-02-30", "2024-03-01"),
        ("2024-3-1", "2024-03-01"),
        ("'20240301'", "2024-03-01"),
        ("20240301", "2024-03-01"),
        ("2024", "2024-03-01"),
        ("2024-W10-5", "2024-03-01"),
        ("0024-03-01", "2024-03-01"),
        ("'2024-03-22\n\n'", "2024-03-01"),
        ("hôm qua", "2024-03-01"),
    ],
)
def test_a_date_that_is_none_gets_an_example(typed: str, example: str) -> None:
    finding = only(spoiled("date: 2024-03-22", f"date: {typed}"))
    assert isinstance(finding, BadDate)
    assert finding.params["example"] == example
    assert example in finding.advice()


@pytest.mark.parametrize(
    "typed", ["|\n  Quảng Ngãi\n", '"Quảng Ngãi\\n"', '"Quảng\\nNgãi"', '" Quảng Ngãi"', '"  "']
)
def test_a_line_of_text_has_neither_breaks_nor_spaces_around_it(typed: str) -> None:
    finding = only(spoiled("place: Quảng Ngãi", f"place: {typed}"))
    assert isinstance(finding, BadForm)
    assert "One line of text" in str(finding.params["expected"])


@pytest.mark.parametrize("typed", ["''", '""'])
def test_empty_text_is_called_empty(typed: str) -> None:
    findings = spoiled("place: Quảng Ngãi", f"place: {typed}")
    assert {type(finding) for finding in findings} == {EmptyText}


def test_a_pattern_does_not_overlook_a_line_break_at_the_end() -> None:
    finding = only(spoiled("abbreviation: SYT", 'abbreviation: "SYT\\n"'))
    assert isinstance(finding, BadForm)


def test_text_of_monstrous_length_is_a_short_finding() -> None:
    finding = only(spoiled("place: Quảng Ngãi", "place: " + "x" * 5_000_000))
    assert isinstance(finding, BadLength)
    assert finding.params["size"] == 5_000_000
    assert len(finding.text()) < 300
    key = only(spoiled("place: Quảng Ngãi", f"place: Quảng Ngãi\n? {'x' * 500_000}\n: 1"))
    assert len(key.text()) < 500


def test_a_key_of_the_wrong_form_is_located_at_the_key() -> None:
    finding = only(spoiled("  features:", "  Đặc điểm:"))
    assert isinstance(finding, BadKey)
    assert str(finding.place) == f"units/so-y-te.yaml:{line_of(UNIT, '  features:')}:3"
    assert "small letters" in finding.advice()


def test_number_and_date_of_a_document_come_together() -> None:
    finding = only(spoiled(", date: 2024-03-22", ""))
    assert (type(finding), finding.params["key"]) == (MissingKey, "date")


@pytest.mark.parametrize(("authority", "wanted"), [("TM", "collective"), ("TM/KT", "collective")])
def test_the_authority_decides_what_the_signer_needs(authority: str, wanted: str) -> None:
    finding = only(spoiled("authority: KT", f"authority: {authority}"))
    assert (type(finding), finding.params["key"]) == (MissingKey, wanted)


def test_the_head_needs_no_title_of_a_head_but_a_deputy_does() -> None:
    assert spoiled("  authority: KT\n  head_title: Giám đốc\n", "  authority: none\n") == []
    assert only(spoiled("  head_title: Giám đốc\n", "")).params["key"] == "head_title"


def test_an_individual_is_a_leader_or_not() -> None:
    assert only(spoiled("      leader: true\n", "")).params["key"] == "leader"


@pytest.mark.parametrize(
    ("typed", "doubtful"),
    [("1.234", True), ("-12.500", True), ("999.999", True)]
    + [(typed, False) for typed in ("1.23", "1.2340", "0.125", "1234.567", "12.5", "1234")],
)
def test_a_decimal_that_looks_like_thousands_is_a_warning(typed: str, doubtful: bool) -> None:
    text = changed(CAMPAIGN, "{at_least: [staff.total, 1]}", f"{{at_least: [staff.total, {typed}]}}")
    findings = validate(campaign(text), SCHEMAS.campaign(), SCHEMAS)
    assert [(type(finding), finding.severity) for finding in findings] == [(DoubtfulDecimal, "warning")] * doubtful
    if doubtful:
        assert findings[0].place is not None
        assert findings[0].place.line == line_of(text, typed)
        assert typed.replace(".", "") in findings[0].advice()


def test_a_decimal_that_a_program_wrote_is_not_doubted() -> None:
    record = parse(b'{"a": 1.234}', "units/so-y-te.json")
    assert list(check_decimals(record)) == []


# --- illustrative data


def test_illustrative_data_carry_neither_number_nor_name() -> None:
    text = "illustrative: true\n" + UNIT
    findings = unit_findings(text)
    assert [type(finding) for finding in findings] == [BadValue, BadValue, BadValue]
    assert [finding.params["value"] for finding in findings] == ["Nguyễn Văn An", "12", "2024-03-22"]
    assert all("illustrative" in str(finding.params["expected"]) for finding in findings)
    clean = text.replace("  name: Nguyễn Văn An\n", "").replace("{number: 12, date: 2024-03-22}", "{}")
    assert unit_findings(clean) == []
    own_signer = clean.replace("report: {}", "report: {signer: {title: Giám đốc, name: B}}")
    assert isinstance(only(unit_findings(own_signer)), BadValue)


def test_real_data_carry_them() -> None:
    assert unit_findings("illustrative: false\n" + UNIT) == []


# --- all at once


def test_one_run_tells_everything_in_the_order_of_the_file() -> None:
    text = UNIT
    for old, new in [
        ("place: Quảng Ngãi", "plase: Quảng Ngãi"),
        ("authority: KT", "authority: KTT"),
        ("divisions: 6", "divisions: sáu"),
        ("members: 6", "members: -6"),
        ("year: 2015", "year: 1999"),
        ("2016-01-12", "2016-13-12"),
        ("name: Lao động tiên tiến", "name: Lao động tiên tien"),
        ("number: 12", "number: '12'"),
    ]:
        text = changed(text, old, new)
    findings = unit_findings(text)
    codes = [finding.code for finding in findings]
    assert sorted(codes) == sorted(["D30", "D31", "D34", "D33", "D35", "D35", "D37", "D40", "D33"])
    lines = [finding.place.line for finding in findings if finding.place]
    assert lines == sorted(filter(None, lines))
    assert all(finding.message() and finding.advice() for finding in findings)


# --- campaign.yaml


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("deadline: 2024-03-25", "deadline: 25/3/2024", BadDate),
        ("schema: ct34-2024.schema.json", "schema: ../../x.json", BadForm),
        ("template: report.docx\n    subject", "template: /tmp/a.docx\n    subject", BadForm),
        ("  - {id: so-y-te, name", "  - {id: Sở Y tế, name", BadForm),
        ("  - {id: so-y-te, name", "  - {id: s\u043e-y-te, name", BadForm),
        ("unit_defaults: {place: Quảng Ngãi}", "unit_defaults: 5", WrongType),
        ("{at_least: [staff.total, 1]}", "{at_lest: [staff.total, 1]}", UnknownKey),
        ("{at_least: [staff.total, 1]}", "{at_least: [staff.total]}", BadLength),
        ("{sum: units.staff.total}", "{sum: units.staff.total, mean: x}", NotExactlyOne),
        ("{sum: units.staff.total}", "{as: Tổng}", NotExactlyOne),
        ("{sum: units.staff.total}", "{sun: units.staff.total}", UnknownKey),
        ("number: 309", "number: -5", OutOfRange),
        ("number: 309", "number: [309]", WrongType),
        ("number: 309", "number: 309/SNV", BadForm),
        ("  cv309: {", "  Công văn: {", BadKey),
    ],
)
def test_a_campaign_that_its_schema_refuses(old: str, new: str, kind: type[BaocaoError]) -> None:
    findings = campaign_findings(old, new)
    found = [finding for finding in findings if isinstance(finding, kind)]
    assert len(found) == 1, [str(finding) for finding in findings]
    assert found[0].place is not None
    assert found[0].place.line == line_of(CAMPAIGN, old.strip())


@pytest.mark.parametrize("typed", ["5", "[]", "text", "null", "{a: 1}", "[1]", "[{id: 5}]", "[null]"])
def test_units_and_documents_of_any_shape_are_findings(typed: str) -> None:
    for key, following in (("units", "unit_defaults:"), ("documents", "")):
        start = CAMPAIGN.index(f"\n{key}:") + 1
        end = CAMPAIGN.index(following, start) if following else len(CAMPAIGN)
        text = f"{CAMPAIGN[:start]}{key}: {typed}\n{CAMPAIGN[end:]}"
        findings = validate(campaign(text), SCHEMAS.campaign(), SCHEMAS)
        assert findings
        assert all(finding.place is not None for finding in findings)


def test_a_choice_counts_the_fields_that_stand_there() -> None:
    finding = only(campaign_findings("{sum: units.staff.total}", "{sum: a, mean: b}"))
    assert finding.params["size"] == 2
    assert str(finding.params["names"]).startswith("sum, mean, ")


# --- anything

HOSTILE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
UNIT_POINTERS = sorted({p.rsplit("/", n)[0] for p, _ in walk("", unit().data) for n in range(3)} - {""})
CAMPAIGN_POINTERS = sorted({p.rsplit("/", n)[0] for p, _ in walk("", campaign().data) for n in range(4)} - {""})


def well_told(findings: list[BaocaoError], record: Record) -> bool:
    return all(f.place is not None and f.place.file and f.text("vi") and f.to_json() for f in findings) and bool(
        record.places
    )


@given(st.sampled_from(UNIT_POINTERS), HOSTILE)
def test_no_value_anywhere_in_a_unit_makes_validation_stumble(pointer: str, value: object) -> None:
    record = with_value(unit(), pointer, value)
    assert well_told(validate(record, UNIT_SCHEMA, SCHEMAS), record)


@given(st.sampled_from(CAMPAIGN_POINTERS), HOSTILE)
def test_no_value_anywhere_in_a_campaign_makes_validation_stumble(pointer: str, value: object) -> None:
    record = with_value(campaign(), pointer, value)
    assert well_told(validate(record, SCHEMAS.campaign(), SCHEMAS), record)
