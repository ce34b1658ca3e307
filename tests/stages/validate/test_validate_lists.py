"""Closed lists with the time in which their names hold."""

from datetime import date

import pytest
from validate_samples import SCHEMAS, UNIT, UNIT_SCHEMA, changed, line_of, only, spoiled, unit_findings

from pipeline.errors import BaocaoError
from pipeline.stages.validate.findings import NotInList, NotInListOn, OutOfValidity, WrongSubject
from pipeline.stages.validate.schemas import Entry

OLD_NAME = "name: Lao động tiên tiến\n"


# --- commendations


def test_an_unknown_commendation_names_the_nearest() -> None:
    finding = only(spoiled(OLD_NAME, "name: Lao động tiên tiến xuất sắc\n"))
    assert isinstance(finding, NotInList)
    assert finding.params["near"] == "Lao động tiên tiến"
    assert str(finding.place) == f"units/so-y-te.yaml:{line_of(UNIT, OLD_NAME)}:13"


def test_another_case_or_missing_marks_are_still_another_name() -> None:
    finding = only(spoiled(OLD_NAME, "name: lao dong tien tien\n"))
    assert finding.params["near"] == "Lao động tiên tiến"


@pytest.mark.parametrize(
    ("name", "day", "holds"),
    [
        ("Xã, phường, thị trấn tiêu biểu", "2023-12-31", False),
        ("Xã, phường, thị trấn tiêu biểu", "2024-01-01", True),
        ("Xã, phường, thị trấn tiêu biểu", "2025-06-30", True),
        ("Xã, phường, thị trấn tiêu biểu", "2025-07-01", False),
        ("Xã, phường, đặc khu tiêu biểu", "2025-06-30", False),
        ("Xã, phường, đặc khu tiêu biểu", "2025-07-01", True),
    ],
)
def test_a_commendation_must_hold_on_the_day_of_the_decision(name: str, day: str, holds: bool) -> None:
    text = changed(UNIT, OLD_NAME, f'name: "{name}"\n')
    text = changed(text, "date: 2016-01-12", f"date: {day}")
    text = changed(text, "subject_type: individual", "subject_type: collective")
    findings = unit_findings(text)
    if holds:
        assert findings == []
    else:
        finding = only(findings)
        assert isinstance(finding, NotInListOn)
        assert finding.params["day"] == day
        assert "2024-01-01" in str(finding.params["period"]) or "2025-07-01" in str(finding.params["period"])


def test_without_a_usable_date_only_the_name_is_checked() -> None:
    text = changed(UNIT, OLD_NAME, 'name: "Xã, phường, đặc khu tiêu biểu"\n')
    text = changed(text, "subject_type: individual", "subject_type: collective")
    for typed in ("hôm qua", "null", "5", "[2]"):
        codes = {finding.code for finding in unit_findings(changed(text, "2016-01-12", typed))}
        assert codes.isdisjoint({"D40", "D41"})


@pytest.mark.parametrize(
    ("name", "given"),
    [("Tập thể lao động xuất sắc", "individual"), ("Chiến sĩ thi đua cơ sở", "collective")],
)
def test_a_commendation_is_given_to_its_kind_of_subject(name: str, given: str) -> None:
    text = changed(UNIT, OLD_NAME, f"name: {name}\n")
    finding = only(unit_findings(changed(text, "subject_type: individual", f"subject_type: {given}")))
    assert isinstance(finding, WrongSubject)
    assert finding.params["given"] == given
    assert finding.params["allowed"] not in (given, "")


def test_some_commendations_are_given_to_both() -> None:
    text = changed(UNIT, OLD_NAME, "name: Bằng khen của Thủ tướng Chính phủ\n")
    assert unit_findings(text) == []
    assert unit_findings(changed(text, "subject_type: individual", "subject_type: collective")) == []


@pytest.mark.parametrize("typed", ["[a]", "5", "{a: 1}", "''"])
def test_a_name_of_any_shape_does_not_disturb_the_list(typed: str) -> None:
    assert {finding.code for finding in spoiled(OLD_NAME, f"name: {typed}\n")} <= {"D33", "D47"}


def test_every_record_is_checked() -> None:
    item = UNIT[UNIT.index("    - year") : UNIT.index("documents:")]
    text = UNIT.replace(item, "".join(item.replace("Lao động tiên tiến", f"Danh hiệu {i}") for i in "abc"))
    assert [type(finding) for finding in unit_findings(text)] == [NotInList] * 3


# --- names of organs


