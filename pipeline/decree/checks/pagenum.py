"""Page numbers: in a DOCX the fields of headers and footers, in a PDF what is printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.decree.checks.letters import SIZE_PT, has_main_text, letters
from pipeline.decree.findings import Fault, Said, Where
from pipeline.decree.model import Line, Measured, Paragraph, Recognised, Section, Span, Strip
from pipeline.decree.rules import Rule, measure
from pipeline.decree.say import BOLD, ITALIC, NONE, NOT_BOLD, UPRIGHT, listed, point_range, points, quote, raw
from pipeline.i18n import N_

MIDDLE_MM = 10.0
"""How far from the middle of the paper or of the text a page number of a PDF may be and count as centred."""

HEADER, FOOTER = Said(N_("at the top of the page")), Said(N_("at the foot of the page"))
ASIDE = {"left": Said(N_("on the left")), "right": Said(N_("on the right")), "center": Said(N_("in the middle"))}

_ALONE = Said(N_("the number alone"))
_FIRST = {
    "lowerRoman": "i, ii, iii",
    "upperRoman": "I, II, III",
    "lowerLetter": "a, b, c",
    "upperLetter": "A, B, C",
    "numberInDash": "- 1 -",
}
"""The first numbers in the number formats of Word."""


@dataclass(frozen=True, slots=True)
class Number:
    """A page number: the strip and paragraph that hold its field, or its line on the page of a PDF."""

    where: Where
    place: str
    align: str | None
    text: str
    spans: tuple[Span, ...]


def numbers(measured: Measured) -> Iterator[Number]:
    """The page numbers of a document: of a DOCX once for every strip, of a PDF once for every page."""
    if measured.format == "pdf":
        for page in measured.pages:
            if page.number is not None:
                middle = page.height_mm / 2
                yield Number(
                    Where.line(page.number),
                    "header" if page.number.box.y0 < middle else "footer",
                    _pdf_align(page.number, measured.sections[0] if measured.sections else None, page.width_mm),
                    " ".join(page.number.text.split()),
                    tuple(span for span in page.number.spans if letters(span.text)),
                )
        return
    seen: set[tuple[str, int]] = set()
    for section in measured.sections:
        for strip, paragraph in _fields(section):
            if (paragraph.part, paragraph.index) not in seen:
                seen.add((paragraph.part, paragraph.index))
                yield _docx_number(strip, paragraph, section)


def _pdf_align(line: Line, section: Section | None, width: float) -> str:
    middle = (line.box.x0 + line.box.x1) / 2
    left, right = (section.left_mm or 0.0, section.right_mm or 0.0) if section else (0.0, 0.0)
    aside = min((middle - width / 2, middle - (left + width - right) / 2), key=abs)
    return "center" if abs(aside) <= MIDDLE_MM else "left" if aside < 0 else "right"


def _fields(section: Section, *kinds: str) -> Iterator[tuple[Strip, Paragraph]]:
    """Paragraphs with a page number in the strips of a section that are shown."""
    for strip in section.strips:
        if (kinds and strip.kind not in kinds) or (strip.kind == "first" and not section.title_page):
            continue
        for paragraph in strip.paragraphs:
            if any(span.field == "PAGE" for span in paragraph.spans):
                yield strip, paragraph


def _docx_number(strip: Strip, paragraph: Paragraph, section: Section) -> Number:
    """Its alignment is unknown where a frame or tabs put it."""
    tabbed = "\t" in paragraph.text or paragraph.region in ("frame", "box", "cell")
    return Number(
        Where.of(paragraph),
        strip.place,
        _boxed(paragraph, section) or (None if tabbed else paragraph.layout.align),
        " ".join(paragraph.text.split()),
        tuple(span for span in paragraph.spans if span.field == "PAGE"),
    )


def _boxed(paragraph: Paragraph, section: Section) -> str | None:
    """Where a box stands that hardly has room for more than a number, as old versions of Word put one in."""
    sides = (section.left_mm, section.right_mm, section.width_mm)
    if paragraph.column_mm is None or None in sides:
        return None
    left, right = section.left_mm or 0.0, (section.width_mm or 0.0) - (section.right_mm or 0.0)
    begin, end = paragraph.column_mm
    if end - begin > (right - left) / 3:
        return None
    aside = (begin + end - left - right) / 2
    return "center" if abs(aside) <= MIDDLE_MM else "left" if aside < 0 else "right"


@measure("page-number-present", letters=True)
def is_present(document: Recognised, rule: Rule) -> Iterable[Fault]:
    """A document of several pages has page numbers; a DOCX surely fills several with so many ``letters``.

    The first page of an annex, or of a document that another issues, may hide its number as page 1 does.
    """
    measured = document.measured
    if any(True for _ in numbers(measured)):
        return
    if measured.format == "pdf":
        firsts = {0, *(piece.paragraph.page for piece in document.all("quochieu", "annex.label"))}
        several = bool(set(range(len(measured.pages))) - firsts) and all(page.has_text for page in measured.pages)
    else:
        several = sum(letters(paragraph.text) for paragraph in measured.paragraphs) > rule["letters"]
    if several:
        yield Fault(Where(), NONE, Said(N_("page numbers")))


@measure("page-number-place", place=True, align=True)
def place(document: Recognised, rule: Rule) -> Iterable[Fault]:
    """Page numbers are in the ``header`` or ``footer`` and so aligned."""
    expected = _place(rule["place"], rule["align"])
    for number in numbers(document.measured):
        if number.place != rule["place"] or number.align not in (None, rule["align"]):
            align = None if number.align == rule["align"] else number.align
            yield Fault(number.where, _place(number.place, align), expected)


def _place(place: str, align: str | None) -> Said:
    parts = [HEADER if place == "header" else FOOTER]
    if align is not None:
        parts.append(ASIDE.get(align, ASIDE["left"]))
    return listed(parts)


@measure("page-number-format", formats=True)
def digits(document: Recognised, rule: Rule) -> Iterable[Fault]:
    """A page number is in digits (Word's number ``formats``)."""
    measured, wanted = document.measured, Said(N_("Arabic digits"))
    for number in numbers(measured) if measured.format == "pdf" else ():
        if not any(sign.isdecimal() for sign in number.text):
            yield Fault(number.where, quote(number.text), wanted)
    for index, section in enumerate(measured.sections):
        if section.number_format not in rule["formats"] and any(True for _ in _fields(section)):
            shown = raw(_FIRST.get(section.number_format, section.number_format))
            yield Fault(Where(section=index + 1), shown, wanted)


@measure("page-number-alone")
def alone(document: Recognised, _rule: Rule) -> Iterable[Fault]:
    """Nothing stands beside a page number."""
    for number in numbers(document.measured):
        if document.measured.format == "pdf":
            clean = number.text.isdecimal() or not any(sign.isdecimal() for sign in number.text)
        else:
            field = "".join(span.text for span in number.spans).strip()
            clean = not number.text.replace(field, "", 1).strip()
        if not clean:
            yield Fault(number.where, quote(number.text), _ALONE)
    for index, section in enumerate(document.measured.sections):
        if section.number_format == "numberInDash" and any(True for _ in _fields(section)):
            yield Fault(Where(section=index + 1), raw(_FIRST["numberInDash"]), _ALONE)


@measure("page-number-look", size=False, bold=False, italic=False)
def look(document: Recognised, rule: Rule) -> Iterable[Fault]:
    """The look of page numbers: ``size`` (from, to; points), ``bold``, ``italic``."""
    for number in numbers(document.measured):
        wrong: list[tuple[Said, Said]] = []
        sizes = [span.look.size for span in number.spans if span.look.size is not None]
        if rule.get("size"):
            low, high = rule["size"]
            strange = [size for size in sizes if not low - SIZE_PT <= round(size, 2) <= high + SIZE_PT]
            if strange:
                wrong.append((points(strange[0]), point_range(low, high)))
        for name, yes, no in (("bold", BOLD, NOT_BOLD), ("italic", ITALIC, UPRIGHT)):
            wish = rule.get(name)
            if wish is not None and any(getattr(span.look, name) != wish for span in number.spans):
                wrong.append((no, yes) if wish else (yes, no))
        if wrong:
            yield Fault(number.where, listed(one for one, _ in wrong), listed(other for _, other in wrong))


@measure("page-number-start", start=True)
def start(document: Recognised, rule: Rule) -> Iterable[Fault]:
    """The pages of the main text are numbered from ``start``."""
    measured = document.measured
    if measured.format == "pdf":
        annexes = (piece.paragraph.page for piece in document.pieces if piece.annex is not None)
        end = min((page for page in annexes if page is not None), default=len(measured.pages))
        for index, page in enumerate(measured.pages[:end]):
            printed = _printed(page.number)
            if page.number is not None and printed is not None and printed != index + rule["start"]:
                yield Fault(Where.line(page.number), raw(str(printed)), raw(str(index + rule["start"])))
                return
        return
    for section in measured.sections[:1]:
        if section.start not in (None, rule["start"]) and any(True for _ in numbers(measured)):
            yield Fault(Where(section=1), raw(str(section.start)), raw(str(rule["start"])))


def _printed(line: Line | None) -> int | None:
    text = "" if line is None else line.text.strip()
    return int(text) if text.isdecimal() and len(text) < 6 else None


@measure("page-number-first-hidden")
def first_hidden(document: Recognised, _rule: Rule) -> Iterable[Fault]:
    """The first page shows no number."""
    measured = document.measured
    shown, hidden = Said(N_("shown")), Said(N_("hidden"))
    if measured.format == "pdf":
        if measured.pages and measured.pages[0].number is not None:
            yield Fault(Where.line(measured.pages[0].number), shown, hidden)
        return
    for section in measured.sections[:1]:
        kinds = ("first",) if section.title_page else ("default",)
        if any(True for _ in _fields(section, *kinds)):
            yield Fault(Where(section=1), shown, hidden)


@measure("page-number-annex-restart", start=True)
def annex_restart(document: Recognised, rule: Rule) -> Iterable[Fault]:
    """The pages of every annex are numbered from ``start``; ``of`` are the labels that annexes begin with."""
    measured = document.measured
    if not any(True for _ in numbers(measured)):
        return
    goes_on, anew = Said(N_("goes on")), Said(N_("from {number}"), {"number": raw(str(rule["start"]))})
    for piece in document.all(*rule.of):
        if measured.format == "pdf":
            page = piece.paragraph.page
            got = _numbered_from(measured, page) if page is not None else None
            if got is not None and got != rule["start"]:
                yield Fault(Where.of(piece), Said(N_("from {number}"), {"number": raw(str(got))}), anew)
            continue
        number = piece.paragraph.section
        section = measured.sections[number] if number < len(measured.sections) else None
        if section is None or (number == 0 and not has_main_text(document)):
            continue
        if section.start != rule["start"] or _heads_before(document, piece.paragraph):
            yield Fault(Where.of(piece), goes_on, anew)


def _numbered_from(measured: Measured, page: int) -> int | None:
    """The number that a page has, printed on it or reckoned from the next, unless that is counted anew."""
    for step in (0, 1):
        if page + step < len(measured.pages):
            printed = _printed(measured.pages[page + step].number)
            if printed is not None:
                return printed - step or None
    return None


def _heads_before(document: Recognised, paragraph: Paragraph) -> bool:
    """Whether the section of an annex holds something before it that is no part of it."""
    return any(
        other.paragraph.section == paragraph.section
        and other.paragraph.index < paragraph.index
        and other.name not in ("pagenum", "khan", "mat", "luuhanh")
        and letters(other.text)
        for other in document.pieces
    )
