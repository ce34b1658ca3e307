"""Word comments: a copy of a template in which each fault is a comment at its tag.

Word has no comments in headers, footers, notes and text boxes; what stands there is told at the first paragraph of
the body or at the paragraph that holds the text box, and says its part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from pipeline.docx.errors import NotAPackage
from pipeline.docx.escape import ILLEGAL
from pipeline.docx.package import CONTENT_TYPES, pack, parse_xml, part_types, read_package
from pipeline.docx.source import QW, W
from pipeline.model import Place

AUTHOR, INITIALS = "baocao", "bc"
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_KIND = re.compile(r"(\{[{%#][-+]?)\s*(?:(?:p|tr|tc|r)\s)?\s*")
_QUOTES = str.maketrans("“”‘’", "\"\"''")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on a tag in a paragraph (their texts, perhaps cut off with “…”) of a part; "" where not known."""

    part: str
    paragraph: str
    tag: str
    text: str


def bare(text: str) -> str:
    """A tag or paragraph without what mending changes: letters that lift, blanks, kinds of quotation marks."""
    return "".join(_KIND.sub(r"\1", text).split()).translate(_QUOTES)


def with_comments(docx: bytes, comments: Sequence[Comment], name: str = "") -> bytes:
    """A copy of ``docx`` with ``comments``; its own comments stay. The same input makes the same bytes.

    Raises the errors of :func:`pipeline.docx.package.read_package`, and :class:`NotAPackage` for no Word document.
    """
    package = read_package(docx, name)
    main = next((part for part, kind in part_types(package, name).items() if kind == _MAIN_TYPE), "")
    if main not in package:
        raise NotAPackage(Place(name), reason="it is no Word document without macros")
    root = parse_xml(package[main], main, name)
    part = _comments_part(package, main, name)
    written = parse_xml(package[part], part, name)
    number = 1 + max([int(id_) for id_ in _ids(written) if id_.lstrip("-").isdecimal()], default=-1)
    for comment in comments:
        element, tag = _anchor(root, comment, main)
        text = comment.text if comment.part == main else f"{comment.part}: {comment.text}"
        _mark(element, tag, str(number))
        written.append(_comment(text, str(number)))
        number += 1
    for changed, tree in ((main, root), (part, written)):
        package[changed] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return pack(package)


def _ids(comments: etree._Element) -> Iterator[str]:
    return (str(comment.get(f"{QW}id", "")) for comment in comments.iter(f"{QW}comment"))


def _comments_part(package: dict[str, bytes], main: str, name: str) -> str:
    """The part of the comments, made and declared if there is none."""
    folder, _, file = main.rpartition("/")
    relations = f"{folder}/_rels/{file}.rels".lstrip("/")
    if relations not in package:
        package[relations] = f'<Relationships xmlns="{_RELATIONS}"/>'.encode()
    root = parse_xml(package[relations], relations, name)
    for relation in root.iterfind("{*}Relationship"):
        target = str(relation.get("Target", ""))
        part = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}".lstrip("/")
        if relation.get("Type") == _RELATION and part in package:
            return part
    part = f"{folder}/comments.xml".lstrip("/")
    while part in package:
        part = part.replace(".xml", "0.xml")
    ids = {relation.get("Id") for relation in root}
    id_ = next(f"rIdBaocao{n}" for n in range(len(ids) + 1) if f"rIdBaocao{n}" not in ids)
    etree.SubElement(root, f"{{{_RELATIONS}}}Relationship", Id=id_, Type=_RELATION, Target=part.rpartition("/")[2])
    types = parse_xml(package[CONTENT_TYPES], CONTENT_TYPES, name)
    namespace = etree.QName(types).namespace
    etree.SubElement(types, f"{{{namespace}}}Override", PartName=f"/{part}", ContentType=_COMMENTS_TYPE)
    package[relations] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    package[CONTENT_TYPES] = etree.tostring(types, xml_declaration=True, encoding="UTF-8", standalone=True)
    package[part] = f'<w:comments xmlns:w="{W}"/>'.encode()
    return part


