"""Copies of the documents under names that a clerk can mail: ``506-BC-VP Báo cáo tổng kết ….docx``."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path

from pipeline import vietnamese as vi
from pipeline.build.campaign import DocumentId
from pipeline.errors import system_reason
from pipeline.model import Place
from pipeline.stages.files import CannotWrite, file_sha256
from pipeline.stages.localise import Context, Issuer
from pipeline.stages.publish import Outputs

FOLDER = "mail"
MAX_BYTES = 180
SUFFIXES = ("docx", "pdf")
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f]')
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|\Z)", re.IGNORECASE)


def mail_name(type_name: str, document: DocumentId, issuer: Issuer, context: Context, year: int) -> str:
    """Number, symbol and subject of a document as the name of a file, without suffix."""
    code = vi.code(issuer.citation(document.key, type_name, ""), year)
    number = code.replace(vi.BLANK, "").strip("/").replace("/", "-")
    return file_name(f"{number} {context.properties.title}") or document.key


def file_name(text: str, mark: str = "") -> str:
    """``text`` as a file's name on any system: no forbidden signs, at most 180 bytes, cut between words.

    ``mark`` comes after it and is never cut.
    """
    visible = _INVISIBLE.sub("", _FORBIDDEN.sub("-", unicodedata.normalize("NFC", text)))
    name = " ".join(visible.split()).strip(" .")
    while len((name + mark).encode()) > MAX_BYTES:
        name = name.rpartition(" ")[0] or name[:-1]
    name = name.strip(" .,;-") + mark
    return f"_{name}" if _RESERVED.match(name) else name


def copy_all(
    outputs: Outputs, names: Mapping[DocumentId, str], dealt_with: Collection[str], known: Collection[str]
) -> list[Path]:
    """Copy documents to ``mail/`` under ``names``; return the copies.

    Copies that an earlier run made of documents ``dealt_with`` now, or not ``known`` any more, are removed; what
    else lies in the folder, or was edited there, is left alone.

    Raises:
        CannotWrite
    """
    folder = outputs.folder / FOLDER
    try:
        _remove_old(outputs, folder, dealt_with, known)
        copies: list[Path] = []
        for document, name in _distinct(names).items():
            copies += _copy(outputs, folder, document.path, name)
    except OSError as error:
        raise CannotWrite(Place(FOLDER), reason=system_reason(error)) from error
    return copies


def _remove_old(outputs: Outputs, folder: Path, dealt_with: Collection[str], known: Collection[str]) -> None:
    for name, entry in list(outputs.mail.items()):
        if entry["path"] in dealt_with or entry["path"] not in known:
            copy = folder / Path(name).name
            if file_sha256(copy) == entry["sha256"]:
                copy.unlink()
            del outputs.mail[name]


def _distinct(names: Mapping[DocumentId, str]) -> dict[DocumentId, str]:
    """Names of which no two are the same, not even on systems that take a for A."""
    count = Counter(name.casefold() for name in names.values())
    taken: set[str] = set()
    result: dict[DocumentId, str] = {}
    for document, name in names.items():
        distinct = name
        if count[name.casefold()] > 1:
            distinct = file_name(name, f" ({document.unit or 'tổng hợp'})")
        number = 2
        while distinct.casefold() in taken:
            distinct = file_name(name, f" ({document.unit or 'tổng hợp'}, {number})")
            number += 1
        taken.add(distinct.casefold())
        result[document] = distinct
    return result


def _copy(outputs: Outputs, folder: Path, path: str, name: str) -> list[Path]:
    files = {suffix: outputs.file(path, suffix) for suffix in SUFFIXES if outputs.file(path, suffix).is_file()}
    free, number = name, 2
    while any((folder / f"{free}.{suffix}").exists() for suffix in files):
        free, number = file_name(name, f" ({number})"), number + 1
    copies: list[Path] = []
    for suffix, file in files.items():
        folder.mkdir(parents=True, exist_ok=True)
        copy = folder / f"{free}.{suffix}"
        shutil.copyfile(file, copy)
        outputs.mail[copy.name] = {"path": path, "sha256": file_sha256(copy) or ""}
        copies.append(copy)
    return copies
