"""Records of several sources as one."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping

from pipeline.errors import BaocaoError
from pipeline.i18n import visible
from pipeline.model import Place, Plain, Pointer, Record, escape
from pipeline.stages.load.findings import TwoValues
from pipeline.stages.load.marks import ValuePlaces

MAX_SHOWN = 60


def merge(first: Record, second: Record) -> tuple[Record, list[BaocaoError]]:
    """One record of two sources that complete each other; a leaf given twice must have one value.

    What the first source leaves blank (null) is taken from the second.
    """
    merger = _Merger(first, second)
    data = merger.join(first.data, second.data, "")
    return Record(data, merger.places, merger.keys), merger.errors


class _Merger:
    def __init__(self, first: Record, second: Record) -> None:
        self.first, self.second = first, second
        self.places = {**second.places, **first.places}
        self.keys = {**second.keys, **first.keys}
        self.errors: list[BaocaoError] = []

    def join(self, a: Plain, b: Plain, pointer: Pointer) -> Plain:
        if isinstance(a, dict) and isinstance(b, dict):
            both = {key: self.join(a[key], b[key], f"{pointer}/{escape(key)}") for key in a if key in b}
            return {**a, **b, **both}
        if a is None and pointer:
            self.places[pointer] = self.second.place(pointer)
            return b
        if type(a) is not type(b) or a != b:
            params = {"first": short(a), "second": short(b), "other": self.second.place(pointer)}
            self.errors.append(TwoValues(self.first.place(pointer), **params))
        return a


def overlay(record: Record, defaults: Record) -> Record:
    """``record`` with what it leaves open taken from ``defaults`` (whole values; groups are not mixed)."""
    if not isinstance(record.data, dict) or not isinstance(defaults.data, dict):
        return record
    missing = {key: value for key, value in defaults.data.items() if key not in record.data}
    if not missing:
        return record
    wanted = {escape(key) for key in missing}

    def with_defaults(own: Mapping[Pointer, Place], places: Mapping[Pointer, Place]) -> Mapping[Pointer, Place]:
        taken = {p: place for p, place in places.items() if p and p.split("/", 2)[1] in wanted}
        return ChainMap(taken, own)  # type: ignore[arg-type]

    return Record(
        {**record.data, **missing},
        with_defaults(record.places, defaults.places),
        with_defaults(record.keys, defaults.keys),
    )


def part(record: Record, pointer: Pointer) -> Record | None:
    """The part of a record at ``pointer`` as a record of its own, or None."""
    data = record.data
    for token in pointer.split("/")[1:]:
        key = token.replace("~1", "/").replace("~0", "~")
        if not isinstance(data, dict) or key not in data:
            return None
        data = data[key]
    size = len(pointer)

    def below(places: Mapping[Pointer, Place]) -> dict[Pointer, Place]:
        if isinstance(places, ValuePlaces):
            return {found[size:]: places[found] for found in places.within(pointer)}
        return {p[size:]: place for p, place in places.items() if p == pointer or p.startswith(pointer + "/")}

    return Record(data, below(record.places), below(record.keys))


def short(value: Plain) -> str:
    """A value as a message shows it: as it is typed, cut where it is long."""
    if isinstance(value, str):
        text = visible(value[: MAX_SHOWN + 1].replace("\n", " "))
    elif isinstance(value, Mapping):
        text = "{" + ", ".join(short(str(key)) for key in list(value)[:MAX_SHOWN]) + "}"
    elif isinstance(value, list | tuple):
        text = "[" + ", ".join(short(item) for item in value[:MAX_SHOWN]) + "]"
    else:
        text = "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"
