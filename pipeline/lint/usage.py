"""Which names of the unit's schema nothing in the campaign uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import DataError
from pipeline.lint.findings import UnusedNames
from pipeline.model import Place, Record
from pipeline.stages.aggregate import Known
from pipeline.stages.load.text import parse, read_bytes

_NAME = re.compile(r"[a-z0-9_-]+(?:\.(?:[a-z0-9_-]+|\*))*")
_MOST_NAMED = 40


def unused_names(
    campaign: Record, known: Known, printed: Iterable[tuple[str, ...]], folders: Iterable[Path]
) -> Iterator[UnusedNames]:
    """At most one finding: figures and lists that neither ``campaign.yaml`` nor a template (``printed``) names.

    A name counts as used wherever it stands in ``campaign.yaml``, so nothing that is used is ever listed.
    """
    used = set(_named(campaign.data)) | {".".join(path) for path in printed}
    used |= {path.removeprefix(begin) for path in used for begin in ("units.", "campaign.", "records.")}
    unused = [path for path in (*known.figures, *sorted(known.lists)) if not _is_used(path, used)]
    if unused:
        more = f" … (+{len(unused) - _MOST_NAMED})" if len(unused) > _MOST_NAMED else ""
        place = _place(str(campaign.data["schema"]), unused[0], folders)
        yield UnusedNames(place, names=", ".join(unused[:_MOST_NAMED]) + more)


def _is_used(path: str, used: set[str]) -> bool:
    tokens = path.split(".")
    return any(".".join(tokens[:end]) in used for end in range(1, len(tokens) + 1))


def _named(value: Any) -> Iterator[str]:
    """Every word of every text and key of plain data that could be a name."""
    if isinstance(value, dict):
        for key, child in value.items():
            yield from _NAME.findall(str(key))
            yield from _named(child)
    elif isinstance(value, list | tuple):
        for child in value:
            yield from _named(child)
    elif isinstance(value, str):
        yield from _NAME.findall(value)


def _place(name: str, path: str, folders: Iterable[Path]) -> Place:
    """Where the schema describes the figure or list ``path``."""
    file = next((folder / name for folder in folders if (folder / name).is_file()), None)
    if file is None:
        return Place(name)
    try:
        record = parse(read_bytes(file, name), name)
    except DataError:
        return Place(name)
    below = "/properties/".join(path.split("."))
    pointers = [f"/$defs/{part}/properties/{below}" for part in ("figures", "records")]
    return next((record.keys[p] for p in pointers if p in record.keys), Place(name))