def _comment(text: str, number: str) -> etree._Element:
    comment = etree.Element(f"{QW}comment", {f"{QW}id": number, f"{QW}author": AUTHOR, f"{QW}initials": INITIALS})
    for line in ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text).split("\n"):
        run = etree.SubElement(etree.SubElement(comment, f"{QW}p"), f"{QW}r")
        written = etree.SubElement(run, f"{QW}t")
        written.text = line
        written.set(_XML_SPACE, "preserve")
    return comment


# --- anchors ----------------------------------------------------------------------------------------------------


def _anchor(root: etree._Element, comment: Comment, main: str) -> tuple[etree._Element, str]:
    """The paragraph that a comment stands at, and the tag in it ("": the whole paragraph)."""
    if comment.part == main:
        wanted, tag = bare(comment.paragraph), bare(comment.tag)
        every = [(element, bare(_text(element))) for element in root.iter(f"{QW}p")]
        fits = [element for element, text in every if _is(text, wanted)] if wanted else []
        holds = [element for element, text in every if tag.rstrip("…") in text] if tag.strip("–…") else []
        both = [element for element in fits if element in holds]
        found = next(iter([*both, *holds, *fits]), None)
        if found is not None:
            outer = [found, *found.iterancestors(f"{QW}p")][-1]
            return outer, comment.tag if outer is found else ""
    first = next(root.iter(f"{QW}p"), None)
    if first is None:
        body = next(root.iter(f"{QW}body"))
        first = etree.Element(f"{QW}p")
        body.insert(0, first)
    return first, ""


def _is(text: str, wanted: str) -> bool:
    return text.startswith(wanted[:-1]) if wanted.endswith("…") else text == wanted


def _texts(paragraph: etree._Element) -> list[etree._Element]:
    """The ``w:t`` of a paragraph itself, not of text boxes in it."""
    return [text for text in paragraph.iter(f"{QW}t") if next(text.iterancestors(f"{QW}p")) is paragraph]


def _text(paragraph: etree._Element) -> str:
    return "".join(text.text or "" for text in _texts(paragraph))


def _mark(paragraph: etree._Element, tag: str, number: str) -> None:
    """Put the marks of a comment around the runs that hold the tag."""
    content = [child for child in paragraph if child.tag != f"{QW}pPr"]
    first, last = _covered(paragraph, tag) or ((content[0], content[-1]) if content else (None, None))
    start = etree.Element(f"{QW}commentRangeStart", {f"{QW}id": number})
    end = etree.Element(f"{QW}commentRangeEnd", {f"{QW}id": number})
    reference = etree.Element(f"{QW}r")
    etree.SubElement(reference, f"{QW}commentReference", {f"{QW}id": number})
    if first is None or last is None:
        paragraph.extend([start, end, reference])
        return
    first.addprevious(start)
    last.addnext(reference)
    last.addnext(end)


def _covered(paragraph: etree._Element, tag: str) -> tuple[etree._Element, etree._Element] | None:
    """The first and last child of the paragraph that hold a piece of the tag."""
    wanted = bare(tag).rstrip("…")
    pieces = [(letter, text) for text in _texts(paragraph) for letter in text.text or ""]
    whole = "".join(letter for letter, _ in pieces)
    for found in re.finditer(r"\{[{%#]", whole):
        at = found.start()
        if wanted and bare(whole[at:]).startswith(wanted):
            end = next(e for e in range(at + 1, len(whole) + 1) if bare(whole[at:e]).startswith(wanted))
            return _child(paragraph, pieces[at][1]), _child(paragraph, pieces[end - 1][1])
    return None


def _child(paragraph: etree._Element, inside: etree._Element) -> etree._Element:
    while (parent := inside.getparent()) is not None and parent is not paragraph:
        inside = parent
    return inside
