"""Check a document: measure it, recognise its components, and hold every rule of a profile against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipeline.decree.findings import SEVERITIES, Finding
from pipeline.decree.judge import findings_of
from pipeline.decree.measure import measure_docx
from pipeline.decree.model import Format, Measured, Recognised
from pipeline.decree.pdf import measure_pdf
from pipeline.decree.profiles import load_profile
from pipeline.decree.recognise import recognise
from pipeline.decree.rules import Profile
from pipeline.errors import Severity


@dataclass(frozen=True)
class Report:
    """What the check of one document found, errors first, in the order of the document.

    ``kind``, ``state``, ``direction``: as recognised (or told); "" where they could not be.
    """

    name: str
    profile: str
    format: Format
    document: Recognised
    findings: tuple[Finding, ...]

    @property
    def kind(self) -> str:
        return self.document.kind

    def count(self, severity: Severity) -> int:
        return sum(finding.severity == severity for finding in self.findings)

    def at_least(self, severity: Severity) -> tuple[Finding, ...]:
        """The findings of this severity or a graver one."""
        wanted = SEVERITIES[: SEVERITIES.index(severity) + 1]
        return tuple(finding for finding in self.findings if finding.severity in wanted)

    def to_json(self) -> dict[str, Any]:
        """One object of the list ``documents`` of ``baocao check --json``."""
        return {
            "file": self.name,
            "format": self.format,
            "profile": self.profile,
            "kind": self.kind or None,
            "state": self.document.state,
            "direction": self.document.direction or None,
            "errors": self.count("error"),
            "warnings": self.count("warning"),
            "infos": self.count("info"),
            "findings": [finding.to_json() for finding in self.findings],
        }


def check(data: bytes, name: str, kind: str = "", profile: Profile | None = None) -> Report:
    """Check a DOCX or a PDF, told apart by its first bytes; ``name`` is the file's name for places.

    ``kind``: abbreviation of the type, if it shall not be recognised. Raises the errors of
    :func:`pipeline.decree.measure.measure_docx` and :func:`pipeline.decree.pdf.measure_pdf`.
    """
    measured = measure_pdf(data, name) if data[:1024].lstrip().startswith(b"%PDF-") else measure_docx(data, name)
    return check_measured(measured, kind, profile)


def check_measured(measured: Measured, kind: str = "", profile: Profile | None = None) -> Report:
    """Check a document that is measured already."""
    profile = profile or load_profile()
    document = recognise(measured, kind)
    findings = findings_of(document, profile.rules)
    return Report(measured.name, profile.name, measured.format, document, findings)
