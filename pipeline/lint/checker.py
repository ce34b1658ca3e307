"""Goes through the tree of one part of a template with the shapes of what its document can print."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from jinja2 import nodes

from pipeline.docx.environment import TemplateEnvironment
from pipeline.docx.errors import MisspeltName, UnknownFilter, UnknownName, UnprintableValue
from pipeline.errors import TemplateError
from pipeline.lint import findings as f
from pipeline.lint.shapes import (
    ANNEXES,
    ANY,
    BLOCKS,
    LOOP,
    MACRO,
    NUMBER,
    TEXT,
    TRUTH,
    FigureShape,
    Items,
    Keys,
    Plain,
    Shape,
    joined,
    spoken,
)
from pipeline.lint.typed import latin
from pipeline.stages.load.nearest import nearest

Path = tuple[str, ...]
Report = Callable[..., TemplateError]

_METHODS = ("items", "keys", "values", "get")
_NUMBERS = ("number", "share", "change")
_OF_NUMBERS = dict.fromkeys(
    (
        "count",
        "number",
        "percent",
        "change",
        "money",
        "measure",
        "words",
        "money_words",
        "ordinal",
        "roman",
        "year",
    ),
    ("date", "flag", "text", "names", "truth", "group", "list", "blocks", "annexes"),
)
_REFUSED: Mapping[str, tuple[str, ...]] = {
    **_OF_NUMBERS,
    **dict.fromkeys(
        ("long_date", "short_date", "month"),
        ("number", "share", "change", "flag", "names", "truth", "group", "list", "blocks", "annexes"),
    ),
    **dict.fromkeys(
        ("upper", "lower_first", "capital"),
        ("number", "share", "change", "date", "flag", "names", "truth", "group", "list", "blocks", "annexes"),
    ),
    "listing": ("number", "share", "change", "date", "flag", "text", "truth", "group", "blocks", "annexes"),
    "items": ("number", "share", "change", "date", "flag", "text", "names", "truth", "list", "blocks", "annexes"),
    "blocks": ("number", "share", "change", "date", "flag", "text", "names", "truth", "group", "annexes"),
    "annexes": ("number", "share", "change", "date", "flag", "text", "names", "truth", "group", "blocks"),
}
"""Kinds of values that a filter of ours always refuses. The bare text of a date is a date, so texts stay."""
_TEXTS = frozenset({*_OF_NUMBERS, "long_date", "short_date", "month", "upper", "lower_first", "capital", "listing",
                    "row", "lower", "capitalize", "trim", "replace", "join", "e", "escape"})  # fmt: skip
_EACH = ("list", "reverse", "select", "reject", "selectattr", "rejectattr", "unique")


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, and whether it stands under a condition."""

    error: TemplateError
    branch: bool
    name: str = ""


