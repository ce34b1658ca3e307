"""Options that commands share, and how findings and tables look in a terminal."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.build.reasons import Reason, limited
from pipeline.errors import BaocaoError
from pipeline.i18n import N_, Language, language_of, translate
from pipeline.stages.load import CAMPAIGN_FILE

if TYPE_CHECKING:
    from rich.console import Console

_META = "baocao."


def spoken(ctx: click.Context) -> Language:
    """The language of the command that runs: that of ``--lang``, else of the locale."""
    return language_of(ctx.meta.get(f"{_META}language"))


def _language(ctx: click.Context, _parameter: click.Parameter, value: str | None) -> Language:
    ctx.meta[f"{_META}language"] = value
    return language_of(value)


def _as_json(ctx: click.Context, _parameter: click.Parameter, value: bool) -> bool:
    ctx.meta[f"{_META}json"] = value
    return value


def _folder(_ctx: click.Context, _param: click.Parameter, path: Path) -> Path:
    """The campaign's folder, also where its ``campaign.yaml`` was named."""
    return path.parent if path.name == CAMPAIGN_FILE and path.is_file() else path


CAMPAIGN = click.argument("campaign", type=click.Path(path_type=Path), required=True, callback=_folder)
OUTPUTS = click.option(
    "--outputs",
    type=click.Path(path_type=Path),
    default=Path("outputs"),
    show_default=True,
    help="Folder of results.",
)
UNITS = click.option("--unit", "units", multiple=True, metavar="ID", help="Only this unit (may be repeated).")
DOCUMENTS = click.option(
    "--document", "documents", multiple=True, metavar="KEY", help="Only this document (may be repeated)."
)
COMMENTS = click.option(
    "--comments",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Write copies of faulty templates there, with each error as a Word comment.",
)
JSON = click.option(
    "--json", "as_json", is_flag=True, callback=_as_json, help="Print one JSON object instead of text."
)
LANGUAGE = click.option(
    "--lang",
    "language",
    type=click.Choice(["vi", "en"]),
    callback=_language,
    help="Language of messages; else the locale's.",
)

SEVERITIES = {"error": (N_("error"), "red"), "warning": (N_("warning"), "yellow"), "info": (N_("info"), "cyan")}


def console(stderr: bool = False) -> Console:
    """A console that keeps long lines whole where there is no terminal to fold them."""
    from rich.console import Console  # noqa: PLC0415 - a build that has nothing to tell needs none

    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() or "COLUMNS" in os.environ else 200
    return Console(file=stream, width=width, highlight=False, soft_wrap=width is not None)


def print_findings(findings: Iterable[BaocaoError], language: Language, *folders: Path) -> None:
    """One paragraph for each finding, errors first; places are given from where the command was started.

    ``folders``: where a finding's file may lie. What several units or documents have from one place is told once.
    """
    order = list(SEVERITIES)
    found = sorted(findings, key=lambda finding: order.index(finding.severity))
    if not found:
        return
    from rich.text import Text  # noqa: PLC0415 - as the console

    out = console(stderr=True)
    told: set[tuple[str, ...]] = set()
    for finding in found:
        word, colour = SEVERITIES[finding.severity]
        where, message = _where(finding, folders), finding.message(language)
        if (where, finding.code, message) in told:
            continue
        told.add((where, finding.code, message))
        head = Text.assemble((f"{translate(word, language)} {finding.code}", colour), f" {where}")
        out.print(head, soft_wrap=True)
        out.print(f"  {message}", markup=False, soft_wrap=True)
        if advice := finding.advice(language):
            out.print(f"  → {advice}", markup=False, soft_wrap=True)


def _where(finding: BaocaoError, folders: Sequence[Path]) -> str:
    if finding.place is None:
        return " ".join(part for part in (finding.unit, finding.document) if part)
    place = str(finding.place)
    file = finding.place.file
    return next((str(folder / place) for folder in folders if (folder / file).is_file()), place)


def print_comments(copies: Sequence[Path], language: Language) -> None:
    """Where the commented templates are."""
    text = N_("Templates with comments: {files}.") if copies else N_("No template has an error that has a place.")
    click.echo(translate(text, language, files=", ".join(map(str, copies))), err=True)


def tell_error(ctx: click.Context, error: BaocaoError) -> None:
    """Say why a command could not begin: to the terminal, and as JSON where JSON was asked for."""
    click.echo(error.text(spoken(ctx)), err=True)
    if ctx.meta.get(f"{_META}json"):
        print_json({"format": "baocao-error/1", "error": error.to_json(), "exit_code": 2})


def print_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table without frames."""
    from rich.table import Table  # noqa: PLC0415 - as the console
    from rich.text import Text  # noqa: PLC0415

    table = Table(*heads, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console().print(table)


def reason_lines(reasons: Sequence[Reason], language: Language, most: int = 5) -> list[str]:
    """One line for each reason why a document is not up to date; many are cut short."""
    return [reason.message(language) for reason in limited(reasons, most)]


def print_json(value: dict[str, Any]) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))
