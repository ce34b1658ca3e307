"""Sub-documents: ``{{p name | subdocument }}`` puts the body of another DOCX in the place of the paragraph.

docxcompose brings along what the inserted text needs: styles, numbering, pictures, footnotes and links. It works
on the whole filled package, so only a document that inserts one pays for it.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.section import CT_SectPr
from docxtpl.subdoc import SubdocComposer
from jinja2 import pass_context
from jinja2.runtime import Context
from lxml import etree
from markupsafe import Markup

from pipeline.docx.assembly import BadAssetError, assembly_of
from pipeline.docx.order import order_properties
from pipeline.docx.package import pack, part_types, read_package
from pipeline.docx.source import QW
from pipeline.docx.unwrap import unwrapped_package

_MARK = "urn:baocao:subdocument"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pass_context
def subdocument(context: Context, name: Any) -> Markup:
    """``{{p name | subdocument }}``: the body of the DOCX ``name``, an asset, without its last section."""
    assembly = assembly_of(context)
    data = assembly.whole.asset(name)
    read = read_package(data, name)
    package = unwrapped_package(read)  # what it knows of its figures is of no use here
    data = data if package is read else pack(package)
    main = [part for part, kind in part_types(package, name).items() if kind == _MAIN and part in package]
    if not main or f'"{_TRANSITIONAL}"'.encode() not in package[main[0]].replace(b"'", b'"'):
        raise BadAssetError(name, "it is no Word document without macros")
    if b"sectPr" in etree.tostring(_without_last_section(package[main[0]])):
        raise BadAssetError(name, "it has more than one section")
    assembly.whole.subdocuments.append((name, data))
    number = len(assembly.whole.subdocuments) - 1
    return Markup(f'<w:p><w:r><s:subdocument xmlns:s="{_MARK}" n="{number}"/></w:r></w:p>')  # noqa: S704 - a number


def _without_last_section(document: bytes) -> etree._Element:
    root = etree.fromstring(document)
    body = root.find(f"{QW}body")
    last = root.find(f"{QW}body/{QW}sectPr")
    if body is not None and last is not None:
        body.remove(last)
    return root


def merge(docx: bytes, subdocuments: Sequence[tuple[str, bytes]]) -> dict[str, bytes]:
    """The parts of ``docx`` with each sub-document in the place of its mark.

    Raises :class:`BadAssetError` for one that cannot be merged.
    """
    target = Document(io.BytesIO(docx))
    composer = SubdocComposer(target)
    lists = _lists(target)
    for mark in list(target.element.iter(f"{{{_MARK}}}subdocument")):
        name, data = subdocuments[int(mark.get("n", "0"))]
        source = Document(io.BytesIO(data))
        try:
            composer.attach_parts(source)
        except Exception as error:  # whatever a damaged document makes docxcompose raise
            raise BadAssetError(
                name, f"its parts do not fit together ({type(error).__name__}: {error})"
            ) from error
        paragraph = mark.getparent().getparent()
        for element in [child for child in source.element.body if not isinstance(child, CT_SectPr)]:
            paragraph.addprevious(element)
        paragraph.getparent().remove(paragraph)
    composer.renumber_bookmarks()
    composer.renumber_docpr_ids()
    composer.renumber_nvpicpr_ids()
    _name_lists(target, lists)
    order_properties(target.element)
    saved = io.BytesIO()
    target.save(saved)
    with zipfile.ZipFile(saved) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def _numbering(document: Any) -> Any:
    found = [rel for rel in document.part.rels.values() if rel.reltype == RELATIONSHIP_TYPE.NUMBERING]
    return found[0].target_part.element if found else ()


def _lists(document: Any) -> frozenset[str]:
    return frozenset(
        found.get(f"{QW}abstractNumId") for found in _numbering(document) if found.tag == f"{QW}abstractNum"
    )


def _name_lists(document: Any, before: frozenset[str]) -> None:
    """Give the lists that came along ids by their number; docxcompose draws them by lot."""
    for found in _numbering(document):
        number = found.get(f"{QW}abstractNumId")
        mark = found.find(f"{QW}nsid")
        if found.tag == f"{QW}abstractNum" and number not in before and mark is not None:
            mark.set(f"{QW}val", hashlib.sha256(f"list {number}".encode()).hexdigest()[:8].upper())
