"""Where the main text ends: annexes, attached documents of a quyết định, and a copy's own block."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from pipeline.decree.recognise import hints, levels, words
from pipeline.decree.recognise.atoms import Atom, Sheet, centred

_HEAD: Final = 12
"""Paragraphs that the head of an attached document may take above its Quốc hiệu or its (Kèm theo …)."""


Opening = Literal["main", "label", "head", "copy"]
"""How a part begins: as the document, with ``Phụ lục``, with a head or title of its own, or as a copy's block."""


class Part(NamedTuple):
    """Paragraphs of the main text or of a copy's block (``annex`` None), or of one annex."""

    annex: int | None
    atoms: list[Atom]
    opening: Opening = "main"


def parts_of(atoms: list[Atom], sheet: Sheet) -> list[Part]:
    """The main text, which may be empty, and what follows it."""
    starts = _starts(atoms, sheet)
    ends = [at for at, _ in starts[1:]] + [len(atoms)] * bool(starts)
    parts = [Part(None, atoms[: starts[0][0]] if starts else atoms)]
    annexes = 0
    for (at, opening), end in zip(starts, ends, strict=True):
        parts.append(Part(None if opening == "copy" else annexes, atoms[at:end], opening))
        annexes += opening != "copy"
    return parts


def _starts(atoms: list[Atom], sheet: Sheet) -> list[tuple[int, Opening]]:
    starts: list[tuple[int, Opening]] = []
    footed = False  # whether the foot of the main text, or of a copy's, was passed
    for at, atom in enumerate(atoms):
        key = atom.key
        if not footed and key.startswith(_FOOT) and not atom.in_figures:
            footed = (words.RECIPIENTS.match(key) or words.SIGNS_FOR.match(key)) is not None
        opening: Opening = "head"
        begin: int | None = None
        if key.startswith("phu luc") or hints.hint(atom) == "annex.label":
            begin, opening = at if _is_label(atoms, at, footed, sheet) else None, "label"
        elif not footed:
            continue
        elif key in words.COPIES and words.is_capital(atom.text):
            begin, opening = _head_start(atoms, at, starts), "copy"
        elif key.startswith("cong hoa") and words.is_nation(key):
            begin = _head_start(atoms, at, starts)
        elif key[:1] in "([bkd" and words.ATTACHED.match(key) and len(key) < 400 and not atom.in_cell:
            begin = _title_start(atoms, at, starts, sheet)
        elif not starts and _breaks(atoms, at) and _is_heading(atom, sheet):
            begin = at
        if begin is not None and (not starts or begin > starts[-1][0]):
            starts.append((begin, opening))
    return starts


_FOOT: Final = ("noi nhan", "tm", "kt", "tl", "tuq", "q.")


def _breaks(atoms: list[Atom], at: int) -> bool:
    """Whether a page or a section begins here."""
    if at == 0:
        return False
    here, before = atoms[at].paragraph, atoms[at - 1].paragraph
    new_page = here.page is not None and before.page is not None and here.page > before.page
    return here.page_break or here.section != before.section or new_page


def _is_label(atoms: list[Atom], at: int, footed: bool, sheet: Sheet) -> bool:
    atom = atoms[at]
    if atom.in_cell or len(atom.text) > 200:
        return False
    if hints.hint(atom) == "annex.label":
        return True
    alone = words.ANNEX.match(atom.key) is not None
    placed = centred(atom, sheet) or atom.bold
    if alone:
        return footed or placed or _breaks(atoms, at) or at == 0
    titled = words.ANNEX_TITLED.match(atom.key) is not None
    return titled and (_breaks(atoms, at) or footed) and placed and not atom.text.endswith((";", "."))


def _is_heading(atom: Atom, sheet: Sheet) -> bool:
    return not atom.in_cell and words.is_capital(atom.text) and (atom.bold or centred(atom, sheet))


def _head_start(atoms: list[Atom], at: int, starts: list[tuple[int, Opening]]) -> int:
    """The first line of the letterhead that this Quốc hiệu stands in."""
    floor = max(starts[-1][0] if starts else 1, at - _HEAD)
    table = atoms[at].paragraph.cell
    while at > floor:
        before = atoms[at - 1]
        cell = before.paragraph.cell
        if table is not None:
            if cell is None or cell.table != table.table:
                break
        elif _breaks(atoms, at) or not _heads(before):
            break
        at -= 1
    return at


def _heads(atom: Atom) -> bool:
    """Whether it may be a line of the left half of a letterhead."""
    return atom.side != "right" and (words.is_capital(atom.text) or words.is_number(atom.text, atom.key))


def _title_start(atoms: list[Atom], at: int, starts: list[tuple[int, Opening]], sheet: Sheet) -> int | None:
    """Where the title above a line ``(Kèm theo …)`` begins; None if it belongs to an annex that began already."""
    floor = max(starts[-1][0] if starts else 0, at - _HEAD)
    if (
        starts
        and at - starts[-1][0] <= _HEAD
        and not any(levels.level_of(atom) or len(atom.text) > 400 for atom in atoms[starts[-1][0] : at])
    ):
        return None
    begin = at
    while begin > floor:
        if _breaks(atoms, begin):
            return begin
        before = atoms[begin - 1]
        if before.in_cell or not (before.bold or centred(before, sheet)) or before.text.endswith(("./.", ";")):
            break
        begin -= 1
    return begin if begin < at else None
