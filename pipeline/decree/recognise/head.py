"""The head of a document: Quốc hiệu, organs, number, date, tên loại, trích yếu, Kính gửi, căn cứ (ô 1 – 5, 9a)."""

from __future__ import annotations

import re
from typing import Final

from pipeline.decree.recognise import hints, kinds, levels, words
from pipeline.decree.recognise.atoms import Atom, Sheet, Side, centred, in_column, pieces_of

_ATOMS: Final = 90
"""Paragraphs of a head at most, căn cứ included."""
_TEXT: Final = 160
"""Signs of a paragraph that is text, not a line of a head."""
_DECIDING: Final = frozenset({"quyet dinh", "nghi quyet"})
_ITEM: Final = re.compile(r"[-+*•·]\s*\S")
_DRAFT: Final = re.compile(r"\(?\s*du thao\b|mau (so )?\d|\(?so (den|di)\b")


def name_head(atoms: list[Atom], sheet: Sheet) -> tuple[list[Atom], int]:
    """Name the components of a head; the named pieces and the number of paragraphs that they take."""
    pieces = [piece for atom in atoms[:_ATOMS] for piece in _lines_of(atom, sheet)]
    stop = _zone(pieces, sheet)
    pieces = _unsplit(pieces, stop, atoms, sheet)
    title = stop < len(pieces) and (_is_title(pieces[stop], sheet) or _is_other_title(pieces, stop, sheet))
    anchors = _name_zone(pieces[:stop], title)
    if not anchors:  # a title by itself must be the name of a type and nothing more
        title = title and (pieces[stop].key in words.KINDS or hints.hint(pieces[stop]) == "tenloai")
        stop = stop if title else 0
    at = _name_title(pieces, stop, sheet) if title else stop
    at = _name_addressees(pieces, at)
    at = _name_grounds(pieces, at, sheet)
    return _whole(pieces, at, atoms)


def _lines_of(atom: Atom, sheet: Sheet) -> list[Atom]:
    """The lines of a paragraph, unless they make one component of one line that wraps."""
    if words.date_parts(atom.key) or words.is_nation(atom.key):
        return [atom]
    return pieces_of(atom, sheet, lines=True)


def _unsplit(pieces: list[Atom], stop: int, atoms: list[Atom], sheet: Sheet) -> list[Atom]:
    """Below the letterhead and the paragraph of tên loại, lines of a PDF belong to their paragraph."""
    if stop >= len(pieces):
        return pieces
    last = pieces[stop].at
    kept = [piece for piece in pieces if piece.at <= last]
    rest = atoms[last - atoms[0].at + 1 : _ATOMS]
    return kept + [piece for atom in rest for piece in pieces_of(atom, sheet)]


def _whole(pieces: list[Atom], at: int, atoms: list[Atom]) -> tuple[list[Atom], int]:
    """The pieces up to ``at``, to the end of their last paragraph."""
    if at == 0:
        return [], 0
    last = pieces[at - 1].at
    while at < len(pieces) and pieces[at].at == last:
        pieces[at].call("body")
        at += 1
    return pieces[:at], last - atoms[0].at + 1


def _zone(pieces: list[Atom], sheet: Sheet) -> int:
    """Where the lines of the letterhead end."""
    anchored = False
    for at, piece in enumerate(pieces):
        if _is_title(piece, sheet) or words.ADDRESSEE.match(piece.key) or hints.hint(piece) == "kinhgui":
            return at
        if words.RECIPIENTS.match(piece.key) or (anchored and words.is_authority(piece.text, piece.key)):
            return at
        anchored = anchored or words.is_nation(piece.key) or words.is_motto(piece.key)
        if piece.in_cell and not (anchored and piece.in_figures and not _is_anchor(piece)):
            continue
        if words.GROUND.match(piece.key) or levels.begins(piece) or _is_text(piece):
            return at
        if anchored and _is_other_title(pieces, at, sheet):
            return at
    return len(pieces)


def _is_text(piece: Atom) -> bool:
    text = piece.text
    if len(piece.paragraph.lines) > 1 and not piece.in_cell and piece.paragraph.layout.align == "both":
        text = piece.paragraph.text  # the piece is a line of it
    return len(text) > _TEXT and not (words.SUBJECT.match(piece.key) or piece.side == "left")


def _is_anchor(piece: Atom) -> bool:
    key = piece.key
    return bool(
        words.is_nation(key) or words.is_motto(key) or words.is_number(piece.text, key) or words.date_parts(key)
    )


def _is_title(piece: Atom, sheet: Sheet) -> bool:
    """Whether this is the name of a type that stands by itself as tên loại does."""
    if piece.in_cell or len(piece.text) > 140:
        return False
    if hints.hint(piece) == "tenloai":
        return True
    title = words.title_of(piece.key)
    if not title or words.is_number(piece.text, piece.key):
        return False
    if piece.side == "left":  # an organ may be called so; in a PDF, what is left need not stand in a column
        alone = piece.paragraph.box is not None and not in_column(piece.paragraph, *sheet.area(piece.paragraph))
        return alone and piece.key == title and piece.bold and words.is_capital(piece.text)
    if piece.key == title:
        return words.is_capital(piece.text) or piece.bold or centred(piece, sheet)
    return words.is_capital(piece.text) and (piece.bold or centred(piece, sheet)) and not piece.key.endswith(":")


