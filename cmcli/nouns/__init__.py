"""What the common verbs (`show`, `done`, `snooze`, `edit`, `rm`) mean for each noun.

A module is called as its noun and offers what the noun can do:

- `show(desk, id)`: print the record, everything about it
- `done(desk, id, note)`: the one meaning `done` has for it
- `snooze(desk, id, due)`: another time
- `edit(desk, id, fields)`: new values for named fields, as typed
- `remove(desk, id)`: take a record back that was entered by mistake

A verb that a module does not offer is refused by the name of the noun.
"""

from importlib import import_module
from typing import Any

from cmcli.domain.ref import Ref
from cmcli.errors import Usage
from cmcli.messages import Code, say

# The nouns that exist; the letters of the others are kept for them.
NOUNS = (
    "client", "interaction", "callback", "request", "deal", "product", "report", "feedback",
    "action", "plan", "holding", "profile", "assessment", "disclosure", "risk",
)  # fmt: skip


def verb(ref: Ref, name: str, command: str | None = None) -> Any:
    """The function that `name` is for the noun of `ref`; raises `Usage` where it has none.

    `command` is what the user typed, where it differs from `name`.
    """
    if ref.noun in NOUNS:
        found = getattr(import_module(f"cmcli.nouns.{ref.noun}"), name, None)
        if found:
            return found
    raise Usage(
        say("cm {verb} has no meaning for a {noun} ({ref})", verb=command or name,
            noun=Code("noun", ref.noun), ref=str(ref)),
        say("cm show {ref} says what can be done", ref=str(ref)),
    )  # fmt: skip
