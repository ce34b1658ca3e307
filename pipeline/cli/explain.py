"""``baocao explain``"""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.build.campaign import DocumentId
from pipeline.cli.output import JSON, LANGUAGE, OUTPUTS, print_findings, print_json
from pipeline.corrections.book import Book
from pipeline.corrections.explain import Explainer
from pipeline.corrections.explain_errors import DataFaulty, NotPublished
from pipeline.corrections.files import WORD, read_file
from pipeline.corrections.names import Names, find_campaign
from pipeline.corrections.reading import stored_in
from pipeline.corrections.told import document_lines, figure_lines
from pipeline.docx.package import unpack
from pipeline.i18n import Language

CAMPAIGN = click.argument("campaign", type=click.Path(path_type=Path), required=False)
INPUTS = click.option(
    "--inputs",
    type=click.Path(path_type=Path),
    default=Path("inputs"),
    show_default=True,
    help="Folder of campaigns.",
)
UNIT = click.option("--unit", default="", metavar="ID", help="The unit whose figure or document is meant.")


@click.command("explain")
@click.argument("name", metavar="FIGURE|DOCUMENT|FILE")
@CAMPAIGN
@UNIT
@INPUTS
@OUTPUTS
@click.option("--all", "every", is_flag=True, help="Show every input of wide sums.")
@JSON
@LANGUAGE
def explain_command(
    name: str,
    campaign: Path | None,
    unit: str,
    inputs: Path,
    outputs: Path,
    every: bool,
    as_json: bool,
    language: Language,
) -> None:
    """Where a figure comes from, down to the cells that were typed, and every paragraph that prints it.

    FIGURE is an id (van-phong:staff.total), or a path with --unit; without a unit it is one of the whole campaign.
    For a DOCUMENT (units/van-phong/report) or a FILE, all its figures are listed with their sources.
    """
    file = Path(name) if name.lower().endswith(WORD) and Path(name).is_file() else None
    given = None if file is None else read_file(file, name)
    identity = None if given is None else stored_in(unpack(given, name), name).identity
    folder = find_campaign(campaign, inputs, identity, unit or _unit_in(name))
    try:
        book = Book(folder)
        explainer = Explainer(book, outputs / book.campaign.name)
        names = Names(book, explainer.labels)
        found = names.find(name, unit) if identity is None else names.of_identity(identity)
        if isinstance(found, DocumentId):
            _document(explainer, found, given, as_json, language)
        else:
            explained = explainer.figure(found, every)
            if as_json:
                print_json(explained.to_json())
            else:
                click.echo("\n".join(figure_lines(explained, language)))
    except DataFaulty as error:
        print_findings(error.findings, language, folder)
        raise


def _document(
    explainer: Explainer, document: DocumentId, given: bytes | None, as_json: bool, language: Language
) -> None:
    explained = explainer.document(document, given)
    if not (explained.printing.mentions or explained.printing.readable):
        raise NotPublished(document=document.path)
    if as_json:
        print_json(explained.to_json())
    else:
        click.echo("\n".join(document_lines(explained, language)))


def _unit_in(name: str) -> str:
    """The unit that a name begins with: of a figure (so-a:staff.total) or of a path (units/so-a/report)."""
    return name.partition(":")[0] if ":" in name else name.removeprefix("units/").partition("/")[0]
