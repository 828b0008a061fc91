"""The verbs of a product."""

from cmcli.desk import Desk
from cmcli.domain.product import Product
from cmcli.views import product as view


def show(here: Desk, number: int) -> None:
    """One product."""
    product = here.store.get(Product, number)
    here.show(lambda: view.document(product, here.zone), lambda: view.page(product, here.speak))
