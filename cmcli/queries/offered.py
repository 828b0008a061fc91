"""The advice that a report counts; what advice rests on, with all its rules, is in `advice`."""

from typing import TYPE_CHECKING

from cmcli.domain.advice import Advice, AdviceItem, Offered
from cmcli.domain.product import Product
from cmcli.queries.joined import belonging, with_client

if TYPE_CHECKING:
    from cmcli.queries.figures import Source


def of_window(source: "Source") -> list[Offered]:
    """Advice of the periods of a report."""
    store, over = source.store, source.window
    rest = "WHERE advice.at >= ? AND advice.at < ? ORDER BY advice.at, advice.id"
    found = with_client(store, Advice, rest, over.start, over.end)
    items = belonging(store, AdviceItem, "advice_id", [one.id for one, _ in found], "place")
    offered = sorted({item.product_id for mine in items.values() for item in mine})
    products = belonging(store, Product, "id", offered)
    return [
        Offered(one, client, tuple(products[i.product_id][0].name for i in items.get(one.id, ())))
        for one, client in found
    ]
