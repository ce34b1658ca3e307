"""What can be wrong with a template or a DOCX package: located leaves of :class:`TemplateError`.

``place.file`` is the name of the template (or document); the part, the text of the paragraph and the tag are
parameters, because a clerk finds a spot in Word by its words.
"""

from __future__ import annotations

from pipeline.errors import TemplateError
from pipeline.i18n import N_


class NotAPackage(TemplateError):
    """The bytes are no DOCX package, or one that Word would not open either."""

    code = "T01"
    cause = N_("The file is not a readable DOCX file: {reason}.")
    remedy = N_("Open it in Word and save it again as a Word document (.docx).")


class PackageTooLarge(TemplateError):
    """The package has more entries, more bytes, or packs more tightly than an honest document does."""

    code = "T02"
    cause = N_("The DOCX file is larger than is safe to read: {what} is {found}, the limit is {limit}.")
    remedy = N_("Take out large pictures and embedded files, then save it again in Word.")


class UnsafeName(TemplateError):
    """An entry of the package has a name that points elsewhere, or the name of another entry."""

    code = "T03"
    cause = N_("The DOCX file holds an entry with an unsafe or repeated name: “{part}”.")
    remedy = N_("Do not use this file; open a trusted copy in Word and save it again.")


class UnsafeXml(TemplateError):
    """A part declares a document type, through which entities and outside files could be drawn in."""

    code = "T04"
    cause = N_("The part “{part}” holds a document type declaration (DOCTYPE).")
    remedy = N_("Do not use this file; open a trusted copy in Word and save it again.")


class BrokenXml(TemplateError):
    """A part is not well-formed XML."""

    code = "T05"
    cause = N_("The part “{part}” is not well-formed XML: {reason}.")
    remedy = N_("Open the file in Word, let Word repair it, and save it again.")


class ActiveContent(TemplateError):
    """The package carries a program or an embedded file."""

    code = "T06"
    cause = N_("The DOCX file holds {what} (“{part}”).")
    remedy = N_("Open it in Word, delete this, and save it again as a Word document without macros (.docx).")


class OutsideLink(TemplateError):
    """The package refers to something outside of it that Word or LibreOffice would fetch or open."""

    code = "T07"
    cause = N_("The part “{part}” refers to something outside of the file ({kind}): “{target}”.")
    remedy = N_(
        "In Word, break the link (File, Info, Edit Links to Files), attach Normal as the template or end the mail "
        "merge, and save; only links to web pages (http, https) and mail addresses may lead out."
    )


class OutsideField(TemplateError):
    """A field would fetch a file or run a program, or its name is made by another field."""

    code = "T08"
    cause = N_("In {part}, paragraph “{paragraph}”, the field “{field}” reaches outside of the file.")
    remedy = N_("Click on it in Word and press Ctrl+Shift+F9, so that only its text stays, and save.")


class NoPicture(TemplateError):
    """A part that is declared as a picture is none: Word would show a red cross in its place."""

    code = "T09"
    cause = N_("The picture “{part}” is none that Word can show, or is damaged.")
    remedy = N_("Delete it in Word, insert the original picture again, and save.")


class TagSyntax(TemplateError):
    """A tag of the template cannot be read."""

    code = "T10"
    cause = N_("In {part}, paragraph “{paragraph}”, the tag {tag} cannot be read: {reason}.")
    remedy = N_("Correct the tag in the template; each for, if and macro needs its endfor, endif and endmacro.")


class UnknownName(TemplateError):
    """A tag asks for a value that the document does not have."""

    code = "T11"
    cause = N_("In {part}, paragraph “{paragraph}”, the tag {tag} asks for “{name}”, which does not exist.")
    remedy = N_("Names that exist here: {known}.")


class MisspeltName(UnknownName):
    """A tag asks for a value that does not exist, but one with a similar name does."""

    code = "T12"
    cause = UnknownName.cause
    remedy = N_("Did you mean “{suggestion}”?")


