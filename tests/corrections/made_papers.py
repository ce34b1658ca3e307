"""Documents of ours as small as they can be, written from a few lines: figures, tables, headers, our parts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape

from lxml import etree
from shapes import shape_of

from pipeline.docx.package import pack, unpack
from pipeline.docx.source import QW, W
from pipeline.docx.store import (
    STORE_ID,
    Identity,
    PrintedText,
    Stored,
    block_key,
    figure_key,
    printed_xml,
    read_stored,
    store_xml,
)

SPACES = f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
IDENTITY = Identity("demo", "so-b", "report", "report.docx", "0" * 64, "1")
TABLE = "/documents/report/outline/0/tables/0"
_NUMBER = iter(range(1, 1_000_000))


def key(name: str, form: str = "") -> str:
    return figure_key(f"so-b:{name}", form)


def look(marks: str) -> str:
    return f"<w:rPr>{marks}</w:rPr>" if marks else ""


def run(text: str, marks: str = "") -> str:
    return f'<w:r>{look(marks)}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def figure(name: str, text: str, marks: str = "", content: str = "", bound: bool = True, tag: bool = True) -> str:
    """A control; ``content`` in the place of its run."""
    spaces = "xmlns:f='urn:baocao:figures:1'"
    binding = (
        f'<w:dataBinding w:prefixMappings="{spaces}" w:xpath="/f:figures[1]/f:{key(name)}[1]"'
        f' w:storeItemID="{STORE_ID}"/>'
    )
    return (
        f'<w:sdt><w:sdtPr>{look(marks)}<w:alias w:val="so-b:{name}"/>'
        f"{f'<w:tag w:val={chr(34)}{key(name)}{chr(34)}/>' if tag else ''}"
        f'<w:id w:val="{next(_NUMBER)}"/>{binding if bound else ""}<w:text/></w:sdtPr>'
        f"<w:sdtContent>{content or run(text, marks)}</w:sdtContent></w:sdt>"
    )


def p(*inside: str, properties: str = "") -> str:
    """A paragraph; what is no markup is a run."""
    made = "".join(each if each.startswith("<") else run(each) for each in inside)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{made}</w:p>"


def table(*rows: tuple[str, ...], extra: str = "") -> str:
    cell = '<w:tc><w:tcPr><w:tcW w:w="4000" w:type="dxa"/></w:tcPr>{}</w:tc>'
    made = "".join(f"<w:tr>{''.join(cell.format(p(each)) for each in row)}</w:tr>" for row in rows)
    grid = '<w:gridCol w:w="4000"/>' * len(rows[0])
    look = f'<w:tblPr><w:tblW w:w="0" w:type="auto"/>{extra}</w:tblPr>'
    return f"<w:tbl>{look}<w:tblGrid>{grid}</w:tblGrid>{made}</w:tbl>"


def block(*inside: str, group: str = TABLE) -> str:
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{group}"/><w:tag w:val="{block_key(group)}"/>'
        f'<w:id w:val="{next(_NUMBER)}"/></w:sdtPr><w:sdtContent>{"".join(inside)}</w:sdtContent></w:sdt>'
    )


def paper(
    *body: str,
    header: str = "",
    footnotes: str = "",
    figures: Mapping[str, str] | None = None,
    counts: Mapping[str, int] | None = None,
    identity: Identity = IDENTITY,
    styles: Mapping[str, str] | None = None,
) -> bytes:
    """A document. ``figures`` (name → text) are those that it was printed with; else those that stand in it.

    ``counts``: how often they were printed; else as often as they stand in it, and once at least.
    """
    text = f"<w:document {SPACES}><w:body>{''.join(body)}<w:sectPr/></w:body></w:document>"
    words = f"{text}{header}{footnotes}"
    found = dict(re.findall(r'<w:alias w:val="so-b:([\w.]+)"/>.*?<w:t [^>]*>([^<]*)</w:t>', words, re.DOTALL))
    texts = dict(figures) if figures is not None else found
    printed = {
        key(name): PrintedText(
            f"so-b:{name}",
            "",
            value,
            (counts or {}).get(name) or words.count(f'<w:alias w:val="so-b:{name}"/>') or 1,
        )
        for name, value in texts.items()
    }
    root = etree.fromstring(text)
    blocks = {
        sdt.find(f"{QW}sdtPr/{QW}tag").get(f"{QW}val"): sdt
        for sdt in root.iter(f"{QW}sdt")
        if sdt.find(f"{QW}sdtPr/{QW}tag") is not None
        and sdt.find(f"{QW}sdtPr/{QW}tag").get(f"{QW}val").startswith("b")
    }
    shapes = {
        tag: (sdt.find(f"{QW}sdtPr/{QW}alias").get(f"{QW}val"), shape_of(sdt.find(f"{QW}sdtContent")))
        for tag, sdt in blocks.items()
    }
    values = {k: each.text for k, each in printed.items()}
    named = "".join(
        f'<w:style w:type="paragraph" w:styleId="{id_}"><w:name w:val="{name}"/></w:style>'
        for id_, name in (styles or {}).items()
    )
    parts = {
        "[Content_Types].xml": _types(bool(header), bool(footnotes)),
        "_rels/.rels": _relations(("officeDocument", "word/document.xml")),
        "word/document.xml": text,
        "word/styles.xml": f"<w:styles {SPACES}>{named}</w:styles>",
        "customXml/item1.xml": store_xml(values).decode(),
        "customXml/item2.xml": printed_xml(Stored(identity, printed, shapes)).decode(),
    }
    if header:
        parts["word/header1.xml"] = f"<w:hdr {SPACES}>{header}</w:hdr>"
    if footnotes:
        parts["word/footnotes.xml"] = (
            f'<w:footnotes {SPACES}><w:footnote w:id="1">{footnotes}</w:footnote></w:footnotes>'
        )
    return pack({name: data.encode() for name, data in parts.items()})


def _relations(*found: tuple[str, str]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/relationships/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(found, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{entries}</Relationships>'


def _types(header: bool, footnotes: bool) -> str:
    kinds = {"document": "document.main", "styles": "styles"}
    kinds |= {"header1": "header"} if header else {}
    kinds |= {"footnotes": "footnotes"} if footnotes else {}
    entries = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{WORD}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    defaults = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    return f'<Types xmlns="{PACKAGE}/content-types">{defaults}{entries}</Types>'


def replaced(docx: bytes, part: str, *changes: tuple[str, str]) -> bytes:
    """The document with some text of a part changed; every change must fit."""
    parts = unpack(docx)
    text = parts[part].decode()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return pack({**parts, part: text.encode()})


def body_of(docx: bytes, part: str = "word/document.xml") -> etree._Element:
    return etree.fromstring(unpack(docx)[part])


def shown(docx: bytes, part: str = "word/document.xml") -> list[str]:
    """The texts of the paragraphs, without what tracked changes delete."""
    gone = (f"{QW}del", f"{QW}moveFrom")
    return [
        "".join(
            t.text or ""
            for t in paragraph.iter(f"{QW}t")
            if not any(above.tag in gone for above in t.iterancestors())
        )
        for paragraph in body_of(docx, part).iter(f"{QW}p")
    ]


def store(docx: bytes) -> dict[str, str]:
    found = read_stored(unpack(docx))
    assert found is not None
    return dict(found.values)


def printed(docx: bytes) -> dict[str, str]:
    found = read_stored(unpack(docx))
    assert found is not None
    return {k: each.text for k, each in found.figures.items()}
