"""A proof, made once for each part of a template, that every filling of it is well-formed and well-built.

Tags become elements: what a condition or loop holds stands in a ``branch``, what a tag prints is an ``out``. If
that skeleton is XML, each branch is balanced in itself, and so is every text that can come of it. If besides
nothing that Word needs (the last paragraph of a cell, a row, a cell) stands in a branch only, and every tag prints
what fits its place, then no filling has to be parsed to know that it is a document. The rest is checked each time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from jinja2 import Environment, nodes
from jinja2.parser import Parser
from lxml import etree

from pipeline.docx.blocks import PARAGRAPH_FILTERS, RUN_FILTERS, TEXT_FILTERS
from pipeline.docx.source import QW

_NAMESPACE = "urn:baocao:proof"
_OUT, _BRANCH = f"{{{_NAMESPACE}}}out", f"{{{_NAMESPACE}}}branch"
_TEXT, _PARAGRAPH, _RUN, _TABLE, _ROW, _CELL, _BODY = (
    f"{QW}{name}" for name in ("t", "p", "r", "tbl", "tr", "tc", "body")
)
_BLOCK_LEVEL = (_BODY, _CELL, *(f"{QW}{name}" for name in ("hdr", "ftr", "sdtContent", "txbxContent")))
_NEVER_IN = {_PARAGRAPH: (_PARAGRAPH, _RUN), _TABLE: (_PARAGRAPH, _RUN), _RUN: (_RUN,)}
_SECTION_END = "section_end"
_MAKING = PARAGRAPH_FILTERS | RUN_FILTERS | TEXT_FILTERS | {_SECTION_END}
_NEEDED = {_TABLE: _ROW, _ROW: _CELL, f"{QW}hdr": _PARAGRAPH, f"{QW}ftr": _PARAGRAPH}
"""What at least one child must be, whatever the data."""


class _Unproven(Exception):
    """The part holds something that no rule here is made for."""


def is_proven(source: str, environment: Environment) -> bool:
    """Whether every text that the Jinja source of a part can make is one that ``check_structure`` accepts."""
    try:
        tree = Parser(environment, source).parse()
        skeleton = "".join(_skeleton(tree.body))
        opening = skeleton.index(">", skeleton.index("<w:"))
        root = etree.fromstring(f'{skeleton[:opening]} xmlns:proof="{_NAMESPACE}"{skeleton[opening:]}')
    except (_Unproven, ValueError, etree.XMLSyntaxError):
        return False
    return all(map(_stands, root.iter(etree.Element)))


def _skeleton(body: Iterable[nodes.Node]) -> Iterator[str]:
    for node in body:
        if isinstance(node, nodes.Output):
            for piece in node.nodes:
                yield piece.data if isinstance(piece, nodes.TemplateData) else _out(piece)
        elif isinstance(node, nodes.For):
            yield from _branches(node.body, node.else_)
        elif isinstance(node, nodes.If):
            yield from _branches(node.body, *(other.body for other in node.elif_), node.else_)
        elif isinstance(node, nodes.Assign):
            _require_plain(node.node)
        else:
            raise _Unproven


def _branches(*bodies: list[Any]) -> Iterator[str]:
    for body in bodies:
        yield "<proof:branch>"
        yield from _skeleton(body)
        yield "</proof:branch>"


def _out(expression: nodes.Expr) -> str:
    """What stands for a printed value: with the name of its last filter, if that one makes markup."""
    made = expression.name if isinstance(expression, nodes.Filter) and expression.name in _MAKING else ""
    _require_plain(expression.node if made else expression)  # type: ignore[attr-defined]
    return f'<proof:out made="{made}"/>'


def _require_plain(expression: nodes.Node) -> None:
    """A value that is no markup: no macro returns it, and no filter of ours makes it."""
    for node in (expression, *expression.find_all((nodes.Call, nodes.Filter))):
        if isinstance(node, nodes.Call) or (isinstance(node, nodes.Filter) and node.name in _MAKING):
            raise _Unproven


def _stands(element: etree._Element) -> bool:
    """Whether an element of the skeleton may stand where it does, with what it holds."""
    around = _around(element)
    if element.tag == _OUT:
        return _fits(element.get("made") or "", around)
    return _holds_text_rightly(element, around) and _is_placed(element, around) and _has_what_it_needs(element)


def _holds_text_rightly(element: etree._Element, around: etree._Element | None) -> bool:
    texts = (element.text, *(child.tail for child in element))
    if not any(text and text.strip(" \t\r\n") for text in texts):
        return True
    inside = around if element.tag == _BRANCH else element
    return inside is not None and (inside.tag == _TEXT or (inside.tag == f"{QW}instrText" and not len(inside)))


def _is_placed(element: etree._Element, around: etree._Element | None) -> bool:
    if around is None or element.tag == _BRANCH:
        return True
    return around.tag != _TEXT and around.tag not in _NEVER_IN.get(element.tag, ())


def _has_what_it_needs(element: etree._Element) -> bool:
    if element.tag == _CELL:
        return _ends_in_paragraph(element)
    return element.tag not in _NEEDED or element.find(_NEEDED[element.tag]) is not None


def _ends_in_paragraph(cell: etree._Element) -> bool:
    """Whether a cell always has a paragraph, and never a table at its end."""
    always = [child.tag == _PARAGRAPH or child.get("made") == "line" for child in cell]
    if any(always[-1:]):
        return True
    tables = any(True for _ in cell.iter(_TABLE)) or any(
        out.get("made") in PARAGRAPH_FILTERS - {"line"} for out in cell.iter(_OUT)
    )
    return any(always) and not tables


def _around(element: etree._Element) -> etree._Element | None:
    """The nearest element around it that is not a branch."""
    around = element.getparent()
    while around is not None and around.tag == _BRANCH:
        around = around.getparent()
    return around


def _fits(made: str, around: etree._Element | None) -> bool:
    if around is None:
        return False
    if not made or made in TEXT_FILTERS:
        return around.tag == _TEXT
    if made in RUN_FILTERS:
        return around.tag == _PARAGRAPH
    return around.tag in _BLOCK_LEVEL
