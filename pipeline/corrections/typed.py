"""What no control covers: numbers typed by hand, and text that the document would have if it was made today."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.corrections.errors import NewText, StaleNumber
from pipeline.corrections.markup import PARAGRAPH, RUN, TEXT, Element
from pipeline.corrections.state import State
from pipeline.corrections.texts import excerpt, paragraph_text, pieces, skeleton
from pipeline.docx.source import QW

FEW = 200
"""So many numbers are looked for by one pattern."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_BEFORE = re.compile(r"(?:^|[^\w/.,-])$")
_AFTER = re.compile(r"(?:$|-(?![^\W\d_])|[^\w/-]|_)")  # 34-CT/TW and 61/BC-VP are symbols
_OUTLINE = re.compile(r"\s*\d+(?:\.\d+)*[.)]\s")
_NEAR = 12
"""So many characters around a number are enough to know again what the program wrote."""
_AROUND = tuple(f"{QW}{name}" for name in ("hyperlink", "ins", "moveTo", "smartTag", "fldSimple"))
_KEYED = re.compile(r"\{(f[0-9a-f]{12})\}")


def tell_stale_numbers(state: State) -> None:
    """Point out old texts of a corrected figure in paragraphs that people wrote or rewrote."""
    changed = _changed(state)
    if not changed:
        return
    few = len(changed) <= FEW
    numbers = re.compile("|".join(map(re.escape, changed)) if few else r"\d")
    generated: frozenset[str] | None = None
    for story, paragraph in state.document.paragraphs():
        found = list(_stale(paragraph, changed)) if _may_hold(paragraph, numbers) else []
        if found and generated is None:
            generated = frozenset(state.fresh.skeletons.values())
        if found and skeleton(paragraph) not in (generated or ()):
            told: set[str] = set()
            for key, old, before, after, near in found:
                if old in told or _is_printed(near, old, generated or ()):
                    continue
                told.add(old)
                state.tell(
                    StaleNumber,
                    story=story.kind,
                    paragraph=state.spot(paragraph, before, old, after),
                    printed=old,
                    figure=state.label(key),
                    now=state.now(key),
                )


def _may_hold(paragraph: Element, numbers: re.Pattern[str]) -> bool:
    """Whether one of the numbers may stand beside the figures; a quick look. Runs may begin or end in a number."""
    texts = (text.text or "" for run in paragraph.iterchildren(RUN, *_AROUND) for text in run.iter(TEXT))
    return any(text[:1].isdigit() or text[-1:].isdigit() or numbers.search(text) for text in texts)


def _is_printed(near: str, old: str, generated: Iterable[str]) -> bool:
    """Whether a number stands among the same words in the text of the program, so that nobody typed it: people
    changed its paragraph elsewhere."""
    return len(near) >= len(old) + _NEAR and any(near in text for text in generated)


def _changed(state: State) -> dict[str, dict[str, str]]:
    """The first number in each old text of a corrected figure → that text → the key of the figure."""
    found: dict[str, dict[str, str]] = {}
    for key, was in state.document.stored.figures.items():
        now = state.now(key)
        for old in (was.text, *was.earlier[::-1]) if now != was.text or was.earlier else ():
            number = _NUMBER.search(old)
            if now not in (None, old) and number:
                found.setdefault(number[0], {}).setdefault(old, key)
    return found


def _stale(paragraph: Element, changed: dict[str, dict[str, str]]) -> Iterator[tuple[str, str, str, str, str]]:
    """The keys of changed figures, each with an old text of it that was typed, what stands around that, and it
    with the characters next to it."""
    found = [(key, text or "\0") for key, text, _ in pieces(paragraph)]
    read = "".join([text for _, text in found])
    typed = "".join(["\0" * len(text) if key else text for key, text in found])
    outline = _OUTLINE.match(typed)
    start = outline.end() if outline else 0
    for number in _NUMBER.finditer(typed, start):
        for old, key in changed.get(number[0], {}).items():
            at = number.start() - old.index(number[0])
            end = at + len(old)
            whole = at >= start and typed.startswith(old, at)
            if whole and _BEFORE.search(typed[:at][-1:]) and _AFTER.match(typed[end:][:2]):
                before, after = (text.replace("\0", "") for text in (read[:at], read[end:]))
                left, right = typed[:at].rpartition("\0")[2], typed[end:].partition("\0")[0]
                yield key, old, before, after, f"{left[-_NEAR:]}{old}{right[:_NEAR]}"


def tell_new_text(state: State) -> None:
    """Tell paragraphs with figures that are new since the document was made."""
    there = {control.key for control in state.document.controls}
    fresh, then = state.fresh.stored, state.document.stored
    if fresh.figures.keys() <= state.printed.keys() and fresh.blocks.keys() <= then.blocks.keys():
        return
    new = fresh.figures.keys() - state.printed.keys() - there
    in_new_blocks = {
        paragraph
        for block in state.fresh.blocks
        if block.key not in then.blocks
        for element in block.elements
        for paragraph in element.iter(PARAGRAPH)
    }
    told: set[str] = set()
    for paragraph, keyed in state.fresh.skeletons.items() if new else ():
        if paragraph in in_new_blocks or not new & set(_KEYED.findall(keyed)):
            continue
        if (text := excerpt(paragraph_text(paragraph))) not in told:
            told.add(text)
            state.tell(NewText, paragraph=text)
