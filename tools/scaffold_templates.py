"""Writes ``templates/report.docx`` and ``templates/cover-letter.docx`` from a package of our own.

    python tools/scaffold_templates.py [FOLDER]

The layout is that of Nghị định 30/2020/NĐ-CP, Phụ lục I: paper and margins Mục I, the head of the document
Mục II.1 to II.5, the text Mục II.6, the signer Mục II.7, Nơi nhận and Kính gửi Mục II.9. The result is an ordinary
Word file; a clerk changes it in Word, and this tool is only run again to start afresh.
"""

from __future__ import annotations

import sys
from pathlib import Path

from scaffold_parts import DECLARATION, HEADER_MM, NS, PAGE, SIDE_MM, static_parts

from pipeline.docx import styles
from pipeline.docx.blocks import line_xml
from pipeline.docx.metrics import text_width_mm, twips
from pipeline.docx.package import pack

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
FOOT_COLUMNS = (4204, 5150)
TARGET = Path(__file__).parents[1] / "templates"


def p(style: str, text: str = "", properties: str = "") -> str:
    """A paragraph of one run."""
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{run}</w:p>'


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


def head(below_number: str = "") -> str:
    """Organs and nation above, number and place with date below; ``below_number`` stands in the left column."""
    left, right = HEADER_MM
    organs = (
        when("organ.superior", p("CoQuanChuQuan", "{{ organ.superior }}"))
        + p("CoQuanBanHanh", "{{ organ.name }}")
        + tag(f"{{{{p organ.name | line(0.4, {left}, 13, true) }}}}")
    )
    nation = p("QuocHieu", NATION) + p("TieuNgu", MOTTO) + line_xml(text_width_mm(MOTTO, 14, bold=True), right)
    number = p("SoKyHieu", "{{ doc.number_line }}") + below_number
    return table(
        (twips(left), PAGE.text_width - twips(left)),
        (organs, nation),
        (number, p("DiaDanhThoiGian", "{{ doc.date_line }}")),
    )


def addressees() -> str:
    """Kính gửi: one on the same line without a stop; several on lines of their own, dashes under the colon."""
    return (
        tag("{%p if doc.addressees | length == 1 %}")
        + p("KinhGui", "Kính gửi: {{ doc.addressees[0] }}")
        + tag("{%p elif doc.addressees %}")
        + p("KinhGuiNhieu", "Kính gửi:")
        + tag("{%p for addressee in doc.addressees %}")
        + p("NoiKinhGui", "- {{ addressee }}{% if loop.last %}.{% else %};{% endif %}")
        + tag("{%p endfor %}")
        + tag("{%p endif %}")
    )


def foot() -> str:
    """Nơi nhận at the left, authority, room for the signature and name at the right; kept with the text above.

    Every paragraph keeps with the next, so that neither the signer nor the end of the section (a paragraph one
    point high) ever stands alone on a page. The gap above is a row and not a paragraph, see :func:`table`.
    """
    keep = "<w:keepNext/>"
    recipients = (
        p("NoiNhan", "Nơi nhận:", keep)
        + tag("{%p for recipient in doc.recipients %}")
        + p("DanhSachNoiNhan", "{{ recipient }}", keep)
        + tag("{%p endfor %}")
    )
    signer = (
        tag("{%p for line in signer.lines %}")
        + p("ChucVu", "{{ line }}", keep)
        + tag("{%p endfor %}")
        + p("ChoKy", properties=keep)
        + p("HoTen", "{{ signer.name }}", keep)
    )
    gap = p(styles.GAP, properties=keep)
    return table(FOOT_COLUMNS, (gap, gap), (recipients, signer), loose_rows=1)


def title() -> str:
    """Type name, subject and the line under it."""
    width = sum(SIDE_MM)
    return when(
        "doc.type_name",
        p("TenLoai", "{{ doc.type_name }}"),
        p("TrichYeu", "{{ doc.subject }}"),
        tag(f"{{{{p doc.subject | line(0.4, {width}, 14, true) }}}}"),
        p(styles.GAP),
    )


def document(*content: str) -> bytes:
    """``word/document.xml`` with the page set up."""
    body = "".join([*content, tag("{{p body | blocks }}"), foot(), tag("{{p annexes | annexes }}"), PAGE.section])
    return f"{DECLARATION}<w:document {NS}><w:body>{body}</w:body></w:document>".encode()


def report() -> bytes:
    """A report (báo cáo) and any other document with a type name."""
    return pack({**static_parts("Báo cáo"), "word/document.xml": document(head(), title(), addressees())})


def cover_letter() -> bytes:
    """An official letter (công văn): no type name, the subject under the number."""
    subject = p("TrichYeuCongVan", "{{ doc.subject }}")
    return pack({**static_parts("Công văn"), "word/document.xml": document(head(subject), addressees())})


def main(folder: Path = TARGET) -> None:
    """Write both templates into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.docx").write_bytes(report())
    (folder / "cover-letter.docx").write_bytes(cover_letter())


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)
