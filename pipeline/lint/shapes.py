"""What kinds of values a template meets: a small model of types, built without any unit's data.

The figures are those that the schema describes and those that the declared aggregates give when they are computed
over nothing: so their names and kinds are what the real computation makes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

from pipeline.i18n import N_, Text
from pipeline.model import Place, Record
from pipeline.stages.aggregate import Columns, Figures, UnitEntry, campaign_figures, known_paths, unit_figures
from pipeline.stages.aggregate.calculator import NO_KEY
from pipeline.stages.validate import Schemas
from pipeline.stages.validate.schemas import Schema


@dataclass(frozen=True, slots=True)
class Shape:
    """Any value at all: nothing is said of it."""


ANY = Shape()


@dataclass(frozen=True, slots=True)
class Plain(Shape):
    """A value without parts: ``text``, ``number`` (bare), ``truth``, ``blocks``, ``annexes`` or ``macro``."""

    kind: str


TEXT, NUMBER, TRUTH = Plain("text"), Plain("number"), Plain("truth")
BLOCKS, ANNEXES, MACRO = Plain("blocks"), Plain("annexes"), Plain("macro")


@dataclass(frozen=True, slots=True)
class FigureShape(Shape):
    """A figure of a kind of :data:`pipeline.model.FigureKind`: it prints and compares, and has no parts."""

    kind: str


@dataclass(frozen=True, slots=True)
class Items(Shape):
    """A list of values of one shape."""

    item: Shape = ANY


@dataclass(frozen=True)
class Keys(Shape):
    """A mapping: its known keys, those of them that may be absent, and whether there may be others."""

    known: Mapping[str, Shape] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()
    open: bool = False

    @property
    def any(self) -> Shape:
        """The shape of one of its values."""
        return ANY if self.open or not self.known else reduce(joined, self.known.values())


LOOP = Keys(
    {
        **dict.fromkeys(("index", "index0", "revindex", "revindex0", "length", "depth", "depth0"), NUMBER),
        **dict.fromkeys(("first", "last"), TRUTH),
        **dict.fromkeys(("previtem", "nextitem", "cycle", "changed"), ANY),
    }
)


def joined(one: Shape, other: Shape) -> Shape:
    """What is true of both."""
    if one == other:
        return one
    if isinstance(one, Keys) and isinstance(other, Keys):
        names = [*one.known, *(name for name in other.known if name not in one.known)]
        common = one.known.keys() & other.known.keys()
        known = {n: joined(one.known.get(n, other.known.get(n, ANY)), other.known.get(n, one.known.get(n, ANY)))
                 for n in names}  # fmt: skip
        optional = one.optional | other.optional | (known.keys() - common)
        return Keys(known, frozenset(optional), one.open or other.open)
    return ANY


def spoken(shape: Shape) -> Text:
    """The kind of a value in a clerk's words."""
    if isinstance(shape, Keys):
        return N_("a group of names")
    if isinstance(shape, Items):
        return N_("a list")
    names = {
        "text": N_("a text"),
        "number": N_("a number"),
        "share": N_("a share"),
        "change": N_("a change"),
        "date": N_("a date"),
        "flag": N_("a yes or no"),
        "truth": N_("a yes or no"),
        "names": N_("a figure that lists units"),
        "blocks": N_("the text of the document"),
        "annexes": N_("the annexes"),
        "macro": N_("a macro"),
    }
    return names.get(getattr(shape, "kind", ""), N_("a value"))


DOCUMENT: Mapping[str, Shape] = {
    "doc": Keys(
        {
            **dict.fromkeys(("type_name", "number_line", "date_line", "subject", "note"), TEXT),
            **dict.fromkeys(("addressees", "recipients"), Items(TEXT)),
        }
    ),
    "organ": Keys(dict.fromkeys(("superior", "name"), TEXT)),
    "signer": Keys({"lines": Items(TEXT), "name": TEXT}),
    "body": BLOCKS,
    "annexes": ANNEXES,
    "unit": Keys(
        dict.fromkeys(("id", "name", "group", "official_name", "short_name", "abbreviation", "place"), TEXT)
    ),
    "period": Keys(dict.fromkeys(("label", "from", "to"), TEXT)),
}
"""The names that :mod:`pipeline.stages.localise.localiser` gives every document (a test compares them)."""


