"""Reporters: objects that are told what a run does, and show it (bar on a terminal, plain lines, or nothing)."""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Protocol, Self, TextIO

from pipeline.build.reasons import Reason
from pipeline.errors import BaocaoError
from pipeline.i18n import N_, Language, translate

if TYPE_CHECKING:
    from rich.console import Console

Outcome = Literal["made", "refreshed", "unchanged", "failed", "blocked", "edited"]

WAITING = N_("Waiting …")
OUTCOMES: dict[Outcome, str] = {
    "made": N_("made"),
    "refreshed": N_("brought up to date, hand edits kept"),
    "unchanged": N_("unchanged"),
    "failed": N_("failed"),
    "blocked": N_("not made"),
    "edited": N_("edited by hand, left alone"),
}


@dataclass(frozen=True, slots=True)
class DocumentDone:
    """One document is dealt with."""

    path: str
    outcome: Outcome
    reason: str = ""
    reasons: tuple[Reason, ...] = ()


class Reporter(Protocol):
    """What a run tells. Used as a context manager around it."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def waiting(self, holder: BaocaoError) -> None: ...

    def started(self, documents: int) -> None: ...

    def done(self, document: DocumentDone) -> None: ...


class Quiet:
    """Says nothing: for ``--json`` and for calls from Python."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def waiting(self, holder: BaocaoError) -> None:
        """Another run is waited for."""

    def started(self, documents: int) -> None:
        """The run knows how many documents it looks at."""

    def done(self, document: DocumentDone) -> None:
        """A document is dealt with."""


class Plain(Quiet):
    """One line for each document that was not simply unchanged: for logs and pipes."""

    def __init__(self, stream: TextIO, language: Language) -> None:
        self.stream, self.language = stream, language
        self.total = self.count = 0

    def waiting(self, holder: BaocaoError) -> None:
        self._line(f"{holder.message(self.language)} {translate(WAITING, self.language)}")

    def started(self, documents: int) -> None:
        self.total = documents

    def done(self, document: DocumentDone) -> None:
        self.count += 1
        if document.outcome != "unchanged":
            word = translate(OUTCOMES[document.outcome], self.language)
            why = f" ({translate(document.reason, self.language)})" if document.outcome == "blocked" else ""
            self._line(f"[{self.count}/{self.total}] {document.path}: {word}{why}")

    def _line(self, text: str) -> None:
        print(text, file=self.stream, flush=True)


class Bar(Quiet):
    """A bar with counts and time left: for terminals."""

    def __init__(self, console: Console, language: Language) -> None:
        from rich.progress import (  # noqa: PLC0415 - terminals only
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
        )

        self.language = language
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self.progress = Progress(*columns, console=console, transient=True)
        self.task = self.progress.add_task(translate(N_("Documents"), language), total=None)

    def __enter__(self) -> Self:
        self.progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.progress.stop()

    def waiting(self, holder: BaocaoError) -> None:
        self._line(f"{holder.message(self.language)} {translate(WAITING, self.language)}")

    def started(self, documents: int) -> None:
        self.progress.update(self.task, total=documents)

    def done(self, document: DocumentDone) -> None:
        self.progress.advance(self.task)
        if document.outcome in ("failed", "edited"):
            self._line(f"{document.path}: {translate(OUTCOMES[document.outcome], self.language)}")

    def _line(self, text: str) -> None:
        self.progress.console.print(text, markup=False, soft_wrap=True)
