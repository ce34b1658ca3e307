"""Every figure that the documents of a unit print, for the specialist to check: last, now, source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from pipeline.build.campaign import DocumentId
from pipeline.corrections.explain import Explainer, Node
from pipeline.corrections.last import Last
from pipeline.corrections.mentions import Mention, mentions
from pipeline.corrections.reading import read_document

State = Literal["same", "changed", "new", "gone", "unknown"]
"""unknown: no earlier build tells what was printed."""

SHOWN = 3
CAPTION = 40
"""So many places, or inputs of an operation, are named in a cell of the sheet."""
OPERATIONS = {
    "sum": "Tổng",
    "mean": "Trung bình",
    "min": "Nhỏ nhất",
    "max": "Lớn nhất",
    "count": "Đếm",
    "difference": "Hiệu",
    "share": "Tỷ lệ",
    "change": "Tăng, giảm",
    "rank": "Xếp thứ",
    "highest": "Cao nhất",
    "lowest": "Thấp nhất",
    "absent": "Không có số liệu",
    "gone": "Không còn trong số liệu",
}
OTHER_STORIES = "đầu trang, chân trang"


@dataclass(frozen=True, slots=True)
class Line:
    """One figure (or one record, all of whose printed fields stand together), and where it is printed.

    ``last`` are the texts of the last build, ``now`` those of the data of now, in Vietnamese as they are printed.
    """

    figure: str
    label: str
    last: tuple[str, ...]
    now: tuple[str, ...]
    source: str
    state: State
    printed: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "figure": self.figure,
            "label": self.label,
            "last": list(self.last),
            "now": list(self.now),
            "source": self.source,
            "state": self.state,
            "printed": list(self.printed),
        }


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of one unit, or of the campaign's own documents (``unit`` is "" then).

    ``name`` is what the sheet is about, ``campaign`` and ``period`` are titles as the campaign has them;
    ``documents`` are those that were looked at, in words.
    """

    unit: str
    name: str
    campaign: str
    period: str
    documents: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def changed(self) -> int:
        """How many figures are to be printed otherwise than last time."""
        return sum(line.state in ("changed", "new", "gone") for line in self.lines)

    def only_changed(self) -> Sheet:
        """The same without the figures that are printed as they were last time."""
        return replace(self, lines=tuple(line for line in self.lines if line.state != "same"))

    def to_json(self) -> dict[str, Any]:
        return {
            "format": "baocao-figures/1",
            "unit": self.unit or None,
            "name": self.name,
            "campaign": self.campaign,
            "period": self.period,
            "documents": list(self.documents),
            "changed": self.changed,
            "figures": [line.to_json() for line in self.lines],
        }


def sheet_of(explainer: Explainer, unit: str, fresh: Callable[[DocumentId], bytes]) -> Sheet:
    """The sheet of a unit (or, with "", of the campaign's own documents).

    ``fresh`` gives a document as the data of now make it.

    Raises:
        UnknownUnit, DataFaulty, and what ``fresh`` raises.
    """
    book = explainer.book
    campaign, entry = book.campaign, book.entry(unit) if unit else None
    documents = [*(campaign.unit_documents(unit) if unit else campaign.own_documents())]
    last = explainer.last(unit or None).only(document.path for document in documents)
    found = [
        (campaign.type_name(document), mention)
        for document in documents
        for mention in mentions(read_document(fresh(document), f"{document.path}.docx"))
    ]
    collected = _collected(found, last)
    lines = (_line(id_, one, explainer, last, not unit) for id_, one in collected.items())
    types = tuple(dict.fromkeys(campaign.type_name(document) for document in documents))
    name = entry.name if entry else "Tổng hợp"
    title, period = str(campaign.data["title"]), str(campaign.data["period"]["label"])
    return Sheet(unit, name, title, period, types, tuple(lines))


@dataclass(slots=True)
class _Collected:
    """What the documents print of one figure, and of which figures the line is (several, if it is a record)."""

    ids: dict[str, None]
    now: dict[str, tuple[str, ...]]
    printed: dict[str, int]


