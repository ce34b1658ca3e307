"""What earlier builds have published: their manifests and the documents that were replaced since.

Below ``history/`` of a campaign's outputs: ``0003.json`` is the manifest of the third build, ``0003.kept`` lists
what the next build replaced (hash of what stood there, hash as published, path; ``-`` for no file), ``objects/``
holds those documents by their hash, ``tags.json`` names builds. All of it may be deleted: nothing here is needed
to build, and no failure in here stops a build.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.i18n import N_
from pipeline.stages.files import (
    CannotWrite,
    file_sha256,
    open_ordinary,
    read_json,
    read_ordinary,
    sha256,
    write_atomic,
)
from pipeline.stages.lines import Damaged, compact, entries
from pipeline.stages.publish import ISSUED, MANIFEST
from pipeline.stages.published import document_of, head_of

HISTORY, OBJECTS, TAGS, NEXT = "history", "objects", "tags.json", "next.kept"
KEPT_BUILDS = 10
"""So many builds before the present one are kept besides those that have a tag."""
_NUMBER = re.compile(r"(\d{4,9})\.json\Z")
_TAG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}\Z")
_HASH = re.compile(r"[0-9a-f]{64}\Z")


class BadTag(UsageError):
    code = "R40"
    cause = N_("“{tag}” cannot be the name of a build.")
    remedy = N_("Use small letters, digits and hyphens, at least one letter, at most 40 characters: trinh-ky.")


class UnknownBuild(UsageError):
    code = "R43"
    cause = N_("“{since}” is neither a build nor the name of one.")
    remedy = N_("There are: {known}.")


@dataclass(frozen=True, slots=True)
class Kept:
    """A document that was replaced: hash of the file that stood there (``-``: none), hash as published, path."""

    found: str
    known: str
    path: str


def check_tag(tag: str) -> None:
    """Refuse what cannot name a build.

    Raises:
        BadTag
    """
    if not _TAG.match(tag) or tag.isdecimal() or tag == "issued":
        raise BadTag(tag=tag)


class History:
    """The earlier builds of the campaign with the outputs ``folder``. Only who holds its lock may write."""

    def __init__(self, folder: Path) -> None:
        self._outputs = folder
        self._folder = folder / HISTORY
        self._lists: dict[int, Mapping[str, Kept]] = {}

    # --- reading ------------------------------------------------------------------------------------------------

    def builds(self) -> list[int]:
        """The numbers of the builds that are kept, the oldest first; the present one is not among them."""
        with suppress(OSError):
            found = (_NUMBER.match(name) for name in os.listdir(self._folder))  # noqa: PTH208 - names only, and fast
            return sorted(int(match.group(1)) for match in found if match)
        return []

    @property
    def present(self) -> int:
        """The number of the build whose documents stand in the outputs now."""
        return max(self.builds(), default=0) + 1

    def tags(self) -> dict[str, int]:
        """Names of builds."""
        found = read_json(self._folder / TAGS)
        return {tag: number for tag, number in found.items() if _TAG.match(tag) and type(number) is int}

    def named(self, name: str, *others: str) -> int:
        """The number of the build that is named by its number or a tag; ``others``: what else could be said.

        Raises:
            UnknownBuild
        """
        tags, builds = self.tags(), [*self.builds(), self.present]
        number = int(name) if name.isdecimal() and len(name) < 10 else tags.get(name)
        if number not in builds:
            raise UnknownBuild(since=name, known=", ".join([*map(str, builds), *sorted(tags), *others]))
        return number

    def manifest(self, number: int) -> Path:
        """Where the manifest of a build is."""
        return self._outputs / MANIFEST if number == self.present else self._folder / f"{number:04}.json"

    def document(self, path: str, known: str, since: int = 0) -> bytes | None:
        """The document that was published at ``path`` with the hash ``known``, or None if it is lost.

        If it was edited by hand before a build after ``since`` replaced it, it is the edited one.
        """
        stood = self._stood(path, known, since)
        found = self._object(stood) if stood else None
        return found or self._object(known) or self._in_place(path, known) or self._issued(path, known)

    def pages(self, known: str) -> int | None:
        """How many pages the PDF of an earlier document had, or None if it is not kept."""
        return page_count(self._pdf(known)) if _HASH.match(known) else None

    def _stood(self, path: str, known: str, since: int) -> str | None:
        for number in self.builds():
            if number >= since and (kept := self._by_path(number).get(path)) and kept.known == known:
                return kept.found
        return None

    def _by_path(self, number: int) -> Mapping[str, Kept]:
        if number not in self._lists:
            self._lists[number] = {kept.path: kept for kept in self._kept(self._list(number))}
        return self._lists[number]

    def _list(self, number: int) -> Path:
        return self._folder / f"{number:04}.kept"

    @staticmethod
    def _kept(file: Path) -> Iterator[Kept]:
        with suppress(OSError), open_ordinary(file) as lines:
            for line in lines:
                words = line.decode("utf-8", "replace").rstrip("\n").split(" ", 2)
                if len(words) == 3 and all(word == "-" or _HASH.match(word) for word in words[:2]):
                    yield Kept(*words)

    def _place(self, digest: str) -> Path:
        return self._folder / OBJECTS / digest[:2] / digest

    def _object(self, digest: str) -> bytes | None:
        if not _HASH.match(digest):
            return None
        return _checked(self._place(digest), digest)

    def _pdf(self, digest: str) -> Path:
        return self._folder / OBJECTS / digest[:2] / f"{digest}-pdf"

    def _issued(self, path: str, digest: str) -> bytes | None:
        return _checked(self._outputs / ISSUED / f"{path}-{digest[:8]}.docx", digest)

    def _in_place(self, path: str, digest: str) -> bytes | None:
        return _checked(self._outputs / f"{path}.docx", digest)

    # --- writing ------------------------------------------------------------------------------------------------

    def keep(self, path: str, known: str) -> None:
        """Keep the document at ``path``, published with the hash ``known`` ("" if not), before it is replaced.

        Called for new documents as well: a build that published something is one that is remembered.
        """
        with suppress(OSError, CannotWrite):
            self._folder.mkdir(parents=True, exist_ok=True)
            file = self._outputs / f"{path}.docx"
            found = file_sha256(file) or "-"
            if found != "-" and _checked(self._place(found), found) is None:
                _link(file, self._place(found))
                pdf = self._outputs / f"{path}.pdf"
                if found == known and pdf.is_file():
                    _link(pdf, self._pdf(found))
            with open_ordinary(self._folder / NEXT, append=True) as kept:
                kept.write(f"{found} {known or '-'} {path}\n".encode())

    def record(self) -> None:
        """Keep the manifest before it is replaced, if documents were published since; forget what is too old."""
        waiting = self._folder / NEXT
        with suppress(OSError):
            if not waiting.is_file():
                return
            number = self.present
            if not (self._outputs / MANIFEST).is_file():
                waiting.unlink()  # the first build: there is nothing before it
                return
            waiting.replace(self._list(number))
            _link(self._outputs / MANIFEST, self._folder / f"{number:04}.json")
            self.prune()

    def tag(self, name: str) -> None:
        """Name the present build; the name leaves the build that had it.

        Raises:
            BadTag, CannotWrite
        """
        check_tag(name)
        tags = {**self.tags(), name: self.present}
        write_atomic(self._folder / TAGS, f"{compact(tags)}\n".encode(), f"{HISTORY}/{TAGS}")

    def prune(self) -> None:
        """Forget builds that are neither among the last ones nor tagged, and documents that only they had."""
        builds, tagged = self.builds(), set(self.tags().values())
        gone = [number for number in builds[:-KEPT_BUILDS] if number not in tagged]
        if not gone:
            return
        lists = [number for number in self._all_lists() if number < builds[-KEPT_BUILDS]]
        lost = {kept.found for number in lists for kept in self._kept(self._list(number))}
        for number in (number for number in self._all_lists() if number not in lists):
            lost -= {kept.found for kept in self._kept(self._list(number))}
        early = [number for number in builds if number in tagged and number <= max(lists, default=0)]
        for number in early if lost else ():
            lost -= self._needed(number)
        for digest in lost - {"-"}:
            self._place(digest).unlink(missing_ok=True)
            self._pdf(digest).unlink(missing_ok=True)
        for number in gone:
            (self._folder / f"{number:04}.json").unlink(missing_ok=True)
        for number in lists:
            if not early or number < early[0]:
                self._list(number).unlink(missing_ok=True)

    def _all_lists(self) -> list[int]:
        names = (file.stem for file in self._folder.glob("*.kept"))
        return sorted(int(name) for name in names if name.isdecimal() and len(name) < 10)

    def _needed(self, number: int) -> set[str]:
        """The documents of a build, also as they stood when they were edited by hand and then replaced."""
        needed: dict[str, str] = {}
        with suppress(OSError):
            needed = {path: docx_of(line) for path, line in document_lines(self.manifest(number)).items()}
        edited = {self._stood(path, digest, number) or digest for path, digest in needed.items()}
        return edited | set(needed.values())


def document_lines(manifest: Path) -> dict[str, bytes]:
    """The lines of the documents of a manifest by path; none if it is damaged.

    Raises:
        OSError: It cannot be read.
    """
    found: dict[str, bytes] = {}
    with suppress(Damaged):
        for section, _, line in entries(manifest):
            if section == "documents":
                found[document_of(line)] = line
            elif section in ("figures", "records"):
                break
    return found


def docx_of(line: bytes) -> str:
    """The hash of a document as it was published, of its line in a manifest; "" if that is damaged."""
    with suppress(ValueError, TypeError, KeyError, RecursionError):
        for facts in head_of(line).values():
            return str(facts["docx"])
    return ""


def page_count(pdf: Path) -> int | None:
    """How many pages a PDF has, or None if there is none that can be read."""
    import pypdfium2 as pdfium  # noqa: PLC0415 - a build counts no pages

    try:
        document = pdfium.PdfDocument(read_ordinary(pdf))
    except (OSError, pdfium.PdfiumError):
        return None
    with closing(document):
        return len(document)


def _checked(file: Path, digest: str) -> bytes | None:
    """The bytes of a file if they have the hash."""
    with suppress(OSError):
        data = read_ordinary(file)
        return data if sha256(data) == digest else None
    return None


def _link(file: Path, place: Path) -> None:
    """The same file at a second place, in the stead of what stood there; a copy where the disk knows no links."""
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    try:
        os.link(file, place)
    except OSError:
        shutil.copy2(file, place)
