"""docs/performance.md: one section for each comparison; a run replaces the sections of what it measured."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_INTRODUCTION = """\
# Performance

`make bench` measures and writes this page; `python -m bench fill` measures one section anew. Both sides of each
comparison run on one machine in one run and take turns, and the texts of filled documents are compared before
anything is timed. Figures are medians, with the least and the most in brackets. All data are illustrative samples
(`baocao sample`).
"""
_MARK = re.compile(r"^<!-- measured: (\w+) -->\n", re.MULTILINE)


@dataclass(slots=True)
class Table:
    """One Markdown table, with what has to be known to read it."""

    title: str
    head: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def markdown(self) -> str:
        lines = [f"| {' | '.join(row)} |" for row in (self.head, ["---"] * len(self.head), *self.rows)]
        return "\n".join([f"## {self.title}", "", *lines, "", *(f"{note}\n" for note in self.notes)])


def section(tables: Iterable[Table], origin: str) -> str:
    """The text of one section; ``origin`` tells when, by which command and on what it was measured."""
    return "\n".join([*(table.markdown() for table in tables), f"<sub>{origin}</sub>\n"])


def replace_section(page: Path, name: str, text: str, order: Sequence[str]) -> None:
    """Write ``text`` as the section ``name``; sections stand in ``order``, the others keep their text."""
    _, *pieces = _MARK.split(page.read_text("utf-8") if page.exists() else "")
    sections = {**dict(zip(pieces[::2], pieces[1::2], strict=True)), name: text}
    shown = [f"<!-- measured: {known} -->\n{sections[known].strip()}\n" for known in order if known in sections]
    page.write_text("\n".join([_INTRODUCTION, *shown]), "utf-8")
