"""Records as JSON: the names of the words, without what only the tables need."""

from datetime import date, datetime, tzinfo
from typing import Any

from cmcli.domain.change import Record, table_of
from cmcli.domain.client import Client, ClientTag, mask, mask_address, mask_numbers
from cmcli.domain.ref import LETTERS, ref_of
from cmcli.messages import Money
from cmcli.storage.rows import is_day, is_instant

# Search keys and bookkeeping are no one's business outside.
_HIDDEN = {"id", "pinyin", "initials", "merged_into_id"}
# Minor units of the record's currency.
MONEY = {"amount", "price", "minimum", "repayment", "expected_amount", "budget"}
# What is a number by itself, and nobody's.
OPEN = {"code", "every"}
_NOUNS = set(LETTERS.values())


def instant(at: datetime, zone: tzinfo | None) -> str:
    """ISO 8601 with the manager's offset, never Z."""
    return at.astimezone(zone).isoformat()


def value(item: Any, zone: tzinfo | None) -> Any:
    """A value of a record as JSON knows it."""
    if isinstance(item, datetime):
        return instant(item, zone)
    if isinstance(item, date):
        return item.isoformat()
    return {"amount": item.amount, "currency": item.currency} if isinstance(item, Money) else item


def client_tag(client: ClientTag | None) -> dict[str, str] | None:
    """`{"ref", "name", "tier"}`."""
    if client is None:
        return None
    return {"ref": ref_of("client", client.id), "name": client.name, "tier": client.tier}


def as_json(
    record: Record, zone: tzinfo | None, *, client: ClientTag | None = None, reveal: bool = False
) -> dict[str, Any]:
    """`ref` first, then the fields by their plain names (`due_at` is `due`, a `request_id` a ref).

    An amount takes its currency in; numbers of a client are masked unless `reveal`.
    """
    noun = table_of(type(record))
    result: dict[str, Any] = {"ref": ref_of(noun, record.id)} if noun in _NOUNS else {}
    if client:
        result["client"] = client_tag(client)
    if isinstance(record, Client) and not reveal:
        record = masked(record)
    fields = record._asdict()
    for column, item in fields.items():
        if column in _HIDDEN or (column == "client_id" and client):
            continue
        if column == "currency" and MONEY & fields.keys():
            continue
        found = _field(column, item, fields, zone)
        hides = isinstance(found, str) and not reveal and column not in OPEN
        result[plain_name(column)] = mask_numbers(found) if hides else found
    return result


def _field(column: str, item: Any, fields: dict[str, Any], zone: tzinfo | None) -> Any:
    noun = column.removesuffix("_id")
    if column.endswith("_id"):
        return ref_of(noun, item) if item is not None else None
    if column in MONEY and item is not None and fields.get("currency"):
        return {"amount": item, "currency": fields["currency"]}
    if column == "tags":
        return item.split()
    return value(item, zone)


def plain_name(column: str) -> str:
    """The name outside of a column: `due_at` is due, `expected_on` expected, `deal_id` deal."""
    if is_instant(column) and column != "at":
        return column.removesuffix("_at")
    return column.removesuffix("_on") if is_day(column) else column.removesuffix("_id")


def masked(client: Client) -> Client:
    """The client with numbers and address hidden."""
    return client._replace(
        phone=mask(client.phone),
        id_number=mask(client.id_number, 4, 4),
        address=mask_address(client.address),
    )
