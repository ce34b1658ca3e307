"""What keeps a DOCX from being measured."""

from __future__ import annotations

from pipeline.errors import DataError
from pipeline.i18n import N_


class NoWordDocument(DataError):
    """A readable package without the main part of a Word document: a workbook, slides, something else."""

    code = "K10"
    cause = N_("The file holds no Word document.")
    remedy = N_("Give a document made by Word (.docx, .docm, .dotx or .dotm), or convert it first.")


class TooLarge(DataError):
    """More elements, paragraphs or runs than a document that people read has."""

    code = "K11"
    cause = N_("The document is too large to be checked: it has more than {limit} {what}.")
    remedy = N_("Check its parts one by one.")

    ELEMENTS = N_("elements of XML")
    PARAGRAPHS = N_("paragraphs")
    RUNS = N_("pieces of text of one look")
    LETTERS = N_("letters")


class TooDeep(DataError):
    """Tables, text boxes and controls are nested deeper than any page shows."""

    code = "K12"
    cause = N_("Tables, text boxes or controls are nested more than {limit} deep in the document.")
    remedy = N_("Take the nested tables apart in Word and save again.")


class Locked(DataError):
    """A password protects the document, or it is in the format of Word 97 – 2003."""

    code = "K13"
    cause = N_("The document is protected by a password, or is in the old format of Word 97 – 2003 (.doc).")
    remedy = N_("Take the password away in Word, or save the document as .docx.")
