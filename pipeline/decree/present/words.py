"""Places, kinds and counts of a check in words, the same in a terminal, in HTML and in comments."""

from __future__ import annotations

from pipeline.decree.check import Report
from pipeline.decree.files import KINDS
from pipeline.decree.findings import Finding, Where
from pipeline.errors import Severity
from pipeline.i18n import N_, Language, Text, translate, visible

SHOWN_PLACES = 3
SHOWN_LETTERS = 60

CONVERTED = N_("Checked as LibreOffice understands it: it was made a DOCX first.")
SEVERITY: dict[Severity, Text] = {"error": N_("error"), "warning": N_("warning"), "info": N_("info")}
_COUNTED: dict[Severity, Text] = {
    "error": N_("errors: {count}"),
    "warning": N_("warnings: {count}"),
    "info": N_("infos: {count}"),
}

_NO_TYPE = N_("type not recognised")
_STRIPS = {
    "header": N_("header"),
    "footer": N_("footer"),
    "footnotes": N_("footnote"),
    "endnotes": N_("endnote"),
}


def place(where: Where, language: Language) -> str:
    """``paragraph 3 “CỘNG HÒA …”``; in a PDF ``page 2 “…”``; of the page set-up ``section 1``."""
    if where.page is not None:
        at = translate(N_("page {page}"), language, page=where.page)
    elif (strip := _strip(where.part)) is not None:
        at = translate(strip, language)
    elif where.paragraph is not None:
        at = translate(N_("paragraph {paragraph}"), language, paragraph=where.paragraph)
    elif where.section is not None:
        at = translate(N_("section {section}"), language, section=where.section)
    else:
        at = translate(N_("whole document"), language)
    text = " ".join(visible(where.words or where.text).split())
    return f"{at} “{shortened(text)}”" if text else at


def _strip(part: str) -> Text | None:
    """What a part is in which nobody counts paragraphs; None for the text itself."""
    name = part.rpartition("/")[2]
    return next((said for start, said in _STRIPS.items() if name.startswith(start)), None)


def shortened(text: str, letters: int = SHOWN_LETTERS) -> str:
    return text if len(text) <= letters else f"{text[: letters - 1].rstrip()}…"


def places(finding: Finding, language: Language, shown: int = SHOWN_PLACES) -> str:
    """The first places of a finding, and how many there are."""
    told = "; ".join(place(where, language) for where in finding.places[:shown])
    if finding.count <= shown:
        return told
    return translate(N_("{count} places: {places}; …"), language, count=finding.count, places=told)


def kind(report: Report, language: Language) -> str:
    """``Báo cáo (BC), draft``"""
    name = f"{KINDS.get(report.kind, report.kind)} ({report.kind})" if report.kind else ""
    state = _state(report)
    return ", ".join(part for part in (name or translate(_NO_TYPE, language), translate(state, language)) if part)


def _state(report: Report) -> Text:
    """Draft, issued or, where number and date are tags, template; empty where there is neither number nor date."""
    if report.document.state == "draft":
        return N_("draft")
    told = "".join(piece.text for piece in report.document.all("so", "diadanh"))
    if "{{" in told or "{%" in told:
        return N_("template")
    return N_("issued") if told else Text()


def counts(report: Report, language: Language) -> str:
    """``errors: 2, warnings: 1``, or that there is nothing to tell."""
    found = {severity: report.count(severity) for severity in SEVERITY}
    told = [translate(_COUNTED[severity], language, count=count) for severity, count in found.items() if count]
    return ", ".join(told) or translate(N_("nothing found"), language)


def details(finding: Finding, language: Language) -> list[str]:
    """What is wrong, what was found and expected with the clause, and how to mend it: one line each."""
    found, expected = finding.found.in_(language), finding.expected.in_(language)
    lines = [
        finding.message(language),
        translate(N_("found: {found}"), language, found=found) if found else "",
        translate(N_("expected: {expected}"), language, expected=expected) if expected else "",
        translate(N_("clause: {clause}"), language, clause=finding.clause),
        f"→ {finding.remedy(language)}",
    ]
    return [line for line in lines if line]
