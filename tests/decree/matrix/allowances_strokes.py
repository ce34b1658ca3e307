"""The ways in which people draw the lines under organ, Tiêu ngữ and trích yếu."""

from __future__ import annotations

from allowances import allowance
from editing import Document, Element, Q, W
from lxml import etree

from pipeline.decree.scaffold.pieces import p
from pipeline.docx.metrics import text_width_mm

SPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def _shape(length: float, _left: float, down: float) -> str:
    size = f'cx="{round(length * 36000)}" cy="0"'
    line = f'<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="line"/></wps:spPr>'
    return (
        '<w:drawing><wp:anchor><wp:positionH relativeFrom="column"><wp:align>center</wp:align></wp:positionH>'
        f'<wp:positionV relativeFrom="paragraph"><wp:posOffset>{round(down * 36000)}</wp:posOffset></wp:positionV>'
        f'<wp:extent {size}/><a:graphic><a:graphicData uri="x"><wps:wsp><wps:cNvCnPr/>{line}</wps:wsp>'
        "</a:graphicData></a:graphic></wp:anchor></w:drawing>"
    )


def _vml(length: float, left: float, down: float) -> str:
    return f'<w:pict><v:line from="{left}mm,{down}mm" to="{left + length}mm,{down}mm"/></w:pict>'


@allowance(corners=("shape", "shape in its paragraph", "vml", "vml in its paragraph", "typed", "underlined"))
def lines(document: Document, form: str) -> None:
    """The lines under organ, Tiêu ngữ and trích yếu made in another way."""
    if document.paragraphs("SAO Y"):
        raise LookupError("a copy")
    for id in ("CoQuanBanHanh", "TieuNgu", "TrichYeu"):
        for above in document.paragraphs(id):
            following = above.getnext()
            if following is None or following.find(f"{Q}pPr/{Q}pBdr") is None or _style_of(above) != id:
                continue
            room, length = document.room(above), document.length_of_line(above)
            if form == "underlined" and id == "TieuNgu":
                document.underline(above)
                document.remove(following)
            elif form == "typed":
                signs = p(id, "_" * max(1, round(length / text_width_mm("_", 13))))
                document.insert_after(above, signs)
                document.size(above.getnext(), 13)  # type: ignore[arg-type]
                document.bold(above.getnext(), False)  # type: ignore[arg-type]
                document.remove(following)
            elif form != "underlined":
                _draw(document, above, following, form, room, length)


def _draw(document: Document, above: Element, below: Element, form: str, room: float, length: float) -> None:
    own = form.endswith("paragraph")
    drawing = (_vml if form.startswith("vml") else _shape)(length, (room - length) / 2, 6 if own else 0.3)
    (run,) = etree.fromstring(f'<x xmlns:w="{W}" {SPACES}><w:r>{drawing}</w:r></x>')
    if own:
        above.append(run)
        document.remove(below)
        return
    properties = below.find(f"{Q}pPr")
    assert properties is not None
    for name in ("pBdr", "ind"):
        for found in properties.findall(f"{Q}{name}"):
            properties.remove(found)
    below.append(run)


def _style_of(paragraph: Element) -> str:
    found = paragraph.find(f"{Q}pPr/{Q}pStyle")
    return "" if found is None else found.get(f"{Q}val", "")
