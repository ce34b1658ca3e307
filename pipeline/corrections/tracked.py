"""Figures as tracked changes: a bookmark around plain runs, and back to a control at the next refresh.

Changes never stand inside a control, where LibreOffice merges or loses them: the control gives way to the bookmark
``_bc_KEY_n`` around the old text struck out and the new text put in.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from html import escape

from pipeline.corrections import markup
from pipeline.corrections.markup import SDT, SDT_CONTENT, SDT_PR, Element
from pipeline.corrections.reading import BlockControl, Control, Document, Story
from pipeline.corrections.texts import MARK, MARK_END, MARK_START, between, new_mark
from pipeline.docx.package import parse_xml
from pipeline.docx.revisions import Author, Revisions, new_run, remove, replace
from pipeline.docx.source import QW, W
from pipeline.docx.store import FIGURES, STORE_ID

_INSERTED = (f"{QW}ins", f"{QW}moveTo")
_CHANGES = (f"{QW}ins", f"{QW}del")


@dataclass(frozen=True, slots=True)
class Mark:
    """A bookmark of ours: what stands between its ends, in one paragraph (or, of a block, in one body)."""

    key: str
    story: Story
    start: Element
    inside: list[Element]
    end: Element

    @property
    def text(self) -> str:
        """The text if all changes are accepted."""
        return "".join(markup.run_text(run) for run in self._runs)

    @property
    def struck(self) -> str:
        return "".join(map(markup.struck_text, self.inside))

    @property
    def _runs(self) -> list[Element]:
        return [run for each in self.inside for run in _visible(each)]

    @property
    def look(self) -> Element | None:
        return next((look for run in self._runs if (look := run.find(markup.RUN_PR)) is not None), None)

    def drop(self) -> None:
        """Take the bookmark out; what it stood around stays."""
        remove(self.start)
        remove(self.end)


def _visible(element: Element) -> Iterator[Element]:
    if element.tag == markup.RUN:
        yield element
    elif element.tag not in markup.GONE:
        yield from markup.runs(element)


def marks(document: Document) -> Iterator[Mark]:
    """The bookmarks of ours whose both ends are still together."""
    for story in document.stories:
        for start in list(story.root.iter(MARK_START)):
            found = MARK.fullmatch(start.get(f"{QW}name", ""))
            if found and not markup.is_gone(start):
                inside, end = between(start)
                if end is not None:
                    yield Mark(found[1], story, start, inside, end)


def _lift_ends(root: Element) -> None:
    """Put the ends of our bookmarks outside of the changes: LibreOffice moves them in."""
    ours = set()
    for start in list(root.iter(MARK_START)):
        if MARK.fullmatch(start.get(f"{QW}name", "")):
            ours.add(start.get(f"{QW}id"))
            change = start.getparent()
            if change is not None and change.tag in _CHANGES and change[0] is start:
                change.addprevious(start)
    for end in list(root.iter(MARK_END)) if ours else ():
        change = end.getparent()
        inside = change is not None and change.tag in _CHANGES and change[-1] is end
        if change is not None and inside and end.get(f"{QW}id") in ours:
            change.addnext(end)


def restore(document: Document, fresh: Document, keep_open: bool) -> tuple[list[str], dict[int, str]]:
    """Turn tracked figures into controls again, whether their change was accepted, rejected or is open still.

    ``keep_open``: leave those alone that still show what ``fresh`` says as an open change. Returns the keys of
    these, and of the restored controls (by ``id`` of their element) the text that was struck out.
    """
    left: list[str] = []
    struck: dict[int, str] = {}
    for story in document.stories:
        _lift_ends(story.root)
    found = list(marks(document))
    controls = (*fresh.controls, *document.controls) if found else ()
    patterns = {control.key: control.element for control in controls}
    for mark in found:
        if not mark.key.startswith("f") or not mark.text:
            continue
        now = fresh.stored.figures.get(mark.key)
        if keep_open and mark.struck and now is not None and now.text == mark.text:
            left.append(mark.key)
            continue
        control = _control(mark, patterns.get(mark.key))
        others = [each for each in mark.inside if each.tag not in (markup.RUN, *_INSERTED, *markup.GONE)]
        struck[id(control)] = mark.struck
        replace(mark.start, [control, *others])
        for each in [*mark.inside, mark.end]:
            if each not in others:
                remove(each)
        mark.story.changed = True
        document.pinned.append(control)
    if struck:
        document.reread()
        document.renumber(document.pinned)
    return left, struck


def _control(mark: Mark, pattern: Element | None) -> Element:
    """A control with the text and the look of a tracked figure; its properties are those of its like."""
    made = _new(mark.key) if pattern is None else deepcopy(pattern)
    made.tail = None
    properties, content = made.find(SDT_PR), made.find(SDT_CONTENT)
    if properties is None or content is None:
        return _control(mark, None)
    for look in properties.findall(markup.RUN_PR):
        properties.remove(look)
    if mark.look is not None:
        properties.insert(0, deepcopy(mark.look))
    content[:] = [new_run(mark.text, mark.look)]
    return made


def _new(key: str) -> Element:
    spaces = escape(f"xmlns:f='{FIGURES}'")
    return parse_xml(
        f'<w:sdt xmlns:w="{W}"><w:sdtPr><w:alias w:val="{key}"/><w:tag w:val="{key}"/><w:id w:val="1"/>'
        f'<w:dataBinding w:prefixMappings="{spaces}" w:xpath="/f:figures[1]/f:{key}[1]"'
        f' w:storeItemID="{STORE_ID}"/>'
        "<w:text/></w:sdtPr><w:sdtContent/></w:sdt>"
    )


class Tracker:
    """Writes figures and rows as tracked changes of one author."""

    def __init__(self, author: Author, document: Document) -> None:
        self._author, self._document = author, document
        self._revisions: dict[str, Revisions] = {}
        self._numbers: dict[str, int] = {}
        for story in document.stories:
            for start in story.root.iter(MARK_START):
                if found := MARK.fullmatch(start.get(f"{QW}name", "")):
                    self._numbers[found[1]] = max(self._numbers.get(found[1], 0), int(found[2]))

    def revisions(self, story: Story) -> Revisions:
        if story.part not in self._revisions:
            self._revisions[story.part] = Revisions(self._author, story.root)
        return self._revisions[story.part]

    def ends(self, story: Story, key: str) -> tuple[Element, Element]:
        """The two ends of a new bookmark for a figure or a block."""
        self._numbers[key] = self._numbers.get(key, 0) + 1
        return new_mark(key, self._numbers[key], self.revisions(story).next_id())

    def figure(self, control: Control, old: str, new: str) -> bool:
        """Put a figure into its place as a change; False where there is no room for one: in the second form of a
        text box, and in text that a change of people inserts."""
        first = next(iter(control.runs), None)
        inserted = first is not None and any(above.tag in _INSERTED for above in first.iterancestors())
        content = control.element.find(SDT_CONTENT)
        if control.mirrored or first is None or inserted or content is None or not new:
            return False
        control.story.changed = True
        start, end = self.ends(control.story, control.key)
        changes = self.revisions(control.story).replaced(old, new, first.find(markup.RUN_PR))
        markup.set_runs(control.runs, "")
        replace(first, [start, *changes, end])
        replace(control.element, list(content))
        return True


def block_marks(document: Document) -> list[BlockControl]:
    """Blocks that a tracked refresh has left in a bookmark instead of a control."""
    found = []
    for mark in marks(document):
        if mark.key.startswith("b"):
            elements = [each for each in mark.inside if each.tag in (markup.PARAGRAPH, markup.TABLE, SDT)]
            if elements:
                found.append(BlockControl(mark.key, mark.story, elements, marks=(mark.start, mark.end)))
    return found
