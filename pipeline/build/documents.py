"""One document: what is written in it, whether it is up to date and why not, and its bytes."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pipeline import __version__
from pipeline.build.campaign import Campaign, DocumentId
from pipeline.build.facts import Configuration, Moved, parts, reasons, texts_of
from pipeline.build.findings import program_fault
from pipeline.build.mail import mail_name
from pipeline.build.planned import Fill, Planned, blocked, failed, state_of
from pipeline.build.reasons import EDITED, Reason
from pipeline.decree.faults import LayoutFault, NotMeasured
from pipeline.decree.gate import Gate
from pipeline.decree.measure.errors import TooLarge
from pipeline.docx.store import Identity
from pipeline.errors import BaocaoError, PublishError
from pipeline.i18n import N_
from pipeline.stages.aggregate import Figures
from pipeline.stages.files import sha256
from pipeline.stages.lines import compact
from pipeline.stages.localise import CampaignText, Context, Subject, localise
from pipeline.stages.publish import Outputs
from pipeline.stages.published import Published
from pipeline.stages.render import Renderer, used_values
from pipeline.stages.templates import template_name


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
        state, reason, why = state_of(document, key, before)
        name = mail_name(self.campaign.type_name(document), document, subject.issuer, context, self.text.year)
        if state == "stale" and known is not None:
            why = why or self._why(document, subject, context, before, known, moved)
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
        known: Published,
        moved: Moved | None,
    ) -> tuple[Reason, ...]:
        """Why a document that was made of other things is stale."""
        template = self.campaign.template(document)
        remembered = self.configuration.remembered(before)
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


def _failing(planned: Planned, *errors: BaocaoError) -> Planned:
    document = planned.document
    found = (*planned.errors, *(error.about(document.unit, document.key) for error in errors))
    return replace(planned, state="failed", reason=errors[0].message(), errors=found)


def context_key(context: Context, figures: Figures, identity: Identity, tool: str, uses: Sequence[str]) -> str:
    """The hash of everything that a document is made of; ``uses``: what its template asks of the figures
    itself."""
    digest = hashlib.sha256()
    used = used_values(uses, figures)
    for part in (identity, tool, context.values, context.properties, context.texts, used):
        digest.update(repr(part).encode() + b"\0")
    return digest.hexdigest()
