"""``docs/decree-coverage.md``: every rule of the profile, and what no program can decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pipeline.decree.present.table import applies, severity
from pipeline.decree.rules import Profile, Rule

MATRIX = ("In the matrix", "As PDF")
NOT = "–"
FILE = Path("docs/decree-coverage.md")

_INTRODUCTION = """\
# What the check decides

Made by `python tools/coverage.py` from the profile `{name}`; do not edit.

{title}. Of its rules {rules} are measured: {counts}.
{matrixed} of them have a document in the mutation matrix that breaks this rule and no other, {pages} a PDF of each
family of documents that does; of the others the table says why not. What {undecidable} further rules ask, no
program can see in a document; they are listed below with the reason.

Clauses: `Mục II.3.c` is Mục II, khoản 3, điểm c; those without the name of a law are of the decree.
Severity: a rule that the text of the decree states is an error, one that only its forms show a warning, practice
an info; what nobody could confirm is off unless it is asked for (`--set RULE=on`).
"""


def coverage(profile: Profile) -> str:
    """The file's text."""
    rules = profile.rules
    counted = Counter(severity(rule, "en") for rule in rules)
    head = _INTRODUCTION.format(
        name=profile.name,
        title=profile.title["en"].rstrip("."),
        rules=len(rules),
        counts=", ".join(
            f"{counted[name]} {name}" for name in ("error", "warning", "info", "off") if counted[name]
        ),
        matrixed=sum(not rule.unmatrixed for rule in rules),
        pages=sum(_as_pdf(rule) == "yes" for rule in rules),
        undecidable=len(profile.undecidable),
    )
    measured = ("Rule", "Clause", "What it asks", "Severity", "Applies to", "Measured in", *MATRIX)
    left = ("Rule", "Clause", "Why it cannot be decided")
    rows = ((entry["id"], entry["clause"], entry["reason"]["en"]) for entry in profile.undecidable)
    return "\n".join(
        [
            head,
            "## Rules that are measured\n",
            *_table(measured, map(_row, rules)),
            "\n## Rules that cannot be decided\n",
            *_table(left, ((_code(id_), clause, reason) for id_, clause, reason in rows)),
            "",
        ]
    )


def _row(rule: Rule) -> tuple[str, ...]:
    formats = sorted(rule.applies.formats or {"docx", "pdf"})
    return (
        _code(rule.id),
        rule.clause,
        rule.message["en"],
        severity(rule, "en"),
        applies(rule.applies, "en"),
        ", ".join(name.upper() for name in formats),
        rule.unmatrixed.get("en", "yes"),
        _as_pdf(rule),
    )


def _as_pdf(rule: Rule) -> str:
    """Whether the matrix has a PDF that breaks the rule, and if not, why."""
    if "pdf" not in (rule.applies.formats or {"pdf"}) or rule.unmatrixed:
        return NOT
    return rule.unmatrixed_pdf.get("en", "yes")


def _code(text: str) -> str:
    return f"`{text}`"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(' '.join(cell.replace('|', chr(92) + '|').split()) for cell in row)} |"