def _is_other_title(pieces: list[Atom], at: int, sheet: Sheet) -> bool:
    """Whether an unknown line in bold capitals, centred over the page under a whole letterhead, is a tên loại."""
    piece = pieces[at]
    if not (piece.bold and piece.side == "full" and words.is_capital(piece.text) and centred(piece, sheet)):
        return False
    if _is_anchor(piece) or words.stamp(piece.key) or len(piece.text) > 90 or _DRAFT.match(piece.key):
        return False
    if words.begins_organ(piece.key) or words.names_post(piece.key):  # the line of authority
        return False
    return not any(_is_anchor(other) for other in pieces[at + 1 : at + 6])


# --- letterhead ------------------------------------------------------------------------------------------------


def _name_zone(zone: list[Atom], titled: bool) -> bool:
    """Name the lines of a letterhead; whether there is one."""
    numbers = 0
    for at, piece in enumerate(zone):
        key = piece.key
        special = words.stamp(piece.key)
        if special is not None:
            piece.call(special)
        elif words.is_nation(key) or (key == "viet nam" and at and zone[at - 1].name == "quochieu"):
            piece.call("quochieu")
        elif words.is_motto(key):
            piece.call("tieungu")
        elif key in words.COPIES and words.is_capital(piece.text):
            piece.call("tenloai")
        elif not numbers and words.is_number(piece.text, key):
            piece.call("so")
            numbers += 1
        elif words.date_parts(key):
            piece.call("diadanh")
        elif (hinted := hints.hint(piece)) in _LETTERHEAD:
            piece.call(hinted)
            numbers += hinted == "so"
    if not any(piece.named and piece.name in _LETTERHEAD for piece in zone):
        return False
    swapped = {piece.side for piece in zone if piece.name in ("quochieu", "tieungu")} == {"left"}
    _name_subject(zone, "right" if swapped else "left", titled)
    _name_organs(zone, "right" if swapped else "left")
    return True


_LETTERHEAD: Final = ("quochieu", "tieungu", "so", "diadanh", "organ.parent", "organ.issuer", "trichyeu.cv")


def _name_subject(zone: list[Atom], side: Side, titled: bool) -> None:
    """The trích yếu of a công văn: in the left column, under the number; without V/v only where no tên loại is."""
    numbered = next((at for at, piece in enumerate(zone) if piece.name == "so"), None)
    begun = False
    for at, piece in enumerate(zone):
        if piece.named or words.RULE.fullmatch(piece.text) or _DRAFT.match(piece.key):
            continue
        if words.SUBJECT.match(piece.key):
            named = piece.side == "full" and numbered is not None and kinds.kind_of_number(zone[numbered].text)
            piece.call("trichyeu" if named else "trichyeu.cv")
            begun = not named
        elif (begun or not (titled or _is_stamp_like(piece))) and _is_under(piece, side, at, numbered):
            piece.call("trichyeu.cv")
            begun = True


def _is_under(piece: Atom, side: Side, at: int, numbered: int | None) -> bool:
    return piece.side == side and numbered is not None and at > numbered and not words.is_contact(piece.key)


def _is_stamp_like(piece: Atom) -> bool:
    return words.is_capital(piece.text) or piece.text[:1] in "(*[{"


def _name_organs(zone: list[Atom], side: Side) -> None:
    """The organs: lines of their half of the page, or of capitals, above the number."""
    numbered = next((at for at, piece in enumerate(zone) if piece.name in ("so", "trichyeu.cv")), len(zone))
    lines = [
        piece
        for piece in zone[:numbered]
        if not piece.named
        and piece.side in (side, "full")
        and not words.RULE.fullmatch(piece.text)
        and not (_DRAFT.match(piece.key) or _ITEM.match(piece.key) or hints.is_block(piece))
        and len(piece.text) <= _TEXT
        and (piece.side == side or words.is_capital(piece.text) or words.begins_organ(piece.key))
    ]
    if any(line.side == side for line in lines):
        lines = [line for line in lines if line.side == side]
    first = _issuer(lines)
    for at, line in enumerate(lines):
        line.call("organ.issuer" if at >= first else "organ.parent")


def _issuer(lines: list[Atom]) -> int:
    """The line with which the issuing organ begins: told by bold letters, else by the words of organs."""
    bold = [line.bold for line in lines]
    if any(bold) and not all(bold) and bold == sorted(bold):
        at = bold.index(True)
        if not words.goes_on(lines[at - 1].key, lines[at].key):
            return at
    starts = [at for at, line in enumerate(lines) if at == 0 or _begins(lines[at - 1], line)]
    return starts[-1] if starts else 0


def _begins(before: Atom, line: Atom) -> bool:
    return words.begins_organ(line.key) and not words.goes_on(before.key, line.key)


# --- tên loại, trích yếu, thẩm quyền ---------------------------------------------------------------------------


