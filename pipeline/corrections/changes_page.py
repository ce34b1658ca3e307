"""What changed, as one page that a leader reads in a minute: a file for any browser, to be printed on A4."""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path

from pipeline.corrections.atoms import WORD
from pipeline.corrections.changes import ISSUED, Changes, DocumentChange, FigureChange, Kind
from pipeline.corrections.sentences import SentenceChange
from pipeline.i18n import N_, Language, Text, translate, visible
from pipeline.page import page

MOST_SENTENCES = 30
"""So many sentences of one document are shown; a document written anew is read as a whole."""
KINDS: dict[Kind, Text] = {
    "changed": N_("changed"),
    "added": N_("added"),
    "removed": N_("removed"),
    "edited": N_("edited by hand"),
}
_LABELS: dict[str, Text] = {
    "title": N_("What changed"),
    "figure": N_("Label"),
    "before": N_("Before"),
    "after": N_("Now"),
    "source": N_("Source"),
    "printed_in": N_("Printed in"),
    "nothing": N_("Nothing changed."),
    "by_hand": N_("edited by hand"),
    "lost": N_("The earlier document is not kept; its sentences are not known."),
    "same": N_("No sentence changed."),
}


def since_text(changes: Changes, language: Language) -> str:
    """Between which states the comparison is."""
    if changes.since == ISSUED:
        return translate(N_("Since the documents were last issued"), language)
    return translate(N_("From build {then} to build {now}"), language, then=changes.since, now=changes.present)


def pages_text(document: DocumentChange, language: Language) -> str:
    """How many pages there were and are, as far as it is known."""
    then, now = document.pages
    if then is not None and now is not None:
        text = N_("pages: {now}, as before") if then == now else N_("pages: {then} → {now}")
        return translate(text, language, then=then, now=now)
    return ""


def counts_text(changes: Changes, language: Language) -> str:
    """How many figures and documents are other than they were."""
    kinds = [document.kind for document in changes.documents]
    counts = [f"{kinds.count(kind)} {translate(word, language)}" for kind, word in KINDS.items() if kind in kinds]
    figures = translate(N_("figures: {count}"), language, count=len(changes.figures))
    documents = translate(N_("documents: {counts}"), language, counts=", ".join(counts) or 0)
    return f"{figures}; {documents}"


def to_html(changes: Changes, language: Language) -> bytes:
    """The page."""
    sections = [
        {
            "name": section_name(changes, unit, language),
            "figures": [_figure(figure) for figure in figures],
            "documents": [_document(document, language) for document in documents],
        }
        for unit, figures, documents in changes.sections()
    ]
    return page(
        Path(__file__).with_name("changes.html"),
        lang=language,
        say={name: translate(text, language) for name, text in _LABELS.items()},
        campaign=visible(changes.campaign),
        since=since_text(changes, language),
        counts=counts_text(changes, language),
        sections=sections,
    )


def section_name(changes: Changes, unit: str, language: Language) -> str:
    """What a section is called: the name of a unit, or that it is of the whole campaign."""
    return visible(changes.units.get(unit, unit)) if unit else translate(N_("The whole campaign"), language)


def own_label(figure: FigureChange) -> str:
    """What a figure is called, if it has a name besides its id."""
    return "" if figure.label in ("", figure.figure, figure.figure.rpartition(":")[2]) else figure.label


def _figure(figure: FigureChange) -> dict[str, object]:
    return {
        "label": visible(own_label(figure)),
        "id": visible(figure.figure),
        "before": visible(", ".join(figure.before)),
        "after": visible(", ".join(figure.after)),
        "places": [visible(place) for place in figure.places],
        "documents": [visible(path) for path in figure.documents],
    }


def _document(document: DocumentChange, language: Language) -> dict[str, object]:
    left = len(document.sentences) - MOST_SENTENCES
    return {
        "path": visible(document.path),
        "kind": document.kind,
        "word": translate(KINDS[document.kind], language),
        "by_hand": document.by_hand and document.kind != "edited",
        "pages": pages_text(document, language),
        "told": document.told,
        "sentences": [_sentence(change) for change in document.sentences[:MOST_SENTENCES]],
        "more": translate(N_("and {count} more"), language, count=left) if left > 0 else "",
    }


def _sentence(change: SentenceChange) -> dict[str, list[tuple[str, bool]]]:
    """Both sides in pieces, each with whether it is other than on the other side."""
    old, new = WORD.findall(visible(change.before)), WORD.findall(visible(change.after))
    sides: tuple[list[tuple[str, bool]], list[tuple[str, bool]]] = ([], [])
    for kind, a0, a1, b0, b1 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for side, words in zip(sides, (old[a0:a1], new[b0:b1]), strict=True):
            if words:
                side.append(("".join(words), kind != "equal"))
    return {"before": sides[0], "after": sides[1]}
