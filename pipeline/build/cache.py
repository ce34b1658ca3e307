"""What the last run found out, so that the next one need not: ``outputs/<campaign>/.cache/``.

Nothing here is needed. ``state.json`` holds, for each unit, the hash of its input and what came of it, what is
known
of each document, and the signatures of our own files; ``rows.json`` what the units tell the campaign as a
whole. Both
begin with the hash of the rest. A file that is absent, damaged, of another format, or not about the manifest that
stands beside it, counts for nothing: everything is then worked out anew, and written again.

The state is bound to one manifest, which holds the figures of the units: an entry means that its lines are there.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.errors import BaocaoError
from pipeline.stages.files import Seen, put, read_ordinary, signature, stage
from pipeline.stages.publish import MANIFEST
from pipeline.stages.published import Known, Published

FOLDER, STATE, ROWS = ".cache", "state.json", "rows.json"
FORMAT = b"baocao-cache/1"
_TICKS = 50
"""So many milliseconds at most the clock of the file system is waited for."""
_SELDOM = 50_000
DAMAGE: tuple[type[Exception], ...] = (
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
    ArithmeticError,
    RecursionError,
)


@dataclass(frozen=True, slots=True)
class DocumentMemory:
    """A document as it was planned: the ``key`` of what it is made of, or (without one) that it is blocked and
    why.

    ``errors`` are packed.
    """

    key: str
    reason: str = ""
    errors: tuple[Any, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class UnitMemory:
    """What came of a unit whose input had the hash ``input`` ("": nothing is known): packed findings, its
    documents
    by key in the campaign, its source (name, hash) and the hash of its row; ``row`` is "" if it is not valid."""

    input: str
    source: tuple[str, str] | None
    findings: tuple[Any, ...]
    row: str
    documents: dict[str, DocumentMemory]


@dataclass(frozen=True, slots=True)
class SummaryMemory:
    """What came of the campaign as a whole, when everything it is made of had the hash ``input``."""

    input: str
    findings: tuple[Any, ...]
    documents: dict[str, DocumentMemory]


@dataclass(slots=True)
class Cache:
    """What is remembered of one campaign. ``base`` is the hash of everything but the data of units.

    ``units`` and ``summary`` hold for ``base`` only: :meth:`rebase` forgets them if it is another now.
    """

    folder: Path
    base: str = ""
    units: dict[str, UnitMemory] = field(default_factory=dict)
    summary: SummaryMemory | None = None
    known: Known | None = None
    changed: bool = True
    fresh: dict[str, bytes] = field(default_factory=dict)
    """Rows of this run by their hash."""
    _rows: dict[str, bytes] | None = None
    _saved: set[str] = field(default_factory=set)
    """The hashes of the rows that are said to be in their file."""

    @classmethod
    def open(cls, outputs: Path) -> Cache:
        """What stands in the folder of outputs; nothing is raised, whatever is found there."""
        folder = outputs / FOLDER
        with suppress(OSError, *DAMAGE), no_collection():
            return cls._read(folder, json.loads(_checked(folder / STATE)), outputs / MANIFEST)
        return cls(folder)

    @classmethod
    def _read(cls, folder: Path, state: dict[str, Any], manifest: Path) -> Cache:
        now, written = signature(manifest), state["written"]
        if now is None or list(now) != state["manifest"] or max(now[1], now[2]) >= written:
            return cls(folder)
        names = state["fields"]
        documents = {path: Published.of(names, facts) for path, facts in state["documents"].items()}
        files = {name: (tuple(found), sha) for name, (found, sha) in state["files"].items()}
        known = Known(
            documents,
            set(state["orphans"]),
            state["findings"],
            state["made_of"],
            Seen(files, written),
            {name: tuple(span) for name, span in state["spans"].items()},
        )
        units = {
            id_: UnitMemory(input_, tuple(source) if source else None, tuple(found), row, _documents(documents_))
            for id_, (input_, source, found, row, documents_) in state["units"].items()
        }
        summary = state["summary"]
        entry = SummaryMemory(summary[0], tuple(summary[1]), _documents(summary[2])) if summary else None
        saved = {memory.row for memory in units.values()}
        return cls(folder, state["base"], units, entry, known, changed=False, _saved=saved)

    def rebase(self, base: str) -> None:
        """Forget what was found out under other circumstances."""
        if self.base != base:
            self.base, self.changed = base, True
            self.units.clear()
            self.summary = None

    # --- rows ---------------------------------------------------------------------------------------------------

    def keep_row(self, row: bytes) -> str:
        """Remember a row; returns its hash."""
        digest = _hash(row)
        self.fresh[digest] = row
        return digest

    def row(self, digest: str) -> bytes | None:
        """The row with a hash, if it is known."""
        if digest in self.fresh:
            return self.fresh[digest]
        if self._rows is None:
            self._rows = {}
            with suppress(OSError, *DAMAGE):
                self._rows = {_hash(row): row for row in _checked(self.folder / ROWS).split(b"\n")}
        if digest not in self._rows:
            self._saved.discard(digest)
        return self._rows.get(digest)

    # --- writing ------------------------------------------------------------------------------------------------

    def save(self, known: Known, seen: Seen) -> None:
        """Write down what is known now, if that is not what stands there. A cache that cannot be written is
        none."""
        if not (self.changed or seen.changed):
            return
        with suppress(OSError, BaocaoError), no_collection():
            self.folder.mkdir(exist_ok=True)
            self._save_rows()
            self._save_state(known, seen)

    def _save_rows(self) -> None:
        wanted = [entry.row for entry in self.units.values() if entry.row]
        if not self._saved.issuperset(wanted):
            rows = [row for row in map(self.row, wanted) if row is not None]
            _write(self.folder / ROWS, b"\n".join(rows))

    def _save_state(self, known: Known, seen: Seen) -> None:
        manifest = signature(self.folder.parent / MANIFEST)
        if manifest is None:
            return
        names = Published.fields()
        state = {
            "written": _after(self.folder, max(manifest[1], manifest[2])),
            "manifest": manifest,
            "base": self.base,
            "units": {
                id_: [e.input, e.source, e.findings, e.row, _plain(e.documents)] for id_, e in self.units.items()
            },
            "summary": self.summary
            and [self.summary.input, self.summary.findings, _plain(self.summary.documents)],
            "fields": names,
            "documents": {path: published.facts(names) for path, published in known.documents.items()},
            "orphans": sorted(known.orphans),
            "findings": known.findings,
            "made_of": known.made_of,
            "files": dict(seen.items()),
            "spans": known.spans,
        }
        _write(self.folder / STATE, json.dumps(state, ensure_ascii=False, separators=(",", ":")).encode())


def _documents(entries: Mapping[str, Any]) -> dict[str, DocumentMemory]:
    return {
        document: DocumentMemory(key, reason, tuple(errors), name)
        for document, (key, reason, errors, name) in entries.items()
    }


def _plain(documents: Mapping[str, DocumentMemory]) -> dict[str, Any]:
    return {document: [e.key, e.reason, e.errors, e.name] for document, e in documents.items()}


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]


def _checked(path: Path) -> bytes:
    """The content of a file of ours.

    Raises:
        OSError, ValueError: It cannot be read, is damaged or of another format.
    """
    data = read_ordinary(path)
    head, _, content = data.partition(b"\n")
    if head != FORMAT + b" " + hashlib.sha256(content).hexdigest().encode():
        raise ValueError(path)
    return content


def _write(path: Path, content: bytes) -> None:
    head = FORMAT + b" " + hashlib.sha256(content).hexdigest().encode() + b"\n"
    put(stage(path, iter((head, content)), path.name), path, path.name)


def _after(folder: Path, moment: int) -> int:
    """A moment of the file system's clock (ns) that is later than ``moment``, if it comes soon."""
    file = folder / f".{STATE}.{os.getpid()}.clock.tmp"
    try:
        file.touch()
        for _ in range(_TICKS):
            os.utime(file)
            if (now := file.stat().st_mtime_ns) > moment:
                break
            time.sleep(0.001)
        return now
    finally:
        file.unlink(missing_ok=True)


@contextmanager
def no_collection() -> Iterator[None]:
    """Many objects at once, none of them garbage."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@contextmanager
def rare_collection() -> Iterator[None]:
    """Look for garbage seldom: what a large campaign is known by are many objects that stay."""
    before = gc.get_threshold()
    gc.set_threshold(_SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
