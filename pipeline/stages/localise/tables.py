"""Declared tables: rows of units, records, a split figure or single figures; their cells are placeholders."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from itertools import chain
from typing import Any

from pipeline import vietnamese as vi
from pipeline.errors import DataError
from pipeline.i18n import N_
from pipeline.model import (
    Block,
    Cell,
    Column,
    Figure,
    FigureKind,
    Paragraph,
    Place,
    Pointer,
    Record,
    Row,
    Run,
    Table,
    Trace,
    walk,
)
from pipeline.stages.aggregate import Figures, Known, UnitEntry
from pipeline.stages.aggregate.operations import Item, is_number, matches
from pipeline.stages.localise.expressions import Expression, joined_forms
from pipeline.stages.localise.filters import OTHERWISE
from pipeline.stages.localise.nodes import Parsed, Span
from pipeline.stages.localise.scope import Scope, runs

UNDEFINED = "-"


class UnknownRows(DataError):
    code = "N30"
    cause = N_("A table has the rows “{rows}”, which is no list of records and no split figure.")
    remedy = N_("Use units, the name of a list, or a figure that is declared with “by”.")


class UnknownRowFigure(UnknownRows):
    code = "N31"
    cause = N_("A row of the table shows “{path}”, which is no figure here.")
    remedy = N_("Nearest names: {near}.")


@dataclass(frozen=True, slots=True)
class RowData:
    """One row: the scope in which its cells are written, its own names, and its fields for conditions."""

    scope: Scope
    names: dict[str, Any]
    field: Callable[[str], Any]
    labels: Mapping[str, str]

    def label(self, name: str) -> str:
        """A field as a reader sees it: the name of a group, a number in Vietnamese notation, or the text."""
        value = self.field(name)
        if value is None or value == "":
            return UNDEFINED
        if isinstance(value, bool):
            return "có" if value else "không"
        if is_number(value) and not isinstance(value, int):
            return vi.format_number(value)
        return self.labels.get(str(value), str(value))


@dataclass(slots=True)
class Sources:
    """Where rows come from: the document's figures and, for a campaign, those of its units."""

    figures: Figures
    units: Iterable[tuple[UnitEntry, Figures, Mapping[str, Any]]]
    groups: Mapping[str, str]
    known: Known
    _records: dict[str, list[dict[str, Figure]]] = field(default_factory=dict)

    def rows(self, spec: Mapping[str, Any], scope: Scope) -> Iterator[RowData]:
        """The rows of a declared table, those that ``where`` leaves.

        Raises:
            UnknownRows, UnknownRowFigure
        """
        where = spec.get("where", {})
        return (row for row in self._all(spec["rows"], scope) if matches(Item("", None, row.field), where))

    def _all(self, name: str | list[Mapping[str, Any]], scope: Scope) -> Iterator[RowData]:
        if isinstance(name, list):
            return self._figure_rows(name, scope)
        if name == "units":
            return self._unit_rows(scope)
        if name in self.figures.records or name in self.known.lists:
            return self._record_rows(name, scope)
        if name in self.figures.groups:
            return self._split_rows(name, scope)
        raise UnknownRows(rows=name)

    def _figure_rows(self, rows: Sequence[Mapping[str, Any]], scope: Scope) -> Iterator[RowData]:
        """Rows of single figures; a name that only other rows have is a figure without a value."""
        names = {name for spec in rows for name in spec["figures"]}
        for spec in rows:
            figures = {name: Figure(f"={name}", None, "number", Trace("absent")) for name in names}
            for name, path in spec["figures"].items():
                found = scope.lookup(path)
                if not isinstance(found, Figure):
                    near = get_close_matches(path, self.figures.figures, n=3, cutoff=0.5)
                    raise UnknownRowFigure(path=path, near=", ".join(near) or "-")
                figures[name] = found
            row: dict[str, Any] = {"label": spec["label"], **figures}
            yield RowData(scope.with_row(row, None), row, _reader({"label": spec["label"]}, figures), self.groups)

    def _unit_rows(self, scope: Scope) -> Iterator[RowData]:
        for entry, figures, names in self.units:
            row = {"unit": names, "label": entry.name}
            inner = scope.with_figures(figures.figures, self.known.figures).with_row(row, entry.id)
            fields = {"group": entry.group, "unit": entry.id, "name": entry.name}
            yield RowData(inner, row, _reader(fields, figures.figures), self.groups)

    def _record_rows(self, name: str, scope: Scope) -> Iterator[RowData]:
        if name not in self._records:
            fields = self.known.fields.get(name, frozenset())
            self._records[name] = [
                record_figures(id_, record, self.figures.places.get(id_), fields)
                for id_, record in self.figures.records.get(name, ())
            ]
        for figures in self._records[name]:
            row: dict[str, Any] = dict(figures)
            yield RowData(scope.with_row(row, None), row, _reader({}, figures), self.groups)

    def _split_rows(self, path: str, scope: Scope) -> Iterator[RowData]:
        for key in self.figures.groups[path].keys:
            figure = self.figures.figures[f"{path}.{key}"]
            row = {"key": key, "label": self.groups.get(key, key), "value": figure}
            yield RowData(scope.with_row(row, key), row, _reader({"key": key}, {"value": figure}), self.groups)


