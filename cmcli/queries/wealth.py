"""What a client file says of money: holdings, tolerance, risks, disclosures, balance, advice."""

from datetime import date

from cmcli.domain.advice import Advice, AdviceItem
from cmcli.domain.assessment import Assessment
from cmcli.domain.disclosure import Disclosure
from cmcli.domain.holding import Held
from cmcli.domain.product import Product
from cmcli.domain.profile import ProfileFile
from cmcli.domain.risk import Risk
from cmcli.named import NamedTuple
from cmcli.queries import assessment, holding, profile, risk
from cmcli.queries.joined import belonging
from cmcli.store import Store

# How many disclosures a file shows.
SHOWN = 3


class Wealth(NamedTuple):
    """What a client holds today; the assessment and the balance that are the latest; open risks;
    the last disclosures and the last advice, each product beside what is said of it.
    """  # noqa: D205

    held: list[Held]
    assessment: Assessment | None = None
    risks: tuple[Risk, ...] = ()
    disclosures: tuple[tuple[Disclosure, Product], ...] = ()
    profile: ProfileFile | None = None
    advice: tuple[Advice, list[tuple[AdviceItem, Product]]] | None = None


def of(store: Store, client_id: int, day: date) -> Wealth:
    """What the file of a client says of money on that day."""
    return Wealth(
        holding.held_of(store, client_id, day),
        assessment.current(store, client_id),
        tuple(risk.open_of(store, client_id)),
        _disclosures(store, client_id),
        profile.latest(store, client_id, day),
        _advice(store, client_id),
    )


def _disclosures(store: Store, client_id: int) -> tuple[tuple[Disclosure, Product], ...]:
    rest = "WHERE client_id = ? ORDER BY at DESC, id DESC LIMIT ?"
    found = store.select(Disclosure, rest, client_id, SHOWN)
    products = belonging(store, Product, "id", [one.product_id for one in found])
    return tuple((one, products[one.product_id][0]) for one in found)


def _advice(store: Store, client_id: int) -> tuple[Advice, list[tuple[AdviceItem, Product]]] | None:
    rest = "WHERE client_id = ? ORDER BY at DESC, id DESC LIMIT 1"
    advice = next(iter(store.select(Advice, rest, client_id)), None)
    if advice is None:
        return None
    items = store.select(AdviceItem, "WHERE advice_id = ? ORDER BY place, id", advice.id)
    products = belonging(store, Product, "id", [item.product_id for item in items])
    return advice, [(item, products[item.product_id][0]) for item in items]
