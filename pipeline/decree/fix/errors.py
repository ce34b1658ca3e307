"""What keeps a document from being mended."""

from __future__ import annotations

from pipeline.errors import DataError
from pipeline.i18n import N_


class NotMendable(DataError):
    """A PDF: what its text looks like is fixed."""

    code = "K20"
    cause = N_("A PDF cannot be mended.")
    remedy = N_("Mend the DOCX from which the PDF was made, and make the PDF anew.")


class Signed(DataError):
    """Every change would break the digital signature."""

    code = "K21"
    cause = N_("The document is signed digitally; mending it would break the signature.")
    remedy = N_("Mend the document from before it was signed, and sign it again.")


class StrictFormat(DataError):
    """Saved in the strict variant of Open XML, which hardly any other program reads."""

    code = "K22"
    cause = N_("The document is saved as “Strict Open XML”, which cannot be mended.")
    remedy = N_("Save it in Word as “Word Document (*.docx)” and mend that.")
