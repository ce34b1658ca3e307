"""What tests look at in a document: its text, its validity, and its XML without what is allowed to differ."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from lxml import etree
from openxml_audit import OpenXmlValidator
from word import FIGURES, PRINTED, Element, drop, key_of, q, text_of


def faults(docx: bytes) -> list[str]:
    """What an independent validator of OOXML has to say."""
    with tempfile.NamedTemporaryFile(suffix=".docx") as file:
        Path(file.name).write_bytes(docx)
        return [str(error) for error in _validator().validate(file.name).errors]


@cache
def _validator() -> OpenXmlValidator:
    """One for all: it takes a second to get ready."""
    return OpenXmlValidator()


def parts(docx: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return {name: package.read(name) for name in package.namelist()}


def body(docx: bytes) -> Element:
    return etree.fromstring(parts(docx)["word/document.xml"])[0]


def texts(docx: bytes) -> list[str]:
    """The paragraphs that hold anything, as they show."""
    return [text for text in (text_of(p) for p in body(docx).iter(q("w:p"))) if text]


def text(docx: bytes) -> str:
    return "\n".join(texts(docx))


def figures(docx: bytes) -> list[tuple[str, str]]:
    """Key and text of every control of a figure, in their order."""
    return [(key_of(sdt), text_of(sdt)) for sdt in body(docx).iter(q("w:sdt")) if key_of(sdt).startswith("f")]


def ours(docx: bytes) -> dict[str, dict[str, str]]:
    """The values of the two parts of custom XML: namespace, then key."""
    found: dict[str, dict[str, str]] = {}
    for root in _custom(docx):
        namespace = etree.QName(root).namespace
        if namespace == FIGURES:
            found[namespace] = {etree.QName(value).localname: value.text or "" for value in root}
        elif namespace == PRINTED:
            entries = root.find(f"{{{PRINTED}}}figures")
            found[namespace] = {etree.QName(e).localname: e.findtext(f"{{{PRINTED}}}text") or "" for e in entries}
    return found


def agrees(docx: bytes) -> bool:
    """Whether every control says what Word would show: the store, where it has the figure."""
    store = ours(docx)[FIGURES]
    bound = [
        sdt for sdt in body(docx).iter(q("w:sdt")) if sdt.find(f"{q('w:sdtPr')}/{q('w:dataBinding')}") is not None
    ]
    return all(text_of(sdt) == store.get(key_of(sdt), text_of(sdt)) for sdt in bound)


def _custom(docx: bytes) -> Iterator[Element]:
    for name, data in parts(docx).items():
        if "customXml/" in name and name.endswith(".xml"):
            yield etree.fromstring(data)


def canonical(docx: bytes) -> dict[str, bytes]:
    """Every part as canonical XML (what is no XML: as it is); parts of custom XML under their namespaces."""
    found = {}
    for name, data in parts(docx).items():
        if name == "docProps/custom.xml":
            continue  # a copy of what is printed, for programs that lose custom XML
        if not name.endswith((".xml", ".rels")):
            found[name] = data
            continue
        root = etree.fromstring(data)
        for earlier in list(root.iter(f"{{{PRINTED}}}was")):  # what a refresh remembers of the texts before
            drop(earlier)
        for entry in list(root) if name in ("[Content_Types].xml", "_rels/.rels") else ():
            if "docProps/custom.xml" in (entry.get("PartName", "")[1:], entry.get("Target", "").lstrip("/")):
                drop(entry)  # the handmade document has no such copy; a refresh gives it one
        known = etree.QName(root).namespace if "customXml/" in name else name
        found[known if known in (FIGURES, PRINTED) else name] = canonical_xml(root)
    return found


def canonical_xml(root: Element) -> bytes:
    return etree.tostring(root, method="c14n", exclusive=True)


def outside(docx: bytes) -> bytes:
    """The main part as canonical XML in which every control of a figure or block is empty."""
    root = etree.fromstring(parts(docx)["word/document.xml"])
    for sdt in list(root.iter(q("w:sdt"))):
        if sdt.find(q("w:sdtContent")) is not None:
            sdt.find(q("w:sdtContent"))[:] = []
    return canonical_xml(root)


def without_figures(docx: bytes) -> bytes:
    """The main part as canonical XML in which there is no control at all."""
    root = etree.fromstring(parts(docx)["word/document.xml"])
    for sdt in list(root.iter(q("w:sdt"))):
        drop(sdt)
    return canonical_xml(root)


def unknown_styles(docx: bytes) -> set[str]:
    """Styles that the text asks for and the document does not have: it would look like plain text there."""
    styles = etree.fromstring(parts(docx)["word/styles.xml"])
    known = {style.get(q("w:styleId")) for style in styles.iter(q("w:style"))}
    asked = body(docx).iter(q("w:pStyle"), q("w:rStyle"), q("w:tblStyle"))
    return {style.get(q("w:val"), "") for style in asked} - known
