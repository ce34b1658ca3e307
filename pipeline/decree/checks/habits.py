"""One writer, one way: a word, name, tone mark or abbreviation is written in one way throughout a document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Final

from pipeline.decree.checks.texts import Words, pattern, words_of
from pipeline.decree.findings import Fault, Said
from pipeline.decree.model import Recognised
from pipeline.decree.rules import Rule, measure
from pipeline.decree.say import listed, quote, raw
from pipeline.i18n import N_
from pipeline.vietnamese import number_to_words, words_to_number
from pipeline.vietnamese.abbreviations import introductions
from pipeline.vietnamese.sums import stated_sums

_ONE: Final = Said(N_("one way of writing throughout"))
_OLD: Final = re.compile(r"(?:[òóỏõọ][ae]|[ùúủũụ]y(?<!q.y))(?![^\W\d_])")
_NEW: Final = re.compile(r"(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ](?<!qu.))(?![^\W\d_])")
_TOLERATED: Final = ("ủy", "uỷ")
"""Syllables that count with a capital too: names of organs begin with them. Others may be names as given."""


def _times(forms: Mapping[str, int]) -> Said:
    """Each form with how often it stands there: ``“hằng năm” (3), “hàng năm” (1)``."""
    return listed(raw(f"“{form}” ({count})") for form, count in forms.items())


@measure("text.variants", groups=True)
def variants(document: Recognised, rule: Rule) -> Iterator[Fault]:
    """Of each of the ``groups`` (spellings of one word) only one is used; the places of the rarer are told."""
    words = words_of(document, rule.of)
    for group in rule["groups"]:
        used = {form: places for form in group if (places := words.places(form))}
        if len(used) > 1:
            said = _times({form: len(places) for form, places in used.items()})
            kept = max(used, key=lambda form: len(used[form]))
            others = ((at, form) for form, places in used.items() if form != kept for at in places)
            for at, form in sorted(others):
                yield Fault(words.where(at, at + len(form)), said, _ONE)


@measure("text.forms", forms=True)
def forms(document: Recognised, rule: Rule) -> Iterator[Fault]:
    """Of the ``forms`` (patterns for ways to write the same) only one is used; told once, at the rarest."""
    words = words_of(document, rule.of)
    hits = [list(pattern(form).finditer(words.text)) for form in rule["forms"]]
    used = sorted(filter(None, hits), key=len)
    if len(used) > 1:
        said = _times({places[0][0]: len(places) for places in used})
        yield Fault(words.where(*used[0][0].span()), said, _ONE)


@measure("text.tone-marks")
def tone_marks(document: Recognised, rule: Rule) -> Iterator[Fault]:
    """Tone marks of ``oa``, ``oe``, ``uy`` stand on the same vowel throughout (hòa or hoà); told once."""
    words = words_of(document, rule.of)
    old, new = (list(_counted(words, style)) for style in (_OLD, _NEW))
    if not old or not new:
        return
    rare = min(old, new, key=len)
    forms = Counter(words.lower[start:end] for start, end in old)
    others = Counter(words.lower[start:end] for start, end in new)
    said = Said(
        N_("{old}; and {new}"),
        {"old": _times(dict(forms.most_common(3))), "new": _times(dict(others.most_common(3)))},
    )
    yield Fault(words.where(*rare[0]), said, _ONE)


def _counted(words: Words, style: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    for match in style.finditer(words.lower):
        start = match.start()
        while start > 0 and match.start() - start < 4 and words.lower[start - 1].isalpha():
            start -= 1
        if words.text[start].islower() or words.lower[start : match.end()] in _TOLERATED:
            yield start, match.end()


# --- capitals ----------------------------------------------------------------------------------------------------


@measure("text.capitals", heads=True)
def capitals(document: Recognised, rule: Rule) -> Iterator[Fault]:
    """A name has the same capitals wherever it stands within a sentence.

    Names are two pairs of words with `` - `` between (``Thi đua - Khen thưởng``), and three words after one of
    ``heads`` (``Hội đồng``, ``Ban`` …). All in small letters or all in capitals is no name.
    """
    words = words_of(document, rule.of)
    forms: dict[str, dict[str, list[int]]] = {}
    for at, form in (*_joined(words), *_headed(words, rule["heads"])):
        if not (form.islower() or form.isupper()) and not words.begins_sentence(at):
            forms.setdefault(form.lower(), {}).setdefault(form, []).append(at)
    for used in forms.values():
        if len(used) > 1:
            said = _times({form: len(places) for form, places in used.items()})
            for at, form in sorted((at, form) for form, places in used.items() for at in places[:1]):
                yield Fault(words.where(at, at + len(form)), said, _ONE)


def _joined(words: Words) -> Iterator[tuple[int, str]]:
    """The two words before and after `` - ``."""
    at = words.text.find(" - ")
    while at >= 0:
        before = re.search(r"[^\W\d_]+ [^\W\d_]+$", words.text[max(0, at - 16) : at])
        after = re.match(r"[^\W\d_]+ [^\W\d_]+", words.text[at + 3 : at + 19])
        if before and after:
            yield at - len(before[0]), f"{before[0]} - {after[0]}"
        at = words.text.find(" - ", at + 3)


def _headed(words: Words, heads: Sequence[str]) -> Iterator[tuple[int, str]]:
    for head in heads:
        for at in words.places(head.lower()):
            end = at + len(head)
            after = re.match(r"(?: [^\W\d_]+){3}(?! -)", words.text[end : end + 30])
            if after and words.text[at].isupper() and after[0].lower() != after[0]:
                yield end + 1, after[0].strip()


# --- abbreviations and sums --------------------------------------------------------------------------------------


@measure("text.introduced-twice")
def introduced_twice(document: Recognised, rule: Rule) -> Iterator[Fault]:
    """A short form is brought in once; the second place and later ones are told."""
    words = words_of(document, rule.of, main=True)
    seen: set[str] = set()
    for one in introductions(words.text):
        if one.short in seen:
            yield Fault(
                words.where(one.start, one.end), quote(words.text[one.start : one.end]), Said(N_("only once"))
            )
        seen.add(one.short)


@measure("text.never-introduced", names=True)
def never_introduced(document: Recognised, rule: Rule) -> Iterator[Fault]:
    """An abbreviation that a text uses beside the words that it stands for is brought in somewhere.

    ``names``: abbreviation -> words. What is only abbreviated, or only written out, is left alone.
    """
    words = words_of(document, rule.of)
    brought: set[str] | None = None
    for short, name in rule["names"].items():
        if short not in words.text:
            continue
        places = [found.start() for found in re.finditer(rf"(?<![\w/-]){re.escape(short)}(?![\w/-])", words.text)]
        written = words.places(name.lower()) if places else []
        if not written:
            continue
        brought = {one.short for one in introductions(words.text)} if brought is None else brought
        if short not in brought:
            said = _times({short: len(places), name: len(written)})
            yield Fault(words.where(places[0], places[0] + len(short)), said, _ONE)


@measure("text.sums")
def sums(document: Recognised, rule: Rule) -> Iterator[Fault]:
    """A total is the sum of the parts that its sentence tells, where it tells them all."""
    words = words_of(document, rule.of)
    for one in stated_sums(words.text):
        if one.total != sum(one.parts):
            found = f"{' + '.join(map(str, one.parts))} = {sum(one.parts)}"
            yield Fault(words.where(one.start, one.end), quote(found), quote(str(one.total)))


_MONEY: Final = re.compile(
    r"(\d{1,3}(?:\.\d{3}){1,5}) đồng,? \((?:[Vv]iết )?(?:[Ss]ố tiền )?[Bb]ằng chữ:? ([^()\n]{4,200})\)"
)
_AROUND_WORDS: Final = re.compile(r"\b(?:đồng|chẵn|Việt Nam|\./)|[.,/]")


@measure("text.money-words")
def money_words(document: Recognised, rule: Rule) -> Iterator[Fault]:
    """An amount in words is the amount in figures before it. Words that are no number are passed over."""
    words = words_of(document, rule.of)
    for found in _MONEY.finditer(words.text):
        number, said = int(found[1].replace(".", "")), " ".join(_AROUND_WORDS.sub(" ", found[2]).lower().split())
        with suppress(ValueError):
            if words_to_number(said) != number:
                right = number_to_words(number)
                yield Fault(
                    words.where(*found.span()), quote(found[2]), quote(right[0].upper() + right[1:] + " đồng")
                )
