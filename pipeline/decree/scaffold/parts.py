"""The parts of a template that every kind of document shares: styles, settings, header, footer, properties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipeline.decree.scaffold.design import Design
from pipeline.decree.scaffold.theme import theme
from pipeline.docx import styles
from pipeline.docx.metrics import text_width_mm, twips
from pipeline.docx.package import DECLARATION

_OFFICE = "http://schemas.openxmlformats.org"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NS = f'xmlns:w="{_OFFICE}/wordprocessingml/2006/main" xmlns:r="{_OFFICE}/officeDocument/2006/relationships"'
_SLOTS = ("ascii", "hAnsi", "eastAsia", "cs")
FONT = "<w:rFonts " + " ".join(f'w:{slot}="Times New Roman"' for slot in _SLOTS) + "/>"
LANGUAGE = '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="vi-VN"/>'
EDGE = 567
"""Distance of header and footer from the edge of the paper, in twips: 10 mm."""
ADDRESSEE_MM = 35


NAMES = {
    **styles.NAMES,
    "ThamQuyen": "Thẩm quyền ban hành",
    "CanCu": "Căn cứ ban hành",
    "LoiQuyetDinh": "Lời quyết định",
    "Phan": "Phần (Phần I)",
    "TenPhan": "Tên phần",
    "Chuong": "Chương (Chương I)",
    "TenChuong": "Tên chương",
    "Dieu": "Điều có tiêu đề (Điều 1.)",
    "DieuVaLoi": "Điều không có tiêu đề (Điều 1.)",
    "BenGui": "Nơi gửi công điện",
    "XacNhan": "Xác nhận",
    "DiaChi": "Địa chỉ cơ quan",
}
"""Style id -> name in Word: those of the generator and those that only some forms need."""


def section(design: Design) -> str:
    """Section properties of the page (Mục I.1, I.3): number of page 1 hidden (Mục I.7)."""
    references = "".join(
        f'<w:{kind}Reference w:type="{use}" r:id="{kind}-{use}"/>'
        for kind in ("header", "footer")
        for use in ("default", "first")
    )
    return (
        f'<w:sectPr>{references}<w:pgSz w:w="{design.paper[0]}" w:h="{design.paper[1]}"/>'
        f'<w:pgMar w:top="{design.top}" w:right="{design.right}" w:bottom="{design.bottom}" w:left="{design.left}"'
        f' w:header="{EDGE}" w:footer="{EDGE}" w:gutter="0"/><w:pgNumType w:start="1"/>'
        "<w:titlePg/></w:sectPr>"
    )


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: look and layout; sizes in points, distances in twips unless they are points."""

    id: str
    size: float = 14
    bold: bool = False
    italic: bool = False
    align: str = "left"
    before: float = 0
    after: float = 0
    line: str = ""
    indent: str = ""
    keep_next: bool = False
    level: int | None = None

    def xml(self) -> str:
        """The style as OOXML, children in the order of the schema."""
        keep = "<w:keepNext/>" if self.keep_next else ""
        indent = f"<w:ind {self.indent}/>" if self.indent else ""
        level = f'<w:outlineLvl w:val="{self.level}"/>' if self.level is not None else ""
        marks = ("<w:b/><w:bCs/>" if self.bold else "") + ("<w:i/><w:iCs/>" if self.italic else "")
        line = self.line or 'w:line="240" w:lineRule="auto"'
        half_points = round(self.size * 2)
        return (
            f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{self.id}">'
            f'<w:name w:val="{NAMES[self.id]}"/>'
            f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{keep}<w:widowControl/>'
            f'<w:spacing w:before="{round(self.before * 20)}" w:after="{round(self.after * 20)}" {line}/>'
            f'{indent}<w:jc w:val="{self.align}"/>{level}</w:pPr><w:rPr>{FONT}{marks}'
            f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>{LANGUAGE}</w:rPr></w:style>'
        )


def _exact(points: float) -> str:
    return f'w:line="{round(points * 20)}" w:lineRule="exact"'


def _addressee_indents(size: float) -> tuple[str, str]:
    """Indents of "Kính gửi:" and of the lines below it, whose dashes stand under the colon (Mục II.9.d)."""
    dash = twips(text_width_mm("- ", size))
    colon = twips(ADDRESSEE_MM + text_width_mm("Kính gửi", size))
    return f'w:left="{twips(ADDRESSEE_MM)}"', f'w:left="{colon + dash}" w:hanging="{dash}"'


