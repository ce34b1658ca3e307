"""DOCX to PDF: a pool of warm LibreOffice processes, and a check of what comes out.

A document that breaks or hangs LibreOffice costs a restart and is tried once more on a fresh process; then it
fails by itself and the others go on.
"""

from __future__ import annotations

import os
import queue
import re
import threading
import weakref
import zipfile
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from io import BytesIO
from itertools import islice

from pipeline.errors import BaocaoError, ConvertError
from pipeline.office.errors import (
    DocxRefused,
    OfficeCrashed,
    OfficeMissing,
    OfficeNotStarting,
    OfficeStopped,
    OfficeTimeout,
    fault_of,
)
from pipeline.office.installation import Installation, find_installation
from pipeline.office.process import START_SECONDS, BrokenDown, OfficeProcess

MAIN_PART = "word/document.xml"
_CUSTOM = re.compile(rb"customXml/|docProps/custom")
_COMMENTED = b"word/comments.xml"
"""Comments are not printed, and a LibreOffice without windows ends when it meets one."""
ATTEMPTS = 2
AHEAD = 2
"""So many jobs per process are taken from the source: one in work, one waiting."""


@dataclass(frozen=True)
class PdfJob:
    """A DOCX to convert; ``key`` comes back with the result."""

    key: str
    docx: bytes


def office_missing() -> BaocaoError | None:
    """What keeps this machine from making PDF, as a warning with the one line to type; or ``None``."""
    found = find_installation()
    return None if isinstance(found, Installation) else OfficeMissing(missing=", ".join(found))


