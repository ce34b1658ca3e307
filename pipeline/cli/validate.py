"""``baocao validate``"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipeline.build.inspect import inspect
from pipeline.build.plan import Selection
from pipeline.cli.output import CAMPAIGN, JSON, LANGUAGE, OUTPUTS, UNITS, print_findings, print_json
from pipeline.i18n import N_, language_of, translate


@click.command("validate")
@CAMPAIGN
@OUTPUTS
@UNITS
@JSON
@LANGUAGE
def validate_command(
    campaign: Path, outputs: Path, units: tuple[str, ...], as_json: bool, lang: str | None
) -> None:
    """Check the data, texts and templates of CAMPAIGN; make nothing."""
    language = language_of(lang)
    status = inspect(campaign, outputs, Selection(units))
    findings = [finding for finding in status.findings if not units or finding.unit in (None, *units)]
    errors = sum(finding.severity == "error" for finding in findings)
    if as_json:
        rows = [finding.to_json() for finding in findings]
        print_json({"format": "baocao-validate/1", "errors": errors, "findings": rows})
    else:
        print_findings(findings, language, campaign)
        valid = sum(unit.state == "delivered" for unit in status.units)
        text = N_("{valid} of {units} units are valid; {errors} errors, {others} other findings.")
        others = len(findings) - errors
        click.echo(translate(text, language, valid=valid, units=len(status.units), errors=errors, others=others))
    sys.exit(1 if errors else 0)
