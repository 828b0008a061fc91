"""The verbs of an insight: write it down, list, show, correct, take back."""

from datetime import datetime
from typing import Any

from cmcli.desk import Desk
from cmcli.domain import insight as rules
from cmcli.domain.client import Client, clean_text
from cmcli.domain.days import day_of
from cmcli.domain.deal import Deal, DealStage
from cmcli.domain.insight import Insight
from cmcli.domain.product import Product
from cmcli.domain.ref import ref_of
from cmcli.domain.veil import Veil
from cmcli.errors import Usage
from cmcli.messages import Code, joined, say
from cmcli.queries import insight as queries
from cmcli.views import contact as contacts
from cmcli.views import insight as view
from cmcli.views.speech import Written
from cmcli.views.write import receipt


def line(text: str) -> str:
    """A text in one line."""
    return " ".join(clean_text(text).split())


def new(
    here: Desk, title: str, text: str | None, at: datetime, *, kind: str | None,
    client: Client | None, deal: Deal | None, source: str | None,
) -> Insight:  # fmt: skip
    """An insight from what was typed; a deal brings its client and how it went."""
    if client and deal and deal.client_id != client.id:
        raise Usage(say("that belongs to another client than {name}", name=client.name),
                    say("the deal brings its client: leave --client out"))  # fmt: skip
    story = _course(here, deal) if deal else None
    words = "\n".join(filter(None, (clean_text(text or ""), story)))
    usual = rules.story(deal.stage) if deal else "market"
    owner = deal.client_id if deal else client.id if client else None
    return Insight(
        -1, kind or usual, at, line(title), words or None, line(source or "") or None, owner,
        deal.id if deal else None, here.now,
    )  # fmt: skip


def _course(here: Desk, deal: Deal) -> str:
    """How the deal went, said for a reader of another day, without its client's name."""
    stages = here.store.select(DealStage, "WHERE deal_id = ? ORDER BY at, id", deal.id)
    product = here.store.find(Product, deal.product_id or 0)
    days = (day_of(deal.closed_at or here.now, here.now) - day_of(deal.opened_at, here.now)).days
    end = None
    if deal.stage == "lost":
        end = say("reason: {reason}", reason=deal.lost_reason or say("no reason given"))
    text = Written.like(here.speak)(rules.course(
        [(here.speak(Code("stage", stage.stage)), stage.at) for stage in stages], days, end,
        product.name if product else None, here.now,
    ))  # fmt: skip
    # Kept with the story: the letters of a digest are of that digest alone.
    return Veil(queries.all_names(here.store), lambda _: here.speak(say("the client"))).text(text)


def add(here: Desk, insight: Insight, words: list[str]) -> None:
    """Write it down."""
    with here.store.transaction():
        applied = here.apply(rules.noted(insight, words), insight.title)
    number = applied.ids[insight.id]
    answer(here, number, hint=say("to share it: cm insight share {ref} --with AUDIENCE",
                                  ref=ref_of("insight", number)))  # fmt: skip


def answer(here: Desk, number: int, what: Any = None, hint: Any = None) -> None:
    """The insight as it is now, and what happened to it."""
    file, client = queries.file(here.store, number)
    head = joined([f"{file.ref} {client.name}" if client else file.ref, what, view.facts(file)])
    here.show(
        lambda: view.document(file, client, here.speak),
        lambda: receipt(here.speak, head, hint=hint),
    )


def listing(here: Desk, limit: int | None, **wanted: Any) -> None:
    """Insights by the filters."""
    found = here.cut(queries.listed(here.store, **wanted), limit)
    here.show(
        lambda: [view.document(*row, here.speak) for row in found],
        lambda: view.listing(found, here.speak),
    )


def show(here: Desk, number: int) -> None:
    """One insight, and who heard of it."""
    file, client = queries.file(here.store, number)
    here.show(
        lambda: view.document(file, client, here.speak),
        lambda: view.page(file, client, here.speak),
    )


_FIELDS = ("title", "text", "kind", "at", "source", "client", "tags")


def edit(here: Desk, number: int, fields: dict[str, str]) -> None:
    """Other words, kind, day, source, client or tags."""
    values: dict[str, Any] = {}
    words: list[str] | None = None
    for name, text in fields.items():
        if name not in _FIELDS:
            raise Usage(
                say("an insight has no field {field} to edit", field=name),
                say("fields: {fields}", fields=", ".join(_FIELDS)),
            )
        if name == "tags":
            words = text.replace(",", " ").replace("，", " ").split()
        else:
            values["client_id" if name == "client" else name] = _value(here, name, text.strip())
    with here.store.transaction():
        file, _ = queries.file(here.store, number)
        here.apply(rules.corrected(file, words, **values), file.ref)
    answer(here, number, say("changed"))


def _value(here: Desk, name: str, typed: str) -> Any:
    if name == "at":
        return here.happened(typed)
    if name == "kind":
        return here.code("insight_kind", typed)
    if name == "client":
        return here.client(typed).id if typed else None
    if name == "title":
        return line(typed)
    return (clean_text(typed) if name == "text" else line(typed)) or None


def remove(here: Desk, number: int) -> None:
    """Entered by mistake."""
    with here.store.transaction():
        file, _ = queries.file(here.store, number)
        here.apply(rules.removed(file), file.ref)
    ref = ref_of("insight", number)
    here.show(lambda: {"ref": ref, "removed": True}, lambda: contacts.removed(ref, here.speak))
