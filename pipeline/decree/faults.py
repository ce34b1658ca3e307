"""What the gate has against a document, as errors of a build."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.errors import BaocaoError, TemplateError
from pipeline.i18n import N_, Spoken
from pipeline.model import Place

if TYPE_CHECKING:
    from pipeline.decree.findings import Finding


class LayoutFault(TemplateError):
    """A document that breaks a rule of layout and is not published for it."""

    code = "K03"
    cause = N_(
        "The layout breaks the rule {rule} ({clause}) at “{text}”. {message} Found: {found}; expected: {expected}."
    )
    remedy = N_("{advice} Mend the template or the text, or build with --no-gate.")

    @classmethod
    def of(cls, finding: Finding, file: str) -> LayoutFault:
        """The error that a finding in the document of a template is."""
        where = finding.where
        said = {
            "message": finding.message,
            "found": finding.found.in_,
            "expected": finding.expected.in_,
            "advice": finding.remedy,
        }
        spoken = {name: Spoken(say("vi"), say("en")) for name, say in said.items()}
        text = where.text[:120] or N_("the page set-up")
        return cls(Place(file), rule=finding.rule, clause=finding.clause, text=text, **spoken)


class NotMeasured(TemplateError):
    """A document that cannot be measured, because it is too large; it is published all the same."""

    code = "K04"
    severity = "warning"
    cause = N_("The layout of this document was not checked: {reason}")

    @classmethod
    def of(cls, error: BaocaoError, file: str) -> NotMeasured:
        """The warning that an error of measuring is for a document of ours."""
        return cls(Place(file), reason=Spoken(error.message("vi"), error.message("en")))
