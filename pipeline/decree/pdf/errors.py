"""Why a PDF cannot be measured."""

from __future__ import annotations

from pipeline.errors import UsageError
from pipeline.i18n import N_


class PdfUnreadable(UsageError):
    code = "K15"
    cause = N_("The PDF is damaged and cannot be read: {reason}")
    remedy = N_("Open it in a PDF reader; if it opens there, print it to a new PDF and check that one.")


class PdfLocked(UsageError):
    code = "K16"
    cause = N_("The PDF is protected by a password.")
    remedy = N_("Save a copy without a password and check that one.")


class PdfTooLarge(UsageError):
    code = "K17"
    cause = N_("The PDF is too large to be checked: it may have at most {limit} {what}.")
    remedy = N_("Check its parts one by one, or a PDF made anew from the document.")


class PdfPageImpossible(UsageError):
    code = "K18"
    cause = N_("Page {page} of the PDF has an impossible size: {width} × {height} mm.")
    remedy = N_("Make the PDF anew from the document.")


class PdfWithoutText(UsageError):
    code = "K19"
    cause = N_("The PDF has no text: its pages are empty, or pictures of paper.")
    remedy = N_("Check the document that it was made from; a scan cannot be measured.")
