"""The command line: parses, calls, prints.

Exit codes: 0 fine, 1 findings or failed documents, 2 usage or our own failure, 130 stopped from the keyboard.
"""

from __future__ import annotations

import traceback
from importlib import import_module
from typing import Any

import click

from pipeline import __version__
from pipeline.cli.output import spoken, tell_error
from pipeline.errors import BaocaoError
from pipeline.i18n import N_, translate

COMMANDS = (
    "build",
    "status",
    "changes",
    "validate",
    "check",
    "new",
    "sample",
    "refresh",
    "verify",
    "explain",
    "figures",
)


class Commands(click.Group):
    """All commands, each loaded when it is asked for. A failure of our own is told as such, with its trace, and
    never as a finding of the data."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as in click
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"pipeline.cli.{cmd_name}"), f"{cmd_name}_command")
        return command

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


def main() -> None:
    """Entry point."""
    baocao.main(prog_name="baocao")
