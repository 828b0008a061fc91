"""Putting the demo book into a file, and never over somebody's own."""

from datetime import datetime

from cmcli import pinyin
from cmcli.config import Settings
from cmcli.domain.change import Change, Insert
from cmcli.domain.setting import Setting
from cmcli.errors import Refused
from cmcli.lunar import lunar_day
from cmcli.messages import say
from cmcli.queries import policies
from cmcli.store import Store
from cmcli.transfer.demo import Setup, changes

REASON = "demo"
# A client who came to the book after the demo, by hand or from a file.
_OWN_CLIENT = """SELECT 1 FROM image JOIN entry ON entry.id = entry_id
    WHERE noun = 'client' AND before IS NULL AND reason <> ? AND undone_at IS NULL LIMIT 1"""
_COUNTED = ("client", "interaction", "request", "callback", "deal", "product")


def write(store: Store, settings: Settings, now: datetime, language: str) -> dict[str, int]:
    """Fill the file, anew where it holds an earlier demo book; how many rows of each noun.

    Raises `Refused` where the file holds clients of its own.
    """
    setup = Setup(
        now, language, settings["currency"], policies.working_day(settings),
        lunar_day, _sound,
    )  # fmt: skip
    with store.transaction():
        if is_demo(store) and not store.value(_OWN_CLIENT, REASON):
            _clear(store)
        elif store.value("SELECT 1 FROM client LIMIT 1"):
            raise Refused(
                say("{path} holds a book of its own; it was left untouched", path=str(store.path)),
                say("the demo wants a file of its own: cm demo --db demo.db"),
            )
        named = store.value("SELECT 1 FROM setting WHERE name = 'manager.name'") is not None
        given = {name for (name,) in store.rows("SELECT name FROM setting")}
        made = [change for change in changes(setup, named=named) if not _given(change, given)]
        store.apply(made, REASON, now)
    return {noun: store.value(f"SELECT count(*) FROM {noun}") for noun in _COUNTED}  # noqa: S608 names are ours


def _given(change: Change, names: set[str]) -> bool:
    """Whether it is a setting that the manager gave before."""
    return isinstance(change, Insert) and isinstance(change.record, Setting) and (
        change.record.name in names
    )  # fmt: skip


def is_demo(store: Store) -> bool:
    """Whether the file was filled by the demo."""
    sql = "SELECT 1 FROM entry WHERE reason = ? AND undone_at IS NULL LIMIT 1"
    return store.value(sql, REASON) is not None


def _sound(name: str, person: bool) -> tuple[str, str]:  # noqa: FBT001 as the setup calls it
    return pinyin.keys(name, person=person)


def _clear(store: Store) -> None:
    """Every row goes but the settings that the manager gave; numbers begin anew."""
    run = store.connection.execute
    run("PRAGMA defer_foreign_keys = ON")
    run(
        "DELETE FROM setting WHERE id IN (SELECT row_id FROM image"
        " JOIN entry ON entry.id = entry_id WHERE noun = 'setting' AND reason = ?)",
        [REASON],
    )
    tables = store.rows(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        " AND name NOT LIKE '\\_%' ESCAPE '\\' AND name <> 'setting'"
    )
    for (table,) in tables:
        run(f'DELETE FROM "{table}"')  # noqa: S608 a name the file itself gave
    kept = store.value("SELECT max(id) FROM setting")
    run("DELETE FROM sqlite_sequence WHERE name <> 'setting' OR ? IS NULL", [kept])
    run("UPDATE sqlite_sequence SET seq = ?", [kept])
