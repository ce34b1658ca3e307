"""Reasons: why an expression or a filter cannot be used, in words that can be translated."""

from __future__ import annotations

from pipeline.errors import DataError
from pipeline.i18n import Language, translate


class Reason(ValueError):
    """A text (a message id) with its parameters, on its way to the error that names tag and place."""

    def __init__(self, text: str, /, **params: object) -> None:
        super().__init__(text)
        self.text = text
        self.params = params

    def __str__(self) -> str:
        return self.text.format(**self.params)


class Reasoned(DataError):
    """An error with a ``reason`` that is itself a text, filled from the same parameters."""

    def message(self, language: Language = "en") -> str:
        reason = translate(str(self.params["reason"]), language, **self.params)
        return translate(self.cause, language, **{**self.params, "reason": reason})
