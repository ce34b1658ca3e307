"""Bounds for what one template may do: a template from outside must not hang or fill the machine.

The tree of a template is rewritten once, at compile time, so that its loops, literals, filters and joins pass
through hooks of the environment; at render time these take from a :class:`Budget`. The bounds are far above what a
report needs (a table of 5 000 rows and 8 columns takes 45 000 steps and some 15 million characters).
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import Any

from jinja2 import nodes
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer

from pipeline.docx.controls import controls_of
from pipeline.docx.escape import ILLEGAL, escape_text
from pipeline.i18n import N_, Text

MOST_STEPS = 2_000_000
"""Turns of all loops, calls of macros and items of lists that a template makes."""
MOST_CHARACTERS = 100_000_000
"""Characters, markup included, that are printed or made on the way by filters, macros and joins."""
MOST_NESTED_CALLS = 40
MOST_ITEMS = 100_000
"""Items in one list that a template makes, with those of the lists in it."""
MOST_BITS = 2048
"""Size of a whole number that a template computes."""
MOST_SECONDS = 60.0
MOST_BLOCKS = 15
"""Blocks (for, if, macro …) inside each other; Python itself stops at 20 loops."""
MOST_LEVELS = 60
"""Levels of an expression, from its parentheses, operators and filters."""

_LOOK_AT_CLOCK = 256  # steps


class LimitError(SecurityError):
    """A tag would go beyond a bound: ``what`` is bounded (a sentence's object), ``limit`` is the bound."""

    def __init__(self, what: Text, limit: float) -> None:
        super().__init__(f"{what}: {limit:g}")
        self.what = what
        self.limit = f"{limit:g}" if limit < 1000 else f"{limit:,.0f}".replace(",", " ")


class Budget:
    """What one filling of a template may still use. Raises :class:`LimitError` where that is used up."""

    __slots__ = ("calls", "characters", "clock", "deadline", "steps")

    def __init__(self, seconds: float = MOST_SECONDS) -> None:
        self.steps = MOST_STEPS
        self.characters = MOST_CHARACTERS
        self.calls = MOST_NESTED_CALLS
        self.deadline = time.monotonic() + seconds
        self.clock = self.steps - _LOOK_AT_CLOCK

    def step(self, count: int = 1, characters: int = 0) -> None:
        """Take ``count`` steps that make ``characters``."""
        self.steps -= count
        self.characters -= characters
        if self.steps < self.clock:
            self._look_at_clock()
        if self.characters < 0:
            raise LimitError(N_("characters made"), MOST_CHARACTERS)

    def _look_at_clock(self) -> None:
        if self.steps < 0:
            raise LimitError(N_("turns of loops, calls and items"), MOST_STEPS)
        self.clock = self.steps - _LOOK_AT_CLOCK
        if time.monotonic() > self.deadline:
            raise LimitError(N_("seconds for one document"), MOST_SECONDS)

    def text(self, length: int) -> None:
        """Make a text of ``length`` characters."""
        self.characters -= length
        if self.characters < 0:
            raise LimitError(N_("characters made"), MOST_CHARACTERS)

    def counted(self, values: Iterable[Any], characters: int = 0) -> Iterator[Any]:
        """``values``, each a step that makes ``characters``."""
        step = self.step
        for value in values:
            step(1, characters)
            yield value

    def made(self, value: Any) -> Any:
        """A value that a template has made by a filter, literal or operator: it is paid for, and lists weighed."""
        if isinstance(value, str):
            self.text(len(value))
        elif isinstance(value, list | tuple | dict):
            return self._weighed(value)
        elif isinstance(value, Iterator):
            return (self.made(item) for item in self.counted(value))
        return value

    def _weighed(self, value: Any) -> Any:
        weight = getattr(value, "weight", 0)
        if not weight:
            items = value.values() if isinstance(value, dict) else value
            weight = 1 + sum(getattr(item, "weight", 1) for item in items)
            value = _WEIGHED[type(value)](value) if type(value) in _WEIGHED else value
            self.step(len(value))
        if weight > MOST_ITEMS:
            raise LimitError(N_("items of a list"), MOST_ITEMS)
        if type(value) in _WEIGHED.values():
            value.weight = weight
        return value


class WeighedList(list[Any]):
    """A list that knows how many items it holds with those of the lists in it.

    ``{% set a = [a, a] %}`` sixty times is small, but to compare it with its like never ends.
    """

    weight: int


class WeighedTuple(tuple[Any, ...]):
    """The same for a tuple."""

    weight: int


class WeighedDict(dict[Any, Any]):
    """The same for a mapping."""

    weight: int


_WEIGHED: dict[type, type] = {list: WeighedList, tuple: WeighedTuple, dict: WeighedDict}


BUDGET = "_budget"
"""Name under which a context may be given its budget, so that several parts share one."""


class BoundedContext(Context):
    """A context with the budget of the filling that it serves."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        given = self.parent.get(BUDGET)
        self.budget = given if isinstance(given, Budget) else Budget()
        self.parent[BUDGET] = self.budget  # contexts derived from this one copy the names
        self.controls = controls_of(self)


def _hook(name: str, *arguments: nodes.Node) -> nodes.Node:
    """A call of the environment's method ``name``, which no template can name itself."""
    values: list[Any] = [nodes.ContextReference(), *arguments]
    return nodes.Call(nodes.EnvironmentAttribute(name), values, [], None, None).set_lineno(arguments[0].lineno)


class Bounding(NodeTransformer):
    """Rewrites the tree of a template so that whatever can grow passes through the environment.

    Raises :class:`TemplateSyntaxError` for tags that reach other files, and for nesting that would exhaust Python.
    """

    def __init__(self) -> None:
        self.blocks = 0
        self.levels = 0

    def visit(self, node: nodes.Node, *arguments: Any, **named: Any) -> Any:
        block = isinstance(node, nodes.Stmt) and not isinstance(node, nodes.Output)
        level = isinstance(node, nodes.Expr)
        self.blocks += block
        self.levels += level
        if self.blocks > MOST_BLOCKS or self.levels > MOST_LEVELS:
            raise TemplateSyntaxError("it is nested too deeply", node.lineno)
        try:
            return super().visit(node, *arguments, **named)
        finally:
            self.blocks -= block
            self.levels -= level

    def _other_file(self, node: nodes.Node) -> nodes.Node:
        raise TemplateSyntaxError("a template cannot draw in other files", node.lineno)

    visit_Include = visit_Import = visit_FromImport = visit_Extends = _other_file

    def visit_NSRef(self, node: nodes.NSRef) -> nodes.Node:
        raise TemplateSyntaxError("there are no namespaces here", node.lineno)

    def visit_ScopedEvalContextModifier(self, node: nodes.ScopedEvalContextModifier) -> nodes.Node:
        """``autoescape``: its value would be computed while compiling, and everything is escaped anyway."""
        node.options = []
        return self.generic_visit(node)

    def visit_For(self, node: nodes.For) -> nodes.Node:
        characters = static_characters(node.body)
        self.generic_visit(node)
        node.iter = _hook("counted", node.iter, nodes.Const(characters))
        return node

    def _made(self, node: nodes.Expr) -> nodes.Node:
        return _hook("made", self.generic_visit(node))

    def visit_Filter(self, node: nodes.Filter) -> nodes.Node:
        if node.node is None:  # of a block: what stands in it is printed and paid for
            return self.generic_visit(node)
        return self._made(node)

    visit_List = visit_Dict = _made

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:
        return self._made(node) if node.ctx == "load" else self.generic_visit(node)

    def visit_Name(self, node: nodes.Name) -> nodes.Node:
        return self._made(node) if node.ctx == "load" and node.name in ("varargs", "kwargs") else node

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:
        if isinstance(node.arg, nodes.Slice):
            target, start, stop, step = node.node, node.arg.start, node.arg.stop, node.arg.step
            bounds = [nodes.Const(None) if bound is None else bound for bound in (start, stop, step)]
            return _hook("sliced", *(self.visit(part) for part in (target, *bounds)))
        return self.generic_visit(node)

    def visit_Output(self, node: nodes.Output) -> nodes.Node:
        """``{{ a ~ "/" ~ b }}`` prints each of its parts, so that a figure among them is still known as one."""
        node.nodes = [part for printed in node.nodes for part in _parts(printed)]
        return self.generic_visit(node)

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:
        return _hook("concatenated", *(self.visit(part) for part in node.nodes))


def _parts(printed: nodes.Expr) -> list[nodes.Expr]:
    if not isinstance(printed, nodes.Concat):
        return [printed]
    return [_text(part) if isinstance(part, nodes.Const) else part for part in printed.nodes]


def _text(constant: nodes.Const) -> nodes.Expr:
    """A text in quotation marks as text of the template."""
    if not isinstance(constant.value, str) or ILLEGAL.search(constant.value):
        return constant  # refused when it is printed
    return nodes.TemplateData(escape_text(constant.value), lineno=constant.lineno)


def static_characters(body: Iterable[nodes.Node]) -> int:
    """The most characters of the template's own text that one turn of ``body`` makes.

    Loops and macros in it are left out, since they pay for themselves.
    """
    total = 0
    for node in body:
        if isinstance(node, nodes.TemplateData):
            total += len(node.data)
        elif isinstance(node, nodes.If):
            branches: list[list[Any]] = [node.body, node.else_, *([other] for other in node.elif_)]
            total += max(static_characters(branch) for branch in branches)
        elif not isinstance(node, nodes.For | nodes.Macro | nodes.CallBlock):
            total += static_characters(node.iter_child_nodes())
    return total
