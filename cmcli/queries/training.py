"""Trainings with their topics, the year's hours, and what is due or expires."""

from datetime import date
from typing import TYPE_CHECKING

from cmcli.config import Settings
from cmcli.domain.training import Topic, Training, TrainingFile, Year
from cmcli.domain.training_agenda import Policy
from cmcli.queries.conditions import AMONG, Conditions, order
from cmcli.queries.policies import working_day
from cmcli.storage.rows import array
from cmcli.store import Store

if TYPE_CHECKING:
    from cmcli.queries.figures import Source

_DAY = "coalesce(done_on, due_on)"


def policy(settings: Settings) -> Policy:
    """When a certificate is shown, and the days the year's hours are spread over."""
    closing = settings["work.hours"][-1][1]
    return Policy(settings["training.notice"], working_day(settings), closing)


def files(store: Store, rest: str = "", *values: object) -> list[TrainingFile]:
    """Trainings with what they are about; `rest` selects and orders them."""
    found = store.select(Training, rest, *values)
    topics: dict[int, list[Topic]] = {}
    sql = f"""SELECT training_id, product.id, code, name, training_topic.kind
        FROM training_topic LEFT JOIN product ON product.id = product_id
        WHERE training_id {AMONG} ORDER BY training_topic.id"""
    for number, *topic in store.rows(sql, array(row.id for row in found)) if found else ():
        topics.setdefault(number, []).append(Topic(*topic))
    return [TrainingFile(row, tuple(topics.get(row.id, ()))) for row in found]


def file(store: Store, number: int) -> TrainingFile:
    """One training; raises `NotFound`."""
    store.get(Training, number)  # says that there is none
    return files(store, "WHERE id = ?", number)[0]


def listed(
    store: Store, *, kind: str | None, since: date | None, until: date | None, sort: str | None
) -> list[TrainingFile]:
    """Trainings by the filters: what is planned first, then the latest."""
    where = Conditions()
    where.add("kind = ?", kind)
    where.add(f"{_DAY} >= ?", since)
    where.add(f"{_DAY} <= ?", until)
    allowed = {"date": _DAY, "title": "title", "hours": "minutes", "score": "score",
               "expires": "expires_on", "ref": "id"}  # fmt: skip
    usual = f"done_on IS NOT NULL, CASE WHEN done_on IS NULL THEN due_on END, {_DAY} DESC, id DESC"
    return files(store, where.sql(order(sort, allowed, usual)), *where.values)


def everything(store: Store) -> list[Training]:
    """Every training: what may renew another one is among them."""
    return store.select(Training, "ORDER BY id")


def planned_until(store: Store, day: date) -> list[Training]:
    """What is planned for that day or an earlier one."""
    rest = "WHERE done_on IS NULL AND due_on <= ? ORDER BY due_on, id"
    return store.select(Training, rest, day)


def expiring_until(store: Store, day: date) -> list[Training]:
    """What expires by that day, with whatever bears one of their titles."""
    rest = """WHERE lower(title) IN (SELECT lower(title) FROM training
        WHERE expires_on IS NOT NULL AND expires_on <= ?) ORDER BY expires_on, id"""
    return store.select(Training, rest, day)


def year(store: Store, settings: Settings, day: date) -> Year:
    """The minutes of the year of `day`, up to that day; what is planned lies on it or after."""
    first, last = date(day.year, 1, 1), date(day.year, 12, 31)
    done = store.value(
        "SELECT sum(minutes) FROM training WHERE done_on IS NOT NULL AND done_on BETWEEN ? AND ?",
        first, day,
    )  # fmt: skip
    planned = store.value(
        "SELECT sum(minutes) FROM training WHERE done_on IS NULL AND due_on BETWEEN ? AND ?",
        day, last,
    )  # fmt: skip
    latest = store.value("SELECT max(id) FROM training")
    return Year(day.year, done or 0, planned or 0, settings["training.hours"] * 60, latest)


def of_window(source: "Source") -> list[TrainingFile]:
    """Trainings attended in the periods of a report."""
    rest = "WHERE done_on IS NOT NULL AND done_on >= ? AND done_on <= ? ORDER BY done_on, id"
    return files(source.store, rest, source.window.day, source.window.end.date())
