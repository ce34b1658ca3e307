"""What a document is made of, as the manifest remembers it and :mod:`pipeline.build.reasons` compares it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any, get_args

from pipeline import __version__
from pipeline.build.campaign import Campaign, DocumentId, library_versions, schema_source
from pipeline.build.manifest import figure_json
from pipeline.build.reasons import FORGOTTEN, HEAD, LIST, Facts, Origin, Reason, Sources, why
from pipeline.build.remembered import Entry, Remembered, key_of, parsed
from pipeline.docx.text import paragraphs
from pipeline.errors import BaocaoError
from pipeline.model import Figure, FigureKind, Place, Record
from pipeline.stages.aggregate import Figures
from pipeline.stages.lines import compact
from pipeline.stages.localise import Context, Subject
from pipeline.stages.localise.campaign import fingerprint
from pipeline.stages.localise.filters import FilterError, default_text
from pipeline.stages.localise.tables import record_figures
from pipeline.stages.publish import MANIFEST, Outputs
from pipeline.stages.published import Published
from pipeline.stages.render import Renderer
from pipeline.stages.templates import read_template

ABSENT = "-"
"""Stands for a figure without a value, and for a name that printed nothing."""
_SHORT = 80
_MOST = 2_000


# --- now --------------------------------------------------------------------------------------------------------


def parts(context: Context, asked: Mapping[str, str]) -> str:
    """What the manifest remembers of a document beside its figures, as JSON. ``asked``: figures that only its
    template prints, by id, with their values as text."""
    names = {name: _short(text) for name, text in context.names.items()}
    return compact({"asked": asked, "head": head(context), "names": names, "texts": context.texts})


def head(context: Context) -> dict[str, str]:
    """The hashes of the parts of a document's head, and of its properties."""
    names = dict(context.values.get("unit", {}))
    entry = {name: names.pop(name, "") for name in ("id", "name", "group")}
    values = {**context.values.get("doc", {}), **context.values, "properties": context.properties}
    values |= {"entry": entry, "unit": names}
    return {name: fingerprint(repr(values[name])) for name in sorted(HEAD & values.keys())}


def texts_of(asked: Iterable[str], subject: Subject) -> dict[str, str]:
    """The plain texts of what a template asks for: figures and fields of records by id, whole lists
    (``records.events``) as their length and a hash. What is not there is not in it."""
    found: dict[str, str] = {}
    for name in sorted(asked):
        rows = subject.figures.records.get(name.removeprefix(LIST)) if name.startswith(LIST) else None
        figure = _figure(name, subject.figures)
        if rows is not None:
            found[name] = f"{len(rows)} {fingerprint(repr(rows))}"
        elif figure is not None:
            found[figure.id] = _short(value_text(figure.value, figure.kind))
    return found


def _figure(id_: str, figures: Figures) -> Figure | None:
    path = id_.partition(":")[2] or id_
    if path in figures.figures:
        return figures.figures[path]
    row, bracket, field = id_.partition("].")
    name = path.partition("[")[0]
    record = dict(figures.records.get(name, ())).get(f"{row}]") if bracket else None
    return record_figures(f"{row}]", record, None).get(field) if record is not None else None


def value_text(value: Any, kind: FigureKind) -> str:
    """A value as it is printed without a filter; one that cannot be printed as it is."""
    if value is None and kind != "change":
        return ABSENT
    with suppress(FilterError, ValueError, TypeError, ArithmeticError):
        return default_text(value, kind)
    return str(value)


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[:_SHORT]}… {fingerprint(text)}"


def origins(figures: Iterable[Figure]) -> dict[str, Origin]:
    """Where figures come from, by id."""
    return {figure.id: _origin(figure) for figure in figures}


def _origin(figure: Figure) -> Origin:
    value = figure_json(figure)["value"]
    value = list(value) if isinstance(value, tuple) else value
    text = value_text(figure.value, figure.kind)
    return Origin(value, text, figure.trace.place, () if figure.trace.place else figure.trace.inputs)


class Configuration:
    """What documents are made of beside data: templates, pictures, the program and its libraries.

    ``tool`` is the hash of the program.
    """

    def __init__(self, renderer: Renderer, tool: str) -> None:
        self._renderer, self._tool = renderer, tool
        self._made: dict[Path, tuple[str, dict[str, Any]]] = {}
        self._remembered: dict[Path, Remembered] = {}

    def remembered(self, outputs: Outputs) -> Remembered:
        """The last manifest of ``outputs``, as it was when the walk began to ask for it."""
        return self._remembered.setdefault(outputs.folder, Remembered(outputs.folder / MANIFEST, outputs.spans))

    def of(self, template: Path) -> tuple[str, dict[str, Any]]:
        """The configuration of documents of a template, and the hash under which it is remembered."""
        if template not in self._made:
            made = {
                "pictures": self._pictures,
                "template": _template(template),
                "tool": {"baocao": __version__, **library_versions(), "program": fingerprint(self._tool, 8)},
            }
            self._made[template] = fingerprint(compact(made), 8), made
        return self._made[template]

    @cached_property
    def _pictures(self) -> dict[str, str]:
        assets: Mapping[str, bytes] = self._renderer.assets or {}
        return {name: blake2b(assets[name], digest_size=4).hexdigest() for name in assets}


def _template(template: Path) -> dict[str, Any]:
    data = read_template(template)
    found: list[str] = []
    with suppress(BaocaoError):  # told when it is filled
        found = [fingerprint(p.text) for p in paragraphs(data, template.name, headers=True)]
    return {"paragraphs": found, "sha256": blake2b(data, digest_size=8).hexdigest()}


