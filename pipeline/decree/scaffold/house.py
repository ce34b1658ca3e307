"""The two templates that come with the program: a report (or any other named document) and a letter."""

from __future__ import annotations

from pipeline.decree.scaffold.design import HOUSE
from pipeline.decree.scaffold.parts import parts
from pipeline.decree.scaffold.pieces import addressees, body, end, foot, head, p, tag, when
from pipeline.docx import styles
from pipeline.docx.package import pack


def house_templates() -> dict[str, bytes]:
    """File name -> template. They are ordinary Word files: a clerk may change them in Word."""
    width = sum(HOUSE.columns_mm)
    title = when(
        "doc.type_name",
        p("TenLoai", "{{ doc.type_name }}"),
        p("TrichYeu", "{{ doc.subject }}"),
        tag(f"{{{{p doc.subject | line(0.4, {width}, 14, true) }}}}"),
        p(styles.GAP),
    )
    subject = p("TrichYeuCongVan", "{{ doc.subject }}")
    below = addressees() + body() + foot() + end()
    return {
        "report.docx": pack(parts("Báo cáo", head(HOUSE) + title + below, HOUSE)),
        "cover-letter.docx": pack(parts("Công văn", head(HOUSE, subject) + below, HOUSE)),
    }
