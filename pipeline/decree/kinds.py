"""The types of documents as rules, templates and commands name them: by abbreviation."""

from __future__ import annotations

import unicodedata
from typing import Final

from pipeline.errors import UsageError
from pipeline.i18n import N_
from pipeline.vietnamese.types import DOCUMENT_TYPES

_UNABBREVIATED = {"Công văn": "CV", "Thư công": "TCg"}
KINDS: Final[dict[str, str]] = {
    kind.abbreviation or _UNABBREVIATED[kind.name]: kind.name for kind in DOCUMENT_TYPES
}
"""Abbreviation -> name of the 29 types; ``CV`` and ``TCg`` stand for the two that have none."""


class UnknownKind(UsageError):
    code = "K25"
    cause = N_("There is no type of document “{kind}”.")
    remedy = N_("Use one of: {known}.")


def kind_of(text: str) -> str:
    """The abbreviation of the type that is meant: ``BC`` for ``bc``, ``Báo cáo`` and ``bao-cao``.

    An abbreviation with its own letters goes before one without marks: ``hd`` is hướng dẫn, ``hđ`` hợp đồng, and
    ``qd`` can only be quyết định. Raises :class:`UnknownKind`.
    """
    exact = unicodedata.normalize("NFC", text.strip()).casefold()
    for keys in ({kind.casefold(): kind for kind in KINDS}, _NAMES):
        if exact in keys:
            return keys[exact]
    key = bare(text)
    if key in _NAMES:
        return _NAMES[key]
    raise UnknownKind(kind=text[:60], known=", ".join(KINDS))


def bare(text: str) -> str:
    """Small letters without marks, words parted by one blank."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(kept.replace("-", " ").replace("_", " ").split())


_NAMES: Final = {bare(kind): kind for kind in reversed(KINDS)} | {bare(name): kind for kind, name in KINDS.items()}
