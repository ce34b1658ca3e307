"""Components of a document recognised by what they say and where they stand, whoever made the document.

Nothing is invented: what cannot be told is ``other`` or ``body``, and the kind of document is "".
"""

from __future__ import annotations

from pipeline.decree.model import Measured, Piece, Recognised
from pipeline.decree.recognise import kinds, levels, words
from pipeline.decree.recognise.annexes import Part, parts_of
from pipeline.decree.recognise.atoms import Atom, Sheet, atoms_of, centred
from pipeline.decree.recognise.foot import foot_at, name_foot
from pipeline.decree.recognise.head import name_head
from pipeline.decree.recognise.strips import strip_atoms
from pipeline.decree.recognise.strokes import strokes_by_name

__all__ = ["recognise"]


def recognise(measured: Measured, kind: str = "") -> Recognised:
    """The components of a measured document. ``kind``: abbreviation of its type, if it shall not be recognised."""
    sheet, atoms = atoms_of(measured)
    found: list[Atom] = []
    for part in parts_of(atoms, sheet):
        if part.opening == "copy":  # the document is the copy, and what it copies belongs to it
            _belong(found, 0)
            found = _main(part.atoms, sheet) + found
        else:
            found += _main(part.atoms, sheet) if part.opening == "main" else _annex(part, sheet)
    found += strip_atoms(sheet)
    text = [atom for atom in found if atom.annex is None]
    kind = kind or kinds.kind_of(text)
    return Recognised(
        measured,
        kind,
        kinds.family_of(text),
        kinds.state_of(measured, text),
        kinds.direction_of(kind, text),
        tuple(_pieces(found)),
        strokes_by_name(found, sheet),
    )


def _main(atoms: list[Atom], sheet: Sheet) -> list[Atom]:
    head, start = name_head(atoms, sheet)
    return head + _text_and_foot(atoms, start, sheet)


def _text_and_foot(atoms: list[Atom], start: int, sheet: Sheet) -> list[Atom]:
    begin, end = foot_at(atoms, start, sheet)
    text, rest = atoms[start:begin], atoms[end:]
    levels.name_levels(text, sheet)
    foot = name_foot(atoms[begin:end], sheet)
    levels.name_levels(rest, sheet)
    return text + foot + rest


def _annex(part: Part, sheet: Sheet) -> list[Atom]:
    """An annex: its label, title and (Kèm theo …), or the head of an attached document; then its text."""
    atoms = part.atoms
    if part.opening == "label":
        found, start = _labelled(atoms, sheet)
    else:
        found, start = name_head(atoms, sheet)
        if not any(piece.name in ("tenloai", "quochieu") for piece in found):
            found, start = _titled(atoms, 0, sheet)
    found = found + _text_and_foot(atoms, start, sheet)
    _belong(found, part.annex)
    return found


def _belong(pieces: list[Atom], annex: int | None) -> None:
    for piece in pieces:
        piece.annex = annex


def _labelled(atoms: list[Atom], sheet: Sheet) -> tuple[list[Atom], int]:
    label = atoms[0]
    match = words.ANNEX.match(label.key) or words.ANNEX_TITLED.match(label.key)
    label.call("annex.label", (match[1] or "").upper() if match else "")
    return _titled(atoms, 1, sheet)


def _titled(atoms: list[Atom], start: int, sheet: Sheet) -> tuple[list[Atom], int]:
    """Title and (Kèm theo …) of an annex."""
    strokes = sheet.measured.strokes_after
    at = start
    while at < len(atoms) and at < start + 12:
        atom = atoms[at]
        if words.RULE.fullmatch(atom.text):
            atom.call("other")
        elif words.ATTACHED.match(atom.key):
            atom.call("annex.kemtheo")
            while at + 1 < len(atoms) and "(" in atom.text and ")" not in atoms[at].text and atoms[at + 1].italic:
                at += 1
                atoms[at].call("annex.kemtheo")
            at += 1
            break
        elif (
            atom.in_cell
            or levels.begins(atom)
            or not (centred(atom, sheet) or atom.bold)
            or (not words.is_capital(atom.text) and not _kemtheo_follows(atoms, at))
        ):
            break
        else:
            atom.call("annex.title")
            if atom.paragraph.index in strokes:
                at += 1
                break
        at += 1
    return atoms[:at], at


def _kemtheo_follows(atoms: list[Atom], at: int) -> bool:
    return any(words.ATTACHED.match(atom.key) for atom in atoms[at + 1 : at + 4])


def _pieces(atoms: list[Atom]) -> list[Piece]:
    """The pieces; lines of one paragraph that are the same component become one again."""
    found: list[Piece] = []
    before: Atom | None = None
    for atom in atoms:
        side = atom.side
        if before is not None and _goes_on(before, atom):
            piece = found[-1]
            found[-1] = Piece(
                piece.name,
                piece.paragraph,
                piece.spans + atom.spans,
                f"{piece.text} {atom.text}",
                piece.side,
                piece.number,
                piece.annex,
            )
        else:
            found.append(Piece(atom.name, atom.paragraph, atom.spans, atom.text, side, atom.number, atom.annex))
        before = atom
    return found


_ONE: frozenset[str] = frozenset(
    {"organ.parent", "organ.issuer", "quochieu", "diadanh", "tenloai", "trichyeu", "trichyeu.cv", "body", "other"}
    | {"annex.title", "annex.kemtheo", "cancu", "authority"}
)
"""Components that lines of one paragraph make together."""


def _goes_on(before: Atom, atom: Atom) -> bool:
    if before.name == atom.name == "noinhan.item" and before.side == atom.side:
        return (
            atom.text[:1] not in tuple("-–—+*•")
            and not atom.paragraph.label
            and not before.text.endswith((";", "."))
        )
    return before.paragraph is atom.paragraph and before.name == atom.name and before.name in _ONE
