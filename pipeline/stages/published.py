"""What is known of documents that were published: in memory, in the manifest and in the journal."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.stages import lines
from pipeline.stages.files import Seen
from pipeline.stages.splice import Span

_DOCUMENT = re.compile(r"(?:units/[a-z0-9-]+|summary)/[a-z0-9-]+\Z")


@dataclass(slots=True)
class Published:
    """What is known of one document that was made: hashes of its inputs and of its files."""

    unit: str | None
    document: str
    template: str
    key: str
    docx: str
    issued: str = ""
    """Number and symbol of a document that has both number and date; "" for a draft."""
    uses: tuple[str, ...] = ()
    """What its template itself asked of figures (see :class:`pipeline.stages.render.Uses`)."""
    base: str = ""
    """Hash of the DOCX as it was filled: another than ``docx`` where hand edits were carried over into it."""
    made_of: str = ""
    """Under which hash the manifest remembers its template, pictures and program."""
    prints: str = ""
    """Figure id to the texts that stand for it, as JSON; "" where the line of the manifest keeps it."""
    parts: str = ""
    """What its text and its head are made of, as JSON; "" where the line of the manifest keeps it."""

    def __post_init__(self) -> None:
        self.base = self.base or self.docx

    @property
    def carried(self) -> bool:
        """Whether hand edits were carried over into it."""
        return self.docx != self.base

    def to_json(self) -> str:
        """All of it as one line; ``prints`` and ``parts``, which are long, come last."""
        head = {name: getattr(self, name) for name in (*_HEAD, "uses")}
        return f'{lines.compact(head)[:-1]}, "prints": {self.prints or "{}"}, "parts": {self.parts or "{}"}}}'

    @classmethod
    def read(cls, path: object, entry: object) -> Published | None:
        """An entry of a manifest or a journal without what it prints, or None if it is damaged."""
        if not (isinstance(path, str) and _DOCUMENT.match(path) and isinstance(entry, dict)):
            return None
        texts = [name for name in _HEAD if name != "unit" or entry.get("unit") is not None]
        uses = entry.get("uses")
        whole = set(entry) == {*_HEAD, "uses"} and all(isinstance(entry[name], str) for name in texts)
        if whole and isinstance(uses, list) and all(isinstance(use, str) for use in uses):
            return cls(**{**entry, "uses": tuple(uses)})
        return None

    @classmethod
    def fields(cls) -> list[str]:
        """The names of what is remembered in memory."""
        return [*_HEAD, "uses"]

    def facts(self, names: Sequence[str]) -> list[Any]:
        return [getattr(self, name) for name in names]

    @classmethod
    def of(cls, names: Sequence[str], facts: Sequence[Any]) -> Published:
        """What :meth:`facts` told.

        Raises:
            ValueError, TypeError: They are no such facts.
        """
        given = dict(zip(names, facts, strict=True))
        return cls(**{**given, "uses": tuple(given["uses"])})


_HEAD = ("base", "document", "docx", "issued", "key", "made_of", "template", "unit")
PRINTS = b', "prints": {'
"""Where the long part of a document's line in the manifest begins."""


@dataclass
class Known:
    """What the last manifest says, remembered beside it so that it need not be read: its documents, which of them
    were orphans, findings, configurations; the signatures of files, and where the sections of the manifest
    stand."""

    documents: dict[str, Published]
    orphans: set[str]
    findings: list[dict[str, Any]]
    made_of: dict[str, Any]
    seen: Seen = field(default_factory=Seen)
    spans: dict[str, Span] = field(default_factory=dict)


def head_of(line: bytes) -> dict[str, Any]:
    """What a line of a manifest tells of a document, by its path, without what it prints.

    Raises:
        ValueError, RecursionError: It is damaged.
    """
    head, found, _ = line.partition(PRINTS)
    entry: dict[str, Any] = json.loads(b"{" + head + b"}}") if found else {}
    return entry


def document_of(line: bytes) -> str:
    """The path of the document that a line of a manifest is about."""
    return line[1:].partition(b'"')[0].decode("utf-8", "replace")
