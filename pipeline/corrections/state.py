"""What a refresh knows on its way: the document, the same from the data of now, and what was found so far."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from pipeline.corrections.errors import OtherDocument
from pipeline.corrections.markup import Element
from pipeline.corrections.outcomes import BlockOutcome, BlockState, FigureOutcome, FigureState
from pipeline.corrections.reading import Control, Document
from pipeline.corrections.tables import CellNames
from pipeline.corrections.texts import Piece, alias, excerpt, pieces, sides, window
from pipeline.corrections.tracked import Tracker
from pipeline.docx.store import PrintedText
from pipeline.errors import BaocaoError


@dataclass(slots=True)
class State:
    """``printed``, ``values`` and ``shapes`` become those of the refreshed document; ``document.stored`` stays.

    ``thorough``: also look whether people changed blocks that need no other rows.
    ``excused``: how many controls of a figure went with a whole block, which is told once.
    ``opened``: figures that are left as open tracked changes; ``struck``: what was struck out in controls that
    were made of tracked changes, by ``id`` of their element.
    ``disagreeing``: figures of which the text and the store say two things.
    """

    document: Document
    fresh: Document
    force: bool = False
    tracker: Tracker | None = None
    thorough: bool = False
    opened: Counter[str] = field(default_factory=Counter)
    struck: dict[int, str] = field(default_factory=dict)
    printed: dict[str, PrintedText] = field(init=False)
    values: dict[str, str] = field(init=False)
    shapes: dict[str, tuple[str, str]] = field(init=False)
    figures: list[FigureOutcome] = field(default_factory=list)
    blocks: list[BlockOutcome] = field(default_factory=list)
    findings: list[BaocaoError] = field(default_factory=list)
    disagreeing: list[tuple[Control, str, str]] = field(default_factory=list)
    excused: Counter[str] = field(default_factory=Counter)
    _labels: dict[str, str] = field(default_factory=dict)
    _pieces: dict[Element, list[Piece]] = field(default_factory=dict)
    _wheres: dict[Element, str] = field(default_factory=dict)
    _cells: CellNames = field(default_factory=CellNames)

    def __post_init__(self) -> None:
        stored = self.document.stored
        self.printed, self.values = dict(stored.figures), dict(stored.values)
        self.shapes = dict(stored.blocks)

    def now(self, key: str) -> str | None:
        """What the data say, or None if the document would not print the figure any more."""
        found = self.fresh.stored.figures.get(key)
        return None if found is None else found.text

    def label(self, key: str) -> str:
        """What a message calls a figure: its name and its id."""
        known = self.document.stored.figures.get(key) or self.fresh.stored.figures.get(key)
        if not self._labels:
            controls = (*self.fresh.controls, *self.document.controls)
            self._labels = {control.key: alias(control.element) for control in controls}
        id_, name = known.figure if known else key, self._labels.get(key, "")
        return f"{name} ({id_})" if name and not id_.startswith(name) else id_

    def tell(self, kind: type[BaocaoError], **params: object) -> None:
        self.findings.append(kind(self.document.place, **params))

    def tell_at(self, kind: type[BaocaoError], control: Control, **params: str | None) -> None:
        """Tell something about a figure at its place."""
        texts = {name: said(value) for name, value in params.items()}
        self.tell(
            kind, story=control.story.kind, paragraph=self.where(control), figure=self.label(control.key), **texts
        )

    def where(self, control: Control) -> str:
        """The words around a figure with the figure in brackets, as they were before the refresh."""
        if control.element not in self._wheres:
            self._wheres[control.element] = self._look(control)
        return self._wheres[control.element]

    def _look(self, control: Control) -> str:
        paragraph = control.paragraph
        if paragraph is None:
            return excerpt(control.text)
        if paragraph not in self._pieces:
            self._pieces[paragraph] = list(pieces(paragraph))
        found = self._pieces[paragraph]
        at = next((index for index, (_, _, element) in enumerate(found) if element is control.element), None)
        if at is None:  # it is around the paragraph
            return self.spot(paragraph, "", control.text, "")
        before, after = sides(found, at)
        return self.spot(paragraph, before, found[at][1], after)

    def spot(self, paragraph: Element, before: str, value: str, after: str) -> str:
        """A value of a paragraph with the words around it; in a table with the names of its row and column."""
        cell = " › ".join(dict.fromkeys(name for name in self._cells.of(paragraph) if name))
        shown = window(before, value, after)
        return shown if cell in ("", f"{before}{value}{after}") else f"{excerpt(cell)}: {shown}"

    def kind(self, part: str) -> str:
        """What a part is called."""
        return next((story.kind for story in self.document.stories if story.part == part), part)

    def came_out(self, control: Control, state: FigureState, found: str) -> None:
        was = self.document.stored.figures.get(control.key)
        known = was or self.fresh.stored.figures.get(control.key)
        self.figures.append(
            FigureOutcome(
                control.key,
                known.figure if known else "",
                known.form if known else "",
                state,
                was.text if was else None,
                found,
                self.now(control.key),
                control.story.part,
                "" if state == "current" else self.where(control),
            )
        )

    def block_came_out(self, key: str, state: BlockState, paragraph: str = "", part: str = "") -> None:
        known = self.document.stored.blocks.get(key) or self.fresh.stored.blocks.get(key)
        self.blocks.append(BlockOutcome(key, known[0] if known else "", state, part, paragraph))


def said(text: str | None) -> str:
    """A text in a message; a dash where there is none."""
    return "–" if text is None else text


def require_same(document: Document, fresh: Document) -> None:
    """See that both are one and the same document of one campaign.

    Raises:
        OtherDocument
    """
    found, wanted = (
        " / ".join(filter(None, (each.campaign, each.unit, each.document)))
        for each in (document.stored.identity, fresh.stored.identity)
    )
    if found != wanted:
        raise OtherDocument(document.place, found=found, wanted=wanted)
