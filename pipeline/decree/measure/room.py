"""The places that paragraphs stand in: the text area, a cell, a box, a strip of the page."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pipeline.decree.measure.cascade import NO_TABLE, TableKey
from pipeline.decree.model import CellPlace, Region


@dataclass(eq=False, slots=True)
class Room:
    """Where paragraphs are put one under the other. ``left``: its left edge from that of the paper, and ``width``
    (mm), None where unknown; ``members``: paragraphs in it so far; ``above``: the paragraph over its first one.
    """

    region: Region
    part: str
    section: int = 0
    left: float | None = None
    width: float | None = None
    cell: CellPlace | None = None
    table: TableKey = NO_TABLE
    depth: int = 0
    above: int | None = None
    members: list[int] = field(default_factory=list)

    @property
    def column(self) -> tuple[float, float] | None:
        if self.left is None or self.width is None:
            return None
        return round(self.left, 3), round(self.left + self.width, 3)

    def within(self, **changes: object) -> Room:
        """A room inside this one, one level deeper, empty."""
        changes.setdefault("members", [])
        return replace(self, depth=self.depth + 1, **changes)  # type: ignore[arg-type]
