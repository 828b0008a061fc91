"""The verbs of a product."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from cmcli.desk import Desk
from cmcli.domain import product as rules
from cmcli.domain.client import clean_name, clean_text
from cmcli.domain.days import day_of
from cmcli.domain.money import parse_amount
from cmcli.domain.product import Product
from cmcli.domain.ref import parse_ref, ref_of
from cmcli.errors import NotFound, Refused, Usage
from cmcli.messages import Code, joined, say
from cmcli.queries import price as prices
from cmcli.queries import product as queries
from cmcli.views import product as view
from cmcli.views.write import receipt

_CLEAN: dict[str, Callable[[str], Any]] = {
    "code": clean_name,
    "name": clean_name,
    "risk": rules.clean_risk,
    "seller_risk": rules.clean_risk,
    "term": rules.clean_term,
    "return": rules.clean_return,
    "equity": rules.clean_equity,
    "duration": rules.clean_duration,
}
_TEXTS = ("fees", "structure", "risks", "target", "note")
_COLUMNS = {"return": "expected_return", "from": "from_on", "until": "until_on"}
_NEEDED = ("code", "name", "kind", "regime")


def find(here: Desk, text: str) -> Product:
    """The product of a reference, code or name; raises `NotFound` with what is near."""
    ref = parse_ref(text)
    if ref and ref.letter == "p":
        return here.store.get(Product, ref.id)
    found = queries.named(here.store, text)
    if found is None:
        near = ", ".join(product.code for product in queries.matching(here.store, text)[:4])
        raise NotFound(
            say("no product is called {text}", text=text),
            say("near it: {names}", names=near) if near else say("all of them: cm product list"),
        )
    return found


def checked(here: Desk, given: dict[str, str | None]) -> dict[str, Any]:
    """Facts as columns, from facts as typed; an empty text clears one, None says nothing."""
    facts: dict[str, Any] = {}
    for field, text in given.items():
        if text is None:
            continue
        column = _COLUMNS.get(field, field)
        if not text.strip():
            if field in _NEEDED:
                raise Usage(say("{field} cannot be empty", field=field))
            facts[column] = None
        else:
            facts[column] = _value(here, field, text)
    if facts.get("price") is not None or facts.get("minimum") is not None:
        facts["currency"] = here.settings["currency"]
    return facts


def _value(here: Desk, field: str, text: str) -> Any:
    if field in _CLEAN:
        return _CLEAN[field](text)
    if field in _TEXTS:
        return clean_text(text)
    if field == "kind":
        return here.code("product_kind", text)
    if field == "regime":
        return here.code("regime", text)
    if field in ("price", "minimum"):
        return parse_amount(text, here.settings["currency"])
    if field in ("from", "until"):
        return here.day(text)
    raise Usage(
        say("a product has no field {field}", field=field), say("cm product edit --help lists them")
    )


def add(here: Desk, given: dict[str, str | None]) -> None:
    """A new catalogue entry; the kind decides the regime unless one is given."""
    facts = checked(here, given)
    facts.setdefault("regime", rules.regime_of(facts["kind"]))
    blank = dict.fromkeys(("risk", "price", "currency", "note"))
    product = Product(**{"id": -1, **blank, **facts, "created_at": here.now})
    with here.store.transaction():
        _free(here, product.code, 0)
        applied = here.apply(rules.added(product), product.code)
    answer(here, applied.ids[-1])


def _free(here: Desk, code: str, but: int) -> None:
    taken = here.store.select(Product, "WHERE code = ? AND id <> ?", code, but)
    if taken:
        raise Refused(say("the code {code} is taken", code=code), say("cm product list"))


def answer(here: Desk, number: int) -> None:
    """The product as it is now."""
    product = here.store.get(Product, number)
    words = [product.code, Code("product_kind", product.kind), product.risk]
    head = joined([f"{ref_of('product', number)} {product.name}", *words])
    here.show(lambda: view.document(product, here.zone), lambda: receipt(here.speak, head))


def edit(here: Desk, number: int, fields: dict[str, str]) -> None:
    """New facts; what was said before stays (`cm product show P --at DATE`)."""
    facts = checked(here, dict(fields))
    if not facts:
        raise Usage(say("what should change?"), say("for example: cm product edit p3 --fees …"))
    with here.store.transaction():
        product = here.store.get(Product, number)
        _free(here, facts.get("code", product.code), number)
        here.apply(rules.edited(product, **facts), ref_of("product", number))
    answer(here, number)


def show(here: Desk, number: int, at: datetime | None = None) -> None:
    """One product, as it is or as it stood at an instant."""
    product = here.store.get(Product, number)
    if at:
        before = queries.as_of(here.store, number, at)
        if before is None:
            raise NotFound(say("{name} was not in the catalogue then", name=product.name))
        product = before
    known = prices.known(here.store, number, day_of(at or here.now, here.now))
    here.show(
        lambda: view.document(product, here.zone) | view.priced_document(known),
        lambda: view.page(product, here.speak, at, known),
    )


def compare(here: Desk, names: list[str]) -> None:
    """Products side by side."""
    if len(names) < 2:
        raise Usage(say("a comparison takes two products or more"), say("cm product compare A B"))
    found = [find(here, name) for name in names]
    here.show(
        lambda: [view.document(product, here.zone) for product in found],
        lambda: view.comparison(found, here.speak),
    )
