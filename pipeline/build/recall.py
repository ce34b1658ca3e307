"""Between the run and its cache: what is remembered of units and of the campaign, and whether it still holds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from pipeline.build.cache import DAMAGE, Cache, DocumentMemory, SummaryMemory, UnitMemory
from pipeline.build.campaign import DocumentId
from pipeline.build.findings import ProgramFault
from pipeline.build.inputs import ABSENT, input_hash
from pipeline.build.packing import CannotPack, packed_errors, unpacked_errors
from pipeline.build.planned import Planned, blocked, kept
from pipeline.build.tasks import UnitDone
from pipeline.errors import BaocaoError, PublishError
from pipeline.stages.load import Source, UnitSource
from pipeline.stages.load.findings import UnreadableFile
from pipeline.stages.localise.markdown import NotParsed
from pipeline.stages.publish import Outputs

PASSING = (ProgramFault, PublishError, UnreadableFile, NotParsed)
"""Findings that the same data need not lead to next time."""


def recalled(
    cache: Cache, unit: str, input_: str | None, documents: Sequence[DocumentId], before: Outputs
) -> UnitDone | None:
    """What came of a unit, if it delivered the same and all its ``documents`` are as they should be."""
    memory = cache.units.get(unit)
    if memory is None or not input_ or memory.input != input_:
        return None
    try:
        planned = _recalled(documents, memory.documents, before)
        if planned is None:
            return None
        findings = unpacked_errors(memory.findings)
    except DAMAGE:
        return None
    source = Source(*memory.source) if memory.source else None
    return UnitDone(unit, findings, planned, source, b"" if memory.row else None, kept=True)


def _recalled(
    documents: Sequence[DocumentId], memories: dict[str, DocumentMemory], before: Outputs
) -> tuple[Planned, ...] | None:
    found: list[Planned] = []
    for document in documents:
        memory = memories.get(document.key)
        if memory is None:
            return None
        errors = unpacked_errors(memory.errors) if memory.errors else ()
        if not memory.key:
            found.append(blocked(document, memory.reason, *errors))
            continue
        planned = kept(document, memory.key, before)
        if planned is None:
            return None
        found.append(replace(planned, errors=errors, name=memory.name) if errors or memory.name else planned)
    return tuple(found)


def remember(cache: Cache, done: UnitDone, source: UnitSource) -> None:
    """Keep what came of a unit. Of one whose findings may pass nothing is kept but that it was there."""
    cache.changed = True
    before = cache.units.get(done.id)
    row = cache.keep_row(done.row) if done.row is not None else ""
    read = done.source.sha256 if done.source else "" if source.file else ABSENT
    try:
        findings = _packed(done.findings)
    except CannotPack:
        read = ""
        findings = ()
    input_ = input_hash(source, read) if read else ""
    documents = dict(before.documents) if before is not None and input_ and before.input == input_ else {}
    _remember(documents, done.documents)
    names = (done.source.name, done.source.sha256) if done.source else None
    cache.units[done.id] = UnitMemory(input_, names, findings, row, documents if input_ else {})


def _remember(memories: dict[str, DocumentMemory], documents: Iterable[Planned]) -> None:
    for planned in documents:
        memories.pop(planned.document.key, None)
        try:
            errors = _packed(planned.errors)
        except CannotPack:
            continue
        if planned.state == "blocked":
            memories[planned.document.key] = DocumentMemory("", planned.reason, errors)
        elif planned.key:
            memories[planned.document.key] = DocumentMemory(planned.key, "", errors, planned.name)


def _packed(errors: Iterable[BaocaoError]) -> tuple[Any, ...]:
    """Findings as the cache keeps them.

    Raises:
        CannotPack: One may pass, or would not come back the same.
    """
    if any(isinstance(error, PASSING) for error in errors):
        raise CannotPack
    return tuple(packed_errors(errors))


# --- the campaign as a whole ------------------------------------------------------------------------------------


def summary_input(cache: Cache, rows: Iterable[tuple[str, str]], collector: str) -> str:
    """The hash of all that the campaign's own documents are made of; ``rows`` are units with the hashes of their
    rows, ``collector`` is the hash of the input of the collecting unit."""
    digest = hashlib.sha256(f"{cache.base}\n{collector}\n".encode())
    digest.update("\n".join(f"{unit} {row}" for unit, row in rows).encode())
    return digest.hexdigest()


def recalled_summary(
    cache: Cache, input_: str, documents: Sequence[DocumentId], before: Outputs
) -> tuple[tuple[BaocaoError, ...], tuple[Planned, ...]] | None:
    """The findings and documents of the campaign as a whole, if they are made of what has the hash ``input_``."""
    memory = cache.summary
    if memory is None or memory.input != input_:
        return None
    try:
        planned = _recalled(documents, memory.documents, before)
        return None if planned is None else (unpacked_errors(memory.findings), planned)
    except DAMAGE:
        return None


def remember_summary(
    cache: Cache, input_: str, findings: Iterable[BaocaoError], documents: Iterable[Planned]
) -> None:
    """Keep what came of the campaign as a whole."""
    cache.changed = True
    before = cache.summary
    memories = dict(before.documents) if before is not None and before.input == input_ else {}
    _remember(memories, documents)
    try:
        cache.summary = SummaryMemory(input_, _packed(findings), memories)
    except CannotPack:
        cache.summary = None
