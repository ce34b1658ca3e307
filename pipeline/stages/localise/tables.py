"""Declared tables: rows of units, of records, or of a split figure, with cells that are placeholders."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.errors import DataError
from pipeline.i18n import N_
from pipeline.model import Block, Cell, Column, Figure, Paragraph, Place, Row, Run, Table, Trace, walk
from pipeline.stages.aggregate import Figures, UnitEntry
from pipeline.stages.aggregate.operations import Item, matches
from pipeline.stages.localise.expressions import Expression
from pipeline.stages.localise.markdown import Parsed, spans_of
from pipeline.stages.localise.scope import Scope, runs

UNDEFINED = "-"


class UnknownRows(DataError):
    code = "N30"
    cause = N_("A table has the rows “{rows}”, which is no list of records and no split figure.")
    remedy = N_("Use units, the name of a list, or a figure that is declared with “by”.")


@dataclass(frozen=True, slots=True)
class RowData:
    """One row: the scope in which its cells are written and its fields for conditions, splits and sections."""

    scope: Scope
    field: Callable[[str], Any]
    labels: Mapping[str, str]

    def label(self, name: str) -> str:
        value = self.field(name)
        return self.labels.get(str(value), str(value))


@dataclass(frozen=True, slots=True)
class Sources:
    """Where rows come from: the document's figures and, for a campaign, those of its units."""

    figures: Figures
    units: Sequence[tuple[UnitEntry, Figures, Mapping[str, Any]]]
    groups: Mapping[str, str]

    def rows(self, spec: Mapping[str, Any], scope: Scope) -> list[RowData]:
        """The rows of a declared table, those that ``where`` leaves.

        Raises:
            UnknownRows
        """
        where = spec.get("where", {})
        return [row for row in self._all(spec["rows"], scope) if matches(Item("", None, row.field), where)]

    def _all(self, name: str, scope: Scope) -> Iterator[RowData]:
        if name == "units":
            return self._units(scope)
        if name in self.figures.records:
            return self._records(name, scope)
        if name in self.figures.groups:
            return self._split(name, scope)
        raise UnknownRows(rows=name)

    def _units(self, scope: Scope) -> Iterator[RowData]:
        for entry, figures, names in self.units:
            row = {"unit": names, "label": entry.name}
            inner = replace(scope, campaign=scope.figures).with_row(row, entry.id, figures.figures)
            fields = {"group": entry.group, "unit": entry.id}
            yield RowData(inner, _reader(fields, figures.figures), self.groups)

    def _records(self, name: str, scope: Scope) -> Iterator[RowData]:
        for id_, record in self.figures.records[name]:
            figures = record_figures(id_, record, self.figures.places.get(id_))
            yield RowData(scope.with_row(figures, None), _reader({}, figures), self.groups)

    def _split(self, path: str, scope: Scope) -> Iterator[RowData]:
        for key in self.figures.groups[path].keys:
            figure = self.figures.figures[f"{path}.{key}"]
            row = {"key": key, "label": self.groups.get(key, key), "value": figure}
            yield RowData(scope.with_row(row, key), _reader({"key": key}, {"value": figure}), self.groups)


def record_figures(id_: str, record: Mapping[str, Any], place: Place | None) -> dict[str, Figure]:
    """The fields of a record as figures, by dotted path."""
    result: dict[str, Figure] = {}
    for pointer, value in walk("", record):
        path = pointer[1:].replace("/", ".")
        kind = "flag" if isinstance(value, bool) else "text" if isinstance(value, str) else "number"
        result[path] = Figure(f"{id_}.{path}", value, kind, Trace("source", (), place))  # type: ignore[arg-type]
    return result


def _reader(fields: Mapping[str, Any], figures: Mapping[str, Figure]) -> Callable[[str], Any]:
    def get(name: str) -> Any:
        return fields[name] if name in fields else figures[name].value if name in figures else None

    return get


@dataclass(frozen=True, slots=True)
class TableWriter:
    """Writes one declared table (or one for each value that it is split by) as blocks."""

    sources: Sources
    texts: Mapping[str, Parsed]
    place: Place
    errors: list[DataError]

    def blocks(self, spec: Mapping[str, Any], scope: Scope) -> list[Block]:
        """Caption, unit note and table; the sentence of ``empty``, or nothing, where there are no rows."""
        try:
            rows = self.sources.rows(spec, scope)
        except UnknownRows as error:
            error.place = self.place
            self.errors.append(error)
            return []
        if not rows:
            return [Paragraph("body", self._runs(spec["empty"], scope))] if "empty" in spec else []
        if "split" not in spec:
            return self._table(spec, rows, scope)
        parts: dict[Any, list[RowData]] = {}
        for row in rows:
            parts.setdefault(row.field(spec["split"]), []).append(row)
        return [
            block
            for value in sorted(parts, key=lambda value: (isinstance(value, str), value))
            for block in self._table(spec, parts[value], scope.with_row({"split": str(value)}, None))
        ]

    def _table(self, spec: Mapping[str, Any], rows: Sequence[RowData], scope: Scope) -> list[Block]:
        columns = spec["columns"]
        blocks: list[Block] = []
        if "caption" in spec:
            blocks.append(Paragraph("caption", self._runs(spec["caption"], scope)))
        if "unit_note" in spec:
            blocks.append(Paragraph("unit-note", (Run(f"Đơn vị tính: {spec['unit_note']}", italic=True),)))
        head = Row(tuple(Cell((Run(column["title"]),), align="center") for column in columns), "head")
        body = list(self._rows(spec, rows, columns))
        total = self._total(columns, scope)
        layout = tuple(Column(float(column.get("width", 1)), column.get("align", "left")) for column in columns)
        blocks.append(Table(layout, (head, *body, *total)))
        return blocks

    def _rows(self, spec: Mapping[str, Any], rows: Sequence[RowData], columns: Sequence[Any]) -> Iterator[Row]:
        section: str | None = None
        for index, row in enumerate(rows, start=1):
            if "sections" in spec and row.label(spec["sections"]) != section:
                section = row.label(spec["sections"])
                yield Row((Cell((Run(section),), span=len(columns), align="left"),), "group")
            scope = replace(row.scope, row={**row.scope.row, "index": str(index)})
            yield Row(tuple(Cell(self._cell(column, column["text"], scope)) for column in columns))

    def _total(self, columns: Sequence[Any], scope: Scope) -> list[Row]:
        if not any("total" in column for column in columns):
            return []
        cells = (self._cell(column, column["total"], scope) if "total" in column else () for column in columns)
        return [Row(tuple(Cell(content) for content in cells), "total")]

    def _cell(self, column: Mapping[str, Any], text: str, scope: Scope) -> tuple[Run, ...]:
        """A cell; a lone figure that is 0 or undefined is shown as the column says."""
        spans = [span for node in self.texts[text].nodes for span in spans_of(node)]
        if len(spans) == 1 and isinstance(spans[0].content, Expression):
            found = scope.lookup(spans[0].content.path)
            if isinstance(found, Figure) and found.value is None:
                return (Run(column.get("zero", UNDEFINED), figure=found.id),)
            if (
                isinstance(found, Figure)
                and found.value == 0
                and not isinstance(found.value, bool)
                and "zero" in column
            ):
                return (Run(column["zero"], figure=found.id),)
        return runs(spans, scope, self.place, self.errors)

    def _runs(self, text: str, scope: Scope) -> tuple[Run, ...]:
        spans = [span for node in self.texts[text].nodes for span in spans_of(node)]
        return runs(spans, scope, self.place, self.errors)