class Checker:
    """Findings of one part for one document. ``report(kind, line, **params)`` makes an error with its place."""

    def __init__(self, root: Keys, environment: TemplateEnvironment, report: Report) -> None:
        self.root, self.environment, self.report = root, environment, report
        self.found: list[Found] = []
        self.used: set[Path] = set()
        self.attributes: set[str] = set()
        self.scopes: list[dict[str, Shape]] = [{}]
        self.guarded: list[frozenset[Path]] = []
        self.branches = 0
        self.later: frozenset[str] = frozenset()
        self.assigned: frozenset[str] = frozenset()

    def check(self, tree: nodes.Template) -> None:
        """Go through a whole part."""
        stored = (name.name for name in tree.find_all(nodes.Name) if name.ctx == "store")
        self.assigned = frozenset([*stored, *(macro.name for macro in tree.find_all(nodes.Macro))])
        self._body(tree.body)

    # --- helpers ------------------------------------------------------------------------------------------------

    def _add(self, error: type[TemplateError], node: nodes.Node, /, *, asked: str = "", **params: object) -> None:
        self.found.append(Found(self.report(error, node.lineno, **params), self.branches > 0, asked))

    @contextmanager
    def _scope(self, names: Mapping[str, Shape] | None = None) -> Iterator[None]:
        self.scopes.append(dict(names or {}))
        try:
            yield
        finally:
            self.scopes.pop()

    @contextmanager
    def _given(self, paths: frozenset[Path]) -> Iterator[None]:
        """Inside a branch in which ``paths`` are known to be there."""
        self.guarded.append(paths)
        self.branches += 1
        try:
            yield
        finally:
            self.branches -= 1
            self.guarded.pop()

    def _is_guarded(self, path: Path | None) -> bool:
        return path is not None and any(path == g[: len(path)] for paths in self.guarded for g in paths)

    def _local(self, name: str) -> Shape | None:
        return next((scope[name] for scope in reversed(self.scopes) if name in scope), None)

    # --- statements ---------------------------------------------------------------------------------------------

    def _body(self, body: list[nodes.Node]) -> None:
        for node in body:
            self._statement(node)

    def _statement(self, node: nodes.Node) -> None:
        handler = getattr(self, f"_{type(node).__name__.lower()}", None)
        if handler is not None:
            handler(node)
            return
        for child in node.iter_child_nodes():
            if isinstance(child, nodes.Expr):
                self.shape(child)
            else:
                self._statement(child)

    def _output(self, node: nodes.Output) -> None:
        for child in node.nodes:
            if isinstance(child, nodes.TemplateData):
                continue
            self._printed(child, self.shape(child))

    def _printed(self, node: nodes.Expr, shape: Shape) -> None:
        if shape == NUMBER:
            self._add(f.BareNumber, node)
        elif isinstance(shape, Keys | Items) or shape in (BLOCKS, ANNEXES, MACRO, TRUTH):
            self._add(UnprintableValue, node, value=written(node), reason=spoken(shape))

    def _assign(self, node: nodes.Assign) -> None:
        self._bind(node.target, self.shape(node.node), node)

    def _assignblock(self, node: nodes.AssignBlock) -> None:
        with self._scope():
            self._body(node.body)
        if node.filter is not None:
            self._filter_exists(node.filter)
        self._bind(node.target, TEXT, node)

    def _bind(self, target: nodes.Node, shape: Shape, node: nodes.Node) -> None:
        if isinstance(target, nodes.Name):
            self.scopes[-1][target.name] = shape
        elif isinstance(target, nodes.Tuple | nodes.List):
            for index, part in enumerate(target.items):
                pair = isinstance(shape, _Pair) and len(target.items) == 2
                self._bind(part, (shape.key, shape.value)[index] if pair else ANY, node)  # type: ignore[attr-defined]

    def _if(self, node: nodes.If) -> None:
        self.shape(node.test)
        yes, no = narrowed(node.test)
        bound = [self._branch(node.body, yes)]
        refused = no
        for other in node.elif_:
            with self._given(refused):
                self.shape(other.test)
            yes, no = narrowed(other.test)
            bound.append(self._branch(other.body, refused | yes))
            refused |= no
        bound.append(self._branch(node.else_, refused))
        for names in bound:
            for name, shape in names.items():
                here = self.scopes[-1].get(name)
                self.scopes[-1][name] = shape if here is None else joined(here, shape)

    def _branch(self, body: list[nodes.Node], given: frozenset[Path]) -> dict[str, Shape]:
        with self._given(given), self._scope():
            self._body(body)
            return self.scopes[-1]

    def _for(self, node: nodes.For) -> None:
        values = self.shape(node.iter)
        item = self._item(node, values)
        with self._scope():
            self._bind(node.target, item, node)
            if node.test is not None:
                self.shape(node.test)
            self.scopes[-1]["loop"] = LOOP
            with self._given(narrowed(node.test)[0] if node.test is not None else frozenset()):
                self._body(node.body)
        with self._given(frozenset()), self._scope():
            self._body(node.else_)

    def _item(self, node: nodes.For, values: Shape) -> Shape:
        """The shape of what a loop goes through, if it can."""
        name = written(node.iter)
        if isinstance(values, Items):
            return values.item
        pairs = isinstance(node.target, nodes.Tuple)
        if isinstance(values, Keys):
            if pairs:
                self._add(f.NoList, node, name=name, kind=spoken(values))
            elif isinstance(node.target, nodes.Name) and not _indexes(node.body, node.target.name):
                self._add(f.KeysOnly, node, name=name)
            return TEXT
        if isinstance(values, FigureShape) or values in (NUMBER, TRUTH, MACRO):
            self._add(f.NoList, node, name=name, kind=spoken(values))
        return ANY

    def _macro(self, node: nodes.Macro) -> None:
        self.scopes[-1][node.name] = MACRO
        self._macro_body(node)

    def _macro_body(self, node: nodes.Macro | nodes.CallBlock) -> None:
        for default in node.defaults:
            self.shape(default)
        names = dict.fromkeys(("caller", "varargs", "kwargs"), ANY)
        before = self.later
        self.later |= self.assigned  # a macro sees what is set before it is called
        with self._scope({**names, **{str(argument.name): ANY for argument in node.args}}):
            self._body(node.body)
        self.later = before

    def _callblock(self, node: nodes.CallBlock) -> None:
        self.shape(node.call)
        self._macro_body(node)

    def _with(self, node: nodes.With) -> None:
        shapes = [self.shape(value) for value in node.values]
        with self._scope():
            for target, shape in zip(node.targets, shapes, strict=True):
                self._bind(target, shape, node)
            self._body(node.body)

    def _filterblock(self, node: nodes.FilterBlock) -> None:
        self._filter_exists(node.filter)
        with self._scope():
            self._body(node.body)

    # --- expressions --------------------------------------------------------------------------------------------

    def shape(self, node: nodes.Node | None, lenient: bool = False, inner: bool = False) -> Shape:
        """The shape of an expression; ``lenient``: it may be missing (before ``default`` and ``is defined``)."""
        if node is None:
            return ANY
        if isinstance(node, nodes.Name):
            return self._name(node, lenient, inner)
        if isinstance(node, nodes.Getattr):
            return self._key(node, node.node, node.attr, lenient, inner)
        if isinstance(node, nodes.Getitem):
            return self._index(node, lenient, inner)
        handler = getattr(self, f"_x_{type(node).__name__.lower()}", None)
        if handler is not None:
            shape: Shape = handler(node)
            return shape
        for child in node.iter_child_nodes():
            self.shape(child)
        return ANY

    def _name(self, node: nodes.Name, lenient: bool, inner: bool) -> Shape:
        local = self._local(node.name)
        if local is not None:
            return local
        if node.name in self.later or node.name in self.environment.globals:
            return ANY
        return self._looked_up(node, self.root, node.name, (node.name,), lenient, inner)

    def _key(self, node: nodes.Node, base: nodes.Node, key: Any, lenient: bool, inner: bool) -> Shape:
        shape = self.shape(base, inner=True)
        self.attributes.add(str(key))
        if isinstance(shape, Keys):
            return self._looked_up(node, shape, key, path_of(node), lenient, inner)
        if isinstance(shape, Items) and isinstance(key, int):
            return shape.item
        if shape == ANY or (isinstance(key, int) and shape == TEXT) or isinstance(shape, _Pair):
            return ANY
        if key in _METHODS:
            self._add(f.MethodName, node, key=key, name=written(base))
        elif not lenient:
            self._add(f.NoKeys, node, key=key, name=written(base), kind=spoken(shape))
        return ANY

    def _looked_up(
        self, node: nodes.Node, keys: Keys, key: Any, path: Path | None, lenient: bool, inner: bool
    ) -> Shape:
        real = path is not None and self._local(path[0]) is None
        if path is not None and real and not inner:
            self.used.add(path)
        if key in keys.known:
            optional = key in keys.optional and not lenient and not self._is_guarded(path)
            if optional:
                self._add(f.MaybeMissing, node, name=written(node))
            return keys.known[key]
        if lenient or keys.open or self._is_guarded(path):
            return ANY
        if key in _METHODS and keys is not self.root:
            self._add(f.MethodName, node, key=key, name=written(node).rpartition(".")[0])
        else:
            self._unknown(node, str(key), keys)
        return ANY

    def _unknown(self, node: nodes.Node, key: str, keys: Keys) -> None:
        made, strange = latin(key)
        near = nearest(key, keys.known, cutoff=0.6)
        if strange:
            self._add(f.ForeignLetters, node, asked=key, character=strange, suggestion=made)
        elif near:
            self._add(MisspeltName, node, asked=key, name=key, suggestion=near[0])
        else:
            self._add(UnknownName, node, asked=key, name=key, known=", ".join(sorted(keys.known)) or "–")

    def _index(self, node: nodes.Getitem, lenient: bool, inner: bool) -> Shape:
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str | int):
            return self._key(node, node.node, node.arg.value, lenient, inner)
        shape = self.shape(node.node)
        for child in node.arg.iter_child_nodes() if isinstance(node.arg, nodes.Slice) else [node.arg]:
            self.shape(child)
        if isinstance(node.arg, nodes.Slice):
            return shape
        return shape.any if isinstance(shape, Keys) else shape.item if isinstance(shape, Items) else ANY

    def _x_const(self, node: nodes.Const) -> Shape:
        value = node.value
        if isinstance(value, bool):
            return TRUTH
        return TEXT if isinstance(value, str) else NUMBER if isinstance(value, int | float) else ANY

    def _x_list(self, node: nodes.List) -> Shape:
        shapes = [self.shape(item) for item in node.items]
        first = shapes[0] if shapes else ANY
        return Items(first if all(shape == first for shape in shapes) else ANY)

    _x_tuple = _x_list

    def _x_filter(self, node: nodes.Filter) -> Shape:
        self._filter_exists(node)
        self._keywords(node)
        arguments = [self.shape(argument) for argument in node.args]
        if node.name in ("default", "d"):
            value = self.shape(node.node, lenient=True)
            return value if arguments and value == arguments[0] else ANY
        value = self.shape(node.node)
        if kind_of(value) in _REFUSED.get(node.name, ()):
            name = written(node.node)
            self._add(f.WrongKind, node, filter=node.name, kind=spoken(value), name=name)
        elif node.name in ("length", "first", "last", "join", "list", *_EACH) and (
            isinstance(value, FigureShape) or value in (NUMBER, TRUTH)
        ):
            self._add(f.WrongKind, node, filter=node.name, kind=spoken(value), name=written(node.node))
        return self._filtered(node, value)

    def _filtered(self, node: nodes.Filter, value: Shape) -> Shape:
        if node.name in _TEXTS:
            return TEXT
        if node.name == "length":
            return NUMBER
        if node.name == "items" and isinstance(value, Keys):
            return Items(_Pair(TEXT, value.any))
        if node.name in _EACH and isinstance(value, Items):
            return value
        if node.name in ("first", "last") and isinstance(value, Items):
            return value.item
        return ANY

    def _filter_exists(self, node: nodes.Filter) -> None:
        if node.name not in self.environment.filters:
            self._no_filter(node, node.name, self.environment.filters)

    def _no_filter(self, node: nodes.Node, name: str, known: Mapping[str, Any]) -> None:
        listed = nearest(name, known, 3) or sorted(other for other in known if other.isalpha())
        self._add(UnknownFilter, node, name=name, known=", ".join(listed))

    def _keywords(self, node: nodes.Filter | nodes.Test | nodes.Call) -> None:
        for pair in node.kwargs or ():
            self.shape(pair.value)
        for extra in (node.dyn_args, node.dyn_kwargs):
            if extra is not None:
                self.shape(extra)

    def _x_test(self, node: nodes.Test) -> Shape:
        if node.name not in self.environment.tests:
            self._no_filter(node, node.name, self.environment.tests)
        self.shape(node.node, lenient=node.name in ("defined", "undefined"))
        for argument in node.args:
            self.shape(argument)
        self._keywords(node)
        return TRUTH

    def _x_call(self, node: nodes.Call) -> Shape:
        for argument in node.args:
            self.shape(argument)
        self._keywords(node)
        target = node.node
        name = target.name if isinstance(target, nodes.Name) else None
        if isinstance(target, nodes.Getattr):
            return self._method(node, target)
        if name is None:
            self.shape(target)
            return ANY
        local = self._local(name)
        if local in (MACRO, ANY, LOOP) or name in self.later:
            return TEXT if local == MACRO else ANY
        if name in self.environment.globals:
            return Items(NUMBER)
        self._no_function(node, name)
        return ANY

    def _method(self, node: nodes.Call, target: nodes.Getattr) -> Shape:
        shape = self.shape(target.node, inner=True)
        if shape is LOOP and target.attr in ("cycle", "changed"):
            return ANY
        if target.attr in _METHODS:
            self._add(f.MethodName, node, key=f"{target.attr}()", name=written(target.node))
        else:
            self._no_function(node, written(target))
        return ANY

    def _no_function(self, node: nodes.Call, name: str) -> None:
        filters = nearest(name.rpartition(".")[2], self.environment.filters, 3)
        self._add(f.NoFunction, node, name=name, known=", ".join(filters) or "–")

    def _x_condexpr(self, node: nodes.CondExpr) -> Shape:
        self.shape(node.test)
        yes, no = narrowed(node.test)
        with self._given(yes):
            one = self.shape(node.expr1)
        if node.expr2 is None:
            return ANY
        with self._given(no):
            other = self.shape(node.expr2)
        return one if one == other else ANY

    def _x_and(self, node: nodes.And) -> Shape:
        self.shape(node.left)
        with self._given(narrowed(node.left)[0]):
            self.shape(node.right)
        return ANY

    def _x_or(self, node: nodes.Or) -> Shape:
        self.shape(node.left)
        with self._given(narrowed(node.left)[1]):
            self.shape(node.right)
        return ANY

    def _x_not(self, node: nodes.Not) -> Shape:
        self.shape(node.node)
        return TRUTH

    def _x_compare(self, node: nodes.Compare) -> Shape:
        left = self.shape(node.expr)
        for operand in node.ops:
            right = self.shape(operand.expr)
            kinds = {_comparable(left), _comparable(right)}
            if kinds == {"number", "text"} and operand.op in ("lt", "lteq", "gt", "gteq"):
                self._add(f.WrongOrder, node, left=spoken(left), right=spoken(right))
            elif kinds == {"number", "text"} and operand.op in ("eq", "ne"):
                self._add(f.NeverEqual, node, left=spoken(left), right=spoken(right))
            left = right
        return TRUTH

    def _arithmetic(self, node: nodes.BinExpr) -> Shape:
        left, right = self.shape(node.left), self.shape(node.right)
        return NUMBER if left == NUMBER and right == NUMBER else ANY

    _x_add = _x_sub = _x_mul = _x_div = _x_floordiv = _x_mod = _x_pow = _arithmetic

    def _x_concat(self, node: nodes.Concat) -> Shape:
        for part in node.nodes:
            self._printed(part, self.shape(part))
        return TEXT


