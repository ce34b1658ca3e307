"""What changed in a campaign's documents since an earlier build, or since they were last issued."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from pipeline.build.history import History, UnknownBuild, document_lines, docx_of, page_count
from pipeline.build.remembered import Remembered
from pipeline.corrections.captions import Captions
from pipeline.corrections.sentences import SentenceChange, changed_sentences, sentences
from pipeline.errors import BaocaoError, UsageError
from pipeline.i18n import N_
from pipeline.model import Place
from pipeline.stages.files import read_ordinary
from pipeline.stages.publish import Outputs

ISSUED = "issued"
Kind = Literal["changed", "added", "removed", "edited"]
"""edited: changed by hand only; a document that the build changed as well is *changed* and says so."""
MOST_PLACES = 3
_DEEPEST = 6


class NothingBuilt(UsageError):
    code = "R41"
    cause = N_("Nothing of campaign {campaign} has been built in {folder}.")
    remedy = N_("Build first: baocao build.")


class NoEarlierBuild(UsageError):
    code = "R42"
    cause = N_("There is no earlier build to compare with.")
    remedy = N_("From the next build on that changes a document, there is one.")


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure with its texts before and after, where it was typed (of a computed one: the inputs that changed),
    and the paths of the documents that print it."""

    figure: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    places: tuple[str, ...]
    documents: tuple[str, ...]
    label: str = ""

    @property
    def unit(self) -> str:
        """The unit, or "" for a figure of the campaign."""
        return self.figure.rpartition(":")[0]


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """A document that is other than it was. ``told``: False if the earlier one is lost, so that its sentences are
    not known; ``pages``: before and after, None where not known; ``by_hand``: it was edited since it was built."""

    path: str
    kind: Kind
    sentences: tuple[SentenceChange, ...] = ()
    told: bool = True
    pages: tuple[int | None, int | None] = (None, None)
    by_hand: bool = False

    @property
    def unit(self) -> str:
        """The unit, or "" for a document of the campaign."""
        return self.path.split("/")[1] if self.path.startswith("units/") else ""


@dataclass(frozen=True, slots=True)
class Changes:
    """All that changed since ``since`` (number of a build, or ``issued``) up to build ``present``.

    What is of the whole campaign comes first, then what is of each unit; ``units`` has their names by id.
    """

    campaign: str
    since: str
    present: int
    figures: tuple[FigureChange, ...]
    documents: tuple[DocumentChange, ...]
    units: Mapping[str, str] = field(default_factory=dict)

    def sections(self) -> Iterator[tuple[str, list[FigureChange], list[DocumentChange]]]:
        """The campaign ("") and each unit of which something changed, with its figures and documents."""
        others = [document.unit for document in self.documents] + [figure.unit for figure in self.figures]
        for unit in dict.fromkeys(("", *self.units, *others)):
            figures = [figure for figure in self.figures if figure.unit == unit]
            documents = [document for document in self.documents if document.unit == unit]
            if figures or documents:
                yield unit, figures, documents


def changes(
    folder: Path, since: str | None = None, unit: str | None = None, captions: Captions | None = None
) -> Changes:
    """What changed in the outputs ``folder`` of a campaign.

    ``since``: the number of a build, a tag, or ``issued``; without it the build before the present state.
    ``unit``: only documents of that unit. ``captions``: what figures and units are called.

    Raises:
        NothingBuilt, NoEarlierBuild, UnknownBuild
    """
    return Look(folder, since, unit, captions).changes()


