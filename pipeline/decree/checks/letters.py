"""The letters of components: what of their text has a look, how wide it is, what size the body has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from pipeline.decree.model import Line, Look, Name, Paragraph, Piece, Recognised, Span
from pipeline.docx.metrics import longest_line_mm, text_width_mm
from pipeline.vietnamese import nfc

SIZE_PT = 0.1
"""Sizes that differ by no more than this are the same."""

MEASURED_FONT = "Times New Roman"
"""The font whose widths :mod:`pipeline.docx.metrics` knows."""

TIGHT = 1.01
"""Letters may be set so much closer than reckoned: a text that fills a line to the last is not told to wrap."""

_TAG = re.compile(r"\{\{.{0,500}?\}\}|\{%.{0,500}?%\}", re.DOTALL)
_WRITTEN = re.compile(r"[^\W_]")


def without_tags(text: str) -> str:
    """The text without template tags, whose content nobody knows yet."""
    return _TAG.sub("", text) if "{" in text else text


@lru_cache(maxsize=20_000)
def letters(text: str) -> int:
    """How many letters and digits a text has."""
    return sum(map(str.isalnum, text))


def written(piece: Piece | Paragraph, words: str = "") -> list[tuple[str, Look]]:
    """The parts of a text that have letters or digits, with their looks; its automatic number first.

    ``words``: a pattern; only what it matches counts.
    """
    paragraph = piece.paragraph if isinstance(piece, Piece) else piece
    spans: Sequence[Span] = piece.spans
    if paragraph.label_look and _is_number(paragraph.label) and spans[:1] == paragraph.spans[:1]:
        spans = (Span(f"{paragraph.label} ", paragraph.label_look), *spans)
    if words:
        return list(_matched(spans, words))
    return [(span.text, span.look) for span in spans if _WRITTEN.search(span.text)]


def _is_number(label: str) -> bool:
    """Whether an automatic label is a number and not a bullet; Word has one that is the letter ``o``."""
    return bool(_WRITTEN.search(label)) and not (len(label) == 1 and label.isalpha())


def _matched(spans: Sequence[Span], words: str) -> Iterator[tuple[str, Look]]:
    match = re.search(words, "".join(span.text for span in spans))
    if match is None:
        return
    begin = 0
    for span in spans:
        end = begin + len(span.text)
        part = span.text[max(match.start() - begin, 0) : max(match.end() - begin, 0)]
        if _WRITTEN.search(part):
            yield part, span.look
        begin = end


def own(document: Recognised, *names: str) -> tuple[Piece, ...]:
    """The components of these names that belong to the document itself or to one that it issues: an annex, a note
    and a table of figures are laid out as they please."""
    annexes = {piece.annex for piece in document.all("annex.label")}
    issued = {piece.annex for piece in document.all("tenloai")} - annexes
    return tuple(
        piece
        for piece in document.all(*names)
        if (piece.annex is None or piece.annex in issued)
        and piece.paragraph.region != "note"
        and not (piece.paragraph.cell is not None and piece.paragraph.cell.ruled)
    )


def has_main_text(document: Recognised) -> bool:
    """Whether there is more than annexes, headers and footers."""
    return any(
        piece.annex is None and piece.paragraph.region not in ("header", "footer") and letters(piece.text)
        for piece in document.pieces
    )


def size_of(piece: Piece) -> float | None:
    """The size that most letters of a component have."""
    parts = written(piece)
    if len(parts) == 1:
        size = parts[0][1].size
        return None if size is None else round(size, 1)
    sizes: Counter[float] = Counter()
    for text, look in parts:
        if look.size is not None:
            sizes[round(look.size, 1)] += letters(text)
    return max(sizes, key=lambda size: (sizes[size], size)) if sizes else None


def common_size(document: Recognised, names: Iterable[Name]) -> float | None:
    """The size that most letters of these components have in the main text."""
    sizes: Counter[float] = Counter()
    for piece in own(document, *names):
        size = size_of(piece)
        if size is not None:
            sizes[size] += letters(piece.text)
    return max(sizes, key=lambda size: (sizes[size], size)) if sizes else None


def shared(document: Recognised) -> set[int]:
    """Indices of the paragraphs that hold several components, as a letterhead made with tabs does."""
    counts = Counter(piece.paragraph.index for piece in document.pieces)
    return {index for index, count in counts.items() if count > 1}


def alone(document: Recognised, piece: Piece) -> bool:
    """Whether no other component shares the paragraph."""
    return piece.paragraph.index not in shared(document)


def room_mm(paragraph: Paragraph) -> float | None:
    """The width in millimetres that the lines of a paragraph may fill."""
    if paragraph.column_mm is None:
        return None
    left, right = paragraph.column_mm
    layout = paragraph.layout
    return right - left - (layout.left_mm or 0.0) - (layout.right_mm or 0.0)


def lines_of(piece: Piece) -> tuple[Line, ...]:
    """The lines of a component on the pages of a PDF: those of its paragraph, or its own where components share
    one; none where it shares a line."""
    lines = piece.paragraph.lines
    if piece.spans == piece.paragraph.spans:
        return lines
    return tuple(line for line in lines if " ".join(nfc(line.text).split()) in piece.text)


def longest_mm(piece: Piece) -> float | None:
    """The length in millimetres of the longest line of a component, wrapped as it stands in its column."""
    if lines := lines_of(piece):
        return max(line.box.x1 - line.box.x0 for line in lines)
    size, room = size_of(piece), room_mm(piece.paragraph)
    parts = written(piece)
    if size is None or not parts or not _is_measurable(parts):
        return None
    look = max(parts, key=lambda part: letters(part[0]))[1]
    text, whole = "".join(span.text for span in piece.spans).strip(), piece.paragraph.text.strip()
    if "".join(text.split()) == "".join(whole.split()):
        text = whole  # with the line breaks of the paragraph
    if room is None:
        return max(text_width_mm(line, size, look.bold, look.italic) for line in text.split("\n"))
    return longest_line_mm(text, room, size, look.bold, look.italic)


def _is_measurable(parts: Iterable[tuple[str, Look]]) -> bool:
    """Whether the widths of these letters are known: they are for one font."""
    return all(look.font in (None, MEASURED_FONT) for _, look in parts)


def line_count(piece: Piece) -> int | None:
    """How many lines a component fills: counted in a PDF, reckoned in a DOCX; None if nobody can say."""
    if lines := lines_of(piece):
        return len(lines)
    size, room = size_of(piece), room_mm(piece.paragraph)
    parts = written(piece)
    if size is None or room is None or room <= 0 or not _is_measurable(parts):
        return None
    width = sum(text_width_mm(text, size, look.bold, look.italic) for text, look in parts)
    first = max(piece.paragraph.layout.first_mm or 0.0, 0.0)
    return max(1, -int(-(width + first) / TIGHT // room))
