"""Edits that LibreOffice itself makes, through UNO, in a process like those of the program."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from pipeline.office import process as module
from pipeline.office.installation import Installation, find_installation
from pipeline.office.process import OfficeProcess

EDITOR = Path(__file__).with_name("office_editor.py")


class Office:
    """A LibreOffice in which somebody works."""

    def __init__(self, process: OfficeProcess) -> None:
        self._process = process
        self._files = 0

    def save_as(self, data: bytes, source: str, target: str, *acts: Sequence[str]) -> bytes:
        """Open a file of the kind ``source``, do the acts (see ``office_editor``), save it as ``target``."""
        self._files += 1
        given = self._process.folder / f"in{self._files}.{source}"
        made = self._process.folder / f"out{self._files}.{target}"
        given.write_bytes(data)
        given.with_suffix(".json").write_text(json.dumps(acts), "utf-8")
        reply = self._process.ask(given, made, 60)
        assert reply == {"done": True}, reply
        return made.read_bytes()

    def edited(self, docx: bytes, *acts: Sequence[str]) -> bytes:
        """A DOCX opened, edited and saved as DOCX."""
        return self.save_as(docx, "docx", "docx", *acts)

    def through_odt(self, docx: bytes, *acts: Sequence[str]) -> bytes:
        """A DOCX that was worked on as ODT and saved as DOCX in the end."""
        return self.save_as(self.save_as(docx, "docx", "odt", *acts), "odt", "docx")

    def pdf(self, docx: bytes) -> bytes:
        """The pages as LibreOffice shows them, tracked changes and all."""
        return self.save_as(docx, "docx", "pdf")


@contextmanager
def office() -> Iterator[Office]:
    """A LibreOffice for some tests."""
    found = find_installation()
    assert isinstance(found, Installation), f"missing: {found}"
    with mock.patch.object(module, "BRIDGE", EDITOR):
        process = OfficeProcess(found)
    try:
        process.wait_ready()
        yield Office(process)
    finally:
        process.stop()
