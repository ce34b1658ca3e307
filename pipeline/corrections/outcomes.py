"""What a refresh did with each figure and each generated block of a document, as values."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

from pipeline.errors import BaocaoError

FigureState = Literal[
    "current", "updated", "typed-over", "unproven", "cut", "revised", "removed", "foreign", "gone"
]
"""current: it says what the data say; updated: it says so now; typed-over, cut, revised (an open tracked change
of people is in it): kept as people left it; unproven: kept, because what was printed is not known; removed: its
control is no more; foreign: it is of another document; gone: the document would not print it any more."""

BlockState = Literal["current", "edited", "replaced", "conflict", "removed", "gone", "new"]
"""current: no other rows; edited: people changed it, and the data want nothing else than before (told by verify
only); replaced: by those of the data; conflict: people changed it and the data too, kept; removed: not found any
more; gone: the document would not have it any more, kept; new: it would have it now, not put in."""


@dataclass(frozen=True, slots=True)
class FigureOutcome:
    """One figure at one place. ``found``: its text in the document before; None: there is no such text.

    ``paragraph`` is empty where there is nothing to look at.
    """

    key: str
    figure: str
    form: str
    outcome: FigureState
    printed: str | None
    found: str | None
    now: str | None
    part: str = ""
    paragraph: str = ""


@dataclass(frozen=True, slots=True)
class BlockOutcome:
    """One generated table or passage; ``id`` is its place in ``campaign.yaml``."""

    key: str
    id: str
    outcome: BlockState
    part: str = ""
    paragraph: str = ""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A refreshed document. Not ``changed``: the bytes are those that were given."""

    docx: bytes
    figures: tuple[FigureOutcome, ...]
    blocks: tuple[BlockOutcome, ...]
    findings: tuple[BaocaoError, ...]
    changed: bool

    def count(self, *outcomes: str) -> int:
        """How many figures and blocks came out so."""
        found = [each.outcome for each in self.figures] + [each.outcome for each in self.blocks]
        return sum(outcome in outcomes for outcome in found)

    def to_json(self) -> dict[str, object]:
        """A plain form without the document itself."""
        return {
            "changed": self.changed,
            "figures": [asdict(figure) for figure in self.figures],
            "blocks": [asdict(block) for block in self.blocks],
            "findings": [finding.to_json() for finding in self.findings],
        }
