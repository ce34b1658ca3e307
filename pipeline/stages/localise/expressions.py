"""``{{ path | filter("argument") | filter }}`` in narrative: a path and filters, nothing that computes."""

from __future__ import annotations

import re
from dataclasses import dataclass

Argument = str | int

_PATH = re.compile(r"[^\W.]+(?:-[^\W.]+)*(?:\.(?:[\w-]+|\*))*\Z")
_FILTER = re.compile(r"\s*([a-z_]+)\s*(?:\((.*)\))?\s*\Z", re.DOTALL)
_ARGUMENT = re.compile(r"\s*(?:\"([^\"]*)\"|“([^”]*)”|'([^']*)'|(-?[0-9]+))\s*(?:,|\Z)")
_PIPE = re.compile(r"\|(?=(?:[^\"]*\"[^\"]*\")*[^\"]*\Z)")


class ExpressionError(ValueError):
    """What stands between the braces is no figure with filters; the message says why."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A figure to be put in: its path, the filters with their arguments, and how and where it was typed.

    ``line`` and ``column`` count from 0 within the text.
    """

    path: str
    filters: tuple[tuple[str, tuple[Argument, ...]], ...]
    source: str
    line: int
    column: int


def parse_expression(text: str, source: str, line: int = 0, column: int = 0) -> Expression:
    """Parse what stands between the braces.

    Raises:
        ExpressionError
    """
    path, *filters = (part.strip() for part in _PIPE.split(text))
    if not path:
        raise ExpressionError("nothing stands between the braces")
    if not _PATH.match(path):
        raise ExpressionError(f"“{path}” is no path of a figure")
    return Expression(path, tuple(_filter(part) for part in filters), source, line, column)


def _filter(text: str) -> tuple[str, tuple[Argument, ...]]:
    match = _FILTER.match(text)
    if not match:
        raise ExpressionError(f"“{text}” is no filter")
    return match[1], tuple(_arguments(match[2] or ""))


def _arguments(text: str) -> list[Argument]:
    arguments: list[Argument] = []
    position = 0
    while text[position:].strip():
        match = _ARGUMENT.match(text, position)
        if not match:
            raise ExpressionError(f"“{text[position:].strip()}” is no text in quotes and no whole number")
        arguments.append(int(match[4]) if match[4] else match[1] or match[2] or match[3] or "")
        position = match.end()
    return arguments
