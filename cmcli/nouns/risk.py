"""The verbs of a risk."""

from datetime import date, datetime
from typing import Any

from cmcli.desk import Desk
from cmcli.domain import risk as rules
from cmcli.domain.client import Client, clean_text
from cmcli.domain.days import day_of
from cmcli.domain.ref import ref_of
from cmcli.domain.risk import Found, Risk
from cmcli.errors import Usage
from cmcli.i18n import gettext
from cmcli.messages import Code, Message, joined, say
from cmcli.queries import risk as queries
from cmcli.views import contact as contacts
from cmcli.views import risk as view
from cmcli.views.write import receipt


def line(text: str) -> str:
    """A text as one line without control characters."""
    return " ".join(clean_text(text).split())


def review_day(here: Desk, typed: str | None) -> date:
    """The day of the next review: as typed, else as the setting says."""
    given = here.day(typed) if typed else None
    return rules.review_day(given, here.settings["risk.review_days"], here.now)


def add(
    here: Desk, client: Client, title: str, review: str | None, measure: str | None, **codes: str
) -> None:
    """A risk that the manager saw; `codes` are kind and severity."""
    risk = Risk(
        -1, client.id, title=line(title), measure=line(measure or "") or None,
        review_on=review_day(here, review), rule=None, opened_at=here.now, closed_at=None,
        outcome=None, reason=None, created_at=here.now, **codes,
    )  # fmt: skip
    with here.store.transaction():
        applied = here.apply(rules.added(risk), ref_of("client", client.id))
    answer(here, applied.ids[risk.id], said(risk))


def said(risk: Risk) -> Any:
    """How grave it is, and the day of its review."""
    review = say("review: {day}", day=risk.review_on) if risk.review_on else None
    return joined([view.graveness(risk), review])


def answer(here: Desk, number: int, what: Any, hint: Message | None = None) -> None:
    """The risk as it is now, and what happened to it."""
    risk = here.store.get(Risk, number)
    client = here.tag(risk.client_id)
    head = joined([f"{ref_of('risk', number)} {client.name}", risk.title, what])
    effects = [say("measure: {text}", text=risk.measure) if risk.measure else None, risk.reason]
    here.show(
        lambda: view.document(risk, client, here.now),
        lambda: receipt(here.speak, head, effects, hint=hint),
    )


def show(here: Desk, number: int) -> None:
    """One risk with its reviews."""
    risk = here.store.get(Risk, number)
    client, held = here.tag(risk.client_id), queries.reviews(here.store, number)
    here.show(
        lambda: view.file_document(risk, client, held, here.now),
        lambda: view.page(risk, client, held, here.speak),
    )


def listing(here: Desk, *, due: bool, limit: int | None, **filters: Any) -> None:
    """The register, or the reviews that are due."""
    found = queries.listed(here.store, **filters)
    if due:
        found = [pair for pair in found if rules.is_due(pair[0], here.now)]
    found = here.cut(found, limit)
    here.show(
        lambda: [view.document(*pair, here.now) for pair in found],
        lambda: view.listing(found, here.speak),
    )


def review(here: Desk, number: int, found: Found, following: str | None) -> None:
    """A review was held."""
    day = review_day(here, following)
    with here.store.transaction():
        risk = here.store.get(Risk, number)
        changes = rules.reviewed(risk, found, day, here.now)
        here.apply(changes, ref_of("risk", number))
    held = queries.reviews(here.store, number)[0]
    late = view.lateness(held, here.now)
    answer(here, number, joined([say("reviewed"), late, said(here.store.get(Risk, number))]))


def close(here: Desk, number: int, reason: str | None) -> None:
    """No longer a risk; why is asked for on a terminal."""
    given = reason or ""
    if not given.strip() and here.interactive:
        from cmcli import prompts

        rules.still_open(here.store.get(Risk, number), here.now)
        given = prompts.text(gettext("Why is it no longer a risk"))
    with here.store.transaction():
        risk = here.store.get(Risk, number)
        here.apply(rules.closed(risk, clean_text(given), here.now), ref_of("risk", number))
    answer(here, number, Code("risk_outcome", "closed"))


def done(here: Desk, number: int, note: str | None) -> None:
    """A risk is done with for now when its review was held."""
    review(here, number, Found(clean_text(note or "") or None), None)


def snooze(here: Desk, number: int, due: datetime) -> None:
    """Another day for the review."""
    with here.store.transaction():
        risk = here.store.get(Risk, number)
        changes = rules.postponed(risk, day_of(due, here.now), here.now)
        here.apply(changes, ref_of("risk", number))
    answer(here, number, said(here.store.get(Risk, number)))


_COLUMNS = {
    "title": "title", "kind": "kind", "severity": "severity", "measure": "measure",
    "review": "review_on", "reason": "reason",
}  # fmt: skip


def edit(here: Desk, number: int, fields: dict[str, str]) -> None:
    """Other words, kind, severity, measure or day of the review."""
    values: dict[str, Any] = {}
    for name, text in fields.items():
        if name not in _COLUMNS:
            raise Usage(
                say("a risk has no field {field} to edit", field=name),
                say("fields: {fields}; close it: cm risk close", fields=", ".join(_COLUMNS)),
            )
        values[_COLUMNS[name]] = _value(here, name, text.strip())
    with here.store.transaction():
        risk = here.store.get(Risk, number)
        here.apply(rules.edited(risk, here.now, **values), ref_of("risk", number))
    answer(here, number, say("changed"))


def _value(here: Desk, name: str, text: str) -> Any:
    if name == "measure":
        return line(text) or None
    if not text:
        raise Usage(say("{field} cannot be empty", field=name))
    if name == "review":
        return here.day(text)
    if name in ("kind", "severity"):
        return here.code("risk_kind" if name == "kind" else name, text)
    return line(text) if name == "title" else clean_text(text)


def remove(here: Desk, number: int) -> None:
    """Take back a risk that was entered by mistake."""
    with here.store.transaction():
        risk = here.store.get(Risk, number)
        changes = rules.removed(risk, queries.reviews(here.store, number))
        here.apply(changes, ref_of("risk", number))
    ref = ref_of("risk", number)
    here.show(lambda: {"ref": ref, "removed": True}, lambda: contacts.removed(ref, here.speak))
