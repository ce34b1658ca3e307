"""What names mean in the text of one document, and how a placeholder becomes a run of text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any, get_args

from pipeline import vietnamese as vi
from pipeline.errors import DataError
from pipeline.i18n import N_
from pipeline.model import Figure, FigureKind, Place, Run, Trace
from pipeline.stages.localise.expressions import Argument, Expression
from pipeline.stages.localise.filters import FILTERS, OTHERWISE, FilterError, default_text
from pipeline.stages.localise.nodes import Span
from pipeline.stages.localise.reasons import Reasoned
from pipeline.vietnamese.citations import Part


class UnknownName(DataError):
    code = "N10"
    cause = N_("“{tag}”: there is no figure or name “{path}” here.")
    remedy = N_("Nearest names: {near}.")


class UnknownFilter(DataError):
    code = "N11"
    cause = N_("“{tag}”: there is no filter “{name}”.")
    remedy = N_("Nearest filters: {near}.")


class CannotPrint(Reasoned):
    code = "N12"
    cause = N_("“{tag}” cannot be printed: {reason}.")
    remedy = N_("Use another filter, complete the figure, or leave the sentence out with “when”.")


class NotOneValue(DataError):
    code = "N13"
    cause = N_("“{tag}”: “{path}” is a group, not a single value.")
    remedy = N_("Name one of its values: {near}.")


class Later(Mapping[str, Any]):
    """Names whose values are worked out when a text first asks for them.

    While one is being worked out it is absent, so that values which ask for each other end in an unknown name.
    """

    def __init__(self, names: Sequence[str], make: Callable[[str], Any]) -> None:
        self._names = dict.fromkeys(names)
        self._make = make
        self._made: dict[str, Any] = {}
        self._making: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            if name not in self._names or name in self._making:
                raise KeyError(name)
            self._making.add(name)
            try:
                self._made[name] = self._make(name)
            finally:
                self._making.discard(name)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@dataclass(frozen=True, slots=True)
class Scope:
    """Names of one document: figures by path, texts and citations by nested name, and those of a table row.

    ``campaign.<path>`` is a figure of the campaign, where the document may print those. ``known`` are the figures
    that a unit may leave out: they are there without a value.

    ``cited`` remembers which documents the text has cited, so that ``cite`` alone gives the full form first and
    the short form later; it and ``said`` are what changes while a document is written.
    """

    figures: Mapping[str, Figure]
    names: Mapping[str, Any]
    year: int
    row: Mapping[str, Any] = field(default_factory=dict)
    key: str | None = None
    campaign: Mapping[str, Figure] = field(default_factory=dict)
    cited: set[str] = field(default_factory=set)
    known: Mapping[str, FigureKind] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    """What was printed for names that are no figures, by name."""

    def with_row(self, row: Mapping[str, Any], key: str | None) -> Scope:
        """The scope of a table row: with its own names, which go before those of the document."""
        return Scope(
            self.figures, self.names, self.year, row, key, self.campaign, self.cited, self.known
        )  # fmt: skip

    def with_figures(self, figures: Mapping[str, Figure], known: Mapping[str, FigureKind]) -> Scope:
        """The scope of a unit's row: its figures, and those of the campaign as ``campaign.<path>``."""
        return replace(self, figures=figures, known=known, campaign=self.figures)

    def afresh(self) -> Scope:
        """The same scope for a text of its own, in which nothing has been cited."""
        return replace(self, cited=set())

    def full(self, path: str) -> str:
        """The path with ``*`` replaced by the key of the row."""
        return path.replace("*", self.key) if self.key is not None and "*" in path else path

    def lookup(self, path: str) -> Any:
        """The figure, text or citation called ``path``, or None. ``*`` stands for the key of the row."""
        path = self.full(path)
        for names in (self.row, self.figures, self.names):
            found = names.get(path)
            if type(found) is Figure or (found is not None and not isinstance(found, Mapping)):
                return found
        if path.startswith("campaign.") and path[9:] in self.campaign:
            return self.campaign[path[9:]]
        for names in (self.row, self.names):
            value = _walk(names, path)
            if value is not None and not isinstance(value, Mapping):
                return value
        if path in self.known:
            return Figure(path, None, self.known[path], Trace("absent"))
        return None

    def run(self, expression: Expression, place: Place, bold: bool = False, italic: bool = False) -> Run:
        """The placeholder as text.

        Raises:
            UnknownName, UnknownFilter, CannotPrint, NotOneValue: With ``place``.
        """
        found = self.lookup(expression.path)
        if found is None:
            raise self._not_found(expression, place)
        figure = found.id if isinstance(found, Figure) else None
        try:
            text = self._text(found, expression, place)
        except FilterError as error:
            raise CannotPrint(place, tag=expression.source, reason=error.text, **error.params) from None
        except (ValueError, TypeError, ArithmeticError) as error:
            raise CannotPrint(place, tag=expression.source, reason="{detail}", detail=str(error)) from None
        if figure is None and not self.row:
            self.said.setdefault(self.full(expression.path), text)
        form = expression.form if figure is not None and expression.filters else ""
        return Run(vi.nfc(text), bold, italic, figure, form)

    def _not_found(self, expression: Expression, place: Place) -> DataError:
        path = self.full(expression.path)
        every = list(dict.fromkeys([*self.row, *self.figures, *self.known, *_nested(self.names)]))
        below = [name for name in every if name.startswith(f"{path}.")]
        if below or isinstance(_walk(self.names, path), Mapping):
            return NotOneValue(place, tag=expression.source, path=path, near=", ".join(below[:5]) or "-")
        near = get_close_matches(path, every, n=3, cutoff=0.5)
        return UnknownName(place, tag=expression.source, path=path, near=", ".join(near) or "-")

    def _text(self, found: Any, expression: Expression, place: Place) -> str:
        value: Any = found.value if isinstance(found, Figure) else found
        if not expression.filters and not isinstance(value, vi.Citation):
            return default_text(value, found.kind if isinstance(found, Figure) else "number")
        for name, _ in expression.filters:
            if name not in FILTERS and name != "cite":
                near = get_close_matches(name, [*FILTERS, "cite"], n=3, cutoff=0.4)
                raise UnknownFilter(place, tag=expression.source, name=name, near=", ".join(near) or "-")
        otherwise = expression.argument_of(OTHERWISE)
        if value is None and otherwise is not None:
            return FILTERS[OTHERWISE](None, otherwise)
        filters = [
            (name, arguments) for name, arguments in expression.filters if name != OTHERWISE or not arguments
        ]
        for name, arguments in filters:
            value = self._cite(value, expression.path, *arguments) if name == "cite" else FILTERS[name](
                value, *arguments
            )  # fmt: skip
        if filters:
            return str(value)
        if isinstance(value, vi.Citation):
            return self._cite(value, expression.path)
        return default_text(value, found.kind if isinstance(found, Figure) else "number")

    def _cite(self, value: Any, path: str, *arguments: Argument) -> str:
        if not isinstance(value, vi.Citation):
            raise FilterError(N_("“{path}” is no document that can be cited"), path=path)
        parts, dates = (*arguments, *((None, "long")[len(arguments) :]))[:2]
        if dates not in ("long", "short") or len(arguments) > 2:
            raise FilterError(N_("after the parts only “long” or “short” (dates) can stand, not “{given}”"),
                              given=arguments[-1])  # fmt: skip
        if parts is None:
            return self._in_turn(value, path)
        wanted = set(str(parts).split()) - {"code"}
        if unknown := wanted - set(get_args(Part)):
            raise FilterError(
                N_("a citation has no part “{part}”: use code, date, organ, subject"),
                part=", ".join(sorted(unknown)),
            )
        if {"date", "subject"} <= wanted:
            self.cited.add(path)
        return vi.cite(value, wanted, dates, self.year)  # type: ignore[arg-type]

    def _in_turn(self, value: vi.Citation, path: str) -> str:
        """In full the first time, then by type, number and symbol (Mục II.6.b)."""
        if path in self.cited:
            return vi.following(value, self.year)
        self.cited.add(path)
        return vi.first(value, "long", self.year)


def _walk(names: Mapping[str, Any], path: str) -> Any:
    value: Any = names
    for token in path.split("."):
        value = value.get(token) if isinstance(value, Mapping) else None
    return value


def _nested(names: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    """Every name below ``names``; of those that are worked out later only the first part."""
    for name in names:
        value = None if isinstance(names, Later) else names[name]
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
