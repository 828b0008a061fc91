"""The packet for the other department: on the terminal, or in a file to send."""

from cmcli.desk import Desk
from cmcli.i18n import gettext
from cmcli.nouns import papers
from cmcli.queries import handoff as queries
from cmcli.views import handoff_packet as view


def write(here: Desk, number: int, form: str | None, out: str | None, *, reveal: bool) -> None:
    """The packet to where it was asked for; that numbers were shown in full leaves a trace."""
    found = queries.packet(here.store, number)
    asked = papers.wish(form, out)
    if reveal:
        here.store.note(f"handoff packet {found.handoff.ref} --reveal", here.now)
    here.speak.reveal = reveal
    names = here.settings.text("manager.name"), here.settings.text("manager.branch")
    if asked.form:
        papers.put(here, asked, view.sheet(found, names, here.speak), gettext("Hand-off"))
        papers.said(here, asked)
    else:
        here.show(
            lambda: view.document(found, names, here.speak),
            lambda: view.sheet(found, names, here.speak),
        )
