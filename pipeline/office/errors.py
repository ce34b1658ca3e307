"""What can go wrong between a DOCX and its PDF."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from pipeline.errors import BaocaoError, ConvertError, Severity
from pipeline.i18n import N_, Language, translate


class OfficeMissing(ConvertError):
    """This machine lacks something that the making of PDF needs; DOCX can be made all the same."""

    code = "C01"
    severity: ClassVar[Severity] = "warning"
    cause = N_("PDF cannot be made on this machine, because this is missing: {missing}.")
    remedy = N_(
        "sudo apt-get install -y --no-install-recommends libreoffice-writer-nogui python3-uno fonts-croscore"
    )


class OfficeNotStarting(ConvertError):
    """LibreOffice is installed but does not start, not even at the second attempt."""

    code = "C02"
    cause = N_("LibreOffice does not start ({detail}).")
    remedy = N_("Check that there is free memory and free space in the temporary folder, then try again.")


class OfficeCrashed(ConvertError):
    """LibreOffice ended, or failed, in the middle of this document, twice."""

    code = "C03"
    cause = N_("LibreOffice broke down twice while making a PDF of this document ({detail}).")
    remedy = N_("Open the DOCX in Word or LibreOffice; if it opens, save it as PDF there and report the fault.")


class OfficeTimeout(ConvertError):
    """LibreOffice did not finish this document within the limit, twice."""

    code = "C04"
    cause = N_("The PDF of this document was not ready after {seconds} seconds, twice.")
    remedy = N_("Allow more time, or make the document smaller.")


class DocxRefused(ConvertError):
    """The bytes are no Word document, or a damaged one."""

    code = "C05"
    cause = N_("The DOCX is damaged and cannot be opened ({detail}).")
    remedy = N_("Check the template in Word, save it again as DOCX and build again.")


class OfficeStopped(ConvertError):
    """The pool was closed while this document was being converted."""

    code = "C06"
    cause = N_("The work was stopped before the PDF was ready.")
    remedy = N_("Build again.")


class PdfFault(ConvertError):
    """The PDF was made but may not be published."""

    code = "C10"
    cause = N_("The PDF is not fit to be published: {reason}")
    remedy = N_("Report this fault together with the DOCX.")


class PdfUnreadable(PdfFault):
    code = "C11"
    cause = N_("The PDF cannot be read back ({detail}).")
    remedy = N_("Build again; if it happens again, report this fault together with the DOCX.")


class PdfNotArchival(PdfFault):
    code = "C12"
    cause = N_("The PDF is not PDF/A-2b: it declares “{found}”.")
    remedy = N_("Update LibreOffice to version 7.4 or later.")


class PdfWithoutOutputIntent(PdfFault):
    code = "C13"
    cause = N_("The PDF has no output intent (colour profile), which PDF/A asks for.")
    remedy = N_("Update LibreOffice to version 7.4 or later.")


class PdfUntagged(PdfFault):
    code = "C14"
    cause = N_("The PDF is not tagged, so that screen readers cannot follow it.")
    remedy = N_("Update LibreOffice to version 7.4 or later.")


class PdfLanguageWrong(PdfFault):
    code = "C15"
    cause = N_("The language of the PDF is “{found}” instead of “{expected}”.")
    remedy = N_("In the template, set the language of the default text to Vietnamese (Review, Language).")


class PdfFontNotEmbedded(PdfFault):
    code = "C16"
    cause = N_("The PDF does not contain these fonts: {fonts}.")
    remedy = N_("In the template, use only Times New Roman.")


class PdfFontsMixed(PdfFault):
    code = "C17"
    cause = N_(
        "All text of the PDF must be in one font, Times New Roman or its double Tinos, but it uses: {families}."
    )
    remedy = N_(
        "In the template and the data, use only Times New Roman, and no pictographs or letters"
        " (emoji, ticks, Chinese) that it does not have."
    )


class PdfLettersMissing(PdfFault):
    code = "C18"
    cause = N_("The font {family} does not have these characters, which print as empty boxes: {characters}.")
    remedy = N_("Replace these characters in the data or the template.")


class PdfUntitled(PdfFault):
    code = "C19"
    cause = N_("The PDF has no title.")
    remedy = N_("Fill in the title in the properties of the document.")


class PdfFaults(PdfFault):
    """Several faults of one PDF at once; ``faults`` are the single ones."""

    code = "C20"
    cause = N_("The PDF has {count} faults: {faults}")
    remedy = N_("Mend them all and build again.")

    @property
    def faults(self) -> tuple[BaocaoError, ...]:
        """The single faults, in the order in which they were found."""
        faults = self.params["faults"]
        assert isinstance(faults, Faults)  # noqa: S101 -- the only way to make one is fault_of()
        return tuple(faults)

    def message(self, language: Language = "en") -> str:
        """The messages and remedies of all faults, numbered."""
        parts = (f"({n}) {e.message(language)} {e.advice(language)}" for n, e in enumerate(self.faults, 1))
        return translate(self.cause, language, count=len(self.faults), faults=" ".join(parts))


class Faults(tuple[BaocaoError, ...]):
    """Faults that show as their codes where text is wanted (``to_json``)."""

    def __str__(self) -> str:
        return ", ".join(error.code for error in self)


def fault_of(problems: Sequence[ConvertError]) -> ConvertError | None:
    """No problem, one problem, or all of them as one error."""
    if len(problems) > 1:
        return PdfFaults(count=len(problems), faults=Faults(problems))
    return problems[0] if problems else None
