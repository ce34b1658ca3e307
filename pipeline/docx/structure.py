"""Is a filled part still a document that Word opens? Checked on every result, so nothing broken gets out."""

from __future__ import annotations

from lxml import etree

from pipeline.docx.errors import BadStructure, BrokenXml
from pipeline.docx.package import parse_xml
from pipeline.docx.source import QW, W, plain_text
from pipeline.model import Place

_NS = {"w": W}
_RULES = tuple(
    (etree.XPath(f"({path})[1]", namespaces=_NS), reason)
    for path, reason in (
        ("//w:t/*", "markup inside a text"),
        (
            "//text()[normalize-space()][parent::w:*][not(parent::w:t or parent::w:instrText"
            " or parent::w:delText or parent::w:delInstrText)]",
            "text outside a paragraph",
        ),
        (
            "//w:tc[not(w:p or w:sdt or w:customXml)] | //w:tc[*[last()][self::w:tbl]]",
            "a table cell without a last paragraph",
        ),
        (
            "//w:p[parent::w:p or parent::w:r] | //w:tbl[parent::w:p or parent::w:r] | //w:r[parent::w:r]",
            "a paragraph inside a paragraph",
        ),
        (
            "//w:tr[not(w:tc or w:sdt or w:customXml)] | //w:tbl[not(w:tr or w:sdt or w:customXml)]",
            "an empty table",
        ),
        ("/w:hdr[not(*)] | /w:ftr[not(*)]", "a header or footer without a paragraph"),
    )
)
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


def check_structure(text: str, part: str, file: str) -> etree._Element:
    """The parsed part. Raises :class:`BadStructure` with the text near the fault."""
    try:
        root = parse_xml(text, part, file)
    except BrokenXml as error:
        line = getattr(error.__cause__, "lineno", None) or 1
        near = text.split("\n")[min(line, text.count("\n") + 1) - 1]
        raise BadStructure(
            Place(file), part=part, paragraph=plain_text(near)[:120], reason=error.params["reason"]
        ) from error
    for rule, reason in _RULES:
        found = rule(root)
        if isinstance(found, list) and found:
            raise BadStructure(Place(file), part=part, paragraph=_near(found[0]), reason=reason)
    return root


def _near(element: object) -> str:
    """The text around a faulty element: of its paragraph, cell or row, as far as there is any."""
    if isinstance(element, str):
        return " ".join(element.split())[:120]
    node = element if isinstance(element, etree._Element) else None
    while node is not None:
        text = " ".join("".join(str(piece) for piece in node.itertext()).split())
        if text and node.tag != f"{QW}t":
            return text[:120]
        node = node.getparent()
    return ""


def renumber_drawings(root: etree._Element, first: int) -> None:
    """Give every drawing an id of its own, from ``first``: a loop repeats the template's."""
    for number, drawing in enumerate(root.iter(_DRAWING), first):
        drawing.set("id", str(number))
