"""What somebody means by a name: a figure, a document, or a file that was made of one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.build.campaign import DocumentId
from pipeline.build.fresh import WhichCampaign, campaign_folder, campaigns_below
from pipeline.corrections.book import Book
from pipeline.corrections.explain_errors import SeveralUnits, UnknownThing
from pipeline.corrections.labels import Labels
from pipeline.docx.store import Identity
from pipeline.errors import BaocaoError
from pipeline.stages.load import CAMPAIGN_FILE, load_campaign
from pipeline.stages.load.nearest import nearest
from pipeline.stages.load.table import is_unit_id

ENDINGS = (".docx", ".pdf")


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one campaign. ``--unit`` says of which unit a bare name is."""

    book: Book
    labels: Labels

    def find(self, name: str, unit: str = "") -> str | DocumentId:
        """The id of a figure, or a document.

        Raises:
            UnknownThing, UnknownUnit
            SeveralUnits: It is of each unit, and no unit was named.
        """
        if unit:
            self.book.entry(unit)
        document = self._document(name, unit)
        return document if document is not None else self._figure(name, unit)

    def of_identity(self, identity: Identity) -> DocumentId:
        """The document that a file says it is.

        Raises:
            UnknownThing: The campaign has no such document any more.
        """
        wanted = identity.document, identity.unit or None
        for document in self.book.campaign.documents():
            if (document.key, document.unit) == wanted:
                return document
        raise self._unknown(f"{identity.unit}/{identity.document}".strip("/"))

    def _document(self, name: str, unit: str) -> DocumentId | None:
        path = next((name.removesuffix(ending) for ending in ENDINGS if name.endswith(ending)), name)
        if document := self.book.document(path.strip("/")):
            return document
        specs = self.book.campaign.data["documents"]
        found = [document for document in self.book.campaign.documents() if path in (document.key, document.file)]
        here = [document for document in found if document.unit in ((unit, None) if unit else (None,))]
        if here:
            return here[0]
        if path in specs and found and not unit:
            raise SeveralUnits(name=name, near=found[0].unit, count=len(found) - 1)
        return None

    def _figure(self, name: str, unit: str) -> str:
        head, colon, path = name.rpartition(":")
        if not colon or not is_unit_id(head):
            head, path = unit, name
        elif path:
            self.book.entry(head)
        level = "unit" if head else "campaign"
        known = self._paths(level)
        if not self._is_known(path, known):
            titled = self._titled(path, level)
            if titled is None:
                raise self._missing(name, level)
            path = titled
        return f"{head}:{path}" if head else path

    def _is_known(self, path: str, known: Iterable[str]) -> bool:
        """Whether a path, or the split or list that it is of, has been declared; its keys are seen later."""
        names = set(known)
        while path:
            if path.partition("[")[0] in names:
                return True
            path = path.rpartition(".")[0]
        return False

    def _titled(self, text: str, level: str) -> str | None:
        """The only path whose label is ``text``; of a figure that was typed the last part of the label will do."""
        prefix = f"{self.book.units[0]}:" if level == "unit" else ""
        labels = {path: self.labels.of(prefix + path).casefold() for path in self._paths(level)}
        typed = {path: label.rpartition(": ")[2] for path, label in labels.items() if self._is_typed(level, path)}
        for some in (labels, typed):
            found = [path for path, label in some.items() if label == text.casefold()]
            if len(found) == 1:
                return found[0]
        return None

    def _is_typed(self, level: str, path: str) -> bool:
        return level == "unit" and path in self.book.campaign.known.figures

    def _paths(self, level: str) -> list[str]:
        declared = self.book.campaign.data.get("aggregates", {}).get(level, {})
        known = self.book.campaign.known
        return [*known.figures, *declared, *known.lists] if level == "unit" else [*declared]

    def _missing(self, name: str, level: str) -> Exception:
        if level == "campaign" and self._is_known(name, self._paths("unit")):
            units = self.book.units
            return SeveralUnits(name=name, near=units[0], count=len(units) - 1)
        return self._unknown(name, level)

    def _unknown(self, name: str, level: str = "campaign") -> UnknownThing:
        prefix = name.rpartition(":")[0] + ":" if ":" in name else ""
        paths = [path for one in dict.fromkeys((level, "unit", "campaign")) for path in self._paths(one)]
        documents = [document.path for document in self.book.campaign.documents()]
        near = nearest(name.removeprefix(prefix), dict.fromkeys([*paths, *documents, *self.book.units]), 3)
        told = [
            prefix + one if one in paths else f"--unit {one}" if one in self.book.units else one for one in near
        ]
        return UnknownThing(name=name, near=", ".join(told) or "-")


def find_campaign(given: Path | None, inputs: Path, identity: Identity | None = None, unit: str = "") -> Path:
    """The folder of the campaign that is meant: the one given, else that of a file, else the one we are in, else
    the only one there is, or the only one that has the unit.

    Raises:
        WhichCampaign
    """
    if given is not None:
        return given.parent if given.name == CAMPAIGN_FILE else given
    if identity is not None:
        return campaign_folder(inputs, identity.campaign)
    if Path(CAMPAIGN_FILE).is_file():
        return Path()
    found = campaigns_below(inputs)
    asked = {name: folder for name, folder in found.items() if unit and _has_unit(folder, unit)}
    chosen = found if len(found) == 1 else asked
    if len(chosen) != 1:
        raise WhichCampaign(named="–", folder=inputs, found=", ".join(asked or found) or "–")
    return next(iter(chosen.values()))


def _has_unit(folder: Path, unit: str) -> bool:
    try:
        units = load_campaign(folder)[0].data["units"]
        return any(entry["id"] == unit for entry in units)
    except (BaocaoError, KeyError, TypeError):
        return False
