"""The levels of a text: numbers without gaps, no level left out, titles where they belong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import islice, zip_longest
from typing import Any, Final

from pipeline.decree.checks.texts import UNKNOWN, pattern, wording
from pipeline.decree.findings import Fault, Said, Where
from pipeline.decree.model import Piece, Recognised
from pipeline.decree.rules import Rule, measure
from pipeline.decree.say import NONE, quote
from pipeline.i18n import N_
from pipeline.vietnamese import POINT_LETTERS, parse_roman, point_index, point_letter, roman
from pipeline.vietnamese.text import nfc

FARTHEST: Final = 9
"""Steps between the number found and the one expected, beyond which it is no slip but something else."""

LONGEST_QUOTE: Final = 60
"""Paragraphs that stand between quotation marks at most."""

_ARABIC: Final = re.compile(r"[1-9]\d{0,3}")
_WRONG: Final = {
    "roman": re.compile(r"[0-9]{1,4}|[IVXLCivxlc]{1,12}"),
    "arabic": re.compile(r"[IVXLCivxlc]{1,12}"),
    "letters": re.compile(r"[^\W\d_]"),
}
"""What stands in the place of a number of the series and is none."""
_DECIMAL: Final = re.compile(r"[1-9]\d{0,2}(?:\.[1-9]\d{0,2}){1,4}")


@measure("text.order", levels=True, restarts=False)
def order(document: Recognised, rule: Rule) -> Iterator[Fault]:
    """Numbers go on by one within what they belong to.

    ``levels``: by component its ``depth`` (several may share one) and ``series`` (``arabic``, ``roman``,
    ``letters``, ``decimal``); ``runs-on``: ``always`` if it is not counted anew under the level above, ``maybe``
    if both are right. ``restarts``: a list of two or more may be followed by one that begins at 1 again (under a
    heading without a number). A number far from the expected one is no slip, and no fault.
    """
    levels: Mapping[str, Mapping[str, Any]] = rule["levels"]
    for pieces in _parts(document):
        counted: dict[tuple[int, str], int] = {}
        before: dict[int, int] = {}
        for piece in _unquoted(pieces):
            told = levels.get(piece.name)
            if told is None or UNKNOWN in wording(piece):
                continue
            depth, series, runs_on = told["depth"], told["series"], told.get("runs-on", "")
            counted = {
                key: number for key, number in counted.items() if key[0] <= depth or _runs_on(levels, key[0])
            }
            number = value_of(piece, series)
            if number is None:
                continue
            key = (depth, nfc(piece.number).rpartition(".")[0] if series == "decimal" else "")
            wanted = counted.get(key, 0) + 1
            goes_on = runs_on == "maybe" and number == before.get(depth, 0) + 1
            counted[key] = before[depth] = number
            again = bool(rule.get("restarts")) and number == 1 and wanted > 2
            if number != wanted and not goes_on and not again and abs(number - wanted) <= FARTHEST:
                place = Where.of(piece, piece.number)
                yield Fault(place, quote(piece.number), quote(written(wanted, series, piece)))


def _runs_on(levels: Mapping[str, Mapping[str, Any]], depth: int) -> bool:
    return any(level.get("runs-on") == "always" and level["depth"] == depth for level in levels.values())


def _unquoted(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces that begin outside of quotation marks: what one document writes anew in another has its numbers.

    Marks that are not closed for too long were forgotten.
    """
    opened = inside = 0
    for piece in pieces:
        if not opened:
            yield piece
        opened = max(0, opened + piece.text.count("“") - piece.text.count("”"))
        inside = inside + 1 if opened else 0
        if inside > LONGEST_QUOTE:
            opened = 0


def _parts(document: Recognised) -> Iterable[list[Piece]]:
    """The main text and each annex: numbers begin anew there."""
    parts: dict[int | None, list[Piece]] = {}
    for piece in document.pieces:
        parts.setdefault(piece.annex, []).append(piece)
    return parts.values()


def value_of(piece: Piece, series: str) -> int | None:
    """What the number of a piece counts, None if it is none of the series (``2a``, put in later, is none)."""
    number = nfc(piece.number)
    if series == "arabic":
        return int(number) if _ARABIC.fullmatch(number) else None
    if series == "letters":
        return point_index(number) if number in POINT_LETTERS else None
    if series == "decimal":
        return int(number.rpartition(".")[2]) if _DECIMAL.fullmatch(number) else None
    try:
        return parse_roman(number)
    except ValueError:
        return None


