"""Development plans with their parts, the facts of their targets, and the groups they work."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from cmcli.config import Settings
from cmcli.domain.action import Action
from cmcli.domain.days import midnight
from cmcli.domain.development import (
    Development,
    DevelopmentFile,
    DevelopmentReview,
    DevelopmentTarget,
    Policy,
)
from cmcli.domain.product import Product
from cmcli.queries.conditions import AMONG
from cmcli.queries.joined import belonging
from cmcli.queries.policies import working_day, zone
from cmcli.storage.rows import array, to_instant
from cmcli.store import Store

if TYPE_CHECKING:
    from cmcli.domain.figures.development import Aimed
    from cmcli.domain.measure import Measure
    from cmcli.queries.figures import Source

# A plan that ended longer ago than a quarter is no longer asked about.
_REMEMBERED = timedelta(days=92)


def policy(settings: Settings) -> Policy:
    """How often plans are evaluated, and on which days."""
    return Policy(settings.text("develop.evaluate"), working_day(settings))


def files(store: Store, rest: str = "", *values: object) -> list[DevelopmentFile]:
    """Plans with their parts; `rest` selects and orders the plans."""
    plans = store.select(Development, rest, *values)
    ids = [plan.id for plan in plans]
    targets = belonging(store, DevelopmentTarget, "development_id", ids)
    actions = belonging(store, Action, "development_id", ids, "due_at, id")
    reviews = belonging(store, DevelopmentReview, "development_id", ids, "at, id")
    return [
        DevelopmentFile(
            plan, tuple(targets.get(plan.id, ())), tuple(actions.get(plan.id, ())),
            tuple(reviews.get(plan.id, ())),
        )
        for plan in plans
    ]  # fmt: skip


def file(store: Store, number: int) -> DevelopmentFile:
    """One plan; raises `NotFound`."""
    store.get(Development, number)  # says that there is none
    return files(store, "WHERE id = ?", number)[0]


def named(store: Store, name: str) -> list[Development]:
    """Plans of that name, the latest first."""
    return store.select(Development, "WHERE name = ? ORDER BY start_on DESC, id DESC", name)


def in_force(store: Store, day: date) -> list[Development]:
    """Plans whose period holds the day."""
    return store.select(Development, "WHERE start_on <= ? AND end_on >= ? ORDER BY id", day, day)


def sharing(store: Store, plan: Development) -> list[Development]:
    """Other plans that share a day with it."""
    rest = "WHERE id <> ? AND start_on <= ? AND end_on >= ? ORDER BY start_on, id"
    return store.select(Development, rest, plan.id, plan.end_on, plan.start_on)


def to_evaluate(store: Store, today: date) -> list[tuple[Development, datetime | None]]:
    """Plans begun that run or ended of late, with the time of their last evaluation."""
    rest = "WHERE end_on >= ? AND start_on <= ? ORDER BY end_on, id"
    plans = store.select(Development, rest, today - _REMEMBERED, today)
    sql = f"""SELECT development_id, max(at) FROM development_review
        WHERE development_id {AMONG} GROUP BY development_id"""
    last = dict(store.rows(sql, array(plan.id for plan in plans))) if plans else {}
    return [
        (plan, to_instant(last[plan.id]) if plan.id in last else None) for plan in plans
    ]  # fmt: skip


def codes(store: Store, targets: Iterable[DevelopmentTarget]) -> dict[int, str]:
    """The codes of the products that targets name, by the product's number."""
    wanted = sorted({target.product_id for target in targets if target.product_id})
    found = store.select(Product, f"WHERE id {AMONG}", array(wanted)) if wanted else []
    return {product.id: product.code for product in found}


def reached(store: Store, clients: Sequence[int], start: date, end: date, now: datetime) -> int:
    """How many of these clients were reached from `start` to `end`."""
    sql = f"""SELECT count(*) FROM client WHERE id {AMONG} AND EXISTS (
        SELECT 1 FROM interaction WHERE client_id = client.id AND at >= ? AND at < ?
        AND outcome = 'reached')"""
    first = midnight(start, now.tzinfo)
    after = midnight(end + timedelta(days=1), now.tzinfo)
    return int(store.value(sql, array(clients), first, after))


# Facts of the targets


Named = Callable[[str], "Measure"]


def aimed(source: "Source", files: Iterable[DevelopmentFile], measure: Named) -> "list[Aimed]":
    """The targets of plans, each with its measure and the facts of the source's window."""
    from cmcli.domain.figures.development import Aimed

    found = list(files)
    known = codes(source.store, (target for file in found for target in file.targets))
    rows = []
    for file in found:
        for target in file.targets:
            named = measure(target.measure)
            facts = source.once(named.load)
            if target.product_id:
                # A product's target counts deals: those of the product alone.
                mine = [row for row in facts.rows if row[0].product_id == target.product_id]
                facts = facts._replace(rows=mine)
            code = known.get(target.product_id) if target.product_id else None
            rows.append(Aimed(file.plan, target, code, named, facts))
    return rows


def of_window(source: "Source", measure: Named) -> "list[Aimed]":
    """The targets of the plans in force at some time of a report's window.

    Each counts from its plan's first day, so facts from before the window may be read.
    """
    here = zone(source.settings)
    after = source.window.end.astimezone(here).date()
    rest = "WHERE start_on < ? AND end_on >= ? ORDER BY id"
    found = files(source.store, rest, after, source.window.day)
    if not found:
        return []
    # From the day before, as for the goals of the same quarter, whose facts serve here too.
    eve = min(file.plan.start_on for file in found) - timedelta(days=1)
    return aimed(source.since(eve), found, measure)
