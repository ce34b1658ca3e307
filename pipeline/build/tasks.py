"""What a process is given about a unit, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.build.campaign import DocumentId
from pipeline.build.planned import Planned
from pipeline.build.units import Unit
from pipeline.errors import BaocaoError
from pipeline.stages.load import Source, UnitSource
from pipeline.stages.publish import Outputs


@dataclass(frozen=True, slots=True)
class UnitTask:
    """A unit to deal with: where its data stand, which of its documents are asked for, what is known of them."""

    source: UnitSource
    documents: tuple[DocumentId, ...]
    before: Outputs


@dataclass(frozen=True, slots=True)
class UnitDone:
    """What came of it. ``row`` (packed) is there if the unit is valid, ``unit`` if it is the collecting unit
    besides.

    ``figures`` and ``records`` are its lines of the manifest. ``kept``: all this is as in the last run, and was
    not
    worked out again; row (empty then), unit and lines are where they were.
    """

    id: str
    findings: tuple[BaocaoError, ...] = ()
    documents: tuple[Planned, ...] = ()
    source: Source | None = None
    row: bytes | None = None
    unit: Unit | None = None
    figures: tuple[bytes, ...] = ()
    records: tuple[bytes, ...] = ()
    kept: bool = False
