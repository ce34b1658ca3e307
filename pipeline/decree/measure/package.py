"""The parts of a DOCX that a reader sees, parsed when they are asked for, each once."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from pipeline.decree.measure.errors import Locked, NoWordDocument, TooLarge
from pipeline.decree.measure.units import QW, Element
from pipeline.docx.errors import BrokenXml
from pipeline.docx.package import parse_xml, unpack
from pipeline.model import Place

MOST_MARKS = 4_000_000
"""Angle brackets and equal signs in a part: some thousand pages."""
_CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_READ = re.compile(r"\.(xml|rels)$", re.IGNORECASE)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", QW[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", _OFFICE.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
"""Namespaces of Strict Open XML and their usual counterparts; the words are the same."""
QR = f"{{{_OFFICE}}}"


@dataclass
class Package:
    """The bytes of the parts, and what was parsed of them so far."""

    name: str
    parts: dict[str, bytes]
    _roots: dict[str, Element | None] = field(default_factory=dict)
    _relations: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)

    def root(self, part: str) -> Element | None:
        """A part as XML; None if there is none. Raises :class:`TooLarge` and the errors of ``parse_xml``."""
        if part not in self._roots:
            raw = self.parts.get(part)
            self._roots[part] = None if raw is None else self._parsed(raw, part)
        return self._roots[part]

    @property
    def parsed(self) -> dict[str, Element]:
        """The parts that were parsed so far, by name."""
        return {part: root for part, root in self._roots.items() if root is not None}

    def _parsed(self, raw: bytes, part: str) -> Element:
        if raw.count(b"<") + raw.count(b"=") > MOST_MARKS:
            raise TooLarge(Place(self.name), limit=MOST_MARKS, what=TooLarge.ELEMENTS)
        if b"purl.oclc.org/ooxml" in raw:
            for strict, usual in _STRICT:
                raw = raw.replace(strict, usual)
        return parse_xml(raw, part, self.name)

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Id -> kind (last word of the type) and part name, of the relations that stay inside the package."""
        if part not in self._relations:
            folder, _, file = part.rpartition("/")
            root = self.root(f"{folder}/_rels/{file}.rels".lstrip("/"))
            self._relations[part] = {} if root is None else dict(_relations(root, folder))
        return self._relations[part]

    def related(self, part: str, kind: str) -> str:
        """Name of the first part that ``part`` relates to in this way, or ""."""
        return next((target for found, target in self.relations(part).values() if found == kind), "")

    def root_related(self, part: str, kind: str) -> Element | None:
        """A part that only adds to another, such as its styles; None too if it is broken."""
        try:
            return self.root(self.related(part, kind))
        except BrokenXml:
            return None

    @property
    def main(self) -> str:
        """Name of the part that holds the text."""
        name = self.related("", "officeDocument")
        root = self.root(name)
        if root is None or root.tag != f"{QW}document" or root.find(f"{QW}body") is None:
            raise NoWordDocument(Place(self.name))
        return name


def _relations(root: Element, folder: str) -> list[tuple[str, tuple[str, str]]]:
    found = []
    for relation in root:
        if not isinstance(relation.tag, str) or relation.get("TargetMode") == "External":
            continue
        target = unquote(relation.get("Target", ""))
        path = posixpath.normpath(target if target.startswith("/") else posixpath.join(folder, target)).lstrip("/")
        found.append((relation.get("Id", ""), (relation.get("Type", "").rpartition("/")[2], path)))
    return found


def open_package(data: bytes, name: str) -> Package:
    """The package of a document, bounded, nothing parsed yet.

    Raises :class:`Locked` and the errors of :func:`pipeline.docx.package.unpack`.
    """
    if data.startswith(_CFB):
        raise Locked(Place(name))
    return Package(name, unpack(data, name, lambda part: _READ.search(part) is not None))
