"""The visits of a day: planned, booked, and which are booked."""

from datetime import date

from cmcli.desk import Desk
from cmcli.domain import visit as rules
from cmcli.domain.callback import booked as promised
from cmcli.domain.client import Client
from cmcli.domain.ref import ref_of
from cmcli.domain.visit import Candidate, Terms
from cmcli.errors import NotFound, Refused, Usage
from cmcli.i18n import gettext
from cmcli.messages import Message, say
from cmcli.named import NamedTuple
from cmcli.nouns.callback import full_day
from cmcli.queries import policies
from cmcli.queries import visit as queries
from cmcli.views import visit as view
from cmcli.views.visit import Planned


class Asked(NamedTuple):
    """The day, the clients named, the district, and how the visits lie in the day."""

    day: date
    named: tuple[Client, ...] = ()
    district: str | None = None
    start: int | None = None
    minutes: int | None = None
    travel: int | None = None
    limit: int | None = None


def day_and_names(here: Desk, words: list[str]) -> tuple[date, list[str]]:
    """The first word is the day where it means one, tomorrow by default; the others are clients."""
    try:
        return (here.day(words[0]), words[1:]) if words else (here.day("tomorrow"), [])
    except Usage:
        # A date that is none is no name either.
        if words[0][:1].isdigit() and not words[0].isdecimal():
            raise
        return here.day("tomorrow"), words


def plan(here: Desk, asked: Asked, *, book: bool, reveal: bool) -> None:
    """The round, and with `book` a promise for each of its visits."""
    here.speak.reveal = reveal
    rules.not_past(asked.day, here.now)
    terms = queries.terms(here.settings, asked.start, asked.minutes, asked.travel)
    terms = rules.terms_of(terms, asked.day, here.now)
    if not book:
        found = _planned(here, asked, terms)
    else:
        with here.store.transaction():
            found = _planned(here, asked, terms)
            if found.round.stops:
                found = _book(here, found)
    here.show(
        lambda: view.document(found, here.speak),
        lambda: (
            view.receipt_of(found, full_day(here, found.made[0].due_at), here.speak)
            if found.made
            else view.page(found, here.speak)
        ),
    )


def _planned(here: Desk, asked: Asked, terms: Terms) -> Planned:
    booked = queries.booked(here.store, asked.day, terms.minutes, here.now)
    taken = {one.client.id for one in booked}
    wanted = [one for one in _candidates(here, asked) if one.client.id not in taken]
    chosen = rules.limited(wanted, asked.limit)
    working = policies.working_day(here.settings)(asked.day)
    return Planned(
        asked.day, terms, rules.planned(chosen, terms, booked), tuple(booked),
        len(wanted) - len(chosen), working, tuple(_warnings(here, asked.day, working)),
    )  # fmt: skip


def _candidates(here: Desk, asked: Asked) -> list[Candidate]:
    why = queries.reasons(here.store, here.settings, asked.day, here.now)
    if asked.named:
        found = queries.candidates(here.store, why, [client.id for client in asked.named])
        kept = {one.client.id for one in found}
        for client in asked.named:
            if client.id not in kept:
                raise Refused(
                    say("{name} is closed or archived", name=client.name),
                    say("cm client edit {ref} --status active", ref=ref_of("client", client.id)),
                )
    else:
        found = queries.candidates(here.store, why)
    if asked.district is not None:
        wanted = _districts(here, asked.district)
        found = [one for one in found if one.district in wanted]
    return found


def _districts(here: Desk, text: str) -> list[str]:
    """The districts that a text names: by the whole name, else by a part of it."""
    known, typed = queries.districts(here.store), text.strip().casefold()
    found = [name for name in known if name.casefold() == typed]
    found = found or [name for name in known if typed and typed in name.casefold()]
    if not found:
        most = ", ".join(f"{name} {count}" for name, count in known.most_common(6))
        raise NotFound(
            say("no client lives in {text}", text=text),
            say("clients live in: {names}", names=most)
            if most
            else say("no district is known yet: cm client edit CLIENT --district …"),
        )
    return found


def _warnings(here: Desk, day: date, working: bool) -> list[Message]:  # noqa: FBT001 passed on
    noon = rules.moment(day, 12 * 60, here.now)
    found = policies.coverage_warnings(here.settings, noon, noon)
    if not working:
        found.append(say("{day} is a day off by the office calendar", day=day))
    return found


def _book(here: Desk, found: Planned) -> Planned:
    """A callback for each stop, all in one entry of the history."""
    purposes = [
        gettext("visit: {what}").format(what=here.speak(rules.purpose(stop.candidate)))
        for stop in found.round.stops
    ]
    new = rules.bookings(found.round, purposes, found.day, here.now)
    changes = [change for callback in new for change in promised(callback, here.now)]
    applied = here.apply(changes, found.day)
    made = tuple(callback._replace(id=applied.ids[callback.id]) for callback in new)
    return found._replace(made=made)
