"""A campaign's folder: files, tables and defaults become one record per unit."""

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.errors import BaocaoError
from pipeline.model import Record
from pipeline.stages.load import Source, UnitInput, find_units, load_campaign, load_unit
from pipeline.stages.load.cells import Column
from pipeline.stages.load.findings import (
    BadUnitName,
    BrokenText,
    FileTooLarge,
    IgnoredFile,
    NoCampaign,
    NoHead,
    TwoFiles,
    TwoValues,
    UnreadableFile,
)
from pipeline.stages.load.text import parse

COLUMNS = {
    "place": Column(("place",), numeric=False, text=True),
    "figures.staff": Column(("figures", "staff"), numeric=True),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "units").mkdir()
    return tmp_path


@dataclass
class Loaded:
    """All units of a folder, read, and what was found on the way."""

    units: dict[str, UnitInput]
    sources: list[Source]
    errors: list[BaocaoError]


def units(folder: Path, defaults: str | None = None) -> Loaded:
    inputs = find_units(folder, COLUMNS)
    filled = parse(defaults.encode(), "campaign.yaml") if defaults else None
    loaded = {id_: load_unit(folder, unit, filled) for id_, unit in inputs.units.items()}
    files = [unit.source for unit in loaded.values() if unit.source is not None]
    return Loaded(loaded, [*inputs.sources, *files], inputs.errors)


def unit(folder: Path, name: str = "so-y-te", defaults: str | None = None) -> Record:
    record = units(folder, defaults).units[name].record
    assert record is not None
    return record


# --- campaign.yaml


def test_a_campaign_is_named_by_its_place_in_the_folder(folder: Path) -> None:
    (folder / "campaign.yaml").write_text("title: A\n", encoding="utf-8")
    record, source = load_campaign(folder)
    assert (record.data, str(record.place("/title"))) == ({"title": "A"}, "campaign.yaml:1:8")
    assert source.sha256 == hashlib.sha256(b"title: A\n").hexdigest()


def test_a_folder_without_campaign_is_a_usage_error(folder: Path) -> None:
    with pytest.raises(NoCampaign):
        load_campaign(folder)


# --- names of files


@pytest.mark.parametrize("suffix", ["yaml", "yml", "json", "YAML"])
def test_a_unit_is_named_by_its_file(folder: Path, suffix: str) -> None:
    (folder / f"units/so-y-te.{suffix}").write_text('{"place": "Huế"}', encoding="utf-8")
    found = units(folder)
    assert [*found.units] == ["so-y-te"]
    assert [source.name for source in found.sources] == [f"units/so-y-te.{suffix}"]


@pytest.mark.parametrize(
    "stem", ["Sở Y tế", "so_y_te", "SO-Y-TE", "s\u043e-y-te", "so-y-te ", "-a", "a--b", "a" * 61]
)
def test_a_name_that_cannot_be_an_id_is_located(folder: Path, stem: str) -> None:
    (folder / f"units/{stem}.yaml").write_text("place: Huế", encoding="utf-8")
    found = units(folder)
    assert found.units == {}
    assert [(type(error), error.params["name"]) for error in found.errors] == [(BadUnitName, stem)]
    assert str(found.errors[0].place) == f"units/{stem}.yaml"


def test_a_name_that_is_no_text_can_still_be_told(folder: Path) -> None:
    path = os.fsencode(folder / "units") + b"/s\xe3.yaml"
    with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123 - a name of bytes
        file.write("a: 1")
    (error,) = units(folder).errors
    assert isinstance(error, BadUnitName)
    json.dumps(error.to_json(), ensure_ascii=False).encode()


def test_two_files_of_a_unit_stand_against_the_unit(folder: Path) -> None:
    for suffix in ("yaml", "json"):
        (folder / f"units/so-y-te.{suffix}").write_text('{"place": "Huế"}', encoding="utf-8")
    (error,) = units(folder).errors
    assert isinstance(error, TwoFiles)
    assert (error.unit, {error.params["first"], error.params["second"]}) == (
        "so-y-te",
        {"so-y-te.json", "so-y-te.yaml"},
    )


def test_files_of_editors_are_left_alone_and_other_forms_are_told(folder: Path) -> None:
    for name in ("~$units.xlsx", ".units.csv.swp", "units/.so-y-te.yaml", "units/~$x.xlsx", "units/README.md"):
        (folder / name).write_bytes(b"")
    assert units(folder).errors == []
    for name in ("units.xls", "units/so-y-te.xlsx", "units/so-y-te.docx"):
        (folder / name).write_bytes(b"")
    errors = units(folder).errors
    assert {(type(error), error.severity, str(error.place)) for error in errors} == {
        (IgnoredFile, "warning", "units.xls"),
        (IgnoredFile, "warning", "units/so-y-te.xlsx"),
        (IgnoredFile, "warning", "units/so-y-te.docx"),
    }


def test_no_folder_of_units_means_no_units(tmp_path: Path) -> None:
    assert units(tmp_path).units == {}
    (tmp_path / "units").write_bytes(b"")
    assert units(tmp_path).units == {}


def test_one_unreadable_file_stops_its_unit_only(folder: Path) -> None:
    (folder / "units/a.yaml").write_text("place: b: c", encoding="utf-8")
    (folder / "units/b.yaml").write_text("place: Huế", encoding="utf-8")
    (folder / "units/c.yaml").mkdir()
    with (folder / "units/d.yaml").open("wb") as file:
        file.truncate(50_000_000)
    found = units(folder).units
    kinds = {name: [type(error) for error in unit.errors] for name, unit in found.items()}
    assert kinds == {"a": [BrokenText], "b": [], "c": [UnreadableFile], "d": [FileTooLarge]}
    assert {error.unit for unit in found.values() for error in unit.errors} == {"a", "c", "d"}
    assert found["a"].record is None


