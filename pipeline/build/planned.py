"""A document with its state: whether it is up to date, and why not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from pipeline.build.campaign import DocumentId
from pipeline.build.reasons import CARRIES_EDITS, FOREIGN, FORGOTTEN, GONE, NEW, Reason
from pipeline.build.remembered import Remembered
from pipeline.errors import BaocaoError, PublishError
from pipeline.i18n import N_
from pipeline.stages.publish import Outputs
from pipeline.stages.published import Published

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


def plain_reasons(state: State, reason: str, known: Published | None) -> tuple[Reason, ...]:
    """The reason of a state that says it all; that of a document which carries hand edits is told also if it is
    fresh."""
    if state == "missing":
        return (NEW if known is None else GONE,)
    if state == "stale":
        return (FOREIGN if known is None else OLDER if reason == OLDER.text else FORGOTTEN,)
    if state == "edited":
        return (Reason("edited", reason),)
    return (CARRIES_EDITS,) if state == "fresh" and known is not None and known.base != known.docx else ()


def kept(document: DocumentId, key: str, before: Outputs) -> Planned | None:
    """The document if its file was made of what has the hash ``key``, and nobody has to make it anew."""
    known = before.documents.get(document.path)
    if known is None or known.key != key:
        return None
    try:
        state, reason = state_of(document, key, before)
    except PublishError:
        return None
    reasons = plain_reasons(state, reason, known)
    return Planned(document, state, reason, key=key, reasons=reasons) if state in ("fresh", "edited") else None


OLDER = Reason("edited", N_("another copy stands in its place, which does not print what was built last"))


def prints_otherwise(before: Outputs, document: DocumentId) -> bool:
    """Whether an edited file was not made of what its document printed last: an older copy was put in its place,
    or one that Word had open was saved over it."""
    from pipeline.docx.package import unpack  # noqa: PLC0415 - few builds meet an edited file
    from pipeline.docx.store import read_stored  # noqa: PLC0415

    try:
        stored = read_stored(unpack(before.read(document.path, "docx"), document.path))
    except BaocaoError:
        return False
    prints = Remembered(before.folder, dict(before.spans)).document(document.path).get("prints")
    if stored is not None and (stored.identity.unit or None, stored.identity.document) != (
        document.unit,
        document.key,
    ):
        return True
    if stored is None or not stored.whole or not isinstance(prints, dict):
        return False
    return any(each.text not in prints.get(each.figure, ()) for each in stored.figures.values())


def state_of(document: DocumentId, key: str, before: Outputs) -> tuple[State, str]:
    """The state of a document that is made of what has the hash ``key``, and why.

    Raises:
        CannotCompare: Its file cannot be looked at.
    """
    known = before.documents.get(document.path)
    on_disk = before.state(document.path, "docx")
    if on_disk == "absent":
        return "missing", N_("not made yet") if known is None else N_("the file is gone")
    if known is None or known.key != key:
        if known is not None and on_disk == "edited":
            return "stale", N_("changed, and edited by hand")
        return "stale", N_("changed") if known else N_("not made by baocao")
    if on_disk == "edited":
        return ("stale", OLDER.text) if prints_otherwise(before, document) else ("edited", N_("edited by hand"))
    return ("edited", N_("the PDF was edited by hand")) if before.pdf_edited(document.path) else ("fresh", "")
