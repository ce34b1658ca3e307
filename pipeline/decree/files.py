"""Check files: what ``baocao check`` does, callable. A file that cannot be checked does not stop the others."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast, get_args

from pipeline.decree.check import Report, check
from pipeline.decree.findings import Finding
from pipeline.decree.kinds import KINDS as TYPES
from pipeline.decree.kinds import kind_of
from pipeline.decree.open import Opened, found_files, open_document
from pipeline.decree.profiles import DEFAULT, load_profile
from pipeline.decree.rules import Profile, Wish
from pipeline.errors import BaocaoError, Severity, UsageError
from pipeline.i18n import N_, visible
from pipeline.model import Place
from pipeline.office.exchange import Exchange
from pipeline.stages.load.nearest import nearest
from pipeline.vietnamese.types import COPY_TYPES

_COPIES = {str(kind.abbreviation): kind.name for kind in COPY_TYPES}
KINDS: Mapping[str, str] = {**TYPES, **_COPIES}
"""Abbreviation → name of the types of document and of the kinds of copy."""


class UnknownName(UsageError):
    code = "K31"
    cause = N_("There is no {what} “{name}”.")
    remedy = N_("Use one of: {known}.")


class UnknownRule(UsageError):
    code = "K38"
    cause = N_("There is no rule “{name}”.")
    remedy = N_("Look it up in the list of rules: baocao check --rules.")


class CheckFailed(BaocaoError):
    """A failure of ours, kept to its file; ``trace`` is for those who mend it."""

    code = "K34"
    cause = N_("The check of this file itself failed ({reason}).")
    remedy = N_("Please report this together with the file.")


@dataclass(frozen=True)
class Options:
    """How to check. ``kind``: abbreviation of the type, else it is recognised. ``severities``: rule id → error,
    warning, info, off or on. ``severity``: what is less grave is left out, and what is left counts as failure;
    None shows everything and counts errors."""

    kind: str = ""
    profile: str = DEFAULT
    severities: Mapping[str, str] = field(default_factory=dict)
    severity: Severity | None = None

    @property
    def type(self) -> str:
        """The abbreviation of the kind. Raises :class:`~pipeline.decree.kinds.UnknownKind`."""
        return self.kind if self.kind in _COPIES or not self.kind else kind_of(self.kind)

    def shown(self, report: Report) -> Report:
        """The report without findings that are not grave enough to be shown."""
        return replace(report, findings=report.at_least(self.severity or "info"))

    def failed(self, report: Report) -> bool:
        """Whether a report has findings that count."""
        return bool(report.at_least(self.severity or "error"))


@dataclass(frozen=True)
class Checked:
    """A file with what its check found, or with the error that kept it from being checked."""

    path: Path
    opened: Opened | None = None
    report: Report | None = None
    error: BaocaoError | None = None
    trace: str = ""

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.report.findings if self.report else ()

    def to_json(self) -> dict[str, Any]:
        """One object of the list ``documents`` of ``baocao check --json``."""
        if self.report is None:
            return {"file": visible(str(self.path)), "error": self.error.to_json() if self.error else None}
        origin = self.opened.origin if self.opened else ""
        return {**self.report.to_json(), **({"converted_from": origin} if origin else {})}


def check_files(paths: Iterable[Path], options: Options, office: Exchange) -> Iterator[Checked]:
    """Check files and all documents of folders, one after the other.

    Raises before the first: :class:`~pipeline.decree.open.NothingToCheck`, :class:`UnknownName`, and the errors of
    :func:`~pipeline.decree.kinds.kind_of` and :func:`~pipeline.decree.profiles.load_profile`.
    """
    profile, told = chosen_profile(options), replace(options, kind=options.type)
    files = list(found_files(paths))
    return (check_file(file, told, profile, office) for file in files)


def chosen_profile(options: Options) -> Profile:
    """The profile with the severities that are wished.

    Raises :class:`UnknownName`, :class:`UnknownRule` and the errors of
    :func:`~pipeline.decree.profiles.load_profile`.
    """
    profile = load_profile(options.profile)
    for rule, severity in options.severities.items():
        if rule not in profile.by_id:
            if not (near := nearest(rule, profile.by_id, 5)):
                raise UnknownRule(name=rule)
            raise UnknownName(what=N_("rule"), name=rule, known=", ".join(near))
        if severity not in get_args(Wish):
            raise UnknownName(what=N_("severity"), name=severity, known=", ".join(get_args(Wish)))
    return profile.with_severities(cast(Mapping[str, Wish], options.severities))


def check_file(path: Path, options: Options, profile: Profile, office: Exchange) -> Checked:
    """Check one file; what keeps it from being checked is in the result."""
    opened, name = None, visible(str(path))
    try:
        opened = open_document(path, office)
        report = check(opened.data, name, options.type, profile)
    except BaocaoError as error:
        return Checked(path, opened, error=error)
    except Exception as error:  # one document must not take the others with it
        reason = f"{type(error).__name__}: {error}"
        return Checked(path, opened, error=CheckFailed(Place(name), reason=reason), trace=traceback.format_exc())
    return Checked(path, opened, options.shown(report))


def exit_code(checked: Checked, options: Options) -> int:
    """2 for a failure of ours, 1 for a file that cannot be checked or that has findings which count, else 0."""
    if isinstance(checked.error, CheckFailed):
        return 2
    return int(checked.report is None or options.failed(checked.report))
