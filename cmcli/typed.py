"""Texts that do not stand on the command line: from standard input, or an editor."""

import sys

from cmcli.errors import Usage
from cmcli.messages import say


def note_from(note: str | None, *, edit: bool = False) -> str | None:
    """The note itself, of standard input where it is `-`, of `$EDITOR` with `--edit`."""
    if edit:
        from cmcli import prompts

        return prompts.edit(note or "") or None
    if note != "-":
        return note
    text = sys.stdin.read().strip()
    if not text:
        raise Usage(say("standard input holds no note"))
    return text
