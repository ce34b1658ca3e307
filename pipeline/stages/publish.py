"""Publish: finished documents into their places, each file whole or not at all, and the manifest about them.

A journal line is written before a document is put in its place, so that the next run after a crash can tell a
file that we wrote from one that somebody edited.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from pipeline.errors import PublishError
from pipeline.i18n import N_
from pipeline.model import Figure, Place

FORMAT = "baocao-manifest/1"
MANIFEST, RUN, JOURNAL, LOCK, EDITED = "manifest.json", "run.json", ".journal.jsonl", ".lock", "edited"


class CannotWrite(PublishError):
    code = "P01"
    cause = N_("The file cannot be written: {reason}.")
    remedy = N_("Close it in other programs, check free space and the right to write, and build again.")


class EditedByHand(PublishError):
    code = "P02"
    severity = "warning"
    cause = N_("The file was edited by hand since it was made; the edited copy was kept as {copy}.")
    remedy = N_("Take over what you need from the copy, or put the change into the data.")


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def file_sha256(path: Path) -> str | None:
    """The hash of a file's bytes, or None where there is none."""
    try:
        return sha256(path.read_bytes())
    except FileNotFoundError:
        return None


def write_atomic(path: Path, data: bytes) -> None:
    """Write a file so that at every moment it holds its old or its new bytes.

    Raises:
        CannotWrite
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise CannotWrite(Place(path.name), reason=error.strerror or str(error)) from error


@dataclass(slots=True)
class Published:
    """What is known of one document that was made: hashes of its inputs and of its files."""

    unit: str | None
    document: str
    template: str
    key: str
    docx: str
    prints: Mapping[str, list[str]]

    def to_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("unit", "document", "template", "key", "docx", "prints")}


@dataclass(slots=True)
class Outputs:
    """The outputs folder of one campaign: what was published before, and the writing of more."""

    folder: Path
    documents: dict[str, Published] = field(default_factory=dict)
    pdfs: dict[str, dict[str, str]] = field(default_factory=dict)
    ours: set[str] = field(default_factory=set)

    @classmethod
    def open(cls, folder: Path) -> Outputs:
        """Read what earlier runs left. Damaged files count as absent: documents are then made anew."""
        outputs = cls(folder)
        for path, entry in _json(folder / MANIFEST).get("documents", {}).items():
            try:
                outputs.documents[path] = Published(**entry)
            except TypeError:
                continue
        outputs.pdfs = {
            path: entry
            for path, entry in _json(folder / RUN).get("pdfs", {}).items()
            if isinstance(entry, dict) and {"docx", "pdf"} <= entry.keys()
        }
        outputs.ours = {entry.docx for entry in outputs.documents.values()}
        outputs.ours |= {entry["pdf"] for entry in outputs.pdfs.values()}
        outputs._read_journal()
        return outputs

    def _read_journal(self) -> None:
        """Take over what a killed run had put in place."""
        try:
            lines = (self.folder / JOURNAL).read_text(encoding="utf-8").splitlines()
        except OSError:
            return
        for line in lines:
            try:
                entry = json.loads(line)
                published = Published(**entry["published"])
            except (ValueError, KeyError, TypeError):
                continue  # the line that was being written when the run died
            self.ours.add(published.docx)
            if file_sha256(self.file(entry["path"], "docx")) == published.docx:
                self.documents[entry["path"]] = published
            pdf = entry.get("pdf")
            if pdf:
                self.ours.add(pdf)
                if file_sha256(self.file(entry["path"], "pdf")) == pdf:
                    self.pdfs[entry["path"]] = {"docx": published.docx, "pdf": pdf}

    def sweep(self) -> None:
        """Remove half-written files of runs that were killed (only while holding the campaign's lock)."""
        for leftover in self.folder.rglob(".*.tmp"):
            leftover.unlink(missing_ok=True)

    def file(self, path: str, suffix: str) -> Path:
        return self.folder / f"{path}.{suffix}"

    def docx_state(self, path: str) -> str:
        """``absent``, ``ours`` or ``edited``: what stands in the place of a document."""
        found = file_sha256(self.file(path, "docx"))
        return "absent" if found is None else "ours" if found in self.ours else "edited"

    def is_in_place(self, path: str, docx: str) -> bool:
        """Whether the DOCX in place has the hash ``docx``."""
        return file_sha256(self.file(path, "docx")) == docx

    def has_pdf(self, path: str, docx: str) -> bool:
        """Whether the PDF in place is the one that was made from the DOCX with the hash ``docx``."""
        entry = self.pdfs.get(path)
        return entry is not None and entry["docx"] == docx and file_sha256(self.file(path, "pdf")) == entry["pdf"]

    def publish(self, path: str, published: Published, docx: bytes, pdf: bytes | None) -> list[EditedByHand]:
        """Put a document in its place; a file edited by hand is kept aside first, a PDF of other figures removed.

        Raises:
            CannotWrite: The files in place are as they were, or the next build makes them anew.
        """
        kept = [edited for suffix in ("docx", "pdf") if (edited := self.keep_edited(path, suffix))]
        line = {"path": path, "published": published.to_json(), "pdf": sha256(pdf) if pdf else None}
        self._append_journal(line)
        if not self.is_in_place(path, published.docx):
            write_atomic(self.file(path, "docx"), docx)
        if pdf is not None:
            write_atomic(self.file(path, "pdf"), pdf)
            self.pdfs[path] = {"docx": published.docx, "pdf": sha256(pdf)}
        elif not self.has_pdf(path, published.docx):
            self.file(path, "pdf").unlink(missing_ok=True)
            self.pdfs.pop(path, None)
        self.documents[path] = published
        self.ours |= {published.docx, *([sha256(pdf)] if pdf else [])}
        return kept

    def _append_journal(self, line: Mapping[str, Any]) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with (self.folder / JOURNAL).open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise CannotWrite(Place(JOURNAL), reason=error.strerror or str(error)) from error

    def keep_edited(self, path: str, suffix: str) -> EditedByHand | None:
        """Copy a file that is not ours to ``edited/`` before it is replaced; never twice the same bytes."""
        file = self.file(path, suffix)
        found = file_sha256(file)
        if found is None or found in self.ours:
            return None
        copy = self.folder / EDITED / f"{path}-{found[:8]}.{suffix}"
        try:
            copy.parent.mkdir(parents=True, exist_ok=True)
            if not copy.exists():
                shutil.copy2(file, copy)
        except OSError as error:
            raise CannotWrite(Place(f"{path}.{suffix}"), reason=error.strerror or str(error)) from error
        return EditedByHand(Place(f"{path}.{suffix}"), copy=str(copy.relative_to(self.folder)))

    def write_manifest(self, manifest: Mapping[str, Any], run: Mapping[str, Any]) -> None:
        """Write ``manifest.json`` and ``run.json``, then forget the journal.

        Raises:
            CannotWrite
        """
        entries = {path: entry.to_json() for path, entry in self.documents.items()}
        document = {"format": FORMAT, **manifest, "documents": entries}
        write_atomic(self.folder / MANIFEST, to_bytes(document))
        write_atomic(self.folder / RUN, to_bytes({"format": "baocao-run/1", **run, "pdfs": self.pdfs}))
        (self.folder / JOURNAL).unlink(missing_ok=True)


def to_bytes(value: Mapping[str, Any]) -> bytes:
    """JSON with sorted keys, one line per leaf, LF: the same value gives the same bytes."""
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def figure_json(figure: Figure) -> dict[str, Any]:
    """A figure with its trace, exact: fractions and decimals as text."""
    value: Any = figure.value
    if isinstance(value, Decimal | Fraction):
        value = str(value)
    elif not isinstance(value, str | int | bool | tuple | type(None)):
        value = value.isoformat()
    trace: dict[str, Any] = {"operation": figure.trace.operation}
    if figure.trace.place is not None:
        trace["place"] = figure.trace.place.to_json()
    else:
        trace["inputs"] = list(figure.trace.inputs)
    return {"value": value, "kind": figure.kind, "trace": trace}


def _json(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}
