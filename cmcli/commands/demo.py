"""`cm demo`: a book of invented clients, and the agenda of its day."""

import os
import shlex
from typing import Any

from cmcli import agenda, desk
from cmcli.i18n import language
from cmcli.messages import Message, say
from cmcli.transfer.demo import file
from cmcli.views import today as view
from cmcli.views.sheet import BLANK, Line, Sheet, Span


def demo() -> None:
    """Make a book of invented clients to try; the own book is never touched."""
    here = desk.current()
    if not (here.db or os.environ.get("CM_DB")):
        here.db = str(desk.default_path().with_name("demo.db"))
    counts = file.write(here.store, here.settings, here.now, language())
    here.reread()
    here.show(lambda: _document(here, counts), lambda: _page(here, counts))


def _document(here: desk.Desk, counts: dict[str, int]) -> dict[str, Any]:
    plural = {f"{noun}s": number for noun, number in counts.items()}
    return {"db": str(here.path.resolve()), **plural}


def _page(here: desk.Desk, counts: dict[str, int]) -> Sheet:
    made = say("{clients} invented clients, {contacts} contacts; your own book is untouched",
               clients=counts["client"], contacts=counts["interaction"])  # fmt: skip
    built = agenda.build(here.store, here.settings, here.now)
    page = view.page(built, here.settings, here.speak, None)
    head = (Line(here.speak(made)), Line(Span(here.speak(_use(here)), "ref")), BLANK)
    return Sheet((*head, *page.blocks), page.hint)


def _use(here: desk.Desk) -> Message:
    path = str(here.path.resolve())
    if os.name == "posix":
        return say("to use it: export CM_DB={path}", path=shlex.quote(path))
    return say('to use it: cm --db "{path}"', path=path)
