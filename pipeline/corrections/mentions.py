"""Where a document prints figures: paragraph, heading above, row and column of a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pipeline.corrections.markup import VAL, Element
from pipeline.corrections.reading import Document
from pipeline.corrections.tables import CellNames
from pipeline.corrections.texts import paragraph_text, pieces, sides
from pipeline.docx import styles
from pipeline.docx.errors import BrokenXml, UnsafeXml
from pipeline.docx.source import QW

LEVELS = {styles.ANNEX_LABEL: 0, styles.ANNEX_TITLE: 1, "Muc": 2, "KhoanCoTieuDe": 3}
"""Style of a heading -> its level; a heading ends those of its level and below."""
_P_STYLE = f"{QW}pPr/{QW}pStyle"


@dataclass(frozen=True, slots=True)
class Mention:
    """One figure at one place. ``before`` and ``after``: the rest of its paragraph; ``kind``: the text, a header.

    In a table ``caption`` is what stands above it; see :class:`~.tables.CellNames` for ``row`` and ``column``.
    """

    figure: str
    form: str
    text: str
    before: str = ""
    after: str = ""
    kind: str = ""
    heading: str = ""
    caption: str = ""
    row: str = ""
    column: str = ""

    @property
    def in_table(self) -> bool:
        return bool(self.row or self.column)

    def to_json(self) -> dict[str, str]:
        names = ("figure", "form", "text", "before", "after", "kind", "heading", "caption", "row", "column")
        return {name: str(getattr(self, name)) for name in names}


@dataclass(slots=True)
class _Above:
    """What stands above the paragraph that is read: headings by level, and the caption of the table."""

    headings: dict[int, str] = field(default_factory=dict)
    caption: str = ""

    def take(self, style: str, paragraph: Element) -> None:
        if style in LEVELS:
            level = LEVELS[style]
            self.headings = {above: text for above, text in self.headings.items() if above < level}
            self.headings[level] = " ".join(paragraph_text(paragraph).split())
            self.caption = ""
        elif style == styles.PARAGRAPH["caption"]:
            self.caption = " ".join(paragraph_text(paragraph).split())

    @property
    def heading(self) -> str:
        return " › ".join(text for text in self.headings.values() if text)


def mentions(document: Document, wanted: Callable[[str], bool] = lambda _: True) -> Iterator[Mention]:
    """Every figure that a document prints and that is ``wanted`` (by its id), in the order of its text."""
    ids = _style_ids(document)
    figures = {key: printed for key, printed in document.stored.figures.items() if wanted(printed.figure)}
    names_of_cells = CellNames()
    above, part = _Above(), ""
    for story, paragraph in document.paragraphs():
        if story.part != part:
            above, part = _Above(), story.part
        style = paragraph.find(_P_STYLE)
        above.take("" if style is None else ids.get(style.get(VAL, ""), style.get(VAL, "")), paragraph)
        found = [*pieces(paragraph)]
        if not any(key in figures for key, _, _ in found):
            continue
        row, column = names_of_cells.of(paragraph)
        caption = above.caption if row or column else ""
        for index, (key, text, _) in enumerate(found):
            if printed := figures.get(key):
                before, after = sides(found, index)
                yield Mention(
                    printed.figure,
                    printed.form,
                    text,
                    before,
                    after,
                    story.kind,
                    above.heading,
                    caption,
                    row,
                    column,
                )


def _style_ids(document: Document) -> dict[str, str]:
    """Word makes new ids of styles when it saves: id in the document -> the fixed id, by the style's name."""
    try:
        return styles.fixed_ids(document.package, document.name)
    except (BrokenXml, UnsafeXml):
        return {}
