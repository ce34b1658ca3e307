"""The text of a paragraph in its markup: which text nodes hold which letters, and how to change some of them.

Deletions, hidden runs and the instructions of fields are not text. What a field or a bound content control shows
is text, but must not be changed: the program that opens the document would write it anew.
"""

from __future__ import annotations

import copy
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from pipeline.decree.measure.inline import GONE, INSIDE, SDT, SDT_CONTENT
from pipeline.decree.measure.units import ALTERNATE, QW, Element, chosen, is_on

_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_RUN, _TEXT, _BREAK, _SYMBOL, _SIGN, _SIMPLE = (
    f"{QW}{n}" for n in ("r", "t", "br", "sym", "fldChar", "fldSimple")
)
_SIGNS: Final = {f"{QW}tab": "\t", f"{QW}ptab": "\t", f"{QW}cr": "\n", f"{QW}noBreakHyphen": "\u2011"}


@dataclass(frozen=True, slots=True)
class Atom:
    """A node of a run that shows ``text``. ``fixed``: not to be changed. ``page``: a page break."""

    run: Element
    node: Element
    text: str
    fixed: bool
    page: bool = False


def atoms(paragraph: Element) -> list[Atom]:
    """The nodes of a paragraph that show text, in reading order."""
    found = list(_walk(paragraph, [], False))
    while found and found[-1].page:
        found.pop()
    while found and found[0].page:
        found.pop(0)
    return found


def _walk(parent: Element, fields: list[bool], fixed: bool) -> Iterator[Atom]:
    for element in parent:
        tag = element.tag
        if tag == _RUN:
            yield from _of_run(element, element, fields, fixed)
        elif tag in GONE:
            continue
        elif tag in INSIDE:
            yield from _walk(element, fields, fixed)
        elif tag == SDT:
            bound = element.find(f"{QW}sdtPr/{QW}dataBinding") is not None
            for content in element.iterchildren(SDT_CONTENT):
                yield from _walk(content, fields, fixed or bound)
        elif tag == _SIMPLE:
            yield from _walk(element, fields, True)
        elif tag == ALTERNATE:
            for choice in chosen(element):
                yield from _walk(choice, fields, fixed)


def _of_run(run: Element, parent: Element, fields: list[bool], fixed: bool) -> Iterator[Atom]:
    hidden = run.find(f"{QW}rPr/{QW}vanish")
    if hidden is not None and is_on(hidden):
        return
    for node in parent:
        tag = node.tag
        if tag == _SIGN:
            _follow(fields, node.get(f"{QW}fldCharType", ""))
        elif not all(fields):
            continue
        elif tag == _TEXT:
            yield Atom(run, node, _typed(node), fixed or bool(fields))
        elif tag in _SIGNS:
            yield Atom(run, node, _SIGNS[str(tag)], True)
        elif tag == _SYMBOL:
            yield Atom(run, node, "\ufffc", True)
        elif tag == _BREAK and node.get(f"{QW}type") != "column":
            yield Atom(run, node, "\n", True, node.get(f"{QW}type") == "page")
        elif tag == ALTERNATE:
            for choice in chosen(node):
                yield from _of_run(run, choice, fields, fixed)


def _follow(fields: list[bool], kind: str) -> None:
    """Keep track of open fields: whether the result of each has begun."""
    if kind == "begin":
        fields.append(False)
    elif fields and kind == "separate":
        fields[-1] = True
    elif fields and kind == "end":
        fields.pop()


def _typed(node: Element) -> str:
    text = node.text or ""
    text = text if node.get(_SPACE) == "preserve" else text.strip(" \t\r\n")
    return text.translate({9: " ", 10: " ", 13: " "})


def text_of(paragraph: Element) -> str:
    """The text of a paragraph as it is stored."""
    return "".join(atom.text for atom in atoms(paragraph))


def fits(paragraph: Element, shown: str) -> bool:
    """Whether the text of the markup is what was measured, but for case (``w:caps``) and symbols."""
    stored = text_of(paragraph)
    return len(stored) == len(shown) and all(
        one in (other, "\ufffc") or one.casefold() == other.casefold()
        for one, other in zip(stored, shown, strict=True)
    )


def runs_at(paragraph: Element, start: int, end: int) -> list[Element]:
    """The runs that show the letters ``start`` to ``end``; a run that shows others too is cut."""
    _cut(paragraph, start)
    _cut(paragraph, end)
    return touching(paragraph, start, end)


def touching(paragraph: Element, start: int, end: int) -> list[Element]:
    """The runs that show any of the letters ``start`` to ``end``."""
    found: list[Element] = []
    at = 0
    for atom in atoms(paragraph):
        if atom.text and at < end and at + len(atom.text) > start and atom.run not in found:
            found.append(atom.run)
        at += len(atom.text)
    return found


