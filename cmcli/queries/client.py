"""Finding clients: by reference, name, pinyin, telephone; and the lists and files of them."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from cmcli.domain.action import Action
from cmcli.domain.callback import Callback
from cmcli.domain.client import Client, ClientTag
from cmcli.domain.deal import Deal
from cmcli.domain.feedback import Feedback
from cmcli.domain.interaction import Interaction
from cmcli.domain.plan import Plan, present
from cmcli.domain.ref import parse_ref, ref_of
from cmcli.domain.request import RequestFile
from cmcli.errors import Ambiguous, NotFound
from cmcli.messages import say
from cmcli.queries import feedback as opinions
from cmcli.queries import plan as plans
from cmcli.queries import promises
from cmcli.queries.request import open_of
from cmcli.store import Store

_IN_BOOK = "archived_at IS NULL"


def _prefix(column: str, text: str) -> tuple[str, list[Any]]:
    # A range, so that the index on the column serves; U+10FFFF sorts after every letter.
    return f"{column} >= ? AND {column} < ?", [text, text + "\U0010ffff"]


def _steps(text: str) -> Iterator[tuple[str, list[Any]]]:
    """Conditions from the strongest kind of match to the weakest (PRODUCT section 4)."""
    yield "name = ?", [text]
    yield "lower(name) = lower(?)", [text]
    yield _prefix("name", text)
    letters = "".join(c for c in text.lower() if c.isalnum())
    if letters and letters.isascii() and not letters.isdigit():
        yield "pinyin = ?", [letters]
        yield _prefix("pinyin", letters)
        yield "initials = ?", [letters]
        yield _prefix("initials", letters)
    digits = "".join(c for c in text if c.isdigit() or c == "+")
    if len(digits) >= 5:
        number = digits.removeprefix("+86")
        yield "phone IN (?, ?)", [number, f"+86{number}"]
    if len(digits) == 4 and digits == text:
        yield "substr(phone, -4) = ?", [digits]


def matches(store: Store, text: str, limit: int = 20) -> list[Client]:
    """The clients that the first kind of match finds; archived ones only by reference."""
    name = " ".join(text.split())
    for condition, values in _steps(name) if name else ():
        found = store.select(
            Client, f"WHERE ({condition}) AND {_IN_BOOK} ORDER BY name, id LIMIT ?", *values, limit
        )
        if found:
            return found
    return []


def resolve(store: Store, text: str) -> Client:
    """The one client that `text` names; raises `NotFound` or `Ambiguous` with the choices.

    The number of a client merged into another leads to that other.
    """
    ref = parse_ref(text)
    if ref and ref.letter == "c":
        client = store.get(Client, ref.id)
        return store.get(Client, client.merged_into_id) if client.merged_into_id else client
    found = matches(store, text)
    if len(found) == 1:
        return found[0]
    if not found:
        raise NotFound(
            say("no client answers to {text}", text=text),
            say("look with: cm find {text} · new: cm client add {text}", text=text),
        )
    listed = ", ".join(f"{ref_of('client', client.id)} {client.name}" for client in found[:8])
    more = ", …" if len(found) > 8 else ""
    raise Ambiguous(
        say("{text} could be several clients: {listed}", text=text, listed=listed + more),
        found,
        say("say which by its reference"),
    )


def birthdays(store: Store, endings: list[str]) -> list[tuple[ClientTag, str]]:
    """Clients whose stored birthday ends with one of `endings`, and that birthday."""
    condition = " OR ".join("birthday LIKE ?" for _ in endings) or "0"
    rows = store.rows(
        f"SELECT id, name, tier, birthday FROM client WHERE {_IN_BOOK} AND ({condition})",
        *[f"%{ending}" for ending in endings],
    )
    return [(ClientTag(*row[:3]), row[3]) for row in rows]


def any_lunar_birthday(store: Store) -> bool:
    """Whether anybody in the book keeps a lunar birthday."""
    sql = "SELECT 1 FROM client WHERE birthday >= 'lunar:' AND birthday < 'lunar;' LIMIT 1"
    return store.value(sql) is not None


class ClientFile(NamedTuple):
    """Everything a client's page shows: open promises, the last contacts, the plan in force and
    the last feedback with a satisfaction.
    """  # noqa: D205

    client: Client
    requests: list[RequestFile]
    callbacks: list[Callback]
    deals: list[Deal]
    timeline: list[Interaction]
    actions: list[Action]
    plan: Plan | None
    scored: Feedback | None


def file(store: Store, client: Client, contacts: int = 10) -> ClientFile:
    """The client file, with the last `contacts` of the timeline."""
    recent = "WHERE client_id = ? ORDER BY at DESC, id DESC LIMIT ?"
    return ClientFile(
        client,
        open_of(store, client.id),
        promises.callbacks_of(store, client.id),
        promises.deals_of(store, client.id),
        store.select(Interaction, recent, client.id, contacts),
        opinions.actions_of(store, client.id),
        present(plans.revisions(store, client.id)),
        opinions.last_scored(store, client.id),
    )
