"""Files that are written whole or not at all, and read without surprises."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from pipeline.errors import PublishError, system_reason
from pipeline.i18n import N_
from pipeline.model import Place

NO_FILE = N_("it is no ordinary file")


class CannotWrite(PublishError):
    code = "P01"
    cause = N_("The file cannot be written: {reason}.")
    remedy = N_("Close it in other programs, check free space and the right to write, and build again.")


class CannotCompare(PublishError):
    code = "P03"
    cause = N_("What stands in the place of the file cannot be read: {reason}.")
    remedy = N_("Move it away, or give the right to read it, and build again.")


def open_ordinary(path: Path, append: bool = False) -> BinaryIO:
    """Open a file for reading, or for writing at its end.

    Raises:
        OSError: It cannot be opened, or is no ordinary file: a pipe would be waited for, a device never ends.
    """
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT if append else os.O_RDONLY
    descriptor = os.open(path, flags | os.O_NONBLOCK | os.O_CLOEXEC, 0o666)
    file: BinaryIO = os.fdopen(descriptor, "ab" if append else "rb", buffering=0 if append else -1)
    mode = os.fstat(file.fileno()).st_mode
    if not stat.S_ISREG(mode):
        file.close()
        raise (
            OSError(errno.EISDIR, os.strerror(errno.EISDIR))
            if stat.S_ISDIR(mode)
            else OSError(errno.EINVAL, NO_FILE)
        )
    return file


def read_ordinary(path: Path) -> bytes:
    """The bytes of an ordinary file.

    Raises:
        OSError
    """
    with open_ordinary(path) as file:
        return file.read()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def file_sha256(path: Path, name: str = "") -> str | None:
    """The hash of a file's bytes, or None where there is none. ``name`` is the file's name in messages.

    Raises:
        CannotCompare: Something stands there that cannot be read.
    """
    try:
        return sha256(read_ordinary(path))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise CannotCompare(Place(name or path.name), reason=system_reason(error)) from error


Signature = tuple[int, int, int, int]
"""Size, times of content and of the entry (ns), and number of a file: what an edit of it changes."""


def signature(file: str | Path) -> Signature | None:
    """The signature of what stands at a path, or None where nothing does.

    Raises:
        OSError: It cannot be looked at.
    """
    try:
        found = os.stat(file)  # noqa: PTH116 - ten thousands of them: a path costs more than the look
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


class Seen:
    """Hashes of our own files, remembered with their signatures, so that a file need not be read to know it.

    As in git, a signature stands for the content only if it is older than the moment at which it was written down,
    by the clock of the file system: a file edited within the same tick of that clock would still look the same.
    ``known``: name to signature and hash, as they were written down at ``written`` (ns).
    """

    def __init__(self, known: Mapping[str, tuple[Signature, str]] | None = None, written: int = 0) -> None:
        self._known, self._written = dict(known or {}), written
        self.changed = False

    def hash(self, file: str, name: str) -> str | None:
        """The hash of a file's bytes, or None where there is none. ``name`` is its name here and in messages.

        Raises:
            CannotCompare: Something stands there that cannot be read.
        """
        try:
            now, entry = signature(file), self._known.get(name)
            if now is not None and entry is not None and entry[0] == now and max(now[1], now[2]) < self._written:
                return entry[1]
            found = file_sha256(Path(file), name) if now is not None else None
            if found is None:
                self.changed |= self._known.pop(name, None) is not None
            elif now is not None and signature(file) == now:
                self.note(name, now, found)
        except OSError as error:
            raise CannotCompare(Place(name), reason=system_reason(error)) from error
        return found

    def note(self, name: str, now: Signature, sha256: str) -> None:
        """Remember the hash of a file that looks like this."""
        self.changed = True
        self._known[name] = now, sha256

    def items(self) -> Iterable[tuple[str, tuple[Signature, str]]]:
        """What is remembered, by name."""
        return self._known.items()


def write_atomic(path: Path, data: bytes | Iterable[bytes | memoryview], name: str = "") -> None:
    """Write a file so that at every moment it holds its old or its new bytes.

    Raises:
        CannotWrite
    """
    temporary = stage(path, data, name or path.name, forced=True)
    put(temporary, path, name or path.name)


def stage(path: Path, data: bytes | Iterable[bytes | memoryview], name: str, forced: bool = False) -> Path:
    """Write the bytes beside ``path``; ``forced``: safely on the disk, which is slow."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.writelines([data] if isinstance(data, bytes) else data)
            if forced:
                file.flush()
                os.fsync(file.fileno())
    except BaseException as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise CannotWrite(Place(name), reason=system_reason(error)) from error
        raise
    return temporary


def force(path: Path, name: str) -> None:
    """See to it that a file, if it is there, is safely on the disk.

    Raises:
        CannotWrite
    """
    try:
        with open_ordinary(path) as file:
            os.fsync(file.fileno())
    except FileNotFoundError:
        pass
    except OSError as error:
        raise CannotWrite(Place(name), reason=system_reason(error)) from error


def put(temporary: Path, path: Path, name: str) -> None:
    """Rename what was staged into its place."""
    try:
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise CannotWrite(Place(name), reason=system_reason(error)) from error


def read_json(path: Path) -> dict[str, Any]:
    """The object in a JSON file, or an empty one if the file is damaged or absent."""
    try:
        value = json.loads(read_ordinary(path))
    except (OSError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def office_locks(path: Path) -> Iterator[Path]:
    """The files by which Word and LibreOffice tell that they have a document open."""
    name = path.name
    for lock in dict.fromkeys((f"~${name}", f"~${name[1:]}", f"~${name[2:]}", f".~lock.{name}#")):
        if (path.parent / lock).exists():
            yield path.parent / lock
