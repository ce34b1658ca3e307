"""``baocao verify``"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from pipeline.build.fresh import Campaigns
from pipeline.cli.output import JSON, LANGUAGE, print_findings, print_json
from pipeline.cli.refresh import INPUTS
from pipeline.corrections.files import Done, documents_at, verify_file
from pipeline.i18n import N_, Language, translate, visible


@click.command("verify")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE|FOLDER…")
@INPUTS
@JSON
@LANGUAGE
def verify_command(paths: tuple[Path, ...], inputs: Path, as_json: bool, language: Language) -> None:
    """Whether all figures in documents, as they stand now, are those of the data: the last look before signing.

    Files may have any names. Ends with 1 if there is anything that somebody has to look at, or nothing of ours. In
    folders documents that baocao did not make are listed and not checked; one that is named must be ours.
    """
    campaigns = Campaigns(inputs)
    done: list[Done] = []
    for file, found in documents_at(paths):
        done.append(verify_file(file, campaigns.document, found))
        if not as_json:
            _print(done[-1], language)
    wrong = any(not each.clean for each in done) or all(each.foreign for each in done)
    if as_json:
        documents = [to_json(each) for each in done]
        print_json({"format": "baocao-verify/1", "documents": documents, "exit_code": int(wrong)})
    elif len(done) != 1:
        _print_counts(done, language)
    sys.exit(int(wrong))


def to_json(done: Done) -> dict[str, Any]:
    """One file as ``--json`` prints it; ``checked``: whether it is a document of ours."""
    return {
        "file": visible(str(done.path)),
        "checked": not done.foreign,
        "clean": done.clean and not done.foreign,
        "findings": [finding.to_json() for finding in done.findings],
    }


def _print(done: Done, language: Language) -> None:
    count = sum(finding.severity != "info" for finding in done.findings)
    text = N_("all figures are those of the data") if done.clean else N_("{count} findings")
    if done.foreign:
        text = N_("not checked: not made by baocao")
    click.echo(f"{visible(str(done.path))}: {translate(text, language, count=count)}")
    print_findings(done.findings, language)


def _print_counts(done: Sequence[Done], language: Language) -> None:
    """The last line: how many files there are, and how they came out."""
    foreign = sum(each.foreign for each in done)
    wrong = sum(not each.clean for each in done)
    text = N_("{count} files: {good} as the data have it, {wrong} with findings, {foreign} not checked")
    counts = {"count": len(done), "good": len(done) - wrong - foreign, "wrong": wrong, "foreign": foreign}
    click.echo(translate(text, language, **counts))
