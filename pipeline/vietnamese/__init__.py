"""Administrative Vietnamese: dates, counts, numbers, words, citations, order. No I/O, no documents.

A library that stands by itself. Every function takes plain values and returns plain text (or the other way
round); what is wrong raises ValueError with a message that says why. All text is NFC.
"""

from pipeline.vietnamese.capitals import sentence_start, upper
from pipeline.vietnamese.citations import (
    Citation,
    article,
    cite,
    code,
    first,
    following,
    is_letter_code,
    is_named_code,
    is_party,
)
from pipeline.vietnamese.dates import (
    BLANK,
    blank_date,
    long_date,
    month_year,
    parse_long_date,
    parse_short_date,
    short_date,
    short_month,
)
from pipeline.vietnamese.numbers import (
    Number,
    change_phrase,
    format_count,
    format_measure,
    format_money,
    format_number,
    format_percent,
    format_range,
    parse_number,
)
from pipeline.vietnamese.numerals import POINT_LETTERS, parse_roman, point_index, point_letter, roman
from pipeline.vietnamese.ordering import alphabetical_key, given_name_key
from pipeline.vietnamese.periods import Period, PeriodKind, closing_phrase, period
from pipeline.vietnamese.syllables import is_syllable, split_tone
from pipeline.vietnamese.text import LookAlike, join_list, legacy_encoding, look_alikes, nfc
from pipeline.vietnamese.types import COPY_TYPES, DOCUMENT_TYPES, DocumentType, abbreviation
from pipeline.vietnamese.words import money_in_words, number_to_words, ordinal, words_to_number

__all__ = [
    "BLANK",
    "COPY_TYPES",
    "DOCUMENT_TYPES",
    "POINT_LETTERS",
    "Citation",
    "DocumentType",
    "LookAlike",
    "Number",
    "Period",
    "PeriodKind",
    "abbreviation",
    "alphabetical_key",
    "article",
    "blank_date",
    "change_phrase",
    "cite",
    "closing_phrase",
    "code",
    "first",
    "following",
    "format_count",
    "format_measure",
    "format_money",
    "format_number",
    "format_percent",
    "format_range",
    "given_name_key",
    "is_letter_code",
    "is_named_code",
    "is_party",
    "is_syllable",
    "join_list",
    "legacy_encoding",
    "long_date",
    "look_alikes",
    "money_in_words",
    "month_year",
    "nfc",
    "number_to_words",
    "ordinal",
    "parse_long_date",
    "parse_number",
    "parse_roman",
    "parse_short_date",
    "period",
    "point_index",
    "point_letter",
    "roman",
    "sentence_start",
    "short_date",
    "short_month",
    "split_tone",
    "upper",
    "words_to_number",
]
