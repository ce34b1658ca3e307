"""Where a figure comes from, down to the typed cells, and where it goes: every paragraph that prints it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.build.campaign import DocumentId
from pipeline.build.manifest import figure_json
from pipeline.corrections.book import Book
from pipeline.corrections.explain_errors import DataFaulty, UnknownUnit, UnknownValue
from pipeline.corrections.labels import Labels
from pipeline.corrections.last import Last, read_last
from pipeline.corrections.mentions import Mention, mentions
from pipeline.corrections.reading import read_document
from pipeline.corrections.sources import SchemaPlace, Sources
from pipeline.errors import BaocaoError
from pipeline.model import Figure, Place
from pipeline.stages.files import read_ordinary
from pipeline.stages.localise.filters import FilterError, default_text

WIDE, SHOWN = 5, 3
"""Of an operation on more than five only three inputs are shown, unless all are asked for."""
DEEP = 40
RECORD_FIELDS = 6


@dataclass(frozen=True, slots=True)
class Node:
    """A figure with what it was made of: its exact ``value``, its ``text`` without a filter ("": it has none), and
    the forms in which documents have ``printed`` it.

    A leaf has a ``place``, the value as it was typed there (``raw``) and its part of the schema; what is computed
    has the place where the operation was ``declared``. ``left_out`` inputs are not shown, and those of a figure
    that stands in the tree already are shown there (``repeated``). ``unit``: the name of the unit that it is of.
    """

    id: str
    label: str
    value: Any
    text: str
    printed: tuple[str, ...]
    operation: str
    declared: Place | None = None
    place: Place | None = None
    raw: str | None = None
    schema: SchemaPlace | None = None
    inputs: tuple[Node, ...] = ()
    left_out: int = 0
    repeated: bool = False
    unit: str = ""

    def beside(self, whole: Node) -> str:
        """What it is called among the inputs of another: the last part of its label ("Nữ" of "Biên chế: Nữ"), or
        its unit where units are added up."""
        return self.unit if self.unit and not whole.unit else self.label.rpartition(": ")[2]

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "label": self.label,
            "unit": self.unit,
            "value": self.value,
            "text": self.text,
            "printed": list(self.printed),
            "operation": self.operation,
            "declared": self.declared and self.declared.to_json(),
            "place": self.place and self.place.to_json(),
            "raw": self.raw,
            "schema": self.schema and self.schema.to_json(),
            "inputs": [node.to_json() for node in self.inputs],
            "left_out": self.left_out,
            "repeated": self.repeated,
        }


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that has another value now than when a document was made (values as the manifest writes them)."""

    figure: str
    before: Any
    now: Any

    def to_json(self) -> dict[str, Any]:
        return {"figure": self.figure, "before": self.before, "now": self.now}


@dataclass(frozen=True, slots=True)
class Printing:
    """What a published document prints of some figures, and those that have changed since.

    ``readable``: the document still knows its figures, so that their paragraphs are told.
    """

    path: str
    mentions: tuple[Mention, ...]
    changed: tuple[Change, ...]
    readable: bool = True

    def to_json(self) -> dict[str, Any]:
        return {
            "document": self.path,
            "older": bool(self.changed),
            "changed": [change.to_json() for change in self.changed],
            "readable": self.readable,
            "mentions": [mention.to_json() for mention in self.mentions],
        }


@dataclass(frozen=True, slots=True)
class Explained:
    """A figure: its tree, and the documents that it reaches."""

    tree: Node
    printed: tuple[Printing, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "format": "baocao-explain/1",
            "figure": self.tree.to_json(),
            "printed": [printing.to_json() for printing in self.printed],
        }


@dataclass(frozen=True, slots=True)
class DocumentExplained:
    """A document: each of its figures in the order of appearance, with the tree of each different one."""

    printing: Printing
    trees: Mapping[str, Node] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {
            "format": "baocao-explain-document/1",
            **self.printing.to_json(),
            "figures": [tree.to_json() for tree in self.trees.values()],
        }


