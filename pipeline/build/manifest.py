"""``manifest.json`` and ``run.json``: what the outputs were made of, and how the last run went.

The manifest holds no time, host or path of this machine: the same inputs give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pipeline import __version__
from pipeline.build.campaign import Campaign, library_versions
from pipeline.build.findings import ordered
from pipeline.decree.faults import NotMeasured
from pipeline.errors import BaocaoError, PublishError, TemplateError
from pipeline.model import Figure
from pipeline.stages import lines
from pipeline.stages.aggregate import Figures
from pipeline.stages.files import sha256
from pipeline.stages.load import Source
from pipeline.stages.publish import Outputs
from pipeline.stages.published import Known, document_of
from pipeline.stages.splice import LineFile, Span
from pipeline.stages.templates import read_template

FORMAT, RUN_FORMAT = "baocao-manifest/3", "baocao-run/1"
FIGURES, RECORDS = "figures", "records"
CAMPAIGN = ""
"""The key under which the campaign's own lines are put aside; those of a unit are under its id."""
_UNIT = re.compile(rb'"([a-z0-9-]+):')

Finding = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Looked:
    """What a run has looked at: ``seen`` are the paths of documents, ``unchanged`` those of them that stayed as
    they
    were, ``units`` those (and :data:`CAMPAIGN`) whose lines are put aside, ``before`` those that the last manifest
    may have lines of, if that is known."""

    seen: Collection[str]
    unchanged: Collection[str]
    units: Collection[str]
    before: Collection[str] | None = None


def manifest_bytes(
    campaign: Campaign,
    outputs: Outputs,
    sources: Iterable[Source],
    findings: list[Finding],
    looked: Looked,
) -> Iterator[bytes | memoryview] | None:
    """``manifest.json`` after a run, or None if it would be the one that stands there.

    What is short comes first: documents before figures and records. Lines of what the run dealt with are taken
    from
    the spool of ``outputs``, all others in runs of bytes from the last manifest. A campaign that cannot be used
    changes nothing but the findings: what was published stays known.
    """
    head = {"format": FORMAT, "campaign": campaign.name, "tool": {"baocao": __version__, **library_versions()}}
    if not campaign.usable:
        return lines.to_bytes([*head.items(), *_kept(outputs, findings)])
    small: list[tuple[str, Any]] = [
        *head.items(),
        ("inputs", {source.name: source.sha256 for source in sources}),
        ("templates", _templates(campaign)),
        ("made_of", _made_of(outputs)),
        ("findings", findings),
    ]
    wanted = _wanted(campaign, outputs)
    there = {CAMPAIGN, *(unit.id for unit in campaign.units)}
    last = None
    if outputs.listed or not there <= set(looked.units):
        with suppress(OSError, lines.Damaged):
            last = outputs.last
    if last is None:
        return lines.to_bytes([*small, *_put_aside(outputs, wanted)], outputs.spans)
    changes = {section: _document_changes(outputs, section, paths) for section, paths in wanted.items()}
    for section in (FIGURES, RECORDS):
        before = last.keys(section, unit_of) if looked.before is None else looked.before
        changes[section] = dict.fromkeys(set(before) - there, ())
        changes[section] |= {unit: outputs.spool.get(section, unit) for unit in looked.units}
    if not any(changes.values()) and _begins(last, small):
        return None
    return _written(last, small, changes, outputs.spans)


def _wanted(campaign: Campaign, outputs: Outputs) -> dict[str, set[str]]:
    """The documents that each section tells of."""
    current = {document.path for document in campaign.documents()}
    return {"documents": outputs.documents.keys() & current, "orphaned": set(orphaned(campaign, outputs))}


def known_of(campaign: Campaign, outputs: Outputs, findings: list[Finding]) -> Known:
    """What the manifest that was written last says, for the cache."""
    wanted = _wanted(campaign, outputs)
    documents = {path: outputs.documents[path] for paths in wanted.values() for path in sorted(paths)}
    found = [dict(finding) for finding in findings]
    return Known(documents, wanted["orphaned"], found, _made_of(outputs), outputs.seen, outputs.spans)


