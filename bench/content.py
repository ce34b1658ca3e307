"""The same letter and report as a template for docxtpl (and us) and for docxtemplater, and their data."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import docx
import yaml

from pipeline.sample import sample_files

_PLACEHOLDER = re.compile(r"\{\{.*?\}\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Syntax:
    """How a template language writes a value, a loop over paragraphs or rows, and a condition on a paragraph."""

    value: str
    loop: str
    end: str
    row: str
    row_end: str
    condition: str
    condition_end: str
    own_rows: bool


JINJA = Syntax(
    "{{{{ {} }}}}",
    "{{%p for {1} in {0} %}}",
    "{{%p endfor %}}",
    "{{%tr for {1} in {0} %}}",
    "{{%tr endfor %}}",
    "{{%p if {} %}}",
    "{{%p endif %}}",
    own_rows=True,
)
MUSTACHE = Syntax("{{{}}}", "{{#{0}}}", "{{/{0}}}", "{{#{0}}}", "{{/{0}}}", "{{#{}}}", "{{/{}}}", own_rows=False)
_COLUMNS = ("year", "subject", "name", "decision")


class _Writer:
    """Writes one template; ``path`` names a field of the loop that is open."""

    def __init__(self, syntax: Syntax) -> None:
        self.syntax, self.document = syntax, docx.Document()

    def value(self, name: str, of: str = "") -> str:
        return self.syntax.value.format(f"{of}.{name}" if of and self.syntax is JINJA else name)

    def line(self, text: str) -> None:
        self.document.add_paragraph(text)

    def around(self, opening: str, closing: str, name: str, item: str = "") -> Iterator[None]:
        self.line(opening.format(name, item))
        yield
        self.line(closing.format(name))

    def rows(self, name: str, item: str) -> None:
        table = self.document.add_table(rows=1, cols=len(_COLUMNS))
        for cell, column in zip(table.rows[0].cells, _COLUMNS, strict=True):
            cell.text = column
        opening, closing = self.syntax.row.format(name, item), self.syntax.row_end.format(name)
        texts = [self.value(column, item) for column in _COLUMNS]
        if self.syntax.own_rows:
            table.add_row().cells[0].text = opening
        else:
            texts = [opening + texts[0], *texts[1:-1], texts[-1] + closing]
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text
        if self.syntax.own_rows:
            table.add_row().cells[0].text = closing

    def bytes(self) -> bytes:
        stream = io.BytesIO()
        self.document.save(stream)
        return stream.getvalue()


def _framed(syntax: Syntax) -> _Writer:
    writer = _Writer(syntax)
    section = writer.document.sections[0]
    section.header.paragraphs[0].text = writer.value("organ")
    section.footer.paragraphs[0].text = writer.value("title")
    writer.line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    writer.line(f"Số: …/BC; {writer.value('place')}, ngày … tháng … năm …")
    writer.line(writer.value("title"))
    return writer


def letter_template(syntax: Syntax) -> bytes:
    """A letter: frame, three paragraphs, a condition, recipients."""
    writer = _framed(syntax)
    for name in ("first", "second"):
        writer.line(f"{writer.value('organ')}: {writer.value(name)}")
    for _ in writer.around(syntax.condition, syntax.condition_end, "enclosed"):
        writer.line("Kèm theo Công văn này là Báo cáo (số liệu minh họa).")
    for _ in writer.around(syntax.loop, syntax.end, "recipients", "each"):
        writer.line(f"- {writer.value('name', 'each')};")
    return writer.bytes()


def report_template(syntax: Syntax) -> bytes:
    """A report: sections of paragraphs, a condition, a table of records, recipients."""
    writer = _framed(syntax)
    # docxtpl keeps a paragraph tag for a paragraph: the outer loop is closed after the inner one
    for _ in writer.around(syntax.loop, syntax.end, "sections", "section"):
        writer.line(writer.value("heading", "section"))
        inner = "section.paragraphs" if syntax is JINJA else "paragraphs"
        for _ in writer.around(syntax.loop, syntax.end, inner, "paragraph"):
            writer.line(writer.value("text", "paragraph"))
    for _ in writer.around(syntax.condition, syntax.condition_end, "enclosed"):
        writer.line("Danh sách khen thưởng (số liệu minh họa):")
    writer.rows("awards", "award")
    for _ in writer.around(syntax.loop, syntax.end, "recipients", "each"):
        writer.line(f"- {writer.value('name', 'each')};")
    return writer.bytes()


def context() -> dict[str, Any]:
    """The data of one sample unit, as both templates take them: text only, 25 records."""
    texts = dict(sample_files(3))
    unit = yaml.safe_load(texts[max(texts)])
    awards = unit["records"]["awards"]
    rows = [
        {
            "year": str(award["year"]),
            "subject": award["subject"],
            "name": award["name"],
            "decision": "{number}, {date}, {issuer}".format(**award["decision"]),
        }
        for award in (awards * 3)[:25]
    ]
    sections = [
        {"heading": key, "paragraphs": [{"text": text} for text in _plain(narrative)]}
        for key, narrative in unit["narrative"].items()
    ]
    return {
        "organ": unit["organ"]["name"],
        "title": "Báo cáo số liệu minh họa",
        "place": unit["place"],
        "first": sections[0]["paragraphs"][0]["text"][:600],
        "second": sections[0]["paragraphs"][-1]["text"][:400],
        "enclosed": True,
        "recipients": [{"name": name} for name in unit["recipients"]],
        "sections": sections,
        "awards": rows,
    }


def _plain(narrative: str) -> list[str]:
    """The paragraphs of a text, with an example figure in the place of each placeholder."""
    blocks = re.split(r"\n\s*\n", _PLACEHOLDER.sub("12", narrative).replace("*", ""))
    return [" ".join(block.split()) for block in blocks if block.strip()]
