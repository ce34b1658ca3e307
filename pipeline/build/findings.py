"""Findings in one stable order, each once; and the finding for a failure of the program itself."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Sequence
from pathlib import Path

from pipeline.build.campaign import stops
from pipeline.errors import BaocaoError, PublishError
from pipeline.i18n import N_
from pipeline.model import Place

ROOT = Path(__file__).parents[1]


class ProgramFault(BaocaoError):
    """A bug of ours that stops one document; the others go on, and the command ends with 2."""

    code = "B01"
    cause = N_("The program itself failed at this document ({reason}, in {where}).")
    remedy = N_("Please report it with the trace that is printed; the other documents are not touched by it.")


class Orphaned(PublishError):
    code = "P05"
    severity = "info"
    cause = N_("The document does not belong to the campaign any more; it was left alone.")
    remedy = N_("Delete it, or put its unit or document back into campaign.yaml.")


def program_fault(error: Exception, place: Place) -> ProgramFault:
    """The finding for an exception that no rule of ours foresees."""
    where = "?"
    for frame in traceback.extract_tb(error.__traceback__):
        path = Path(frame.filename)
        if path.is_relative_to(ROOT):
            where = f"{path.relative_to(ROOT.parent).as_posix()}:{frame.lineno}"
    text = " ".join(str(error).split())[:200]
    return ProgramFault(place, reason=f"{type(error).__name__}: {text}", where=where)


def exit_code(findings: Sequence[BaocaoError], lacking: int) -> int:
    """0: all well; 1: there are errors, or documents are ``lacking``; 2: the program itself failed."""
    if any(isinstance(finding, ProgramFault) for finding in findings):
        return 2
    return 1 if lacking or stops(findings) else 0


def ordered(findings: Iterable[BaocaoError], units: Sequence[str]) -> list[BaocaoError]:
    """Each finding once: of the campaign, then by the units' order and by place, then those of the summary."""
    rank = {unit: index for index, unit in enumerate(units)}

    def key(finding: BaocaoError) -> tuple[object, ...]:
        unit = rank.get(finding.unit, len(rank)) if finding.unit is not None else -1
        if finding.unit is None and finding.document is not None:
            unit = len(rank) + 1  # what the summary lacks follows from the others
        params = sorted((name, str(value)) for name, value in finding.params.items())
        who = (finding.unit or "", finding.document or "")
        return (unit, *_place_key(finding.place), finding.code, who, params)

    return sorted(dict.fromkeys(findings), key=key)


def _place_key(place: Place | None) -> tuple[str, str, int, int, tuple[int, str]]:
    if place is None:
        return ("", "", 0, 0, (0, ""))
    letters = "".join(sign for sign in place.cell or "" if sign.isalpha())
    digits = "".join(sign for sign in place.cell or "" if sign.isdigit())
    line = place.line or int(digits or 0)
    return (place.file, place.sheet or "", line, place.column or 0, (len(letters), letters))