def record_figures(
    id_: str, record: Mapping[str, Any], place: Place | None, fields: frozenset[str] = frozenset()
) -> dict[str, Figure]:
    """The fields of a record as figures, by dotted path; those of ``fields`` that it leaves out have no value."""
    result: dict[str, Figure] = {}
    source = Trace("source", (), place)
    for pointer, value in walk("", record):
        path = pointer[1:].replace("/", ".")
        kind: FigureKind = "flag" if isinstance(value, bool) else "text" if isinstance(value, str) else "number"
        result[path] = Figure(f"{id_}.{path}", value, kind, source)
    for path in fields - result.keys():
        result[path] = Figure(f"{id_}.{path}", None, "text", Trace("absent", (), place))
    return result


def _reader(fields: Mapping[str, Any], figures: Mapping[str, Figure]) -> Callable[[str], Any]:
    def get(name: str) -> Any:
        return fields[name] if name in fields else figures[name].value if name in figures else None

    return get


@dataclass(frozen=True, slots=True)
class Text:
    """A declared text as spans, and where it was typed."""

    spans: tuple[Span, ...]
    place: Place

    def write(self, scope: Scope, errors: list[DataError]) -> tuple[Run, ...]:
        return runs(self.spans, scope, self.place, errors)


@dataclass(frozen=True, slots=True)
class TablePlan:
    """A declared table made ready: its texts with their places, its columns and its head row."""

    spec: Mapping[str, Any]
    pointer: Pointer
    place: Place
    cells: tuple[Text, ...]
    totals: tuple[Text | None, ...]
    zeros: tuple[str | None, ...]
    caption: Text | None
    empty: Text | None
    columns: tuple[Column, ...]
    head: Row


def plan_table(
    spec: Mapping[str, Any], pointer: Pointer, record: Record, texts: Mapping[str, Parsed]
) -> TablePlan:
    """The plan of the table that the campaign declares at ``pointer``."""

    def text(owner: Mapping[str, Any], name: str, at: Pointer) -> Text | None:
        return Text(texts[owner[name]].spans, record.place(f"{at}/{name}")) if name in owner else None

    columns = [(column, f"{pointer}/columns/{index}") for index, column in enumerate(spec["columns"])]
    return TablePlan(
        spec=spec,
        pointer=pointer,
        place=record.place(f"{pointer}/rows"),
        cells=tuple(Text(texts[c["text"]].spans, record.place(f"{at}/text")) for c, at in columns),
        totals=tuple(text(column, "total", at) for column, at in columns),
        zeros=tuple(column.get("zero") for column, _ in columns),
        caption=text(spec, "caption", pointer),
        empty=text(spec, "empty", pointer),
        columns=tuple(Column(float(c.get("width", 1)), c.get("align", "left")) for c, _ in columns),
        head=Row(tuple(Cell((Run(column["title"]),), align="center") for column, _ in columns), "head"),
    )


