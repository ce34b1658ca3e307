"""``manifest.json`` and ``run.json``: what the outputs were made of, and how the last run went.

The manifest holds no time, host or path of this machine: the same inputs give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any

from pipeline import __version__
from pipeline.build.campaign import Campaign, library_versions
from pipeline.build.findings import ordered
from pipeline.errors import BaocaoError, PublishError, TemplateError
from pipeline.model import Figure
from pipeline.stages import lines
from pipeline.stages.aggregate import Figures
from pipeline.stages.files import sha256
from pipeline.stages.load import Source
from pipeline.stages.publish import Outputs
from pipeline.stages.render import read_template

FORMAT, RUN_FORMAT = "baocao-manifest/2", "baocao-run/1"
FIGURES, RECORDS = "figures", "records"
CAMPAIGN = ""
"""The key under which the campaign's own lines are put aside; those of a unit are under its id."""
_UNIT = re.compile(rb'"([a-z0-9-]+):')

Finding = Mapping[str, Any]


def manifest_bytes(
    campaign: Campaign,
    outputs: Outputs,
    sources: Iterable[Source],
    findings: Sequence[BaocaoError],
    seen: set[str],
) -> Iterator[bytes]:
    """``manifest.json`` after a run that looked at the documents with the paths ``seen``.

    What is short comes first: documents before figures and records, whose lines are taken from the spool of
    ``outputs``. A campaign that cannot be used changes nothing but the findings: what was published stays known.
    """
    head = {"format": FORMAT, "campaign": campaign.name, "tool": {"baocao": __version__, **library_versions()}}
    now = _findings(campaign, outputs, findings, seen)
    if not campaign.usable:
        return lines.to_bytes([*head.items(), *_kept(outputs, now)])
    current = {document.path for document in campaign.documents()}
    return lines.to_bytes(
        [
            *head.items(),
            ("inputs", {source.name: source.sha256 for source in sources}),
            ("templates", _templates(campaign)),
            ("findings", now),
            ("documents", _documents(outputs, outputs.documents.keys() & current)),
            ("orphaned", _documents(outputs, orphaned(campaign, outputs))),
            (FIGURES, outputs.spool.lines(FIGURES)),
            (RECORDS, outputs.spool.lines(RECORDS)),
        ]
    )


def _documents(outputs: Outputs, paths: Iterable[str]) -> Iterator[bytes]:
    return (outputs.line(path) for path in sorted(paths))


def _kept(outputs: Outputs, findings: list[Finding]) -> list[tuple[str, Any]]:
    """The sections of the last manifest, with the findings of now and what a killed run has made since."""
    known = outputs.documents.keys()
    return [
        ("inputs", outputs.last_lines("inputs")),
        ("templates", outputs.last_lines("templates")),
        ("findings", findings),
        ("documents", _documents(outputs, known - outputs.orphans)),
        ("orphaned", _documents(outputs, known & outputs.orphans)),
        (FIGURES, outputs.last_lines(FIGURES)),
        (RECORDS, outputs.last_lines(RECORDS)),
    ]


def keep_lines(outputs: Outputs, dealt_with: set[str], campaign: Campaign) -> None:
    """Put aside the last lines of units that are there and that a run which was broken off has not come to."""
    there = {CAMPAIGN, *(unit.id for unit in campaign.units)} - dealt_with
    for section in (FIGURES, RECORDS) if there else ():
        for unit, found in groupby(outputs.last_lines(section), _unit_of):
            if unit in there:
                outputs.spool.put(section, unit, found)


def _unit_of(line: bytes) -> str:
    found = _UNIT.match(line)
    return found.group(1).decode() if found else CAMPAIGN


def run_bytes(outputs: Outputs, run: Mapping[str, Any]) -> Iterator[bytes]:
    """``run.json``: what of a run is not the same twice, and what no rule makes byte-stable (PDF)."""
    pdfs = {path: entry for path, entry in outputs.pdfs.items() if path in outputs.documents}
    return lines.to_bytes(sorted({"format": RUN_FORMAT, **run, "pdfs": pdfs, "mail": outputs.mail}.items()))


def orphaned(campaign: Campaign, outputs: Outputs) -> list[str]:
    """Paths of documents that an earlier run made, that are there, and that the campaign no longer has."""
    if not campaign.usable:
        return []
    current = {document.path for document in campaign.documents()}
    others = sorted(set(outputs.documents) - current)
    return [path for path in others if any(outputs.file(path, suffix).is_file() for suffix in ("docx", "pdf"))]


def _templates(campaign: Campaign) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in {campaign.template(document) for document in campaign.documents()}:
        with suppress(TemplateError):  # a finding by itself
            found[path.name] = sha256(read_template(path))
    return found


def figure_lines(figures: Figures) -> Iterator[bytes]:
    """The line of each figure of a unit or the campaign, sorted."""
    for figure in sorted(figures.figures.values(), key=lambda figure: figure.id):
        yield lines.pair(figure.id, lines.compact(figure_json(figure)))


def record_lines(figures: Figures) -> Iterator[bytes]:
    """The line of the place of each of a unit's records, in their order."""
    return (lines.pair(id_, lines.compact(place.to_json())) for id_, place in figures.places.items())


def _findings(
    campaign: Campaign, outputs: Outputs, findings: Sequence[BaocaoError], seen: set[str]
) -> list[Finding]:
    """The findings of this run, and those of earlier ones about documents that it did not look at."""
    paths = {(document.unit, document.key): document.path for document in campaign.documents()}
    kept = [finding for finding in outputs.findings if _unseen(finding, paths, seen)]
    units = [entry.id for entry in campaign.asked]
    fresh: list[Finding] = [f.to_json() for f in ordered(findings, units) if not isinstance(f, PublishError)]
    told = {lines.compact(finding) for finding in fresh}
    return [*fresh, *(finding for finding in kept if lines.compact(finding) not in told)]


def _unseen(finding: Finding, paths: Mapping[tuple[str | None, str], str], seen: set[str]) -> bool:
    path = paths.get((finding.get("unit"), str(finding.get("document"))))
    return path is not None and path not in seen


def figure_json(figure: Figure) -> dict[str, Any]:
    """A figure with its trace, exact: fractions and decimals as text."""
    value: Any = figure.value
    if isinstance(value, Decimal | Fraction):
        value = str(value)
    elif not isinstance(value, str | int | bool | tuple | type(None)):
        value = value.isoformat()
    trace: dict[str, Any] = {"operation": figure.trace.operation}
    if figure.trace.place is not None:
        trace["place"] = figure.trace.place.to_json()
    else:
        trace["inputs"] = list(figure.trace.inputs)
    return {"value": value, "kind": figure.kind, "trace": trace}
