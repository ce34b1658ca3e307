"""Whole documents on paper, for tests of the reader of PDFs."""

from __future__ import annotations

from pdf_paper import Paper

from pipeline.docx.metrics import text_width_mm

LEFT, RIGHT, TOP = 30.0, 195.0, 20.0
MIDDLE = (LEFT + RIGHT) / 2
ORGAN, NATION = 62.0, 145.0
"""Middles of both columns of the head."""
TEXT = (
    "Thực hiện Kế hoạch số 12/KH-SNV ngày 15 tháng 01 năm 2025 của Sở Nội vụ về công tác thi đua, khen thưởng, "
    "các phòng chuyên môn đã phát động phong trào thi đua đặc biệt, gắn với nhiệm vụ chính trị của cơ quan."
)
STEP = 14 * 1.15 * 1.149 * 25.4 / 72
GAP = 6 * 25.4 / 72


def head(paper: Paper) -> Paper:
    """The letterhead of a named document with its lines; its last baseline is at 40 mm."""
    paper.centred(ORGAN, 24.3, "UBND TỈNH QUẢNG NGÃI", 13)
    paper.centred(NATION, 24.3, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, bold=True)
    paper.centred(ORGAN, 29.6, "SỞ NỘI VỤ", 13, bold=True)
    paper.centred(NATION, 29.9, "Độc lập - Tự do - Hạnh phúc", 14, bold=True)
    width = text_width_mm("Độc lập - Tự do - Hạnh phúc", 14, bold=True)
    paper.line(NATION - width / 2, NATION + width / 2, 32.0).line(ORGAN - 5, ORGAN + 5, 31.5)
    paper.centred(ORGAN, 39.8, "Số: 15/BC-SNV", 13)
    return paper.centred(NATION, 39.8, "Quảng Ngãi, ngày 05 tháng 12 năm 2025", 14, italic=True)


def title(paper: Paper) -> Paper:
    """Tên loại and trích yếu with the line under it; its last baseline is at 60 mm."""
    paper.centred(MIDDLE, 52, "BÁO CÁO", bold=True)
    paper.centred(MIDDLE, 60, "Kết quả công tác thi đua, khen thưởng năm 2025", bold=True)
    return paper.line(MIDDLE - 25, MIDDLE + 25, 62.5)


def foot(paper: Paper, base: float) -> Paper:
    """Nơi nhận and signer."""
    paper.text(LEFT, base, "Nơi nhận:", 12, bold=True, italic=True)
    for number, item in enumerate(("- Như trên;", "- Các phòng, đơn vị thuộc Sở;", "- Lưu: VT, TĐKT."), start=1):
        paper.text(LEFT, base + 4.5 * number, item, 11)
    paper.centred(NATION, base + 0.6, "KT. GIÁM ĐỐC", bold=True)
    paper.centred(NATION, base + 6.3, "PHÓ GIÁM ĐỐC", bold=True)
    return paper.centred(NATION, base + 35, "Trần Văn Bình", bold=True)


def report(paragraphs: int = 3) -> Paper:
    """A report of one page."""
    paper = title(head(Paper().page()))
    base = 72.0
    for number in range(paragraphs):
        heading = f"{number + 1}. Tiêu đề của khoản"
        paper.text(LEFT + 10, base, heading, bold=True)
        base = paper.paragraph(TEXT, base + STEP + GAP, step=STEP) + STEP + GAP
    return foot(paper, base + 4)


def pages(count: int, numbered: bool = True) -> Paper:
    """Pages full of text, with page numbers from the second on."""
    paper = Paper()
    for number in range(count):
        paper.page()
        base = 24.4
        while base < 250:
            base = paper.paragraph(TEXT, base, step=STEP) + STEP + GAP
        if number and numbered:
            paper.centred(MIDDLE, 14, str(number + 1))
    return paper
