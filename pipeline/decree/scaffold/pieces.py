"""The pieces that forms are put together from: paragraphs, conditions, the head, the foot. All return OOXML."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.decree.scaffold.design import Design
from pipeline.docx import styles
from pipeline.docx.blocks import line_xml
from pipeline.docx.metrics import text_width_mm

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
FOOT_COLUMNS = (4204, 5150)
KEEP = "<w:keepNext/>"


def p(style: str, text: str = "", properties: str = "", bold: str = "") -> str:
    """A paragraph; ``bold`` are words before the text in bold letters."""
    runs = f'<w:r><w:rPr><w:b/><w:bCs/></w:rPr><w:t xml:space="preserve">{bold}</w:t></w:r>' if bold else ""
    if text:
        runs += f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>'


def tag(text: str) -> str:
    """A paragraph that holds a control tag and vanishes when the template is filled."""
    return p("Normal", text)


def when(condition: str, *content: str) -> str:
    """Paragraphs that appear only if ``condition`` holds."""
    return "".join([tag(f"{{%p if {condition} %}}"), *content, tag("{%p endif %}")])


def table(widths: tuple[int, ...], *rows: tuple[str, ...], loose_rows: int = 0) -> str:
    """A table without borders or padding whose rows do not break over pages; widths in twips.

    The first ``loose_rows`` rows may break. LibreOffice keeps a table with the paragraph after it only if not
    every row is forbidden to break.
    """
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    made = []
    for index, row in enumerate(rows):
        whole = "<w:trPr><w:cantSplit/></w:trPr>" if index >= loose_rows else ""
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'
            for width, content in zip(widths, row, strict=True)
        )
        made.append(f"<w:tr>{whole}{cells}</w:tr>")
    sides = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("top", "left", "bottom", "right"))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{sides}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(made)}</w:tbl>"
    )


def head(design: Design, below_number: str = "", dated: bool = True) -> str:
    """Organs and nation above, number and place with date below; ``below_number`` stands in the left column."""
    left, right = design.columns_mm
    issuer = f"{design.size('organ.issuer'):g}"
    organs = (
        when("organ.superior", p("CoQuanChuQuan", "{{ organ.superior }}"))
        + p("CoQuanBanHanh", "{{ organ.name }}")
        + tag(f"{{{{p organ.name | line(0.4, {left}, {issuer}, true) }}}}")
    )
    motto = text_width_mm(MOTTO, design.size("tieungu"), bold=True)
    nation = p("QuocHieu", NATION) + p("TieuNgu", MOTTO) + line_xml(motto, right)
    number = p("SoKyHieu", "{{ doc.number_line }}") + below_number
    place = p("DiaDanhThoiGian", "{{ doc.date_line }}" if dated else "")
    return table(design.columns, (organs, nation), (number, place))


def addressees() -> str:
    """Kính gửi: one on the same line without a stop; several on lines of their own, dashes under the colon."""
    return (
        tag("{%p if doc.addressees | length == 1 %}")
        + p("KinhGui", "Kính gửi: {{ doc.addressees[0] }}")
        + tag("{%p elif doc.addressees %}")
        + p("KinhGuiNhieu", "Kính gửi:")
        + addressee_lines()
        + tag("{%p endif %}")
    )


def addressee_lines() -> str:
    """One line for each addressee: ``- …;``, the last with a stop."""
    return (
        tag("{%p for addressee in doc.addressees %}")
        + p("NoiKinhGui", "- {{ addressee }}{% if loop.last %}.{% else %};{% endif %}")
        + tag("{%p endfor %}")
    )


def signer() -> str:
    """Authority and title, room for the signature, name."""
    return (
        tag("{%p for line in signer.lines %}")
        + p("ChucVu", "{{ line }}", KEEP)
        + tag("{%p endfor %}")
        + p("ChoKy", properties=KEEP)
        + p("HoTen", "{{ signer.name }}", KEEP)
    )


def signature(title: str, name: str) -> str:
    """Somebody who signs and is not the signer of the organ."""
    return p("ChucVu", title, KEEP) + p("ChoKy", properties=KEEP) + p("HoTen", name, KEEP)


def recipients(first: str = "") -> str:
    """Nơi nhận, its list one by one; before it what a condition asks for."""
    return (
        p("NoiNhan", "Nơi nhận:", KEEP)
        + first
        + tag("{%p for recipient in doc.recipients %}")
        + p("DanhSachNoiNhan", "{{ recipient }}", KEEP)
        + tag("{%p endfor %}")
    )


def foot(left: str = "", right: str = "") -> str:
    """Nơi nhận at the left, the signer at the right, or what is given instead; kept with the text above.

    Every paragraph keeps with the next, so that neither the signer nor the end of the section (a paragraph one
    point high) ever stands alone on a page. The gap above is a row and not a paragraph, see :func:`table`.
    """
    gap = p(styles.GAP, properties=KEEP)
    return table(FOOT_COLUMNS, (gap, gap), (left or recipients(), right or signer()), loose_rows=1)


def title(design: Design, name: str, subject: str = "{{ doc.subject }}", line: bool = True) -> str:
    """Type name in capitals, subject, and a line under the lower of them (Mục II.5.b)."""
    made = p("TenLoai", name.upper())
    below, component = f"'{name.upper()}'", "tenloai"
    if subject:
        made += p("TrichYeu", subject)
        below, component = "doc.subject", "trichyeu"
    if line:
        width, size = sum(design.columns_mm), f"{design.size(component):g}"
        made += tag(f"{{{{p {below} | line(0.4, {width}, {size}, true) }}}}")
    return made + p(styles.GAP)


def lines(texts: Sequence[tuple[str, str]], keep_last: bool = False) -> str:
    """Paragraphs by style; words before ``|`` are bold. ``keep_last`` ties the last to what follows."""
    made = []
    for index, (style, text) in enumerate(texts):
        keep = KEEP if keep_last and index == len(texts) - 1 else ""
        bold, bar, rest = text.partition("|")
        made.append(p(style, rest, keep, bold) if bar else p(style, text, keep))
    return "".join(made)


def body() -> str:
    return tag("{{p body | blocks }}")


def end() -> str:
    """The annexes, and the end of the last section."""
    return tag("{{p annexes | annexes }}")
