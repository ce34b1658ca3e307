"""Load: the files of a campaign's folder become records in which every leaf knows its place.

Nothing is interpreted here. Names of files in places are relative to the campaign's folder, so that what is
written into the manifest does not depend on where the folder stands.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import BaocaoError, DataError, system_reason
from pipeline.i18n import visible
from pipeline.model import Place, Record
from pipeline.stages.load.cells import Column
from pipeline.stages.load.findings import BadUnitName, IgnoredFile, NoCampaign, TwoFiles, TwoValues, UnreadableFile
from pipeline.stages.load.merging import merge, overlay, part
from pipeline.stages.load.table import is_unit_id, read_table
from pipeline.stages.load.text import parse, read_bytes

__all__ = [
    "BadUnitName",
    "Column",
    "Inputs",
    "NoCampaign",
    "Source",
    "TwoFiles",
    "TwoValues",
    "UnitInput",
    "UnitSource",
    "find_units",
    "load_campaign",
    "load_unit",
    "merge",
    "overlay",
    "part",
]

CAMPAIGN_FILE = "campaign.yaml"
UNIT_SUFFIXES = (".yaml", ".yml", ".json")
TABLES = ("units.xlsx", "units.csv")
OTHER_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".docx", ".doc", ".odt")
"""Forms in which clerks keep data, and which are not read under this name."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read, by its name in the campaign's folder and the SHA-256 of its bytes."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class UnitSource:
    """Where the data of a unit stand: its file, by its name in the campaign's folder, and its row of a table."""

    id: str
    file: str | None = None
    row: Record | None = None


@dataclass(frozen=True, slots=True)
class UnitInput:
    """What was found of one unit: its record (merged from file, table and defaults), or what stands against it.

    ``source`` is its file, if it has one that could be read.
    """

    id: str
    record: Record | None
    errors: tuple[BaocaoError, ...] = ()
    source: Source | None = None


@dataclass(slots=True)
class Inputs:
    """Where the units of a campaign stand, the tables read, and findings that belong to no file of a unit."""

    units: dict[str, UnitSource] = field(default_factory=dict)
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
    return parse(data, CAMPAIGN_FILE), _source(CAMPAIGN_FILE, data)


def find_units(folder: Path, columns: Mapping[str, Column]) -> Inputs:
    """Every unit that has a file in ``units/`` or a row in ``units.xlsx`` / ``units.csv``; files are not read yet.

    ``columns`` maps what may stand in a table's head (a field's path or title) to the field.
    """
    inputs = Inputs()
    rows: dict[str, Record] = {}
    for path in _tables(inputs, folder):
        _add_table(inputs, rows, path, columns)
    files = _unit_files(inputs, folder / "units")
    for unit in sorted({*files, *rows}):
        inputs.units[unit] = UnitSource(unit, files.get(unit), rows.get(unit))
    return inputs


def load_unit(folder: Path, unit: UnitSource, defaults: Record | None = None) -> UnitInput:
    """The record of one unit; ``defaults`` fills what it leaves open. A file that cannot be read is its error."""
    record, source = unit.row, None
    errors: list[BaocaoError] = []
    if unit.file is not None:
        try:
            data = read_bytes(folder / unit.file, unit.file)
            source = _source(unit.file, data)
            record = parse(data, unit.file)
        except DataError as error:
            return UnitInput(unit.id, None, (error.about(unit.id),), source)
        if unit.row is not None:
            record, errors = merge(record, unit.row)
    assert record is not None  # noqa: S101 - a unit comes from a file or a row
    if defaults is not None:
        record = overlay(record, defaults)
    return UnitInput(unit.id, record, tuple(error.about(unit.id) for error in errors), source)


def _source(name: str, data: bytes) -> Source:
    return Source(name, hashlib.sha256(data).hexdigest())


def _name(path: Path) -> str:
    """The name of a file, with a sign in the place of each byte or character that cannot be shown."""
    return visible(path.name.encode("utf-8", "replace").decode("utf-8"))


def _files(inputs: Inputs, folder: Path) -> list[Path]:
    """The files of a folder, without those that editors and Excel put beside them while they are open."""
    if not folder.is_dir():
        return []
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith((".", "~$")))
    except OSError as error:
        inputs.errors.append(UnreadableFile(Place(_name(folder)), reason=system_reason(error)))
        return []


def _tables(inputs: Inputs, folder: Path) -> list[Path]:
    tables: list[Path] = []
    for path in _files(inputs, folder):
        if path.name.lower() in TABLES:
            tables.append(path)
        elif path.stem.lower() == "units" and path.suffix.lower() in OTHER_SUFFIXES:
            inputs.errors.append(IgnoredFile(Place(_name(path))))
    return sorted(tables, key=lambda path: TABLES.index(path.name.lower()))


def _add_table(inputs: Inputs, rows: dict[str, Record], path: Path, columns: Mapping[str, Column]) -> None:
    try:
        data = read_bytes(path, path.name)
        inputs.sources.append(_source(path.name, data))
        table, errors = read_table(data, path.name, columns)
    except DataError as error:
        inputs.errors.append(error)
        return
    inputs.errors.extend(errors)
    for unit, row in table.items():
        if unit in rows:
            place, first = row.place(""), rows[unit].place("").file
            inputs.errors.append(TwoFiles(place, unit=unit, first=first, second=place.file).about(unit))
        else:
            rows[unit] = row


def _unit_files(inputs: Inputs, folder: Path) -> dict[str, str]:
    files: dict[str, str] = {}
    for path in _files(inputs, folder):
        name = f"units/{_name(path)}"
        unit = path.stem
        if path.suffix.lower() in OTHER_SUFFIXES:
            inputs.errors.append(IgnoredFile(Place(name)))
        elif path.suffix.lower() not in UNIT_SUFFIXES:
            continue
        elif not is_unit_id(unit):
            inputs.errors.append(BadUnitName(Place(name), name=_name(path).rpartition(".")[0]))
        elif unit in files:
            first = files[unit].rpartition("/")[2]
            inputs.errors.append(TwoFiles(Place(name), unit=unit, first=first, second=path.name).about(unit))
        else:
            files[unit] = name
    return files