def written(number: int, series: str, piece: Piece) -> str:
    """A number as its series writes it."""
    if series == "roman":
        return roman(number)
    if series == "letters":
        return point_letter(min(number, len(POINT_LETTERS)))
    if series == "decimal":
        return f"{nfc(piece.number).rpartition('.')[0]}.{number}"
    return str(number)


@measure("text.numeral", series=True)
def numeral(document: Recognised, rule: Rule) -> Iterator[Fault]:
    """Numbers must be written in ``series``: canonical Roman numerals in capitals, digits, or letters of điểm."""
    series = rule["series"]
    for piece in document.all(*rule.of):
        number = nfc(piece.number)
        if number and _WRONG[series].fullmatch(number) and value_of(piece, series) is None:
            yield Fault(Where.of(piece, number), quote(number), _right(number, series))


def _right(number: str, series: str) -> Said:
    """The same number written in the series, if it can be told."""
    if series == "letters":
        return Said(N_("one of the letters {letters}"), {"letters": ", ".join(POINT_LETTERS)})
    if series == "roman" and number.isdecimal() and 1 <= int(number) <= 3999:
        return quote(roman(int(number)))
    value = sum({"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}.get(char, 0) for char in number.upper())
    with suppress(ValueError):  # what is no numeral at all keeps the sum of its signs: IIII
        value = parse_roman(number.upper())
    return quote(roman(value) if series == "roman" else str(value)) if value else NONE


@measure("text.under", under=True, depths=True)
def under(document: Recognised, rule: Rule) -> Iterator[Fault]:
    """A level stands directly under one of those that ``under`` names for it, or under none at all.

    ``depths``: how deep each level is. A level under another one that is higher than these has left one out; the
    first of several that do so together is told.
    """
    depths, allowed = rule["depths"], rule["under"]
    for pieces in _parts(document):
        above: list[Piece] = []
        told: set[tuple[int, str]] = set()
        for piece in pieces:
            depth = depths.get(piece.name)
            if depth is None:
                continue
            above = [one for one in above if depths[one.name] < depth]
            is_jump = above and piece.name in allowed and above[-1].name not in allowed[piece.name]
            if is_jump and (id(above[-1]), piece.name) not in told:
                told.add((id(above[-1]), piece.name))
                said = {"text": quote(wording(piece), 60), "above": quote(wording(above[-1]), 60)}
                found = Said(N_("{text} right under {above}"), said)
                yield Fault(Where.of(piece, piece.number), found, Said(N_("a level between them")))
            above.append(piece)


@measure("text.lone", depths=True)
def lone(document: Recognised, rule: Rule) -> Iterator[Fault]:
    """A level of ``of`` that is the only one of its kind where it stands divides nothing.

    Silent about templates: how many there will be nobody knows.
    """
    depths = rule["depths"]
    for pieces in _parts(document):
        if any("{%" in piece.text for piece in pieces):
            continue
        levels = [piece for piece in pieces if piece.name in depths]
        for number, piece in enumerate(levels):
            is_first = value_of(piece, "letters" if piece.number.isalpha() else "arabic") == 1
            depth = depths[piece.name]
            following = (depths[one.name] for one in islice(levels, number + 1, None))
            if (
                piece.name in rule.of
                and is_first
                and next((one for one in following if one <= depth), -1) != depth
            ):
                yield Fault(Where.of(piece, piece.number), quote(wording(piece)), Said(N_("no number")))


@measure("text.titled", titles=True, bare=True)
def titled(document: Recognised, rule: Rule) -> Iterator[Fault]:
    """Each of the components has a title: more words on its line than ``bare`` matches, or the component that
    ``titles`` names for it right behind it."""
    titles = rule["titles"]
    bare = pattern(rule["bare"])
    for piece, following in zip_longest(document.pieces, document.pieces[1:]):
        if piece is None or piece.name not in rule.of or not bare.fullmatch(wording(piece)):
            continue
        if following is None or following.name != titles.get(piece.name):
            yield Fault(Where.of(piece), quote(wording(piece)), Said(N_("a title")))


@measure("text.untitled", ends=True, before=True)
def untitled(document: Recognised, rule: Rule) -> Iterator[Fault]:
    """The components have no title: words without one of ``ends``, then a component of ``before``."""
    for piece, following in zip(document.pieces, document.pieces[1:], strict=False):
        if piece.name in rule.of and following.name in rule["before"]:
            text = wording(piece)
            if UNKNOWN not in text and not text.endswith(tuple(rule["ends"])):
                yield Fault(Where.of(piece), quote(text), NONE)
