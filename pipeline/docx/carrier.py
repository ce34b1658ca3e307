"""A copy of what a document knows of itself, in its custom properties.

LibreOffice drops custom XML parts when it saves a document for the second time, but keeps custom properties
through any number of saves, also as ODT. So the *printed* part is carried there too: deflated, in base 64, cut
into properties ``baocao.1``, ``baocao.2`` and so on, because Word takes 255 characters for each.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Mapping

from lxml import etree

from pipeline.docx.package import DECLARATION, ROOT_BEGIN, Part, parse_xml, part_xml

PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_START = f'{DECLARATION}<Properties xmlns="{PROPERTIES}" xmlns:vt="{_TYPES}">'
_END = "</Properties>"

CHUNK = 250
MOST_CHUNKS = 200
"""So many properties at the most: some 1 500 figures."""
MOST_BYTES = 4 * 1024 * 1024
"""What is carried is never larger than this when it is unpacked."""
_NAME = re.compile(r"baocao\.([1-9][0-9]{0,3})")
_HEAD = re.compile(r"([wp])([0-9]{1,4}):([0-9a-f]{8}):")
_CARRIER = re.compile(rb"""\sname\s*=\s*["']baocao\.[0-9]""")
_ROOT = re.compile(ROOT_BEGIN + rb"Properties[\s>]")


def chunks(part: Part, whole: bool) -> list[str]:
    """The values of the properties that carry a deflated part. ``whole``: nothing was left out of it.

    They may be more than :data:`MOST_CHUNKS`, which nobody would read.
    """
    text = base64.b64encode(part.deflated).decode()
    head = f":{part.crc:08x}:"
    count = 1
    while len(text) + len(str(count)) + 1 + len(head) > count * CHUNK:
        count += 1
    text = f"{'w' if whole else 'p'}{count}{head}{text}"
    return [text[start : start + CHUNK] for start in range(0, len(text), CHUNK)]


def carrier_xml(values: list[str], given: bytes, part: str, name: str) -> bytes:
    """The custom properties with ``values`` behind those of others that are ``given`` (b"" for none).

    Raises the errors of :func:`pipeline.docx.package.parse_xml` for what is given; ``part`` and ``name`` go into
    them.
    """
    if given:
        return _added(parse_xml(given, part, name), values)
    properties = "".join(
        [
            f'<property fmtid="{_SET}" pid="{number + 1}" name="baocao.{number}">'
            f"<vt:lpwstr>{value}</vt:lpwstr></property>"
            for number, value in enumerate(values, 1)
        ]
    )
    return f"{_START}{properties}{_END}".encode()


def _added(root: etree._Element, values: list[str]) -> bytes:
    for own in _own(root):
        root.remove(own)
    pids = [int(pid) for each in root if re.fullmatch("[0-9]{1,9}", pid := str(each.get("pid", "")))]
    last = max([1, *pids])
    for number, value in enumerate(values, 1):
        said = {"fmtid": _SET, "pid": str(last + number), "name": f"baocao.{number}"}
        added = etree.SubElement(root, f"{{{PROPERTIES}}}property", said)
        etree.SubElement(added, f"{{{_TYPES}}}lpwstr", nsmap={"vt": _TYPES}).text = value
    return part_xml(root)


def _own(root: etree._Element) -> list[etree._Element]:
    found = root.iterchildren(f"{{{PROPERTIES}}}property")
    return [each for each in found if _NAME.fullmatch(str(each.get("name", "")))]


def is_properties(data: bytes) -> bool:
    """Whether a part holds custom properties, by its root."""
    return _ROOT.match(data) is not None and PROPERTIES.encode() in data


def is_carrier(data: bytes) -> bool:
    """Whether a part holds custom properties of ours."""
    return is_properties(data) and _CARRIER.search(data) is not None


def without_carried(data: bytes, part: str, name: str = "") -> bytes:
    """The custom properties of others; b"" if there are none."""
    root = parse_xml(data, part, name)
    for own in _own(root):
        root.remove(own)
    return part_xml(root) if len(root) else b""


def read_carried(package: Mapping[str, bytes]) -> tuple[bytes, bool] | None:
    """The *printed* part that the properties of a document carry, and whether it is whole; None if there is none.

    Raises ValueError for one that is damaged, and the errors of :func:`pipeline.docx.package.parse_xml`.
    """
    values: dict[int, str] = {}
    for name, data in package.items():
        for each in _own(parse_xml(data, name)) if is_carrier(data) else ():
            number = int(str(each.get("name")).rpartition(".")[2])
            if number in values or number > MOST_CHUNKS:
                raise ValueError(f"property {number}")
            values[number] = "".join(str(piece) for piece in each.itertext()).strip()
    return _joined(values) if values else None


def _joined(values: Mapping[int, str]) -> tuple[bytes, bool]:
    text = "".join(values.get(number, "") for number in range(1, len(values) + 1))
    head = _HEAD.match(text)
    if head is None or int(head[2]) != len(values):
        raise ValueError("a property is missing")
    try:
        packed = base64.b64decode(text[head.end() :], validate=True)
        unpacker = zlib.decompressobj(-15)
        data = unpacker.decompress(packed, MOST_BYTES)
    except (binascii.Error, zlib.error) as error:
        raise ValueError(str(error)) from error
    if not unpacker.eof or unpacker.unused_data or zlib.crc32(data) != int(head[3], 16):
        raise ValueError("the sum is another one")
    return data, head[1] == "w"
