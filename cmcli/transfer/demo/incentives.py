"""The demo book's incentives, as a branch might set them for a month."""

from cmcli.domain.setting import Setting
from cmcli.transfer.demo.book import Book

RULES = (
    "deals.won 10 each, cap 100; contacts.visits 2 each, floor 20; "
    "sla.response 90%: 20, 98%: 50; requests.open_overdue 3: 10, 0: 30; "
    "deals.won_amount 5000000 {0}: 500 {0}, 10000000 {0}: 1500 {0}"
)


def add_incentives(book: Book) -> None:
    """Rules with a cap, a floor, steps that rise and fall, points and money."""
    rules = RULES.format(book.setup.currency)
    book.settings.append(Setting(book.id(), "incentive.rules", rules))
