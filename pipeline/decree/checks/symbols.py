"""Number, symbol and date of the head: what needs a table or a calendar."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from pipeline.decree.checks.texts import own, pattern, words_of
from pipeline.decree.findings import Fault, Said, Where
from pipeline.decree.model import Recognised
from pipeline.decree.rules import Rule, measure
from pipeline.decree.say import NONE, quote
from pipeline.i18n import N_
from pipeline.vietnamese import DOCUMENT_TYPES, abbreviation

_TYPES: Final = {kind.abbreviation for kind in DOCUMENT_TYPES if kind.abbreviation}
_FIRST_GROUP: Final = re.compile(r"/([^\s/-]+)-")
_DATE: Final = re.compile(r"ngày\s{1,3}(\d{1,2})\s{1,3}tháng\s{1,3}(\d{1,2})\s{1,3}năm\s{1,3}(\d{4})\b")


@measure("text.type-symbol")
def type_symbol(document: Recognised, rule: Rule) -> Iterator[Fault]:
    """The first group of the symbol must be the abbreviation of the type over the text, if it is one."""
    number, title = own(document, "so"), own(document, rule.of[0])
    group = _FIRST_GROUP.search(number.text) if number else None
    if number is None or title is None or group is None or group[1] not in _TYPES:
        return
    try:
        wanted = abbreviation(title.text)
    except ValueError:
        return
    if wanted and wanted != group[1]:
        yield Fault(Where.of(number, group[1]), quote(group[1]), quote(wanted))


def date_of(document: Recognised) -> dt.date | None:
    """The date of issue, None of a draft and of one that no calendar has."""
    head = own(document, "diadanh")
    found = _DATE.search(head.text) if head else None
    return _day(found) if found else None


def _day(found: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


@measure("text.calendar")
def calendar(document: Recognised, rule: Rule) -> Iterator[Fault]:
    """A full date must be a day of the calendar."""
    words = words_of(document, rule.of, main=True)
    for found in _DATE.finditer(words.text):
        if _day(found) is None:
            yield Fault(words.where(*found.span()), quote(found[0]), Said(N_("a day of the calendar")))


@measure("text.since", date=True, patterns=True)
def since(document: Recognised, rule: Rule) -> Iterator[Fault]:
    """What a pattern finds must not be there in documents issued on ``date`` or later."""
    issued = date_of(document)
    if issued is None or issued < rule["date"]:
        return
    words = words_of(document, rule.of, main=True)
    for text in rule["patterns"]:
        for found in pattern(text).finditer(words.text):
            yield Fault(words.where(*found.span()), quote(found[0]), NONE)
