"""``baocao new``"""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.output import JSON, LANGUAGE, print_json, print_table
from pipeline.decree.copies import write_new_template
from pipeline.decree.kinds import KINDS
from pipeline.i18n import N_, Language, translate

_NEXT = N_("Put it into the campaign's folder and name it under template: of campaign.yaml.")


@click.group("new")
def new_command() -> None:
    """Make a new template to start from."""


@new_command.command("template")
@click.option("--kind", metavar="KIND", help="Type of document: BC, TTr, CV … or its name.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write.  [default: by the type]"
)
@click.option("--force", is_flag=True, help="Overwrite a file that is there.")
@click.option("--list", "listed", is_flag=True, help="List the types of document.")
@JSON
@LANGUAGE
def template_command(
    kind: str | None, out: Path | None, force: bool, listed: bool, as_json: bool, language: Language
) -> None:
    """Write a template for one of the 29 types of document of Nghị định 30/2020/NĐ-CP."""
    if listed:
        if as_json:
            rows = [{"kind": short, "name": name} for short, name in KINDS.items()]
            print_json({"format": "baocao-kinds/1", "kinds": rows})
        else:
            print_table([translate(N_("kind"), language), translate(N_("name"), language)], KINDS.items())
        return
    if not kind:
        raise click.UsageError("Missing option '--kind' (or '--list').")
    path = write_new_template(kind, out, force)
    if as_json:
        print_json({"format": "baocao-new/1", "file": str(path)})
    else:
        click.echo(translate(N_("A template was written: {path}"), language, path=path))
        click.echo(translate(_NEXT, language))
