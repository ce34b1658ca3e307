"""A whole build as one readable list of stages, callable from Python. The command line only prints its result."""

from __future__ import annotations

import platform
import socket
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.build.cache import Cache, UnitMemory, no_collection, rare_collection
from pipeline.build.campaign import Campaign, DocumentId, Selection, open_campaign
from pipeline.build.edits import carry, edited_from_the_same, has_edits
from pipeline.build.findings import Orphaned, exit_code, ordered, program_fault
from pipeline.build.history import History, check_tag
from pipeline.build.lock import locked
from pipeline.build.mail import copy_all
from pipeline.build.manifest import (
    CAMPAIGN,
    FIGURES,
    RECORDS,
    Finding,
    Looked,
    figure_lines,
    findings_json,
    known_of,
    manifest_bytes,
    orphaned,
    run_bytes,
)
from pipeline.build.planned import Planned
from pipeline.build.reasons import Reason
from pipeline.build.report import DocumentDone, Outcome, Quiet, Reporter
from pipeline.build.tasks import UnitDone
from pipeline.build.walk import Walk
from pipeline.build.workers import processors
from pipeline.decree.faults import LayoutFault, NotMeasured
from pipeline.errors import BaocaoError, UsageError, system_reason
from pipeline.model import Place
from pipeline.stages.convert import OfficePool, PdfJob, office_missing
from pipeline.stages.files import CannotWrite
from pipeline.stages.load import CAMPAIGN_FILE, NoCampaign
from pipeline.stages.publish import MANIFEST, Outputs
from pipeline.stages.publish_errors import OlderPdf
from pipeline.stages.published import Published
from pipeline.stages.validate import Schemas

if TYPE_CHECKING:
    from pipeline.decree.gate import Gate


@dataclass(frozen=True, slots=True)
class Options:
    """How to build. ``jobs`` is the number of processes that work at once; ``gate``: check the layout of every
    document; ``wait`` for another run."""

    jobs: int = 0
    selection: Selection = field(default_factory=Selection)
    pdf: bool = True
    gate: bool = True
    fail_fast: bool = False
    wait: bool = True
    mail_names: bool = False
    office_timeout: float = 60.0
    tag: str | None = None
    """A name for the state that the build leaves, to compare with later."""

    @property
    def processes(self) -> int:
        return self.jobs or processors()


@dataclass(slots=True)
class Result:
    """What a build did. ``findings`` are those of the data and of single documents that were asked for.

    ``traces`` tell where the program itself failed; ``copies`` are those to mail, if they were asked for.
    """

    campaign: str
    outputs: Path
    documents: list[DocumentDone] = field(default_factory=list)
    findings: list[BaocaoError] = field(default_factory=list)
    no_pdf: BaocaoError | None = None
    copies: list[Path] | None = None
    traces: list[str] = field(default_factory=list)
    source: Campaign | None = field(default=None, repr=False)
    seconds: float = 0.0

    def count(self, *outcomes: Outcome) -> int:
        found = Counter(document.outcome for document in self.documents)
        return sum(found[outcome] for outcome in outcomes)

    @property
    def exit_code(self) -> int:
        """0: all well; 1: there are errors, or documents that could not be made; 2: the program itself failed."""
        return exit_code(self.findings, self.count("failed", "blocked"))


@rare_collection()
def build(folder: Path, outputs: Path, options: Options | None = None, reporter: Reporter | None = None) -> Result:
    """Bring the documents of the campaign in ``folder`` up to date below ``outputs``.

    Raises:
        UsageError: No campaign, no schema, an unknown unit or document, or (without ``wait``) another run.
    """
    options, reporter = options or Options(), reporter or Quiet()
    started = time.monotonic()
    if not (folder / CAMPAIGN_FILE).is_file():
        raise NoCampaign(folder=folder)  # before anything is written
    if options.tag:
        check_tag(options.tag)
    place = outputs / folder.resolve().name
    with reporter, locked(place, options.wait, reporter.waiting):
        schemas = Schemas(folder)
        with no_collection():
            campaign = open_campaign(folder, schemas)
        options.selection.check(campaign)
        result = Result(campaign.name, place, source=campaign)
        result.no_pdf = office_missing() if options.pdf else None
        run = _Run(campaign, schemas, options, reporter, result)
        try:
            run.all_documents()
        except BaseException:
            run.outputs.recover()
            raise
        finally:
            with closing(run.outputs):
                run.finish(started)
    return result


