"""Renders the same template with docxtpl and with ours, and compares what comes out part by part.

docxtpl is given its own objects (``RichText``, ``InlineImage`` …), ours plain values. What :func:`normal` levels
is listed there, each with its reason; everything else must be the same to the letter of canonical XML.
"""

from __future__ import annotations

import hashlib
import io
import posixpath
import struct
import sys
import zlib
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import docx as python_docx
from docxtpl import DocxTemplate
from jinja2 import Environment
from lxml import etree
from openxml_audit import OpenXmlValidator

sys.path.insert(0, str(Path(__file__).parents[1]))
from docx_builder import PROPERTIES

from pipeline.docx.environment import make_environment
from pipeline.docx.package import read_package
from pipeline.docx.template import CompiledTemplate

assert version("docxtpl") == "0.20.2", (
    "compare the features again before you trust these tests with another docxtpl"
)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
BODY = "word/document.xml"
Theirs = Callable[[DocxTemplate], dict[str, Any]]


def document(*texts: str, change: Callable[[Any], None] | None = None) -> bytes:
    """A document of python-docx with these paragraphs; ``change`` works on it before it is saved."""
    made = python_docx.Document()
    for id, relation in list(made.part.rels.items()):
        if relation.reltype.endswith(("stylesWithEffects", "customXml")):
            del made.part.rels[id]  # the validator finds fault with them
    for style in [style for style in made.styles.element if style.get(f"{W}type") == "table"]:
        if style.get(f"{W}styleId") not in ("TableNormal", "TableGrid"):
            made.styles.element.remove(style)  # a hundred of them, which only take time
    for text in texts:
        made.add_paragraph(text)
    if change:
        change(made)
    return saved(made)


def saved(made: Any) -> bytes:
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def ours(template: bytes, context: Mapping[str, Any], assets: Mapping[str, bytes] | None = None) -> bytes:
    compiled = CompiledTemplate.compile(template, "templates/x.docx", make_environment({}))
    return compiled.fill(context, PROPERTIES, assets)


def theirs(template: bytes, context: Theirs) -> bytes:
    tpl = DocxTemplate(io.BytesIO(template))
    tpl.render(context(tpl), Environment(autoescape=True))
    target = io.BytesIO()
    tpl.save(target)
    return target.getvalue()


def assert_same(
    template: bytes,
    context: Mapping[str, Any],
    their_context: Theirs,
    assets: Mapping[str, bytes] | None = None,
    parts: tuple[str, ...] = (BODY,),
    their_template: bytes = b"",
) -> bytes:
    """Compare the parts, and see that ours is valid; return ours."""
    made, expected = ours(template, context, assets), theirs(their_template or template, their_context)
    mine, other = read_package(made), read_package(expected)
    for part in parts:
        assert normal(mine, part) == normal(other, part)
    assert faults(made) == []
    return made


def faults(data: bytes, folder: list[Path] = []) -> list[str]:  # noqa: B006 - one folder for the process
    """What an independent validator of OOXML has against a document."""
    if not folder:
        import tempfile  # noqa: PLC0415

        folder.append(Path(tempfile.mkdtemp()))
    path = folder[0] / "x.docx"
    path.write_bytes(data)
    return [str(found) for found in OpenXmlValidator().validate(path).errors]


# --- what does not matter ---


def normal(package: Mapping[str, bytes], part: str) -> str:
    """Canonical XML of a part, with what differs without meaning anything levelled."""
    root = etree.fromstring(package[part])
    _name_targets(root, package, part)
    for node in list(root.iter()):
        _level_properties(node)
        _level_names(node)
    _join_runs(root)
    for node in root.iter():  # line feeds between elements, which no reader of the format sees
        node.tail = None if node.tail and not node.tail.strip() else node.tail
        if node.text and not node.text.strip() and node.tag != f"{W}t":
            node.text = None
    etree.cleanup_namespaces(root)
    return etree.tostring(root, method="c14n", exclusive=True).decode()


def _name_targets(root: etree._Element, package: Mapping[str, bytes], part: str) -> None:
    """The ids of relationships are arbitrary: what they lead to counts."""
    folder, name = posixpath.split(part)
    relations = package.get(f"{folder}/_rels/{name}.rels")
    found: dict[str, str] = {}
    for relation in etree.fromstring(relations) if relations else ():
        target = relation.get("Target", "")
        inside = posixpath.normpath(posixpath.join(folder, target)).lstrip("/")
        data = package.get(target.lstrip("/")) or package.get(inside)
        hashed = (
            hashlib.sha256(data).hexdigest() if data and b"image" in relation.get("Type", "").encode() else target
        )
        found[relation.get("Id", "")] = f"{relation.get('Type', '').rpartition('/')[2]} {hashed}"
    for node in root.iter():
        for attribute in [key for key in node.attrib if key.startswith(R)]:
            node.set(attribute, found[node.get(attribute, "")])


def _level_properties(node: etree._Element) -> None:
    """docxtpl ignores the schema's order of properties, and leaves out what shading must say."""
    if node.tag in (f"{W}rPr", f"{W}tcPr", f"{W}pPr"):
        node[:] = sorted(node, key=lambda child: str(child.tag))
    if node.tag == f"{W}shd":
        node.attrib.pop(f"{W}val", "")
        node.attrib.pop(f"{W}color", "")


def _level_names(node: etree._Element) -> None:
    """Numbers and file names that drawings carry: nobody sees them."""
    name = etree.QName(node).localname if isinstance(node.tag, str) else ""
    if name in ("docPr", "cNvPr"):
        node.set("id", "0")
        node.set("name", "")
    if name == "rPr" and [etree.QName(child).localname for child in node.itersiblings()] == ["drawing"]:
        node.getparent().remove(node)  # type: ignore[union-attr] - a picture has no font
    if name in ("bookmarkStart", "bookmarkEnd"):
        node.set(f"{W}id", "0")


def _join_runs(root: etree._Element) -> None:
    """Neighbouring runs of one look are one run: docxtpl splits at tabs and pictures, and leaves empty ones."""
    for run in list(root.iter(f"{W}r")):
        for text in run.findall(f"{W}t"):
            text.attrib.pop(SPACE, "")
            if not text.text:
                run.remove(text)
        if not [child for child in run if child.tag != f"{W}rPr"]:
            run.getparent().remove(run)  # type: ignore[union-attr]
    for run in list(root.iter(f"{W}r")):
        before = run.getprevious()
        if before is not None and before.tag == f"{W}r" and _look(before) == _look(run):
            for child in [child for child in run if child.tag != f"{W}rPr"]:
                last = before[-1] if len(before) else None
                if child.tag == f"{W}t" and last is not None and last.tag == f"{W}t":
                    last.text = (last.text or "") + (child.text or "")
                else:
                    before.append(child)
            before.tail = run.tail
            run.getparent().remove(run)  # type: ignore[union-attr]
    # moving runs together keeps the order, because each joins the one directly before it


def _look(run: etree._Element) -> bytes:
    look = run.find(f"{W}rPr")
    return b"" if look is None else etree.tostring(look, method="c14n", exclusive=True, with_tail=False)


# --- pictures ---


def png(width: int = 4, height: int = 2, shade: int = 0) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + bytes([shade]) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
