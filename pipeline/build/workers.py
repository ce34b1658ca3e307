"""Units dealt with by several processes: the same results in the same order as by one.

A process that dies (killed for want of memory, or by a fault in a C library) takes the units it had in hand with
it; they are tried once more, each alone in a process of its own. Only a unit that ends that one too is given up.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from itertools import islice
from types import TracebackType
from typing import TYPE_CHECKING, Self

from pipeline.build.campaign import Campaign
from pipeline.build.findings import ProgramFault
from pipeline.build.planned import Fill, Planned
from pipeline.build.tasks import UnitDone, UnitTask
from pipeline.i18n import N_
from pipeline.model import Place
from pipeline.stages.load import CAMPAIGN_FILE

if TYPE_CHECKING:
    from pipeline.build.workshop import Workshop

UNITS_PER_TASK = 8
PARALLEL_FROM = 100
"""So many units pay for the start of other processes (about half a second)."""
PATIENCE = 5.0
"""Seconds for a result before it is looked whether its process is still there."""
AHEAD = 2
"""Tasks for each process that are under way or wait for it."""

Task = Sequence[UnitTask]


def processors() -> int:
    """How many processes work at once where nobody says so: one for each processor, at most eight."""
    return min(len(os.sched_getaffinity(0)), 8)


class WorkerDied(ProgramFault):
    """The machine or a library, not the data, ended the process: twice."""

    code = "B02"
    cause = N_("The process that worked on the unit “{unit}” ended without a word, twice.")
    remedy = N_("Look for an end of memory (dmesg); build with fewer --jobs; report it if it happens again.")


class Workers:
    """Deals with units, in this process or in ``processes`` others. Use it as a context manager.

    ``workshop`` is the one of this process. Others get a copy of the campaign and compile templates by themselves.
    """

    def __init__(self, workshop: Workshop, processes: int, tool: str) -> None:
        self._workshop, self._processes = workshop, processes
        self._given = workshop.campaign.shared(), workshop.fill, workshop.gated, tool
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def deal_with(self, units: Iterable[UnitTask], count: int) -> Iterator[UnitDone]:
        """Every one of ``count`` units in turn. Tasks are begun only as their results are taken."""
        source = iter(units)
        tasks = iter(lambda: list(islice(source, UNITS_PER_TASK)), [])
        if self._processes == 1 or count < PARALLEL_FROM:
            for task in tasks:
                yield from self._workshop.units(task)
        else:
            yield from self._in_parallel(tasks)

    def _in_parallel(self, tasks: Iterator[Task]) -> Iterator[UnitDone]:
        waiting: deque[tuple[Task, Future[list[UnitDone]]]] = deque()
        while True:
            for task in islice(tasks, AHEAD * self._processes - len(waiting)):
                waiting.append((task, self._submit(task, self._processes)))
            if not waiting:
                return
            task, future = waiting.popleft()
            try:
                yield from self._result(future)
            except BrokenProcessPool:
                lost = [task, *(task for task, _ in waiting)]
                waiting.clear()
                self._close()
                yield from self._again(lost)

    def _result(self, future: Future[list[UnitDone]]) -> list[UnitDone]:
        """What came of a task.

        A process that is killed while it sends a result leaves half of it in the pipe, and the pool would wait for
        the rest for ever: the pool is then ended from here.

        Raises:
            BrokenProcessPool
        """
        while True:
            try:
                return future.result(PATIENCE)
            except TimeoutError:
                if self._pool is not None and not future.done():
                    _end_if_broken(self._pool)

    def _submit(self, task: Task, processes: int) -> Future[list[UnitDone]]:
        """Give a task to the pool; where none can be started, the work is done here."""
        try:
            if self._pool is None:
                self._pool = self._start(processes)
            return self._pool.submit(_units, task)
        except BrokenProcessPool as error:
            done: Future[list[UnitDone]] = Future()
            done.set_exception(error)
        except OSError:  # no more processes, or no shared memory
            self._close()
            done = Future()
            done.set_result(self._workshop.units(task))
        return done

    def _start(self, processes: int) -> ProcessPoolExecutor:
        # a server that has no threads forks the processes: the imports are made once
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([__name__, "pipeline.build.workshop"])
        return ProcessPoolExecutor(processes, context, _open, self._given)

    def _again(self, tasks: Iterable[Task]) -> Iterator[UnitDone]:
        """The units of lost tasks, one by one."""
        for unit in (unit for task in tasks for unit in task):
            try:
                yield from self._result(self._submit([unit], 1))
            except BrokenProcessPool:
                self._close()
                yield _given_up(unit)
        self._close()

    def _close(self) -> None:
        """Every result that anybody wants is here: what the processes still do is dropped.

        They are not asked to end: one killed while it waited for work keeps the lock of the queue, and the
        others would never hear of it.
        """
        pool, self._pool = self._pool, None
        if pool is not None:
            _kill(pool)
            pool.shutdown(cancel_futures=True)


def _end_if_broken(pool: ProcessPoolExecutor) -> None:
    """End a pool that has lost a process without noticing."""
    if not all(process.is_alive() for process in (pool._processes or {}).values()):
        _kill(pool)


def _kill(pool: ProcessPoolExecutor) -> None:
    """End the processes of a pool, and the pipe in which half a result may be: the pool finds itself broken."""
    for process in list((pool._processes or {}).values()):
        process.kill()
    with suppress(OSError, AttributeError):  # the pool has ended already
        pool._result_queue._writer.close()  # type: ignore[attr-defined]


def _given_up(unit: UnitTask) -> UnitDone:
    id_ = unit.source.id
    error = WorkerDied(Place(unit.source.file or CAMPAIGN_FILE), unit=id_).about(id_)
    documents = tuple(Planned(document, "failed", error.message()) for document in unit.documents)
    return UnitDone(id_, (error,), documents)


# --- in the other process ---------------------------------------------------------------------------------------

_workshop: Workshop | None = None


def _open(campaign: Campaign, fill: Fill, gated: bool, tool: str) -> None:
    """Make the process ready: it leaves Ctrl-C to its parent, and does not outlive it."""
    from pipeline.build.workshop import Workshop  # noqa: PLC0415 - it is loaded in the server already

    global _workshop  # noqa: PLW0603 - what a process of the pool keeps from task to task
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _workshop = Workshop(campaign, fill, gated, tool)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _units(task: Task) -> list[UnitDone]:
    assert _workshop is not None  # noqa: S101 - the pool has opened it
    return _workshop.units(task)
