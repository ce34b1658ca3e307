"""Turns what Jinja and our filters raise into located errors."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping

from jinja2 import Environment
from jinja2.exceptions import SecurityError, TemplateAssertionError, TemplateSyntaxError

from pipeline.docx.assembly import BadAssetError, MissingAssetError
from pipeline.docx.environment import UnknownNameError
from pipeline.docx.errors import (
    FillFailed,
    Forbidden,
    IllegalCharacter,
    LimitExceeded,
    MissingAsset,
    MisspeltName,
    TagSyntax,
    UnknownFilter,
    UnknownName,
    UnprintableValue,
    UnusableAsset,
)
from pipeline.docx.escape import IllegalCharacterError, UnprintableError
from pipeline.docx.limits import LimitError
from pipeline.docx.source import Spot
from pipeline.errors import TemplateError
from pipeline.model import Place

_LONGEST = 120
_NAME = re.compile(r"\{\{[-+]?\s*([A-Za-z_]\w*(?:\.\w+)*)")


def syntax_fault(
    error: TemplateSyntaxError, file: str, part: str, spot: Spot, environment: Environment
) -> TemplateError:
    """A tag that cannot be read, or names a filter or test that does not exist."""
    known = [*environment.filters, *environment.tests]
    name = str(error.message).partition("'")[2].partition("'")[0]
    if isinstance(error, TemplateAssertionError) and name and name not in known:
        listed = difflib.get_close_matches(name, known, 3) or sorted(n for n in known if n.isalpha())
        return UnknownFilter(Place(file), **_spot(part, spot), name=name, known=", ".join(listed))
    return TagSyntax(Place(file), **_spot(part, spot), reason=str(error.message).rstrip("."))


def render_fault(
    error: Exception, file: str, part: str, spot: Spot, values: Mapping[str, object]
) -> TemplateError:
    """What stopped a tag while the template was filled."""
    place, where = Place(file), _spot(part, spot)
    if isinstance(error, TemplateError):
        return error
    if isinstance(error, UnknownNameError):
        known = values.keys() if error.known is None else error.known
        return _unknown(place, where, error.name, known)
    if isinstance(error, MissingAssetError | BadAssetError):
        return _asset(error, place, where)
    if isinstance(error, SecurityError):
        return _forbidden(error, place, where)
    return _unprinted(error, place, {**where, "value": _short(_value(error, spot.tag, values))})


def _forbidden(error: SecurityError, place: Place, where: dict[str, str]) -> TemplateError:
    if isinstance(error, LimitError):
        return LimitExceeded(place, **where, what=error.what, limit=error.limit)
    return Forbidden(place, **where, reason=str(error))


def _unprinted(error: Exception, place: Place, where: dict[str, str]) -> TemplateError:
    if isinstance(error, IllegalCharacterError):
        return IllegalCharacter(place, **where, character=str(error))
    if isinstance(error, UnprintableError):
        return UnprintableValue(place, **where, reason=str(error))
    return FillFailed(place, **where, reason=str(error).rstrip(".") or type(error).__name__)


def _value(error: Exception, tag: str, values: Mapping[str, object]) -> str:
    """What the tag was about to print, else what the name at its beginning stands for."""
    value = getattr(error, "printed", None)
    if value is None:
        named = _NAME.match(tag)
        value = values
        for name in named[1].split(".") if named else ():
            value = value.get(name) if isinstance(value, Mapping) else None
    if value is None or value is values:
        return "–"
    return value if isinstance(value, str) else repr(value)


def _asset(error: MissingAssetError | BadAssetError, place: Place, where: dict[str, str]) -> TemplateError:
    name, detail = _short(str(error.args[0])), str(error.args[1])
    if isinstance(error, MissingAssetError):
        return MissingAsset(place, **where, name=name, near=detail)
    return UnusableAsset(place, **where, name=name, reason=detail)


def _unknown(place: Place, where: dict[str, str], name: str, known: Iterable[str]) -> TemplateError:
    names = sorted(n for n in known if not n.startswith("_"))
    near = difflib.get_close_matches(name, names, 1)
    if near:
        return MisspeltName(place, **where, name=name, suggestion=near[0])
    return UnknownName(place, **where, name=name, known=", ".join(names) or "–")


def _spot(part: str, spot: Spot) -> dict[str, str]:
    return {"part": part, "paragraph": _short(spot.paragraph), "tag": _short(spot.tag) or "–"}


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
