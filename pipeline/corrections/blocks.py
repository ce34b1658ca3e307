"""Generated tables and passages: three shapes are compared, printed at build, in the document, from the data now.

Where only the data have changed, the rows and paragraphs that are new are put in and those that are no more are
taken out; all others stay as people formatted them. Where people have changed rows too, the block is kept.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from difflib import SequenceMatcher
from functools import partial

from lxml import etree

from pipeline.corrections import markup
from pipeline.corrections.errors import BlockConflict, BlockRemoved, NewText, NoLongerPrinted
from pipeline.corrections.markup import PARAGRAPH, ROW, SDT, SDT_CONTENT, TABLE, VAL, Element
from pipeline.corrections.reading import BlockControl, Document, Story
from pipeline.corrections.state import State
from pipeline.corrections.texts import alias, block_key, control_key, shape_lines
from pipeline.corrections.tracked import Tracker, block_marks
from pipeline.docx.package import parse_xml
from pipeline.docx.revisions import DEL, INS, Revisions, plain, remove
from pipeline.docx.revisions import replace as replace_element
from pipeline.docx.source import QW
from pipeline.docx.store import hash_shape
from pipeline.docx.styles import styles_part

LONGEST = 60
"""Paragraphs and tables of a block that is looked for by its shape, because its control is lost."""
MOST_LINES = 2_000
ShapeHash = partial(hashlib.blake2b, digest_size=8)
"""Hashes the lines of a shape one after the other, as :func:`~pipeline.docx.store.hash_shape` does all of them."""
_STYLES = tuple(f"{QW}{name}" for name in ("pStyle", "rStyle", "tblStyle"))
_REVISIONS = tuple(f"{QW}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
_PRECIOUS = tuple(
    f"{QW}{name}"
    for name in (
        "commentReference", "footnoteReference", "endnoteReference", "drawing", "pict", "object", "hyperlink",
        "fldChar", "fldSimple", "commentRangeStart", "commentRangeEnd",
    )
)  # fmt: skip
"""What people may have put into a row, and would lose with it."""


def refresh_blocks(state: State) -> None:
    """Bring the tables and passages of a document up to date; the texts of figures in them come later."""
    then, now = state.document.stored.blocks, state.fresh.stored.blocks
    found: dict[str, list[BlockControl]] = {}
    for block in (*state.document.blocks, *block_marks(state.document)):
        found.setdefault(block.key, []).append(block)
    marked = any(block.marks is not None for blocks in found.values() for block in blocks)
    needed = marked or now != then or found.keys() < then.keys()
    fresh = {block.key: block for block in state.fresh.blocks} if needed else {}
    lost = _lost(state, found)
    for key, (_, printed) in then.items():
        new = fresh.get(key)
        if key in now and now[key] == then[key] and key in found and found[key][0].marks is None:
            for block in found[key]:
                _unchanged(state, block, printed)
            continue
        blocks = [lost[key]] if key in lost else found.get(key, [])
        if not blocks:
            _removed(state, key, new)
        for block in blocks:
            _refresh(state, block, new, printed)
    for key, new in fresh.items():
        if key not in then and key not in found:
            state.block_came_out(key, "new", new.excerpt)
            state.tell(NewText, paragraph=new.excerpt)


def _unchanged(state: State, block: BlockControl, printed: str) -> None:
    """A block of which the data want no other rows: whatever people did with them is theirs."""
    if not state.thorough or hash_shape("".join(block.lines)) == printed:
        state.block_came_out(block.key, "current", part=block.story.part)
    else:
        state.block_came_out(block.key, "edited", block.excerpt, block.story.part)


def _removed(state: State, key: str, new: BlockControl | None) -> None:
    """A block that is not found: its figures are not told one by one."""
    state.block_came_out(key, "removed")
    state.tell(BlockRemoved, block=_called(state, key, new))
    state.excused.update(control_key(control)[0] for control in _controls(new.elements if new else ()))


def _refresh(state: State, block: BlockControl, new: BlockControl | None, printed: str) -> None:
    if new is None:
        state.block_came_out(block.key, "gone", block.excerpt, block.story.part)
        state.tell(
            NoLongerPrinted,
            story=block.story.kind,
            paragraph=block.excerpt,
            figure=_called(state, block.key, None),
            found="…",
        )
        return
    if block.marks is not None:
        _settle(state, block, new)
        return
    now = "".join(new.lines)
    wanted, there = hash_shape(now), "".join(block.lines)
    if there == now:
        state.block_came_out(block.key, "current", block.excerpt, block.story.part)
    elif wanted == printed:  # the data want no other rows: whatever people did with them is theirs
        state.block_came_out(block.key, "edited", block.excerpt, block.story.part)
        return
    elif not state.force and (hash_shape(there) != printed or not _replaceable(state, block, new)):
        _conflict(state, block, new)
        return
    else:
        state.block_came_out(block.key, "replaced", block.excerpt, block.story.part)
        _replace(state, block, new)
    state.shapes[block.key] = state.document.stored.blocks[block.key][0], wanted


def _settle(state: State, block: BlockControl, new: BlockControl) -> None:
    """A block in a bookmark, after a tracked refresh: if it says what the data say, it gets its control again."""
    opened = any(map(_revised, block.elements))
    same = block.plain == new.plain
    if same and opened and state.tracker is not None:
        state.block_came_out(block.key, "current", block.excerpt, block.story.part)
    elif same or state.force:
        state.block_came_out(block.key, "replaced", block.excerpt, block.story.part)
        _replace(state, block, new, counted=not same)
        return
    else:
        _conflict(state, block, new)
    _excuse(state, new.elements, block.elements)


def _conflict(state: State, block: BlockControl, new: BlockControl) -> None:
    """A block that people changed and the data too: it is kept."""
    state.block_came_out(block.key, "conflict", block.excerpt, block.story.part)
    called = _called(state, block.key, new)
    state.tell(BlockConflict, story=block.story.kind, paragraph=block.excerpt, block=called)


def _excuse(state: State, wanted: Sequence[Element], there: Sequence[Element]) -> None:
    """Figures of a block that have no control in it (any more): they are not told one by one."""
    of_data, left = (Counter(control_key(c)[0] for c in _controls(each)) for each in (wanted, there))
    state.excused.update(of_data - left)


def _called(state: State, key: str, block: BlockControl | None) -> str:
    known = state.document.stored.blocks.get(key)
    name = alias(block.control) if block is not None and block.control is not None else ""
    return name or (known[0] if known else key)


# --- blocks whose control was lost -----------------------------------------------------------------------------


def _lost(state: State, found: Mapping[str, list[BlockControl]]) -> dict[str, BlockControl]:
    """Blocks whose control is gone, or is around a part of them only (LibreOffice does both), found by what they
    say: neighbours in the body that have the shape which was printed, or which the data want."""
    wanted: dict[str, str] = {}
    now = state.fresh.stored.blocks
    for key, (_, printed) in state.document.stored.blocks.items():
        shapes = {printed, *([now[key][1]] if key in now else ())}
        there = found.get(key, ())
        if there and now.get(key, ("", ""))[1] == printed:
            continue  # nothing is to be replaced: its extent does not matter
        if not any(block.marks is not None or hash_shape("".join(block.lines)) in shapes for block in there):
            wanted |= dict.fromkeys(shapes, key)
    found_at: dict[str, BlockControl] = {}
    for story in state.document.stories if wanted else ():
        for key, elements in _windows(story, wanted):
            if _holds(elements, found.get(key, ())):
                found_at.setdefault(key, BlockControl(key, story, elements))
    return found_at


def _holds(elements: Sequence[Element], blocks: Sequence[BlockControl]) -> bool:
    """Whether neighbours are all of a block and not only a part of it, of which people changed another part."""
    controls = [block.control for block in blocks if block.control is not None]
    inside = [set(_leaves(content)) for control in controls for content in control.iterchildren(SDT_CONTENT)]
    return not inside or any(leaves <= set(elements) for leaves in inside)


def _leaves(parent: Element) -> Iterator[Element]:
    """The paragraphs and tables of the body; the controls of blocks are looked through."""
    for child in parent:
        content = child.find(SDT_CONTENT) if child.tag == SDT and not control_key(child)[0] else None
        if content is not None:
            yield from _leaves(content)
        elif child.tag in (PARAGRAPH, TABLE, SDT):
            yield child


def _windows(story: Story, wanted: Mapping[str, str]) -> Iterator[tuple[str, list[Element]]]:
    """Neighbours in the body whose shape is wanted, with the key of the block that wants it."""
    body = story.root.find(f"{QW}body")
    children = [] if body is None else list(_leaves(body))
    lines = ["".join(shape_lines(child)).encode() for child in children]
    for start in range(len(lines)):
        if not lines[start]:
            continue
        shape = ShapeHash()
        for end in range(start, min(start + LONGEST, len(lines))):
            shape.update(lines[end])
            if lines[end] and (key := wanted.get(shape.hexdigest())):
                yield key, children[start : end + 1]


# --- putting new rows in ---------------------------------------------------------------------------------------


def _controls(elements: Sequence[Element]) -> Iterator[Element]:
    """The figures in a block."""
    for element in elements:
        yield from (control for control in element.iter(SDT) if control_key(control)[0])


def _replaceable(state: State, block: BlockControl, new: BlockControl) -> bool:
    """Whether nothing of people is lost with rows and paragraphs that go."""
    going = _going(block.elements, new.elements)
    kept = {control_key(control)[0] for control in _controls(new.elements)}
    for element in block.elements:
        if _revised(element):
            return False
    for element in going:
        if next(element.iter(*_PRECIOUS), None) is not None:
            return False
        for control in _controls([element]):
            key = control_key(control)[0]
            text = markup.text_of(control)
            was = state.document.stored.figures.get(key)
            if key not in kept and (was is None or text != was.text):
                return False
    return True


def _revised(element: Element) -> bool:
    """Whether there is an open tracked change in it."""
    return next(element.iter(*_REVISIONS), None) is not None


def _going(old: Sequence[Element], new: Sequence[Element]) -> list[Element]:
    """The rows and paragraphs that a replacement takes out."""
    rows, wanted = _units(old), _units(new)
    left = {id(row) for row, twin in _aligned(rows, wanted) if twin is None}
    return [row for row in rows if id(row) in left]


def _units(elements: Sequence[Element]) -> list[Element]:
    """Paragraphs, and rows of tables."""
    found: list[Element] = []
    for element in elements:
        found += [element] if element.tag == PARAGRAPH else list(element.iterchildren(ROW))
    return found


def _aligned(old: Sequence[Element], new: Sequence[Element]) -> list[tuple[Element | None, Element | None]]:
    """Old and new elements side by side: those that say the same are pairs."""
    one, two = (["".join(shape_lines(element)) for element in elements] for elements in (old, new))
    if max(len(one), len(two)) > MOST_LINES:
        return [*((element, None) for element in old), *((None, element) for element in new)]
    pairs: list[tuple[Element | None, Element | None]] = []
    for kind, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if kind == "equal":
            pairs += zip(old[a:b], new[c:d], strict=True)
        else:
            pairs += [(element, None) for element in old[a:b]] + [(None, element) for element in new[c:d]]
    return pairs


def _replace(state: State, block: BlockControl, new: BlockControl, counted: bool = True) -> None:
    """Give a block the rows and paragraphs of the data. What is the same in both stays the very element it was.

    ``counted``: the figures in it are not in the counts of what was printed yet.
    """
    typed = {control_key(control)[0]: control for control in _controls(block.elements)}
    for control in _controls(block.elements) if counted else ():
        _reckon(state, control, -1)
    _unwrap_parts(block)
    adopted = _Adopted(state, typed)
    if state.tracker is not None and block.marks is None:
        _replace_tracked(state, state.tracker, block, new, adopted)
        return
    made = _assembled(block, new, lambda table, wanted: _merged(table, wanted, adopted), adopted.of)
    _put(state, block, new, made)
    for control in _controls(made) if counted else ():
        _reckon(state, control, 1)


def _unwrap_parts(block: BlockControl) -> None:
    """Take out controls that are around parts of the block only, or around more than the block."""
    for element in block.elements if block.control is None and block.marks is None else ():
        while (content := element.getparent()) is not None and content.tag == SDT_CONTENT:
            around = content.getparent()
            if around is None:
                break
            replace_element(around, list(content))
        for control in [
            each for each in element.iter(SDT) if block_key(each) == block.key and each is not element
        ]:
            content = control.find(SDT_CONTENT)
            replace_element(control, [] if content is None else list(content))


def _assembled(
    block: BlockControl,
    new: BlockControl,
    merged: Callable[[Element, Element], Element],
    added: Callable[[Element], Element],
) -> list[Element]:
    """What a block shall consist of: its own tables, ``merged`` with those of the data, its own paragraphs where
    they say the same, and what is ``added``."""
    tables = [element for element in block.elements if element.tag == TABLE]
    twins = _twins(block, new)
    made: list[Element] = []
    for element in new.elements:
        table = tables.pop(0) if element.tag == TABLE and tables else None
        if table is not None and _columns(table) == _columns(element):
            made.append(merged(table, element))
        else:
            made.append(twins[id(element)] if id(element) in twins else added(element))
    return made


def _twins(block: BlockControl, new: BlockControl) -> dict[int, Element]:
    """By ``id`` of each paragraph that is new or not: the one of the document that says the same."""
    old, wanted = ([e for e in elements if e.tag == PARAGRAPH] for elements in (block.elements, new.elements))
    return {
        id(twin): element
        for element, twin in _aligned(old, wanted)
        if twin is not None and element is not None and not _revised(element)
    }


def _replace_tracked(
    state: State, tracker: Tracker, block: BlockControl, new: BlockControl, adopted: _Adopted
) -> None:
    """The same as tracked changes, in a bookmark instead of the control; new rows hold no controls."""
    revisions = tracker.revisions(block.story)

    def inserted(element: Element) -> Element:
        copy = plain(adopted.of(element))
        revisions.insert_block(copy)
        return copy

    made = _assembled(block, new, lambda table, wanted: _rows_tracked(table, wanted, revisions, adopted), inserted)
    at = 0
    for element in block.elements:
        found = next((index for index, each in enumerate(made) if each is element), None)
        if found is None:
            made.insert(at, plain(element))
            revisions.delete_block(made[at])
        at = at + 1 if found is None else found + 1
    start, end = tracker.ends(block.story, block.key)
    _put(state, block, None, [start, *made, end])
    for control in _controls(new.elements):
        _reckon(state, control, 1)
    _excuse(state, new.elements, made)


def _rows_tracked(table: Element, new: Element, revisions: Revisions, adopted: _Adopted) -> Element:
    old, wanted = list(table.iterchildren(ROW)), list(new.iterchildren(ROW))
    rows: list[Element] = []
    for row, twin in _aligned(old, wanted):
        if row is not None and twin is not None:
            rows.append(row)
        elif row is not None:
            rows.append(plain(row))
            revisions.row(rows[-1], DEL)
        elif twin is not None:
            rows.append(plain(adopted.of(twin)))
            revisions.row(rows[-1], INS)
    return _with_rows(table, old, rows)


def _columns(table: Element) -> int:
    return len(table.findall(f"{QW}tblGrid/{QW}gridCol"))


def _merged(table: Element, new: Element, adopted: _Adopted) -> Element:
    """The table of the document with the rows of the new one."""
    old, wanted = list(table.iterchildren(ROW)), list(new.iterchildren(ROW))
    rows = [
        adopted.of(twin) if element is None or _revised(element) else element
        for element, twin in _aligned(old, wanted)
        if twin is not None
    ]
    return _with_rows(table, old, rows)


def _with_rows(table: Element, old: Sequence[Element], rows: Sequence[Element]) -> Element:
    """A table with other rows in the place of all its own."""
    at = list(table).index(old[0]) if old else len(table)
    for row in old:
        table.remove(row)
    table[at:at] = rows
    return table


def _put(state: State, block: BlockControl, new: BlockControl | None, made: list[Element]) -> None:
    """Put elements in the place of a block; with ``new``: in a control like its own, if the block has lost its."""
    block.story.changed = True
    content = None if block.control is None else block.control.find(SDT_CONTENT)
    if content is not None and new is not None:
        content[:] = [*made, *(element for element in content if element.tag not in (PARAGRAPH, TABLE, SDT))]
        return
    old = [block.control] if block.control is not None else [*block.elements, *(block.marks or ())]
    parent, mark = old[0].getparent(), etree.Element("mark")
    old[0].addprevious(mark)
    if new is not None and new.control is not None:
        control = deepcopy(new.control)
        for inside in control.iterfind(SDT_CONTENT):
            inside[:] = made
        state.document.renumber([control])
        made = [control]
    for element in old:
        if element.getparent() is parent:
            remove(element)
    replace_element(mark, made)


class _Adopted:
    """Copies of new rows and paragraphs, at home in the document: its names of styles, ids of its own, and the
    texts that people typed over figures."""

    def __init__(self, state: State, typed: Mapping[str, Element]) -> None:
        self._state = state
        self._styles = _style_ids(state.fresh, state.document)
        self._typed = {key: markup.text_of(control) for key, control in typed.items()}

    def of(self, element: Element) -> Element:
        copy = deepcopy(element)
        for style in copy.iter(*_STYLES):
            style.set(VAL, self._styles.get(style.get(VAL, ""), style.get(VAL, "")))
        for control in [copy, *copy.iter(SDT)] if copy.tag == SDT else copy.iter(SDT):
            key = control_key(control)[0]
            was = self._state.document.stored.figures.get(key)
            text = self._typed.get(key)
            if key and text is not None and was is not None and text not in (was.text, self._state.now(key)):
                markup.set_runs(markup.runs(control), text)
        self._state.document.renumber(list(copy.iter(SDT)))
        return copy


def _style_ids(fresh: Document, document: Document) -> dict[str, str]:
    """The ids that the styles of one document have in another (LibreOffice makes them anew from the names)."""
    if _style_part(fresh) == _style_part(document):
        return {}
    ours, theirs = ({name: id_ for id_, name in _styles(each)} for each in (fresh, document))
    return {id_: theirs[name] for name, id_ in ours.items() if name in theirs}


def _styles(document: Document) -> Iterator[tuple[str, str]]:
    part = _style_part(document)
    for style in parse_xml(part, file=document.name).iter(f"{QW}style") if part else ():
        name = style.find(f"{QW}name")
        yield style.get(f"{QW}styleId", ""), "" if name is None else name.get(VAL, "").casefold()


def _style_part(document: Document) -> bytes:
    return document.package.get(styles_part(document.package, document.name), b"")


def _reckon(state: State, control: Element, more: int) -> None:
    """A control that came or went with its row: the figure is printed so many times more."""
    key = control_key(control)[0]
    known, new = state.printed.get(key), state.fresh.stored.figures.get(key)
    if known is not None:
        state.printed[key] = replace(known, count=max(known.count + more, 0))
    elif more > 0 and new is not None:
        state.printed[key] = replace(new, count=more)
        state.values.setdefault(key, new.text)