def configurations(campaign: Campaign, configuration: Configuration) -> dict[str, dict[str, Any]]:
    """The configurations of all documents of a campaign by hash, for the manifest."""
    found: dict[str, dict[str, Any]] = {}
    for path in campaign.templates():
        with suppress(BaocaoError):  # a finding by itself
            digest, made = configuration.of(path)
            found[digest] = made
    return found


# --- then and now -----------------------------------------------------------------------------------------------


class Moved:
    """Figures of units that were dealt with and are not as the last manifest has them: what the campaign's own
    documents owe their changes to. Of many, the first are enough."""

    def __init__(self, remembered: Remembered) -> None:
        self._remembered = remembered
        self.now: dict[str, Origin] = {}
        self.before: dict[str, Origin] = {}

    def add(self, unit: str, lines: Iterable[bytes]) -> None:
        """Take the lines of the manifest of a unit's figures as they are now."""
        if len(self.now) >= _MOST:
            return
        before = self._remembered.figure_lines(unit)
        for line in lines if before else ():
            key = key_of(line)
            if before.get(key) != line:
                self.now |= _remembered_origins(parsed([line]))
                self.before |= _remembered_origins(parsed([before[key]] if key in before else []))


def _remembered_origins(entries: Mapping[str, Entry]) -> dict[str, Origin]:
    """Figures as a manifest has them."""
    return {id_: found for id_, entry in entries.items() for found in [_read(entry)] if found is not None}


def _read(entry: object) -> Origin | None:
    """An entry of a manifest, or None if it is damaged."""
    if not isinstance(entry, dict) or not isinstance(entry.get("trace"), dict) or "value" not in entry:
        return None
    trace = entry["trace"]
    kind: FigureKind = entry["kind"] if entry.get("kind") in get_args(FigureKind) else "text"
    place = None
    with suppress(TypeError):
        place = Place(**trace["place"]) if isinstance(trace.get("place"), dict) else None
    inputs = trace.get("inputs", [])
    names = tuple(str(name) for name in inputs) if isinstance(inputs, list) else ()
    value = entry["value"]
    text = value_text(_typed(value, kind), kind)
    return Origin(value, text, place, names)


def _typed(value: Any, kind: FigureKind) -> Any:
    """The value of a figure, of what JSON made of it."""
    if isinstance(value, list):
        return tuple(str(item) for item in value)
    with suppress(ValueError, ArithmeticError):
        if kind in ("number", "share", "change") and isinstance(value, str):
            return Fraction(value) if "/" in value else Decimal(value)
        if kind == "date" and isinstance(value, str):
            return date.fromisoformat(value)
    return value


def reasons(
    document: DocumentId,
    subject: Subject,
    context: Context,
    template: Path,
    configuration: Configuration,
    known: Published,
    remembered: Remembered,
    campaign: Campaign,
    moved: Moved | None,
) -> tuple[Reason, ...]:
    """Why a document that was made once is stale."""
    entry = remembered.document(document.path)
    if entry.get("key") != known.key:  # made by a run that was broken off before its manifest
        return (FORGOTTEN,)
    then = _facts_then(entry, remembered.made_of(known.made_of), known.template)
    now = Facts(
        context.prints,
        texts_of(then.asked, subject),
        context.texts,
        {name: _short(text) for name, text in context.names.items()},
        head(context),
        template.name,
        configuration.of(template)[1],
    )
    if replace(then, made_of=now.made_of, template=now.template) == now and then != now:
        return why(then, now, Sources(document.key, "", subject.record, campaign.record, {}, {}))
    sources = _sources(document, subject, remembered, campaign.record, moved)
    return why(then, now, sources, _changed_schema(campaign, remembered))


def _changed_schema(campaign: Campaign, remembered: Remembered) -> str:
    source = schema_source(campaign.folder, str(campaign.data["schema"]))
    return "" if remembered.inputs.get(source.name) in (None, source.sha256) else source.name


def _facts_then(entry: Entry, made_of: Entry, template: str) -> Facts:
    remembered = entry.get("parts")
    found = remembered if isinstance(remembered, dict) else {}
    asked, texts, names, parts_of_head = (_texts(found.get(name)) for name in ("asked", "texts", "names", "head"))
    printed = entry.get("prints")
    prints = {
        id_: tuple(map(str, texts_))
        for id_, texts_ in (printed.items() if isinstance(printed, dict) else ())
        if isinstance(texts_, list) and id_ not in asked
    }
    return Facts(prints, asked, texts, names, parts_of_head, template, made_of)


def _texts(value: object) -> dict[str, str]:
    found = value if isinstance(value, dict) else {}
    return {str(name): text for name, text in found.items() if isinstance(text, str)}


def _sources(
    document: DocumentId, subject: Subject, remembered: Remembered, campaign: Record, moved: Moved | None
) -> Sources:
    unit = document.unit or ""
    now = origins(subject.figures.figures.values())
    before = _remembered_origins(remembered.figures(unit))
    if moved is not None:
        now, before = {**moved.now, **now}, {**moved.before, **before}
    listed = campaign.data.get("units", [])
    entry = next((f"/units/{i}" for i, one in enumerate(listed) if one["id"] == subject.entry.id), "")
    return Sources(document.key, unit, subject.record, campaign, now, before, subject.figures.places, entry)
