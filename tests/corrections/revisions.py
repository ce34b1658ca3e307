"""“Accept all” and “Reject all” of Word, written anew: the program is not judged by its own means."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection

from lxml import etree
from word import Element, q

_STORIES = ("word/document.xml", "word/header", "word/footer", "word/footnotes.xml", "word/endnotes.xml")
_RANGES = tuple(
    f"w:{kind}Range{end}"
    for kind in ("moveFrom", "moveTo", "customXmlIns", "customXmlDel", "customXmlMoveFrom", "customXmlMoveTo")
    for end in ("Start", "End")
)
_FORMER = ("rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange", "sectPrChange", "tblGridChange")


def accept_all(docx: bytes) -> bytes:
    """The document with all tracked changes accepted."""
    return _settled(docx, kept=("ins", "moveTo"), gone=("del", "moveFrom"), former=False)


def reject_all(docx: bytes) -> bytes:
    """The document with all tracked changes rejected."""
    return _settled(docx, kept=("del", "moveFrom"), gone=("ins", "moveTo"), former=True)


def tracked(docx: bytes) -> list[tuple[str, str, str, str]]:
    """Every tracked run change in document order: kind, author, date, text."""
    found = []
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    for element in root.iter(q("w:ins"), q("w:del"), q("w:moveFrom"), q("w:moveTo")):
        text = "".join(t.text or "" for t in element.iter(q("w:t"), q("w:delText")))
        if text:
            name = etree.QName(element).localname
            found.append((name, element.get(q("w:author"), ""), element.get(q("w:date"), ""), text))
    return found


def _settled(docx: bytes, kept: Collection[str], gone: Collection[str], former: bool) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename.startswith(_STORIES) and entry.filename.endswith(".xml"):
                root = etree.fromstring(data)
                _settle(root, kept, gone, former)
                data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            new.writestr(entry, data)
    return out.getvalue()


def _settle(root: Element, kept: Collection[str], gone: Collection[str], former: bool) -> None:
    _rows(root, gone)
    _marks(root, gone)
    for name in gone:
        for element in list(root.iter(q(f"w:{name}"))):
            _remove(element)
    for name in kept:
        for element in list(root.iter(q(f"w:{name}"))):
            _unwrap(element)
    for deleted in root.iter(q("w:delText")):
        deleted.tag = q("w:t")
    for name in _FORMER:
        for element in list(root.iter(q(f"w:{name}"))):
            _looks(element, former)
    for name in _RANGES:
        for element in list(root.iter(q(name))):
            _remove(element)


def _rows(root: Element, gone: Collection[str]) -> None:
    """Rows that were inserted or deleted as a whole; a table without rows goes with them."""
    for row in list(root.iter(q("w:tr"))):
        if any(row.find(f"{q('w:trPr')}/{q(f'w:{name}')}") is not None for name in gone):
            table = row.getparent()
            table.remove(row)
            if table.tag == q("w:tbl") and table.find(q("w:tr")) is None:
                _remove(table)


def _marks(root: Element, gone: Collection[str]) -> None:
    """A paragraph whose mark goes is joined with the one behind it, whose properties the two have then."""
    for paragraph in reversed(list(root.iter(q("w:p")))):
        look = paragraph.find(f"{q('w:pPr')}/{q('w:rPr')}")
        if look is None or all(look.find(q(f"w:{name}")) is None for name in gone):
            continue
        following = paragraph.getnext()
        while following is not None and following.tag not in (q("w:p"), q("w:tbl"), q("w:sdt"), q("w:sectPr")):
            following = following.getnext()
        if following is not None and following.tag == q("w:p"):
            at = 0 if following.find(q("w:pPr")) is None else 1
            following[at:at] = [child for child in paragraph if child.tag != q("w:pPr")]
            _remove(paragraph)
        elif _is_gone(paragraph, gone):  # nothing to be joined with, and nothing would be left in it
            _remove(paragraph)


def _is_gone(paragraph: Element, gone: Collection[str]) -> bool:
    texts = paragraph.iter(q("w:t"), q("w:delText"))
    names = {q(f"w:{name}") for name in gone}
    return all(any(a.tag in names for a in text.iterancestors()) for text in texts)


def _looks(change: Element, former: bool) -> None:
    """A tracked change of looks: the former ones come back, or go."""
    properties = change.getparent()
    properties.remove(change)
    if former and len(change):
        kept = [child for child in properties if child.tag == q("w:rPr") and change[0].tag == q("w:pPr")]
        for child in list(properties):
            properties.remove(child)
        properties.extend([*change[0], *kept])


def _unwrap(element: Element) -> None:
    parent = element.getparent()
    at = parent.index(element)
    parent[at : at + 1] = list(element)


def _remove(element: Element) -> None:
    """Take an element away; what is left around it without content goes with it."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
