"""The verbs that take a reference: done, snooze, show, why, edit, rm."""

from typing import Annotated

import typer

from cmcli import desk
from cmcli.domain.ref import need_ref
from cmcli.errors import NotFound, Usage
from cmcli.i18n import N_
from cmcli.messages import say
from cmcli.nouns import verb
from cmcli.params import NoteArg, RefArg
from cmcli.typed import note_from

RefAndWhen = Annotated[
    list[str], typer.Argument(metavar="REF WHEN", help=N_("which, and the new time: b3 周五"))
]
All = Annotated[
    bool, typer.Option("--all", help=N_("every callback due by today: cm snooze --all tomorrow"))
]
Fields = Annotated[
    list[str], typer.Argument(metavar="FIELD=VALUE", help=N_("new values; empty clears"))
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help=N_("do not ask"))]


def done(ref: RefArg, note: NoteArg = None) -> None:
    """A callback done, a request resolved, a key contact logged."""
    here = desk.current()
    found = need_ref(ref)
    verb(found, "done")(here, found.id, note_from(note))


def snooze(words: RefAndWhen, everything: All = False) -> None:
    """Promise it for another time; --all moves a whole day."""
    here = desk.current()
    if everything:
        from cmcli.nouns.callback import snooze_all

        snooze_all(here, here.when(" ".join(words)))
        return
    found = need_ref(words[0])
    if len(words) < 2:
        raise Usage(say("to when?"), say("cm snooze {ref} 周五", ref=str(found)))
    verb(found, "snooze")(here, found.id, here.when(" ".join(words[1:])))


def show(ref: RefArg) -> None:
    """Everything about one record."""
    here = desk.current()
    found = need_ref(ref)
    verb(found, "show")(here, found.id)


def why(ref: RefArg) -> None:
    """Explain a line of the agenda."""
    # The agenda is much to import for the verbs beside this one.
    from cmcli import agenda
    from cmcli.views import today as view

    here = desk.current()
    found = need_ref(ref)
    name = str(found)
    built = agenda.build(here.store, here.settings, here.now)
    items = [item for item in built.items if item.ref == name]
    if not items:
        # A report that was not begun has a line and no record.
        if found.noun != "report":
            here.store.need(found.noun, found.id)
        raise NotFound(
            say("{ref} is not on today's agenda", ref=name),
            say("cm show {ref} tells what it is", ref=name),
        )
    here.show(
        lambda: view.items_document(items, here.speak),
        lambda: view.explanation(items, here.speak),
    )


def edit(ref: RefArg, fields: Fields) -> None:
    """Correct fields of one record."""
    here = desk.current()
    found = need_ref(ref)
    pairs: dict[str, str] = {}
    for field in fields:
        name, equals, value = field.partition("=")
        if not equals or not name.strip():
            raise Usage(
                say("{text} is not FIELD=VALUE", text=field), say("for example purpose=回电")
            )
        pairs[name.strip()] = value
    verb(found, "edit")(here, found.id, pairs)


def rm(ref: RefArg, yes: Yes = False) -> None:
    """Remove a record that was entered by mistake; undo brings it back."""
    here = desk.current()
    found = need_ref(ref)
    remove = verb(found, "remove", "rm")
    if yes or here.confirm(say("Remove {ref}?", ref=str(found))):
        remove(here, found.id)
