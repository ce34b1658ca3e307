"""What the last build printed, as its manifest tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.build.remembered import Remembered
from pipeline.stages.publish import MANIFEST


@dataclass(frozen=True, slots=True)
class Last:
    """Documents by path with the figures that each prints (id -> texts), and the values that figures had.

    Values are as the manifest writes them: fractions and decimals as text.
    """

    folder: Path
    documents: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)

    def texts(self, figure: str) -> tuple[str, ...]:
        """Every text by which a document prints a figure."""
        return tuple(dict.fromkeys(text for prints in self.documents.values() for text in prints.get(figure, ())))

    def only(self, paths: Iterable[str]) -> Last:
        """The same with some documents only."""
        wanted = set(paths)
        documents = {path: prints for path, prints in self.documents.items() if path in wanted}
        return Last(self.folder, documents, self.values)

    def docx(self, path: str) -> Path:
        """The file of a document."""
        return self.folder / f"{path}.docx"


def read_last(folder: Path, paths: Iterable[str], unit: str | None, manifest: Path | None = None) -> Last:
    """What the manifest below ``folder`` knows of some documents, of the campaign's figures, of those of a unit.

    ``unit``: "" for none, None for every unit of which one of the documents prints something; ``manifest``: of
    an earlier build. If it is absent or damaged nothing is known; of a large one only a few lines are read.
    """
    remembered = Remembered(manifest or folder / MANIFEST)
    found = {path: _prints(remembered.document(path)) for path in paths}
    documents = {path: prints for path, prints in found.items() if prints is not None}
    printed = {id_.rpartition(":")[0] for prints in documents.values() for id_ in prints}
    units = printed if unit is None else {unit}
    values = {
        id_: entry.get("value")
        for name in sorted({"", *units})
        for id_, entry in remembered.figures(name).items()
        if isinstance(entry, dict)
    }
    return Last(folder, documents, values)


def _prints(entry: Mapping[str, Any]) -> dict[str, tuple[str, ...]] | None:
    """The figures of a document with their texts; None if it is not known."""
    prints = entry.get("prints")
    if not isinstance(prints, dict):
        return None
    return {id_: tuple(map(str, texts)) for id_, texts in prints.items() if isinstance(texts, list)}
