"""A quick yes: a schema compiled into functions, once per campaign, for the records in which nothing is wrong.

What they refuse goes to the validator, which says what is wrong. They speak of plain values (as files are loaded)
and of the keywords below; a schema that uses another one is not compiled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pipeline.model import Plain
from pipeline.stages.validate.validator import Validator, compiled_pattern, is_date, is_number

Accepts = Callable[[Plain], bool]


class NotCompiled(ValueError):
    """The schema uses a keyword that is not known here."""


def compiled(schema: Mapping[str, Any]) -> Accepts | None:
    """Whether a value satisfies an expanded ``schema``, as a function; None if it must be asked of a validator."""
    try:
        return _Compiler().accepts(schema)
    except NotCompiled:
        return None


def _anything(_: Plain) -> bool:
    return True


def _nothing(_: Plain) -> bool:
    return False


class _Compiler:
    """Compiles each schema once; one that holds itself is looked up when it is asked."""

    def __init__(self) -> None:
        self.made: dict[int, Accepts] = {}

    def accepts(self, schema: Any) -> Accepts:
        if not isinstance(schema, Mapping):
            return _anything if schema else _nothing
        key = id(schema)
        if key not in self.made:
            self.made[key] = lambda value: self.made[key](value)  # noqa: PLW0108 - what is made next
            self.made[key] = _all(list(self.checks(schema)))
        return self.made[key]

    def checks(self, schema: Mapping[str, Any]) -> Iterator[Accepts]:
        for keyword, rule in schema.items():
            if keyword in _CHECKS:
                yield _CHECKS[keyword](rule)
            elif keyword in ("allOf", "anyOf", "oneOf"):
                yield _combined(keyword, [self.accepts(part) for part in rule])
            elif keyword in ("not", "items", "propertyNames"):
                yield _APPLIED[keyword](self.accepts(rule))
            elif keyword not in _TOGETHER and keyword in Validator.VALIDATORS:
                raise NotCompiled(keyword)
        if "if" in schema:
            yield self.condition(schema)
        if "properties" in schema or "additionalProperties" in schema:
            yield self.properties(schema)

    def condition(self, schema: Mapping[str, Any]) -> Accepts:
        when, then, other = (self.accepts(schema.get(name, True)) for name in ("if", "then", "else"))
        return lambda value: then(value) if when(value) else other(value)

    def properties(self, schema: Mapping[str, Any]) -> Accepts:
        known = {name: self.accepts(part) for name, part in schema.get("properties", {}).items()}
        others = self.accepts(schema.get("additionalProperties", True))

        def check(value: Plain) -> bool:
            if type(value) is dict:
                for key, child in value.items():
                    if not known.get(key, others)(child):
                        return False
            return True

        return check


def _all(checks: Sequence[Accepts]) -> Accepts:
    if len(checks) < 2:
        return checks[0] if checks else _anything

    def check(value: Plain) -> bool:
        for one in checks:  # noqa: SIM110 - half the time of all()
            if not one(value):
                return False
        return True

    return check


def _combined(keyword: str, parts: Sequence[Accepts]) -> Accepts:
    if keyword == "allOf":
        return _all(parts)
    if keyword == "anyOf":
        return lambda value: any(part(value) for part in parts)
    return lambda value: sum(part(value) for part in parts) == 1


_APPLIED: dict[str, Callable[[Accepts], Accepts]] = {
    "not": lambda part: lambda value: not part(value),
    "items": lambda part: lambda value: type(value) is not list or all(map(part, value)),
    "propertyNames": lambda part: lambda value: type(value) is not dict or all(map(part, value)),
}
_TOGETHER = {"if", "then", "else", "properties", "additionalProperties"}


def _type(names: str | list[str]) -> Accepts:
    wanted = {names} if isinstance(names, str) else set(names)
    if not wanted <= _TYPES.keys():
        raise NotCompiled("type")
    types = frozenset(kind for name in wanted for kind in _TYPES[name])
    if Decimal in types:
        return lambda value: type(value) in types and (type(value) is not Decimal or value.is_finite())
    return lambda value: type(value) in types


_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, Decimal),
    "null": (type(None),),
}


def _enum(rule: list[Any]) -> Accepts:
    """Of scalar values; 1 is not true."""
    if not all(each is None or isinstance(each, str | bool | int) for each in rule):
        raise NotCompiled("enum")
    texts = frozenset(each for each in rule if isinstance(each, str))
    others = [(each, type(each) is bool) for each in rule if not isinstance(each, str)]

    def check(value: Plain) -> bool:
        if type(value) is str:
            return value in texts
        return any(value == each and (type(value) is bool) == is_bool for each, is_bool in others)

    return check


def _required(names: list[str]) -> Accepts:
    wanted = frozenset(names)
    return lambda value: type(value) is not dict or wanted <= value.keys()


def _dependent(rule: Mapping[str, list[str]]) -> Accepts:
    pairs = [(name, frozenset(names)) for name, names in rule.items()]
    return lambda value: (
        type(value) is not dict or all(names <= value.keys() for name, names in pairs if name in value)
    )


def _pattern(pattern: str) -> Accepts:
    search = compiled_pattern(pattern).search
    return lambda value: type(value) is not str or search(value) is not None


def _format(name: str) -> Accepts:
    return is_date if name == "date" else _anything


def _limit(holds: Callable[[Any, Any], bool]) -> Callable[[Any], Accepts]:
    return lambda limit: lambda value: not is_number(None, value) or holds(value, limit)


def _size(
    kind: type[str | list[Any] | dict[str, Any]], holds: Callable[[int, Any], bool]
) -> Callable[[Any], Accepts]:
    return lambda limit: lambda value: not isinstance(value, kind) or holds(len(value), limit)


_CHECKS: dict[str, Callable[[Any], Accepts]] = {
    "type": _type,
    "enum": _enum,
    "const": lambda value: _enum([value]),
    "required": _required,
    "dependentRequired": _dependent,
    "pattern": _pattern,
    "format": _format,
    "minimum": _limit(lambda value, limit: bool(value >= limit)),
    "maximum": _limit(lambda value, limit: bool(value <= limit)),
    "exclusiveMinimum": _limit(lambda value, limit: bool(value > limit)),
    "exclusiveMaximum": _limit(lambda value, limit: bool(value < limit)),
    "minLength": _size(str, lambda size, limit: bool(size >= limit)),
    "maxLength": _size(str, lambda size, limit: bool(size <= limit)),
    "minItems": _size(list, lambda size, limit: bool(size >= limit)),
    "maxItems": _size(list, lambda size, limit: bool(size <= limit)),
    "minProperties": _size(dict, lambda size, limit: bool(size >= limit)),
    "maxProperties": _size(dict, lambda size, limit: bool(size <= limit)),
}
