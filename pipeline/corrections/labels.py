"""Figures by the names that a clerk knows them by: titles of the schema, and words for what is computed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.corrections.book import Book
from pipeline.corrections.declared import Declarations, Declared, Level
from pipeline.corrections.sources import SchemaMap

DEEP = 4
"""An operation on operations is put into words so far; below, names stand."""
WORDS = {
    "mean": "Trung bình: {0}",
    "min": "Nhỏ nhất: {0}",
    "max": "Lớn nhất: {0}",
    "difference": "{0} trừ {1}",
    "share": "Tỷ lệ {0} / {1}",
    "change": "Tăng, giảm từ {0} đến {1}",
    "rank": "Xếp thứ: {0}",
    "highest": "Cao nhất: {0}",
    "lowest": "Thấp nhất: {0}",
}
PARTS = {"value": "", "units": " (đơn vị)", "count": " (số đơn vị)"}
NAMED = {"units": "Đơn vị đã báo cáo", "asked-units": "Đơn vị phải báo cáo"}


class Labels:
    """Labels of figures of one campaign, in Vietnamese, as its schema and its declarations have them."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self.schema = SchemaMap(book.schemas, str(book.campaign.data["schema"]))
        self.declared = Declarations(book.campaign.record)
        self._groups: Mapping[str, str] = book.campaign.data.get("groups", {})
        self._names = {entry.id: entry.name for entry in book.campaign.asked}

    def of(self, id_: str) -> str:
        """The label of a figure, a record, a unit (``van-phong:``) or a constant (``=100``)."""
        unit, colon, path = id_.rpartition(":")
        if id_.startswith("="):
            return id_[1:]
        if colon and not path:
            return self._names.get(unit, unit)
        if "[" in path:
            return self._of_record(path)
        return self._of_path("unit" if colon else "campaign", path, 0)

    def _of_record(self, path: str) -> str:
        name, _, rest = path.partition("[")
        number, _, field = rest.partition("]")
        head = (self.schema.titles(f"{name}[0]") or [name])[-1]
        titles = self.schema.titles(f"{name}[0]{field}") if field else []
        title = (titles or [field.removeprefix(".")])[-1] if field else ""
        return f"{head} {int(number) + 1}" + (f": {title}" if title else "")

    def _of_path(self, level: Level, path: str, depth: int) -> str:
        if path in NAMED:
            return NAMED[path]
        declared = self.declared.of(level, path)
        if declared is not None and depth < DEEP:
            return self._of_declared(declared, path, depth)
        titles = self.schema.titles(path) if level == "unit" else []
        return ": ".join(titles[-2:]) or path

    def _of_declared(self, declared: Declared, path: str, depth: int) -> str:
        label = declared.operation.get("as") or self._in_words(declared, depth)
        key = path[len(declared.path) + 1 :]
        if not key:
            return str(label)
        if declared.name in ("highest", "lowest"):
            return f"{label}{PARTS.get(key, '')}"
        return f"{label} - {self._groups.get(key, self._names.get(key, key))}"

    def _in_words(self, declared: Declared, depth: int) -> str:
        operands = [self._operand(declared.level, one, depth + 1) for one in declared.operands]
        words = WORDS.get(declared.name)
        text = words.format(*operands) if words else " + ".join(operands)
        where = declared.operation.get("where", {})
        said = "; ".join(f"{self._field(declared, name)} {_wanted(value)}" for name, value in where.items())
        return f"{text} ({said})" if said else text

    def _operand(self, level: Level, operand: Any, depth: int) -> str:
        if isinstance(operand, Mapping):
            inner = Declared(level, "", operand, self._book.campaign.record.place(""))
            return self._in_words(inner, depth) if depth < DEEP else "…"
        if not isinstance(operand, str):
            return str(operand)
        name = operand.removeprefix("units.") if level == "campaign" else operand
        level = "unit" if level == "campaign" and name != operand else level
        if name in self._book.campaign.known.lists:
            return (self.schema.titles(f"{name}[0]") or [name])[-1]
        return self._of_path(level, name, depth)

    def _field(self, declared: Declared, name: str) -> str:
        first = next((one for one in declared.operands if isinstance(one, str)), "").removeprefix("units.")
        if first in self._book.campaign.known.lists:
            return (self.schema.titles(f"{first}[0].{name}") or [name])[-1]
        return {"group": "nhóm", "unit": "đơn vị", "name": "tên"}.get(name) or self._of_path("unit", name, DEEP)


def _wanted(value: Any) -> str:
    """What a condition asks of a field."""
    if isinstance(value, Mapping):
        ends = [f"từ {value['from']}" if "from" in value else "", f"đến {value['to']}" if "to" in value else ""]
        return " ".join(end for end in ends if end) or str(dict(value))
    if isinstance(value, list):
        return "là " + " hoặc ".join(map(str, value))
    return "là " + ({True: "có", False: "không"}[value] if isinstance(value, bool) else str(value))
