"""``baocao validate``"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipeline.build.campaign import Selection
from pipeline.build.inspect import inspect, write_comments
from pipeline.cli.output import (
    CAMPAIGN,
    COMMENTS,
    JSON,
    LANGUAGE,
    OUTPUTS,
    UNITS,
    print_comments,
    print_findings,
    print_json,
)
from pipeline.i18n import N_, Language, translate


@click.command("validate")
@CAMPAIGN
@OUTPUTS
@UNITS
@COMMENTS
@JSON
@LANGUAGE
def validate_command(
    campaign: Path, outputs: Path, units: tuple[str, ...], comments: Path | None, as_json: bool, language: Language
) -> None:
    """Check the data, texts and templates of CAMPAIGN; make nothing."""
    status = inspect(campaign, outputs, Selection(units), templates=True)
    errors = sum(finding.severity == "error" for finding in status.findings)
    if as_json:
        rows = [finding.to_json() for finding in status.findings]
        print_json({"format": "baocao-validate/1", "errors": errors, "findings": rows})
    else:
        print_findings(status.findings, language, campaign)
        valid, others = sum(unit.state == "delivered" for unit in status.units), len(status.findings) - errors
        text = N_("{valid} of {units} units are valid; {errors} errors, {others} other findings.")
        if not status.usable:
            text = N_("The campaign itself has errors, so its units were not checked; {errors} errors.")
        click.echo(translate(text, language, valid=valid, units=len(status.units), errors=errors, others=others))
    if comments is not None:
        print_comments(write_comments(status.campaign, status.findings, comments, language), language)
    sys.exit(1 if errors else 0)
