"""``baocao verify``"""

from __future__ import annotations

import sys
from pathlib import Path

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

    Files may have any names. Ends with 1 if there is anything that somebody has to look at.
    """
    campaigns = Campaigns(inputs)
    documents, clean = [], True
    for file in documents_at(paths):
        done = verify_file(file, campaigns.document)
        clean &= done.clean
        if as_json:
            findings = [finding.to_json() for finding in done.findings]
            documents.append({"file": visible(str(file)), "clean": done.clean, "findings": findings})
        else:
            _print(done, language)
    if as_json:
        print_json({"format": "baocao-verify/1", "documents": documents, "exit_code": int(not clean)})
    sys.exit(int(not clean))


def _print(done: Done, language: Language) -> None:
    count = sum(finding.severity != "info" for finding in done.findings)
    text = N_("all figures are those of the data") if done.clean else N_("{count} findings")
    click.echo(f"{visible(str(done.path))}: {translate(text, language, count=count)}")
    print_findings(done.findings, language)
