"""Names that resemble a misspelt one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

MAX_LENGTH = 100
"""Longer text is no misspelt name, and comparing it would take long."""


def nearest(name: str, known: Iterable[str], n: int = 1, cutoff: float = 0.5) -> list[str]:
    """At most ``n`` of the ``known`` names, best first; case and Vietnamese marks count for nothing."""
    if len(name) > MAX_LENGTH:
        return []
    by_letters: dict[str, str] = {}
    for candidate in known:
        by_letters.setdefault(_letters(candidate), candidate)
    return [by_letters[match] for match in get_close_matches(_letters(name), by_letters, n, cutoff)]


def _letters(name: str) -> str:
    plain = unicodedata.normalize("NFD", name.casefold()).replace("đ", "d")
    return "".join(char for char in plain if not unicodedata.combining(char)).replace("-", "_")
