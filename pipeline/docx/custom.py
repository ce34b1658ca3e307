"""Where a document keeps what it knows of itself: two custom XML parts, and a copy in the custom properties."""

from __future__ import annotations

import posixpath
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from html import escape

from lxml import etree

from pipeline.docx.assembly import RELATION, relations_name
from pipeline.docx.carrier import MOST_CHUNKS, carrier_xml, chunks, is_properties
from pipeline.docx.package import (
    CONTENT_TYPES,
    DECLARATION,
    FASTEST,
    RELATIONS,
    SMALL,
    STORED,
    TYPES,
    Part,
    deflate,
    deflate_filled,
    parse_xml,
    part_xml,
)
from pipeline.docx.store import FIGURES, PRINTED, PRINTED_ID, STORE_ID, Stored, printed_xml, store_xml

_OFFICE = "application/vnd.openxmlformats-officedocument"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_PACKAGE = "_rels/.rels"
_CARRIER = f"{RELATION}/custom-properties"


@dataclass(frozen=True, slots=True)
class CustomParts:
    """The names of the parts, and ready made what declares them: some of it in the place of the template's."""

    store: str
    printed: str
    carrier: str
    static: tuple[Part, ...]

    def own(self, stored: Stored, others: Iterable[Part]) -> tuple[Part, Part, Part]:
        """What a document knows of itself as parts; ``others`` are its other parts, as they were filled."""
        store = deflate_filled(self.store, store_xml(stored.values), FASTEST)
        printed = deflate(self.printed, printed_xml(stored), FASTEST)
        given = next((zlib.decompress(part.deflated, -15) for part in others if part.name == self.carrier), b"")
        carrier = carrier_xml(_carried(stored, printed), given, self.carrier, "")
        return store, printed, deflate(self.carrier, carrier, STORED)


def custom_parts(package: Mapping[str, bytes], main: str, name: str) -> CustomParts:
    """Prepare the parts for the documents of a template, besides those that it may have itself."""
    store, printed, carrier, made = _declarations(package, main, name)
    return CustomParts(store, printed, carrier, tuple(deflate(part, data, SMALL) for part, data in made.items()))


def with_parts(package: Mapping[str, bytes], main: str, stored: Stored, name: str) -> dict[str, bytes]:
    """The parts of a document that knows nothing of itself (any more), with what it shall know.

    ``main`` is its main part; ``name`` goes into errors. Raises those of
    :func:`pipeline.docx.package.parse_xml`.
    """
    store, printed, carrier, made = _declarations(package, main, name)
    said = printed_xml(stored)
    carried = carrier_xml(_carried(stored, deflate("", said, FASTEST)), package.get(carrier, b""), carrier, name)
    return {**package, **made, store: store_xml(stored.values), printed: said, carrier: carried}


def carrying(package: Mapping[str, bytes], stored: Stored, name: str) -> dict[str, bytes]:
    """The parts to write so that the custom properties of a document carry what it knows of itself now."""
    carrier, made = _carrier(package, name)
    printed = deflate("", printed_xml(stored), FASTEST)
    return {**made, carrier: carrier_xml(_carried(stored, printed), package.get(carrier, b""), carrier, name)}


def related_properties(target: str) -> bytes:
    """The relationships of a custom XML part: one, to its properties in the same folder."""
    return (
        f'{DECLARATION}<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1"'
        f' Type="{RELATION}/customXmlProps" Target="{escape(target)}"/></Relationships>'
    ).encode()


def _carried(stored: Stored, printed: Part) -> list[str]:
    """What the properties carry: all that was printed if there is room for it, or what there is room for."""
    values = chunks(printed, whole=True)
    if MOST_CHUNKS < len(values) <= MOST_CHUNKS * 5 // 4:  # packing it tighter saves a fifth at the most
        values = chunks(deflate("", printed_xml(stored), SMALL), whole=True)
    for less in (replace(stored, figures={}), replace(stored, figures={}, blocks={})):
        if len(values) > MOST_CHUNKS:
            values = chunks(deflate("", printed_xml(less), SMALL), whole=False)
    return values


