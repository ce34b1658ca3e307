"""Headers and footers as parts of the package: which a section names, and how to add one."""

from __future__ import annotations

import posixpath

from lxml import etree

from pipeline.decree.fix.markup import insert
from pipeline.decree.fix.state import Editing
from pipeline.decree.measure.units import QW, Element
from pipeline.docx.package import CONTENT_TYPES, RELATIONS, TYPES, part_xml

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_ID = f"{{{_OFFICE}}}id"
_SPACES = {"w": QW[1:-1], "r": _OFFICE}
_ROOTS = {"header": "hdr", "footer": "ftr"}


def strip_parts(editing: Editing, section: Element) -> dict[tuple[str, str], str]:
    """The parts that a section itself names, by place (``header``) and kind (``default``, ``first``, ``even``)."""
    found: dict[tuple[str, str], str] = {}
    targets = {
        relation.get("Id"): _target(editing, relation.get("Target", ""))
        for relation in _relations(editing, editing.main)
        if isinstance(relation.tag, str)
    }
    for place in _ROOTS:
        for reference in section.iterfind(f"{QW}{place}Reference"):
            part = targets.get(reference.get(_ID), "")
            if part in editing.state.parts or part in editing.added:
                found.setdefault((place, reference.get(f"{QW}type", "default")), part)
    return found


def add_strip(
    editing: Editing, section: Element, place: str, kind: str, content: list[Element], like: str = ""
) -> None:
    """A new header or footer of a section; ``like``: the part that its content comes from, with its relations."""
    folder = posixpath.dirname(editing.main)
    taken = {*editing.state.parts, *editing.added}
    file = next(
        f"{place}{n}.xml"
        for n in range(1, len(taken) + 2)
        if posixpath.join(folder, f"{place}{n}.xml") not in taken
    )
    part = posixpath.join(folder, file)
    source = editing.root(like) if like else None
    spaces = {
        prefix: space for prefix, space in (source.nsmap if source is not None else _SPACES).items() if prefix
    }
    root = etree.Element(f"{QW}{_ROOTS[place]}", nsmap=spaces)
    for name, value in source.attrib.items() if source is not None else ():
        root.set(name, value)
    root.extend(content)
    editing.added[part] = part_xml(root)
    if like and (relations := editing.state.parts.get(_relations_name(like))):
        editing.added[_relations_name(part)] = relations
    types = editing.root(CONTENT_TYPES)
    etree.SubElement(types, f"{{{TYPES}}}Override", PartName=f"/{part}", ContentType=f"{_WORD}.{place}+xml")
    reference = etree.Element(f"{QW}{place}Reference")
    reference.set(f"{QW}type", kind)
    reference.set(_ID, _relate(editing, place, file))
    for old in section.findall(f"{QW}{place}Reference"):
        if old.get(f"{QW}type", "default") == kind:
            section.remove(old)
    insert(section, reference)


def _relate(editing: Editing, place: str, target: str) -> str:
    """A new relation of the main part; its id."""
    relations = _relations(editing, editing.main)
    taken = {relation.get("Id") for relation in relations}
    id_ = next(f"rIdBaocao{n}" for n in range(len(taken) + 1) if f"rIdBaocao{n}" not in taken)
    etree.SubElement(relations, f"{{{RELATIONS}}}Relationship", Id=id_, Type=f"{_OFFICE}/{place}", Target=target)
    return id_


def _relations(editing: Editing, part: str) -> Element:
    name = _relations_name(part)
    if name not in editing.state.parts and name not in editing.added:
        editing.added[name] = f'<Relationships xmlns="{RELATIONS}"/>'.encode()
    return editing.root(name)


def _relations_name(part: str) -> str:
    folder, file = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def _target(editing: Editing, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(editing.main), target))