class Stylist:
    """Makes the styles of one design."""

    def __init__(self, design: Design) -> None:
        self.design = design

    def style(self, id: str, component: str, align: str = "center", **layout: Any) -> Style:
        look = self.design.letters[component]
        return Style(id, look.size, look.bold, look.italic, align, **layout)

    def level(self, id: str, component: str, level: int | None = None) -> Style:
        """A level of the text: justified, first line in, a gap before it, lines wider than single (Mục II.6.e)."""
        design = self.design
        return self.style(
            id, component, "both", before=design.before,
            line=f'w:line="{round(design.line * 240)}" w:lineRule="auto"',
            indent=f'w:firstLine="{design.first_line}"', keep_next=design.letters[component].bold, level=level,
        )  # fmt: skip

    def house(self) -> list[Style]:
        """The styles that every template has."""
        style, level, names = self.style, self.level, styles.PARAGRAPH
        one, many = _addressee_indents(self.design.size("kinhgui"))
        signature = _exact(76)
        return [
            style("CoQuanChuQuan", "organ.parent"),
            style("CoQuanBanHanh", "organ.issuer"),
            style("QuocHieu", "quochieu"),
            style("TieuNgu", "tieungu"),
            Style(styles.LINE, 8, align="center", line=_exact(4)),
            style("SoKyHieu", "so", before=8),
            style("DiaDanhThoiGian", "diadanh", before=8 - (self.design.size("diadanh") - self.design.size("so"))),
            style("TenLoai", "tenloai", before=18, keep_next=True),
            style("TrichYeu", "trichyeu", keep_next=True),
            style("TrichYeuCongVan", "trichyeu.cv", before=self.design.under_number),
            style("KinhGui", "kinhgui", before=14, after=8),
            style("KinhGuiNhieu", "kinhgui", "left", before=14, indent=one, keep_next=True),
            style("NoiKinhGui", "kinhgui", "left", indent=many),
            level(names["body"], "body"),
            level(names["section"], "h.muc.roman", 0),
            level(names["titled-clause"], "h.khoan.titled", 1),
            level(names["clause"], "h.khoan.plain"),
            level(names["point"], "h.diem"),
            level(names["dash"], "body"),
            level(names["plus"], "body"),
            Style(names["caption"], bold=True, align="center", before=6, after=3, keep_next=True),
            Style(names["unit-note"], 13, italic=True, align="right", after=3, keep_next=True),
            Style(styles.CELL, 13, before=2, after=2),
            Style(styles.GAP, 6, line=_exact(8)),
            style("NoiNhan", "noinhan.label", "left", keep_next=True),
            style("DanhSachNoiNhan", "noinhan.item", "left", keep_next=True),
            style("ChucVu", "sign.title", keep_next=True),
            Style("ChoKy", align="center", line=signature, keep_next=True),
            style("HoTen", "sign.name", keep_next=True),
            style(styles.ANNEX_LABEL, "annex.label", keep_next=True, level=0),
            style(styles.ANNEX_TITLE, "annex.title", keep_next=True),
            style(styles.ANNEX_ATTACHED, "annex.kemtheo", keep_next=True),
            style("SoTrang", "pagenum"),
            Style("GhiChuChanTrang", 12, italic=True, align="center"),
            Style(styles.END, 1, line=_exact(1)),
        ]

    def forms(self) -> list[Style]:
        """The styles that only some forms use."""
        return [
            self.style("ThamQuyen", "authority", before=12, after=6, keep_next=True),
            self.level("CanCu", "cancu"),
            self.style("LoiQuyetDinh", "decides", before=12, after=6, keep_next=True),
            self.style("Phan", "h.phan", before=12, keep_next=True, level=0),
            self.style("TenPhan", "h.phan.title", after=6, keep_next=True),
            self.style("Chuong", "h.chuong", before=12, keep_next=True, level=0),
            self.style("TenChuong", "h.chuong.title", after=6, keep_next=True),
            self.level("Dieu", "h.dieu", 1),
            self.level("DieuVaLoi", "body", 1),
            self.style("BenGui", "kinhgui", before=14, keep_next=True),
            self.style("XacNhan", "body", keep_next=True),
            self.style("DiaChi", "diachi"),
        ]


def _styles_part(design: Design, used: str) -> str:
    stylist = Stylist(design)
    more = [style for style in stylist.forms() if f'"{style.id}"' in used]
    look = f'<w:rPr>{FONT}<w:sz w:val="28"/><w:szCs w:val="28"/>{LANGUAGE}</w:rPr>'
    spacing = '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
    cells = '<w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/>'
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f"<w:styles {NS}><w:docDefaults><w:rPrDefault>{look}</w:rPrDefault>"
        f"<w:pPrDefault><w:pPr>{spacing}</w:pPr></w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"<w:pPr><w:widowControl/></w:pPr>{look}</w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        f"<w:tblCellMar>{cells}</w:tblCellMar></w:tblPr></w:style>"
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
        f"{''.join(style.xml() for style in (*stylist.house(), *more))}"
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{styles.TABLE}">'
        f'<w:name w:val="{styles.NAMES[styles.TABLE]}"/>'
        f'<w:basedOn w:val="TableNormal"/><w:rPr>{FONT}{LANGUAGE}</w:rPr>'
        f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr></w:style></w:styles>"
    )


