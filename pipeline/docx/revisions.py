"""Tracked changes: made as Word makes them, accepted and rejected.

Changes stand on plain runs only, never inside a content control: LibreOffice merges or loses those.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree

from pipeline.docx.package import parse_xml, part_xml
from pipeline.docx.source import QW, W

Element = etree._Element

P, R, T, TABLE, ROW, CELL = (f"{QW}{name}" for name in ("p", "r", "t", "tbl", "tr", "tc"))
INS, DEL, DEL_TEXT, SDT = (f"{QW}{name}" for name in ("ins", "del", "delText", "sdt"))
_PPR, _RPR, _TRPR = f"{QW}pPr", f"{QW}rPr", f"{QW}trPr"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BEHIND_MARKS = frozenset(f"{QW}{name}" for name in ("sectPr", "pPrChange"))
_IDS = frozenset(
    f"{QW}{name}"
    for name in (
        *("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange"),
        *("bookmarkStart", "bookmarkEnd", "moveFromRangeStart", "moveToRangeStart", "sectPrChange"),
    )
)
_KEPT_OF_OLD = frozenset(f"{QW}{name}" for name in ("rPr", "t", "tab", "br", "cr", "noBreakHyphen", "delText"))
_FORMER = (*(f"{QW}{n}PrChange" for n in ("r", "p", "tbl", "tr", "tc", "sect")), f"{QW}tblGridChange")


@dataclass(frozen=True, slots=True)
class Author:
    """Who made a change, and when (``2025-12-20T08:00:00Z``)."""

    name: str
    date: str

    @classmethod
    def now(cls, name: str) -> Author:
        """Who makes changes at this moment."""
        return cls(name, datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


class Revisions:
    """Makes tracked changes of one author in one story; their ids follow the highest that ``root`` has."""

    def __init__(self, author: Author, root: Element | None = None) -> None:
        self.author = author
        used = [] if root is None else [e.get(f"{QW}id", "") for e in root.iter(*_IDS)]
        self._last = max((int(id_) for id_ in used if id_.isdecimal() and len(id_) < 10), default=0)

    def next_id(self) -> str:
        """An id that no change and no bookmark of the story has."""
        self._last += 1
        return str(self._last)

    def deleted(self, runs: Iterable[Element]) -> Element:
        """A ``w:del`` with copies of the ``runs``: their look and their text, nothing that refers elsewhere."""
        return self._around(DEL, (_as_deleted(run) for run in runs))

    def inserted(self, runs: Iterable[Element]) -> Element:
        """A ``w:ins`` with the ``runs`` themselves."""
        return self._around(INS, runs)

    def deleted_run(self, text: str, look: Element | None = None) -> Element:
        """A ``w:del`` of one run with a text and (a copy of) the run properties ``look``."""
        return self.deleted([new_run(text, look)])

    def inserted_run(self, text: str, look: Element | None = None) -> Element:
        """A ``w:ins`` of one run with a text and (a copy of) the run properties ``look``."""
        return self.inserted([new_run(text, look)])

    def replaced(self, old: str, new: str, look: Element | None = None) -> list[Element]:
        """The elements that show ``old`` struck out and ``new`` put in; an empty text makes none."""
        changes = [self.deleted_run(old, look)] if old else []
        return [*changes, self.inserted_run(new, look)] if new else changes

    def delete_block(self, block: Element) -> None:
        """Mark a paragraph or table as deleted, with its mark or rows. It must hold no control (:func:`plain`)."""
        self._block(block, DEL)

    def insert_block(self, block: Element) -> None:
        """Mark a paragraph or table as inserted, with its mark or rows. It must hold no control: :func:`plain`."""
        self._block(block, INS)

    def row(self, row: Element, tag: str) -> None:
        """Mark a row of a table with all in it as inserted (:data:`INS`) or deleted (:data:`DEL`)."""
        properties = row.find(_TRPR)
        if properties is None:
            properties = etree.Element(_TRPR)
            before = row.find(f"{QW}tblPrEx")
            row.insert(0 if before is None else row.index(before) + 1, properties)
        ahead = [c for c in properties if c.tag not in (INS, DEL, f"{QW}trPrChange")]
        if not ahead:  # the schema wants one property before the mark: this one changes nothing
            ahead = [etree.Element(f"{QW}cantSplit", {f"{QW}val": "off"})]
            properties.insert(0, ahead[0])
        properties.insert(len(ahead), self._mark(tag))
        for paragraph in row.iter(P):
            self._paragraph(paragraph, tag)

    def _block(self, block: Element, tag: str) -> None:
        if block.tag == P:
            self._paragraph(block, tag)
        for row in rows(block) if block.tag == TABLE else ():
            self.row(row, tag)

    def _paragraph(self, paragraph: Element, tag: str) -> None:
        properties = paragraph.find(_PPR)
        if properties is None:
            properties = etree.Element(_PPR)
            paragraph.insert(0, properties)
        look = properties.find(_RPR)
        if look is None:
            look = etree.Element(_RPR)
            properties.insert(sum(child.tag not in _BEHIND_MARKS for child in properties), look)
        look.insert(0, self._mark(tag))
        for run in [*paragraph.iter(R)]:
            parent = run.getparent()
            if parent is not None and not any(a.tag in (INS, DEL, R) for a in run.iterancestors()):
                at = parent.index(run)
                parent.insert(at, self.deleted([run]) if tag == DEL else self.inserted([run]))
                if tag == DEL:
                    parent.remove(run)

    def _around(self, tag: str, runs: Iterable[Element]) -> Element:
        change = self._mark(tag)
        change.extend([*runs])
        return change

    def _mark(self, tag: str) -> Element:
        attributes = {
            f"{QW}id": self.next_id(),
            f"{QW}author": self.author.name,
            f"{QW}date": self.author.date,
        }
        return etree.Element(tag, attributes, {"w": W})


def rows(table: Element) -> list[Element]:
    """The rows of a table, without those of tables in it."""
    return [row for row in table.iter(ROW) if next(row.iterancestors(TABLE), None) is table]


def new_run(text: str, look: Element | None = None) -> Element:
    """A run with a text (``\\t`` and ``\\n`` for tabs and breaks) and (a copy of) the run properties ``look``."""
    run = etree.Element(R, nsmap={"w": W})
    if look is not None:
        run.append(deepcopy(look))
    for number, line in enumerate(text.split("\n")):
        if number:
            run.append(etree.Element(f"{QW}br"))
        for place, piece in enumerate(line.split("\t")):
            if place:
                run.append(etree.Element(f"{QW}tab"))
            if piece:
                written = etree.Element(T, {_SPACE: "preserve"})
                written.text = piece
                run.append(written)
    return run


def _as_deleted(run: Element) -> Element:
    copy = deepcopy(run)
    copy.tail = None
    for child in list(copy):
        if child.tag not in _KEPT_OF_OLD:
            copy.remove(child)
        elif child.tag == T:
            child.tag = DEL_TEXT
            child.set(_SPACE, "preserve")
    return copy


def plain(block: Element) -> Element:
    """A copy of a block without controls, links, bookmarks, pictures: what can stand in another document."""
    copy = deepcopy(block)
    copy.tail = None
    gone = ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "proofErr", "sectPr")
    for element in list(copy.iter(*(f"{QW}{name}" for name in gone))):
        remove(element)
    for name in (SDT, *(f"{QW}{name}" for name in ("hyperlink", "smartTag", "fldSimple", "customXml"))):
        for element in list(copy.iter(name)):
            content = element.find(f"{QW}sdtContent") if name == SDT else element
            replace(element, [] if content is None else [c for c in content if not str(c.tag).endswith("Pr")])
    return copy


def replace(element: Element, others: Iterable[Element]) -> None:
    """Put others in the place of an element."""
    parent = element.getparent()
    if parent is not None:
        at = parent.index(element)
        parent[at : at + 1] = list(others)


def remove(element: Element) -> None:
    """Take an element out of its parent."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


