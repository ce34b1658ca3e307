"""Load: the files of a campaign's folder become records in which every leaf knows its place.

Nothing is interpreted here. Names of files in places are relative to the campaign's folder, so that what is
written into the manifest does not depend on where the folder stands.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import BaocaoError, DataError, UsageError
from pipeline.i18n import N_
from pipeline.model import Place, Plain, Pointer, Record, escape
from pipeline.stages.load.table import Column, read_table
from pipeline.stages.load.text import parse, read_bytes

CAMPAIGN_FILE = "campaign.yaml"
UNIT_SUFFIXES = (".yaml", ".yml", ".json")
TABLES = ("units.xlsx", "units.csv")
UNIT_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


class NoCampaign(UsageError):
    code = "U01"
    cause = N_("There is no campaign in “{folder}”: the file campaign.yaml is missing.")
    remedy = N_("Name a folder such as inputs/ct34-2024.")


class TwoFiles(DataError):
    code = "D10"
    cause = N_("The unit “{unit}” has two files: {first} and {second}.")
    remedy = N_("Keep one of them.")


class BadUnitName(DataError):
    code = "D11"
    cause = N_("“{name}” cannot be a unit's id.")
    remedy = N_("Use small letters a-z, digits and hyphens, at most 60 signs: so-noi-vu.yaml.")


class TwoValues(DataError):
    code = "D12"
    cause = N_("Two sources give different values: {first} here, {second} in {other}.")
    remedy = N_("Correct one of them, or take it out.")


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read, by its name in the campaign's folder and the SHA-256 of its bytes."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class UnitInput:
    """What was found of one unit: its record (merged from file, table and defaults), or what stands against it."""

    id: str
    record: Record | None
    errors: tuple[BaocaoError, ...] = ()


@dataclass(slots=True)
class Inputs:
    """The units of a campaign as they were loaded, the files read, and findings that belong to no single unit."""

    units: dict[str, UnitInput] = field(default_factory=dict)
    sources: list[Source] = field(default_factory=list)
    errors: list[BaocaoError] = field(default_factory=list)


def load_campaign(folder: Path) -> tuple[Record, Source]:
    """The record of ``campaign.yaml``.

    Raises:
        NoCampaign: There is no such file.
        DataError: It cannot be read.
    """
    path = folder / CAMPAIGN_FILE
    if not path.is_file():
        raise NoCampaign(folder=folder)
    data = read_bytes(path, CAMPAIGN_FILE)
    return parse(data, CAMPAIGN_FILE), Source(CAMPAIGN_FILE, hashlib.sha256(data).hexdigest())


def load_units(folder: Path, columns: Mapping[str, Column], defaults: Record | None = None) -> Inputs:
    """Every unit that has a file in ``units/`` or a row in ``units.xlsx`` / ``units.csv``.

    ``columns`` maps what may stand in a table's head (a field's path or title) to the field; ``defaults`` fills
    what a unit leaves open. A unit whose file cannot be read is there with its errors; the others are not touched.
    """
    inputs = Inputs()
    rows: dict[str, Record] = {}
    for name in TABLES:
        if (folder / name).is_file():
            _add_table(inputs, rows, folder / name, columns)
    files = _unit_files(inputs, folder / "units")
    for unit in sorted({*files, *rows}):
        inputs.units[unit] = _load_unit(inputs, unit, files.get(unit), rows.get(unit), defaults)
    return inputs


def _add_table(inputs: Inputs, rows: dict[str, Record], path: Path, columns: Mapping[str, Column]) -> None:
    try:
        data = read_bytes(path, path.name)
        inputs.sources.append(Source(path.name, hashlib.sha256(data).hexdigest()))
        table, errors = read_table(data, path.name, columns)
    except DataError as error:
        inputs.errors.append(error)
        return
    inputs.errors.extend(errors)
    for unit, row in table.items():
        if unit in rows:
            place = row.place("")
            inputs.errors.append(TwoFiles(place, unit=unit, first=rows[unit].place("").file, second=place.file))
        rows[unit] = row


def _unit_files(inputs: Inputs, folder: Path) -> dict[str, Path]:
    files: dict[str, Path] = {}
    if not folder.is_dir():
        return files
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in UNIT_SUFFIXES or path.name.startswith("."):
            continue
        name = f"units/{path.name}"
        if not UNIT_ID.match(path.stem) or len(path.stem) > 60:
            inputs.errors.append(BadUnitName(Place(name), name=path.stem))
        elif path.stem in files:
            first = files[path.stem].name
            inputs.errors.append(TwoFiles(Place(name), unit=path.stem, first=first, second=path.name))
        else:
            files[path.stem] = path
    return files


def _load_unit(
    inputs: Inputs, unit: str, path: Path | None, row: Record | None, defaults: Record | None
) -> UnitInput:
    record = row
    errors: list[BaocaoError] = []
    if path is not None:
        name = f"units/{path.name}"
        try:
            data = read_bytes(path, name)
            inputs.sources.append(Source(name, hashlib.sha256(data).hexdigest()))
            record = parse(data, name)
        except DataError as error:
            return UnitInput(unit, None, (error.about(unit),))
        if row is not None:
            record, errors = merge(record, row)
    assert record is not None  # noqa: S101 - a unit comes from a file or a row
    if defaults is not None:
        record = overlay(record, defaults)
    return UnitInput(unit, record, tuple(error.about(unit) for error in errors))


def merge(first: Record, second: Record) -> tuple[Record, list[BaocaoError]]:
    """One record of two sources that complete each other; a leaf given twice must have one value."""
    errors: list[BaocaoError] = []

    def join(a: Plain, b: Plain, pointer: Pointer) -> Plain:
        if isinstance(a, dict) and isinstance(b, dict):
            both = {key: join(a[key], b[key], f"{pointer}/{escape(key)}") for key in a if key in b}
            return {**a, **b, **both}
        if a != b:
            errors.append(TwoValues(first.place(pointer), first=a, second=b, other=second.place(pointer)))
        return a

    data = join(first.data, second.data, "")
    return Record(data, {**second.places, **first.places}, {**second.keys, **first.keys}), errors


def overlay(record: Record, defaults: Record) -> Record:
    """``record`` with what it leaves open taken from ``defaults`` (whole values; groups are not mixed)."""
    if not isinstance(record.data, dict) or not isinstance(defaults.data, dict):
        return record
    missing = {key: value for key, value in defaults.data.items() if key not in record.data}
    if not missing:
        return record
    wanted = tuple(f"/{escape(key)}" for key in missing)

    def taken(places: Mapping[Pointer, Place]) -> dict[Pointer, Place]:
        return {p: place for p, place in places.items() if p and "/" + p.split("/")[1] in wanted}

    return Record(
        {**record.data, **missing},
        {**record.places, **taken(defaults.places)},
        {**record.keys, **taken(defaults.keys)},
    )


def part(record: Record, pointer: Pointer) -> Record | None:
    """The part of a record at ``pointer`` as a record of its own, or None."""
    data = record.data
    for token in pointer.split("/")[1:]:
        if not isinstance(data, dict) or token not in data:
            return None
        data = data[token]
    size = len(pointer)

    def below(places: Mapping[Pointer, Place]) -> dict[Pointer, Place]:
        return {p[size:]: place for p, place in places.items() if p == pointer or p.startswith(pointer + "/")}

    return Record(data, below(record.places), below(record.keys))