def _cut(paragraph: Element, place: int) -> None:
    """Cut the run that shows the letters on both sides of ``place``."""
    at = 0
    parts = atoms(paragraph)
    for number, atom in enumerate(parts):
        inside = at < place < at + len(atom.text)
        between = at == place and number > 0 and parts[number - 1].run is atom.run
        if (inside or between) and atom.node.getparent() is atom.run:
            _split(atom, place - at)
            return
        at += len(atom.text)


def _split(atom: Atom, at: int) -> None:
    """Move what follows the first ``at`` letters of an atom into a run of its own behind this one."""
    rest = copy.deepcopy(atom.run)
    number = list(atom.run).index(atom.node)
    for element in list(rest)[:number]:
        if element.tag != f"{QW}rPr":
            rest.remove(element)
    for element in list(atom.run)[number + 1 :]:
        atom.run.remove(element)
    if at:
        moved = rest.find(f"{QW}t")
        _write(atom.node, atom.text[:at])
        if moved is not None:
            _write(moved, atom.text[at:])
    else:
        atom.run.remove(atom.node)
    atom.run.addnext(rest)


def _write(node: Element, text: str) -> None:
    node.text = text
    if text != text.strip():
        node.set(_SPACE, "preserve")


def rewrite(paragraph: Element, start: int, end: int, new: str) -> bool:
    """Make the letters ``start`` to ``end`` ``new``, changing as few as possible so that every look stays.

    False, and nothing is changed, where letters that would change must not be.
    """
    old = text_of(paragraph)[start:end]
    steps = [step for step in SequenceMatcher(None, old, new, False).get_opcodes() if step[0] != "equal"]
    edits = [(start + i1, start + i2, new[j1:j2]) for _, i1, i2, j1, j2 in steps]
    nodes = atoms(paragraph)
    if any(_holder(nodes, first, last) is None for first, last, _ in edits):
        return False
    for first, last, text in reversed(edits):
        _put(paragraph, first, last, text)
    return True


def _holder(nodes: list[Atom], first: int, last: int) -> Atom | None:
    """The node that takes new letters at a place; None if one that goes must stay, or none can take them."""
    at = 0
    before: Atom | None = None
    holder: Atom | None = None
    for atom in nodes:
        end = at + len(atom.text)
        if at < last and end > first:
            if atom.fixed:
                return None
            holder = holder or atom
        elif first == last and at <= first < end and holder is None and not atom.fixed:
            holder = atom
        elif first == last == end and not atom.fixed and atom.text:
            before = atom
        at = end
    return before or holder


def _put(paragraph: Element, first: int, last: int, text: str) -> None:
    nodes = atoms(paragraph)
    holder = _holder(nodes, first, last)
    at = 0
    for atom in nodes:
        end = at + len(atom.text)
        touched = at < last and end > first
        if touched or atom is holder:
            left, right = atom.text[: max(first - at, 0)], atom.text[max(last - at, 0) :]
            _write(atom.node, left + (text if atom is holder else "") + right)
        at = end


def compose(root: Element) -> int:
    """Put the letters of a part together (NFC); how many text nodes that changed.

    A mark that begins a node goes to the letter at the end of the node before it in the paragraph.
    """
    changed = 0
    last: dict[tuple[Element, str], Element] = {}
    for node in root.iter(_TEXT, f"{QW}delText"):
        owner = next(node.iterancestors(f"{QW}p"), root)
        text = node.text or ""
        marks = len(text) - len(text.lstrip("".join(sign for sign in text if unicodedata.combining(sign))))
        before = last.get((owner, str(node.tag)))
        if marks and before is not None and before.text:
            _write(before, unicodedata.normalize("NFC", before.text + text[:marks]))
            text = text[marks:]
        made = unicodedata.normalize("NFC", text)
        if made != (node.text or ""):
            _write(node, made)
            changed += 1
        if made:
            last[owner, str(node.tag)] = node
    return changed


def capitalise(paragraph: Element, start: int, end: int, spared: list[tuple[int, int]]) -> bool:
    """Make the letters ``start`` to ``end`` capitals, but for the places ``spared``; False if none was changed."""
    at, changed = 0, False
    for atom in atoms(paragraph):
        signs = list(atom.text)
        for number, sign in enumerate(signs):
            place = at + number
            if start <= place < end and not any(first <= place < last for first, last in spared):
                signs[number] = sign.upper() if len(sign.upper()) == 1 else sign
        made = "".join(signs)
        if made != atom.text and not atom.fixed:
            _write(atom.node, made)
            changed = True
        at += len(atom.text)
    return changed
