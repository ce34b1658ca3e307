"""``docProps/core.xml``: what a document says about itself, and nothing that changes from run to run."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from pipeline.docx.errors import IllegalCharacter, NotAPackage
from pipeline.docx.escape import ILLEGAL
from pipeline.docx.package import CONTENT_TYPES, RELATIONS, TYPES, parse_xml, part_xml
from pipeline.model import Place, Properties

_CP = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_RELS = "_rels/.rels"
_CORE_REL = f"{RELATIONS}/metadata/core-properties"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_CORE_NAME = "docProps/core.xml"


def core_xml(properties: Properties, file: str, part: str, own: Mapping[str, str] | None = None) -> bytes:
    """The part with title, author, keywords, language and the document's date at 00:00:00Z if it has one.

    ``own`` are the texts of the template's properties by tag (see :func:`own_properties`); they go before.
    """
    root = etree.Element(f"{{{_CP}}}coreProperties", nsmap={"cp": _CP, "dc": _DC, "dcterms": _TERMS, "xsi": _XSI})
    texts = {
        f"{{{_DC}}}title": properties.title,
        f"{{{_DC}}}creator": properties.author,
        f"{{{_CP}}}keywords": properties.keywords,
        f"{{{_DC}}}language": "vi-VN",
        **(own or {}),
    }
    for tag, text in texts.items():
        illegal = ILLEGAL.search(text)
        if illegal:
            character = f"U+{ord(illegal.group()):04X}"
            raise IllegalCharacter(
                Place(file),
                part=part,
                paragraph="",
                tag=tag.partition("}")[2],
                value=text[:60],
                character=character,
            )
        if text:
            etree.SubElement(root, tag).text = text
    if properties.created:
        for name in ("created", "modified"):
            moment = etree.SubElement(root, f"{{{_TERMS}}}{name}", {f"{{{_XSI}}}type": "dcterms:W3CDTF"})
            moment.text = f"{properties.created.isoformat()}T00:00:00Z"
    return part_xml(root)


def own_properties(data: bytes, part: str, file: str) -> dict[str, str]:
    """The texts of a template's core properties that its documents keep, by tag: those that hold tags.

    Whatever else stands there is about the template and the person who wrote it.
    """
    if not data:
        return {}
    root = parse_xml(data, part, file)
    texts = {str(child.tag): child.text or "" for child in root if isinstance(child.tag, str)}
    return {tag: text for tag, text in texts.items() if "{{" in text or "{%" in text}


def ensure_core(package: dict[str, bytes], file: str) -> str:
    """The name of the core properties part; added to the package (in place) when a template has none.

    Raises :class:`NotAPackage`.
    """
    if _RELS not in package:
        raise NotAPackage(Place(file), reason=f"{_RELS} is missing")
    rels = parse_xml(package[_RELS], _RELS, file)
    for rel in rels.iterfind(f"{{{RELATIONS}}}Relationship"):
        if rel.get("Type") == _CORE_REL:
            name = (rel.get("Target") or "").lstrip("/")
            if name not in package:
                raise NotAPackage(Place(file), reason="its core properties are missing")
            return name
    related = {"Id": "rIdCore", "Type": _CORE_REL, "Target": _CORE_NAME}
    etree.SubElement(rels, f"{{{RELATIONS}}}Relationship", related)
    types = parse_xml(package[CONTENT_TYPES], CONTENT_TYPES, file)
    etree.SubElement(types, f"{{{TYPES}}}Override", {"PartName": f"/{_CORE_NAME}", "ContentType": _CORE_TYPE})
    package[_RELS] = part_xml(rels)
    package[CONTENT_TYPES] = part_xml(types)
    package[_CORE_NAME] = b""
    return _CORE_NAME
