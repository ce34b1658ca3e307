"""What is explained, as lines of text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from pipeline.corrections.explain import DocumentExplained, Explained, Node, Printing
from pipeline.corrections.mentions import Mention
from pipeline.corrections.texts import window
from pipeline.i18n import N_, Language, Text, translate

OPERATIONS: dict[str, Text] = {
    "sum": N_("sum"),
    "mean": N_("mean"),
    "min": N_("smallest"),
    "max": N_("largest"),
    "count": N_("count"),
    "difference": N_("difference"),
    "share": N_("share"),
    "change": N_("change"),
    "rank": N_("rank"),
    "highest": N_("highest"),
    "lowest": N_("lowest"),
    "absent": N_("left out in the data"),
    "gone": N_("no longer in the data"),
}


def figure_lines(explained: Explained, language: Language) -> Iterator[str]:
    """The tree of a figure, and then the documents that print it or what is computed from it."""
    yield from _tree(explained.tree, language, "", "")
    yield ""
    if not explained.printed:
        yield translate(N_("No document that was built prints it."), language)
    for printing in explained.printed:
        yield from _document(printing, language)
        for mention in printing.mentions:
            other = "" if mention.figure == explained.tree.id else f"  ← {mention.figure}"
            yield f"  {spot(mention)}{other}"


def document_lines(explained: DocumentExplained, language: Language) -> Iterator[str]:
    """One line for each figure of a document, in the order of its text, with its source."""
    yield from _document(explained.printing, language)
    if not explained.printing.mentions:
        yield "  " + translate(N_("It prints no figure."), language)
    for mention in explained.printing.mentions:
        tree = explained.trees[mention.figure]
        yield f"  {mention.text}  {mention.figure}  {tree.label}  ← {source(tree, language)}"


def source(node: Node, language: Language) -> str:
    """Where a figure comes from, in one line: the place where it was typed, or the operation with its inputs."""
    if node.place is not None:
        return str(node.place)
    parts = ", ".join(
        f"{one.beside(node)} {one.text}" if one.operation != "constant" else one.text for one in node.inputs
    )
    more = f" {_more(node.left_out, language)}" if node.left_out else ""
    operation = translate(OPERATIONS.get(node.operation, Text(node.operation)), language)
    return f"{operation}: {parts}{more}" if parts or more else operation


def spot(mention: Mention) -> str:
    """Where in a document a figure stands, with the words around it and itself in brackets."""
    text = window(mention.before, mention.text, mention.after)
    cell = " › ".join(part for part in (mention.caption, mention.row, mention.column) if part)
    return " | ".join(part for part in (mention.heading, cell, text) if part)


def _document(printing: Printing, language: Language) -> Iterator[str]:
    yield f"{printing.path}.docx"
    if printing.changed:
        changes = ", ".join(
            f"{one.figure} {_short(one.before)} → {_short(one.now)}" for one in printing.changed[:5]
        )
        more = f" {_more(len(printing.changed) - 5, language)}" if len(printing.changed) > 5 else ""
        yield "  " + translate(N_("Older than the data: {changes}."), language, changes=changes + more)
    if not printing.readable:
        text = N_("The file is gone or does not know its figures; this is what the manifest of the build says.")
        yield "  " + translate(text, language)


def _tree(node: Node, language: Language, first: str, indent: str) -> Iterator[str]:
    yield f"{first}{node.id}  {node.label} = {node.text or '-'}"
    below = "│ " if node.inputs or node.left_out else "  "
    for line in _facts(node, language):
        yield f"{indent}{below}{line}"
    for index, child in enumerate(node.inputs):
        last = index == len(node.inputs) - 1 and not node.left_out
        yield from _tree(
            child, language, f"{indent}{'└─' if last else '├─'} ", f"{indent}{'   ' if last else '│  '}"
        )
    if node.left_out:
        yield f"{indent}└─ {_more(node.left_out, language)}"


def _facts(node: Node, language: Language) -> Iterator[str]:
    """The lines below the name of a figure: its operation, its place, what was typed, its schema."""
    if node.operation in OPERATIONS:
        where = f" ({node.declared})" if node.declared else ""
        value = _exact(node.value)
        yield translate(OPERATIONS[node.operation], language) + where + (f" = {value}" if value else "")
    if printed := [text for text in node.printed if text != node.text]:
        yield translate(N_("printed: {texts}"), language, texts=", ".join(f"“{text}”" for text in printed))
    if node.repeated:
        yield translate(N_("(shown above)"), language)
    if node.place is not None:
        typed = translate(N_("typed: {raw}"), language, raw=node.raw) if node.raw is not None else ""
        yield f"{node.place}  {typed}".rstrip()
    if node.schema is not None:
        kind = f" ({node.schema.type})" if node.schema.type else ""
        yield translate(N_("schema: {place}"), language, place=f"{node.schema.file}#{node.schema.pointer}{kind}")


def _exact(value: Any) -> str:
    """The exact value where the printed one is rounded."""
    return str(value) if isinstance(value, str) and "/" in value and _is_fraction(value) else ""


def _is_fraction(text: str) -> bool:
    try:
        return Fraction(text).denominator > 1
    except (ValueError, ZeroDivisionError):
        return False


def _short(value: Any) -> str:
    return "-" if value is None else ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _more(count: int, language: Language) -> str:
    return translate(N_("… and {count} more"), language, count=count)
