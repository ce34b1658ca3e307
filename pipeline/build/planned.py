"""A document with its state: whether it is up to date, and why not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from pipeline.build.campaign import DocumentId
from pipeline.build.reasons import CARRIES_EDITS, FOREIGN, GONE, NEW, OLDER, Reason
from pipeline.build.remembered import Remembered
from pipeline.errors import BaocaoError, PublishError
from pipeline.i18n import N_
from pipeline.stages.publish import MANIFEST, Outputs
from pipeline.stages.published import Published

if TYPE_CHECKING:
    from pipeline.docx.store import Stored

State = Literal["fresh", "stale", "missing", "edited", "blocked", "failed", "orphaned"]
"""fresh: nothing to do; stale: inputs changed; missing: no file; edited: changed by hand; blocked: findings;
failed: its place, LibreOffice or the program stood against it; orphaned: made once, no longer of the campaign."""

Fill = Literal["none", "stale", "all"]
"""Whose templates are filled: nobody's (to look only), those of documents that are not up to date, or all."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A document with its state. ``published`` and ``docx`` are there if it was filled.

    ``name`` is that of the file to mail. ``key``: of what it is made, where that is known.
    """

    document: DocumentId
    state: State
    reason: str = ""
    errors: tuple[BaocaoError, ...] = ()
    trace: str = ""
    published: Published | None = None
    docx: bytes = b""
    key: str = ""
    name: str = ""
    reasons: tuple[Reason, ...] = ()

    def light(self) -> Planned:
        """The same without its bytes."""
        return replace(self, published=None, docx=b"")


def blocked(document: DocumentId, reason: str = N_("findings"), *errors: BaocaoError) -> Planned:
    """A document that cannot be written."""
    return Planned(document, "blocked", reason, tuple(e.about(document.unit, document.key) for e in errors))


def failed(document: DocumentId, reason: str, error: BaocaoError, trace: str = "") -> Planned:
    """A document that something stood against which is no fault of its data."""
    return Planned(document, "failed", reason, (error.about(document.unit, document.key),), trace)


def kept(document: DocumentId, key: str, before: Outputs) -> Planned | None:
    """The document if its file was made of what has the hash ``key``, and nobody has to make it anew."""
    known = before.documents.get(document.path)
    if known is None or known.key != key:
        return None
    try:
        state, reason, reasons = state_of(document, key, before)
    except PublishError:
        return None
    return Planned(document, state, reason, key=key, reasons=reasons) if state in ("fresh", "edited") else None


def said_by_file(outputs: Outputs, document: DocumentId) -> Stored | None:
    """What the file in the place of a document says of itself; None if that is nothing, or cannot be read.

    Raises:
        CannotCompare
    """
    from pipeline.docx.package import unpack  # noqa: PLC0415 - few builds meet an edited file
    from pipeline.docx.store import read_stored  # noqa: PLC0415

    docx = outputs.read(document.path, "docx")
    try:
        return read_stored(unpack(docx, document.path))
    except BaocaoError:
        return None


def _prints_otherwise(before: Outputs, document: DocumentId) -> bool:
    """Whether an edited file was not made of what its document printed last: an older copy was put in its place,
    or one that Word had open was saved over it."""
    stored = said_by_file(before, document)
    if stored is None:
        return False
    if not document.is_named_by(stored.identity):
        return True
    remembered = Remembered(before.folder / MANIFEST, before.spans)
    prints = remembered.document(document.path).get("prints") if stored.whole else None
    if not isinstance(prints, dict):
        return False
    return any(each.text not in prints.get(each.figure, ()) for each in stored.figures.values())


def state_of(document: DocumentId, key: str, before: Outputs) -> tuple[State, str, tuple[Reason, ...]]:
    """The state of a document that is made of what has the hash ``key``, and why, in short and in full.

    No reasons are given for one that was made of other things: they have to be looked up.

    Raises:
        CannotCompare: Its file cannot be looked at.
    """
    known = before.documents.get(document.path)
    on_disk = before.state(document.path, "docx")
    if known is None:
        absent = on_disk == "absent"
        return ("missing", N_("not made yet"), (NEW,)) if absent else ("stale", FOREIGN.text, (FOREIGN,))
    if on_disk == "absent":
        return "missing", GONE.text, (GONE,)
    edited = on_disk == "edited"
    if known.key != key:
        return "stale", N_("changed, and edited by hand") if edited else N_("changed"), ()
    if edited and _prints_otherwise(before, document):
        return "stale", OLDER.text, (OLDER,)
    if edited or before.pdf_edited(document.path):
        reason = N_("edited by hand") if edited else N_("the PDF was edited by hand")
        return "edited", reason, (Reason("edited", reason),)
    return "fresh", "", (CARRIES_EDITS,) if known.carried else ()
