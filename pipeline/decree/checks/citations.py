"""How documents are cited: in full the first time, by type, number and symbol later (Mục II.6.b)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pipeline.decree.checks.texts import UNKNOWN, Words, words_of
from pipeline.decree.findings import Fault, Said
from pipeline.decree.model import Recognised
from pipeline.decree.rules import Rule, measure
from pipeline.decree.say import quote, raw
from pipeline.i18n import N_

_TYPES: Final = (
    "Nghị quyết|Quyết định|Chỉ thị|Quy chế|Quy định|Thông báo|Hướng dẫn|Chương trình|Kế hoạch|Phương án|Đề án"
    "|Báo cáo|Tờ trình|Công văn|Công điện|Nghị định|Thông tư liên tịch|Thông tư|Thông tri|Kết luận|Lệnh|Biên bản"
)
_CITED: Final = re.compile(rf"({_TYPES})\s+số\s*:?\s*(\d+[a-zđ]?(?:/|-)[^\s,;:()“”\"]*[^\s,;:()“”\"./])")
_DATED: Final = re.compile(r"\s*,?\s*\(?(?:ban hành\s+)?ngày\s*(?:\d{1,2}\s*(?:/|tháng)|tháng|[.…_])")
_DATE: Final = re.compile(
    r"\s*,?\s*\(?(?:ban hành\s+)?ngày\s*(?:\d{1,2}/\d{1,2}/\d{4}|\d{1,2}\s*tháng\s*\d{1,2}\s*năm\s*\d{4})"
)
_DATED_BEFORE: Final = re.compile(r"[Nn]gày \d{1,2}\s*(?:/|tháng)[^;]*$")
"""``Ngày 01/7/2025, Chủ tịch … ký Quyết định số …``: the date stands before."""
_LOOK_BACK: Final = 120
_TITLE_WORDS: Final = re.compile(
    r"\b(?:về|sửa đổi|bổ sung|ban hành|quy định|hướng dẫn|phê duyệt|thi hành|thực hiện|triển khai|tổng kết)\s"
)
_BREAK: Final = re.compile(r"[;\n]|\.\s")
_ORGAN_BEFORE: Final = re.compile(r"\b(?:tại|ban hành|có|theo|ký|của mình|trình|nhận được)\s*$")
_BARE_ORGAN: Final = re.compile(
    r"\s*của\s+(?:Chính phủ|Quốc hội|Bộ Chính trị|Ban Bí thư|Thủ tướng Chính phủ|Chủ tịch nước)\s*(?=[;,.)\n]|$)"
)


@dataclass(frozen=True)
class Cited:
    """A document named in the text: ``code`` is type, number and symbol; ``titled``: it stands in the subject of
    another, which is copied and not judged; ``full``: number, date and what follows them."""

    code: str
    start: int
    end: int
    titled: bool
    dated: bool


def cited(words: Words) -> list[Cited]:
    """The documents that are cited by type and number, in the order of the text."""
    found: list[Cited] = []
    for match in _CITED.finditer(words.text):
        titled = words.is_quoted(match.start()) or bool(
            found and _is_in_title(words.text, found[-1], match.start())
        )
        sentence = words.text[max(0, match.start() - _LOOK_BACK) : match.start()]
        dated = bool(_DATED.match(words.text, match.end()) or _DATED_BEFORE.search(_BREAK.split(sentence)[-1]))
        code = f"{match[1]} số {match[2]}".casefold()
        found.append(Cited(code, match.start(), match.end(), titled, dated))
    return found


def _is_in_title(text: str, before: Cited, start: int) -> bool:
    """Whether the words from a citation to this place are its subject: ``về …``, and no break."""
    between = text[before.end : start]
    return len(between) < 400 and not _BREAK.search(between) and _TITLE_WORDS.search(between) is not None


def _known(document: Recognised, rule: Rule) -> set[str]:
    """What the document's own subject cites."""
    return {one.code for one in cited(words_of(document, rule["subject"])) if one.dated}


@measure("text.cited-first", subject=True)
def cited_first(document: Recognised, rule: Rule) -> Iterator[Fault]:
    """The first time a document is cited with its date and its organ; told is what is missing.

    The organ may stand before (``Sở Nội vụ tại Công văn số …``); the subject of the document (components
    ``subject``) and the subjects of others, which it copies, are not judged but do count as a first time.
    """
    words = words_of(document, rule.of, main=True)
    known = _known(document, rule)
    for one in cited(words):
        if one.titled:
            known |= {one.code} if one.dated else set()
        elif one.code not in known:
            known.add(one.code)
            missing = _missing(words.text, one)
            if missing is not None:
                yield Fault(words.where(one.start, one.end), quote(words.text[one.start : one.end]), missing)


def _missing(text: str, one: Cited) -> Said | None:
    if UNKNOWN in text[one.start : one.end + 60]:
        return None
    if not one.dated:
        return Said(N_("{parts} after it"), {"parts": raw("“ngày … tháng … năm … của … về …”")})
    date = _DATE.match(text, one.end)
    rest = text[date.end() : date.end() + 80] if date else "của"
    if _BARE_ORGAN.match(rest):
        return Said(N_("{parts} after it"), {"parts": raw("“về …”")})
    before = text[max(0, one.start - 120) : one.start].rpartition("\n")[2]
    if re.match(r"\s*(?:[.;,)\n]|$)", rest) and not _ORGAN_BEFORE.search(before):
        return Said(N_("{parts} after it"), {"parts": raw("“của … về …”")})
    return None


@measure("text.cited-next", subject=True)
def cited_next(document: Recognised, rule: Rule) -> Iterator[Fault]:
    """Later a document is cited without its date. Words after the short form are no fault."""
    words = words_of(document, rule.of, main=True)
    seen: set[str] = set()
    for one in cited(words):
        if one.titled:
            continue
        date = _DATE.match(words.text, one.end)
        if one.code in seen and date:
            end = date.end()
            yield Fault(
                words.where(one.start, end),
                quote(words.text[one.start : end]),
                quote(words.text[one.start : one.end]),
            )
        seen.add(one.code)


@measure("text.cited-fully")
def cited_fully(document: Recognised, rule: Rule) -> Iterator[Fault]:
    """Each of the components cites its document with a date: ``Căn cứ Nghị định số … ngày …``."""
    words = words_of(document, rule.of, main=True)
    for one in cited(words):
        if not one.titled and not one.dated and UNKNOWN not in words.text[one.end : one.end + 60]:
            missing = Said(N_("{parts} after it"), {"parts": raw("“ngày … tháng … năm … của … về …”")})
            yield Fault(words.where(one.start, one.end), quote(words.text[one.start : one.end]), missing)