# --- accept and reject ----------------------------------------------------------------------------------------


def has_revisions(xml: bytes) -> bool:
    """Whether a part may hold tracked changes; a quick look, without parsing."""
    return any(sign in xml for sign in (b"<w:ins ", b"<w:del ", b"<w:moveFrom ", b"<w:moveTo ", b"PrChange "))


def accept_all(xml: bytes, part: str = "") -> bytes:
    """A story (``word/document.xml``) with every tracked change accepted.

    Raises:
        UnsafeXml, BrokenXml
    """
    return _settled(xml, part, ("ins", "moveTo"), ("del", "moveFrom"), False)


def reject_all(xml: bytes, part: str = "") -> bytes:
    """A story with every tracked change rejected: its text as it was before.

    Raises:
        UnsafeXml, BrokenXml
    """
    return _settled(xml, part, ("del", "moveFrom"), ("ins", "moveTo"), True)


def _settled(xml: bytes, part: str, stay: tuple[str, ...], go: tuple[str, ...], former: bool) -> bytes:
    root = parse_xml(xml, part)
    staying, going = tuple(f"{QW}{name}" for name in stay), tuple(f"{QW}{name}" for name in go)
    _settle_rows(root, going)
    _settle_marks(root, going)
    for element in list(root.iter(*going)):
        remove(element)
    for element in list(root.iter(*staying)):
        replace(element, list(element))
    for text in root.iter(DEL_TEXT):
        text.tag = T
    for change in list(root.iter(*_FORMER)):
        _settle_look(change, former)
    return part_xml(root)


def _settle_rows(root: Element, going: tuple[str, ...]) -> None:
    for row in list(root.iter(ROW)):
        properties, table = row.find(_TRPR), row.getparent()
        if properties is None or table is None or all(properties.find(tag) is None for tag in going):
            continue
        table.remove(row)
        if table.find(f".//{ROW}") is None:
            remove(table if table.tag == TABLE else next(table.iterancestors(TABLE), table))


def _settle_marks(root: Element, going: tuple[str, ...]) -> None:
    """A paragraph whose mark goes: what is left of it begins the next one; if nothing is left, it goes."""
    for paragraph in reversed(list(root.iter(P))):
        look = paragraph.find(f"{_PPR}/{_RPR}")
        if look is None or all(look.find(tag) is None for tag in going):
            continue
        left = [child for child in paragraph if child.tag != _PPR and child.tag not in going]
        following = paragraph.getnext()
        if following is not None and following.tag == P:
            following[_behind(following) : _behind(following)] = left
            remove(paragraph)
        elif not any(child.tag in (R, INS, DEL, f"{QW}moveFrom", f"{QW}moveTo", SDT) for child in left):
            parent = paragraph.getparent()
            if parent is None or parent.tag != CELL or len(parent.findall(P)) > 1:
                remove(paragraph)


def _behind(paragraph: Element) -> int:
    return 0 if paragraph.find(_PPR) is None else 1


def _settle_look(change: Element, former: bool) -> None:
    properties = change.getparent()
    if properties is None:
        return
    properties.remove(change)
    if former and len(change):
        kept = properties.findall(_RPR) if change.tag == f"{QW}pPrChange" else []
        properties[:] = [*change[0], *kept]
