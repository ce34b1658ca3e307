"""A small writer of WordprocessingML: paragraphs, tables and packages as programs other than ours write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final
from xml.sax.saxutils import escape, quoteattr

Component = tuple[str, str]
"""Name and text of a component."""

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{_W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
TWIPS = 1440 / 25.4


def tw(mm: float) -> int:
    return round(mm * TWIPS)


@dataclass(frozen=True)
class Look:
    """How a paragraph looks; ``fonts``: the attributes of ``w:rFonts``."""

    size: float = 14
    bold: bool = False
    italic: bool = False
    align: str = "both"
    first: float = 0
    left: float = 0
    right: float = 0
    before: float = 0
    after: float = 0
    extra: str = ""


HEAD = Look(13, align="center")
STRONG = replace(HEAD, bold=True)
MOTTO = replace(STRONG, size=14)
DATE = Look(14, italic=True, align="center")
TITLE = Look(14, bold=True, align="center")
TEXT = Look(14, first=12.7, before=6)
LEVEL = replace(TEXT, bold=True)
LABEL = Look(12, bold=True, italic=True, align="left")
ITEM = Look(11, align="left")
LOOKS: Final[dict[str, Look]] = {
    "organ.parent": HEAD,
    "organ.issuer": STRONG,
    "quochieu": STRONG,
    "tieungu": MOTTO,
    "so": HEAD,
    "trichyeu.cv": replace(HEAD, before=6),
    "diadanh": DATE,
    "tenloai": replace(TITLE, before=12),
    "trichyeu": TITLE,
    "kinhgui": Look(14, align="center", before=12),
    "body": TEXT,
    "h.muc.roman": LEVEL,
    "h.khoan.titled": LEVEL,
    "h.khoan.plain": TEXT,
    "h.diem": TEXT,
    "noinhan.label": LABEL,
    "noinhan.item": ITEM,
    "sign.authority": TITLE,
    "sign.title": TITLE,
    "sign.name": TITLE,
}


@dataclass
class Writer:
    """Writes paragraphs in one manner. ``direct``: everything set in every run, as exporters do it."""

    font: str = "Times New Roman"
    direct: bool = True
    east_asian: bool = True
    convert: Callable[[str], str] = field(default=lambda text: text)
    capitals_font: str = ""
    motto_mm: float = 60.5
    run: Callable[[str, str, str], str] = field(default=lambda properties, text, _name: run_xml(properties, text))

    def properties(self, look: Look, text: str = "") -> str:
        font = self.capitals_font if self.capitals_font and text.isupper() else self.font
        name = quoteattr(font)
        fonts = f"w:ascii={name} w:hAnsi={name}" + (f" w:eastAsia={name} w:cs={name}" if self.east_asian else "")
        half = round(look.size * 2)
        return (
            f"<w:rFonts {fonts}/>"
            + ("<w:b/>" if look.bold else "")
            + ("<w:i/>" if look.italic else "")
            + f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
        )

    def runs(self, text: str, look: Look, name: str = "") -> str:
        return self.run(self.properties(look, text), self.convert(text), name)

    def p(self, text: str, look: Look, name: str = "") -> str:
        """A paragraph."""
        return f"<w:p>{_ppr(look)}{self.runs(text, look, name) if text else ''}</w:p>"

    def of(self, component: Component, **changes: object) -> str:
        """The paragraph of a component."""
        name, text = component
        return self.p(text, replace(LOOKS[name], **changes), name)  # type: ignore[arg-type]


def run_xml(properties: str, text: str) -> str:
    parts = []
    for number, part in enumerate(text.split("\t")):
        parts.append("<w:tab/>" if number else "")
        parts.append(f'<w:t xml:space="preserve">{escape(part)}</w:t>' if part else "")
    return f"<w:r><w:rPr>{properties}</w:rPr>{''.join(parts)}</w:r>"


def _ppr(look: Look) -> str:
    indent = "".join(
        f' w:{name}="{tw(value)}"'
        for name, value in (("left", look.left), ("right", look.right), ("firstLine", look.first))
        if value
    )
    frame, _, border = look.extra.partition("|")
    return (
        f"<w:pPr>{frame}{border}"
        f'<w:spacing w:before="{round(look.before * 20)}" w:after="{round(look.after * 20)}" '
        f'w:line="240" w:lineRule="auto"/>'
        + (f"<w:ind{indent}/>" if indent else "")
        + f'<w:jc w:val="{look.align}"/></w:pPr>'
    )


def stroke(width_mm: float, room_mm: float) -> str:
    """An empty paragraph with a border as long as wanted, in the middle of its room."""
    side = (room_mm - width_mm) / 2
    border = '<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
    look = Look(4, align="center", left=side, right=side, extra=f"|{border}")
    return f'<w:p>{_ppr(look)[:-8]}<w:rPr><w:sz w:val="8"/></w:rPr></w:pPr></w:p>'


LEFT, RIGHT = 64.0, 101.0
"""Widths of the columns of a head (mm): 165 mm of text."""
ISSUER_LINE, SUBJECT_LINE = 11.5, 34.0
"""Lengths of the lines (mm): two fifths of the letters."""


def cells(left: str, right: str, widths: tuple[float, float] = (LEFT, RIGHT)) -> str:
    """A row of two cells without padding."""
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{tw(width)}" w:type="dxa"/></w:tcPr>{content}</w:tc>'
        for width, content in zip(widths, (left, right), strict=True)
    )
    return f"<w:tr>{made}</w:tr>"


def table(*rows: str, widths: tuple[float, float] = (LEFT, RIGHT)) -> str:
    """A table without lines."""
    grid = "".join(f'<w:gridCol w:w="{tw(width)}"/>' for width in widths)
    return (
        '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


STYLES = (
    f'<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>{{defaults}}<w:lang w:val="vi-VN"/></w:rPr>'
    "</w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    "{more}</w:styles>"
)
_SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="1701" w:header="567" '
    'w:footer="567" w:gutter="0"/>'
    "<w:titlePg/></w:sectPr>"
)


def package(
    body: str, writer: Writer, parts: dict[str, tuple[str, str, str]] | None = None, styles: str = ""
) -> bytes:
    """A DOCX of this body. ``parts``: more parts by name: content type, relationship type, content."""
    number = writer.properties(Look(14))
    header = (
        f'<w:hdr {SPACES}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>'
        f'<w:r><w:rPr>{number}</w:rPr><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:rPr>{number}</w:rPr><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        f'<w:r><w:rPr>{number}</w:rPr><w:fldChar w:fldCharType="separate"/></w:r>'
        f"<w:r><w:rPr>{number}</w:rPr><w:t>2</w:t></w:r>"
        f'<w:r><w:rPr>{number}</w:rPr><w:fldChar w:fldCharType="end"/></w:r></w:p></w:hdr>'
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    all_parts = {
        "styles.xml": (
            f"{kind}.styles+xml",
            f"{link}/styles",
            styles or STYLES.format(defaults=writer.properties(Look()), more=""),
        ),
        "header1.xml": (f"{kind}.header+xml", f"{link}/header", header),
        **(parts or {}),
    }
    types = "".join(
        f'<Override PartName="/word/{name}" ContentType="{part[0]}"/>' for name, part in all_parts.items()
    )
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{part[1]}" Target="{name}"/>'
        for number, (name, part) in enumerate(all_parts.items(), 1)
    )
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    space = "http://schemas.openxmlformats.org/package/2006"
    files = {
        "[Content_Types].xml": f'<Types xmlns="{space}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}.document.main+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{space}/relationships"><Relationship Id="rId1" '
        f'Type="{link}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}{_SECTION}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{space}/relationships">{relations}'
        "</Relationships>",
        **{f"word/{name}": part[2] for name, part in all_parts.items()},
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2025, 12, 5, 8, 0, 0)), declaration + content)
    return target.getvalue()
