"""The verbs of a service plan."""

from datetime import date, datetime
from typing import Any

from cmcli.desk import Desk
from cmcli.domain import plan as rules
from cmcli.domain.client import Client, ClientTag, clean_text, tag_of
from cmcli.domain.days import day_of
from cmcli.domain.plan import Plan
from cmcli.domain.ref import ref_of
from cmcli.errors import NotFound, Refused, Usage
from cmcli.messages import Message, joined, say
from cmcli.queries import plan as queries
from cmcli.views import plan as view
from cmcli.views.care import in_a_row
from cmcli.views.write import receipt


def given(
    here: Desk, texts: dict[str, str | None], lines: dict[str, list[str] | None],
    review: str | None,
) -> dict[str, Any]:  # fmt: skip
    """The fields of a revision from what was typed; an empty text clears one."""
    found: dict[str, Any] = {
        name: _value(here, name, text) for name, text in texts.items() if text is not None
    }
    found |= {
        name: "\n".join(filter(None, (_line(text) for text in given_lines))) or None
        for name, given_lines in lines.items()
        if given_lines is not None
    }
    return found | ({"review_on": day_of(here.when(review), here.now)} if review else {})


def _value(here: Desk, name: str, text: str) -> str | None:
    if not text.strip():
        return None
    if name == "cadence":
        # As it is said: every quarter, 每季度.
        return here.code(name, text.strip().removeprefix("every ").removeprefix("每"))
    return here.code(name, text) if name == "channel" else _line(text)


def _line(text: str) -> str:
    return " ".join(clean_text(text).split())


def set_(here: Desk, client: Client, fields: dict[str, Any]) -> None:
    """The next revision; what is not given stays as it was."""
    with here.store.transaction():
        standing = queries.revisions(here.store, client.id)
        before = rules.present(standing)
        # A first plan of empty texts would count as one and say nothing.
        if not fields or (before is None and not any(fields.values())):
            raise _nothing_given(client, before)
        if before is None and client.need:
            fields = {"needs": _line(client.need), **fields}
        plan = _revised(here, tag_of(client), before, fields)
        applied = here.apply(rules.replaced(standing, plan), ref_of("client", client.id))
    _answer(here, applied.ids[plan.id], _what(before))


def _nothing_given(client: Client, before: Plan | None) -> Usage:
    if before is None:
        return Usage(
            say("what does {name} need?", name=client.name),
            say("cm plan set {name} --need '…'", name=client.name),
        )
    return Usage(
        say("what changes in the plan of {name}?", name=client.name),
        say(
            "cm plan set {name} --need '…' · it stands as it is: cm done {ref}",
            name=client.name,
            ref=ref_of("plan", before.id),
        ),
    )


def _revised(here: Desk, client: ClientTag, before: Plan | None, fields: dict[str, Any]) -> Plan:
    terms = queries.terms(here.settings, client.tier)
    return rules.revised(client.id, before, fields, terms, here.now)


def _what(before: Plan | None) -> Message:
    if before is None:
        return say("a new plan")
    return say("revised; {ref} is kept", ref=ref_of("plan", before.id))


def _answer(here: Desk, number: int, what: Message) -> None:
    plan = here.store.get(Plan, number)
    client = here.tag(plan.client_id)
    review = say("review: {day}", day=plan.review_on) if plan.review_on else None
    head = joined([f"{ref_of('plan', number)} {client.name}", what, review])
    here.show(
        lambda: view.document(plan, client, here.now),
        lambda: receipt(here.speak, head, [in_a_row(plan.needs)]),
    )


def show(here: Desk, number: int) -> None:
    """One revision."""
    plan = here.store.get(Plan, number)
    client = here.tag(plan.client_id)
    here.show(
        lambda: view.document(plan, client, here.now), lambda: view.page(plan, client, here.speak)
    )


def show_of(here: Desk, client: Client, *, everything: bool) -> None:
    """The plan in force of a client, with all its revisions where asked."""
    found, tag = queries.revisions(here.store, client.id), tag_of(client)
    plan = rules.present(found)
    if plan is None:
        raise NotFound(
            say("{name} has no service plan yet", name=client.name),
            say("cm plan set {name} --need '…'", name=client.name),
        )
    here.show(
        lambda: (
            view.history_document(found, tag, here.now)
            if everything
            else view.document(plan, tag, here.now)
        ),
        lambda: view.page(plan, tag, here.speak, found if everything else ()),
    )


def listing(here: Desk, tier: str | None, limit: int | None, *, due: bool) -> None:
    """The plans in force, or those that want a review."""
    found = queries.current(here.store, tier=tier)
    if due:
        signals = queries.signals(here.store)
        found = [pair for pair in found if _wants_review(here, *pair, signals)]
    found = here.cut(found, limit)
    here.show(
        lambda: [view.document(*pair, here.now) for pair in found],
        lambda: view.listing(found, here.speak),
    )


def _wants_review(here: Desk, plan: Plan, client: ClientTag, signals: list[rules.Signal]) -> bool:
    mine = [signal for signal in signals if signal.client.id == client.id]
    return rules.is_due(plan, here.now) or rules.signal_for(plan, mine, here.now) is not None


def missing(here: Desk, tier: str, limit: int | None) -> None:
    """Clients of a tier without a plan."""
    found = here.cut(queries.missing(here.store, tier), limit)
    here.show(
        lambda: [view.missing_document(client) for client in found],
        lambda: view.missing(found, tier, here.speak),
    )


def done(here: Desk, number: int, note: str | None) -> None:
    """Reviewed, and it stands: a new revision with the next review."""
    if note:
        raise Usage(
            say("a review takes no note"), say("what was said: cm log CLIENT NOTE"),
        )  # fmt: skip
    with here.store.transaction():
        plan = here.store.get(Plan, number)
        if plan.replaced_at:
            raise Refused(
                say("{ref} was replaced {at}", ref=ref_of("plan", number), at=plan.replaced_at)
            )
        client = here.tag(plan.client_id)
        standing = queries.revisions(here.store, plan.client_id)
        again = _revised(here, client, plan, {"review_on": None})
        applied = here.apply(rules.replaced(standing, again), ref_of("plan", number))
    _answer(here, applied.ids[again.id], say("reviewed; {ref} is kept", ref=ref_of("plan", number)))


def snooze(here: Desk, number: int, due: datetime) -> None:
    """Another day for the review."""
    day: date = day_of(due, here.now)
    with here.store.transaction():
        plan = here.store.get(Plan, number)
        here.apply(rules.postponed(plan, day, here.now), ref_of("plan", number))
    _answer(here, number, say("review moved"))
