"""Numbers that were typed although a figure with that value, and of the same thing, is there.

Only pointed out (info): whoever corrects the figure would forget the typed one. Dates, citations, symbols,
headings and percents are not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from pipeline import vietnamese as vi
from pipeline.errors import DataError
from pipeline.i18n import N_
from pipeline.model import Block, Figure, Paragraph, Place
from pipeline.stages.aggregate.operations import is_number

_NOUN = re.compile(r"[\s\u00a0]+(\w+(?:[\s\u00a0]+\w+)?)")
_TYPED = re.compile(r"(?<![\w./,-])(\d+(?:\.\d{3})*(?:,\d+)?)[\s\u00a0]+(\w+(?:[\s\u00a0]+\w+)?)(?![/%])")
_SKIP = re.compile(
    r"(?:\b(?:ngày|tháng|năm|quý|số|Điều|khoản|điểm|Mục|Phụ lục|Chương)[\s\u00a0]+)\Z", re.IGNORECASE
)
TEXT_STYLES = {"body", "clause", "point", "dash", "plus"}


class TypedNumber(DataError):
    code = "N40"
    severity = "info"
    cause = N_("The typed number “{number} {noun}” equals the figure {figure}.")
    remedy = N_("Write {{{{ {path} }}}}, so that a correction reaches it.")


def typed_numbers(blocks: Iterable[Block], figures: Mapping[str, Figure], place: Place) -> Iterator[DataError]:
    """The typed numbers of ``blocks`` that repeat a figure printed in them, with the same noun."""
    paragraphs = [b for b in blocks if isinstance(b, Paragraph) and b.style in TEXT_STYLES]
    by_id = {figure.id: (path, figure) for path, figure in figures.items()}
    nouns: dict[tuple[Fraction, str], tuple[str, str]] = {}
    for paragraph in paragraphs:
        for run, following in zip(paragraph.runs, paragraph.runs[1:], strict=False):
            found = by_id.get(run.figure or "")
            noun = _NOUN.match(following.text)
            if found and noun and is_number(found[1].value):
                value = Fraction(found[1].value)  # type: ignore[arg-type]
                nouns[value, _fold(noun[1])] = (found[0], found[1].id)
    for paragraph in paragraphs:
        for run in paragraph.runs:
            if run.figure is None and nouns:
                yield from _in_text(run.text, nouns, place)


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
    return " ".join(noun.split()).casefold()
