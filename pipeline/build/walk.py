"""Every unit and every document of a campaign in turn: units first, by one or several processes."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline.build.cache import Cache, no_collection
from pipeline.build.campaign import Campaign, DocumentId, Selection, tool_version
from pipeline.build.inputs import base_hash, input_hashes
from pipeline.build.packing import unpacked_row
from pipeline.build.planned import Fill, Planned, blocked
from pipeline.build.recall import recalled, recalled_summary, remember, remember_summary, summary_input
from pipeline.build.remembered import Remembered
from pipeline.build.summary import Summary
from pipeline.build.tasks import UnitDone, UnitTask
from pipeline.build.units import Unit
from pipeline.build.workers import Workers
from pipeline.errors import BaocaoError
from pipeline.i18n import N_
from pipeline.stages.load import UnitSource
from pipeline.stages.publish import MANIFEST, Outputs
from pipeline.stages.validate import Schemas

if TYPE_CHECKING:
    from pipeline.build.facts import Moved
    from pipeline.build.workshop import Workshop

Chosen = tuple[UnitSource, tuple[DocumentId, ...]]
"""A unit with those of its documents that are asked for."""


@dataclass(slots=True)
class Walk:
    """One way through a campaign. No more than a few units are in memory at a time.

    ``gated``: the layout of what is filled is checked. ``take`` is given what came of each unit; ``findings`` grow
    on the way. At its end ``summary`` is complete if it had to be ``added_up``, else as in the last run.
    ``cache`` (not used where every template is filled) spares the units that are as they were.
    """

    campaign: Campaign
    schemas: Schemas
    selection: Selection
    before: Outputs
    fill: Fill
    gated: bool
    processes: int
    take: Callable[[UnitDone], None]
    cache: Cache | None = None
    findings: list[BaocaoError] = field(default_factory=list)
    added_up: bool = False
    made_of: dict[str, dict[str, Any]] = field(default_factory=dict)
    summary: Summary = field(init=False)
    _tool: str = ""
    _workshop: Workshop | None = None
    _moved: Moved | None = None
    _collector: Unit | None = None
    _inputs: dict[str, str] = field(default_factory=dict)
    _rows: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.findings += self.campaign.findings
        self.summary = Summary(self.campaign)

    def documents(self) -> Generator[Planned, None, None]:
        """Every document that is asked for. Close it (``contextlib.closing``) to end the processes."""
        if not self.campaign.declared:
            return
        for document in self._chosen(self._undelivered()):
            yield blocked(document, N_("no data"))
        self._tool = tool_version()
        cache = self._based()
        with no_collection():
            units = self._divided(cache)
        with closing(self._worked(cache, [entry for entry in units if not isinstance(entry, UnitDone)])) as worked:
            for entry in units:
                done = entry if isinstance(entry, UnitDone) else next(worked)
                yield from self._taken(done, cache)
        yield from self._own(cache)

    # --- units --------------------------------------------------------------------------------------------------

    @property
    def workshop(self) -> Workshop:
        """Made when something has to be worked out; only then is what fills and judges documents loaded."""
        if self._workshop is None:
            from pipeline.build.workshop import Workshop  # noqa: PLC0415

            self._workshop = Workshop(self.campaign, self.fill, self.gated, self._tool, self.schemas)
            self.made_of = self._workshop.made_of()
        return self._workshop

    @property
    def moved(self) -> Moved:
        """What the campaign's own documents owe their changes to."""
        if self._moved is None:
            from pipeline.build.facts import Moved  # noqa: PLC0415 - as the workshop

            self._moved = Moved(Remembered(self.before.folder / MANIFEST, self.before.spans))
        return self._moved

    def _based(self) -> Cache:
        """The cache, if it is of any use here, else an empty one."""
        if self.cache is None or self.fill == "all" or not self.campaign.usable:
            return Cache(self.before.folder)
        self.cache.rebase(base_hash(self.campaign, self._tool, self.gated))
        return self.cache

    def _divided(self, cache: Cache) -> list[Chosen | UnitDone]:
        """The units in their order: those that have to be dealt with, and what is known of the others."""
        units = self.campaign.units
        hashes = input_hashes(self.campaign.folder, units) if cache.units else {}
        asked = {entry.id for entry in self.campaign.asked}
        found: list[Chosen | UnitDone] = []
        for unit in units:
            of_unit = self.campaign.unit_documents(unit.id) if unit.id in asked else ()
            documents = tuple(self._chosen(of_unit))
            done = recalled(cache, unit.id, hashes.get(unit.id), documents, self.before)
            found.append(done or (unit, documents))
        return found

    def _worked(self, cache: Cache, tasks: list[Chosen]) -> Generator[UnitDone, None, None]:
        """What comes of the units that have to be dealt with, in their order."""
        if tasks:
            with Workers(self.workshop, self.processes, self._tool) as workers:
                for done in workers.deal_with(map(self._task, tasks), len(tasks)):
                    self.moved.add(done.id, done.figures)
                    remember(cache, done, self.campaign.inputs.units[done.id])
                    yield done

    def _task(self, chosen: Chosen) -> UnitTask:
        unit, documents = chosen
        return UnitTask(unit, documents, self.before.some(document.path for document in documents))

    def _taken(self, done: UnitDone, cache: Cache) -> Iterator[Planned]:
        entry = cache.units[done.id]
        self.findings += done.findings
        self._inputs[done.id] = entry.input
        if done.row is not None:
            self._rows[done.id] = entry.row
            self._collector = done.unit or self._collector
        self.take(done)
        yield from done.documents

    # --- the campaign as a whole --------------------------------------------------------------------------------

    def _own(self, cache: Cache) -> Iterator[Planned]:
        """The documents of the campaign, from the cache if nothing of what they are made of has changed."""
        documents = list(self._chosen(self.campaign.own_documents()))
        collector = self._inputs.get(self.campaign.data["collecting_unit"], "")
        order = [unit.id for unit in self.campaign.units if unit.id in self._rows]
        input_ = summary_input(cache, ((unit, self._rows[unit]) for unit in order), collector)
        known = recalled_summary(cache, input_, documents, self.before)
        if known is not None:
            self.findings += known[0]
            yield from known[1]
            return
        found = self._summed(order, cache)
        self.findings += found
        self.added_up = True
        planned: list[Planned] = []
        for document in self.workshop.own(self.summary, documents, self.before, self.moved):
            planned.append(document.light())
            yield document
        remember_summary(cache, input_, found, planned)

    def _summed(self, units: list[str], cache: Cache) -> list[BaocaoError]:
        """Compute the campaign's own figures from the rows of the units; return what is wrong with them."""
        collecting = self.campaign.data["collecting_unit"]
        for unit in units:
            row = cache.row(self._rows[unit])
            own = self._collector if unit == collecting else None
            if row is None or (unit == collecting and own is None):
                done = self._again(unit, cache)
                row, own = row or done.row, done.unit
            if row is not None:
                self.summary.add(unpacked_row(row), own)
        return self.summary.close(self.schemas)

    def _again(self, unit: str, cache: Cache) -> UnitDone:
        """What is not remembered of a unit; its row is from now on."""
        (done,) = self.workshop.units([self._task((self.campaign.inputs.units[unit], ()))])
        if done.row is not None:
            cache.keep_row(done.row)
        return done

    # --- documents ----------------------------------------------------------------------------------------------

    def _undelivered(self) -> Iterator[DocumentId]:
        for entry in self.campaign.asked:
            if entry.id not in self.campaign.inputs.units:
                yield from self.campaign.unit_documents(entry.id)

    def _chosen(self, documents: Iterable[DocumentId]) -> Iterable[DocumentId]:
        if self.selection.everything:
            return documents
        return (document for document in documents if document in self.selection)
