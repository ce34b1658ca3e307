"""What can stand against explaining a figure."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.errors import BaocaoError, UsageError
from pipeline.i18n import N_


class UnknownUnit(UsageError):
    code = "R50"
    cause = N_("There is no unit “{unit}” in this campaign.")
    remedy = N_("Nearest names: {near}.")


class UnknownValue(UsageError):
    code = "R51"
    cause = N_("There is no figure “{figure}”.")
    remedy = N_("Nearest names: {near}.")


class UnknownThing(UsageError):
    code = "R52"
    cause = N_("“{name}” is no figure, no document and no file of this campaign.")
    remedy = N_("Nearest names: {near}.")


class SeveralUnits(UsageError):
    code = "R53"
    cause = N_("“{name}” is of each unit.")
    remedy = N_("Name the unit: --unit {near} (or {count} others).")


class NotPublished(UsageError):
    code = "R55"
    cause = N_("The document {document} has not been made yet.")
    remedy = N_("Build it first: baocao build.")


class DataFaulty(UsageError):
    """``findings`` are the errors that stand against the data."""

    code = "R56"
    cause = N_("“{name}” has no valid data; its figures cannot be explained.")
    remedy = N_("See “baocao validate”.")
    findings: tuple[BaocaoError, ...] = ()

    @classmethod
    def of(cls, name: str, findings: Iterable[BaocaoError]) -> DataFaulty:
        error = cls(name=name)
        error.findings = tuple(finding for finding in findings if finding.severity == "error")
        return error
