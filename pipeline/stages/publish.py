"""Publish: finished documents into their places, each file whole or not at all, and the manifest about them.

The files of a document are first written beside their places; then one line goes to the journal; then they are
renamed. The next run after a crash reads the journal, and so tells a file that we wrote from one that somebody
edited. Documents are forced to the disk together, before the manifest that tells of them; the journal is not: it
survives the death of the process, and after a failure of power the worst is a copy too many under ``edited/``.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO, Literal

from pipeline.errors import BaocaoError, PublishError, system_reason
from pipeline.i18n import N_
from pipeline.model import Place
from pipeline.stages import lines
from pipeline.stages.files import (
    CannotCompare,
    CannotWrite,
    file_sha256,
    force,
    open_ordinary,
    put,
    read_json,
    read_ordinary,
    sha256,
    stage,
    write_atomic,
)

MANIFEST, RUN, JOURNAL, LOCK = "manifest.json", "run.json", ".journal.jsonl", ".lock"
EDITED, ISSUED = "edited", "issued"
MANY = 200
"""So many files are forced to the disk faster by asking for everything than one by one."""
_DOCUMENT = re.compile(r"(?:units/[a-z0-9-]+|summary)/[a-z0-9-]+\Z")
_TEMPORARY = re.compile(r"\..+\.\d+\.tmp\Z")

FileState = Literal["absent", "ours", "edited"]


class EditedByHand(PublishError):
    code = "P02"
    severity = "warning"
    cause = N_("The file was edited by hand since it was made; the edited copy was kept as {copy}.")
    remedy = N_("Take over what you need from the copy, or put the change into the data.")


class OlderPdf(PublishError):
    code = "P06"
    severity = "warning"
    cause = N_("The DOCX was edited by hand, and the PDF beside it still shows the text before.")
    remedy = N_("Save a PDF from the edited DOCX in Word, or put the change into the data and build again.")


class IssuedAnew(PublishError):
    code = "P07"
    severity = "warning"
    cause = N_("The document {code} bears number and date, and was made anew with other content; kept: {copy}.")
    remedy = N_(
        "If it has been sent, do not exchange it: replace it by a new document or correct it by a công văn "
        "(Nghị định 30/2020/NĐ-CP, Điều 18.3)."
    )


class UnknownFile(PublishError):
    code = "P04"
    severity = "warning"
    cause = N_(
        "In the place of the file stood one that no earlier build is known to have made; it was kept as {copy}."
    )
    remedy = N_("Delete the copy if you do not need it.")


@dataclass(slots=True)
class Published:
    """What is known of one document that was made: hashes of its inputs and of its files."""

    unit: str | None
    document: str
    template: str
    key: str
    docx: str
    issued: str = ""
    """Number and symbol of a document that has both number and date; "" for a draft."""
    prints: str = ""
    """Figure id to the texts that stand for it, as JSON; "" where the line of the manifest keeps it."""

    def to_json(self) -> str:
        """All of it as one line; ``prints``, which is long, comes last."""
        head = {name: getattr(self, name) for name in _HEAD}
        return f'{lines.compact(head)[:-1]}, "prints": {self.prints or "{}"}}}'

    @classmethod
    def read(cls, path: object, entry: object) -> Published | None:
        """An entry of a manifest or a journal without what it prints, or None if it is damaged."""
        if not (isinstance(path, str) and _DOCUMENT.match(path) and isinstance(entry, dict)):
            return None
        texts = [name for name in _HEAD if name != "unit" or entry.get("unit") is not None]
        if set(entry) == set(_HEAD) and all(isinstance(entry[name], str) for name in texts):
            return cls(**entry)
        return None


_HEAD = ("document", "docx", "issued", "key", "template", "unit")
_PRINTS = b', "prints": {'


@dataclass
class Outputs:
    """The outputs folder of one campaign: what was published before, and the writing of more.

    ``documents`` and ``pdfs`` are by path without suffix; ``findings`` are those of the last manifest, ``mail``
    the copies to mail by name, ``failed`` the documents that could not be made when last looked at, ``orphans``
    those that no longer belonged to the campaign then.
    """

    folder: Path
    documents: dict[str, Published] = field(default_factory=dict)
    pdfs: dict[str, dict[str, str]] = field(default_factory=dict)
    findings: list[dict[str, Any]] = field(default_factory=list)
    mail: dict[str, dict[str, str]] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)
    orphans: set[str] = field(default_factory=set)
    _lines: dict[str, tuple[int, int]] = field(default_factory=dict, repr=False, compare=False)
    """Where the line of a document stands in the manifest of the last run."""
    _unforced: list[str] = field(default_factory=list, repr=False, compare=False)
    _journal: BinaryIO | None = field(default=None, repr=False, compare=False)

    @classmethod
    def open(cls, folder: Path) -> Outputs:
        """Read what earlier runs left. Damaged files count as absent: documents are then made anew."""
        outputs = cls(folder)
        try:
            outputs._read_manifest()
        except (OSError, ValueError, RecursionError):
            outputs = cls(folder)
        run = read_json(folder / RUN)
        outputs.pdfs = _texts(run.get("pdfs"), "docx", "pdf")
        outputs.mail = _texts(run.get("mail"), "path", "sha256")
        outputs.failed = {path for path, outcome in _mapping(run.get("documents")).items() if outcome == "failed"}
        outputs.recover()
        return outputs

    def _read_manifest(self) -> None:
        """Take the documents and findings from the last manifest. Figures and records come after them."""
        for section, at, line in lines.entries(self.folder / MANIFEST):
            if section in ("documents", "orphaned"):
                head, found, _ = line.partition(_PRINTS)
                entry = json.loads(b"{" + head + b"}}") if found else {}
                for path, facts in entry.items():
                    published = Published.read(path, facts)
                    if published is not None:
                        self.documents[path] = published
                        self._lines[path] = at, len(line)
                        self.orphans |= {path} if section == "orphaned" else set()
            elif section == "findings":
                finding = json.loads(line)
                self.findings += [finding] if isinstance(finding, dict) else []
            elif section in ("figures", "records"):
                return

    def recover(self) -> None:
        """Take over from the journal what a killed or interrupted run has put in place."""
        try:
            with open_ordinary(self.folder / JOURNAL) as journal:
                for line in journal:
                    self._recover(line)
        except OSError:
            return

    def _recover(self, line: bytes) -> None:
        try:
            entry = _mapping(json.loads(line))
        except (ValueError, RecursionError):
            return  # the line that was being written when the run died
        path, facts = entry.get("path"), _mapping(entry.get("published"))
        prints = facts.pop("prints", None)
        published = Published.read(path, facts)
        if published is None or not isinstance(path, str) or not isinstance(prints, dict):
            return
        with suppress(CannotCompare):
            if self.hash(path, "docx") == published.docx:
                self.note(path, replace(published, prints=lines.compact(prints)))
            if isinstance(entry.get("pdf"), str) and self.hash(path, "pdf") == entry["pdf"]:
                self.pdfs[path] = {"docx": published.docx, "pdf": entry["pdf"]}

    # --- lines of the manifest ----------------------------------------------------------------------------------

    @cached_property
    def spool(self) -> lines.Spool:
        """Lines of the next manifest, put aside until it is written."""
        return lines.Spool(self.folder)

    def close(self) -> None:
        """Let go of the lines that were put aside, and of the journal."""
        self._close_journal()
        if "spool" in self.__dict__:
            self.spool.close()

    def _close_journal(self) -> None:
        journal, self._journal = self._journal, None
        if journal is not None:
            journal.close()

    def note(self, path: str, published: Published) -> None:
        """Know a document as it was published now; what it prints is put aside.

        Raises:
            CannotWrite
        """
        try:
            self.spool.put("documents", path, [lines.pair(path, published.to_json())])
        except OSError as error:
            raise CannotWrite(Place(MANIFEST), reason=system_reason(error)) from error
        self.documents[path] = replace(published, prints="")

    def line(self, path: str) -> bytes:
        """The line of a known document for the next manifest: a new one, or that of the last manifest.

        Raises:
            CannotCompare: The last manifest went away.
        """
        for line in self.spool.get("documents", path):
            return line
        at, size = self._lines[path]
        try:
            with open_ordinary(self.folder / MANIFEST) as manifest:
                manifest.seek(at)
                return manifest.read(size)
        except OSError as error:
            raise CannotCompare(Place(MANIFEST), reason=system_reason(error)) from error

    def last_lines(self, section: str) -> Iterator[bytes]:
        """The lines of a section of the last manifest, if there is one."""
        with suppress(OSError, lines.Damaged):
            yield from (line for name, _, line in lines.entries(self.folder / MANIFEST) if name == section)

    def some(self, paths: Iterable[str]) -> Outputs:
        """What is known of some documents only."""
        known = [path for path in paths if path in self.documents]
        pdfs = {path: self.pdfs[path] for path in known if path in self.pdfs}
        return Outputs(self.folder, {path: self.documents[path] for path in known}, pdfs)

    def sweep(self) -> None:
        """Remove half-written files of runs that were killed (only while holding the campaign's lock).

        A pipe or link in the place of the journal goes too: no run has made it, and none could write into it.
        """
        journal = self.folder / JOURNAL
        with suppress(OSError):
            if not stat.S_ISREG(journal.lstat().st_mode):
                journal.unlink()
        for leftover in self.folder.rglob(".*.tmp"):
            if _TEMPORARY.match(leftover.name):
                with suppress(OSError):
                    leftover.unlink(missing_ok=True)

    def file(self, path: str, suffix: str) -> Path:
        return self.folder / f"{path}.{suffix}"

    def hash(self, path: str, suffix: str) -> str | None:
        """The hash of a document's file, or None where there is none."""
        return file_sha256(self.file(path, suffix), f"{path}.{suffix}")

    def state(self, path: str, suffix: str) -> FileState:
        """What stands in the place of a document's file."""
        found = self.hash(path, suffix)
        return "absent" if found is None else "ours" if found == self._known(path, suffix) else "edited"

    def _known(self, path: str, suffix: str) -> str | None:
        """The hash of the file as it was last published."""
        if suffix == "pdf":
            return self.pdfs[path]["pdf"] if path in self.pdfs else None
        return self.documents[path].docx if path in self.documents else None

    def has_pdf(self, path: str, docx: str) -> bool:
        """Whether the PDF in place is the one that was made from the DOCX with the hash ``docx``."""
        entry = self.pdfs.get(path)
        return entry is not None and entry["docx"] == docx and self.hash(path, "pdf") == entry["pdf"]

    def pdf_edited(self, path: str) -> bool:
        """Whether somebody edited the PDF that belongs to the DOCX as it was published."""
        entry, before = self.pdfs.get(path), self.documents.get(path)
        current = entry is not None and before is not None and entry["docx"] == before.docx
        return current and self.state(path, "pdf") == "edited"

    def publish(self, path: str, published: Published, docx: bytes, pdf: bytes | None) -> list[BaocaoError]:
        """Put a document in its place; a file edited by hand is kept aside first, a PDF of other figures removed.

        A file that has its bytes already is not touched.

        Raises:
            CannotWrite, CannotCompare: The files in place are as they were, or the next build makes them anew.
        """
        wanted = {"docx": docx} if pdf is None else {"docx": docx, "pdf": pdf}
        new = {suffix: data for suffix, data in wanted.items() if self.hash(path, suffix) != sha256(data)}
        kept = [self.keep_edited(path, suffix) for suffix in new]
        if "docx" in new:
            kept.append(self.keep_issued(path))
        if new:
            self._write(path, published, new, pdf)
        if "docx" not in new and published.prints:
            self.note(path, published)
        if pdf is not None:
            self.pdfs[path] = {"docx": published.docx, "pdf": sha256(pdf)}
        else:
            kept.append(self.drop_outdated_pdf(path))
        return [error for error in kept if error is not None]

    def _write(self, path: str, published: Published, new: Mapping[str, bytes], pdf: bytes | None) -> None:
        staged: dict[str, Path] = {}
        try:
            for suffix, data in new.items():
                staged[suffix] = stage(self.file(path, suffix), data, f"{path}.{suffix}")
            self._append_journal(path, published, pdf)
            for suffix, temporary in staged.items():
                put(temporary, self.file(path, suffix), f"{path}.{suffix}")
                self._unforced.append(f"{path}.{suffix}")
                if suffix == "docx":
                    self.note(path, published)
        except BaseException:
            for temporary in staged.values():
                with suppress(OSError):
                    temporary.unlink(missing_ok=True)
            raise

    def _append_journal(self, path: str, published: Published, pdf: bytes | None) -> None:
        made = json.dumps(sha256(pdf) if pdf is not None else None)
        line = f'{{"path": {json.dumps(path)}, "pdf": {made}, "published": {published.to_json()}}}'
        try:
            if self._journal is None:
                self._journal = open_ordinary(self.folder / JOURNAL, append=True)
            # the line starts with a line feed: a killed run may have left one without its end
            self._journal.write(f"\n{line}\n".encode())
        except OSError as error:
            raise CannotWrite(Place(JOURNAL), reason=system_reason(error)) from error

    def drop_outdated_pdf(self, path: str) -> BaocaoError | None:
        """Remove a PDF that was made from another DOCX than the published one; an edited one is kept aside.

        Raises:
            CannotWrite, CannotCompare
        """
        if self.has_pdf(path, self.documents[path].docx):
            return None
        kept = self.keep_edited(path, "pdf")
        try:
            self.file(path, "pdf").unlink(missing_ok=True)
        except OSError as error:
            raise CannotWrite(Place(f"{path}.pdf"), reason=system_reason(error)) from error
        self.pdfs.pop(path, None)
        return kept

    def keep_edited(self, path: str, suffix: str) -> BaocaoError | None:
        """Copy a file that is not ours to ``edited/`` before it is replaced; never twice the same bytes."""
        if self.state(path, suffix) != "edited":
            return None
        file, name = self.file(path, suffix), f"{path}.{suffix}"
        data = self.read(path, suffix)
        found = sha256(data)
        copy = self.folder / EDITED / f"{path}-{found[:8]}.{suffix}"
        if file_sha256(copy) not in (None, found):  # somebody worked on in the copy
            copy = copy.with_name(f"{file.stem}-{found}.{suffix}")
        if file_sha256(copy) != found:
            write_atomic(copy, data, f"{EDITED}/{path}-{found[:8]}.{suffix}")
            with suppress(OSError):
                shutil.copystat(file, copy)
        kind = EditedByHand if self._known(path, suffix) else UnknownFile
        return kind(Place(name), copy=copy.relative_to(self.folder).as_posix())

    def keep_issued(self, path: str) -> BaocaoError | None:
        """Copy a document that bears number and date to ``issued/`` before other content takes its place."""
        before = self.documents.get(path)
        if before is None or not before.issued or self.state(path, "docx") != "ours":
            return None
        copy = f"{ISSUED}/{path}-{before.docx[:8]}"
        for suffix in ("docx", "pdf") if self.has_pdf(path, before.docx) else ("docx",):
            name = f"{copy}.{suffix}"
            write_atomic(self.folder / name, self.read(path, suffix), name)
        return IssuedAnew(Place(f"{path}.docx"), code=before.issued, copy=f"{copy}.docx")

    def read(self, path: str, suffix: str) -> bytes:
        """The bytes of a document's file.

        Raises:
            CannotCompare
        """
        try:
            return read_ordinary(self.file(path, suffix))
        except OSError as error:
            raise CannotCompare(Place(f"{path}.{suffix}"), reason=system_reason(error)) from error

    def write_manifest(self, manifest: Iterable[bytes], run: Iterable[bytes]) -> None:
        """Write ``manifest.json`` and ``run.json``, then forget the journal.

        Raises:
            CannotWrite
        """
        if len(self._unforced) > MANY:
            os.sync()  # all at once: what is left for each file is to hear whether it went well
        while self._unforced:
            name = self._unforced.pop()
            force(self.folder / name, name)
        write_atomic(self.folder / MANIFEST, manifest)
        write_atomic(self.folder / RUN, run)
        self._close_journal()
        try:
            (self.folder / JOURNAL).unlink(missing_ok=True)
        except OSError as error:
            raise CannotWrite(Place(JOURNAL), reason=system_reason(error)) from error


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _texts(value: object, *names: str) -> dict[str, dict[str, str]]:
    """The entries of an object that are objects of texts with just these names."""
    return {
        key: entry
        for key, entry in _mapping(value).items()
        if isinstance(entry, dict) and set(entry) == set(names) and all(isinstance(v, str) for v in entry.values())
    }
