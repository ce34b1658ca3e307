"""Small campaigns for tests of texts: declared in plain data, written with one call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.errors import BaocaoError
from pipeline.model import Annex, Block, Paragraph, Place, Record, Table, walk
from pipeline.stages.aggregate import Columns, Figures, Known, UnitEntry, campaign_figures, unit_figures
from pipeline.stages.aggregate.columns import Mentioned, unit_row
from pipeline.stages.localise import (
    CampaignText,
    Context,
    Issuer,
    Subject,
    localise,
    narrative_errors,
    narrative_texts,
    parse_texts,
    unit_names,
)
from pipeline.stages.validate.crosscheck import citations

KNOWN = Known(
    {"men": "number", "women": "number", "absent": "number", "rate": "number", "word": "text", "day": "date"},
    frozenset({"awards"}),
    {"awards": frozenset({"year", "kind", "name", "leader"})},
)
CITED = {
    "nd30": {
        "type": "Nghị định", "number": "30", "symbol": "NĐ-CP", "year_in_number": True, "date": "2020-03-05",
        "organ": "Chính phủ", "subject": "về công tác văn thư",
    },
    "ct34": {
        "type": "Chỉ thị", "system": "party", "number": 34, "symbol": "CT/TW", "date": "2014-04-07",
        "organ": "Bộ Chính trị", "subject": "về thi đua",
    },
    "law": {"type": "Luật", "name": "Thi đua, khen thưởng", "number": "06", "symbol": "QH15"},
}  # fmt: skip
UNIT: dict[str, Any] = {
    "organ": {"name": "Sở Tài chính tỉnh A", "short_name": "Sở Tài chính", "abbreviation": "STC"},
    "superior_organ": {"name": "Ủy ban nhân dân tỉnh A", "head": "UBND tỉnh A"},
    "place": "Tỉnh A",
    "drafting_unit": "VP",
    "signer": {"title": "Giám đốc", "name": "Nguyễn Văn A"},
    "archive": "VT, TCCB",
}


def placed(data: Any, file: str) -> Record:
    """Data whose places are told by their pointers."""
    places = {"": Place(file)}
    for pointer, _ in walk("", data):
        parts = pointer.split("/")
        for size in range(2, len(parts) + 1):
            around = "/".join(parts[:size])
            places.setdefault(around, Place(file, 1, 1, pointer=around))
    return Record(data, places)


class Paper:
    """A campaign with one document (``report``) and its siblings, and one unit or several."""

    def __init__(
        self,
        outline: Sequence[Mapping[str, Any]] = (),
        *,
        document: Mapping[str, Any] | None = None,
        others: Mapping[str, Any] | None = None,
        figures: Mapping[str, Any] | None = None,
        records: Mapping[str, Any] | None = None,
        narrative: Mapping[str, str] | None = None,
        unit: Mapping[str, Any] | None = None,
        operations: Mapping[str, Any] | None = None,
        campaign: Mapping[str, Any] | None = None,
    ) -> None:
        spec = {
            "type": "Báo cáo", "per": "unit", "template": "report.docx", "subject": "Kết quả công tác",
            "outline": list(outline) or [{"text": "Hết."}], **(document or {}),
        }  # fmt: skip
        data = {
            "title": "Đợt", "period": {"label": "năm 2024", "from": "2024-01-01", "to": "2024-12-31"},
            "deadline": "2024-12-20", "units": [], "citations": CITED, "groups": {"a": "Các sở", "b": "Các huyện"},
            "documents": {"report": spec, **(others or {})}, "aggregates": {"unit": operations or {}},
            **(campaign or {}),
        }  # fmt: skip
        self.campaign = placed(data, "campaign.yaml")
        own = {**UNIT, "figures": figures or {}, "records": records or {}, "narrative": narrative or {}}
        self.entry = UnitEntry("u1", "Sở Tài chính", "a")
        self.unit = placed({**own, **(unit or {})}, "units/u1.yaml")

    def text(self) -> CampaignText:
        records = (self.campaign, self.unit)
        texts = parse_texts(text for record in records for _, text in narrative_texts(record))
        self.faults = [error for record in records for error in narrative_errors(record, texts)]
        return CampaignText(self.campaign, texts, KNOWN, citations(self.campaign))

    def figures(self) -> Figures:
        operations = self.campaign.data["aggregates"]["unit"]
        figures, errors = unit_figures(self.entry, self.unit, KNOWN, operations, self.campaign, {})
        assert errors == []
        return figures

    def write(self, key: str = "report") -> tuple[Context | None, list[BaocaoError]]:
        subject = Subject(self.entry, Issuer(self.unit.data), self.unit, self.figures())
        return localise(key, subject, self.text())

    def context(self, key: str = "report") -> Context:
        context, errors = self.write(key)
        assert context is not None, errors
        return context

    def blocks(self) -> tuple[Block, ...]:
        body: tuple[Block, ...] = self.context().values["body"]
        return body

    def lines(self) -> list[str]:
        return lines(self.blocks())

    def annexes(self) -> tuple[Annex, ...]:
        found: tuple[Annex, ...] = self.context().values["annexes"]
        return found

    def document(self, key: str = "report") -> dict[str, Any]:
        found: dict[str, Any] = self.context(key).values["doc"]
        return found

    def errors(self) -> list[BaocaoError]:
        return self.write()[1]


def lines(blocks: Sequence[Block]) -> list[str]:
    """Paragraphs as their texts, rows as their cells with bars between them."""
    result: list[str] = []
    for block in blocks:
        if isinstance(block, Table):
            result += [" | ".join("".join(r.text for r in cell.runs) for cell in row.cells) for row in block.rows]
        else:
            result.append(block.text)
    return result


def styles(blocks: Sequence[Block]) -> list[str]:
    return [block.style for block in blocks if isinstance(block, Paragraph)]


def narrative(text: str, **facts: Any) -> list[str]:
    """The paragraphs of one narrative text without its end mark, below no title."""
    return lines(narrative_blocks(text, **facts))


def narrative_blocks(text: str, **facts: Any) -> tuple[Block, ...]:
    return Paper([{"key": "k"}, {"text": "Hết"}], narrative={"k": text}, **facts).blocks()[:-1]


def sentence(text: str, **facts: Any) -> str:
    """One paragraph of text."""
    (line,) = narrative(text, **facts)
    return line


def cannot(text: str, **facts: Any) -> BaocaoError:
    """The one fault of a text."""
    paper = Paper([{"key": "k"}, {"text": "Hết"}], narrative={"k": text}, **facts)
    _, errors = paper.write()
    (error,) = [*paper.faults, *errors]
    return error


DELIVERED = (
    (UnitEntry("u1", "Sở Tài chính", "a"), {"men": 1200, "women": 3}),
    (UnitEntry("u2", "Huyện B", "b"), {"men": 0, "women": 10}),
    (UnitEntry("u3", "Sở Y tế", "a"), {"men": 5}),
)


def summary(
    outline: Sequence[Mapping[str, Any]], operations: Mapping[str, Any] | None = None, missing: Sequence[str] = ()
) -> tuple[Context | None, list[BaocaoError]]:
    """A document of the whole campaign, over three units."""
    paper = Paper(
        outline,
        document={"per": "campaign"},
        campaign={"aggregates": {"unit": {}, "campaign": operations or {}}},
    )
    issuer = Issuer(paper.unit.data)
    columns = Columns()
    for entry, delivered in DELIVERED:
        unit = placed({**UNIT, "figures": delivered}, f"units/{entry.id}.yaml")
        own = unit_figures(entry, unit, KNOWN, {}, paper.campaign, {})[0]
        columns.add(unit_row(entry, own, Mentioned(paper.campaign.data), unit_names(entry, issuer)))
    asked = [entry for entry, _ in DELIVERED]
    figures, errors = campaign_figures(asked, columns, KNOWN, paper.campaign, {})
    assert errors == []
    subject = Subject(paper.entry, issuer, paper.unit, figures, columns, tuple(missing))
    return localise("report", subject, paper.text())


def summary_lines(outline: Sequence[Mapping[str, Any]], **facts: Any) -> list[str]:
    context, errors = summary(outline, **facts)
    assert context is not None, errors
    return lines(context.values["body"])
