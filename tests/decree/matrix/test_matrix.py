"""The mutation matrix: right documents pass, and each thing made wrong is told by its rule and by no other.

Right documents are in ``bases.py``, the things made wrong in ``mutants_*.py``.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from bases import BASES, base
from editing import Document
from registry import FAMILIES, MUTANTS, Mutant

from pipeline.decree.check import Report, check, check_measured
from pipeline.decree.findings import Finding
from pipeline.decree.measure import measure_docx
from pipeline.decree.model import Recognised
from pipeline.decree.profiles import load_profile
from pipeline.decree.rules import Profile, Rule
from pipeline.errors import ConvertError
from pipeline.stages.convert import OfficePool, PdfJob, office_missing

PROFILE = load_profile()
RULES = PROFILE.by_id
for module in sorted(Path(__file__).parent.glob("mutants_*.py")):
    importlib.import_module(module.stem)


@cache
def report_of(name: str) -> Report:
    return check(base(name), f"{name}.docx", profile=PROFILE)


def concerns(rule: Rule, document: Recognised) -> bool:
    """Whether a rule is about anything in a document."""
    return rule.applies.to(document) and (not rule.of or bool(document.all(*rule.of)))


def bases_of(mutant: Mutant) -> tuple[str, ...]:
    """The bases of a mutant; if it names none, one of each family that its rule is about."""
    if mutant.bases or mutant.rule not in RULES:
        return mutant.bases
    return tuple(name for name in FAMILIES if concerns(RULES[mutant.rule], report_of(name).document))


def pairs(pdf: bool) -> list[object]:
    """Every mutant with every base of it."""
    chosen = (one for one in MUTANTS if one.pdf == pdf)
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


def assert_told(mutant: Mutant, report: Report) -> None:
    """The rule of the mutant is told, and no other error that it does not bring with it."""
    found = told(report.findings)
    assert mutant.rule in {one.rule for one in report.findings}, f"not told; told was:\n{found}"
    allowed = implied(frozenset({mutant.rule, *mutant.also}))
    others = told(one for one in report.findings if one.severity == "error" and one.rule not in allowed)
    assert not others, f"told besides:\n{others}"


@pytest.mark.parametrize("name", BASES)
def test_a_right_document_passes(name: str) -> None:
    assert told(report_of(name).findings) == ""


@pytest.mark.parametrize("name", BASES)
def test_a_right_document_is_recognised(name: str) -> None:
    report = report_of(name)
    assert report.kind == name.partition(".")[0]
    assert report.document.state == ("draft" if name.endswith(".draft") else "issued")


@pytest.mark.parametrize(("mutant", "name"), pairs(pdf=False))
def test_a_mutant_is_told_by_its_rule_alone(mutant: Mutant, name: str) -> None:
    document = Document(base(name))
    mutant.change(document)
    measured = measure_docx(document.bytes(), f"{name}.docx")
    assert_told(mutant, check_measured(measured, profile=profile_with(mutant.rule)))


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


@pytest.fixture(scope="session")
def pages() -> dict[str, bytes]:
    """Bases and PDF mutants as PDF, converted in one batch; by ``base`` and ``mutant-base``."""
    if office_missing():
        pytest.skip("no LibreOffice")
    jobs = [PdfJob(name, base(name)) for name in BASES]
    for one in (one for one in MUTANTS if one.pdf):
        for name in bases_of(one):
            document = Document(base(name))
            one.change(document)
            jobs.append(PdfJob(f"{one.name}-{name}", document.bytes()))
    with OfficePool() as pool:
        made = dict(pool.convert(jobs))
    failed = {key: str(result) for key, result in made.items() if isinstance(result, ConvertError)}
    assert not failed
    return {key: result for key, result in made.items() if isinstance(result, bytes)}


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.xdist_group("decree-matrix")
@pytest.mark.parametrize("name", BASES)
def test_a_right_document_passes_as_pdf(name: str, pages: dict[str, bytes]) -> None:
    assert told(check(pages[name], f"{name}.pdf", profile=PROFILE).findings) == ""


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.xdist_group("decree-matrix")
@pytest.mark.parametrize(("mutant", "name"), pairs(pdf=True))
def test_a_mutant_is_told_by_its_rule_alone_as_pdf(mutant: Mutant, name: str, pages: dict[str, bytes]) -> None:
    data = pages[f"{mutant.name}-{name}"]
    assert_told(mutant, check(data, f"{name}.pdf", profile=profile_with(mutant.rule)))
