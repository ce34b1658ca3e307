"""One document as the data of now make it, in memory: what an edited copy is refreshed from and compared with."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from pipeline.build.campaign import DocumentId, Selection, open_campaign, tool_version
from pipeline.build.planned import Planned
from pipeline.build.tasks import UnitDone, UnitTask
from pipeline.build.walk import Walk
from pipeline.build.workshop import Workshop
from pipeline.docx.store import Identity
from pipeline.errors import BaocaoError, DataError, UsageError
from pipeline.i18n import N_, Spoken, visible
from pipeline.model import Place
from pipeline.stages.load import CAMPAIGN_FILE
from pipeline.stages.publish import Outputs
from pipeline.stages.validate import Schemas

_NOWHERE = Outputs(Path("/dev/null"))
"""No document is looked for in its place: whatever stands there, it is made anew."""


class WhichCampaign(UsageError):
    """``named``: what a document or a person calls it, "–" for nothing."""

    code = "R38"
    cause = N_("It is not clear which campaign is meant (named: {named}). Below {folder} there are: {found}.")
    remedy = N_("Name the campaign, or with --inputs the folder of all campaigns.")


class NoFreshDocument(DataError):
    """The data of now make no document to compare with; ``reason`` is the first error in the way."""

    code = "R39"
    cause = N_("The document cannot be made from the data of now: {reason}")
    remedy = N_("Mend the data first (baocao validate), then try again.")


class Fresh:
    """The documents of one campaign. A unit's document reads the data of that unit only, a summary those of all.

    Raises, when it is made: UsageError: There is no campaign or no schema in ``folder``.
    """

    def __init__(self, folder: Path, schemas: Schemas | None = None) -> None:
        self._schemas = schemas or Schemas(folder)
        self.campaign = open_campaign(folder, self._schemas)
        self._workshop: Workshop | None = None
        self._own: dict[str, Planned] | None = None

    def of(self, identity: Identity) -> bytes:
        """The document with this identity. Raises :class:`NoFreshDocument`."""
        unit = identity.unit or None
        documents = self.campaign.unit_documents(unit) if unit else self.campaign.own_documents()
        asked = unit is None or any(entry.id == unit for entry in self.campaign.asked)
        found = next((each for each in documents if asked and each.key == identity.document), None)
        if found is None:
            self._require_usable()
            raise NoFreshDocument(Place(CAMPAIGN_FILE), reason=N_("the campaign has no such document any more"))
        return self.docx(found)

    def docx(self, document: DocumentId) -> bytes:
        """The bytes of a document, with the controls of its figures.

        Raises:
            NoFreshDocument: Something is wrong with the data, the campaign or the template.
        """
        self._require_usable()
        planned, found = self._of_unit(document) if document.unit else self._of_campaign(document)
        if planned is None or not planned.docx:
            raise self._none(document, [*found, *(planned.errors if planned else ())])
        return planned.docx

    def _require_usable(self) -> None:
        if not self.campaign.usable:
            raise self._none(None, self.campaign.findings)

    def _of_unit(self, document: DocumentId) -> tuple[Planned | None, Iterable[BaocaoError]]:
        source = self.campaign.inputs.units.get(document.unit or "")
        if source is None:
            return None, [error for error in self.campaign.findings if error.params.get("unit") == document.unit]
        if self._workshop is None:
            self._workshop = Workshop(self.campaign, "all", False, tool_version(), self._schemas)
        (done,) = self._workshop.units([UnitTask(source, (document,), _NOWHERE)])
        return next(iter(done.documents), None), done.findings

    def _of_campaign(self, document: DocumentId) -> tuple[Planned | None, Iterable[BaocaoError]]:
        found: Iterable[BaocaoError] = ()
        if self._own is None:
            keys = [each.key for each in self.campaign.own_documents()]
            walk = Walk(self.campaign, self._schemas, Selection((), keys), _NOWHERE, "all", False, 1, _forget)
            with closing(walk.documents()) as documents:
                self._own = {planned.document.key: planned for planned in documents}
            found = walk.findings
        return self._own.get(document.key), found

    def _none(self, document: DocumentId | None, found: Iterable[BaocaoError]) -> NoFreshDocument:
        """Why there is no document: the first error in the way."""
        errors = sorted(found, key=lambda error: error.severity != "error")
        if not errors:
            return NoFreshDocument(Place(CAMPAIGN_FILE), reason=N_("no data"))
        first = errors[0]
        reason = Spoken(first.text("vi"), first.text("en"))
        error = NoFreshDocument(Place(CAMPAIGN_FILE), reason=reason)
        return error if document is None else _about(error, document)


def _forget(_done: UnitDone) -> None:
    """The units themselves are not needed when the summary is made."""


def _about(error: NoFreshDocument, document: DocumentId) -> NoFreshDocument:
    error.about(document.unit, document.key)
    return error


class Campaigns:
    """The campaigns below one folder, opened when a document asks for its own."""

    def __init__(self, inputs: Path) -> None:
        self.inputs = inputs
        self._opened: dict[str, Fresh] = {}

    def document(self, identity: Identity) -> bytes:
        """The document with this identity as the data make it now.

        Raises:
            WhichCampaign, NoFreshDocument
        """
        name = identity.campaign
        if name not in self._opened:
            self._opened[name] = Fresh(campaign_folder(self.inputs, name))
        return self._opened[name].of(identity)


def campaigns_below(inputs: Path) -> dict[str, Path]:
    """The campaigns in a folder by their names."""
    return {path.parent.name: path.parent for path in sorted(inputs.glob(f"*/{CAMPAIGN_FILE}"))}


def campaign_folder(inputs: Path, name: str) -> Path:
    """The folder of the campaign with a name.

    Raises:
        WhichCampaign
    """
    there = campaigns_below(inputs)
    if name not in there:
        raise WhichCampaign(named=visible(name) or "–", folder=inputs, found=", ".join(there) or "–")
    return there[name]
