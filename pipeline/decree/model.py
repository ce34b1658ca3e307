"""What a reader sees of a document, measured: the same values for a DOCX and for a PDF.

Lengths on the page are millimetres, sizes of letters and gaps between paragraphs are points. ``None`` means that
the format, or the document, does not tell; a check is silent about what nobody knows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

Format = Literal["docx", "pdf"]
Align = Literal["left", "center", "right", "both"]
Region = Literal["body", "cell", "box", "frame", "header", "footer", "note"]
"""body: the text itself; cell: a table; box: a text box; frame: a paragraph with a place of its own; note: a
footnote or endnote."""

StrokeForm = Literal["border", "shape", "underline", "typed", "drawn"]
"""How a line is made: paragraph or cell border, drawing (DrawingML or VML), underlined text, typed characters
(``____``, ``-----``), or ink on the page of a PDF."""


@dataclass(frozen=True, slots=True)
class Look:
    """How letters look after all that has a say in it. ``colour`` is ``RRGGBB`` (automatic: ``000000``)."""

    font: str | None = None
    size: float | None = None
    bold: bool = False
    italic: bool = False
    underline: bool = False
    colour: str = "000000"


@dataclass(frozen=True, slots=True)
class Span:
    """Text of one look as it is shown (``w:caps`` applied; not normalised). ``field``: name of the field that made
    it, such as ``PAGE``. Tabs are ``\\t``, line breaks ``\\n``."""

    text: str
    look: Look
    field: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """Paragraph layout. ``first_mm``: first-line indent (negative: hanging); ``line``: line spacing as a multiple
    of single, None where it is ``line_pt`` (exact or at least) or unknown."""

    align: Align | None = None
    left_mm: float | None = None
    right_mm: float | None = None
    first_mm: float | None = None
    before_pt: float | None = None
    after_pt: float | None = None
    line: float | None = None
    line_pt: float | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page: millimetres from the left and upper edges of the paper."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class CellPlace:
    """A table cell: number of the table in the document (from 0), row, column, columns in the row, whether the
    table shows inner lines (a table of figures does, one made for layout does not), and how deep it is nested."""

    table: int
    row: int
    column: int
    columns: int
    ruled: bool
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph (PDF: lines that belong together) in reading order.

    ``index`` counts from 0 over the whole document, headers last. ``label`` is the automatic number or bullet that
    Word puts before it. ``column_mm``: left and right edge of the room that it stands in, on the page (of a body
    paragraph the text area, of a cell the cell without its padding). ``stops_mm``: its tab stops, from the left
    edge of the paper. PDF only: ``page`` (from 0), ``box`` of its ink, and ``lines``, its single lines.
    """

    index: int
    spans: tuple[Span, ...]
    layout: Layout = Layout()
    region: Region = "body"
    part: str = ""
    section: int = 0
    style: str = ""
    label: str = ""
    label_look: Look | None = None
    cell: CellPlace | None = None
    column_mm: tuple[float, float] | None = None
    stops_mm: tuple[float, ...] = ()
    page_break: bool = False
    page: int | None = None
    box: Box | None = None
    lines: tuple[Line, ...] = ()

    @property
    def text(self) -> str:
        """The text as shown, without the automatic label."""
        return "".join(span.text for span in self.spans)

    @property
    def shown(self) -> str:
        """The text with its automatic label before it."""
        return f"{self.label} {self.text}" if self.label else self.text


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a paragraph on the page of a PDF."""

    box: Box
    spans: tuple[Span, ...]
    page: int

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Stroke:
    """A horizontal line that is drawn for the eye, not the frame of a table of figures.

    ``after``: index of the paragraph under which it stands (the nearest above it; its own for underlined text; for
    a paragraph of typed characters, or an empty one with a border, the paragraph before). ``x_mm``: left and right
    end on the page if known. ``solid``: neither dashed nor dotted nor doubled.
    """

    form: StrokeForm
    after: int
    length_mm: float | None
    x_mm: tuple[float, float] | None = None
    solid: bool = True
    page: int | None = None
    y_mm: float | None = None


@dataclass(frozen=True, slots=True)
class Strip:
    """Header or footer of a section: ``kind`` as in Word, its paragraphs (page fields have ``Span.field``)."""

    place: Literal["header", "footer"]
    kind: Literal["default", "first", "even"]
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Pages of one set-up. ``start``: the number that its first page gets anew, None if it goes on counting.
    ``strips`` are those in force, inherited ones included. ``first``/``last``: indices of its paragraphs."""

    width_mm: float | None
    height_mm: float | None
    top_mm: float | None
    bottom_mm: float | None
    left_mm: float | None
    right_mm: float | None
    landscape: bool = False
    gutter_mm: float = 0.0
    header_mm: float | None = None
    title_page: bool = False
    start: int | None = None
    number_format: str = "decimal"
    strips: tuple[Strip, ...] = ()
    first: int = 0
    last: int = -1


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a PDF. ``ink``: what its ink covers, page number left out; ``number``: what is printed as its page
    number, with its place; ``has_text``: False for a blank or scanned page."""

    width_mm: float
    height_mm: float
    ink: Box | None = None
    number: Line | None = None
    has_text: bool = True
    pictures: int = 0


@dataclass(frozen=True, slots=True)
class Trouble:
    """What only the reader of the format can see: ``kind`` is the measure that asks for it (``missing-glyphs``,
    ``mixed-families``, ``overlap`` …), ``found`` what it saw there."""

    kind: str
    found: str
    paragraph: int | None = None
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True)
class Measured:
    """A whole document. ``paragraphs`` holds those of the body, tables, boxes, frames and notes in reading order;
    headers and footers are in ``sections``. ``state``: from the document's properties ("" if not told)."""

    format: Format
    name: str
    paragraphs: tuple[Paragraph, ...]
    sections: tuple[Section, ...]
    strokes: tuple[Stroke, ...] = ()
    pages: tuple[Page, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    fonts: tuple[str, ...] = ()
    state: str = ""
    has_tables: bool = False
    has_revisions: bool = False

    @cached_property
    def strokes_after(self) -> dict[int, tuple[Stroke, ...]]:
        """Strokes by the paragraph that they stand under."""
        found: dict[int, tuple[Stroke, ...]] = {}
        for stroke in self.strokes:
            found[stroke.after] = (*found.get(stroke.after, ()), stroke)
        return found


# --- recognised components ---------------------------------------------------------------------------------------

Name = Literal[
    "organ.parent", "organ.issuer", "quochieu", "tieungu", "so", "diadanh",
    "tenloai", "trichyeu", "trichyeu.cv", "authority", "cancu", "decides",
    "kinhgui", "kinhgui.item",
    "body", "table",
    "h.phan", "h.phan.title", "h.chuong", "h.chuong.title", "h.muc.arabic", "h.muc.arabic.title",
    "h.tieumuc", "h.tieumuc.title", "h.muc.roman", "h.dieu", "h.khoan.titled", "h.khoan.plain", "h.diem",
    "h.dash", "h.plus", "h.decimal",
    "sign.authority", "sign.title", "sign.othertitle", "sign.name",
    "noinhan.label", "noinhan.item",
    "annex.label", "annex.title", "annex.kemtheo",
    "khan", "mat", "luuhanh", "soanthao", "diachi", "pagenum", "other",
]  # fmt: skip
"""Components of a document (Phụ lục I, Phần I, Mục IV: ô 1 – 14) and the levels of its text.

``sign.authority``: lines of quyền hạn and chức vụ that begin with a prefix (``TM.``, ``KT.`` …); ``sign.title``:
the other lines of chức vụ; ``authority``: the line in capitals under the trích yếu of a quyết định; ``decides``:
the line ``QUYẾT ĐỊNH:``; ``table``: text in a table of figures; ``other``: what was recognised as nothing.
"""


@dataclass(frozen=True, slots=True)
class Piece:
    """A component, or one paragraph of it. ``text`` is NFC, blanks trimmed and single; ``spans`` are as measured.

    A paragraph that holds several components (both heads on one line, parted by tabs) gives several pieces.
    ``side``: the half of the page that it stands in. ``number``: of a level, as written, without its sign
    (``II``, ``3``, ``đ``, ``1.2``). ``annex``: number of the annex that it belongs to, from 0; None in the main
    text.
    """

    name: Name
    paragraph: Paragraph
    spans: tuple[Span, ...]
    text: str
    side: Literal["left", "right", "full"] | None = None
    number: str = ""
    annex: int | None = None


Family = Literal["ART", "REP", "PLAIN"]


@dataclass(frozen=True)
class Recognised:
    """A measured document whose components are known.

    ``kind``: the abbreviation of the type (``BC``, ``QĐ`` …), ``CV`` for công văn, ``TCg`` for thư công, ``SY``,
    ``TrS``, ``SL`` for copies, "" if it could not be recognised. ``family``: divided into điều (ART), into
    mục/khoản/điểm (REP), or not at all. ``state``: of a draft number or day are blank.
    """

    measured: Measured
    kind: str
    family: Family
    state: Literal["draft", "issued"]
    direction: Literal["up", "level", "down", ""]
    pieces: tuple[Piece, ...]
    strokes: dict[str, tuple[Stroke, ...]] = field(default_factory=dict)
    """Strokes by component name: the one under the tiêu ngữ is at ``tieungu``."""

    @cached_property
    def by_name(self) -> dict[str, tuple[Piece, ...]]:
        found: dict[str, list[Piece]] = {}
        for piece in self.pieces:
            found.setdefault(piece.name, []).append(piece)
        return {name: tuple(pieces) for name, pieces in found.items()}

    def all(self, *names: str) -> tuple[Piece, ...]:
        """The pieces of these components, in the order of the names and of the document."""
        return tuple(piece for name in names for piece in self.by_name.get(name, ()))

    def first(self, name: str) -> Piece | None:
        return next(iter(self.by_name.get(name, ())), None)
