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
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO, Literal

from pipeline.errors import BaocaoError, system_reason
from pipeline.i18n import N_, visible
from pipeline.model import Place
from pipeline.stages import lines
from pipeline.stages.files import (
    CannotCompare,
    CannotWrite,
    Seen,
    file_sha256,
    force,
    office_locks,
    open_ordinary,
    put,
    read_json,
    read_ordinary,
    sha256,
    signature,
    stage,
    write_atomic,
)
from pipeline.stages.publish_errors import EditedByHand, IssuedAnew, OpenElsewhere, OriginalKept, UnknownFile
from pipeline.stages.published import Known, Published, document_of, head_of
from pipeline.stages.splice import LineFile, Span

MANIFEST, RUN, JOURNAL, LOCK = "manifest.json", "run.json", ".journal.jsonl", ".lock"
EDITED, ISSUED, BESIDE = "edited", "issued", "new"
MANY = 200
"""So many files are forced to the disk faster by asking for everything than one by one."""
_TEMPORARY = re.compile(r"\..+\.\d+\.tmp\Z")

FileState = Literal["absent", "ours", "edited"]


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
    made_of: dict[str, Any] = field(default_factory=dict)
    """The configurations that documents were made of, by hash (see :mod:`pipeline.build.facts`)."""
    seen: Seen = field(default_factory=Seen, repr=False, compare=False)
    listed: frozenset[str] = field(default_factory=frozenset, repr=False, compare=False)
    """The documents that the manifest of the last run has a line of."""
    spans: dict[str, Span] = field(default_factory=dict, repr=False, compare=False)
    """Where its sections stand, as far as that is known."""
    noted: set[str] = field(default_factory=set, repr=False, compare=False)
    """The documents whose line is put aside."""
    _unforced: list[str] = field(default_factory=list, repr=False, compare=False)
    replacing: Callable[[str, str], None] | None = field(default=None, repr=False, compare=False)
    """Told the path, and the hash of the last making, of each DOCX before it is put in its place."""
    _journal: BinaryIO | None = field(default=None, repr=False, compare=False)

    @classmethod
    def open(cls, folder: Path, known: Known | None = None) -> Outputs:
        """Read what earlier runs left. Damaged files count as absent: documents are then made anew.

        ``known`` spares the reading of the manifest that it tells of.
        """
        outputs = cls(folder)
        if known is not None:
            outputs = cls(folder, known.documents, findings=known.findings, orphans=known.orphans)
            outputs.made_of, outputs.seen, outputs.spans = known.made_of, known.seen, known.spans
        else:
            try:
                outputs._read_manifest()
            except (OSError, ValueError, RecursionError):
                outputs = cls(folder)
        outputs.listed = frozenset(outputs.documents)
        run = read_json(folder / RUN)
        outputs.pdfs = _texts(run.get("pdfs"), "docx", "pdf")
        outputs.mail = _texts(run.get("mail"), "path", "sha256")
        outputs.failed = {path for path, outcome in _mapping(run.get("documents")).items() if outcome == "failed"}
        outputs.recover()
        return outputs

    def _read_manifest(self) -> None:
        """Take the documents and findings from the last manifest. Figures and records come after them."""
        for section, _, line in lines.entries(self.folder / MANIFEST):
            if section in ("documents", "orphaned"):
                for path, facts in head_of(line).items():
                    published = Published.read(path, facts)
                    if published is not None:
                        self.documents[path] = published
                        self.orphans |= {path} if section == "orphaned" else set()
            elif section == "made_of":
                self.made_of |= _mapping(json.loads(b"{" + line + b"}"))
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
        prints, parts = facts.pop("prints", None), _mapping(facts.pop("parts", None))
        published = Published.read(path, facts)
        if published is None or not isinstance(path, str) or not isinstance(prints, dict):
            return
        with suppress(CannotCompare):
            if self.hash(path, "docx") == published.docx:
                self.note(path, replace(published, prints=lines.compact(prints), parts=lines.compact(parts)))
            if isinstance(entry.get("pdf"), str) and self.hash(path, "pdf") == entry["pdf"]:
                self.pdfs[path] = {"docx": published.docx, "pdf": entry["pdf"]}

    # --- lines of the manifest ----------------------------------------------------------------------------------

    @cached_property
    def spool(self) -> lines.Spool:
        """Lines of the next manifest, put aside until it is written."""
        return lines.Spool(self.folder)

    @cached_property
    def last(self) -> LineFile:
        """The manifest of the last run.

        Raises:
            Damaged, OSError: There is none that can be read.
        """
        return LineFile(self.folder / MANIFEST, self.spans)

    def _close_last(self) -> None:
        last: LineFile | None = self.__dict__.pop("last", None)
        if last is not None:
            last.close()

    def close(self) -> None:
        """Let go of the lines that were put aside, of the journal and of the last manifest."""
        self._close_journal()
        self._close_last()
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
        self.documents[path] = replace(published, prints="", parts="")
        self.noted.add(path)

    def line(self, path: str) -> bytes:
        """The line of a known document for the next manifest: a new one, or that of the last manifest.

        Raises:
            CannotCompare: The last manifest went away.
        """
        for line in self.spool.get("documents", path):
            return line
        section = "orphaned" if path in self.orphans else "documents"
        try:
            for line in self.last.lines(section, path, document_of):
                return line
        except (OSError, lines.Damaged) as error:
            reason = system_reason(error) if isinstance(error, OSError) else N_("it is damaged")
            raise CannotCompare(Place(MANIFEST), reason=reason) from error
        raise CannotCompare(Place(MANIFEST), reason=N_("it is damaged"))

    def last_lines(self, section: str) -> Iterator[bytes | memoryview]:
        """The lines of a section of the last manifest in one run, if there is one."""
        with suppress(OSError, lines.Damaged):
            yield from self.last.spliced(section, {}, document_of)

    def some(self, paths: Iterable[str]) -> Outputs:
        """What is known of some documents only."""
        known = [path for path in paths if path in self.documents]
        pdfs = {path: self.pdfs[path] for path in known if path in self.pdfs}
        return Outputs(self.folder, {path: self.documents[path] for path in known}, pdfs, spans=self.spans)

    def sweep(self) -> None:
        """Remove half-written files of runs that were killed (only while holding the campaign's lock).

        A run that put anything below the folder leaves its journal; without one only the folder itself is looked
        at, if what the last run left is known.

        A pipe or link in the place of the journal goes too: no run has made it, and none could write into it.
        """
        journal = self.folder / JOURNAL
        thorough = not self.spans or os.path.lexists(journal)
        with suppress(OSError):
            if not stat.S_ISREG(journal.lstat().st_mode):
                journal.unlink()
        folders = self.folder.rglob(".*.tmp") if thorough else self.folder.glob(".*.tmp")
        for leftover in folders:
            if _TEMPORARY.match(leftover.name):
                with suppress(OSError):
                    leftover.unlink(missing_ok=True)

    def file(self, path: str, suffix: str) -> Path:
        return self.folder / f"{path}.{suffix}"

    def hash(self, path: str, suffix: str) -> str | None:
        """The hash of a document's file, or None where there is none."""
        name = f"{path}.{suffix}"
        return self.seen.hash(f"{self.folder}/{name}", name)

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
        for suffix in new:
            for lock in office_locks(self.file(path, suffix)):
                raise OpenElsewhere(Place(f"{path}.{suffix}"), lock=visible(lock.name))
        if new:
            self._open_journal()  # before anything is written: it tells the next run that this one was here
        kept = [self.keep_edited(path, suffix, published.carried) for suffix in new]
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
            if "docx" in staged and self.replacing is not None:
                self.replacing(path, self.documents[path].docx if path in self.documents else "")
            for suffix, temporary in staged.items():
                self._put(temporary, f"{path}.{suffix}", sha256(new[suffix]))
                self._unforced.append(f"{path}.{suffix}")
                if suffix == "docx":
                    self.note(path, published)
        except BaseException:
            for temporary in staged.values():
                with suppress(OSError):
                    temporary.unlink(missing_ok=True)
            raise

    def _put(self, temporary: Path, name: str, digest: str) -> None:
        """Rename what was staged into its place, and remember how it looks there."""
        staged = signature(temporary)
        put(temporary, self.folder / name, name)
        now = signature(self.folder / name)
        if staged and now and (staged[0], staged[1], staged[3]) == (now[0], now[1], now[3]):
            self.seen.note(name, now, digest)

    def _append_journal(self, path: str, published: Published, pdf: bytes | None) -> None:
        made = json.dumps(sha256(pdf) if pdf is not None else None)
        line = f'{{"path": {json.dumps(path)}, "pdf": {made}, "published": {published.to_json()}}}'
        self._open_journal()
        try:
            assert self._journal is not None  # noqa: S101 - it was opened
            # the line starts with a line feed: a killed run may have left one without its end
            self._journal.write(f"\n{line}\n".encode())
        except OSError as error:
            raise CannotWrite(Place(JOURNAL), reason=system_reason(error)) from error

    def _open_journal(self) -> None:
        try:
            if self._journal is None:
                self.folder.mkdir(parents=True, exist_ok=True)
                self._journal = open_ordinary(self.folder / JOURNAL, append=True)
        except OSError as error:
            raise CannotWrite(Place(JOURNAL), reason=system_reason(error)) from error

    def drop_outdated_pdf(self, path: str) -> BaocaoError | None:
        """Remove a PDF that was made from another DOCX than the published one; an edited one is kept aside.

        Raises:
            CannotWrite, CannotCompare
        """
        if self.has_pdf(path, self.documents[path].docx):
            return None
        if path not in self.pdfs and self.hash(path, "pdf") is None:
            return None
        kept = self.keep_edited(path, "pdf")
        try:
            self.file(path, "pdf").unlink(missing_ok=True)
        except OSError as error:
            raise CannotWrite(Place(f"{path}.pdf"), reason=system_reason(error)) from error
        self.pdfs.pop(path, None)
        return kept

    def keep_edited(self, path: str, suffix: str, carried: bool = False) -> BaocaoError | None:
        """Copy a file that is not ours to ``edited/`` before it is replaced; never twice the same bytes.

        ``carried``: its hand edits are in what replaces it.
        """
        if self.state(path, suffix) != "edited":
            return None
        name = f"{path}.{suffix}"
        copy = self._keep_copy(path, suffix)
        if suffix == "docx" and carried:
            return OriginalKept(Place(name), copy=copy)
        kind = EditedByHand if self._known(path, suffix) else UnknownFile
        return kind(Place(name), copy=copy)

    def _keep_copy(self, path: str, suffix: str) -> str:
        """Copy a file to ``edited/``; the name of the copy."""
        file, data = self.file(path, suffix), self.read(path, suffix)
        found = sha256(data)
        copy = self.folder / EDITED / f"{path}-{found[:8]}.{suffix}"
        if file_sha256(copy) not in (None, found):  # somebody worked on in the copy
            copy = copy.with_name(f"{file.stem}-{found}.{suffix}")
        if file_sha256(copy) != found:
            write_atomic(copy, data, f"{EDITED}/{path}-{found[:8]}.{suffix}")
            with suppress(OSError):
                shutil.copystat(file, copy)
        return copy.relative_to(self.folder).as_posix()

    def put_beside(self, path: str, docx: bytes) -> str:
        """Write a document beside the one in its place; return the name. Another one there is kept aside first.

        Raises:
            CannotWrite, CannotCompare
        """
        beside = f"{path}.{BESIDE}"
        found = self.hash(beside, "docx")
        if found != sha256(docx):
            self._open_journal()
            if found is not None:
                self._keep_copy(beside, "docx")
            write_atomic(self.file(beside, "docx"), docx, f"{beside}.docx")
        return f"{beside}.docx"

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

    def write_manifest(
        self, manifest: Iterable[bytes | memoryview] | None, run: Iterable[bytes | memoryview]
    ) -> None:
        """Write ``manifest.json`` (None: it stands as it should be) and ``run.json``, then forget the journal.

        Raises:
            CannotWrite
        """
        if len(self._unforced) > MANY:
            os.sync()  # all at once: what is left for each file is to hear whether it went well
        while self._unforced:
            name = self._unforced.pop()
            force(self.folder / name, name)
        if manifest is not None:
            write_atomic(self.folder / MANIFEST, manifest)
            self._close_last()
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
