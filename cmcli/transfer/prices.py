"""Prices from a file: one product or several, a line a day."""

from collections.abc import Sequence
from itertools import pairwise

from cmcli.domain.change import Change, insert, update
from cmcli.domain.price import Price
from cmcli.messages import Message, say
from cmcli.transfer import values
from cmcli.transfer.kind import Facts, Ground, Kind


def _match(facts: Facts, ground: Ground) -> Price | None:
    product = ground.products.named(facts["product"])
    return ground.prices.on(product.id, facts["date"])


def _create(facts: Facts, ground: Ground) -> list[Change]:
    price = Price(
        ground.numbers.take(), ground.products.named(facts["product"]).id, facts["date"],
        facts["value"], facts.get("total"), facts.get("growth"), ground.now,
    )  # fmt: skip
    ground.prices.keep(price)
    return [insert(price)]


def _update(price: Price, said: Facts, ground: Ground) -> list[Change]:
    return update(price, **{field: said[field] for field in _FIGURES if field in said})


_FIGURES = ("value", "total", "growth")


def out_of_order(lines: Sequence[Facts]) -> dict[int, Message]:
    """The lines whose day goes back where the days of their product run on, or the reverse.

    A file begins with the earliest day or with the latest: what most of its lines do is its way.
    """
    by_product: dict[str, list[int]] = {}
    for place, facts in enumerate(lines):
        by_product.setdefault(facts["product"], []).append(place)
    found: dict[int, Message] = {}
    for places in by_product.values():
        found |= _against_the_way(lines, places)
    return found


def _against_the_way(lines: Sequence[Facts], places: list[int]) -> dict[int, Message]:
    days = [lines[place]["date"] for place in places]
    back = sum(later < earlier for earlier, later in pairwise(days))
    on = sum(later > earlier for earlier, later in pairwise(days))
    found: dict[int, Message] = {}
    last = days[0]
    for place, day in zip(places, days, strict=True):
        if day > last if back > on else day < last:
            found[place] = say("out of order: after {before} comes {day}",
                               before=last.isoformat(), day=day.isoformat())  # fmt: skip
        else:
            last = day
    return found


PRICES = Kind(
    name="prices",
    noun="price",
    record=Price,
    fields={
        "product": values.name,
        "date": values.past_day,
        "value": values.price,
        "total": values.price,
        "growth": values.growth,
    },
    needed=(("product",), ("date",), ("value",)),
    own_key=lambda facts: (facts["product"], facts["date"].isoformat()),
    match=_match,
    create=_create,
    update=_update,
    odd=out_of_order,
)
