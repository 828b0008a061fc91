"""Passing insights on: a digest without names and numbers, and noting who heard of it."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from cmcli.desk import Desk
from cmcli.domain import feedback as opinions
from cmcli.domain import insight as rules
from cmcli.domain import veil as veils
from cmcli.domain.client import Client
from cmcli.domain.days import day_of, midnight
from cmcli.domain.feedback import FeedbackFile, Theme
from cmcli.domain.insight import InsightFile
from cmcli.domain.veil import Veil
from cmcli.i18n import gettext
from cmcli.messages import say, say_n
from cmcli.named import NamedTuple
from cmcli.nouns import papers
from cmcli.queries import feedback
from cmcli.queries import insight as queries
from cmcli.views import insight as view
from cmcli.views.insight import Digest, Entry
from cmcli.views.sheet import Line, Sheet
from cmcli.views.write import receipt

if TYPE_CHECKING:
    from cmcli.domain.period import Period


class Asked(NamedTuple):
    """What to pass on: those of these numbers, else those of the period, a kind, a tag; with what
    clients spoke of, if `themes`; to whom and when.
    """  # noqa: D205

    numbers: list[int]
    over: "Period | None"
    kind: str | None
    tag: str | None
    themes: bool
    audience: str | None
    at: datetime


def share(here: Desk, asked: Asked, wish: papers.Wish) -> None:
    """The digest where it was asked for; then who heard of it, as one entry of the history."""
    files = _found(here, asked)
    if asked.audience is not None:
        # Refused before anything is written anywhere.
        rules.shared(files, asked.audience, asked.at, here.now)
    digest = _digest(here, asked, files)
    page = view.sheet(digest, here.speak)
    if wish.form:
        papers.put(here, wish, page, gettext("Market and cases"))
    if asked.audience and files:
        digest = digest._replace(told=_noted(here, files, asked.audience, asked.at))
    if wish.form is None:
        here.show(lambda: view.digest_document(digest, here.speak),
                  lambda: view.sheet(digest, here.speak))  # fmt: skip
    elif wish.target:
        _said(here, digest, str(wish.target))


def _said(here: Desk, digest: Digest, path: str) -> None:
    written = say("written: {path}", path=path)
    told = say_n("shared with {audience}: one insight that was new to them",
                 "shared with {audience}: {count} insights that were new to them",
                 digest.told, audience=digest.audience)  # fmt: skip
    here.show(
        lambda: {**view.digest_document(digest, here.speak), "path": path},
        lambda: receipt(here.speak, written, [told]) if digest.told
        else Sheet((Line(here.speak(written)),)),
    )  # fmt: skip


def _found(here: Desk, asked: Asked) -> list[InsightFile]:
    if not asked.over:
        return [file for file, _ in queries.named(here.store, asked.numbers)]
    start, end = _window(here, asked.over)
    found = queries.listed(
        here.store, kind=asked.kind, tag=asked.tag, since=start, until=end, sort="at"
    )
    return [file for file, _ in found]


def _window(here: Desk, over: "Period") -> tuple[datetime, datetime]:
    return midnight(over.start, here.zone), midnight(over.end + timedelta(days=1), here.zone)


def _noted(here: Desk, files: list[InsightFile], audience: str, at: datetime) -> int:
    """Read again and written: another may have shared one meanwhile."""
    with here.store.transaction():
        numbers = [file.insight.id for file in files]
        now = [file for file, _ in queries.named(here.store, numbers)]
        changes = rules.shared(now, audience, at, here.now)
        here.apply(changes, audience)
    return len(changes)


def _digest(here: Desk, asked: Asked, files: list[InsightFile]) -> Digest:
    names = queries.all_names(here.store)
    veil = Veil(names, lambda letter: here.speak(say("client {x}", x=letter)))
    entries = [_entry(here, file, veil) for file in files]
    over = asked.over
    before = over.previous() if over else None
    themes = _themes(here, over, before, veil) if over and before and asked.themes else []
    return Digest(over, before, entries, themes, asked.audience)


def _entry(here: Desk, file: InsightFile, veil: Veil) -> Entry:
    """One insight without what tells of a client."""
    found = file.insight
    client = here.store.get(Client, found.client_id) if found.client_id else None
    whole = f"{found.title} {found.text or ''} {found.source or ''}"
    parts = veils.parts(client, whole) if client else []

    def hidden(text: str | None) -> str:
        return veil.text(text or "", parts)

    title, text = hidden(found.title), hidden(found.text)
    return Entry(
        file.ref, found.kind, day_of(found.at, here.now), title, text, hidden(found.source),
        tuple(map(hidden, file.words)), veil.label(client.id) if client else None,
        view.about(client, here.now.date()) if client else None,
    )  # fmt: skip


def _themes(here: Desk, over: "Period", before: "Period", veil: Veil) -> list[Theme]:
    now, then = (_opinions(here, period) for period in (over, before))
    return [
        theme._replace(name=veil.text(theme.name) if theme.name else None)
        for theme in opinions.themes(now, then)
    ]


def _opinions(here: Desk, period: "Period") -> list[FeedbackFile]:
    start, end = _window(here, period)
    found = feedback.listed(
        here.store, client=None, tier=None, theme=None, since=start, until=end, sort=None
    )
    return [file for file, _ in found]