@dataclass(frozen=True, slots=True)
class _Pair(Shape):
    """A key of a mapping with its value."""

    key: Shape
    value: Shape


def kind_of(shape: Shape) -> str:
    """A word for a shape in the tables of kinds."""
    if isinstance(shape, Keys):
        return "group"
    if isinstance(shape, Items):
        return "list"
    if isinstance(shape, FigureShape):
        return shape.kind
    return "" if shape in (TEXT, NUMBER) or not isinstance(shape, Plain) else shape.kind


def _comparable(shape: Shape) -> str:
    if shape == NUMBER or (isinstance(shape, FigureShape) and shape.kind in _NUMBERS):
        return "number"
    return "text" if shape == TEXT or shape == FigureShape("text") else ""


def path_of(node: nodes.Node) -> Path | None:
    """``a.b['c']`` as names, if it is nothing but names."""
    if isinstance(node, nodes.Name):
        return (node.name,)
    key: Any = node.attr if isinstance(node, nodes.Getattr) else None
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        key = node.arg.value
    if key is None:
        return None
    before = path_of(node.node)  # type: ignore[attr-defined]
    return None if before is None else (*before, str(key))


def written(node: nodes.Node | None) -> str:
    """An expression as a clerk would name it."""
    path = path_of(node) if node is not None else None
    return ".".join(path) if path else "…"


