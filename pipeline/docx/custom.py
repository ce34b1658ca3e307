"""Where the two custom XML parts of a document stand in its package: prepared once for each template."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

from pipeline.docx.assembly import RELATION, relations_name
from pipeline.docx.package import CONTENT_TYPES, SMALL, Part, deflate, parse_xml
from pipeline.docx.store import FIGURES, PRINTED, PRINTED_ID, STORE_ID

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, slots=True)
class CustomParts:
    """The names of the two parts, and ready made what declares them: some of it in the place of the template's."""

    store: str
    printed: str
    static: tuple[Part, ...]


def custom_parts(package: Mapping[str, bytes], main: str, name: str) -> CustomParts:
    """Prepare the parts for the documents of a template, besides those that it may have itself."""
    taken = {part.casefold() for part in package}
    numbers = (n for n in range(1, len(taken) + 3) if f"customxml/item{n}.xml" not in taken)
    store, printed = next(numbers), next(numbers)
    names = {number: f"customXml/item{number}.xml" for number in (store, printed)}
    made: dict[str, bytes] = {}
    for number, id_, schema in ((store, STORE_ID, FIGURES), (printed, PRINTED_ID, PRINTED)):
        made[_properties(number)] = (
            f'{_DECLARATION}<ds:datastoreItem ds:itemID="{id_}" xmlns:ds="{_PROPERTIES}">'
            f'<ds:schemaRefs><ds:schemaRef ds:uri="{schema}"/></ds:schemaRefs></ds:datastoreItem>'
        ).encode()
        made[relations_name(names[number])] = (
            f'{_DECLARATION}<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1"'
            f' Type="{RELATION}/customXmlProps" Target="itemProps{number}.xml"/></Relationships>'
        ).encode()
    relations = relations_name(main)
    made[relations] = _related(
        package.get(relations, b""), names.values(), posixpath.dirname(main), relations, name
    )
    made[CONTENT_TYPES] = _declared(package[CONTENT_TYPES], [_properties(n) for n in names], names.values(), name)
    static = tuple(deflate(part, data, SMALL) for part, data in made.items())
    return CustomParts(names[store], names[printed], static)


def _properties(number: int) -> str:
    return f"customXml/itemProps{number}.xml"


def _related(data: bytes, targets: Iterable[str], folder: str, part: str, name: str) -> bytes:
    """The relationships of the document, with those to the two parts."""
    root = parse_xml(data or f'<Relationships xmlns="{_RELATIONS}"/>', part, name)
    ids = {relation.get("Id") for relation in root}
    free = (id_ for n in range(1, len(ids) + 3) if (id_ := f"rIdFigures{n}") not in ids)
    for target, id_ in zip(targets, free, strict=False):
        related = {"Id": id_, "Type": f"{RELATION}/customXml", "Target": posixpath.relpath(target, folder)}
        etree.SubElement(root, f"{{{_RELATIONS}}}Relationship", related)
    return _bytes(root)


def _declared(data: bytes, properties: Iterable[str], items: Iterable[str], name: str) -> bytes:
    """The content types, with those of the new parts."""
    root = parse_xml(data, CONTENT_TYPES, name)
    defaults = {str(each.get("Extension", "")).casefold() for each in root.iterfind("{*}Default")}
    types = dict.fromkeys(properties, _PROPERTIES_TYPE)
    if "xml" not in defaults:
        types |= dict.fromkeys(items, "application/xml")
    for part, kind in types.items():
        etree.SubElement(root, f"{{{_TYPES}}}Override", {"PartName": f"/{part}", "ContentType": kind})
    return _bytes(root)


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
