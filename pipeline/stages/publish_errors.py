"""What publishing has to say of files that are not as an earlier build left them."""

from __future__ import annotations

from pipeline.errors import PublishError
from pipeline.i18n import N_


class EditedByHand(PublishError):
    code = "P02"
    severity = "warning"
    cause = N_("The file was edited by hand since it was made; the edited copy was kept as {copy}.")
    remedy = N_("Take over what you need from the copy, or put the change into the data.")


class OriginalKept(EditedByHand):
    code = "P08"
    cause = N_(
        "The file was edited by hand; its figures were brought up to date in the edited text. As it was, it is "
        "kept as {copy}."
    )
    remedy = N_("Look through the document; delete the copy when you do not need it any more.")


class OpenElsewhere(PublishError):
    code = "P13"
    cause = N_("The file is open in Word or LibreOffice ({lock}); it was left as it is.")
    remedy = N_("Close it and build again. If nobody has it open, delete the lock file.")


class OlderPdf(PublishError):
    code = "P06"
    severity = "warning"
    cause = N_("The DOCX was edited by hand, and the PDF beside it still shows the text before.")
    remedy = N_("Save a PDF from the edited DOCX in Word, or put the change into the data and build again.")


class IssuedAnew(PublishError):
    code = "P07"
    severity = "warning"
    cause = N_("The document {code} bears number and date, and was made anew with other content; kept: {copy}.")
    remedy = N_(
        "If it has been sent, do not exchange it: replace it by a new document or correct it by a công văn "
        "(Nghị định 30/2020/NĐ-CP, Điều 18.3)."
    )


class UnknownFile(PublishError):
    code = "P04"
    severity = "warning"
    cause = N_(
        "In the place of the file stood one that no earlier build is known to have made; it was kept as {copy}."
    )
    remedy = N_("Delete the copy if you do not need it.")
