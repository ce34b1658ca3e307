"""Which stroke belongs to which component: the one right under its last line."""

from __future__ import annotations

from pipeline.decree.model import Stroke
from pipeline.decree.recognise.atoms import Atom, Sheet


def strokes_by_name(atoms: list[Atom], sheet: Sheet) -> dict[str, tuple[Stroke, ...]]:
    """Strokes by component, in the order of the document, those in annexes included."""
    after = sheet.measured.strokes_after
    if not after:
        return {}
    sharing: dict[int, int] = {}
    for atom in atoms:
        sharing[atom.paragraph.index] = sharing.get(atom.paragraph.index, 0) + 1
    found: dict[str, list[Stroke]] = {}
    for atom in atoms:
        for stroke in after.get(atom.paragraph.index, ()):
            if sharing[atom.paragraph.index] == 1 or _is_under(stroke, atom, sheet):
                strokes = found.setdefault(atom.name, [])
                if stroke not in strokes:
                    strokes.append(stroke)
    return {name: tuple(strokes) for name, strokes in found.items()}


def _is_under(stroke: Stroke, atom: Atom, sheet: Sheet) -> bool:
    """Whether a stroke under a paragraph of several components is this one's."""
    if stroke.x_mm is None or atom.side == "full":
        return True
    left, right = sheet.area(atom.paragraph)
    centre, middle = sum(stroke.x_mm) / 2, (left + right) / 2
    return (centre < middle) == (atom.side == "left")
