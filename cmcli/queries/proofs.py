"""Which sales rest on which proof: what was on record when each of them was judged."""

import json
from typing import Any, TypeVar

from cmcli.domain.assessment import Assessment
from cmcli.domain.change import table_of
from cmcli.domain.disclosure import Disclosure
from cmcli.domain.sale_check import SaleCheck
from cmcli.named import NamedTuple
from cmcli.queries.conditions import AMONG
from cmcli.store import Store

R = TypeVar("R", bound=tuple[Any, ...])


class Judged(NamedTuple):
    """A sale that was checked, by which entry of the history, and the assessments known then."""

    check: SaleCheck
    entry: int
    known: list[Assessment]


def judged(store: Store, client_id: int) -> list[Judged]:
    """The checked sales to a client, each with what it could be judged by."""
    checks = store.select(SaleCheck, "WHERE client_id = ? ORDER BY id", client_id)
    known = store.select(Assessment, "WHERE client_id = ? ORDER BY at DESC, id DESC", client_id)
    sold = _entries(store, SaleCheck, [check.id for check in checks])
    made = _entries(store, Assessment, [one.id for one in known])
    return [
        Judged(check, sold[check.id], [one for one in known if made[one.id] <= sold[check.id]])
        for check in checks
    ]


def rested(store: Store, told: Disclosure) -> list[Judged]:
    """The checked sales of the product to the client, made when this was on record."""
    rest = "WHERE client_id = ? AND product_id = ? ORDER BY at DESC, id DESC"
    checks = store.select(SaleCheck, rest, told.client_id, told.product_id)
    sold = _entries(store, SaleCheck, [check.id for check in checks])
    made = _entries(store, Disclosure, [told.id])[told.id]
    return [Judged(check, sold[check.id], []) for check in checks if made <= sold[check.id]]


def made_in(store: Store, entry: int, kind: type[R]) -> list[R]:
    """The records of a kind that an entry of the history wrote first and that still stand."""
    rest = """WHERE id IN (SELECT row_id FROM image WHERE entry_id = ? AND noun = ?
        AND before IS NULL) ORDER BY id"""
    return store.select(kind, rest, entry, table_of(kind))


def _entries(store: Store, kind: type[R], ids: list[int]) -> dict[int, int]:
    """The entry that made each record, 0 where the history does not tell."""
    rows = store.rows(
        f"""SELECT row_id, min(entry_id) FROM image WHERE noun = ? AND before IS NULL
            AND row_id {AMONG} GROUP BY row_id""",
        table_of(kind), json.dumps(ids),
    )  # fmt: skip
    return dict.fromkeys(ids, 0) | dict(rows)
