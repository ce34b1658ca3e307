"""How findings and tables look in a terminal."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.errors import BaocaoError
from pipeline.i18n import N_, Language, translate

CAMPAIGN = click.argument("campaign", type=click.Path(path_type=Path), required=True)
OUTPUTS = click.option(
    "--outputs",
    type=click.Path(path_type=Path),
    default=Path("outputs"),
    show_default=True,
    help="Folder of results.",
)
UNITS = click.option("--unit", "units", multiple=True, metavar="ID", help="Only this unit (may be repeated).")
DOCUMENTS = click.option("--document", "documents", multiple=True, metavar="KEY", help="Only this document.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of text.")
LANGUAGE = click.option("--lang", type=click.Choice(["vi", "en"]), help="Language of messages; else the locale's.")

SEVERITIES = {"error": (N_("error"), "red"), "warning": (N_("warning"), "yellow"), "info": (N_("info"), "cyan")}


def console(stderr: bool = False) -> Console:
    """A console that keeps long lines whole where there is no terminal to fold them."""
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() or "COLUMNS" in os.environ else 200
    return Console(file=stream, width=width, highlight=False, soft_wrap=width is not None)


def print_findings(findings: Iterable[BaocaoError], language: Language, folder: Path) -> None:
    """One paragraph for each finding, errors first; places are given from where the command was started."""
    out = console(stderr=True)
    order = list(SEVERITIES)
    for finding in sorted(findings, key=lambda found: order.index(found.severity)):
        word, colour = SEVERITIES[finding.severity]
        where = _where(finding, folder)
        out.print(
            Text.assemble((f"{translate(word, language)} {finding.code}", colour), f" {where}"), soft_wrap=True
        )
        out.print(f"  {finding.message(language)}", markup=False, soft_wrap=True)
        if advice := finding.advice(language):
            out.print(f"  → {advice}", markup=False, soft_wrap=True)


def _where(finding: BaocaoError, folder: Path) -> str:
    if finding.place is None:
        return " ".join(part for part in (finding.unit, finding.document) if part)
    place = str(finding.place)
    return str(folder / place) if (folder / finding.place.file).is_file() else place


def print_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table without frames."""
    table = Table(*heads, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console().print(table)


def print_json(value: dict[str, Any]) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))
