"""Market risk and stress: what is loaded, computed and shown."""

from datetime import date
from pathlib import Path

from cmcli import files
from cmcli.desk import Desk
from cmcli.domain import market_risk as rules
from cmcli.domain import stress
from cmcli.domain.client import Client, ClientTag, tag_of
from cmcli.domain.days import day_of
from cmcli.domain.holding import Held
from cmcli.domain.market_risk import Series
from cmcli.domain.stress import Scenarios
from cmcli.errors import Usage
from cmcli.messages import say
from cmcli.nouns import product as products
from cmcli.queries import holding as holdings
from cmcli.queries import market as queries
from cmcli.views import market as view
from cmcli.views import stress as stress_view

# Scenarios are a page or two.
_LARGEST = 200_000


def of_product(here: Desk, text: str, at: str | None, window: int | None) -> None:
    """A product's own figures."""
    _checked(window)
    product, day = products.find(here, text), _day(here, at)
    series = queries.series(here.store, [product.id], day)[product.id]
    subject = view.Subject("product", day, product=product)
    _show_series(here, subject, series, window)


def of_file(here: Desk, path: Path, window: int | None) -> None:
    """The figures of a plain file of returns."""
    from cmcli.transfer import returns

    _checked(window)
    series = returns.read(path, here.now)
    _show_series(here, view.Subject("file", here.now.date(), path=str(path)), series, window)


def _day(here: Desk, at: str | None) -> date:
    return day_of(here.happened(at), here.now)


def _checked(window: int | None) -> None:
    if window is not None and window < rules.LEAST:
        raise Usage(
            say("{count} days are too few for figures", count=window),
            say("--window {least} or more", least=rules.LEAST),
        )


def _show_series(here: Desk, subject: view.Subject, series: Series, window: int | None) -> None:
    found = view.Measured(
        series, rules.measured(series, queries.policy(here.settings, window)),
        rules.why_not(series),
    )  # fmt: skip
    here.show(
        lambda: view.series_document(subject, found),
        lambda: view.series_page(subject, found, here.speak),
    )


def of_holdings(here: Desk, client: Client | None, at: str | None, window: int | None) -> None:
    """What a client or the whole book holds, each currency by itself."""
    _checked(window)
    day = _day(here, at)
    held = _held(here, client.id if client else None, day)
    known = queries.series(here.store, [one.product.id for one in held], day)
    covered, left = rules.sifted(held, known, day, window)
    policy = queries.policy(here.settings, window)
    found = [
        view.Covered(
            one, view.Measured(one.series, rules.measured(one.series, policy), one.reason),
            rules.youngest(one, known),
        )
        for one in rules.portfolios(covered, known)
    ]  # fmt: skip
    subject = view.Subject("client" if client else "book", day, client=_tag(client))
    here.show(
        lambda: view.holdings_document(subject, found, left),
        lambda: view.holdings_page(subject, found, left, here.speak),
    )


def _held(here: Desk, client: int | None, day: date) -> list[Held]:
    if client is None:
        return holdings.held_all(here.store, day)
    return holdings.held_of(here.store, client, day)


def _tag(client: Client | None) -> ClientTag | None:
    return tag_of(client) if client else None


# Stress


def stressed(here: Desk, client: Client | None, scenario: str | None, path: Path | None) -> None:
    """What each scenario, or one of them, would cost a client or the whole book."""
    book = _read(path)[0] if path else queries.in_force(here.settings)
    chosen = (stress.named(book, scenario),) if scenario else book.scenarios
    day, own = here.now.date(), here.settings["currency"]
    held = stress.owned(_held(here, client.id if client else None, day))
    exposures = queries.exposures(held, book)
    tolerance = queries.tolerance(here.store, here.settings, day)
    outcomes = [stress.outcome(held, exposures, one, own, tolerance) for one in chosen]
    result = stress_view.Result(
        day, own, _tag(client), outcomes, stress_view.assumptions(held, exposures), bool(scenario)
    )
    here.show(
        lambda: stress_view.document(result),
        lambda: stress_view.page(result, here.speak),
    )


def use(here: Desk, path: Path) -> None:
    """Check a file and keep its text: its scenarios are in force from now on."""
    try:
        book, text = _read(path)
    except Usage as error:
        raise Usage(error.message, say("the scenarios stay as they were")) from error
    with here.store.transaction():
        here.apply(queries.taken(here.store, text), path.name)
    here.show(lambda: stress_view.book_document(book), lambda: stress_view.book(book, here.speak))


def _read(path: Path) -> tuple[Scenarios, str]:
    text = files.text(path, _LARGEST)
    try:
        return stress.read(text, queries.built_in()), text
    except Usage as error:
        raise Usage(
            say("{path}: {problem}", path=str(path), problem=error.message), error.hint
        ) from error
