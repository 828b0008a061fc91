"""What the common verbs (`show`, `done`, `snooze`, `edit`, `rm`) mean for each noun.

A module is called as its noun and offers what the noun can do:

- `show(desk, id)`: print the record, everything about it
- `done(desk, id, note)`: the one meaning `done` has for it
- `snooze(desk, id, due)`: another time
- `edit(desk, id, fields)`: new values for named fields, as typed
- `remove(desk, id)`: take a record back that was entered by mistake

A verb that a module does not offer is refused by the name of the noun. A letter whose noun has no
module here is kept for later.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from cmcli.domain.ref import Ref
from cmcli.errors import Usage
from cmcli.messages import Code, say


def exists(noun: str) -> bool:
    """Whether the program knows the noun: it has a module here."""
    return find_spec(f"cmcli.nouns.{noun}") is not None


def verb(ref: Ref, name: str, command: str | None = None) -> Any:
    """The function that `name` is for the noun of `ref`; raises `Usage` where it has none.

    `command` is what the user typed, where it differs from `name`.
    """
    if exists(ref.noun):
        found = getattr(import_module(f"cmcli.nouns.{ref.noun}"), name, None)
        if found:
            return found
    # What cannot be shown is not looked at with `show` either.
    look = say("cm show {ref} says what can be done", ref=str(ref))
    raise Usage(
        say("cm {verb} has no meaning for {ref} ({noun})", verb=command or name,
            noun=Code("noun", ref.noun), ref=str(ref)),
        look if exists(ref.noun) and name != "show" else say("all commands: cm --help"),
    )  # fmt: skip
