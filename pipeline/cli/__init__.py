"""The command line: parses, calls, prints.

Exit codes: 0 fine, 1 findings or failed documents, 2 usage or our own failure, 130 stopped from the keyboard.
"""

from __future__ import annotations

import traceback
from typing import Any

import click

from pipeline import __version__
from pipeline.cli.build import build_command
from pipeline.cli.changes import changes_command
from pipeline.cli.check import check_command
from pipeline.cli.explain import explain_command
from pipeline.cli.figures import figures_command
from pipeline.cli.new import new_command
from pipeline.cli.output import spoken, tell_error
from pipeline.cli.refresh import refresh_command
from pipeline.cli.sample import sample_command
from pipeline.cli.status import status_command
from pipeline.cli.validate import validate_command
from pipeline.cli.verify import verify_command
from pipeline.errors import BaocaoError
from pipeline.i18n import N_, translate


class Commands(click.Group):
    """All commands. A failure of our own is told as such, with its trace, and never as a finding of the data."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BaocaoError as error:
            tell_error(ctx, error)
        except KeyboardInterrupt:
            text = N_("Stopped. What was finished stays; the next build goes on from there.")
            click.echo(translate(text, spoken(ctx)), err=True)
            ctx.exit(130)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception:
            traceback.print_exc()
            text = N_("baocao itself failed; please report the trace above.")
            click.echo(translate(text, spoken(ctx)), err=True)
        return ctx.exit(2)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="baocao")
def baocao() -> None:
    """Checked, structured data become Vietnamese administrative reports and cover letters."""


for command in (
    build_command,
    status_command,
    changes_command,
    validate_command,
    check_command,
    new_command,
    sample_command,
    refresh_command,
    verify_command,
    explain_command,
    figures_command,
):
    baocao.add_command(command)


def main() -> None:
    """Entry point."""
    baocao.main(prog_name="baocao")
