"""Numbers that were typed although a figure with that value, and of the same thing, is there.

Only pointed out (info): whoever corrects the figure would forget the typed one. Dates, citations, symbols,
headings and percents are not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from pipeline import vietnamese as vi
from pipeline.errors import DataError
from pipeline.i18n import N_
from pipeline.model import Figure, Paragraph, Place
from pipeline.stages.aggregate.operations import is_number

_NOUN = re.compile(r"[\s\u00a0]+(\w+)")
_TYPED = re.compile(r"(\d(?<![\w./,-]\d)\d*(?:\.\d{3})*(?:,\d+)?)[\s\u00a0]+(\w+(?:[\s\u00a0]+\w+)?)(?![/%])")
_SKIP = re.compile(
    r"(?:\b(?:ngày|tháng|năm|quý|số|Điều|khoản|điểm|Mục|Phụ lục|Chương)[\s\u00a0]+)\Z", re.IGNORECASE
)
TEXT_STYLES = {"body", "clause", "point", "dash", "plus"}


class TypedNumber(DataError):
    code = "N40"
    severity = "info"
    cause = N_("The typed number “{number} {noun}” equals the figure {figure}.")
    remedy = N_("Write {{{{ {path} }}}}, so that a correction reaches it.")


def typed_numbers(
    written: Sequence[tuple[Paragraph, Place]], figures: Mapping[str, Figure]
) -> Iterator[DataError]:
    """The typed numbers of paragraphs that repeat a figure printed in them, with the same noun."""
    paragraphs = [(paragraph, place) for paragraph, place in written if paragraph.style in TEXT_STYLES]
    nouns = _nouns([paragraph for paragraph, _ in paragraphs], figures)
    if nouns:
        for paragraph, place in paragraphs:
            for run in paragraph.runs:
                if run.figure is None:
                    yield from _in_text(run.text, nouns, place)


def _nouns(
    paragraphs: Iterable[Paragraph], figures: Mapping[str, Figure]
) -> dict[tuple[Fraction, str], tuple[str, str]]:
    """Value and noun of each printed number, with the path and the id of its figure."""
    found: dict[str, list[str]] = {}
    for paragraph in paragraphs:
        for run, following in zip(paragraph.runs, paragraph.runs[1:], strict=False):
            noun = _NOUN.match(following.text) if run.figure and following.figure is None else None
            if noun:
                found.setdefault(str(run.figure), []).append(_fold(noun[1]))
    result: dict[tuple[Fraction, str], tuple[str, str]] = {}
    for path, figure in figures.items() if found else ():
        if figure.id in found and is_number(figure.value):
            for noun_text in found[figure.id]:
                result[Fraction(figure.value), noun_text] = (path, figure.id)
    return result


def _in_text(
    text: str, nouns: Mapping[tuple[Fraction, str], tuple[str, str]], place: Place
) -> Iterator[DataError]:
    for match in _TYPED.finditer(text):
        if _SKIP.search(text[: match.start()]):
            continue
        try:
            value = Fraction(vi.parse_number(match[1].lstrip("0") or "0"))
        except ValueError:
            continue
        found = nouns.get((value, _fold(match[2])))
        if found:
            yield TypedNumber(place, number=match[1], noun=match[2], figure=found[1], path=found[0])


def _fold(noun: str) -> str:
    """The first syllable: where the value is the same too, it tells enough of the noun."""
    return noun.split(maxsplit=1)[0].casefold()
