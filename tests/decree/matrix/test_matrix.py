"""The mutation matrix: right documents pass, and each thing made wrong is told by its rule and by no other.

Right documents are in ``bases.py``, the things made wrong in ``mutants_*.py``.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from bases import BASES, base
from editing import Document
from registry import FAMILIES, LONG, MUTANTS, Mutant

from pipeline.decree.check import Report, check
from pipeline.decree.findings import Finding
from pipeline.decree.model import Recognised
from pipeline.decree.profiles import load_profile
from pipeline.decree.rules import Profile, Rule
from pipeline.errors import ConvertError
from pipeline.office import pdfcheck
from pipeline.stages.convert import OfficePool, PdfJob, office_missing

PROFILE = load_profile()
RULES = PROFILE.by_id
PROCESSES = 2
"""Of LibreOffice, to convert the mutants."""
for module in sorted(Path(__file__).parent.glob("mutants_*.py")):
    importlib.import_module(module.stem)


@cache
def report_of(name: str) -> Report:
    return check(base(name), f"{name}.docx", profile=PROFILE)


def concerns(rule: Rule, document: Recognised) -> bool:
    """Whether a rule is about anything in a document, be it a DOCX or a PDF."""
    applies = replace(rule.applies, formats=frozenset())
    return applies.to(document) and (not rule.of or bool(document.all(*rule.of)))


def bases_of(mutant: Mutant) -> tuple[str, ...]:
    """The bases of a mutant; if it names none, one of each family that its rule is about."""
    if mutant.bases or mutant.rule not in RULES:
        return mutant.bases
    return tuple(name for name in FAMILIES if concerns(RULES[mutant.rule], report_of(name).document))


def pairs() -> list[object]:
    """Every mutant of a DOCX with every base of it."""
    chosen = (one for one in MUTANTS if not one.pdf)
    return [pytest.param(one, name, id=f"{one.name}-{name}") for one in chosen for name in bases_of(one)]


def implied(rules: frozenset[str]) -> frozenset[str]:
    """These rules with all that they imply."""
    found, open_ = set(rules), list(rules)
    while open_:
        for more in RULES[open_.pop()].implies - found:
            found.add(more)
            open_.append(more)
    return frozenset(found)


def profile_with(rule: str) -> Profile:
    """The profile in which ``rule`` is on."""
    return PROFILE if RULES[rule].enabled else PROFILE.with_severities({rule: "on"})


def told(findings: Iterable[Finding]) -> str:
    """Findings, one a line."""
    return "\n".join(
        f"{one.severity} {one.rule}: {one.found.in_('en')} ({one.expected.in_('en')}) at {one.where.text!r}"
        for one in findings
    )


def changed(mutant: Mutant, name: str) -> bytes:
    document = Document(base(name))
    mutant.change(document)
    return document.bytes()


def wrongly_told(mutant: Mutant, report: Report) -> str:
    """Why a report is wrong: the rule of the mutant is not told, or an error that it does not bring with it."""
    if mutant.rule not in {one.rule for one in report.findings}:
        return f"not told; told was:\n{told(report.findings)}"
    allowed = implied(frozenset({mutant.rule, *mutant.also}))
    others = told(one for one in report.findings if one.severity == "error" and one.rule not in allowed)
    return others and f"told besides:\n{others}"


@pytest.mark.parametrize("name", BASES)
def test_a_right_document_passes(name: str) -> None:
    assert told(report_of(name).findings) == ""


@pytest.mark.parametrize("name", BASES)
def test_a_right_document_is_recognised(name: str) -> None:
    report = report_of(name)
    assert report.kind == name.partition(".")[0]
    assert report.document.state == ("draft" if name.endswith(".draft") else "issued")


@pytest.mark.parametrize(("mutant", "name"), pairs())
def test_a_mutant_is_told_by_its_rule_alone(mutant: Mutant, name: str) -> None:
    report = check(changed(mutant, name), f"{name}.docx", profile=profile_with(mutant.rule))
    assert not wrongly_told(mutant, report)


@pytest.mark.parametrize("rule", PROFILE.rules, ids=lambda rule: rule.id)
def test_every_rule_is_in_the_matrix_or_says_why_not(rule: Rule) -> None:
    mutants = [one for one in MUTANTS if one.rule == rule.id]
    if rule.unmatrixed:
        assert not mutants, "the rule has mutants and need not say why not"
        return
    assert mutants, "no mutant breaks this rule"
    if all(one.pdf for one in mutants):
        return
    tried = {report_of(name).document.family for one in mutants for name in bases_of(one)}
    wanted = {report_of(name).document.family for name in FAMILIES if concerns(rule, report_of(name).document)}
    assert wanted <= tried, f"no mutant of a family: {sorted(wanted - tried)}"


def test_every_mutant_breaks_a_rule_of_the_profile() -> None:
    named = {name for one in MUTANTS for name in (one.rule, *one.also)}
    assert named <= RULES.keys()


# --- as PDF ------------------------------------------------------------------------------------------------------


@cache
def as_pdf() -> tuple[tuple[Mutant, str], ...]:
    """For each rule that is for PDFs and each family one mutant with its base, those made for PDFs first."""
    found: dict[tuple[str, str], tuple[Mutant, str]] = {}
    for one in sorted(MUTANTS, key=lambda one: not one.pdf):
        for name in bases_of(one) if is_for_pdf(RULES[one.rule]) else ():
            key = one.rule, report_of(name).document.family
            found.setdefault(key, (one, LONG.get(name, name) if one.long else name))
    return tuple(found.values())


def is_for_pdf(rule: Rule) -> bool:
    return "pdf" in (rule.applies.formats or {"pdf"})


def converted(documents: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """The documents as PDF, in one batch. What a published PDF must be is not asked of them."""
    if office_missing():
        pytest.skip("no LibreOffice")
    monkeypatch.setattr(pdfcheck, "check_pdf", lambda *_, **__: [])
    with OfficePool(PROCESSES, recycle=len(documents)) as pool:
        made = dict(pool.convert(PdfJob(key, data) for key, data in documents.items()))
    failed = {key: str(result) for key, result in made.items() if isinstance(result, ConvertError)}
    assert not failed
    return {key: result for key, result in made.items() if isinstance(result, bytes)}


@pytest.mark.parametrize("rule", PROFILE.rules, ids=lambda rule: rule.id)
def test_every_rule_for_pdfs_is_in_their_matrix_or_says_why_not(rule: Rule) -> None:
    tried = [(one, report_of(name).document.family) for one, name in as_pdf() if one.rule == rule.id]
    if rule.unmatrixed or not is_for_pdf(rule):
        assert not rule.unmatrixed_pdf, "it is said already, or need not be"
        return
    wanted = {report_of(name).document.family for name in FAMILIES if concerns(rule, report_of(name).document)}
    named = all(one.bases for one, _ in tried if one.pdf)
    assert tried
    assert wanted <= {family for _, family in tried} or named


@pytest.mark.office
@pytest.mark.slow
def test_right_documents_pass_as_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = converted({name: base(name) for name in BASES}, monkeypatch)
    reports = (check(data, f"{name}.pdf", profile=PROFILE) for name, data in pages.items())
    wrong = {report.name: told(report.findings) for report in reports if report.findings}
    assert not wrong, "\n".join(f"{name}:\n{said}" for name, said in wrong.items())


@pytest.mark.office
@pytest.mark.slow
def test_each_mutant_is_told_by_its_rule_alone_as_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """All in one test: they are converted in one batch. A rule that excuses itself must be silent indeed."""
    mutants = {f"{one.name} in {name}": (one, name) for one, name in as_pdf()}
    documents = {key: changed(one, name) for key, (one, name) in mutants.items()}
    wrong = []
    for key, data in converted(documents, monkeypatch).items():
        one, name = mutants[key]
        report = check(data, f"{name}.pdf", profile=profile_with(one.rule))
        said = wrongly_told(one, report)
        excused = bool(RULES[one.rule].unmatrixed_pdf)
        if excused:
            said = "" if one.rule not in {finding.rule for finding in report.findings} else "told and excused"
        wrong += [f"{key}: {said}"] if said else []
    assert not wrong, "\n".join(sorted(wrong))
