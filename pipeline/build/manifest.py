"""``manifest.json`` and ``run.json``: what the outputs were made of, and how the last run went.

The manifest holds no time, host or path of this machine: the same inputs give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pipeline import __version__
from pipeline.build.findings import ordered
from pipeline.build.prepare import Prepared, library_versions
from pipeline.errors import BaocaoError, PublishError, TemplateError
from pipeline.model import Figure
from pipeline.stages.files import read_json, sha256
from pipeline.stages.publish import MANIFEST, Outputs
from pipeline.stages.render import Renderer

FORMAT, RUN_FORMAT = "baocao-manifest/1", "baocao-run/1"

Finding = Mapping[str, Any]


def manifest_bytes(
    prepared: Prepared, outputs: Outputs, renderer: Renderer, findings: Sequence[BaocaoError], seen: set[str]
) -> Iterator[bytes]:
    """``manifest.json`` after a run that looked at the documents with the paths ``seen``.

    A campaign that cannot be used changes nothing but the findings: what was published stays known.
    """
    now = _findings(prepared, outputs, findings, seen)
    if not prepared.usable:
        return to_bytes(
            {"format": FORMAT, "campaign": prepared.name, "tool": _tool(), **_kept(outputs), "findings": now}
        )
    current = {document.path for document in prepared.documents()}
    entries = {path: entry.to_json() for path, entry in outputs.documents.items()}
    return to_bytes(
        {
            "format": FORMAT,
            "campaign": prepared.name,
            "tool": _tool(),
            "inputs": {source.name: source.sha256 for source in prepared.sources},
            "templates": _templates(prepared, renderer),
            "figures": ((figure.id, figure_json(figure)) for figure in _figures(prepared)),
            "records": _records(prepared),
            "documents": {path: entry for path, entry in entries.items() if path in current},
            "orphaned": {path: entries[path] for path in orphaned(prepared, outputs)},
            "findings": now,
        }
    )


def _kept(outputs: Outputs) -> dict[str, Any]:
    """The sections of the last manifest, with what a killed run has made since."""
    before = read_json(outputs.folder / MANIFEST)
    names = ("inputs", "templates", "figures", "records", "orphaned")
    kept = {name: before[name] for name in names if isinstance(before.get(name), dict)}
    orphans = kept.get("orphaned", {})
    known = {path: entry.to_json() for path, entry in outputs.documents.items() if path not in orphans}
    return {**kept, "documents": known}


def run_bytes(outputs: Outputs, run: Mapping[str, Any]) -> Iterator[bytes]:
    """``run.json``: what of a run is not the same twice, and what no rule makes byte-stable (PDF)."""
    pdfs = {path: entry for path, entry in outputs.pdfs.items() if path in outputs.documents}
    return to_bytes({"format": RUN_FORMAT, **run, "pdfs": pdfs, "mail": outputs.mail})


def orphaned(prepared: Prepared, outputs: Outputs) -> list[str]:
    """Paths of documents that an earlier run made, that are there, and that the campaign no longer has."""
    if not prepared.usable:
        return []
    current = {document.path for document in prepared.documents()}
    others = sorted(set(outputs.documents) - current)
    return [path for path in others if any(outputs.file(path, suffix).is_file() for suffix in ("docx", "pdf"))]


def _tool() -> dict[str, str]:
    return {"baocao": __version__, **library_versions()}


def _templates(prepared: Prepared, renderer: Renderer) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in {prepared.template(document) for document in prepared.documents()}:
        try:
            found[path.name] = renderer.sha256(path)
        except TemplateError:  # a finding by itself
            if path.is_file():
                found[path.name] = sha256(path.read_bytes())
    return found


def _figures(prepared: Prepared) -> list[Figure]:
    figures = [figure for unit in prepared.units.values() for figure in unit.figures.figures.values()]
    figures += prepared.figures.figures.values()
    return sorted(figures, key=lambda figure: figure.id)


def _records(prepared: Prepared) -> dict[str, Any]:
    units = prepared.units.values()
    return {id_: place.to_json() for unit in units for id_, place in unit.figures.places.items()}


def _findings(
    prepared: Prepared, outputs: Outputs, findings: Sequence[BaocaoError], seen: set[str]
) -> list[Finding]:
    """The findings of this run, and those of earlier ones about documents that it did not look at."""
    paths = {(document.unit, document.key): document.path for document in prepared.documents()}
    kept = [finding for finding in outputs.findings if _unseen(finding, paths, seen)]
    units = [entry.id for entry in prepared.asked]
    fresh: list[Finding] = [f.to_json() for f in ordered(findings, units) if not isinstance(f, PublishError)]
    return [*fresh, *(finding for finding in kept if finding not in fresh)]


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


def to_bytes(document: Mapping[str, Any]) -> Iterator[bytes]:
    """JSON with sorted keys and one line for each entry of a section: the same value gives the same bytes.

    A section is a mapping, a list, or an iterator of sorted pairs (which then is never in memory as a whole).
    """
    start = b"{\n "
    for key in sorted(document):
        value = document[key]
        yield start + f"{json.dumps(key)}: ".encode()
        start = b",\n "
        if isinstance(value, Mapping | Iterator):
            yield from _section(b"{}", (f"{_compact(name)}: {_compact(entry)}" for name, entry in _pairs(value)))
        elif isinstance(value, list):
            yield from _section(b"[]", map(_compact, value))
        else:
            yield _compact(value).encode()
    yield b"\n}\n"


def _pairs(value: Mapping[str, Any] | Iterator[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    return iter(sorted(value.items())) if isinstance(value, Mapping) else value


def _section(brackets: bytes, lines: Iterable[str]) -> Iterator[bytes]:
    yield brackets[:1]
    start = b"\n  "
    for line in lines:
        yield start + line.encode()
        start = b",\n  "
    yield brackets[1:] if start == b"\n  " else b"\n " + brackets[1:]


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
