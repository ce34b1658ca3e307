"""One document: what is written in it, whether it is up to date and why not, and its bytes."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from pipeline import __version__
from pipeline.build.campaign import Campaign, DocumentId
from pipeline.build.facts import Configuration, Moved, parts, reasons, texts_of
from pipeline.build.findings import program_fault
from pipeline.build.mail import mail_name
from pipeline.build.reasons import CARRIES_EDITS, EDITED, FOREIGN, FORGOTTEN, GONE, NEW, Reason
from pipeline.decree.gate import Gate, LayoutFault, NotMeasured
from pipeline.decree.measure.errors import TooLarge
from pipeline.docx.store import Identity
from pipeline.errors import BaocaoError, PublishError
from pipeline.i18n import N_
from pipeline.stages.aggregate import Figures
from pipeline.stages.files import sha256
from pipeline.stages.lines import compact
from pipeline.stages.localise import CampaignText, Context, Subject, localise
from pipeline.stages.publish import Outputs, Published
from pipeline.stages.render import Renderer, template_name, used_values

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


@dataclass(frozen=True, slots=True)
class Desk:
    """Where documents of one campaign are written: its texts, the templates, the version of the program, and the
    gate that every document passes before it is published (None: there is none)."""

    campaign: Campaign
    text: CampaignText
    renderer: Renderer
    tool: str
    gate: Gate | None
    configuration: Configuration

    def plan(
        self,
        document: DocumentId,
        subject: Callable[[], Subject],
        before: Outputs,
        fill: Fill,
        moved: Moved | None = None,
    ) -> Planned:
        """The document, filled if ``fill`` says so. Whatever is wrong is in the result and never raised."""
        try:
            return self._plan(document, subject(), before, fill, moved)
        except PublishError as error:
            return failed(document, N_("its place cannot be used"), error)
        except BaocaoError as error:
            return blocked(document, N_("findings"), error)
        except Exception as error:  # a bug of ours must not stop the other documents
            fault = program_fault(error, self.campaign.place(document))
            return failed(document, N_("the program failed"), fault, traceback.format_exc())

    def _plan(
        self, document: DocumentId, subject: Subject, before: Outputs, fill: Fill, moved: Moved | None
    ) -> Planned:
        identity = self._identity(document)
        context, found = localise(document.key, subject, self.text)
        errors = tuple(dict.fromkeys(found))
        if context is None:
            return blocked(document, N_("findings"), *errors)
        known = before.documents.get(document.path)
        key = context_key(context, subject.figures, identity, self.tool, known.uses if known else ())
        state, reason = _state(document, key, before)
        name = mail_name(self.campaign.type_name(document), document, subject.issuer, context, self.text.year)
        why = self._why(document, subject, context, before, state, reason, moved)
        key = key if state in ("fresh", "edited") else ""
        planned = Planned(document, state, reason, errors, key=key, name=name, reasons=why)
        if fill == "all" or (fill == "stale" and state in ("stale", "missing")):
            return self._filled(planned, subject, context, identity)
        return planned

    def _why(
        self,
        document: DocumentId,
        subject: Subject,
        context: Context,
        before: Outputs,
        state: State,
        reason: str,
        moved: Moved | None,
    ) -> tuple[Reason, ...]:
        """Why a document is not up to date, or is so with edits; looked up for those only that are not."""
        known = before.documents.get(document.path)
        if state != "stale" or known is None:
            return plain_reasons(state, reason, known)
        template = self.campaign.template(document)
        remembered = self.configuration.remembered(before.folder, before.spans)
        found = reasons(
            document, subject, context, template, self.configuration, known, remembered, self.campaign, moved
        )
        edited = before.state(document.path, "docx") == "edited"
        return (*found, EDITED) if edited else found

    def _filled(self, planned: Planned, subject: Subject, context: Context, identity: Identity) -> Planned:
        document = planned.document
        template = self.campaign.template(document)
        try:
            docx, printed, uses = self.renderer.render(template, context, subject.figures, identity)
        except BaocaoError as error:
            return _failing(planned, error)
        if self.gate is not None:
            name = template_name(template)
            try:
                found = self.gate.errors(docx, name, self.campaign.type_name(document))
            except TooLarge as error:
                warning = NotMeasured.of(error, name).about(document.unit, document.key)
                planned, found = replace(planned, errors=(*planned.errors, warning)), ()
            if found:
                return _failing(planned, *(LayoutFault.of(finding, name) for finding in found))
        prints = {figure: list(texts) for figure, texts in context.prints.items()}
        for figure, texts in printed.items():
            prints[figure] = sorted({*prints.get(figure, ()), *texts})
        issued = subject.issuer.issued(document.key, self.campaign.type_name(document))
        key = context_key(context, subject.figures, identity, self.tool, uses)
        asked = texts_of({*printed, *uses} - context.prints.keys(), subject)
        published = Published(
            document.unit,
            document.key,
            template.name,
            key,
            sha256(docx),
            issued,
            made_of=self.configuration.of(template)[0],
            uses=uses,
            prints=compact(prints),
            parts=parts(context, asked),
        )
        return replace(planned, published=published, docx=docx, key=key)

    def _identity(self, document: DocumentId) -> Identity:
        """What a document says of itself. Of the program it names the version only: sources that are not the same
        may write the same bytes."""
        template = self.campaign.template(document)
        sha = self.renderer.sha256(template)
        name, unit = self.campaign.name, document.unit or ""
        return Identity(name, unit, document.key, template.name, sha, f"baocao {__version__}")


def plain_reasons(state: State, reason: str, known: Published | None) -> tuple[Reason, ...]:
    """The reason of a state that says it all; that of a document which carries hand edits is told also if it is
    fresh."""
    if state == "missing":
        return (NEW if known is None else GONE,)
    if state == "stale":
        return (FOREIGN if known is None else FORGOTTEN,)
    if state == "edited":
        return (Reason("edited", reason),)
    return (CARRIES_EDITS,) if state == "fresh" and known is not None and known.base != known.docx else ()


def kept(document: DocumentId, key: str, before: Outputs) -> Planned | None:
    """The document if its file was made of what has the hash ``key``, and nobody has to make it anew."""
    known = before.documents.get(document.path)
    if known is None or known.key != key:
        return None
    try:
        state, reason = _state(document, key, before)
    except PublishError:
        return None
    reasons = plain_reasons(state, reason, known)
    return Planned(document, state, reason, key=key, reasons=reasons) if state in ("fresh", "edited") else None


def _failing(planned: Planned, *errors: BaocaoError) -> Planned:
    document = planned.document
    found = (*planned.errors, *(error.about(document.unit, document.key) for error in errors))
    return replace(planned, state="failed", reason=errors[0].message(), errors=found)


def context_key(context: Context, figures: Figures, identity: Identity, tool: str, uses: Iterable[str]) -> str:
    """The hash of everything that a document is made of; ``uses``: what its template asks of the figures
    itself."""
    digest = hashlib.sha256()
    used = used_values(uses, figures)
    for part in (identity, tool, context.values, context.properties, context.texts, used):
        digest.update(repr(part).encode() + b"\0")
    return digest.hexdigest()


def _state(document: DocumentId, key: str, before: Outputs) -> tuple[State, str]:
    known = before.documents.get(document.path)
    on_disk = before.state(document.path, "docx")
    if on_disk == "absent":
        return "missing", N_("not made yet") if known is None else N_("the file is gone")
    if known is None or known.key != key:
        if known is not None and on_disk == "edited":
            return "stale", N_("changed, and edited by hand")
        return "stale", N_("changed") if known else N_("not made by baocao")
    if on_disk == "edited":
        return "edited", N_("edited by hand")
    return ("edited", N_("the PDF was edited by hand")) if before.pdf_edited(document.path) else ("fresh", "")
