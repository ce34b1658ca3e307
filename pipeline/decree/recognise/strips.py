"""Components in headers and footers: page numbers, the address at the foot of page 1, stamps."""

from __future__ import annotations

from pipeline.decree.recognise import words
from pipeline.decree.recognise.atoms import Atom, Sheet, side_of, text_of


def strip_atoms(sheet: Sheet) -> list[Atom]:
    """What stands in the headers and footers, each paragraph once."""
    found: list[Atom] = []
    seen: set[int] = set()
    for section in sheet.measured.sections:
        for strip in section.strips:
            for paragraph in strip.paragraphs:
                spans = sheet.meant(paragraph.spans)
                text = text_of(spans)
                if not text or paragraph.index in seen:
                    continue
                seen.add(paragraph.index)
                atom = Atom(
                    paragraph, paragraph.spans, text, words.fold(text), side_of(paragraph, sheet), len(seen)
                )
                _name(atom, strip.place)
                found.append(atom)
    return found


def _name(atom: Atom, place: str) -> None:
    key = atom.key.strip(" .:")
    if any(span.field in ("PAGE", "NUMPAGES") for span in atom.spans) or (key.isdigit() and len(key) < 5):
        atom.call("pagenum")
    elif (stamp := words.stamp(atom.key)) is not None:
        atom.call(stamp)
    elif place == "footer" and words.is_contact(key):
        atom.call("diachi")
