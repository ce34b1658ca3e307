"""A whole build as one readable list of stages, callable from Python. The command line only prints its result."""

from __future__ import annotations

import os
import platform
import socket
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.build.lock import locked
from pipeline.build.plan import Planned, Selection, plan
from pipeline.build.prepare import Prepared, prepare
from pipeline.build.report import DocumentDone, Outcome, Quiet, Reporter
from pipeline.errors import BaocaoError
from pipeline.stages.convert import OfficePool, PdfJob, office_missing
from pipeline.stages.publish import EditedByHand, Outputs, Published, figure_json, sha256
from pipeline.stages.render import Renderer


@dataclass(frozen=True, slots=True)
class Options:
    """How to build. ``jobs`` is the number of LibreOffice processes; ``wait`` for another run on the campaign."""

    jobs: int = 0
    selection: Selection = field(default_factory=Selection)
    pdf: bool = True
    fail_fast: bool = False
    wait: bool = True
    office_timeout: float = 60.0

    @property
    def processes(self) -> int:
        return self.jobs or min(os.cpu_count() or 1, 8)


@dataclass(slots=True)
class Result:
    """What a build did. ``findings`` are those of the data and of single documents."""

    campaign: str
    outputs: Path
    documents: list[DocumentDone] = field(default_factory=list)
    findings: list[BaocaoError] = field(default_factory=list)
    no_pdf: BaocaoError | None = None
    seconds: float = 0.0

    def count(self, *outcomes: Outcome) -> int:
        found = Counter(document.outcome for document in self.documents)
        return sum(found[outcome] for outcome in outcomes)

    @property
    def exit_code(self) -> int:
        """0: all well; 1: there are errors, or documents that could not be made."""
        errors = any(finding.severity == "error" for finding in self.findings)
        return 1 if errors or self.count("failed", "blocked") else 0


def build(folder: Path, outputs: Path, options: Options | None = None, reporter: Reporter | None = None) -> Result:
    """Bring the documents of the campaign in ``folder`` up to date below ``outputs``.

    Raises:
        UsageError: No campaign, no schema, an unknown unit or document, or (without ``wait``) another run.
    """
    options, reporter = options or Options(), reporter or Quiet()
    started = time.monotonic()
    place = outputs / folder.resolve().name
    with reporter, locked(place, options.wait, reporter.waiting):
        prepared = prepare(folder)
        options.selection.check(prepared)
        result = Result(prepared.name, place, findings=list(prepared.findings))
        result.no_pdf = office_missing() if options.pdf else None
        run = _Run(prepared, options, reporter, result)
        try:
            run.all_documents()
        finally:
            result.seconds = time.monotonic() - started
            run.write_manifest()
    return result


