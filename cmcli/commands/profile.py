"""`cm profile`: what a client owns, owes, earns and spends."""

from typing import Annotated

import typer

from cmcli import desk
from cmcli.i18n import N_
from cmcli.nouns import profile as noun
from cmcli.params import ClientArg

AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help=N_("day of the balance; today"))
]
Note = Annotated[str | None, typer.Option(metavar="TEXT", help=N_("a remark"))]
Currency = Annotated[
    str | None, typer.Option(metavar="CODE", help=N_("of all amounts; that of the last balance"))
]
AtDate = Annotated[
    str | None, typer.Option("--at", metavar="DATE", help=N_("the balance known on that day"))
]
History = Annotated[bool, typer.Option("--history", help=N_("every balance, the latest first"))]

# A household, a month
Income = Annotated[str | None, typer.Option(metavar="A", help=N_("a month's income, after tax"))]
Spending = Annotated[
    str | None, typer.Option(metavar="A", help=N_("a month's spending, without debt service"))
]
DebtService = Annotated[
    str | None, typer.Option("--debt-service", metavar="A", help=N_("a month's instalments"))
]
# A household, on the day
Cash = Annotated[str | None, typer.Option(metavar="A", help=N_("cash and current accounts"))]
Deposits = Annotated[str | None, typer.Option(metavar="A", help=N_("deposits, here and elsewhere"))]
Wealth = Annotated[str | None, typer.Option(metavar="A", help=N_("wealth-management products"))]
Funds = Annotated[str | None, typer.Option(metavar="A", help=N_("funds"))]
Securities = Annotated[str | None, typer.Option(metavar="A", help=N_("shares and bonds"))]
Insurance = Annotated[str | None, typer.Option(metavar="A", help=N_("insurance, its cash value"))]
Estate = Annotated[
    str | None, typer.Option("--property", metavar="A", help=N_("real estate, market value"))
]
Business = Annotated[str | None, typer.Option(metavar="A", help=N_("own business"))]
OtherAssets = Annotated[
    str | None, typer.Option("--other-assets", metavar="A", help=N_("car, gold, the rest"))
]
Mortgage = Annotated[str | None, typer.Option(metavar="A", help=N_("mortgage still owed"))]
ConsumerDebt = Annotated[
    str | None, typer.Option("--consumer-debt", metavar="A", help=N_("consumer loans still owed"))
]
CardDebt = Annotated[str | None, typer.Option("--card-debt", metavar="A", help=N_("owed on cards"))]
BusinessDebt = Annotated[
    str | None, typer.Option("--business-debt", metavar="A", help=N_("business loans still owed"))
]
OtherDebt = Annotated[
    str | None, typer.Option("--other-debt", metavar="A", help=N_("other debts, private ones too"))
]
WithUs = Annotated[
    str | None,
    typer.Option("--with-us", metavar="A", help=N_("financial assets with us; else the holdings")),
]
# A company, a year
Revenue = Annotated[str | None, typer.Option(metavar="A", help=N_("company: a year's revenue"))]
RevenueBefore = Annotated[
    str | None,
    typer.Option("--revenue-before", metavar="A", help=N_("company: revenue of the year before")),
]
Profit = Annotated[
    str | None, typer.Option(metavar="A", help=N_("company: a year's profit before interest"))
]
Interest = Annotated[str | None, typer.Option(metavar="A", help=N_("company: a year's interest"))]
# A company, on the day
CurrentAssets = Annotated[
    str | None, typer.Option("--current-assets", metavar="A", help=N_("company: current assets"))
]
Inventory = Annotated[
    str | None, typer.Option(metavar="A", help=N_("company: stock, within the current assets"))
]
CurrentDebt = Annotated[
    str | None, typer.Option("--current-debt", metavar="A", help=N_("company: due within a year"))
]
Assets = Annotated[str | None, typer.Option(metavar="A", help=N_("company: all assets"))]
Debt = Annotated[str | None, typer.Option(metavar="A", help=N_("company: all debts"))]
Equity = Annotated[str | None, typer.Option(metavar="A", help=N_("company: equity"))]


def set_(
    client: ClientArg, as_of: AsOf = None, income: Income = None, spending: Spending = None,
    debt_service: DebtService = None, cash: Cash = None, deposits: Deposits = None,
    wealth: Wealth = None, funds: Funds = None, securities: Securities = None,
    insurance: Insurance = None, estate: Estate = None, business: Business = None,
    other_assets: OtherAssets = None, mortgage: Mortgage = None,
    consumer_debt: ConsumerDebt = None, card_debt: CardDebt = None,
    business_debt: BusinessDebt = None, other_debt: OtherDebt = None, with_us: WithUs = None,
    revenue: Revenue = None, revenue_before: RevenueBefore = None, profit: Profit = None,
    interest: Interest = None, current_assets: CurrentAssets = None, inventory: Inventory = None,
    current_debt: CurrentDebt = None, assets: Assets = None, debt: Debt = None,
    equity: Equity = None, note: Note = None, currency: Currency = None,
) -> None:  # fmt: skip
    """A new balance; what is not given is taken over, an empty text clears."""
    here = desk.current()
    texts = {
        "income": income, "spending": spending, "debt_service": debt_service, "cash": cash,
        "deposits": deposits, "wealth": wealth, "funds": funds, "securities": securities,
        "insurance": insurance, "property": estate, "business": business,
        "other_assets": other_assets, "mortgage": mortgage, "consumer_debt": consumer_debt,
        "card_debt": card_debt, "business_debt": business_debt, "other_debt": other_debt,
        "with_us": with_us, "revenue": revenue, "revenue_before": revenue_before,
        "profit": profit, "interest": interest, "current_assets": current_assets,
        "inventory": inventory, "current_debt": current_debt, "assets": assets, "debt": debt,
        "equity": equity,
    }  # fmt: skip
    noun.set_(here, here.client(client), texts, as_of, note, currency)


def show(client: ClientArg, at: AtDate = None, history: History = False) -> None:
    """The balance and its ratios; what is out of range, since when, what to do."""
    here = desk.current()
    noun.show_of(here, here.client(client), at, everything=history)
