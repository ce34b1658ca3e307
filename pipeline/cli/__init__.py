"""The command line: parses, calls, prints.

Exit codes: 0 fine, 1 findings or failed documents, 2 usage or our own failure.
"""

from __future__ import annotations

import sys
import traceback

import click

from pipeline import __version__
from pipeline.cli.build import build_command
from pipeline.cli.status import status_command
from pipeline.cli.validate import validate_command
from pipeline.errors import UsageError
from pipeline.i18n import N_, language_of, translate


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="baocao")
def baocao() -> None:
    """Checked, structured data become Vietnamese administrative reports and cover letters."""


for command in (build_command, status_command, validate_command):
    baocao.add_command(command)


def main() -> None:
    """Entry point. A failure of our own is told as such, with its trace, and never as a finding of the data."""
    try:
        baocao.main(prog_name="baocao")
    except UsageError as error:
        click.echo(error.text(language_of()), err=True)
        sys.exit(2)
    except Exception:
        traceback.print_exc()
        click.echo(translate(N_("baocao itself failed; please report the trace above."), language_of()), err=True)
        sys.exit(2)
