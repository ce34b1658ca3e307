"""Which stroke belongs to which component: the one right under its last line."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.decree.model import Stroke
from pipeline.decree.recognise.atoms import Atom, Sheet


def strokes_by_name(atoms: list[Atom], sheet: Sheet) -> dict[str, tuple[Stroke, ...]]:
    """Strokes by component, in the order of the document, those in annexes included."""
    after = sheet.measured.strokes_after
    if not after:
        return {}
    sharing: dict[int, list[Atom]] = {}
    for atom in atoms:
        sharing.setdefault(atom.paragraph.index, []).append(atom)
    found: dict[str, list[Stroke]] = {}
    for atom in atoms:
        together = sharing[atom.paragraph.index]
        for stroke in _owned(atom, together, after.get(atom.paragraph.index, ()), sheet):
            strokes = found.setdefault(atom.name, [])
            if stroke not in strokes:
                strokes.append(stroke)
    return {name: tuple(strokes) for name, strokes in found.items()}


def _owned(atom: Atom, together: list[Atom], strokes: tuple[Stroke, ...], sheet: Sheet) -> Iterable[Stroke]:
    """The strokes under a component. ``together``: all components of its paragraph."""
    if len(together) == 1:
        return strokes
    if len(strokes) == 2 == len(together) and [other.side for other in together] == ["left", "right"]:
        return strokes[:1] if atom is together[0] else strokes[1:]
    return [stroke for stroke in strokes if _is_under(stroke, atom, sheet)]


def _is_under(stroke: Stroke, atom: Atom, sheet: Sheet) -> bool:
    """Whether a stroke under a paragraph of several components is this one's."""
    if stroke.x_mm is None or atom.side == "full":
        return True
    left, right = sheet.area(atom.paragraph)
    centre, middle = sum(stroke.x_mm) / 2, (left + right) / 2
    return (centre < middle) == (atom.side == "left")
