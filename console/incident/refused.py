"""The one way to say no."""


class Refused(Exception):
    """The command cannot be done; the message is one sentence that says what, where and what to do."""
