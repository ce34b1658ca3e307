"""The Jinja environment in which templates run: values and keys, nothing else.

A template is edited by clerks and may come by mail, so it reaches plain values only: an attribute is a key of a
mapping and never a method; only ``loop``, ``range`` and the template's own macros can be called; every value is
escaped for XML as it is printed, and a value that cannot be printed is an error, never a gap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from types import CodeType, MethodType
from typing import Any

from jinja2 import StrictUndefined, filters, nodes, pass_context
from jinja2.compiler import CodeGenerator
from jinja2.exceptions import SecurityError, TemplateSyntaxError, UndefinedError
from jinja2.parser import Parser
from jinja2.runtime import Context, LoopContext, Macro, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from markupsafe import Markup

from pipeline.docx.blocks import BLOCK_FILTERS
from pipeline.docx.controls import FigureText, Place
from pipeline.docx.escape import as_markup, escape_text
from pipeline.docx.limits import (
    MOST_BITS,
    MOST_ITEMS,
    MOST_NESTED_CALLS,
    BoundedContext,
    Bounding,
    Budget,
    LimitError,
)
from pipeline.docx.placing import PLACE, place
from pipeline.i18n import N_

RANGE_LIMIT = 10_000
_MADE = (Markup, Undefined)
Finalize = Callable[[Any], Any]
Filter = Callable[..., Any]

_FILTERS = (
    "batch", "capitalize", "count", "d", "default", "first", "items", "last", "length", "list", "lower", "map",
    "max", "min", "reject", "rejectattr", "replace", "reverse", "select", "selectattr", "slice", "trim", "unique",
    "upper",
)  # fmt: skip
"""Filters of Jinja that stay. Left out: what makes markup, formats numbers, sorts by code point or reaches in."""
_TESTS = (
    "boolean", "defined", "divisibleby", "eq", "equalto", "even", "false", "filter", "ge", "greaterthan", "gt",
    "in", "integer", "iterable", "le", "lessthan", "lt", "mapping", "ne", "none", "number", "odd", "sameas",
    "sequence", "string", "test", "true", "undefined", "==", "!=", "<", "<=", ">", ">=",
)  # fmt: skip
_LOOP_CALLS = ("cycle", "changed")


class UnknownNameError(UndefinedError):
    """A tag asked for ``name``, which is not among the keys ``known`` (``None``: the names of the context)."""

    def __init__(self, message: str, name: str, known: tuple[str, ...] | None) -> None:
        super().__init__(message)
        self.name = name
        self.known = known


class _Undefined(StrictUndefined):
    """Strict, and its error knows the name and what names there are."""

    __slots__ = ()

    def __init__(
        self, hint: str | None = None, obj: Any = missing, name: str | None = None, exc: Any = UndefinedError
    ) -> None:
        def unknown(message: str) -> Exception:
            keys = obj.keys() if isinstance(obj, Mapping) else ()
            known = None if obj is missing else tuple(sorted(str(key) for key in keys))
            return UnknownNameError(message, str(name), known)

        super().__init__(hint, obj, name, unknown if exc is UndefinedError else exc)  # type: ignore[arg-type]


def _fail_if_unknown(obj: Any) -> None:
    """An unknown name before a dot is the fault, not the name after it."""
    if isinstance(obj, Undefined):
        str(obj)  # raises


@pass_context
def _finalize(context: Any, value: Any) -> str:
    """The XML of a printed value, which is paid for.

    Taking the context keeps Jinja from printing constants at compile time, past the hook and the escaping.
    """
    return _printed(context, None, value)


def _printed(context: Any, where: Place | None, value: Any) -> str:
    """The XML of a printed value; of a figure as a control, where there is room and the document has any."""
    hook = context.environment.hook
    given = value
    try:
        if hook is not None and not isinstance(value, _MADE):
            value = hook(value)
        kind, printed = type(value), None
        if kind is FigureText and where is not None and context.controls is not None:
            printed = context.controls.tag(value, where)
        if printed is None:
            printed = escape_text(value) if kind is str or kind is FigureText else as_markup(value)
            if where is not None:
                printed = f"{where[0]}{printed}{where[1]}"
    except ValueError as error:
        error.__dict__["printed"] = given  # for the message
        raise
    budget = context.budget
    budget.characters -= len(printed)  # as its ``text`` does, without a call for every tag
    if budget.characters < 0:
        budget.text(0)
    return printed


class _CodeGenerator(CodeGenerator):
    """Prints what :func:`_finalize` gives, which is escaped: Jinja would escape it once more to find that out.

    Where there is room for a control around a figure, the printed value knows its place.
    """

    def _output_child_pre(self, node: nodes.Expr, frame: Any, finalize: Any) -> None:  # noqa: ARG002 - Jinja's
        found = node.__dict__.get(PLACE)
        self.write(finalize.src if found is None else f"environment.placed(context, {tuple(found)!r}, ")

    def _output_child_post(self, node: nodes.Expr, frame: Any, finalize: Any) -> None:  # noqa: ARG002 - Jinja's
        self.write(")")


def budget_of(context: Context) -> Budget:
    """What the filling that ``context`` belongs to may still use."""
    return context.budget if isinstance(context, BoundedContext) else Budget()


@pass_context
def _join(context: BoundedContext, values: Iterable[Any], separator: str = "") -> Markup:
    """Join as if each value had been printed by a tag of its own."""
    environment: Any = context.environment
    return as_markup(environment.joined(context, values, separator))


@pass_context
def _replace(context: BoundedContext, text: str, old: str, new: str, count: int = -1) -> str:
    """``replace`` of Jinja, its result measured before it is made."""
    found = text.count(old) if count < 0 else min(text.count(old), count)
    budget_of(context).text(len(text) + found * len(new))
    return filters.do_replace(context.eval_ctx, text, old, new, count)


def _batch(values: Iterable[Any], size: int, fill_with: Any = None) -> Iterator[list[Any]]:
    """``batch`` of Jinja, which would fill a list of any size."""
    if size > MOST_ITEMS:
        raise LimitError(N_("items of a list"), MOST_ITEMS)
    return filters.do_batch(values, size, fill_with)


def _unchanged(value: Any) -> Any:
    """``e`` and ``escape``: everything is escaped once, when it is printed."""
    return value


def bounded_range(*args: int) -> range:
    """``range`` of at most :data:`RANGE_LIMIT` numbers. Raises :class:`SecurityError`."""
    numbers = range(*args)
    if len(numbers) > RANGE_LIMIT:
        raise SecurityError(f"range of {len(numbers)} numbers, the limit is {RANGE_LIMIT}")
    return numbers


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """Sandbox that knows keys, indices and ``loop``; see the module's text. Built by :func:`make_environment`."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})
    context_class = BoundedContext
    code_generator_class = _CodeGenerator

    def __init__(self, extra_filters: Mapping[str, Filter], hook: Finalize | None) -> None:
        super().__init__(autoescape=True, undefined=_Undefined, finalize=_finalize, optimized=False)
        self.hook = hook
        kept = {name: filters.FILTERS[name] for name in _FILTERS}
        self.filters = {
            **kept,
            "join": _join,
            "replace": _replace,
            "batch": _batch,
            "e": _unchanged,
            "escape": _unchanged,
            **BLOCK_FILTERS,
            **extra_filters,
        }
        self.tests = {name: self.tests[name] for name in _TESTS}
        self.globals = {"range": bounded_range}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A key of a mapping or a public attribute of ``loop``; never a method of a value."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        _fail_if_unknown(obj)
        if isinstance(obj, Mapping):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        if isinstance(obj, LoopContext) and not attribute.startswith("_"):
            return getattr(obj, attribute, self.undefined(obj=obj, name=attribute))
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """A key of a mapping or an index of a sequence."""
        _fail_if_unknown(obj)
        if isinstance(obj, Mapping | list | tuple | str):
            try:
                return obj[argument]
            except (TypeError, LookupError):
                return self.undefined(obj=obj, name=argument)
        return self.undefined(obj=obj, name=argument)

    def is_safe_callable(self, obj: Any) -> bool:
        """Only ``range``, macros, recursive loops and ``loop.cycle``/``loop.changed`` can be called."""
        if obj is bounded_range or isinstance(obj, Macro | LoopContext):
            return True
        owner = getattr(obj, "__self__", None)
        return isinstance(owner, LoopContext) and getattr(obj, "__name__", "") in _LOOP_CALLS

    def call(self, context: Context, obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Call what may be called. Raises :class:`SecurityError`."""
        if type(obj) is MethodType and obj.__self__ is self:  # a hook of limits.Bounding: no template has it
            return obj(*args)
        budget = budget_of(context)
        budget.step()
        if budget.calls <= 0:
            raise LimitError(N_("calls inside each other"), MOST_NESTED_CALLS)
        if isinstance(obj, LoopContext):
            args = tuple(self.counted(context, values, 0) for values in args)
        budget.calls -= 1
        try:
            return budget.made(super().call(context, obj, *args, **kwargs))
        finally:
            budget.calls += 1

    def call_filter(
        self,
        name: str,
        value: Any,
        args: Any = None,
        kwargs: Any = None,
        context: Any = None,
        eval_ctx: Any = None,
    ) -> Any:
        """A filter that ``map`` names, for one item: it is a step, and what it makes is paid for too."""
        made = super().call_filter(name, value, args, kwargs, context, eval_ctx)
        if context is None:
            return made
        budget_of(context).step()
        return budget_of(context).made(made)

    def call_test(
        self,
        name: str,
        value: Any,
        args: Any = None,
        kwargs: Any = None,
        context: Any = None,
        eval_ctx: Any = None,
    ) -> Any:
        """A test that ``select`` or ``reject`` names, for one item."""
        if context is not None:
            budget_of(context).step()
        return super().call_test(name, value, args, kwargs, context, eval_ctx)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """``+`` joins texts as ``~`` does; ``*`` and ``%`` work on numbers only and ``**`` not at all."""
        if operator == "+":
            return self._added(context, left, right)
        numbers = isinstance(left, int | float | Decimal) and isinstance(right, int | float | Decimal)
        if operator == "**" or not numbers:
            raise SecurityError(f"the operator {operator} is for numbers only")
        bits = sum(number.bit_length() for number in (left, right) if isinstance(number, int))
        if operator == "*" and bits > MOST_BITS:
            raise LimitError(N_("bits of a number"), MOST_BITS)
        return super().call_binop(context, operator, left, right)

    def _added(self, context: Context, left: Any, right: Any) -> Any:
        if isinstance(left, str) and isinstance(right, str):
            return self.concatenated(context, left, right)
        _fail_if_unknown(left)
        _fail_if_unknown(right)
        made = left + right
        return budget_of(context).made(made) if isinstance(made, Sequence) else made

    placed = staticmethod(_printed)

    # --- hooks of limits.Bounding -------------------------------------------------------------------------------

    def made(self, context: BoundedContext, value: Any) -> Any:
        """What a filter or a literal has made."""
        return context.budget.made(value)

    def counted(self, context: Context, values: Any, characters: int) -> Iterator[Any]:
        """What a loop goes through."""
        _fail_if_unknown(values)
        return budget_of(context).counted(iter(values), characters)

    def sliced(self, context: Context, value: Any, start: Any, stop: Any, step: Any) -> Any:
        """``value[start:stop:step]`` of a text or list."""
        _fail_if_unknown(value)
        if not isinstance(value, str | list | tuple):
            return self.undefined(obj=value, name=f"{start}:{stop}")
        return budget_of(context).made(value[start:stop:step])

    def concatenated(self, context: Context, *values: Any) -> str:
        """``a ~ b``: as if each value had been printed by a tag of its own."""
        return self.joined(context, values, "")

    def joined(self, context: Context, values: Iterable[Any], separator: str) -> str:
        """The printed ``values`` as one text; as markup if one of them is markup."""
        budget = budget_of(context)
        pieces: list[str] = []
        for value in budget.counted(iter(values)):
            piece = self._spoken(value)
            budget.text(len(piece) + len(separator))
            pieces.append(piece)
        if any(isinstance(piece, Markup) for piece in [*pieces, separator]):
            return as_markup(separator).join([as_markup(piece) for piece in pieces])
        return separator.join(pieces)

    def _spoken(self, value: Any) -> str:
        """The text of a printed value before it is escaped."""
        if self.hook is not None and not isinstance(value, Markup | Undefined):
            value = self.hook(value)
        if isinstance(value, str):
            return value
        return as_markup(value)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parser = Parser(self, source, name, filename)
        try:
            tree: nodes.Template = place(Bounding().visit(parser.parse()))
        except (RecursionError, ValueError, OverflowError) as error:
            raise TemplateSyntaxError(_reason(error), parser.stream.current.lineno) from error
        return tree

    def _compile(self, source: str, filename: str) -> CodeType:
        try:
            return super()._compile(source, filename)
        except (RecursionError, SyntaxError, MemoryError, ValueError) as error:
            raise TemplateSyntaxError(_reason(error), 1) from error


def _reason(error: BaseException) -> str:
    return "it is nested too deeply" if isinstance(error, RecursionError) else str(error)


def make_environment(extra: Mapping[str, Filter], finalize: Finalize | None = None) -> TemplateEnvironment:
    """An environment with the filters ``extra`` besides the harmless ones of Jinja.

    ``finalize`` is given every value that a tag prints or that ``join`` joins, before escaping, and returns what
    to print: text or a number. It is not asked about markup that a filter has made.
    """
    return TemplateEnvironment(extra, finalize)
