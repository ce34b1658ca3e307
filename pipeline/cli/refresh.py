"""``baocao refresh``"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from pipeline.build.fresh import Campaigns
from pipeline.cli.output import JSON, LANGUAGE, print_findings, print_json
from pipeline.corrections.files import WORD, Done, refresh_file
from pipeline.corrections.outcomes import FigureState
from pipeline.docx.revisions import Author
from pipeline.i18n import N_, Language, translate, visible

INPUTS = click.option(
    "--inputs",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("inputs"),
    show_default=True,
    help="Folder of the campaigns; a document says itself which one it is of.",
)
STATES: dict[FigureState, str] = {
    "updated": N_("{count} figures brought up to date"),
    "current": N_("{count} figures up to date already"),
    "typed-over": N_("{count} typed over and kept"),
    "unproven": N_("{count} kept, because what was printed is not known"),
    "cut": N_("{count} cut in pieces and kept"),
    "revised": N_("{count} with open changes kept"),
    "foreign": N_("{count} from other documents kept"),
    "gone": N_("{count} no longer printed kept"),
    "removed": N_("{count} deleted"),
}


@click.command("refresh")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="FILE…")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the result there.  [default: in place; the edited file is kept beside]",
)
@click.option("--force", is_flag=True, help="Also write over figures and tables that people changed by hand.")
@click.option(
    "--track", is_flag=True, help="Make each change a tracked change, to be accepted or rejected in Word."
)
@click.option(
    "--author", default="baocao", show_default=True, metavar="NAME", help="Whose the tracked changes are."
)
@INPUTS
@JSON
@LANGUAGE
def refresh_command(
    files: tuple[Path, ...],
    out: Path | None,
    force: bool,
    track: bool,
    author: str,
    inputs: Path,
    as_json: bool,
    language: Language,
) -> None:
    """Bring the figures and tables of edited documents up to date; all else stays as people wrote it."""
    if out is not None and len(files) > 1:
        raise click.UsageError("--out takes the result of one file.")
    if out is not None and out.suffix.lower() not in WORD:
        raise click.UsageError("--out is a Word document: give it the suffix .docx.")
    campaigns = Campaigns(inputs)
    who = Author.now(author) if track else None
    documents, failed = [], False
    for file in files:
        done = refresh_file(file, campaigns.document, out, force=force, track=who)
        failed |= done.failed
        if as_json:
            documents.append(to_json(done))
        else:
            _print(done, language)
    if as_json:
        print_json({"format": "baocao-refresh/1", "documents": documents, "exit_code": int(failed)})
    sys.exit(int(failed))


def _print(done: Done, language: Language) -> None:
    click.echo(f"{visible(str(done.path))}: {_said(done, language)}")
    if done.written is not None:
        text = N_("written to {file}")
        if done.kept is not None:
            text = N_("written to {file}; what stood there before is kept in {kept}")
        click.echo(f"  {translate(text, language, file=done.written, kept=done.kept)}")
    print_findings(done.findings, language)


def _said(done: Done, language: Language) -> str:
    """In one line, what was done."""
    refreshed = done.refreshed
    if refreshed is None:
        return translate(N_("not refreshed"), language)
    counts = {state: sum(figure.outcome == state for figure in refreshed.figures) for state in STATES}
    said = [translate(text, language, count=counts[state]) for state, text in STATES.items() if counts[state]]
    replaced = sum(block.outcome == "replaced" for block in refreshed.blocks)
    said += [translate(N_("{count} tables or passages replaced"), language, count=replaced)] if replaced else []
    return ", ".join(said) or translate(N_("it prints no figure"), language)


def to_json(done: Done) -> dict[str, Any]:
    """One file as ``--json`` prints it."""
    return {
        "file": visible(str(done.path)),
        "written": visible(str(done.written)) if done.written else None,
        "kept": visible(str(done.kept)) if done.kept else None,
        **(done.refreshed.to_json() if done.refreshed else {"findings": [f.to_json() for f in done.findings]}),
    }
