"""Lists of which each entry is a line of its own: căn cứ, addressees, nơi nhận."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.decree.checks.texts import UNKNOWN, excused, own, pattern, wording, words_of
from pipeline.decree.findings import Fault, Where
from pipeline.decree.model import Piece, Recognised
from pipeline.decree.rules import Rule, measure
from pipeline.decree.say import quote, sample

_MARKS = (";", ".", ",", ":")
_LEFT_OPEN = re.compile(r"[.…_]{3,}\s*[.;,]?$|…\s*$")
"""Room that is left for somebody to write in."""


@measure(
    "text.list", each=True, last=True, starts=True, expected=True, required=False, minimum=False, skip=False,
    closing=False, continued=False, when=False, unless=False,
)  # fmt: skip
def list_(document: Recognised, rule: Rule) -> Iterator[Fault]:
    """Entries end with ``each``, the last one with ``last``, and begin as ``starts`` says if that is ``required``.

    An entry that does not begin so after one without a mark at its end continues it (a long one broken by hand).
    ``skip``: entries that are none of the list; ``closing``: the entry after which there is no other and which
    another rule is about; ``continued``: words of the next component that show that the list goes on there.
    ``minimum``: entries from which on it is a list; ``expected``: samples of an entry and of the last one.
    """
    if excused(document, rule):
        return
    pieces = words_of(document, rule.of, main=True).items
    starts, skip = pattern(rule["starts"]), pattern(rule.get("skip", "(?!)"))
    entries = _entries([piece for piece in pieces if isinstance(piece, Piece)], starts)
    closing = pattern(rule.get("closing", "(?!)"))
    if len(entries) < rule.get("minimum", 1):
        return
    is_closed = any(closing.search(text) for _, text in entries)
    judged = [(piece, text) for piece, text in entries if not closing.search(text) and not skip.search(text)]
    for number, (piece, text) in enumerate(judged, start=1):
        is_last = number == len(judged) and not is_closed
        if UNKNOWN in text or (is_last and _goes_on(document, piece, rule)):
            continue
        wanted = rule["last"] if is_last else rule["each"]
        if not text.endswith(tuple(wanted)) or (rule.get("required") and not starts.match(text)):
            yield Fault(Where.of(piece, text), quote(text), sample(rule["expected"][is_last]))


def _entries(pieces: list[Piece], starts: re.Pattern[str]) -> list[tuple[Piece, str]]:
    """The entries: the last piece of each with its whole text."""
    entries: list[tuple[Piece, str]] = []
    for piece in pieces:
        text = wording(piece)
        before = entries[-1][1] if entries else ""
        if before and not before.endswith(_MARKS) and not starts.match(text):
            entries[-1] = (piece, f"{before} {text}")
        else:
            entries.append((piece, text))
    return entries


def _goes_on(document: Recognised, last: Piece, rule: Rule) -> bool:
    words = rule.get("continued")
    if not words:
        return False
    pairs = zip(document.pieces, document.pieces[1:], strict=False)
    return any(piece is last and pattern(words).match(wording(following)) for piece, following in pairs)


@measure("text.addressee", marks=True, expected=True)
def addressee(document: Recognised, rule: Rule) -> Iterator[Fault]:
    """A single addressee stands on the line of the first component of ``of``, not alone on one of the second, and
    does not end with one of ``marks``."""
    head, item = rule.of
    first, items = own(document, head), [piece for piece in document.all(item) if piece.annex is None]
    if first is None or len(items) > 1 or UNKNOWN in (line := wording(first)):
        return
    if items:
        text = wording(items[0])
        if UNKNOWN not in text and line.rstrip().endswith(":"):
            yield Fault(Where.of(items[0], text), quote(text), sample(rule["expected"]))
    elif line.endswith(tuple(rule["marks"])) and not _LEFT_OPEN.search(line):
        yield Fault(Where.of(first, line), quote(line), sample(rule["expected"]))
