"""One kind of document made another by LibreOffice: DOC, ODT and RTF become DOCX, and each of them PDF.

For documents of any origin: the PDF is to be looked at, not to be published, so nobody checks it.
"""

from __future__ import annotations

from types import TracebackType

from pipeline.office.errors import DocxRefused, OfficeCrashed, OfficeMissing, OfficeNotStarting, OfficeTimeout
from pipeline.office.installation import Installation, find_installation
from pipeline.office.process import START_SECONDS, BrokenDown, OfficeProcess


class Exchange:
    """A LibreOffice that is started when first needed, and replaced after it broke down. A context manager.

    ``timeout``: seconds for one document.
    """

    def __init__(self, timeout: float = 60.0) -> None:
        self._timeout = timeout
        self._process: OfficeProcess | None = None

    def __enter__(self) -> Exchange:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End LibreOffice, if it was started."""
        process, self._process = self._process, None
        if process:
            process.stop()

    def convert(self, data: bytes, source: str, target: str) -> bytes:
        """``data`` of the kind ``source`` (docx, doc, odt, rtf) as ``target`` (docx, pdf).

        Raises :class:`OfficeMissing`, :class:`OfficeNotStarting`, :class:`OfficeTimeout`, :class:`OfficeCrashed`,
        and :class:`DocxRefused` for what LibreOffice does not open.
        """
        process = self._ready()
        given, made = process.folder / f"in.{source}", process.folder / f"out.{target}"
        try:
            given.write_bytes(data)
            reply = process.ask(given, made, self._timeout)
            if "refused" in reply:
                raise DocxRefused(detail=reply["refused"])
            if "failed" in reply:
                raise BrokenDown(str(reply["failed"]))
            return made.read_bytes()
        except TimeoutError:
            self.close()
            raise OfficeTimeout(seconds=f"{self._timeout:g}") from None
        except (BrokenDown, OSError) as error:
            words = process.last_words()
            self.close()
            raise OfficeCrashed(detail=words or error) from error
        finally:
            given.unlink(missing_ok=True)
            made.unlink(missing_ok=True)

    def _ready(self) -> OfficeProcess:
        if self._process and not self._process.alive:
            self.close()
        if self._process:
            return self._process
        found = find_installation()
        if not isinstance(found, Installation):
            raise OfficeMissing(missing=", ".join(found))
        try:
            self._process = process = OfficeProcess(found)
            process.wait_ready()
        except (BrokenDown, OSError) as error:  # TimeoutError is an OSError
            self.close()
            raise OfficeNotStarting(detail=str(error) or f"{START_SECONDS:g} s") from error
        return process
