"""What would be made, and why: the state of every document against the outputs of the last run."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from pipeline.build.findings import program_fault
from pipeline.build.prepare import DocumentId, Prepared, tool_version
from pipeline.errors import BaocaoError, PublishError, UsageError
from pipeline.i18n import N_
from pipeline.stages.aggregate import Figures
from pipeline.stages.load.nearest import nearest
from pipeline.stages.localise import Context, Subject, localise
from pipeline.stages.publish import Outputs
from pipeline.stages.render import Renderer

State = Literal["fresh", "stale", "missing", "edited", "blocked", "failed", "orphaned"]
"""fresh: nothing to do; stale: inputs changed; missing: no file; edited: changed by hand; blocked: findings;
failed: its place, LibreOffice or the program stood against it; orphaned: made once, no longer of the campaign."""


class UnknownSelection(UsageError):
    code = "U11"
    cause = N_("There is no {kind} “{name}” in this campaign.")
    remedy = N_("Nearest names: {near}. Choose among: {known}.")


class NothingSelected(UsageError):
    code = "U12"
    cause = N_("No document of the campaign fits --unit {units} and --document {documents}.")
    remedy = N_("A document of the whole campaign is of no unit: leave --unit out.")


@dataclass(frozen=True, slots=True)
class Planned:
    """A document with its state; ``context``, ``subject`` and ``key`` are there if it can be made."""

    document: DocumentId
    state: State
    reason: str = ""
    context: Context | None = None
    subject: Subject | None = None
    key: str = ""
    errors: tuple[BaocaoError, ...] = ()
    trace: str = ""

    def light(self) -> Planned:
        """The same without what it would be made from, which is large."""
        return Planned(self.document, self.state, self.reason, key=self.key, errors=self.errors, trace=self.trace)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which documents are asked for; empty means all."""

    units: Collection[str] = ()
    documents: Collection[str] = ()

    def check(self, prepared: Prepared) -> None:
        """Refuse names that are not of this campaign, and a selection that no document fits.

        Raises:
            UnknownSelection, NothingSelected
        """
        if not prepared.usable:
            return  # its findings come first
        units = [entry.id for entry in prepared.asked]
        documents = list(prepared.campaign.data["documents"])
        for kind, names, known in (
            (N_("unit"), self.units, units),
            (N_("document"), self.documents, documents),
        ):
            for name in names:
                if name not in known:
                    near = ", ".join(nearest(name, known, 3)) or "-"
                    raise UnknownSelection(kind=kind, name=name, near=near, known=", ".join(known))
        if not any(document in self for document in prepared.documents()):
            raise NothingSelected(units=", ".join(self.units) or "*", documents=", ".join(self.documents) or "*")

    def __contains__(self, document: DocumentId) -> bool:
        in_units = not self.units or document.unit in self.units
        return in_units and (not self.documents or document.key in self.documents)

    def concerns(self, finding: BaocaoError) -> bool:
        """Whether a finding is of what is asked for: of a selected unit, or of the campaign as a whole."""
        return not self.units or finding.unit is None or finding.unit in self.units


def plan(prepared: Prepared, outputs: Outputs, renderer: Renderer, selection: Selection) -> Iterator[Planned]:
    """Every selected document with its state, in order; contexts are made one at a time."""
    tool = tool_version()
    for document in prepared.documents():
        if document in selection:
            yield _planned(document, prepared, outputs, renderer, tool)


def _planned(document: DocumentId, prepared: Prepared, outputs: Outputs, renderer: Renderer, tool: str) -> Planned:
    if document.unit is not None and document.unit not in prepared.units:
        reason = N_("findings") if document.unit in prepared.delivered else N_("no data")
        return Planned(document, "blocked", reason)
    if document.unit is None and prepared.summary_blocked:
        return Planned(document, "blocked", N_("findings"))
    try:
        return _current(document, prepared, outputs, renderer, tool)
    except BaocaoError as error:
        state: State = "failed" if isinstance(error, PublishError) else "blocked"
        reason = N_("its place cannot be used") if state == "failed" else N_("findings")
        return Planned(document, state, reason, errors=(error.about(document.unit, document.key),))
    except Exception as error:  # a bug of ours must not stop the other documents
        fault = program_fault(error, prepared.place(document)).about(document.unit, document.key)
        return Planned(document, "failed", N_("the program failed"), errors=(fault,), trace=traceback.format_exc())


def _current(document: DocumentId, prepared: Prepared, outputs: Outputs, renderer: Renderer, tool: str) -> Planned:
    assert prepared.text is not None  # noqa: S101 - an unusable campaign has no documents
    subject = prepared.subject(document)
    template = renderer.sha256(prepared.template(document))
    context, found = localise(document.key, subject, prepared.text)
    errors = tuple(dict.fromkeys(found))
    if context is None:
        return Planned(document, "blocked", N_("findings"), errors=errors)
    key = context_key(context, subject.figures, template, tool)
    state, reason = _state(document, key, outputs)
    return Planned(document, state, reason, context, subject, key, errors)


def context_key(context: Context, figures: Figures, template: str, tool: str) -> str:
    """The hash of everything that a document is made of."""
    digest = hashlib.sha256()
    values = sorted((path, figure.id, str(figure.value), figure.kind) for path, figure in figures.figures.items())
    for part in (template, tool, context.values, context.properties, values, figures.records):
        digest.update(repr(part).encode() + b"\0")
    return digest.hexdigest()


def _state(document: DocumentId, key: str, outputs: Outputs) -> tuple[State, str]:
    before = outputs.documents.get(document.path)
    on_disk = outputs.state(document.path, "docx")
    if on_disk == "absent":
        return "missing", N_("not made yet") if before is None else N_("the file is gone")
    if before is None or before.key != key:
        if before is not None and on_disk == "edited":
            return "stale", N_("changed, and edited by hand; the edited file will be kept in edited/")
        return "stale", N_("data, template or program changed") if before else N_("not made by baocao")
    if on_disk == "edited":
        return "edited", N_("edited by hand")
    return ("edited", N_("the PDF was edited by hand")) if outputs.pdf_edited(document.path) else ("fresh", "")
