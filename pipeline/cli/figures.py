"""``baocao figures``"""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.build.fresh import Fresh
from pipeline.build.history import History
from pipeline.cli.explain import CAMPAIGN, INPUTS
from pipeline.cli.output import JSON, LANGUAGE, OUTPUTS, print_findings, print_json, print_table
from pipeline.corrections.book import Book
from pipeline.corrections.explain import Explainer
from pipeline.corrections.explain_errors import DataFaulty
from pipeline.corrections.figures import Sheet, State, sheet_of
from pipeline.corrections.names import find_campaign
from pipeline.corrections.sheet import to_docx, to_html
from pipeline.i18n import N_, Language, Text, translate
from pipeline.stages.files import write_atomic

STATES: dict[State, Text] = {
    "same": Text(""),
    "changed": N_("changed"),
    "new": N_("new"),
    "gone": N_("no longer printed"),
    "unknown": Text(""),
}


@click.command("figures")
@click.argument("unit", required=False)
@CAMPAIGN
@click.option("--summary", is_flag=True, help="The campaign's own documents; leave UNIT out.")
@click.option(
    "--docx", type=click.Path(path_type=Path, dir_okay=False), help="Write the sheet as a Word document."
)
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Write the sheet for the browser.")
@click.option("--since", metavar="BUILD|TAG", help="Compare with that build instead of the last one.")
@click.option("--changed", is_flag=True, help="Only figures that are not printed as they were last time.")
@INPUTS
@OUTPUTS
@JSON
@LANGUAGE
def figures_command(
    unit: str | None,
    campaign: Path | None,
    summary: bool,
    docx: Path | None,
    html: Path | None,
    since: str | None,
    changed: bool,
    inputs: Path,
    outputs: Path,
    as_json: bool,
    language: Language,
) -> None:
    """Every figure that the documents of UNIT print: last and new value, source, and room to initial it."""
    if summary and campaign is not None:
        raise click.UsageError("--summary is of all units: give CAMPAIGN only.")
    if summary:
        unit, campaign = None, Path(unit) if unit else None
    elif not unit:
        raise click.UsageError("Name a UNIT, or ask for --summary.")
    folder = find_campaign(campaign, inputs, unit=unit or "")
    try:
        book = Book(folder)
        if unit:
            book.unit(unit)
        results = outputs / book.campaign.name
        history = History(results)
        explainer = Explainer(book, results, history.manifest(history.named(since)) if since else None)
        sheet = sheet_of(explainer, unit or "", Fresh(folder, book.schemas).docx)
    except DataFaulty as error:
        print_findings(error.findings, language, folder)
        raise
    sheet = sheet.only_changed() if changed else sheet
    for file, made in ((docx, to_docx), (html, to_html)):
        if file is not None:
            write_atomic(file, made(sheet))
    if as_json:
        print_json(sheet.to_json())
    elif docx is None and html is None:
        _print(sheet, language)


def _print(sheet: Sheet, language: Language) -> None:
    def say(text: str, **params: object) -> str:
        return translate(text, language, **params)

    heads = [say(text) for text in (N_("Figure"), N_("Label"), N_("Last"), N_("Now"), N_("State"), N_("Source"))]
    rows = (
        (line.figure, line.label, "; ".join(line.last), "; ".join(line.now), say(STATES[line.state]), line.source)
        for line in sheet.lines
    )
    print_table(heads, rows)
    click.echo(
        say(N_("{count} figures, {changed} of them changed."), count=len(sheet.lines), changed=sheet.changed)
    )
