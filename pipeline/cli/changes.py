"""``baocao changes``"""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.output import CAMPAIGN, JSON, LANGUAGE, OUTPUTS, print_json, print_table
from pipeline.corrections.captions import Captions
from pipeline.corrections.changes import Changes, DocumentChange, FigureChange, Look
from pipeline.corrections.changes_page import (
    KINDS,
    counts_text,
    own_label,
    pages_text,
    section_name,
    since_text,
    to_html,
)
from pipeline.corrections.comparison import compared
from pipeline.docx.revisions import Author
from pipeline.errors import BaocaoError
from pipeline.i18n import N_, Language, translate
from pipeline.stages.files import write_atomic


@click.command("changes")
@CAMPAIGN
@OUTPUTS
@click.option(
    "--since",
    metavar="BUILD|TAG|issued",
    help="Compare with this build, or with what was last issued; else with the build before the present state.",
)
@click.option("--unit", metavar="ID", help="Only documents of this unit.")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Write the page for the browser.")
@click.option(
    "--copies",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Write a copy of each changed document there, with tracked changes.",
)
@click.option("--author", default="baocao", show_default=True, help="Author of the tracked changes.")
@JSON
@LANGUAGE
def changes_command(
    campaign: Path,
    outputs: Path,
    since: str | None,
    unit: str | None,
    html: Path | None,
    copies: Path | None,
    author: str,
    as_json: bool,
    language: Language,
) -> None:
    """What changed since an earlier build: figures, sentences, pages, documents."""
    look = Look(outputs / campaign.resolve().name, since, unit, Captions.of(campaign))
    found = look.changes()
    if html is not None:
        write_atomic(html, to_html(found, language))
    made = [] if copies is None else write_copies(look, found, copies, Author.now(author))
    if as_json:
        print_json({**to_json(found), "copies": [str(copy) for copy in made]})
    else:
        _print(found, language)
        for copy in made:
            click.echo(f"→ {copy}")


def write_copies(look: Look, changes: Changes, folder: Path, author: Author) -> list[Path]:
    """Write the comparison copy of each document of which both states are known.

    Raises:
        CannotWrite
    """
    copies = []
    for document in changes.documents:
        before, after = look.pair(document.path) if document.told else (None, None)
        if before is None or after is None:
            continue
        try:
            data = compared(before, after, author, f"{document.path}.docx")
        except BaocaoError:  # it was told as a document of which nothing is known
            continue
        copy = folder / f"{document.path}.docx"
        write_atomic(copy, data)
        copies.append(copy)
    return copies


def _print(changes: Changes, language: Language) -> None:
    def say(text: str, **params: object) -> str:
        return translate(text, language, **params)

    click.echo(f"{since_text(changes, language)}; {counts_text(changes, language)}")
    for unit, figures, documents in changes.sections():
        click.echo(f"\n{section_name(changes, unit, language)}")
        if figures:
            texts = N_("Label"), N_("Before"), N_("Now"), N_("Figure"), N_("Source"), N_("Printed in")
            print_table([say(text) for text in texts], map(_row, figures))
        for document in documents:
            click.echo(_head(document, language))
            for sentence in document.sentences:
                click.echo(f"  - {sentence.before}" if sentence.before else "", nl=bool(sentence.before))
                click.echo(f"  + {sentence.after}" if sentence.after else "", nl=bool(sentence.after))
    if not changes.documents:
        click.echo(say(N_("Nothing changed.")))


def _row(figure: FigureChange) -> tuple[str, ...]:
    label, before, after = own_label(figure), ", ".join(figure.before), ", ".join(figure.after)
    places, documents = ", ".join(figure.places), ", ".join(figure.documents)
    return label or figure.figure, before, after, figure.figure if label else "", places, documents


def _head(document: DocumentChange, language: Language) -> str:
    words = [translate(KINDS[document.kind], language)]
    if document.by_hand and document.kind != "edited":
        words.append(translate(N_("edited by hand"), language))
    if document.told and document.kind in ("changed", "edited") and not document.sentences:
        words.append(translate(N_("No sentence changed."), language))
    if not document.told:
        words.append(translate(N_("The earlier document is not kept; its sentences are not known."), language))
    if pages := pages_text(document, language):
        words.append(pages)
    return f"{document.path}: {'; '.join(words)}"


def to_json(changes: Changes) -> dict[str, object]:
    """The changes as ``--json`` prints them (format baocao-changes/1)."""
    return {
        "format": "baocao-changes/1",
        "campaign": changes.campaign,
        "since": changes.since,
        "present": changes.present,
        "units": {unit: changes.units.get(unit, unit) for unit, _, _ in changes.sections() if unit},
        "figures": [
            {
                "figure": figure.figure,
                "label": figure.label,
                "unit": figure.unit,
                "before": list(figure.before),
                "after": list(figure.after),
                "places": list(figure.places),
                "documents": list(figure.documents),
            }
            for figure in changes.figures
        ],
        "documents": [
            {
                "path": document.path,
                "unit": document.unit,
                "kind": document.kind,
                "by_hand": document.by_hand,
                "told": document.told,
                "pages": list(document.pages),
                "sentences": [{"before": s.before, "after": s.after} for s in document.sentences],
            }
            for document in changes.documents
        ],
    }
