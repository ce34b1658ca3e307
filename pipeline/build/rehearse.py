"""What a build would do, without doing it: nothing is written, not even the lock."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pipeline.build.cache import Cache, rare_collection
from pipeline.build.campaign import Campaign, open_campaign
from pipeline.build.edits import edited_from_the_same, has_edits
from pipeline.build.findings import exit_code, ordered
from pipeline.build.manifest import orphaned
from pipeline.build.planned import Planned, State
from pipeline.build.reasons import Reason
from pipeline.build.run import Options
from pipeline.build.walk import Walk
from pipeline.errors import BaocaoError
from pipeline.i18n import N_
from pipeline.stages.convert import office_missing
from pipeline.stages.files import sha256
from pipeline.stages.publish import Outputs
from pipeline.stages.validate import Schemas

Action = Literal[
    "make", "remake", "refresh", "beside", "aside", "convert", "leave", "nothing", "blocked", "failed", "orphaned"
]
ACTIONS: dict[Action, str] = {
    "make": N_("would be made"),
    "remake": N_("would be made anew"),
    "refresh": N_("would be brought up to date, its hand edits kept"),
    "beside": N_("the new document would be put beside the edited one"),
    "aside": N_("would be made; the file in its place would be kept aside"),
    "convert": N_("its PDF would be made"),
    "leave": N_("edited by hand, would be left alone"),
    "nothing": N_("up to date"),
    "blocked": N_("would not be made"),
    "failed": N_("cannot be made"),
    "orphaned": N_("no longer of the campaign, would be left alone"),
}


@dataclass(frozen=True, slots=True)
class Intended:
    """What a build would do with one document, and why."""

    path: str
    action: Action
    reason: str = ""
    reasons: tuple[Reason, ...] = ()


@dataclass(slots=True)
class Rehearsal:
    """What a build would do. ``findings`` are those that it would tell."""

    campaign: str
    outputs: Path
    documents: list[Intended] = field(default_factory=list)
    findings: list[BaocaoError] = field(default_factory=list)
    no_pdf: BaocaoError | None = None

    def count(self, *actions: Action) -> int:
        return sum(document.action in actions for document in self.documents)

    @property
    def exit_code(self) -> int:
        """That of the build: 0 all well, 1 errors or documents that cannot be made, 2 the program failed."""
        return exit_code(self.findings, self.count("failed", "blocked"))


@rare_collection()
def rehearse(folder: Path, outputs: Path, options: Options | None = None) -> Rehearsal:
    """What a build of the campaign in ``folder`` with ``options`` would do.

    Templates are filled and the gate reads what they give; LibreOffice is not called.

    Raises:
        UsageError: No campaign, no schema, an unknown unit or document.
    """
    options = options or Options()
    schemas = Schemas(folder)
    campaign = open_campaign(folder, schemas)
    options.selection.check(campaign)
    result = Rehearsal(campaign.name, outputs / campaign.name)
    result.no_pdf = office_missing() if options.pdf else None
    cache = Cache.open(result.outputs)  # read only: what the rehearsal finds out is not kept
    with closing(Outputs.open(result.outputs, cache.known)) as before:
        walk = Walk(
            campaign,
            schemas,
            options.selection,
            before,
            "stale",
            options.gate,
            options.processes,
            lambda _: None,
            cache,
        )
        pdf = options.pdf and result.no_pdf is None
        found: list[BaocaoError] = []
        with closing(walk.documents()) as documents:
            for planned in documents:
                found += planned.errors
                result.documents.append(_intended(planned, campaign, before, pdf))
        if options.selection.everything:
            result.documents += [Intended(path, "orphaned") for path in orphaned(campaign, before)]
    order = {document.path: index for index, document in enumerate(campaign.documents())}
    result.documents.sort(key=lambda document: order.get(document.path, len(order)))
    asked = filter(options.selection.concerns, [*walk.findings, *found])
    result.findings = ordered(asked, [entry.id for entry in campaign.asked])
    return result


_SIMPLE: dict[State, Action] = {
    "blocked": "blocked",
    "failed": "failed",
    "edited": "leave",
    "missing": "make",
    "orphaned": "orphaned",
}


def _intended(planned: Planned, campaign: Campaign, before: Outputs, pdf: bool) -> Intended:
    return Intended(
        planned.document.path, _action(planned, campaign, before, pdf), planned.reason, planned.reasons
    )


def _action(planned: Planned, campaign: Campaign, before: Outputs, pdf: bool) -> Action:
    path = planned.document.path
    if planned.state == "fresh":
        lacks = pdf and not before.has_pdf(path, before.documents[path].docx)
        return "convert" if lacks else "nothing"
    if planned.published is not None:
        if edited_from_the_same(before, planned, planned.published):
            return "leave"
        if has_edits(before, planned.document, planned.published):
            return campaign.hand_edits
    if planned.state != "stale":
        return _SIMPLE[planned.state]
    if path not in before.documents:
        return "nothing" if before.hash(path, "docx") == sha256(planned.docx) else "aside"
    return "remake"
