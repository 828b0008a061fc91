"""Appraisals with their items."""

from datetime import date

from cmcli.domain.appraisal import Appraisal, AppraisalFile, AppraisalItem
from cmcli.queries.joined import belonging
from cmcli.store import Store


def files(store: Store, rest: str = "", *values: object) -> list[AppraisalFile]:
    """Appraisals with their items; `rest` selects and orders the appraisals."""
    found = store.select(Appraisal, rest, *values)
    items = belonging(store, AppraisalItem, "appraisal_id", [one.id for one in found])
    return [AppraisalFile(one, tuple(items.get(one.id, ()))) for one in found]


def file(store: Store, number: int) -> AppraisalFile:
    """One appraisal; raises `NotFound`."""
    store.get(Appraisal, number)  # says that there is none
    return files(store, "WHERE id = ?", number)[0]


def of_days(store: Store, start: date, end: date) -> AppraisalFile | None:
    """The appraisal of these days."""
    found = files(store, "WHERE start_on = ? AND end_on = ? ORDER BY id LIMIT 1", start, end)
    return found[0] if found else None


LATEST = "ORDER BY end_on DESC, start_on DESC, id DESC"