def narrowed(test: nodes.Node) -> tuple[frozenset[Path], frozenset[Path]]:
    """The names that are known to be there when a test holds, and when it does not.

    A name whose kind is tested may be of any kind in both branches.
    """
    nothing: frozenset[Path] = frozenset()
    if isinstance(test, nodes.Not):
        yes, no = narrowed(test.node)
        return no, yes
    if isinstance(test, nodes.And):
        one, other = narrowed(test.left), narrowed(test.right)
        return one[0] | other[0], one[1] & other[1]
    if isinstance(test, nodes.Or):
        one, other = narrowed(test.left), narrowed(test.right)
        return one[0] & other[0], one[1] | other[1]
    if isinstance(test, nodes.Test) and test.name in ("defined", "undefined"):
        path = path_of(test.node)
        there = frozenset({path}) if path else nothing
        return (there, nothing) if test.name == "defined" else (nothing, there)
    if isinstance(test, nodes.Compare) and test.ops[0].op == "in" and isinstance(test.expr, nodes.Const):
        path = path_of(test.ops[0].expr)
        return (frozenset({(*path, str(test.expr.value))}) if path else nothing), nothing
    return nothing, nothing


def _indexes(body: list[nodes.Node], name: str) -> bool:
    """Whether a loop uses its name as a key of something."""
    return any(
        isinstance(item.arg, nodes.Name) and item.arg.name == name
        for node in body
        for item in [*node.find_all(nodes.Getitem), *([node] if isinstance(node, nodes.Getitem) else [])]
    )
