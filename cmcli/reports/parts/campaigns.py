"""The campaigns that ran in the period, and what each had brought by its end."""

from typing import Any

from cmcli.domain.campaign import Campaign
from cmcli.domain.campaign_result import Result, result_by
from cmcli.i18n import gettext
from cmcli.messages import Money
from cmcli.named import NamedTuple
from cmcli.queries.campaign import running
from cmcli.reports.section import Drawing, Reading, Section
from cmcli.views.campaign import days, document, result_document
from cmcli.views.sheet import BLANK, Block, Column, Line, Span, simple_table
from cmcli.views.speech import Speaker


class Ran(NamedTuple):
    """A campaign with its result at the period's end."""

    campaign: Campaign
    result: Result


def _find(reading: Reading) -> list[Ran]:
    over = reading.over
    files = running(reading.source.store, over.period.start, over.period.end)
    return [
        Ran(one.campaign, result_by(one.campaign, [guest for guest, _ in one.guests], one.costs,
                                    one.credited, over.at))
        for one in files
    ]  # fmt: skip


def _blocks(ran: list[Ran], on: Drawing) -> list[Block]:
    if not ran:
        return []
    columns = (
        Column(), Column("", shrink=True, least=14), Column(gettext("when"), spare=True),
        Column(gettext("invited"), "right"), Column(gettext("came"), "right"),
        Column(gettext("leads"), "right"), Column(gettext("won"), "right"),
        Column(gettext("amount"), "right", even=True),
        Column(gettext("cost"), "right", even=True, spare=True),
    )  # fmt: skip
    rows = [_line(one, on.speak) for one in ran]
    return [BLANK, Line(Span(gettext("CAMPAIGNS"), "head")), simple_table(columns, rows)]


def _line(one: Ran, speak: Speaker) -> tuple[Any, ...]:
    found = one.result
    return (
        Span(f" {one.campaign.ref}", "ref"), speak(one.campaign.name), days(one.campaign, speak),
        str(found.invited), str(found.attended), str(found.leads), str(found.won),
        _sums(found, "won_amount", speak), _sums(found, "cost", speak),
    )  # fmt: skip


def _sums(found: Result, field: str, speak: Speaker) -> str:
    """The amounts of each currency in which there is one."""
    amounts = [Money(getattr(one, field), one.currency) for one in found.returns]
    return " + ".join(speak.money(money) for money in amounts if money.amount) or "0"


def _document(ran: list[Ran], speak: Speaker) -> list[dict[str, Any]]:
    zone = speak.now.tzinfo
    return [
        document(one.campaign, speak.now) | {"result": result_document(one.result, zone)}
        for one in ran
    ]


SECTION = Section("campaigns", _find, _blocks, _document)
