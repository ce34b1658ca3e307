"""Figures as content controls: what one filling prints is collected here and written as OOXML.

Generated text (:mod:`pipeline.docx.blocks`) asks for a control where it writes the run of a figure; a tag of the
template that prints a figure does so where :mod:`pipeline.docx.placing` has found room for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple

from jinja2.runtime import Context

from pipeline.docx.escape import escape_text
from pipeline.docx.store import (
    FIGURES,
    STORE_ID,
    Identity,
    PrintedText,
    Stored,
    block_key,
    figure_key,
    hash_shape,
    normal,
)
from pipeline.model import Paragraph, Run, Table

CONTROLS = "_controls"
"""Name under which the controls of the document stand in the context of its Word parts."""
MOST_CELLS = 10_000
"""Tables with more cells hold no controls of figures: Word would not open them in a time that anybody waits."""

MOST_LETTERS = 64
"""What Word takes as ``w:alias`` and ``w:tag``."""
TEXT = '<w:t xml:space="preserve">'
PERHAPS_EMPTY = "\x05"
"""Stands, until a part is finished, in a text that is empty if nothing else comes beside it."""

_BINDING = f'<w:dataBinding w:prefixMappings="xmlns:f=\'{FIGURES}\'" w:xpath="/f:figures[1]/f:'
_BOUND = f'[1]" w:storeItemID="{STORE_ID}"/>'
_RUN_END, _END = "</w:t></w:r>", "</w:sdtContent></w:sdt>"
_GALLERY = '<w:docPartObj><w:docPartGallery w:val="Quick Parts"/></w:docPartObj>'
"""Makes a block a piece out of a gallery, as tables of contents are. As plain rich text it would cost text:
LibreOffice 7.4 loses what stands before the first figure in it when it saves."""
_NUMBERED = re.compile(r'<w:tag w:val="([bf][0-9a-f]{12})"/><w:id w:val="[0-9]+"/>')
_EMPTY_RUN = re.compile(
    r"<w:r(?: [^<>]*)?>(?:<w:rPr/>|<w:rPr>(?:(?!</w:rPr>|<w:r[ >]).)*</w:rPr>)?"
    rf"<w:t(?: [^<>]*)?>{PERHAPS_EMPTY}+</w:t></w:r>",
    re.DOTALL,
)


class FigureText(str):
    """The text that stands for ``figure``, written in ``form``."""

    __slots__ = ("figure", "form")
    figure: str
    form: str

    @classmethod
    def of(cls, text: str, figure: str, form: str) -> FigureText:
        made = cls(text)
        made.figure, made.form = figure, form
        return made


class Place(NamedTuple):
    """The place of a tag: what stands around its text, and around a control instead.

    The control begins with ``opening`` (a run up to its text) and has the properties ``look``.
    """

    before: str
    after: str
    before_control: str
    after_control: str
    opening: str
    look: str


@dataclass(slots=True)
class Written:
    """A figure in one form: key, text as typed and as XML, its name for readers, and the kind of control."""

    key: str
    text: str
    xml: str
    alias: str
    kind: str


@dataclass(slots=True)
class Controls:
    """The controls of one document while it is filled. ``taken`` are the ids of the template's own controls."""

    identity: Identity
    taken: frozenset[int] = frozenset()
    _written: dict[tuple[str, str], Written] = field(default_factory=dict)
    _blocks: dict[str, tuple[str, str]] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)
    _last: int = 0

    def figure(self, text: str, figure: str, form: str) -> Written | None:
        """How a figure is written; None if it cannot be a control.

        A control shows what its key is bound to, so a second text under the same key stays plain text.
        """
        if not text:
            return None
        name = figure, form
        known = self._written.get(name)
        if known is None:
            known = self._written[name] = _written(text, figure, form)
            return known
        return known if known.text == text else None

    def run(self, figure: Written, opening: str, look: str) -> str:
        """The control with a figure. ``opening`` begins a run and its text, ``look`` are the run's properties."""
        key = figure.key
        return (
            f'<w:sdt><w:sdtPr>{look}<w:alias w:val="{figure.alias}"/><w:tag w:val="{key}"/>'
            f'<w:id w:val="{self._number(key)}"/>{_BINDING}{key}{_BOUND}{figure.kind}'
            f"</w:sdtPr><w:sdtContent>{opening}{figure.xml}{_RUN_END}{_END}"
        )

    def tag(self, text: FigureText, place: Place) -> str | None:
        """What a tag at a place prints for a figure; None if that cannot be a control."""
        figure = self.figure(text, text.figure, text.form)
        if figure is None:
            return None
        _, _, before, after, opening, look = place
        return f"{before}{self.run(figure, opening, look)}{after}"

    def block(self, group: str, blocks: Iterable[Paragraph | Table], made: str) -> str:
        """The control around the paragraphs and tables of a group, written as ``made``."""
        key = block_key(group)
        self._blocks[key] = group, hash_shape("".join(self._lines(blocks)))
        alias, number = escape(alias_of(group)), self._number(key)
        return (
            f'<w:sdt><w:sdtPr><w:alias w:val="{alias}"/><w:tag w:val="{key}"/><w:id w:val="{number}"/>{_GALLERY}'
            f"</w:sdtPr><w:sdtContent>{made}{_END}"
        )

    def _number(self, key: str) -> int:
        """The id of another control of this key."""
        self._counts[key] = self._counts.get(key, 0) + 1
        self._last += 1
        while self.taken and self._last in self.taken:
            self._last += 1
        return self._last

    def _lines(self, blocks: Iterable[Paragraph | Table]) -> Iterator[str]:
        """The text of a group as :func:`~pipeline.docx.store.hash_shape` takes it."""
        for block in blocks:
            if isinstance(block, Paragraph):
                text = self._shape(block.runs)
                yield f"{text}\n" if text else ""
            else:
                shape = self._shape if is_controlled(block) else _plain_shape
                for row in block.rows:
                    yield "".join(f"|{shape(cell.runs)}" for cell in row.cells) + "\n"

    def _shape(self, runs: Iterable[Run]) -> str:
        return "".join(f"{{{known.key}}}" if (known := self.of(run)) else normal(run.text) for run in runs)

    def of(self, run: Run) -> Written | None:
        """How the figure of a run is written; None for one that is no figure."""
        return None if run.figure is None else self.figure(run.text, run.figure, run.form)

    def finished(self, part: str, numbered: bool) -> str:
        """A filled part without runs that became empty.

        ``numbered``: every control stands in it once. Where a template keeps what a filter made, and prints it
        twice or never, ids are given anew, and counted.
        """
        if PERHAPS_EMPTY in part:
            part = _EMPTY_RUN.sub("", part).replace(PERHAPS_EMPTY, "")
        return part if numbered else _NUMBERED.sub(self._renumbered, part)

    def counted(self) -> tuple[int, dict[str, int]]:
        """The last id and how many controls there are of each key, before a part is filled."""
        return self._last, self._counts.copy()

    def recount(self, counted: tuple[int, dict[str, int]]) -> None:
        """Forget what was counted since."""
        self._last, self._counts = counted

    def _renumbered(self, found: re.Match[str]) -> str:
        return f'<w:tag w:val="{found[1]}"/><w:id w:val="{self._number(found[1])}"/>'

    def stored(self) -> Stored:
        """What the document knows of itself: all that stands in it."""
        counts = self._counts
        printed = {
            each.key: PrintedText(figure, form, normal(each.text), counts[each.key])
            for (figure, form), each in self._written.items()
            if each.key in counts
        }
        blocks = {key: block for key, block in self._blocks.items() if key in counts}
        return Stored(self.identity, printed, blocks, {key: each.text for key, each in printed.items()})


def _written(text: str, figure: str, form: str) -> Written:
    alias = figure if len(figure) <= MOST_LETTERS else f"{figure[: MOST_LETTERS - 1]}…"
    kind = '<w:text w:multiLine="1"/>' if "\n" in text or "\r" in text else "<w:text/>"
    said = str(text)
    return Written(figure_key(figure, form), said, escape_text(said), escape(alias), kind)


def is_controlled(table: Table) -> bool:
    """Whether each figure of a table is a control; in a very large one only the table itself is."""
    return len(table.rows) * len(table.columns) <= MOST_CELLS


def _plain_shape(runs: Iterable[Run]) -> str:
    return normal("".join(run.text for run in runs))


def controls_of(context: Context) -> Controls | None:
    """The controls of the document that is being filled; None if it is to have none."""
    found = context.get(CONTROLS)
    return found if isinstance(found, Controls) else None


def alias_of(group: str) -> str:
    """The name that Word shows for a block: the end of its pointer."""
    return group if len(group) <= MOST_LETTERS else f"…{group[1 - MOST_LETTERS :]}"
