"""What a build does with a document that people edited and whose data changed since.

The edited file is never overwritten unasked. By default its figures and tables are brought up to date in the
edited text; a campaign may ask (``hand_edits``) to have it left alone, or to have the new document beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.build.campaign import Campaign, DocumentId
from pipeline.build.planned import Planned, said_by_file
from pipeline.build.reasons import OLDER, Reason, of_text
from pipeline.errors import BaocaoError, PublishError
from pipeline.i18n import N_, Spoken
from pipeline.model import Place
from pipeline.stages.files import sha256
from pipeline.stages.publish import Outputs
from pipeline.stages.published import Published


class LeftAlone(PublishError):
    code = "P09"
    severity = "warning"
    cause = N_("The file was edited by hand and its data changed; it was left as it is, as campaign.yaml asks.")
    remedy = N_("Bring its figures up to date with “baocao refresh”, or delete it to have it made anew.")


class PutBeside(PublishError):
    code = "P10"
    severity = "warning"
    cause = N_("The file was edited by hand and its data changed; the new document stands beside it as {copy}.")
    remedy = N_("Take over what you need, then keep one of the two under the name of the document.")


class CannotRefresh(PutBeside):
    code = "P11"
    cause = N_(
        "The file was edited by hand and cannot be brought up to date: {reason} "
        "The new document stands beside it as {copy}."
    )


class OtherText(PutBeside):
    code = "P12"
    cause = N_(
        "The file was edited by hand, and not only figures changed: {what}. The edited file keeps its text; the "
        "new document stands beside it as {copy}."
    )


@dataclass(frozen=True, slots=True)
class Carried:
    """What is to be published in the place of an edited document (None: nothing is), and what there is to say."""

    published: Published | None = None
    docx: bytes = b""
    findings: tuple[BaocaoError, ...] = ()


def has_edits(outputs: Outputs, document: DocumentId, fresh: Published) -> bool:
    """Whether hand edits stand in the place of a document that is about to be made anew.

    A file that no build is known to have made counts if it says itself that it is this document: somebody deleted
    the manifest.
    """
    path = document.path
    state = outputs.state(path, "docx")
    if state == "absent" or outputs.hash(path, "docx") == fresh.docx:
        return False
    before = outputs.documents.get(path)
    if before is None:
        stored = said_by_file(outputs, document)
        return stored is not None and document.is_named_by(stored.identity)
    return state == "edited" or before.carried


def edited_from_the_same(outputs: Outputs, planned: Planned, fresh: Published) -> bool:
    """Whether a file was edited by hand and what would replace it is just what it was edited from."""
    path = planned.document.path
    before = outputs.documents.get(path)
    if before is None or before.base != fresh.base or OLDER in planned.reasons:
        return False
    return outputs.state(path, "docx") == "edited" or outputs.pdf_edited(path)


def carry(
    campaign: Campaign,
    outputs: Outputs,
    path: str,
    published: Published,
    fresh: bytes,
    reasons: Iterable[Reason] = (),
) -> Carried:
    """Bring the edited file at ``path`` and its ``fresh`` making together, as the campaign asks.

    Of the ``reasons`` why it was made anew, those are told that a refresh does not carry over.

    Raises:
        CannotWrite, CannotCompare
    """
    place = Place(f"{path}.docx")
    if campaign.hand_edits == "leave":
        return Carried(findings=(LeftAlone(place),))
    if campaign.hand_edits == "beside":
        return Carried(findings=(PutBeside(place, copy=outputs.put_beside(path, fresh)),))
    from pipeline.corrections.errors import ControlsLost  # noqa: PLC0415
    from pipeline.corrections.refresh import refresh  # noqa: PLC0415 - few builds meet an edited file

    try:
        refreshed = refresh(outputs.read(path, "docx"), fresh, name=f"{path}.docx")
        lost = next((each for each in refreshed.findings if isinstance(each, ControlsLost)), None)
        if lost is not None:
            raise lost
    except BaocaoError as error:
        reason = Spoken(error.message("vi"), error.message("en"))
        return Carried(findings=(CannotRefresh(place, reason=reason, copy=outputs.put_beside(path, fresh)),))
    now = replace(published, docx=sha256(refreshed.docx))
    return Carried(now, refreshed.docx, (*refreshed.findings, *_left_out(outputs, path, fresh, reasons)))


def _left_out(outputs: Outputs, path: str, fresh: bytes, reasons: Iterable[Reason]) -> Iterator[BaocaoError]:
    """What a refresh did not bring into the edited file: number and date, signer, names, text."""
    left = of_text(reasons)
    if left:
        what = Spoken(
            "; ".join(each.message("vi") for each in left), "; ".join(each.message("en") for each in left)
        )
        yield OtherText(Place(f"{path}.docx"), what=what, copy=outputs.put_beside(path, fresh))