class UnknownFilter(TemplateError):
    """A tag uses a filter or test that the template language here does not have."""

    code = "T13"
    cause = N_("In {part}, paragraph “{paragraph}”, the tag {tag} uses “{name}”, which does not exist.")
    remedy = N_("Filters and tests that exist: {known}.")


class UnprintableValue(TemplateError):
    """A tag prints something that is no text: a list, a mapping, nothing at all."""

    code = "T14"
    cause = N_("In {part}, paragraph “{paragraph}”, the tag {tag} cannot print “{value}”: {reason}.")
    remedy = N_("Print a text or a number, or use the filter made for such a value.")


class IllegalCharacter(TemplateError):
    """A value holds a control character that no XML document can carry."""

    code = "T15"
    cause = N_(
        "In {part}, paragraph “{paragraph}”, {tag} prints “{value}” with the control character {character}."
    )
    remedy = N_("Delete the invisible character from the data; it usually comes from copied text.")


class FillFailed(TemplateError):
    """Any other fault while the template is filled."""

    code = "T16"
    cause = N_("In {part}, paragraph “{paragraph}”, the tag {tag} failed with the value “{value}”: {reason}.")
    remedy = N_("Compare the tag with the data that it is given.")


class BadStructure(TemplateError):
    """The filled document would not be a valid Word document."""

    code = "T17"
    cause = N_("The filled part {part} would not be a valid Word document near “{paragraph}”: {reason}.")
    remedy = N_(
        "Put tags for whole paragraphs ({{{{p …}}}}, {{%p … %}}) in paragraphs of their own "
        "and leave a paragraph in each cell."
    )


class MissingStyle(TemplateError):
    """A filter refers to a style that the template does not define."""

    code = "T19"
    cause = N_("The template has no style named “{style}”, which the filter “{name}” needs.")
    remedy = N_("Copy the style from a template of the house, or rename the style back; its look may be changed.")


class MisplacedTag(TemplateError):
    """A filter that makes whole paragraphs or runs is used inside a text."""

    code = "T18"
    cause = N_(
        "In {part}, paragraph “{paragraph}”, the tag {tag} makes more than text and cannot stand inside a text."
    )
    remedy = N_("Write it as {wanted}, and for whole paragraphs alone in its paragraph.")


class StrayTag(TemplateError):
    """A tag stands in a part of the package that is not filled: it would be delivered as it is typed."""

    code = "T20"
    cause = N_("The part “{part}” holds the tag {tag}, but tags are not filled there.")
    remedy = N_("Write the tag into the text, a header, a note, a chart or the properties, or delete it.")


class MissingAsset(TemplateError):
    """A tag asks for a picture or a document that does not exist."""

    code = "T21"
    cause = N_(
        "In {part}, paragraph “{paragraph}”, the tag {tag} asks for the file “{name}”, which does not exist."
    )
    remedy = N_("Put the file into the folder of the campaign, or correct its name; similar names: {near}.")


class UnusableAsset(TemplateError):
    """A tag asks for a file that is no picture, or no document that can be inserted."""

    code = "T22"
    cause = N_("In {part}, paragraph “{paragraph}”, the tag {tag} cannot use the file “{name}”: {reason}.")
    remedy = N_("Save the picture as PNG or JPEG, the document in Word as .docx, and try again.")


class LimitExceeded(TemplateError):
    """A tag would take more time or room than any report needs."""

    code = "T30"
    cause = N_("In {part}, paragraph “{paragraph}”, the tag {tag} uses more than is allowed: {what}, {limit}.")
    remedy = N_("Loop over fewer things, and do not let macros call themselves or texts grow in loops.")


class Forbidden(TemplateError):
    """A tag does what no template may do."""

    code = "T31"
    cause = N_("In {part}, paragraph “{paragraph}”, the tag {tag} does what no template may do: {reason}.")
    remedy = N_("Use the values and filters of the house only; let whoever sent the template say what it is for.")
