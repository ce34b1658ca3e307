"""What the filling of one document adds to its package: relationships, pictures, embedded files.

Filters reach the assembly of the part that is being filled through the context. A document that asks for nothing
costs nothing: its static parts are written as they were compiled.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from xml.sax.saxutils import escape, quoteattr

from jinja2.runtime import Context

from pipeline.docx.escape import UnprintableError
from pipeline.docx.package import CONTENT_TYPES, DECLARATION, RELATIONS, Part, deflate

ASSEMBLY = "_assembly"
"""Name under which the assembly of the part stands in the context."""

OFFICE = "http://schemas.openxmlformats.org"
RELATION = f"{OFFICE}/officeDocument/2006/relationships"
_EMPTY = f'{DECLARATION}<Relationships xmlns="{RELATIONS}"/>'.encode()
_LINKS = re.compile(r"(https?|mailto):[^\s<>\"{}|\\^`]+", re.IGNORECASE)


class MissingAssetError(LookupError):
    """A filter asked for a file that does not exist; ``args`` are its name and the nearest that do."""


class BadAssetError(ValueError):
    """A file is not what a filter can use; ``args`` are its name and the reason."""


@dataclass(frozen=True, slots=True)
class Added:
    """A part to be added: name, content type, and its bytes deflated."""

    content_type: str
    part: Part


@dataclass(slots=True)
class Assembly:
    """The additions to one document. ``assets`` are the files that its filters may use, by name."""

    assets: Mapping[str, bytes]
    parts: frozenset[str]
    styles: frozenset[str]
    added: dict[str, Added] = field(default_factory=dict)
    relations: dict[str, list[str]] = field(default_factory=dict)
    subdocuments: list[tuple[str, bytes]] = field(default_factory=list)
    splits: bool = False
    _ids: dict[tuple[str, str], str] = field(default_factory=dict)
    _names: dict[tuple[str, int, int], str] = field(default_factory=dict)

    def asset(self, name: object) -> bytes:
        """The bytes of the file ``name``. Raises :class:`MissingAssetError`."""
        if not isinstance(name, str):
            raise UnprintableError(f"{type(name).__name__} is no name of a file")
        try:
            return self.assets[name]
        except KeyError:
            near = ", ".join(get_close_matches(name, self.assets, 3)) or "–"
            raise MissingAssetError(name, near) from None

    def add(self, stem: str, ending: str, content_type: str, part: Part) -> str:
        """Add a part under the first free name ``stem`` + number + ``ending``; the same bytes are added once."""
        key = (ending, part.crc, part.size)
        known = self._names.get(key)
        if known and self.added[known].part.deflated == part.deflated:
            return known
        number = 1
        while (name := f"{stem}{number}.{ending}") in self.parts or name in self.added:
            number += 1
        self.added[name] = Added(content_type, replace(part, name=name))
        self._names[key] = name
        return name

    def relate(self, source: str, kind: str, target: str, external: bool = False) -> str:
        """The id of a relationship of ``kind`` from the part ``source`` to a part or, ``external``, to a link."""
        listed = self.relations.setdefault(source, [])
        found = self._ids.get((source, target))
        if found is None:
            found = self._ids[source, target] = f"rIdFilled{len(listed) + 1}"
            where = target if external else posixpath.relpath(target, posixpath.dirname(source))
            mode = ' TargetMode="External"' if external else ""
            listed.append(f'<Relationship Id="{found}" Type="{RELATION}/{kind}" Target={quoteattr(where)}{mode}/>')
        return found

    def changed(self, original: Callable[[str], bytes]) -> dict[str, Part]:
        """The parts to write besides those of the template, and instead of those of the same name."""
        made = {name: added.part for name, added in self.added.items()}
        for source, listed in self.relations.items():
            name = relations_name(source)
            made[name] = deflate(name, _with_children(original(name) or _EMPTY, listed))
        if self.added:
            types = [
                f'<Override PartName="/{escape(name)}" ContentType="{added.content_type}"/>'
                for name, added in self.added.items()
            ]
            made[CONTENT_TYPES] = deflate(CONTENT_TYPES, _with_children(original(CONTENT_TYPES), types))
        return made


@dataclass(frozen=True, slots=True)
class PartAssembly:
    """The assembly as filters see it while the part ``part`` is filled."""

    whole: Assembly
    part: str

    def link(self, address: object) -> str:
        """The id of a link out of this part. Raises :class:`UnprintableError` for what is no web or mail link."""
        if not isinstance(address, str) or not _LINKS.fullmatch(address):
            raise UnprintableError(f"“{str(address)[:60]}” is no link that begins with http:, https: or mailto:")
        return self.whole.relate(self.part, "hyperlink", address, external=True)

    def relate(self, kind: str, target: str) -> str:
        """The id of a relationship of ``kind`` from this part to the part ``target``."""
        return self.whole.relate(self.part, kind, target)


def assembly_of(context: Context) -> PartAssembly:
    """The assembly of the part that is being filled."""
    found = context.get(ASSEMBLY)
    if not isinstance(found, PartAssembly):
        raise UnprintableError("the name “_assembly” is taken by the template")
    return found


def relations_name(part: str) -> str:
    """The part that holds the relationships of ``part``."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _with_children(xml: bytes, children: list[str]) -> bytes:
    """``xml`` with children added at the end of its root, whose namespace must be the default one."""
    text = "".join(children).encode()
    head, close, tail = xml.rpartition(b"</")
    if close and b"/>" not in tail:
        return head + text + close + tail
    head, _, _ = xml.rpartition(b"/>")
    root: bytes = re.findall(rb"<([A-Za-z]\w*)", xml)[-1]
    return head + b">" + text + b"</" + root + b">"
