"""The figures of a campaign as its data are now. A unit is read when one of its figures is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from pipeline.build.campaign import DocumentId, open_campaign, stops
from pipeline.build.summary import Summary
from pipeline.build.units import Checked, Checker, Unit
from pipeline.corrections.explain_errors import DataFaulty, UnknownUnit, UnknownValue
from pipeline.errors import BaocaoError
from pipeline.model import Figure, Place, Trace, Value
from pipeline.stages.aggregate import Figures, UnitEntry
from pipeline.stages.aggregate.columns import Mentioned, unit_row
from pipeline.stages.load.nearest import nearest
from pipeline.stages.localise import unit_names
from pipeline.stages.localise.tables import record_figures
from pipeline.stages.validate import Schemas

KEPT = 64
"""So many units stay in memory after they were read."""


class Book:
    """Every figure by its id: ``van-phong:staff.total`` of a unit, ``staff.total`` of the whole campaign.

    Raises:
        UsageError: There is no campaign, or no schema.
        DataFaulty: ``campaign.yaml`` has errors; they are in its ``findings``.
    """

    def __init__(self, folder: Path) -> None:
        self.schemas = Schemas(folder)
        self.campaign = open_campaign(folder, self.schemas)
        if not self.campaign.usable:
            raise DataFaulty.of(self.campaign.name, self.campaign.findings)
        self.folder = folder
        self._checker = Checker(self.campaign, self.schemas)
        self._entries = {entry.id: entry for entry in self.campaign.asked}
        self._checked: dict[str, Checked] = {}

    @property
    def units(self) -> list[str]:
        """The ids of the units that were asked."""
        return list(self._entries)

    def entry(self, unit: str) -> UnitEntry:
        """A unit as the campaign lists it.

        Raises:
            UnknownUnit
        """
        if unit not in self._entries:
            near = ", ".join(nearest(unit, self._entries, 3)) or "-"
            raise UnknownUnit(unit=unit, near=near)
        return self._entries[unit]

    def unit(self, unit: str) -> Unit:
        """A unit with its figures; only its own data are read.

        Raises:
            UnknownUnit
            DataFaulty: It has no data, or errors stand against them.
        """
        self.entry(unit)
        checked = self._check(unit)
        if checked is None or checked.unit is None:
            raise DataFaulty.of(unit, checked.findings if checked else ())
        return checked.unit

    def _check(self, unit: str) -> Checked | None:
        source = self.campaign.inputs.units.get(unit)
        if source is None:
            return None
        if unit not in self._checked:
            if len(self._checked) >= KEPT:
                self._checked.pop(next(iter(self._checked)))
            self._checked[unit] = self._checker.check([source])[0]
        return self._checked[unit]

    @cached_property
    def summary(self) -> Summary:
        """What all units add up to; every unit is read.

        Raises:
            DataFaulty: The campaign's own figures cannot be computed.
        """
        data = self.campaign.data
        summary = Summary(self.campaign)
        own = [data["documents"][document.key] for document in self.campaign.own_documents()]
        declared = (data.get("aggregates", {}).get("campaign", {}), data.get("checks", {}).get("campaign", []))
        mentioned = Mentioned(*own, *declared)
        for unit in self._valid():
            names = unit_names(unit.entry, unit.issuer)
            row = unit_row(unit.entry, unit.figures, mentioned, names, unit.issuer.illustrative)
            summary.add(row, unit if unit.entry.id == data["collecting_unit"] else None)
        found = summary.close(self.schemas)
        if stops(found):
            raise DataFaulty.of(self.campaign.name, found)
        return summary

    def _valid(self) -> Iterator[Unit]:
        for source in self.campaign.units:
            checked = self._check(source.id)
            if checked is not None and checked.unit is not None:
                yield checked.unit

    @property
    def own(self) -> Figures:
        """The campaign's own figures."""
        return self.summary.figures

    def figures(self, unit: str) -> Figures:
        """All figures of a unit, or (``""``) of the campaign."""
        return self.unit(unit).figures if unit else self.own

    def figure(self, id_: str) -> Figure:
        """The figure of an id. Units and records that a trace names count as figures, too.

        Raises:
            UnknownUnit, UnknownValue, DataFaulty
        """
        unit, colon, path = id_.rpartition(":")
        if id_.startswith("="):
            return Figure(id_, id_[1:], "number", Trace("constant"))
        if colon and not path:
            return self._unit_itself(unit)
        figures = self.figures(unit)
        found = figures.figures.get(path) or self._of_record(unit, path, figures)
        if found is None:
            raise self._unknown(id_, path, figures)
        return found

    def _unit_itself(self, unit: str) -> Figure:
        entry = self.entry(unit)
        index = self.units.index(unit)
        place = self.campaign.record.place(f"/units/{index}/name")
        return Figure(f"{unit}:", entry.name, "text", Trace("unit", (), place))

    def _of_record(self, unit: str, path: str, figures: Figures) -> Figure | None:
        """A record (``awards[3]``), or a field of one (``awards[3].year``)."""
        name, _, rest = path.partition("[")
        number, _, field = rest.partition("]")
        rows = figures.records.get(name, ())
        if not number.isdecimal() or len(number) > 9 or int(number) >= len(rows):
            return None
        id_, row = rows[int(number)]
        place = figures.places.get(id_)
        if not field:
            return Figure(id_, None, "text", Trace("record", (), place))
        known = self.campaign.known.fields.get(name, frozenset())
        found = record_figures(id_, row, place, known).get(field.removeprefix("."))
        return found and self._placed(unit, found, name, int(number), field.removeprefix("."))

    def row(self, id_: str) -> dict[str, Value] | None:
        """The values of a record (``so-a:awards[3]``, or a field of it) by dotted path, else None."""
        unit, _, path = id_.rpartition(":")
        record = self._of_record(unit, path.partition("]")[0] + "]", self.figures(unit)) if "[" in path else None
        if record is None:
            return None
        name, _, rest = path.partition("[")
        fields = record_figures(record.id, self.figures(unit).records[name][int(rest.partition("]")[0])][1], None)
        return {field: figure.value for field, figure in fields.items()}

    def _placed(self, unit: str, figure: Figure, name: str, number: int, field: str) -> Figure:
        """The field with its own place: traces know that of its record."""
        pointer = f"/records/{name}/{number}/{field.replace('.', '/')}"
        place: Place = self.unit(unit).record.place(pointer)
        return Figure(figure.id, figure.value, figure.kind, Trace(figure.trace.operation, (), place))

    def _unknown(self, id_: str, path: str, figures: Figures) -> BaocaoError:
        prefix = id_.removesuffix(path)
        below = [name for name in figures.figures if name.startswith(f"{path}.")]
        near = [prefix + name for name in below[:3] or nearest(path, self.names(figures), 3)]
        return UnknownValue(figure=id_, near=", ".join(near) or "-")

    def names(self, figures: Figures) -> list[str]:
        """Every path that names a figure among ``figures``, those of records by the name of their list."""
        return [*figures.figures, *(f"{name}[0]" for name in figures.records)]

    def document(self, path: str) -> DocumentId | None:
        """The document with a path (``units/van-phong/report``), if the campaign has it."""
        return next((document for document in self.campaign.documents() if document.path == path), None)
