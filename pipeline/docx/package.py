"""DOCX packages: a reader that trusts nothing and a writer whose output depends on its input alone.

Reading is bounded in entries, bytes and packing ratio; it refuses names that lead elsewhere, parts that declare a
document type, and what :mod:`.hazards` names. Writing gives every entry the same time stamp, a fixed order and a
fixed deflate level, so the same parts always make the same bytes (with the same zlib).
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

from pipeline.docx.errors import BrokenXml, NotAPackage, PackageTooLarge, UnsafeName, UnsafeXml
from pipeline.docx.hazards import refuse_hazards
from pipeline.model import Place

CONTENT_TYPES = "[Content_Types].xml"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
ROOT_BEGIN = rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?<(?:[\w.-]{1,40}:)?"
"""Pattern of what stands before the name of a part's root."""
MAX_ENTRIES = 2_000
MAX_BYTES = 64 * 1024 * 1024
MAX_RATIO = 200
RATIO_FROM = 1024 * 1024
"""Entries below this size may pack as tightly as they like: a few kilobytes of blanks are no bomb."""

STORED, FASTEST, FAST, SMALL = 0, 1, 3, 9
"""Levels of deflate; the first packs nothing. A filled part grows by some 10 % at the fast one, which takes a
third of the time of 6; content controls are so much alike that the fastest costs 4 % more and takes another
quarter off."""
LITTLE = 4096
"""Bytes. To deflate a header takes longer than to fill it, and saves less than a kilobyte."""
MOST_STORED = 32_000
"""Bytes that zlib would store in one block."""
_DOS_DATE = (0 << 9) | (1 << 5) | 1  # 1980-01-01, the first day that a ZIP knows
_COMMON, _PLACED = struct.Struct("<HHHHHIIIHH").pack, struct.Struct("<HHHII").pack
_STORED = struct.Struct("<BHH").pack
_DOCTYPE = re.compile(rb"<\x00{0,3}!\x00{0,3}D\x00{0,3}O\x00{0,3}C\x00{0,3}T\x00{0,3}Y\x00{0,3}P\x00{0,3}E")
_XML_NAME = re.compile(r"\.(xml|rels|vml)$", re.IGNORECASE)
_XML_START = re.compile(rb"(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<")


@dataclass(frozen=True, slots=True)
class Part:
    """A part ready to be written: its name and its deflated bytes."""

    name: str
    deflated: bytes
    crc: int
    size: int


def deflate(name: str, data: bytes, level: int = FAST) -> Part:
    """Deflate ``data``; what is deflated once for many documents may be made small."""
    if level == STORED and len(data) <= MOST_STORED:  # as zlib does, without the memory that it asks for
        size = len(data)
        return Part(name, _STORED(1, size, size ^ 0xFFFF) + data, zlib.crc32(data), size)
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    return Part(name, packer.compress(data) + packer.flush(), zlib.crc32(data), len(data))


def deflate_filled(name: str, data: bytes, level: int) -> Part:
    """Deflate a part that is made for one document; a little one is only stored."""
    return deflate(name, data, level if len(data) > LITTLE else STORED)


def parse_xml(data: bytes | str, part: str = "", file: str = "") -> etree._Element:
    """Parse one XML part without entities, DTD or network.

    ``part`` and ``file`` go into errors only. Raises :class:`UnsafeXml` for a DOCTYPE and :class:`BrokenXml`.
    """
    raw = data.encode() if isinstance(data, str) else data
    if _DOCTYPE.search(raw):
        raise UnsafeXml(Place(file), part=part)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BrokenXml(Place(file), part=part, reason=_shown(str(error))) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnsafeXml(Place(file), part=part)
    return root


