"""The runs of one paragraph: text with its look, fields, breaks, and the drawings that are anchored in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

from pipeline.decree.measure.cascade import Cascade, Format, Shown
from pipeline.decree.measure.errors import TooDeep, TooLarge
from pipeline.decree.measure.units import ALTERNATE, QW, Element, chosen
from pipeline.decree.model import Look, Span
from pipeline.model import Place

MOST_RUNS = 400_000
DEEPEST = 80
_LONGEST_INSTRUCTION = 2_000
_NAME = re.compile(r"[A-Za-z]+")
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


def _tags(*names: str) -> frozenset[str]:
    return frozenset(f"{QW}{name}" for name in names)


INSIDE: Final = _tags(
    "hyperlink", "ins", "moveTo", "smartTag", "customXml", "dir", "bdo", "sdtContent", "rubyBase"
)
"""Elements that only wrap what is read."""
GONE: Final = _tags("del", "moveFrom")
_RUN, _TEXT, _RUN_PROPERTIES, _FIELD_SIGN, _INSTRUCTION, _BREAK, _SYMBOL, _RUBY = (
    f"{QW}{name}" for name in ("r", "t", "rPr", "fldChar", "instrText", "br", "sym", "ruby")
)
SDT, SDT_CONTENT, _SIMPLE_FIELD, _HYPERLINK = (
    f"{QW}{name}" for name in ("sdt", "sdtContent", "fldSimple", "hyperlink")
)
_SIGNS: Final = {
    **{f"{QW}tab": "\t", f"{QW}ptab": "\t", f"{QW}cr": "\n", f"{QW}noBreakHyphen": "\u2011"},
}
_DRAWN: Final = _tags("drawing", "pict", "object")
_OLD_PAGE = f"{QW}pgNum"
_UNREAD_REVISIONS = _tags("ins", "moveTo", "moveFrom", "del")


@dataclass(slots=True, eq=False)
class Field_:
    """A field that is open: its instruction so far, and whether its result has begun and was seen."""

    instruction: str = ""
    name: str = ""
    result: bool = False
    seen: bool = False

    def begin_result(self) -> None:
        found = _NAME.search(self.instruction)
        self.name = found[0].upper()[:40] if found else ""
        self.result = True


@dataclass(slots=True)
class Written:
    """What the runs of a paragraph come to."""

    pieces: list[list[Any]] = field(default_factory=list)
    drawings: list[Element] = field(default_factory=list)
    page_before: bool = False
    page_after: bool = False
    columns_before: int = 0
    columns_after: int = 0

    def spans(self) -> tuple[Span, ...]:
        return tuple([Span("".join(texts), look, name) for texts, look, name, *_ in self.pieces])

    def links(self) -> tuple[bool, ...]:
        """Of each span, whether it belongs to a hyperlink."""
        return tuple([piece[3] for piece in self.pieces])

    def raised(self) -> tuple[bool, ...]:
        """Of each span, whether it is raised or lowered, and so shown smaller."""
        return tuple([piece[4] for piece in self.pieces])

    def add(self, text: str, look: Look, name: str, linked: bool, raised: bool = False) -> None:
        if self.page_after:
            # a page break in the middle of a paragraph parts its text like a line break
            self.page_after = False
            if self.pieces:
                self.pieces[-1][0].append("\n")
            else:
                self.page_before = True
        last = self.pieces[-1] if self.pieces else None
        if last is not None and last[1] is look and last[2:] == [name, linked, raised]:
            last[0].append(text)
        else:
            self.pieces.append([[text], look, name, linked, raised])


class Inline:
    """Reads the runs of the paragraphs of one story (body, a header, a note); fields may reach over paragraphs."""

    def __init__(self, cascade: Cascade, file: str, budget: list[int]) -> None:
        self._cascade = cascade
        self._file = file
        self._budget = budget
        self._fields: list[Field_] = []
        self.revised = False

    def read(self, paragraph: Element, format_: Format) -> Written:
        """The runs of ``paragraph``. Raises :class:`TooLarge` and :class:`TooDeep`."""
        written = Written()
        self._walk(paragraph, format_, written, False, 0)
        self._fields = [open_ for open_ in self._fields if open_.result]
        return written

    def _walk(self, parent: Element, format_: Format, written: Written, linked: bool, depth: int) -> None:
        if depth > DEEPEST:
            raise TooDeep(Place(self._file), limit=DEEPEST)
        for child in parent:
            tag = child.tag
            if tag == _RUN:
                self._run(child, format_, written, linked)
            elif tag in INSIDE:
                self.revised = self.revised or tag in _UNREAD_REVISIONS
                self._walk(child, format_, written, linked or tag == _HYPERLINK, depth + 1)
            elif tag == SDT:
                for content in child.iterchildren(SDT_CONTENT):
                    self._walk(content, format_, written, linked, depth + 1)
            elif tag == _SIMPLE_FIELD:
                self._simple(child, format_, written, linked, depth)
            elif tag in GONE:
                self.revised = True
            elif tag == ALTERNATE:
                for choice in chosen(child):
                    self._walk(choice, format_, written, linked, depth + 1)

    def _run(self, run: Element, format_: Format, written: Written, linked: bool) -> None:
        self._budget[0] -= 1
        if self._budget[0] < 0:
            raise TooLarge(Place(self._file), limit=MOST_RUNS, what=TooLarge.RUNS)
        properties = run[0] if len(run) and run[0].tag == _RUN_PROPERTIES else None
        shown = self._cascade.shown(format_.base, properties)
        self._contents(run, shown, format_, written, linked)

    def _contents(self, run: Element, shown: Shown, format_: Format, written: Written, linked: bool) -> None:
        for node in run:
            tag = node.tag
            if tag == _TEXT:
                if node.text:
                    self._put(_typed(node.text, node), shown, written, linked)
            elif tag in _SIGNS:
                self._put(_SIGNS[tag], shown, written, linked)
            elif tag in _DRAWN:
                if not shown.hidden and self._is_read():
                    written.drawings.append(node)
            elif tag == ALTERNATE:
                for choice in chosen(node):
                    self._contents(choice, shown, format_, written, linked)
            elif tag == _RUBY:
                for base in node.iterchildren(f"{QW}rubyBase"):
                    self._walk(base, format_, written, linked, DEEPEST - 5)
            else:
                self._seldom(node, shown, written, linked)

    def _seldom(self, node: Element, shown: Shown, written: Written, linked: bool) -> None:
        tag = node.tag
        if tag == _FIELD_SIGN:
            self._field_sign(node.get(f"{QW}fldCharType"), shown, written, linked)
        elif tag == _INSTRUCTION:
            self._instruct(node.text or "")
        elif shown.hidden or not self._is_read():
            return
        elif tag == _BREAK:
            self._break(node.get(f"{QW}type", "textWrapping"), shown, written, linked)
        elif tag == _SYMBOL:
            self._symbol(node, shown, written, linked)
        elif tag == _OLD_PAGE:
            written.add("", shown.ascii, "PAGE", linked)

    # --- text ----------------------------------------------------------------------------------------------------

    def _is_read(self) -> bool:
        return all(open_.result for open_ in self._fields) if self._fields else True

    def _put(self, text: str, shown: Shown, written: Written, linked: bool) -> None:
        if shown.hidden or not self._is_read():
            return
        name = ""
        if self._fields:
            name = self._fields[-1].name
            for open_ in self._fields:
                open_.seen = True
        if shown.capitals:
            text = text.upper()
        if text.isascii() or (shown.ascii is shown.hansi and not _ASIAN.search(text)):
            written.add(text, shown.ascii, name, linked, shown.raised)
            return
        for part, look in _by_slot(text, shown):
            written.add(part, look, name, linked, shown.raised)

    def _break(self, kind: str, shown: Shown, written: Written, linked: bool) -> None:
        if kind == "page":
            written.page_after = True
        elif kind == "column":
            if written.pieces:
                written.columns_after += 1
            else:
                written.columns_before += 1
        else:
            self._put("\n", shown, written, linked)

    def _symbol(self, node: Element, shown: Shown, written: Written, linked: bool) -> None:
        try:
            sign = chr(int(node.get(f"{QW}char", "")[:6], 16))
        except (ValueError, OverflowError):
            return
        if "\ud800" <= sign <= "\udfff":
            return
        was = shown.ascii
        look = Look(
            node.get(f"{QW}font", "")[:100] or was.font, was.size, was.bold, was.italic, was.underline, was.colour
        )
        written.add(sign, look, "", linked)

    # --- fields --------------------------------------------------------------------------------------------------

    def _instruct(self, text: str) -> None:
        if self._fields and not self._fields[-1].result:
            open_ = self._fields[-1]
            open_.instruction = (open_.instruction + text)[:_LONGEST_INSTRUCTION]

    def _field_sign(self, kind: str | None, shown: Shown, written: Written, linked: bool) -> None:
        fields = self._fields
        if kind == "begin":
            if len(fields) < DEEPEST:
                fields.append(Field_())
        elif kind == "separate" and fields:
            fields[-1].begin_result()
        elif kind == "end" and fields:
            self._close(fields.pop(), shown, written, linked)

    def _close(self, open_: Field_, shown: Shown, written: Written, linked: bool) -> None:
        if not open_.result:
            open_.begin_result()
        if not open_.seen and open_.name in ("PAGE", "NUMPAGES", "SECTIONPAGES") and self._is_read():
            if not shown.hidden:
                written.add("", shown.ascii, open_.name, linked)
            for outer in self._fields:
                outer.seen = True

    def _simple(self, element: Element, format_: Format, written: Written, linked: bool, depth: int) -> None:
        open_ = Field_(element.get(f"{QW}instr", "")[:_LONGEST_INSTRUCTION])
        open_.begin_result()
        self._fields.append(open_)
        self._walk(element, format_, written, linked, depth + 1)
        if open_ in self._fields:
            self._fields.remove(open_)
        self._close(open_, self._cascade.shown(format_.base, None), written, linked)


def _typed(text: str, node: Element) -> str:
    """Text as Word takes it: blanks at its ends only if they are to be kept, no other white space."""
    if (text[0] <= " " or text[-1] <= " ") and node.get(_SPACE) != "preserve":
        text = text.strip(" \t\r\n")
    return re.sub(r"[\t\r\n]", " ", text) if "\n" in text or "\t" in text else text


_ASIAN = re.compile("[\u2e80-\ud7ff\uf900-\ufaff\U00010000-\U0010ffff]")


def _slot(character: str) -> int:
    """Number of the font in :class:`Shown` that Word takes for a letter."""
    if character < "\u0080":
        return 0
    return 2 if _ASIAN.match(character) else 1


def _by_slot(text: str, shown: Shown) -> list[tuple[str, Look]]:
    """Text in pieces of the font that Word picks for each letter; a mark goes with the letter before it."""
    parts: list[tuple[str, Look]] = []
    looks = (shown.ascii, shown.hansi, shown.eastasia)
    start, slot = 0, _slot(text[0])
    for at, character in enumerate(text):
        found = slot if "\u0300" <= character <= "\u036f" and at else _slot(character)
        if found != slot:
            parts.append((text[start:at], looks[slot]))
            start, slot = at, found
    parts.append((text[start:], looks[slot]))
    return parts
