"""The foot of a document: nơi nhận, signers, drafting mark and address (ô 7, 9b, 12, 13)."""

from __future__ import annotations

import re
from bisect import bisect
from typing import Final

from pipeline.decree.model import Paragraph
from pipeline.decree.recognise import hints, levels, words
from pipeline.decree.recognise.atoms import Atom, Sheet, centred, pieces_of
from pipeline.docx.metrics import MM_PER_POINT

_LINES: Final = 220
"""Paragraphs of a foot at most."""
_BACK: Final = 25
"""Paragraphs that signers may take above Nơi nhận."""
_ITEM: Final = re.compile(r"[-+•·*]\s*\S")
_KEPT: Final = re.compile(r"[-+•*]?\s*luu\b")
_SIGNED: Final = re.compile(
    r"\(?\s*(da ky|ky ten|ky,|ky va|ky so|ky dien tu|chu ky|ky boi|nguoi ky|ngay ky|co quan:|dau\b)"
)
_HOLDS: Final = re.compile(r"[(\[{<…._\s]*(ho va ten|ho, ten|ho ten|ten nguoi ky)\b")


def foot_at(atoms: list[Atom], start: int, sheet: Sheet) -> tuple[int, int]:
    """Where the foot begins, at or after ``start``, and where it ends; both at the end if there is none."""
    openings = [at for at in range(start, len(atoms)) if _opens(atoms[at])]
    text = [at for at in range(start, len(atoms)) if _is_text(atoms[at])]
    likely = (at for at in openings if len(text) - bisect(text, at) <= _TRAILING or _is_list(atoms, at))
    first = next(likely, None)
    if first is None:
        first = None if openings else _unmarked(atoms, start, sheet)
        if first is None:
            return len(atoms), len(atoms)
    last = max(first, *(at for at in openings if at < first + _LINES)) if openings else first
    end = next((at for at in text if at > last), len(atoms))
    first = _row_start(atoms, start, first)
    at = first
    while at > start and at > first - _BACK and _belongs_above(atoms[at - 1], sheet):
        at -= 1
    while at < first and not _is_signing(atoms[at]):
        at += 1
    return _row_start(atoms, start, at), end


_TRAILING: Final = 12
"""Paragraphs of text that may follow a foot; where more do, it was none."""


def _is_list(atoms: list[Atom], at: int) -> bool:
    """Whether the label of Nơi nhận with its list under it stands here."""
    return atoms[at].key == "noi nhan:" and any(_ITEM.match(atom.key) for atom in atoms[at + 1 : at + 3])


def _is_text(atom: Atom) -> bool:
    """Whether it is text across the page, as no foot has it."""
    if atom.paragraph.cell is not None or atom.side != "full":
        return False
    return (len(atom.text) > 120 and not words.is_contact(atom.key)) or levels.begins(atom)


def _opens(atom: Atom) -> bool:
    """Whether it is the label of Nơi nhận, or a line of a signer with his authority."""
    if len(atom.text) > 200:
        return False
    if words.RECIPIENTS.match(atom.key):
        if atom.in_figures and not atom.key.endswith(":"):
            return False
        return len(atom.text) < 60 or "\t" in atom.paragraph.text or "\n" in atom.paragraph.text
    if hints.hint(atom) in ("noinhan.label", "sign.title", "sign.name"):
        return True
    return not atom.in_figures and words.is_authority(atom.text, atom.key)


def _row_start(atoms: list[Atom], start: int, at: int) -> int:
    """The first paragraph of the table that this one stands in, if the table is a foot's."""
    cell = atoms[at].paragraph.cell
    if cell is None:
        return at
    while at > start:
        above = atoms[at - 1]
        before = above.paragraph.cell
        if before is None or before.table != cell.table or (cell.ruled and before.row != cell.row):
            break
        if len(above.text) > 150 or above.text.endswith("./."):  # the text stands in the same table
            break
        at -= 1
    return at


def _belongs_above(atom: Atom, sheet: Sheet) -> bool:
    """Whether it may be a part of a signer's block that stands above Nơi nhận."""
    if atom.in_figures or len(atom.text) > 120 or atom.text.endswith(("./.", ";", ":")):
        return False
    if _SIGNED.match(atom.key) or _HOLDS.match(atom.key):
        return True
    placed = atom.side != "full" or centred(atom, sheet)
    return placed and (_is_signing(atom) or words.is_person(atom.text))


def _is_signing(atom: Atom) -> bool:
    return words.is_authority(atom.text, atom.key) or (words.is_capital(atom.text) and words.names_post(atom.key))


def _unmarked(atoms: list[Atom], start: int, sheet: Sheet) -> int | None:
    """The signer's block of a document without Nơi nhận: a post in capitals, then a name or nothing."""
    for last in range(len(atoms) - 1, max(start, len(atoms) - 40), -1):
        if _is_text(atoms[last]):
            return None
        at, atom = last, atoms[last]
        if (
            atom.in_figures
            or len(atom.text) > 100
            or not (atom.side == "right" or atom.in_cell or centred(atom, sheet))
        ):
            continue
        below = atoms[at + 1 : at + 6]
        named = any(words.is_person(other.text) or _HOLDS.match(other.key) for other in below)
        ended = at > 0 and atoms[at - 1].text.endswith((".", "./"))
        if _is_signing(atom) and (named or (ended and len(below) < 3)):
            while at - 1 > start and _is_signing(atoms[at - 1]) and atoms[at - 1].side == atom.side:
                at -= 1
            return at
    return None


# --- naming ----------------------------------------------------------------------------------------------------