def _name_title(pieces: list[Atom], at: int, sheet: Sheet) -> int:
    pieces[at].call("tenloai")
    decides = words.title_of(pieces[at].key) in _DECIDING
    told = closed = False
    strokes = sheet.measured.strokes_after
    at += 1
    while at < len(pieces):
        piece = pieces[at]
        key = piece.key
        capital = words.is_capital(piece.text)
        if words.RULE.fullmatch(piece.text):
            closed = closed or told
        elif words.ATTACHED.match(key):
            piece.call("annex.kemtheo")
            closed = True
        elif not told and words.is_number(piece.text, key):
            piece.call("so")
        elif words.date_parts(key) and (piece.side == "right" or centred(piece, sheet)) and not piece.bold:
            piece.call("diadanh")
        elif _ends_title(piece):
            break
        elif decides and capital and (told or words.begins_organ(key) or words.names_post(key)):
            piece.call("authority")
            closed = True
        elif not closed and (hints.hint(piece) == "trichyeu" or _may_be_subject(piece, told, sheet)):
            piece.call("trichyeu")
            told = True
            goes_on = at + 1 < len(pieces) and pieces[at + 1].at == piece.at
            closed = piece.paragraph.index in strokes and not goes_on
        elif piece.named or not hints.is_block(piece):
            break
        at += 1
    return at


def _ends_title(piece: Atom) -> bool:
    key = piece.key
    return bool(
        words.ADDRESSEE.match(key)
        or words.WIRES.search(key)
        or words.GROUND.match(key)
        or hints.hint(piece) in ("kinhgui", "kinhgui.item", "cancu")
        or levels.begins(piece)
        or piece.in_figures
        or (words.DECIDES.match(key) and key.endswith(":"))
    )


def _may_be_subject(piece: Atom, told: bool, sheet: Sheet) -> bool:
    if len(piece.text) > 500 or piece.side == "left":
        return False
    if centred(piece, sheet):
        return True
    if piece.bold:
        return not piece.text.endswith((".", ":", ";")) or not told
    return not told and words.SUBJECT.match(piece.key) is not None


# --- Kính gửi, căn cứ ------------------------------------------------------------------------------------------


def _name_addressees(pieces: list[Atom], at: int) -> int:
    if at < len(pieces) and words.WIRES.search(pieces[at].key) and len(pieces[at].text) < 120:
        return _name_wired(pieces, at)
    if at >= len(pieces) or not _is_addressee(pieces[at]):
        return at
    while at < len(pieces) and _is_addressee(pieces[at]):
        lead = pieces[at]
        lead.call("kinhgui")
        open_ = lead.text.endswith((":", ";", "gửi"))
        at += 1
        while at < len(pieces) and _is_addressed(pieces[at], open_):
            pieces[at].call("kinhgui.item")
            open_ = pieces[at].text.endswith((";", ","))
            at += 1
    return at


def _name_wired(pieces: list[Atom], at: int) -> int:
    """``<cơ quan> điện:`` and whom it wires to."""
    pieces[at].call("other")
    at += 1
    while at < len(pieces) and _ITEM.match(pieces[at].key) and _is_addressed(pieces[at], True):
        pieces[at].call("kinhgui.item")
        at += 1
    return at


def _is_addressee(piece: Atom) -> bool:
    return words.ADDRESSEE.match(piece.key) is not None or hints.hint(piece) == "kinhgui"


def _is_addressed(piece: Atom, open_: bool) -> bool:
    if piece.in_figures or len(piece.text) > 250 or words.GROUND.match(piece.key) or _is_addressee(piece):
        return False
    if hints.hint(piece) == "kinhgui.item":
        return True
    if _ITEM.match(piece.key) or piece.paragraph.label:
        return open_ or len(piece.text) < 120
    return open_ and (len(piece.text) < 110 or piece.in_cell)


def _name_grounds(pieces: list[Atom], at: int, sheet: Sheet) -> int:
    """Căn cứ, and the line that decides; the place after them."""
    decided = next((i for i in range(at, len(pieces)) if _decides(pieces[i], sheet)), None)
    if decided is not None:
        for piece in pieces[at:decided]:
            ground = words.GROUND.match(piece.key) or piece.italic or piece.text.endswith(";")
            piece.call("cancu" if ground else "body")
        pieces[decided].call("decides")
        return decided + 1
    while at < len(pieces) and _is_ground(pieces, at):
        pieces[at].call("cancu")
        at += 1
    return at


def _decides(piece: Atom, sheet: Sheet) -> bool:
    key = piece.key
    if len(key) > 20 or not words.DECIDES.match(key):
        return False
    return key.endswith(":") or words.is_capital(piece.text) or (piece.bold and centred(piece, sheet))


def _is_ground(pieces: list[Atom], at: int) -> bool:
    piece = pieces[at]
    if hints.hint(piece) == "cancu":
        return True
    if piece.in_cell or levels.begins(piece) or piece.text.endswith(":"):
        return False
    after = at > 0 and pieces[at - 1].name == "cancu"
    if words.GROUND.match(piece.key):
        return piece.text.endswith(";") or piece.italic or after
    return after and piece.italic and pieces[at - 1].text.endswith((";", ","))