class OfficePool:
    """Up to ``size`` LibreOffice processes, started when first needed. Use it as a context manager.

    ``timeout`` is the limit in seconds for one attempt at one document; a process is replaced after ``recycle``
    documents. ``isolated=False`` leaves LibreOffice in the network of the machine, where it is normally taken out
    of it as far as the kernel allows.
    """

    def __init__(self, size: int = 1, timeout: float = 60.0, recycle: int = 200, isolated: bool = True) -> None:
        self._size = max(1, size)
        self._members = [_Member(timeout, recycle, isolated) for _ in range(self._size)]
        self._idle: queue.LifoQueue[_Member] = queue.LifoQueue()
        for member in self._members:
            self._idle.put(member)
        self._workers = ThreadPoolExecutor(self._size, thread_name_prefix="office")
        self._closer = weakref.finalize(self, _close, os.getpid(), self._members, self._workers)

    def __enter__(self) -> OfficePool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all processes, also in the middle of a document. May be called twice, and from any thread."""
        self._closer()

    @property
    def processes(self) -> tuple[OfficeProcess, ...]:
        """The processes that run now."""
        return tuple(member.process for member in self._members if member.process)

    def convert(self, jobs: Iterable[PdfJob]) -> Iterator[tuple[str, bytes | ConvertError]]:
        """Yield ``(key, PDF or error)`` as the documents get ready, taking jobs only as they can be worked on."""
        source = iter(jobs)
        waiting: dict[Future[bytes | ConvertError], str] = {}
        try:
            while True:
                for job in islice(source, AHEAD * self._size - len(waiting)):
                    waiting[self._submit(job)] = job.key
                if not waiting:
                    return
                for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                    yield waiting.pop(future), future.result()
        finally:
            for future in waiting:
                future.cancel()

    def _submit(self, job: PdfJob) -> Future[bytes | ConvertError]:
        try:
            return self._workers.submit(self._convert, job.docx)
        except RuntimeError:  # closed
            stopped: Future[bytes | ConvertError] = Future()
            stopped.set_result(OfficeStopped())
            return stopped

    def _convert(self, docx: bytes) -> bytes | ConvertError:
        found = find_installation()
        if not isinstance(found, Installation):
            return OfficeMissing(missing=", ".join(found))
        member = self._idle.get()
        try:
            require_docx(docx)
            pdf = member.convert(_bare(docx), found)
        except ConvertError as error:
            return error
        except BaocaoError as error:  # it can be unpacked, but not by us
            return DocxRefused(detail=error.message())
        finally:
            self._idle.put(member)
        from pipeline.office.pdfcheck import check_pdf  # noqa: PLC0415 - takes long, and most builds make few PDF

        return fault_of(check_pdf(pdf, letters=found.letters)) or pdf


def _bare(docx: bytes) -> bytes:
    """The document without what is not printed: controls of figures, comments."""
    from pipeline.docx.comments import without_comments  # noqa: PLC0415 - as pdfcheck
    from pipeline.docx.unwrap import unwrapped  # noqa: PLC0415

    bare = unwrapped(docx) if _CUSTOM.search(docx) else docx
    return without_comments(bare) if _COMMENTED in bare else bare


def require_docx(docx: bytes) -> None:
    """Raise when the bytes are no sound package: LibreOffice would make an empty page of some such files."""
    try:
        with zipfile.ZipFile(BytesIO(docx)) as package:
            damaged = package.testzip()
            if damaged is None and MAIN_PART not in package.namelist():
                damaged = MAIN_PART
    except Exception as error:  # BadZipFile, and zlib.error and its like, one per way of packing
        raise DocxRefused(detail=str(error)) from error
    if damaged is not None:
        raise DocxRefused(detail=damaged)


class _Member:
    """A place in the pool: has a process or none, and knows when to take a new one."""

    def __init__(self, timeout: float, recycle: int, isolated: bool) -> None:
        self._timeout, self._recycle, self._isolated = timeout, recycle, isolated
        self._lock = threading.Lock()
        self._closed = False
        self._done = 0
        self._failure: OfficeNotStarting | None = None
        self.process: OfficeProcess | None = None

    def convert(self, docx: bytes, installation: Installation) -> bytes:
        """The PDF, at the second attempt if the first breaks or hangs the process."""
        failure: ConvertError = OfficeStopped()
        for _ in range(ATTEMPTS):
            try:
                return self._attempt(docx, installation)
            except (OfficeCrashed, OfficeTimeout, OfficeNotStarting) as error:
                self.retire()
                failure = error
        if isinstance(failure, OfficeNotStarting):
            self._failure = failure  # nor will it start for the next document
        raise failure

    def _attempt(self, docx: bytes, installation: Installation) -> bytes:
        process = self._ready(installation)
        source, target = process.folder / "in.docx", process.folder / "out.pdf"
        try:
            source.write_bytes(docx)
            reply = process.ask(source, target, self._timeout)
            if "refused" in reply:
                raise DocxRefused(detail=reply["refused"])
            if "failed" in reply:
                raise OfficeCrashed(detail=reply["failed"])
            self._done += 1
            return target.read_bytes()
        except TimeoutError:
            raise OfficeTimeout(seconds=f"{self._timeout:g}") from None
        except BrokenDown as error:
            self._check_open()
            raise OfficeCrashed(detail=process.last_words() or error) from error
        except OSError as error:  # no space, or the folder went with the process
            self._check_open()
            raise OfficeCrashed(detail=error) from error
        finally:
            source.unlink(missing_ok=True)
            target.unlink(missing_ok=True)

    def _ready(self, installation: Installation) -> OfficeProcess:
        """The process, replaced when it is dead or has done its share."""
        if self.process and (self._done >= self._recycle or not self.process.alive):
            self.retire()
        if self.process:
            return self.process
        if self._failure:
            raise self._failure
        return self._start(installation)

    def _start(self, installation: Installation) -> OfficeProcess:
        try:
            with self._lock:
                self._check_open()
                self.process = process = OfficeProcess(installation, self._isolated)
            self._done = 0
            process.wait_ready()
        except TimeoutError:
            raise OfficeNotStarting(detail=f"{START_SECONDS:g} s") from None
        except BrokenDown as error:
            self._check_open()
            raise OfficeNotStarting(detail=process.last_words() or error) from error
        except OSError as error:
            raise OfficeNotStarting(detail=error) from error
        return process

    def _check_open(self) -> None:
        if self._closed:
            raise OfficeStopped

    def retire(self) -> None:
        """End the process; the next document gets a new one."""
        process, self.process = self.process, None
        if process:
            process.stop()

    def close(self) -> None:
        """End the process for good, whatever it does now."""
        with self._lock:
            self._closed = True
        process = self.process
        if process:
            process.stop()


def _close(owner: int, members: list[_Member], workers: ThreadPoolExecutor) -> None:
    if os.getpid() != owner:
        return  # a forked child has the pool's memory, but the processes are its parent's
    workers.shutdown(wait=False)  # what waits still gets its turn, and finds its member closed
    for member in members:
        member.close()
    workers.shutdown(wait=True)
