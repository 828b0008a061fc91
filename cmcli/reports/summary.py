"""The report in three sentences, made by rules from its figures."""

from cmcli.domain.measure import Value
from cmcli.messages import Message, say
from cmcli.reports import words
from cmcli.reports.build import Built
from cmcli.views.speech import Speaker


def sentences(built: Built, speak: Speaker) -> list[str]:
    """Contacts, promises, sales: one sentence each; what has no basis is not claimed."""
    return [
        speak(_contacts(built, speak)),
        speak(_promises(built, speak)),
        speak(_sales(built, speak)),
    ]


def _say(built: Built, name: str, speak: Speaker) -> str:
    outcome = next(o for o in built.outcomes if o.measure.id == name)
    return words.shown(outcome.now.value, words.unit(outcome.measure), speak)


def _change(built: Built, name: str, speak: Speaker) -> str:
    outcome = next(o for o in built.outcomes if o.measure.id == name)
    return words.shown(outcome.before.value, words.unit(outcome.measure), speak)


def _contacts(built: Built, speak: Speaker) -> Message:
    clients = {
        "clients": _say(built, "contacts.clients", speak),
        "before": _change(built, "contacts.clients", speak),
        "contacts": _say(built, "contacts.total", speak),
    }
    if built.value("cadence.key_coverage") is None:
        return say("Clients met: {clients} ({before} the period before), in {contacts} "
                   "contacts.", **clients)  # fmt: skip
    return say(
        "Clients met: {clients} ({before} the period before), in {contacts} contacts; "
        "key clients met this quarter: {coverage}.",
        coverage=_say(built, "cadence.key_coverage", speak), **clients,
    )  # fmt: skip


def _promises(built: Built, speak: Speaker) -> Message:
    late = len(built.sections.late)
    response = built.value("sla.response")
    kept = built.value("callbacks.on_time")
    if response is None and kept is None:
        return say("No reply and no callback fell due; late at the end: {late}.", late=late)
    return say(
        "Replies in time: {response}, callbacks kept: {kept}; late at the end: {late}.",
        response=_say(built, "sla.response", speak),
        kept=_say(built, "callbacks.on_time", speak), late=late,
    )  # fmt: skip


def _sales(built: Built, speak: Speaker) -> Message:
    open_amount = _say(built, "deals.open_amount", speak)
    if _is_zero(built.value("deals.won")) and _is_zero(built.value("deals.lost")):
        return say("No deal was closed; open deals stand at {open}.", open=open_amount)
    return say(
        "Deals won: {won} for {amount} ({before} the period before), lost: {lost}; open deals "
        "stand at {open}.",
        won=_say(built, "deals.won", speak), amount=_say(built, "deals.won_amount", speak),
        before=_change(built, "deals.won_amount", speak),
        lost=_say(built, "deals.lost", speak), open=open_amount,
    )  # fmt: skip


def _is_zero(value: Value) -> bool:
    return not value