class Look:
    """The outputs of a campaign beside those of an earlier time; :meth:`pair` gives the bytes of both."""

    def __init__(
        self,
        folder: Path,
        since: str | None = None,
        unit: str | None = None,
        captions: Captions | None = None,
    ) -> None:
        self.folder, self.history, self._captions = folder, History(folder), captions or Captions()
        self.present = self.history.present
        try:
            now = document_lines(self.history.manifest(self.present))
        except OSError as error:
            raise NothingBuilt(campaign=folder.name, folder=str(folder)) from error
        self.since = _number(self.history, since)
        then = self._issued(now) if self.since == ISSUED else self._of_build(int(self.since))
        wanted = f"units/{unit}/" if unit else ""
        self._now = {path: line for path, line in now.items() if path.startswith(wanted)}
        self._then = {path: found for path, found in then.items() if path.startswith(wanted)}

    def _of_build(self, number: int) -> dict[str, tuple[bytes, int]]:
        try:
            lines = document_lines(self.history.manifest(number))
        except OSError as error:
            raise UnknownBuild(since=str(number), known=", ".join(self.history.tags()) or ISSUED) from error
        return {path: (line, number) for path, line in lines.items()}

    def _issued(self, now: Mapping[str, bytes]) -> dict[str, tuple[bytes, int]]:
        """The documents that bore number and date, each as it was issued last before it became what it is."""
        found: dict[str, tuple[bytes, int]] = {}
        for number in reversed(self.history.builds()):
            for path, (line, _) in self._of_build(number).items():
                draft = b'"issued": ""' in line.partition(b', "prints"')[0]
                if path not in found and not draft and docx_of(line) != docx_of(now.get(path, b"")):
                    found[path] = line, number
        return found

    def changes(self) -> Changes:
        """All that changed."""
        with closing(Outputs.open(self.folder)) as outputs:
            documents = tuple(self._documents(outputs))
        figures = tuple(self._figures(documents))
        return Changes(self.folder.name, self.since, self.present, figures, documents, self._captions.units)

    def pair(self, path: str) -> tuple[bytes | None, bytes | None]:
        """The bytes of a document then and now; None for what is not there (any more)."""
        line, build = self._then.get(path, (b"", 0))
        before = self.history.document(path, docx_of(line), build) if line else None
        try:
            return before, read_ordinary(self.folder / f"{path}.docx")
        except OSError:
            return before, None

    def _documents(self, outputs: Outputs) -> Iterator[DocumentChange]:
        for path in sorted(self._now.keys() | self._then.keys(), key=self._captions.order):
            if path not in self._now:
                yield DocumentChange(path, "removed")
            elif path in self._then:
                by_hand = outputs.state(path, "docx") == "edited"
                then, now = docx_of(self._then[path][0]), docx_of(self._now[path])
                if by_hand or then != now:
                    yield self._changed(path, "changed" if then != now else "edited", then, by_hand)
            elif self.since != ISSUED:
                yield DocumentChange(path, "added", pages=(None, self._pages_now(path)))

    def _changed(self, path: str, kind: Kind, then: str, by_hand: bool) -> DocumentChange:
        before, after = self.pair(path)
        pages = (self.history.pages(then), self._pages_now(path))
        if before is None or after is None:
            return DocumentChange(path, kind, (), False, pages, by_hand)
        try:
            found = changed_sentences(sentences(before, path), sentences(after, path))
        except BaocaoError:  # somebody's file that is no document: there is nothing to tell of it
            return DocumentChange(path, kind, (), False, pages, by_hand)
        return DocumentChange(path, kind, found, True, pages, by_hand)

    def _pages_now(self, path: str) -> int | None:
        return page_count(self.folder / f"{path}.pdf")

    # --- figures ------------------------------------------------------------------------------------------------

    def _figures(self, documents: tuple[DocumentChange, ...]) -> Iterator[FigureChange]:
        before: dict[str, dict[str, None]] = {}
        after: dict[str, dict[str, None]] = {}
        printed_by: dict[str, list[str]] = {}
        for document in documents:
            if document.kind == "changed":
                then, now = _prints(self._then[document.path][0]), _prints(self._now[document.path])
                moved = {_list(figure) for figure in then.keys() ^ now.keys()} - {""}
                for figure in then.keys() & now.keys():
                    # a record has no name but its number: where one was added or left out, sentences tell
                    if then[figure] != now[figure] and _list(figure) not in moved:
                        before.setdefault(figure, {}).update(dict.fromkeys(then[figure]))
                        after.setdefault(figure, {}).update(dict.fromkeys(now[figure]))
                        printed_by.setdefault(figure, []).append(document.path)
        for figure in sorted(before):
            yield FigureChange(
                figure,
                tuple(before[figure]),
                tuple(after[figure]),
                tuple(self._places(figure)),
                tuple(printed_by[figure]),
                self._captions.label(figure),
            )

    def _places(self, figure: str) -> list[str]:
        """Where a figure was typed; of a computed one, the inputs whose values are other than they were."""
        found: dict[str, None] = {}
        waiting = [(figure, 0)]
        while waiting and len(found) < MOST_PLACES:
            id_, depth = waiting.pop(0)
            entry, trace = self._entry(id_, self._figures_now), self._trace(id_)
            if trace.get("place"):
                if depth == 0 or entry.get("value") != self._entry(id_, self._figures_then).get("value"):
                    found[str(Place(**{k: v for k, v in trace["place"].items() if k != "pointer"}))] = None
            elif depth < _DEEPEST:
                moved = (i for i in trace.get("inputs", ()) if self._moved(i))
                waiting += [(i, depth + 1) for i in moved]
        return list(found)

    def _moved(self, id_: str) -> bool:
        now, then = self._entry(id_, self._figures_now), self._entry(id_, self._figures_then)
        return bool(now) and bool(then) and now.get("value") != then.get("value")

    def _trace(self, id_: str) -> Mapping[str, Any]:
        trace = self._entry(id_, self._figures_now).get("trace")
        return trace if isinstance(trace, dict) else {}

    def _entry(self, id_: str, units: _Units) -> Mapping[str, Any]:
        found = units.of(id_.rpartition(":")[0]).get(id_)
        return found if isinstance(found, dict) else {}

    @cached_property
    def _figures_now(self) -> _Units:
        return _Units(Remembered(self.history.manifest(self.present)))

    @cached_property
    def _figures_then(self) -> _Units:
        build = max((number for _, number in self._then.values()), default=self.present)
        return _Units(Remembered(self.history.manifest(build)))


class _Units:
    """The figures of a manifest, unit by unit."""

    def __init__(self, remembered: Remembered) -> None:
        self._remembered = remembered
        self._units: dict[str, dict[str, Any]] = {}

    def of(self, unit: str) -> dict[str, Any]:
        if unit not in self._units:
            self._units[unit] = self._remembered.figures(unit)
        return self._units[unit]


def _number(history: History, since: str | None) -> str:
    if since == ISSUED:
        return since
    if since:
        return str(history.named(since, ISSUED))
    if not (builds := history.builds()):
        raise NoEarlierBuild
    return str(builds[-1])


def _list(figure: str) -> str:
    """The list of records that a figure is of, or ""."""
    return figure.partition("[")[0] if "[" in figure else ""


def _prints(line: bytes) -> Mapping[str, list[str]]:
    """What a line of a manifest says that a document prints; nothing if it is damaged."""
    with suppress(ValueError, AttributeError, RecursionError):
        (entry,) = json.loads(b"{" + line + b"}").values()
        return {k: [str(t) for t in v] for k, v in entry.get("prints", {}).items() if isinstance(v, list)}
    return {}