class _Run:
    """One run: plans, fills, converts and publishes document after document."""

    def __init__(self, prepared: Prepared, options: Options, reporter: Reporter, result: Result) -> None:
        self.prepared, self.options, self.reporter, self.result = prepared, options, reporter, result
        self.outputs = Outputs.open(result.outputs)
        self.outputs.sweep()
        self.renderer = Renderer()
        self.pdf = options.pdf and result.no_pdf is None
        self.waiting: dict[str, tuple[Planned, Published, bytes]] = {}
        self.stopped = False

    def all_documents(self) -> None:
        total = sum(1 for document in self.prepared.documents() if document in self.options.selection)
        self.reporter.started(total)
        jobs = self.jobs()
        first = next(jobs, None)
        if first is None:
            return
        with OfficePool(self.options.processes, self.options.office_timeout) as pool:
            for path, outcome in pool.convert(chain([first], jobs)):
                self.converted(path, outcome)

    def jobs(self) -> Iterator[PdfJob]:
        """Everything that has to become a PDF; what needs none is finished on the way."""
        for planned in plan(self.prepared, self.outputs, self.renderer, self.options.selection):
            if self.stopped:
                return
            self.result.findings += planned.errors
            path = planned.document.path
            if planned.state == "blocked":
                self.done(path, "blocked", planned.reason)
            elif planned.state == "edited":
                self.done(path, "edited", planned.reason)
            elif planned.state == "fresh" and not (self.pdf and self.lacks_pdf(path)):
                self.done(path, "unchanged")
            else:
                yield from self.job(planned)

    def lacks_pdf(self, path: str) -> bool:
        return not self.outputs.has_pdf(path, self.outputs.documents[path].docx)

    def job(self, planned: Planned) -> Iterator[PdfJob]:
        path = planned.document.path
        try:
            published, docx = self.fill(planned)
            if self.pdf and not self.outputs.has_pdf(path, published.docx):
                self.waiting[path] = planned, published, docx
                yield PdfJob(path, docx)
            else:
                self.publish(planned, published, docx, None)
        except BaocaoError as error:
            self.failed(planned, error)

    def fill(self, planned: Planned) -> tuple[Published, bytes]:
        assert planned.context is not None and planned.subject is not None  # noqa: S101 - not blocked
        template = self.prepared.template(planned.document)
        docx, printed = self.renderer.render(template, planned.context, planned.subject.figures)
        prints = {figure: list(texts) for figure, texts in planned.context.prints.items()}
        for figure, texts in printed.items():
            prints[figure] = sorted({*prints.get(figure, ()), *texts})
        published = Published(
            planned.document.unit, planned.document.key, template.name, planned.key, sha256(docx), prints
        )
        return published, docx

    def converted(self, path: str, outcome: bytes | BaocaoError) -> None:
        planned, published, docx = self.waiting.pop(path)
        if isinstance(outcome, BaocaoError):
            self.failed(planned, outcome)
            return
        try:
            self.publish(planned, published, docx, outcome)
        except BaocaoError as error:
            self.failed(planned, error)

    def publish(self, planned: Planned, published: Published, docx: bytes, pdf: bytes | None) -> None:
        path = planned.document.path
        same = pdf is None and self.outputs.is_in_place(path, published.docx)
        kept: list[EditedByHand] = self.outputs.publish(path, published, docx, pdf)
        self.result.findings += [edited.about(planned.document.unit, planned.document.key) for edited in kept]
        self.done(path, "unchanged" if same else "made", planned.reason)

    def failed(self, planned: Planned, error: BaocaoError) -> None:
        self.result.findings.append(error.about(planned.document.unit, planned.document.key))
        self.done(planned.document.path, "failed", error.message())
        self.stopped = self.options.fail_fast

    def done(self, path: str, outcome: Outcome, reason: str = "") -> None:
        document = DocumentDone(path, outcome, reason)
        self.result.documents.append(document)
        self.reporter.done(document)
        if outcome == "blocked" and self.options.fail_fast:
            self.stopped = True

    def write_manifest(self) -> None:
        prepared = self.prepared
        figures = {
            figure.id: figure for unit in prepared.units.values() for figure in unit.figures.figures.values()
        }
        figures |= {figure.id: figure for figure in prepared.figures.figures.values()}
        templates = sorted({prepared.template(document) for document in prepared.documents()})
        manifest: dict[str, Any] = {
            "campaign": prepared.name,
            "tool": {"baocao": __version__},
            "inputs": {source.name: source.sha256 for source in prepared.sources},
            "templates": {path.name: sha256(path.read_bytes()) for path in templates if path.is_file()},
            "figures": {id_: figure_json(figure) for id_, figure in figures.items()},
            "records": {
                id_: place.to_json()
                for unit in prepared.units.values()
                for id_, place in unit.figures.places.items()
            },
            "findings": sorted(
                (finding.to_json() for finding in self.result.findings if not isinstance(finding, EditedByHand)),
                key=str,
            ),
        }
        run = {
            "seconds": round(self.result.seconds, 3),
            "finished": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
            "host": socket.gethostname(),
            "python": platform.python_version(),
            "jobs": self.options.processes,
            "documents": {document.path: document.outcome for document in self.result.documents},
        }
        self.outputs.write_manifest(manifest, run)
