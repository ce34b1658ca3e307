"""Word documents in a few readable lines: a body in XML, and whatever parts a test is about."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from pipeline.decree.measure import measure_docx
from pipeline.decree.model import Layout, Look, Measured, Stroke

OFFICE = "http://schemas.openxmlformats.org"
PACKAGE = f"{OFFICE}/package/2006"
RELATION = f"{OFFICE}/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
NS = " ".join(
    [
        f'xmlns:w="{OFFICE}/wordprocessingml/2006/main"',
        f'xmlns:r="{RELATION}"',
        f'xmlns:mc="{OFFICE}/markup-compatibility/2006"',
        f'xmlns:wp="{OFFICE}/drawingml/2006/wordprocessingDrawing"',
        f'xmlns:a="{OFFICE}/drawingml/2006/main"',
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
        'xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"',
        'xmlns:v="urn:schemas-microsoft-com:vml"',
        'xmlns:o="urn:schemas-microsoft-com:office:office"',
    ]
)
A4 = (
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1134" w:right="851" w:bottom="1134" w:left="1701" w:header="567"/>'
)
"""A text area from 30 to 195 mm."""
SECTION = f"<w:sectPr>{A4}</w:sectPr>"
ROOTS = {
    "styles": "styles",
    "numbering": "numbering",
    "settings": "settings",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "header": "hdr",
    "footer": "ftr",
}


def run(text: str, rpr: str = "") -> str:
    """A run with direct formatting, given as the content of its ``w:rPr``."""
    look = f"<w:rPr>{rpr}</w:rPr>" if rpr else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(content: str = "", ppr: str = "", rpr: str = "") -> str:
    """A paragraph of runs given as XML, or of one run with a text."""
    inner = content if content.startswith("<") or not content else run(content, rpr)
    return f"<w:p>{f'<w:pPr>{ppr}</w:pPr>' if ppr else ''}{inner}</w:p>"


def style(
    id_: str, *, rpr: str = "", ppr: str = "", based: str = "", kind: str = "paragraph", more: str = ""
) -> str:
    """A style; the one called ``Normal`` (or ``TableNormal``) is the default of its kind."""
    default = ' w:default="1"' if id_ in ("Normal", "TableNormal") else ""
    on = f'<w:basedOn w:val="{based}"/>' if based else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{id_}"{default}><w:name w:val="{id_}"/>{on}'
        f"<w:pPr>{ppr}</w:pPr><w:rPr>{rpr}</w:rPr>{more}</w:style>"
    )


def defaults(rpr: str = "", ppr: str = "") -> str:
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{rpr}</w:rPr></w:rPrDefault>"
        f"<w:pPrDefault><w:pPr>{ppr}</w:pPr></w:pPrDefault></w:docDefaults>"
    )


def of_style(id_: str) -> str:
    return f'<w:pStyle w:val="{id_}"/>'


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def cell(content: str = "", tcpr: str = "") -> str:
    inner = content if content.startswith("<w:p") or content.startswith("<w:tbl") else p(content)
    return f"<w:tc><w:tcPr>{tcpr}</w:tcPr>{inner}</w:tc>"


def table(*rows: str, tblpr: str = "", grid: tuple[int, ...] = (4000, 5354)) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    return f"<w:tbl><w:tblPr>{tblpr}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def borders(tag: str, **kinds: str) -> str:
    """``borders("tblBorders", top="single", insideV="none")``."""
    sides = "".join(f'<w:{side} w:val="{kind}" w:sz="4"/>' for side, kind in kinds.items())
    return f"<w:{tag}>{sides}</w:{tag}>"


def attributes(values: Mapping[str, str]) -> str:
    return " ".join(f'w:{name}="{value}"' for name, value in values.items())


def anchored(inner: str, across: str, width_mm: float = 60, height_mm: float = 20, down_mm: float = 0) -> str:
    """A run with a drawing that holds a shape or a group; ``across`` is made by :func:`at` or :func:`aligned`."""
    down = f'<wp:positionV relativeFrom="paragraph"><wp:posOffset>{emu(down_mm)}</wp:posOffset></wp:positionV>'
    extent = f'<wp:extent cx="{emu(width_mm)}" cy="{emu(height_mm)}"/>'
    graphic = f'<a:graphic><a:graphicData uri="x">{inner}</a:graphicData></a:graphic>'
    return f"<w:r><w:drawing><wp:anchor>{across}{down}{extent}{graphic}</wp:anchor></w:drawing></w:r>"


def emu(mm: float) -> int:
    return round(mm * 36000)


def at(relative: str, mm: float) -> str:
    return f'<wp:positionH relativeFrom="{relative}"><wp:posOffset>{emu(mm)}</wp:posOffset></wp:positionH>'


def aligned(relative: str, align: str) -> str:
    return f'<wp:positionH relativeFrom="{relative}"><wp:align>{align}</wp:align></wp:positionH>'


def box(content: str, insets: str = 'lIns="0" rIns="0"', properties: str = "") -> str:
    """A DrawingML text box."""
    inner = f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>"
    return f"<wps:wsp><wps:spPr>{properties}</wps:spPr>{inner}<wps:bodyPr {insets}/></wps:wsp>"


def vml(shape: str) -> str:
    """A run with a VML drawing."""
    return f"<w:r><w:pict>{shape}</w:pict></w:r>"


def vml_box(content: str, look: str = "") -> str:
    inner = f'<v:textbox inset="0,0,0,0"><w:txbxContent>{content}</w:txbxContent></v:textbox>'
    return f'<v:shape style="{look}">{inner}</v:shape>'


def twice(new: str, old: str) -> str:
    """A run that holds a drawing for new programs and one for old ones."""
    choice = f'<mc:Choice Requires="wps">{new}</mc:Choice>'
    return f"<w:r><mc:AlternateContent>{choice}<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"


def level(at: int, text: str, format_: str = "decimal", more: str = "", ppr: str = "", rpr: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{format_}"/>{more}<w:lvlText w:val="{text}"/>'
        f"<w:pPr>{ppr}</w:pPr><w:rPr>{rpr}</w:rPr></w:lvl>"
    )


def numbering(*levels: str, more: str = "") -> str:
    """One list, number 1 (and, on request, ``more`` of the part)."""
    return (
        f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{more}'
    )


def numbered(list_: int = 1, at: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{list_}"/></w:numPr>'


def parts_of(body: str, section: str = SECTION, main_type: str = MAIN, **parts: str) -> dict[str, str]:
    """The parts of a document; ``styles=…``, ``header1=…`` are what their roots hold, ``theme=…`` the part."""
    relations = []
    made = {}
    for name, content in parts.items():
        kind = name.rstrip("0123456789")
        root = ROOTS.get(kind)
        made[f"word/{name}.xml"] = f"<w:{root} {NS}>{content}</w:{root}>" if root else content
        relations.append(f'<Relationship Id="{name}" Type="{RELATION}/{kind}" Target="{name}.xml"/>')
    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main_type}"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="d" Type="{RELATION}/officeDocument" Target="word/document.xml"/></Relationships>'
        ),
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(relations)}</Relationships>'
        ),
        "word/document.xml": f"<w:document {NS}><w:body>{body}{section}</w:body></w:document>",
        **made,
    }


def zipped(parts: Mapping[str, str | bytes], packed: bool = True) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def measured(body: str, section: str = SECTION, **parts: str) -> Measured:
    """What is measured of a document."""
    return measure_docx(zipped(parts_of(body, section, **parts)), "a.docx")


def look(body: str, **parts: str) -> Look:
    """The look of the first span of a document."""
    return measured(body, **parts).paragraphs[0].spans[0].look


def layout(body: str, **parts: str) -> Layout:
    """The layout of the first paragraph of a document."""
    return measured(body, **parts).paragraphs[0].layout


def texts(body: str, **parts: str) -> list[str]:
    return [paragraph.text for paragraph in measured(body, **parts).paragraphs]


def labels(body: str, **parts: str) -> list[str]:
    return [paragraph.label for paragraph in measured(body, **parts).paragraphs]


def only_stroke(body: str, **parts: str) -> Stroke:
    """The one stroke of a document."""
    (stroke,) = measured(body, **parts).strokes
    return stroke
