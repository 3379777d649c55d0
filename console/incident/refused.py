"""The one way to say no."""

from __future__ import annotations


class Refused(Exception):
    """The command cannot be done; the message is one sentence that says what, where and what to do."""

    def __init__(self, words: str = "", field: str = "") -> None:
        """`field` is what was filled in wrong, by its name in the command; empty where it is no one field's fault."""
        super().__init__(words)
        self.field = field


class Wrong(str):
    """A sentence that says what is wrong, and in which field it is: a refusal on its way to the screen."""

    __slots__ = ("field",)
    field: str

    def __new__(cls, field: str, words: str) -> Wrong:
        """`field` is the name of what was filled in; empty where it is no one field's fault."""
        made = super().__new__(cls, words)
        made.field = field
        return made


def said(error: Exception) -> Wrong:
    """The sentence of a refusal or of any other fault, with the field that it names."""
    return Wrong(error.field if isinstance(error, Refused) else "", str(error))