class _Run:
    """One run: has units dealt with, converts and publishes document after document."""

    def __init__(
        self, campaign: Campaign, schemas: Schemas, options: Options, reporter: Reporter, result: Result
    ) -> None:
        self.campaign, self.options, self.reporter, self.result = campaign, options, reporter, result
        self.sources = list(campaign.sources)
        self.cache = Cache.open(result.outputs)
        self.lined = set(self.cache.units) if self.cache.known else None
        self.outputs = Outputs.open(result.outputs, self.cache.known)
        self.outputs.sweep()
        self.history = History(result.outputs)
        self.outputs.replacing = self.history.keep
        self.walk = Walk(
            campaign,
            schemas,
            options.selection,
            self.outputs,
            "stale",
            options.gate,
            options.processes,
            self.take,
            self.cache,
        )
        self.findings = self.walk.findings
        self.pdf = options.pdf and result.no_pdf is None
        self.waiting: dict[str, tuple[Planned, Published, bytes]] = {}
        self.order: dict[str, int] = {}
        self.names: dict[DocumentId, str] = {}
        self.dealt_with: set[str] = set()
        self.stopped = self.torn = False

    @cached_property
    def gate(self) -> Gate:
        """What judges PDF; loaded when there is one."""
        from pipeline.decree.gate import Gate  # noqa: PLC0415

        return Gate(self.campaign.profile)

    # --- documents ----------------------------------------------------------------------------------------------

    def all_documents(self) -> None:
        asked = [document.path for document in self.campaign.documents() if document in self.options.selection]
        self.order = {path: index for index, path in enumerate(asked)}
        self.reporter.started(len(asked))
        with closing(self.walk.documents()) as documents:
            self.make(self.jobs(documents))
        if not self.stopped and len(self.result.documents) < len(asked):
            raise RuntimeError("the run ended before its last document")

    def make(self, jobs: Iterator[PdfJob]) -> None:
        """Take all jobs; LibreOffice is called only if there is one."""
        first = next(jobs, None)
        if first is not None:
            jobs = chain([first], jobs)
            with OfficePool(self.options.processes, self.options.office_timeout) as pool:
                while not self.convert(pool, jobs):
                    pass

    def convert(self, pool: OfficePool, jobs: Iterator[PdfJob]) -> bool:
        """Convert job after job; whether the end was reached (else a bug of ours cost those under way)."""
        try:
            for path, outcome in pool.convert(jobs):
                self.converted(path, outcome)
        except Exception as error:
            if not self.waiting:
                raise
            for planned, _, _ in list(self.waiting.values()):
                self.broke(planned, error)
            self.waiting.clear()
            return False
        return True

    def jobs(self, documents: Iterator[Planned]) -> Iterator[PdfJob]:
        """Everything that has to become a PDF; what needs none is finished on the way."""
        for planned in documents:
            if self.stopped:
                break
            self.findings += planned.errors
            if planned.trace:
                self.result.traces.append(planned.trace)
            try:
                job = self.job(planned)
            except Exception as error:
                self.broke(planned, error)
                continue
            if job is not None:
                yield job

    def take(self, done: UnitDone) -> None:
        """Keep what came of a unit; its lines of the manifest are put aside."""
        self.sources += [done.source] if done.source else []
        if not done.kept:
            self.dealt_with.add(done.id)
            self.put_aside(FIGURES, done.id, done.figures)
            self.put_aside(RECORDS, done.id, done.records)

    def put_aside(self, section: str, key: str, lines: Iterable[bytes]) -> None:
        try:
            self.outputs.spool.put(section, key, lines)
        except OSError as error:  # the documents are worth more than the manifest about them
            self.torn = True
            self.findings.append(CannotWrite(Place(MANIFEST), reason=system_reason(error)))

    def job(self, planned: Planned) -> PdfJob | None:
        """What is left to do for a document: a PDF to make, or nothing."""
        path = planned.document.path
        if self.options.mail_names and planned.name:
            self.names[planned.document] = planned.name
        if planned.state in ("blocked", "failed", "edited"):
            if planned.state == "edited" and self.outputs.state(path, "docx") == "edited":
                self.warn_of_pdf(planned)
            self.done(path, planned.state, planned.reason, planned.reasons)
            return None
        if planned.state == "fresh" and not (self.pdf and self.lacks_pdf(path)):
            self.keep(planned)
            return None
        published, docx = self.filled(planned)
        if edited_from_the_same(self.outputs, planned, published):
            self.outputs.note(path, replace(published, docx=self.outputs.documents[path].docx))
            self.done(path, "edited", planned.reason, planned.reasons)
            return None
        if planned.published is not None and has_edits(self.outputs, planned.document, published):
            carried = carry(self.campaign, self.outputs, path, published, docx, planned.reasons)
            self.findings += [e.about(planned.document.unit, planned.document.key) for e in carried.findings]
            if carried.published is None:
                self.done(path, "edited", planned.reason, planned.reasons)
                return None
            published, docx = carried.published, carried.docx
        if self.pdf and not self.outputs.has_pdf(path, published.docx):
            self.waiting[path] = planned.light(), published, docx
            return PdfJob(path, docx)
        self.publish(planned, published, docx, None)
        return None

    def filled(self, planned: Planned) -> tuple[Published, bytes]:
        """A document and its bytes; one that is up to date (and lacks its PDF) is read from its place."""
        if planned.published is not None:
            return planned.published, planned.docx
        path = planned.document.path
        return self.outputs.documents[path], self.outputs.read(path, "docx")

    def warn_of_pdf(self, planned: Planned) -> None:
        path, document = planned.document.path, planned.document
        if self.outputs.state(path, "pdf") == "ours":
            self.findings.append(OlderPdf(Place(f"{path}.pdf")).about(document.unit, document.key))

    def lacks_pdf(self, path: str) -> bool:
        return not self.outputs.has_pdf(path, self.outputs.documents[path].docx)

    def keep(self, planned: Planned) -> None:
        """A document that is as it should be; a PDF of an older one must not stand beside it."""
        kept = self.outputs.drop_outdated_pdf(planned.document.path)
        if kept is not None:
            self.findings.append(kept.about(planned.document.unit, planned.document.key))
        self.done(planned.document.path, "unchanged")

    def converted(self, path: str, outcome: bytes | BaocaoError) -> None:
        planned, published, docx = self.waiting.pop(path)
        try:
            if isinstance(outcome, BaocaoError):
                raise outcome
            if faults := self.pdf_faults(planned, published, docx, outcome):
                self.broke(planned, *faults)
            else:
                self.publish(planned, published, docx, outcome)
        except Exception as error:
            self.broke(planned, error)

    def pdf_faults(self, planned: Planned, published: Published, docx: bytes, pdf: bytes) -> list[LayoutFault]:
        """What the gate has against a PDF. It does not judge what people wrote by hand: ``check`` does."""
        if not self.options.gate or published.carried:
            return []
        type_name = self.campaign.type_name(planned.document)
        try:
            errors = self.gate.pdf_errors(pdf, docx, published.template, type_name)
        except UsageError as error:  # it was read back before: it can only be too large
            warning = NotMeasured.of(error, f"{planned.document.path}.pdf")
            self.findings.append(warning.about(planned.document.unit, planned.document.key))
            return []
        return [LayoutFault.of(finding, f"{planned.document.path}.pdf") for finding in errors]

    def publish(self, planned: Planned, published: Published, docx: bytes, pdf: bytes | None) -> None:
        path = planned.document.path
        same = pdf is None and self.outputs.hash(path, "docx") == published.docx
        kept = self.outputs.publish(path, published, docx, pdf)
        self.findings += [error.about(planned.document.unit, planned.document.key) for error in kept]
        if same:
            self.done(path, "unchanged")
        else:
            outcome: Outcome = "refreshed" if published.carried else "made"
            self.done(path, outcome, planned.reason, planned.reasons)

    def broke(self, planned: Planned, *errors: Exception) -> None:
        """A document failed: by findings, or by a bug of ours, which becomes one."""
        found: list[BaocaoError] = []
        for error in errors:
            if isinstance(error, BaocaoError):
                found.append(error)
            else:
                self.result.traces.append("".join(traceback.format_exception(error)))
                found.append(program_fault(error, self.campaign.place(planned.document)))
        self.findings += [error.about(planned.document.unit, planned.document.key) for error in found]
        self.done(planned.document.path, "failed", found[0].message())

    def done(self, path: str, outcome: Outcome, reason: str = "", reasons: tuple[Reason, ...] = ()) -> None:
        document = DocumentDone(path, outcome, reason, reasons)
        self.result.documents.append(document)
        self.reporter.done(document)
        if outcome in ("failed", "blocked") and self.options.fail_fast:
            self.stopped = True

    # --- the end ------------------------------------------------------------------------------------------------

    def finish(self, started: float) -> None:
        """Everything about the run as a whole, also when it was broken off."""
        if self.options.mail_names:
            self.mail()
        result = self.result
        result.seconds = time.monotonic() - started
        result.documents.sort(key=lambda document: self.order[document.path])
        if self.options.selection.everything:
            for path in orphaned(self.campaign, self.outputs):
                entry = self.outputs.documents[path]
                self.findings.append(Orphaned(Place(f"{path}.docx")).about(entry.unit, entry.document))
        try:
            self.write_manifest()
        except BaocaoError as error:  # the journal is there still: the next run goes on from it
            self.findings.append(error)
        asked = filter(self.options.selection.concerns, self.findings)
        result.findings = ordered(asked, [entry.id for entry in self.campaign.asked])

    def mail(self) -> None:
        good = {d.path for d in self.result.documents if d.outcome not in ("failed", "blocked")}
        names = {document: name for document, name in self.names.items() if document.path in good}
        known = {document.path for document in self.campaign.documents()}
        if not self.campaign.usable:
            return
        try:
            self.result.copies = copy_all(self.outputs, names, set(self.order), known)
        except BaocaoError as error:
            self.findings.append(error)

    def write_manifest(self) -> None:
        seen = {document.path for document in self.result.documents}
        if self.walk.added_up:
            self.dealt_with.add(CAMPAIGN)
            self.put_aside(FIGURES, CAMPAIGN, figure_lines(self.walk.summary.figures))
        self.outputs.made_of |= self.walk.made_of
        unchanged = {document.path for document in self.result.documents if document.outcome == "unchanged"}
        looked = Looked(seen, unchanged, self.dealt_with, self.lined)
        findings = findings_json(self.campaign, self.outputs, self.findings, looked)
        manifest = manifest_bytes(self.campaign, self.outputs, self.sources, findings, looked)
        self.cache.changed |= manifest is not None
        run = {
            "seconds": round(self.result.seconds, 3),
            "finished": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
            "host": socket.gethostname(),
            "python": platform.python_version(),
            "jobs": self.options.processes,
            "documents": {
                **{path: "failed" for path in self.outputs.failed if path not in seen},
                **{document.path: document.outcome for document in self.result.documents},
            },
        }
        self.history.record()
        self.outputs.write_manifest(manifest, run_bytes(self.outputs, run))
        if self.options.tag:
            self.history.tag(self.options.tag)
        if self.campaign.usable and not self.torn:
            self.save_cache(findings)

    def save_cache(self, findings: list[Finding]) -> None:
        """Remember this run, now that its manifest stands."""
        there = {unit.id for unit in self.campaign.units}
        for unit in self.cache.units.keys() - there:
            del self.cache.units[unit]
        for unit in there - self.cache.units.keys():
            self.cache.units[unit] = UnitMemory("", None, (), "", {})
        self.cache.save(known_of(self.campaign, self.outputs, findings), self.outputs.seen)
