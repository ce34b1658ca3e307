"""Word comments: a copy of a template in which each fault is a comment at its tag, or of any document with notes.

Word has no comments in headers, footers, notes and text boxes; what stands there is told at the first paragraph of
the body or at the paragraph that holds the text box, and says its part.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from pipeline.docx.errors import NotAPackage
from pipeline.docx.escape import ILLEGAL
from pipeline.docx.package import (
    CONTENT_TYPES,
    RELATIONS,
    pack,
    parse_xml,
    part_types,
    part_xml,
    read_package,
    unpack,
)
from pipeline.docx.source import QW, W
from pipeline.model import Place

AUTHOR, INITIALS = "baocao", "bc"
_MAIN_TYPES = frozenset(
    {
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    }
)
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_SEARCHED = 100_000
"""Letters of a paragraph up to which words are looked for in it."""
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


@dataclass(frozen=True, slots=True)
class Note:
    """A comment on ``words`` of a paragraph ("": all of it); None: at the first paragraph of the body."""

    paragraph: etree._Element | None
    words: str
    text: str


def with_comments(docx: bytes, comments: Sequence[Comment], name: str = "") -> bytes:
    """A copy of ``docx`` with ``comments``; its own comments stay. The same input makes the same bytes.

    Raises the errors of :func:`pipeline.docx.package.read_package`, and :class:`NotAPackage` for no Word document.
    """

    def notes(root: etree._Element, main: str) -> Iterator[Note]:
        for comment in comments:
            text = comment.text if comment.part == main else f"{comment.part}: {comment.text}"
            yield Note(*_anchor(root, comment, main), text)

    return with_notes(read_package(docx, name), notes, name)


def with_notes(
    package: dict[str, bytes], notes: Callable[[etree._Element, str], Iterable[Note]], name: str = ""
) -> bytes:
    """The package with a comment for each of ``notes`` (main part as XML, its name); see :func:`with_comments`."""
    main = next((part for part, kind in part_types(package, name).items() if kind in _MAIN_TYPES), "")
    root = parse_xml(package[main], main, name) if main in package else None
    if root is None or root.find(f"{QW}body") is None:
        raise NotAPackage(Place(name), reason="it is no Word document")
    part = _comments_part(package, main, name)
    written = parse_xml(package[part], part, name)
    number = 1 + max([int(id_) for id_ in _ids(written) if id_.lstrip("-").isdecimal()], default=-1)
    for note in notes(root, main):
        inside = note.paragraph if note.paragraph is not None else _first(root)
        outer = [inside, *inside.iterancestors(f"{QW}p")][-1]
        _mark(outer, note.words if outer is inside else "", str(number))
        written.append(_comment(note.text, str(number)))
        number += 1
    for changed, tree in ((main, root), (part, written)):
        package[changed] = part_xml(tree)
    return pack(package)


def without_comments(docx: bytes, name: str = "") -> bytes:
    """A document without its comments, to be laid out; itself if it has none.

    Raises the errors of :func:`pipeline.docx.package.unpack` and :func:`pipeline.docx.package.parse_xml`.
    """
    parts = unpack(docx, name)
    holding = [part for part, data in parts.items() if part.endswith(".xml") and b"commentReference" in data]
    for part in holding:
        root = parse_xml(parts[part], part, name)
        for mark in list(root.iter("{*}commentReference", "{*}commentRangeStart", "{*}commentRangeEnd")):
            parent = mark.getparent()
            if parent is not None:
                parent.remove(mark)
        parts[part] = part_xml(root)
    return pack(parts) if holding else docx


def _ids(comments: etree._Element) -> Iterator[str]:
    return (str(comment.get(f"{QW}id", "")) for comment in comments.iter(f"{QW}comment"))


def _comments_part(package: dict[str, bytes], main: str, name: str) -> str:
    """The part of the comments, made and declared if there is none."""
    folder, _, file = main.rpartition("/")
    relations = f"{folder}/_rels/{file}.rels".lstrip("/")
    if relations not in package:
        package[relations] = f'<Relationships xmlns="{RELATIONS}"/>'.encode()
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
    etree.SubElement(root, f"{{{RELATIONS}}}Relationship", Id=id_, Type=_RELATION, Target=part.rpartition("/")[2])
    types = parse_xml(package[CONTENT_TYPES], CONTENT_TYPES, name)
    namespace = etree.QName(types).namespace
    etree.SubElement(types, f"{{{namespace}}}Override", PartName=f"/{part}", ContentType=_COMMENTS_TYPE)
    package[relations] = part_xml(root)
    package[CONTENT_TYPES] = part_xml(types)
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


def _anchor(root: etree._Element, comment: Comment, main: str) -> tuple[etree._Element | None, str]:
    """The paragraph that a comment stands at, and the tag in it ("": the whole paragraph)."""
    if comment.part != main:
        return None, ""
    wanted, tag = bare(comment.paragraph), bare(comment.tag)
    every = [(element, bare(_text(element))) for element in root.iter(f"{QW}p")]
    fits = [element for element, text in every if _is(text, wanted)] if wanted else []
    holds = [element for element, text in every if tag.rstrip("…") in text] if tag.strip("–…") else []
    both = [element for element in fits if element in holds]
    return next(iter([*both, *holds, *fits]), None), comment.tag


def _first(root: etree._Element) -> etree._Element:
    """The first paragraph of the body, made if there is none."""
    first = next(root.iter(f"{QW}p"), None)
    if first is None:
        first = etree.Element(f"{QW}p")
        next(root.iter(f"{QW}body")).insert(0, first)
    return first


def _is(text: str, wanted: str) -> bool:
    return text.startswith(wanted[:-1]) if wanted.endswith("…") else text == wanted


def _texts(paragraph: etree._Element) -> list[etree._Element]:
    """The ``w:t`` of a paragraph itself, not of text boxes in it."""
    return [text for text in paragraph.iter(f"{QW}t") if next(text.iterancestors(f"{QW}p")) is paragraph]


def _text(paragraph: etree._Element) -> str:
    return "".join(text.text or "" for text in _texts(paragraph))


def _mark(paragraph: etree._Element, words: str, number: str) -> None:
    """Put the marks of a comment around the runs that hold the words."""
    content = [child for child in paragraph if child.tag != f"{QW}pPr"]
    first, last = _covered(paragraph, words) or ((content[0], content[-1]) if content else (None, None))
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


def _covered(paragraph: etree._Element, words: str) -> tuple[etree._Element, etree._Element] | None:
    """The first and last child of the paragraph that hold a piece of the words, which may be a tag."""
    pieces = [(letter, text) for text in _texts(paragraph) for letter in text.text or ""]
    whole = "".join(letter for letter, _ in pieces)
    found = _tag(whole, words) if words.startswith("{") else _plain(whole, words)
    if found is None:
        return None
    return _child(paragraph, pieces[found[0]][1]), _child(paragraph, pieces[found[1] - 1][1])


def _tag(whole: str, tag: str) -> tuple[int, int] | None:
    wanted = bare(tag).rstrip("…")
    for found in re.finditer(r"\{[{%#]", whole):
        at = found.start()
        if wanted and bare(whole[at:]).startswith(wanted):
            return at, next(e for e in range(at + 1, len(whole) + 1) if bare(whole[at:e]).startswith(wanted))
    return None


def _plain(whole: str, words: str) -> tuple[int, int] | None:
    """Where words stand, whatever blanks are between them."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    found = re.search(pattern, whole) if pattern and len(whole) < _SEARCHED else None
    return found.span() if found else None


def _child(paragraph: etree._Element, inside: etree._Element) -> etree._Element:
    while (parent := inside.getparent()) is not None and parent is not paragraph:
        inside = parent
    return inside
