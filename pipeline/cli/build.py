"""``baocao build``"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from pipeline.build.campaign import Selection
from pipeline.build.inspect import write_comments
from pipeline.build.rehearse import ACTIONS, Rehearsal, rehearse
from pipeline.build.report import Bar, DocumentDone, Plain, Quiet, Reporter
from pipeline.build.run import Options, Result, build
from pipeline.cli.output import (
    CAMPAIGN,
    COMMENTS,
    DOCUMENTS,
    JSON,
    LANGUAGE,
    OUTPUTS,
    UNITS,
    console,
    print_comments,
    print_findings,
    print_json,
    reason_lines,
)
from pipeline.i18n import N_, Language, translate

FEW = 20
"""Of so many documents a build tells why it made them."""


@click.command("build")
@CAMPAIGN
@OUTPUTS
@UNITS
@DOCUMENTS
@click.option("--jobs", type=click.IntRange(1, 64), help="Processes at once; default: one for each processor.")
@click.option("--no-pdf", is_flag=True, help="Make DOCX only.")
@click.option("--no-gate", is_flag=True, help="Publish documents whose layout breaks rules, too.")
@click.option("--fail-fast", is_flag=True, help="Stop at the first document that cannot be made.")
@click.option("--dry-run", is_flag=True, help="Say what would be made and why; write nothing.")
@click.option("--mail-names", is_flag=True, help="Also copy the documents under names that can be mailed.")
@click.option("--tag", metavar="NAME", help="Name this state, to compare with later: baocao changes --since NAME.")
@click.option("--no-wait", is_flag=True, help="Refuse, instead of waiting, while another run holds the campaign.")
@COMMENTS
@click.option("--quiet", is_flag=True, help="No progress: findings and the closing table only.")
@JSON
@LANGUAGE
def build_command(
    campaign: Path, outputs: Path, language: Language, as_json: bool, quiet: bool, **given: Any
) -> None:
    """Make every document of CAMPAIGN that is missing or stale."""
    options = Options(
        jobs=given["jobs"] or 0,
        selection=Selection(given["units"], given["documents"]),
        pdf=not given["no_pdf"],
        gate=not given["no_gate"],
        fail_fast=given["fail_fast"],
        wait=not given["no_wait"],
        mail_names=given["mail_names"],
        tag=given["tag"],
    )
    if given["dry_run"]:
        rehearsal = rehearse(campaign, outputs, options)
        if as_json:
            print_json(rehearsal_json(rehearsal))
        else:
            print_findings(rehearsal.findings, language, campaign, rehearsal.outputs)
            print_rehearsal(rehearsal, language)
        sys.exit(rehearsal.exit_code)
    result = build(campaign, outputs, options, _reporter(quiet or as_json, language))
    for trace in result.traces:
        click.echo(trace, err=True)
    if as_json:
        print_json(to_json(result))
    else:
        print_findings(result.findings, language, campaign, result.outputs)
        print_result(result, language)
    if given["comments"] is not None and result.source is not None:
        print_comments(write_comments(result.source, result.findings, given["comments"], language), language)
    sys.exit(result.exit_code)


def _reporter(silent: bool, language: Language) -> Reporter:
    if silent:
        return Quiet()
    return Bar(console(stderr=True), language) if sys.stderr.isatty() else Plain(sys.stderr, language)


def print_rehearsal(rehearsal: Rehearsal, language: Language) -> None:
    """What would be done with each document that is not simply up to date, why, and how many there are."""
    for document in rehearsal.documents:
        if document.action != "nothing":
            click.echo(f"{document.path}: {translate(ACTIONS[document.action], language)}")
            for line in reason_lines(document.reasons, language):
                click.echo(f"  {line}")
    for action, text in ACTIONS.items():
        if count := rehearsal.count(action):
            click.echo(f"{translate(text, language)}: {count}")
    if rehearsal.no_pdf is not None:
        click.echo(f"{rehearsal.no_pdf.message(language)} {rehearsal.no_pdf.advice(language)}")


def rehearsal_json(rehearsal: Rehearsal) -> dict[str, Any]:
    """What ``--dry-run --json`` prints (format baocao-rehearsal/1)."""
    return {
        "format": "baocao-rehearsal/1",
        "campaign": rehearsal.campaign,
        "outputs": str(rehearsal.outputs),
        "documents": [
            {
                "path": document.path,
                "action": document.action,
                "reason": document.reason,
                "reasons": [reason.to_json() for reason in document.reasons],
            }
            for document in rehearsal.documents
        ],
        "findings": [finding.to_json() for finding in rehearsal.findings],
        "no_pdf": rehearsal.no_pdf.to_json() if rehearsal.no_pdf else None,
        "exit_code": rehearsal.exit_code,
    }


def _print_reasons(result: Result, language: Language) -> None:
    """Why documents were made, if they are few."""
    made = [document for document in result.documents if document.outcome in ("made", "refreshed")]
    for document in made if len(made) <= FEW else ():
        click.echo(f"{document.path}: {'; '.join(reason_lines(document.reasons, language))}")


def print_result(result: Result, language: Language) -> None:
    """The closing table: made, unchanged, failed, seconds, where to look; before it why, of few."""
    _print_reasons(result, language)

    def row(label: str, value: object) -> None:
        click.echo(f"{translate(label, language):<28} {value}")

    row(N_("Documents made"), result.count("made"))
    if result.count("refreshed"):
        row(N_("Refreshed, hand edits kept"), result.count("refreshed"))
    row(N_("Documents unchanged"), result.count("unchanged"))
    row(N_("Documents failed"), result.count("failed", "blocked"))
    if result.count("edited"):
        row(N_("Edited by hand, left alone"), result.count("edited"))
    row(N_("Seconds"), f"{result.seconds:.1f}")
    row(N_("Where to look"), result.outputs)
    if result.no_pdf is not None:
        click.echo(f"{result.no_pdf.message(language)} {result.no_pdf.advice(language)}")
    if result.copies is not None:
        folder = result.copies[0].parent if result.copies else result.outputs
        text = N_("Copies to mail: {count} in {folder}")
        click.echo(translate(text, language, count=len(result.copies), folder=folder))


def _document(document: DocumentDone) -> dict[str, Any]:
    return {
        "path": document.path,
        "outcome": document.outcome,
        "reason": document.reason,
        "reasons": [reason.to_json() for reason in document.reasons],
    }


def to_json(result: Result) -> dict[str, Any]:
    """The result as ``--json`` prints it (format baocao-build/1)."""
    return {
        "format": "baocao-build/1",
        "campaign": result.campaign,
        "outputs": str(result.outputs),
        "made": result.count("made"),
        "refreshed": result.count("refreshed"),
        "unchanged": result.count("unchanged"),
        "failed": result.count("failed", "blocked"),
        "edited": result.count("edited"),
        "seconds": round(result.seconds, 3),
        "documents": [_document(d) for d in result.documents],
        "findings": [finding.to_json() for finding in result.findings],
        "no_pdf": result.no_pdf.to_json() if result.no_pdf else None,
        "copies": [str(copy) for copy in result.copies or ()],
        "exit_code": result.exit_code,
    }
