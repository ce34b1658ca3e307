"""The sheet on which a specialist checks figures, as a Word document and as a page for the browser.

It is a working paper in Vietnamese and no document of the decree: A4 across, the head of the table on every page.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipeline.corrections.figures import Line, Sheet, State
from pipeline.decree.scaffold.theme import theme
from pipeline.docx.escape import ILLEGAL, escape_text
from pipeline.docx.package import DECLARATION, pack
from pipeline.page import page

TITLE = "PHIẾU RÀ SOÁT SỐ LIỆU"
HEADS = ("TT", "Số liệu", "Lần trước", "Lần này", "Nguồn", "Nơi in trong văn bản", "Kiểm tra, ký nháy")
WIDTHS = (600, 3600, 1300, 1500, 3700, 2700, 1730)
"""Twips; together the text width of an A4 page across."""
CENTRED = frozenset({0, 2, 3})
STATES: dict[State, str] = {
    "same": "",
    "changed": "● ",
    "new": "● mới: ",
    "gone": "● không còn in",
    "unknown": "",
}
SIGNERS = ("NGƯỜI LẬP", "NGƯỜI KIỂM TRA")
FONT = "Times New Roman"
SIGNS = "(Ký, ghi rõ họ tên)"
_OFFICE = "http://schemas.openxmlformats.org"
_W = f'xmlns:w="{_OFFICE}/wordprocessingml/2006/main" xmlns:r="{_OFFICE}/officeDocument/2006/relationships"'
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_THEME = "application/vnd.openxmlformats-officedocument.theme+xml"
_PARTS = (("styles", "styles"), ("settings", "settings"), ("fontTable", "fontTable"), ("footer1", "footer"))
"""Parts below word/ with their kind, which is also the id of their relationship."""
_PACKAGE = "application/vnd.openxmlformats-package"


def facts(sheet: Sheet) -> list[tuple[str, str]]:
    """What stands above the table: name and text."""
    known = any(line.state != "unknown" for line in sheet.lines)
    changed = f"{sheet.changed} (đánh dấu ●)" if known else "chưa có lần trước để đối chiếu"
    return [
        ("Đơn vị", f"{sheet.name} ({', '.join(sheet.documents)})"),
        ("Đợt báo cáo", f"{sheet.campaign}; kỳ: {sheet.period}"),
        ("Số liệu thay đổi so với lần trước", changed),
    ]


def cells(number: int, line: Line) -> tuple[str, ...]:
    """The cells of a line; the last is left empty for the specialist."""
    last, now = ("; ".join(texts) for texts in (line.last, line.now))
    return (
        str(number),
        line.label,
        last or "-",
        STATES[line.state] + now or "-",
        line.source,
        "\n".join(line.printed),
        "",
    )


# --- Word -------------------------------------------------------------------------------------------------------


def to_docx(sheet: Sheet) -> bytes:
    """The sheet as a DOCX; the same sheet gives the same bytes."""
    relations = f"{_OFFICE}/officeDocument/2006/relationships"
    core = f"{_OFFICE}/package/2006/relationships/metadata/core-properties"
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_OFFICE}/package/2006/content-types">'
            f'<Default Extension="rels" ContentType="{_PACKAGE}.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/>'
            + "".join(
                f'<Override PartName="/word/{part}.xml" ContentType="{_TYPES}.{kind}+xml"/>'
                for part, kind in _PARTS
            )
            + f'<Override PartName="/word/theme/theme1.xml" ContentType="{_THEME}"/>'
            f'<Override PartName="/docProps/core.xml" ContentType="{_PACKAGE}.core-properties+xml"/></Types>'
        ),
        "_rels/.rels": _relations(
            ("r1", f"{relations}/officeDocument", "word/document.xml"), ("r2", core, "docProps/core.xml")
        ),
        "word/_rels/document.xml.rels": _relations(
            *((f"{kind}", f"{relations}/{kind}", f"{part}.xml") for part, kind in _PARTS),
            ("theme", f"{relations}/theme", "theme/theme1.xml"),
        ),
        "word/document.xml": f"<w:document {_W}><w:body>{_body(sheet)}</w:body></w:document>",
        "word/styles.xml": _styles(),
        "word/settings.xml": f'<w:settings {_W}><w:defaultTabStop w:val="567"/></w:settings>',
        "word/fontTable.xml": (
            f'<w:fonts {_W}><w:font w:name="{FONT}"><w:family w:val="roman"/></w:font></w:fonts>'
        ),
        "word/theme/theme1.xml": theme(),
        "word/footer1.xml": f"<w:ftr {_W}>{_footer(sheet)}</w:ftr>",
        "docProps/core.xml": (
            f'<cp:coreProperties xmlns:cp="{_OFFICE}/package/2006/metadata/core-properties" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{_text(_line(TITLE, sheet.name))}</dc:title>'
            "<dc:language>vi-VN</dc:language></cp:coreProperties>"
        ),
    }
    return pack({name: (DECLARATION + text).encode() for name, text in parts.items()})


def _body(sheet: Sheet) -> str:
    above = "".join(_p([(f"{name}: ", False), (text, True)]) for name, text in facts(sheet))
    rows = "".join(
        _row(cells(number, line), bold=line.state == "changed") for number, line in enumerate(sheet.lines, 1)
    )
    section = (
        '<w:sectPr><w:footerReference w:type="default" r:id="footer"/>'
        '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
        '<w:pgMar w:top="851" w:right="851" w:bottom="851" w:left="851" w:header="567" w:footer="425"'
        ' w:gutter="0"/>'
        "</w:sectPr>"
    )
    title = _p([(TITLE, True)], "center", after=120, size=28)
    return (
        title
        + above
        + _p([], after=0, size=12)
        + _table(WIDTHS, _row(HEADS, head=True) + rows)
        + _signers()
        + section
    )


def _signers() -> str:
    """Who made the sheet and who checked it, kept together on one page."""
    half = sum(WIDTHS) // 2
    columns = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{half}" w:type="dxa"/></w:tcPr>'
        f"{_p([(name, True)], 'center', keep=True)}{_p([(SIGNS, False)], 'center', italic=True, keep=True)}"
        f"{_p([], keep=True) * 2}{_p([])}</w:tc>"
        for name in SIGNERS
    )
    row = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{columns}</w:tr>"
    return _p([], after=0, size=16, keep=True) + _table((half, half), row, borders=False) + _p([], after=0, size=2)


def _table(widths: Iterable[int], rows: str, borders: bool = True) -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV") if borders else ()
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        + (f"<w:tblBorders>{lines}</w:tblBorders>" if lines else "")
        + '<w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:top w:w="20" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
        '<w:bottom w:w="20" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _row(texts: Iterable[str], bold: bool = False, head: bool = False) -> str:
    properties = "<w:trPr><w:cantSplit/>" + ("<w:tblHeader/>" if head else "") + "</w:trPr>"
    made = []
    for index, (text, width) in enumerate(zip(texts, WIDTHS, strict=True)):
        align = "center" if head or index in CENTRED else "left"
        shade = '<w:shd w:val="clear" w:color="auto" w:fill="E7E6E6"/>' if head or (bold and index == 3) else ""
        content = _p([(text, head or (bold and index == 3))], align, after=0, size=22)
        made.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}<w:vAlign w:val="center"/></w:tcPr>'
            f"{content}</w:tc>"
        )
    return f"<w:tr>{properties}{''.join(made)}</w:tr>"


def _p(
    runs: Iterable[tuple[str, bool]],
    align: str = "left",
    after: int = 40,
    size: int = 24,
    italic: bool = False,
    keep: bool = False,
) -> str:
    """A paragraph of runs (text, bold); ``after`` in twips, ``size`` in half points."""
    made = "".join(_run(text, bold, size, italic) for text, bold in runs if text)
    mark = f'<w:rPr><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
    return (
        f'<w:p><w:pPr>{"<w:keepNext/>" if keep else ""}<w:spacing w:before="0" w:after="{after}"/>'
        f'<w:jc w:val="{align}"/>{mark}</w:pPr>{made}</w:p>'
    )


def _run(text: str, bold: bool, size: int, italic: bool = False) -> str:
    look = ("<w:b/><w:bCs/>" if bold else "") + ("<w:i/><w:iCs/>" if italic else "")
    return (
        f'<w:r><w:rPr>{look}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
        f'<w:t xml:space="preserve">{_text(text)}</w:t></w:r>'
    )


def _footer(sheet: Sheet) -> str:
    page, pages = (
        f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>' for name in ("PAGE", "NUMPAGES")
    )
    name = f'<w:r><w:t xml:space="preserve">{_text(sheet.name)} - {_text(sheet.period)} - trang </w:t></w:r>'
    return f'<w:p><w:pPr><w:jc w:val="right"/></w:pPr>{name}{page}<w:r><w:t>/</w:t></w:r>{pages}</w:p>'


def _styles() -> str:
    fonts = " ".join(f'w:{name}="{FONT}"' for name in ("ascii", "hAnsi", "eastAsia", "cs"))
    return (
        f"<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {fonts}/>"
        '<w:sz w:val="24"/><w:szCs w:val="24"/><w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        "</w:styles>"
    )


def _relations(*items: tuple[str, str, str]) -> str:
    made = "".join(f'<Relationship Id="{id_}" Type="{kind}" Target="{to}"/>' for id_, kind, to in items)
    return f'<Relationships xmlns="{_OFFICE}/package/2006/relationships">{made}</Relationships>'


def _line(*texts: str) -> str:
    """Texts on one line, where no element can stand for a break."""
    return " ".join(" ".join(texts).split())


def _text(text: str) -> str:
    """Text for ``w:t``; a character that XML cannot carry is shown as a sign (a damaged manifest may hold one)."""
    return escape_text(ILLEGAL.sub("\ufffd", text))


# --- the browser ------------------------------------------------------------------------------------------------


def to_html(sheet: Sheet) -> bytes:
    """The sheet as one HTML page that needs nothing else and prints well."""
    rows = [(line.state, line.figure, cells(number, line)) for number, line in enumerate(sheet.lines, 1)]
    return page(
        Path(__file__).with_name("sheet.html"),
        title=TITLE,
        sheet=sheet,
        facts=facts(sheet),
        heads=HEADS,
        widths=[f"{width / sum(WIDTHS):.2%}" for width in WIDTHS],
        rows=rows,
        signers=SIGNERS,
        signs=SIGNS,
    )
