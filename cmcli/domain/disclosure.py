"""Proof that structure, fees and risks of a product were explained to a client."""

from collections.abc import Iterable
from datetime import date, datetime

from cmcli.domain.change import Change, Delete, delete, insert
from cmcli.domain.days import day_of
from cmcli.domain.product import Product
from cmcli.domain.ref import ref_of
from cmcli.domain.sale_check import SaleCheck
from cmcli.errors import Refused, Usage
from cmcli.messages import say
from cmcli.named import NamedTuple

ITEMS = ("structure", "fees", "risks")


class Disclosure(NamedTuple):
    """`items` are those told, separated by spaces; `structure`, `fees` and `risks` the words of the
    catalogue at that time, `level` its risk level then; `channel` is how, `heard_by` to whom where
    it was not the client alone.
    """  # noqa: D205

    id: int
    client_id: int
    product_id: int
    at: datetime
    items: str
    structure: str | None
    fees: str | None
    risks: str | None
    level: str | None
    channel: str
    heard_by: str | None
    note: str | None
    created_at: datetime


class Told(NamedTuple):
    """How a disclosure was made."""

    client_id: int
    items: tuple[str, ...]
    at: datetime
    channel: str
    heard_by: str | None = None
    note: str | None = None


def clean_items(text: str) -> tuple[str, ...]:
    """`fees,risks` in the order of ITEMS; raises `Usage`."""
    names = [name.strip().lower() for name in text.replace("，", ",").split(",") if name.strip()]
    wrong = [name for name in names if name not in ITEMS]
    if wrong or not names:
        raise Usage(
            say("{text} is nothing that is disclosed", text=", ".join(wrong) or text),
            say("--items takes {names}", names=",".join(ITEMS)),
        )
    return tuple(item for item in ITEMS if item in names)


def level_of(product: Product) -> str | None:
    """R1..R5 as it counts, None where the product has none."""
    return f"R{product.level}" if product.level else None


def told(product: Product, how: Told, now: datetime) -> list[Change]:
    """The proof, with the words of the catalogue as they stand."""
    words = {item: getattr(product, item) if item in how.items else None for item in ITEMS}
    return [
        insert(
            Disclosure(
                -1, how.client_id, product.id, how.at, " ".join(how.items),
                level=level_of(product) if "risks" in how.items else None, channel=how.channel,
                heard_by=how.heard_by, note=how.note, created_at=now, **words,
            )
        )
    ]  # fmt: skip


def untold(
    product: Product, disclosures: Iterable[Disclosure], day: date, now: datetime
) -> tuple[str, ...]:
    """What this client was not told by that day in the words that the catalogue has now.

    An item whose words changed since, or whose risk level did, has to be told again.
    """
    heard = {
        item
        for one in disclosures
        if day_of(one.at, now) <= day
        for item in one.items.split()
        if _stands(one, item, product)
    }
    return tuple(item for item in ITEMS if item not in heard)


def _stands(one: Disclosure, item: str, product: Product) -> bool:
    if getattr(one, item) != getattr(product, item):
        return False
    return item != "risks" or one.level == level_of(product)


def removable(one: Disclosure, sales: Iterable[SaleCheck], now: datetime) -> Delete:
    """A disclosure entered by mistake; raises `Refused` where a sale rests on it.

    `sales` are those of the product to the client, made when this was on record.
    """
    # As `untold` has it: what was told on the day of the sale counts, before it or after.
    resting = [sale for sale in sales if day_of(sale.at, now) >= day_of(one.at, now)]
    if resting:
        raise Refused(
            say("{ref} stays: the sale {deal} rests on it", ref=ref_of("disclosure", one.id),
                deal=ref_of("deal", resting[0].deal_id))
        )  # fmt: skip
    return delete(one)
