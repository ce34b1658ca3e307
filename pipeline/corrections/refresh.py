"""Bring the figures and generated blocks of an edited document up to date, and nothing else.

For each figure three texts are compared: printed at build, in the document now, in the data now. What people
typed is kept and told; :mod:`.blocks` does the same for tables and passages, :mod:`.typed` looks at plain text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.corrections import markup
from pipeline.corrections.blocks import refresh_blocks
from pipeline.corrections.errors import (
    BlockRemoved,
    ControlsLost,
    CutInTwo,
    ForeignFigure,
    NoLongerPrinted,
    OlderTemplate,
    OtherCount,
    RevisedInside,
    StoreDisagrees,
    StoreLost,
    TypedOver,
    Unproven,
)
from pipeline.corrections.outcomes import FigureOutcome, FigureState, Refreshed
from pipeline.corrections.reading import Control, Document, read_document
from pipeline.corrections.state import State, require_same, said
from pipeline.corrections.tracked import Tracker, restore
from pipeline.corrections.typed import tell_new_text, tell_stale_numbers
from pipeline.docx.assembly import relations_name
from pipeline.docx.custom import carrying, related_properties, with_parts
from pipeline.docx.package import deflate, part_xml, write_package
from pipeline.docx.revisions import Author, remove
from pipeline.docx.source import QW
from pipeline.docx.store import MOST_EARLIER, PrintedText, Stored, printed_xml, store_xml
from pipeline.docx.unwrap import without
from pipeline.errors import BaocaoError

_FINDING: dict[FigureState, type[BaocaoError]] = {
    "typed-over": TypedOver,
    "unproven": Unproven,
    "cut": CutInTwo,
    "revised": RevisedInside,
    "foreign": ForeignFigure,
    "gone": NoLongerPrinted,
}


def refresh(
    edited: bytes, fresh: bytes, *, force: bool = False, track: Author | None = None, name: str = ""
) -> Refreshed:
    """The document ``edited`` with the figures and tables of ``fresh``, the same document from the data of now.

    ``force`` also replaces what people typed over or changed in tables. With ``track`` each change is a tracked
    change of that author, which the next refresh makes a control again. ``name`` is the file's name for messages.

    Raises:
        NotOurs, OtherDocument: There is nothing to compare.
        TemplateError: One of them is no DOCX that can be read safely.
    """
    state = compare(edited, fresh, force, track, name)
    docx = _written(state, edited)
    return Refreshed(docx, tuple(state.figures), tuple(state.blocks), tuple(state.findings), docx is not edited)


def compare(
    edited: bytes,
    fresh: bytes,
    force: bool = False,
    track: Author | None = None,
    name: str = "",
    thorough: bool = False,
) -> State:
    """What :func:`refresh` finds, and the trees of the document as it would write them. Raises what it raises.

    ``thorough``: also tell blocks that people changed although the data want no other rows.
    """
    document, new = read_document(edited, name), read_document(fresh)
    require_same(document, new)
    opened, struck = restore(document, new, keep_open=track is not None)
    tracker = None if track is None else Tracker(track, document)
    state = State(document, new, force, tracker, thorough, Counter(opened), struck)
    if document.stored.identity.template_hash != new.stored.identity.template_hash:
        state.tell(OlderTemplate, template=document.stored.identity.template)
    if any(control.bound and control.key not in document.stored.values for control in document.controls):
        _tell_lost_store(state)
    refresh_blocks(state)
    if any(block.outcome == "replaced" for block in state.blocks):
        document.reread()
    _refresh_figures(state)
    tell_stale_numbers(state)
    tell_new_text(state)
    if _is_plain(document):
        told_of = (OtherCount, BlockRemoved)  # all of them
        state.findings[:] = [finding for finding in state.findings if not isinstance(finding, told_of)]
        state.tell(ControlsLost)
    return state


def _is_plain(document: Document) -> bool:
    """Whether a document printed figures, but has lost its parts and all controls."""
    stored = document.stored
    return not (stored.printed_part or document.controls) and bool(stored.figures or not stored.whole)


def _tell_lost_store(state: State) -> None:
    stored = state.document.stored
    printed = stored.figures if stored.whole else state.fresh.stored.figures
    lost = printed.keys() - stored.values.keys()
    if any(control.key in lost for control in state.document.controls):
        state.tell(StoreLost)


def judge(found: str, struck: str, was: str | None, now: str | None, known: bool = True) -> FigureState:
    """What is to be done with a figure whose text is ``found`` (and ``struck`` in open tracked changes).

    Not ``known``: nothing is left of what was printed.
    """
    if now is None:
        return "foreign" if was is None and known else "gone"
    if found == now:
        return "current"
    if struck:
        return "revised"
    if was is None:
        return "foreign" if known else "unproven"
    return "updated" if found == was else "typed-over"


def shown(control: Control, was: str | None, stored: str | None) -> str:
    """The text of a figure as people left it. Where nobody touched the text, Word shows what the store says."""
    text = control.text
    return stored if control.bound and stored is not None and text == was else text


def _refresh_figures(state: State) -> None:
    groups: dict[str, list[Control]] = {}
    for control in state.document.controls:
        groups.setdefault(control.key, []).append(control)
    for control in state.document.controls:
        if control.text != state.now(control.key):
            state.where(control)  # before any figure of the paragraph is another one
    for key, controls in groups.items():
        _figure(state, key, controls)
    for key, was in list(state.printed.items()):
        found = sum(not control.mirrored for control in groups.get(key, ()))
        _count(state, key, was, found + state.opened[key])


def _figure(state: State, key: str, controls: list[Control]) -> None:
    was, now, stored = state.printed.get(key), state.now(key), state.values.get(key)
    before = was.text if was else None
    whole = _mended(state, controls, {before, now} - {None})
    finals: list[tuple[Control, str]] = []
    states: set[FigureState] = set()
    for control in controls:
        if control.element.getparent() is None:
            continue  # a piece that was joined to the one before it
        text = control.text
        if text == now and (stored == now or not control.bound):
            outcome: FigureState = "current"
            if not control.mirrored:
                state.came_out(control, outcome, text)
            finals.append((control, text))
            states.add(outcome)
            continue
        found = shown(control, before, stored)
        if control.bound and not control.mirrored and stored not in (None, control.text):
            state.disagreeing.append((control, control.text, stored or ""))
        known = state.document.stored.whole
        outcome = judge(found, control.struck, before, now, known) if control in whole else "cut"
        told = outcome
        if state.force and now is not None and outcome in ("typed-over", "unproven", "cut", "revised", "foreign"):
            outcome = "updated"
        if outcome in _FINDING and not control.mirrored:
            state.tell_at(_FINDING[outcome], control, printed=before, found=found, now=now)
        if outcome in ("typed-over", "gone") and control.bound and stored not in (None, before, found):
            state.tell_at(StoreDisagrees, control, text=control.text, stored=stored)
        final = now if outcome in ("updated", "current") and now is not None else found
        if not control.mirrored:
            state.came_out(control, outcome, found)
        if control.text != final and outcome != "revised":
            _write(state, control, final, told == "cut" and finals != [])
        finals.append((control, final))
        states.add(outcome)
    if states & {"updated", "current", "unproven"} and now is not None:
        state.printed[key] = _reprinted(was, now) if was else state.fresh.stored.figures[key]
    if was is not None or now is not None:
        _bind(state, key, finals, now)


def _reprinted(was: PrintedText, now: str) -> PrintedText:
    """A figure printed anew; what it said before is remembered, since people may have typed it somewhere."""
    if was.text == now:
        return was
    earlier = [text for text in (*was.earlier, was.text) if text != now]
    return replace(was, text=now, earlier=tuple(dict.fromkeys(earlier))[-MOST_EARLIER:])


def _write(state: State, control: Control, text: str, surplus: bool) -> None:
    """Write a figure; ``surplus``: it is a later piece of one that was cut, and the first piece has all of it."""
    if surplus:
        control.story.changed = True
        remove(control.element)
        return
    old = state.struck.get(id(control.element)) or control.text
    if state.tracker is None or not state.tracker.figure(control, old, text):
        control.write(text)


def _bind(state: State, key: str, finals: Sequence[tuple[Control, str]], now: str | None) -> None:
    """Let the store say what the controls say. Where they differ, those that were kept lose their binding."""
    texts = [text for control, text in finals if control.bound]
    if not texts:
        return
    wanted = now if now is not None and now in texts else texts[0]
    for control, text in finals:
        if text != wanted:
            control.unbind()
    state.values[key] = wanted


def _mended(state: State, controls: Sequence[Control], whole: set[str | None]) -> set[Control]:
    """The controls that are no pieces of a cut figure. Pieces that still stand side by side are joined again."""
    left = set(controls)
    for first, second in pairwise(controls):
        one, two = first.text, second.text
        if first not in left or one in whole or two in whole or one + two not in whole or not (one and two):
            continue
        if _side_by_side(first, second) and not (first.struck or second.struck):
            found = f"{one} + {two}"
            state.tell_at(CutInTwo, first, printed=one + two, found=found, now=state.now(first.key))
            first.write(one + two)
            remove(second.element)
        else:
            left.remove(first)
        left.remove(second)
    return left


def _side_by_side(first: Control, second: Control) -> bool:
    """Whether no text stands between two controls of one paragraph."""
    for between in first.element.itersiblings():
        if between is second.element:
            return True
        if between.tag == markup.RUN or between.find(f".//{markup.RUN}") is not None:
            return False
    return False


def _count(state: State, key: str, was: PrintedText, found: int) -> None:
    """Tell when a figure stands in the document more or less often than it was printed."""
    now, count = state.now(key), max(was.count - state.excused[key], 0)
    if not (found or was.count):  # its last row was taken out by this refresh
        del state.printed[key]
        state.values.pop(key, None)
        return
    if not count <= found <= was.count:
        label = state.label(key)
        state.tell(OtherCount, figure=label, printed=was.text, now=said(now), found=found, count=count)
    if not found:
        state.figures.append(FigureOutcome(key, was.figure, was.form, "removed", was.text, None, now))


def _written(state: State, edited: bytes) -> bytes:
    """The document as a package; parts that nobody touched keep their bytes."""
    document, stored = state.document, state.document.stored
    parts = {story.part: part_xml(story.root) for story in document.stories if story.changed}
    now = replace(stored, figures=state.printed, blocks=state.shapes, values=state.values)
    if not parts and _is_plain(document):
        return edited
    if not (stored.store_part and stored.printed_part):
        package = _restored(document, now)
    else:
        package = document.package
        if state.values != dict(stored.values):
            parts[stored.store_part] = store_xml(state.values)
        if (state.printed, state.shapes) != (dict(stored.figures), dict(stored.blocks)):
            parts |= {stored.printed_part: printed_xml(now), **carrying(package, now, document.name)}
        parts |= _relations(document)
        if not parts:
            return edited
    package = {**package, **parts}
    return write_package(deflate(part, data) for part, data in package.items())


def _restored(document: Document, now: Stored) -> dict[str, bytes]:
    """The package with both of our custom XML parts, of which one or both were lost."""
    left = [part for part in (now.store_part, now.printed_part) if part]
    main = next(story.part for story in document.stories if story.root.tag == f"{QW}document")
    return with_parts(without(document.package, left), main, now, document.name)


def _relations(document: Document) -> dict[str, bytes]:
    """The relations from our custom XML parts to their properties. LibreOffice writes none, and loses parts
    without them when it saves the document the next time."""
    made: dict[str, bytes] = {}
    for part in (document.stored.store_part, document.stored.printed_part):
        folder, _, name = part.rpartition("/")
        relations, properties = relations_name(part), name.replace("item", "itemProps", 1)
        if relations not in document.package and f"{folder}/{properties}" in document.package:
            made[relations] = related_properties(properties)
    return made
