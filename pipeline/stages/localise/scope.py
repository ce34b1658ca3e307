"""What names mean in the text of one document, and how a placeholder becomes a run of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any, get_args

from pipeline import vietnamese as vi
from pipeline.errors import DataError
from pipeline.i18n import N_
from pipeline.model import Figure, Place, Run
from pipeline.stages.localise.expressions import Expression
from pipeline.stages.localise.filters import FILTERS, FilterError, default_text
from pipeline.stages.localise.markdown import Span
from pipeline.vietnamese.citations import Part


class UnknownName(DataError):
    code = "N10"
    cause = N_("“{tag}”: there is no figure or name “{path}” here.")
    remedy = N_("Nearest names: {near}.")


class UnknownFilter(DataError):
    code = "N11"
    cause = N_("“{tag}”: there is no filter “{name}”.")
    remedy = N_("Nearest filters: {near}.")


class CannotPrint(DataError):
    code = "N12"
    cause = N_("“{tag}” cannot be printed: {reason}.")
    remedy = N_("Use another filter, complete the figure, or leave the sentence out with “when”.")


@dataclass(frozen=True, slots=True)
class Scope:
    """Names of one document: figures by path, texts and citations by nested name, and those of a table row.

    ``campaign.<path>`` is a figure of the campaign, where the document may print those.

    ``cited`` remembers which documents the text has cited, so that ``cite`` alone gives the full form first and
    the short form later; it is the one thing that changes while a document is written.
    """

    figures: Mapping[str, Figure]
    names: Mapping[str, Any]
    year: int
    row: Mapping[str, Any] = field(default_factory=dict)
    key: str | None = None
    campaign: Mapping[str, Figure] = field(default_factory=dict)
    cited: set[str] = field(default_factory=set)

    def with_row(
        self, row: Mapping[str, Any], key: str | None, figures: Mapping[str, Figure] | None = None
    ) -> Scope:
        """The scope of a table row: its own names, and figures in place of those of the document."""
        return replace(self, row=row, key=key, figures=self.figures if figures is None else figures)

    def lookup(self, path: str) -> Any:
        """The figure, text or citation called ``path``, or None. ``*`` stands for the key of the row."""
        if self.key is not None and "*" in path:
            path = path.replace("*", self.key)
        for names in (self.row, self.figures, self.names):
            if path in names and not isinstance(names[path], Mapping):
                return names[path]
        if path.startswith("campaign.") and path[9:] in self.campaign:
            return self.campaign[path[9:]]
        for names in (self.row, self.names):
            value: Any = names
            for token in path.split("."):
                value = value.get(token) if isinstance(value, Mapping) else None
            if value is not None and not isinstance(value, Mapping):
                return value
        return None

    def known(self) -> list[str]:
        """Every name that a message may suggest."""
        return [*self.row, *self.figures, *_nested(self.names)]

    def run(self, expression: Expression, place: Place, bold: bool = False, italic: bool = False) -> Run:
        """The placeholder as text.

        Raises:
            UnknownName, UnknownFilter, CannotPrint: With ``place``.
        """
        found = self.lookup(expression.path)
        if found is None:
            near = get_close_matches(expression.path, self.known(), n=3, cutoff=0.5)
            raise UnknownName(place, tag=expression.source, path=expression.path, near=", ".join(near) or "-")
        figure = found.id if isinstance(found, Figure) else None
        try:
            text = self._text(found, expression, place)
        except (FilterError, ValueError, TypeError, ArithmeticError) as error:
            raise CannotPrint(place, tag=expression.source, reason=str(error)) from None
        return Run(vi.nfc(text), bold, italic, figure)

    def _text(self, found: Any, expression: Expression, place: Place) -> str:
        value: Any = found.value if isinstance(found, Figure) else found
        filtered = False
        for name, arguments in expression.filters:
            if name == "cite":
                value = self._cite(value, expression.path, *arguments)
            elif name in FILTERS:
                value = FILTERS[name](value, *arguments)
            else:
                near = get_close_matches(name, [*FILTERS, "cite"], n=3, cutoff=0.4)
                raise UnknownFilter(place, tag=expression.source, name=name, near=", ".join(near) or "-")
            filtered = True
        if filtered:
            return str(value)
        if isinstance(value, vi.Citation):
            return self._cite(value, expression.path)
        return default_text(value, found.kind if isinstance(found, Figure) else "number")

    def _cite(self, value: Any, path: str, parts: Any = None, dates: Any = "long") -> str:
        if not isinstance(value, vi.Citation):
            raise FilterError(f"“{path}” is no document that can be cited")
        if dates not in ("long", "short"):
            raise FilterError(f"dates are “long” or “short”, not “{dates}”")
        first = path not in self.cited
        self.cited.add(path)
        if parts is None:
            return vi.first(value, dates, self.year) if first else vi.following(value, self.year)
        wanted = set(str(parts).split()) - {"code"}
        if unknown := wanted - set(get_args(Part)):
            raise FilterError(
                f"a citation has no part “{', '.join(sorted(unknown))}”: use code, date, organ, subject"
            )
        return vi.cite(value, wanted, dates, self.year)  # type: ignore[arg-type]


def _nested(names: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    for name, value in names.items():
        if isinstance(value, Mapping):
            yield from _nested(value, f"{prefix}{name}.")
        else:
            yield prefix + name


def place_of(expression: Expression, place: Place) -> Place:
    """The place of a placeholder in a text that begins at ``place``."""
    if place.line is None or not expression.line:
        return place
    return replace(place, line=place.line + expression.line, column=None)


def runs(spans: Iterable[Span], scope: Scope, place: Place, errors: list[DataError]) -> tuple[Run, ...]:
    """Spans as runs; what cannot be printed is put on ``errors``."""
    result: list[Run] = []
    for span in spans:
        if isinstance(span.content, str):
            result.append(Run(span.content, span.bold, span.italic))
            continue
        try:
            result.append(scope.run(span.content, place_of(span.content, place), span.bold, span.italic))
        except DataError as error:
            errors.append(error)
    return tuple(result)
