"""Small DOCX packages for tests: a body given as XML, and headers and footers on request."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from pipeline.docx.environment import make_environment
from pipeline.docx.package import pack, read_package
from pipeline.docx.styles import NAMES, TABLE
from pipeline.docx.template import CompiledTemplate
from pipeline.model import Properties

OFFICE = "http://schemas.openxmlformats.org"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATION = f"{OFFICE}/officeDocument/2006/relationships"
NS = " ".join(
    [
        f'xmlns:w="{OFFICE}/wordprocessingml/2006/main"',
        f'xmlns:r="{RELATION}"',
        f'xmlns:mc="{OFFICE}/markup-compatibility/2006"',
        f'xmlns:wp="{OFFICE}/drawingml/2006/wordprocessingDrawing"',
    ]
)
PROPERTIES = Properties("Tiêu đề", "Văn phòng")
SECTION = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:left="1701" w:right="851"/></w:sectPr>'


def p(*runs: str, style: str = "") -> str:
    """A paragraph with one run for each text."""
    made = "".join(f"<w:r><w:t>{text}</w:t></w:r>" for text in runs)
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{look}{made}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """A table whose cells hold one paragraph each."""
    look = '<w:tcPr><w:tcW w:w="1000" w:type="dxa"/></w:tcPr>'
    widest = max(len(row) for row in rows)
    made = "".join(f"<w:tr>{''.join(f'<w:tc>{look}{p(cell)}</w:tc>' for cell in row)}</w:tr>" for row in rows)
    grid = '<w:gridCol w:w="1000"/>' * widest
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{made}</w:tbl>"


def house_styles(**other_ids: str) -> str:
    """The styles of the house without any look, with other ids for some: ``LoiVan="Livn"``."""
    return "".join(
        f'<w:style w:type="{"table" if id == TABLE else "paragraph"}" w:styleId="{other_ids.get(id, id)}">'
        f'<w:name w:val="{name}"/></w:style>'
        for id, name in NAMES.items()
    )


def docx(body: str, **around: str) -> bytes:
    """A package with ``body`` and the parts ``header1=…``, ``footer1=…``, ``footnotes=…``."""
    around = {"styles": house_styles(), **around}
    kinds = {name: name.rstrip("0123456789") for name in around}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{WORD}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    relations = "".join(
        f'<Relationship Id="{name}" Type="{RELATION}/{kind}" Target="{name}.xml"/>' for name, kind in kinds.items()
    )
    roots = {"header": "hdr", "footer": "ftr", "footnotes": "footnotes", "styles": "styles"}
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{OFFICE}/package/2006/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{WORD}.document.main+xml"/>{overrides}</Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{OFFICE}/package/2006/relationships">'
            f'<Relationship Id="d" Type="{RELATION}/officeDocument" Target="word/document.xml"/></Relationships>'
        ),
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{OFFICE}/package/2006/relationships">{relations}</Relationships>'
        ),
        "word/document.xml": f"<w:document {NS}><w:body>{body}{SECTION}</w:body></w:document>",
    }
    for name, kind in kinds.items():
        parts[f"word/{name}.xml"] = f"<w:{roots[kind]} {NS}>{around[name]}</w:{roots[kind]}>"
    return pack({name: text.encode() for name, text in parts.items()})


def compiled(data: bytes) -> CompiledTemplate:
    return CompiledTemplate.compile(data, "templates/x.docx", make_environment({}))


def fill(body: str, **context: object) -> str:
    """The filled ``word/document.xml`` of a template with ``body``."""
    return read_package(compiled(docx(body)).fill(context, PROPERTIES))["word/document.xml"].decode()


def canonical(xml: bytes | str) -> str:
    """Exclusive canonical XML without the white space between elements and without empty runs and texts."""
    root = etree.fromstring(xml.encode() if isinstance(xml, str) else xml)
    for node in root.iter():
        if node.tail and not node.tail.strip():
            node.tail = None
        if node.text and not node.text.strip() and not str(node.tag).endswith("}t"):
            node.text = None
    return etree.tostring(root, method="c14n", exclusive=True).decode()


def zipped(entries: list[tuple[str, bytes]], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP as anybody might send it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", packing) as archive:
        for name, data in entries:
            archive.writestr(zipfile.ZipInfo(name), data, packing)
    return target.getvalue()
