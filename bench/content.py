"""The same letter and report as a template for docxtpl (and us) and for docxtemplater, and their data."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

import docx
import yaml

from pipeline.docx.controls import FigureText
from pipeline.sample import sample_files

PARAGRAPHS = 60
ROWS = 25
_PLACEHOLDER = re.compile(r"\{\{.*?\}\}", re.DOTALL)
STAFF = ("officials", "contract", "public_employees")
_SHORT = 40
_SENTENCE_END = re.compile(r"(?<=[.;:]) ")


@dataclass(frozen=True, slots=True)
class Syntax:
    """How a template language writes a value, a loop over paragraphs or rows, and a condition on a paragraph."""

    value: str
    loop: tuple[str, str]
    row: tuple[str, str]
    condition: tuple[str, str]
    names_items: bool
    """A loop names its item, and the tags of a loop over rows stand in rows of their own."""


JINJA = Syntax(
    value="{{{{ {} }}}}",
    loop=("{{%p for {1} in {0} %}}", "{{%p endfor %}}"),
    row=("{{%tr for {1} in {0} %}}", "{{%tr endfor %}}"),
    condition=("{{%p if {} %}}", "{{%p endif %}}"),
    names_items=True,
)
_AROUND = ("{{#{0}}}", "{{/{0}}}")
MUSTACHE = Syntax(value="{{{}}}", loop=_AROUND, row=_AROUND, condition=_AROUND, names_items=False)


class _Writer:
    """Writes one template from the default document of python-docx."""

    def __init__(self, syntax: Syntax) -> None:
        self.syntax, self.document = syntax, docx.Document()

    def value(self, name: str, of: str = "") -> str:
        """The tag of a value, or of a value of the item ``of`` of the open loop."""
        return self.syntax.value.format(f"{of}.{name}" if of and self.syntax.names_items else name)

    def line(self, text: str) -> None:
        self.document.add_paragraph(text)

    @contextmanager
    def loop(self, name: str, item: str) -> Iterator[None]:
        """What is written inside is repeated for each item."""
        self.line(self.syntax.loop[0].format(name, item))
        yield
        self.line(self.syntax.loop[1].format(name))

    @contextmanager
    def condition(self, name: str) -> Iterator[None]:
        """What is written inside depends on a value."""
        self.line(self.syntax.condition[0].format(name))
        yield
        self.line(self.syntax.condition[1].format(name))

    def rows(self, name: str, item: str, columns: Sequence[str]) -> None:
        """A table with a head and a row for each item."""
        table = self.document.add_table(rows=1, cols=len(columns))
        for cell, column in zip(table.rows[0].cells, columns, strict=True):
            cell.text = column
        opening, closing = (tag.format(name, item) for tag in self.syntax.row)
        texts = [self.value(column, item) for column in columns]
        own_rows = self.syntax.names_items
        if own_rows:
            table.add_row().cells[0].text = opening
        else:
            texts = [opening + texts[0], *texts[1:-1], texts[-1] + closing]
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text
        if own_rows:
            table.add_row().cells[0].text = closing

    def recipients(self) -> None:
        self.line("Nơi nhận:")
        with self.loop("recipients", "each"):
            self.line(f"- {self.value('name', 'each')};")

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
    """A letter of about 12 paragraphs: frame, text with three figures, a condition, recipients."""
    writer = _framed(syntax)
    for name, staff in zip(("first", "second", "third"), STAFF, strict=True):
        writer.line(f"{writer.value('organ')}: {writer.value(name)} ({writer.value(staff)} người)")
    with writer.condition("enclosed"):
        writer.line("Kèm theo Công văn này là Báo cáo (số liệu minh họa).")
    writer.line("Trân trọng./.")
    writer.recipients()
    return writer.bytes()


def report_template(syntax: Syntax) -> bytes:
    """A report of about 9 pages: sections of paragraphs, a condition, two tables, recipients.

    The cells of the tables that hold numbers print figures: 100 of them, as a real report of that length does.
    """
    writer = _framed(syntax)
    with writer.loop("sections", "section"):
        writer.line(writer.value("heading", "section"))
        inner = "section.paragraphs" if syntax.names_items else "paragraphs"
        with writer.loop(inner, "paragraph"):
            writer.line(writer.value("text", "paragraph"))
    with writer.condition("enclosed"):
        writer.line("Danh sách khen thưởng (số liệu minh họa):")
    writer.rows("awards", "award", ("year", "subject", "name", "decision"))
    writer.line("Số liệu theo đơn vị (số liệu minh họa):")
    writer.rows("units", "unit", ("name", *STAFF))
    writer.recipients()
    return writer.bytes()


def contexts(count: int) -> list[dict[str, Any]]:
    """The data of ``count`` documents of different units, as both languages take them.

    Each has texts, :data:`PARAGRAPHS` paragraphs in sections and two lists of :data:`ROWS` rows. Numbers are
    figures: texts that know which one they are, which other engines take for texts.
    """
    files = [text for name, text in sample_files(count + ROWS) if "minh-hoa" in name]
    units = [yaml.load(text, yaml.CSafeLoader) for text in files]
    return [_context(units[index : index + ROWS]) for index in range(count)]


def _context(units: list[dict[str, Any]]) -> dict[str, Any]:
    """The data of the first of ``units``; the tables are about all of them."""
    unit = units[0]
    sections = [
        {"heading": f"Nội dung {number}", "paragraphs": [{"text": text} for text in texts]}
        for number, texts in enumerate(_shared(_texts(units), PARAGRAPHS, 6), 1)
    ]
    awards = [award for each in units for award in each["records"]["awards"]]
    return {
        "organ": unit["organ"]["name"],
        "title": "Báo cáo số liệu minh họa",
        "place": unit["place"],
        **dict(zip(("first", "second", "third"), _texts(units), strict=False)),
        **_staff(unit, "unit"),
        "enclosed": True,
        "recipients": [{"name": name} for name in (*unit["recipients"], "Lưu: VT")],
        "sections": sections,
        "awards": [_award(award, f"awards.{index}") for index, award in enumerate(awards[:ROWS])],
        "units": [
            {"name": each["organ"]["name"], **_staff(each, f"units.{index}")} for index, each in enumerate(units)
        ],
    }


def _staff(unit: Mapping[str, Any], path: str) -> dict[str, str]:
    return {name: _figure(unit["figures"]["staff"][name], f"{path}.{name}") for name in STAFF}


def _figure(value: object, path: str) -> str:
    """The text of a figure; what fills it may know which one it is."""
    return FigureText.of(str(value), path, "")


def _award(award: Mapping[str, Any], path: str) -> dict[str, str]:
    decision = "{number}, {date}".format(**award["decision"])
    return {
        "year": _figure(award["year"], f"{path}.year"),
        "subject": award["subject"],
        "name": award["name"],
        "decision": decision,
    }


def _shared(texts: Iterator[str], count: int, parts: int) -> list[list[str]]:
    """The first ``count`` texts in ``parts`` equal parts."""
    return [list(islice(texts, count // parts)) for _ in range(parts)]


def _texts(units: list[dict[str, Any]]) -> Iterator[str]:
    """The sentences of the narratives, with an example figure in the place of each placeholder."""
    for unit in units:
        for narrative in unit["narrative"].values():
            text = " ".join(_PLACEHOLDER.sub("12", narrative).replace("*", "").split())
            yield from (sentence for sentence in _SENTENCE_END.split(text) if len(sentence) > _SHORT)
