"""Localise: typed values → the text of one document, in administrative Vietnamese, ready for a template.

The outcome is a :class:`Context`: plain immutable values. No stage downstream formats a number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from pipeline.errors import BaocaoError, DataError
from pipeline.i18n import N_
from pipeline.model import Place, Pointer, Record, walk
from pipeline.stages.localise.campaign import CampaignText, Subject, unit_names
from pipeline.stages.localise.heads import Issuer
from pipeline.stages.localise.localiser import Context, Localiser
from pipeline.stages.localise.markdown import parse_texts
from pipeline.stages.localise.nodes import Parsed

__all__ = [
    "CampaignText",
    "Context",
    "Issuer",
    "Subject",
    "localise",
    "narrative_errors",
    "narrative_texts",
    "parse_texts",
    "unit_names",
]


class NotAPhrase(DataError):
    code = "N07"
    cause = N_("“{text}” reads as a list, a heading or a table, and only running text can stand here.")
    remedy = N_("Take the sign at its beginning out, or put a backslash before it.")


_PHRASES = {"subject", "title", "total", "caption", "empty"}


def narrative_texts(record: Record) -> Iterator[tuple[Pointer, str]]:
    """Every text with placeholders of a campaign's or a unit's record, with its pointer."""
    if "documents" in record.data and "units" in record.data:
        for pointer, value in walk("/documents", record.data["documents"]):
            if pointer.rpartition("/")[2] in {*_PHRASES, "text"} and isinstance(value, str):
                yield pointer, value
    for key, text in record.data.get("narrative", {}).items():
        yield f"/narrative/{key}", text


def narrative_errors(record: Record, texts: Mapping[str, Parsed]) -> Iterator[DataError]:
    """What makes the texts of a record unusable, each with its place."""
    for pointer, text in narrative_texts(record):
        for error in texts[text].errors:
            yield type(error)(_at(record.place(pointer), error.params.get("line")), **error.params)
        if _is_phrase(pointer) and not texts[text].is_phrase:
            yield NotAPhrase(record.place(pointer), text=text[:60])


def _at(place: Place, line: object) -> Place:
    """The place of the fault itself, where the text knows its line."""
    if not isinstance(line, int) or not line or place.line is None:
        return place
    return replace(place, line=place.line + line, column=None)


def _is_phrase(pointer: Pointer) -> bool:
    around, _, name = pointer.rpartition("/")
    return not pointer.startswith("/narrative/") and (name in _PHRASES or "/columns/" in around)


def localise(key: str, subject: Subject, campaign: CampaignText) -> tuple[Context | None, list[BaocaoError]]:
    """The context of document ``key`` for ``subject``, or what stands against it (and warnings in any case).

    What is wrong with a document of the campaign is no fault of the unit that issues it.
    """
    localiser = Localiser(key, subject, campaign)
    context = localiser.context()
    unit = subject.entry.id if localiser.of_unit else None
    errors: list[BaocaoError] = [error.about(unit, key) for error in dict.fromkeys(localiser.errors)]
    return (None if any(error.severity == "error" for error in errors) else context), errors