def _declarations(package: Mapping[str, bytes], main: str, name: str) -> tuple[str, str, str, dict[str, bytes]]:
    """The names of store, printed part and carrier, and the parts that declare them."""
    taken = {part.casefold() for part in package}
    numbers = (n for n in range(1, len(taken) + 3) if f"customxml/item{n}.xml" not in taken)
    store, printed = next(numbers), next(numbers)
    names = {number: f"customXml/item{number}.xml" for number in (store, printed)}
    carrier, made = _carrier(package, name)
    for number, id_, schema in ((store, STORE_ID, FIGURES), (printed, PRINTED_ID, PRINTED)):
        made[_properties(number)] = (
            f'{DECLARATION}<ds:datastoreItem ds:itemID="{id_}" xmlns:ds="{_PROPERTIES}">'
            f'<ds:schemaRefs><ds:schemaRef ds:uri="{schema}"/></ds:schemaRefs></ds:datastoreItem>'
        ).encode()
        made[relations_name(names[number])] = related_properties(f"itemProps{number}.xml")
    relations, folder = relations_name(main), posixpath.dirname(main)
    targets = [posixpath.relpath(target, folder) for target in names.values()]
    made[relations] = _related(package.get(relations, b""), f"{RELATION}/customXml", targets, relations, name)
    types = {_properties(number): f"{_OFFICE}.customXmlProperties+xml" for number in names}
    items = dict.fromkeys(names.values(), "application/xml")
    made[CONTENT_TYPES] = _declared(made.get(CONTENT_TYPES, package[CONTENT_TYPES]), types, items, name)
    return names[store], names[printed], carrier, made


def _carrier(package: Mapping[str, bytes], name: str) -> tuple[str, dict[str, bytes]]:
    """The part with custom properties, and what is to be written to declare it if there is none yet."""
    data = package.get(_PACKAGE, b"")
    root = parse_xml(data or f'<Relationships xmlns="{RELATIONS}"/>', _PACKAGE, name)
    for each in root.iterfind(f"{{{RELATIONS}}}Relationship[@Type='{_CARRIER}']"):
        part = posixpath.normpath(f"/{each.get('Target', '')}").lstrip("/")
        if is_properties(package.get(part, b"")):
            return part, {}
    part = _free(package)
    kind = {part: f"{_OFFICE}.custom-properties+xml"}
    return part, {
        _PACKAGE: _related(data, _CARRIER, [part], _PACKAGE, name),
        CONTENT_TYPES: _declared(package[CONTENT_TYPES], kind, {}, name),
    }


def _free(package: Mapping[str, bytes]) -> str:
    taken = {part.casefold() for part in package}
    names = ("docProps/custom.xml", *(f"docProps/custom{n}.xml" for n in range(1, len(taken) + 2)))
    return next(part for part in names if part.casefold() not in taken)


def _properties(number: int) -> str:
    return f"customXml/itemProps{number}.xml"


def _related(data: bytes, kind: str, targets: Iterable[str], part: str, name: str) -> bytes:
    """The relationships in a part, with those of a kind to some targets."""
    root = parse_xml(data or f'<Relationships xmlns="{RELATIONS}"/>', part, name)
    ids = {relation.get("Id") for relation in root}
    free = (id_ for n in range(1, len(ids) + 3) if (id_ := f"rIdFigures{n}") not in ids)
    for target, id_ in zip(targets, free, strict=False):
        related = {"Id": id_, "Type": kind, "Target": target}
        etree.SubElement(root, f"{{{RELATIONS}}}Relationship", related)
    return part_xml(root)


def _declared(data: bytes, types: Mapping[str, str], items: Mapping[str, str], name: str) -> bytes:
    """The content types, with those of new parts; ``items`` are declared where plain XML is not."""
    root = parse_xml(data, CONTENT_TYPES, name)
    defaults = {str(each.get("Extension", "")).casefold() for each in root.iterfind("{*}Default")}
    known = {str(each.get("PartName", "")).lstrip("/").casefold() for each in root.iterfind("{*}Override")}
    for part, kind in {**types, **({} if "xml" in defaults else items)}.items():
        if part.casefold() not in known:
            etree.SubElement(root, f"{{{TYPES}}}Override", {"PartName": f"/{part}", "ContentType": kind})
    return part_xml(root)
