"""``baocao check``"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from rich.text import Text as Shown

from pipeline.cli.output import JSON, LANGUAGE, SEVERITIES, console, print_json
from pipeline.decree.copies import plan_copies, write_commented, write_fixed
from pipeline.decree.files import Checked, Options, check_files, chosen_profile, exit_code
from pipeline.decree.fix import Fixed
from pipeline.decree.open import found_files
from pipeline.decree.present import table, words
from pipeline.decree.present.html import HtmlReport
from pipeline.decree.rules import Profile
from pipeline.i18n import N_, Language, translate, visible
from pipeline.office.exchange import Exchange
from pipeline.stages.files import write_atomic


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--kind", default="", metavar="BC|CV|TTr|…", help="Type of document, if it shall not be recognised.")
@click.option("--profile", default="nd30", metavar="NAME|FILE", help="Rules to check against.  [default: nd30]")
@click.option(
    "--severity",
    type=click.Choice(["error", "warning", "info"]),
    help="Show only findings that are as grave or graver, and end with 1 for any of them.  [default: show all,"
    " end with 1 for errors]",
)
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="RULE=SEVERITY",
    help="Make a rule error, warning or info, or switch it off or on (may be repeated).",
)
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="REPORT.html",
    help="Also write a report with the findings drawn on pictures of the pages.",
)
@click.option(
    "--comments",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="OUT.docx",
    help="Also write a copy of the document with each finding as a Word comment.",
)
@click.option(
    "--fix",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="OUT.docx",
    help="Also write a copy in which is mended what can be mended safely; the exit code is that of the copy.",
)
@click.option("--rules", is_flag=True, help="Print the rules of the profile instead of checking.")
@JSON
@LANGUAGE
def check_command(paths: tuple[Path, ...], as_json: bool, language: Language, **given: Any) -> None:
    """Check the layout of documents against Nghị định 30/2020/NĐ-CP.

    FILE is a DOCX, PDF, DOC, ODT or RTF, or a folder of them. Ends with 0 if nothing counts, with 1 if something
    does or a file cannot be checked, with 2 if the command is wrong or fails itself.
    """
    options = Options(given["kind"], given["profile"], _settings(given["settings"]), given["severity"])
    if given["rules"]:
        _print_rules(options, as_json, language)
        return
    if not paths:
        raise click.UsageError("Missing argument 'FILE…'.")
    files = list(found_files(paths))
    html, comments, fix = given["html"], given["comments"], given["fix"]
    plan_copies(files, [out for out in (comments, fix) if out], [html] if html else [])
    codes, documents = [0], []
    with Exchange() as office:
        report = HtmlReport(language, office)
        for checked in check_files(files, options, office):
            codes.append(exit_code(checked, options))
            if not as_json:
                _print_checked(checked, language)
            click.echo(checked.trace, err=True, nl=False)
            more = {}
            if html:
                report.add(checked)
            if comments and checked.report:
                write_commented(checked, comments, language)
            if fix and checked.report:
                fixed = write_fixed(checked, fix, options)
                codes = [exit_code(replace(checked, report=fixed.after), options)]
                more["fixed"] = fixed.to_json()
                if not as_json:
                    _print_fixed(fixed, chosen_profile(options), language)
            if as_json:
                documents.append({**checked.to_json(), **more})
    if html:
        write_atomic(html, report.render(), str(html))
    if as_json:
        print_json({"format": "baocao-check/1", "documents": documents, "exit_code": max(codes)})
    sys.exit(max(codes))


def _settings(pairs: tuple[str, ...]) -> dict[str, str]:
    for pair in pairs:
        if "=" not in pair:
            raise click.BadParameter(f"{pair!r} is not RULE=SEVERITY.", param_hint="--set")
    return {rule: severity for rule, _, severity in (pair.partition("=") for pair in pairs)}


def _print_rules(options: Options, as_json: bool, language: Language) -> None:
    profile = chosen_profile(options)
    if as_json:
        print_json(table.to_json(profile))
        return
    for id_, severity, clause, applies, message in table.rows(profile, language):
        _line((id_, "bold"), f" {severity} – {clause} – {applies}")
        _line(f"    {message}")


def _line(*parts: str | tuple[str, str]) -> None:
    console().print(Shown.assemble(*parts), soft_wrap=True)


def _print_checked(checked: Checked, language: Language) -> None:
    """One block: the file with what it was taken for, then its findings, errors first."""
    name = (visible(str(checked.path)), "bold")
    if checked.error is not None:
        error = checked.error
        _line(name)
        _line("  ", (f"{translate(N_('error'), language)} {error.code}", "red"), f" {error.message(language)}")
        _line(f"    → {error.advice(language)}")
    if checked.report is None:
        return
    report = checked.report
    _line(name, f": {words.kind(report, language)} – {words.counts(report, language)}")
    if checked.opened and checked.opened.origin:
        _line("  ", translate(words.CONVERTED, language))
    for finding in report.findings:
        word, colour = SEVERITIES[finding.severity]
        _line("  ", (f"{translate(word, language)} {finding.rule}", colour), f" {words.places(finding, language)}")
        for detail in words.details(finding, language):
            _line(f"    {detail}")


def _print_fixed(fixed: Fixed, profile: Profile, language: Language) -> None:
    """What was mended in the copy, rule by rule, and what was left with the reason."""
    _line((translate(N_("Mended: {count}"), language, count=len(fixed.mended)), "bold"))
    for rule in dict.fromkeys(change.rule for change in fixed.mended):
        _line("  ", (rule, "bold"), f" – {profile.by_id[rule].message[language]}")
        for change in fixed.mended:
            if change.rule == rule:
                place = words.place(change.where, language)
                _line(f"    {place}: {change.before.in_(language)} → {change.after.in_(language)}")
    _line((translate(N_("Left as it is: {count}"), language, count=len(fixed.left)), "bold"))
    if fixed.left:
        _line("  ", translate(N_("Paragraphs are counted in the mended copy."), language))
    for left in fixed.left:
        _line(f"  {left.finding.rule} {words.places(left.finding, language)}: {left.reason.in_(language)}")
