"""Units and campaigns for tests of operations: plain data in, figures out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.errors import BaocaoError
from pipeline.model import Place, Record, walk
from pipeline.stages.aggregate import Columns, Figures, Known, UnitEntry, campaign_figures, unit_figures
from pipeline.stages.aggregate.columns import Mentioned, unit_row

FIELDS = frozenset({"year", "kind", "leader", "size", "name", "decision.date"})


def record(data: Any, file: str = "units/u1.yaml") -> Record:
    """Data in which every value has a line of its own: that of its position."""
    places = {"": Place(file, 1, 1)}
    for line, (pointer, _) in enumerate(walk("", data), start=1):
        parts = pointer.split("/")
        for size in range(2, len(parts) + 1):
            around = "/".join(parts[:size])
            places.setdefault(around, Place(file, line, 1, pointer=around))
    return Record(data, places)


def unit(
    operations: Mapping[str, Any],
    figures: Mapping[str, Any] | None = None,
    records: Mapping[str, Any] | None = None,
    known: Known | None = None,
    lists: Mapping[str, Any] | None = None,
) -> tuple[Figures, list[BaocaoError]]:
    data = {"figures": figures or {}, "records": records or {}}
    known = known or Known({}, frozenset(), {})
    where = record({"aggregates": {"unit": operations}}, "campaign.yaml")
    return unit_figures(UnitEntry("u1", "Đơn vị 1", "a"), record(data), known, operations, where, lists or {})


def value(operation: Mapping[str, Any], **facts: Any) -> Any:
    """The value of one operation over a unit's figures; there must be no error."""
    figures, errors = unit({"result": operation}, **facts)
    assert errors == []
    return figures.figures["result"].value


def fault(operation: Mapping[str, Any], **facts: Any) -> BaocaoError:
    """What is wrong with one operation."""
    figures, errors = unit({"result": operation}, **facts)
    assert "result" not in figures.figures
    (error,) = errors
    return error


UNITS = (
    ("u1", "Đơn vị 1", "a", {"staff": 5, "late": 1}, [{"year": 2014, "kind": "x"}, {"year": 2015, "kind": "y"}]),
    ("u2", "Đơn vị 2", "b", {"staff": 9}, [{"year": 2015, "kind": "x"}]),
    ("u3", "Đơn vị 3", "a", {"staff": 9, "late": 0}, []),
)


def campaign(
    operations: Mapping[str, Any], units: Any = UNITS, delivered: frozenset[str] = frozenset({"u1", "u2", "u3"})
) -> tuple[Figures, list[BaocaoError]]:
    known = Known({"staff": "number", "late": "number"}, frozenset({"awards"}), {"awards": FIELDS})
    entries = [UnitEntry(id_, name, group) for id_, name, group, _, _ in units]
    columns = Columns()
    for entry, (_, _, _, figures, awards) in zip(entries, units, strict=True):
        if entry.id in delivered:
            data = record({"figures": figures, "records": {"awards": awards}}, f"units/{entry.id}.yaml")
            own = unit_figures(entry, data, known, {}, record({}), {})[0]
            columns.add(unit_row(entry, own, Mentioned(operations), {}))
    where = record({"aggregates": {"campaign": operations}}, "campaign.yaml")
    return campaign_figures(entries, columns, known, where, {})


def campaign_values(operations: Mapping[str, Any], **facts: Any) -> dict[str, Any]:
    figures, errors = campaign(operations, **facts)
    assert errors == []
    return {path: figure.value for path, figure in figures.figures.items()}
