"""The Jinja environment in which templates run: values and keys, nothing else.

A template is edited by clerks and may come by mail, so it reaches plain values only: an attribute is a key of a
mapping and never a method; only ``loop``, ``range`` and the template's own macros can be called; every value is
escaped for XML as it is printed, and a value that cannot be printed is an error, never a gap.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from jinja2 import StrictUndefined, filters, pass_context, pass_environment
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.runtime import Context, LoopContext, Macro, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from markupsafe import Markup

from pipeline.docx.blocks import BLOCK_FILTERS
from pipeline.docx.escape import as_markup

RANGE_LIMIT = 10_000
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
def _finalize(context: Context, value: Any) -> Markup:
    """Taking the context keeps Jinja from printing constants at compile time, past the hook and the escaping."""
    environment = context.environment
    return environment.printed(value) if isinstance(environment, TemplateEnvironment) else as_markup(value)


@pass_environment
def _join(environment: TemplateEnvironment, values: Any, separator: str = "") -> Markup:
    """Join as if each value had been printed by a tag of its own."""
    return as_markup(separator).join(environment.printed(value) for value in values)


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

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, extra_filters: Mapping[str, Filter], hook: Finalize | None) -> None:
        super().__init__(autoescape=True, undefined=_Undefined, finalize=_finalize)
        self._hook = hook
        kept = {name: filters.FILTERS[name] for name in _FILTERS}
        self.filters = {
            **kept,
            "join": _join,
            "e": _unchanged,
            "escape": _unchanged,
            **BLOCK_FILTERS,
            **extra_filters,
        }
        self.tests = {name: self.tests[name] for name in _TESTS}
        self.globals = {"range": bounded_range}

    def printed(self, value: Any) -> Markup:
        """``value`` as a tag prints it: through the hook, unless it is markup already or an unknown name."""
        if self._hook is not None and not isinstance(value, Markup | Undefined):
            value = self._hook(value)
        return as_markup(value)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A key of a mapping or a public attribute of ``loop``; never a method of a value."""
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

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """``*`` and ``%`` work on numbers only and ``**`` not at all, so that no value explodes."""
        numbers = isinstance(left, int | float | Decimal) and isinstance(right, int | float | Decimal)
        if operator == "**" or not numbers:
            raise SecurityError(f"the operator {operator} is for numbers only")
        return super().call_binop(context, operator, left, right)


def make_environment(extra: Mapping[str, Filter], finalize: Finalize | None = None) -> TemplateEnvironment:
    """An environment with the filters ``extra`` besides the harmless ones of Jinja.

    ``finalize`` is given every value that a tag prints or that ``join`` joins, before escaping, and returns what
    to print: text or a number. It is not asked about markup that a filter has made.
    """
    return TemplateEnvironment(extra, finalize)
