"""One tree of errors. Each has a stable code, a place, the cause and the remedy, and speaks two languages.

Errors are values as well as exceptions: a stage collects them and goes on, so that one run tells everything
that is wrong. They pickle, so they survive a process boundary. A room of the house defines its own leaves;
``tests/test_errors.py`` sees to it that codes are unique and every text has a Vietnamese translation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pipeline.i18n import N_, Language, Text, translate, visible

if TYPE_CHECKING:
    from pipeline.model import Place

Severity = Literal["error", "warning", "info"]


class BaocaoError(Exception):
    """Something is wrong: ``code`` says what kind, ``place`` where, ``params`` fill the two texts."""

    code: ClassVar[str] = "B00"
    severity: ClassVar[Severity] = "error"
    cause: ClassVar[str] = N_("Something went wrong: {reason}")
    remedy: ClassVar[str] = ""

    def __init__(self, place: Place | None = None, **params: object) -> None:
        super().__init__(place, params)
        self.place = place
        self.params = params
        self.unit: str | None = None
        self.document: str | None = None

    def about(self, unit: str | None = None, document: str | None = None) -> BaocaoError:
        """Return the error itself, marked with the unit and the document that it stops."""
        self.unit = unit or self.unit
        self.document = document or self.document
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.place, self.params, self.unit, self.document)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self.__reduce__() == other.__reduce__()

    def __hash__(self) -> int:
        return hash((self.code, self.place, self.unit, self.document, repr(self.params)))

    def message(self, language: Language = "en") -> str:
        """The cause in one sentence."""
        return translate(self.cause, language, **self.params)

    def advice(self, language: Language = "en") -> str:
        """How to mend it, or an empty string."""
        if not self.remedy or (self.params.get("near") == "-" and self.remedy.endswith("{near}.")):
            return ""  # there is nothing near that could be named
        return translate(self.remedy, language, **self.params)

    def text(self, language: Language = "en") -> str:
        """``place: code cause remedy`` on one line, as the command line prints it."""
        where = f"{self.place}: " if self.place else ""
        return f"{where}[{self.code}] {self.message(language)} {self.advice(language)}".rstrip()

    def __str__(self) -> str:
        return self.text()

    def to_json(self) -> dict[str, object]:
        """A plain, ordered form for ``--json`` and ``manifest.json`` (parameters as text)."""
        return {
            "code": self.code,
            "severity": self.severity,
            "unit": self.unit,
            "document": self.document,
            "place": self.place.to_json() if self.place else None,
            "params": {key: visible(str(value)) for key, value in sorted(self.params.items())},
            "message": {"vi": self.message("vi"), "en": self.message("en")},
            "remedy": {"vi": self.advice("vi"), "en": self.advice("en")},
        }


SYSTEM_REASONS = (
    N_("Permission denied"),
    N_("No such file or directory"),
    N_("No space left on device"),
    N_("Read-only file system"),
    N_("Is a directory"),
    N_("Not a directory"),
    N_("File exists"),
    N_("File name too long"),
)


def system_reason(error: OSError) -> Text:
    """What the operating system says; the usual sentences are in the catalog."""
    return Text(error.strerror or str(error))


def _rebuild(
    kind: type[BaocaoError], place: Place | None, params: dict[str, object], unit: str | None, document: str | None
) -> BaocaoError:
    return kind(place, **params).about(unit, document)


class UsageError(BaocaoError):
    """The command was given something that it cannot work on: exit code 2."""

    code = "U00"


class DataError(BaocaoError):
    """A fault of the input data: the unit's documents are not made."""

    code = "D00"


class TemplateError(BaocaoError):
    """A fault of a template, or of a template with one unit's data."""

    code = "T00"


class ConvertError(BaocaoError):
    """A document could not be turned into PDF."""

    code = "C00"


class PublishError(BaocaoError):
    """A finished document could not be put in its place."""

    code = "P00"
