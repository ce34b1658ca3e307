"""Validate: a record against its JSON Schema and the closed lists. Every finding of a record, with its place.

JSON Schema says *that* a value is wrong; :mod:`.explain` says what was expected and how to mend it.
"""

from __future__ import annotations

from datetime import date
from itertools import islice

from pipeline.errors import BaocaoError
from pipeline.model import Record
from pipeline.stages.validate.characters import check_characters
from pipeline.stages.validate.decimals import check_decimals
from pipeline.stages.validate.explain import explain
from pipeline.stages.validate.findings import OutOfRange
from pipeline.stages.validate.lists import check_lists
from pipeline.stages.validate.schemas import Schema, Schemas

__all__ = ["Schemas", "validate"]


MOST_FINDINGS = 1_000
"""Of the schema against one record: who mends so many looks again."""


def validate(record: Record, schema: Schema, schemas: Schemas, on: date | None = None) -> list[BaocaoError]:
    """Everything in ``record`` that its schema, a closed list or Unicode does not allow, in the order of the file.

    ``on`` is the day on which names of organs must hold (the campaign's deadline).
    """
    errors = schemas.errors(schema, record.data)
    findings = list(islice((finding for error in errors for finding in explain(error, record)), MOST_FINDINGS))
    findings.extend(check_lists(record, schema, schemas, on))
    findings.extend(check_characters(record))
    findings.extend(check_decimals(record))
    unique: dict[object, BaocaoError] = {}
    for finding in findings:
        unique.setdefault(_identity(finding), finding)
    return sorted(unique.values(), key=_order)


def _identity(finding: BaocaoError) -> object:
    """What makes a finding the same as another; of two limits of one value the nearer one is enough."""
    return finding.code, finding.place, "" if isinstance(finding, OutOfRange) else str(finding.params)


def _order(finding: BaocaoError) -> tuple[str, int, int, str]:
    place = finding.place
    return (place.file, place.line or 0, place.column or 0, str(place)) if place else ("", 0, 0, "")