def _put_aside(outputs: Outputs, wanted: Mapping[str, Collection[str]]) -> list[tuple[str, Any]]:
    """The long sections of a manifest of which nothing is taken over."""
    documents = [(section, _documents(outputs, paths)) for section, paths in wanted.items()]
    return [*documents, *((section, outputs.spool.lines(section)) for section in (FIGURES, RECORDS))]


def _document_changes(outputs: Outputs, section: str, wanted: Collection[str]) -> dict[str, Iterable[bytes]]:
    """The lines of documents in a section that are not those of the last manifest."""
    listed = outputs.listed & outputs.orphans if section == "orphaned" else outputs.listed - outputs.orphans
    gone: dict[str, Iterable[bytes]] = dict.fromkeys(listed - set(wanted), ())
    new = {path for path in wanted if path in outputs.noted or path not in listed}
    return gone | {path: _documents(outputs, [path]) for path in new}


def _begins(last: LineFile, small: list[tuple[str, Any]]) -> bool:
    """Whether the last manifest begins with these sections, and goes on with documents."""
    begin = b"".join(lines.to_bytes([*small, ("documents", {})]))
    return last.head("documents") == begin[: begin.rindex(b"{")] + b"{\n"


def _written(
    last: LineFile,
    small: list[tuple[str, Any]],
    changes: Mapping[str, Mapping[str, Iterable[bytes]]],
    spans: dict[str, Span],
) -> Iterator[bytes | memoryview]:
    keys = {"documents": document_of, "orphaned": document_of, FIGURES: unit_of, RECORDS: unit_of}
    long = [(section, last.spliced(section, changes[section], key_of)) for section, key_of in keys.items()]
    return lines.to_bytes([*small, *long], spans)


def _made_of(outputs: Outputs) -> dict[str, Any]:
    """The configurations that the documents which are known were made of."""
    used = {published.made_of for published in outputs.documents.values()}
    return {digest: made for digest, made in outputs.made_of.items() if digest in used}


def _documents(outputs: Outputs, paths: Iterable[str]) -> Iterator[bytes]:
    return (outputs.line(path) for path in sorted(paths))


def _kept(outputs: Outputs, findings: list[Finding]) -> list[tuple[str, Any]]:
    """The sections of the last manifest, with the findings of now and what a killed run has made since."""
    known = outputs.documents.keys()
    return [
        ("inputs", outputs.last_lines("inputs")),
        ("templates", outputs.last_lines("templates")),
        ("made_of", _made_of(outputs)),
        ("findings", findings),
        ("documents", _documents(outputs, known - outputs.orphans)),
        ("orphaned", _documents(outputs, known & outputs.orphans)),
        (FIGURES, outputs.last_lines(FIGURES)),
        (RECORDS, outputs.last_lines(RECORDS)),
    ]


def unit_of(line: bytes) -> str:
    """The unit that a line of figures or records is of; :data:`CAMPAIGN` for the campaign's own."""
    found = _UNIT.match(line)
    return found.group(1).decode() if found else CAMPAIGN


def run_bytes(outputs: Outputs, run: Mapping[str, Any]) -> Iterator[bytes | memoryview]:
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
    for path in campaign.templates():
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


def findings_json(
    campaign: Campaign, outputs: Outputs, findings: Sequence[BaocaoError], looked: Looked
) -> list[Finding]:
    """The findings of this run, and those of earlier ones about documents that it did not look at (or did not have
    to fill again, where they are about the filled document)."""
    paths = {(document.unit, document.key): document.path for document in campaign.documents()}
    kept = [finding for finding in outputs.findings if _stands(finding, paths, looked)]
    units = [entry.id for entry in campaign.asked]
    fresh: list[Finding] = [f.to_json() for f in ordered(findings, units) if not isinstance(f, PublishError)]
    told = {lines.compact(finding) for finding in fresh}
    return [*fresh, *(finding for finding in kept if lines.compact(finding) not in told)]


def _stands(finding: Finding, paths: Mapping[tuple[str | None, str], str], looked: Looked) -> bool:
    path = paths.get((finding.get("unit"), str(finding.get("document"))))
    if path is None:
        return False
    return path not in looked.seen or (finding.get("code") == NotMeasured.code and path in looked.unchanged)


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
