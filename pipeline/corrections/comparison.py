"""A copy of a document that shows in tracked changes what is other than in an earlier one.

The copy is the new document. Accepting all changes gives its text, rejecting all that of the earlier one (of the
body: headers and footers are left as they are). Words are compared one by one, a figure as a whole; paragraphs and
rows that have no likeness on the other side are deleted or inserted as a whole. Looks are not compared.

Nothing stands in a content control: what is changed is plain, and a bookmark ``_bc_KEY_n`` around it says which
figure or generated group it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import count

from lxml import etree

from pipeline.corrections.atoms import WORD, Atom, atoms, kept, runs_of
from pipeline.corrections.markup import Element
from pipeline.corrections.texts import block_key, new_mark, paragraph_text, skeleton
from pipeline.docx.package import pack, parse_xml, part_xml, read_package
from pipeline.docx.revisions import (
    CELL,
    DEL,
    INS,
    ROW,
    SDT,
    TABLE,
    Author,
    P,
    Revisions,
    accept_all,
    has_revisions,
    plain,
    rows,
)
from pipeline.docx.source import QW

Pair = tuple[Element | None, Element | None]

DOCUMENT = "word/document.xml"
ALIKE = 0.4
"""Share of words in common from which two paragraphs or rows are one that was changed."""
MOST_PAIRS = 40_000
"""So many likenesses are looked at between two places where documents agree; beyond, nothing there is alike."""
_PPR, _BODY, _CONTENT = f"{QW}pPr", f"{QW}body", f"{QW}sdtContent"


def compared(old: bytes, new: bytes, author: Author, name: str = "") -> bytes:
    """The document ``new`` with tracked changes against ``old``; changes that stood open in either are accepted.

    Raises:
        TemplateError: One of them cannot be read as a document. ``name`` is the file's name for that.
    """
    before, package = read_package(old, name), read_package(new, name)
    root, earlier = story(package, name), story(before, name)
    comparison = _Comparison(Revisions(author, root))
    comparison.bodies(body_of(earlier), body_of(root))
    return pack({**package, DOCUMENT: part_xml(root)})


def story(package: dict[str, bytes], name: str = "") -> Element:
    """The main story of a document; open tracked changes are accepted in it."""
    data = package.get(DOCUMENT, b"")
    return parse_xml(accept_all(data, DOCUMENT) if has_revisions(data) else data, DOCUMENT, name)


def body_of(root: Element) -> Element:
    body = root.find(_BODY)
    return etree.SubElement(root, _BODY) if body is None else body


def blocks(container: Element) -> Iterator[Element]:
    """The paragraphs and tables of a body or a control, those of controls included."""
    for child in container:
        if child.tag in (P, TABLE):
            yield child
        elif child.tag == SDT and (content := child.find(_CONTENT)) is not None:
            yield from blocks(content)


class _Comparison:
    def __init__(self, revisions: Revisions) -> None:
        self._revisions = revisions
        self._numbers = count(1)

    # --- blocks -------------------------------------------------------------------------------------------------

    def bodies(self, old: Element, new: Element) -> None:
        """Show in ``new`` what is other than in ``old``."""
        pairs = _paired(list(blocks(old)), list(blocks(new)), lambda a, b: a.tag == b.tag)
        self._free_controls(new, pairs)
        last: Element | None = None
        for before, after in pairs:
            if after is None and before is not None:
                gone = plain(before)
                self._revisions.delete_block(gone)
                if last is None:
                    new.insert(0, gone)
                else:
                    _outside(last, new).addnext(gone)
                last = gone
            elif after is not None:
                last = self._block(before, after)

    def _block(self, before: Element | None, after: Element) -> Element:
        if before is None:
            self._without_controls(after)
            self._revisions.insert_block(after)
        elif _same(before, after):
            pass
        elif after.tag == P:
            self.paragraphs(before, after)
        else:
            self._tables(before, after)
        return after

    def _free_controls(self, new: Element, pairs: Sequence[Pair]) -> None:
        """Take the controls from around blocks in which something is changed."""
        touched = {after for before, after in pairs if after is not None and not _same(before, after)}
        inside = {after for _, after in pairs if after is not None}
        for at, (before, after) in enumerate(pairs):
            if before is not None and after is None:  # it will stand behind the block before it
                touched |= {a for _, a in pairs[max(at - 1, 0) : at + 2] if a is not None}
        for control in [c for c in new.iter(SDT) if any(b in inside for b in c.iter(P, TABLE))]:
            if any(block in touched for block in control.iter(P, TABLE)):
                self._open(control, block_key(control))

    def _open(self, control: Element, key: str) -> None:
        """Put what is in a control in its place; ``key``: of a group, which a bookmark tells then."""
        content, parent = control.find(_CONTENT), control.getparent()
        if parent is None:
            return
        inner = [] if content is None else list(content)
        if key:
            inner = self._marked(key, inner)
        at = parent.index(control)
        parent[at : at + 1] = inner

    def _marked(self, key: str, inner: list[Element]) -> list[Element]:
        """Elements in a bookmark that says which figure or group they are."""
        start, end = new_mark(key, next(self._numbers), self._revisions.next_id())
        return [start, *inner, end]

    def _without_controls(self, block: Element) -> None:
        """Put plain runs in the stead of the controls in a block; bookmarks tell of figures."""
        for paragraph in [block] if block.tag == P else list(block.iter(P)):
            for control in list(paragraph.iterchildren(SDT)):
                (atom,) = (a for a in atoms(paragraph) if a.source is control)
                plain_runs = runs_of([atom])
                shown = self._marked(atom.figure, plain_runs) if atom.figure else plain_runs
                at = paragraph.index(control)
                paragraph[at : at + 1] = shown
        for control in list(block.iter(SDT)):
            self._open(control, "")

    # --- tables -------------------------------------------------------------------------------------------------

    def _tables(self, old: Element, new: Element) -> None:
        pairs = _paired(rows(old), rows(new), _same_cells)
        last: Element | None = None
        for before, after in pairs:
            if after is None and before is not None:
                gone = plain(before)
                self._revisions.row(gone, DEL)
                if last is not None:
                    last.addnext(gone)
                else:
                    first = new.find(ROW)
                    new.append(gone) if first is None else first.addprevious(gone)
                last = gone
            elif after is not None:
                self._row(before, after)
                last = after

    def _row(self, before: Element | None, after: Element) -> None:
        if before is None:
            self._without_controls(after)
            self._revisions.row(after, INS)
            return
        for old, new in zip(before.iter(P), after.iter(P), strict=True):
            self.paragraphs(old, new)

    # --- paragraphs ---------------------------------------------------------------------------------------------

    def paragraphs(self, old: Element, new: Element) -> None:
        """Show in the paragraph ``new`` what is other than in ``old``."""
        before, after = [a for a in atoms(old) if a.width], atoms(new)
        seen = [a for a in after if a.width]
        if [a.text for a in before] == [a.text for a in seen]:
            return  # the same to a reader, although a figure of a list may have another number in it
        made: list[Element] = []
        slots = _slots(after)
        both = {a.figure for a in before} & {a.figure for a in seen}
        keys = [[a.key if not a.figure or a.figure in both else a.text for a in side] for side in (before, seen)]
        for kind, a0, a1, b0, b1 in SequenceMatcher(None, keys[0], keys[1], autojunk=False).get_opcodes():
            if kind == "equal":
                made += self._equal(before[a0:a1], seen[b0:b1], slots)
            else:
                made += self._changed(before[a0:a1], seen[b0:b1])
                made += [e for atom in seen[b0:b1] for e in slots.pop(id(atom), ())]
        made += slots.pop(0, [])
        properties = new.find(_PPR)
        new[:] = [*([] if properties is None else [properties]), *made]

    def _equal(self, old: Sequence[Atom], new: Sequence[Atom], slots: dict[int, list[Element]]) -> list[Element]:
        made: list[Element] = []
        waiting: list[Atom] = []
        for before, after in zip(old, new, strict=True):
            furniture = slots.pop(id(after), [])
            changed = after.figure and before.text != after.text
            if furniture or changed:
                made += [*kept(waiting), *furniture]
                waiting = []
            if changed:
                made += self._figure(before, after)
            else:
                waiting.append(after)
        return made + kept(waiting)

    def _figure(self, before: Atom, after: Atom) -> list[Element]:
        return self._marked(after.figure, self._revisions.replaced(before.text, after.text, after.look))

    def _changed(self, old: Sequence[Atom], new: Sequence[Atom]) -> list[Element]:
        made = []
        gone = [run for run in runs_of(old) if any(child.tag != f"{QW}rPr" for child in run)]
        if gone:
            made.append(self._revisions.deleted(gone))
        waiting: list[Atom] = []
        for atom in new:
            if atom.figure:
                made += self._inserted(waiting)
                made += self._marked(atom.figure, self._revisions.replaced("", atom.text, atom.look))
                waiting = []
            else:
                waiting.append(atom)
        return made + self._inserted(waiting)

    def _inserted(self, pieces: Sequence[Atom]) -> list[Element]:
        runs = runs_of(pieces)
        return [self._revisions.inserted(runs)] if runs else []


def _slots(after: Sequence[Atom]) -> dict[int, list[Element]]:
    """What no reader sees, by the identity of the piece that it stands before (0: the end)."""
    slots: dict[int, list[Element]] = {}
    waiting: list[Element] = []
    for atom in after:
        if not atom.width:
            waiting.append(deepcopy(atom.source))
        elif waiting:
            slots[id(atom)], waiting = waiting, []
    if waiting:
        slots[0] = waiting
    return slots


def _outside(block: Element, container: Element) -> Element:
    """The child of ``container`` that a block is in."""
    while (parent := block.getparent()) is not None and parent is not container:
        block = parent
    return block


# --- likeness ---------------------------------------------------------------------------------------------------


def _paired(
    old: Sequence[Element], new: Sequence[Element], fits: Callable[[Element, Element], bool]
) -> list[Pair]:
    """What belongs together, in the order of both: first what reads the same, then what is alike."""
    texts = [_text(e) for e in old], [_text(e) for e in new]
    pairs: list[Pair] = []

    for kind, a0, a1, b0, b1 in SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
        here, there = old[a0:a1], new[b0:b1]
        if kind == "equal":
            for before, after in zip(here, there, strict=True):
                same = fits(before, after)
                pairs += [(before, after)] if same else [(before, None), (None, after)]
        else:
            found = alike(len(here), len(there), _likeness_of(here, there, fits))
            pairs += [(None if i is None else here[i], None if j is None else there[j]) for i, j in found]
    return pairs


def _likeness_of(
    old: Sequence[Element], new: Sequence[Element], fits: Callable[[Element, Element], bool]
) -> Callable[[int, int], float]:
    """How alike two elements are: in what they say, or in the sentence around their figures."""
    sides = [[(_text(e), _skeleton(e)) for e in side] for side in (old, new)]

    def likeness(i: int, j: int) -> float:
        if not fits(old[i], new[j]):
            return 0.0
        return max(text_likeness(a, b) for a, b in zip(sides[0][i], sides[1][j], strict=True))

    return likeness


def alike(rows: int, columns: int, likeness: Callable[[int, int], float]) -> list[tuple[int | None, int | None]]:
    """Pairs of indices with the greatest likeness in all, in order; one is None where there is no counterpart."""
    if not rows or not columns or rows * columns > MOST_PAIRS:
        return [*((i, None) for i in range(rows)), *((None, j) for j in range(columns))]
    known = [[likeness(i, j) for j in range(columns)] for i in range(rows)]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            together = known[i][j] + best[i + 1][j + 1] if known[i][j] >= ALIKE else 0.0
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    found: list[tuple[int | None, int | None]] = []
    i = j = 0
    while i < rows and j < columns:
        if known[i][j] >= ALIKE and best[i][j] == known[i][j] + best[i + 1][j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            found.append((i, None))
            i += 1
        else:
            found.append((None, j))
            j += 1
    return [*found, *((k, None) for k in range(i, rows)), *((None, k) for k in range(j, columns))]


@lru_cache(4096)
def text_likeness(old: str, new: str) -> float:
    """The share of words that two texts have in common, from 0 to 1; below :data:`ALIKE` it may be told as 0."""
    a, b = _words(old), _words(new)
    if not a or not b:
        return 1.0 if a == b else 0.0
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0


def _words(text: str) -> list[str]:
    return [word for word in WORD.findall(text) if not word.isspace()]


def _text(element: Element) -> str:
    """What a paragraph, row or table says; the same only if it has the same cells and paragraphs."""
    return _read(element, paragraph_text)


def _skeleton(element: Element) -> str:
    """The same with the keys of figures in the stead of their texts."""
    return _read(element, skeleton)


def _read(element: Element, read: Callable[[Element], str]) -> str:
    if element.tag == P:
        return read(element)
    if element.tag == ROW:
        return "\1".join("\n".join(read(p) for p in cell.iter(P)) for cell in element.iter(CELL))
    return "\0" + "\0".join(_read(row, read) for row in rows(element))


def _same_cells(old: Element, new: Element) -> bool:
    """Whether two rows have the same cells with as many paragraphs each, and no tables or controls in them."""
    cells = [[len(cell.findall(P)) for cell in row.iter(CELL)] for row in (old, new)]
    simple = all(row.find(f".//{TABLE}") is None for row in (old, new))
    return simple and cells[0] == cells[1] and all(len(list(r.iter(P))) == sum(cells[0]) for r in (old, new))


def _same(old: Element | None, new: Element) -> bool:
    """Whether two blocks read the same."""
    return old is not None and old.tag == new.tag and _text(old) == _text(new)
