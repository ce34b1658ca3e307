"""What can be told of a template before it is filled: findings of their own, beside those of :mod:`pipeline.docx`.

Where a mistake would stop a filling in the same words, lint uses the engine's classes (T10 to T19).
"""

from __future__ import annotations

from pipeline.errors import DataError, TemplateError
from pipeline.i18n import N_


class BrokenBraces(TemplateError):
    code = "L01"
    cause = N_("In {part}, paragraph “{paragraph}”, the braces of {tag} are broken.")
    remedy = N_("Write {{{{ name }}}} or {{% … %}} with both marks on both sides and no blanks between them.")


class SplitTag(TemplateError):
    code = "L02"
    cause = N_("In {part}, paragraph “{paragraph}”, the tag {tag} goes on in the next paragraph.")
    remedy = N_("Write the whole tag into one paragraph.")


class SharedElement(TemplateError):
    code = "L03"
    cause = N_("In {part}, paragraph “{paragraph}”, the tag {tag} takes this with it, which is lost: “{lost}”.")
    remedy = N_("Give the tag a paragraph, cell or row of its own.")


class OutsideTable(TemplateError):
    code = "L04"
    cause = N_("In {part}, paragraph “{paragraph}”, the tag {tag} is for tables, but stands in none.")
    remedy = N_("Write {{%p … %}}, or put the tag into a row of the table.")


class Unbalanced(TemplateError):
    code = "L05"
    cause = N_("In {part}, paragraph “{paragraph}”, the tag {tag} has no {missing}.")
    remedy = N_("Add the missing tag, or delete this one.")


class Crossing(TemplateError):
    code = "L06"
    cause = N_("In {part}, paragraph “{paragraph}”, the tag {tag} closes a block before {other} in it is closed.")
    remedy = N_("Close first what was opened last.")


class MixedKinds(TemplateError):
    code = "L07"
    cause = N_("In {part}, paragraph “{paragraph}”, the tag {tag} belongs to {other}, but stands elsewhere.")
    remedy = N_("Open and close a block in the same way: both {{%p, both {{%tr of one table, or both in one text.")


class HiddenCharacter(TemplateError):
    code = "L08"
    cause = N_("In {part}, paragraph “{paragraph}”, the tag {tag} holds the hidden character {character}.")
    remedy = N_("Delete the tag and type it anew; do not copy it from a mail or a web page.")


class QuoteMarks(TemplateError):
    code = "L09"
    cause = N_("In {part}, paragraph “{paragraph}”, the tag {tag} holds the quotation mark {character}.")
    remedy = N_("Use straight quotation marks inside tags: \" or '.")


class ForeignLetters(TemplateError):
    code = "L10"
    cause = N_(
        "In {part}, paragraph “{paragraph}”, the tag {tag} holds a letter of another alphabet that only looks "
        "Latin: {character}."
    )
    remedy = N_("Type the word anew on a Latin keyboard: “{suggestion}”.")


class NoList(TemplateError):
    code = "L11"
    cause = N_("In {part}, paragraph “{paragraph}”, the tag {tag} loops over “{name}”, which is {kind}.")
    remedy = N_("Loop over a list; of a group of figures write “{name} | items” with two names.")


class NoKeys(TemplateError):
    code = "L12"
    cause = N_("In {part}, paragraph “{paragraph}”, the tag {tag} asks for “{key}” of “{name}”, which is {kind}.")
    remedy = N_("Only groups have names below them; loop over a list first.")


class MethodName(TemplateError):
    code = "L13"
    cause = N_("In {part}, paragraph “{paragraph}”, the tag {tag} uses “{key}” of “{name}” as in Python.")
    remedy = N_("Here names below a group are its keys only; for its pairs write “{name} | items”.")


class NoFunction(TemplateError):
    code = "L14"
    cause = N_("In {part}, paragraph “{paragraph}”, the tag {tag} calls “{name}”, which cannot be called.")
    remedy = N_("Only range and the macros of the template can be called; use a filter: {known}.")


class WrongKind(TemplateError):
    code = "L15"
    cause = N_(
        "In {part}, paragraph “{paragraph}”, the tag {tag} gives {kind} (“{name}”) to the filter “{filter}”."
    )
    remedy = N_("Use a filter for this kind of value, or another value.")


class WrongOrder(TemplateError):
    code = "L16"
    cause = N_("In {part}, paragraph “{paragraph}”, the tag {tag} compares {left} with {right}.")
    remedy = N_("Compare numbers with numbers and texts with texts.")


class NeverEqual(TemplateError):
    code = "L17"
    severity = "warning"
    cause = WrongOrder.cause
    remedy = N_("They are never equal: compare numbers, without quotation marks, with numbers, texts with texts.")


class BareNumber(TemplateError):
    code = "L18"
    cause = N_("In {part}, paragraph “{paragraph}”, the tag {tag} prints a number that is no declared figure.")
    remedy = N_("Declare an aggregate in campaign.yaml, or for row numbers write “| row”.")


class MaybeMissing(TemplateError):
    code = "L19"
    severity = "warning"
    cause = N_("In {part}, paragraph “{paragraph}”, the tag {tag} uses “{name}”, which units may leave out.")
    remedy = N_("Put it into “if {name} is defined”, or write “{name} | default('…')”; or make it required.")


class OtherDocument(TemplateError):
    code = "L20"
    severity = "warning"
    cause = N_(
        "In {part}, paragraph “{paragraph}”, the tag {tag} uses “{name}”, which exists in some of the documents "
        "that use the template, but not in: {documents}."
    )
    remedy = N_("See that the condition around it leaves it out there.")


class KeysOnly(TemplateError):
    code = "L21"
    severity = "warning"
    cause = N_("In {part}, paragraph “{paragraph}”, the tag {tag} loops over the keys of “{name}” alone.")
    remedy = N_("Write “for key, value in {name} | items”.")


class UnusedNames(DataError):
    code = "L22"
    severity = "info"
    cause = N_("No template, and nothing in campaign.yaml, uses these names of the schema: {names}.")
    remedy = N_("Units may print them in their own texts; else use them, or take them out of the schema.")
