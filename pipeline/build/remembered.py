"""What the last manifest says of one document or of the figures of one unit, without reading the rest of it.

Whatever is damaged or absent counts as not known.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline.build.manifest import FIGURES, unit_of
from pipeline.stages.lines import Damaged
from pipeline.stages.splice import LineFile, Span

Entry = Mapping[str, Any]


class Remembered:
    """A look into a manifest as it was when it was first asked for something.

    ``hints``: where its sections are said to stand.
    """

    def __init__(self, manifest: Path, hints: Mapping[str, Span] | None = None) -> None:
        self._path, self._hints = manifest, dict(hints or {})

    def document(self, path: str) -> Entry:
        """All that is known of a document, also what it prints; empty if it is not known."""
        found = (self._entries(section, path, key_of) for section in ("documents", "orphaned"))
        return next((entries[path] for entries in found if isinstance(entries.get(path), dict)), {})

    def made_of(self, digest: str) -> Entry:
        """The configuration that a document was made of; empty if it is not known."""
        found = self._entries("made_of", digest, key_of).get(digest)
        return found if isinstance(found, dict) else {}

    def figures(self, unit: str) -> dict[str, Any]:
        """The figures of a unit ("" for those of the campaign) by id, as they were when it was last dealt with."""
        return self._entries(FIGURES, unit, unit_of)

    def figure_lines(self, unit: str) -> dict[str, bytes]:
        """The lines of these figures by id, not parsed."""
        return {key_of(line): line for line in self._lines(FIGURES, unit, unit_of)}

    @cached_property
    def inputs(self) -> dict[str, Any]:
        """The hashes of the files that the last run has read, by name."""
        return parsed(self._lines("inputs", "", lambda _: ""))

    def _entries(self, section: str, key: str, of: Callable[[bytes], str]) -> dict[str, Any]:
        return parsed(self._lines(section, key, of))

    def _lines(self, section: str, key: str, of: Callable[[bytes], str]) -> Iterator[bytes]:
        return self._file.lines(section, key, of) if self._file is not None else iter(())

    @cached_property
    def _file(self) -> LineFile | None:
        try:
            return LineFile(self._path, self._hints)
        except (OSError, Damaged):
            return None


def key_of(line: bytes) -> str:
    """The key of a line; keys that need escapes stand in none of these sections."""
    return line[1:].partition(b'": ')[0].decode("utf-8", "replace")


def parsed(lines: Iterable[bytes]) -> dict[str, Any]:
    """The entries of lines; one that is damaged is left out."""
    found: dict[str, Any] = {}
    for line in lines:
        try:
            found |= json.loads(b"{" + line + b"}")
        except (ValueError, RecursionError):
            continue
    return found
