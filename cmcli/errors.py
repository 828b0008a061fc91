"""What can go wrong, and the exit code it ends with.

Every error says what happened, why, and where it helps what to do, as messages that
`__main__` translates into one or two lines on stderr.
"""

from typing import Any

from cmcli.messages import Message, say


class CmError(Exception):
    """Base of all errors a user may see; `exit_code` becomes the status of the process."""

    exit_code = 1

    def __init__(self, message: Message, hint: Message | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return str(self.message)


class Usage(CmError):
    """The request cannot be understood or a value is out of range."""

    exit_code = 2


class NotFound(CmError):
    """Nothing, or more than one thing, answers to the name given."""

    exit_code = 3


class Ambiguous(NotFound):
    """Several records answer; `choices` lists them for a prompt."""

    def __init__(self, message: Message, choices: list[Any], hint: Message | None = None) -> None:
        super().__init__(message, hint)
        self.choices = choices


class Refused(CmError):
    """A rule of the product forbids it."""

    exit_code = 4


class FileUnusable(CmError):
    """The book, or a file to read or write, cannot be used."""

    exit_code = 5


def disk_full(path: str) -> FileUnusable:
    """What is said where `path` found no room."""
    return FileUnusable(
        say("the disk that holds {path} is full; nothing was written", path=path),
        say("free some space and run it again"),
    )


class Interrupted(CmError):
    """The user stopped a prompt."""

    exit_code = 130

    def __init__(self) -> None:
        super().__init__(say("stopped; nothing was written"))
