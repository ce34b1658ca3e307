"""Documents as other hands make them: right in content and layout, but built in every way that Word lets people.

``FOREIGN`` holds the makers by name. Each document is one of two texts, a công văn and a báo cáo, whose components
are :data:`LETTER` and :data:`REPORT`; so a test can say of all of them alike what must be found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from foreign_writer import (
    HEAD,
    ISSUER_LINE,
    LEFT,
    LOOKS,
    RIGHT,
    SPACES,
    STYLES,
    SUBJECT_LINE,
    TITLE,
    Component,
    Look,
    Writer,
    cells,
    package,
    run_xml,
    stroke,
    table,
    tw,
)

from pipeline.vietnamese.legacy import from_legacy

_HEAD: Final[list[Component]] = [
    ("organ.parent", "UBND TỈNH QUẢNG NGÃI"),
    ("organ.issuer", "SỞ NỘI VỤ"),
    ("quochieu", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("tieungu", "Độc lập - Tự do - Hạnh phúc"),
    ("diadanh", "Quảng Ngãi, ngày 05 tháng 12 năm 2025"),
]
_FOOT: Final[list[Component]] = [
    ("noinhan.label", "Nơi nhận:"),
    ("noinhan.item", "- Như trên;"),
    ("noinhan.item", "- Giám đốc Sở;"),
    ("noinhan.item", "- Lưu: VT, TĐKT."),
    ("sign.authority", "KT. GIÁM ĐỐC"),
    ("sign.title", "PHÓ GIÁM ĐỐC"),
    ("sign.name", "Trần Thị Hoa"),
]
LETTER: Final[list[Component]] = [
    *_HEAD,
    ("so", "Số: 1205/SNV-TĐKT"),
    ("trichyeu.cv", "V/v báo cáo kết quả phong trào thi đua năm 2025"),
    ("kinhgui", "Kính gửi: Sở Tài chính"),
    ("body", "Sở Nội vụ đề nghị Sở Tài chính báo cáo kết quả phong trào thi đua năm 2025 của cơ quan."),
    ("body", "Báo cáo gửi về Sở Nội vụ trước ngày 15 tháng 12 năm 2025 để tổng hợp./."),
    *_FOOT,
]
REPORT: Final[list[Component]] = [
    *_HEAD,
    ("so", "Số: 205/BC-SNV"),
    ("tenloai", "BÁO CÁO"),
    ("trichyeu", "Kết quả phong trào thi đua năm 2025"),
    ("kinhgui", "Kính gửi: Ủy ban nhân dân tỉnh Quảng Ngãi"),
    ("body", "Sở Nội vụ báo cáo kết quả phong trào thi đua năm 2025 như sau:"),
    ("h.muc.roman", "I. KẾT QUẢ"),
    ("h.khoan.titled", "1. Công tác chỉ đạo"),
    ("body", "Sở Nội vụ đã ban hành 04 văn bản hướng dẫn các cơ quan, đơn vị tổ chức phong trào thi đua."),
    ("h.khoan.titled", "2. Công tác khen thưởng"),
    ("h.diem", "a) Khen thưởng thường xuyên 12 tập thể;"),
    ("h.diem", "b) Khen thưởng theo chuyên đề 15 tập thể."),
    ("h.muc.roman", "II. NHIỆM VỤ NĂM 2026"),
    ("h.khoan.plain", "1. Tổ chức phong trào thi đua theo chuyên đề tại các cơ quan, đơn vị."),
    ("h.khoan.plain", "2. Khen thưởng kịp thời, công khai, đúng quy định."),
    ("body", "Trên đây là báo cáo kết quả phong trào thi đua năm 2025, Sở Nội vụ kính báo cáo./."),
    *_FOOT,
]


@dataclass(frozen=True)
class Foreign:
    """A document by another hand: its bytes, the components that it has, and what of its look is not right."""

    data: bytes
    components: list[Component]
    wrong: frozenset[str] = frozenset()


# --- the parts of a document, in one way or another ------------------------------------------------------------


def pick(components: Iterable[Component], *names: str) -> list[Component]:
    """The components of these names."""
    return [component for component in components if component[0] in names]


def one(components: Iterable[Component], name: str) -> Component:
    """The component of this name."""
    return pick(components, name)[0]


def head_columns(writer: Writer, text: list[Component]) -> tuple[str, str, str, str]:
    """Organs, number, nation, date: the four corners of a head, with their lines."""
    organs = "".join(map(writer.of, pick(text, "organ.parent", "organ.issuer"))) + stroke(ISSUER_LINE, LEFT)
    number = "".join(map(writer.of, pick(text, "so", "trichyeu.cv")))
    nation = "".join(map(writer.of, pick(text, "quochieu", "tieungu"))) + stroke(writer.motto_mm, RIGHT)
    return organs, number, nation, writer.of(one(text, "diadanh"))


def head_in_one_row(writer: Writer, text: list[Component]) -> str:
    """Everything in two cells."""
    return table(cells(*columns(writer, text)))


def columns(writer: Writer, text: list[Component]) -> tuple[str, str]:
    """The two halves of a head, number and date level."""
    organs, number, nation, date = head_columns(writer, text)
    gap = writer.p("", Look(6))
    return organs + gap + number, nation + gap + date


def head_in_two_rows(writer: Writer, text: list[Component]) -> str:
    organs, number, nation, date = head_columns(writer, text)
    return table(cells(organs, nation), cells(number, date))


def head_nested(writer: Writer, text: list[Component]) -> str:
    """The head in a table within the cell of a table."""
    inner = head_in_two_rows(writer, text)
    cell = f'<w:tc><w:tcPr><w:tcW w:w="{tw(LEFT + RIGHT)}" w:type="dxa"/></w:tcPr>{inner}<w:p/></w:tc>'
    grid = f'<w:gridCol w:w="{tw(LEFT + RIGHT)}"/>'
    return (
        '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid><w:tr>{cell}</w:tr></w:tbl>"
    )


_STOPS = (
    f'<w:tabs><w:tab w:val="center" w:pos="{tw(LEFT / 2)}"/>'
    f'<w:tab w:val="center" w:pos="{tw(LEFT + RIGHT / 2)}"/></w:tabs>'
)


def head_by_tabs(writer: Writer, text: list[Component], part: str = "\t", lead: str = "\t") -> str:
    """Both columns in the same paragraphs, parted by tabs (or whatever ``part`` is)."""
    rows = [
        (("organ.parent", "quochieu"), (one(text, "organ.parent"), one(text, "quochieu"))),
        (("organ.issuer", "tieungu"), (one(text, "organ.issuer"), one(text, "tieungu"))),
    ]
    made = "".join(_parted(writer, pair, part, lead) for _, pair in rows)
    lines = (("so", "_" * 5), ("so", "_" * 25))
    return (
        made
        + _parted(writer, lines, part, lead)
        + _parted(writer, (one(text, "so"), one(text, "diadanh")), part, lead)
        + "".join(
            writer.of(component, align="left", left=2, right=RIGHT, before=6)
            for component in pick(text, "trichyeu.cv")
        )
    )


def _parted(writer: Writer, pair: tuple[Component, Component], part: str, lead: str) -> str:
    (left_name, left), (right_name, right) = pair
    first, second = LOOKS[left_name], LOOKS[right_name]
    stops = _STOPS if "\t" in part else ""
    spacing = '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
    return (
        f'<w:p><w:pPr>{stops}{spacing}<w:jc w:val="left"/></w:pPr>'
        + writer.run(writer.properties(first), lead, "")
        + writer.runs(left, first, left_name)
        + writer.run(writer.properties(first), part, "")
        + writer.runs(right, second, right_name)
        + "</w:p>"
    )


def head_by_blanks(writer: Writer, text: list[Component]) -> str:
    return head_by_tabs(writer, text, " " * 8, " ")


def head_in_boxes(writer: Writer, text: list[Component], vml: bool = False) -> str:
    """The columns in two text boxes that hang on one empty paragraph."""
    left, right = columns(writer, text)
    made = ""
    for identity, (content, x, width) in enumerate(((left, 0.0, LEFT), (right, LEFT, RIGHT)), 1):
        box = f"<w:txbxContent>{content}</w:txbxContent>"
        shape = (
            f'<w:pict><v:shape id="b{identity}" type="#_x0000_t202" stroked="f" '
            f'style="position:absolute;margin-left:{x * 72 / 25.4:.1f}pt;margin-top:0;'
            f"width:{width * 72 / 25.4:.1f}pt;"
            f'height:105pt"><v:textbox inset="0,0,0,0">{box}</v:textbox></v:shape></w:pict>'
        )
        drawing = (
            '<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" '
            'behindDoc="0" '
            'locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
            f'<wp:positionH relativeFrom="margin"><wp:posOffset>{round(x * 36000)}</wp:posOffset></wp:positionH>'
            '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
            f'<wp:extent cx="{round(width * 36000)}" cy="1143000"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
            f'<wp:wrapTopAndBottom/><wp:docPr id="{identity}" name="Text Box {identity}"/><wp:cNvGraphicFramePr/>'
            '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
            '<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
            f'<a:ext cx="{round(width * 36000)}" cy="1143000"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>'
            f'<wps:txbx>{box}</wps:txbx><wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0"/></wps:wsp>'
            "</a:graphicData></a:graphic></wp:anchor></w:drawing>"
        )
        made += (
            f"<w:r>{shape}</w:r>"
            if vml
            else f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice>'
            f"<mc:Fallback>{shape}</mc:Fallback></mc:AlternateContent></w:r>"
        )
    room = 2100 if vml else 0  # a floating box of old Word pushes nothing down: people leave room by hand
    return f'<w:p><w:pPr><w:spacing w:before="0" w:after="{room}"/></w:pPr>{made}</w:p>'


def head_in_frames(writer: Writer, text: list[Component]) -> str:
    """Paragraphs with a place of their own: four frames with typed lines, then room for them."""
    organs = "".join(map(writer.of, pick(text, "organ.parent", "organ.issuer"))) + writer.p("_" * 5, HEAD)
    nation = "".join(map(writer.of, pick(text, "quochieu", "tieungu"))) + writer.p("_" * 26, HEAD)
    number = "".join(map(writer.of, pick(text, "so", "trichyeu.cv")))
    made = ""
    for content, x, y, width in (
        (organs, 0.0, 0.0, LEFT),
        (number, 0.0, 17.0, LEFT),
        (nation, LEFT, 0.0, RIGHT),
        (writer.of(one(text, "diadanh")), LEFT, 17.0, RIGHT),
    ):
        frame = (
            f'<w:framePr w:w="{tw(width)}" w:hSpace="0" w:wrap="around" w:vAnchor="page" w:hAnchor="page" '
            f'w:x="{tw(30 + x)}" w:y="{tw(20 + y)}"/>'
        )
        made += content.replace("<w:pPr>", f"<w:pPr>{frame}")
    return made + '<w:p><w:pPr><w:spacing w:before="0" w:after="1700"/></w:pPr></w:p>'


def middle(writer: Writer, text: list[Component]) -> str:
    """Tên loại to the last line of the text."""
    made = ""
    for component in text:
        name = component[0]
        if name in ("tenloai", "kinhgui", "body") or name.startswith("h."):
            made += writer.of(component)
        elif name == "trichyeu":
            made += writer.of(component) + stroke(SUBJECT_LINE, LEFT + RIGHT)
    return made


def foot_columns(writer: Writer, text: list[Component]) -> tuple[str, str]:
    left = "".join(map(writer.of, pick(text, "noinhan.label", "noinhan.item")))
    right = "".join(map(writer.of, pick(text, "sign.authority", "sign.title")))
    right += writer.p("", TITLE) * 4 + writer.of(one(text, "sign.name"))
    return left, right


def foot_in_table(writer: Writer, text: list[Component]) -> str:
    left, right = foot_columns(writer, text)
    return (
        writer.p("", Look(6))
        + table(cells(left, right, (75.0, 90.0)), widths=(75.0, 90.0))
        + writer.p("", Look(2))
    )


def foot_by_tabs(writer: Writer, text: list[Component]) -> str:
    """Nơi nhận and the signer in the same paragraphs, parted by a tab."""
    stop = f'<w:tabs><w:tab w:val="center" w:pos="{tw(120)}"/></w:tabs>'
    spacing = '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
    left = pick(text, "noinhan.label", "noinhan.item")
    right: list[Component | None] = [*pick(text, "sign.authority", "sign.title"), None, None, None]
    right = [*right, one(text, "sign.name")]
    made = writer.p("", Look(6))
    for number in range(max(len(left), len(right))):
        runs = ""
        if number < len(left):
            runs += writer.runs(left[number][1], LOOKS[left[number][0]], left[number][0])
        signer = right[number] if number < len(right) else None
        if signer is not None:
            runs += writer.run(writer.properties(TITLE), "\t", "") + writer.runs(signer[1], TITLE, signer[0])
        made += f'<w:p><w:pPr>{stop}{spacing}<w:jc w:val="left"/></w:pPr>{runs}</w:p>'
    return made


Part = Callable[[Writer, list[Component]], str]


def made(
    text: list[Component],
    head: Part = head_in_two_rows,
    foot: Part = foot_in_table,
    writer: Writer | None = None,
    wrong: Iterable[str] = (),
    **more: object,
) -> Foreign:
    """A document of these parts."""
    writer = writer or Writer()
    body = head(writer, text) + middle(writer, text) + foot(writer, text)
    return Foreign(package(body, writer, **more), text, frozenset(wrong))  # type: ignore[arg-type]


# --- hands that leave traces -----------------------------------------------------------------------------------

_BY = 'w:id="{id}" w:author="Lê Văn Tám" w:date="2025-12-01T08:00:00Z"'


def _tracked() -> Foreign:
    """Words put in and words taken out, the changes not yet accepted."""
    count = 100

    def run(properties: str, text: str, name: str) -> str:
        nonlocal count
        words = text.split(" ")
        if name not in ("body", "noinhan.item", "trichyeu") or len(words) < 3:
            return run_xml(properties, text)
        count += 2
        gone = f'<w:r><w:rPr>{properties}</w:rPr><w:delText xml:space="preserve">dự thảo cũ </w:delText></w:r>'
        return (
            run_xml(properties, words[0] + " ")
            + f"<w:del {_BY.format(id=count)}>{gone}</w:del>"
            + f"<w:ins {_BY.format(id=count + 1)}>{run_xml(properties, words[1] + ' ')}</w:ins>"
            + run_xml(properties, " ".join(words[2:]))
        )

    return made(REPORT, writer=Writer(run=run))


def _commented() -> Foreign:
    """A remark of the reviewer at every paragraph of the text."""
    remarks: list[str] = []

    def run(properties: str, text: str, name: str) -> str:
        if name != "body":
            return run_xml(properties, text)
        id = len(remarks)
        remarks.append(
            f'<w:comment {_BY.format(id=id)} w:initials="T"><w:p><w:r><w:t>Số: 99/XX-YY, xem lại</w:t></w:r></w:p>'
            "</w:comment>"
        )
        return (
            f'<w:commentRangeStart w:id="{id}"/>{run_xml(properties, text)}<w:commentRangeEnd w:id="{id}"/>'
            f'<w:r><w:commentReference w:id="{id}"/></w:r>'
        )

    writer = Writer(run=run)
    body = head_in_one_row(writer, LETTER) + middle(writer, LETTER) + foot_in_table(writer, LETTER)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    comments = f"<w:comments {SPACES}>{''.join(remarks)}</w:comments>"
    return Foreign(package(body, writer, {"comments.xml": (kind, link, comments)}), LETTER)


def _controlled() -> Foreign:
    """Content controls round runs, paragraphs and the table of the head."""

    def run(properties: str, text: str, name: str) -> str:
        made_run = run_xml(properties, text)
        if name in ("so", "diadanh", "sign.name", "kinhgui"):
            return f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{made_run}</w:sdtContent></w:sdt>"
        return made_run

    writer = Writer(run=run)
    wrap = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>".format
    body = wrap(head_in_two_rows(writer, REPORT)) + wrap(middle(writer, REPORT)) + foot_in_table(writer, REPORT)
    return Foreign(package(body, writer), REPORT)


def _split_into_runs() -> Foreign:
    """Every word in a run of its own, as after long editing, with proofing marks between."""

    def run(properties: str, text: str, _name: str) -> str:
        words = text.split(" ")
        pieces = [word + (" " if at + 1 < len(words) else "") for at, word in enumerate(words)]
        return '<w:proofErr w:type="spellStart"/>'.join(run_xml(properties, piece) for piece in pieces)

    return made(LETTER, head_in_one_row, writer=Writer(run=run))


def _google() -> Foreign:
    """As Google Docs exports: style ``normal``, everything in every run, two of four font slots, borders nil."""
    writer = Writer(east_asian=False)
    more = '<w:style w:type="table" w:styleId="Table1"><w:name w:val="Table1"/></w:style>'
    styles = STYLES.format(
        defaults='<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/><w:sz w:val="22"/>',
        more=more,
    )
    styles = styles.replace(
        'w:styleId="Normal"><w:name w:val="Normal"/>', 'w:styleId="Normal"><w:name w:val="normal"/>'
    )
    nil = "".join(f'<w:{side} w:val="nil"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    body = head_in_one_row(writer, REPORT) + middle(writer, REPORT) + foot_in_table(writer, REPORT)
    body = body.replace("<w:tblPr>", '<w:tblPr><w:tblStyle w:val="Table1"/>').replace(
        '<w:tblLayout w:type="fixed"/>', f'<w:tblBorders>{nil}</w:tblBorders><w:tblLayout w:type="fixed"/>'
    )
    body = body.replace("<w:pPr>", '<w:pPr><w:pageBreakBefore w:val="0"/>')
    return Foreign(package(body, writer, styles=styles), REPORT)


_TO_TCVN3: Final = {
    letter: chr(code) for code in range(0xFF, 0xA0, -1) for letter in [ord(from_legacy(chr(code), "TCVN3"))]
}
"""Each letter and the Western one that old fonts show as it."""


def _tcvn3() -> Foreign:
    """Typed in .VnTime, capitals in .VnTimeH: Western letters that only the font shows as Vietnamese."""
    writer = Writer(
        ".VnTime",
        convert=lambda text: (text.lower() if text.isupper() else text).translate(_TO_TCVN3),
        capitals_font=".VnTimeH",
    )
    return made(REPORT, writer=writer, wrong=("font.family", "font.encoding"))


FOREIGN: Final[dict[str, Callable[[], Foreign]]] = {
    "table of two rows": lambda: made(REPORT),
    "table of one row": lambda: made(LETTER, head_in_one_row),
    "nested table": lambda: made(REPORT, head_nested),
    "tab stops": lambda: made(LETTER, head_by_tabs, foot_by_tabs),
    "tab stops, report": lambda: made(REPORT, head_by_tabs, foot_in_table),
    "blanks": lambda: made(REPORT, head_by_blanks),
    "text boxes": lambda: made(REPORT, head_in_boxes),
    "text boxes of Word 2007": lambda: made(LETTER, lambda writer, text: head_in_boxes(writer, text, vml=True)),
    "frames": lambda: made(LETTER, head_in_frames),
    "tracked changes": _tracked,
    "comments": _commented,
    "content controls": _controlled,
    "every word a run": _split_into_runs,
    "Google Docs": _google,
    "Arial": lambda: made(REPORT, writer=Writer("Arial", motto_mm=66.0), wrong=("font.family",)),
    "TCVN3": _tcvn3,
}
"""Documents by other hands, by what is strange about them."""
