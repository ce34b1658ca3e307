"""Any file that a clerk may hand in → bytes that can be checked: a DOCX or a PDF, told by content, not by name.

DOCX (also with macros, also a template) and PDF are taken as they are. DOC, ODT and RTF are made DOCX by
LibreOffice first, and are then checked as LibreOffice understands them.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.decree.model import Format
from pipeline.errors import BaocaoError, ConvertError, UsageError, system_reason
from pipeline.i18n import N_, Text, visible
from pipeline.model import Place
from pipeline.office.errors import DocxRefused, OfficeMissing, OfficeNotStarting, OfficeTimeout
from pipeline.office.exchange import Exchange
from pipeline.stages.files import open_ordinary

Origin = Literal["", "doc", "odt", "rtf"]
"""What a DOCX was made from; "" if it is the file itself."""

MAX_BYTES = 128 * 1024 * 1024
ENDINGS = frozenset({".docx", ".docm", ".dotx", ".dotm", ".pdf", ".doc", ".dot", ".odt", ".rtf"})
"""Files that are taken from a folder; a file that is named itself may be called anything."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORD = "WordDocument".encode("utf-16-le")
_ODT = (b"application/vnd.oasis.opendocument.text", b"application/vnd.oasis.opendocument.text-template")


class NothingToCheck(UsageError):
    code = "K30"
    cause = N_("There is no document “{path}”.")
    remedy = N_("Give files, or folders that hold documents: DOCX, DOC, ODT, RTF or PDF.")


class NotADocument(BaocaoError):
    code = "K32"
    cause = N_("The file cannot be checked: {reason}.")
    remedy = N_("Give a document without a password: DOCX, DOC, ODT, RTF or PDF.")


class NotMadeDocx(BaocaoError):
    code = "K33"
    cause = N_(
        "A file of the kind {kind} is checked after LibreOffice has made a DOCX of it, which failed: {reason}."
    )
    remedy = N_(
        "Save it as DOCX in Word and check that; or see to it that LibreOffice works here"
        " (sudo apt-get install -y --no-install-recommends libreoffice-writer-nogui python3-uno fonts-croscore)."
    )


_REASONS: Mapping[type[ConvertError], Text] = {
    OfficeMissing: N_("LibreOffice is not installed"),
    OfficeNotStarting: N_("LibreOffice does not start"),
    OfficeTimeout: N_("LibreOffice was not ready in time"),
    DocxRefused: N_("LibreOffice cannot open it"),
}


@dataclass(frozen=True)
class Opened:
    """A document that can be checked, and what it was before LibreOffice made it a DOCX."""

    data: bytes
    format: Format
    origin: Origin = ""


def found_files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files themselves, and of folders all documents in them and below, sorted; each file once.

    What Word and LibreOffice put beside open documents is left out, and so is what is hidden.
    Raises :class:`NothingToCheck`.
    """
    told: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise NothingToCheck(path=path)
        found = sorted(_documents(path)) if path.is_dir() else [path]
        if not found:
            raise NothingToCheck(path=path)
        yield from (file for file in found if file not in told)
        told.update(found)


def _documents(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        below = path.relative_to(folder).parts
        hidden = any(part.startswith((".", "~$")) for part in below)
        if path.suffix.lower() in ENDINGS and not hidden and path.is_file():
            yield path


def open_document(path: Path, office: Exchange) -> Opened:
    """Read a file and make it a DOCX if it is of another kind of text document.

    Raises :class:`NotADocument` and :class:`NotMadeDocx`. A DOCX or PDF that is damaged is told by who reads it.
    """
    data = _read(path)
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return Opened(data, "pdf")
    place = Place(visible(str(path)))
    origin = _origin(data, place)
    if not origin:
        return Opened(data, "docx")
    try:
        return Opened(office.convert(data, origin, "docx"), "docx", origin)
    except ConvertError as error:
        reason = _REASONS.get(type(error), N_("LibreOffice broke down"))
        raise NotMadeDocx(place, kind=origin.upper(), reason=reason) from error


def _read(path: Path) -> bytes:
    place = Place(visible(str(path)))
    try:
        with open_ordinary(path) as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise NotADocument(place, reason=system_reason(error)) from error
    if len(data) > MAX_BYTES:
        raise NotADocument(place, reason=N_("it is larger than any document"))
    return data


def _origin(data: bytes, place: Place) -> Origin:
    """What must become a DOCX first; "" for a package that may be one."""
    if data.startswith(b"PK"):
        return "odt" if _mimetype(data) in _ODT else ""
    if data.lstrip()[:5] == b"{\\rtf":
        return "rtf"
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise NotADocument(place, reason=N_("it has a password"))
        if _WORD in data:
            return "doc"
    raise NotADocument(place, reason=N_("it is no text document") if data else N_("it is empty"))


def _mimetype(data: bytes) -> bytes:
    """What an OpenDocument package says that it is."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package, package.open("mimetype") as entry:
            return entry.read(100).strip()
    except (
        KeyError,
        ValueError,
        OSError,
        EOFError,
        zlib.error,
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
    ):
        return b""
