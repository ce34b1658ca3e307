"""A schema with every reference replaced by what it refers to, once per schema and not once per value.

A recursive schema becomes a cyclic structure, which a validator walks only as deep as the data go.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from referencing import Registry
from referencing.exceptions import Unresolvable

Schema = Mapping[str, Any]

ANNOTATIONS = {"title", "description", "$comment", "default", "examples"}
_ONE = {"not", "if", "then", "else", "items", "contains", "additionalProperties", "propertyNames"} | {
    "unevaluatedItems",
    "unevaluatedProperties",
}
_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
_NAMED = ("properties", "patternProperties", "dependentSchemas")
_LEFT_OUT = {"$defs", "$id", "$schema", "$anchor"}


class NotLocal(ValueError):
    """A reference that no local schema answers."""


class Expander:
    """Expands schemas of one registry."""

    def __init__(self, registry: Registry[Any]) -> None:
        self.registry = registry
        self.targets: dict[int, dict[str, Any]] = {}
        self.unfinished: set[int] = set()

    def expand(self, schema: Schema) -> dict[str, Any]:
        """``schema`` without references.

        Raises:
            NotLocal: A reference leads to no local schema.
        """
        result: dict[str, Any] = {}
        self._fill(result, schema, self.registry.resolver(str(schema.get("$id", ""))))
        return result

    def _property(self, schema: Any, resolver: Any) -> Any:
        """``false`` as an object, because jsonschema loses the name of a property that is simply false."""
        return {"not": {}} if schema is False else self._any(schema, resolver)

    def _any(self, schema: Any, resolver: Any) -> Any:
        if not isinstance(schema, Mapping):
            return schema
        result: dict[str, Any] = {}
        self._fill(result, schema, resolver)
        return result

    def _fill(self, result: dict[str, Any], schema: Schema, resolver: Any) -> None:
        for key, value in schema.items():
            if key in _ONE:
                result[key] = self._any(value, resolver)
            elif key in _LISTS:
                result[key] = [self._any(child, resolver) for child in value]
            elif key in _NAMED:
                result[key] = {name: self._property(child, resolver) for name, child in value.items()}
            elif key not in _LEFT_OUT and key != "$ref":
                result[key] = value
        if "$ref" in schema:
            target = self._target(str(schema["$ref"]), resolver)
            _join(result, target, id(target) not in self.unfinished)

    def _target(self, ref: str, resolver: Any) -> dict[str, Any]:
        try:
            found = resolver.lookup(ref)
        except Unresolvable as error:
            raise NotLocal(ref) from error
        if not isinstance(found.contents, Mapping):
            raise NotLocal(ref)
        key = id(found.contents)  # the registry keeps it alive
        if key not in self.targets:
            target = self.targets[key] = {}
            self.unfinished.add(id(target))
            self._fill(target, found.contents, found.resolver)
            self.unfinished.discard(id(target))
        return self.targets[key]


def _join(result: dict[str, Any], target: dict[str, Any], finished: bool) -> None:
    """Put what a reference means beside its neighbours; annotations of the neighbours win, rules add up."""
    if finished and not result.keys() - ANNOTATIONS:  # the common case: a title beside a reference
        result.update({**target, "title": result.get("title", target.get("title", ""))})
    else:  # a target that is still being filled (recursion), or two sets of rules
        result["allOf"] = [*result.get("allOf", []), target]
