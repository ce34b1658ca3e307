"""A small document with figures, a table block and its two parts of custom XML, written by hand."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from lxml import etree

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
TYPES = "[Content_Types].xml"
PROPERTIES = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
GRID = '<w:gridCol w:w="4000"/>'
BLOCK = "b0123456789ab"
STORE, PROOF = "{6B2A1A60-0001-4C5A-9D0A-000000000001}", "{6B2A1A60-0002-4C5A-9D0A-000000000002}"
FIGURES = {"so-b:staff.total": "61", "so-b:staff.women": "30", "so-b:staff.men": "31"}
"""The figures of the document, all of the form ""."""


def key(figure: str, form: str = "") -> str:
    return "f" + hashlib.blake2b(f"{figure}\0{form}".encode(), digest_size=6).hexdigest()


def figure(name: str, texts: Mapping[str, str], number: int, look: str = "") -> str:
    """A control."""
    k = key(name)
    binding = f'xmlns:f=\'urn:baocao:figures:1\'" w:xpath="/f:figures[1]/f:{k}[1]" w:storeItemID="{STORE}'
    return (
        f'<w:sdt><w:sdtPr>{look}<w:alias w:val="{name}"/><w:tag w:val="{k}"/><w:id w:val="{number}"/>'
        f'<w:dataBinding w:prefixMappings="{binding}"/><w:text/></w:sdtPr><w:sdtContent>'
        f'<w:r>{look}<w:t xml:space="preserve">{texts[name]}</w:t></w:r></w:sdtContent></w:sdt>'
    )


def text(words: str, look: str = "") -> str:
    return f'<w:r>{look}<w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(*inside: str) -> str:
    return f"<w:p>{''.join(inside)}</w:p>"


def handmade(changed: Mapping[str, str] | None = None) -> bytes:
    """The document, with some figures other than :data:`FIGURES`."""
    texts = {name: escape(value) for name, value in {**FIGURES, **(changed or {})}.items()}
    bold = "<w:rPr><w:b/></w:rPr>"
    total, women, men = FIGURES
    cells = [[text("Nữ"), figure(women, texts, 14)], [text("Nam"), figure(men, texts, 15)]]
    cell = '<w:tc><w:tcPr><w:tcW w:w="4000" w:type="dxa"/></w:tcPr>{}</w:tc>'
    rows = "".join(f"<w:tr>{''.join(cell.format(paragraph(c)) for c in row)}</w:tr>" for row in cells)
    grid = f'<w:tblPr><w:tblW w:w="8000" w:type="dxa"/></w:tblPr><w:tblGrid>{2 * GRID}</w:tblGrid>'
    block = (
        f'<w:sdt><w:sdtPr><w:alias w:val="Bảng"/><w:tag w:val="{BLOCK}"/><w:id w:val="16"/></w:sdtPr>'
        "<w:sdtContent>"
        f"{paragraph(text('Biểu 1. Biên chế'))}<w:tbl>{grid}{rows}</w:tbl></w:sdtContent></w:sdt>"
    )
    body = (
        paragraph(
            text("Đơn vị có "), figure(total, texts, 11), text(" người, trong đó "), figure(women, texts, 12)
        ),
        paragraph(
            text("Tổng số là "), figure(total, texts, 13, bold), text(" người", bold), text(", đạt kế hoạch.")
        ),
        block,
        paragraph(text("Đề nghị Sở Nội vụ tổng hợp.")),
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>',
    )
    store = "".join(f"<f:{key(name)}>{value}</f:{key(name)}>" for name, value in texts.items())
    counts = {total: 2, women: 2, men: 1}
    printed = "".join(
        f"<p:{key(n)}><p:id>{n}</p:id><p:form/><p:text>{v}</p:text><p:count>{counts[n]}</p:count></p:{key(n)}>"
        for n, v in texts.items()
    )
    names = "<p:campaign>demo</p:campaign><p:unit>so-b</p:unit><p:document>report</p:document>"
    names += "<p:template/><p:template-hash/><p:tool/>"
    shape = hashlib.blake2b(
        f"Biểu 1. Biên chế\n|Nữ|{{{key(women)}}}\n|Nam|{{{key(men)}}}\n".encode(), digest_size=8
    )
    kept = f"<p:{BLOCK}><p:id>/documents/report/tables/0</p:id><p:shape>{shape.hexdigest()}</p:shape></p:{BLOCK}>"
    proof = f"{names}<p:figures>{printed}</p:figures><p:blocks>{kept}</p:blocks>"

    parts = {
        **_house(),
        "word/document.xml": f"<w:document {W}><w:body>{''.join(body)}</w:body></w:document>",
        "customXml/item1.xml": f'<f:figures xmlns:f="urn:baocao:figures:1">{store}</f:figures>',
        "customXml/item2.xml": f'<p:printed xmlns:p="urn:baocao:printed:1">{proof}</p:printed>',
    }
    for number, item in enumerate((STORE, PROOF), 1):
        part, target = f"customXml/itemProps{number}.xml", f"../customXml/item{number}.xml"
        parts[part] = f'<ds:datastoreItem xmlns:ds="{OFFICE}/customXml" ds:itemID="{item}"/>'
        own = f"customXml/_rels/item{number}.xml.rels"
        parts[own] = _more(
            f'<Relationships xmlns="{PACKAGE}/relationships"/>',
            _relation("customXmlProps", part.rpartition("/")[2]),
        )
        main = "word/_rels/document.xml.rels"
        parts[main] = _more(parts[main], _relation("customXml", target))
        parts[TYPES] = _more(parts[TYPES], f'<Override PartName="/{part}" ContentType="{PROPERTIES}"/>')
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)
    return out.getvalue()


def _house() -> dict[str, str]:
    """Styles, fonts and the rest of the house template."""
    with zipfile.ZipFile(Path(__file__).parents[2] / "templates" / "report.docx") as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def _relation(kind: str, target: str) -> str:
    return f'<Relationship Id="{target}" Type="{OFFICE}/relationships/{kind}" Target="{target}"/>'


def _more(xml: str, entry: str) -> str:
    """The XML with another element at the end of its root."""
    root = etree.fromstring(xml.encode())
    root.append(etree.fromstring(f'<x xmlns="{etree.QName(root).namespace}">{entry}</x>')[0])
    return etree.tostring(root, encoding="unicode")
