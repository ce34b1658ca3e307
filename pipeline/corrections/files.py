"""Edited files: found, refreshed in their place with the edited original kept beside, verified."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.corrections.errors import FileInUse, NotOurs
from pipeline.corrections.outcomes import Refreshed
from pipeline.corrections.reading import stored_in
from pipeline.corrections.refresh import refresh
from pipeline.corrections.verify import verify
from pipeline.decree.open import NotADocument, found_files
from pipeline.docx.package import unpack
from pipeline.docx.revisions import Author
from pipeline.docx.store import FIGURES, Identity
from pipeline.errors import BaocaoError, system_reason
from pipeline.i18n import N_, visible
from pipeline.model import Place
from pipeline.stages.files import file_sha256, office_locks, read_ordinary, sha256, write_atomic
from pipeline.stages.publish import EDITED, ISSUED, MANIFEST

KEPT = ".truoc-cap-nhat-"
"""Stands in the name of a copy of what a refresh replaced ("before the refresh"), before digits of its hash."""

WORD = (".docx", ".docm")
"""How the names of Word documents end."""

Maker = Callable[[Identity], bytes]
"""Makes the document with an identity from the data of now."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a file. ``written``: the file that holds the result, if one was written; ``kept``: the copy of
    what stood there before; ``foreign``: it is none of ours, and nobody said that it was."""

    path: Path
    refreshed: Refreshed | None = None
    findings: tuple[BaocaoError, ...] = ()
    written: Path | None = None
    kept: Path | None = None
    foreign: bool = False

    @property
    def failed(self) -> bool:
        return any(finding.severity == "error" for finding in self.findings)

    @property
    def clean(self) -> bool:
        """Whether there is nothing that anybody has to look at."""
        return all(finding.severity == "info" for finding in self.findings)


def documents_at(paths: Iterable[Path]) -> Iterator[tuple[Path, bool]]:
    """Files that are named, and (True) text documents found in folders, each once.

    What is passed over in folders: PDFs, the copies that a refresh keeps, and what results hold of earlier times.

    Raises:
        NothingToCheck
    """
    told: set[Path] = set()
    given = list(paths)
    named = {path for path in given if not path.is_dir()}
    for path in given:
        inside = path.is_dir()
        for file in found_files([path]):
            passed = inside and (file.suffix.lower() == ".pdf" or KEPT in file.name or _is_earlier(file, path))
            if not passed and file not in told:
                told.add(file)
                yield file, inside and file not in named


def _is_earlier(file: Path, folder: Path) -> bool:
    """Whether a file is one that a build replaced or issued before, below the results in ``folder``."""
    below = (around for around in file.parents if around.is_relative_to(folder) and around != folder)
    return any(each.name in (EDITED, ISSUED) and (each.parent / MANIFEST).is_file() for each in below)


def refresh_file(
    path: Path, make: Maker, out: Path | None = None, *, force: bool = False, track: Author | None = None
) -> Done:
    """Refresh one file in its place, or into ``out``, as :func:`~pipeline.corrections.refresh.refresh` does.

    What it replaces is kept beside. Whatever is wrong is told in the result, and then the file is as it was.
    """
    name = visible(str(path))
    try:
        data, fresh = _read(path, name, make)
        refreshed = refresh(data, fresh, force=force, track=track, name=name)
        written, kept = None, None
        if refreshed.changed or out is not None:
            written = out or path
            kept = _put(written, refreshed.docx, data if out is None else None)
    except BaocaoError as error:
        return Done(path, findings=(error,))
    return Done(path, refreshed, refreshed.findings, written, kept)


def verify_file(path: Path, make: Maker, found: bool = False) -> Done:
    """Verify one file; whatever is wrong is told in the result.

    ``found``: it was found in a folder, where other people's documents may lie too.
    """
    name = visible(str(path))
    if found and path.suffix.lower() not in WORD:
        return Done(path, foreign=True)
    try:
        data, fresh = _read(path, name, make)
        return Done(path, findings=verify(data, fresh, name))
    except NotOurs as error:
        return Done(path, foreign=True) if found and not _has_figures(path) else Done(path, findings=(error,))
    except BaocaoError as error:
        return Done(path, findings=(error,))


def _has_figures(path: Path) -> bool:
    """Whether there are controls of ours in a document that does not know any more what it is."""
    return any(FIGURES.encode() in data for data in unpack(read_ordinary(path), path.name).values())


def read_file(path: Path, name: str) -> bytes:
    """The bytes of a file that messages call ``name``.

    Raises:
        NotADocument: It cannot be read.
    """
    try:
        return read_ordinary(path)
    except OSError as error:
        raise NotADocument(Place(name), reason=system_reason(error)) from error


def _read(path: Path, name: str, make: Maker) -> tuple[bytes, bytes]:
    """A file, and the same document from the data of now."""
    data = read_file(path, name)
    return data, make(stored_in(unpack(data, name), name).identity)


def _put(path: Path, data: bytes, read: bytes | None) -> Path | None:
    """Write a document over what stands in its place, which is kept beside; ``read``: what must stand there."""
    name, given, path = visible(str(path)), path, path.resolve()
    for lock in office_locks(path):
        raise FileInUse(Place(name), lock=visible(lock.name))
    there = file_sha256(path, name)
    if read is not None and there != sha256(read):
        raise FileInUse(Place(name), lock=N_("it was saved while this ran"))
    if there in (None, sha256(data)):
        write_atomic(path, data, name)
        return None
    kept = _keep(path, there or "")
    write_atomic(path, data, name)
    with suppress(OSError):
        shutil.copymode(kept, path)
    beside = given.with_name(kept.name)
    return beside if beside.exists() else kept  # it lies where a link leads to


def _keep(path: Path, digest: str) -> Path:
    """Copy what stands in a place, under a name that says what it is; never over anything else."""
    data = read_ordinary(path)
    for length in (8, 64):
        copy = path.with_name(f"{path.stem}{KEPT}{digest[:length]}{path.suffix}")
        found = file_sha256(copy, visible(copy.name))
        if found == digest:
            return copy
        if found is None:
            break
    write_atomic(copy, data, visible(copy.name))
    with suppress(OSError):
        shutil.copystat(path, copy)
    return copy
