"""``baocao sample``"""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.output import JSON, LANGUAGE, print_json
from pipeline.i18n import N_, Language, translate
from pipeline.sample import MAX_UNITS, write_sample


@click.command("sample")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--units", type=click.IntRange(2, MAX_UNITS), required=True, help="How many units.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed, other data.")
@JSON
@LANGUAGE
def sample_command(folder: Path, units: int, seed: int, as_json: bool, language: Language) -> None:
    """Write an invented campaign of many units into a new FOLDER, for tests and for measuring."""
    write_sample(folder, units, seed)
    if as_json:
        print_json({"format": "baocao-sample/1", "folder": str(folder), "units": units, "seed": seed})
        return
    text = N_("A sample of {units} units was written into {folder}.")
    click.echo(translate(text, language, units=units, folder=folder))
