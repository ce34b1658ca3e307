"""Collect every text marked with N_() into the Vietnamese catalog; keep the translations that are there.

New texts come in empty; ``tests/test_messages.py`` fails until they are translated.
"""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
CATALOG = ROOT / "pipeline" / "locale" / "vi" / "LC_MESSAGES" / "baocao.po"


def collect() -> Catalog:
    """The texts of the program as a catalog without translations."""
    found = Catalog()
    methods = [("**.py", "python")]
    for _file, _line, message, _comments, _context in extract_from_dir(
        str(ROOT / "pipeline"), method_map=methods, keywords={"N_": None}
    ):
        found.add(message)
    return found


def update(path: Path = CATALOG) -> None:
    """Bring the Vietnamese catalog up to date with the program."""
    known: dict[str, str] = {}
    if path.is_file():
        with path.open("rb") as file:
            known = {str(message.id): str(message.string) for message in read_po(file, locale="vi") if message.id}
    catalog = Catalog(locale="vi")
    for identifier in sorted(str(message.id) for message in collect() if message.id):
        catalog.add(identifier, known.get(identifier, ""))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as output:
        write_po(output, catalog, omit_header=True, width=0, no_location=True, sort_output=True)


if __name__ == "__main__":
    update()
