"""Render: a document's context into a template that is compiled once for all its documents.

Templates see plain immutable values. A figure prints as Vietnamese text, with or without a filter; a bare number,
which no source and no declared operation stands behind, is refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from pipeline.docx.assets import FolderAssets
from pipeline.docx.environment import make_environment
from pipeline.docx.template import CompiledTemplate
from pipeline.errors import TemplateError, system_reason
from pipeline.i18n import N_
from pipeline.model import Figure, Place
from pipeline.stages.aggregate import Figures
from pipeline.stages.aggregate.operations import is_number
from pipeline.stages.files import read_ordinary
from pipeline.stages.localise import Context
from pipeline.stages.localise.filters import FILTERS, OTHERWISE, FilterError, default_text
from pipeline.stages.localise.tables import record_figures

TEMPLATES = Path(__file__).parents[2] / "templates"


class UnreadableTemplate(TemplateError):
    code = "T40"
    cause = N_("The template cannot be read: {reason}.")
    remedy = N_("Check that the file exists and may be read.")


def template_file(folder: Path, name: str) -> Path:
    """The file of the template ``name``: in the campaign's folder, else in ``templates/``."""
    own = folder / name
    return own if own.is_file() else TEMPLATES / name


def template_name(template: Path) -> str:
    """What errors call a template: its folder and file."""
    return f"{template.parent.name}/{template.name}"


def read_template(template: Path) -> bytes:
    """The bytes of a template.

    Raises:
        UnreadableTemplate
    """
    try:
        return read_ordinary(template)
    except OSError as error:
        raise UnreadableTemplate(Place(template_name(template)), reason=system_reason(error)) from error


class TemplateFigure:
    """A figure as a template sees it: it prints and compares, and nothing else."""

    __slots__ = ("figure",)

    def __init__(self, figure: Figure) -> None:
        self.figure = figure

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
    """The text of a figure after a filter; it still knows its figure.

    ``settled``: it stands for an undefined figure, and filters after it leave it as it is.
    """

    __slots__ = ("figure", "settled")
    figure: str
    settled: bool

    @classmethod
    def of(cls, figure: Figure, text: str, settled: bool = False) -> PrintedFigure:
        printed = cls(text)
        printed.figure = figure.id
        printed.settled = settled
        return printed


class FigureTree(Mapping[str, Any]):
    """Figures by dotted path as nested names: ``staff`` is a tree, ``staff.total`` a figure.

    Where a path is both, it is the figure. The tree is built once, in one pass over the figures.
    """

    __slots__ = ("_names",)

    def __init__(self, figures: Mapping[str, Figure]) -> None:
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
        self._names = names

    @classmethod
    def _below(cls, names: dict[str, Any]) -> FigureTree:
        tree = cls({})
        tree._names = names
        return tree

    def __getitem__(self, name: str) -> Any:
        found = self._names[name]
        return TemplateFigure(found) if isinstance(found, Figure) else self._below(found)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class RecordLists(Mapping[str, Any]):
    """The lists of records, each record a :class:`FigureTree`; a list is made when a template asks for it."""

    __slots__ = ("_figures", "_made")

    def __init__(self, figures: Figures) -> None:
        self._figures = figures
        self._made: dict[str, tuple[FigureTree, ...]] = {}

    def __getitem__(self, name: str) -> tuple[FigureTree, ...]:
        if name not in self._made:
            rows, places = self._figures.records[name], self._figures.places
            self._made[name] = tuple(FigureTree(record_figures(id_, row, places.get(id_))) for id_, row in rows)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._figures.records)

    def __len__(self) -> int:
        return len(self._figures.records)


class Renderer:
    """Compiled templates by file, and the filling of them. One for each process.

    ``folder`` is that of the campaign; templates may use the pictures and documents in it.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.assets = FolderAssets(folder) if folder else None
        self._templates: dict[Path, tuple[CompiledTemplate, str]] = {}
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

    def render(self, template: Path, context: Context, figures: Figures) -> tuple[bytes, dict[str, set[str]]]:
        """The DOCX of one document, and the texts of the figures that the template itself printed, by figure id.

        Raises:
            TemplateError: With the template's part and paragraph.
        """
        compiled, _ = self._compiled(template)
        self._printed = {}
        values = {**FigureTree(figures.figures), "records": RecordLists(figures), **context.values}
        return compiled.fill(values, context.properties, self.assets), self._printed

    def _compiled(self, template: Path) -> tuple[CompiledTemplate, str]:
        if template not in self._templates:
            data = read_template(template)
            compiled = CompiledTemplate.compile(data, template_name(template), self._environment)
            self._templates[template] = compiled, hashlib.sha256(data).hexdigest()
        return self._templates[template]

    def _traced(self, name: str) -> Callable[..., Any]:
        write = FILTERS[name]

        def filtered(value: Any, *arguments: Any) -> Any:
            if isinstance(value, PrintedFigure) and value.settled:
                return value
            if not isinstance(value, TemplateFigure):
                return write(value, *arguments)
            if name == OTHERWISE and value.figure.value is not None:
                return value
            text = write(value.figure.value, *arguments)
            return PrintedFigure.of(value.figure, text, settled=name == OTHERWISE)

        return filtered

    def _finalize(self, value: Any) -> Any:
        """The text of a printed value; figures are written down with it."""
        if isinstance(value, TemplateFigure):
            text = default_text(value.figure.value, value.figure.kind)
            self._printed.setdefault(value.figure.id, set()).add(text)
            return text
        if isinstance(value, PrintedFigure):
            self._printed.setdefault(value.figure, set()).add(str(value))
            return str(value)
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
