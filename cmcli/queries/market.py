"""What market risk is computed from: the series of prices, and the scenarios in force."""

from collections.abc import Iterable
from datetime import date
from importlib.resources import files

from cmcli.config import Settings
from cmcli.domain import stress
from cmcli.domain.change import Change
from cmcli.domain.holding import Held
from cmcli.domain.market_risk import Policy, Series, series_of
from cmcli.domain.setting import Setting, given
from cmcli.domain.stress import Exposure, Scenarios, Tolerance
from cmcli.queries import assessment, price
from cmcli.store import Store

_SETTING = "stress.scenarios"


def series(store: Store, products: Iterable[int], day: date) -> dict[int, Series]:
    """The returns of each product, of the prices known up to that day."""
    return {
        product: series_of(price.history(store, product, until=day))
        for product in sorted(set(products))
    }


def policy(settings: Settings, window: int | None) -> Policy:
    """How the figures are made."""
    return Policy(settings["market.lambda"], window)


def built_in() -> str:
    """The text of the scenarios that come with the program."""
    return files("cmcli.domain").joinpath("stress_default.toml").read_text(encoding="utf-8")


def in_force(settings: Settings) -> Scenarios:
    """The scenarios of the setting, else the built-in ones."""
    return stress.read(settings.text(_SETTING) or built_in(), built_in())


def taken(store: Store, text: str) -> list[Change]:
    """The scenarios in force from now on."""
    found = store.select(Setting, "WHERE name = ?", _SETTING)
    return given(found[0] if found else None, _SETTING, text)


def tolerance(store: Store, settings: Settings, day: date) -> Tolerance:
    """What each client in the book accepts on that day."""
    latest = [found for found, _ in assessment.current_all(store)]
    return stress.tolerance(settings["market.tolerance"], latest, day)


def exposures(held: Iterable[Held], book: Scenarios) -> dict[int, Exposure]:
    """What moves each product that is held."""
    products = {one.product.id: one.product for one in held}
    return {
        number: stress.exposure(product, book.assumptions) for number, product in products.items()
    }
