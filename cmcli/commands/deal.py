"""`cm deal`: possible sales, from lead to won or lost."""

from typing import Annotated

import typer

from cmcli import desk
from cmcli.domain import deal as rules
from cmcli.domain.client import clean_text
from cmcli.domain.deal import Deal
from cmcli.domain.money import parse_amount
from cmcli.domain.ref import need_ref, ref_of
from cmcli.errors import Usage
from cmcli.i18n import N_
from cmcli.messages import Code, say
from cmcli.nouns import deal as noun
from cmcli.nouns import product as products
from cmcli.params import At, ClientArg, ClientOpt, From, Limit, Sort, Tag, Tier, To
from cmcli.views import deal as view

Title = Annotated[str, typer.Argument(metavar="TITLE", help=N_("what might be sold"))]
ProductOpt = Annotated[str | None, typer.Option(metavar="P", help=N_("product: p3, code, name"))]
Amount = Annotated[str | None, typer.Option(metavar="A", help=N_("50000, 5万, 1.2亿, 50k"))]
Stage = Annotated[
    str, typer.Option(metavar="STAGE", help=N_("lead, contacted, proposal, negotiation"))
]
Next = Annotated[str | None, typer.Option("--next", metavar="TEXT", help=N_("the next step"))]
NextDue = Annotated[str | None, typer.Option("--next-due", metavar="WHEN", help=N_("its time"))]
Expected = Annotated[str | None, typer.Option(metavar="WHEN", help=N_("the expected close"))]
CampaignOpt = Annotated[
    str | None, typer.Option("--campaign", metavar="M", help=N_("the campaign it is credited to"))
]
Ref = Annotated[str, typer.Argument(metavar="D", help=N_("the deal: d7"))]
StageArg = Annotated[str, typer.Argument(metavar="STAGE", help=N_("the new stage"))]
StageOpt = Annotated[str | None, typer.Option(metavar="STAGE", help=N_("only this stage"))]
Reason = Annotated[str | None, typer.Option(metavar="TEXT", help=N_("why it was lost"))]
Warned = Annotated[
    str | None,
    typer.Option(metavar="REASON", help=N_("why the client goes on after a written warning")),
]
Confirm = Annotated[
    bool, typer.Option("--confirm", help=N_("a client of old age has confirmed explicitly"))
]
When = Annotated[str, typer.Argument(metavar="WHEN", help=N_("the day it is expected to close"))]
PeriodArg = Annotated[
    list[str] | None,
    typer.Argument(metavar="PERIOD", help=N_("thisyear, lastquarter, 2026Q3, 2016..2017, 今年")),
]
By = Annotated[
    str, typer.Option("--by", metavar="WHAT", help=N_("stage, product, source, size, tier"))
]
Ahead = Annotated[
    list[str] | None,
    typer.Argument(metavar="PERIOD", help=N_("month, quarter, nextquarter, 2026-12, 下月")),
]
Goal = Annotated[
    str | None, typer.Option("--goal", metavar="A", help=N_("what the period is to bring: 500万"))
]
Closed = Annotated[bool, typer.Option("--closed", help=N_("won and lost ones"))]


def add(
    client: ClientArg, title: Title, product: ProductOpt = None, amount: Amount = None,
    stage: Stage = "lead", next_step: Next = None, next_due: NextDue = None,
    expected: Expected = None, campaign: CampaignOpt = None,
) -> None:  # fmt: skip
    """A new possible sale."""
    here = desk.current()
    if next_due and not next_step:
        raise Usage(say("--next-due goes with --next"), say("--next '…' --next-due 周五"))
    if not clean_text(title):
        raise Usage(say("what is the deal about?"), say("cm deal add CLIENT TITLE --amount 50万"))
    found, currency = here.client(client), here.settings["currency"]
    deal = Deal(
        -1, found.id, clean_text(title),
        products.find(here, product).id if product else None, here.code("stage", stage),
        parse_amount(amount, currency) if amount else None, currency, here.now, None,
        here.when(expected).astimezone(here.zone).date() if expected else None,
        clean_text(next_step) if next_step else None, here.when(next_due) if next_due else None,
        None, here.now, noun.credited(here, campaign),
    )  # fmt: skip
    with here.store.transaction():
        applied = here.apply(rules.added(deal), ref_of("client", found.id))
    noun.answer(here, here.store.get(Deal, applied.ids[-1]), Code("stage", deal.stage))


def list_(
    client: ClientOpt = None,
    tier: Tier = None,
    tag: Tag = None,
    stage: StageOpt = None,
    closed: Closed = False,
    since: From = None,
    until: To = None,
    sort: Sort = None,
    limit: Limit = None,
) -> None:
    """Open deals, or those of a stage."""
    from cmcli.queries import lists

    here = desk.current()
    start, end = here.span(since, until)
    found = lists.deals(
        here.store, client=here.client(client).id if client else None,
        tier=here.code("tier", tier) if tier else None, tag=tag,
        stage=here.code("stage", stage) if stage else None, closed=closed,
        since=start, until=end, sort=sort,
    )  # fmt: skip
    found = here.cut(found, limit)
    judge = noun.judged(here, [deal for deal, _ in found])
    here.show(
        lambda: [view.document(*r, here.zone) | view.card_document(judge(r[0])) for r in found],
        lambda: view.listing(found, judge, here.speak),
    )


def move(ref: Ref, stage: StageArg) -> None:
    """Into another open stage."""
    here = desk.current()
    number, to = need_ref(ref, "deal").id, here.code("stage", stage)
    noun.answer(
        here, noun.change(here, number, lambda deal: rules.moved(deal, to, here.now)),
        Code("stage", to),
    )  # fmt: skip


def won(
    ref: Ref, amount: Amount = None, at: At = None, warned: Warned = None, confirm: Confirm = False
) -> None:
    """Sold, where product and client suit each other and all was disclosed."""
    here = desk.current()
    number, moment = need_ref(ref, "deal").id, here.happened(at)
    why = clean_text(warned) if warned is not None else None
    noun.won(here, number, amount, moment, why, confirm=confirm)


def lost(ref: Ref, reason: Reason = None, at: At = None) -> None:
    """Not sold, and why."""
    here = desk.current()
    number, moment = need_ref(ref, "deal").id, here.happened(at)
    why = clean_text(reason) if reason else None
    deal = noun.change(here, number, lambda deal: rules.lost(deal, why, moment, here.now))
    noun.answer(here, deal, Code("stage", "lost"))


def expect(ref: Ref, when: When) -> None:
    """Another day on which it is expected to close."""
    here = desk.current()
    noun.expect(here, need_ref(ref, "deal").id, when)


def board() -> None:
    """Open deals by stage, those that want a look first."""
    from cmcli.nouns import pipeline

    pipeline.board(desk.current())


def stats(period: PeriodArg = None, by: By = "stage") -> None:
    """Win rates, cycles and losses of a period, the last twelve months by default."""
    from cmcli.nouns import pipeline

    pipeline.stats(desk.current(), period or [], by)


def forecast(period: Ahead = None, goal: Goal = None) -> None:
    """What the open deals of a period may come to, this quarter's by default."""
    from cmcli.nouns import pipeline

    pipeline.forecast(desk.current(), period or [], goal)
