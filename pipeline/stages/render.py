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

from pipeline.docx.environment import make_environment
from pipeline.docx.template import CompiledTemplate
from pipeline.errors import TemplateError
from pipeline.i18n import N_
from pipeline.model import Figure, Place
from pipeline.stages.aggregate import Figures
from pipeline.stages.aggregate.operations import is_number
from pipeline.stages.localise import Context
from pipeline.stages.localise.filters import FILTERS, FilterError, default_text
from pipeline.stages.localise.tables import record_figures


class UnreadableTemplate(TemplateError):
    code = "T40"
    cause = N_("The template cannot be read: {reason}.")
    remedy = N_("Check that the file exists and may be read.")


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


def _plain(value: object) -> Any:
    found: Any = value.figure.value if isinstance(value, TemplateFigure) else value
    return Fraction(found) if is_number(found) else found


class PrintedFigure(str):
    """The text of a figure after a filter; it still knows its figure."""

    __slots__ = ("figure",)
    figure: str


class FigureTree(Mapping[str, Any]):
    """Figures by dotted path as nested names: ``staff`` is a tree, ``staff.total`` a figure."""

    __slots__ = ("_figures", "_prefix")

    def __init__(self, figures: Mapping[str, Figure], prefix: str = "") -> None:
        self._figures = figures
        self._prefix = prefix

    def __getitem__(self, name: str) -> Any:
        path = self._prefix + name
        if path in self._figures:
            return TemplateFigure(self._figures[path])
        if any(known.startswith(f"{path}.") for known in self._figures):
            return FigureTree(self._figures, f"{path}.")
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        size = len(self._prefix)
        below = (path[size:].split(".")[0] for path in self._figures if path.startswith(self._prefix))
        return iter(dict.fromkeys(below))

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Renderer:
    """Compiled templates by file, and the filling of them. One for each process."""

    def __init__(self) -> None:
        self._templates: dict[Path, tuple[CompiledTemplate, str]] = {}
        self._printed: dict[str, set[str]] = {}
        self._environment = make_environment(
            {**{name: self._traced(function) for name, function in FILTERS.items()}, "row": str}, self._finalize
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
        records = {
            name: tuple(FigureTree(record_figures(id_, record, None)) for id_, record in rows)
            for name, rows in figures.records.items()
        }
        tree = FigureTree(figures.figures)
        values = {**{name: tree[name] for name in tree}, "records": records, **context.values}
        return compiled.fill(values, context.properties), self._printed

    def _compiled(self, template: Path) -> tuple[CompiledTemplate, str]:
        if template not in self._templates:
            name = f"{template.parent.name}/{template.name}"
            try:
                data = template.read_bytes()
            except OSError as error:
                raise UnreadableTemplate(Place(name), reason=error.strerror or str(error)) from error
            compiled = CompiledTemplate.compile(data, name, self._environment)
            self._templates[template] = compiled, hashlib.sha256(data).hexdigest()
        return self._templates[template]

    def _traced(self, function: Callable[..., str]) -> Callable[..., str]:
        def filtered(value: Any, *arguments: Any) -> str:
            if not isinstance(value, TemplateFigure):
                return function(value, *arguments)
            text = PrintedFigure(function(value.figure.value, *arguments))
            text.figure = value.figure.id
            return text

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
            raise FilterError("a number without a source; declare an aggregate (or use “| row” for row numbers)")
        return value
