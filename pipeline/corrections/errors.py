"""What refresh and verify have to tell. ``place.file`` is the document; a spot in it is told by its paragraph.

Errors stop the work on a document; warnings are what somebody has to look at; what is only worth knowing is info.
"""

from __future__ import annotations

from pipeline.errors import BaocaoError, PublishError, UsageError
from pipeline.i18n import N_

LOOK = N_("Look at it; “baocao refresh --force” writes what the data say.")


class NotOurs(UsageError):
    code = "R20"
    cause = N_("The document was not made by baocao, or what it knew of its figures has been taken out.")
    remedy = N_("Use the file that was built, or build it anew and copy the text over.")


class OtherDocument(UsageError):
    code = "R21"
    cause = N_("The document is {found}, not {wanted}.")
    remedy = N_("Give the file that belongs to it.")


class StoreLost(BaocaoError):
    code = "R22"
    severity = "info"
    cause = N_(
        "The store that Word shows the figures from is lost or damaged; the figures were read from the text."
    )
    remedy = N_("Refresh the document: that writes the store anew.")


class ControlsLost(BaocaoError):
    code = "R03"
    severity = "warning"
    cause = N_(
        "None of its figures can be told from other text any more, as after saving as ODT: nothing was brought up "
        "to date, and nobody can tell what was typed over."
    )
    remedy = N_("Build the document anew and copy over what was written by hand.")


class TypedOver(BaocaoError):
    """Somebody typed another text over a figure."""

    code = "R23"
    severity = "warning"
    cause = N_(
        "In {story}, “{paragraph}”: the figure {figure} was typed over: printed “{printed}”, in the document now "
        "“{found}”, in the data “{now}”. It was kept."
    )
    remedy = LOOK


class Unproven(BaocaoError):
    """The document had too many figures for the copy that was left of what was printed."""

    code = "R02"
    severity = "warning"
    cause = N_(
        "In {story}, “{paragraph}”: the figure {figure} is “{found}” in the document and “{now}” in the data. "
        "What was printed is not known any more, so nobody can tell whether it was typed over. It was kept."
    )
    remedy = LOOK


class CutInTwo(BaocaoError):
    """The control of a figure is in pieces, so that no piece is the figure."""

    code = "R24"
    severity = "warning"
    cause = N_(
        "In {story}, “{paragraph}”: the figure {figure} was cut in pieces: printed “{printed}”, in the document "
        "now “{found}”, in the data “{now}”."
    )
    remedy = LOOK


class RevisedInside(BaocaoError):
    """There are tracked changes of people inside the control."""

    code = "R25"
    severity = "warning"
    cause = N_(
        "In {story}, “{paragraph}”: there is an open tracked change in the figure {figure}: printed “{printed}”, "
        "in the document now “{found}”, in the data “{now}”. It was kept."
    )
    remedy = N_("Accept or reject the change in Word, then refresh again.")


class OtherCount(BaocaoError):
    """Controls were deleted, typed over as plain text, or copied."""

    code = "R26"
    severity = "info"
    cause = N_(
        "The figure {figure} (printed “{printed}”, in the data “{now}”) was printed {count} times and stands in "
        "the document {found} times: it was deleted, typed as plain text, or copied."
    )


class BlockDiffers(BaocaoError):
    code = "R27"
    severity = "warning"
    cause = N_("In {story}, “{paragraph}”: this table or passage ({block}) is not as the data make it now.")
    remedy = N_("Compare its rows with the data; a refresh brings it up to date unless people changed it.")


class NoLongerPrinted(BaocaoError):
    """A figure that the document as it would be made today does not print."""

    code = "R28"
    severity = "warning"
    cause = N_("In {story}, “{paragraph}”: the figure {figure} (“{found}”) is no longer printed by this document.")
    remedy = N_("Check the sentence; correct or delete it by hand.")


class ForeignFigure(BaocaoError):
    """A control that this document was not printed with: it was pasted from another document."""

    code = "R29"
    severity = "warning"
    cause = N_(
        "In {story}, “{paragraph}”: the figure “{found}” comes from another document, and nothing is known of it "
        "here."
    )
    remedy = N_("Check it by hand.")


class StoreDisagrees(BaocaoError):
    """The store of figures that Word shows them from does not hold what the text says, or is damaged."""

    code = "R30"
    severity = "warning"
    cause = N_(
        "In {story}, “{paragraph}”: the text says “{text}” for the figure {figure}, but Word would show "
        "“{stored}”."
    )
    remedy = N_("Refresh the document, so that both are the same.")


class StaleNumber(BaocaoError):
    """Text that somebody typed holds the old text of a figure that has changed since."""

    code = "R31"
    severity = "warning"
    cause = N_("In {story}, “{paragraph}”: “{printed}” was typed by hand; the figure {figure} is now “{now}”.")
    remedy = N_("Correct the sentence by hand if it means this figure.")


class BlockConflict(BaocaoError):
    """A table or passage was changed by people, and the data want another one."""

    code = "R32"
    severity = "warning"
    cause = N_(
        "In {story}, “{paragraph}”: this table or passage ({block}) was changed by hand, and the data have "
        "changed it too. It was kept; only the figures in it were brought up to date."
    )
    remedy = N_("Change its rows by hand, or replace it with “baocao refresh --force”.")


class BlockRemoved(BaocaoError):
    code = "R33"
    severity = "info"
    cause = N_("The table or passage {block} is not found in the document any more: it was deleted or rewritten.")


class OlderTemplate(BaocaoError):
    code = "R34"
    severity = "info"
    cause = N_(
        "The document was made from an older {template}; its figures are brought up to date, its texts are not."
    )
    remedy = N_("Build the document anew if it shall have the new texts.")


class NewText(BaocaoError):
    """Text with figures that the document would have if it was made today. It is never put in."""

    code = "R35"
    severity = "warning"
    cause = N_("The document would now also say: “{paragraph}”.")
    remedy = N_("Put it in by hand if it shall be there, or build the document anew.")


class FigureDiffers(BaocaoError):
    """A figure in a document is not that of the data."""

    code = "R36"
    cause = N_(
        "In {story}, “{paragraph}”: the figure {figure} is “{found}” in the document, but “{now}” in the data "
        "(printed “{printed}”)."
    )
    remedy = N_("Refresh the document, or correct the data.")


class FileInUse(PublishError):
    code = "R37"
    cause = N_("The file is open in another program ({lock}).")
    remedy = N_("Close it there and try again, or write to another file with --out.")
