"""The parts of a template that every kind of document shares: styles, settings, header, footer, properties."""

from __future__ import annotations

from dataclasses import dataclass

from scaffold_theme import theme

from pipeline.docx import styles
from pipeline.docx.metrics import text_width_mm, twips

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NS = f'xmlns:w="{_OFFICE}/wordprocessingml/2006/main" xmlns:r="{_OFFICE}/officeDocument/2006/relationships"'
_SLOTS = ("ascii", "hAnsi", "eastAsia", "cs")
FONT = "<w:rFonts " + " ".join(f'w:{slot}="Times New Roman"' for slot in _SLOTS) + "/>"
LANGUAGE = '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="vi-VN"/>'
HEADER_MM = (67, 98)
SIDE_MM = HEADER_MM
ADDRESSEE_MM = 35


@dataclass(frozen=True, slots=True)
class Page:
    """A4 in twips (Mục I.1); the margins are the smallest allowed (Mục I.3): 20, 20, 30, 15 mm, rounded up."""

    width: int = 11906
    height: int = 16838
    top: int = 1134
    bottom: int = 1134
    left: int = 1701
    right: int = 851
    header: int = 567

    @property
    def text_width(self) -> int:
        return self.width - self.left - self.right

    @property
    def section(self) -> str:
        """Section properties: number of page 1 hidden (Mục I.7)."""
        references = "".join(
            f'<w:{kind}Reference w:type="{use}" r:id="{kind}-{use}"/>'
            for kind in ("header", "footer")
            for use in ("default", "first")
        )
        return (
            f'<w:sectPr>{references}<w:pgSz w:w="{self.width}" w:h="{self.height}"/>'
            f'<w:pgMar w:top="{self.top}" w:right="{self.right}" w:bottom="{self.bottom}" w:left="{self.left}"'
            f' w:header="{self.header}" w:footer="{self.header}" w:gutter="0"/><w:pgNumType w:start="1"/>'
            "<w:titlePg/></w:sectPr>"
        )


PAGE = Page()


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
            f'<w:name w:val="{styles.NAMES[self.id]}"/>'
            f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{keep}<w:widowControl/>'
            f'<w:spacing w:before="{round(self.before * 20)}" w:after="{round(self.after * 20)}" {line}/>'
            f'{indent}<w:jc w:val="{self.align}"/>{level}</w:pPr><w:rPr>{FONT}{marks}'
            f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>{LANGUAGE}</w:rPr></w:style>'
        )


def _body(id: str, bold: bool = False, level: int | None = None, align: str = "both") -> Style:
    """A level of the text: justified, first line 10 mm in, 6 pt before, lines 1.15 (Mục II.6.e)."""
    return Style(
        id, bold=bold, align=align, before=6, line='w:line="276" w:lineRule="auto"',
        indent='w:firstLine="567"', keep_next=bold, level=level,
    )  # fmt: skip


def _exact(points: float) -> str:
    return f'w:line="{round(points * 20)}" w:lineRule="exact"'


def _addressee_indents() -> tuple[str, str]:
    """Indents of "Kính gửi:" and of the lines below it, whose dashes stand under the colon (Mục II.9.d)."""
    dash = twips(text_width_mm("- ", 14))
    colon = twips(ADDRESSEE_MM + text_width_mm("Kính gửi", 14))
    return f'w:left="{twips(ADDRESSEE_MM)}"', f'w:left="{colon + dash}" w:hanging="{dash}"'


def paragraph_styles() -> list[Style]:
    """All styles of the house; sizes are Mục V's set with 13 and 14 points."""
    level = styles.PARAGRAPH
    one, many = _addressee_indents()
    return [
        Style("CoQuanChuQuan", 13, align="center"),
        Style("CoQuanBanHanh", 13, bold=True, align="center"),
        Style("QuocHieu", 13, bold=True, align="center"),
        Style("TieuNgu", 14, bold=True, align="center"),
        Style(styles.LINE, 8, align="center", line=_exact(4)),
        Style("SoKyHieu", 13, align="center", before=8),
        Style("DiaDanhThoiGian", 14, italic=True, align="center", before=7),
        Style("TenLoai", 14, bold=True, align="center", before=18, keep_next=True),
        Style("TrichYeu", 14, bold=True, align="center", keep_next=True),
        Style("TrichYeuCongVan", 12, align="center", before=6),
        Style("KinhGui", 14, align="center", before=14, after=8),
        Style("KinhGuiNhieu", 14, before=14, indent=one, keep_next=True),
        Style("NoiKinhGui", 14, indent=many),
        _body(level["body"]),
        _body(level["section"], bold=True, level=0),
        _body(level["titled-clause"], bold=True, level=1),
        _body(level["clause"]),
        _body(level["point"]),
        _body(level["dash"]),
        _body(level["plus"]),
        Style(level["caption"], bold=True, align="center", before=6, after=3, keep_next=True),
        Style(level["unit-note"], 13, italic=True, align="right", after=3, keep_next=True),
        Style(styles.CELL, 13, before=2, after=2),
        Style(styles.GAP, 6, line=_exact(8)),
        Style("NoiNhan", 12, bold=True, italic=True, keep_next=True),
        Style("DanhSachNoiNhan", 11, keep_next=True),
        Style("ChucVu", 14, bold=True, align="center", keep_next=True),
        Style("ChoKy", 14, align="center", line=_exact(76), keep_next=True),
        Style("HoTen", 14, bold=True, align="center", keep_next=True),
        Style(styles.ANNEX_LABEL, 14, bold=True, align="center", keep_next=True, level=0),
        Style(styles.ANNEX_TITLE, 14, bold=True, align="center", keep_next=True),
        Style(styles.ANNEX_ATTACHED, 14, italic=True, align="center", keep_next=True),
        Style("SoTrang", 14, align="center"),
        Style("GhiChuChanTrang", 12, italic=True, align="center"),
        Style(styles.END, 1, line=_exact(1)),
    ]


def _styles_part() -> str:
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
        f"{''.join(style.xml() for style in paragraph_styles())}"
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


def static_parts(title: str) -> dict[str, bytes]:
    """Every part but ``word/document.xml``; ``title`` names the template in its properties."""
    document = f"{_OFFICE}/officeDocument/2006/relationships"
    core = f"{_OFFICE}/package/2006/relationships/metadata/core-properties"
    page_field = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple>'
    font = '<w:charset w:val="A3"/><w:family w:val="roman"/><w:pitch w:val="variable"/>'
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            {
                "document": (f"{document}/officeDocument", "word/document.xml"),
                "core": (core, "docProps/core.xml"),
                "app": (f"{document}/extended-properties", "docProps/app.xml"),
            }
        ),
        "word/_rels/document.xml.rels": _relationships(
            {id: (f"{document}/{kind}", f"{part}.xml") for part, (kind, id) in _PARTS.items()}
        ),
        "word/styles.xml": _styles_part(),
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
    return {name: (DECLARATION + text).encode() for name, text in parts.items()}
