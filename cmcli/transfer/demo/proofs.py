"""What the demo book's clients were told before they bought, and how each sale was checked."""

from datetime import timedelta
from random import Random

from cmcli.domain.assessment import Assessment
from cmcli.domain.client import age
from cmcli.domain.days import day_of
from cmcli.domain.deal import Deal
from cmcli.domain.disclosure import ITEMS, Disclosure, level_of
from cmcli.domain.product import Product
from cmcli.domain.sale_check import SaleCheck
from cmcli.transfer.demo import wealth
from cmcli.transfer.demo.book import Book
from cmcli.transfer.demo.names import MANAGER
from cmcli.transfer.demo.tolerance import sales

# Sales of the old days of which no proof is on file.
UNPROVEN = 2
_ELDER, _QUIET = 65, 2
_CHANNELS = ("branch", "branch", "phone", "meeting", "video")


def add_proofs(book: Book) -> None:
    """Every sale but the oldest was explained and checked."""
    dice = book.chance("proofs")
    for deal, product in sorted(sales(book), key=lambda pair: pair[0].touched_at)[UNPROVEN:]:
        if deal.closed_at:
            _told(book, dice, deal, product)
            book.checks.append(_check(book, dice, deal, product))


def _told(book: Book, dice: Random, deal: Deal, product: Product) -> None:
    """In one go, or the risks in a second talk."""
    end = deal.closed_at or book.now
    # In the second half of the deal, in working hours.
    half = day_of(deal.opened_at + (end - deal.opened_at) / 2, book.now)
    days = [day for day in book.days if half <= day < day_of(end, book.now)]
    moments = sorted(
        book.office_time(dice, dice.choice(days)) if days else end - timedelta(minutes=40 * n)
        for n in (1, 2)
    )
    channel, accompanied = dice.choice(_CHANNELS), dice.random() < 0.15
    parts = (ITEMS[:2], ITEMS[2:]) if dice.random() < 0.3 else (ITEMS,)
    for items, at in zip(parts, moments[-len(parts) :], strict=True):
        words = {item: getattr(product, item) if item in items else None for item in ITEMS}
        book.disclosures.append(
            Disclosure(
                book.id(), deal.client_id, product.id, at, " ".join(items), **words,
                level=level_of(product) if "risks" in items else None, channel=channel,
                heard_by=book.text(wealth.HEARD_BY) if accompanied else None, note=None,
                created_at=at,
            )
        )  # fmt: skip


def _check(book: Book, dice: Random, deal: Deal, product: Product) -> SaleCheck:
    at, reason = deal.closed_at or book.now, dice.choice(wealth.INSISTED)
    warned = deal.id in book.warned
    held = _assessment(book, deal)
    return SaleCheck(
        book.id(), deal.id, deal.client_id, product.id, at, product.regime,
        "warned" if warned else "suitable", level_of(product),
        held.level if held else None, "level" if warned else "",
        book.text(MANAGER) if warned else None, book.text(reason) if warned else None,
        at if _is_elder(book, deal, product) else None,
    )  # fmt: skip


def _assessment(book: Book, deal: Deal) -> Assessment | None:
    """The one in force when the deal was closed."""
    known = [one for one in book.assessments
             if one.client_id == deal.client_id and one.at <= deal.touched_at]  # fmt: skip
    return max(known, key=lambda one: one.at, default=None)


def _is_elder(book: Book, deal: Deal, product: Product) -> bool:
    client = next(client for client in book.clients if client.id == deal.client_id)
    years = age(client.birthday, None, day_of(deal.touched_at, book.setup.now))
    risky = product.regime != "none" and (product.level or 0) > _QUIET
    return risky and years is not None and years >= _ELDER
