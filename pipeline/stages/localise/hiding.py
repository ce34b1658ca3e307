"""What the author wrote, made safe for a Markdown parser: figures and literal signs go into hiding.

``<``, ``&``, ``>`` and back-ticks mean themselves, and a number that begins or continues no list is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.errors import DataError
from pipeline.i18n import N_
from pipeline.stages.localise.expressions import Expression, ExpressionError, parse_expression
from pipeline.stages.localise.nodes import Span
from pipeline.stages.localise.reasons import Reasoned
from pipeline.vietnamese import nfc

MOST_CHARACTERS = 200_000

_OPEN, _CLOSE = "\ue000", "\ue001"
_LITERAL = {"<": "\ue010", "&": "\ue011", ">": "\ue012", "`": "\ue013"}
_AREAS = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_PRIVATE, _PUBLIC = re.compile(f"[{_AREAS}]"), re.compile(f"[^{_AREAS}]*\\Z")  # to match is quicker than to search
_ESCAPED = re.compile(r"\\([\\<&>`])")
_PLACE = re.compile(r"\{\{((?:(?!\{\{).)*?)\}\}", re.DOTALL)
_TOKEN = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
_MARKER = re.compile(r"( *(?:[-*+] +)*)([0-9]{1,9})([.)])(?=\s|\Z)")
_PLUS = re.compile(r"^ ?\+ ", re.MULTILINE)


class BadPlaceholder(Reasoned):
    code = "N01"
    cause = N_("“{tag}” cannot be understood: {reason}.")
    remedy = N_("Write {{{{ figure | filter }}}}, for example {{{{ staff.total | count }}}}.")


class PrivateCharacter(DataError):
    code = "N03"
    cause = N_("The text holds the character {char}, which no font shows.")
    remedy = N_("Delete it.")


class TextTooLong(DataError):
    code = "N04"
    cause = N_("The text has {size} characters; a text may have at most {most}.")
    remedy = N_("Divide it into several sections.")


@dataclass(frozen=True, slots=True)
class Hidden:
    """A text whose figures and literal signs are hidden behind private characters, and what is wrong with it."""

    text: str
    expressions: tuple[Expression, ...]
    errors: tuple[DataError, ...]
    plus: bool

    def spans(self, text: str, bold: bool = False, italic: bool = False) -> Iterator[Span]:
        """A piece of the text with its figures and signs taken out of hiding."""
        for index, piece in enumerate(_TOKEN.split(text)):
            if index % 2:
                yield Span(self.expressions[int(piece)], bold, italic)
            elif piece:
                yield Span(_restored(piece), bold, italic)

    def source(self, text: str) -> str:
        """A piece of the text as the author typed it."""
        shown = _TOKEN.sub(lambda match: self.expressions[int(match[1])].source, text)
        return _restored(shown)


def _restored(text: str) -> str:
    for sign, private in _LITERAL.items():
        text = text.replace(private, sign)
    return text


def _protected(text: str) -> str:
    for sign, private in _LITERAL.items():
        text = text.replace(sign, private)
    return text


def hide(text: str) -> Hidden:
    """Hide the figures and the literal signs of a text."""
    if len(text) > MOST_CHARACTERS:
        return Hidden("", (), (TextTooLong(size=len(text), most=MOST_CHARACTERS),), False)
    text = nfc(text)
    errors: list[DataError] = []
    if not _PUBLIC.match(text) and (private := _PRIVATE.search(text)):
        errors.append(PrivateCharacter(char=f"U+{ord(private[0]):04X}"))
    hidden, expressions = _hide_figures(text, errors)
    if "{{" in hidden or "}}" in hidden:
        at = min(found for found in (hidden.find("{{"), hidden.find("}}")) if found >= 0)
        tag = _short(hidden[at:].split("\n")[0])
        line = hidden.count("\n", 0, at)
        errors.append(BadPlaceholder(tag=tag, reason=N_("its other half is missing"), line=line))
    signs = _ESCAPED.sub(lambda match: _LITERAL.get(match[1], match[0]), hidden)
    return Hidden(_escape_numbers(_protected(signs)), expressions, tuple(errors), bool(_PLUS.search(text)))


def _hide_figures(text: str, errors: list[DataError]) -> tuple[str, tuple[Expression, ...]]:
    expressions: list[Expression] = []
    pieces: list[str] = []
    line = end = 0
    for match in _PLACE.finditer(text):
        line += text.count("\n", end, match.start())
        column = match.start() - (text.rfind("\n", 0, match.start()) + 1)
        pieces.append(text[end : match.start()])
        line, end = line + match[0].count("\n"), match.end()
        try:
            found = parse_expression(match[1], match[0], line - match[0].count("\n"), column)
        except ExpressionError as error:
            at = line - match[0].count("\n")
            params = {**error.params, "tag": _short(match[0]), "reason": error.text, "line": at}
            errors.append(BadPlaceholder(None, **params))
            continue
        pieces.append(f"{_OPEN}{len(expressions)}{_CLOSE}")
        expressions.append(found)
    return "".join((*pieces, text[end:])), tuple(expressions)


def _short(tag: str) -> str:
    return tag if len(tag) <= 80 else f"{tag[:80]}…"


def _escape_numbers(text: str) -> str:
    """Escape what looks like a list number but neither begins (1) nor continues a list."""
    last: dict[int, tuple[int, str]] = {}
    lines: list[str] = []
    blank = True
    for line in text.split("\n"):
        match = _MARKER.match(line)
        if match:
            lines.append(_marked(line, match, last))
        else:
            if line[:1] == "#" or (blank and line[:1] not in (" ", "")):
                last.clear()
            lines.append(line)
        blank = not line.strip()
    return "\n".join(lines)


def _marked(line: str, match: re.Match[str], last: dict[int, tuple[int, str]]) -> str:
    indent, number, sign = len(match[1]), int(match[2]), match[3]
    continues = not match[1].strip() and last.get(indent) == (number - 1, sign)
    if number != 1 and not continues:
        return f"{line[: match.end(2)]}\\{line[match.end(2) :]}"
    for deeper in [column for column in last if column > indent]:
        del last[deeper]
    last[indent] = number, sign
    return line


def strings(node: Sequence[object] | object) -> Iterator[str]:
    """The texts in a part of pandoc's AST, in order."""
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            waiting.append(part.get("c"))
        elif isinstance(part, list):
            waiting.extend(reversed(part))
        elif isinstance(part, str):
            yield part