class Shapes:
    """What the documents of one campaign can print."""

    def __init__(self, campaign: Record, schemas: Schemas) -> None:
        self.campaign, self.schemas = campaign, schemas
        self.schema = schemas.unit(campaign.data["schema"])
        self.known = known_paths(self.schema, schemas)
        self.expanded = schemas.expanded(self.schema)

    def of(self, per: str) -> Keys:
        """The names of a document per ``unit`` or per ``campaign``."""
        figures = self._unit() if per == "unit" else self._campaign()
        known = {**figures.known, **DOCUMENT, "records": self._records(per)}
        return Keys(known, figures.optional - DOCUMENT.keys() - {"records"}, figures.open)

    def _unit(self) -> Keys:
        data = self.campaign.data
        nothing = Record({"figures": {}, "records": {}}, {"": Place("")})
        operations = data.get("aggregates", {}).get("unit", {})
        made, _ = unit_figures(UnitEntry("-", "-"), nothing, self.known, operations, self.campaign,
                               self.schemas.lists)  # fmt: skip
        own = _group(_property(self.expanded, "figures"))
        return _merged(own, self._tree(made, operations))

    def _campaign(self) -> Keys:
        data = self.campaign.data
        operations = data.get("aggregates", {}).get("campaign", {})
        made, _ = campaign_figures([], Columns(), self.known, self.campaign, self.schemas.lists)
        return self._tree(made, operations)

    def _tree(self, made: Figures, operations: Mapping[str, Any]) -> Keys:
        """Computed figures as groups. What a split adds by itself, and what could not be computed, stays open."""
        tree: dict[str, Any] = {}
        for path, figure in made.figures.items():
            _put(tree, path, FigureShape(figure.kind))
        for path in operations:
            if path in made.groups:
                _put(tree, path, self._split(path, made, operations[path]))
            elif path not in made.figures and f"{path}.value" not in made.figures:
                _put(tree, path, ANY)
        return _as_keys(tree)

    def _split(self, path: str, made: Figures, operation: Mapping[str, Any]) -> Keys:
        keys = made.groups[path].keys
        known = {key: FigureShape(made.figures[f"{path}.{key}"].kind) for key in keys}
        data = self.campaign.data
        others = {"group": data.get("groups", {}), "unit": [unit["id"] for unit in data["units"]]}
        by = "unit" if "rank" in operation else operation.get("by")
        if by not in others:
            return Keys(known, open=True)
        more = dict.fromkeys([*others[by], NO_KEY], FigureShape("number"))
        return Keys({**more, **known}, frozenset(more.keys() - known.keys()))

    def _records(self, per: str) -> Keys:
        if per != "unit":
            return Keys()
        described = _property(self.expanded, "records")
        group = _group(described)
        lists = {
            name: Items(_group(schema.get("items", {}), record=True))
            for name, schema in _properties(described).items()
        }
        return Keys(lists, group.optional, group.open)


def _put(tree: dict[str, Any], path: str, shape: Shape) -> None:
    *groups, last = path.split(".")
    for name in groups:
        below = tree.setdefault(name, {})
        if not isinstance(below, dict):
            return
        tree = below
    tree[last] = shape


def _as_keys(tree: dict[str, Any]) -> Keys:
    return Keys({name: _as_keys(below) if isinstance(below, dict) else below for name, below in tree.items()})


def _merged(own: Keys, made: Keys) -> Keys:
    """The figures that were delivered and those computed from them, in one tree."""
    known = dict(own.known)
    for name, shape in made.known.items():
        mine = known.get(name)
        both = isinstance(mine, Keys) and isinstance(shape, Keys)
        known[name] = _merged(mine, shape) if both else shape  # type: ignore[arg-type]
    return Keys(known, own.optional - made.known.keys(), own.open or made.open)


def _parts(schema: Schema) -> list[Schema]:
    return [part for part in (*schema.get("allOf", ()), schema) if isinstance(part, Mapping)]


def _properties(schema: Schema) -> dict[str, Schema]:
    found: dict[str, Schema] = {}
    for part in _parts(schema):
        found.update(part.get("properties", {}))
    return found


def _property(schema: Schema, name: str) -> Schema:
    return _properties(schema).get(name, {})


def _group(schema: Schema, record: bool = False, depth: int = 0) -> Keys:
    """The names below an object of a schema. ``record``: leaves are as a record's fields, not as figures."""
    properties = {} if depth > 20 else _properties(schema)
    required = {name for part in _parts(schema) for name in part.get("required", ())}
    closed = any(part.get("additionalProperties") is False for part in _parts(schema))
    known: dict[str, Shape] = {}
    for name, child in properties.items():
        if not isinstance(child, Mapping):
            known[name] = ANY
        elif _properties(child):
            known[name] = _group(child, record, depth + 1)
        else:
            known[name] = _leaf(child, record)
    return Keys(known, frozenset(known.keys() - required), not closed or depth > 20)


def _leaf(schema: Schema, record: bool) -> Shape:
    kinds: list[Any] = [part["type"] for part in _parts(schema) if "type" in part]
    names = {name for kind in kinds for name in ([kind] if isinstance(kind, str) else kind)}
    if names & {"array", "object"}:
        return Keys(open=True)
    if "enum" in schema and not names:
        values = schema["enum"]
        names = {"string"} if all(isinstance(value, str) for value in values) else set()
    if len(names - {"null"}) != 1 and not (names <= {"integer", "number", "null"} and names):
        return ANY
    if "boolean" in names:
        return FigureShape("flag")
    if "string" in names:
        dated = any(part.get("format") == "date" for part in _parts(schema))
        return FigureShape("date" if dated and not record else "text")
    return FigureShape("number")
