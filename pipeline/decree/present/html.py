"""A report for any browser: one file without scripts and without network, pictures of the pages in it."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.decree.files import Checked
from pipeline.decree.findings import Finding
from pipeline.decree.present import words
from pipeline.decree.present.pages import MAX_PAGES, Mark, Pages, pages_of
from pipeline.errors import BaocaoError
from pipeline.i18n import N_, Language, Text, translate, visible
from pipeline.office.errors import OfficeMissing
from pipeline.office.exchange import Exchange
from pipeline.page import page

MAX_PICTURES = 300
"""Of a whole report; documents that come later have their list only."""
SHOWN_PLACES = 12

_LABELS: dict[str, Text] = {
    "title": N_("Check of layout"),
    "documents": N_("Documents"),
    "document": N_("Document"),
    "result": N_("Result"),
    "type": N_("Type"),
    "found": N_("Found"),
    "expected": N_("Expected"),
    "clause": N_("Clause"),
    "remedy": N_("Remedy"),
    "places": N_("Places"),
    "pages": N_("Pages"),
    "nothing": N_("Nothing was found."),
    "converted": words.CONVERTED,
    "laid_out": N_("Pages as LibreOffice lays them out; Word may break lines and pages elsewhere."),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What the template prints of a document."""

    name: str
    kind: str
    counts: str
    worst: str
    error: dict[str, str] | None
    converted: bool
    laid_out: bool
    findings: list[dict[str, Any]]
    pages: list[dict[str, Any]]
    remark: str


class HtmlReport:
    """Collects documents one by one; :meth:`render` gives the file. ``office`` lays out what is no PDF."""

    def __init__(self, language: Language, office: Exchange) -> None:
        self._language: Language = language
        self._office = office
        self._documents: list[Shown] = []
        self._left = MAX_PICTURES

    def add(self, checked: Checked) -> None:
        """Take up a document. What cannot be shown as pictures is said in the report."""
        report, language = checked.report, self._language
        pages, remark = self._pages(checked)
        self._left -= len(pages.pictures)
        findings = report.findings if report else ()
        self._documents.append(
            Shown(
                visible(str(checked.path)),
                words.kind(report, language) if report else "",
                words.counts(report, language) if report else translate(N_("not checked"), language),
                findings[0].severity if findings else "error" if report is None else "none",
                None if checked.error is None else self._error(checked.error),
                bool(checked.opened and checked.opened.origin),
                bool(pages.pictures) and checked.opened is not None and checked.opened.format == "docx",
                [self._finding(number, finding, pages) for number, finding in enumerate(findings, 1)],
                [self._page(picture.page, picture.png, picture.marks) for picture in pages.pictures],
                remark,
            )
        )

    def render(self) -> bytes:
        """The report of all documents so far."""
        labels = {name: translate(text, self._language) for name, text in _LABELS.items()}
        template = Path(__file__).with_name("report.html")
        return page(template, lang=self._language, say=labels, documents=self._documents)

    def _pages(self, checked: Checked) -> tuple[Pages, str]:
        """The pages, and a remark if there are none or not all."""
        language, none = self._language, Pages((), 0)
        if checked.report is None:
            return none, ""
        if self._left < 1:
            return none, translate(
                N_("No pictures of pages: the report has {count} already."), language, count=MAX_PICTURES
            )
        try:
            pages = pages_of(checked, self._office, min(MAX_PAGES, self._left))
        except OfficeMissing as error:
            text = N_("No pictures of pages: LibreOffice, which lays them out, is missing ({missing}).")
            return none, translate(text, language, missing=error.params["missing"])
        except BaocaoError as error:
            text = N_("No pictures of pages: {reason}")
            return none, translate(text, language, reason=error.message(language))
        if len(pages.pictures) < pages.total:
            text = N_("{shown} of {total} pages are shown: those with findings.")
            return pages, translate(text, language, shown=len(pages.pictures), total=pages.total)
        return pages, ""

    def _error(self, error: BaocaoError) -> dict[str, str]:
        return {
            "code": error.code,
            "message": error.message(self._language),
            "advice": error.advice(self._language),
        }

    def _finding(self, number: int, finding: Finding, pages: Pages) -> dict[str, Any]:
        language = self._language
        marked = [p.page for p in pages.pictures if any(number in mark.numbers for mark in p.marks)]
        return {
            "number": number,
            "rule": finding.rule,
            "severity": finding.severity,
            "word": translate(words.SEVERITY[finding.severity], language),
            "message": finding.message(language),
            "found": finding.found.in_(language),
            "expected": finding.expected.in_(language),
            "clause": finding.clause,
            "remedy": finding.remedy(language),
            "places": [words.place(where, language) for where in finding.places[:SHOWN_PLACES]],
            "more": self._more(finding.count - SHOWN_PLACES),
            "pages": [(page, translate(N_("page {page}"), language, page=page)) for page in marked],
        }

    def _more(self, count: int) -> str:
        return translate(N_("and {count} more"), self._language, count=count) if count > 0 else ""

    def _page(self, page: int, png: bytes, marks: tuple[Mark, ...]) -> dict[str, Any]:
        language = self._language
        numbers = sorted({number for mark in marks for number in mark.numbers})
        return {
            "number": page,
            "title": translate(N_("page {page}"), language, page=page),
            "alt": translate(
                N_("Picture of page {page}; findings on it: {count}"), language, page=page, count=len(numbers)
            ),
            "src": f"data:image/png;base64,{b64encode(png).decode()}",
            "marks": [self._mark(mark) for mark in marks],
            "numbers": numbers,
        }

    def _mark(self, mark: Mark) -> dict[str, Any]:
        box = mark.box
        sides = {"left": box.x0, "top": box.y0, "width": box.x1 - box.x0, "height": box.y1 - box.y0}
        return {
            "severity": mark.severity,
            "findings": [(n, translate(N_("finding {number}"), self._language, number=n)) for n in mark.numbers],
            "style": ";".join(f"{name}:{part * 100:.2f}%" for name, part in sides.items()),
        }
