"""``{{ path | filter("argument") | filter }}`` in narrative: a path and filters, nothing that computes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pipeline.i18n import N_
from pipeline.stages.localise.reasons import Reason

Argument = str | int
Filters = tuple[tuple[str, tuple[Argument, ...]], ...]
"""Filters with their arguments, in the order in which they are applied."""

_PATH = re.compile(r"[^\W.]+(?:-[^\W.]+)*(?:\.(?:[\w-]+|\*))*\Z")
_FILTER = re.compile(r"([a-z_]+)\s*(?:\((.*)\))?\Z", re.DOTALL)
_ARGUMENT = re.compile(r"\s*(?:\"([^\"]*)\"|“([^”]*)”|'([^']*)'|(-?[0-9]{1,9}))\s*(?:,|\Z)")
_QUOTES = {'"': '"', "'": "'", "“": "”"}


class ExpressionError(Reason):
    """What stands between the braces is no figure with filters; the message says why."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A figure to be put in: its path, the filters with their arguments, and how and where it was typed.

    ``line`` and ``column`` count from 0 within the text.
    """

    path: str
    filters: Filters
    source: str
    line: int
    column: int

    @property
    def form(self) -> str:
        """The filters as text, written in one way whatever blanks and quotation marks were typed."""
        return form_of(self.filters)

    def argument_of(self, name: str) -> Argument | None:
        """The first argument of the filter ``name``, if it is there."""
        return next((a[0] for found, a in self.filters if found == name and a), None) if self.filters else None


def form_of(filters: Filters) -> str:
    """Filters with their arguments as text: ``number(1)``, ``otherwise("-")|upper``; "" for none."""
    return "|".join(
        f"{name}({', '.join(map(_argument, arguments))})" if arguments else name for name, arguments in filters
    )


def joined_forms(first: str, second: str) -> str:
    """The form of what was written in the one form, and then in the other."""
    return f"{first}|{second}" if first else second


def _argument(argument: Argument) -> str:
    return f'"{argument}"' if isinstance(argument, str) else str(argument)


def parse_expression(text: str, source: str, line: int = 0, column: int = 0) -> Expression:
    """Parse what stands between the braces.

    Raises:
        ExpressionError
    """
    path, filters = _understood(text)
    return Expression(path, filters, source, line, column)


@lru_cache(maxsize=1024)  # units name the same figures
def _understood(text: str) -> tuple[str, Filters]:
    path, *filters = (part.strip() for part in _parts(text))
    if not path:
        raise ExpressionError(N_("nothing stands between the braces"))
    if not _PATH.match(path):
        raise ExpressionError(N_("“{path}” is no path of a figure"), path=path)
    return path, tuple(_filter(part) for part in filters)


def _parts(text: str) -> Iterator[str]:
    """What stands between the signs ``|``, those in quotation marks apart."""
    start, closing = 0, ""
    for index, char in enumerate(text):
        if closing:
            closing = "" if char == closing else closing
        elif char in _QUOTES:
            closing = _QUOTES[char]
        elif char == "|":
            yield text[start:index]
            start = index + 1
    if closing:
        raise ExpressionError(N_("a quotation mark is not closed"))
    yield text[start:]


def _filter(text: str) -> tuple[str, tuple[Argument, ...]]:
    match = _FILTER.match(text)
    if not match:
        raise ExpressionError(N_("“{part}” is no filter"), part=text)
    return match[1], tuple(_arguments(match[2] or ""))


def _arguments(text: str) -> Iterator[Argument]:
    position = 0
    while text[position:].strip():
        match = _ARGUMENT.match(text, position)
        if not match:
            wrong = text[position:].strip()
            raise ExpressionError(N_("“{argument}” is no text in quotes and no whole number"), argument=wrong)
        yield int(match[4]) if match[4] else match[1] or match[2] or match[3] or ""
        position = match.end()
