"""What readers call the figures and units of a campaign, and the order in which it has its documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.corrections.book import Book
from pipeline.corrections.labels import Labels
from pipeline.errors import BaocaoError


@dataclass(frozen=True, slots=True)
class Captions:
    """``units``: names by id, in the order of the campaign; ``paths``: of its documents, in the order of a build.

    Without anything, figures and units are called by their ids and documents come in the order of their paths.
    """

    label: Callable[[str], str] = field(default=str)
    units: Mapping[str, str] = field(default_factory=dict)
    paths: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, campaign: Path) -> Captions:
        """Those of the campaign in a folder; of one that cannot be read nothing is known."""
        try:
            book = Book(campaign)
        except BaocaoError:
            return cls()
        units = {entry.id: entry.name for entry in book.campaign.asked}
        paths = {document.path: at for at, document in enumerate(book.campaign.documents())}
        return cls(Labels(book).of, units, paths)

    def order(self, path: str) -> tuple[bool, int, str]:
        """Documents of the campaign first, then those of units; what the campaign has no more comes last."""
        return path.startswith("units/"), self.paths.get(path, len(self.paths)), path