@dataclass(frozen=True, slots=True)
class TableWriter:
    """Writes one declared table (or one for each value that it is split by) as blocks."""

    sources: Sources
    errors: list[DataError]

    def blocks(self, plan: TablePlan, scope: Scope) -> list[Block]:
        """Caption, unit note and table; the sentence of ``empty``, or nothing, where there are no rows."""
        try:
            return self._blocks(plan, scope)
        except UnknownRows as error:
            error.place = plan.place
            self.errors.append(error)
            return []

    def _blocks(self, plan: TablePlan, scope: Scope) -> list[Block]:
        rows = self.sources.rows(plan.spec, scope)
        first = next(rows, None)
        if first is None:
            if plan.empty is None:
                return []
            return [Paragraph("body", plan.empty.write(scope, self.errors), plan.pointer)]
        rows = chain([first], rows)
        if "split" not in plan.spec:
            return self._table(plan, rows, scope, plan.pointer)
        parts: dict[str, list[RowData]] = {}
        for row in sorted(rows, key=lambda row: _order(row.field(plan.spec["split"]))):
            row.names["split"] = row.label(plan.spec["split"])
            parts.setdefault(row.names["split"], []).append(row)
        return [
            block
            for value, part in parts.items()
            for block in self._table(plan, part, scope.with_row({"split": value}, None), f"{plan.pointer}#{value}")
        ]

    def _table(self, plan: TablePlan, rows: Iterable[RowData], scope: Scope, group: str) -> list[Block]:
        blocks: list[Block] = []
        if plan.caption:
            blocks.append(Paragraph("caption", plan.caption.write(scope, self.errors), group))
        if "unit_note" in plan.spec:
            note = f"Đơn vị tính: {plan.spec['unit_note']}"
            blocks.append(Paragraph("unit-note", (Run(note, italic=True),), group))
        body = list(self._rows(plan, rows))
        blocks.append(Table(plan.columns, (plan.head, *body, *self._total(plan, scope)), group))
        return blocks

    def _rows(self, plan: TablePlan, rows: Iterable[RowData]) -> Iterator[Row]:
        sections = plan.spec.get("sections")
        section: str | None = None
        cells = tuple(zip(plan.cells, plan.zeros, strict=True))
        for index, row in enumerate(rows, start=1):
            if sections is not None and row.label(sections) != section:
                section = row.label(sections)
                yield Row((Cell((Run(section),), span=len(cells), align="left"),), "group")
            row.names["index"] = str(index)
            yield Row(tuple(Cell(self._cell(text, zero, row.scope)) for text, zero in cells))

    def _total(self, plan: TablePlan, scope: Scope) -> list[Row]:
        if not any(plan.totals):
            return []
        pairs = zip(plan.totals, plan.zeros, strict=True)
        return [Row(tuple(Cell(self._cell(text, zero, scope) if text else ()) for text, zero in pairs), "total")]

    def _cell(self, text: Text, zero: str | None, scope: Scope) -> tuple[Run, ...]:
        """A cell. A lone figure that is 0 is shown as the column says; one without a value is a dash.

        A change that has nothing to compare with says so, as it does in a sentence.
        """
        lone = text.spans[0].content if len(text.spans) == 1 else None
        if isinstance(lone, Expression):
            found = scope.lookup(lone.path)
            value = found.value if isinstance(found, Figure) else ""
            if value is None and found.kind != "change" and lone.argument_of(OTHERWISE) is None:
                return (Run(UNDEFINED, figure=found.id, form=_form(lone, zero)),)
            if zero is not None and isinstance(found, Figure):
                return self._figure(text, lone, zero, scope, found)
        return text.write(scope, self.errors)

    def _figure(self, text: Text, lone: Expression, zero: str, scope: Scope, found: Figure) -> tuple[Run, ...]:
        """A lone figure in a column that says what is shown for 0."""
        form = _form(lone, zero)
        if is_number(found.value) and found.value == 0:
            return (Run(zero, figure=found.id, form=form),)
        return tuple(replace(run, form=form) for run in text.write(scope, self.errors))


def _form(lone: Expression, zero: str | None) -> str:
    """How a lone figure is written in a cell; the same whatever its value."""
    return lone.form if zero is None else joined_forms(lone.form, f"zero={zero}")


def _order(value: Any) -> tuple[int, Any]:
    """Numbers by size, then texts in the Vietnamese order, then what has no value."""
    if value is None:
        return 2, ""
    return (0, value) if is_number(value) or isinstance(value, bool) else (1, vi.alphabetical_key(str(value)))
