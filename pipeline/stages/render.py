"""Render: a document's context into a template that is compiled once for all its documents.

Templates see plain immutable values. A figure prints as Vietnamese text, with or without a filter; a bare number,
which no source and no declared operation stands behind, is refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.docx.assets import FolderAssets
from pipeline.docx.controls import FigureText
from pipeline.docx.environment import make_environment
from pipeline.docx.store import Identity
from pipeline.docx.template import CompiledTemplate
from pipeline.i18n import N_
from pipeline.model import Figure
from pipeline.stages.aggregate import Figures
from pipeline.stages.aggregate.operations import is_number
from pipeline.stages.localise import Context
from pipeline.stages.localise.expressions import form_of, joined_forms
from pipeline.stages.localise.filters import FILTERS, OTHERWISE, FilterError, default_text
from pipeline.stages.localise.tables import record_figures
from pipeline.stages.templates import read_template, template_name

ANY, RECORDS = "*", "records"


class TemplateFigure:
    """A figure as a template sees it: it prints and compares, and nothing else.

    ``form``: the filters that it has passed so far.
    """

    __slots__ = ("figure", "form")

    def __init__(self, figure: Figure, form: str = "") -> None:
        self.figure = figure
        self.form = form

    def __eq__(self, other: object) -> bool:
        return bool(_plain(self) == _plain(other))

    def __hash__(self) -> int:
        return hash(_plain(self))

    def __lt__(self, other: object) -> bool:
        return bool(_plain(self) < _plain(other))

    def __le__(self, other: object) -> bool:
        return bool(_plain(self) <= _plain(other))

    def __gt__(self, other: object) -> bool:
        return bool(_plain(self) > _plain(other))

    def __ge__(self, other: object) -> bool:
        return bool(_plain(self) >= _plain(other))

    def __bool__(self) -> bool:
        return bool(self.figure.value)

    def __str__(self) -> str:
        raise FilterError(N_("a figure is written by a filter for figures, such as number or count"))

    def __repr__(self) -> str:
        return str(self.figure.value)


def _plain(value: object) -> Any:
    found: Any = value.figure.value if isinstance(value, TemplateFigure) else value
    return Fraction(found) if is_number(found) else found


class PrintedFigure(str):
    """The text of a figure after filters; it still knows its figure, and ``form``, these filters.

    ``settled``: it stands for an undefined figure, and filters after it leave it as it is.
    """

    __slots__ = ("figure", "form", "settled")
    figure: str
    form: str
    settled: bool

    @classmethod
    def of(cls, figure: str, text: str, form: str, settled: bool = False) -> PrintedFigure:
        printed = cls(text)
        printed.figure, printed.form = figure, form
        printed.settled = settled
        return printed


class Uses:
    """What a template asks of the figures of a document: all that its filling depends on besides the context.

    ``staff.total``: a figure, or that there is none; ``staff.*``: the names below a group; ``records.events``: a
    list of records as a whole; ``records.*``: the names of the lists.
    """

    __slots__ = ("asked",)

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def sorted(self) -> tuple[str, ...]:
        return tuple(sorted(self.asked))


class FigureTree(Mapping[str, Any]):
    """Figures by dotted path as nested names: ``staff`` is a tree, ``staff.total`` a figure.

    Where a path is both, it is the figure. The tree is built once, in one pass over the figures. What is asked of
    it is written down in ``uses``, if that is given.
    """

    __slots__ = ("_names", "_prefix", "_uses")

    def __init__(self, figures: Mapping[str, Figure], uses: Uses | None = None) -> None:
        names: dict[str, Any] = {}
        for path, figure in figures.items():
            *groups, last = path.split(".")
            below = names
            for group in groups:
                below = below.setdefault(group, {})
                if isinstance(below, Figure):  # a figure of that name hides what is below it
                    break
            else:
                below[last] = figure
        self._names, self._prefix, self._uses = names, "", uses

    def _below(self, names: dict[str, Any], prefix: str) -> FigureTree:
        tree = FigureTree({}, self._uses)
        tree._names, tree._prefix = names, prefix
        return tree

    def _asked(self, name: str) -> None:
        if self._uses is not None:
            self._uses.asked.add(self._prefix + name)

    def __getitem__(self, name: str) -> Any:
        self._asked(str(name))
        found = self._names[name]
        return TemplateFigure(found) if isinstance(found, Figure) else self._below(found, f"{self._prefix}{name}.")

    def __iter__(self) -> Iterator[str]:
        self._asked(ANY)
        return iter(self._names)

    def __len__(self) -> int:
        self._asked(ANY)
        return len(self._names)

    def root(self, asked: Iterable[str]) -> dict[str, Any]:
        """Those of the names ``asked`` that are there, for a template that asks for no others."""
        there = {name for name in asked if name in self}
        return {name: self[name] for name in self._names if name in there}

    def value(self, use: str) -> object:
        """What is at a path, or (for ``path.*``) the names that are below it."""
        found: Any = self._names
        for token in use.removesuffix(f".{ANY}").split("."):
            found = found.get(token) if isinstance(found, dict) else None
        if isinstance(found, Figure):
            return found.id, str(found.value), type(found.value).__name__, found.kind
        return None if found is None else list(found) if use.endswith(ANY) else "group"


class RecordLists(Mapping[str, Any]):
    """The lists of records, each record a :class:`FigureTree`; a list is made when a template asks for it."""

    __slots__ = ("_figures", "_made", "_uses")

    def __init__(self, figures: Figures, uses: Uses | None = None) -> None:
        self._figures, self._uses = figures, uses
        self._made: dict[str, tuple[FigureTree, ...]] = {}

    def _asked(self, name: str) -> None:
        if self._uses is not None:
            self._uses.asked.add(f"{RECORDS}.{name}")

    def __getitem__(self, name: str) -> tuple[FigureTree, ...]:
        self._asked(str(name))
        if name not in self._made:
            rows, places = self._figures.records[name], self._figures.places
            self._made[name] = tuple(FigureTree(record_figures(id_, row, places.get(id_))) for id_, row in rows)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        self._asked(ANY)
        return iter(self._figures.records)

    def __len__(self) -> int:
        self._asked(ANY)
        return len(self._figures.records)


def used_values(uses: Sequence[str], figures: Figures) -> list[tuple[str, object]]:
    """The values of what a template asked for, as they are now: the same values make the same document."""
    if not uses:
        return []
    tree, found = FigureTree(figures.figures), []
    for use in uses:
        name = use.removeprefix(f"{RECORDS}.")
        if name == use:
            found.append((use, tree.value(use)))
        else:
            found.append((use, list(figures.records) if name == ANY else figures.records.get(name)))
    return found


class Rendered(NamedTuple):
    """A filled document, the texts of the figures that the template itself printed, and what it asked for."""

    docx: bytes
    printed: dict[str, set[str]]
    uses: tuple[str, ...]


class Renderer:
    """Compiled templates by file, and the filling of them. One for each process.

    ``folder`` is that of the campaign; templates may use the pictures and documents in it.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.assets = FolderAssets(folder) if folder else None
        self._templates: dict[Path, tuple[CompiledTemplate, str, frozenset[str]]] = {}
        self._printed: dict[str, set[str]] = {}
        self._environment = make_environment(
            {**{name: self._traced(name) for name in FILTERS}, "row": _row_number}, self._finalize
        )

    def sha256(self, template: Path) -> str:
        """The hash of a template's bytes.

        Raises:
            TemplateError: It cannot be read or compiled.
        """
        return self._compiled(template)[1]

    def render(
        self, template: Path, context: Context, figures: Figures, identity: Identity | None = None
    ) -> Rendered:
        """The DOCX of one document, and what of the figures the template itself printed and asked for.

        With an ``identity`` the document says which it is, and its figures are content controls.

        Raises:
            TemplateError: With the template's part and paragraph.
        """
        compiled, _, names = self._compiled(template)
        self._printed, uses = {}, Uses()
        root = FigureTree(figures.figures, uses).root(names - context.values.keys() - {RECORDS})
        values = {**root, RECORDS: RecordLists(figures, uses), **context.values}
        docx = compiled.fill(values, context.properties, self.assets, identity)
        return Rendered(docx, self._printed, uses.sorted())

    def _compiled(self, template: Path) -> tuple[CompiledTemplate, str, frozenset[str]]:
        if template not in self._templates:
            data = read_template(template)
            compiled = CompiledTemplate.compile(data, template_name(template), self._environment)
            self._templates[template] = compiled, hashlib.sha256(data).hexdigest(), compiled.variables()
        return self._templates[template]

    def _traced(self, name: str) -> Callable[..., Any]:
        write = FILTERS[name]

        def filtered(value: Any, *arguments: Any) -> Any:
            if not isinstance(value, TemplateFigure | PrintedFigure):
                return write(value, *arguments)
            form = joined_forms(value.form, form_of(((name, arguments),)))
            if isinstance(value, PrintedFigure):
                text = str(value) if value.settled else write(str(value), *arguments)
                return PrintedFigure.of(value.figure, text, form, value.settled)
            if name == OTHERWISE and value.figure.value is not None:
                return TemplateFigure(value.figure, form)
            text = write(value.figure.value, *arguments)
            return PrintedFigure.of(value.figure.id, text, form, settled=name == OTHERWISE)

        return filtered

    def _finalize(self, value: Any) -> Any:
        """The text of a printed value; figures are written down with it."""
        if isinstance(value, TemplateFigure):
            text = default_text(value.figure.value, value.figure.kind)
            self._printed.setdefault(value.figure.id, set()).add(text)
            return FigureText.of(text, value.figure.id, value.form)
        if isinstance(value, PrintedFigure):
            self._printed.setdefault(value.figure, set()).add(str(value))
            return FigureText.of(str(value), value.figure, value.form)
        if is_number(value):
            raise FilterError(
                N_("a number without a source; declare an aggregate (or use “| row” for row numbers)")
            )
        return value


def _row_number(value: object) -> str:
    """The number of a row, which stands for no figure."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise FilterError(N_("“{value}” is no whole number"), value=str(value)[:60])
    return str(value)
