"""Products as pages, lists, comparisons and documents."""

from datetime import datetime, tzinfo
from typing import Any

from cmcli.domain.product import Product
from cmcli.domain.ref import ref_of
from cmcli.i18n import gettext
from cmcli.messages import Code, Joined, Message, Money, joined, say, say_n
from cmcli.queries.price import Known
from cmcli.views.record import as_json
from cmcli.views.sheet import Column, Line, Sheet, Span, Table, Text, simple_table
from cmcli.views.speech import Speaker, clean, listed


def document(product: Product, zone: tzinfo | None) -> dict[str, Any]:
    """A product as JSON; amounts carry their currency, `return` is in percent a year."""
    facts = as_json(product, zone)
    names = {"expected_return": "return"}
    return {names.get(name, name): value for name, value in facts.items()}


def _money(amount: int | None, product: Product) -> Money | None:
    if amount is None or product.currency is None:
        return None
    return Money(amount, product.currency)


def _return(product: Product) -> Message | None:
    if product.expected_return is None:
        return None
    return say("{percent} % a year", percent=f"{product.expected_return:g}")


def _percent(share: float | None) -> str | None:
    return None if share is None else f"{share:g} %"


def _years(duration: float | None) -> Message | None:
    return None if duration is None else say("{years} years", years=f"{duration:g}")


def _sale(product: Product) -> Message | None:
    if product.from_on and product.until_on:
        return say("{start} to {until}", start=product.from_on, until=product.until_on)
    if product.until_on:
        return say("until {until}", until=product.until_on)
    return say("from {start} on", start=product.from_on) if product.from_on else None


def terms(product: Product) -> list[tuple[Message, Any]]:
    """What the product is in figures and codes, each with its name."""
    own = product.seller_risk
    term = product.term
    return [
        (say("kind"), Code("product_kind", product.kind)),
        (say("sold under"), Code("regime", product.regime)),
        (say("risk level"), joined([product.risk, say("own rating {level}", level=own)
                                    if own else None])),
        (say("minimum"), _money(product.minimum, product)),
        (say("term"), say_n("{count} day", "{count} days", term) if term else None),
        (say("expected return"), _return(product)),
    ]  # fmt: skip


def short_terms(product: Product) -> list[Any]:
    """Minimum, term and return in a few words."""
    least, term = _money(product.minimum, product), product.term
    return [
        say("from {amount}", amount=least) if least else None,
        say_n("{count} day", "{count} days", term) if term else None,
        _return(product),
    ]


def _facts(product: Product) -> list[tuple[Message, Any]]:
    """Every fact with its name, in the order of the page."""
    return [
        *terms(product),
        (say("equity share"), _percent(product.equity)),
        (say("duration"), _years(product.duration)),
        (say("price"), _money(product.price, product)),
        (say("fees"), product.fees),
        (say("structure"), product.structure),
        (say("key risks"), product.risks),
        (say("for whom"), product.target),
        (say("on sale"), _sale(product)),
        (say("note"), product.note),
    ]  # fmt: skip


def priced_document(known: Known | None) -> dict[str, Any]:
    """What is known of the price as JSON; `year` is a return, 0.01 being 1 %."""
    if known is None:
        return {"prices": None}
    last = {"date": known.latest.valued_on.isoformat(), "value": known.latest.value}
    return {"prices": {"latest": last, "days": known.days, "year": known.year}}


def _priced(known: Known) -> Joined:
    price = say("{price} on {day}", price=f"{known.latest.value:.10g}", day=known.latest.valued_on)
    days = say_n("{count} day known", "{count} days known", known.days)
    year = (
        say("{percent} % in a year", percent=f"{100 * known.year:+.2f}")
        if known.year is not None
        else None
    )
    return joined([price, days, year])


def page(
    product: Product, speak: Speaker, at: datetime | None = None, known: Known | None = None
) -> Sheet:
    """One product; what nobody filled in yet is said in one line."""
    head = f"{ref_of('product', product.id)} {speak(product.name)} · {clean(product.code)}"
    stood = speak(say("as it stood {at}", at=at)) if at else ""
    blocks: list[Any] = [Line(Span(head, "head"), Span(stood, "dim"))]
    blocks += [
        Text(speak(say("{label}: {value}", label=label, value=value)))
        for label, value in _facts(product)
        if speak(value)
    ]
    if known:
        blocks.append(Text(speak(say("{label}: {value}", label=say("net value"),
                                     value=_priced(known)))))  # fmt: skip
    needed = (
        ("fees", product.fees),
        ("structure", product.structure),
        ("key risks", product.risks),
    )
    missing = [gettext(name) for name, value in needed if not value]
    if missing and product.regime != "none":
        text = say("not in the catalogue: {names}", names=listed(missing))
        blocks.append(Text(Span(speak(text), "dim")))
    return Sheet(tuple(blocks))


def comparison(products: list[Product], speak: Speaker) -> Sheet:
    """Products side by side."""
    table = side_by_side(products, speak)
    refs = [f"{ref_of('product', product.id)} · {clean(product.code)}" for product in products]
    table.groups[0].rows.insert(0, (Span(gettext("code"), "dim"), *refs))
    return Sheet((table,))


def side_by_side(products: list[Product], speak: Speaker) -> Table:
    """A row a fact, a column a product; rows that say nothing are left out."""
    names = [speak(product.name) for product in products]
    columns = (Column(), *(Column(name, shrink=True, least=12, wrap=True) for name in names))
    facts = [_facts(product) for product in products]
    rows: list[tuple[Any, ...]] = []
    for line in zip(*facts, strict=True):
        values = [speak(value) for _, value in line]
        if any(values):
            rows.append((Span(speak(line[0][0]), "dim"), *(value or "–" for value in values)))
    return simple_table(columns, rows)


def listing(products: list[Product], speak: Speaker) -> Sheet:
    """The catalogue, one a line."""
    if not products:
        hint = gettext("next: cm product add CODE NAME --kind wealth --risk R2")
        return Sheet((Line(gettext("no product fits")),), hint)
    columns = (
        Column(), Column(gettext("code")), Column(gettext("name"), shrink=True, least=12),
        Column(gettext("kind"), spare=True), Column(gettext("risk")),
        Column(gettext("term, days"), "right", spare=True),
        Column(gettext("minimum"), "right", spare=True, even=True),
        Column(gettext("return"), "right", even=True),
        Column(gettext("on sale"), shrink=True, least=8),
    )  # fmt: skip
    return Sheet((simple_table(columns, [_row(product, speak) for product in products]),))


def _row(product: Product, speak: Speaker) -> tuple[Any, ...]:
    off = not product.on_sale(speak.now.date())
    percent = product.expected_return
    return (
        Span(ref_of("product", product.id), "ref"),
        clean(product.code),
        speak(product.name),
        speak(Code("product_kind", product.kind)),
        product.risk or "–",
        str(product.term or "–"),
        speak(_money(product.minimum, product)) or "–",
        f"{percent:g} %" if percent is not None else "–",
        Span(gettext("off sale") if off else speak(_sale(product)), "dim" if off else ""),
    )