# --- tables


def test_a_table_alone_gives_units_whatever_the_case_of_its_name(folder: Path) -> None:
    (folder / "Units.CSV").write_text("unit;place\nso-y-te;Huế\n", encoding="utf-8")
    found = units(folder)
    assert found.units["so-y-te"].record is not None
    assert str(found.units["so-y-te"].record.place("/place")) == "Units.CSV:B2"


def test_a_table_that_cannot_be_read_leaves_the_files(folder: Path) -> None:
    (folder / "units.csv").write_text("nothing", encoding="utf-8")
    (folder / "units/so-y-te.yaml").write_text("place: Huế", encoding="utf-8")
    found = units(folder)
    assert ([*found.units], [type(error) for error in found.errors]) == (["so-y-te"], [NoHead])


def test_file_and_row_complete_each_other(folder: Path) -> None:
    (folder / "units.csv").write_text("unit;figures.staff\nso-y-te;5\n", encoding="utf-8")
    (folder / "units/so-y-te.yaml").write_text("place: Huế\nfigures: {other: 1}\n", encoding="utf-8")
    record = unit(folder)
    assert record.data == {"place": "Huế", "figures": {"other": 1, "staff": 5}}
    assert str(record.place("/figures/staff")) == "units.csv:B2"
    assert str(record.place("/figures/other")) == "units/so-y-te.yaml:2:18"


def test_the_same_value_in_both_is_no_conflict(folder: Path) -> None:
    (folder / "units.csv").write_text("unit;figures.staff\nso-y-te;5\n", encoding="utf-8")
    (folder / "units/so-y-te.yaml").write_text("figures: {staff: 5}\n", encoding="utf-8")
    assert units(folder).units["so-y-te"].errors == ()


@pytest.mark.parametrize("typed", ["6", "'5'", "true", "[5]", "{a: 5}"])
def test_a_conflict_names_both_places(folder: Path, typed: str) -> None:
    (folder / "units.csv").write_text("unit;figures.staff\nso-y-te;5\n", encoding="utf-8")
    (folder / "units/so-y-te.yaml").write_text(f"figures:\n  staff: {typed}\n", encoding="utf-8")
    (error,) = units(folder).units["so-y-te"].errors
    assert isinstance(error, TwoValues)
    assert (error.unit, str(error.place), str(error.params["other"])) == (
        "so-y-te",
        "units/so-y-te.yaml:2:10",
        "units.csv:B2",
    )


def test_one_and_true_are_not_the_same_value(folder: Path) -> None:
    (folder / "units.csv").write_text("unit;figures.staff\nso-y-te;1\n", encoding="utf-8")
    (folder / "units/so-y-te.yaml").write_text("figures: {staff: true}\n", encoding="utf-8")
    assert [type(error) for error in units(folder).units["so-y-te"].errors] == [TwoValues]


def test_what_a_file_leaves_blank_comes_from_the_row(folder: Path) -> None:
    (folder / "units.csv").write_text("unit;figures.staff\nso-y-te;5\n", encoding="utf-8")
    (folder / "units/so-y-te.yaml").write_text("figures:\n  staff:\nplace: Huế\n", encoding="utf-8")
    record = unit(folder)
    assert record.data == {"figures": {"staff": 5}, "place": "Huế"}
    assert str(record.place("/figures/staff")) == "units.csv:B2"


@pytest.mark.parametrize("typed", ["5", "text", "[1, 2]"])
def test_a_file_that_is_no_group_of_fields_conflicts_with_its_row(folder: Path, typed: str) -> None:
    (folder / "units.csv").write_text("unit;figures.staff\nso-y-te;5\n", encoding="utf-8")
    (folder / "units/so-y-te.yaml").write_text(typed, encoding="utf-8")
    found = units(folder, "place: Huế").units["so-y-te"]
    assert [type(error) for error in found.errors] == [TwoValues]


def test_a_unit_in_both_tables_has_two_files(folder: Path) -> None:
    (folder / "units.csv").write_text("unit;place\nso-y-te;Huế\n", encoding="utf-8")
    (folder / "UNITS.csv").write_text("unit;place\nso-y-te;Vinh\nso-noi-vu;Huế\n", encoding="utf-8")
    found = units(folder)
    assert [(type(error), error.unit) for error in found.errors] == [(TwoFiles, "so-y-te")]
    assert [*found.units] == ["so-noi-vu", "so-y-te"]


# --- defaults


def test_defaults_fill_what_is_absent_and_keep_their_place(folder: Path) -> None:
    (folder / "units/so-y-te.yaml").write_text("organ: {name: A}\n", encoding="utf-8")
    record = unit(folder, defaults="place: Huế\norgan: {name: B, head: C}\n")
    assert record.data == {"organ": {"name": "A"}, "place": "Huế"}
    assert str(record.place("/place")) == "campaign.yaml:1:8"
    assert str(record.keys["/place"]) == "campaign.yaml:1:1"
    assert str(record.place("/organ/name")) == "units/so-y-te.yaml:1:15"
    assert "/organ/head" not in record.places


def test_nothing_that_is_said_is_overwritten(folder: Path) -> None:
    (folder / "units/so-y-te.yaml").write_text("place: null\n", encoding="utf-8")
    assert unit(folder, defaults="place: Huế").data == {"place": None}


@pytest.mark.parametrize("typed", ["5", "[]", "text"])
@pytest.mark.parametrize("defaults", ["place: Huế", "5", "[1]"])
def test_defaults_do_not_stumble_over_odd_records(folder: Path, typed: str, defaults: str) -> None:
    (folder / "units/so-y-te.yaml").write_text(typed, encoding="utf-8")
    assert not isinstance(unit(folder, defaults=defaults).data, dict)
