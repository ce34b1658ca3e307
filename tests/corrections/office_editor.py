"""Run by the Python that has ``uno``: the program's own bridge to LibreOffice, which edits before it saves.

What to do stands beside the source as JSON: a list of ``["replace", old, new]``, ``["insert", needle, text]`` (a
paragraph behind the one that holds the needle), ``["delete", needle]`` (a paragraph), ``["cell", needle, text]``
(of the cell that says exactly this), ``["remove row", needle]`` and ``["bold", needle]``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2] / "pipeline" / "office"))
import bridge

FILTERS = {".docx": "MS Word 2007 XML", ".odt": "writer8", ".pdf": "writer_pdf_Export"}
PARAGRAPH_BREAK = 0  # com.sun.star.text.ControlCharacter


class Editor(bridge.Bridge):
    """Loads, edits, saves."""

    def convert(self, desktop: Any, source: str, target: str) -> dict[str, object]:
        acts = json.loads(Path(source).with_suffix(".json").read_text("utf-8"))
        try:
            document = self.load(desktop, source, target.endswith(".pdf"))
            for name, *arguments in acts:
                ACTS[name](document, *arguments)
            document.storeToURL(
                bridge.url(target), bridge.properties({"FilterName": FILTERS[Path(target).suffix]})
            )
            document.close(True)
        except Exception as error:
            return {"failed": f"{type(error).__name__}: {error}"}
        return {"done": True}


def elements(container: Any) -> Iterator[Any]:
    """What an object of LibreOffice enumerates."""
    found = container.createEnumeration()
    while found.hasMoreElements():
        yield found.nextElement()


def paragraphs(text: Any) -> Iterator[Any]:
    """All paragraphs, those in tables too."""
    for element in elements(text):
        if element.supportsService("com.sun.star.text.TextTable"):
            for name in element.CellNames:
                yield from paragraphs(element.getCellByName(name).Text)
        else:
            yield element


def find(document: Any, needle: str) -> Any:
    """A cursor over the first place of a text outside figures (LibreOffice's own search needs a window)."""
    for paragraph in paragraphs(document.Text):
        for portion in elements(paragraph):
            if portion.TextPortionType == "Text" and needle in portion.String:
                cursor = portion.Text.createTextCursorByRange(portion.Start)
                cursor.goRight(portion.String.index(needle), False)
                cursor.goRight(len(needle), True)
                return cursor
    raise LookupError(f"{needle} is not there")


def replace(document: Any, old: str, new: str) -> None:
    find(document, old).setString(new)


def insert(document: Any, needle: str, text: str) -> None:
    found = find(document, needle)
    cursor = found.Text.createTextCursorByRange(found.End)
    cursor.gotoEndOfParagraph(False)
    found.Text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
    found.Text.insertString(cursor, text, False)


def delete(document: Any, needle: str) -> None:
    for paragraph in paragraphs(document.Text):
        if needle in paragraph.String:
            paragraph.dispose()
            return
    raise LookupError(f"{needle} is in no paragraph")


def cell(document: Any, needle: str, text: str) -> None:
    _, found = find_cell(document, needle)
    found.setString(text)


def remove_row(document: Any, needle: str) -> None:
    table, found = find_cell(document, needle)
    row = int("".join(c for c in found.CellName if c.isdigit()))
    table.Rows.removeByIndex(row - 1, 1)


def find_cell(document: Any, needle: str) -> Any:
    tables = document.TextTables
    for index in range(tables.Count):
        table = tables.getByIndex(index)
        for name in table.CellNames:
            if table.getCellByName(name).String == needle:
                return table, table.getCellByName(name)
    raise LookupError(f"no cell says {needle}")


def bold(document: Any, needle: str) -> None:
    find(document, needle).CharWeight = 150.0


ACTS = {
    "replace": replace,
    "insert": insert,
    "delete": delete,
    "cell": cell,
    "remove row": remove_row,
    "bold": bold,
}

if __name__ == "__main__":
    Editor(*sys.argv[1:3]).run()