class Explainer:
    """Explains the figures and documents of one campaign. ``outputs`` is the folder of its results, ``manifest``
    that of the build which counts as the last one."""

    def __init__(self, book: Book, outputs: Path, manifest: Path | None = None) -> None:
        self.book, self._outputs, self._manifest = book, outputs, manifest
        self._sources = Sources(book.folder)
        self.labels = Labels(book)

    def figure(self, id_: str, every: bool = False) -> Explained:
        """A figure's tree and every document that prints it, or a figure computed from it.

        ``every``: wide sums are not cut. Of a unit's figure only the data of the unit are read.

        Raises:
            UnknownUnit, UnknownValue, DataFaulty
        """
        self.book.figure(id_)
        unit = id_.rpartition(":")[0]
        last = self.last(unit)
        reach = self.labels.declared.reached(id_, self.book.entry(unit) if unit else None, self.book.row(id_))
        tree = self.tree(id_, last, every)
        paths = sorted(path for path, prints in last.documents.items() if any(one in reach for one in prints))
        found = [(path, *self._mentions(path, last, reach.__contains__)) for path in paths]
        printed = [self._printing(path, some, readable, last, id_) for path, some, readable in found if some]
        return Explained(tree, tuple(printed))

    def document(self, document: DocumentId, given: bytes | None = None) -> DocumentExplained:
        """Every figure of a document, as it was published or as ``given``.

        Raises:
            NotOurs: The bytes given are no document of ours.
            DataFaulty
        """
        last = self.last(document.unit)
        printing = self._printing(document.path, *self._mentions(document.path, last, lambda _: True, given), last)
        trees = {id_: self.tree(id_, last) for id_ in dict.fromkeys(one.figure for one in printing.mentions)}
        return DocumentExplained(printing, trees)

    def last(self, unit: str | None) -> Last:
        """What the last build printed of a unit and the campaign; "": of the campaign alone, None: of all units in
        the campaign's own documents."""
        campaign = self.book.campaign
        documents = [*campaign.own_documents(), *(campaign.unit_documents(unit) if unit else ())]
        return read_last(self._outputs, (document.path for document in documents), unit, self._manifest)

    # --- upwards: what it was made of ---------------------------------------------------------------------------

    def tree(self, id_: str, last: Last, every: bool = False) -> Node:
        """The tree of a figure that is there, or of one that documents still print and the data no longer have."""
        return self._node(id_, last, every, set(), 0)

    def _node(self, id_: str, last: Last, every: bool, told: set[str], depth: int) -> Node:
        figure = self._known(id_)
        if figure is None:
            return Node(id_, self.labels.of(id_), None, "", last.texts(id_), "gone")
        trace = figure.trace
        ids = trace.inputs
        repeated = bool(ids) and id_ in told
        shown = () if repeated or depth > DEEP else ids if every or len(ids) <= WIDE else ids[:SHOWN]
        told.add(id_)
        inputs = tuple(self._node(one, last, every, told, depth + 1) for one in shown)
        unit, colon, path = id_.rpartition(":")
        typed = trace.operation == "source"
        computed = trace.place is None and trace.operation != "constant"
        declared = self.labels.declared.of("unit" if colon else "campaign", path) if computed else None
        return Node(
            id_,
            self.labels.of(id_),
            figure_json(figure)["value"],
            self._text(figure),
            last.texts(id_),
            trace.operation,
            None if declared is None else declared.place,
            trace.place,
            self._sources.raw(trace.place) if typed and trace.place else None,
            self.labels.schema.find(path) if trace.operation in ("source", "record", "absent") else None,
            inputs,
            0 if repeated else len(ids) - len(shown),
            repeated,
            self.labels.of(f"{unit}:") if colon else "",
        )

    def _known(self, id_: str) -> Figure | None:
        try:
            return self.book.figure(id_)
        except (UnknownUnit, UnknownValue, DataFaulty):
            return None

    def _text(self, figure: Figure) -> str:
        """The text that a figure has without a filter; of a record, its first fields."""
        if figure.trace.operation == "record":
            values = [str(value) for value in (self.book.row(figure.id) or {}).values() if value is not None]
            return "; ".join(values[:RECORD_FIELDS])
        if "[" in figure.id and isinstance(figure.value, int) and not isinstance(figure.value, bool):
            return str(figure.value)  # a year is written without separators; the schema does not tell it
        try:
            return default_text(figure.value, figure.kind)
        except FilterError:
            return ""

    # --- downwards: who prints it -------------------------------------------------------------------------------

    def _printing(
        self, path: str, found: Iterable[Mention], readable: bool, last: Last, about: str = ""
    ) -> Printing:
        """What a document prints. ``about``: the figure in question; if it is a unit's, no other is read."""
        some = tuple(found)
        ids = dict.fromkeys([*(one.figure for one in some), *([about] if about else [])])
        looked_at = [id_ for id_ in ids if ":" in id_ or ":" not in about]
        return Printing(path, some, tuple(self._changed(looked_at, last)), readable)

    def _mentions(
        self, path: str, last: Last, wanted: Callable[[str], bool], given: bytes | None = None
    ) -> tuple[list[Mention], bool]:
        if given is not None:
            return list(mentions(read_document(given, path), wanted)), True
        try:
            document = read_document(read_ordinary(last.docx(path)), f"{path}.docx")
            return list(mentions(document, wanted)), True
        except (OSError, BaocaoError):  # it is gone or damaged: then what the manifest knows must do
            prints = last.documents.get(path, {})
            found = (Mention(id_, "", text) for id_, texts in prints.items() if wanted(id_) for text in texts)
            return list(found), False

    def _changed(self, ids: Iterable[str], last: Last) -> Iterator[Change]:
        """The figures that have another value than the last build wrote down."""
        for id_ in ids:
            figure = self._known(id_) if id_ in last.values else None
            if figure is not None and (now := _as_written(figure_json(figure)["value"])) != last.values[id_]:
                yield Change(id_, last.values[id_], now)


def _as_written(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