def _settings_part() -> str:
    modes = {
        "compatibilityMode": 15,
        "overrideTableStyleFontSizeAndJustification": 1,
        "enableOpenTypeFeatures": 1,
        "doNotFlipMirrorIndents": 1,
        "differentiateMultirowTableHeaders": 1,
    }
    compat = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
        for name, value in modes.items()
    )
    return (
        f'<w:settings {NS}><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/>'
        f'<w:characterSpacingControl w:val="doNotCompress"/><w:compat>{compat}</w:compat>'
        '<w:themeFontLang w:val="vi-VN"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
    )


def _header_part(content: str) -> str:
    return f'<w:hdr {NS}><w:p><w:pPr><w:pStyle w:val="SoTrang"/></w:pPr>{content}</w:p></w:hdr>'


def _footer_part() -> str:
    return (
        f'<w:ftr {NS}><w:p><w:pPr><w:pStyle w:val="GhiChuChanTrang"/></w:pPr>'
        '<w:r><w:t xml:space="preserve">{% if doc.note %}{{ doc.note }}{% endif %}</w:t></w:r></w:p></w:ftr>'
    )


_PARTS = {
    "styles": ("styles", "styles"),
    "settings": ("settings", "settings"),
    "fontTable": ("fontTable", "fontTable"),
    "theme/theme1": ("theme", "theme"),
    "header1": ("header", "header-default"),
    "header2": ("header", "header-first"),
    "footer1": ("footer", "footer-default"),
    "footer2": ("footer", "footer-first"),
}
"""Part -> kind (content type and relationship) and relationship id."""


def _content_types() -> str:
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    extended = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
    kinds = {"document": "document.main", **{part: kind for part, (kind, _) in _PARTS.items()}}
    types = {part: f"{_WORD_TYPE}.{kind}+xml" for part, kind in kinds.items()}
    types["theme/theme1"] = "application/vnd.openxmlformats-officedocument.theme+xml"
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{kind}"/>' for part, kind in types.items()
    )
    return (
        f'<Types xmlns="{_OFFICE}/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}'
        f'<Override PartName="/docProps/core.xml" ContentType="{core}"/>'
        f'<Override PartName="/docProps/app.xml" ContentType="{extended}"/></Types>'
    )


def _relationships(items: dict[str, tuple[str, str]]) -> str:
    made = "".join(f'<Relationship Id="{id}" Type="{kind}" Target="{to}"/>' for id, (kind, to) in items.items())
    return f'<Relationships xmlns="{_OFFICE}/package/2006/relationships">{made}</Relationships>'


def parts(title: str, document: str, design: Design) -> dict[str, bytes]:
    """The parts of a template: ``title`` names it in its properties, ``document`` is the content of the body."""
    relations = f"{_OFFICE}/officeDocument/2006/relationships"
    core = f"{_OFFICE}/package/2006/relationships/metadata/core-properties"
    page_field = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple>'
    font = '<w:charset w:val="A3"/><w:family w:val="roman"/><w:pitch w:val="variable"/>'
    made = {
        "word/document.xml": f"<w:document {NS}><w:body>{document}{section(design)}</w:body></w:document>",
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            {
                "document": (f"{relations}/officeDocument", "word/document.xml"),
                "core": (core, "docProps/core.xml"),
                "app": (f"{relations}/extended-properties", "docProps/app.xml"),
            }
        ),
        "word/_rels/document.xml.rels": _relationships(
            {id: (f"{relations}/{kind}", f"{part}.xml") for part, (kind, id) in _PARTS.items()}
        ),
        "word/styles.xml": _styles_part(design, document),
        "word/settings.xml": _settings_part(),
        "word/fontTable.xml": f'<w:fonts {NS}><w:font w:name="Times New Roman">{font}</w:font></w:fonts>',
        "word/theme/theme1.xml": theme(),
        "word/header1.xml": _header_part(page_field),
        "word/header2.xml": _header_part(""),
        "word/footer1.xml": _footer_part(),
        "word/footer2.xml": _footer_part(),
        "docProps/core.xml": (
            f'<cp:coreProperties xmlns:cp="{_OFFICE}/package/2006/metadata/core-properties" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title>'
            "<dc:language>vi-VN</dc:language></cp:coreProperties>"
        ),
        "docProps/app.xml": (
            f'<Properties xmlns="{_OFFICE}/officeDocument/2006/extended-properties">'
            "<Application>Microsoft Office Word</Application></Properties>"
        ),
    }
    return {name: (DECLARATION + text).encode() for name, text in made.items()}
