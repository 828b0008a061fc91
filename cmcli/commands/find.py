"""`cm find`: search names, notes and summaries."""

import re
from typing import Annotated, Any

import typer

from cmcli import desk
from cmcli.domain.client import mask_numbers
from cmcli.domain.ref import LETTERS, ref_of
from cmcli.errors import Usage
from cmcli.i18n import N_, gettext
from cmcli.messages import Code, say
from cmcli.params import Limit
from cmcli.queries.search import Hit
from cmcli.queries.search import find as search
from cmcli.views.record import client_tag, instant
from cmcli.views.sheet import Column, Line, Sheet, Span, named, simple_table
from cmcli.views.speech import moment, starred

_MEASURE = re.compile(r"[a-z_]+\.[a-z_]+", re.ASCII)
Words = Annotated[list[str], typer.Argument(metavar="TEXT", help=N_("words that all occur"))]


def find(text: Words, limit: Limit = None) -> None:
    """Search in everything that was written."""
    here = desk.current()
    words = " ".join(text).strip()
    if not words:
        raise Usage(say("what should be searched for?"), say("cm find 学费"))
    hits = search(here.store, words, limit or 50)
    here.show(lambda: [_document(here, hit) for hit in hits], lambda: _page(here, hits))


def _ref(hit: Hit) -> str:
    if hit.client is None or hit.noun in LETTERS.values():
        return ref_of(hit.noun, hit.id)
    return ref_of("client", hit.client.id)


def _document(here: desk.Desk, hit: Hit) -> dict[str, Any]:
    return {
        "ref": _ref(hit),
        "kind": hit.noun,
        "client": client_tag(hit.client),
        "text": mask_numbers(hit.text),
        "at": instant(hit.at, here.zone),
    }


def _page(here: desk.Desk, hits: list[Hit]) -> Sheet:
    if not hits:
        return Sheet((Line(gettext("nothing found")),))
    columns = (Column(), named(), Column(), Column(shrink=True, least=20))
    rows = [_row(here, hit) for hit in hits]
    return Sheet((simple_table(columns, rows),), gettext("next: cm show REF"))


def _row(here: desk.Desk, hit: Hit) -> tuple[Any, ...]:
    return (
        Span(_ref(hit), "ref"),
        starred(hit.client.name, hit.client.tier, here.speak) if hit.client else "",
        moment(hit.at, here.speak),
        here.speak(_said(hit)),
    )


def _said(hit: Hit) -> Code | str:
    """A goal without a note goes by its measure, which has a name in the reader's language."""
    goal = hit.noun == "goal" and _MEASURE.fullmatch(hit.text)
    return Code("measure", hit.text) if goal else hit.text