def _collected(found: Iterable[tuple[str, Mention]], last: Last) -> dict[str, _Collected]:
    """By figure in the order in which the documents print them; then those that only the last build printed."""
    lines: dict[str, _Collected] = {}
    for kind, mention in found:
        line = lines.setdefault(_line_id(mention.figure), _Collected({}, {}, {}))
        line.ids[mention.figure] = None
        texts = line.now.get(mention.figure, ())
        line.now[mention.figure] = texts if mention.text in texts else (*texts, mention.text)
        where = f"{kind}: {place}" if (place := where_in(mention)) else kind
        line.printed[where] = line.printed.get(where, 0) + 1
    for prints in last.documents.values():
        for id_ in prints:
            lines.setdefault(_line_id(id_), _Collected({}, {}, {})).ids[id_] = None
    return lines


def _line_id(figure: str) -> str:
    """The figure itself, or the record that it is a field of."""
    return figure.partition("]")[0] + "]" if "[" in figure else figure


def _line(id_: str, found: _Collected, explainer: Explainer, last: Last, named: bool) -> Line:
    """``named``: the label says of which unit the figure is."""
    node = explainer.tree(id_, last)
    before = tuple(text for one in found.ids for text in last.texts(one))
    now = tuple(text for one in found.ids for text in found.now.get(one, ()))
    if "[" in id_:
        before, now = _joined(before), _joined(now)
    state = _state(
        {one: set(last.texts(one)) for one in found.ids}, {k: set(v) for k, v in found.now.items()}, last
    )
    places = tuple(f"{where} (×{count})" if count > 1 else where for where, count in found.printed.items())
    shown = (*places[:SHOWN], f"… và {len(places) - SHOWN} chỗ khác") if len(places) > SHOWN else places
    label = f"{node.unit}: {node.label}" if named and node.unit else node.label
    return Line(id_, label, before, now, source_of(node), state, shown)


def _joined(texts: tuple[str, ...]) -> tuple[str, ...]:
    return ("; ".join(dict.fromkeys(texts)),) if texts else ()


def _state(before: Mapping[str, set[str]], now: Mapping[str, set[str]], last: Last) -> State:
    if not last.documents:
        return "unknown"
    if not now:
        return "gone"
    if not any(before.values()):
        return "new"
    return "same" if {id_: texts for id_, texts in before.items() if texts} == now else "changed"


def source_of(node: Node) -> str:
    """Where a figure comes from, in Vietnamese and in short: the place, or the operation on what."""
    if node.place is not None and node.operation != "absent":
        return str(node.place)
    if node.operation == "constant":
        return node.text
    name = OPERATIONS.get(node.operation, node.operation)
    inputs = [_input(one, node) for one in node.inputs[:SHOWN]]
    more = len(node.inputs) + node.left_out - len(inputs)
    parts = "; ".join([*inputs, *([f"… và {more} số khác"] if more else [])])
    return f"{name}: {parts}" if parts else f"{name}: không có mục nào" if node.operation == "count" else name


def _input(node: Node, whole: Node) -> str:
    if node.operation in ("unit", "record"):
        return node.label
    return node.text if node.operation == "constant" else f"{node.beside(whole)} {node.text or '-'}"


def where_in(mention: Mention) -> str:
    """The place of a figure in a document, in short: ``mục I.1``, ``Phụ lục II``, or the caption of its table."""
    if mention.kind not in ("", "the text"):
        return OTHER_STORIES
    headings = mention.heading.split(" › ") if mention.heading else []
    annex = next((heading for heading in headings if heading.casefold().startswith("phụ lục")), "")
    numbers = [heading.split()[0].rstrip(".") for heading in headings if _is_numbered(heading)]
    section = f"mục {'.'.join(numbers)}" if numbers else ""
    table = mention.caption or ("bảng" if mention.in_table else "")
    parts = [annex, "" if mention.caption else section, table if len(table) <= CAPTION else f"{table[:CAPTION]}…"]
    return ", ".join(part for part in parts if part)


def _is_numbered(heading: str) -> bool:
    first = heading.split(maxsplit=1)[0] if heading.split() else ""
    return first.endswith((".", ")")) and len(first) <= 7
