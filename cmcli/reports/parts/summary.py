"""The report in three sentences, made by rules from its figures."""

from collections.abc import Sequence

from cmcli.domain.measure import Value
from cmcli.messages import Message, say
from cmcli.named import NamedTuple
from cmcli.reports import words
from cmcli.reports.outcome import Outcome, of
from cmcli.reports.parts import late
from cmcli.reports.section import Drawing, Reading, Section
from cmcli.views.sheet import BLANK, Block, Text
from cmcli.views.speech import Speaker


class Told(NamedTuple):
    """What the sentences rest on: the figures, and how much was late at the end."""

    outcomes: Sequence[Outcome]
    late: int

    def value(self, name: str) -> Value:
        """A measure's value over the period."""
        return of(name, self.outcomes).now.value


def find(reading: Reading) -> Told:
    """The figures, and the count of the list of what is late."""
    return Told(reading.outcomes, len(late.find(reading)))


def sentences(told: Told, speak: Speaker) -> list[str]:
    """Contacts, promises, sales: one sentence each; what has no basis is not claimed."""
    return [
        speak(_contacts(told, speak)),
        speak(_promises(told, speak)),
        speak(_sales(told, speak)),
    ]


def _blocks(told: Told, on: Drawing) -> list[Block]:
    return [BLANK, *[Text(sentence) for sentence in sentences(told, on.speak)]]


SECTION = Section("summary", find, _blocks, sentences)


def _say(told: Told, name: str, speak: Speaker) -> str:
    outcome = of(name, told.outcomes)
    return words.shown(outcome.now.value, words.unit(outcome.measure), speak)


def _change(told: Told, name: str, speak: Speaker) -> str:
    outcome = of(name, told.outcomes)
    return words.shown(outcome.before.value, words.unit(outcome.measure), speak)


def _contacts(told: Told, speak: Speaker) -> Message:
    clients = {
        "clients": _say(told, "contacts.clients", speak),
        "before": _change(told, "contacts.clients", speak),
        "contacts": _say(told, "contacts.total", speak),
    }
    if told.value("cadence.key_coverage") is None:
        return say("Clients reached: {clients} ({before} the period before); contacts: "
                   "{contacts}.", **clients)  # fmt: skip
    return say(
        "Clients reached: {clients} ({before} the period before); contacts: {contacts}; key "
        "clients met by then in the quarter: {coverage}.",
        coverage=_say(told, "cadence.key_coverage", speak), **clients,
    )  # fmt: skip


def _promises(told: Told, speak: Speaker) -> Message:
    response = told.value("sla.response")
    kept = told.value("callbacks.on_time")
    if response is None and kept is None:
        return say("No reply and no callback fell due; late at the end: {late}.", late=told.late)
    return say(
        "Replies in time: {response}, callbacks kept: {kept}; late at the end: {late}.",
        response=_say(told, "sla.response", speak),
        kept=_say(told, "callbacks.on_time", speak), late=told.late,
    )  # fmt: skip


def _sales(told: Told, speak: Speaker) -> Message:
    open_amount = _say(told, "deals.open_amount", speak)
    if _is_zero(told.value("deals.won")) and _is_zero(told.value("deals.lost")):
        return say("No deal was closed; open deals stand at {open}.", open=open_amount)
    return say(
        "Deals won: {won} for {amount} ({before} the period before), lost: {lost}; open deals "
        "stand at {open}.",
        won=_say(told, "deals.won", speak), amount=_say(told, "deals.won_amount", speak),
        before=_change(told, "deals.won_amount", speak),
        lost=_say(told, "deals.lost", speak), open=open_amount,
    )  # fmt: skip


def _is_zero(value: Value) -> bool:
    return not value
