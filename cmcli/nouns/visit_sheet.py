"""The pages to take along: on the terminal, in one file, or a file for each client in a folder."""

from datetime import date
from pathlib import Path

from cmcli.desk import Desk
from cmcli.domain.callback import Callback
from cmcli.domain.client import Client
from cmcli.domain.ref import ref_of
from cmcli.errors import FileUnusable, NotFound, Usage
from cmcli.i18n import gettext
from cmcli.messages import say
from cmcli.nouns import papers
from cmcli.queries import visit as rounds
from cmcli.queries import visit_file as queries
from cmcli.queries.visit_file import VisitFile
from cmcli.views import paper
from cmcli.views import visit_sheet as view
from cmcli.views.sheet import Line, Sheet

# What is written into a folder where no form is named.
_USUAL = "docx"

Visits = list[tuple[Client, Callback | None]]


def whom(here: Desk, clients: list[Client], day: date | None) -> Visits:
    """The named clients, or those whose visit is booked for the day, in the order of the day."""
    if clients and day:
        raise Usage(say("clients, or --day: not both"), say("cm visit sheet --day tomorrow"))
    if clients:
        booked = {one.client_id: one for one in _ahead(here, clients)}
        return [(client, booked.get(client.id)) for client in dict.fromkeys(clients)]
    if day is None:
        raise Usage(say("whom do you visit?"), say("cm visit sheet CLIENT, or --day tomorrow"))
    found = rounds.visits(here.store, day, here.now)
    if not found:
        raise NotFound(
            say("no visit is booked for {day}", day=day),
            say("cm visit plan {day} --book", day=day.isoformat()),
        )
    return [(here.store.get(Client, one.client_id), one) for one in found]


def _ahead(here: Desk, clients: list[Client]) -> list[Callback]:
    """The next booked visit of each, the nearest last."""
    found = [rounds.next_visit(here.store, client.id, here.now) for client in clients]
    return [one for one in found if one]


def write(
    here: Desk, visits: Visits, form: str | None, out: str | None, *, reveal: bool
) -> None:  # fmt: skip
    """The pages to where they were asked for."""
    here.speak.reveal = reveal
    folder = _folder(out)
    asked = papers.wish(form or (_USUAL if folder else None), None if folder else out)
    files = [
        queries.of(here.store, here.settings, client, visit, here.now) for client, visit in visits
    ]
    if folder:
        _each(here, files, folder, str(asked.form))
    elif asked.form:
        papers.put(here, asked, _sheet(here, files, on_paper=True), gettext("Visit sheet"))
        papers.said(here, asked)
    else:
        here.show(
            lambda: [view.document(one, here.speak) for one in files],
            lambda: _sheet(here, files, on_paper=False),
        )


def _sheet(here: Desk, files: list[VisitFile], *, on_paper: bool) -> Sheet:
    names = here.settings.text("manager.name"), here.settings.text("manager.branch")
    return view.sheet(files, names, here.speak, paper=on_paper)


def _folder(out: str | None) -> Path | None:
    """The folder that was named: one that is there, or by the stroke at its end."""
    if not out:
        return None
    target = Path(out).expanduser()
    if target.is_dir():
        return target
    if out.endswith(("/", "\\")):
        raise FileUnusable(
            say("there is no folder {folder}", folder=out), say("make it first, or name a file")
        )
    return None


def _each(here: Desk, files: list[VisitFile], folder: Path, form: str) -> None:
    """A file for each client, by reference and name."""
    from cmcli.i18n import language

    paths = []
    for one in files:
        client = one.file.client
        name = "".join(c if c.isalnum() else "_" for c in client.name)
        target = folder / f"{ref_of('client', client.id)}-{name[:60]}.{form}"
        data = paper.rendered(
            _sheet(here, [one], on_paper=True), form, title=gettext("Visit sheet"),
            language=language(),
        )  # fmt: skip
        paper.save(target, data)
        paths.append(str(target))
    here.show(
        lambda: {"paths": paths},
        lambda: Sheet(tuple(Line(here.speak(say("written: {path}", path=path))) for path in paths)),
    )