class _Column:
    """What has been seen of one column of a foot."""

    def __init__(self) -> None:
        self.listing = False
        self.titled = False
        self.signed = False
        self.last: Paragraph | None = None


def name_foot(atoms: list[Atom], sheet: Sheet) -> list[Atom]:
    """The named pieces of a foot."""
    pieces = [piece for atom in atoms[:_LINES] for piece in pieces_of(atom, sheet)] + atoms[_LINES:]
    columns: dict[object, _Column] = {}
    listed = False  # whether an open list of Nơi nhận stands outside of tables
    for piece in pieces:
        column = columns.setdefault(_key(piece), _Column())
        _name(piece, column, listed, sheet)
        if piece.name == "noinhan.item" and _KEPT.match(piece.key) and piece.text.endswith("."):
            column.listing = listed = False
        elif piece.name == "noinhan.label":
            column.listing = True
            listed = piece.paragraph.cell is None
        elif piece.name in ("sign.authority", "sign.title"):
            column.listing, column.titled = False, True
        column.last = piece.paragraph
        column.signed = _SIGNED.match(piece.key) is not None
    for piece in pieces:
        if piece.side == "full" and piece.name in _LISTED and _is_short(piece):
            piece.side = "left"
    return _by_column(pieces)


_LISTED: Final = ("noinhan.label", "noinhan.item")
_SHORT: Final = 45
"""Signs of 11 pt that fill half a page."""


def _is_short(piece: Atom) -> bool:
    return len(piece.text) <= _SHORT and piece.paragraph.layout.align in (None, "left", "both")


def _by_column(pieces: list[Atom]) -> list[Atom]:
    """First the left half, then the right one, where both are written in the same paragraphs."""
    split = [at for at in range(1, len(pieces)) if pieces[at].at == pieces[at - 1].at != -1]
    if not any(pieces[at].side == "right" for at in split):
        return pieces
    first, last = split[0] - 1, len(pieces)
    block = pieces[first:last]
    return [*pieces[:first], *sorted(block, key=lambda piece: piece.side == "right")]


def _key(piece: Atom) -> object:
    """Signers stand beside each other in cells, or left and right of the page."""
    cell = piece.paragraph.cell
    return (cell.table, cell.column, cell.columns) if cell is not None else piece.side


def _name(piece: Atom, column: _Column, listed: bool, sheet: Sheet) -> None:
    key, text = piece.key, piece.text
    hinted = hints.hint(piece)
    if words.RECIPIENTS.match(key):
        piece.call("noinhan.label")
    elif hinted is not None:
        piece.call(hinted)
    elif words.WRITER.fullmatch(text):
        piece.call("soanthao")
    elif words.RULE.fullmatch(text) or _SIGNED.match(key):
        piece.call("other")
    elif words.is_authority(piece.text, piece.key):
        piece.call("sign.authority")
    elif _is_item(piece, column, listed):
        piece.call("noinhan.item")
    elif words.is_contact(key):
        piece.call("diachi")
    elif piece.in_figures and not column.titled:
        piece.call("table")
    elif piece.side == "left" and column.listing:
        piece.call("other")
    else:
        _name_signer(piece, column, sheet)


def _is_item(piece: Atom, column: _Column, listed: bool) -> bool:
    text, key = piece.text, piece.key
    if _KEPT.match(key) and piece.side != "right":
        return True
    marked = _ITEM.match(key) is not None or bool(piece.paragraph.label)
    if marked and piece.side != "right":
        return column.listing or (listed and piece.paragraph.cell is None)
    if not column.listing:
        return False
    return text.endswith((";", ".")) or (piece.side == "left" and not words.is_capital(text) and len(text) < 150)


_SIGNED_MM: Final = 9.0
"""Room (mm) that is left for a signature at least."""


_LINE_PT: Final = 14.2
"""Height of an empty line at least."""


def _room(above: Paragraph, below: Paragraph, sheet: Sheet) -> float:
    """Room between two paragraphs (mm): measured in a PDF, else told by gaps and empty paragraphs between them."""
    if above.box is not None and below.box is not None:
        return below.box.y0 - above.box.y1
    points = (above.layout.after_pt or 0) + (below.layout.before_pt or 0)
    for paragraph in sheet.measured.paragraphs[above.index + 1 : below.index]:
        if not paragraph.text.strip():
            layout = paragraph.layout
            points += (layout.before_pt or 0) + (layout.after_pt or 0)
            points += layout.line_pt or _LINE_PT * (layout.line or 1)
    return points * MM_PER_POINT


def _name_signer(piece: Atom, column: _Column, sheet: Sheet) -> None:
    text, key = piece.text, piece.key
    apart = column.signed or (column.last is not None and _room(column.last, piece.paragraph, sheet) > _SIGNED_MM)
    placed = piece.side != "full" or piece.paragraph.cell is not None or piece.bold
    post = words.names_post(key)
    organ = post or (words.is_capital(text) and words.begins_organ(key))
    name = words.is_person(text) and (apart or not organ) and (column.titled or piece.side == "right")
    name = name or (column.titled and (_HOLDS.match(key) is not None or (not organ and words.may_be_person(text))))
    if not placed:
        piece.call("other")
    elif name:
        piece.call("sign.name")
    elif words.is_capital(text) and len(text) < 150 and not text.endswith((".", ";")):
        piece.call("sign.title")
    elif column.titled and post and len(text) < 120 and not text.endswith((".", ";", ":")):
        piece.call("sign.othertitle")
    elif piece.side == "right" and not column.titled and post and len(text) < 80:
        piece.call("sign.title")
    else:
        piece.call("other")
