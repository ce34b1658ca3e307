"""What would be made, and why: the state of every document against the outputs of the last run."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from pipeline.build.prepare import DocumentId, Prepared, tool_version
from pipeline.errors import BaocaoError, UsageError
from pipeline.i18n import N_
from pipeline.stages.aggregate import Figures
from pipeline.stages.localise import Context, Subject, localise
from pipeline.stages.publish import Outputs
from pipeline.stages.render import Renderer

State = Literal["fresh", "stale", "missing", "edited", "blocked"]
"""fresh: nothing to do; stale: inputs changed; missing: no file; edited: changed by hand; blocked: findings."""


class UnknownSelection(UsageError):
    code = "U11"
    cause = N_("There is no {kind} “{name}” in this campaign.")
    remedy = N_("Choose among: {known}.")


@dataclass(frozen=True, slots=True)
class Planned:
    """A document with its state; ``context`` and ``key`` are there unless it is blocked."""

    document: DocumentId
    state: State
    reason: str = ""
    context: Context | None = None
    subject: Subject | None = None
    key: str = ""
    errors: tuple[BaocaoError, ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """Which documents are asked for; empty means all."""

    units: Collection[str] = ()
    documents: Collection[str] = ()

    def check(self, prepared: Prepared) -> None:
        """Raise :class:`UnknownSelection` if a name is not of this campaign."""
        units = [entry.id for entry in prepared.asked]
        documents = list(prepared.campaign.data.get("documents", {}))
        for kind, names, known in (("unit", self.units, units), ("document", self.documents, documents)):
            for name in names:
                if name not in known:
                    raise UnknownSelection(kind=kind, name=name, known=", ".join(known))

    def __contains__(self, document: DocumentId) -> bool:
        in_units = not self.units or document.unit in self.units
        return in_units and (not self.documents or document.key in self.documents)


def plan(prepared: Prepared, outputs: Outputs, renderer: Renderer, selection: Selection) -> Iterator[Planned]:
    """Every selected document with its state, in order; contexts are made one at a time."""
    tool = tool_version()
    for document in prepared.documents():
        if document in selection:
            yield _planned(document, prepared, outputs, renderer, tool)


def _planned(document: DocumentId, prepared: Prepared, outputs: Outputs, renderer: Renderer, tool: str) -> Planned:
    if document.unit is not None and document.unit not in prepared.units:
        reason = "findings" if document.unit in prepared.delivered else "no data"
        return Planned(document, "blocked", N_(reason))
    assert prepared.text is not None  # noqa: S101 - an unusable campaign has no documents
    try:
        subject = prepared.subject(document)
        template = renderer.sha256(prepared.template(document))
    except BaocaoError as error:
        return Planned(document, "blocked", error.message(), errors=(error.about(document.unit, document.key),))
    context, errors = localise(document.key, subject, prepared.text)
    if context is None:
        return Planned(document, "blocked", N_("findings"), errors=tuple(errors))
    key = context_key(context, subject.figures, template, tool)
    state, reason = _state(document, key, outputs)
    return Planned(document, state, reason, context, subject, key, tuple(errors))


def context_key(context: Context, figures: Figures, template: str, tool: str) -> str:
    """The hash of everything that a document is made of."""
    digest = hashlib.sha256()
    values = sorted((path, figure.id, str(figure.value), figure.kind) for path, figure in figures.figures.items())
    for part in (template, tool, context.values, context.properties, values, figures.records):
        digest.update(repr(part).encode() + b"\0")
    return digest.hexdigest()


def _state(document: DocumentId, key: str, outputs: Outputs) -> tuple[State, str]:
    before = outputs.documents.get(document.path)
    on_disk = outputs.docx_state(document.path)
    if on_disk == "absent":
        return "missing", N_("not made yet") if before is None else N_("the file is gone")
    changed = before is None or before.key != key
    if on_disk == "edited" and not changed:
        return "edited", N_("edited by hand")
    return ("stale", N_("data, template or program changed")) if changed else ("fresh", "")