def part_xml(root: etree._Element) -> bytes:
    """A root as the bytes of a part."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def unpack(data: bytes, name: str = "", wanted: Callable[[str], bool] | None = None) -> dict[str, bytes]:
    """Unpack a package into part name -> bytes, in its order; bounded, but neither parsed nor judged.

    For those who only read: whatever the parts hold, nothing is run or fetched. ``name`` is the file's name for
    errors, ``wanted`` tells by a part's name whether to unpack it (all if not given). Raises :class:`NotAPackage`,
    :class:`PackageTooLarge` or :class:`UnsafeName`.
    """
    place = Place(name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            listed = archive.infolist()
            _check_sizes(listed, place)
            _check_names(listed, place)
            entries = [entry for entry in listed if not entry.is_dir()]
            _check_packing(entries, place)
            names = {entry.filename for entry in entries}
            chosen = [entry for entry in entries if wanted is None or wanted(entry.filename)]
            parts = {entry.filename: archive.read(entry) for entry in chosen}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise NotAPackage(place, reason=_shown(str(error)) or type(error).__name__) from error
    if CONTENT_TYPES not in names:
        raise NotAPackage(place, reason=f"{CONTENT_TYPES} is missing")
    return parts


def read_package(data: bytes, name: str = "") -> dict[str, bytes]:
    """Unpack a DOCX into part name -> bytes, in the order of the package.

    ``name`` is the file's name for errors. Raises :class:`NotAPackage`, :class:`PackageTooLarge`,
    :class:`UnsafeName`, :class:`UnsafeXml`, :class:`BrokenXml`, or an error of :mod:`.hazards`; what it returns is
    bounded, well-formed, runs nothing and fetches nothing.
    """
    parts = unpack(data, name)
    roots = {part: root for part, content in parts.items() if (root := _root(part, content, name)) is not None}
    refuse_hazards(parts, roots, Place(name))
    return parts


def _root(part: str, content: bytes, name: str) -> etree._Element | None:
    """A part as XML, if it is XML: a relation may call it anything, so that its name alone does not tell."""
    if _XML_NAME.search(part):
        return parse_xml(content, part, name)
    if not _XML_START.match(content):
        return None
    try:
        return parse_xml(content, part, name)
    except BrokenXml:
        return None


def _shown(text: str) -> str:
    """A text of the package as a message can show it: short, on one line, without control characters."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f]", "\ufffd", text[:200].replace("\n", " "))


def part_types(package: Mapping[str, bytes], name: str = "") -> dict[str, str]:
    """Part name -> content type as far as the package overrides the default of the name's ending."""
    root = parse_xml(package[CONTENT_TYPES], CONTENT_TYPES, name)
    overrides = root.iterfind("{*}Override")
    return {o.get("PartName", "").lstrip("/"): o.get("ContentType", "") for o in overrides}


def _check_sizes(entries: list[zipfile.ZipInfo], place: Place) -> None:
    if len(entries) > MAX_ENTRIES:
        raise PackageTooLarge(place, what="entries", found=len(entries), limit=MAX_ENTRIES)
    total = sum(entry.file_size for entry in entries)
    if total > MAX_BYTES:
        raise PackageTooLarge(place, what="bytes", found=total, limit=MAX_BYTES)
    for entry in entries:
        ratio = entry.file_size // max(entry.compress_size, 1)
        if entry.file_size > RATIO_FROM and ratio > MAX_RATIO:
            raise PackageTooLarge(place, what="ratio", found=ratio, limit=MAX_RATIO)


def _check_names(entries: list[zipfile.ZipInfo], place: Place) -> None:
    seen: set[str] = set()
    for entry in entries:
        # ZipInfo cuts names at NUL and turns the separators of the system: judge the name as it was stored
        name = entry.orig_filename
        segments = name.removesuffix("/").split("/")
        strange = re.search(r"[\\:\x00-\x1f]", name) or any(not s.strip(".") for s in segments)
        if strange or name.casefold() in seen:
            raise UnsafeName(place, part=_shown(name))
        seen.add(name.casefold())


def _check_packing(entries: list[zipfile.ZipInfo], place: Place) -> None:
    for entry in entries:
        if entry.flag_bits & 1:
            raise NotAPackage(place, reason=f"{entry.filename} is encrypted")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise NotAPackage(place, reason=f"{entry.filename} is packed in an unknown way")


def write_package(parts: Iterable[Part]) -> bytes:
    """Write parts as a ZIP: content types first, the others by name, all of 1980-01-01."""
    ordered = sorted(parts, key=lambda part: (part.name != CONTENT_TYPES, part.name))
    body: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for part in ordered:
        name = part.name.encode()
        flags = 0 if part.name.isascii() else 0x800
        common = _COMMON(20, flags, 8, 0, _DOS_DATE, part.crc, len(part.deflated), part.size, len(name), 0)
        directory += (b"PK\x01\x02\x14\0", common, _PLACED(0, 0, 0, 0, offset), name)
        body += (b"PK\x03\x04", common, name, part.deflated)
        offset += 4 + len(common) + len(name) + len(part.deflated)
    size = sum(map(len, directory))
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, len(ordered), len(ordered), size, offset, 0)
    return b"".join([*body, *directory, end])


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Deflate and write ``parts`` (name -> bytes)."""
    return write_package(deflate(name, data, SMALL) for name, data in parts.items())