def organ(name: str, on: date | None, key: str = "organ") -> list[BaocaoError]:
    if key == "organ":
        return spoiled("name: Sở Y tế tỉnh Quảng Ngãi", f"name: {name}", on)
    return spoiled("superior_organ: null", f"superior_organ: {{name: {name}}}", on)


@pytest.mark.parametrize("key", ["organ", "superior_organ"])
@pytest.mark.parametrize(
    "name",
    [
        "Ủy ban nhân dân huyện Ba Tơ",
        "ỦY BAN NHÂN DÂN HUYỆN BA TƠ",
        "Uỷ ban nhân dân huyện  Ba Tơ",
        "UBND huyện Ba Tơ",
        "Ủy ban nhân dân thị xã Đức Phổ",
        "Ủy ban nhân dân quận 1",
    ],
)
def test_a_body_of_the_district_level_does_not_hold_after_the_first_of_july_2025(name: str, key: str) -> None:
    assert organ(name, date(2025, 6, 30), key) == []
    finding = only(organ(name, date(2025, 7, 1), key))
    assert isinstance(finding, OutOfValidity)
    assert finding.severity == "warning"
    assert (finding.params["value"], finding.params["day"]) == (" ".join(name.split("\n")), "2025-07-01")
    assert str(finding.params["successor"]).startswith("UBND ")
    assert finding.place is not None
    assert finding.place.pointer == f"/{key}/name"


def test_a_name_that_does_not_hold_yet_is_told_too() -> None:
    name = "Sở Nông nghiệp và Môi trường tỉnh Quảng Ngãi"
    assert organ(name, date(2025, 3, 1)) == []
    assert isinstance(only(organ(name, date(2025, 2, 28))), OutOfValidity)
    assert isinstance(only(organ("Ủy ban nhân dân đặc khu Lý Sơn", date(2025, 6, 30))), OutOfValidity)


def test_the_successor_of_a_merged_department_is_named() -> None:
    finding = only(organ("Sở Kế hoạch và Đầu tư tỉnh Quảng Ngãi", date(2025, 3, 25)))
    assert finding.params["successor"] == "Sở Tài chính tỉnh Quảng Ngãi"


def test_a_name_of_its_own_wins_over_a_prefix() -> None:
    name = "Ủy ban nhân dân huyện Tây Trà"
    assert organ(name, date(2020, 1, 31)) == []
    assert only(organ(name, date(2020, 2, 1))).params["successor"] == "Ủy ban nhân dân huyện Trà Bồng"


@pytest.mark.parametrize("name", ["Sở Tư pháp tỉnh Quảng Ngãi", "Ủy ban nhân dân tỉnh Quảng Ngãi", "Phòng Nội vụ"])
def test_a_name_that_no_list_knows_is_not_checked(name: str) -> None:
    assert organ(name, date(2030, 1, 1)) == []


@pytest.mark.parametrize("name", ["5", "[a]", "{a: 1}", "null"])
def test_a_name_of_any_shape_is_left_to_the_schema(name: str) -> None:
    assert {finding.code for finding in organ(name, date(2025, 7, 1))} <= {"D33", "D46"}


def test_without_a_day_names_of_organs_are_not_checked() -> None:
    assert organ("Ủy ban nhân dân huyện Ba Tơ", None) == []


# --- the lists themselves


@pytest.mark.parametrize(
    ("begin", "end", "inside", "outside"),
    [
        (None, None, [date.min, date.max], []),
        (date(2024, 1, 1), None, [date(2024, 1, 1)], [date(2023, 12, 31)]),
        (None, date(2024, 1, 1), [date(2024, 1, 1)], [date(2024, 1, 2)]),
    ],
)
def test_an_entry_holds_from_its_first_to_its_last_day(
    begin: date | None, end: date | None, inside: list[date], outside: list[date]
) -> None:
    entry = Entry("x", begin, end, {})
    assert all(entry.holds_on(day) for day in inside)
    assert not any(entry.holds_on(day) for day in outside)


def test_the_lists_are_in_order() -> None:
    assert UNIT_SCHEMA
    for entries in SCHEMAS.lists.values():
        for entry in entries:
            assert entry.valid_from is None or entry.valid_to is None or entry.valid_from <= entry.valid_to
    for entry in SCHEMAS.lists["commendations"]:
        assert set(entry.facts["subject_type"]) <= {"collective", "individual"}
    names = [entry.name for entry in SCHEMAS.lists["commendations"]]
    assert len(names) == len(set(names))
    assert all("successor" in entry.facts for entry in SCHEMAS.lists["organs"])
