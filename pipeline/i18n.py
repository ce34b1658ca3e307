"""What clerks read, in Vietnamese and English, through Babel catalogs.

Message ids are the English texts. ``N_`` marks a text for extraction; :func:`translate` gives it in a language.
"""

from __future__ import annotations

import locale
import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from babel.messages.pofile import read_po

Language = Literal["vi", "en"]

CATALOGS = Path(__file__).parent / "locale"


MAX_SPOKEN = 900
"""A message shows so much of a text that somebody typed; nobody reads more of a name in a sentence."""
_ACTING = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def visible(text: str) -> str:
    """The text with a sign in the place of each character that would act on a terminal instead of being shown."""
    return _ACTING.sub("\ufffd", text)


class Text(str):
    """A message id. As a parameter of another message it is translated; any other text is somebody's input."""

    __slots__ = ()


class Spoken(str):
    """A text that is known in both languages, but stands in no catalog; as a text it is the English one."""

    __slots__ = ("vi",)
    vi: str

    def __new__(cls, vi: str, en: str) -> Spoken:
        spoken = super().__new__(cls, en)
        spoken.vi = vi
        return spoken

    def __reduce__(self) -> tuple[type[Spoken], tuple[str, str]]:
        return Spoken, (self.vi, str(self))


def N_(text: str) -> Text:
    """Mark ``text`` for extraction: a message id."""
    return Text(text)


@cache
def _catalog(language: Language) -> dict[str, str]:
    path = CATALOGS / language / "LC_MESSAGES" / "baocao.po"
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        catalog = read_po(file, locale=language)
    return {str(message.id): str(message.string) for message in catalog if message.id and message.string}


def translate(text: str, language: Language, /, **params: object) -> str:
    """Return ``text`` in ``language`` with ``{name}`` places filled from ``params``.

    A parameter that is itself a message id (:class:`Text`: ``An alias (*name)``) is translated too, one that is
    :class:`Spoken` is said in the language; any other text is made :func:`visible`. A sentence that is put at the
    end of another does not end twice.
    """
    catalog = _catalog(language) if language != "en" else {}
    template = catalog.get(text, text)
    spoken = {name: _spoken(value, language, catalog) for name, value in params.items()}
    filled = template.format(**spoken) if params else template
    return filled[:-1] if filled.endswith("..") and not filled.endswith("...") else filled


def _spoken(value: object, language: Language, catalog: Mapping[str, str]) -> str:
    if isinstance(value, Text):
        return catalog.get(value, value)
    text = value.vi if isinstance(value, Spoken) and language == "vi" else str(value)
    return visible(text if len(text) <= MAX_SPOKEN else f"{text[:MAX_SPOKEN]}…")


def language_of(option: str | None = None) -> Language:
    """The language to speak: ``option``, else the locale of the environment, else English."""
    if option in ("vi", "en"):
        return "vi" if option == "vi" else "en"
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    name = next((name for name in names if name), locale.getlocale()[0] or "")
    return "vi" if name.startswith("vi") else "en"
