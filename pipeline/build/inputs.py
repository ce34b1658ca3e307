"""What a campaign is made of, as hashes: everything that its units share, and the input of each unit by itself."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pipeline.build.campaign import Campaign
from pipeline.docx.assets import FolderAssets
from pipeline.stages.files import file_sha256
from pipeline.stages.load import UnitSource
from pipeline.stages.validate.schemas import SCHEMAS

ABSENT = "-"
THREADS = 4
BATCH = 500


def base_hash(campaign: Campaign, tool: str, gated: bool) -> str:
    """The hash of everything but the data of single units: while it is the same, the same data of a unit come
    to the
    same findings and the same documents. ``tool`` is the hash of the program."""
    schema = campaign.folder / str(campaign.data["schema"])
    files = [*SCHEMAS.glob("*.json"), *(SCHEMAS / "lists").glob("*.yaml"), schema, *campaign.templates()]
    errors = [repr(error.to_json()) for error in campaign.inputs.errors]
    parts = [
        tool,
        gated,
        [source.sha256 for source in campaign.sources[:1]],  # campaign.yaml itself
        sorted((f"{path.parent.name}/{path.name}", _hash(path)) for path in files),
        FolderAssets(campaign.folder).fingerprint(),
        errors,
    ]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _hash(path: Path) -> str:
    try:
        return file_sha256(path) or ABSENT
    except Exception:
        return "unreadable"


def input_hashes(folder: Path, units: Sequence[UnitSource]) -> dict[str, str]:
    """The hash of what each unit delivered, by its id; a unit whose file cannot be read has none."""
    parts = [tuple(units[at : at + BATCH]) for at in range(0, len(units), BATCH)]
    if len(parts) < 2:
        found = [_hashes(folder, part) for part in parts]
    else:
        with ThreadPoolExecutor(THREADS) as pool:  # reading and hashing both let go of the interpreter
            found = list(pool.map(lambda part: _hashes(folder, part), parts))
    return {unit: digest for part in found for unit, digest in part}


def _hashes(folder: Path, units: Iterable[UnitSource]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    place = str(folder)
    for unit in units:
        try:
            digest = _file_hash(f"{place}/{unit.file}") if unit.file is not None else ABSENT
        except OSError:
            continue
        found.append((unit.id, input_hash(unit, digest)))
    return found


def _file_hash(path: str) -> str:
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        digest = hashlib.sha256()
        while block := os.read(descriptor, 1 << 20):
            digest.update(block)
        return digest.hexdigest()
    finally:
        os.close(descriptor)


def input_hash(unit: UnitSource, file: str) -> str:
    """The hash of what a unit delivered; ``file`` is the hash of its file."""
    if unit.row is None:
        return file
    row = repr((unit.row.data, sorted((pointer, str(place)) for pointer, place in unit.row.places.items())))
    return f"{file}:{hashlib.sha256(row.encode('utf-8', 'surrogatepass')).hexdigest()}"
